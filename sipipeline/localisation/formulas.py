"""Cells of formulas that agree with the cells that they are worked out of. Such a cell is no
witness: whatever the others hold, it follows. So errors are sought among what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from sipipeline.core.values import frozen
from sipipeline.localisation.problem import LinearProblem

_EVEN = 1e-9
"""A coefficient that is less is none: an amount that goes both in and out."""

Terms = dict[int, float]
"""Figures, each with its coefficient."""


@frozen
class Worked:
    """What a formula makes: a sum of typed amounts, give or take the slack of its relations."""

    terms: Terms
    slack: float


@frozen
class Following:
    """A problem in which formulas follow from what was typed."""

    problem: LinearProblem
    """Its rows are about typed figures alone; those of formulas are unknown, and worked out by rows
    of their own."""
    rates: frozenset[int]
    """The rates that are worked out by formulas."""


def following(problem: LinearProblem) -> Following | None:
    """A problem in which formulas follow; None where there are none, or where a contradiction would
    be lost."""
    workings = _Workings(problem)
    if not (workings.violated and any(workings.is_formula)):
        return None
    rates, rows = workings.rates(), workings.amounts()
    reduced = _reduced(problem, rows, _worked_out(problem, rows), rates)
    kept = {reduced.relation[row] for row in reduced.violated()}
    is_lost = not {problem.relation[row] for row in workings.violated} <= kept
    return None if is_lost else Following(reduced, rates)


class _Workings:
    """Which figures of a problem are worked out of others: those of formulas that agree with their
    cells."""

    def __init__(self, problem: LinearProblem) -> None:
        self.problem, self.violated = problem, frozenset(problem.violated())
        flags, columns = problem.figures.formula[0], problem.figures.columns
        self.is_formula = [bool(flags[columns[key]]) for key in problem.keys]

    def rates(self) -> frozenset[int]:
        """The rates that agree with their amounts."""
        rates = (rate for rate in self.problem.rates if self.is_formula[rate])
        return frozenset(
            rate for rate in rates if self.violated.isdisjoint(self.problem.rows_resting_on(rate))
        )

    def amounts(self) -> dict[int, int]:
        """The amounts that agree, each with the row that it is worked out by: of the sums of its
        own sheet where it has one."""
        problem, rows = self.problem, dict[int, int]()
        for row in np.flatnonzero((problem.rate < 0) & ~problem.part).tolist():
            figure = problem.number[problem.matrix.relations[problem.relation[row]].subject]
            is_nearer = figure not in rows or _is_on_one_sheet(problem, row)
            if is_nearer and self._is_worked_out(figure, row):
                rows[figure] = row
        return rows

    def _is_worked_out(self, figure: int, row: int) -> bool:
        """Whether a figure is, within its rounding, what the others of a row make, those that are
        blank left out."""
        problem = self.problem
        if not (self.is_formula[figure] and problem.stated[figure]) or row in self.violated:
            return False
        amounts = [
            weight * float(problem.value[one])
            for one, weight in problem.weighted[row]
            if problem.stated[one]
        ]
        room = float(problem.hi[figure] - problem.lo[figure])
        return abs(sum(amounts)) <= room + _EVEN * max(map(abs, amounts))


def _is_on_one_sheet(problem: LinearProblem, row: int) -> bool:
    return len({problem.sheet[figure] for figure in problem.terms(row)[0]}) == 1


def _worked_out(problem: LinearProblem, rows: Mapping[int, int]) -> dict[int, Worked]:
    """The amounts of formulas, each by the typed ones that it is worked out of."""
    known: dict[int, Worked] = {}
    for figure in rows:
        _work_out(problem, rows, figure, known)
    return known


def _work_out(
    problem: LinearProblem, rows: Mapping[int, int], figure: int, known: dict[int, Worked]
) -> Worked:
    """What the formula of a figure makes, and those before it; blank cells add nothing."""
    if figure in known:
        return known[figure]
    row, result = rows[figure], Terms()
    terms = dict(problem.weighted[row])
    own = -terms.pop(figure)
    slack = float(max(abs(problem.low[row]), abs(problem.high[row]))) / abs(own)
    for one in problem.stated_among(terms):
        times = terms[one] / own
        before = _work_out(problem, rows, one, known) if one in rows else Worked({one: 1.0}, 0.0)
        slack += abs(times) * before.slack
        _add(result, before.terms, times)
    known[figure] = Worked(_without_dust(result), slack)
    return known[figure]


def _add(terms: Terms, further: Mapping[int, float], times: float) -> None:
    """Add further terms, so many times, to some."""
    for figure, by in further.items():
        terms[figure] = terms.get(figure, 0.0) + times * by


def _without_dust(terms: Terms) -> Terms:
    """The terms that do not cancel out."""
    least = _EVEN * max(map(abs, terms.values()), default=0.0)
    return {figure: by for figure, by in terms.items() if abs(by) > least}


def _reduced(
    problem: LinearProblem,
    rows: Mapping[int, int],
    sums: Mapping[int, Worked],
    rates: frozenset[int],
) -> LinearProblem:
    """The problem with what formulas make in their place, the formulas themselves unknown."""
    built = _FormulaRows([], [], [], [])
    of_figure = {row: figure for figure, row in rows.items()}
    for row in range(len(problem.low)):
        if int(problem.rate[row]) in rates:
            continue
        terms, slack = _put_in(problem.weighted[row], sums, of_figure.get(row))
        if terms:
            built.add(row, terms, float(problem.low[row]) - slack, float(problem.high[row]) + slack)
    unknown = [*sums, *rates]
    lo, hi, stated = problem.lo.copy(), problem.hi.copy(), problem.stated.copy()
    lo[unknown], hi[unknown], stated[unknown] = -np.inf, np.inf, False
    return replace(
        problem,
        lo=lo,
        hi=hi,
        stated=stated,
        relation=[problem.relation[row] for row in built.rows],
        rate=problem.rate[built.rows],
        part=problem.part[built.rows],
        pointer=np.append(0, np.cumsum([len(terms) for terms in built.terms])),
        column=np.array([one for terms in built.terms for one in terms], int),
        coefficient=np.array([by for terms in built.terms for by in terms.values()], float),
        low=np.array(built.low),
        high=np.array(built.high),
        worked={figure: worked.terms for figure, worked in sums.items()},
    )


@frozen
class _FormulaRows:
    """Rows of a problem in the making."""

    rows: list[int]
    """The rows that they were made of."""
    terms: list[Terms]
    low: list[float]
    high: list[float]

    def add(self, row: int, terms: Terms, low: float, high: float) -> None:
        self.rows.append(row)
        self.terms.append(terms)
        self.low.append(low)
        self.high.append(high)


def _put_in(
    terms: Iterable[tuple[int, float]], sums: Mapping[int, Worked], defined: int | None
) -> tuple[Terms, float]:
    """A row with what formulas make in their place, but for the figure that it defines; and by how
    much wider it is for that."""
    result, slack = Terms(), 0.0
    for figure, weight in terms:
        worked = sums.get(figure) if figure != defined else None
        _add(result, {figure: 1.0} if worked is None else worked.terms, weight)
        slack += 0.0 if worked is None else abs(weight) * worked.slack
    return _without_dust(result), slack
