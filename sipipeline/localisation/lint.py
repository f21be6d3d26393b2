"""Lint of a rule set: relations that contradict each other, follow from others, or can never be
violated."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sipipeline.arithmetic.matrix import compile_system
from sipipeline.core.relations import Relation
from sipipeline.core.text import Text, join, same
from sipipeline.localisation.cuts import components
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.system import Figure, Interval, System

CONTRADICTION = Text(
    zh="这些关系不可能同时成立（各项均为正数时）：{relations}",
    en="cannot hold together for positive figures: {relations}",
)
IMPLIED = Text(zh="由其他关系可推出：{relations}", en="follows from other relations: {relations}")
IDLE = Text(zh="永远不会不成立：{relations}", en="can never be violated: {relations}")
TWICE = Text(zh="同一关系写了两次：{relations}", en="stated twice: {relations}")

_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Smell:
    """`implied` is often meant: what is stated twice can be checked twice, and shows which cell is
    wrong."""

    kind: Literal["contradiction", "implied", "idle", "twice"]
    relations: tuple[str, ...]
    """Their ids."""
    text: Text


def lint(relations: Sequence[Relation], may_be: Mapping[str, Interval]) -> list[Smell]:
    """Everything odd about a rule set; `may_be` says what each figure may be, (0, inf) where it
    does not."""
    asked = [relation for relation in relations if not relation.history]
    linear = [relation for relation in asked if not relation.is_ratio]
    smells = [_smell("twice", [first, second]) for first, second in _twice(asked)]
    smells += [_smell("idle", [relation]) for relation in asked if _idle(relation, may_be)]
    smells += [_smell("contradiction", found) for found in _contradictions(linear, may_be)]
    smells += [_smell("implied", [relation]) for relation in _dependent(linear)]
    return smells + [_smell("implied", [relation]) for relation in _implied_parts(linear, may_be)]


def _smell(
    kind: Literal["contradiction", "implied", "idle", "twice"], relations: Sequence[Relation]
) -> Smell:
    texts = {"contradiction": CONTRADICTION, "implied": IMPLIED, "idle": IDLE, "twice": TWICE}
    ids = tuple(relation.id for relation in relations)
    return Smell(
        kind, ids, texts[kind].fill(relations=join([same(one) for one in ids], "、", ", "))
    )


def _twice(relations: Sequence[Relation]) -> list[tuple[Relation, Relation]]:
    seen: dict[tuple[object, ...], Relation] = {}
    found = []
    for relation in relations:
        terms, base = frozenset(relation.terms), frozenset(relation.base)
        content = (
            relation.subject,
            terms,
            relation.op,
            base,
            relation.scale,
            relation.given,
            relation.unless,
        )
        if content in seen:
            found.append((seen[content], relation))
        seen[content] = relation
    return found


def _weights(relation: Relation) -> dict[str, float]:
    """A linear relation as weights that sum to 0, or to 0 at most."""
    weights = {relation.subject: 1.0}
    for term in relation.terms:
        weights[term.key] = weights.get(term.key, 0.0) - relation.scale * term.coefficient
    return {key: weight for key, weight in weights.items() if abs(weight) > _NOTHING}


def _idle(relation: Relation, may_be: Mapping[str, Interval]) -> bool:
    """Whether it holds whatever its figures are."""
    if relation.is_ratio:
        return frozenset(relation.terms) == frozenset(relation.base)
    most = 0.0
    for key, weight in _weights(relation).items():
        lo, hi = may_be.get(key, (0.0, math.inf))
        most += weight * (hi if weight > 0 else lo)
    return most <= 0 if relation.op == "<=" else not _weights(relation)


def _contradictions(
    relations: Sequence[Relation], may_be: Mapping[str, Interval]
) -> list[list[Relation]]:
    """One smallest contradiction for each set of relations that hang together and have no positive
    solution."""
    number = {
        key: at
        for at, key in enumerate(dict.fromkeys(k for relation in relations for k in relation.keys))
    }
    figures = {key: _positive(key, may_be.get(key, (0.0, math.inf))) for key in number}
    found = []
    for group in components(
        frozenset(number[key] for key in relation.keys) for relation in relations
    ):
        together = frozenset[int]().union(*group)
        members = [relation for relation in relations if number[relation.subject] in together]
        problem = compile_system(System(figures, members))
        clash = Feasibility(problem).clash()
        if clash is not None:
            found.append(
                [members[at] for at in dict.fromkeys(problem.relation[row] for row in clash.rows)]
            )
    return found


def _positive(key: str, may_be: Interval) -> Figure:
    lo = 1.0 if may_be[0] >= 0 else may_be[0]
    return Figure(key, lo, may_be[1], stated=True, value=1.0, half=1.0, may_be=may_be)


def _dependent(relations: Sequence[Relation]) -> list[Relation]:
    """Equations that are sums of multiples of others; of each such set the last one stated.

    Householder steps in the order of the relations: pivoting would pick any of a dependent set.
    """
    equations = [relation for relation in relations if relation.op == "="]
    dependent: list[Relation] = []
    reduced, _ = _matrix(equations)
    reduced, row = np.ascontiguousarray(reduced.T), 0
    for number, relation in enumerate(equations):
        if np.abs(reduced[row:, number]).max(initial=0.0) > _NOTHING:
            _reflect(reduced, row, number)
            row += 1
        else:
            dependent.append(relation)
    return dependent


def _reflect(reduced: Any, row: int, number: int) -> None:
    """Reflect everything below `row` of a column into that row, in place."""
    tail = reduced[row:, number].copy()
    tail[0] += math.copysign(float(np.linalg.norm(tail)), tail[0])
    tail /= np.linalg.norm(tail)
    below = reduced[row:, number:]
    below -= 2.0 * np.outer(tail, tail @ below)


def _matrix(relations: Sequence[Relation]) -> tuple[Any, dict[str, int]]:
    columns = {
        key: at
        for at, key in enumerate(dict.fromkeys(k for relation in relations for k in relation.keys))
    }
    matrix = np.zeros((len(relations), len(columns)))
    for number, relation in enumerate(relations):
        for key, weight in _weights(relation).items():
            matrix[number, columns[key]] = weight
    return matrix, columns


def _implied_parts(relations: Sequence[Relation], may_be: Mapping[str, Interval]) -> list[Relation]:
    """`<=` relations that no figures break which keep all equations."""
    parts = [relation for relation in relations if relation.op == "<="]
    equations = [relation for relation in relations if relation.op == "="]
    return [part for part in parts if _follows(part, equations, may_be)]


def _follows(part: Relation, equations: Sequence[Relation], may_be: Mapping[str, Interval]) -> bool:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    near = _near(part, equations)
    matrix, columns = _matrix([*near, part])
    bounds = [tuple(np.clip(may_be.get(key, (0.0, math.inf)), -1.0, 1.0)) for key in columns]
    equal = csr_array(matrix[:-1]) if near else None
    answer = linprog(
        -matrix[-1], A_eq=equal, b_eq=np.zeros(len(near)) if near else None, bounds=bounds
    )
    return bool(answer.status == 0 and -answer.fun <= 1e-7)


def _near(part: Relation, equations: Sequence[Relation], hops: int = 3) -> list[Relation]:
    """The equations within a few steps of a relation; one that follows does so from near ones."""
    keys, near = set(part.keys), list[Relation]()
    for _ in range(hops):
        near = [relation for relation in equations if not keys.isdisjoint(relation.keys)]
        keys.update(key for relation in near for key in relation.keys)
    return near
