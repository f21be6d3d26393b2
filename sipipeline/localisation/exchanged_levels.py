"""What people are paid each month before and after an increase, and the increase, each in the place
of another."""

from collections.abc import Iterator
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

CODE = "exchanged levels"
_FAMILY = "benefit_levels"


def exchanged_levels(undoing: Undoing) -> Iterator[Hypothesis]:
    """The three figures of a fund with the most as what is paid after the increase, and the least
    as the increase: nobody is paid less than before, or twice as much."""
    problem = undoing.problem
    for relation in problem.relations(undoing.broken):
        places = [problem.number.get(key, -1) for key in relation.keys]
        is_of_levels = relation.difference and keys.family(relation.subject) == _FAMILY
        if is_of_levels and -1 not in places and all(problem.stated[place] for place in places):
            fixed = {
                place: undoing.stated(held) for place, held in _in_order(problem, *places).items()
            }
            for hypothesis in undoing.tried(Slip(CODE), fixed):
                yield replace(hypothesis, is_no_chance=True)


def _in_order(problem: LinearProblem, increase: int, after: int, before: int) -> dict[int, int]:
    """Each of three places whose figure belongs elsewhere, with the place whose figure belongs
    there."""
    places = (increase, before, after)
    by_size = sorted(places, key=lambda place: float(problem.value[place]))
    return {place: held for place, held in zip(places, by_size) if place != held}
