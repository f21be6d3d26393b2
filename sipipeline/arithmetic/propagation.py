"""Interval propagation over a batch: what all relations together leave of each figure, in a few
sweeps.

Complete if the relations form a tree. On cycles a submission may pass here and still contradict;
`localisation.feasibility` decides then."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sipipeline.arithmetic.figures import Flags, Floats, Numbers, columns_of
from sipipeline.arithmetic.matrix import merged_terms
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen

PROGRESS = 0.01
"""The sweeps of a submission end when none of its intervals narrows by more than this part of its
width."""

SWEEPS = 8

_CHUNK = 64
"""Submissions swept together: their arrays stay in the cache."""
_WIDTHS = (2, 3, 4, 6, 9, 16)
"""Relations are padded to the next of these numbers of terms."""


@frozen
class Propagation:
    lo: Floats
    hi: Floats
    """(n, K): the narrowed intervals."""
    conflict: Flags
    """(n,): whether some interval was emptied."""


def propagate(
    relations: Sequence[Relation],
    columns: Mapping[str, int],
    lo: Floats,
    hi: Floats,
    applies: Flags,
    sweeps: int = SWEEPS,
) -> Propagation:
    """Narrow the intervals of n submissions with K figures, `lo` and `hi` of shape (n, K).

    `applies`: (n, R), as of `JointConditions.jointly`."""
    bunches = _compiled(tuple(relations), tuple(columns))
    low, high, conflict = lo.copy(), hi.copy(), np.zeros(len(lo), bool)
    for first in range(0, len(lo), _CHUNK):
        chunk = slice(first, first + _CHUNK)
        low[chunk], high[chunk], conflict[chunk] = _propagated(
            bunches, lo[chunk], hi[chunk], applies[chunk], sweeps
        )
    return Propagation(low, high, conflict)


@frozen
class _Bunch:
    """Relations padded to one width: arrays of shape (R, W). Column K is the padding, exactly 0."""

    numbers: Numbers
    """(R,): which relations."""
    column: Numbers
    over: Floats
    """Coefficients c of c @ x = 0 for linear relations; of the numerator for rates."""
    base: Floats
    """Coefficients of the base; 0 for linear relations."""
    rate: Numbers
    """(R,): column of the subject of a rate; K for linear relations."""
    upper_only: Flags
    """(R,): `<=`."""
    order: Numbers
    """The flattened positions sorted by column."""
    starts: Numbers
    targets: Numbers
    """Where each column begins in `order`, and which column it is."""


@frozen
class _Ends:
    """Intervals of the figures, transposed: (K + 1, n). Narrowed in place."""

    low: Floats
    high: Floats

    def of(self, columns: Numbers) -> "_Ends":
        """A copy of some intervals."""
        return _Ends(self.low[columns], self.high[columns])

    def at(self, submissions: Numbers) -> "_Ends":
        """The intervals of some submissions; a copy unless these are all."""
        if len(submissions) == self.low.shape[1]:
            return self
        return _Ends(self.low[:, submissions], self.high[:, submissions])


# ---------------------------------------------------------------- relations of one width together
@lru_cache(maxsize=8)
def _compiled(relations: tuple[Relation, ...], keys: tuple[str, ...]) -> list[_Bunch]:
    """The relations over the figures of these keys, in this order; kept for the next batch."""
    return list(_bunches(relations, columns_of(keys), len(keys)))


def _bunches(
    relations: Sequence[Relation], columns: Mapping[str, int], padding: int
) -> Iterator[_Bunch]:
    shapes: dict[tuple[bool, int], list[int]] = {}
    terms = [merged_terms(relation, columns) for relation in relations]
    for number, relation in enumerate(relations):
        shape = relation.is_ratio, _width(len(terms[number]))
        shapes.setdefault(shape, []).append(number)
    for (is_ratio, width), numbers in sorted(shapes.items()):
        chosen = [relations[number] for number in numbers]
        rate = [columns[relation.subject] if is_ratio else padding for relation in chosen]
        upper_only = [relation.op == "<=" for relation in chosen]
        arrays = _padded([terms[number] for number in numbers], width, padding)
        order, starts, targets = _positions(arrays[0], padding)
        yield _Bunch(
            np.array(numbers), *arrays, np.array(rate), np.array(upper_only), order, starts, targets
        )


def _width(count: int) -> int:
    """The number of terms that a relation of so many is padded to."""
    return next((width for width in _WIDTHS if width >= count), count)


def _padded(
    terms: Sequence[Mapping[int, tuple[float, float]]], width: int, padding: int
) -> tuple[Numbers, Floats, Floats]:
    """Columns and coefficients of some relations, filled up to `width` with column `padding`."""
    shape = len(terms), width
    column, over, base = np.full(shape, padding), np.zeros(shape), np.zeros(shape)
    for row, merged in enumerate(terms):
        for place, (at, coefficients) in enumerate(merged.items()):
            column[row, place] = at
            over[row, place], base[row, place] = coefficients
    return column, over, base


def _positions(column: Numbers, padding: int) -> tuple[Numbers, Numbers, Numbers]:
    """Order, starts and targets of a bunch."""
    flat = column.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[flat[order] < padding]
    targets, starts = np.unique(flat[order], return_index=True)
    return order, starts, targets


# ---------------------------------------------------------------- sweeps
def _propagated(
    bunches: Sequence[_Bunch], lo: Floats, hi: Floats, applies: Flags, sweeps: int
) -> tuple[Floats, Floats, Flags]:
    padding = np.zeros((1, len(lo)))
    ends = _Ends(np.vstack([lo.T, padding]), np.vstack([hi.T, padding]))
    by_relation = np.ascontiguousarray(applies.T)
    conflict, active = np.zeros(len(lo), bool), np.arange(len(lo))
    for _ in range(sweeps):
        if not len(active):
            break
        now = ends.at(active)
        before = _Ends(now.low.copy(), now.high.copy())
        for bunch in bunches:
            _sweep(bunch, now, by_relation[np.ix_(bunch.numbers, active)])
        empty = _emptied(now)
        conflict[active] |= empty
        if now is not ends:
            ends.low[:, active], ends.high[:, active] = now.low, now.high
        active = active[~empty & _progress(before, now)]
    return ends.low[:-1].T, ends.high[:-1].T, conflict


def _emptied(ends: _Ends) -> Flags:
    """Submissions with a figure that is left no value."""
    with np.errstate(invalid="ignore"):
        size = np.maximum(np.abs(ends.low), np.abs(ends.high))
        miss = np.where(np.isfinite(size), ends.low - ends.high - SLACK * size, -np.inf)
    return np.asarray((miss > 0).any(axis=0))


def _progress(before: _Ends, now: _Ends) -> Flags:
    """Submissions with an interval that another sweep may narrow further."""
    with np.errstate(invalid="ignore"):
        moved = (now.low - before.low) + (before.high - now.high)
        narrower = moved > PROGRESS * (before.high - before.low)
    bounded_below = ~np.isfinite(before.low) & np.isfinite(now.low)
    bounded_above = ~np.isfinite(before.high) & np.isfinite(now.high)
    return np.asarray((narrower | bounded_below | bounded_above).any(axis=0))


def _sweep(bunch: _Bunch, ends: _Ends, applies: Flags) -> None:
    """Narrow the figures of a bunch by its relations, both ways."""
    terms = ends.of(bunch.column)
    if not bunch.base.any():
        coefficient = bunch.over[:, :, None]
        _narrow(bunch, coefficient, terms, ends, applies)
        _narrow(bunch, -coefficient, terms, ends, applies & ~bunch.upper_only[:, None])
        return
    _narrow_rates(bunch, terms, ends, applies)
    low, high = ends.low[bunch.rate], ends.high[bunch.rate]
    slack = SLACK * np.maximum(np.abs(low), np.abs(high))
    for rate, sign in ((low - slack, 1.0), (high + slack, -1.0)):
        known = np.isfinite(rate) & applies
        rate = np.where(known, rate, 0.0)[:, None, :]
        coefficient = sign * (rate * bunch.base[:, :, None] - bunch.over[:, :, None])
        _narrow(bunch, coefficient, terms, ends, known)


def _narrow_rates(bunch: _Bunch, terms: _Ends, ends: _Ends, applies: Flags) -> None:
    """Narrow each rate to the quotients of its numerator and base."""
    over_low, over_high = _reach(bunch.over, terms)
    base_low, base_high = _reach(bunch.base, terms)
    sound = applies & (base_low > 0)
    base_low, base_high = np.where(sound, base_low, 1.0), np.where(sound, base_high, 1.0)
    with np.errstate(invalid="ignore", over="ignore"):
        least = _quotient(over_low, np.where(over_low >= 0, base_high, base_low))
        most = _quotient(over_high, np.where(over_high >= 0, base_low, base_high))
    least, most = np.where(sound, least, -np.inf), np.where(sound, most, np.inf)
    least[np.isnan(least)], most[np.isnan(most)] = -np.inf, np.inf
    for row, column in enumerate(bunch.rate):  # one by one: a rate may have two relations
        np.maximum(ends.low[column], least[row], out=ends.low[column])
        np.minimum(ends.high[column], most[row], out=ends.high[column])


def _quotient(over: Floats, base: Floats) -> Floats:
    return np.where(over == 0, 0.0, over / base)


def _reach(weights: Floats, terms: _Ends) -> tuple[Floats, Floats]:
    """Least and most of weights @ figures."""
    weight = weights[:, :, None]
    used, up = weight != 0, weight > 0
    with np.errstate(invalid="ignore"):
        least = _added(np.where(used, np.where(up, terms.low, terms.high) * weight, 0.0))
        most = _added(np.where(used, np.where(up, terms.high, terms.low) * weight, 0.0))
    return least, most


def _added(terms: Floats) -> Floats:
    """The sum over the terms of each relation, one after the other: numpy's own order depends on
    the size of the batch."""
    total: Floats = terms[:, 0].copy()
    for place in range(1, terms.shape[1]):
        total += terms[:, place]
    return total


def _narrow(bunch: _Bunch, coefficient: Any, terms: _Ends, ends: _Ends, applies: Flags) -> None:
    """Narrow by coefficient @ figures <= 0."""
    up = coefficient > 0
    with np.errstate(invalid="ignore"):
        least = np.where(up, terms.low, terms.high) * coefficient
    least[np.isnan(least)] = 0.0  # 0 times an open end
    unbounded = np.isinf(least)
    least[unbounded] = 0.0
    slack = SLACK * np.abs(least).max(axis=1, keepdims=True)
    others_unbounded = unbounded.sum(axis=1, keepdims=True) - unbounded
    room = slack - (_added(least)[:, None] - least)  # what is left for coefficient * figure
    decided = (others_unbounded == 0) & (coefficient != 0) & applies[:, None, :]
    bound = room / np.where(coefficient == 0, 1.0, coefficient)
    _tighten(bunch, np.where(decided & up, bound, np.inf), ends.high, np.minimum)
    _tighten(bunch, np.where(decided & ~up, bound, -np.inf), ends.low, np.maximum)


def _tighten(bunch: _Bunch, bound: Floats, ends: Floats, better: np.ufunc) -> None:
    flat = bound.reshape(-1, bound.shape[2])
    best = better.reduceat(flat[bunch.order], bunch.starts, axis=0)
    ends[bunch.targets] = better(ends[bunch.targets], best)
