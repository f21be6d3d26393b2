"""Figures as their cells show them: with the decimals that the cell states, with separators, a
rate in percent."""

import math
import re
from collections.abc import Callable
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.display import LESS, MORE, as_shown, interval
from sipipeline.core.display import figure as written
from sipipeline.core.figures import decimals
from sipipeline.core.findings import Cell, Interval, Shown
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import NOTHING, Text, same
from sipipeline.core.values import frozen
from sipipeline.rule import Problem

BLANK = Text(zh="空白", en="blank")
UNREADABLE = Text(zh="读不出的内容", en="what cannot be read")
POINTS = Text(zh="{amount} 个百分点", en="{amount} points")
NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")
"""A number as it is written in what is shown."""
_TEXTS = ("narrative", "report")
"""Families of running text."""
_PERCENT = re.compile("[%％]")
_RATE, _PER_CENT = "rate", 100
CENTS = 2
"""Decimals of money on the form."""
_SLACK = 1e-6
_FINER = 5
"""So many decimals more are tried at most until two figures look different."""
_WIDE = 20
"""Ends of an interval wider than so many units are rounded; in a narrower one they lie inside."""


@frozen
class CellForm:
    """How a cell shows its figures."""

    kind: str
    """The kind of its field; a rate is shown in percent."""
    digits: int
    """Decimals; of a rate those of the percent."""

    @property
    def per_one(self) -> int:
        """What one is shown as: 100 for a rate."""
        return _PER_CENT if self.kind == _RATE else 1


@frozen
class Clauses:
    """What a figure should be and how far it is off, as parts of a sentence; and briefly, as the
    columns of a table have it."""

    should: Text
    off: Text
    made: Text
    """The end of what it should be that is closer to it."""
    brief: Shown


def form_of(key: str, submission: Submission) -> CellForm:
    """The form of a cell: its decimals are those of the figure that it states, of money at least
    those of its account."""
    claim = submission.claims.get(key)
    field = submission.standard.field(keys.quoted(key))
    kind = "money" if field is None else field.kind
    if claim is None or not isinstance(claim.value, float):
        return CellForm(kind, 2)
    return CellForm(kind, _digits(claim, kind))


def figure(value: float, form: CellForm) -> str:
    """38,429 · 97%"""
    return written(value, form.kind, form.digits)


def stated(key: str, submission: Submission) -> Text:
    """What stands in a cell: its figure in the form of the cell; a text as it was typed."""
    claim = submission.claims.get(key)
    if claim is None:
        return UNREADABLE if key in submission.unreadable else BLANK
    if isinstance(claim.raw, str) or not isinstance(claim.value, float):
        return same(as_shown(claim.raw))
    return same(figure(claim.value, form_of(key, submission)))


def of_problem(problem: Problem, cell: Cell, submission: Submission) -> Shown:
    """The figures of what a judging rule found."""
    if problem.shown is not None:
        return problem.shown
    if keys.family(cell.key) == "indicators" and isinstance(cell.value, str):
        return _of_indicator(problem, cell.value.strip())
    key = _figure_key(problem.keys)
    form, value, should = form_of(key, submission), problem.stated, problem.expected
    if isinstance(value, float) and should is not None:
        return compared(value, should, form).brief
    was = _was(value, cell, form)
    return Shown(was) if should is None else Shown(was if was.zh else BLANK, within(should, form))


def compared(value: float, should: Interval, form: CellForm) -> Clauses:
    """A figure against what it should be, in the decimals of its cell: as many more as tell the
    two apart, and leave a figure in the interval."""
    was = figure(value, form)
    ladder = [replace(form, digits=form.digits + more) for more in range(_FINER)]
    ends = {finer: _on_grid(should, finer) for finer in ladder}
    telling = [finer for finer in ladder if _differs(ends[finer], was, finer)]
    finer = telling[0] if telling else ladder[-1]
    low, high = ends[finer] or should
    off = _off(value, low, high, finer)
    closest = low if high is None or (low is not None and value < low) else high
    made = NOTHING if closest is None else same(figure(closest, finer))
    brief = Shown(same(was), between(low, high, finer), off)
    should_be = interval(low, high, finer.kind, finer.digits)
    return Clauses(should_be, off, made, brief)


def within(should: Interval, form: CellForm) -> Text:
    """An interval in the decimals of a cell, in as many more as leave a figure in it: 38,429 ·
    41,763～42,198 · ≥ 9,203"""
    for more in range(_FINER):
        finer = replace(form, digits=form.digits + more)
        ends = _on_grid(should, finer)
        if ends is not None:
            return between(*ends, finer)
    return between(*should, form)


def between(low: float | None, high: float | None, form: CellForm) -> Text:
    lowest = "" if low is None else figure(low, form)
    highest = "" if high is None else figure(high, form)
    if lowest == highest:
        return same(lowest)
    if not highest:
        return same(f"≥ {lowest}")
    if not lowest:
        return same(f"≤ {highest}")
    return Text(zh=f"{lowest}～{highest}", en=f"{lowest} to {highest}")


def _digits(claim: Claim, kind: str) -> int:
    assert isinstance(claim.value, float)
    if kind == _RATE and claim.half_width > 0:
        return max(0, round(-math.log10(2 * claim.half_width)) - 2)
    digits = decimals(claim.value * (_PER_CENT if kind == _RATE else 1))
    return max(digits, _digits_of_account(claim)) if kind == "money" else digits


def _digits_of_account(claim: Claim) -> int:
    """The decimals that a figure is known to: 12,988 in an account kept to the cent is 12,988.00,
    so that what should stand there is told to the cent."""
    if claim.half_width <= 0:
        return 0
    digits = round(-math.log10(2 * claim.half_width))
    return digits if 0 < digits <= CENTS else 0


def _of_indicator(problem: Problem, typed: str) -> Shown:
    """The text of an indicator, and what it should be in its unit: 96% beside 97%."""
    value, should = problem.stated, problem.expected
    if should is None:
        return Shown(same(typed))
    parts = _PER_CENT if _PERCENT.search(typed) else 1
    low, high = (None if end is None else end / parts for end in should)
    if not isinstance(value, float):
        return Shown(same(typed), within((low, high), CellForm(_RATE if parts > 1 else "", 0)))
    form = CellForm(_RATE if parts > 1 else "", decimals(value))
    return replace(compared(value / parts, (low, high), form).brief, was=same(typed))


def _was(value: object, cell: Cell, form: CellForm) -> Text:
    """What was filled in: the figure of a finding, or what stands in its cell; nothing of a text,
    which is too long to be repeated."""
    if isinstance(value, float):
        return same(figure(value, form))
    if value is None and keys.family(cell.key) in _TEXTS:
        return NOTHING
    return same(as_shown(cell.value if value is None else value))


def _figure_key(keys_: tuple[str, ...]) -> str:
    """The key of the figure that a finding is about: the table's where a text or an indicator
    restates it."""
    tables = [key for key in keys_ if keys.family(key) not in (*_TEXTS, "indicators")]
    return next(iter(tables or keys_), "")


def _differs(ends: Interval | None, was: str, form: CellForm) -> bool:
    return ends is not None and between(*ends, form).zh != was


def _off(value: float, low: float | None, high: float | None, form: CellForm) -> Text:
    """By how much a figure misses an interval, between the two as they are shown."""
    if high is not None and value > high:
        sentence, distance = MORE, value - high
    elif low is not None and value < low:
        sentence, distance = LESS, low - value
    else:
        return NOTHING
    amount = figure(distance, form)
    if form.kind == _RATE:
        return sentence.fill(amount=POINTS.fill(amount=amount.removesuffix("%")))
    return sentence.fill(amount=amount)


def _on_grid(should: Interval, form: CellForm) -> Interval | None:
    """The ends of an interval in the decimals of a form; None where no figure of so few decimals
    lies in it. One figure is rounded."""
    low, high = should
    unit = form.per_one * 10.0**form.digits
    if not all(end is None or math.isfinite(end * unit) for end in should):
        return should
    if low is None or high is None:
        lowest = None if low is None else _inward(low, unit, math.ceil)
        return lowest, None if high is None else _inward(high, unit, math.floor)
    if low == high or (high - low) * unit > _WIDE:
        return _rounded(low, unit), _rounded(high, unit)
    lowest, highest = _inward(low, unit, math.ceil), _inward(high, unit, math.floor)
    return (lowest, highest) if lowest <= highest else None


def _inward(end: float, unit: float, towards: Callable[[float], int]) -> float:
    """The end of an interval on the grid of a unit, moved into the interval."""
    room = -_SLACK if towards is math.ceil else _SLACK
    return towards(end * unit + room) / unit


def _rounded(value: float, unit: float) -> float:
    """Half a unit is rounded away from zero, as a spreadsheet does."""
    return math.copysign(math.floor(abs(value) * unit + 0.5 + _SLACK) / unit, value)
