"""The smallest sets of figures that take part in every contradiction found so far: the master
problem."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

EQUAL = 1e-9
"""Weights that differ by less are the same."""


def components(cuts: Iterable[frozenset[int]]) -> list[list[frozenset[int]]]:
    """The contradictions, apart where they share no figure."""
    groups: list[tuple[set[int], list[frozenset[int]]]] = []
    for cut in cuts:
        near = [group for group in groups if group[0] & cut]
        groups = [group for group in groups if not group[0] & cut]
        figures = set(cut).union(*(group[0] for group in near))
        groups.append((figures, [*(c for group in near for c in group[1]), cut]))
    return [sets for _, sets in groups]


def apart(cuts: Iterable[frozenset[int]]) -> int:
    """How many contradictions share no figure with each other: at least so many figures are
    wrong."""
    count, used = 0, frozenset[int]()
    for cut in sorted(cuts, key=len):
        if not cut & used:
            count, used = count + 1, used | cut
    return count


def minimal(cuts: Iterable[frozenset[int]]) -> frozenset[frozenset[int]]:
    """The contradictions that have no other within: what meets these meets all."""
    kept: list[frozenset[int]] = []
    for cut in sorted(set(cuts), key=len):
        if not any(other <= cut for other in kept):
            kept.append(cut)
    return frozenset(kept)


def smallest(cuts: Sequence[frozenset[int]], weight: Mapping[int, float]) -> frozenset[int]:
    """One set of least weight that meets every cut, by mixed-integer programming."""
    shared = frozenset.intersection(*cuts)
    lightest = min((weight[at] for cut in cuts for at in cut), default=0.0)
    single = min(shared, key=lambda at: (weight[at], at), default=None)
    if single is not None and weight[single] <= 2 * lightest + EQUAL:
        return frozenset({single})
    return _by_milp(cuts, weight)


def all_smallest(
    cuts: Sequence[frozenset[int]], weight: Mapping[int, float], cost: float, limit: int
) -> tuple[list[frozenset[int]], bool]:
    """Every set of weight `cost` (the least) that meets every cut, up to a limit, and whether these
    are all."""
    found: set[frozenset[int]] = set()
    budget = [200 * limit]

    def search(chosen: frozenset[int], barred: frozenset[int], left: float) -> None:
        budget[0] -= 1
        if budget[0] < 0 or len(found) > limit:
            return
        open_ = [cut - barred for cut in cuts if not cut & chosen]
        if not open_:
            found.add(chosen)
            return
        if _at_least(open_, weight) > left + EQUAL:
            return
        branch = min(open_, key=len)
        passed = barred
        for at in sorted(branch, key=lambda at: weight[at]):
            if weight[at] <= left + EQUAL:
                search(chosen | {at}, passed, left - weight[at])
            passed |= {at}

    search(frozenset(), frozenset(), cost)
    complete = budget[0] >= 0 and len(found) <= limit
    return sorted(found, key=sorted)[:limit], complete


def _at_least(cuts: Collection[frozenset[int]], weight: Mapping[int, float]) -> float:
    """A lower bound: cuts that share nothing, each by its lightest figure."""
    total, used = 0.0, frozenset[int]()
    for cut in sorted(cuts, key=len):
        if not cut:
            return float("inf")
        if not cut & used:
            total += min(weight[at] for at in cut)
            used |= cut
    return total


def _by_milp(cuts: Sequence[frozenset[int]], weight: Mapping[int, float]) -> frozenset[int]:
    from scipy.optimize import Bounds, LinearConstraint, milp

    figures = sorted(frozenset().union(*cuts))
    meets = np.array([[at in cut for at in figures] for cut in cuts], float)
    cost = np.array([weight[at] for at in figures])
    ones = np.ones(len(figures))
    answer = milp(
        cost, integrality=ones, bounds=Bounds(0, 1), constraints=LinearConstraint(meets, 1, np.inf)
    )
    return frozenset(at for at, taken in zip(figures, answer.x) if taken > 0.5)
