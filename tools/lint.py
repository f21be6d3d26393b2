"""Lint of a rule set: relations that contradict each other, follow from others, or can never be
violated."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Literal

import numpy as np

from sipipeline.arithmetic.figures import Figures, columns_of
from sipipeline.arithmetic.matrix import Matrix
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen
from sipipeline.localisation.arrangement import Arrangement
from sipipeline.localisation.cuts import components
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.problem import linear_problem
from sipipeline.localisation.solver import Program, optimum
from sipipeline.localisation.sparse import dense_rows

SmellKind = Literal["contradiction", "implied", "idle", "twice"]

_NOTHING = 1e-9
_HOPS = 3
"""How many relations away an equation can be for a relation to follow from it."""


@frozen
class Smell:
    """`implied` is often meant: what is stated twice can be checked twice, and shows which cell is
    wrong."""

    kind: SmellKind
    relations: tuple[str, ...]
    """Their ids."""


def lint(relations: Sequence[Relation], signed: Collection[str] = ()) -> list[Smell]:
    """Everything odd about a rule set whose figures are 0 or more, except the signed ones."""
    lasting = [relation for relation in relations if not relation.to_explain]
    linear = [relation for relation in lasting if not relation.is_ratio]
    idle = [relation for relation in lasting if _is_idle(relation, signed)]
    return [
        *_smells("twice", _stated_twice(relations)),
        *_smells("idle", zip(idle)),
        *_smells("contradiction", _contradictions(linear, signed)),
        *_smells("implied", zip(_implied(linear, signed))),
    ]


def _implied(linear: Sequence[Relation], signed: Collection[str]) -> list[Relation]:
    """The equations, then the `<=` relations, that follow from others."""
    equations = [relation for relation in linear if relation.op == "="]
    parts = [relation for relation in linear if relation.op == "<="]
    following = [part for part in parts if _follows(part, equations, signed)]
    return [*_dependent(equations), *following]


def _smells(kind: SmellKind, groups: Iterable[Sequence[Relation]]) -> Iterator[Smell]:
    for relations in groups:
        yield Smell(kind, tuple(relation.id for relation in relations))


def _keys(relations: Iterable[Relation]) -> list[str]:
    """Every key of some relations once."""
    return list(dict.fromkeys(chain.from_iterable(relation.keys for relation in relations)))


def _stated_twice(relations: Sequence[Relation]) -> list[tuple[Relation, Relation]]:
    seen: dict[tuple[object, ...], Relation] = {}
    twice = []
    for relation in relations:
        content = (
            relation.subject,
            frozenset(relation.terms),
            relation.op,
            frozenset(relation.base),
            relation.scale,
            relation.given,
            relation.unless,
            relation.unless_negative,
        )
        if content in seen:
            twice.append((seen[content], relation))
        seen[content] = relation
    return twice


def _weights(relation: Relation) -> dict[str, float]:
    """A linear relation as weights of a sum that is 0, or at most 0."""
    weights = {relation.subject: 1.0}
    for term in relation.terms:
        weights[term.key] = weights.get(term.key, 0.0) - relation.scale * term.coefficient
    return {key: weight for key, weight in weights.items() if abs(weight) > _NOTHING}


def _is_idle(relation: Relation, signed: Collection[str]) -> bool:
    """Whether a relation holds whatever its figures are."""
    if relation.is_ratio:
        return frozenset(relation.terms) == frozenset(relation.base)
    weights = _weights(relation)
    if relation.op == "=":
        return not weights
    return all(weight < 0 and key not in signed for key, weight in weights.items())


def _contradictions(
    relations: Sequence[Relation], signed: Collection[str]
) -> list[tuple[Relation, ...]]:
    """One smallest contradiction for each set of relations that hang together and have no positive
    solution."""
    number = {key: place for place, key in enumerate(_keys(relations))}
    sets = [frozenset(map(number.__getitem__, relation.keys)) for relation in relations]
    contradictions = []
    for group in components(sets):
        together = frozenset[int]().union(*group)
        members = [relation for relation in relations if number[relation.subject] in together]
        contradictions.append(_contradiction(members, signed))
    return list(filter(None, contradictions))


def _contradiction(relations: Sequence[Relation], signed: Collection[str]) -> tuple[Relation, ...]:
    """Relations that cannot all hold for positive figures; none if all can."""
    figures = _positive(relations, signed)
    matrix = Matrix(relations, figures.columns)
    everything, equal = np.ones(len(relations), bool), np.ones(len(figures.columns))
    problem = linear_problem(matrix, figures, everything, equal, Arrangement())
    cut = Feasibility(problem).cut()
    return problem.relations(cut.rows) if cut is not None else ()


def _positive(relations: Sequence[Relation], signed: Collection[str]) -> Figures:
    """The figures of some relations, all blank: at least 1, the signed ones anything."""
    keys = _keys(relations)
    nothing, no = np.zeros((1, len(keys))), np.zeros((1, len(keys)), bool)
    floor = np.array([-np.inf if key in signed else 1.0 for key in keys])
    return Figures(columns_of(keys), nothing, nothing, nothing, no, no, no, floor)


# ---------------------------------------------------------------- what follows from equations
def _dependent(equations: Sequence[Relation]) -> list[Relation]:
    """Equations that are sums of multiples of others; of each such set the last one stated.

    Householder steps in the order of the relations: pivoting would pick any of a dependent set.
    """
    dependent: list[Relation] = []
    matrix, _ = _coefficients(equations)
    reduced, row = np.ascontiguousarray(matrix.T), 0
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


def _coefficients(relations: Sequence[Relation]) -> tuple[Any, Mapping[str, int]]:
    """Linear relations as a dense matrix, and the column of each key."""
    columns = columns_of(_keys(relations))
    matrix = np.zeros((len(relations), len(columns)))
    for number, relation in enumerate(relations):
        for key, weight in _weights(relation).items():
            matrix[number, columns[key]] = weight
    return matrix, columns


def _follows(part: Relation, equations: Sequence[Relation], signed: Collection[str]) -> bool:
    """Whether figures that satisfy all equations cannot break a `<=` relation."""
    near = _near(part, equations)
    matrix, columns = _coefficients([*near, part])
    zero = np.zeros(len(near))
    lo = np.array([-1.0 if key in signed else 0.0 for key in columns])
    program = Program(-matrix[-1], dense_rows(matrix[:-1]), zero, zero, lo, np.ones(len(columns)))
    most = optimum(program)
    return most is not None and -most.value <= 1e-7


def _near(part: Relation, equations: Sequence[Relation]) -> list[Relation]:
    """The equations within a few steps of a relation; one that follows does so from near ones."""
    keys, near = set(part.keys), list[Relation]()
    for _ in range(_HOPS):
        near = [relation for relation in equations if not keys.isdisjoint(relation.keys)]
        keys.update(_keys(near))
    return near
