"""What blank cells must hold: the values that all other figures together leave, unique within rounding."""

from collections.abc import Iterator

import numpy as np

from sipipeline.solving.evaluation import Figures, Flags, Floats
from sipipeline.solving.screening import Screening
from sipipeline.solving.system import Interval

ROUNDINGS = 4
"""A blank is implied where at most so many roundings of the figures around it leave it open."""

RATE = 0.001
"""Rates are implied to a tenth of a percent point."""


def implied(screening: Screening, figures: Figures, row: int) -> Iterator[tuple[str, Interval, float]]:
    """Blank figures of one submission, what is left of each, and the half-width of the figures around.

    Nothing where the submission contradicts; and not what may as well be nothing, since that is what a blank says.
    """
    lo, hi, unit = screening.lo[row], screening.hi[row], _units(screening, figures, row)
    blank = ~figures.stated[row] & ~figures.void[row] & np.isfinite(unit) & ((lo > 0) | (hi < 0))
    with np.errstate(invalid="ignore"):
        narrow = blank & (hi - lo <= ROUNDINGS * unit)
    for key, column in figures.columns.items():
        if narrow[column]:
            yield key, (float(lo[column]), float(hi[column])), float(unit[column]) / 2


def _units(screening: Screening, figures: Figures, row: int) -> Floats:
    """(K,): the spacing of the coarsest figure that a figure is reckoned with, infinite where there is none; the
    finest where there are several relations."""
    unit = np.full(len(figures.columns), np.inf)
    stated: Flags = figures.stated[row]
    for relation in screening.asked_of(row):
        columns = [figures.columns[key] for key in relation.keys]
        if relation.is_ratio:
            unit[columns[0]] = RATE * max(relation.scale, 1.0)
        elif 0 < (known := stated[columns]).sum() < len(columns):
            spacing = 2 * figures.half[row, columns][known].max()
            unit[columns] = np.minimum(unit[columns], spacing)
    return unit
