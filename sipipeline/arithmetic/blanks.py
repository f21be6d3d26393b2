"""What blank cells must hold: the values that all other figures together leave, unique within
rounding."""

from collections.abc import Iterator

import numpy as np

from sipipeline.arithmetic.evaluation import Figures, Floats
from sipipeline.arithmetic.screening import Screening
from sipipeline.localisation.system import Interval

ROUNDINGS = 4
"""A blank is implied where at most so many roundings of the figures around it leave it open."""

RATE = 0.001
"""Rates are implied to a tenth of a percent point."""


def implied(
    screening: Screening, figures: Figures, row: int
) -> Iterator[tuple[str, Interval, float]]:
    """Blank figures of one submission, what is left of each, and the half-width of the figures
    around.

    Nothing where the submission contradicts; and not what may as well be nothing, since that is
    what a blank says."""
    lo, hi, unit = screening.lo[row], screening.hi[row], _units(screening, figures, row)
    blank = ~figures.stated[row] & ~figures.void[row] & np.isfinite(unit) & ((lo > 0) | (hi < 0))
    with np.errstate(invalid="ignore"):
        narrow = blank & (hi - lo <= ROUNDINGS * unit)
    for key, column in figures.columns.items():
        if narrow[column]:
            yield key, (float(lo[column]), float(hi[column])), float(unit[column]) / 2


def _units(screening: Screening, figures: Figures, row: int) -> Floats:
    """(K,): the spacing of the coarsest figure that a figure is reckoned with, infinite where there
    is none; the finest where there are several relations."""
    layout, asked, stated = screening.layout, screening.asked[row], figures.stated[row]
    keys = layout.every
    some, every = keys.any(stated[None])[0], ~keys.any(~stated[None])[0]
    halves = np.where(stated, figures.half[row], 0.0)[None, keys.flat]
    spacing = 2 * keys.spread(np.maximum.reduceat, halves)[0]
    unit = np.full(len(figures.columns), np.inf)
    spacing[~(asked & ~layout.ratio & some & ~every)] = np.inf
    np.minimum.at(unit, keys.flat, np.repeat(spacing, np.diff(keys.starts, append=len(keys.flat))))
    rates = asked & layout.ratio
    np.minimum.at(unit, layout.subject[rates], RATE * np.maximum(layout.scale[rates], 1.0))
    return unit
