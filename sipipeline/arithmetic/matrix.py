"""A set of relations taken apart into arrays once, and asked of many submissions: which can be
asked, and as which rows.

A rate that is not doubted is an interval [l, h]; on a base that is not negative, rate = over / base
is the two rows over - l * base >= 0 and over - h * base <= 0, exactly. A rate that is blank or
doubted frees its relation."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation
from sipipeline.localisation.problem import Flags, Floats, Problem, refer
from sipipeline.localisation.system import Figure, System

LINEAR, LEAST, MOST = range(3)
"""A row is a linear relation, or what the least or the most of a rate makes of its amounts."""

_OPEN = (0.0, math.inf)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of K figures of one submission, (K,) each, or of n submissions, (n, K) each."""

    value: Floats
    """0 where blank."""
    lo: Floats
    hi: Floats
    """Stated: value -+ half. Blank: what it may be. Void: 0."""
    stated: Flags
    void: Flags
    """Of a fund that the unit does not run: exactly nothing."""

    def of(self, submission: int) -> "Known":
        arrays = (self.value, self.lo, self.hi, self.stated, self.void)
        return Known(*(array[submission] for array in arrays))


def _parts(relation: Relation) -> tuple[Sequence[str], ...]:
    """Its keys, and those of its terms and base; those that it is given, and unless."""
    over, base = ([term.key for term in terms] for terms in (relation.terms, relation.base))
    return relation.keys, over, base, relation.given, relation.unless


def merged_terms(relation: Relation, columns: Mapping[str, int]) -> dict[int, tuple[float, float]]:
    """Column to its coefficients in the row, or in the numerator of a ratio, and in the base."""
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


class _Lists:
    """A list of columns for each of R relations, some of them empty."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        lengths = np.array([len(own) for own in lists], np.int64)
        self.count = len(lists)
        self.filled = np.flatnonzero(lengths)
        self.starts = np.concatenate([[0], np.cumsum(lengths[self.filled])[:-1]])[
            : len(self.filled)
        ]
        self.flat = np.array([column for own in lists for column in own], np.int64)

    def any(self, flags: Flags) -> Flags:
        """(n, K) -> (n, R): whether any of the list is so."""
        return np.asarray(self.spread(np.logical_or.reduceat, flags[:, self.flat]))

    def spread(self, reduceat: Any, entries: Any) -> Any:
        """(n, entries) -> (n, R), nothing for an empty list."""
        found = np.zeros((len(entries), self.count), entries.dtype)
        if len(self.filled):
            found[:, self.filled] = reduceat(entries, self.starts, axis=1)
        return found


class Layout:
    """R relations over K figures."""

    def __init__(self, relations: Sequence[Relation], columns: Mapping[str, int]) -> None:
        self.relations, self.columns = relations, columns
        self.keys = list(columns)
        self.subject = np.array([columns[relation.subject] for relation in relations], np.int64)
        self.ratio = np.array([relation.is_ratio for relation in relations], bool)
        self.part = np.array([relation.op == "<=" for relation in relations], bool)
        self.scale = np.array([relation.scale for relation in relations], float)
        self.history = np.array([relation.history for relation in relations], bool)
        self.every, self.over, self.base, self.given, self.unless = (
            _Lists([[columns[key] for key in own] for own in lists])
            for lists in zip(*map(_parts, relations), strict=True)
        )
        self.base_weight = np.array(
            [term.coefficient for relation in relations for term in relation.base], float
        )
        self._lay_rows()

    def _lay_rows(self) -> None:
        """Rows of all relations: of each its relation and kind; of each entry its row, column and
        coefficients."""
        rows: list[tuple[int, int]] = []
        entries: list[tuple[int, int, float, float]] = []
        for number, relation in enumerate(self.relations):
            merged = merged_terms(relation, self.columns)
            for kind in (LEAST, MOST) if relation.is_ratio else (LINEAR,):
                entries += (
                    (len(rows), column, over, base) for column, (over, base) in merged.items()
                )
                rows.append((number, kind))
        self.row_relation, self.row_kind = np.array(rows, np.int64).reshape(-1, 2).T
        row, column, top, bottom = zip(*entries) if entries else ((),) * 4
        self.entry_row, self.entry_column = np.array(row, np.int64), np.array(column, np.int64)
        self.entry_over, self.entry_base = np.array(top, float), np.array(bottom, float)

    def askable(self, known: Known) -> Flags:
        """Which relations can be asked jointly of which submissions: (n, R).

        Not where nothing of it is stated; not against an earlier year; not of a figure that the
        unit does not run; a rate only on a base that is surely positive, or blank and never
        negative; a part only where it is stated and is not nothing."""
        stated, void, subject = known.stated, known.void, self.subject
        asked = self.every.any(stated) & ~void[:, subject] & self.over.any(~void) & ~self.history
        asked &= ~self.given.any(~stated) & ~self.unless.any(stated)
        asked &= ~self.part | stated[:, subject] & (known.value[:, subject] != 0)
        return np.asarray(asked & (~self.ratio | self._sound_base(known)))

    def _sound_base(self, known: Known) -> Flags:
        at, weight = self.base.flat, self.base_weight
        ends = np.where(weight > 0, known.lo[:, at], known.hi[:, at]) * weight
        least = self.base.spread(np.add.reduceat, ends)
        size = self.base.spread(np.maximum.reduceat, np.abs(np.where(np.isfinite(ends), ends, 0.0)))
        return np.asarray(
            np.where(self.base.any(known.stated | known.void), least > SLACK * size, least >= 0)
        )

    def problem(
        self, asked: Flags, known: Known, weight: Floats, system: Callable[[], System]
    ) -> Problem:
        """The rows of one submission; `system` has its figures in full, for when there is something
        to explain."""
        take = asked & (~self.ratio | known.stated[self.subject])
        entry = np.flatnonzero(
            take[self.row_relation][self.entry_row] & ~known.void[self.entry_column]
        )
        row, column = self.entry_row[entry], self.entry_column[entry]
        bound = self._bounds(known)[row]
        coefficient = self.entry_over[entry] - bound * self.entry_base[entry]
        used = coefficient != 0
        row, column, coefficient = row[used], column[used], coefficient[used]
        starts = np.flatnonzero(np.diff(row, prepend=-1))
        row = row[starts]
        relation, kind = self.row_relation[row], self.row_kind[row]
        size = (
            np.maximum.reduceat(np.abs(coefficient * known.value[column]), starts)
            if len(starts)
            else np.zeros(0)
        )
        slack, part = SLACK * size, self.part[relation]
        owner = np.where(kind == LINEAR, -1, self.subject[relation])
        figures = np.unique(np.concatenate([column, owner[owner >= 0]]))
        place = np.full(len(self.keys) + 1, -1)
        place[figures] = np.arange(len(figures))
        keys = [self.keys[at] for at in figures.tolist()]
        problem = Problem(
            given=system,
            relations=self.relations,
            keys=keys,
            number={key: at for at, key in enumerate(keys)},
            value=known.value[figures],
            lo=known.lo[figures],
            hi=known.hi[figures],
            stated=known.stated[figures],
            weight=weight[figures],
            relation=relation.tolist(),
            owner=place[owner],
            part=part,
            pointer=np.append(starts, len(column)),
            column=place[column],
            coefficient=coefficient,
            low=np.where(
                kind == LINEAR,
                np.where(part, -np.inf, -slack),
                np.where(kind == LEAST, 0.0, -np.inf),
            ),
            high=np.where(kind == LINEAR, slack, np.where(kind == LEAST, np.inf, 0.0)),
        )
        refer(
            problem, problem.value, np.flatnonzero(~problem.stated).tolist(), problem.lo, problem.hi
        )
        return problem

    def _bounds(self, known: Known) -> Floats:
        """The rate that each row holds its amounts to; 0 where it has none."""
        low, high = known.lo[self.subject], known.hi[self.subject]
        with np.errstate(invalid="ignore"):
            slack = SLACK * np.maximum(np.abs(low), np.abs(high))
            least, most = (low - slack)[self.row_relation], (high + slack)[self.row_relation]
        return np.where(self.row_kind == LEAST, least, np.where(self.row_kind == MOST, most, 0.0))


def compile_system(system: System) -> Problem:
    """The rows of all relations that can be asked of one submission."""
    lists = ((*relation.keys, *relation.given, *relation.unless) for relation in system.relations)
    columns = {
        key: column
        for column, key in enumerate(dict.fromkeys(key for keys in lists for key in keys))
    }
    figures = [system.figures.get(key) or Figure(key, *_OPEN, stated=False) for key in columns]
    known = Known(
        np.array([[figure.value or 0.0 for figure in figures]], float),
        np.array([[figure.lo for figure in figures]], float),
        np.array([[figure.hi for figure in figures]], float),
        np.array([[figure.stated for figure in figures]], bool),
        np.array([[figure.void for figure in figures]], bool),
    )
    weight = np.array([figure.weight for figure in figures], float)
    layout = Layout(system.relations, columns)
    return layout.problem(layout.askable(known)[0], known.of(0), weight, lambda: system)
