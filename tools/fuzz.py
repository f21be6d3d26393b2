"""Types odd figures into every sample and validates what comes of it: no file may make the program
fail.

    python -m tools.fuzz [--count 300] [--seed 0] [--seconds N]

Amounts of every size and sign, residues of floating point, zeros, texts, whole columns at once.
Prints each failure with the number of its workbook; `--seed NUMBER --count 1` makes that one
again. With `--seconds` it ends in time and says how many were done."""

import argparse
import io
import math
import random
import re
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sipipeline.core import keys
from sipipeline.core.crashes import crash_of
from sipipeline.core.findings import FileResult
from sipipeline.core.text import Lang
from sipipeline.intake.sources import collect
from sipipeline.jobs.forms import fill
from sipipeline.jobs.outputs import plan
from sipipeline.jobs.validation import Options, checked_chunk
from sipipeline.reading.claims import read_submission
from sipipeline.reading.frames import load_frames
from sipipeline.reports.formats import FORMATS
from sipipeline.xlsx.package import open_package
from sipipeline.xlsx.sheets import Workbook
from tools import pipes

ROOT = Path(__file__).resolve().parent.parent / "samples"
TOGETHER = 25
"""Workbooks that are validated in one pass."""
USUAL = 300
LANGS: tuple[Lang, ...] = ("zh", "en")
COVER = {"unit": "甲县", "year": 2020, "money_unit": "万元"}
_CELL = re.compile(
    r'<c r="(?P<ref>[A-Z]{1,3}[0-9]{1,7})"(?P<more>(?: [a-z]+="[^"]*")*)\s*(?:/>|>.*?</c>)',
    re.DOTALL,
)
_STYLE = re.compile(r' s="[0-9]+"')
_FAILURE = re.compile(r"X0[0-9]{2}")
_TOLERATED = "X013"
"""A workbook refused as damaged: what is typed here may be no number at all."""

TEXTS = (
    "—",
    "/",
    "无",
    "约四万多",
    "１２，３４５．６７",
    "1234万元",
    "-0.5亿元",
    "（12）",
    "▲12",
    "98.5％",
    "1e400",
    "1e-400",
    "0.00",
    "\u202d110\u202c",
    "九成五",
    "2021-03-05",
    "≥99%",
    "≥95%或≤105%",
    "12月底",
    "0/0",
    "9" * 40,
    "0." + "0" * 30 + "1",
)
PLAIN = ("0", "-0", "1", "-1", "0.5", "1e-300", "1e300", "-1e18", "1e18", "5e-324", "NaN", "INF")
RESIDUES = ("-9.1E-14", "4.5E-13", "1.0000000000000002", "-2.842170943040401E-14", "1e-9")


# ---------------------------------------------------------------- what is typed
def figure(chance: random.Random, beside: Sequence[str]) -> str:
    """A number as the XML of a cell writes it."""
    kind = chance.randrange(8)
    if kind == 0:
        return chance.choice(PLAIN)
    if kind == 1:
        return chance.choice(RESIDUES)
    if kind == 2:
        return repr(chance.choice((1, -1)) * chance.random() * 10.0 ** chance.randint(-15, 18))
    if kind == 3:
        return str(chance.choice((1, -1)) * chance.randint(0, 10 ** chance.randint(1, 12)))
    if kind == 4:
        return f"{chance.uniform(-1e6, 1e6):.{chance.randint(0, 4)}f}"
    return _changed(chance.choice(beside), chance) if beside else "0"


def _changed(number: str, chance: random.Random) -> str:
    """A figure of the workbook as it may be mistyped."""
    value = float(number)
    changes: Sequence[Callable[[float], float]] = (
        lambda x: x,
        lambda x: -x,
        lambda x: x * 10_000,
        lambda x: x / 10_000,
        lambda x: x * 10,
        lambda x: x + 1,
        lambda x: x + 0.01,
        lambda x: float(f"{x:.1g}"),
    )
    return repr(chance.choice(changes)(value))


def content(chance: random.Random, beside: Sequence[str]) -> str:
    """What stands between the tags of a cell, and its type."""
    kind = chance.randrange(12)
    if kind == 0:
        return f' t="inlineStr"><is><t>{escape(chance.choice(TEXTS))}</t></is></c>'
    if kind == 1:
        return "/>"
    if kind == 2:
        return chance.choice((' t="b"><v>1</v></c>', ' t="e"><v>#DIV/0!</v></c>'))
    return f"><v>{figure(chance, beside)}</v></c>"


# ---------------------------------------------------------------- where it is typed
@dataclass(frozen=True, slots=True)
class Base:
    """A workbook that is typed into."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, Sequence[str]]
    """The XML of each sheet, cut so that every place of the form is a piece of its own."""
    cells: Sequence[tuple[str, str, int]]
    """The places of the form: key, part, and number of the piece."""
    figures: Sequence[str]
    """The numbers of the workbook."""

    def mistyped(self, chance: random.Random) -> bytes:
        pieces = {name: list(sheet) for name, sheet in self.sheets.items()}
        for _, part, place in self._chosen(chance):
            start = pieces[part][place]
            cell = _CELL.match(start)
            style = _STYLE.search(cell["more"]) if cell else None
            if cell:
                head = f'<c r="{cell["ref"]}"{style[0] if style else ""}'
                pieces[part][place] = head + content(chance, self.figures)
        changed = {name: "".join(sheet).encode() for name, sheet in pieces.items()}
        packed = io.BytesIO()
        with ZipFile(packed, "w") as file:
            for name, part_ in {**self.parts, **changed}.items():
                file.writestr(ZipInfo(name), part_, ZIP_DEFLATED, compresslevel=1)
        return packed.getvalue()

    def _chosen(self, chance: random.Random) -> Sequence[tuple[str, str, int]]:
        """One cell, a few, a whole column, or a share of all."""
        kind = chance.randrange(6)
        if kind == 0:
            return chance.sample(self.cells, 1)
        if kind == 1:
            column = keys.measure(chance.choice(self.cells)[0])
            return [cell for cell in self.cells if keys.measure(cell[0]) == column]
        if kind == 2:
            share = chance.random()
            return [cell for cell in self.cells if chance.random() < share]
        return chance.sample(self.cells, min(len(self.cells), chance.randint(2, 12)))


def base_of(workbook: bytes) -> Base:
    package = open_package(workbook)
    parts = {name: package.read(name) for name in package.names}
    part_of = {sheet.name: sheet.part for sheet in Workbook(package).sheets()}
    submission = read_submission(load_frames(package), "base.xlsx")
    by_part: dict[str, dict[str, str]] = {}
    for key, (sheet, ref) in submission.places.items():
        by_part.setdefault(part_of[sheet], {})[ref] = key
    sheets: dict[str, list[str]] = {}
    cells = []
    for part, key_of in by_part.items():
        pieces, end = list[str](), 0
        xml = parts[part].decode()
        for cell in _CELL.finditer(xml):
            if cell["ref"] in key_of:
                pieces += [xml[end : cell.start()], cell[0]]
                cells.append((key_of[cell["ref"]], part, len(pieces) - 1))
                end = cell.end()
        sheets[part] = [*pieces, xml[end:]]
    values = (claim.value for claim in submission.claims.values())
    return Base(parts, sheets, cells, [repr(value) for value in values if isinstance(value, float)])


def bases() -> list[Base]:
    """Every sample, and a few sparse workbooks."""
    files = sorted(ROOT.rglob("*.xlsx"))
    sparse: list[dict[str, Any]] = [
        {"accounts": {"work_injury": {"income_subtotal": {"actual": -1}}}},
        {"accounts": {"unemployment": {"income": {"actual": 1}}}},
        {"accounts": {"total": {"expenditure": {"budget": 3, "completion_rate": "114%"}}}},
        {"headcounts": {"institution_pension": {"participants": {"actual": 12, "prior": 13}}}},
        {"funding": {"total": 1, "fiscal": 2}, "balances": {"work_injury": {"months_payable": 3}}},
    ]
    return [base_of(file.read_bytes()) for file in files] + [_sparse(data) for data in sparse]


def _sparse(data: Mapping[str, Any]) -> Base:
    packed = io.BytesIO()
    fill({"standard": "2020", "cover": COVER, **data}, packed)
    return base_of(packed.getvalue())


# ---------------------------------------------------------------- what comes of it
def failures(numbers: range, every: Sequence[Base], folder: Path) -> Iterator[tuple[int, str]]:
    """The numbers of the workbooks on which the program fails, and what it says of each."""
    paths = []
    for number in numbers:
        chance = random.Random(number)
        path = folder / f"{number}.xlsx"
        path.write_bytes(chance.choice(every).mistyped(chance))
        paths.append(path)
    tasks = plan(collect(list(map(str, paths))), folder / "annotated")
    for number, result in zip(numbers, checked_chunk(tasks, Options())):
        for finding in result.findings:
            if _FAILURE.fullmatch(finding.rule) and finding.rule != _TOLERATED:
                yield number, f"{finding.rule} {finding.message.en}"
        failure = _report_failure(result, LANGS[number % len(LANGS)])
        if failure is not None:
            yield number, failure
    for file in (*folder.glob("*.xlsx"), *folder.glob("annotated/*")):
        file.unlink()


def _report_failure(result: FileResult, lang: Lang) -> str | None:
    """What fails where a result is written in every format."""
    for name, write in FORMATS.items():
        try:
            "".join(write([result], lang, False))
        except Exception as error:
            return f"{name}: {crash_of(error)}"
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("tools.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=USUAL, help="workbooks")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first")
    parser.add_argument("--seconds", type=float, default=math.inf, help="the most that it takes")
    options = parser.parse_args(arguments)
    warnings.simplefilter("error", RuntimeWarning)
    every, started, kinds = bases(), time.perf_counter(), Counter[str]()
    last, done = options.seed + options.count, 0
    with tempfile.TemporaryDirectory() as folder:
        for start in range(options.seed, last, TOGETHER):
            if time.perf_counter() - started > options.seconds:
                break
            numbers = range(start, min(start + TOGETHER, last))
            for number, failure in failures(numbers, every, Path(folder)):
                print(f"{number}: {failure}", flush=True)
                kinds[failure.partition("(")[2] or failure] += 1
            done += len(numbers)
    took = time.perf_counter() - started
    print(f"{done} workbooks in {took:.0f} s, {sum(kinds.values())} failures")
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(pipes.run(main))
