"""Slips of whole columns and accounts, where much is broken: which slip explains most, and which
explains most of what is left once that is put right."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeVar

import numpy as np

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.localisation.column_slips import (
    copied_columns,
    exchanged_columns,
    shifted_blocks,
    shifted_runs,
)
from sipipeline.localisation.columns_apart import columns_apart, columns_of_zeros
from sipipeline.localisation.cuts import apart, components
from sipipeline.localisation.exchanged_accounts import exchanged_accounts
from sipipeline.localisation.exchanged_amounts import exchanged_amounts
from sipipeline.localisation.exchanged_changes import exchanged_changes
from sipipeline.localisation.exchanged_rates import exchanged_rates
from sipipeline.localisation.exchanged_rows import exchanged_rows
from sipipeline.localisation.feasibility import Feasibility
from sipipeline.localisation.hypotheses import Hypothesis, HypothesisKind, Undoing
from sipipeline.localisation.misplaced_accounts import misplaced_account
from sipipeline.localisation.missing_funds import is_mentioned, missing_fund
from sipipeline.localisation.outdated_sheets import outdated_sheets
from sipipeline.localisation.pasted_accounts import pasted_accounts
from sipipeline.localisation.problem import LinearProblem, restated
from sipipeline.localisation.report import Report
from sipipeline.localisation.restatements import Restatement
from sipipeline.localisation.rotated_columns import rotated_columns
from sipipeline.localisation.scaled_accounts import accounts_of_total, several_accounts
from sipipeline.localisation.scaled_lines import scaled_lines
from sipipeline.localisation.scaled_money import scaled_money
from sipipeline.localisation.scaled_rates import scaled_rates
from sipipeline.localisation.search import violated_cuts
from sipipeline.localisation.shifted_sheets import shifted_sheets
from sipipeline.localisation.shifts import filled_by
from sipipeline.localisation.single_cells import settled_by_one
from sipipeline.localisation.strayed_amounts import strayed_amounts
from sipipeline.localisation.stub_sheets import stub_sheets
from sipipeline.localisation.suspects import Group
from sipipeline.localisation.total_rates import total_rates
from sipipeline.localisation.turned_signs import turned_signs
from sipipeline.localisation.workings_apart import workings_apart
from sipipeline.localisation.wrong_totals import wrong_totals
from sipipeline.localisation.wrong_workings import wrong_workings

MANY = 4
"""From so many components of broken relations on, slips of whole columns are tried before single
cells."""
_FEWEST = MANY - 1
"""In so many components of broken relations at least a slip of a whole column shows."""
_DEPARTING = 0.1
"""The part of the lines of an account in which a further slip may depart from it."""
_MOST = 6
"""Slips of whole columns and accounts sought in one submission."""
_T = TypeVar("_T")
COLUMN_SLIPS = (
    wrong_totals,
    total_rates,
    scaled_money,
    scaled_lines,
    scaled_rates,
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
"""Kinds of slips that may put a few errors or many in whole columns, lines or accounts."""


def _in_another_unit(undoing: Undoing) -> Iterator[Hypothesis]:
    """Columns, lines or the whole of a sheet in another unit of money."""
    yield from scaled_money(undoing)
    yield from scaled_lines(undoing)


_SMALL = 0.25
"""Less than this part of what a fund without a sheet explains is a part of it by chance."""
_DECIDED_BY_TOTAL: Mapping[str, HypothesisKind] = {
    "scaled": _in_another_unit,
    "copied": copied_columns,
    "exchanged rows": shifted_blocks,
}
"""By the code of a slip that a sheet bears out by itself: what finds the one that it may be a part
of, which the total tells: which columns are in another unit, which is the copy, and of lines in
each other's place whether they stand a line off with others."""
_OF_MANY = (*COLUMN_SLIPS, shifted_blocks, rotated_columns, exchanged_amounts)
_OF_SHEETS = tuple(kind for kind in _OF_MANY if kind is not wrong_totals)
"""Slips that the rates and sums of their own sheets may bear out."""


@frozen
class StructuralSlip:
    """The slip of a whole account or column that explains most."""

    problem: LinearProblem
    """With the slip, and without those that were found before."""
    slip: Hypothesis | Restatement
    without: LinearProblem


def structural_slips(problem: LinearProblem) -> list[StructuralSlip]:
    """The slips of whole columns and accounts of a submission, each found once those before it are
    put right."""
    slips: list[StructuralSlip] = []
    rest = problem
    for _ in range(_MOST):
        found = _structural(rest)
        if found is None:
            break
        slips.append(found)
        rest = found.without
    return slips


def structural_groups(slips: Sequence[StructuralSlip]) -> list[Group]:
    """The groups of the slips whose cells are where the submission has them."""
    groups = [_structural_group(slip, slips[place:]) for place, slip in enumerate(slips, 1)]
    return [group for place, group in enumerate(groups) if is_in_place(group, slips[:place])]


def corrected(problem: LinearProblem, *slips: Hypothesis) -> LinearProblem:
    """The problem with the cells of some slips put right and lost ones blank, so that the other
    errors can be located."""
    figures, columns = problem.figures, problem.figures.columns
    value, half_width = figures.value.copy(), figures.half_width.copy()
    printed, lost = figures.printed_half_width.copy(), np.zeros(value.shape, bool)
    for figure, (lo, hi) in chain.from_iterable(slip.fixed.items() for slip in slips):
        column = columns[problem.keys[figure]]
        value[0, column] = (lo + hi) / 2
        half_width[0, column] = printed[0, column] = (hi - lo) / 2
    gone = chain.from_iterable(slip.lost for slip in slips)
    lost[0, [columns[problem.keys[figure]] for figure in gone]] = True
    fixed = replace(figures, value=value, half_width=half_width, printed_half_width=printed)
    return restated(problem, fixed.without(lost))


def cells_put_right(slips: Iterable[StructuralSlip]) -> frozenset[str]:
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


def is_in_place(group: Group, slips: Sequence[StructuralSlip]) -> bool:
    """Whether the cells of a group are where the submission has them: not so once slips that were
    found before have moved accounts to or from their sheets."""
    found = (one.slip for one in slips)
    moved = [sheet for one in found if isinstance(one, Restatement) for sheet in one.moved]
    return not any(keys.table(suspect.key) in moved for suspect in group.suspects)


def _structural(problem: LinearProblem) -> StructuralSlip | None:
    """The slip of a whole account or column that explains most, and the problem without it.

    An account in the sheet of another fund comes first, unless a slip of columns explains all that
    it does and more. A fund without a sheet comes last: it explains any total that is too large,
    but first where other figures of the fund are stated and a slip of columns explains a part."""
    broken = set(problem.violated())
    if not broken:
        return None
    undoing = Undoing(problem, broken)
    hypothesis = _best_column_slip(undoing)
    lacking = _lacking(problem, broken, hypothesis)
    if lacking is not None:
        return StructuralSlip(problem, lacking, lacking.problem)
    misplaced = _misplaced(problem, broken, hypothesis)
    if misplaced is not None:
        return StructuralSlip(problem, misplaced, misplaced.problem)
    moved = _widest((*shifted_sheets(problem, broken), *strayed_amounts(problem, broken)))
    if hypothesis is not None and (moved is None or _coverage(hypothesis) > len(moved.explains)):
        return _undone(problem, hypothesis)
    told = moved or _widest(missing_fund(problem, broken))
    found = told or _of_other_sheets(problem, broken)
    if found is None:
        apart = _widest_slip(problem, _of_columns_apart(undoing))
        return None if apart is None else _undone(problem, apart)
    run = _run_beside(undoing, found, as_much=told is None)
    if run is not None:
        return _undone(problem, run)
    return StructuralSlip(problem, found, found.problem)


def _of_columns_apart(undoing: Undoing) -> Iterator[Hypothesis]:
    """Columns that agree with themselves, and columns of workings that agree with nothing."""
    yield from columns_apart(undoing)
    yield from workings_apart(undoing)


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


def _lacking(
    problem: LinearProblem, broken: Collection[int], slip: Hypothesis | None
) -> Restatement | None:
    """A fund without a sheet of which other figures are stated, where a slip of columns explains
    but a small part of what it does."""
    if slip is None:
        return None
    found = _widest(missing_fund(problem, broken))
    if found is None or not slip.explains < found.explains:
        return None
    is_small = len(slip.explains) <= _SMALL * len(found.explains)
    return found if is_small and is_mentioned(problem, str(found.slip.figures["fund"])) else None


def _undone(problem: LinearProblem, hypothesis: Hypothesis) -> StructuralSlip:
    return StructuralSlip(problem, hypothesis, corrected(problem, hypothesis))


def _run_beside(undoing: Undoing, other: Restatement, *, as_much: bool) -> Hypothesis | None:
    """The run of a column a line off that explains most, of those that explain all that another
    slip does and more, or but `as_much`: a run says what each cell should hold. None where one cell
    alone settles as much."""
    problem = undoing.problem
    runs = [run for run in shifted_runs(undoing) if other.explains <= run.explains]
    beyond = [
        run
        for run in runs
        if (as_much or other.explains < run.explains) and not settled_by_one(problem, run.explains)
    ]
    return max(beyond, key=partial(_width, problem), default=None)


def _widest(restatements: Iterable[Restatement]) -> Restatement | None:
    """The restatement that explains most."""
    return max(restatements, key=lambda restatement: len(restatement.explains), default=None)


def _best_column_slip(undoing: Undoing) -> Hypothesis | None:
    """The hypothesis that explains most, if many relations are broken and it explains many.

    A slip that sheets bear out by themselves comes first, whatever the total says: where that has
    a slip of its own, which funds it counts shows only once the funds are right."""
    problem = undoing.problem
    if not _are_many(problem.cuts(undoing.broken), MANY):
        return None
    by_themselves = _widest_slip(problem, _by_themselves(problem, undoing.broken))
    if by_themselves is not None:
        return _longest(undoing, by_themselves)
    return _widest_slip(problem, (one for kind in _OF_MANY for one in kind(undoing)))


def _widest_slip(problem: LinearProblem, every: Iterable[Hypothesis]) -> Hypothesis | None:
    best = max(every, key=partial(_width, problem), default=None)
    if best is None or not _are_many(problem.cuts(best.evidence), _FEWEST):
        return None
    return best


def _longest(undoing: Undoing, slip: Hypothesis) -> Hypothesis:
    """A slip; of a run, of columns in another unit, of one that was copied or of two lines that a
    sheet bears out by itself, what explains most once what relates the sheets is looked at as well:
    the run that goes on furthest, the side of a sheet that is in the unit of the total, which of
    two columns is the copy, the block of lines that stands a line off."""
    wider: Iterable[Hypothesis] = ()
    if slip.slip.code == "shifted":
        runs = shifted_runs(undoing)
        wider = (run for run in runs if slip.cells <= run.cells and slip.explains <= run.explains)
    elif kind := _DECIDED_BY_TOTAL.get(slip.slip.code):
        wider = (one for one in kind(undoing) if slip.explains < one.explains)
    return max(wider, key=partial(_width, undoing.problem), default=slip)


def _are_many(cuts: Sequence[frozenset[int]], count: int) -> bool:
    """Whether relations are broken in so many places, or twice as many cells are wrong at least:
    sums make one place of a whole column."""
    return len(components(cuts)) >= count or apart(cuts) >= 2 * count


def _by_themselves(problem: LinearProblem, broken: frozenset[int]) -> Iterator[Hypothesis]:
    """The slips of the funds' sheets, the total being doubted, and of the total, these being
    doubted; of either only where it breaks enough rows of its own to bear one out."""
    total = problem.arrangement.total
    of_total = frozenset(figure for figure, on in enumerate(problem.sheet) if on == total)
    of_funds = frozenset(range(len(problem.keys))) - of_total
    of_total_alone = {row for row in broken if of_total.issuperset(problem.terms(row)[0])}
    of_funds_alone = {row for row in broken if of_funds.issuperset(problem.terms(row)[0])}
    on_funds = Undoing(problem, broken - of_total_alone, of_total, of_funds)
    on_total = Undoing(problem, of_total_alone, of_funds, of_total)
    for kind in _OF_SHEETS:
        if len(of_funds_alone) >= _FEWEST:
            yield from _within(problem, of_funds, kind(on_funds))
        if len(of_total_alone) >= _FEWEST:
            yield from _within(problem, of_total, kind(on_total))


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
    filled = filled_by(problem, hypothesis)
    return _coverage(hypothesis), len(hypothesis.explains), -len(changed), filled


def _coverage(hypothesis: Hypothesis) -> int:
    return len(hypothesis.evidence) - len(hypothesis.unexplained)


def _structural_group(found: StructuralSlip, later: Sequence[StructuralSlip]) -> Group:
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
