"""A figure typed wrongly and carried on: into the sums that it is part of, into changes, into the
total over the funds, into rates. One amount, added along the way, puts all of these right; rates
are worked out anew."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from sipipeline.arithmetic.figures import Flags, Floats, Interval, Numbers
from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.localisation.cell_slips import rounded
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.sparse import entries_of
from sipipeline.localisation.suspects import Slip

_SUM, _CHANGE, _TOTAL = "sum", "change", "total"
"""Where a figure is carried: into a sum of its sheet, a difference of two columns, the total over
the funds."""
_WAYS = ((_SUM,), (_SUM, _CHANGE), (_SUM, _TOTAL), (_SUM, _CHANGE, _TOTAL))
_INTO_SUM = (_SUM,)
_STEPS = 8
"""Sums upon sums: parts, subtotal, total, surplus, balance."""
_SAID = 2
"""Of so many figures texts must say by how much they are off."""
_SHORTEST = 2
"""A figure and its sum, or a figure and its change."""

_ALL, _BROKEN, _NONE = "all", "broken", "none"
"""Which rates an amount is told by: where it was carried into rates, only by those that are broken
and so were not worked out of it, or by none."""

Chain = dict[int, float]
"""The figures that an amount is carried into, each with its sign."""


def carried(undoing: Undoing) -> Iterator[Hypothesis]:
    """A figure that is wrong together with those that it was carried into."""
    carrying = _Carrying(undoing)
    chains = list(carrying.chains())
    if not chains:
        return
    for rates in (_ALL, _BROKEN, _NONE):
        amounts = _amounts(undoing, chains, rates)
        decided = _decided(amounts)
        yield from _all_undone(undoing, amounts, decided, with_rates=rates != _ALL)
    beside = _amounts(undoing, chains, despite_doubts=True)
    further = _is_decided(beside) & (beside.mends > 1) & _is_torn(_amounts(undoing, chains))
    yield from _all_undone(undoing, beside, further)


@frozen
class _Chains:
    """H chains over K figures: what is to be added to a leaf for all rows to hold."""

    chains: list[Chain]
    least: Floats
    most: Floats
    """(H,): the amount."""
    mends: Floats
    """(H,): how many broken rows the amount changes."""


def _all_undone(
    undoing: Undoing, amounts: _Chains, which: Flags, with_rates: bool = False
) -> Iterator[Hypothesis]:
    for place in np.flatnonzero(which).tolist():
        ends = float(amounts.least[place]), float(amounts.most[place])
        yield from _undone(undoing, amounts.chains[place], ends, with_rates)


def _undone(
    undoing: Undoing, chain: Chain, ends: Interval, with_rates: bool
) -> Iterator[Hypothesis]:
    problem = undoing.problem
    leaf = next(iter(chain))
    ends = _as_said(undoing, chain, ends)
    missed = _missed(undoing, chain, ends)
    amount = _exact(problem, leaf, ends) if missed is None else missed
    stated = {figure: sign for figure, sign in chain.items() if problem.stated[figure]}
    fixed = {figure: _shifted(undoing, figure, sign * amount) for figure, sign in stated.items()}
    failing = undoing.failing_rates(fixed) if with_rates else frozenset[int]()
    lost = failing - undoing.broken_rates
    if (with_rates and not lost) or len(fixed) + len(lost) < _SHORTEST:
        return
    if any(fixed[figure][1] < problem.floor[figure] for figure in fixed):
        return
    slip = Slip("carried", {"leaf": problem.keys[leaf], "count": len(fixed) + len(lost) - 1})
    room = ends[0] - amount, ends[1] - amount
    for hypothesis in undoing.tried(slip, fixed, lost):
        yield replace(hypothesis, room=room, is_printed=missed is not None)


def _as_said(undoing: Undoing, chain: Chain, ends: Interval) -> Interval:
    """The amount between two ends that most of what the texts say of the figures of a chain asks
    for; the same ends where they do not agree, or say too little."""
    asked = [*_asked(undoing, chain)]
    together = (_meeting([ends, one, *asked]) for one in asked)
    (count, least, most) = max(together, default=(0, *ends))
    is_told = count > max(_SAID, len(asked) / 2 + 1)
    return (least, most) if is_told else ends


def _asked(undoing: Undoing, chain: Chain) -> Iterator[Interval]:
    """By how much a leaf is off by what the texts say of each figure of its chain."""
    problem = undoing.problem
    for key, (low, high) in problem.contents.said:
        figure = problem.number.get(key, -1)
        sign = chain.get(figure, 0.0)
        if sign and problem.stated[figure]:
            value = float(problem.value[figure])
            least, most = sorted((sign * (low - value), sign * (high - value)))
            yield least, most


def _meeting(intervals: Sequence[Interval]) -> tuple[int, float, float]:
    """How many of some intervals have a part in common with the first and the second, taken one
    after the other, and that part."""
    (least, most), count = intervals[0], 0
    for low, high in intervals[1:]:
        if max(least, low) <= min(most, high):
            least, most, count = max(least, low), min(most, high), count + 1
    return count, least, most


def _missed(undoing: Undoing, chain: Chain, ends: Interval) -> float | None:
    """The amount by which the printed figures of all broken sums miss that a chain goes through,
    or of those that have no doubted amount beyond it; none where they miss by several, or a blank
    leaves it open."""
    doubted = undoing.doubted - undoing.problem.rates - chain.keys()
    rows = sorted(undoing.problem.rows_touching(chain) & undoing.broken)
    known = [row for row in rows if doubted.isdisjoint(undoing.problem.terms(row)[0])]
    amount = _one_amount(undoing, chain, rows) or _one_amount(undoing, chain, known)
    return amount if amount is not None and ends[0] <= amount <= ends[1] else None


def _one_amount(undoing: Undoing, chain: Chain, rows: Collection[int]) -> float | None:
    """The one amount by which the printed figures of some sums miss that a chain goes through."""
    problem, amounts = undoing.problem, set[float]()
    for row in rows:
        terms = problem.weighted[row]
        pull = sum(weight * chain.get(figure, 0.0) for figure, weight in terms)
        if pull and problem.rate[row] < 0 and not problem.part[row]:
            if not all(problem.stated[figure] for figure, _ in terms):
                return None
            off = sum(weight * float(problem.value[figure]) for figure, weight in terms)
            amounts.add(round(-off / pull, 6) + 0.0)
    return amounts.pop() if len(amounts) == 1 else None


def _exact(problem: LinearProblem, leaf: int, ends: Interval) -> float:
    """An amount between two ends, to the precision of the leaf where that leaves one."""
    middle = sum(ends) / 2
    value = float(problem.value[leaf])
    amount = rounded(value + middle, float(problem.half_width[leaf])) - value
    return amount if ends[0] <= amount <= ends[1] else middle


def _shifted(undoing: Undoing, figure: int, amount: float) -> Interval:
    lo, hi = undoing.stated(figure)
    return lo + amount, hi + amount


# ---------------------------------------------------------------- where a figure is carried
class _Carrying:
    """The ways of the figures of a problem into others."""

    def __init__(self, undoing: Undoing) -> None:
        self.problem, self.involved = undoing.problem, undoing.involved

    def chains(self) -> Iterator[Chain]:
        """The chains that a broken row touches, each once."""
        seen = set[frozenset[tuple[int, float]]]()
        for leaf in self._leaves():
            steps = list(self._steps(leaf))
            for ways in _WAYS:
                for chain in self._widened_by(steps, ways):
                    content = frozenset(chain.items())
                    if content not in seen and not self.involved.isdisjoint(chain):
                        seen.add(content)
                        yield chain

    def _leaves(self) -> list[int]:
        """The stated figures that are part of a sum, or of the total over the funds, of the columns
        of the involved figures, and that may be carried into one of these; of any column where a
        form without columns is involved, as the funds of the year are."""
        involved = set(map(self._column, self.involved))
        is_of_form = any(not sheet for sheet, _ in involved)
        edges = {**self._edges[_SUM], **self._edges[_TOTAL], **self._next_year}
        parts = self.problem.stated_among(self._leading_there.intersection(edges))
        return sorted(
            part
            for part in parts
            if is_of_form or self._column(part) in involved or self.problem.is_odd(part)
        )

    @property
    def _leading_there(self) -> set[int]:
        """The involved figures and all that may be carried into one of them."""
        sources: dict[int, list[int]] = {}
        for edges in self._edges.values():
            for figure, onward in edges.items():
                for target, _ in onward:
                    sources.setdefault(target, []).append(figure)
        for closing, openings in self._next_year.items():
            for opening in openings:
                sources.setdefault(opening, []).append(closing)
        reached, front = set(self.involved), list(self.involved)
        while front:
            beyond = set(sources.get(front.pop(), ())) - reached
            reached |= beyond
            front += beyond
        return reached

    def _column(self, figure: int) -> tuple[str, str]:
        """The sheet and the column of a figure; of one that stands on a form without columns, as
        the funds of the year do, the form."""
        sheet, key = self.problem.sheet[figure], self.problem.keys[figure]
        return sheet, keys.measure(key) if sheet else keys.family(key)

    def _steps(self, leaf: int) -> Iterator[Chain]:
        """The chains of a leaf into sums of its sheet, from itself alone on, step by step."""
        chain: Chain = {leaf: 1.0}
        front = chain
        yield chain
        for _ in range(_STEPS):
            front = self._next(front, _INTO_SUM)
            if not front:
                return
            chain = {**chain, **front}
            yield chain

    def _widened_by(self, steps: Sequence[Chain], ways: Collection[str]) -> Iterator[Chain]:
        """The chains of a leaf that go into differences and totals at every step too."""
        for chain in steps:
            yield from self._onward(self._widened(chain, ways))

    def _onward(self, chain: Chain) -> Iterator[Chain]:
        """A chain; and where it goes through what was left at the end of last year, with what the
        year began with, and with the balance that is worked out of that."""
        yield chain
        begun = {
            opening: sign
            for closing, sign in chain.items()
            for opening in self._next_year.get(closing, ())
            if opening not in chain
        }
        if begun:
            yield {**chain, **begun}
            yield {**chain, **self._next(begun, _INTO_SUM), **chain, **begun}

    def _widened(self, chain: Chain, ways: Collection[str]) -> Chain:
        """A chain with the total over the funds, then with the changes."""
        for way in (_TOTAL, _CHANGE):
            if way in ways:
                chain = {**chain, **self._next(chain, [way]), **chain}
        return chain

    def _next(self, front: Mapping[int, float], ways: Collection[str]) -> Chain:
        reached: Chain = {}
        for way in ways:
            for figure, sign in front.items():
                for target, coefficient in self._edges[way].get(figure, ()):
                    reached[target] = reached.get(target, 0.0) + sign * coefficient
        return {figure: sign for figure, sign in reached.items() if sign}

    @cached_property
    def _edges(self) -> Mapping[str, Mapping[int, list[tuple[int, float]]]]:
        """By way: figure to the figures that it is carried into, with its sign there."""
        problem = self.problem
        edges: dict[str, dict[int, list[tuple[int, float]]]] = {_SUM: {}, _CHANGE: {}, _TOTAL: {}}
        linear = np.flatnonzero((problem.rate < 0) & ~problem.part).tolist()
        for row in linear:
            relation = problem.matrix.relations[problem.relation[row]]
            target = problem.number[relation.subject]
            for figure, weight in zip(*problem.terms(row)):
                if figure != target:
                    way = self._way(figure, target, relation.difference)
                    edges[way].setdefault(figure, []).append((target, -weight))
        return edges

    @cached_property
    def _next_year(self) -> Mapping[int, Sequence[int]]:
        """A balance at the end of last year to what this year began with, where that is the same to
        the last digit."""
        problem = self.problem
        next_year: dict[int, list[int]] = {}
        for relation in problem.matrix.relations:
            figures = [problem.number.get(key, -1) for key in relation.keys]
            is_of_balances = relation.to_explain and relation.op == "=" and len(figures) == 2
            if is_of_balances and min(figures) >= 0 and problem.is_carried_over(figures[0]):
                next_year.setdefault(figures[1], []).append(figures[0])
        return next_year

    def _way(self, figure: int, target: int, difference: bool) -> str:
        if difference:
            return _CHANGE
        sheet = self.problem.sheet
        return _SUM if sheet[figure] == sheet[target] else _TOTAL


# ---------------------------------------------------------------- how much
def _amounts(
    undoing: Undoing, chains: list[Chain], rates: str = _ALL, despite_doubts: bool = False
) -> _Chains:
    """What has to be added to the leaf of each chain, by all rows but those of rates that it may be
    carried into, and despite doubts by those without a doubted amount beyond the chain."""
    problem, broken = undoing.problem, undoing.broken
    row, chain, pull = _pulls(problem, chains)
    used = np.abs(pull) > 1e-9
    if despite_doubts:
        used &= ~_is_doubted(undoing, chains, row, chain)
    if rates != _ALL:
        told_by = list(undoing.broken_rates) if rates == _BROKEN else []
        used &= (problem.rate[row] < 0) | np.isin(problem.rate[row], told_by)
    row, chain, pull = row[used], chain[used], pull[used]
    least, most = problem.row_ranges(problem.lo, problem.hi)
    with np.errstate(invalid="ignore"):
        one, other = (problem.low - most)[row] / pull, (problem.high - least)[row] / pull
    amount = _Chains(
        chains, np.full(len(chains), -np.inf), np.full(len(chains), np.inf), np.zeros(len(chains))
    )
    np.maximum.at(amount.least, chain, np.minimum(one, other))
    np.minimum.at(amount.most, chain, np.maximum(one, other))
    np.add.at(amount.mends, chain, np.isin(row, list(broken)))
    return amount


def _is_doubted(undoing: Undoing, chains: list[Chain], row: Numbers, chain: Numbers) -> Flags:
    """(N,): whether a row has an amount that is doubted and that a chain does not go through."""
    problem, amounts = undoing.problem, undoing.doubted - undoing.problem.rates
    of_row = {one: amounts.intersection(problem.terms(one)[0]) for one in {*row.tolist()}}
    pairs = zip(row.tolist(), chain.tolist())
    return np.array([not of_row[one] <= chains[place].keys() for one, place in pairs], bool)


def _pulls(problem: LinearProblem, chains: list[Chain]) -> tuple[Numbers, Numbers, Floats]:
    """Row, chain, and by how much the row changes when 1 is added to the leaf of the chain; each
    pair of row and chain once."""
    figures = np.array([figure for chain in chains for figure in chain], int)
    signs = np.array([sign for chain in chains for sign in chain.values()], float)
    chain_of = np.repeat(np.arange(len(chains)), list(map(len, chains)))
    by_figure = np.argsort(problem.column, kind="stable")
    pointer = np.searchsorted(problem.column[by_figure], np.arange(len(problem.keys) + 1))
    place, own_pointer = entries_of(pointer, figures)
    entry, lengths = by_figure[place], np.diff(own_pointer)
    pull = problem.coefficient[entry] * np.repeat(signs, lengths)
    pair = problem.row_of_entry[entry] * len(chains) + np.repeat(chain_of, lengths)
    pairs, number = np.unique(pair, return_inverse=True)
    row, chain = np.divmod(pairs, max(1, len(chains)))
    return row, chain, np.bincount(number, pull, len(pairs)).astype(float)


def _decided(amounts: _Chains) -> Flags:
    """The chains with an amount that is not 0 and mends some row."""
    return np.asarray(_is_decided(amounts) & (amounts.mends > 0))


def _is_decided(amounts: _Chains) -> Flags:
    """(H,): whether there is one amount for all rows, and not 0."""
    bounded = np.isfinite(amounts.least) & np.isfinite(amounts.most)
    some = (amounts.least > 0) | (amounts.most < 0)
    return np.asarray(bounded & some & (amounts.least <= amounts.most))


def _is_torn(amounts: _Chains) -> Flags:
    """(H,): whether some rows ask for another amount than others."""
    return np.asarray(amounts.least > amounts.most)
