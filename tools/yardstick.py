"""Keeps what the program says of many workbooks, to show that a change of the code changes none of
it.

    python -m tools.yardstick build CORPUS          samples and generated workbooks, with slips of
    every kind
    python -m tools.yardstick run CORPUS RESULTS    the JSON, the texts and a digest of the
    annotated copy of each
    python -m tools.yardstick compare BEFORE AFTER  which of these differ; exit status 1 if any does

Run `run` once on each of two checkouts, with the same corpus, then compare."""

import difflib
import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATED = 300
SLIPS = (0, 1, 2, 3, 5)
"""Slips in a generated workbook, in turn."""
SHOWN = 5
"""Files whose difference is printed."""


def build(corpus: Path) -> None:
    """Copy the samples and generate workbooks with none to five slips."""
    from benchmarks.mistakes import drawn, sheets_of, with_mistakes
    from sipipeline import catalogue
    from sipipeline.jobs.forms import fill
    from sipipeline.standards.data import nest
    from sipipeline.standards.load import load

    corpus.mkdir(parents=True)
    for sample in sorted((ROOT / "samples").rglob("*.xlsx")):
        shutil.copy(sample, corpus / sample.name)
    for seed in range(GENERATED):
        standard = load("2020" if seed % 4 else "2023")
        sheets = sheets_of(seed, standard, catalogue.relations(standard))
        mistakes = drawn(sheets, SLIPS[seed % len(SLIPS)], random.Random(seed))
        content = io.BytesIO()
        fill(nest(with_mistakes(sheets, mistakes), standard), content)
        (corpus / f"generated-{seed:03}.xlsx").write_bytes(content.getvalue())


def run(corpus: Path, results: Path) -> None:
    """Write the results of every workbook of the corpus, one file a workbook and kind of result."""
    results.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        copies = Path(folder)
        _write_json(corpus, results, _call("validate", corpus, "--format", "json", "-o", copies))
        for copy in sorted(copies.iterdir()):
            digest = hashlib.sha256(copy.read_bytes()).hexdigest()
            (results / f"{copy.name}.copy").write_text(digest, encoding="utf-8")
    for lang in ("zh", "en"):
        text = _call("validate", corpus, "--no-annotate", "--lang", lang)
        (results / f"console.{lang}").write_text(text, encoding="utf-8")
    table = _call("validate", corpus, "--no-annotate", "--format", "csv", "--lang", "en")
    (results / "table.csv").write_text(table, encoding="utf-8")
    (results / "rules.md").write_text(_call("rules", "--markdown"), encoding="utf-8")


def _call(*arguments: object) -> str:
    command = [sys.executable, "-P", "-m", "sipipeline", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 1, 2) or "Traceback" in done.stderr:
        raise SystemExit(done.stderr)
    return done.stdout


def _write_json(corpus: Path, results: Path, text: str) -> None:
    for result in json.loads(text)["files"]:
        path = Path(result["path"])
        result["path"] = path.name
        result["annotated"] = result["annotated"] and Path(result["annotated"]).name
        name = path.relative_to(corpus) if path.is_relative_to(corpus) else path
        target = results / f"{str(name).replace('/', '__')}.json"
        target.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")


def compare(before: Path, after: Path) -> int:
    """Print what differs; 1 if anything does."""
    names = sorted({path.name for folder in (before, after) for path in folder.iterdir()})
    differing = [name for name in names if _read(before / name) != _read(after / name)]
    for name in differing[:SHOWN]:
        lines = difflib.unified_diff(
            _read(before / name).splitlines(), _read(after / name).splitlines(), name, name, n=1
        )
        print("\n".join(list(lines)[:40]))
    print(
        f"{len(differing)} of {len(names)} differ: {differing[:30]}"
        if differing
        else f"same ({len(names)})"
    )
    return int(bool(differing))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: list[str]) -> int:
    match arguments:
        case ["build", corpus]:
            build(Path(corpus))
        case ["run", corpus, results]:
            run(Path(corpus), Path(results))
        case ["compare", before, after]:
            return compare(Path(before), Path(after))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
