"""A whole batch before any linear program: which submissions contradict, which hold, and what all
relations together leave of each figure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.applicability import within
from sipipeline.arithmetic.evaluation import evaluate_by_shape
from sipipeline.arithmetic.figures import Figures, Flags, Floats
from sipipeline.arithmetic.matrix import Matrix, compiled
from sipipeline.arithmetic.propagation import propagate
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen


@frozen
class Screening:
    """The state of n submissions with K figures and R relations.

    A submission contradicts if propagation leaves some figure no value; it holds if its printed
    figures satisfy every relation. Of all others linear programs must decide."""

    matrix: Matrix
    applies: Flags
    """(n, R): which relations take part."""
    scope: Flags
    """(n, R): which relations there are for a submission, whether they apply or not."""
    lo: Floats
    hi: Floats
    """(n, K): what is left of each figure; as stated in a submission that contradicts."""
    contradicts: Flags
    holds: Flags
    """(n,)."""

    def relations(self, row: int) -> list[Relation]:
        """The relations that take part in one submission."""
        numbers = np.flatnonzero(self.applies[row]).tolist()
        return [self.matrix.relations[number] for number in numbers]


def screen(
    relations: Sequence[Relation], figures: Figures, exists: Mapping[Relation, Flags | None]
) -> Screening:
    """Decide consistency without a linear program where possible. `exists` flags the submissions
    that have a relation; None means all."""
    matrix = compiled(tuple(relations), tuple(figures.columns))
    everywhere = np.ones((len(figures.value), len(relations)), bool)
    scope = within(everywhere, relations, exists)
    applies = matrix.conditions.jointly(figures) & scope
    used = np.flatnonzero(applies.any(axis=0)).tolist()
    relations_used, applies_used = [relations[number] for number in used], applies[:, used]
    left = propagate(relations_used, figures.columns, figures.lo, figures.hi, applies_used)
    known = figures.stated | figures.not_run
    point = np.where(known, figures.value, _likely(left.lo, left.hi))
    holds = ~left.conflict & _satisfied(relations_used, figures, point, applies_used)
    conflict = left.conflict[:, None]
    lo, hi = np.where(conflict, figures.lo, left.lo), np.where(conflict, figures.hi, left.hi)
    return Screening(matrix, applies, scope, lo, hi, left.conflict, holds)


def _likely(lo: Floats, hi: Floats) -> Floats:
    """A value for each blank figure: 0 if it may be 0, otherwise the middle of its interval."""
    with np.errstate(invalid="ignore"):
        middle = (lo + hi) / 2
    near_zero = (lo <= 0) & (hi >= 0) | ~np.isfinite(middle)
    return np.where(near_zero, np.clip(0.0, lo, hi), middle)


def _satisfied(
    relations: Sequence[Relation], figures: Figures, point: Floats, applies: Flags
) -> Flags:
    """(n,): whether the values of a point satisfy every relation that applies: amounts exactly, a
    rate within its rounding."""
    value = np.where(figures.not_run, 0.0, point)
    filled = replace(figures, value=value, stated=~figures.not_run)
    holds = np.ones(len(point), bool)
    for answer in evaluate_by_shape(relations, filled, dict(zip(relations, applies.T))):
        blank_rate = answer.relations[0].is_ratio & ~figures.stated[:, answer.subject]
        satisfied = ~applies[:, answer.numbers] | blank_rate | answer.met(figures)
        holds &= satisfied.all(axis=1)
    return holds
