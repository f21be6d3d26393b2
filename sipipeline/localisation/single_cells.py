"""One cell whose change alone settles all that another explanation does: the simpler one, and one
that leaves nothing over."""

from collections.abc import Collection, Iterator, Mapping

from sipipeline.arithmetic.figures import Interval
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.problem import LinearProblem

_NOTHING: Mapping[int, Interval] = {}


def settled_by_one(
    problem: LinearProblem, rows: Collection[int], besides: int | None = None
) -> bool:
    """Whether a stated figure, besides one, has a value with which some broken rows hold and
    nothing else is broken that is not already by other rows."""
    elsewhere = problem.cuts(row for row in problem.violated() if row not in rows)
    doubted = frozenset[int]().union(*elsewhere)
    return settles_alone(Feasibility(problem), rows, besides, doubted)


def settles_alone(
    tests: Feasibility, rows: Collection[int], besides: int | None, doubted: frozenset[int]
) -> bool:
    """Whether a stated figure, besides one, leaves nothing broken of some rows and of those around
    them once it has another value, some further figures being doubted."""
    return any(figure != besides for figure in settling(tests, rows, doubted))


def settling(
    tests: Feasibility,
    rows: Collection[int],
    doubted: frozenset[int],
    known: Mapping[int, Interval] = _NOTHING,
) -> Iterator[int]:
    """The stated figures each of which leaves nothing broken of some rows and of those around them
    once it has another value, some further figures being doubted or put right."""
    problem = tests.problem
    for figure in sorted(_in_all(problem, rows) - known.keys()):
        free = doubted | {figure}
        is_open = _is_left_a_value(problem, figure, free | known.keys())
        if is_open and tests.can_hold(free - known.keys(), known):
            yield figure


def _in_all(problem: LinearProblem, rows: Collection[int]) -> frozenset[int]:
    """The stated figures whose change could mend each of some rows."""
    cuts = problem.cuts(rows)
    return frozenset.intersection(*cuts) if cuts else frozenset()


def _is_left_a_value(problem: LinearProblem, figure: int, doubted: Collection[int]) -> bool:
    """Whether all rows of a figure leave it a value, the others that nobody doubts being as
    stated."""
    rows = [row for row in problem.rows_of[figure] if problem.row_applies(row, doubted)]
    least, most = problem.implied(figure, rows, *problem.bounds(doubted))
    return least <= most
