"""The smallest weighted sets of figures to change (Fellegi-Holt): exact, by implicit hitting sets.

Each cut proves that one of its figures must change. The master problem picks a lightest set that
hits all cuts found so far. If that set leaves no cut it is smallest, because every solution hits
all cuts. No number depends on the size of the amounts."""

import math
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import chain

from sipipeline.core.values import frozen
from sipipeline.localisation.cuts import EQUAL, all_smallest, components, minimal, smallest
from sipipeline.localisation.feasibility import Cut, Feasibility
from sipipeline.localisation.problem import LinearProblem

ROUNDS = 400
"""Cuts sought before the search is cut short."""

WORK = 800
"""Cuts that all master problems together may have: some four times what a few slips take.

Counted, not timed, so that the answer is the same on every machine."""

TRIES = 120
"""Sets as light as the best that are tested; beyond, some may be left out."""

_SEVERAL = 2
"""The least that several figures are."""


@frozen
class Tangle:
    """Cuts that hang together, and the smallest sets of figures that explain them."""

    cuts: tuple[Cut, ...]
    """The shortest first."""
    sets: tuple[frozenset[int], ...]
    complete: bool
    """Whether `sets` has all smallest sets."""

    @property
    def single_rows(self) -> frozenset[int]:
        """The rows that do not hold by themselves."""
        return frozenset(row for cut in self.cuts if len(cut.rows) == 1 for row in cut.rows)

    @property
    def figures(self) -> frozenset[int]:
        """The figures of its cuts."""
        return frozenset[int]().union(*(cut.figures for cut in self.cuts))

    @property
    def needed(self) -> frozenset[int]:
        """The figures that every smallest set has; none where some may have been left out."""
        has_all = self.complete and bool(self.sets)
        return frozenset.intersection(*self.sets) if has_all else frozenset()

    @property
    def shortest(self) -> Cut:
        """The cut of the fewest rows."""
        return min(self.cuts, key=lambda cut: len(cut.rows))

    def has_set_in(self, cells: frozenset[int]) -> bool:
        """Whether some cells include one of its sets."""
        return any(one <= cells for one in self.sets)

    @property
    def size(self) -> int:
        """How many figures its smallest set has; several where none was found."""
        return min(map(len, self.sets), default=_SEVERAL)


@frozen
class Localisation:
    tangles: tuple[Tangle, ...]
    proved: bool


def violated_cuts(problem: LinearProblem) -> list[Cut]:
    """The rows that do not hold by themselves, as cuts."""
    return [Cut((row,), frozenset(problem.mending(row))) for row in problem.violated()]


def locate(problem: LinearProblem, limit: int, tests: Feasibility | None = None) -> Localisation:
    """All smallest sets, up to `limit` for each tangle."""
    return _Search(problem, tests or Feasibility(problem), limit).run()


def apart(tangle: Tangle) -> list[Tangle]:
    """A tangle as several, if its smallest sets are all combinations of smaller ones.

    A figure that all sets share is needed whatever else is chosen, so it is a tangle of its
    own. A cut that a figure of another tangle explains asks for none of these."""
    if not tangle.complete or not tangle.sets:
        return [tangle]
    shared = tangle.needed
    optional = _union(tangle.sets) - shared
    not_shared = (cut.figures & optional for cut in tangle.cuts if not cut.figures & shared)
    left = filter(None, not_shared)
    groups = [frozenset({figure}) for figure in sorted(shared)]
    groups += [_union(cuts) for cuts in components(left)]
    return [_part_of(tangle, figures, shared - figures) for figures in groups]


def first_cells(tangles: Iterable[Tangle]) -> frozenset[int]:
    """The cells of the first set of each tangle."""
    return frozenset[int]().union(*(one for tangle in tangles for one in tangle.sets[:1]))


class _Search:
    def __init__(self, problem: LinearProblem, tests: Feasibility, limit: int) -> None:
        self.tests, self.limit = tests, limit
        self.weight = dict(enumerate(problem.weight.tolist()))
        self.cuts = violated_cuts(problem)
        self.rounds, self.tries, self.work = ROUNDS, TRIES, WORK
        self.explaining: set[frozenset[int]] = set()
        """Choices that leave no cut."""
        self.solved: dict[frozenset[frozenset[int]], frozenset[int]] = {}
        """Master problems to their solutions."""
        self.hitting: set[frozenset[int]] = set()
        """Sets that were once found to hit some cuts without one of their figures."""
        self.needed: dict[int, list[tuple[frozenset[frozenset[int]], float]]] = {}
        """Each figure to the cuts that no set without it hits at a cost."""

    def run(self) -> Localisation:
        while True:
            chosen = _union(map(self._smallest, self._components()))
            left = self._cuts_left(chosen)
            if not left:
                return self._enumerated(chosen)
            if min(self.rounds, self.work) <= 0 or not _can_be_mended(left):
                return self._unproved(chosen)
            self.cuts += left

    def _components(self) -> list[list[frozenset[int]]]:
        return components(cut.figures for cut in self.cuts)

    def _smallest(self, cuts: Collection[frozenset[int]]) -> frozenset[int]:
        """A lightest set that hits some cuts; recomputed only if a new cut was added."""
        needed = minimal(cuts)
        if needed not in self.solved:
            self.solved[needed] = smallest(sorted(needed, key=sorted), self.weight)
            self.work -= len(needed)
        return self.solved[needed]

    def _cuts_left(self, chosen: frozenset[int]) -> list[Cut]:
        """Cuts that a choice leaves, each without figures of the cuts before."""
        left: list[Cut] = []
        while self.rounds > 0 and _can_be_mended(left):
            cut = self.tests.cut(chosen)
            if cut is None:
                break
            self.rounds -= 1
            left.append(cut)
            chosen |= cut.figures
        return left

    def _enumerated(self, chosen: frozenset[int]) -> Localisation:
        """Every set as light as the best, each tested together with the best of the other
        tangles."""
        self.explaining.add(chosen)
        tangles, refuting = self._tested(chosen)
        while refuting and self.tries > 0 and _can_be_mended(refuting):
            self.cuts += refuting
            tangles, refuting = self._tested(chosen)
        parts = map(apart, tangles)
        return Localisation(tuple(chain.from_iterable(parts)), True)

    def _tested(self, chosen: frozenset[int]) -> tuple[list[Tangle], list[Cut]]:
        """The tangles with the sets that pass the test, up to the first tangle with a set that a
        new cut refutes; and those cuts."""
        tangles: list[Tangle] = []
        for cuts in chain.from_iterable(self._parts(cuts, chosen) for cuts in self._components()):
            tangle, refuting = self._tested_tangle(cuts, chosen)
            tangles.append(tangle)
            if refuting:
                return tangles, refuting
        return tangles, []

    def _parts(
        self, cuts: Sequence[frozenset[int]], chosen: frozenset[int]
    ) -> Sequence[Sequence[frozenset[int]]]:
        """Some cuts; where too many sets hit them to be named, apart by the figures that each of
        these sets has."""
        cost = self._cost(chosen & _union(cuts))
        _, complete = all_smallest(cuts, self.weight, cost, self.limit)
        needed = frozenset[int]()
        if not complete:
            figures = chosen & _union(cuts)
            needed = frozenset(filter(partial(self._is_needed, cuts, cost), figures))
        left = [cut for cut in cuts if not cut & needed]
        return [*([frozenset({figure})] for figure in sorted(needed)), *components(left)]

    def _is_needed(self, cuts: Sequence[frozenset[int]], cost: float, figure: int) -> bool:
        """Whether every set that hits the cuts at such a cost has a figure; cuts that were added
        since it was asked last make it no less needed."""
        without = minimal(cut - {figure} for cut in cuts)
        known = self.needed.setdefault(figure, [])
        if not all(without) or any(before <= {*cuts} and cost <= at for before, at in known):
            return True
        if any(self._hits(one, without, cost) for one in self.hitting):
            return False
        others = smallest(sorted(without, key=sorted), self.weight)
        if is_needed := self._cost(others) > cost + EQUAL:
            known.append((frozenset(cuts), cost))
        else:
            self.hitting.add(others)
        return is_needed

    def _hits(self, figures: frozenset[int], cuts: Iterable[frozenset[int]], cost: float) -> bool:
        """Whether some figures hit every cut and weigh no more than a cost."""
        return self._cost(figures) <= cost + EQUAL and not any(map(figures.isdisjoint, cuts))

    def _cost(self, figures: Iterable[int]) -> float:
        return math.fsum(map(self.weight.__getitem__, figures))

    def _tested_tangle(
        self, cuts: Collection[frozenset[int]], chosen: frozenset[int]
    ) -> tuple[Tangle, list[Cut]]:
        """The tangle of some cuts with the sets that pass the test, and the new cuts that refute
        the others."""
        figures = _union(cuts)
        elsewhere = chosen - figures
        cost = self._cost(chosen & figures)
        sets, complete = all_smallest(list(cuts), self.weight, cost, self.limit)
        refuting = [self._refuting(one | elsewhere) for one in sets]
        passed = [one for one in sets if one | elsewhere in self.explaining]
        complete = complete and len(passed) == len(sets)
        return self._tangle(figures, passed, complete), list(filter(None, refuting))

    def _refuting(self, choice: frozenset[int]) -> Cut | None:
        """A cut that a choice leaves; None if it leaves none, or if no tries are left."""
        if choice in self.explaining or self.tries <= 0:
            return None
        self.tries -= 1
        cut = self.tests.cut(choice)
        if cut is None:
            self.explaining.add(choice)
        return cut

    def _unproved(self, chosen: frozenset[int]) -> Localisation:
        mendable = [cut.figures for cut in self.cuts if cut.figures]
        tangles = []
        for figures in map(_union, components(mendable)):
            tangle = self._tangle(figures, [chosen & figures], complete=False)
            tangles.append(tangle)
        return Localisation(tuple(tangles), False)

    def _tangle(
        self, figures: frozenset[int], sets: list[frozenset[int]], complete: bool
    ) -> Tangle:
        cuts = [cut for cut in self.cuts if cut.figures & figures]
        cuts.sort(key=lambda cut: len(cut.rows))
        return Tangle(tuple(cuts), tuple(sets), complete)


def _can_be_mended(cuts: Iterable[Cut]) -> bool:
    """Whether each cut has a stated figure whose change could mend it."""
    return all(cut.figures for cut in cuts)


def _union(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*sets)


def _part_of(tangle: Tangle, figures: frozenset[int], explained: frozenset[int]) -> Tangle:
    """The cuts and sets of some figures; cuts that other figures explain come last."""
    cuts = [cut for cut in tangle.cuts if cut.figures & figures]
    cuts.sort(key=lambda cut: (bool(cut.figures & explained), len(cut.rows)))
    sets = dict.fromkeys(one & figures for one in tangle.sets)
    return Tangle(tuple(cuts), tuple(sets), tangle.complete)
