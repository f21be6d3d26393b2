"""What a batch costs, as ratios against baselines measured in the same run.

    python -m benchmarks.throughput [FILES]

Corpus: two-fund workbooks, a quarter of them with one figure moved. Baselines: the *floor* (unzip,
parse every sheet, zip again) and the *naive design* (pandas.read_excel with openpyxl, a schema call
a file, openpyxl re-save)."""

import io
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from sipipeline.intake.sources import collect
from sipipeline.jobs.forms import fill
from sipipeline.jobs.validation import Options, validate
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from tools.accounts import consistent, slipped

DISTINCT = 24
SHARE_OF_NAIVE = 20


def corpus(folder: Path, files: int) -> list[Path]:
    """Workbooks, every fourth with one moved figure; a few distinct ones, copied."""
    standard = load("2020")
    contents = []
    for seed in range(min(files, DISTINCT)):
        data = consistent(standard, seed, ["resident_pension", "institution_pension"])
        if seed % 4 == 0:
            key = next(
                k
                for k, v in flatten(data, standard).items()
                if k.endswith("expenditure.actual") and v
            )
            _, fund, item, measure = key.split(".")
            data["accounts"][fund][item][measure] = slipped(
                data["accounts"][fund][item][measure], 2
            )
        target = io.BytesIO()
        fill(data, target)
        contents.append(target.getvalue())
    paths = [folder / f"unit-{number:05}.xlsx" for number in range(files)]
    for number, path in enumerate(paths):
        path.write_bytes(contents[number % len(contents)])
    return paths


def ours(folder: Path, out: Path, workers: int) -> None:
    for _ in validate(collect([str(folder)]), Options(out=out, workers=workers)):
        pass


def floor(paths: list[Path]) -> None:
    from lxml import etree

    for path in paths:
        target = io.BytesIO()
        with (
            zipfile.ZipFile(path) as source,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
        ):
            for name in source.namelist():
                content = source.read(name)
                if "worksheets/" in name and name.endswith(".xml"):
                    etree.fromstring(content)
                copy.writestr(name, content)


def naive(paths: list[Path], out: Path) -> None:
    import openpyxl
    import pandas as pd
    import pandera.pandas as pa
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    out.mkdir(exist_ok=True)
    for path in paths:
        pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        gaps = pd.DataFrame({f"check{number}": [0.0] for number in range(20)})
        pa.DataFrameSchema({name: pa.Column(float, pa.Check.le(0)) for name in gaps}).validate(
            gaps, lazy=True
        )
        book = openpyxl.load_workbook(path)
        cell = book.worksheets[2]["D8"]
        cell.fill = PatternFill("solid", fgColor="FFC7CE")
        cell.comment = Comment("wrong", "naive")
        book.save(out / path.name)


def timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(files: int) -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "in").mkdir()
        paths = corpus(folder / "in", files)
        few = paths[: max(1, files // SHARE_OF_NAIVE)]
        ours(folder / "in", folder / "warm", 1) if files <= 50 else None
        spent = {
            "two workers": timed(lambda: ours(folder / "in", folder / "out2", 2)) / files,
            "floor": timed(lambda: floor(paths)) / files,
            "one worker": timed(lambda: ours(folder / "in", folder / "out1", 1)) / files,
            "naive": timed(lambda: naive(few, folder / "naive")) / len(few),
        }
        size = statistics.mean(path.stat().st_size for path in paths)
        shutil.rmtree(folder / "out1")
    print(f"{files} files of {size / 1000:.0f} kB, a quarter with findings, all annotated")
    for name, seconds in spent.items():
        print(f"  {name:12} {1000 * seconds:7.1f} ms a file  {1 / seconds:6.0f} files/s")
    print(
        f"  naive / one worker:     {spent['naive'] / spent['one worker']:.1f}  (target "
        f"at least 10)"
    )
    print(
        f"  one worker / floor:     {spent['one worker'] / spent['floor']:.1f}  (target at most 3)"
    )
    print(
        f"  peak memory, a worker:  "
        f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
