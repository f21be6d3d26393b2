"""Slips that put several cells wrong at once: two swapped, a row shifted, a column copied."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import starmap

from sipipeline.arithmetic.figures import Interval, meet
from sipipeline.core import keys
from sipipeline.localisation.arrangement import Exchange
from sipipeline.localisation.exchanged_lines import exchanged_lines
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.people import of_all_people
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.shifts import FigureBlock, Line, runs_from
from sipipeline.localisation.suspects import Slip

_DIFFERENT = 4
"""Columns count as exchanged if more cells than this differ, each counted in both columns."""
_ALIKE = 0.8
"""A column is copied if so many of its figures that are not 0 are those of the other column."""
_TELLING = 4
"""So many figures, no two the same, must be alike: fewer may be alike by chance."""


def shifted_runs(undoing: Undoing) -> Iterator[Hypothesis]:
    """A run of a column one line off: three cells and more, one below the other, around the broken
    ones; none of rates whose last digits were but cut off."""
    problem = undoing.problem
    form = problem.arrangement
    every = [*form.columns, *(_run_funds(problem, column) for column in form.people)]
    columns = ([[key] for key in column] for column in every if column)
    for run in _shifted(undoing, columns):
        if not _are_cut_off(undoing, run):
            yield run


def shifted_blocks(undoing: Undoing) -> Iterator[Hypothesis]:
    """Entered columns of a sheet that stand one line off together, or all columns."""
    problem = undoing.problem
    involved = {problem.keys[figure] for figure in undoing.involved}
    entered = problem.arrangement.entered
    by_sheet: dict[str, list[Sequence[str]]] = {}
    for column in problem.arrangement.columns:
        by_sheet.setdefault(keys.table(column[0]), []).append(column)
    for columns in by_sheet.values():
        touched = [column for column in columns if not involved.isdisjoint(column)]
        amounts = [column for column in touched if keys.measure(column[0]) in entered]
        every = [*_several(amounts), *([columns] if len(amounts) > 1 else [])]
        yield from _shifted(undoing, map(_side_by_side, every))


def exchanged_columns(undoing: Undoing) -> Iterator[Hypothesis]:
    """Two columns of a sheet, each in the place of the other; or some of their lines, where that
    would break the others. Differences of the other sign alone say it only where what is carried
    over from last year does too."""
    for hypothesis in crosswise(undoing):
        if not _is_of_signs(undoing, hypothesis) or carries_over(undoing, hypothesis):
            yield hypothesis


def crosswise(undoing: Undoing) -> Iterator[Hypothesis]:
    """Two columns that explain what is broken if each stands in the place of the other."""
    for exchange in touched_exchanges(undoing):
        lines = _unlike(undoing.problem, exchange.beside)
        if 2 * sum(starmap(undoing.differ, lines)) <= _DIFFERENT:
            continue
        chosen = exchanged_lines(undoing, lines)
        slip = _of_columns("exchanged", exchange, 2 * len(chosen))
        if len(chosen) < len(lines):
            slip = _of_lines(slip, chosen, undoing.problem)
        yield from undoing.tried(slip, undoing.exchanged(chosen), tolerant=True)


def carries_over(undoing: Undoing, hypothesis: Hypothesis) -> bool | None:
    """Whether this year began with what was left at the end of last year only once a slip is
    undone; False where it did as stated alone, None where nothing tells."""
    problem, fixed = undoing.problem, hypothesis.fixed
    for relation in problem.matrix.relations:
        figures = [problem.number.get(key, -1) for key in relation.keys]
        if relation.to_explain and len(figures) == 2 and fixed.keys() >= set(figures):
            stated, undone = map(undoing.stated, figures), (fixed[one] for one in figures)
            as_stated, once_undone = meet(*stated), meet(*undone)
            if as_stated != once_undone:
                return once_undone
    return None


def copied_columns(undoing: Undoing) -> Iterator[Hypothesis]:
    """A column of a sheet that holds the figures of another one; a 0 may be its own."""
    problem = undoing.problem
    for exchange in touched_exchanges(undoing):
        pairs = stated_beside(problem, exchange.beside)
        same = [(one, other) for one, other in pairs if not undoing.differ(one, other)]
        alike = [pair for pair in same if problem.value[[*pair]].any()]
        if not _copied(problem, pairs, alike):
            continue
        reverse = replace(exchange, one=exchange.other, other=exchange.one)
        for place, copying in enumerate((exchange, reverse)):
            cells = frozenset(pair[place] for pair in (*alike, *_crossed(undoing, pairs)))
            slip = _of_columns("copied", copying, len(cells))
            fixed = by_differences(undoing, cells)
            yield from undoing.tried(slip, fixed, cells - fixed.keys(), tolerant=True)


def by_differences(undoing: Undoing, cells: Iterable[int]) -> dict[int, Interval]:
    """What the differences of their lines make of those of some cells that they contradict."""
    problem, fixed = undoing.problem, dict[int, Interval]()
    for figure in cells:
        rows = undoing.broken.intersection(problem.rows_of[figure])
        for relation in problem.relations(row for row in rows if problem.rate[row] < 0):
            known = [problem.number.get(key, -1) for key in relation.keys]
            if relation.difference and -1 not in known and problem.stated[known].all():
                change, this, last = map(undoing.stated, known)
                fixed[figure] = (
                    (this[0] - last[1], this[1] - last[0]),
                    (last[0] + change[0], last[1] + change[1]),
                    (this[0] - change[1], this[1] - change[0]),
                )[known.index(figure)]
    return fixed


def pairs(undoing: Undoing) -> Iterator[Hypothesis]:
    """Two cells swapped."""
    cells = _that_may_be_swapped(undoing)
    implied = _implied(undoing, cells)
    for place, one in enumerate(cells):
        for other in cells[place + 1 :]:
            could_be = _could_be(undoing, one, other, implied)
            if could_be and _could_be(undoing, other, one, implied):
                code = "reversed" if _opposite(undoing.problem, one, other) else "swapped"
                fixed = undoing.exchanged([(one, other)])
                yield from undoing.tried(Slip(code), fixed)
    yield from _rates_swapped(undoing)


def touched_exchanges(undoing: Undoing) -> list[Exchange]:
    """The pairs of columns of the sheets that a broken row touches."""
    touched = undoing.touched_sheets()
    exchanges = undoing.problem.arrangement.exchanges
    own = [exchange for exchange in exchanges if exchange.sheet in touched]
    return [*own, *_exchanges_of_people(undoing.problem, own)]


def stated_beside(problem: LinearProblem, beside: Mapping[str, str]) -> list[tuple[int, int]]:
    """The stated figures of two columns, line by line."""
    number = problem.number
    known = [(one, other) for one, other in beside.items() if one in number and other in number]
    pairs = [(number[one], number[other]) for one, other in known]
    return [pair for pair in pairs if problem.are_stated(*pair)]


def _run_funds(problem: LinearProblem, column: Sequence[str]) -> Sequence[str]:
    """The keys of a column of head-counts, of the funds of which any stand in it."""
    stated = {
        key for key in column if key in problem.number and problem.stated[problem.number[key]]
    }
    funds = set(map(keys.table, stated))
    return [key for key in column if keys.table(key) in funds]


def _shifted(undoing: Undoing, blocks: Iterable[Sequence[Line]]) -> Iterator[Hypothesis]:
    for lines in blocks:
        block = FigureBlock(undoing.problem, lines)
        if not undoing.seeks(itertools.chain.from_iterable(block.figures)):
            continue
        touched = block.places(undoing.involved | undoing.broken_rates)
        if len(touched) > 1:
            start, end = max(0, touched[0] - 1), min(len(lines) - 1, touched[-1] + 1)
            runs = (runs_from(undoing, block, first, end) for first in range(start, end))
            found = itertools.chain.from_iterable(runs)
            yield from _with_longer_ones([*found]) if block.is_wide else found


def _are_cut_off(undoing: Undoing, run: Hypothesis) -> bool:
    """Whether all wrong rates of a run are what their amounts make, without its last digits."""
    rates = undoing.broken_rates & run.cells
    return bool(rates) and all(_is_cut_off(undoing.problem, rate) for rate in rates)


def _is_cut_off(problem: LinearProblem, rate: int) -> bool:
    """Whether a rate is less than what the printed figures make by less than its last digit."""
    rows = problem.rows_resting_on(rate)
    value, unit = float(problem.value[rate]), 2 * float(problem.half_width[rate])
    for row in rows:
        parts = problem.quotient(row)
        over, base = (
            sum(part[place] * float(problem.value[part[0]]) for part in parts) for place in (1, 2)
        )
        made = over / base if base > 0 else 0.0
        if made * value > 0 and abs(value) < abs(made) < abs(value) + unit:
            return True
    return False


def _with_longer_ones(runs: Sequence[Hypothesis]) -> Iterator[Hypothesis]:
    """The runs of a block; one that may have gone further, as a longer one the same way explains as
    much, is open at its end: parts of one sum may stand in any order."""
    ways: dict[str, list[tuple[frozenset[int], frozenset[int]]]] = {}
    for run in runs:
        ways.setdefault(run.slip.code, []).append((run.cells, run.explains))
    for run in runs:
        cells, explains = run.cells, run.explains
        is_within_another = any(
            cells < others and explains <= explained for others, explained in ways[run.slip.code]
        )
        yield replace(run, is_open_ended=is_within_another)


def _several(columns: Sequence[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    """Every choice of two columns and more."""
    for count in range(2, len(columns) + 1):
        yield from itertools.combinations(columns, count)


def _side_by_side(columns: Sequence[Sequence[str]]) -> Sequence[Line]:
    """The lines of columns of one sheet, as the longest of these has them."""
    names = [keys.measure(column[0]) for column in columns]
    return [[keys.beside(key, name) for name in names] for key in max(columns, key=len)]


# ---------------------------------------------------------------- two columns
def _of_columns(code: str, exchange: Exchange, count: int) -> Slip:
    columns = {"one": exchange.one, "other": exchange.other, "sheet": exchange.sheet}
    return Slip(code, {**columns, "count": count})


def _exchanges_of_people(problem: LinearProblem, own: Sequence[Exchange]) -> Iterator[Exchange]:
    """Those of some pairs of columns that are of the head-counts, with these of all funds."""
    chosen = {(one.one, one.other) for one in own if not keys.is_account_sheet(one.sheet)}
    sheets: dict[str, dict[tuple[str, str], Mapping[str, str]]] = {}
    for one in problem.arrangement.exchanges if chosen else ():
        if not keys.is_account_sheet(one.sheet) and stated_beside(problem, one.beside):
            sheets.setdefault(one.sheet, {})[one.one, one.other] = one.beside
    for sheet, columns in of_all_people(sheets, [one.sheet for one in own]).items():
        for pair in sorted(chosen & columns.keys()):
            yield Exchange(sheet, *pair, columns[pair])


def _unlike(problem: LinearProblem, beside: Mapping[str, str]) -> list[tuple[int, int]]:
    """The stated figures of two columns, line by line, where they are not the same, be it by less
    than their rounding."""
    value, pairs = problem.value, stated_beside(problem, beside)
    return [(one, other) for one, other in pairs if value[one] != value[other]]


def _of_lines(slip: Slip, lines: Sequence[tuple[int, int]], problem: LinearProblem) -> Slip:
    """The slip of two columns in some of their lines, with the first and the last of these."""
    ends = {"first": problem.keys[lines[0][0]], "last": problem.keys[lines[-1][0]]}
    return Slip("exchanged lines", {**slip.figures, **ends})


def _is_of_signs(undoing: Undoing, hypothesis: Hypothesis) -> bool:
    """Whether all that two exchanged columns explain is that their differences have the other
    sign, as changes have that were taken the wrong way round."""
    return all(one.difference for one in undoing.problem.relations(hypothesis.explains))


def _crossed(undoing: Undoing, pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines of two columns that differ, each with the figure of one column that another such
    line has in the other: two figures of the one were exchanged after the other was copied."""
    apart = [pair for pair in pairs if undoing.differ(*pair)]
    for one, other in itertools.combinations(apart, 2):
        if not undoing.differ(one[0], other[1]) and not undoing.differ(other[0], one[1]):
            yield from (one, other)


def _copied(
    problem: LinearProblem, pairs: Collection[tuple[int, int]], alike: Collection[tuple[int, int]]
) -> bool:
    """Whether two columns hold the same figures, too many of them to be chance."""
    value = problem.value
    filled = [pair for pair in pairs if value[[*pair]].any()]
    equal = [float(value[one]) for one, _ in alike if value[one]]
    return len(equal) >= _ALIKE * len(filled) and len(set(equal)) >= _TELLING


# ---------------------------------------------------------------- swapped cells
def _opposite(problem: LinearProblem, one: int, other: int) -> bool:
    """Whether the lines of two figures are opposites, as income and expenditure are."""
    keys = {problem.keys[one], problem.keys[other]}
    first, second = problem.arrangement.opposites
    return not keys.isdisjoint(first) and not keys.isdisjoint(second)


def _that_may_be_swapped(undoing: Undoing) -> list[int]:
    """The figures of the broken rows, and the amounts that doubted rates are worked out of."""
    problem, rates = undoing.problem, undoing.doubted & undoing.problem.rates
    rows = [row for row in problem.rows_touching(rates) if int(problem.rate[row]) in rates]
    return sorted(undoing.involved | problem.stated_among(problem.figures_in(rows)))


def _rates_swapped(undoing: Undoing) -> Iterator[Hypothesis]:
    """Two doubted rates of one column swapped."""
    problem = undoing.problem
    rates = sorted(problem.stated_among(undoing.doubted & undoing.broken_rates))
    for one, other in itertools.combinations(rates, 2):
        are_of_column = keys.column(problem.keys[one]) == keys.column(problem.keys[other])
        if are_of_column and undoing.differ(one, other):
            yield from undoing.tried(Slip("swapped"), undoing.exchanged([(one, other)]))


def _implied(undoing: Undoing, cells: list[int]) -> dict[int, Interval]:
    """What the rows of each of some figures leave of it, the doubted figures being open."""
    problem = undoing.problem
    free_lo, free_hi = problem.bounds(cells)
    lo, hi = problem.bounds(undoing.doubted)
    implied = {}
    for figure in cells:
        before = lo[figure], hi[figure]
        lo[figure], hi[figure] = free_lo[figure], free_hi[figure]
        rows = [row for row in problem.rows_of[figure] if not _freed(undoing, row)]
        implied[figure] = problem.implied(figure, rows, lo, hi)
        lo[figure], hi[figure] = before
    return implied


def _freed(undoing: Undoing, row: int) -> bool:
    return int(undoing.problem.rate[row]) in undoing.doubted


def _could_be(undoing: Undoing, one: int, other: int, implied: Mapping[int, Interval]) -> bool:
    """Whether the value of `other` may stand in `one`; left open if they share a row."""
    rows = undoing.problem.rows_of
    if not set(rows[one]).isdisjoint(rows[other]):
        return True
    least, most = implied[one]
    lo, hi = undoing.stated(other)
    return lo <= most and least <= hi
