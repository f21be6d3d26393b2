"""Rates of a whole column that were divided by another figure than the form asks for."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_TELLING = 5
"""So many rates must be wrong alike: fewer may be by chance."""
_ALIKE = 0.9
"""The part of the wrong rates of a column, and of all that are stated, that another division must
make."""


def wrong_bases(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """A column of rates worked out of two other columns than those that it is about."""
    undoing = Undoing(problem, broken, doubted)
    wrong = {int(problem.rate[row]) for row in undoing.broken} - {-1}
    for (sheet, column), rates in _columns(problem, wrong).items():
        failing = wrong.intersection(rates)
        if len(failing) < _TELLING:
            continue
        for over, base in itertools.permutations(_amounts(problem, sheet), 2):
            made = {rate for rate in rates if _makes(undoing, rate, over, base)}
            if _mostly(made, rates) and _mostly(made, failing):
                lost = frozenset(failing & made)
                names: dict[str, float | str] = {
                    "sheet": sheet,
                    "one": column,
                    "over": over,
                    "base": base,
                }
                slip = Slip("wrong base", {**names, "count": len(lost)})
                yield from undoing.tried(slip, {}, lost)


def _columns(problem: LinearProblem, wrong: set[int]) -> Mapping[tuple[str, str], Sequence[int]]:
    """By sheet and column: the stated rates of the columns that have wrong ones."""
    columns: dict[tuple[str, str], list[int]] = {}
    for rate in sorted(problem.stated_among(problem.rates)):
        key = problem.keys[rate]
        if keys.is_account(key):
            columns.setdefault((problem.sheet[rate], keys.measure(key)), []).append(rate)
    return {place: rates for place, rates in columns.items() if not wrong.isdisjoint(rates)}


def _amounts(problem: LinearProblem, sheet: str) -> list[str]:
    """The columns of a sheet that hold amounts."""
    figures = (figure for figure, on in enumerate(problem.sheet) if on == sheet)
    amounts = problem.stated_among(figures) - problem.rates
    return sorted({keys.measure(problem.keys[figure]) for figure in amounts})


def _makes(undoing: Undoing, rate: int, over: str, base: str) -> bool:
    """Whether two figures of its line make a rate."""
    number, key = undoing.problem.number, undoing.problem.keys[rate]
    ends = [number.get(keys.beside(key, column), -1) for column in (over, base)]
    if -1 in ends or not undoing.problem.are_stated(*ends):
        return False
    (low, high), (over_lo, over_hi), (base_lo, base_hi) = map(undoing.stated, (rate, *ends))
    if base_lo <= 0:
        return False
    least = min(low * base_lo, low * base_hi)
    most = max(high * base_lo, high * base_hi)
    return over_lo <= most + SLACK * abs(most) and least - SLACK * abs(least) <= over_hi


def _mostly(made: Collection[int], rates: Collection[int]) -> bool:
    return len(set(made).intersection(rates)) >= _ALIKE * len(rates)
