"""Columns of rates that are all 10 or 100 times too small or too large, as where fractions stand in
cells of percentages: 0.9684% for 96.84%."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from statistics import median

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.figures import rate_half_width, significant
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

CODE = "scaled rates"
_FAMILIES = frozenset({keys.ACCOUNTS, "headcounts"})
"""Tables with columns of rates."""
_FACTORS = (100.0, 0.01, 10.0, 0.1)
"""What puts such rates right."""
_TELLING = 3
"""So many rates of a column must be wrong alike: fewer may be by chance."""
_ALIKE = 0.8
"""The part of the wrong rates of a column that one factor must put right."""

_Columns = Mapping[str, Sequence[int]]
"""By sheet, or by the names of several: the wrong rates of one of its columns."""


def scaled_rates(undoing: Undoing) -> Iterator[Hypothesis]:
    """The wrong rates of a column of a sheet, and those of this column of all sheets where it is
    so, the same factor away from what the amounts of their lines make."""
    for name, columns in _wrong_rates(undoing).items():
        for factor in _FACTORS:
            alike = _alike(undoing, columns, factor)
            for sheets in _together(alike):
                fixed = {rate: ends for sheet in sheets for rate, ends in alike[sheet].items()}
                places = {"sheet": " ".join(sheets), "one": name}
                slip = Slip(CODE, {**places, "factor": factor, "count": len(fixed)})
                yield from undoing.tried(slip, fixed, tolerant=True)


def _wrong_rates(undoing: Undoing) -> Mapping[str, _Columns]:
    """By the name of a column: the wrong rates that stand in it, sheet by sheet; the head-counts of
    all funds stand on one sheet."""
    problem = undoing.problem
    columns: dict[str, dict[str, list[int]]] = {}
    for rate in sorted(problem.stated_among(undoing.broken_rates)):
        sheet, key = problem.sheet[rate], problem.keys[rate]
        if keys.family(key) in _FAMILIES and problem.value[rate]:
            columns.setdefault(keys.measure(key), {}).setdefault(sheet, []).append(rate)
    return {name: _people_on_one(sheets) for name, sheets in columns.items()}


def _people_on_one(sheets: _Columns) -> _Columns:
    """The rates of some sheets, those of the head-counts of all funds together."""
    accounts = {sheet: rates for sheet, rates in sheets.items() if keys.is_account_sheet(sheet)}
    people = [sheet for sheet in sheets if sheet not in accounts]
    if not people:
        return accounts
    return {**accounts, " ".join(people): [rate for sheet in people for rate in sheets[sheet]]}


def _together(sheets: Collection[str]) -> Iterator[Sequence[str]]:
    """Each of some sheets, and the accounts among them where these are several."""
    yield from ([sheet] for sheet in sheets)
    accounts = [*filter(keys.is_account_sheet, sheets)]
    if len(accounts) > 1:
        yield accounts


def _alike(
    undoing: Undoing, columns: _Columns, factor: float
) -> Mapping[str, Mapping[int, Interval]]:
    """By sheet, of those whose rates are nearly all this factor away: the rates, put right."""
    every = {sheet: _put_right(undoing, rates, factor) for sheet, rates in columns.items()}
    return {
        sheet: fixed
        for sheet, fixed in every.items()
        if len(fixed) >= max(_TELLING, _ALIKE * len(columns[sheet]))
        and _comes_nearer(undoing.problem, fixed)
        and not _is_of_amounts(undoing, fixed)
    }


def _put_right(undoing: Undoing, rates: Sequence[int], factor: float) -> Mapping[int, Interval]:
    """Those of some rates that hold once they are so many times as large, with what they are
    then."""
    problem, fixed = undoing.problem, dict[int, Interval]()
    for rate in rates:
        value = float(problem.value[rate]) * factor
        half = max(undoing.half_width(rate) * factor, rate_half_width(significant(value)))
        rows = problem.rows_resting_on(rate)
        for room in (half, 2 * half):  # what was rounded may be cut off once more
            ends = {rate: (value - room, value + room)}
            if all(undoing.holds(row, ends) for row in rows):
                fixed |= ends
                break
    return fixed


def _is_of_amounts(undoing: Undoing, rates: Collection[int]) -> bool:
    """Whether the amounts of some rates contradict others too, as where a column of amounts is in
    another unit: of most of them any stands in a broken row that rests on no rate."""
    problem = undoing.problem
    rows = (row for row in undoing.broken if problem.rate[row] < 0)
    contradicted = problem.figures_in(rows)
    own = (problem.figures_in(problem.rows_of[rate]) for rate in rates)
    return sum(not contradicted.isdisjoint(figures) for figures in own) > _ALIKE * len(rates)


def _comes_nearer(problem: LinearProblem, fixed: Mapping[int, Interval]) -> bool:
    """Whether rates of a budget come nearer to all of it, as they would not where it is the budget
    that is in another unit; so always of other rates."""
    steps = [
        abs(math.log(abs(sum(ends)) / 2)) - abs(math.log(abs(float(problem.value[rate]))))
        for rate, ends in fixed.items()
        if _is_of_entered(problem, rate)
    ]
    return not steps or median(steps) < 0


def _is_of_entered(problem: LinearProblem, rate: int) -> bool:
    """Whether a rate is what one entered column is of another, as an actual figure of its
    budget."""
    rows = problem.rows_resting_on(rate)
    names = {keys.measure(key) for relation in problem.relations(rows) for key in relation.keys[1:]}
    return names <= problem.arrangement.entered
