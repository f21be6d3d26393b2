"""Figures that are worked out from others are no more precise than these.

A change or a rate that was worked out from rounded amounts differs from the true one by the rounding of all of them.
Taken for rounded by itself, it would contradict others that are right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.domain.relations import Relation
from sipipeline.solving.evaluation import Code, Evaluation, Figures, Flags, Floats, evaluate, met

_DEEP = 8
"""Formulas upon formulas: parts, totals, surplus, balance, and the same over the funds."""


def with_formulas(relations: Sequence[Relation], figures: Figures, asked: Mapping[Relation, Flags | None]) -> Figures:
    """The value of a formula is exact for the figures that it was computed from: their rounding is its own."""
    equations = [relation for relation in relations if relation.op == "=" and not relation.history]
    for _ in range(_DEEP if figures.computed.any() else 0):
        wider = _widened(figures, evaluate(equations, figures, asked), figures.computed)
        if (wider.half == figures.half).all():
            break
        figures = wider
    return figures


def loosened(relations: Sequence[Relation], figures: Figures, asked: Mapping[Relation, Flags | None]) -> Figures:
    """Differences and rates that what is printed beside them makes, with the rounding of that: differences first."""
    for ratio in (False, True):
        some = [relation for relation in relations if relation.reckoned and relation.is_ratio == ratio]
        figures = _widened(figures, evaluate(some, figures, asked), figures.stated)
    return figures


def _widened(figures: Figures, answers: Sequence[Evaluation], which: Flags) -> Figures:
    """Subjects, of `which`, that their printed others make."""
    half = figures.half.copy()
    for answer in answers:
        at = figures.columns[answer.relation.subject]
        made = met(answer, figures) & (answer.code != Code.OUT_OF_SCOPE) & which[:, at]
        if made.any():
            room = _room(answer, figures)
            half[:, at] = np.where(made & np.isfinite(room), np.maximum(half[:, at], room), half[:, at])
    return replace(figures, half=half)


def _room(answer: Evaluation, figures: Figures) -> Floats:
    """How far the rounding of the others may move what they make of the subject; a blank part is nothing."""
    relation = answer.relation
    if relation.is_ratio:
        value = figures.value[:, figures.columns[relation.subject]]
        return np.asarray(np.maximum(value - answer.lo, answer.hi - value))
    columns = [figures.columns[term.key] for term in relation.terms]
    weights = np.array([abs(relation.scale * term.coefficient) for term in relation.terms])
    return np.asarray((figures.half[:, columns] * weights).sum(axis=1))
