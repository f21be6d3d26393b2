"""A year that was given both balances of the year before: what it began with, and what was left of
it."""

from collections.abc import Iterator, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip


def last_years_balances(undoing: Undoing) -> Iterator[Hypothesis]:
    """The opening balance as last year's closing balance, and the closing balance as that makes it
    with the surplus of the year."""
    touched = set(undoing.touched_sheets())
    for relation in undoing.problem.matrix.relations:
        carries_over = relation.to_explain and relation.op == "=" and len(relation.keys) == 2
        if carries_over and keys.table(relation.subject) in touched:
            fixed = _as_carried_over(undoing, *relation.keys)
            if fixed:
                yield from undoing.tried(Slip("balances of last year"), fixed)


def _as_carried_over(undoing: Undoing, opening: str, last: str) -> dict[int, Interval]:
    """What both balances should be; empty unless each is to the last digit that of the year before,
    and those of the two years are not alike."""
    problem, closing = undoing.problem, keys.beside(last, keys.measure(opening))
    named = (opening, keys.beside(opening, keys.measure(last)), closing, last)
    figures = [problem.number.get(key, -1) for key in named]
    if min(figures) < 0 or not _are_repeated(problem, figures):
        return {}
    began, _, ended, ended_before = figures
    fixed = {began: undoing.stated(ended_before)}
    made = (_made(undoing, one, closing, fixed) for one in problem.matrix.relations)
    ends = next((one for one in made if one is not None), None)
    return {**fixed, ended: ends} if ends is not None else {}


def _are_repeated(problem: LinearProblem, figures: Sequence[int]) -> bool:
    """Whether two pairs of figures are stated, each twice the same, and the pairs not alike."""
    if not all(problem.stated[figure] for figure in figures):
        return False
    began, began_before, ended, ended_before = (float(problem.value[one]) for one in figures)
    return began == began_before != ended == ended_before


def _made(
    undoing: Undoing, relation: Relation, subject: str, fixed: dict[int, Interval]
) -> Interval | None:
    """What a balance makes of its subject with some figures put right; None for other relations,
    and where a term is blank."""
    is_balance = relation.subject == subject and relation.op == "=" and not relation.derived
    if not is_balance or relation.to_explain:
        return None
    problem = undoing.problem
    low = high = 0.0
    for term in relation.terms:
        figure = problem.number.get(term.key, -1)
        if figure < 0 or not problem.stated[figure]:
            return None
        ends = [term.coefficient * one for one in fixed.get(figure, undoing.stated(figure))]
        low, high = low + min(ends), high + max(ends)
    return low, high
