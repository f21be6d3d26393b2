"""Relations over a whole batch: do they hold for the printed figures, within their rounding, or not
at all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipipeline.arithmetic.applicability import Conditions, blank_keys, within
from sipipeline.arithmetic.figures import Figures, Flags, Floats, columns_of
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation, Term
from sipipeline.core.values import frozen

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


@frozen
class Evaluation:
    """A relation over n submissions: arrays of shape (n,)."""

    relation: Relation
    figures: Figures
    code: NDArray[np.int8]
    gap: Floats
    """How far the intervals miss each other; 0 where they meet, NaN where nothing can be said."""
    lo: Floats
    hi: Floats
    """Ends of the right side."""
    printed: Floats
    """The right side of the printed figures; blank parts count as 0."""

    def blank_keys(self, row: int) -> list[str]:
        """The keys that one submission would have to fill in."""
        return blank_keys(self.relation, self.figures, row)


@frozen
class Evaluations:
    """R relations of one shape over n submissions: arrays of shape (n, R), as in `Evaluation`."""

    numbers: list[int]
    """Places of the relations among those that were given."""
    relations: list[Relation]
    figures: Figures
    subject: NDArray[np.intp]
    """(R,): columns of the subjects."""
    code: NDArray[np.int8]
    gap: Floats
    lo: Floats
    hi: Floats
    printed: Floats
    room: Floats
    """How far the rounding of the other figures can move the right side; a blank part is 0."""

    def met(self, figures: Figures) -> Flags:
        """Where the printed figures satisfy the relation: a sum exactly, a rate within its
        rounding."""
        if not self.relations[0].is_ratio:
            return np.asarray(self.code == Code.AGREE)
        value, half_width = figures.value[:, self.subject], figures.half_width[:, self.subject]
        close = np.abs(self.printed - value) <= half_width + SLACK * np.abs(value)
        return np.asarray(close & figures.stated[:, self.subject])

    def each(self) -> Iterator[Evaluation]:
        for number, relation in enumerate(self.relations):
            yield Evaluation(
                relation,
                self.figures,
                self.code[:, number],
                self.gap[:, number],
                self.lo[:, number],
                self.hi[:, number],
                self.printed[:, number],
            )


def evaluate(
    relations: Sequence[Relation], figures: Figures, exists: Mapping[Relation, Flags | None]
) -> list[Evaluation]:
    """Evaluate relations; `exists` flags the submissions that have a relation (None: all)."""
    by_number: dict[int, Evaluation] = {}
    for same_shape in evaluate_by_shape(relations, figures, exists):
        by_number |= zip(same_shape.numbers, same_shape.each())
    return [by_number[number] for number in range(len(relations))]


def evaluate_by_shape(
    relations: Sequence[Relation], figures: Figures, exists: Mapping[Relation, Flags | None]
) -> Iterator[Evaluations]:
    """The evaluations of relations of one shape together."""
    shapes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, relation in enumerate(relations):
        shapes[_shape(relation)].append(number)
    for numbers in shapes.values():
        yield _evaluated(numbers, [relations[number] for number in numbers], figures, exists)


def _shape(relation: Relation) -> tuple[object, ...]:
    lengths = len(relation.terms), len(relation.base)
    return (relation.op, relation.parts, relation.scale, *lengths)


@frozen
class _Sums:
    """A sum of terms of each relation: arrays of shape (R, T)."""

    columns: NDArray[np.intp]
    weights: Floats


@frozen
class _Shape:
    """Relations of one shape over the columns of their figures."""

    conditions: Conditions
    over: _Sums
    base: _Sums


@lru_cache(maxsize=256)
def _compiled(relations: tuple[Relation, ...], keys: tuple[str, ...]) -> _Shape:
    """The relations over the figures of these keys, in this order; kept for the next batch."""
    columns = columns_of(keys)
    return _Shape(
        Conditions(relations, columns),
        _sums([relation.terms for relation in relations], columns),
        _sums([relation.base for relation in relations], columns),
    )


def _sums(terms: Sequence[Sequence[Term]], columns: Mapping[str, int]) -> _Sums:
    places = [[columns[term.key] for term in of_one] for of_one in terms]
    weights = [[term.coefficient for term in of_one] for of_one in terms]
    shape = len(terms), -1
    return _Sums(np.array(places, np.intp).reshape(shape), np.array(weights).reshape(shape))


@frozen
class _Side:
    """A sum of terms: arrays of shape (n, R)."""

    lo: Floats
    hi: Floats
    printed: Floats
    spread: Floats
    """How far rounding can move the sum."""
    size: Floats
    """The largest term."""
    blank: Flags
    """Some term is blank."""
    some: Flags
    """Some term is stated."""


@frozen
class _Subjects:
    """The subjects as stated: arrays of shape (n, R)."""

    stated: Flags
    value: Floats
    low: Floats
    high: Floats


@frozen
class _RightSide:
    """The right side beside the claim, before violations are told: arrays of shape (n, R)."""

    code: Any
    lo: Floats
    hi: Floats
    printed: Floats
    size: Floats
    room: Floats


def _evaluated(
    numbers: list[int],
    relations: list[Relation],
    figures: Figures,
    exists: Mapping[Relation, Flags | None],
) -> Evaluations:
    shape, compiled = relations[0], _compiled(tuple(relations), tuple(figures.columns))
    conditions = compiled.conditions
    claim = _claim(conditions.subject, figures)
    over = _sum(compiled.over, figures)
    if shape.is_ratio:
        answer = _ratio(shape, over, _sum(compiled.base, figures), claim)
    else:
        answer = _linear(shape, over, claim)
    miss = claim.low - answer.hi
    if shape.op == "=":
        miss = np.maximum(answer.lo - claim.high, miss)
    violated = _violated(shape, claim, answer, miss)
    code = np.where(violated, Code.VIOLATED, answer.code)
    applies = within(conditions.alone(figures), relations, exists)
    code = np.where(applies, code, Code.OUT_OF_SCOPE).astype(np.int8)
    decided = np.isin(code, (Code.AGREE, Code.ROUNDING, Code.CORNER, Code.VIOLATED))
    gap = np.where(decided, np.where(violated, miss, 0.0), np.nan)
    return Evaluations(
        numbers,
        relations,
        figures,
        conditions.subject,
        code,
        gap,
        answer.lo,
        answer.hi,
        answer.printed,
        answer.room,
    )


def _claim(subject: NDArray[np.intp], figures: Figures) -> _Subjects:
    value, half_width = figures.value[:, subject], figures.half_width[:, subject]
    return _Subjects(figures.stated[:, subject], value, value - half_width, value + half_width)


def _violated(shape: Relation, claim: _Subjects, answer: _RightSide, miss: Floats) -> Flags:
    """Where the intervals do not meet. A part of 0 is within any whole, also a negative one."""
    slack = SLACK * np.maximum(np.abs(claim.value), answer.size)
    nothing = (shape.op == "<=") & (claim.value == 0)
    undecidable = np.isin(answer.code, (Code.BASE, Code.NO_PARTS))
    return np.asarray(claim.stated & ~nothing & (miss > slack) & ~undecidable)


def _sum(sums: _Sums, figures: Figures) -> _Side:
    columns, weights = sums.columns, sums.weights
    value, half_width = figures.value[:, columns], figures.half_width[:, columns]
    stated = figures.stated[:, columns]
    blank = ~stated & ~figures.not_run[:, columns]
    floor = figures.floor[columns]
    up = weights > 0
    shift = np.where(up, half_width, -half_width)
    low = np.where(blank, np.where(up, floor, np.inf), value - shift) * weights
    high = np.where(blank, np.where(up, np.inf, floor), value + shift) * weights
    printed = value * weights
    return _Side(
        low.sum(axis=2),
        high.sum(axis=2),
        printed.sum(axis=2),
        (half_width * np.abs(weights)).sum(axis=2),
        np.abs(printed).max(axis=2),
        np.any(blank, axis=2),
        np.any(stated, axis=2),
    )


def _linear(shape: Relation, over: _Side, claim: _Subjects) -> _RightSide:
    lo, hi, printed = (shape.scale * side for side in (over.lo, over.hi, over.printed))
    room = abs(shape.scale) * over.spread
    slack = SLACK * np.maximum(np.abs(claim.value), over.size)
    off = claim.value - printed
    if shape.op == "<=":
        agrees = (off <= slack) | (claim.value == 0)
        code = np.where(agrees, Code.AGREE, Code.ROUNDING)
        code = np.where(over.blank, Code.BLANK, code)
        lo = np.full_like(lo, -np.inf)
    else:
        reach = room + (claim.high - claim.low) / 2 + slack
        code = _closeness(off, reach, slack)
        if shape.parts:
            code = _with_blank_parts(code, over, np.abs(off) <= reach)
        else:
            code = np.where(over.blank, Code.BLANK, code)
    code = np.where(claim.stated, code, Code.BLANK)
    return _RightSide(code, lo, hi, printed, over.size, room)


def _closeness(off: Floats, reach: Floats, slack: Floats) -> Any:
    corner = np.abs(off) > reach * (1 - CORNER / 2)
    within_rounding = np.where(corner, Code.CORNER, Code.ROUNDING)
    return np.where(np.abs(off) <= slack, Code.AGREE, within_rounding)


def _with_blank_parts(code: Any, over: _Side, in_reach: Flags) -> Any:
    """A blank part may be 0, so the parts that are stated can make the whole."""
    some_stated = np.where(in_reach, code, Code.SHORT)
    code = np.where(over.blank, np.where(over.some, some_stated, Code.BLANK), code)
    return np.where(~over.blank & ~over.some, Code.NO_PARTS, code)


def _ratio(shape: Relation, over: _Side, base: _Side, claim: _Subjects) -> _RightSide:
    unsure = base.lo <= SLACK * base.size
    lowest, highest = np.where(unsure, 1.0, base.lo), np.where(unsure, 1.0, base.hi)
    lo = shape.scale * over.lo / np.where(over.lo >= 0, highest, lowest)
    hi = shape.scale * over.hi / np.where(over.hi >= 0, lowest, highest)
    printed = shape.scale * over.printed / np.where(base.printed > 0, base.printed, np.nan)
    nothing = (base.printed == 0) & (over.printed == 0) & (np.abs(claim.value - 1) <= SLACK)
    code = np.where(
        unsure, np.where(nothing, Code.AGREE, Code.BASE), _overlap(claim, lo, hi, printed)
    )
    blank = over.blank | base.blank | ~claim.stated
    unbounded = unsure | blank
    lo, hi = np.where(unbounded, -np.inf, lo), np.where(unbounded, np.inf, hi)
    room = np.maximum(claim.value - lo, hi - claim.value)
    size = np.nan_to_num(np.abs(printed))
    return _RightSide(np.where(blank, Code.BLANK, code), lo, hi, printed, size, room)


def _overlap(claim: _Subjects, lo: Floats, hi: Floats, printed: Floats) -> Any:
    shared = np.minimum(claim.high, hi) - np.maximum(claim.low, lo)
    narrower = np.minimum(claim.high - claim.low, hi - lo)
    exact = np.abs(claim.value - printed) <= SLACK * np.abs(claim.value)
    corner = ~exact & (narrower > 0) & (shared < CORNER * narrower)
    return np.where(exact, Code.AGREE, np.where(corner, Code.CORNER, Code.ROUNDING))
