"""The smallest weighted sets of figures to change (Fellegi-Holt), exactly: an implicit hitting set.

Each contradiction proves that one of its figures must change. The master problem picks a lightest
set that meets all contradictions found so far; a set that leaves none is proved smallest, because
every solution meets them all. No number depends on the size of the amounts."""

from collections.abc import Collection
from dataclasses import dataclass

from sipipeline.localisation.cuts import all_smallest, components, minimal, smallest
from sipipeline.localisation.feasibility import Clash, Feasibility
from sipipeline.localisation.problem import Problem

ROUNDS = 400
"""Contradictions sought before the search is cut short."""

WORK = 800
"""Contradictions that all choices of a lightest set together may be reckoned over: some four times
what a few slips take.

Counted, not timed, so that the answer is the same on every machine. """

TRIES = 120
"""Sets as light as the best that are tested; beyond, some may be left out."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Contradictions that hang together, and the smallest sets of figures that explain them."""

    clashes: tuple[Clash, ...]
    """The most telling one first."""
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
        self.rounds, self.tries = ROUNDS, TRIES
        self.good: set[frozenset[int]] = set()
        self.work = WORK
        self.lightest: dict[frozenset[frozenset[int]], frozenset[int]] = {}

    def run(self) -> Localisation:
        while conflicts := self._conflicts(best := self._best()):
            if self.rounds <= 0 or self.work <= 0 or not all(clash.figures for clash in conflicts):
                return self._unproved(best)
            self.clashes += conflicts
        return self._enumerated(best)

    def _best(self) -> list[frozenset[int]]:
        """A lightest set for each component of the contradictions."""
        return [self._smallest(cuts) for cuts in components(c.figures for c in self.clashes)]

    def _smallest(self, cuts: Collection[frozenset[int]]) -> frozenset[int]:
        """Reckoned anew only where a contradiction has come in."""
        sharp = minimal(cuts)
        known = self.lightest.get(sharp)
        if known is None:
            known = self.lightest[sharp] = smallest(sorted(sharp, key=sorted), self.weight)
            self.work -= len(sharp)
        return known

    def _conflicts(self, sets: Collection[frozenset[int]]) -> list[Clash]:
        """Contradictions that a choice leaves; each further one shares no figure with those
        before."""
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
        """Every set as light as the best, each tested together with the best of the other
        groups."""
        chosen = frozenset[int]().union(*best)
        self.good.add(chosen)
        while True:
            causes, more = [], list[Clash]()
            for cuts in components(clash.figures for clash in self.clashes):
                figures = frozenset[int]().union(*cuts)
                cost = sum(self.weight[at] for at in chosen & figures)
                sets, complete = all_smallest(cuts, self.weight, cost, self.limit)
                refuted = [self._refuted(one | chosen - figures) for one in sets]
                more += [clash for clash in refuted if clash is not None]
                tested = [one for one in sets if one | chosen - figures in self.good]
                causes.append(self._cause(figures, tested, complete and len(tested) == len(sets)))
                if more:
                    break
            if not more or self.tries <= 0 or not all(clash.figures for clash in more):
                return Localisation(tuple(part for cause in causes for part in _apart(cause)), True)
            self.clashes += more

    def _refuted(self, one: frozenset[int]) -> Clash | None:
        """The contradiction that a set leaves; None where it leaves none, or was not tested any
        more."""
        if one in self.good or self.tries <= 0:
            return None
        self.tries -= 1
        clash = self.tests.clash(one)
        if clash is None:
            self.good.add(one)
        return clash

    def _unproved(self, best: list[frozenset[int]]) -> Localisation:
        chosen = frozenset[int]().union(*best)
        causes = []
        for cuts in components(clash.figures for clash in self.clashes if clash.figures):
            figures = frozenset[int]().union(*cuts)
            causes.append(self._cause(figures, [chosen & figures], False))
        return Localisation(tuple(causes), False)

    def _cause(self, figures: frozenset[int], sets: list[frozenset[int]], complete: bool) -> Cause:
        clashes = sorted(
            (clash for clash in self.clashes if clash.figures & figures),
            key=lambda clash: len(clash.rows),
        )
        return Cause(tuple(clashes), tuple(sets), complete)


def _apart(cause: Cause) -> list[Cause]:
    """A cause as several, where its smallest sets are every combination of smaller ones.

    A figure that all sets have explains its contradictions whatever else is chosen, and is a cause
    of its own."""
    if not cause.complete or not cause.sets:
        return [cause]
    sure = frozenset.intersection(*cause.sets)
    named = frozenset[int]().union(*cause.sets) - sure
    left = [clash.figures & named for clash in cause.clashes if not clash.figures & sure]
    groups = [frozenset({at}) for at in sorted(sure)]
    groups += [frozenset[int]().union(*cuts) for cuts in components(left)]
    return [_part_of(cause, figures, sure - figures) for figures in groups]


def _part_of(cause: Cause, figures: frozenset[int], others: frozenset[int]) -> Cause:
    clashes = [clash for clash in cause.clashes if clash.figures & figures]
    clashes.sort(key=lambda clash: (bool(clash.figures & others), len(clash.rows)))
    sets = dict.fromkeys(one & figures for one in cause.sets)
    return Cause(tuple(clashes), tuple(sets), cause.complete)
