"""Accounts in another unit of money that show only together, or in a single sum over the funds."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.rescaling import FACTORS, is_told_of_funds, rescalings, sheets_of_money
from sipipeline.localisation.suspects import Slip
from sipipeline.localisation.total_lines import LINES, TotalLines, lines_of_total

_BEYOND_CHANCE = 100
"""What an account has in a sum, once it is in the unit of the others, shows if it is so many times
the rounding of the sum."""
_AGREEING = 0.8
"""The part of the lines of the total that are off which accounts in another unit must explain."""
_NONE = frozenset[int]()

_Fixed = Mapping[int, Interval]


def several_accounts(undoing: Undoing) -> Iterator[Hypothesis]:
    """All accounts, that of the total too, that what is said of them alone shows to be in one other
    unit: sums over the funds hold only once each is put right."""
    problem = undoing.problem
    among = (*problem.arrangement.accounts, problem.arrangement.total)
    by_factor: dict[float | str, dict[str, _Fixed]] = {factor: {} for factor in FACTORS}
    for slip, fixed in _rescaled(undoing, among):
        where = str(slip.figures["where"])
        if _is_shown_alone(undoing, fixed, set(among) - {where}):
            by_factor[slip.figures["factor"]][where] = fixed
    for factor, accounts in by_factor.items():
        if len(accounts) > 1:
            names = [*filter(accounts.__contains__, among)]
            yield from _together(undoing, factor, {name: accounts[name] for name in names})


def accounts_of_total(undoing: Undoing) -> Iterator[Hypothesis]:
    """The fewest accounts, two and more, of which the total is the sum once they are in one other
    unit, though each agrees with itself."""
    problem = undoing.problem
    lines = lines_of_total(problem, undoing.broken)
    if lines is None or not lines.off.any():
        return
    rescaled = {
        (slip.figures["factor"], str(slip.figures["where"])): fixed
        for slip, fixed in _rescaled(undoing, lines.funds)
    }
    for factor in FACTORS:
        able = [place for place, fund in enumerate(lines.funds) if (factor, fund) in rescaled]
        for chosen in _adding_up(lines, factor, able):
            names = [lines.funds[place] for place in chosen]
            if len(names) < len(lines.funds) or is_told_of_funds(problem, factor):
                accounts = {name: rescaled[factor, name] for name in names}
                yield from _together(undoing, factor, accounts)


def account_of_one_sum(undoing: Undoing) -> Iterator[Hypothesis]:
    """The only account that a sum over several funds fits to the last digit once it is in another
    unit."""
    problem = undoing.problem
    rows = [row for row in sorted(undoing.broken) if _is_over_funds(problem, row)]
    candidates = list(_rescaled(undoing, problem.arrangement.accounts)) if rows else []
    for row in rows:
        fitting = [(slip, fixed) for slip, fixed in candidates if _fits(undoing, row, fixed)]
        for slip, fixed in fitting if len(fitting) == 1 else ():
            for hypothesis in undoing.tried(slip, fixed):
                yield replace(hypothesis, is_no_chance=True)


def _adding_up(lines: TotalLines, factor: float, able: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The choices of fewest funds with which nearly all lines of the total that are off hold, once
    these funds are so many times as much."""
    grain = float(np.median(lines.stated_hi - lines.stated_lo)) / 2
    for count in range(2, len(able) + 1):
        found = []
        for chosen in itertools.combinations(able, count):
            weight, room = np.ones(len(lines.funds)), np.zeros(len(lines.funds))
            weight[[*chosen]], room[[*chosen]] = factor, grain
            low, high = (lines.lo * weight - room).sum(1), (lines.hi * weight + room).sum(1)
            alike = lines.off & (lines.stated_lo <= high) & (low <= lines.stated_hi)
            if alike.sum() >= max(LINES, _AGREEING * lines.off.sum()):
                found.append(chosen)
        if found:
            yield from found
            return


def _together(
    undoing: Undoing, factor: float | str, accounts: Mapping[str, _Fixed]
) -> Iterator[Hypothesis]:
    """Several accounts in one other unit, with what bears that out."""
    every = {figure: ends for fixed in accounts.values() for figure, ends in fixed.items()}
    count = int(np.count_nonzero(undoing.problem.value[[*every]]))
    figures = {"factor": factor, "count": count, "where": " ".join(accounts)}
    for hypothesis in undoing.tried(Slip("scaled", figures), every, tolerant=True):
        yield replace(hypothesis, evidence=undoing.borne_out(hypothesis))


def _is_over_funds(problem: LinearProblem, row: int) -> bool:
    """Whether a row is a sum over several funds."""
    funds = {problem.sheet[figure] for figure in problem.terms(row)[0]}
    return bool(problem.rate[row] < 0) and len(funds.intersection(problem.arrangement.accounts)) > 1


def _rescaled(undoing: Undoing, among: Collection[str]) -> Iterator[tuple[Slip, _Fixed]]:
    """Those of some sheets that a broken row touches, with their money in every other unit."""
    return rescalings(undoing, (one for one in sheets_of_money(undoing) if one[0] in among))


def _is_shown_alone(undoing: Undoing, fixed: _Fixed, others: set[str]) -> bool:
    """Whether all broken rows without the other accounts hold once one is in another unit, and
    what is beyond it bears that out."""
    problem = undoing.problem
    touched = problem.rows_touching(fixed) & undoing.broken
    own = frozenset(
        row
        for row in touched
        if others.isdisjoint(problem.sheet[figure] for figure in problem.terms(row)[0])
    )
    if not all(undoing.holds(row, fixed) for row in own):
        return False
    return bool(undoing.borne_out(Hypothesis(Slip(""), fixed, _NONE, own)))


def _fits(undoing: Undoing, row: int, fixed: _Fixed) -> bool:
    """Whether a sum holds once an account is in another unit, of which it has more than rounding
    could make up."""
    if not undoing.holds(row, fixed):
        return False
    least, most = undoing.range(row, fixed)
    weighted = undoing.problem.weighted[row]
    part = sum(weight * sum(fixed[figure]) / 2 for figure, weight in weighted if figure in fixed)
    return abs(part) > _BEYOND_CHANCE * (most - least)
