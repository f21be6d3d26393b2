"""Rates that are wrong while all that they are worked out of agrees: several that miss by less than
their last digit, as they were cut off, and one that was copied into lines of equal amounts. Such
rates are no evidence against amounts."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.cell_slips import rounded, suggestion
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.report import Report
from sipipeline.localisation.search import violated_cuts
from sipipeline.localisation.suspects import Confidence, Group, Slip, Suspect

_SEVERAL = 2
"""So many rates that miss by less than their last digit are told by themselves; one alone is found
as any other cell is."""
_HABIT = 3
"""So many of these in one column, on whatever sheets, are a habit."""
_BEARING_OUT = 2
"""So many other rates of their column bear out that amounts are right."""

Column = tuple[str, str]
"""A sheet, and one of its columns."""


def rates_alone(problem: LinearProblem) -> list[Hypothesis]:
    """The rates that are wrong by themselves, each with what it should be; those of equal amounts
    that state the same rate together."""
    undoing = Undoing(problem, problem.violated())
    every = sorted(problem.stated_among(undoing.broken_rates))
    if len(every) < _SEVERAL:
        return []
    report = Report(problem, Feasibility(problem))
    together = _together(undoing, every)
    return [one for rates in together for one in _put_right(undoing, report, rates)]


def groups_of(slips: Iterable[Hypothesis], problem: LinearProblem) -> list[Group]:
    """The groups of rates that are wrong by themselves."""
    report = Report(problem, Feasibility(problem))
    return [_group(report, one) for one in slips]


def _group(report: Report, hypothesis: Hypothesis) -> Group:
    problem, rates = report.problem, frozenset(hypothesis.fixed)
    sure: Confidence = "certain" if len(rates) == 1 else "likely"
    explained = report.explained(rates, frozenset()).cells
    suspects = [
        Suspect(
            problem.keys[rate],
            case.implied,
            suggestion(case, told.value),
            told.slip,
            sure,
            together=len(rates) > 1,
        )
        for rate, (case, told) in explained.items()
    ]
    cuts = (cut for cut in violated_cuts(problem) if cut.rows[0] in hypothesis.explains)
    shortest = next(cut for cut in cuts if not rates.isdisjoint(cut.figures))
    return Group(
        problem.relations(hypothesis.explains),
        report.contradiction(shortest, rates),
        (report.keys(rates),),
        len(rates) == 1,
        tuple(suspects),
    )


def _together(undoing: Undoing, rates: Sequence[int]) -> list[list[int]]:
    """The wrong rates that are told by themselves: those that are copies of each other, and each of
    several that miss by less than their last digit."""
    near = {rate for rate in rates if _is_near(undoing, rate)}
    every = _of_equal_amounts(undoing.problem, rates)
    copies = [one for one in every if _is_copy(undoing, one, near)]
    apart = _apart(undoing, near.union(*copies))
    together = [one for one in copies if apart.issuperset(one)]
    left = apart.intersection(near).difference(*together)
    are_told = bool(together) or len(left) >= _SEVERAL
    return [*together, *([rate] for rate in sorted(left) if are_told)]


def _of_equal_amounts(problem: LinearProblem, rates: Iterable[int]) -> list[list[int]]:
    """The rates that state the same of equal amounts: one of them was worked out, and copied."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for rate in rates:
        amounts = {
            (keys.measure(problem.keys[one]), float(problem.value[one]))
            for one in _worked_out_of(problem, rate)
        }
        name, value = keys.measure(problem.keys[rate]), float(problem.value[rate])
        alike.setdefault((name, value, *sorted(amounts)), []).append(rate)
    return [group for group in alike.values() if len(group) > 1]


def _is_copy(undoing: Undoing, rates: Sequence[int], near: Set[int]) -> bool:
    """Whether rates of equal amounts are wrong by one slip: not where many of their kind miss by
    less than their last digit, nor where no others of their column hold, so that an amount that
    was carried into their lines may be wrong."""
    problem, name = undoing.problem, keys.measure(undoing.problem.keys[rates[0]])
    if near >= {*rates}:
        return sum(keys.measure(problem.keys[one]) == name for one in near) < _HABIT
    columns = _columns(problem, rates)
    holding = problem.stated_among(problem.rates) - undoing.broken_rates
    beside = (one for one in holding if problem.value[one])
    return sum(not columns.isdisjoint(_columns(problem, [one])) for one in beside) >= _BEARING_OUT


def _is_near(undoing: Undoing, rate: int) -> bool:
    """Whether a rate is what its amounts make but for less than its last digit."""
    problem = undoing.problem
    value, unit = float(problem.value[rate]), 2 * float(problem.half_width[rate])
    ends = {rate: (value - unit, value + unit)}
    return all(undoing.holds(row, ends) for row in problem.rows_resting_on(rate))


def _apart(undoing: Undoing, rates: Collection[int]) -> set[int]:
    """Those of some rates in whose columns of amounts nothing else is broken."""
    problem = undoing.problem
    others = (row for row in undoing.broken if int(problem.rate[row]) not in rates)
    known = problem.figures_in(
        row for row in others if problem.figures_in([row]).isdisjoint(problem.rates)
    )
    broken = _columns(problem, known)
    return {
        rate
        for rate in rates
        if broken.isdisjoint(_columns(problem, _worked_out_of(problem, rate)))
    }


def _columns(problem: LinearProblem, figures: Iterable[int]) -> set[Column]:
    return {(problem.sheet[one], keys.measure(problem.keys[one])) for one in figures}


def _worked_out_of(problem: LinearProblem, rate: int) -> set[int]:
    """The stated figures that a rate is worked out of."""
    return problem.stated_among(problem.figures_in(problem.rows_resting_on(rate))) - {rate}


def _put_right(undoing: Undoing, report: Report, rates: Sequence[int]) -> Iterator[Hypothesis]:
    """That some rates are what their amounts make, if nothing else speaks against that."""
    middles = {rate: sum(report.implied(rate, set(rates))) / 2 for rate in rates}
    fixed: Mapping[int, Interval] = {
        rate: _printed(middle, float(undoing.problem.half_width[rate]))
        for rate, middle in middles.items()
    }
    if all(map(math.isfinite, middles.values())):
        yield from undoing.tried(Slip(""), fixed)


def _printed(value: float, half_width: float) -> Interval:
    """What a figure states that is printed so finely."""
    told = rounded(value, half_width)
    return told - half_width, told + half_width
