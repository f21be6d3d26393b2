"""Interval propagation over a batch: what all relations together leave of each figure, a few sweeps
in numpy.

Complete where the relations form a tree; on cycles a submission may pass here and still be
contradictory (`feasibility` decides)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipipeline.arithmetic.matrix import merged_terms
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

PROGRESS = 0.01
"""A sweep that narrows no interval by more than this part of its width is the last one for a
submission."""

_CHUNK = 64
"""Submissions swept together: their arrays stay in the cache."""
_WIDTHS = (2, 3, 4, 6, 9, 16)


@dataclass(frozen=True, slots=True)
class Propagation:
    """`lo` and `hi` of shape (n, K), narrowed; the others of shape (n,)."""

    lo: Floats
    hi: Floats
    conflict: Flags
    first: Numbers
    """The column whose interval was emptied by most in the first sweep that emptied any; -1 where
    none was."""


@dataclass(frozen=True, slots=True)
class _Bunch:
    """Relations of one shape, padded to one width: arrays of shape (R, W); column K is the padding,
    exactly 0."""

    rows: Numbers
    """(R,): which relations."""
    column: Numbers
    over: Floats
    """Coefficients c of c @ x = 0 for linear relations; of the numerator for ratios."""
    base: Floats
    """Coefficients of the base; ratios only."""
    rate: Numbers
    """(R,): column of the subject of a ratio; K for linear relations."""
    upper_only: Flags
    """(R,): `<=`."""
    order: Numbers
    starts: Numbers
    targets: Numbers
    """The flattened positions sorted by column, where each column begins, and which it is."""


def propagate(
    relations: Sequence[Relation],
    columns: Mapping[str, int],
    lo: Floats,
    hi: Floats,
    applicable: Flags,
    sweeps: int = 8,
) -> Propagation:
    """Narrow the intervals of n submissions with K figures.

    `lo`, `hi`: (n, K), open ends infinite, a void figure 0..0. `applicable`: (n, R), one column a
    relation, see `Layout.askable`. A `<=` relation should be asked only where its subject is stated
    and not 0."""
    bunches = list(_bunches(relations, columns, lo.shape[1]))
    results = [
        _propagate(
            bunches,
            lo[at : at + _CHUNK],
            hi[at : at + _CHUNK],
            applicable[at : at + _CHUNK],
            sweeps,
        )
        for at in range(0, len(lo), _CHUNK)
    ]
    if not results:
        return Propagation(lo, hi, np.zeros(0, bool), np.zeros(0, np.int64))
    low, high, conflict, first = (np.concatenate(part) for part in zip(*results, strict=True))
    return Propagation(low, high, conflict, first)


# ---------------------------------------------------------------- relations of one shape together
def _bunches(
    relations: Sequence[Relation], columns: Mapping[str, int], padding: int
) -> Iterator[_Bunch]:
    shapes: dict[tuple[bool, int], list[int]] = {}
    terms = [merged_terms(relation, columns) for relation in relations]
    for number, relation in enumerate(relations):
        width = next((w for w in _WIDTHS if w >= len(terms[number])), len(terms[number]))
        shapes.setdefault((relation.is_ratio, width), []).append(number)
    for (is_ratio, width), rows in sorted(shapes.items()):
        yield _bunch(
            [relations[r] for r in rows],
            [terms[r] for r in rows],
            rows,
            columns,
            width,
            padding,
            is_ratio,
        )


def _bunch(
    relations: list[Relation],
    terms: list[dict[int, tuple[float, float]]],
    rows: list[int],
    columns: Mapping[str, int],
    width: int,
    padding: int,
    is_ratio: bool,
) -> _Bunch:
    column = np.full((len(rows), width), padding)
    over, base = np.zeros((len(rows), width)), np.zeros((len(rows), width))
    for row, merged in enumerate(terms):
        for place, (at, (top, bottom)) in enumerate(merged.items()):
            column[row, place], over[row, place], base[row, place] = at, top, bottom
    flat = column.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[flat[order] < padding]
    targets, starts = np.unique(flat[order], return_index=True)
    rate = np.array([columns[r.subject] if is_ratio else padding for r in relations])
    upper = np.array([r.op == "<=" for r in relations])
    return _Bunch(np.array(rows), column, over, base, rate, upper, order, starts, targets)


# ---------------------------------------------------------------- sweeping, arrays transposed: (K +
# 1, n)
def _propagate(
    bunches: Sequence[_Bunch], lo: Floats, hi: Floats, applicable: Flags, sweeps: int
) -> tuple[Floats, Floats, Flags, Numbers]:
    n = len(lo)
    nothing = np.zeros((1, n))
    low, high, asked = (
        np.vstack([lo.T, nothing]),
        np.vstack([hi.T, nothing]),
        np.ascontiguousarray(applicable.T),
    )
    conflict, first = np.zeros(n, bool), np.full(n, -1)
    active = np.arange(n)
    for _ in range(sweeps):
        if not len(active):
            break
        some = len(active) < n
        now_low, now_high = (low[:, active], high[:, active]) if some else (low, high)
        was_low, was_high = now_low.copy(), now_high.copy()
        for bunch in bunches:
            _sweep(bunch, now_low, now_high, asked[np.ix_(bunch.rows, active)])
        empty, worst = _emptied(now_low, now_high)
        first[active] = np.where(empty, worst, first[active])
        conflict[active] |= empty
        if some:
            low[:, active], high[:, active] = now_low, now_high
        active = active[~empty & _progress(was_low, was_high, now_low, now_high)]
    return low[:-1].T, high[:-1].T, conflict, first


def _emptied(low: Floats, high: Floats) -> tuple[Flags, Numbers]:
    with np.errstate(invalid="ignore"):
        size = np.maximum(np.abs(low), np.abs(high))
        miss = np.where(np.isfinite(size), low - high - SLACK * size, -np.inf)
    worst = miss.argmax(axis=0)
    return miss[worst, np.arange(low.shape[1])] > 0, worst


def _progress(was_low: Floats, was_high: Floats, low: Floats, high: Floats) -> Flags:
    with np.errstate(invalid="ignore"):
        moved = (low - was_low) + (was_high - high)
        narrower = moved > PROGRESS * (was_high - was_low)
    return np.asarray(
        (
            narrower
            | ~np.isfinite(was_low) & np.isfinite(low)
            | ~np.isfinite(was_high) & np.isfinite(high)
        ).any(axis=0)
    )


def _sweep(bunch: _Bunch, low: Floats, high: Floats, asked: Flags) -> None:
    """One pass of a bunch over all figures, both ways; `low` and `high` are narrowed in place."""
    own_low, own_high = low[bunch.column], high[bunch.column]
    if bunch.base.any():
        _rates(bunch, own_low, own_high, low, high, asked)
        rate_low, rate_high = low[bunch.rate], high[bunch.rate]
        slack = SLACK * np.maximum(np.abs(rate_low), np.abs(rate_high))
        for rate, sign in ((rate_low - slack, 1.0), (rate_high + slack, -1.0)):
            known = np.isfinite(rate) & asked
            rate = np.where(known, rate, 0.0)[:, None, :]
            coefficient = sign * (rate * bunch.base[:, :, None] - bunch.over[:, :, None])
            _narrow(bunch, coefficient, own_low, own_high, low, high, known)
        return
    coefficient = bunch.over[:, :, None]
    _narrow(bunch, coefficient, own_low, own_high, low, high, asked)
    both = asked & ~bunch.upper_only[:, None]
    _narrow(bunch, -coefficient, own_low, own_high, low, high, both)


def _rates(
    bunch: _Bunch, own_low: Floats, own_high: Floats, low: Floats, high: Floats, asked: Flags
) -> None:
    """What numerator and base make of the rate."""
    top_low, top_high = _reach(bunch.over, own_low, own_high)
    base_low, base_high = _reach(bunch.base, own_low, own_high)
    sound = asked & (base_low > 0)
    base_low, base_high = np.where(sound, base_low, 1.0), np.where(sound, base_high, 1.0)
    with np.errstate(invalid="ignore", over="ignore"):
        least = np.where(top_low == 0, 0.0, top_low / np.where(top_low >= 0, base_high, base_low))
        most = np.where(top_high == 0, 0.0, top_high / np.where(top_high >= 0, base_low, base_high))
    least, most = np.where(sound, least, -np.inf), np.where(sound, most, np.inf)
    least[np.isnan(least)], most[np.isnan(most)] = -np.inf, np.inf
    for row, at in enumerate(
        bunch.rate
    ):  # a figure is the subject of few ratios, and of at most one that is asked
        np.maximum(low[at], least[row], out=low[at])
        np.minimum(high[at], most[row], out=high[at])


def _reach(weights: Floats, own_low: Floats, own_high: Floats) -> tuple[Floats, Floats]:
    """Least and most of weights @ figures."""
    some = weights[:, :, None] != 0
    up = weights[:, :, None] > 0
    with np.errstate(invalid="ignore"):
        least = _added(np.where(some, np.where(up, own_low, own_high) * weights[:, :, None], 0.0))
        most = _added(np.where(some, np.where(up, own_high, own_low) * weights[:, :, None], 0.0))
    return least, most


def _added(terms: Floats) -> Floats:
    """The sum over the terms of each relation, one after the other: numpy's own order depends on
    the batch."""
    total: Floats = terms[:, 0].copy()
    for place in range(1, terms.shape[1]):
        total += terms[:, place]
    return total


def _narrow(
    bunch: _Bunch,
    coefficient: Any,
    own_low: Floats,
    own_high: Floats,
    low: Floats,
    high: Floats,
    asked: Flags,
) -> None:
    """Narrow by coefficient @ figures <= 0."""
    up = coefficient > 0
    with np.errstate(invalid="ignore"):
        least = np.where(up, own_low, own_high) * coefficient
    least[np.isnan(least)] = 0.0  # 0 times an open end
    open_ = np.isinf(least)
    least[open_] = 0.0
    slack = SLACK * np.abs(least).max(axis=1, keepdims=True)
    opens = open_.sum(axis=1, keepdims=True)
    room = slack - (_added(least)[:, None] - least)  # what is left for coefficient * figure
    decided = (opens - open_ == 0) & (coefficient != 0) & asked[:, None, :]
    bound = room / np.where(coefficient == 0, 1.0, coefficient)
    _tighten(bunch, np.where(decided & up, bound, np.inf), high, np.minimum)
    _tighten(bunch, np.where(decided & ~up, bound, -np.inf), low, np.maximum)


def _tighten(bunch: _Bunch, bound: Floats, ends: Floats, better: Any) -> None:
    flat = bound.reshape(-1, bound.shape[2])
    best = better.reduceat(flat[bunch.order], bunch.starts, axis=0)
    ends[bunch.targets] = better(ends[bunch.targets], best)
