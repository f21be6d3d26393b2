"""The lines of the total that are sums over the funds, and what each fund has in them."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from sipipeline.arithmetic.figures import Flags, Floats, Interval
from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen
from sipipeline.localisation.cell_slips import FEW
from sipipeline.localisation.problem import LinearProblem

LINES = 4
"""So many lines of the total must be off alike: fewer may be chance."""
_STEPS = 3
"""A blank figure is worked out of others that are, so many times: changes, sums, what is left."""


@frozen
class TotalLines:
    """The lines of the total sheet that are sums over the funds: L lines, F funds."""

    funds: Sequence[str]
    """The sheets of the funds that are run."""
    relation: Sequence[Relation]
    total: Sequence[int]
    """The figure of the total in each line."""
    stated_lo: Floats
    stated_hi: Floats
    """(L,): the total as stated."""
    lo: Floats
    hi: Floats
    """(L, F): what each fund has in each line."""
    known: Flags
    """(L,): whether it is known what each fund has."""
    off: Flags
    """(L,): whether the total is not the sum of its funds."""
    blank: Flags
    """(L,): whether a figure of the line is blank."""

    @property
    def subjects_off(self) -> list[str]:
        """The keys of the totals that are not the sum of their funds."""
        return [self.relation[line].subject for line in np.flatnonzero(self.off).tolist()]

    def beyond(self, sheet: str) -> list[Interval]:
        """What each total has beyond the sum of its funds other than the one of a sheet."""
        others = [fund != sheet for fund in self.funds]
        lo = self.stated_lo - self.hi[:, others].sum(axis=1)
        hi = self.stated_hi - self.lo[:, others].sum(axis=1)
        return list(zip(lo.tolist(), hi.tolist()))

    def open_in(self, columns: Collection[str]) -> frozenset[int]:
        """The totals of some columns of which the funds leave more than rounding does, as one of
        their figures is blank."""
        room = self.hi.sum(axis=1) - self.lo.sum(axis=1)
        is_wide = room > FEW * (self.stated_hi - self.stated_lo)
        is_open = ~self.known | (is_wide & self.blank)
        of_lines = zip(self.relation, self.total, is_open.tolist())
        return frozenset(
            total
            for relation, total, open_ in of_lines
            if open_ and keys.measure(relation.subject) in columns
        )

    def meet(self, weight: Floats) -> Flags:
        """(L,): whether the stated total is the weighted sum of the funds, and that is not the
        sum."""
        least, most = self.beyond_sum(weight)
        return np.asarray(self.off & (least <= 0) & (most >= 0))

    def beyond_sum(self, weight: Floats) -> tuple[Floats, Floats]:
        """(L,) each: the least and the most that the stated total has beyond the weighted sum of
        the funds."""
        lo = np.where(weight > 0, self.lo, self.hi) @ weight
        hi = np.where(weight > 0, self.hi, self.lo) @ weight
        return self.stated_lo - hi, self.stated_hi - lo

    def depart_by_one_amount(self, which: Sequence[int], weight: Floats) -> bool:
        """Whether the stated totals of some lines are more or less than the weighted sum of the
        funds by one amount, as where a figure of a fund is wrong and was carried into its sums."""
        least, most = (ends[list(which)] for ends in self.beyond_sum(weight))
        low = np.where(least > 0, least, -most)
        high = np.where(least > 0, most, -least)
        return bool(low.max(initial=-np.inf) <= high.min(initial=np.inf))


def lines_of_total(problem: LinearProblem, broken: Collection[int]) -> TotalLines | None:
    """The lines of the total; none where too few of them are off."""
    run = set(problem.sheet)
    funds = [name for name in problem.arrangement.accounts if name in run]
    rows = [row for row in _rows_of_total(problem) if _is_of_funds(problem, row, funds)]
    if not funds or np.isin(rows, list(broken)).sum() < LINES:
        return None
    bounds = _narrowed(problem)
    parts = {row: _by_fund(problem, row, funds, bounds) for row in rows}
    ends = np.array(list(parts.values()), float)
    known = np.isfinite(ends).all(axis=(1, 2))
    ends[~known] = 0.0
    relations = [problem.matrix.relations[problem.relation[row]] for row in parts]
    totals = [problem.number[relation.subject] for relation in relations]
    stated_lo, stated_hi = problem.lo[totals], problem.hi[totals]
    lo, hi = ends[:, :, 0], ends[:, :, 1]
    apart = (stated_lo > hi.sum(axis=1)) | (stated_hi < lo.sum(axis=1))
    blank = np.array([not problem.stated[problem.terms(row)[0]].all() for row in parts], bool)
    off = known & np.where(blank, apart, np.isin(list(parts), list(broken)))
    return TotalLines(funds, relations, totals, stated_lo, stated_hi, lo, hi, known, off, blank)


def _rows_of_total(problem: LinearProblem) -> Iterator[int]:
    """The rows that make a stated figure of the total sheet of its parts."""
    form = problem.arrangement
    for row, number in enumerate(problem.relation):
        relation = problem.matrix.relations[number]
        of_total = relation.parts and form.sheet_of(relation.subject) == form.total
        if of_total and problem.stated[problem.number[relation.subject]]:
            yield row


def _is_of_funds(problem: LinearProblem, row: int, funds: Sequence[str]) -> bool:
    """Whether a line of the total has parts of funds alone."""
    total = problem.number[problem.matrix.relations[problem.relation[row]].subject]
    return all(problem.sheet[one] in funds for one in problem.terms(row)[0] if one != total)


def _by_fund(
    problem: LinearProblem, row: int, funds: Sequence[str], bounds: tuple[Floats, Floats]
) -> Sequence[Interval]:
    """What each fund has in a line of the total."""
    ends = dict.fromkeys(funds, (0.0, 0.0))
    for figure, weight in zip(*problem.terms(row)):
        sheet = problem.sheet[figure]
        if sheet in ends:
            lo, hi = sorted(-weight * float(end[figure]) for end in bounds)
            ends[sheet] = ends[sheet][0] + lo, ends[sheet][1] + hi
    return list(ends.values())


def _narrowed(problem: LinearProblem) -> tuple[Floats, Floats]:
    """The ends of all figures; of the blank ones what the sheets of their funds leave."""
    lo, hi = problem.lo.copy(), problem.hi.copy()
    blank = np.flatnonzero(~problem.stated).tolist()
    rows = {figure: _rows_within(problem, problem.sheet[figure], figure) for figure in blank}
    for _ in range(_STEPS):
        for figure in blank:
            lo[figure], hi[figure] = problem.implied(figure, rows[figure], lo, hi)
    return lo, hi


def _rows_within(problem: LinearProblem, sheet: str, figure: int) -> list[int]:
    """The rows of a figure that have no figure of another sheet."""
    on = problem.sheet
    rows = problem.rows_of[figure]
    return [row for row in rows if all(on[one] == sheet for one in problem.terms(row)[0])]
