"""True and false sentences of reports, and targets with what was reached: how many are judged
wrongly.

    python -m benchmarks.judgement [FOLDER] [--all]     of benchmarks/judgement, the first failures

`benchmarks/whole_reports` is such a folder with whole reports and sentences cut out of these, where
a false figure is harder to find. FOLDER holds `units.toml` (fill data by name of a unit),
`sentences.tsv` (unit, field, verdict, about, text) and `pairs.tsv` (second level, name, target,
actual, verdict, why; of reports on 2020, below a line `# 年度 2023` on that year). Reported: true
sentences accused, alone or together, which must be none; false sentences found; pairs
decided wrongly, which must be none; pairs left undecided where they are plain. True sentences are
also put together, three in a text, and all that a unit says in a field in one.
"""

import argparse
import random
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sipipeline.checking.batch import check
from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Finding, Kind, Severity
from sipipeline.core.submission import Claim, Submission
from sipipeline.reading.claims import submission_of
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load

FOLDER = Path(__file__).with_name("judgement")
RULES = frozenset({"N601", "N602", "N603", "N604", "N605", "N606"})
FAILED = "X001"
"""The code of what is told of a rule that failed."""
YEAR = 2020
YEAR_OF_PAIRS = "# 年度 "
SHOWN = 20
"""Failures listed of each sort."""
MIXED = 150
"""Texts that are put together of the sentences of each unit."""
MIXED_FIELD = "operation"
MIXED_OF = ("operation", "overview", "achievement")
"""Fields whose sentences can stand in one text."""
TOGETHER = 3
"""Sentences of each of these texts."""
FOUND_AT_LEAST = 0.95
UNDECIDED_AT_MOST = 0.01


@dataclass(frozen=True)
class Sentence:
    number: int
    unit: str
    field: str
    true: bool
    about: str
    text: str

    def __str__(self) -> str:
        text = self.text.replace("\n", "\\n")
        return f"line {self.number} [{self.unit}, {self.field}, {self.about}] {text}"


@dataclass(frozen=True)
class Pair:
    number: int
    year: int
    level2: str
    name: str
    target: str
    actual: str
    verdict: str
    why: str


def lines(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table with their numbers; comments and the heading are none."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < columns or "verdict" in cells:
            continue
        yield number, [cell.replace("\\n", "\n") for cell in cells]


def submission(data: Mapping[str, Any]) -> Submission:
    """A submission of fill data; of 2020 where it does not say."""
    standard = load(str(data.get("standard", YEAR)))
    cover = {"unit": "甲县", "year": YEAR, "money_unit": "万元"} | dict(data.get("cover", {}))
    stated = {name: part for name, part in data.items() if name != "standard"}
    return submission_of(flatten({**stated, "cover": cover}, standard), standard)


def saying(silent: Submission, field: str, text: str) -> Submission:
    """A submission without texts, with a text in one of its fields."""
    key = f"narrative.{field}"
    claims = {**silent.claims, key: Claim(key, text, 0.0, "", "", text)}
    return replace(silent, claims=claims, places={**silent.places, key: ("", "")})


# ---------------------------------------------------------------- sentences
def sentences(folder: Path) -> tuple[list[Sentence], list[bool]]:
    """The sentences, and whether each was accused."""
    said = [
        Sentence(number, unit, field, verdict == "true", about, text)
        for number, (unit, field, verdict, about, text, *_) in lines(folder / "sentences.tsv", 5)
    ]
    silent = _silent(folder)
    batch = [saying(silent[one.unit], one.field, one.text) for one in said]
    accused = [
        any(_accuses(finding, one.field) for finding in result.findings)
        for one, result in zip(said, check(batch))
    ]
    return said, accused


@cache
def _silent(folder: Path) -> Mapping[str, Submission]:
    """The units of a folder by name, without texts."""
    units = tomllib.loads((folder / "units.toml").read_text(encoding="utf-8"))
    return {unit: submission(data) for unit, data in units.items()}


def _accuses(finding: Finding, field: str) -> bool:
    """Whether a finding accuses what a field says; that a rule failed is no answer at all."""
    if finding.rule == FAILED:
        raise RuntimeError(finding.message.en)
    keys = [cell.key for cell in finding.cells[:1]]
    serious = finding.severity is not Severity.INFO
    return serious and finding.rule in RULES and keys == [f"narrative.{field}"]


def mixed(folder: Path) -> tuple[int, list[str]]:
    """True sentences of a unit put together at random to texts: how many texts, and those of which
    a sentence is accused that is not accused alone."""
    silent = _silent(folder)
    texts = [(unit, text) for unit in silent for text in _mixed(folder, unit)]
    results = check([saying(silent[unit], MIXED_FIELD, text) for unit, text in texts])
    blamed = [
        f"[{unit}] {text}"
        for (unit, text), result in zip(texts, results)
        if any(_accuses(finding, MIXED_FIELD) for finding in result.findings)
    ]
    return len(texts), blamed


def fields(folder: Path) -> tuple[int, list[str]]:
    """All true sentences of a field of a unit as one text, a line each: how many such texts, and
    what is accused in them."""
    silent = _silent(folder)
    whole: dict[tuple[str, str], list[str]] = {}
    for _, (unit, field, verdict, _, text, *_) in lines(folder / "sentences.tsv", 5):
        if verdict == "true":
            whole.setdefault((unit, field), []).append(text)
    results = check(
        [saying(silent[unit], field, "\n".join(said)) for (unit, field), said in whole.items()]
    )
    blamed = [
        f"[{unit}, {field}] {finding.message.en}"
        for (unit, field), result in zip(whole, results)
        for finding in result.findings
        if _accuses(finding, field)
    ]
    return len(whole), blamed


def _mixed(folder: Path, unit: str) -> Iterator[str]:
    """Texts of three true sentences; lists and titles, which hold for what follows, are none."""
    written = lines(folder / "sentences.tsv", 5)
    true = [
        text
        for _, (of, field, verdict, _, text, *_) in written
        if (of, verdict) == (unit, "true") and field in MIXED_OF and "\n" not in text
    ]
    whole = [text for text in true if text.endswith("。") and not text[0].isdigit()]
    chance = random.Random(unit)
    if len(whole) >= TOGETHER:
        for _ in range(MIXED):
            yield "".join(chance.sample(whole, TOGETHER))


# ---------------------------------------------------------------- pairs
def pairs(folder: Path) -> tuple[list[Pair], list[str]]:
    """The pairs, and how each was judged."""
    years = _years(folder / "pairs.tsv")
    asked = [
        Pair(number, years[number - 1], *cells[:6])
        for number, cells in lines(folder / "pairs.tsv", 6)
    ]
    batch = [
        submission({"cover": {"year": pair.year}, "indicators": [_row(pair)]}) for pair in asked
    ]
    return asked, [_judged(result) for result in check(batch)]


def _years(path: Path) -> list[int]:
    """The year of the report that each line is of."""
    years, year = [], YEAR
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(YEAR_OF_PAIRS):
            year = int(line.removeprefix(YEAR_OF_PAIRS))
        years.append(year)
    return years


def _row(pair: Pair) -> dict[str, str]:
    return {
        "level1": "产出指标",
        "level2": pair.level2,
        "level3": pair.name,
        "target": pair.target,
        "actual": pair.actual,
    }


def _judged(result: Checked) -> str:
    """The status of the only row; `unanswered` where a finding asks for a figure."""
    status = result.indicators[0].status if result.indicators else "undecided"
    asked = any(
        finding.kind is Kind.TARGET and finding.severity is not Severity.INFO
        for finding in result.findings
    )
    return "unanswered" if status == "undecided" and asked else status


def _is_right(pair: Pair, judged: str) -> bool:
    return judged == pair.verdict or (judged, pair.verdict) == ("unanswered", "undecided")


# ---------------------------------------------------------------- report
def listed(title: str, of: int, failures: Sequence[object], shown: int) -> None:
    share = len(failures) / of if of else 0.0
    print(f"\n{title}: {len(failures)} of {of} ({share:.1%})")
    for failure in failures[:shown]:
        print(f"  {failure}")


def _failures(asked: Iterable[Pair], judged: Iterable[str]) -> tuple[list[str], list[str]]:
    """Pairs decided wrongly, and plain ones left undecided, in words."""
    wrong: list[str] = []
    undecided: list[str] = []
    for pair, status in zip(asked, judged):
        words = (
            f"line {pair.number} [{pair.level2}, {pair.name}] {pair.target} ← {pair.actual}: "
            f"{status}, should be {pair.verdict} ({pair.why})"
        )
        if _is_right(pair, status):
            continue
        (undecided if status in ("undecided", "unanswered") else wrong).append(words)
    return wrong, undecided


def main(arguments: argparse.Namespace) -> int:
    shown = sys.maxsize if arguments.all else SHOWN
    said, accused = sentences(arguments.folder)
    true = [one for one in said if one.true]
    false = [one for one in said if not one.true]
    blamed = [one for one, flag in zip(said, accused) if one.true and flag]
    missed = [one for one, flag in zip(said, accused) if not one.true and not flag]
    texts, blamed_together = mixed(arguments.folder)
    whole, blamed_in_fields = fields(arguments.folder)
    asked, judged = pairs(arguments.folder)
    wrong, undecided = _failures(asked, judged)
    listed("true sentences accused", len(true), blamed, shown)
    listed("texts of true sentences accused", texts, blamed_together, shown)
    listed("whole fields of true sentences: accusations", whole, blamed_in_fields, shown)
    listed("false sentences missed", len(false), missed, shown)
    listed("pairs decided wrongly", len(asked), wrong, shown)
    listed("plain pairs left undecided", len(asked), undecided, shown)
    found = 1 - len(missed) / len(false) if false else 1.0
    print(f"\nfalse sentences found: {found:.1%}")
    plain = len(undecided) <= UNDECIDED_AT_MOST * len(asked)
    accused_wrongly = blamed or blamed_together or blamed_in_fields
    return int(bool(accused_wrongly or wrong) or found < FOUND_AT_LEAST or not plain)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How many texts and targets are judged wrongly.")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--all", action="store_true", help="list every failure")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parsed()))
