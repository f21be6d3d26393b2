"""One relation over a whole batch: does it hold for the printed figures, within their rounding, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipipeline.domain.figures import SLACK
from sipipeline.domain.relations import Relation, Term

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CORNER = 0.1
"""Intervals that share less than this part of the narrower one meet only in a corner."""

_TINY = 1e-300


class Code(IntEnum):
    """How a relation ends for one submission."""

    OUT_OF_SCOPE = 0
    AGREE = 1
    ROUNDING = 2
    CORNER = 3
    """Within rounding, but the intervals meet only in a corner."""
    VIOLATED = 4
    SHORT = 5
    """Not all parts are filled in, and those that are leave a rest."""
    BLANK = 6
    BASE = 7
    """A rate on a base that is zero or negative, or that its rounding may make so."""
    NO_PARTS = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """The stated figures of n submissions: arrays of shape (n, K), one column a key, in the units of the workbook."""

    columns: Mapping[str, int]
    value: Floats
    """0 where blank."""
    half: Floats
    stated: Flags
    void: Flags
    """Figures of funds that a submission does not report: exactly nothing."""
    floor: Floats
    """Shape (K,): what a blank figure is at least, 0 or -inf."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A relation over n submissions: arrays of shape (n,)."""

    relation: Relation
    code: NDArray[np.int8]
    gap: Floats
    """How far the intervals miss each other; 0 where they meet, NaN where nothing can be said."""
    lo: Floats
    hi: Floats
    """What the other figures make of the subject."""
    printed: Floats
    """The same from the printed figures; blank parts count as nothing."""


@dataclass(frozen=True, slots=True)
class _Side:
    """A sum of terms: bounds, printed value, spread by rounding, largest term, whether a term is blank, or stated."""

    lo: Floats
    hi: Floats
    printed: Floats
    spread: Floats
    size: Floats
    blank: Flags
    some: Flags


def evaluate(relation: Relation, figures: Figures, asked: Flags | None = None) -> Evaluation:
    """Evaluate one relation; `asked` says for which submissions it exists at all."""
    column = figures.columns[relation.subject]
    stated = figures.stated[:, column]
    value = figures.value[:, column]
    low, high = value - figures.half[:, column], value + figures.half[:, column]
    over = _sum(relation.terms, figures)
    scope = _scope(relation, figures, asked)
    if relation.is_ratio:
        code, lo, hi, printed = _ratio(relation, figures, over, value, low, high, stated)
    else:
        code, lo, hi, printed = _linear(relation, over, value, low, high, stated)
    size = np.nan_to_num(np.abs(printed)) if relation.is_ratio else over.size
    slack = SLACK * np.maximum(np.abs(value), size)
    miss = np.maximum(lo - high, low - hi) if relation.op == "=" else low - hi
    nothing = (relation.op == "<=") & (value == 0)  # a part that is nothing is within any whole, a negative one too
    violated = stated & ~nothing & (miss > slack) & ~np.isin(code, (Code.BASE, Code.NO_PARTS))
    code = np.where(violated, Code.VIOLATED, code)
    code = np.where(scope, code, Code.OUT_OF_SCOPE).astype(np.int8)
    decided = np.isin(code, (Code.AGREE, Code.ROUNDING, Code.CORNER, Code.VIOLATED))
    gap = np.where(decided, np.where(violated, miss, 0.0), np.nan)
    return Evaluation(relation, code, gap, lo, hi, printed)


def _scope(relation: Relation, figures: Figures, asked: Flags | None) -> Flags:
    """Where the subject is stated, or two other figures are."""
    columns = [figures.columns[key] for key in relation.keys]
    stated = figures.stated[:, columns]
    scope = (stated[:, 0] | (stated.sum(axis=1) >= 2)) & ~figures.void[:, columns[0]]
    for key in relation.given:
        scope &= figures.stated[:, figures.columns[key]]
    for key in relation.unless:
        scope &= ~figures.stated[:, figures.columns[key]]
    return scope if asked is None else scope & asked


def _sum(terms: Sequence[Term], figures: Figures) -> _Side:
    columns = [figures.columns[term.key] for term in terms]
    weights = np.array([term.coefficient for term in terms])
    value, half = figures.value[:, columns], figures.half[:, columns]
    stated, void = figures.stated[:, columns], figures.void[:, columns]
    blank = ~stated & ~void
    floor, ceiling = figures.floor[columns], np.inf
    low = np.where(blank, np.where(weights > 0, floor, ceiling), value - np.where(weights > 0, half, -half))
    high = np.where(blank, np.where(weights > 0, ceiling, floor), value + np.where(weights > 0, half, -half))
    spread, size = half @ np.abs(weights), np.abs(value * weights).max(axis=1)
    return _Side(low @ weights, high @ weights, value @ weights, spread, size, blank.any(axis=1), stated.any(axis=1))


def _linear(
    relation: Relation, over: _Side, value: Floats, low: Floats, high: Floats, stated: Flags
) -> tuple[Any, Floats, Floats, Floats]:
    lo, hi, printed = (relation.scale * side for side in (over.lo, over.hi, over.printed))
    slack = SLACK * np.maximum(np.abs(value), over.size)
    off = value - printed
    reach = abs(relation.scale) * over.spread + (high - low) / 2 + slack
    if relation.op == "<=":
        agree = (off <= slack) | (value == 0)
        code = np.where(agree, Code.AGREE, Code.ROUNDING)
        return np.where(over.blank | ~stated, Code.BLANK, code), np.full_like(lo, -np.inf), hi, printed
    corner = np.abs(off) > reach * (1 - CORNER / 2)
    code = np.where(np.abs(off) <= slack, Code.AGREE, np.where(corner, Code.CORNER, Code.ROUNDING))
    if relation.parts:
        rest = np.where(np.abs(off) <= reach, code, Code.SHORT)
        code = np.where(over.blank, np.where(over.some, rest, Code.BLANK), code)
        code = np.where(~over.blank & ~over.some, Code.NO_PARTS, code)
    else:
        code = np.where(over.blank, Code.BLANK, code)
    return np.where(stated, code, Code.BLANK), lo, hi, printed


def _ratio(
    relation: Relation, figures: Figures, over: _Side, value: Floats, low: Floats, high: Floats, stated: Flags
) -> tuple[Any, Floats, Floats, Floats]:
    base = _sum(relation.base, figures)
    unsure = base.lo <= SLACK * base.size
    safe_lo, safe_hi = np.where(unsure, 1.0, base.lo), np.where(unsure, 1.0, base.hi)
    lo = relation.scale * over.lo / np.where(over.lo >= 0, safe_hi, safe_lo)
    hi = relation.scale * over.hi / np.where(over.hi >= 0, safe_lo, safe_hi)
    printed = relation.scale * over.printed / np.where(base.printed > 0, base.printed, np.nan)
    slack = SLACK * np.abs(value)
    shared = np.minimum(high, hi) - np.maximum(low, lo)
    narrower = np.minimum(high - low, hi - lo)
    exact = np.abs(value - printed) <= slack
    corner = ~exact & (narrower > 0) & (shared < CORNER * np.maximum(narrower, _TINY))
    code = np.where(exact, Code.AGREE, np.where(corner, Code.CORNER, Code.ROUNDING))
    nothing = (base.printed == 0) & (over.printed == 0) & (np.abs(value - 1) <= SLACK)
    code = np.where(unsure, np.where(nothing, Code.AGREE, Code.BASE), code)
    lo, hi = np.where(unsure, -np.inf, lo), np.where(unsure, np.inf, hi)
    blank = over.blank | base.blank | ~stated
    lo, hi = np.where(blank, -np.inf, lo), np.where(blank, np.inf, hi)
    return np.where(blank, Code.BLANK, code), lo, hi, printed
