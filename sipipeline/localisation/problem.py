"""One submission as a linear problem: sparse rows `low <= coefficients @ figures <= high`."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

import numpy as np

from sipipeline.arithmetic.figures import Figures, Flags, Floats, Interval, Numbers
from sipipeline.arithmetic.matrix import LINEAR, Matrix, Rows
from sipipeline.core.figures import SLACK
from sipipeline.core.relations import Relation, Term
from sipipeline.localisation.arrangement import Arrangement, CellContents
from sipipeline.localisation.sparse import SparseRows

_NO_CONTENTS = CellContents()
_TELLING = 1000
"""Two balances that are equal to the last digit are no chance if they have so many half units of
it."""
_OF_ANOTHER_SIZE = 5
"""Amounts of one line are seldom so many times as large as another."""


@dataclass(frozen=True)
class LinearProblem:
    """K figures and m rows of one submission. Figures of funds that it does not run are nowhere in
    the rows."""

    matrix: Matrix
    figures: Figures
    """All figures of the submission: a batch of one."""
    applies: Flags
    """Which relations of the matrix take part."""
    all_weights: Floats
    arrangement: Arrangement
    scope: Flags
    """Which relations of the matrix there are for this submission, whether they apply or not."""
    contents: CellContents
    keys: list[str]
    number: dict[str, int]
    """Key to the number of the figure."""
    value: Floats
    """(K,): as stated, 0 where blank."""
    lo: Floats
    hi: Floats
    floor: Floats
    """(K,): the least that a doubted figure can be."""
    stated: Flags
    half_width: Floats
    """(K,): by the printed digits alone; 0 where blank."""
    weight: Floats
    """(K,): what doubting a figure costs."""
    relation: list[int]
    """(m,): number of the relation that a row comes from."""
    rate: Numbers
    """(m,): the rate whose interval the row rests on; -1 in other rows."""
    part: Flags
    """(m,): rows of `<=`."""
    pointer: Numbers
    column: Numbers
    coefficient: Floats
    """Compressed sparse rows."""
    low: Floats
    high: Floats
    """(m,): bounds of the rows, slack included."""
    worked: Mapping[int, Mapping[int, float]] = field(default_factory=dict)
    """Amounts that follow by formula, each with the typed ones that it is worked out of."""

    # ------------------------------------------------------------ figures
    def may_be(self, figure: int) -> Interval:
        """What a figure can be when it is doubted."""
        return float(self.floor[figure]), math.inf

    def bounds(self, doubted: Collection[int] = ()) -> tuple[Floats, Floats]:
        """Intervals of all figures when some are doubted."""
        lo, hi = self.lo.copy(), self.hi.copy()
        chosen = list(doubted)
        lo[chosen], hi[chosen] = self.floor[chosen], np.inf
        return lo, hi

    def stated_among(self, figures: Iterable[int]) -> set[int]:
        return {figure for figure in figures if self.stated[figure]}

    def are_stated(self, one: int, other: int) -> bool:
        return bool(self.stated[one] and self.stated[other])

    @cached_property
    def point(self) -> Floats:
        """(K,): the stated values, and for each blank figure one that its rows make likely."""
        blank = np.flatnonzero(~self.stated).tolist()
        return estimated(self, self.value, blank, self.lo, self.hi)

    @cached_property
    def sheet(self) -> list[str]:
        """(K,): the sheet of each figure; "" where it is on none."""
        return [self.arrangement.sheet_of(key) for key in self.keys]

    @cached_property
    def on_sheet(self) -> Mapping[str, Sequence[int]]:
        """By sheet: its figures, in the order of their numbers."""
        on: dict[str, list[int]] = {}
        for figure, sheet in enumerate(self.sheet):
            on.setdefault(sheet, []).append(figure)
        return on

    @cached_property
    def _all_not_zero(self) -> frozenset[int]:
        return frozenset(np.flatnonzero(self.value).tolist())

    def not_zero(self, figures: Iterable[int]) -> list[int]:
        """Those of some figures that are not 0 as stated."""
        return [figure for figure in figures if figure in self._all_not_zero]

    @cached_property
    def columns_on(self) -> Mapping[str, Sequence[int]]:
        """By sheet: the columns of its figures, those without a relation too."""
        on: dict[str, list[int]] = {}
        for key, column in self.figures.columns.items():
            on.setdefault(self.arrangement.sheet_of(key), []).append(column)
        return on

    @cached_property
    def rates(self) -> frozenset[int]:
        """The figures that are the subject of a rate."""
        return frozenset(self.rate[self.rate >= 0].tolist())

    def grain(self, figure: int) -> float:
        """The least half-width of an amount and of the stated amounts that share a sum or a limit
        with it: so finely it may have been meant."""
        if figure not in self._grains:
            half_widths = self.half_width[[figure, *self.beside(figure)]]
            least = min(half_widths[half_widths > 0], default=self.half_width[figure])
            self._grains[figure] = float(least)
        return self._grains[figure]

    @cached_property
    def _grains(self) -> dict[int, float]:
        """What `grain` has found: a cell that a text quotes a thousand times is asked as often."""
        return {}

    def beside(self, figure: int) -> set[int]:
        """The other stated amounts that share a sum or a limit with one."""
        rows = [row for row in self.rows_of[figure] if self.rate[row] < 0]
        return self.stated_among(self.figures_in(rows)) - self.rates - {figure}

    def is_impossible(self, figure: int) -> bool:
        """Whether a figure is negative that cannot be."""
        return bool(self.hi[figure] < 0 <= self.floor[figure])

    def is_of_zeros(self, figure: int) -> bool:
        """Whether an amount is a 0 in a line without any other: nobody counted anything there."""
        is_zero = bool(self.stated[figure]) and not self.value[figure]
        return is_zero and figure not in self.rates and not any(self.of_line(figure))

    def beside_rate(self, figure: int) -> Interval | None:
        """What a rate and the amount beside it say of a 0 that the rate is worked out of; None
        where nothing does. A 0 has no rate but 0, so that another is stated tells of another
        amount."""
        if not self.stated[figure] or self.value[figure]:
            return None
        key = self.keys[figure]
        for relation in self._of_amount.get(key, ()):
            over, base = relation.terms[0], relation.base[0]
            rate = self._typed(relation.subject)
            beside = self._typed(base.key if key == over.key else over.key)
            if rate is None or beside is None or min(*rate, *beside) <= 0:
                continue
            scale = relation.scale * over.coefficient
            if key == base.key:
                return scale * beside[0] / rate[1], scale * beside[1] / rate[0]
            return rate[0] * beside[0] / scale, rate[1] * beside[1] / scale
        return None

    def fits_people(self, key: str, factor: float = 1.0) -> bool | None:
        """Whether benefits, in another unit by a factor, go with what the people of their fund are
        paid; None where none are stated."""
        low, high = self.contents.paid[key]
        typed = self._typed(key)
        return None if typed is None else low <= typed[1] * factor and typed[0] * factor <= high

    def is_carried_over(self, figure: int) -> bool:
        """Whether a balance is to the last digit what was left at the end of last year, or what the
        next began with: two cells say it."""
        known = (self._typed(key) for key in self._over_years.get(self.keys[figure], ()))
        return any(ends is not None and self._is_alike(figure, ends) for ends in known)

    def _is_alike(self, figure: int, ends: Interval) -> bool:
        value = float(self.value[figure])
        is_telling = abs(value) >= _TELLING * float(self.half_width[figure]) > 0
        return is_telling and math.isclose(value, sum(ends) / 2, rel_tol=1e-9)

    def _typed(self, key: str) -> Interval | None:
        """The ends of a stated figure, be it in the rows or not."""
        return self.figures.typed(key) if key in self.figures.columns else None

    @cached_property
    def _of_amount(self) -> Mapping[str, Sequence[Relation]]:
        """Key to the rates of one amount by another that it is either of."""
        of_amount: dict[str, list[Relation]] = {}
        for relation in self.matrix.relations:
            if len(relation.base) == len(relation.terms) == 1:
                for term in (*relation.base, *relation.terms):
                    of_amount.setdefault(term.key, []).append(relation)
        return of_amount

    @cached_property
    def _over_years(self) -> Mapping[str, Sequence[str]]:
        """Key of a balance to those that it should equal in another year."""
        over_years: dict[str, list[str]] = {}
        for relation in self.matrix.relations:
            if relation.to_explain and relation.op == "=" and len(relation.keys) == 2:
                one, other = relation.keys
                over_years.setdefault(one, []).append(other)
                over_years.setdefault(other, []).append(one)
        return over_years

    def of_line(self, figure: int, doubted: Collection[int] = ()) -> list[float]:
        """The other amounts that are stated in a figure's line: last year's, the budget's; none
        that is doubted."""
        columns, figures = self.figures.columns, self.figures
        beside = self._in_line.get(self.keys[figure], frozenset())
        known = [key for key in sorted(beside) if key in columns]
        places = [columns[key] for key in known if self.number.get(key, -1) not in doubted]
        return [float(figures.value[0][place]) for place in places if figures.stated[0][place]]

    def is_odd(self, figure: int, doubted: Collection[int] = ()) -> bool:
        """Whether an amount is of another size than all others of its line that nobody doubts."""
        value = float(self.value[figure])
        others = [other for other in self.of_line(figure, doubted) if other > 0]
        return value > 0 and bool(others) and all(_are_apart(value, other) for other in others)

    @cached_property
    def beside_total(self) -> list[tuple[float, float]]:
        """What the total, where it is not the sum of the funds, and what stands beside the
        accounts, as the funds of the year do, have in each relation between them alone."""
        form, result = self.arrangement, list[tuple[float, float]]()
        for row in self.rows_touching(self._totals_apart()):
            parts = {True: 0.0, False: 0.0}
            for figure, weight in self.weighted[row]:
                parts[self.sheet[figure] == form.total] += weight * float(self.value[figure])
            sheets = {self.sheet[figure] for figure, _ in self.weighted[row]}
            if self.rate[row] < 0 and sheets.isdisjoint(form.accounts) and parts[False]:
                result.append((parts[True], parts[False]))
        return result

    def _totals_apart(self) -> list[int]:
        """The stated figures of the total sheet that are not the sum of those of the funds."""
        sums = (self.terms(row)[0] for row in self.violated())
        accounts, total = self.arrangement.accounts, self.arrangement.total
        apart = (one for one in sums if any(self.sheet[figure] in accounts for figure in one))
        figures = self.stated_among(set(chain.from_iterable(apart)))
        return [figure for figure in sorted(figures) if self.sheet[figure] == total]

    @cached_property
    def has_odd(self) -> bool:
        """Whether an amount of a line is of another size than all others of it."""
        return any(map(self.is_odd, np.flatnonzero(self.stated & (self.value > 0)).tolist()))

    @cached_property
    def _in_line(self) -> Mapping[str, frozenset[str]]:
        """Key of an amount to the keys of the other amounts of its line."""
        arrangement = self.arrangement
        pairs = [exchange.beside for exchange in arrangement.exchanges]
        in_line: dict[str, set[str]] = {}
        for beside in (*pairs, *arrangement.counterparts.values()):
            for one, other in beside.items():
                in_line.setdefault(one, set()).add(other)
                in_line.setdefault(other, set()).add(one)
        return {key: frozenset(others) for key, others in in_line.items()}

    def counterparts(self, figure: int) -> dict[str, float]:
        """By the code of the slip, the figure that may have got in a figure's place: 0 for a blank
        one, none where no relation that applies names it."""
        key, columns = self.keys[figure], self.figures.columns
        beside = {code: keys.get(key, "") for code, keys in self.arrangement.counterparts.items()}
        value = self.figures.value[0]
        return {
            code: float(value[columns[other]])
            for code, other in beside.items()
            if other in self._named
        }

    @cached_property
    def _named(self) -> frozenset[str]:
        """The keys of the relations that apply."""
        named = ((*relation.keys, *relation.unless) for relation in self.applying)
        return frozenset(chain.from_iterable(named))

    @cached_property
    def scale(self) -> Floats:
        """(K,): unit in which a figure is measured when solving, about its half-width."""
        half_width = (self.hi - self.lo) / 2
        bounded = np.isfinite(half_width)
        rounded = bounded & (half_width > 0)
        exact = bounded & ~rounded
        scale = np.where(rounded, half_width, 0.0)
        scale[exact] = np.maximum(SLACK * np.abs(self.value[exact]), 1e-9)
        row_scale = self._coarsest(scale)
        by_rows = np.zeros(len(self.keys))
        in_figure = row_scale[self.row_of_entry] / np.abs(self.coefficient)
        np.maximum.at(by_rows, self.column, in_figure)
        usual = float(np.median(half_width[rounded])) if rounded.any() else 1.0
        return np.where(scale > 0, scale, np.where(by_rows > 0, by_rows, usual))

    # ------------------------------------------------------------ rows
    @property
    def applying(self) -> list[Relation]:
        """The relations that take part, those without rows included."""
        return [self.matrix.relations[number] for number in np.flatnonzero(self.applies).tolist()]

    def relations(self, rows: Iterable[int]) -> tuple[Relation, ...]:
        """The relations of some rows, each once, in the order of the rows."""
        numbers = dict.fromkeys(self.relation[row] for row in sorted(rows))
        return tuple(self.matrix.relations[number] for number in numbers)

    def terms(self, row: int) -> tuple[list[int], list[float]]:
        """Figures of a row and their coefficients."""
        pointer, column, coefficient = self._lists
        start, end = pointer[row], pointer[row + 1]
        return column[start:end], coefficient[start:end]

    @cached_property
    def weighted(self) -> list[list[tuple[int, float]]]:
        """Row to its figures, each with its coefficient."""
        return [list(zip(*self.terms(row))) for row in range(len(self.low))]

    def quotient(self, row: int) -> list[tuple[int, float, float]]:
        """The figures of a row that rests on a rate, each with its coefficients in what is divided
        and in the base; for an amount that follows by formula those that it is worked out of."""
        if row not in self._quotients:
            relation = self.matrix.relations[self.relation[row]]
            over, base = self._of_typed(relation.terms), self._of_typed(relation.base)
            self._quotients[row] = [
                (figure, relation.scale * over.get(figure, 0.0), base.get(figure, 0.0))
                for figure in {**over, **base}
            ]
        return self._quotients[row]

    def _of_typed(self, terms: Iterable[Term]) -> Mapping[int, float]:
        """A sum of figures, those that follow by formula by the ones they are worked out of."""
        found: dict[int, float] = {}
        for term in terms:
            figure = self.number.get(term.key)
            if figure is not None:
                for typed, by in self.worked.get(figure, {figure: 1.0}).items():
                    found[typed] = found.get(typed, 0.0) + term.coefficient * by
        return found

    @cached_property
    def _quotients(self) -> dict[int, list[tuple[int, float, float]]]:
        """The quotients that were asked for, by row."""
        return {}

    @cached_property
    def figures_and_rate(self) -> list[tuple[int, ...]]:
        """Row to the rate that it rests on, -1 where it rests on none, and its figures."""
        rates = self.rate.tolist()
        return [(rate, *self.terms(row)[0]) for row, rate in enumerate(rates)]

    def rows_touching(self, figures: Iterable[int]) -> set[int]:
        """The rows that some figures stand in, or that rest on them."""
        return set().union(*map(self.rows_of.__getitem__, figures))

    def figures_in(self, rows: Iterable[int]) -> set[int]:
        """The figures that stand in some rows."""
        return set().union(*(self.terms(row)[0] for row in rows))

    def row_applies(self, row: int, doubted: Collection[int]) -> bool:
        """Whether a row still holds the figures when some of them are doubted.

        A row drops out when its rate is doubted. Zero is within any whole, so a doubted part is
        bounded by its whole only if the whole cannot be negative."""
        if int(self.rate[row]) in doubted:
            return False
        figures, weights = self.terms(row)
        if not self.part[row] or figures[0] not in doubted:
            return True
        least_of_whole = 0.0
        for figure, weight in zip(figures[1:], weights[1:]):
            end = float(self.lo[figure] if weight < 0 else -self.hi[figure])
            least_of_whole += abs(weight) * (-math.inf if figure in doubted else end)
        return least_of_whole >= 0

    def is_in_one_sum(self, figure: int) -> bool:
        """Whether no second relation holds a figure to others, all of them stated."""
        relations = (self.figures_in([row]) for row in self.rows_of[figure])
        holding = [figures for figures in relations if self.stated[[*figures]].all()]
        return sum(len(figures) > 1 for figures in holding) < 2

    def mending(self, row: int) -> set[int]:
        """The stated figures whose change could mend a row."""
        figures = self.stated_among(self.terms(row)[0])
        return figures | {int(self.rate[row])} if self.rate[row] >= 0 else figures

    def cuts(self, rows: Iterable[int]) -> list[frozenset[int]]:
        """For each row the figures whose change could mend it."""
        return [frozenset(self.mending(row)) for row in sorted(rows)]

    def violated(self) -> list[int]:
        """Rows that do not hold by themselves."""
        least, most = self.row_ranges(self.lo, self.hi)
        return np.flatnonzero((most < self.low) | (least > self.high)).tolist()

    def row_ranges(self, lo: Floats, hi: Floats) -> tuple[Floats, Floats]:
        """(m,) each: the least and the most that each row can be."""
        if not len(self.low):
            return np.zeros(0), np.zeros(0)
        up = self.coefficient > 0
        lows, highs = lo[self.column], hi[self.column]
        least = np.add.reduceat(np.where(up, lows, highs) * self.coefficient, self.pointer[:-1])
        most = np.add.reduceat(np.where(up, highs, lows) * self.coefficient, self.pointer[:-1])
        return least, most

    def implied(self, figure: int, rows: Iterable[int], lo: Floats, hi: Floats) -> Interval:
        """What rows, one by one, leave of a figure within bounds of all figures."""
        least, most = float(lo[figure]), float(hi[figure])
        for row in rows:
            figures, weights = self.terms(row)
            if figure not in figures:
                continue
            low = high = 0.0
            for other, weight in zip(figures, weights):
                if other != figure:
                    ends = sorted((weight * float(lo[other]), weight * float(hi[other])))
                    low, high = low + ends[0], high + ends[1]
            weight = weights[figures.index(figure)]
            rest = float(self.low[row]) - high, float(self.high[row]) - low
            ends = sorted(end / weight for end in rest)
            least, most = max(least, ends[0]), min(most, ends[1])
        return least, most

    @cached_property
    def row_scale(self) -> Floats:
        """(m,): unit in which a row is measured, that of its coarsest term."""
        return self._coarsest(self.scale)

    def _coarsest(self, scale: Floats) -> Floats:
        row_scale = np.zeros(len(self.low))
        terms = np.abs(self.coefficient) * scale[self.column]
        np.maximum.at(row_scale, self.row_of_entry, terms)
        return row_scale

    # ------------------------------------------------------------ indices
    @cached_property
    def rows_of(self) -> list[list[int]]:
        """Figure to the rows that it stands in; a rate to the rows that rest on it."""
        rows_of: list[list[int]] = [[] for _ in self.keys]
        for figure, row in zip(self.column.tolist(), self.row_of_entry.tolist()):
            rows_of[figure].append(row)
        for row in np.flatnonzero(self.rate >= 0).tolist():
            rows_of[self.rate[row]].append(row)
        return rows_of

    def rows_resting_on(self, rate: int) -> list[int]:
        """The rows that rest on a rate."""
        return [row for row in self.rows_of[rate] if self.rate[row] == rate]

    @cached_property
    def rows(self) -> SparseRows:
        return SparseRows(self.pointer, self.column, self.coefficient, len(self.keys))

    @cached_property
    def row_of_entry(self) -> Numbers:
        """The row of each coefficient."""
        return np.repeat(np.arange(len(self.low)), np.diff(self.pointer))

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[float]]:
        return self.pointer.tolist(), self.column.tolist(), self.coefficient.tolist()


def linear_problem(
    matrix: Matrix,
    figures: Figures,
    applies: Flags,
    weights: Floats,
    arrangement: Arrangement,
    scope: Flags | None = None,
    contents: CellContents = _NO_CONTENTS,
) -> LinearProblem:
    """The problem of one submission: its figures as a batch of one, flags of the relations that
    apply to it and of those that might (None: all), and what doubting each figure costs."""
    rows = matrix.rows(applies, figures)
    figures = _with_sums_below_nothing(figures, matrix, rows)
    rate = np.where(rows.kind == LINEAR, -1, matrix.conditions.subject[rows.relation])
    used = np.unique(np.concatenate([rows.column, rate[rate >= 0]]))
    place = np.full(len(figures.columns) + 1, -1)
    place[used] = np.arange(len(used))
    all_keys = list(figures.columns)
    keys = [all_keys[column] for column in used.tolist()]
    return LinearProblem(
        matrix=matrix,
        figures=figures,
        applies=applies,
        all_weights=weights,
        arrangement=arrangement,
        scope=np.ones(len(applies), bool) if scope is None else scope,
        contents=contents,
        keys=keys,
        number={key: number for number, key in enumerate(keys)},
        value=figures.value[0][used],
        lo=figures.lo[0][used],
        hi=figures.hi[0][used],
        floor=figures.floor[used],
        stated=figures.stated[0][used],
        half_width=figures.printed_half_width[0][used],
        weight=weights[used],
        relation=rows.relation.tolist(),
        rate=place[rate],
        part=matrix.conditions.part[rows.relation],
        pointer=np.append(rows.start, len(rows.column)),
        column=place[rows.column],
        coefficient=rows.coefficient,
        low=rows.low,
        high=rows.high,
    )


def restated(
    problem: LinearProblem, figures: Figures, without: Collection[int] = ()
) -> LinearProblem:
    """The problem with other figures in the same columns, without some relations, by number."""
    scope = problem.scope.copy()
    scope[list(without)] = False
    applies = problem.matrix.conditions.jointly(figures)[0] & scope
    return linear_problem(
        problem.matrix,
        figures,
        applies,
        problem.all_weights,
        problem.arrangement,
        scope,
        problem.contents,
    )


def problem_alone(
    relations: Sequence[Relation],
    figures: Figures,
    weights: Floats,
    arrangement: Arrangement,
    contents: CellContents = _NO_CONTENTS,
) -> LinearProblem:
    """The problem of one submission with a matrix of its own: for relations or figures that the
    batch does not have."""
    needed = chain.from_iterable(relation.needed for relation in relations)
    keys = list(dict.fromkeys(needed))
    chosen = [figures.columns[key] for key in keys]
    own = figures.only(keys)
    matrix = Matrix(relations, own.columns)
    applies = matrix.conditions.jointly(own)[0]
    return linear_problem(matrix, own, applies, weights[chosen], arrangement, contents=contents)


def estimated(
    problem: LinearProblem, point: Floats, unknown: Iterable[int], lo: Floats, hi: Floats
) -> Floats:
    """The point, with values for the unknown figures that their rows make likely.

    Solving works on deviations from such a point: any is right, and a near one keeps the numbers
    small, so that amounts beyond 1e12 never meet 0."""
    estimate, left = point.copy(), set(unknown)
    counts: dict[int, int] = {}
    for figure in left:
        for row in problem.rows_of[figure]:
            counts[row] = counts.get(row, 0) + (int(problem.rate[row]) != figure)
    ready = [row for row, count in counts.items() if count == 1]
    while left:
        figure, guess = _next_estimate(problem, estimate, left, ready)
        left.discard(figure)
        estimate[figure] = min(max(guess, lo[figure]), hi[figure])
        for row in problem.rows_of[figure]:
            counts[row] -= int(problem.rate[row]) != figure
            if counts[row] == 1:
                ready.append(row)
    return estimate


def _with_sums_below_nothing(figures: Figures, matrix: Matrix, rows: Rows) -> Figures:
    """The figures of a submission; a blank sum of one that is negative, though it cannot be, may be
    below nothing as well: what is wrong is told at that figure, and nothing else follows."""
    value, stated = figures.value[0] + figures.half_width[0], figures.stated[0]
    negative = stated & (value < figures.floor)
    if not negative.any():
        return figures
    entries = np.flatnonzero(negative[rows.column])
    numbers = rows.relation[np.searchsorted(rows.start, entries, side="right") - 1]
    subjects = {matrix.relations[number].subject for number in numbers.tolist()}
    sums = [figures.columns[key] for key in subjects if key in figures.columns]
    floor = figures.floor.copy()
    floor[[column for column in sums if not stated[column]]] = -np.inf
    return replace(figures, floor=floor)


def _are_apart(one: float, other: float) -> bool:
    return max(one, other) > _OF_ANOTHER_SIZE * min(one, other)


def _next_estimate(
    problem: LinearProblem, estimate: Floats, left: set[int], ready: list[int]
) -> tuple[int, float]:
    """An unknown figure that is the only one in a row, and the value that the row gives it; without
    such a row any unknown figure and 0."""
    while ready:
        row = ready.pop()
        figures, weights = problem.terms(row)
        unknown = next((figure for figure in figures if figure in left), None)
        if unknown is not None:
            place = figures.index(unknown)
            terms = [*zip(figures[:place], weights[:place])]
            terms += zip(figures[place + 1 :], weights[place + 1 :])
            rest = sum(weight * estimate[figure] for figure, weight in terms)
            ends = list(filter(math.isfinite, (problem.low[row], problem.high[row])))
            return unknown, float((sum(ends) / len(ends) - rest) / weights[place])
    return min(left), 0.0
