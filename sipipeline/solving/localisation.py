"""The smallest weighted sets of figures to change (Fellegi-Holt), exactly: an implicit hitting set.

Each contradiction proves that one of its figures must change. The master problem picks a lightest set that meets all
contradictions found so far; a set that leaves none is proved smallest, because every solution meets them all. No
number depends on the size of the amounts.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sipipeline.solving.feasibility import Clash, Feasibility
from sipipeline.solving.hitting import EQUAL, all_smallest, components, smallest
from sipipeline.solving.rows import Problem

ROUNDS = 120
"""Contradictions sought before the search is cut short."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Contradictions that hang together, and the smallest sets of figures that explain them."""

    clashes: tuple[Clash, ...]
    sets: tuple[frozenset[int], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Localisation:
    causes: tuple[Cause, ...]
    proved: bool


def violated_clashes(problem: Problem) -> list[Clash]:
    """The relations that do not hold by themselves, as contradictions."""
    return [Clash((row,), frozenset(problem.partners(row))) for row in problem.violated()]


def locate(problem: Problem, limit: int, tests: Feasibility | None = None) -> Localisation:
    """All smallest sets, up to `limit` for each group of contradictions that share figures."""
    return _Search(problem, tests or Feasibility(problem), limit).run()


class _Search:
    def __init__(self, problem: Problem, tests: Feasibility, limit: int) -> None:
        self.tests, self.limit = tests, limit
        self.weight = dict(enumerate(problem.weight.tolist()))
        self.clashes = violated_clashes(problem)
        self.rounds = ROUNDS
        self.good: set[frozenset[int]] = set()

    def run(self) -> Localisation:
        while (conflicts := self._conflicts(best := self._best())) and self.rounds > 0:
            if not all(clash.figures for clash in conflicts):
                return self._result(best, proved=False)
            self.clashes += conflicts
        if conflicts:
            return self._result(best, proved=False)
        return self._enumerated(best)

    def _best(self) -> list[frozenset[int]]:
        """A lightest set for each component of the contradictions."""
        return [smallest(cuts, self.weight) for cuts in components(c.figures for c in self.clashes)]

    def _conflicts(self, sets: Collection[frozenset[int]]) -> list[Clash]:
        """Contradictions that a choice leaves; each further one shares no figure with those before."""
        chosen = frozenset[int]().union(*sets)
        found: list[Clash] = []
        while self.rounds > 0 and (clash := self.tests.clash(chosen)) is not None:
            self.rounds -= 1
            found.append(clash)
            if not clash.figures:
                break
            chosen |= clash.figures
        return found

    def _enumerated(self, best: list[frozenset[int]]) -> Localisation:
        """Every set as light as the best, each tested together with the best of the other groups."""
        while True:
            groups = components(clash.figures for clash in self.clashes)
            chosen = frozenset[int]().union(*best)
            causes, more = [], list[Clash]()
            for cuts in groups:
                figures = frozenset[int]().union(*cuts)
                cost = sum(self.weight[at] for at in chosen & figures)
                sets, complete = all_smallest(cuts, self.weight, cost, self.limit)
                rest = chosen - figures
                for one in sets:
                    more += self._refuted(one | rest, chosen)
                causes.append((cuts, sets, complete))
                if more:
                    break
            if not more:
                return Localisation(tuple(self._cause(*cause) for cause in causes), True)
            if self.rounds <= 0 or not all(clash.figures for clash in more):
                return self._result(best, proved=False)
            self.clashes += more

    def _refuted(self, one: frozenset[int], chosen: frozenset[int]) -> list[Clash]:
        if one == chosen or one in self.good:
            return []
        self.rounds -= 1
        clash = self.tests.clash(one) if self.rounds > 0 else None
        if clash is None:
            self.good.add(one)
            return []
        return [clash]

    def _result(self, best: list[frozenset[int]], proved: bool) -> Localisation:
        chosen = frozenset[int]().union(*best)
        causes = [
            self._cause(cuts, [chosen & frozenset[int]().union(*cuts)], False)
            for cuts in components(clash.figures for clash in self.clashes if clash.figures)
        ]
        return Localisation(tuple(causes), proved)

    def _cause(self, cuts: list[frozenset[int]], sets: list[frozenset[int]], complete: bool) -> Cause:
        figures = frozenset[int]().union(*cuts)
        clashes = tuple(clash for clash in self.clashes if clash.figures & figures)
        return Cause(clashes, tuple(sets), complete)


def weight_of(problem: Problem, figures: Collection[int]) -> float:
    return float(sum(problem.weight[at] for at in figures))


def lighter(left: float, right: float) -> bool:
    return left < right - EQUAL
