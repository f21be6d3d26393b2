"""What a batch costs, as ratios against baselines measured in the same run.

    python -m benchmarks.throughput [FILES]

Corpus: two-fund workbooks, a quarter of them with one figure moved. Baselines: the *floor* (unzip,
parse every sheet, zip again) and the *naive design* (pandas.read_excel with openpyxl, a pandera
schema of the same relations called for each file, openpyxl re-save)."""

import io
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from sipipeline import catalogue
from sipipeline.core.relations import Relation, Term
from sipipeline.intake.sources import collect
from sipipeline.jobs.forms import fill
from sipipeline.jobs.validation import Options, validate
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from tools.accounts import consistent, slipped

STANDARD = "2020"
FUNDS = ("resident_pension", "institution_pension")
DISTINCT = 64
"""Workbooks that differ; more files are copies of these. As many as are checked at once, as the
same content is read once in each pass."""
SHARE_OF_NAIVE = 20
"""One file in so many is put through the naive design, which is slow."""
TOLERANCE = 0.05
"""How far the naive design lets a sum be off."""


def corpus(folder: Path, files: int, faulty: int = 4, funds: tuple[str, ...] = FUNDS) -> list[Path]:
    """Workbooks in a new folder, of every `faulty` one with one moved figure, 0 for none."""
    contents = [workbook(seed, faulty, funds) for seed in range(min(files, DISTINCT))]
    folder.mkdir(parents=True)
    paths = [folder / f"unit-{number:05}.xlsx" for number in range(files)]
    for number, path in enumerate(paths):
        path.write_bytes(contents[number % len(contents)])
    return paths


def workbook(seed: int, faulty: int, funds: tuple[str, ...]) -> bytes:
    """A filled form of some funds."""
    standard = load(STANDARD)
    data = consistent(standard, seed, list(funds))
    if faulty and seed % faulty == 0:
        stated = flatten(data, standard).items()
        key = next(key for key, value in stated if key.endswith("expenditure.actual") and value)
        _, fund, item, measure = key.split(".")
        cells = data["accounts"][fund][item]
        cells[measure] = slipped(cells[measure], 2)
    target = io.BytesIO()
    fill(data, target)
    return target.getvalue()


def ours(folder: Path, out: Path | None, workers: int) -> None:
    for _ in validate(collect([str(folder)]), Options(out=out, workers=workers)):
        pass


def floor(paths: list[Path]) -> None:
    """What anything costs that reads a workbook and writes one."""
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


# ---------------------------------------------------------------- the naive design
def naive(paths: list[Path], out: Path) -> None:
    """Each file by itself: read, checked and saved again by the libraries as they come."""
    import openpyxl
    import pandas as pd
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    out.mkdir(exist_ok=True)
    for path in paths:
        sheets = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
        failing = failures(pd.DataFrame([keyed(sheets)]))
        book = openpyxl.load_workbook(path)
        for number in range(max(1, min(failing, 9))):
            cell = book.worksheets[2].cell(8 + number, 4)
            cell.fill = PatternFill("solid", fgColor="FFC7CE")
            cell.comment = Comment("wrong", "naive")
        book.save(out / path.name)


def keyed(sheets: Mapping[Any, Any]) -> dict[str, float]:
    """The figures of a workbook by the hidden keys of their rows and columns."""
    figures: dict[str, float] = {}
    for frame in sheets.values():
        columns: list[tuple[int, str]] = []
        for first, *cells in frame.itertuples(index=False):
            if first == "#":
                columns = [(place, cell) for place, cell in enumerate(cells) if cell == cell]
            elif isinstance(first, str) and first.endswith(".*"):
                stated = [(key, cells[place]) for place, key in columns]
                figures |= {
                    first.replace("*", str(key)): float(value)
                    for key, value in stated
                    if isinstance(value, (int, float)) and value == value
                }
    return figures


def failures(wide: Any) -> int:
    """How many relations a frame of one row breaks."""
    import pandera.pandas as pa

    try:
        naive_schema().validate(wide, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return len(errors.failure_cases)
    return 0


@cache
def naive_schema() -> Any:
    """A check for each relation of the standard, with a fixed tolerance."""
    import pandera.pandas as pa

    checks = [pa.Check(partial(met, relation)) for relation in catalogue.relations(load(STANDARD))]
    return pa.DataFrameSchema(checks=checks)


def met(relation: Relation, wide: Any) -> Any:
    """For each row of a wide frame, whether a relation holds; a figure that is not there holds."""
    if not set(relation.keys) <= set(wide.columns):
        return True
    right = relation.scale * total(relation.terms, wide)
    if relation.base:
        right = right / total(relation.base, wide)
    off = wide[relation.subject] - right
    return off <= TOLERANCE if relation.op == "<=" else abs(off) <= TOLERANCE


def total(terms: tuple[Term, ...], wide: Any) -> Any:
    return sum(term.coefficient * wide[term.key] for term in terms)


# ---------------------------------------------------------------- measured
def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spent(folder: Path, files: int, faulty: int = 4) -> dict[str, float]:
    """Seconds a file: with one and two workers, with and without annotation, and the baselines."""
    paths = corpus(folder / "in", files, faulty)
    few = paths[: max(1, files // SHARE_OF_NAIVE)]
    ours(few[0], None, 1)
    naive(few[:1], folder / "naive")
    whole = {
        "two workers": lambda: ours(folder / "in", folder / "out2", 2),
        "floor": lambda: floor(paths),
        "one worker": lambda: ours(folder / "in", folder / "out1", 1),
        "one worker, no copies": lambda: ours(folder / "in", None, 1),
    }
    seconds = {name: timed(work) / files for name, work in whole.items()}
    return seconds | {"naive": timed(lambda: naive(few, folder / "naive")) / len(few)}


def main(files: int) -> None:
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as temporary:
        seconds = spent(Path(temporary), files)
        size = next((Path(temporary) / "in").iterdir()).stat().st_size
    print(f"{files} files of {size / 1000:.0f} kB, a quarter with findings, all annotated")
    for name, one in seconds.items():
        print(f"  {name:22} {1000 * one:7.1f} ms a file  {1 / one:6.0f} files/s")
    one = seconds["one worker"]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  naive / one worker:     {seconds['naive'] / one:.1f}  (target at least 12)")
    print(f"  one worker / floor:     {one / seconds['floor']:.1f}  (target at most 2)")
    print(f"  two workers / one:      {one / seconds['two workers']:.2f}  (target at least 1.85)")
    print(f"  peak memory, a worker:  {memory:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
