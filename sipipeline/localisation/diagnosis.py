"""What is wrong in one submission: the contradictions, the cells that explain them, and the slips
behind."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.certainty import tempered
from sipipeline.localisation.cuts import apart
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.followers import with_followers
from sipipeline.localisation.formulas import following
from sipipeline.localisation.hypotheses import Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.rates_alone import groups_of, rates_alone
from sipipeline.localisation.report import Report
from sipipeline.localisation.search import Localisation, Tangle, first_cells, locate
from sipipeline.localisation.several_sheets import of_several_sheets
from sipipeline.localisation.shared_slips import shared_group, shared_hypotheses
from sipipeline.localisation.structural_slips import (
    StructuralSlip,
    cells_put_right,
    corrected,
    is_in_place,
    structural_groups,
    structural_slips,
)
from sipipeline.localisation.suspects import SETS_NAMED, Diagnosis, Group
from sipipeline.localisation.tangle_suspects import tangle_group
from sipipeline.localisation.zeros_of_sums import with_zeros_told_together

MOST = 30
"""If more cells than this are wrong for sure none is named: most figures are wrong, and the search
would take minutes."""


def diagnose(problem: LinearProblem) -> Diagnosis:
    """Locate the errors of a submission; most of the time goes into proving that figures far from
    the errors can hold jointly, where only rounding is to be settled."""
    slips = structural_slips(problem)
    rest = slips[-1].without if slips else problem
    groups = structural_groups(slips)
    rates = rates_alone(rest)
    if rates:
        groups += groups_of(rates, rest)
        rest = corrected(rest, *rates)
    if apart(rest.cuts(rest.violated())) > MOST:
        return Diagnosis(False, tuple(of_several_sheets(groups)), proved=False)
    followed = following(rest)
    typed = rest if followed is None else followed.problem
    tests = Feasibility(typed)
    localisation = locate(typed, SETS_NAMED, tests)
    if localisation.tangles:
        located = _groups(Report(typed, tests), localisation)
        told = _told(located, problem, slips)
        together = {one.key for group in told for one in group.suspects if one.together}
        sure = tempered(told, problem, cells_put_right(slips) | together)
        groups += sure if followed is None else with_followers(sure, rest, followed)
    told_once = tuple(of_several_sheets(with_zeros_told_together(groups, problem)))
    return Diagnosis(not groups, told_once, localisation.proved)


def _told(
    groups: Sequence[Group], problem: LinearProblem, slips: Sequence[StructuralSlip]
) -> list[Group]:
    """The groups whose cells are where the submission has them, once slips are put right."""
    told = [group for group in groups if _is_told_by(group, problem) and is_in_place(group, slips)]
    return [_beside_strays(group, problem) for group in told]


def _beside_strays(group: Group, problem: LinearProblem) -> Group:
    """A group in which no cell is singled out whose amount stands in the same line of another sheet
    too, where that has no such line: what is wrong is that."""
    return replace(
        group,
        suspects=tuple(
            replace(one, confidence="possible") if _has_stray(one.key, problem) else one
            for one in group.suspects
        ),
    )


def _has_stray(key: str, problem: LinearProblem) -> bool:
    """Whether the amount of a figure stands in its line and column of another sheet, which has no
    such line."""
    figure, strays = problem.number.get(key, -1), problem.contents.strays
    if figure < 0 or not keys.is_account(key):
        return False
    same = (keys.of_fund(key, keys.measure(sheet)) for sheet in problem.arrangement.accounts)
    return any(strays.get(one) == problem.value[figure] for one in same)


def _is_told_by(group: Group, problem: LinearProblem) -> bool:
    """Whether the figures of a group are stated in the submission. A slip of several cells may have
    left one of them blank."""
    alone = {suspect.key for suspect in group.suspects if not suspect.together}
    stated = {*group.contradiction.figures, *alone}
    named = stated.union(suspect.key for suspect in group.suspects)
    return all(key in problem.number for key in named) and all(
        problem.stated[problem.number[key]] for key in stated
    )


def _groups(report: Report, localisation: Localisation) -> list[Group]:
    """The groups of one slip of several cells each, then those of single cells, the cells of the
    former being put right."""
    tangles = list(localisation.tangles)
    groups: list[Group] = []
    known: dict[int, Interval] = {}
    for candidate in shared_hypotheses(report, localisation.tangles):
        groups.append(shared_group(report, candidate))
        tangles = [tangle for tangle in tangles if tangle not in candidate.members]
        known.update(report.puts_right([candidate.hypothesis, *candidate.rivals]))
    beside = Report(report.problem, report.tests, known)
    signs = _signs(report.problem, tangles)
    undoing = Undoing(report.problem, report.problem.violated())
    for tangle in tangles:
        if tangle.single_rows and all(undoing.holds(row, known) for row in tangle.single_rows):
            groups = _with_tangle(report, groups, tangle)
            continue
        others = [other for other in localisation.tangles if other is not tangle]
        turned = _beside(report, tangle, first_cells(others), signs)
        put_right = {**known, **turned}
        told = Report(report.problem, report.tests, put_right) if turned else beside
        groups.append(tangle_group(told, tangle, first_cells(others) - put_right.keys()))
    return groups


def _signs(problem: LinearProblem, tangles: Sequence[Tangle]) -> dict[int, Interval]:
    """The amounts that cannot be negative and are, with what they should hold without their signs:
    where another part of their sum is wrong too, that shows which. None that is but one of several
    cells that may be wrong."""
    sets = [one for tangle in tangles for one in tangle.sets]
    needed = frozenset[int]().union(*(tangle.needed for tangle in tangles))
    optional = frozenset[int]().union(*sets) - needed
    return {
        figure: (-float(problem.hi[figure]), -float(problem.lo[figure]))
        for figure in np.flatnonzero(problem.stated & (problem.value < 0)).tolist()
        if problem.is_impossible(figure) and figure not in optional
    }


def _beside(
    report: Report, tangle: Tangle, doubted: frozenset[int], signs: Mapping[int, Interval]
) -> Mapping[int, Interval]:
    """What amounts beside a tangle should hold, if all can hold with these."""
    beside = {figure: ends for figure, ends in signs.items() if figure not in tangle.needed}
    if not beside:
        return beside
    free = (doubted | tangle.needed) - beside.keys()
    return beside if report.tests.can_hold(free, beside) else {}


def _with_tangle(report: Report, groups: Sequence[Group], tangle: Tangle) -> list[Group]:
    """The groups, the relations of a tangle, which only several slips together explain, with the
    first that has a cell in it."""
    figures = {report.problem.keys[figure] for figure in tangle.figures}
    relations = report.problem.relations(tangle.single_rows)
    result = list(groups)
    for place, group in enumerate(groups):
        if not figures.isdisjoint(suspect.key for suspect in group.suspects):
            result[place] = replace(group, violated=(*group.violated, *relations))
            break
    return result
