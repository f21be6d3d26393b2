"""What blank cells must hold: the one value, within rounding, that all other figures leave."""

from collections.abc import Collection, Iterator

import numpy as np

from sipipeline.arithmetic.figures import Figures, Floats, Interval
from sipipeline.arithmetic.screening import Screening

ROUNDINGS = 4
"""A blank is implied if what is left of it is at most so many rounding units wide."""
ROUNDINGS_OF_UNREADABLE = 40
"""The same of a cell in which something stands that cannot be read: it is not left blank on
purpose."""
_SLACK = 1 + 1e-6

RATE_UNIT = 0.001
"""Rates are implied to a tenth of a percent point."""


def implied(
    screening: Screening, figures: Figures, row: int, unreadable: Collection[str] = ()
) -> Iterator[tuple[str, Interval, float]]:
    """The implied blanks of one submission: key, what is left of the figure, half-width.

    A figure that may be 0 is not implied: a blank already says 0."""
    lo, hi, unit = screening.lo[row], screening.hi[row], _units(screening, figures, row)
    blank = ~figures.stated[row] & ~figures.not_run[row]
    never_zero = (lo > 0) | (hi < 0)
    with np.errstate(invalid="ignore"):
        narrow = np.isfinite(unit) & (hi - lo <= _widest(figures, unreadable) * unit * _SLACK)
    told = blank & never_zero & narrow
    for key, column in figures.columns.items():
        if told[column]:
            yield key, (float(lo[column]), float(hi[column])), float(unit[column]) / 2


def _widest(figures: Figures, unreadable: Collection[str]) -> Floats:
    """(K,): how many rounding units wide an implied figure may be."""
    flags = [key in unreadable for key in figures.columns]
    return np.where(flags, ROUNDINGS_OF_UNREADABLE, ROUNDINGS)


def _units(screening: Screening, figures: Figures, row: int) -> Floats:
    """(K,): rounding unit of each blank figure. In each relation it is the coarsest rounding unit
    of the other figures, over all relations the smallest of these; infinite without a relation."""
    matrix, applies, stated = screening.matrix, screening.applies[row], figures.stated[row]
    conditions = matrix.conditions
    keys, ratio = conditions.keys, conditions.ratio
    half_width = np.where(stated, figures.half_width[row], 0.0)[None, keys.flat]
    unit_of_relation = 2 * keys.reduced(np.maximum, half_width)[0]
    some_stated, some_blank = keys.any(stated[None])[0], keys.any(~stated[None])[0]
    unit_of_relation[~(applies & ~ratio & some_stated & some_blank)] = np.inf
    unit = np.full(len(figures.columns), np.inf)
    lengths = np.diff(keys.starts, append=len(keys.flat))
    np.minimum.at(unit, keys.flat, np.repeat(unit_of_relation, lengths))
    rates = applies & ratio
    unit_of_rate = RATE_UNIT * np.maximum(matrix.scale[rates], 1.0)
    np.minimum.at(unit, conditions.subject[rates], unit_of_rate)
    return unit
