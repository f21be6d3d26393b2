"""What blank cells must hold: the values that the other figures imply, unique within rounding."""

import math

import numpy as np

from sipipeline.solving.propagation import Flags, Floats, askable, propagate
from sipipeline.solving.system import Interval, System

ROUNDINGS = 4
"""A blank is implied where at most so many roundings of the figures around it leave it open."""


def implied(system: System) -> dict[str, Interval]:
    """Blank figures that the others leave no more room than a few roundings; empty where the figures contradict.

    Relations of figures that the system does not have take no part.
    """
    keys = list(system.figures)
    columns = {key: at for at, key in enumerate(keys)}
    relations = [relation for relation in system.relations if all(key in columns for key in relation.keys)]
    figures = [system.figures[key] for key in keys]
    lo = np.array([[0.0 if figure.void else figure.lo for figure in figures]])
    hi = np.array([[0.0 if figure.void else figure.hi for figure in figures]])
    stated = np.array([[figure.stated for figure in figures]])
    void = np.array([[figure.void for figure in figures]])
    value = np.array([[figure.value or 0.0 for figure in figures]])
    asked = askable(relations, columns, lo, hi, stated, void, value)
    found = propagate(relations, columns, lo, hi, asked, sweeps=12)
    if found.conflict[0]:
        return {}
    half = np.array([[figure.half if figure.stated else math.inf for figure in figures]])
    room = np.array([[math.inf] * len(keys)])
    for number, relation in enumerate(relations):
        if asked[0, number] and not relation.is_ratio:
            at = [columns[key] for key in relation.keys]
            known = half[0, at][np.isfinite(half[0, at])]
            if len(known):
                room[0, at] = np.minimum(room[0, at], 2 * known.max())
    some = settled(found.lo, found.hi, stated | void, room)
    return {keys[at]: (float(found.lo[0, at]), float(found.hi[0, at])) for at in np.flatnonzero(some[0])}


def settled(lo: Floats, hi: Floats, known: Flags, unit: Floats) -> Flags:
    """Which blanks of narrowed intervals are unique within rounding; all (n, K), `unit` the spacing of the figures
    around, infinite where there are none."""
    finite = np.isfinite(unit) & np.isfinite(lo) & np.isfinite(hi)
    width = np.where(finite, hi, 0.0) - np.where(finite, lo, 0.0)
    return np.asarray(~known & finite & (width <= ROUNDINGS * np.where(finite, unit, 0.0)))
