"""One slip of several cells that explains several tangles of contradictions: which tangles these
are, and which cells are told."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core.values import frozen
from sipipeline.localisation.carried_slips import carried
from sipipeline.localisation.column_slips import pairs, shifted_blocks
from sipipeline.localisation.ends_of_sums import beside_sums, is_beside_sums
from sipipeline.localisation.exchanged_levels import CODE as LEVELS
from sipipeline.localisation.exchanged_levels import exchanged_levels
from sipipeline.localisation.exchanged_rows import (
    IN_PART,
    is_of_amounts,
    lines_of,
    rows_exchanged_in_part,
)
from sipipeline.localisation.hypotheses import Hypothesis, HypothesisKind, Undoing
from sipipeline.localisation.last_years_balances import last_years_balances
from sipipeline.localisation.moved_points import ALIKE, APART, moved_points
from sipipeline.localisation.report import CLEARLY, SAID, ZERO_BASE, Begun, Report
from sipipeline.localisation.scaled_accounts import account_of_one_sum
from sipipeline.localisation.search import Tangle, first_cells
from sipipeline.localisation.shifts import filled_by
from sipipeline.localisation.structural_slips import COLUMN_SLIPS, MANY
from sipipeline.localisation.suspects import SETS_NAMED, SUSPECTS_NAMED, Confidence, Group, Suspect

_OF_TWO_LINES = frozenset({IN_PART, "swapped"})
"""Slips by which figures of two lines are exchanged."""
_OF_A_SUM = frozenset({"left_out", "twice", "one part", "places", "unit"})
"""Slips of a sum that its parts show."""
_OF_PARTS = (moved_points, account_of_one_sum, last_years_balances, exchanged_levels)
_OF_TANGLES = (*_OF_PARTS, pairs, carried, rows_exchanged_in_part, *COLUMN_SLIPS)
"""Slips that explain several of a few errors."""


@frozen
class SharedHypothesis:
    """A slip of several cells with the tangles that it explains."""

    hypothesis: Hypothesis
    members: list[Tangle]
    """The tangles that it explains to the last row."""
    rivals: list[Hypothesis]
    """Slips of the same kind that begin elsewhere and explain the same rows."""
    besides: frozenset[int]
    """The first cells of the tangles that are no members."""


def shared_hypotheses(report: Report, tangles: Sequence[Tangle]) -> Iterator[SharedHypothesis]:
    """Hypotheses of several cells, each with the tangles that it explains."""
    left = list(tangles)
    while candidate := _Joining(report, tangles, left).best():
        yield candidate
        left = [tangle for tangle in left if tangle not in candidate.members]


def shared_group(report: Report, candidate: SharedHypothesis) -> Group:
    """The group of the tangles that a hypothesis explains."""
    members = candidate.members
    sets = _choices(members)
    complete = all(tangle.complete for tangle in members) and len(sets) < SETS_NAMED
    unique = complete and len(sets) == 1
    rows = frozenset[int]().union(*(tangle.single_rows for tangle in members))
    shortest = min((tangle.shortest for tangle in members), key=lambda cut: len(cut.rows))
    slip = candidate.hypothesis.slip
    certain = unique and sets[0] == candidate.hypothesis.cells and slip.code not in (ALIKE, APART)
    return Group(
        report.problem.relations(rows),
        report.contradiction(shortest),
        tuple(map(report.keys, sets)),
        unique,
        tuple(_shared_suspects(report, candidate, certain)),
    )


class _Joining:
    """The search for a hypothesis that explains several of the tangles that are left."""

    def __init__(self, report: Report, tangles: Sequence[Tangle], left: Sequence[Tangle]) -> None:
        self.report, self.tangles, self.left = report, tangles, left
        self.doubted = first_cells(tangles)
        self.count = sum(tangle.size for tangle in tangles)
        self.is_of_zeros = any(map(report.problem.is_of_zeros, self.doubted))

    def best(self) -> SharedHypothesis | None:
        """Of the hypotheses that mend the most relations the first that touches no further tangle,
        or the one with the most members."""
        best: SharedHypothesis | None = None
        every = self._hypotheses()
        for hypothesis in every:
            if best and len(hypothesis.explains) < len(best.hypothesis.explains):
                break
            members = [] if hypothesis.unexplained else self._members(hypothesis)
            if not members or (best and len(members) <= len(best.members)):
                continue
            rivals, besides = self._rivals(hypothesis, every), self._besides(members)
            best = SharedHypothesis(hypothesis, members, rivals, besides)
            if not self._touched(hypothesis, besides=members):
                break
        return best

    def _hypotheses(self) -> list[Hypothesis]:
        """The widest first. Of one cell alone only a slip is told of which it is a part, or what
        is likelier than a 0 in a line without any amount or settles an odd amount; a block of
        columns has several wrong cells in each."""
        broken = {row for tangle in self.left for row in tangle.single_rows}
        kinds: Sequence[HypothesisKind] = _OF_TANGLES
        if self.count < 2:
            may_be_carried = self.is_of_zeros or self.report.problem.has_odd
            kinds = (*_OF_PARTS, carried) if may_be_carried else _OF_PARTS
        elif self.count >= MANY:
            kinds = (*_OF_TANGLES, shifted_blocks)
        undoing = Undoing(self.report.problem, broken, self.doubted)
        every = [one for kind in kinds for one in kind(undoing)]

        def narrowness(hypothesis: Hypothesis) -> tuple[int, bool, int, int, int]:
            cells, filled = hypothesis.cells, filled_by(self.report.problem, hypothesis)
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
        """The tangles that no cut is left of once a slip is undone; none if a single cell explains
        as much. Where no cells were found that explain it any slip is likelier."""
        members = self._explained(hypothesis) if self._is_borne_out(hypothesis) else []
        is_likelier = not all(tangle.sets for tangle in members)
        if not is_likelier and not self._outweighs(hypothesis, members):
            return []
        if not self.report.mends(hypothesis, self._besides(members)):
            return []
        for tangle in self._touched(hypothesis, besides=members):
            wider = [*members, tangle]
            if self.report.mends(hypothesis, self._besides(wider)):
                members = wider
        return [] if self._rests_on_wrong(hypothesis, members) else members

    def _rests_on_wrong(self, hypothesis: Hypothesis, members: Sequence[Tangle]) -> bool:
        """Whether a relation that a slip mends has a further amount, as stated, that is wrong
        whatever else is; or parts of a sum are put right where one cell explains as much."""
        if hypothesis.slip.code in (ALIKE, APART) and self._is_slip_of_one(members):
            return True
        others = [tangle for tangle in self.tangles if tangle not in members]
        wrong = frozenset[int]().union(*(tangle.needed for tangle in others))
        rows = self.report.problem.figures_in(hypothesis.explains)
        return not (wrong - hypothesis.cells - self.report.problem.rates).isdisjoint(rows)

    def _outweighs(self, hypothesis: Hypothesis, members: Sequence[Tangle]) -> bool:
        """Whether a slip is likelier than the cells that explain its rows one by one: no single
        one, unless no slip explains that and one that is no chance does."""
        is_of_one = sum(tangle.size for tangle in members) < 2
        if hypothesis.slip.code == "carried":
            return self._carried_outweighs(hypothesis, members, is_of_one)
        return not is_of_one or self._is_likelier_than_one(hypothesis, members)

    def _carried_outweighs(
        self, hypothesis: Hypothesis, members: Sequence[Tangle], is_of_one: bool
    ) -> bool:
        """Whether a carried figure is likelier than cells: a sum that mends its own relation alone
        by a slip of sums; beside one cell what no slip of that explains; beside several if it
        weighs less, or as much where last year's balance or rates confirm it."""
        if len(hypothesis.explains) == 1 and self._is_sum(hypothesis):
            return self._is_of_a_sum(hypothesis)
        if is_of_one:
            is_of_zeros = self._are_of_zeros(members)
            if is_of_zeros and self._is_base_of_rate(members):
                return False
            return is_of_zeros or self._settles_an_odd_one(hypothesis)
        weight = self.report.problem.weight
        cells = [*first_cells(members)]
        light, heavy = float(weight[min(hypothesis.cells)]), float(weight[cells].sum())
        is_carried_over = self.report.carried_over(hypothesis) is not None
        is_confirmed = is_carried_over or self._is_told_by_rates(hypothesis)
        return heavy >= light if is_confirmed else heavy > light

    def _are_of_zeros(self, members: Sequence[Tangle]) -> bool:
        """Whether the first cells that explain tangles are 0s in lines without any amount; where
        formulas follow from each cell, whether all are."""
        every = {figure for tangle in members for one in tangle.sets for figure in one}
        cells = every if self.report.problem.worked else first_cells(members)
        return bool(cells) and all(map(self.report.problem.is_of_zeros, cells))

    def _is_told_by_rates(self, hypothesis: Hypothesis) -> bool:
        """Whether two rates that are broken, and so were not worked out of a carried figure, hold
        with one amount."""
        problem = self.report.problem
        return sum(bool(problem.rate[row] >= 0) for row in hypothesis.explains) > 1

    def _is_likelier_than_one(self, hypothesis: Hypothesis, members: Sequence[Tangle]) -> bool:
        """Whether a slip is no chance, and none of a single cell; that people are paid less than
        before is never likelier than three levels in each other's place."""
        if not hypothesis.is_no_chance:
            return False
        return hypothesis.slip.code == LEVELS or not self._is_slip_of_one(members)

    def _is_borne_out(self, hypothesis: Hypothesis) -> bool:
        """Whether a run of one column mends a relation of several stated figures, none of them
        lost: where one is lost its place takes up whatever is left over."""
        if hypothesis.slip.code != "shifted":
            return True
        problem = self.report.problem
        rows = hypothesis.explains - problem.rows_touching(hypothesis.lost)
        return any(len(problem.stated_among(problem.figures_in([row]))) > 1 for row in rows)

    def _is_base_of_rate(self, members: Sequence[Tangle]) -> bool:
        """Whether a 0 explains tangles alone of which a rate beside it tells what it should be."""
        besides = self._besides(members)
        alone = (cells for tangle in members for cells in tangle.sets if len(cells) == 1)
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
        return is_odd and self.report.begun(hypothesis).is_explained

    def _is_sum(self, hypothesis: Hypothesis) -> bool:
        """Whether what was carried is a sum."""
        return str(hypothesis.slip.figures["leaf"]) in self.report.totals

    def _is_of_a_sum(self, hypothesis: Hypothesis) -> bool:
        """Whether a sum was carried on that leaves out a part, has one twice, or is of another size
        than its parts: no digit here or there."""
        return self.report.begun(hypothesis).how in _OF_A_SUM

    def _is_slip_of_one(self, members: Sequence[Tangle]) -> bool:
        """Whether a slip of one cell explains tangles."""
        besides = self._besides(members)
        sets = (cells for tangle in members for cells in tangle.sets)
        explained = (self.report.explained(cells, besides) for cells in sets)
        return any(one.slipped for one in explained)

    def _explained(self, hypothesis: Hypothesis) -> list[Tangle]:
        """The tangles with a set within the hypothesis; or those of which it explains a row, if
        nothing is left of any tangle that it touches but what others may explain."""
        within = [tangle for tangle in self.left if tangle.has_set_in(hypothesis.cells)]
        if sum(tangle.size for tangle in within) > 1:
            return within
        touched = self._touched(hypothesis, besides=[])
        rows = hypothesis.explains | hypothesis.trusted
        if not all(tangle.single_rows <= rows for tangle in touched):
            return []
        return [
            one
            for one in touched
            if not one.single_rows or not one.single_rows.isdisjoint(hypothesis.explains)
        ]

    def _touched(self, hypothesis: Hypothesis, besides: Sequence[Tangle]) -> list[Tangle]:
        others = [tangle for tangle in self.left if tangle not in besides]
        return [tangle for tangle in others if not tangle.figures.isdisjoint(hypothesis.cells)]

    def _besides(self, members: Sequence[Tangle]) -> frozenset[int]:
        """The first cells of the tangles that are no members."""
        return first_cells(tangle for tangle in self.tangles if tangle not in members)


def _shared_suspects(
    report: Report, candidate: SharedHypothesis, certain: bool
) -> Iterator[Suspect]:
    """The cells of a slip. Where either of two exchanges may be meant all cells of both are told,
    amounts first."""
    confidence: Confidence = "certain" if certain else "likely"
    if candidate.hypothesis.slip.code == "carried":
        yield from _carried_suspects(report, candidate, confidence)
    elif candidate.rivals:
        either = [candidate.hypothesis, *candidate.rivals]
        for one in sorted(either, key=lambda one: not is_of_amounts(report.problem, one)):
            yield from report.undone(one, "possible")
    else:
        yield from report.undone(candidate.hypothesis, confidence)


def _carried_suspects(
    report: Report, candidate: SharedHypothesis, confidence: Confidence
) -> Iterator[Suspect]:
    """The cells of a figure that was carried. Where it may have begun elsewhere the likeliest
    beginning counts; of beginnings that are as likely only the first cell of each is told."""
    first, *others = begun = _likeliest_first(report, candidate)
    if not others:
        is_open = is_beside_sums(report.problem, first) and not first.is_explained
        yield from report.undone(first.hypothesis, "possible" if is_open else confidence)
        return
    if _is_singled_out(first, others):
        told = first.hypothesis if first.is_explained else _as_said(first.hypothesis)
        yield from report.undone(told, "likely")
        begun = others
    elif beside := [*beside_sums(report, begun)]:
        yield from beside
        return
    for other in begun[:SUSPECTS_NAMED]:
        yield from itertools.islice(report.undone(other.hypothesis, "possible"), 1)


def _is_singled_out(first: Begun, others: Sequence[Begun]) -> bool:
    """Whether a beginning is clearly likelier than others: by a slip of typing, or by figures of
    the texts that each of the others contradicts. That a total was not added up anew is no more
    than possible without these: a fund may be wrong instead."""
    is_said = first.contradicted < min(one.contradicted for one in others)
    is_typed = first.is_explained and not first.is_outdated
    return (is_typed or is_said) and first.score - others[0].score > CLEARLY


def _as_said(hypothesis: Hypothesis) -> Hypothesis:
    """A slip that nothing but the texts tells of."""
    slip = hypothesis.slip
    return replace(hypothesis, slip=replace(slip, figures={**slip.figures, "how": SAID}))


def _likeliest_first(report: Report, candidate: SharedHypothesis) -> list[Begun]:
    """The ways in which a carried figure may have begun; the first of them mends everything."""
    every = [candidate.hypothesis, *candidate.rivals]
    begun = (report.begun(one, candidate.besides) for one in every)
    ranked = sorted(begun, key=lambda one: -one.score)
    while len(ranked) > 1 and not report.mends(ranked[0].hypothesis, candidate.besides):
        ranked = ranked[1:]
    return ranked


def _choices(tangles: Sequence[Tangle]) -> list[frozenset[int]]:
    """The first combinations of a set of each tangle."""
    product = itertools.product(*(tangle.sets for tangle in tangles))
    return [frozenset[int]().union(*sets) for sets in itertools.islice(product, SETS_NAMED)]
