"""Columns of rates or changes that were worked out of other figures than the form asks for."""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_TELLING = 5
"""So many figures must be wrong alike: fewer may be by chance."""
_ALIKE = 0.9
"""The part of the wrong figures of a column, and of all that are stated, that another working must
make."""
_GROWTH, _DIFFERENCE = "growth on wrong base", "wrong difference"
_Working = Callable[[Interval, Interval, Interval], bool]
"""Whether a figure is made of two others."""


def wrong_workings(undoing: Undoing) -> Iterator[Hypothesis]:
    """A column worked out of two other columns than those that it is about, or otherwise."""
    rates = frozenset({int(undoing.problem.rate[row]) for row in undoing.broken} - {-1})
    yield from _of_columns(undoing, rates, _OF_RATES)
    yield from _of_columns(undoing, _wrong_differences(undoing), _OF_DIFFERENCES)


def _wrong_differences(undoing: Undoing) -> frozenset[int]:
    """The stated figures that are not the difference they should be."""
    relations = undoing.problem.relations(undoing.broken)
    subjects = (one.subject for one in relations if one.difference)
    number = undoing.problem.number
    return frozenset(undoing.problem.stated_among(number[key] for key in subjects))


def _of_columns(
    undoing: Undoing, wrong: frozenset[int], workings: Mapping[str, _Working]
) -> Iterator[Hypothesis]:
    """The columns with wrong figures of which another working makes nearly all; signs that are
    turned are a slip of their own."""
    own = _differences(undoing.problem)
    left_out = {_GROWTH: own, _DIFFERENCE: own | {pair[::-1] for pair in own}}
    for (sheet, column), figures in _columns(undoing.problem, wrong).items():
        failing = wrong.intersection(figures)
        if len(failing) < _TELLING:
            continue
        pairs = itertools.permutations(_amounts(undoing.problem, sheet, column), 2)
        for pair, (code, working) in itertools.product(pairs, workings.items()):
            if pair in left_out.get(code, ()):
                continue
            of_figure = undoing.typed if code in _FOR_CHANGES else undoing.stated
            made = {one for one in figures if _makes(undoing, of_figure(one), one, pair, working)}
            if _mostly(made, figures) and _mostly(made, failing):
                over, base = pair
                names = {"sheet": sheet, "one": column, "over": over, "base": base}
                slip = Slip(code, {**names, "count": len(failing & made)})
                fixed = _differences_of(undoing, made, pair) if code in _FOR_CHANGES else {}
                yield from undoing.tried(slip, fixed, frozenset(made) - fixed.keys())


def _differences_of(
    undoing: Undoing, figures: Collection[int], columns: Sequence[str]
) -> dict[int, Interval]:
    """What the difference of two columns makes of each of some figures."""
    fixed = {}
    for figure in sorted(figures):
        (lo, hi), (least, most) = (
            undoing.stated(undoing.problem.number[keys.beside(undoing.problem.keys[figure], one)])
            for one in columns
        )
        fixed[figure] = lo - most, hi - least
    return fixed


def _differences(problem: LinearProblem) -> set[tuple[str, ...]]:
    """The columns of which the form asks for the difference, the one that is more first."""
    differences = (one.keys[1:] for one in problem.matrix.relations if one.difference)
    return {tuple(map(keys.measure, pair)) for pair in differences}


def _columns(problem: LinearProblem, wrong: frozenset[int]) -> Mapping[tuple[str, str], list[int]]:
    """By sheet and column: the stated figures of the columns that have wrong ones, without the 0s
    that are right: of these any working makes nothing."""
    touched = {_column(problem, figure) for figure in wrong}
    columns: dict[tuple[str, str], list[int]] = {}
    for figure in sorted(problem.stated_among(range(len(problem.keys)))):
        place = _column(problem, figure)
        is_told = problem.value[figure] != 0 or figure in wrong
        if place in touched and is_told and keys.is_account(problem.keys[figure]):
            columns.setdefault(place, []).append(figure)
    return columns


def _column(problem: LinearProblem, figure: int) -> tuple[str, str]:
    return problem.sheet[figure], keys.measure(problem.keys[figure])


def _amounts(problem: LinearProblem, sheet: str, column: str) -> Sequence[str]:
    """The other columns of a sheet that hold amounts."""
    figures = (figure for figure, on in enumerate(problem.sheet) if on == sheet)
    amounts = problem.stated_among(figures) - problem.rates
    return sorted({keys.measure(problem.keys[figure]) for figure in amounts} - {column})


def _makes(
    undoing: Undoing, made: Interval, figure: int, columns: Sequence[str], working: _Working
) -> bool:
    """Whether two figures of its line make a figure, which is `made`."""
    number, key = undoing.problem.number, undoing.problem.keys[figure]
    ends = [number.get(keys.beside(key, column), -1) for column in columns]
    if -1 in ends or not undoing.problem.are_stated(*ends):
        return False
    return working(made, *map(undoing.stated, ends))


def _quotient(rate: Interval, over: Interval, base: Interval) -> bool:
    if base[0] <= 0:
        return False
    ends = [one * other for one in rate for other in base]
    return _meet((min(ends), max(ends)), over)


def _growth(rate: Interval, over: Interval, base: Interval) -> bool:
    """How much more one figure is than another, of the other."""
    return _quotient((rate[0] + 1, rate[1] + 1), over, base)


def _points(points: Interval, over: Interval, base: Interval) -> bool:
    """How much more one figure is than another, in hundredths of the other."""
    return _growth((points[0] / 100, points[1] / 100), over, base)


def _difference(change: Interval, over: Interval, base: Interval) -> bool:
    return _meet((change[0] + base[0], change[1] + base[1]), over)


def _meet(one: Interval, other: Interval) -> bool:
    room = SLACK * max(map(abs, (*one, *other)))
    return one[0] <= other[1] + room and other[0] <= one[1] + room


_OF_RATES: Mapping[str, _Working] = {"wrong base": _quotient, _GROWTH: _growth}
_FOR_CHANGES = frozenset({"growth for change", "points for change"})
"""Rates in the place of differences, which the figures make that the rates are of."""
_OF_DIFFERENCES: Mapping[str, _Working] = {
    _DIFFERENCE: _difference,
    "growth for change": _growth,
    "points for change": _points,
}


def _mostly(made: Collection[int], figures: Collection[int]) -> bool:
    return len(set(made).intersection(figures)) >= _ALIKE * len(figures)
