"""Figures as they would be in another unit of money."""

from collections.abc import Collection, Iterator, Mapping

from sipipeline.arithmetic.figures import Interval
from sipipeline.localisation.hypotheses import Undoing
from sipipeline.localisation.problem import LinearProblem

FACTORS = (1e-4, 1e4, 1e-1, 1e1, 1e-2, 1e2, 1e-3, 1e3)
"""What puts figures right that were entered in another unit, the usual ones first."""


def sheets_of_money(undoing: Undoing) -> Iterator[tuple[str, list[int]]]:
    """The money of each sheet that a broken row touches."""
    for name in undoing.touched_sheets():
        cells = [figure for figure, sheet in enumerate(undoing.problem.sheet) if sheet == name]
        yield name, list(filter(undoing.is_money, cells))


def grain_around(undoing: Undoing, cells: Collection[int]) -> float:
    """The usual half-width of the figures around some cells."""
    around = undoing.involved.difference(cells)
    half_widths = sorted(map(undoing.half_width, around))
    return half_widths[len(half_widths) // 2] if half_widths else 0.0


def rescaled(undoing: Undoing, figure: int, factor: float, grain: float) -> Interval:
    """A figure in another unit; no finer than the grain of the figures around it."""
    middle = sum(undoing.stated(figure)) / 2 * factor
    half_width = max(undoing.half_width(figure) * factor, grain)
    return middle - half_width, middle + half_width


def vanishes(problem: LinearProblem, fixed: Mapping[int, Interval]) -> bool:
    """Whether most of the figures become 0, which agrees with anything."""
    nonzero = [ends for figure, ends in fixed.items() if problem.value[figure] != 0]
    return 2 * sum(lo <= 0 <= hi for lo, hi in nonzero) > len(nonzero)
