"""Relations over a whole batch: do they hold for the printed figures, within their rounding, or not
at all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipipeline.arithmetic.matrix import Known
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation, Term

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CORNER = 0.1
"""Intervals that share less than this part of the narrower one meet only in a corner."""


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
    """The stated figures of n submissions: arrays of shape (n, K), one column a key, in the units
    of the workbook."""

    columns: Mapping[str, int]
    value: Floats
    """0 where blank."""
    half: Floats
    stated: Flags
    void: Flags
    """Figures of funds that a submission does not report: exactly nothing."""
    computed: Flags
    """Values of formulas."""
    floor: Floats
    """Shape (K,): what a blank figure is at least, 0 or -inf."""

    def known(self) -> Known:
        """Each as an interval."""
        sure = self.stated | self.void
        lo = np.where(sure, self.value - self.half, self.floor)
        return Known(
            self.value, lo, np.where(sure, self.value + self.half, np.inf), self.stated, self.void
        )


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
    """A sum of terms, shape (n, R): bounds, printed value, spread by rounding, largest term,
    whether a term is blank or stated."""

    lo: Floats
    hi: Floats
    printed: Floats
    spread: Floats
    size: Floats
    blank: Flags
    some: Flags


@dataclass(frozen=True, slots=True)
class Alike:
    """R relations of one shape over n submissions: arrays of shape (n, R), as in `Evaluation`."""

    numbers: list[int]
    """Which relations of those that were given."""
    relations: list[Relation]
    subject: NDArray[np.intp]
    """(R,): columns of the subjects."""
    code: NDArray[np.int8]
    gap: Floats
    lo: Floats
    hi: Floats
    printed: Floats
    room: Floats
    """How far the rounding of the other figures may move what they make of the subject; a blank
    part is nothing."""

    def met(self, figures: Figures) -> Flags:
        """Where the printed figures satisfy the relation: a sum to the letter, a rate within its
        rounding."""
        if not self.relations[0].is_ratio:
            return np.asarray(self.code == Code.AGREE)
        value, half = figures.value[:, self.subject], figures.half[:, self.subject]
        within = np.abs(self.printed - value) <= half + SLACK * np.abs(value)
        return np.asarray(within & figures.stated[:, self.subject])

    def each(self) -> Iterator[Evaluation]:
        of = zip(
            self.relations,
            self.code.T,
            self.gap.T,
            self.lo.T,
            self.hi.T,
            self.printed.T,
            strict=True,
        )
        return (Evaluation(*answer) for answer in of)


def evaluate(
    relations: Sequence[Relation], figures: Figures, asked: Mapping[Relation, Flags | None]
) -> list[Evaluation]:
    """Evaluate relations; `asked` says for which submissions one exists (None: all)."""
    found: dict[int, Evaluation] = {}
    for alike in evaluate_alike(relations, figures, asked):
        found |= zip(alike.numbers, alike.each())
    return [found[number] for number in range(len(relations))]


def evaluate_alike(
    relations: Sequence[Relation], figures: Figures, asked: Mapping[Relation, Flags | None]
) -> Iterator[Alike]:
    """The same, those of one shape at once."""
    shapes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, relation in enumerate(relations):
        shapes[_shape(relation)].append(number)
    for numbers in shapes.values():
        alike = [relations[number] for number in numbers]
        yield Alike(
            numbers,
            alike,
            *_evaluate_alike(alike, figures, [asked.get(relation) for relation in alike]),
        )


def _shape(relation: Relation) -> tuple[object, ...]:
    lengths = (
        len(part) for part in (relation.terms, relation.base, relation.given, relation.unless)
    )
    return (relation.op, relation.parts, relation.scale, *lengths)


def _evaluate_alike(
    relations: list[Relation], figures: Figures, asked: list[Flags | None]
) -> tuple[Any, ...]:
    """Columns of the subjects (R,); arrays of shape (n, R): code, gap, lo, hi, printed, room."""
    first = relations[0]
    subject = _columns([[relation.subject] for relation in relations], figures)[:, 0]
    stated, value, half = (
        figures.stated[:, subject],
        figures.value[:, subject],
        figures.half[:, subject],
    )
    claim = _Claim(stated, value, value - half, value + half)
    over = _sum([relation.terms for relation in relations], figures)
    if first.is_ratio:
        base = _sum([relation.base for relation in relations], figures)
        code, lo, hi, printed = _ratio(first, over, base, claim)
    else:
        code, lo, hi, printed = _linear(first, over, claim)
    size = np.nan_to_num(np.abs(printed)) if first.is_ratio else over.size
    slack = SLACK * np.maximum(np.abs(value), size)
    miss = np.maximum(lo - claim.high, claim.low - hi) if first.op == "=" else claim.low - hi
    nothing = (first.op == "<=") & (
        value == 0
    )  # a part that is nothing is within any whole, a negative one too
    violated = stated & ~nothing & (miss > slack) & ~np.isin(code, (Code.BASE, Code.NO_PARTS))
    code = np.where(violated, Code.VIOLATED, code)
    code = np.where(_scope(relations, figures, asked), code, Code.OUT_OF_SCOPE).astype(np.int8)
    decided = np.isin(code, (Code.AGREE, Code.ROUNDING, Code.CORNER, Code.VIOLATED))
    gap = np.where(decided, np.where(violated, miss, 0.0), np.nan)
    room = np.maximum(value - lo, hi - value) if first.is_ratio else abs(first.scale) * over.spread
    return subject, code, gap, lo, hi, printed, room


@dataclass(frozen=True, slots=True)
class _Claim:
    """The subjects as stated, shape (n, R)."""

    stated: Flags
    value: Floats
    low: Floats
    high: Floats


def _columns(keys: Sequence[Sequence[str]], figures: Figures) -> NDArray[np.intp]:
    """Shape (R, T)."""
    return np.array([[figures.columns[key] for key in own] for own in keys], dtype=np.intp).reshape(
        len(keys), -1
    )


def _scope(relations: list[Relation], figures: Figures, asked: list[Flags | None]) -> Flags:
    """Where the subject is stated, or two other figures are."""
    subject = _columns([[relation.subject] for relation in relations], figures)[:, 0]
    others = _columns([[t.key for t in (*r.terms, *r.base)] for r in relations], figures)
    given = _columns([relation.given for relation in relations], figures)
    unless = _columns([relation.unless for relation in relations], figures)
    stated = figures.stated
    count = stated[:, others].sum(axis=2)
    for r, relation in enumerate(relations):
        if len(relation.keys) <= len(relation.terms) + len(
            relation.base
        ):  # a key that stands twice counts once
            count[:, r] = stated[:, [figures.columns[key] for key in relation.keys[1:]]].sum(axis=1)
    scope: Flags = (stated[:, subject] | (count >= 2)) & ~figures.void[:, subject]
    scope &= stated[:, given].all(axis=2) & ~stated[:, unless].any(axis=2)
    for r, rows in enumerate(asked):
        if rows is not None:
            scope[:, r] &= rows
    return scope


def _sum(terms: Sequence[Sequence[Term]], figures: Figures) -> _Side:
    columns = _columns([[term.key for term in own] for own in terms], figures)
    weights = np.array([[term.coefficient for term in own] for own in terms])
    value, half = figures.value[:, columns], figures.half[:, columns]
    stated, void = figures.stated[:, columns], figures.void[:, columns]
    blank = ~stated & ~void
    floor, ceiling = figures.floor[columns], np.inf
    shift = np.where(weights > 0, half, -half)
    low = np.where(blank, np.where(weights > 0, floor, ceiling), value - shift) * weights
    high = np.where(blank, np.where(weights > 0, ceiling, floor), value + shift) * weights
    terms_ = value * weights
    return _Side(
        low.sum(axis=2),
        high.sum(axis=2),
        terms_.sum(axis=2),
        (half * np.abs(weights)).sum(axis=2),
        np.abs(terms_).max(axis=2),
        np.any(blank, axis=2),
        np.any(stated, axis=2),
    )


def _linear(shape: Relation, over: _Side, claim: _Claim) -> tuple[Any, Floats, Floats, Floats]:
    lo, hi, printed = (shape.scale * side for side in (over.lo, over.hi, over.printed))
    slack = SLACK * np.maximum(np.abs(claim.value), over.size)
    off = claim.value - printed
    if shape.op == "<=":
        agree = (off <= slack) | (claim.value == 0)
        code = np.where(agree, Code.AGREE, Code.ROUNDING)
        return (
            np.where(over.blank | ~claim.stated, Code.BLANK, code),
            np.full_like(lo, -np.inf),
            hi,
            printed,
        )
    reach = abs(shape.scale) * over.spread + (claim.high - claim.low) / 2 + slack
    corner = np.abs(off) > reach * (1 - CORNER / 2)
    code = np.where(np.abs(off) <= slack, Code.AGREE, np.where(corner, Code.CORNER, Code.ROUNDING))
    if shape.parts:
        rest = np.where(np.abs(off) <= reach, code, Code.SHORT)
        code = np.where(over.blank, np.where(over.some, rest, Code.BLANK), code)
        code = np.where(~over.blank & ~over.some, Code.NO_PARTS, code)
    else:
        code = np.where(over.blank, Code.BLANK, code)
    return np.where(claim.stated, code, Code.BLANK), lo, hi, printed


def _ratio(
    shape: Relation, over: _Side, base: _Side, claim: _Claim
) -> tuple[Any, Floats, Floats, Floats]:
    unsure = base.lo <= SLACK * base.size
    safe_lo, safe_hi = np.where(unsure, 1.0, base.lo), np.where(unsure, 1.0, base.hi)
    lo = shape.scale * over.lo / np.where(over.lo >= 0, safe_hi, safe_lo)
    hi = shape.scale * over.hi / np.where(over.hi >= 0, safe_lo, safe_hi)
    printed = shape.scale * over.printed / np.where(base.printed > 0, base.printed, np.nan)
    shared = np.minimum(claim.high, hi) - np.maximum(claim.low, lo)
    narrower = np.minimum(claim.high - claim.low, hi - lo)
    exact = np.abs(claim.value - printed) <= SLACK * np.abs(claim.value)
    corner = ~exact & (narrower > 0) & (shared < CORNER * narrower)
    code = np.where(exact, Code.AGREE, np.where(corner, Code.CORNER, Code.ROUNDING))
    nothing = (base.printed == 0) & (over.printed == 0) & (np.abs(claim.value - 1) <= SLACK)
    code = np.where(unsure, np.where(nothing, Code.AGREE, Code.BASE), code)
    blank = over.blank | base.blank | ~claim.stated
    open_ = unsure | blank
    lo, hi = np.where(open_, -np.inf, lo), np.where(open_, np.inf, hi)
    return np.where(blank, Code.BLANK, code), lo, hi, printed
