"""Figures that are worked out from others: where what is printed of these makes them, they are no more precise.

A change or a rate that was worked out from rounded amounts differs from the true one by the rounding of all of them.
Taken for rounded by itself, it would contradict others that are right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.domain.relations import Relation
from sipipeline.solving.evaluation import Code, Evaluation, Figures, Flags, evaluate, met


def loosened(relations: Sequence[Relation], figures: Figures, asked: Mapping[Relation, Flags | None]) -> Figures:
    """The figures, each that its printed others make with the rounding of these: differences first, then rates."""
    for ratio in (False, True):
        some = [relation for relation in relations if relation.reckoned and relation.is_ratio == ratio]
        figures = _widened(figures, evaluate(some, figures, asked))
    return figures


def _widened(figures: Figures, evaluations: Sequence[Evaluation]) -> Figures:
    half = figures.half.copy()
    for answer in evaluations:
        at = figures.columns[answer.relation.subject]
        value = figures.value[:, at]
        room = np.maximum(value - answer.lo, answer.hi - value)
        made = met(answer, figures) & (answer.code != Code.OUT_OF_SCOPE) & np.isfinite(room)
        half[:, at] = np.where(made, np.maximum(half[:, at], room), half[:, at])
    return replace(figures, half=half)
