"""Relations as sparse rows over the columns of a batch, compiled once for all submissions.

A stated rate is an interval [l, h]. On a base that is not negative, rate = terms / base is exactly
the two rows terms - l * base >= 0 and terms - h * base <= 0. A rate that is blank or doubted has no
rows."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from sipipeline.arithmetic.applicability import JointConditions
from sipipeline.arithmetic.figures import Figures, Flags, Floats, Numbers, columns_of
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen

LINEAR, LOWEST, HIGHEST = range(3)
"""Kinds of row: a linear relation; a rate at its lower end; a rate at its upper end."""


@frozen
class Rows:
    """The rows of one submission. Entries are in the order of the rows."""

    relation: Numbers
    """(m,): number of the relation that a row comes from."""
    kind: Numbers
    start: Numbers
    """(m,): the first entry of each row."""
    column: Numbers
    coefficient: Floats
    low: Floats
    high: Floats
    """(m,): bounds of the rows, slack included."""


@frozen
class _Entries:
    """Rows and entries of all relations, whether they apply or not."""

    relation: Numbers
    kind: Numbers
    """Of each row."""
    row: Numbers
    column: Numbers
    over: Floats
    base: Floats
    """Of each entry: its coefficients in the numerator and in the base."""


class Matrix:
    """R relations over K figures."""

    def __init__(self, relations: Sequence[Relation], columns: Mapping[str, int]) -> None:
        self.relations, self.columns = relations, columns
        self.conditions = JointConditions(relations, columns)
        self.scale = np.array([relation.scale for relation in relations], float)

    def rows(self, applies: Flags, figures: Figures) -> Rows:
        """The rows of the relations flagged in `applies`, for the figures of one submission.
        Figures of funds that it does not run have no entries."""
        entries, bound = self._entries, self._bounds(figures)
        taken = self._taken(applies, figures)
        row, column = entries.row[taken], entries.column[taken]
        coefficient = entries.over[taken] - bound[row] * entries.base[taken]
        used = coefficient != 0
        row, column, coefficient = row[used], column[used], coefficient[used]
        start = np.flatnonzero(np.diff(row, prepend=-1))
        relation, kind = entries.relation[row[start]], entries.kind[row[start]]
        slack = SLACK * _largest(np.abs(coefficient * figures.value[0][column]), start)
        part = self.conditions.part[relation]
        low = np.where((kind == LINEAR) & ~part, -slack, -np.inf)
        high = np.where(kind == LINEAR, slack, np.inf)
        low, high = np.where(kind == LOWEST, 0.0, low), np.where(kind == HIGHEST, 0.0, high)
        return Rows(relation, kind, start, column, coefficient, low, high)

    def _taken(self, applies: Flags, figures: Figures) -> Numbers:
        """The entries that take part: those of a rate only if it is stated."""
        subject, entries = self.conditions.subject, self._entries
        relations = applies & (~self.conditions.ratio | figures.stated[0][subject])
        of_entry = relations[entries.relation][entries.row]
        return np.flatnonzero(of_entry & ~figures.not_run[0][entries.column])

    def _bounds(self, figures: Figures) -> Floats:
        """The end of the rate that each row stands for; 0 for a linear row."""
        subject, entries = self.conditions.subject, self._entries
        low, high = figures.lo[0][subject], figures.hi[0][subject]
        with np.errstate(invalid="ignore"):
            slack = SLACK * np.maximum(np.abs(low), np.abs(high))
            lowest, highest = (low - slack)[entries.relation], (high + slack)[entries.relation]
        ends = np.where(entries.kind == HIGHEST, highest, 0.0)
        return np.where(entries.kind == LOWEST, lowest, ends)

    @cached_property
    def _entries(self) -> _Entries:
        """Compiled when the first submission asks for its rows."""
        rows: list[tuple[int, int]] = []
        entries: list[tuple[int, int, float, float]] = []
        for number, relation in enumerate(self.relations):
            terms = merged_terms(relation, self.columns)
            for kind in (LOWEST, HIGHEST) if relation.is_ratio else (LINEAR,):
                for column, coefficients in terms.items():
                    entries.append((len(rows), column, *coefficients))
                rows.append((number, kind))
        of_row = np.array(rows, np.int64).reshape(-1, 2)
        of_entry = np.array(entries, float).reshape(-1, 4)
        place = of_entry[:, :2].astype(np.int64)
        return _Entries(
            of_row[:, 0], of_row[:, 1], place[:, 0], place[:, 1], of_entry[:, 2], of_entry[:, 3]
        )


@lru_cache(maxsize=8)
def compiled(relations: tuple[Relation, ...], keys: tuple[str, ...]) -> Matrix:
    """The relations over the figures of these keys, in this order. Kept: most batches are asked
    the same relations."""
    return Matrix(relations, columns_of(keys))


def merged_terms(relation: Relation, columns: Mapping[str, int]) -> dict[int, tuple[float, float]]:
    """Column to its coefficients: in the row, or in the numerator of a rate; and in the base."""
    merged: dict[int, tuple[float, float]] = {}

    def add(key: str, over: float, base: float) -> None:
        before = merged.get(columns[key], (0.0, 0.0))
        merged[columns[key]] = (before[0] + over, before[1] + base)

    sign = 1.0 if relation.is_ratio else -1.0
    if not relation.is_ratio:
        add(relation.subject, 1.0, 0.0)
    for term in relation.terms:
        add(term.key, sign * relation.scale * term.coefficient, 0.0)
    for term in relation.base:
        add(term.key, 0.0, term.coefficient)
    return merged


def _largest(sizes: Floats, start: Numbers) -> Floats:
    """The largest entry of each row."""
    return np.maximum.reduceat(sizes, start) if len(start) else np.zeros(0)
