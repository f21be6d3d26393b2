"""The master problem of the search: the lightest sets of figures that hit every cut found so far.

A cut is a set of figures of which at least one must change."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from sipipeline.localisation.solver import Program, optimum
from sipipeline.localisation.sparse import dense_rows

EQUAL = 1e-9
"""Weights that differ by less are the same."""

STEPS = 200
"""Steps of the enumeration for each set that may be named."""

Set = frozenset[int]


def components(cuts: Iterable[Set]) -> list[list[Set]]:
    """The cuts in groups that share no figure."""
    groups: list[tuple[set[int], list[Set]]] = []
    for cut in cuts:
        figures, members = set(cut), list[Set]()
        apart_from_it = []
        for group in groups:
            if group[0] & cut:
                figures |= group[0]
                members += group[1]
            else:
                apart_from_it.append(group)
        groups = [*apart_from_it, (figures, [*members, cut])]
    return [members for _, members in groups]


def apart(cuts: Iterable[Set]) -> int:
    """How many cuts, at least, share no figure with each other: so many figures are wrong."""
    count, used = 0, Set()
    for cut in sorted(cuts, key=len):
        if not cut & used:
            count, used = count + 1, used | cut
    return count


def minimal(cuts: Iterable[Set]) -> frozenset[Set]:
    """Drop every cut that contains another cut: a set that hits the remaining cuts hits all."""
    kept: list[Set] = []
    for cut in sorted(set(cuts), key=len):
        if not any(other <= cut for other in kept):
            kept.append(cut)
    return frozenset(kept)


def smallest(cuts: Sequence[Set], weight: Mapping[int, float]) -> Set:
    """A set of least weight that hits every cut."""
    shared, every = frozenset.intersection(*cuts), Set().union(*cuts)
    lightest = min((weight[figure] for figure in every), default=0.0)
    single = min(shared, key=lambda figure: (weight[figure], figure), default=None)
    if single is not None and weight[single] <= 2 * lightest + EQUAL:
        return Set({single})
    return _by_milp(cuts, weight)


def all_smallest(
    cuts: Sequence[Set], weight: Mapping[int, float], cost: float, limit: int
) -> tuple[list[Set], bool]:
    """Every set of weight `cost` (the least) that hits every cut, up to a limit; and whether these
    are all."""
    enumeration = _Enumeration(cuts, weight, limit)
    enumeration.extend(Set(), Set(), cost)
    return sorted(enumeration.sets, key=sorted)[:limit], enumeration.complete


class _Enumeration:
    """Branches over the figures of the shortest cut that is not hit yet."""

    def __init__(self, cuts: Sequence[Set], weight: Mapping[int, float], limit: int) -> None:
        self.cuts, self.weight, self.limit = cuts, weight, limit
        self.sets: set[Set] = set()
        self.steps = STEPS * limit

    @property
    def complete(self) -> bool:
        return self.steps >= 0 and len(self.sets) <= self.limit

    def extend(self, chosen: Set, barred: Set, left: float) -> None:
        """Collect the sets with the chosen figures, none of the barred ones, and further figures of
        weight `left`."""
        self.steps -= 1
        if not self.complete:
            return
        missed = [cut - barred for cut in self.cuts if not cut & chosen]
        if not missed:
            self.sets.add(chosen)
            return
        if _at_least(missed, self.weight) > left + EQUAL:
            return
        shortest: Set = min(missed, key=len)
        for figure in sorted(shortest, key=lambda figure: self.weight[figure]):
            rest = left - self.weight[figure]
            if rest >= -EQUAL:
                self.extend(chosen | {figure}, barred, rest)
            barred |= {figure}


def _at_least(cuts: Collection[Set], weight: Mapping[int, float]) -> float:
    """A lower bound of the weight that hits all cuts: the lightest figures of cuts that share
    none."""
    total, used = 0.0, Set()
    for cut in sorted(cuts, key=len):
        if not cut:
            return float("inf")
        if not cut & used:
            total += min(weight[figure] for figure in cut)
            used |= cut
    return total


def _by_milp(cuts: Sequence[Set], weight: Mapping[int, float]) -> Set:
    figures = sorted(Set().union(*cuts))
    hits = np.array([[figure in cut for figure in figures] for cut in cuts], float)
    cost = np.array([weight[figure] for figure in figures])
    none, one = np.zeros(len(figures)), np.ones(len(figures))
    low, high = np.ones(len(cuts)), np.full(len(cuts), np.inf)
    found = optimum(Program(cost, dense_rows(hits), low, high, none, one), whole=True)
    if found is None:
        return _one_by_one(cuts, weight)
    return frozenset(figure for figure, taken in zip(figures, found.point) if taken > 0.5)


def _one_by_one(cuts: Sequence[Set], weight: Mapping[int, float]) -> Set:
    """A set that hits every cut, not always of least weight: the lightest figure of each cut that
    is not hit yet."""
    chosen = Set()
    for cut in sorted(cuts, key=len):
        if cut and not cut & chosen:
            chosen |= {min(cut, key=lambda figure: (weight[figure], figure))}
    return chosen
