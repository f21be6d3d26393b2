"""Figures that are worked out from others are no more precise than these.

A change or a rate that was worked out from rounded amounts differs from the true one by the
rounding of all of them. Taken for rounded by itself, it would contradict others that are right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.evaluation import Alike, Code, Figures, Flags, evaluate_alike
from sipipeline.core.relations import Relation

_DEEP = 8
"""Formulas upon formulas: parts, totals, surplus, balance, and the same over the funds."""


def with_formulas(
    relations: Sequence[Relation], figures: Figures, asked: Mapping[Relation, Flags | None]
) -> Figures:
    """The value of a formula is exact for the figures that it was computed from: their rounding is
    its own."""
    equations = [relation for relation in relations if relation.op == "=" and not relation.history]
    for _ in range(_DEEP if figures.computed.any() else 0):
        wider = _widened(figures, evaluate_alike(equations, figures, asked), figures.computed)
        if (wider.half == figures.half).all():
            break
        figures = wider
    return figures


def loosened(
    relations: Sequence[Relation], figures: Figures, asked: Mapping[Relation, Flags | None]
) -> Figures:
    """Differences and rates that what is printed beside them makes, with the rounding of that:
    differences first."""
    for ratio in (False, True):
        some = [
            relation for relation in relations if relation.reckoned and relation.is_ratio == ratio
        ]
        figures = _widened(figures, evaluate_alike(some, figures, asked), figures.stated)
    return figures


def _widened(figures: Figures, answers: Iterable[Alike], which: Flags) -> Figures:
    """Subjects, of `which`, that their printed others make."""
    half = figures.half.copy()
    for alike in answers:
        made = (
            alike.met(figures)
            & (alike.code != Code.OUT_OF_SCOPE)
            & which[:, alike.subject]
            & np.isfinite(alike.room)
        )
        rows, places = np.nonzero(made)
        np.maximum.at(half, (rows, alike.subject[places]), alike.room[rows, places])
    return replace(figures, half=half)
