"""Relations as sparse rows over the columns of a batch, compiled once for all submissions.

A stated rate is an interval [l, h]. On a base that is not negative, rate = terms / base is exactly
the two rows terms - l * base >= 0 and terms - h * base <= 0. A rate that is blank or doubted has no
rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sipipeline.arithmetic.applicability import Conditions
from sipipeline.arithmetic.figures import Figures, Flags, Floats, Numbers
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation

LINEAR, LOWEST, HIGHEST = range(3)
"""Kinds of row: a linear relation; a rate at its lower end; a rate at its upper end."""


@dataclass(frozen=True, slots=True)
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


class Matrix:
    """R relations over K figures."""

    def __init__(self, relations: Sequence[Relation], columns: Mapping[str, int]) -> None:
        self.relations, self.columns = relations, columns
        self.conditions = Conditions(relations, columns)
        self.scale = np.array([relation.scale for relation in relations], float)

    def rows(self, applies: Flags, figures: Figures) -> Rows:
        """The rows of the relations flagged in `applies`, for the figures of one submission.
        Figures of funds that it does not run have no entries."""
        entry, bound = self._entries(applies, figures), self._bounds(figures)
        of_row, column = self._entry_row[entry], self._entry_column[entry]
        coefficient = self._entry_over[entry] - bound[of_row] * self._entry_base[entry]
        used = coefficient != 0
        of_row, column, coefficient = of_row[used], column[used], coefficient[used]
        start = np.flatnonzero(np.diff(of_row, prepend=-1))
        relation, kind = self._row_relation[of_row[start]], self._row_kind[of_row[start]]
        slack = SLACK * _largest(np.abs(coefficient * figures.value[0][column]), start)
        part = self.conditions.part[relation]
        low = np.where(kind == LINEAR, np.where(part, -np.inf, -slack), -np.inf)
        high = np.where(kind == LINEAR, slack, np.inf)
        low, high = np.where(kind == LOWEST, 0.0, low), np.where(kind == HIGHEST, 0.0, high)
        return Rows(relation, kind, start, column, coefficient, low, high)

    def _entries(self, applies: Flags, figures: Figures) -> Numbers:
        """The entries that take part: a rate only if it is stated."""
        subject = self.conditions.subject
        taken = applies & (~self.conditions.ratio | figures.stated[0][subject])
        of_entry = taken[self._row_relation][self._entry_row]
        return np.flatnonzero(of_entry & ~figures.not_run[0][self._entry_column])

    def _bounds(self, figures: Figures) -> Floats:
        """The end of the rate that each row stands for; 0 for a linear row."""
        subject = self.conditions.subject
        low, high = figures.lo[0][subject], figures.hi[0][subject]
        with np.errstate(invalid="ignore"):
            slack = SLACK * np.maximum(np.abs(low), np.abs(high))
            lowest, highest = (low - slack)[self._row_relation], (high + slack)[self._row_relation]
        kind = self._row_kind
        return np.where(kind == LOWEST, lowest, np.where(kind == HIGHEST, highest, 0.0))

    # ------------------------------------------------------------ the relations as arrays
    @cached_property
    def _merged(self) -> list[dict[int, tuple[float, float]]]:
        return [merged_terms(relation, self.columns) for relation in self.relations]

    @cached_property
    def _row_relation(self) -> Numbers:
        return np.repeat(np.arange(len(self.relations)), np.where(self.conditions.ratio, 2, 1))

    @cached_property
    def _row_kind(self) -> Numbers:
        kinds = [
            (LOWEST, HIGHEST) if relation.is_ratio else (LINEAR,) for relation in self.relations
        ]
        return np.array([kind for of_relation in kinds for kind in of_relation], np.int64)

    @cached_property
    def _entry_row(self) -> Numbers:
        lengths = [len(self._merged[number]) for number in self._row_relation.tolist()]
        return np.repeat(np.arange(len(lengths)), np.array(lengths, np.int64))

    @cached_property
    def _entry_column(self) -> Numbers:
        columns = [list(self._merged[number]) for number in self._row_relation.tolist()]
        return np.array([column for of_row in columns for column in of_row], np.int64)

    @cached_property
    def _entry_over(self) -> Floats:
        return self._coefficients[:, 0]

    @cached_property
    def _entry_base(self) -> Floats:
        return self._coefficients[:, 1]

    @cached_property
    def _coefficients(self) -> Floats:
        pairs = [list(self._merged[number].values()) for number in self._row_relation.tolist()]
        return np.array([pair for of_row in pairs for pair in of_row], float).reshape(-1, 2)


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
