"""Whether a relation applies to a submission: the one answer, for every reader of relations."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from sipipeline.arithmetic.figures import Figures, Flags
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation, Term

ENOUGH = 2
"""A relation whose subject is blank is looked at where so many of its other figures are stated."""


class ColumnLists:
    """A list of columns for each of R relations; a list may be empty."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        lengths = np.array([len(columns) for columns in lists], np.int64)
        ends = np.cumsum(lengths)
        self.count = len(lists)
        self.filled = np.flatnonzero(lengths)
        self.starts = (ends - lengths)[self.filled]
        self.flat = np.array(list(chain.from_iterable(lists)), np.int64)

    def any(self, flags: Flags) -> Flags:
        """(n, K) -> (n, R): whether a column of the list is flagged."""
        return np.asarray(self.reduced(np.logical_or, flags[:, self.flat]))

    def counted(self, flags: Flags) -> Any:
        """(n, K) -> (n, R): how many columns of the list are flagged."""
        return self.reduced(np.add, flags[:, self.flat].astype(np.int64))

    def reduced(self, function: np.ufunc, entries: Any) -> Any:
        """(n, entries) -> (n, R): a ufunc over the entries of each list; 0 for an empty list."""
        results = np.zeros((len(entries), self.count), entries.dtype)
        if len(self.filled):
            results[:, self.filled] = function.reduceat(entries, self.starts, axis=1)
        return results


class Conditions:
    """What R relations over K figures need to apply."""

    def __init__(self, relations: Sequence[Relation], columns: Mapping[str, int]) -> None:
        self.subject = np.array([columns[relation.subject] for relation in relations], np.int64)
        self._others = _lists(relations, columns, lambda relation: relation.keys[1:])
        self._given = _lists(relations, columns, lambda relation: relation.given)
        self._unless = _lists(relations, columns, lambda relation: relation.unless)
        self._nonnegative = _lists(relations, columns, lambda relation: relation.unless_negative)

    def alone(self, figures: Figures) -> Flags:
        """(n, R): relations that can be looked at by themselves: the subject is stated, or enough
        of the other figures are. A figure that stands twice counts once."""
        enough = self._others.counted(figures.stated) >= ENOUGH
        return np.asarray(self._met(figures) & (figures.stated[:, self.subject] | enough))

    def _met(self, figures: Figures) -> Flags:
        """The subject's fund is run, every `given` figure is stated and no `unless` figure is, nor
        is an `unless_negative` figure below nothing."""
        run = ~figures.not_run[:, self.subject]
        barred = self._given.any(~figures.stated) | self._unless.any(figures.stated)
        barred |= self._nonnegative.any(figures.stated & (figures.hi < 0))
        return np.asarray(run & ~barred)


class JointConditions(Conditions):
    """What relations need to take part in a system of relations."""

    def __init__(self, relations: Sequence[Relation], columns: Mapping[str, int]) -> None:
        super().__init__(relations, columns)
        self.part = np.array([relation.op == "<=" for relation in relations], bool)
        self.ratio = np.array([relation.is_ratio for relation in relations], bool)
        self._to_explain = np.array([relation.to_explain for relation in relations], bool)
        self.keys = _lists(relations, columns, lambda relation: relation.keys)
        self._terms = _lists(relations, columns, lambda relation: _keys(relation.terms))
        self._base = _lists(relations, columns, lambda relation: _keys(relation.base))
        bases = chain.from_iterable(relation.base for relation in relations)
        self._base_weight = np.array([term.coefficient for term in bases], float)

    def jointly(self, figures: Figures) -> Flags:
        """(n, R): relations that hold together with all others.

        A relation takes part only if one of its figures is stated and one of its terms is of a
        fund that is run; never against an earlier year. A rate needs a sound base. Zero is within
        any whole, so a part takes part only if it is stated and not 0."""
        subject = self.subject
        applies = self._met(figures) & self.keys.any(figures.stated)
        applies &= self._terms.any(~figures.not_run) & ~self._to_explain
        some_part = figures.stated[:, subject] & (figures.value[:, subject] != 0)
        applies &= ~self.part | some_part
        return np.asarray(applies & (~self.ratio | self._sound_base(figures)))

    def _sound_base(self, figures: Figures) -> Flags:
        """A base is sound if it is surely positive, or blank and never negative."""
        column, weight = self._base.flat, self._base_weight
        ends = np.where(weight > 0, figures.lo[:, column], figures.hi[:, column]) * weight
        least = self._base.reduced(np.add, ends)
        sizes = np.abs(np.where(np.isfinite(ends), ends, 0.0))
        size = self._base.reduced(np.maximum, sizes)
        known = self._base.any(figures.stated | figures.not_run)
        return np.asarray(np.where(known, least > SLACK * size, least >= 0))


def within(
    applies: Flags, relations: Sequence[Relation], exists: Mapping[Relation, Flags | None]
) -> Flags:
    """The flags (n, R), limited to the submissions that have the relation; None means all."""
    limited = applies.copy()
    for number, relation in enumerate(relations):
        rows = exists.get(relation)
        if rows is not None:
            limited[:, number] &= rows
    return limited


def blank_keys(relation: Relation, figures: Figures, row: int) -> list[str]:
    """The keys of a relation that one submission would have to fill in: blank, of funds it runs."""
    blank = ~figures.stated[row] & ~figures.not_run[row]
    return [key for key in relation.keys if blank[figures.columns[key]]]


def _keys(terms: Sequence[Term]) -> list[str]:
    return [term.key for term in terms]


def _lists(
    relations: Sequence[Relation],
    columns: Mapping[str, int],
    keys_of: Callable[[Relation], Sequence[str]],
) -> ColumnLists:
    return ColumnLists([[columns[key] for key in keys_of(relation)] for relation in relations])
