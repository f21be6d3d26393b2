"""Figures as they would be in another unit of money."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.column_slips import stated_beside, touched_exchanges
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

FACTORS = (1e-4, 1e4, 1e-1, 1e1, 1e-2, 1e2, 1e-3, 1e3)
"""What puts figures right that were entered in another unit, the usual ones first."""
_TELLING = 4
"""In so many lines other columns must say of what order a column is."""
_ALIKE = 1e-3
"""Figures are alike that differ by less than this part of them: rounding in the coarser unit."""


def sheets_of_money(undoing: Undoing) -> Iterator[tuple[str, list[int]]]:
    """The money of each account that a broken row touches."""
    for name in filter(keys.is_account, undoing.touched_sheets()):
        cells = [figure for figure, sheet in enumerate(undoing.problem.sheet) if sheet == name]
        yield name, list(filter(undoing.is_money, cells))


def rescalings(
    undoing: Undoing, places: Iterable[tuple[str, list[int]]], factors: Iterable[float] = FACTORS
) -> Iterator[tuple[Slip, Mapping[int, Interval]]]:
    """The money of each of some places in every other unit, or in those that some factors put
    right, but where most of it would vanish."""
    for where, cells in places:
        grain = _grain_around(undoing, cells)
        count = int(np.count_nonzero(undoing.problem.value[cells]))
        for factor in factors:
            fixed = _rescaled(undoing, cells, factor, grain)
            if not _vanishes(undoing.problem, fixed):
                yield Slip("scaled", {"factor": factor, "count": count, "where": where}), fixed


def parts_from_lines(undoing: Undoing, fixed: Mapping[int, Interval]) -> bool:
    """Whether a column in another unit is further from the other columns of its sheet than it was,
    line by line: a budget, an actual figure and last year's are of one order."""
    value = undoing.problem.value
    steps = []
    for one, other in _beside_in_sheet(undoing, fixed):
        middle = sum(fixed[one]) / 2
        if value[one] > 0 and value[other] > 0 and middle > 0:
            before, after = (
                abs(math.log(value[one] / value[other])),
                abs(math.log(middle / value[other])),
            )
            steps.append(after - before)
    return len(steps) >= _TELLING and sorted(steps)[len(steps) // 2] > 0


def is_told_of_funds(problem: LinearProblem, factor: float) -> bool:
    """Whether, of all funds together and the total, which are apart by a factor, it is the funds
    that are in another unit: as their people are paid; where that tells nothing, as what the form
    asks of all funds beside the accounts says, and then as the finer unit is the one that books are
    kept in."""
    as_stated, rescaled = (_paid_as_they_are(problem, times) for times in (1.0, factor))
    if rescaled != as_stated:
        return rescaled > as_stated
    with_total, with_funds = (_beside_total(problem, times) for times in (1.0, 1 / factor))
    return with_total > with_funds if with_total != with_funds else factor < 1


def is_of_the_other_side(problem: LinearProblem, hypothesis: Hypothesis) -> bool:
    """Whether what is said of the total, or of the only fund, is true of the other of the two: not
    so where relations of the sheet alone show that it is this one."""
    where, factor = hypothesis.slip.figures["where"], float(hypothesis.slip.figures["factor"])
    if any(_is_of_one_sheet(problem, row, str(where)) for row in hypothesis.explains):
        return False
    total = problem.arrangement.total
    if where == total:
        return is_told_of_funds(problem, 1 / factor)
    run = {*problem.sheet}.intersection(problem.arrangement.accounts)
    return run == {where} and total in problem.sheet and not is_told_of_funds(problem, factor)


def _is_of_one_sheet(problem: LinearProblem, row: int, sheet: str) -> bool:
    """Whether a relation is one between figures of a sheet alone."""
    return all(problem.sheet[figure] == sheet for figure in problem.terms(row)[0])


def _beside_total(problem: LinearProblem, times: float) -> int:
    """How many relations of the total to what stands beside the accounts hold with the total so
    many times as large."""
    return sum(
        abs(of_total * times + beside) <= _ALIKE * abs(beside)
        for of_total, beside in problem.beside_total
    )


def _paid_as_they_are(problem: LinearProblem, factor: float) -> int:
    """How many funds have benefits, in a unit, that go with what their people are paid."""
    return sum(problem.fits_people(key, factor) is True for key in problem.contents.paid)


def _grain_around(undoing: Undoing, cells: Collection[int]) -> float:
    """The usual half-width of the figures around some cells: of those of several sheets the least,
    as others may be in the same unit as these, in which the last digits are zeros."""
    by_sheet: dict[str, list[float]] = {}
    for figure in undoing.involved.difference(cells):
        widths = by_sheet.setdefault(undoing.problem.sheet[figure], [])
        widths.append(undoing.half_width(figure))
    usual = [sorted(widths)[len(widths) // 2] for widths in by_sheet.values()]
    return min(filter(None, usual), default=0.0)


def _rescaled(
    undoing: Undoing, cells: Iterable[int], factor: float, grain: float
) -> dict[int, Interval]:
    """Figures in another unit; no finer than the grain of the figures around them."""
    fixed = {}
    for figure in cells:
        lo, hi = undoing.ends[figure]
        middle = (lo + hi) / 2 * factor
        half_width = max((hi - lo) / 2 * factor, grain)
        fixed[figure] = middle - half_width, middle + half_width
    return fixed


def _vanishes(problem: LinearProblem, fixed: Mapping[int, Interval]) -> bool:
    """Whether most of the figures become 0, which agrees with anything."""
    nonzero = [fixed[figure] for figure in problem.not_zero(fixed)]
    return 2 * sum(lo <= 0 <= hi for lo, hi in nonzero) > len(nonzero)


def _beside_in_sheet(undoing: Undoing, fixed: Collection[int]) -> Iterator[tuple[int, int]]:
    """Figures of a column, each with one of another column in its line."""
    for exchange in touched_exchanges(undoing):
        for pair in stated_beside(undoing.problem, exchange.beside):
            for one, other in (pair, pair[::-1]):
                if one in fixed and other not in fixed:
                    yield one, other
