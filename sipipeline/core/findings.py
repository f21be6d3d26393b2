"""A finding: a small immutable value that knows its cells and what to do about them."""

import math
from collections.abc import Container, Sequence
from dataclasses import field, replace
from enum import StrEnum
from string import ascii_uppercase, digits

from sipipeline.core.particulars import Particulars
from sipipeline.core.past import Explanation, SinceLastRound
from sipipeline.core.text import NOTHING, Text
from sipipeline.core.values import frozen

Interval = tuple[float | None, float | None]
"""Closed; None is an open end."""


def closed_end(end: float) -> float | None:
    """An end of an interval; None where it is infinite, so that the interval is open."""
    return end if math.isfinite(end) else None


def known_ends(ends: Interval | None) -> tuple[float, float] | None:
    """Both ends of an interval; None where one is open, or nothing is known."""
    low, high = ends or (None, None)
    return None if low is None or high is None else (low, high)


def lies_within(value: float, ends: Interval | None) -> bool:
    """Whether a value lies between two ends that are both known."""
    known = known_ends(ends)
    return known is not None and known[0] <= value <= known[1]


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Kind(StrEnum):
    ARITHMETIC = "arithmetic"
    INDICATOR = "indicator"
    TARGET = "target"
    NARRATIVE = "narrative"
    MISSING = "missing"
    FORMAT = "format"
    PLAUSIBILITY = "plausibility"
    HISTORY = "history"
    FILE = "file"


class Verdict(StrEnum):
    PASS = "pass"
    EXPLAIN = "explain"
    FIX = "fix"
    UNREADABLE = "unreadable"


MOST_URGENT_FIRST = (Verdict.UNREADABLE, Verdict.FIX, Verdict.EXPLAIN, Verdict.PASS)


class Outcome(StrEnum):
    """How one rule in scope ends for one submission."""

    AGREE = "agree"
    WITHIN_ROUNDING = "within_rounding"
    VIOLATED = "violated"
    NOT_APPLICABLE = "not_applicable"


@frozen
class Cell:
    """Where a figure is stated: its key for life and the place it sits in now ("" where it has
    none)."""

    key: str
    sheet: str = ""
    ref: str = ""
    value: object = None

    @property
    def name(self) -> str:
        """Its key; the place of a cell that has none."""
        return self.key or f"{self.sheet}!{self.ref}"

    @property
    def column(self) -> tuple[str, str]:
        """Its sheet, and the letters of its column."""
        return self.sheet, self.ref.rstrip(digits)

    @property
    def row(self) -> tuple[str, str]:
        """Its sheet, and the number of its row."""
        return self.sheet, self.ref.lstrip(ascii_uppercase)


@frozen
class Shown:
    """The figures of a finding in the form of its cell; "" where there is none."""

    was: Text = NOTHING
    should: Text = NOTHING
    """38,429 · 41,763～42,198 · ≥ 9,203"""
    off: Text = NOTHING
    """少 28 · 多 1.2 个百分点"""


UNSHOWN = Shown()


@frozen
class Culprit:
    """A cell that probably holds the error, what the rest of the workbook says it should be, and
    why."""

    cell: Cell
    suggest: object
    """In the form of the cell's own value; None where the rest leaves it more than a few units of
    its last digit."""
    why: Text
    confidence: str
    """`certain`: the only minimal explanation; `likely`: singled out only by the likeness of a
    slip; `possible`: one of several that explain as much."""
    expected: Interval | None = None
    """What the rest makes of it, in the units of the workbook; None where it says nothing."""
    label: Text = NOTHING
    shown: Shown = UNSHOWN
    slip_is_known: bool = True
    """Whether `why` names a slip; otherwise it only says that the rest does not agree."""
    together: bool = False
    """Whether its slip put several cells wrong at once: two swapped, a sheet in the wrong unit."""
    beforehand: Text = NOTHING
    """What to do before anything is typed into the cell."""
    follows: bool = False
    """Whether a formula puts the cell right by itself once the others of its slip are."""
    in_formula: bool = False
    """Whether the formula of the cell is wrong, so that no figure is to be typed over it."""

    @property
    def located(self) -> bool:
        """Whether it is singled out, and not one of several that explain as much."""
        return self.confidence != "possible"


@frozen
class Finding:
    rule: str
    severity: Severity
    kind: Kind
    cells: tuple[Cell, ...]
    """The cell that the finding is about comes first."""
    message: Text
    todo: Text
    stated: object = None
    expected: Interval | None = None
    difference: float | None = None
    culprits: tuple[Culprit, ...] = ()
    group: int | None = None
    """The number of the common cause, shared by all findings that one wrong cell explains."""
    shown: Shown = UNSHOWN
    clash: Text | None = None
    """What does not agree, without what this cell should be: the message where another cell is
    wrong."""
    explained: bool = False
    """Whether the submitter has written the reason, so that nothing is asked any more."""
    explanation: Explanation | None = None
    """The reason that stands beside it, or that was given in the round before; also one that holds
    no more, because the figures have changed since."""

    @property
    def about(self) -> str:
        """What a later round knows it by: the cell that it is about; "" for the whole file."""
        return self.cells[0].name if self.cells else ""

    @property
    def about_all(self) -> str:
        """All its cells, where another finding of the rule is about the same one."""
        return " ".join(cell.name for cell in self.cells)

    @property
    def singled_out(self) -> set[str]:
        """The keys of the cells that are known to be wrong."""
        return {one.cell.key for one in self.culprits if one.located}

    def speaks_of(self, figures: Container[str]) -> bool:
        """Whether it is about some figures, or held to them."""
        return any(cell.key in figures for cell in self.cells)

    def is_of_text_alone(self, culprits: Sequence[Culprit]) -> bool:
        """Whether the text that it is about is all that may be wrong by some culprits."""
        alone = [one.cell.key for one in culprits] == [cell.key for cell in self.cells[:1]]
        return alone and self.kind is Kind.NARRATIVE

    def without_answer(self) -> "Finding":
        """The finding as it reads where its own cell is not said to be wrong: what does not agree,
        and not what the figure should be."""
        message = self.message if self.clash is None else self.clash
        return replace(self, message=message, shown=Shown(self.shown.was))


@frozen
class Implied:
    """A blank cell, and the value that all other figures together leave for it."""

    cell: Cell
    label: Text
    value: float
    """Rounded as the figures around it are; a rate as a fraction."""
    expected: Interval
    shown: Text
    room: Text
    """The figures that rounding leaves open; "" where it leaves this one alone."""


@frozen
class Undecided:
    """A rule in scope that could not be decided, and why."""

    rule: str
    cells: tuple[Cell, ...]
    reason: Text
    kind: Text = NOTHING
    """What reasons that are alike have in common, also under other rules; "" for one of its own."""


@frozen
class IndicatorResult:
    """One line of the indicator table as judged: `status` reached, exceeded, unmet or undecided."""

    number: int
    name: str
    target: str
    actual: str
    status: str
    completion: float | None
    """Degree of completion as a fraction: 0.997 is 99.7 %."""
    reason: Text | None = None
    """Why it is undecided."""
    cell: Cell | None = None
    explanation: str = ""
    """The reason that the submitter gives beside it."""


@frozen
class FileResult:
    """Everything said about one submitted file."""

    path: str
    sha256: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    standard: str | None = None
    unit: str | None = None
    year: int | None = None
    annotated: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    """checked, agree, within_rounding, violated, not_applicable."""
    undecided: tuple[Undecided, ...] = ()
    indicators: tuple[IndicatorResult, ...] = ()
    implied: tuple[Implied, ...] = ()
    """Blank cells whose value the others leave no choice about; no fault of the workbook."""
    particulars: Particulars = field(default_factory=Particulars)
    progress: SinceLastRound | None = None
    """What has changed since the round before, where there is one."""


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def by_severity(finding: Finding) -> tuple[int, str]:
    """Sorting key: errors first, then by rule; the order of the workbook is kept within a rule."""
    return _RANK[finding.severity], finding.rule


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """The verdict of a file that could be read."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Verdict.FIX
    return Verdict.EXPLAIN if Severity.WARNING in severities else Verdict.PASS
