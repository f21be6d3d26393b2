"""A whole batch before any linear program: what all relations together leave of each figure, stated
or blank.

A submission whose intervals are emptied contradicts; one whose printed figures satisfy every
relation holds. Of the others `diagnosis` decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sipipeline.arithmetic.evaluation import Figures, Flags, Floats, evaluate_alike
from sipipeline.arithmetic.matrix import Known, Layout
from sipipeline.arithmetic.propagation import propagate
from sipipeline.core.relations import Relation
from sipipeline.localisation.problem import Problem
from sipipeline.localisation.system import System


@dataclass(frozen=True, slots=True)
class Screening:
    """Of n submissions with K figures and R relations."""

    layout: Layout
    known: Known
    """(n, K): before anything is inferred."""
    asked: Flags
    """(n, R): which relations take part."""
    lo: Floats
    hi: Floats
    """(n, K): what is left of each figure; as stated where the submission contradicts."""
    contradicts: Flags
    holds: Flags
    """(n,): proved. Where neither is, linear programs must decide."""

    def asked_of(self, row: int) -> list[Relation]:
        return [
            self.layout.relations[number] for number in np.flatnonzero(self.asked[row]).tolist()
        ]

    def problem(self, row: int, weight: Floats, system: Callable[[], System]) -> Problem:
        """What linear programs decide of a submission, see `Layout.problem`."""
        return self.layout.problem(self.asked[row], self.known.of(row), weight, system)


def screen(
    relations: Sequence[Relation], figures: Figures, exists: Mapping[Relation, Flags | None]
) -> Screening:
    """Decide what interval propagation and the printed figures can; `exists` says of which
    submissions a relation is one (None: of all)."""
    layout, known = Layout(relations, figures.columns), figures.known()
    asked = layout.askable(known)
    for number, relation in enumerate(relations):
        if (rows := exists[relation]) is not None:
            asked[:, number] &= rows
    used = np.flatnonzero(asked.any(axis=0)).tolist()
    taking_part = [relations[number] for number in used]
    found = propagate(taking_part, figures.columns, known.lo, known.hi, asked[:, used])
    point = np.where(known.stated | known.void, known.value, _likely(found.lo, found.hi))
    holds = ~found.conflict & _satisfied(taking_part, figures, point, asked[:, used])
    open_ = found.conflict[:, None]
    lo, hi = np.where(open_, known.lo, found.lo), np.where(open_, known.hi, found.hi)
    return Screening(layout, known, asked, lo, hi, found.conflict, holds)


def _likely(lo: Floats, hi: Floats) -> Floats:
    """A value for a blank: nothing where it may be nothing, otherwise the middle of what is left of
    it."""
    with np.errstate(invalid="ignore"):
        middle = (lo + hi) / 2
    return np.where((lo <= 0) & (hi >= 0) | ~np.isfinite(middle), np.clip(0.0, lo, hi), middle)


def _satisfied(
    relations: Sequence[Relation], figures: Figures, point: Floats, asked: Flags
) -> Flags:
    """Whether every relation that is asked holds for the figures of a point: amounts to the letter,
    a rate within its rounding."""
    filled = replace(figures, value=np.where(figures.void, 0.0, point), stated=~figures.void)
    holds = np.ones(len(point), bool)
    for alike in evaluate_alike(relations, filled, dict(zip(relations, asked.T))):
        blank_rate = alike.relations[0].is_ratio & ~figures.stated[:, alike.subject]
        holds &= (~asked[:, alike.numbers] | blank_rate | alike.met(figures)).all(axis=1)
    return holds
