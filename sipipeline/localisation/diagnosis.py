"""What is wrong in one submission: the contradictions, the cells that explain them, and the slips
behind."""

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.localisation.carried_slips import carried
from sipipeline.localisation.cell_slips import Case, SlipOfCell, suggestion
from sipipeline.localisation.certainty import tempered
from sipipeline.localisation.column_slips import (
    copied_columns,
    exchanged_columns,
    pairs,
    shifted_blocks,
    shifted_runs,
)
from sipipeline.localisation.columns_apart import columns_apart, columns_of_zeros
from sipipeline.localisation.cuts import apart, components
from sipipeline.localisation.exchanged_accounts import exchanged_accounts
from sipipeline.localisation.exchanged_changes import exchanged_changes
from sipipeline.localisation.exchanged_rates import exchanged_rates
from sipipeline.localisation.exchanged_rows import (
    IN_PART,
    exchanged_rows,
    is_of_amounts,
    lines_of,
    rows_exchanged_in_part,
)
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.misplaced_accounts import misplaced_account
from sipipeline.localisation.missing_funds import missing_fund
from sipipeline.localisation.moved_points import ALIKE, APART, moved_points
from sipipeline.localisation.outdated_sheets import outdated_sheets
from sipipeline.localisation.pasted_accounts import pasted_accounts
from sipipeline.localisation.problem import LinearProblem, restated
from sipipeline.localisation.report import ZERO_BASE, Begun, Explained, Report
from sipipeline.localisation.restatements import Restatement
from sipipeline.localisation.scaled_accounts import (
    account_of_one_sum,
    accounts_of_total,
    several_accounts,
)
from sipipeline.localisation.scaled_lines import scaled_lines
from sipipeline.localisation.scaled_money import scaled_money
from sipipeline.localisation.search import Localisation, Tangle, locate, violated_cuts
from sipipeline.localisation.several_sheets import of_several_sheets
from sipipeline.localisation.shifted_sheets import shifted_sheets
from sipipeline.localisation.single_cells import settled_by_one, settles_alone
from sipipeline.localisation.strayed_amounts import strayed_amounts
from sipipeline.localisation.stub_sheets import stub_sheets
from sipipeline.localisation.suspects import Confidence, Diagnosis, Group, Slip, Suspect
from sipipeline.localisation.total_rates import total_rates
from sipipeline.localisation.turned_signs import turned_signs
from sipipeline.localisation.wrong_totals import wrong_totals
from sipipeline.localisation.wrong_workings import wrong_workings

LIMIT = 16
"""Sets named for each group."""
MANY = 4
"""From so many components of broken relations on, slips of whole columns are tried before single
cells."""
MOST = 30
"""If more cells than this are wrong for sure none is named: most figures are wrong, and the search
would take minutes."""
CLEARLY = math.log(4)
"""How much more evidence singles a slip out."""
_DIGITS_AT_ONCE = 2
"""A digit mistyped in each of more cells than this is no likely explanation."""
_OF_TWO_LINES = frozenset({IN_PART, "swapped"})
"""Slips by which figures of two lines are exchanged."""
_NAMED = 12
"""Suspects named for each group."""
_DEPARTING = 0.1
"""The part of the lines of an account in which a further slip may depart from it."""
_STRUCTURAL = 6
"""Slips of whole columns and accounts sought in one submission."""
_T = TypeVar("_T")
_HypothesisKind = Callable[[LinearProblem, Collection[int], Collection[int]], Iterator[Hypothesis]]
_COLUMN_SLIPS = (
    wrong_totals,
    total_rates,
    scaled_money,
    scaled_lines,
    several_accounts,
    accounts_of_total,
    exchanged_rows,
    exchanged_accounts,
    pasted_accounts,
    exchanged_columns,
    copied_columns,
    shifted_runs,
    turned_signs,
    wrong_workings,
    exchanged_rates,
    exchanged_changes,
    columns_of_zeros,
)


def _in_another_unit(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int]
) -> Iterator[Hypothesis]:
    """Columns, lines or the whole of a sheet in another unit of money."""
    yield from scaled_money(problem, broken, doubted)
    yield from scaled_lines(problem, broken, doubted)


_DECIDED_BY_TOTAL: Mapping[str, _HypothesisKind] = {
    "scaled": _in_another_unit,
    "copied": copied_columns,
    "exchanged rows": shifted_blocks,
}
"""By the code of a slip that a sheet bears out by itself: what finds the one that it may be a part
of, which the total tells: which columns are in another unit, which is the copy, and of lines in
each other's place whether they stand a line off with others."""
_OF_PARTS = (moved_points, account_of_one_sum)
_OF_CLUSTERS = (*_OF_PARTS, pairs, carried, rows_exchanged_in_part, *_COLUMN_SLIPS)
"""Slips that explain several of a few errors."""
_OF_MANY = (*_COLUMN_SLIPS, shifted_blocks)
_OF_SHEETS = tuple(kind for kind in _OF_MANY if kind is not wrong_totals)
"""Slips that the rates and sums of their own sheets may bear out."""


def diagnose(problem: LinearProblem, limit: int = LIMIT, thorough: bool = True) -> Diagnosis:
    """Locate the errors of a submission, up to `limit` sets for each group.

    Most of the time goes into proving that figures far from the errors can hold jointly, where
    only rounding is to be settled. Unless `thorough` they are trusted if their relations hold one
    by one."""
    slips: list[_StructuralSlip] = []
    rest = problem
    for _ in range(_STRUCTURAL):
        found = _structural(rest)
        if found is None:
            break
        slips.append(found)
        rest = found.without
    groups = _structural_groups(slips)
    if apart(rest.cuts(rest.violated())) > MOST:
        return Diagnosis(False, tuple(of_several_sheets(groups)), proved=False)
    tests = Feasibility(rest, thorough)
    localisation = locate(rest, limit, tests)
    if localisation.clusters:
        located = _groups(Report(rest, tests), localisation)
        told = _told(located, problem, slips)
        together = {one.key for group in told for one in group.suspects if one.together}
        groups += tempered(told, problem, _put_right(slips) | together)
    told_once = tuple(of_several_sheets(groups))
    return Diagnosis(not groups, told_once, localisation.proved and thorough)


def _structural_groups(slips: Sequence["_StructuralSlip"]) -> list[Group]:
    """The groups of the slips whose cells are where the submission has them."""
    groups = [_structural_group(slip, slips[place:]) for place, slip in enumerate(slips, 1)]
    return [group for place, group in enumerate(groups) if _stands(group, slips[:place])]


def _put_right(slips: Iterable["_StructuralSlip"]) -> frozenset[str]:
    """The keys of the cells of some slips."""
    found = ((one.problem, one.slip) for one in slips)
    return frozenset(
        key
        for problem, slip in found
        for key in (
            slip.cells
            if isinstance(slip, Restatement)
            else map(problem.keys.__getitem__, slip.cells)
        )
    )


def _told(
    groups: Sequence[Group], problem: LinearProblem, slips: Sequence["_StructuralSlip"]
) -> list[Group]:
    """The groups whose cells are where the submission has them, once slips are put right."""
    told = [group for group in groups if _is_told_by(group, problem) and _stands(group, slips)]
    return [_beside_strays(group, problem) for group in told]


def _stands(group: Group, slips: Sequence["_StructuralSlip"]) -> bool:
    """Whether the cells of a group are where the submission has them: not so once slips that were
    found before have moved accounts to or from their sheets."""
    found = (one.slip for one in slips)
    moved = [sheet for one in found if isinstance(one, Restatement) for sheet in one.moved]
    return not any(keys.table(suspect.key) in moved for suspect in group.suspects)


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


# ---------------------------------------------------------------- slips of whole columns, accounts
@frozen
class _StructuralSlip:
    """The slip of a whole account or column that explains most."""

    problem: LinearProblem
    """With the slip, and without those that were found before."""
    slip: Hypothesis | Restatement
    without: LinearProblem


def _structural(problem: LinearProblem) -> _StructuralSlip | None:
    """The slip of a whole account or column that explains most, and the problem without it.

    An account in the sheet of another fund comes first, unless a slip of columns explains all that
    it does and more. A fund without a sheet comes last: it explains any total that is too large."""
    broken = set(problem.violated())
    if not broken:
        return None
    hypothesis = _best_column_slip(problem, broken)
    misplaced = _misplaced(problem, broken, hypothesis)
    if misplaced is not None:
        return _StructuralSlip(problem, misplaced, misplaced.problem)
    moved = _widest((*shifted_sheets(problem, broken), *strayed_amounts(problem, broken)))
    if hypothesis is not None and (moved is None or _coverage(hypothesis) > len(moved.explains)):
        return _undone(problem, hypothesis)
    told = moved or _widest(missing_fund(problem, broken))
    found = told or _of_other_sheets(problem, broken)
    if found is None:
        apart = _widest_slip(problem, columns_apart(problem, broken))
        return None if apart is None else _undone(problem, apart)
    run = _run_beside(problem, broken, found, as_much=told is None)
    if run is not None:
        return _undone(problem, run)
    return _StructuralSlip(problem, found, found.problem)


def _of_other_sheets(problem: LinearProblem, broken: Collection[int]) -> Restatement | None:
    """A sheet of another year or draft; else a fund without a sheet, though a further slip departs
    from its account in a few lines; else a sheet with a few amounts that the total lacks."""
    outdated = _widest(outdated_sheets(problem, broken))
    found = outdated or _widest(missing_fund(problem, broken, _DEPARTING))
    return found or _widest(stub_sheets(problem, broken))


def _misplaced(
    problem: LinearProblem, broken: Collection[int], slip: Hypothesis | None
) -> Restatement | None:
    """An account in the sheet of another fund; none where a slip of columns explains all that it
    does and more."""
    found = misplaced_account(problem, broken)
    is_outdone = found is not None and slip is not None and found.explains < slip.explains
    return None if is_outdone else found


def _undone(problem: LinearProblem, hypothesis: Hypothesis) -> _StructuralSlip:
    return _StructuralSlip(problem, hypothesis, _corrected(problem, hypothesis))


def _run_beside(
    problem: LinearProblem, broken: Collection[int], other: Restatement, *, as_much: bool
) -> Hypothesis | None:
    """The run of a column a line off that explains most, of those that explain all that another
    slip does and more, or but `as_much`: a run says what each cell should hold. None where one cell
    alone settles as much."""
    runs = [run for run in shifted_runs(problem, broken) if other.explains <= run.explains]
    beyond = [
        run
        for run in runs
        if (as_much or other.explains < run.explains) and not settled_by_one(problem, run.explains)
    ]
    return max(beyond, key=partial(_width, problem), default=None)


def _widest(restatements: Iterable[Restatement]) -> Restatement | None:
    """The restatement that explains most."""
    return max(restatements, key=lambda restatement: len(restatement.explains), default=None)


def _best_column_slip(problem: LinearProblem, broken: set[int]) -> Hypothesis | None:
    """The hypothesis that explains most, if many relations are broken and it explains many.

    A slip that sheets bear out by themselves comes first, whatever the total says: where that has
    a slip of its own, which funds it counts shows only once the funds are right."""
    if not _are_many(problem.cuts(broken), MANY):
        return None
    by_themselves = _widest_slip(problem, _by_themselves(problem, broken))
    if by_themselves is not None:
        return _longest(problem, broken, by_themselves)
    return _widest_slip(problem, (one for kind in _OF_MANY for one in kind(problem, broken)))


def _widest_slip(problem: LinearProblem, every: Iterable[Hypothesis]) -> Hypothesis | None:
    best = max(every, key=partial(_width, problem), default=None)
    if best is None or not _are_many(problem.cuts(best.evidence), MANY - 1):
        return None
    return best


def _longest(problem: LinearProblem, broken: Collection[int], slip: Hypothesis) -> Hypothesis:
    """A slip; of a run, of columns in another unit, of one that was copied or of two lines that a
    sheet bears out by itself, what explains most once what relates the sheets is looked at as well:
    the run that goes on furthest, the side of a sheet that is in the unit of the total, which of
    two columns is the copy, the block of lines that stands a line off."""
    if slip.slip.code == "shifted":
        runs = shifted_runs(problem, broken)
        longer = [run for run in runs if slip.cells <= run.cells and slip.explains <= run.explains]
        return max(longer, key=partial(_width, problem), default=slip)
    kind = _DECIDED_BY_TOTAL.get(slip.slip.code)
    if kind is not None:
        every = kind(problem, broken, frozenset())
        wider = [one for one in every if slip.explains < one.explains]
        return max(wider, key=partial(_width, problem), default=slip)
    return slip


def _are_many(cuts: Sequence[frozenset[int]], count: int) -> bool:
    """Whether relations are broken in so many places, or twice as many cells are wrong at least:
    sums make one place of a whole column."""
    return len(components(cuts)) >= count or apart(cuts) >= 2 * count


def _by_themselves(problem: LinearProblem, broken: set[int]) -> Iterator[Hypothesis]:
    """The slips of the funds' sheets, the total being doubted, and of the total, these being
    doubted."""
    total = problem.arrangement.total
    of_total = frozenset(figure for figure, on in enumerate(problem.sheet) if on == total)
    of_funds = frozenset(range(len(problem.keys))) - of_total
    of_total_alone = {row for row in broken if of_total.issuperset(problem.terms(row)[0])}
    for kind in _OF_SHEETS:
        yield from _within(problem, of_funds, kind(problem, broken - of_total_alone, of_total))
        if of_total_alone:
            yield from _within(problem, of_total, kind(problem, of_total_alone, of_funds))


def _within(
    problem: LinearProblem, figures: frozenset[int], every: Iterable[Hypothesis]
) -> Iterator[Hypothesis]:
    """The hypotheses about some figures, with the evidence of rows that have no others."""
    for hypothesis in every:
        if hypothesis.cells <= figures:
            rows = hypothesis.evidence
            evidence = frozenset(row for row in rows if figures.issuperset(problem.terms(row)[0]))
            yield replace(hypothesis, evidence=evidence)


def _width(problem: LinearProblem, hypothesis: Hypothesis) -> tuple[int, int, int, int]:
    """How much speaks for a hypothesis, how much it explains besides, how few cells that are
    filled in it changes, and how many blank ones a run of one column fills in."""
    changed = problem.stated_among(hypothesis.cells)
    filled = _filled(problem, hypothesis)
    return _coverage(hypothesis), len(hypothesis.explains), -len(changed), filled


def _filled(problem: LinearProblem, hypothesis: Hypothesis) -> int:
    """How many blank cells a run of one column fills in, the one that it has left: 0 of any other
    slip."""
    is_run = hypothesis.slip.code == "shifted"
    return len(hypothesis.cells) - len(problem.stated_among(hypothesis.cells)) if is_run else 0


def _coverage(hypothesis: Hypothesis) -> int:
    return len(hypothesis.evidence) - len(hypothesis.unexplained)


def _corrected(problem: LinearProblem, hypothesis: Hypothesis) -> LinearProblem:
    """The problem with whole columns put right and lost cells blank, so that the other errors can
    be located."""
    figures, columns = problem.figures, problem.figures.columns
    value, half_width = figures.value.copy(), figures.half_width.copy()
    printed, lost = figures.printed_half_width.copy(), np.zeros(value.shape, bool)
    for figure, (lo, hi) in hypothesis.fixed.items():
        column = columns[problem.keys[figure]]
        value[0, column] = (lo + hi) / 2
        half_width[0, column] = printed[0, column] = (hi - lo) / 2
    lost[0, [columns[problem.keys[figure]] for figure in hypothesis.lost]] = True
    fixed = replace(figures, value=value, half_width=half_width, printed_half_width=printed)
    return restated(problem, fixed.without(lost))


def _structural_group(found: _StructuralSlip, later: Sequence[_StructuralSlip]) -> Group:
    """The group of a structural slip, those that were found after it being put right too."""
    slip, problem = found.slip, found.problem
    report = Report(problem, Feasibility(problem))
    if isinstance(slip, Restatement):
        cells, suspects = tuple(slip.cells), tuple(report.restated(slip, "likely"))
    else:
        hypotheses = [(one.problem, one.slip) for one in later if isinstance(one.slip, Hypothesis)]
        fixed = _by_number(problem, ((of, slip.fixed) for of, slip in hypotheses))
        lost = _by_number(problem, ((of, dict.fromkeys(slip.lost)) for of, slip in hypotheses))
        cells = report.keys(slip.cells)
        suspects = tuple(report.undone(slip, "likely", fixed, frozenset(lost)))
    cuts = [cut for cut in violated_cuts(problem) if cut.rows[0] in slip.explains]
    relations = problem.relations(slip.explains)
    return Group(relations, report.contradiction(cuts[0]), (cells,), False, suspects)


def _by_number(
    problem: LinearProblem, cells: Iterable[tuple[LinearProblem, Mapping[int, _T]]]
) -> dict[int, _T]:
    """What is said of figures of other problems, by their numbers in a problem that has them."""
    by_key = {of.keys[figure]: said for of, some in cells for figure, said in some.items()}
    return {problem.number[key]: said for key, said in by_key.items() if key in problem.number}


# ---------------------------------------------------------------- cell by cell
def _groups(report: Report, localisation: Localisation) -> list[Group]:
    """The groups of one slip of several cells each, then those of single cells, the cells of the
    former being put right."""
    clusters = list(localisation.clusters)
    groups: list[Group] = []
    known: dict[int, Interval] = {}
    for candidate in _joined(report, localisation.clusters):
        groups.append(_joined_group(report, candidate))
        clusters = [cluster for cluster in clusters if cluster not in candidate.members]
        known.update(report.puts_right([candidate.hypothesis, *candidate.rivals]))
    beside = Report(report.problem, report.tests, known)
    signs = _signs(report.problem, clusters)
    undoing = Undoing(report.problem, report.problem.violated())
    for cluster in clusters:
        if cluster.single_rows and all(undoing.holds(row, known) for row in cluster.single_rows):
            groups = _with_cluster(report, groups, cluster)
            continue
        others = [other for other in localisation.clusters if other is not cluster]
        turned = _beside(report, cluster, _first_cells(others), signs)
        put_right = {**known, **turned}
        told = Report(report.problem, report.tests, put_right) if turned else beside
        groups.append(_group(told, cluster, _first_cells(others) - put_right.keys()))
    return groups


def _signs(problem: LinearProblem, clusters: Sequence[Tangle]) -> dict[int, Interval]:
    """The amounts that cannot be negative and are, with what they should hold without their signs:
    where another part of their sum is wrong too, that shows which. None that is but one of several
    cells that may be wrong."""
    sets = [one for cluster in clusters for one in cluster.sets]
    needed = frozenset[int]().union(*(cluster.needed for cluster in clusters))
    optional = frozenset[int]().union(*sets) - needed
    return {
        figure: (-float(problem.hi[figure]), -float(problem.lo[figure]))
        for figure in np.flatnonzero(problem.stated & (problem.value < 0)).tolist()
        if problem.is_impossible(figure) and figure not in optional
    }


def _beside(
    report: Report, cluster: Tangle, doubted: frozenset[int], signs: Mapping[int, Interval]
) -> Mapping[int, Interval]:
    """What amounts beside a cluster should hold, if all can hold with these."""
    beside = {figure: ends for figure, ends in signs.items() if figure not in cluster.needed}
    if not beside:
        return beside
    free = (doubted | cluster.needed) - beside.keys()
    return beside if report.tests.cut(free, beside) is None else {}


def _with_cluster(report: Report, groups: Sequence[Group], cluster: Tangle) -> list[Group]:
    """The groups, the relations of a cluster, which only several slips together explain, with the
    first that has a cell in it."""
    figures = {report.problem.keys[figure] for figure in cluster.figures}
    relations = report.problem.relations(cluster.single_rows)
    result = list(groups)
    for place, group in enumerate(groups):
        if not figures.isdisjoint(suspect.key for suspect in group.suspects):
            result[place] = replace(group, violated=(*group.violated, *relations))
            break
    return result


def _first_cells(clusters: Iterable[Tangle]) -> frozenset[int]:
    """The cells of the first set of each cluster."""
    return frozenset[int]().union(*(one for cluster in clusters for one in cluster.sets[:1]))


def _group(report: Report, cluster: Tangle, doubted: frozenset[int]) -> Group:
    """The group of one cluster, the cells of the other clusters being doubted."""
    sets = (*cluster.sets, *_belied_zeros(report, cluster, doubted))
    unique = cluster.complete and len(sets) == 1
    culprits = sets[0] if unique else frozenset[int]()
    suspects = [*_suspects(report, replace(cluster, sets=sets), doubted, unique)]
    return Group(
        report.problem.relations(cluster.single_rows),
        report.contradiction(cluster.shortest, culprits),
        tuple(map(report.keys, sets)),
        unique,
        tuple(_or_exchanged(report, cluster, doubted, suspects)),
    )


def _belied_zeros(
    report: Report, cluster: Tangle, doubted: frozenset[int]
) -> Iterator[frozenset[int]]:
    """Each 0 that explains a cluster as well as a rate does that is worked out of it: a rate weighs
    less, but nobody works out another one than 0 of a 0."""
    problem, tests = report.problem, report.tests
    rates = {min(cells) for cells in cluster.sets if len(cells) == 1 and cells <= problem.rates}
    amounts = {amount for rate in rates for amount in report.of_rate(rate)}
    for amount in sorted(amounts):
        alone = frozenset({amount})
        is_told = problem.beside_rate(amount) is not None and alone not in cluster.sets
        if is_told and tests.cut(doubted | alone) is None:
            yield alone


def _or_exchanged(
    report: Report, cluster: Tangle, doubted: frozenset[int], suspects: Sequence[Suspect]
) -> Iterator[Suspect]:
    """The suspects, if any; the sign of a rise that its two figures in each other's place explain
    as well singles none out. A fall where there was a rise is but a sign too many."""
    first, *others = suspects or (None,)
    if first is None:
        return
    exchanged, stated = None, report.problem.value[report.problem.number[first.key]]
    if first.slip.code == "sign" and first.confidence == "likely" and stated > 0:
        exchanged = _exchanged(report, cluster, doubted, first.key)
    if exchanged is not None:
        first = replace(first, confidence="possible")
        named = {suspect.key: suspect for suspect in report.undone(exchanged, "possible")}
        yield from named.values()
        others = [suspect for suspect in others if suspect.key not in named]
    yield from (first, *others)


def _exchanged(
    report: Report, cluster: Tangle, doubted: frozenset[int], difference: str
) -> Hypothesis | None:
    """The slip that the two figures of a difference stand in each other's place, if it explains a
    cluster."""
    rows = cluster.single_rows
    relations = [one for one in report.problem.relations(rows) if one.difference]
    figures = [set(one.keys[1:]) for one in relations if one.subject == difference]
    for hypothesis in pairs(report.problem, rows, doubted):
        is_of_difference = set(report.keys(hypothesis.cells)) in figures
        if is_of_difference and rows <= hypothesis.explains:
            return hypothesis
    return None


def _suspects(
    report: Report, cluster: Tangle, doubted: frozenset[int], unique: bool
) -> Iterator[Suspect]:
    """The cells of the likeliest set first, so many as are named. A slip that clearly explains one
    set singles it out, unless smaller amounts may be wrong instead."""
    explained = [report.explained(cells, doubted) for cells in cluster.sets]
    explained.sort(key=lambda one: -one.score)
    instead = _instead(report.problem, cluster, explained[0], doubted) if unique else []
    first: Confidence = "possible"
    if not instead:
        first = _confidence(explained, unique, _is_only(report, cluster, doubted))
    named: set[int] = set()
    for place, one in enumerate(explained):
        told = _suspected(report, one, "possible" if place else first, named)
        yield from itertools.islice(told, _NAMED - len(named))
    for figure in instead[:_NAMED]:
        ends = float(report.problem.floor[figure]), float(report.problem.hi[figure])
        yield Suspect(report.problem.keys[figure], ends, None, Slip("several"), "possible")


def _suspected(
    report: Report, one: Explained, confidence: Confidence, named: set[int]
) -> Iterator[Suspect]:
    """The cells of a set that are not named yet and cannot stay as they are; they are named
    then."""
    following = report.following(one) if confidence == "possible" else {}
    for figure, (case, explanation) in one.cells.items():
        if figure not in named and figure not in following and not case.may_stay:
            named.add(figure)
            rates = [rate for rate, amounts in following.items() if figure in amounts]
            yield Suspect(
                report.problem.keys[figure],
                case.implied,
                suggestion(case, explanation.value),
                _slip(case, explanation, report.keys(rates)),
                confidence,
            )


def _slip(case: Case, explanation: SlipOfCell, rates: Sequence[str]) -> Slip:
    """The slip that is told of a cell; of one that no slip explains that it is not the only one, or
    which rate is worked out from it."""
    if explanation.slip.code:
        return explanation.slip
    if case.is_one_of_several:
        return Slip("several")
    return Slip("with its rate", {"leaf": rates[0]}) if rates else explanation.slip


def _is_only(report: Report, cluster: Tangle, doubted: frozenset[int]) -> bool:
    """Whether the lightest set of a cluster is its only explanation of so few cells: a rate weighs
    less than an amount beside it, which may be wrong instead where that is doubted anyway, or where
    nothing else holds it."""
    cells = cluster.sets[0]
    if len(cells) > 1 or not cells <= report.problem.rates:
        return True
    if not report.of_rate(min(cells)).isdisjoint(doubted):
        return False
    return not settles_alone(report.tests, cluster.single_rows, min(cells), doubted)


def _instead(
    problem: LinearProblem, cluster: Tangle, only: Explained, doubted: frozenset[int]
) -> list[int]:
    """The smaller parts of a sum of amounts, held by nothing else, that may together be what it is
    off by: where its only part that is large enough for that alone is one that no slip explains,
    and nobody doubts another."""
    if len(cluster.single_rows) != 1 or len(only.cells) != 1:
        return []
    (row,), ((cell, (case, told)),) = cluster.single_rows, only.cells.items()
    if not _is_part(problem, cell, row):
        return []
    weight = dict(problem.weighted[row])
    off = weight.get(cell, 0.0) * (sum(case.implied) / 2 - case.value)
    if told.slip.code or not math.isfinite(off) or not doubted.isdisjoint(weight):
        return []
    smaller = [
        figure
        for figure in sorted(problem.stated_among(weight.keys() - {cell}))
        if weight[figure] * off < 0 < problem.value[figure] and problem.is_in_one_sum(figure)
    ]
    together = sum(abs(weight[figure]) * float(problem.value[figure]) for figure in smaller)
    return smaller if together >= abs(off) else []


def _is_part(problem: LinearProblem, cell: int, row: int) -> bool:
    """Whether a cell is an amount of an account, and a relation is not about it but makes something
    of it."""
    key = problem.keys[cell]
    about = problem.matrix.relations[problem.relation[row]].subject
    return keys.is_account(key) and about != key


def _confidence(explained: Sequence[Explained], unique: bool, is_only: bool) -> Confidence:
    """How sure the first set is, be it the lightest or the only one: of a 0 in a line without any
    amount nothing is."""
    if explained[0].has_nothing:
        return "possible"
    if unique:
        return "certain" if is_only and not explained[0].is_open else "likely"
    if not explained[0].slipped:
        return "possible"
    return "likely" if _is_clear(explained) else "possible"


def _is_clear(explained: Sequence[Explained]) -> bool:
    """Whether the slip of the first set is by far likelier than that of the second; a digit that
    mends one as it mends the other singles none out, nor does a digit in each of several cells."""
    if len(explained) < 2:
        return True
    first, second = explained[:2]
    if first.is_of_any_digit and len(first.cells) > _DIGITS_AT_ONCE:
        return False
    return not (first.is_of_any_digit and second.is_of_any_digit) and (
        first.score - second.score > CLEARLY
    )


# ---------------------------------------------------------------- one slip for several clusters
@frozen
class _SharedHypothesis:
    hypothesis: Hypothesis
    members: list[Tangle]
    """The clusters that it explains to the last row."""
    rivals: list[Hypothesis]
    """Slips of the same kind that begin elsewhere and explain the same rows."""
    besides: frozenset[int]
    """The first cells of the clusters that are no members."""


def _joined(report: Report, clusters: Sequence[Tangle]) -> Iterator[_SharedHypothesis]:
    """Hypotheses of several cells, each with the clusters that it explains."""
    left = list(clusters)
    while candidate := _Joining(report, clusters, left).best():
        yield candidate
        left = [cluster for cluster in left if cluster not in candidate.members]


class _Joining:
    """The search for a hypothesis that explains several of the clusters that are left."""

    def __init__(self, report: Report, clusters: Sequence[Tangle], left: Sequence[Tangle]) -> None:
        self.report, self.clusters, self.left = report, clusters, left
        self.doubted = _first_cells(clusters)
        self.count = sum(cluster.size or 1 for cluster in clusters)
        self.is_of_zeros = any(map(report.problem.is_of_zeros, self.doubted))

    def best(self) -> _SharedHypothesis | None:
        """Of the hypotheses that mend the most relations the first that touches no further cluster,
        or the one with the most members."""
        best: _SharedHypothesis | None = None
        every = self._hypotheses()
        for hypothesis in every:
            if best and len(hypothesis.explains) < len(best.hypothesis.explains):
                break
            members = [] if hypothesis.unexplained else self._members(hypothesis)
            if not members or (best and len(members) <= len(best.members)):
                continue
            rivals, besides = self._rivals(hypothesis, every), self._besides(members)
            best = _SharedHypothesis(hypothesis, members, rivals, besides)
            if not self._touched(hypothesis, besides=members):
                break
        return best

    def _hypotheses(self) -> list[Hypothesis]:
        """The widest first. Of one cell alone only a slip is told of which it is a part, or what
        is likelier than a 0 in a line without any amount or settles an odd amount; a block of
        columns has several wrong cells in each."""
        broken = {row for cluster in self.left for row in cluster.single_rows}
        kinds: Sequence[_HypothesisKind] = _OF_CLUSTERS
        if self.count < 2:
            may_be_carried = self.is_of_zeros or self.report.problem.has_odd
            kinds = (*_OF_PARTS, carried) if may_be_carried else _OF_PARTS
        elif self.count >= MANY:
            kinds = (*_OF_CLUSTERS, shifted_blocks)
        every = [one for kind in kinds for one in kind(self.report.problem, broken, self.doubted)]

        def narrowness(hypothesis: Hypothesis) -> tuple[int, bool, int, int, int]:
            cells, filled = hypothesis.cells, _filled(self.report.problem, hypothesis)
            explained, trusted = len(hypothesis.explains), bool(hypothesis.trusted)
            return -explained, trusted, -len(cells & self.doubted), len(cells) - filled, -filled

        return sorted(every, key=narrowness)

    def _rivals(self, hypothesis: Hypothesis, every: Sequence[Hypothesis]) -> list[Hypothesis]:
        """Other leaves that could have been carried as far, or the other columns of two lines that
        may be exchanged instead."""
        if hypothesis.slip.code in _OF_TWO_LINES:
            return [one for one in every if self._is_other_exchange(hypothesis, one)]
        if hypothesis.slip.code != "carried":
            return []
        leaves = {hypothesis.slip.figures["leaf"]}
        rivals = []
        for other in every:
            leaf = other.slip.figures.get("leaf")
            if leaf and leaf not in leaves and other.explains == hypothesis.explains:
                leaves.add(leaf)
                rivals.append(other)
        return rivals

    def _is_other_exchange(self, one: Hypothesis, other: Hypothesis) -> bool:
        """Whether two slips exchange different columns of the same two lines, and explain as
        much."""
        codes, problem = {one.slip.code, other.slip.code}, self.report.problem
        is_alike = IN_PART in codes <= _OF_TWO_LINES and one.explains == other.explains
        is_apart = one.cells.isdisjoint(other.cells)
        return is_alike and is_apart and lines_of(problem, one) == lines_of(problem, other)

    def _members(self, hypothesis: Hypothesis) -> list[Tangle]:
        """The clusters that no cut is left of once a slip is undone; none if a single cell explains
        as much."""
        members = self._explained(hypothesis)
        if not self._outweighs(hypothesis, members):
            return []
        if not self.report.mends(hypothesis, self._besides(members)):
            return []
        for cluster in self._touched(hypothesis, besides=members):
            wider = [*members, cluster]
            if self.report.mends(hypothesis, self._besides(wider)):
                members = wider
        return [] if self._rests_on_wrong(hypothesis, members) else members

    def _rests_on_wrong(self, hypothesis: Hypothesis, members: Sequence[Tangle]) -> bool:
        """Whether a relation that a slip mends has a further amount, as stated, that is wrong
        whatever else is; or parts of a sum are put right where one cell explains as much."""
        if hypothesis.slip.code in (ALIKE, APART) and self._is_slip_of_one(members):
            return True
        others = [cluster for cluster in self.clusters if cluster not in members]
        wrong = frozenset[int]().union(*(cluster.needed for cluster in others))
        rows = self.report.problem.figures_in(hypothesis.explains)
        return not (wrong - hypothesis.cells - self.report.problem.rates).isdisjoint(rows)

    def _outweighs(self, hypothesis: Hypothesis, members: Sequence[Tangle]) -> bool:
        """Whether a slip is likelier than the cells that explain its rows one by one: no single
        one, unless no slip explains that and one that is no chance does; and a carried figure if it
        weighs less, or as much where last year's balance confirms it."""
        is_carried = hypothesis.slip.code == "carried"
        if not self._is_borne_out(hypothesis):
            return False
        if sum(cluster.size for cluster in members) < 2:
            if is_carried:
                cells = _first_cells(members)
                is_of_zeros = bool(cells) and all(map(self.report.problem.is_of_zeros, cells))
                if is_of_zeros and self._is_base_of_rate(members):
                    return False
                return is_of_zeros or self._settles_an_odd_one(hypothesis)
            return hypothesis.is_no_chance and not self._is_slip_of_one(members)
        if not is_carried:
            return True
        weight = self.report.problem.weight
        cells = _first_cells(members)
        light, heavy = float(weight[min(hypothesis.cells)]), float(weight[[*cells]].sum())
        is_confirmed = self.report.carried_over(hypothesis) is not None
        return heavy >= light if is_confirmed else heavy > light

    def _is_borne_out(self, hypothesis: Hypothesis) -> bool:
        """Whether a run of one column mends a relation of several stated figures, none of them
        lost: where one is lost its place takes up whatever is left over."""
        if hypothesis.slip.code != "shifted":
            return True
        problem = self.report.problem
        rows = hypothesis.explains - problem.rows_touching(hypothesis.lost)
        return any(len(problem.stated_among(problem.figures_in([row]))) > 1 for row in rows)

    def _is_base_of_rate(self, members: Sequence[Tangle]) -> bool:
        """Whether a 0 explains clusters alone of which a rate beside it tells what it should be."""
        besides = self._besides(members)
        alone = (cells for cluster in members for cells in cluster.sets if len(cells) == 1)
        explained = (self.report.explained(cells, besides) for cells in alone)
        return any(
            told.slip.code == ZERO_BASE for one in explained for _, told in one.cells.values()
        )

    def _settles_an_odd_one(self, hypothesis: Hypothesis) -> bool:
        """Whether an amount that was carried is of another size than the others of its line that
        nobody doubts, and a slip of typing tells what it should be instead."""
        problem = self.report.problem
        leaf = problem.number[str(hypothesis.slip.figures["leaf"])]
        is_odd = problem.is_odd(leaf, self.doubted)
        return is_odd and self.report.begun(hypothesis).is_slip

    def _is_slip_of_one(self, members: Sequence[Tangle]) -> bool:
        """Whether a slip of one cell explains clusters."""
        besides = self._besides(members)
        sets = (cells for cluster in members for cells in cluster.sets)
        explained = (self.report.explained(cells, besides) for cells in sets)
        return any(one.slipped for one in explained)

    def _explained(self, hypothesis: Hypothesis) -> list[Tangle]:
        """The clusters with a set within the hypothesis; or those of which it explains a row, if
        nothing is left of any cluster that it touches but what others may explain."""
        within = [cluster for cluster in self.left if cluster.has_set_in(hypothesis.cells)]
        if sum(cluster.size for cluster in within) > 1:
            return within
        touched = self._touched(hypothesis, besides=[])
        rows = hypothesis.explains | hypothesis.trusted
        if not all(cluster.single_rows <= rows for cluster in touched):
            return []
        return [
            one
            for one in touched
            if not one.single_rows or not one.single_rows.isdisjoint(hypothesis.explains)
        ]

    def _touched(self, hypothesis: Hypothesis, besides: Sequence[Tangle]) -> list[Tangle]:
        others = [cluster for cluster in self.left if cluster not in besides]
        return [cluster for cluster in others if not cluster.figures.isdisjoint(hypothesis.cells)]

    def _besides(self, members: Sequence[Tangle]) -> frozenset[int]:
        """The first cells of the clusters that are no members."""
        return _first_cells(cluster for cluster in self.clusters if cluster not in members)


def _joined_group(report: Report, candidate: _SharedHypothesis) -> Group:
    members = candidate.members
    sets = _choices(members)
    complete = all(cluster.complete for cluster in members) and len(sets) < LIMIT
    unique = complete and len(sets) == 1
    rows = frozenset[int]().union(*(cluster.single_rows for cluster in members))
    shortest = min((cluster.shortest for cluster in members), key=lambda cut: len(cut.rows))
    slip = candidate.hypothesis.slip
    certain = unique and sets[0] == candidate.hypothesis.cells and slip.code not in (ALIKE, APART)
    return Group(
        report.problem.relations(rows),
        report.contradiction(shortest),
        tuple(map(report.keys, sets)),
        unique,
        tuple(_joined_suspects(report, candidate, certain)),
    )


def _joined_suspects(
    report: Report, candidate: _SharedHypothesis, certain: bool
) -> Iterator[Suspect]:
    """The cells of a slip. Where it may have begun elsewhere the likeliest beginning counts; of
    beginnings that are as likely only the first cell of each is told. Where either of two exchanges
    may be meant all cells of both are, amounts first."""
    if candidate.hypothesis.slip.code != "carried" and candidate.rivals:
        either = [candidate.hypothesis, *candidate.rivals]
        for one in sorted(either, key=lambda one: not is_of_amounts(report.problem, one)):
            yield from report.undone(one, "possible")
        return
    if candidate.hypothesis.slip.code != "carried":
        yield from report.undone(candidate.hypothesis, "certain" if certain else "likely")
        return
    first, *others = begun = _likeliest_first(report, candidate)
    if not others:
        yield from report.undone(first.hypothesis, "certain" if certain else "likely")
        return
    if first.is_slip and first.score - others[0].score > CLEARLY:
        yield from report.undone(first.hypothesis, "likely")
        begun = others
    for other in begun[:_NAMED]:
        yield from itertools.islice(report.undone(other.hypothesis, "possible"), 1)


def _likeliest_first(report: Report, candidate: _SharedHypothesis) -> list[Begun]:
    """The ways in which a carried figure may have begun; the first of them mends everything."""
    every = [candidate.hypothesis, *candidate.rivals]
    begun = (report.begun(one, candidate.besides) for one in every)
    ranked = sorted(begun, key=lambda one: -one.score)
    while len(ranked) > 1 and not report.mends(ranked[0].hypothesis, candidate.besides):
        ranked = ranked[1:]
    return ranked


def _choices(clusters: Sequence[Tangle]) -> list[frozenset[int]]:
    """The first combinations of a set of each cluster."""
    product = itertools.product(*(cluster.sets for cluster in clusters))
    return [frozenset[int]().union(*sets) for sets in itertools.islice(product, LIMIT)]
