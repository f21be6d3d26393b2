"""The rounding of derived figures: no finer than that of the figures they were derived from.

A change or a rate that was derived from rounded amounts differs from the true one by the rounding
of all of them. Judged by its own digits alone, it would contradict figures that are right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.evaluation import Code, Evaluations, evaluate_by_shape
from sipipeline.arithmetic.figures import Figures, Flags
from sipipeline.core.relations import Relation

_DEPTH = 8
"""Formulas upon formulas: parts, totals, surplus, balance, and the same over the funds."""


def with_formulas(
    relations: Sequence[Relation], figures: Figures, exists: Mapping[Relation, Flags | None]
) -> Figures:
    """Give each formula cell the rounding of the cells it was computed from."""
    if not figures.formula.any():
        return figures
    equations = [
        relation for relation in relations if relation.op == "=" and not relation.to_explain
    ]
    for _ in range(_DEPTH):
        answers = evaluate_by_shape(equations, figures, exists)
        wider = _widened(figures, answers, figures.formula)
        if (wider.half_width == figures.half_width).all():
            break
        figures = wider
    return figures


def with_derived(
    relations: Sequence[Relation], figures: Figures, exists: Mapping[Relation, Flags | None]
) -> Figures:
    """Give each change and rate that follows from the printed figures the rounding of these.
    Changes come first, because rates may be derived from them."""
    changes = [relation for relation in relations if relation.difference]
    rates = [relation for relation in relations if relation.is_ratio]
    for of_one_kind in (changes, rates):
        answers = evaluate_by_shape(of_one_kind, figures, exists)
        figures = _widened(figures, answers, figures.stated)
    return figures


def _widened(figures: Figures, answers: Iterable[Evaluations], which: Flags) -> Figures:
    """Widen the half-width of each subject flagged in `which` whose value follows from the printed
    figures of its relation."""
    half_width = figures.half_width.copy()
    for answer in answers:
        applies = answer.code != Code.OUT_OF_SCOPE
        follows = answer.met(figures) & applies & which[:, answer.subject]
        rows, places = np.nonzero(follows & np.isfinite(answer.room))
        room = answer.room[rows, places]
        np.maximum.at(half_width, (rows, answer.subject[places]), room)
    return replace(figures, half_width=half_width)
