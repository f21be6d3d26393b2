"""What the tables say of a figure: the cell, or where it is blank, or the form has none, what other
cells make."""

from collections.abc import Callable
from dataclasses import dataclass

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the tables have it, between its bounds, in the unit of the cell."""

    key: str
    """Of the figure; the form has no cell for the change of a balance."""
    low: float
    high: float
    cell: str
    """The key of the cell, or of the first that the figure is worked out from."""
    derived: bool = False
    """The figure is worked out from others, here or by the form."""

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


def told(key: str, submission: Submission) -> Told | None:
    """The figure of a key; None where the tables do not say it."""
    stated = _stated(key, submission)
    if stated is not None:
        return Told(key, *stated, key, derived=key not in submission.claims)
    if key in submission.claims or keys.measure(key) not in _WORKED_OUT:
        return None
    work_out, *measures = _WORKED_OUT[keys.measure(key)]
    first, second = (_stated(keys.beside(key, measure), submission) for measure in measures)
    bounds = work_out(first, second) if first and second else None
    cell = key if submission.standard.has(key) else keys.beside(key, measures[0])
    return Told(key, *bounds, cell, derived=True) if bounds else None


def kind(key: str, standard: Standard) -> str | None:
    """What a figure is: money, rate, count …; None where neither the form has a cell for it nor
    others make it."""
    if (field := standard.field(key)) is not None:
        return field.kind
    measure = keys.measure(key)
    if measure not in _WITHOUT_CELL:
        return None
    _, *measures = _WORKED_OUT[measure]
    known = all(standard.has(keys.beside(key, one)) for one in measures)
    return _WITHOUT_CELL[measure] if known else None


def _stated(key: str, submission: Submission) -> Bounds | None:
    claim = submission.figure(key)
    if claim is None or not isinstance(claim.value, float):
        return None
    return claim.value - claim.half_width, claim.value + claim.half_width


def _less(one: Bounds, other: Bounds) -> Bounds:
    return one[0] - other[1], one[1] - other[0]


def _over(one: Bounds, base: Bounds) -> Bounds | None:
    """A ratio; None on a base that is not above nothing."""
    if base[0] <= 0 or one[0] < 0:
        return None
    return one[0] / base[1], one[1] / base[0]


def _growth(one: Bounds, base: Bounds) -> Bounds | None:
    ratio = _over(one, base)
    return ratio and (ratio[0] - 1, ratio[1] - 1)


_WORKED_OUT: dict[str, tuple[Callable[[Bounds, Bounds], Bounds | None], str, str]] = {
    "change": (_less, "actual", "prior"),
    "prior": (_less, "actual", "change"),
    "growth_rate": (_growth, "actual", "prior"),
    "completion_rate": (_over, "actual", "budget"),
    "increase": (_less, "after", "before"),
    "increase_rate": (_growth, "after", "before"),
    "funeral_increase": (_less, "funeral_after", "funeral_before"),
    "funeral_increase_rate": (_growth, "funeral_after", "funeral_before"),
}
"""How a figure comes from two others of its line."""
_WITHOUT_CELL = {
    "change": "money",
    "growth_rate": "rate",
    "increase_rate": "rate",
    "funeral_increase": "yuan",
    "funeral_increase_rate": "rate",
}
"""Kinds of the figures that the form may have no cell for."""
