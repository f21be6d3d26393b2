"""How sure a cell is said to be wrong beside all else that is wrong: rates of many lines that
nothing explains are hardly so many slips, but follow from amounts that are wrong."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Confidence, Group, Suspect

_ALIKE = 3
"""So many rates of one column that no slip explains have one cause that was not found."""
OR_CARRIED = "or carried"
"""The slip of a figure that may be right, where an amount carried into sums is wrong instead."""
_NO_SLIP = frozenset({"", "several", "with its rate", OR_CARRIED})
_OF_ANY_DIGIT = frozenset({"digit", "missing", "extra"})
"""Slips that explain nearly any rate, as it has few digits."""
_OF_FEW_DIGITS = frozenset({"transposed", "doubled"})
"""Slips that explain many rates beside these."""
OF_ANY_RATE = _OF_ANY_DIGIT | _OF_FEW_DIGITS


def tempered(
    groups: Sequence[Group], problem: LinearProblem, put_right: frozenset[str]
) -> list[Group]:
    """Groups that call no cell certain, or likely, that nothing explains by itself and that is of a
    fund with many such rates in one column; that is worked out of, or held to, a figure `put_right`
    by a slip of many cells, as one of several cells of a slip may be; or that may be as it is
    stated, as far as the rest tells."""
    in_disorder = _in_disorder(groups, problem)
    return [
        replace(
            group,
            suspects=tuple(
                replace(one, confidence=_confidence(one, group, problem, put_right, in_disorder))
                for one in group.suspects
            ),
        )
        for group in groups
    ]


def is_unexplained(suspect: Suspect, problem: LinearProblem, of_any_digit: bool = False) -> bool:
    """Whether no slip explains what a cell holds: of a rate, or where a digit here or there is no
    evidence `of_any_digit`, none but one that is clear."""
    if suspect.together:
        return False
    code, figure = suspect.slip.code, problem.number.get(suspect.key, -1)
    is_rate = figure in problem.rates
    if of_any_digit and is_rate and code in _OF_FEW_DIGITS:
        return True
    return code in _NO_SLIP or (code in _OF_ANY_DIGIT and (of_any_digit or is_rate))


def _confidence(
    suspect: Suspect,
    group: Group,
    problem: LinearProblem,
    put_right: frozenset[str],
    in_disorder: Collection[str | None],
) -> Confidence:
    """How sure a suspect is."""
    fund, unexplained = keys.fund(suspect.key), is_unexplained(suspect, problem)
    is_rate = problem.number.get(suspect.key, -1) in problem.rates
    is_of_disorder = fund in in_disorder and (unexplained or is_rate)
    if suspect.together:
        return _of_several(suspect, group, put_right)
    if not (unexplained or is_of_disorder):
        return suspect.confidence
    if is_of_disorder or _may_stay(suspect, problem):
        return "possible"
    beside = {*group.contradiction.figures, *_worked_out_of(suspect, problem)}
    is_beside = not beside.isdisjoint(put_right)
    return "likely" if is_beside and suspect.confidence == "certain" else suspect.confidence


def _of_several(suspect: Suspect, group: Group, put_right: frozenset[str]) -> Confidence:
    """How sure a cell of a slip of several is: likely, if it is held to a figure put right by
    another."""
    others = {*group.contradiction.figures} - {one.key for one in group.suspects}
    is_beside = not others.isdisjoint(put_right)
    return "likely" if is_beside and suspect.confidence == "certain" else suspect.confidence


def _in_disorder(groups: Sequence[Group], problem: LinearProblem) -> set[str | None]:
    """The funds with many rates in one column that nothing explains."""
    columns = [
        {(keys.fund(one.key), keys.measure(one.key)) for one in _unexplained(group, problem)}
        for group in groups
    ]
    count = Counter(column for of_group in columns for column in of_group)
    return {fund for (fund, _), rates in count.items() if rates >= _ALIKE}


def _unexplained(group: Group, problem: LinearProblem) -> Iterable[Suspect]:
    """The rates that a group is sure of, or nearly so, and that no slip explains."""
    sure = (one for one in group.suspects if one.confidence != "possible")
    rates = (one for one in sure if problem.number.get(one.key, -1) in problem.rates)
    return (one for one in rates if is_unexplained(one, problem))


def _worked_out_of(suspect: Suspect, problem: LinearProblem) -> Iterable[str]:
    """The keys of the figures that a rate is worked out of; none of an amount."""
    figure = problem.number.get(suspect.key, -1)
    rows = problem.rows_resting_on(figure) if figure in problem.rates else ()
    return (problem.keys[one] for one in problem.figures_in(rows))


def _may_stay(suspect: Suspect, problem: LinearProblem) -> bool:
    """Whether what a cell states is within what the rest leaves of it."""
    figure, (low, high) = problem.number.get(suspect.key, -1), suspect.implied
    return figure >= 0 and low <= float(problem.value[figure]) <= high
