"""A sheet whose figures are of another year or another draft than the total: each agrees with
itself, and not with the others."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.localisation.hypotheses import Undoing
from sipipeline.localisation.problem import LinearProblem, restated
from sipipeline.localisation.restatements import Restatement, restatements
from sipipeline.localisation.suspects import Slip
from sipipeline.localisation.total_lines import TotalLines, lines_of_total

_LINES = 8
"""In so many lines of a column the total must be off: fewer are slips of lines."""
_MOST = 0.8
"""The part of the lines of a column in which it must be off, or that must be last year's."""
_TELLING = 4
"""So many figures, no two the same, must be those of another column: fewer may be by chance."""
_ANY = (-np.inf, np.inf)


def outdated_sheets(problem: LinearProblem, broken: Collection[int]) -> Iterator[Restatement]:
    """The sheet of a fund that is last year's, or of which columns are of another year; where
    nothing tells which sheet it is, what is off in the total."""
    lines = lines_of_total(problem, broken)
    if lines is None:
        return
    every = [_account(problem, lines, place) for place in range(len(lines.funds))]
    accounts = [account for account in every if account.columns]
    last_years = _only(filter(partial(_last_years, problem), accounts))
    another_years = _only(filter(partial(_is_another_year, problem), accounts))
    if last_years is not None:
        yield from _replaced(problem, broken, last_years)
    elif another_years is not None:
        yield from _moved(problem, broken, another_years)
    elif accounts and _agree_with_themselves(problem, lines, broken):
        yield _apart(problem, lines, broken)


@frozen
class _Account:
    """An account beside what the total and the other funds leave for it."""

    sheet: str
    left: Mapping[str, Interval]
    """By key, in the lines in which it has one figure."""
    columns: frozenset[str]
    """The columns in which nearly all of these are off."""


def _only(accounts: Iterable[_Account]) -> _Account | None:
    """The one account that there is; None where there are several, or none."""
    found = [*accounts]
    return found[0] if len(found) == 1 else None


def _replaced(
    problem: LinearProblem, broken: Collection[int], account: _Account
) -> Iterator[Restatement]:
    """The sheet of a fund that is last year's as a whole."""
    one, other = _last_years(problem, account)
    slip = Slip("last year", {"sheet": account.sheet, "one": one, "other": other})
    stated = [key for key in problem.keys if problem.arrangement.sheet_of(key) == account.sheet]
    yield from _doubted(problem, broken, slip, stated, account.left)


def _moved(
    problem: LinearProblem, broken: Collection[int], account: _Account
) -> Iterator[Restatement]:
    """Columns of a fund that are of another year, and the rates that were worked out of them."""
    on_sheet = [key for key in problem.keys if problem.arrangement.sheet_of(key) == account.sheet]
    cells = [key for key in on_sheet if keys.measure(key) in account.columns]
    names = " ".join(dict.fromkeys(map(keys.measure, cells)))
    slip = Slip("another year", {"sheet": account.sheet, "columns": names})
    rates = [key for key in _rates_of(problem, broken, cells, account) if key in on_sheet]
    left = {**account.left, **dict(_rates_left(problem, rates, account.left))}
    yield from _doubted(problem, broken, slip, [*cells, *rates], left)


def _apart(problem: LinearProblem, lines: TotalLines, broken: Collection[int]) -> Restatement:
    """The total and the funds as they are, without what relates them in the lines that are off."""
    off = [lines.relation[line] for line in np.flatnonzero(lines.off).tolist()]
    scope = problem.scope.copy()
    scope[[problem.matrix.relations.index(relation) for relation in off]] = False
    slip = Slip("sheets apart", {"count": len(off)})
    cells = dict.fromkeys((relation.subject for relation in off), _ANY)
    unrelated = restated(replace(problem, scope=scope), problem.figures)
    return Restatement(slip, unrelated, cells, frozenset(broken))


def _rates_of(
    problem: LinearProblem, broken: Collection[int], cells: Iterable[str], account: _Account
) -> list[str]:
    """The rates that were worked out of some cells: those that agree with them, and not with what
    the total leaves for them."""
    undoing = Undoing(problem, broken)
    typed = [problem.number[key] for key in cells]
    left = {figure: account.left.get(problem.keys[figure]) for figure in typed}
    known = {figure: ends for figure, ends in left.items() if ends is not None}
    rates = {int(rate) for rate in problem.rate[sorted(problem.rows_touching(typed))]} - {-1}
    agreeing = [rate for rate in sorted(rates) if undoing.broken.isdisjoint(problem.rows_of[rate])]
    return [problem.keys[rate] for rate in agreeing if not _agrees(undoing, rate, known)]


def _rates_left(
    problem: LinearProblem, rates: Iterable[str], left: Mapping[str, Interval]
) -> Iterator[tuple[str, Interval]]:
    """The rates of which both amounts are known by what is left for them, each with what these
    make."""
    for key in rates:
        for relation in problem.relations(problem.rows_resting_on(problem.number[key])):
            over, base = (
                [left.get(one.key) for one in side] for side in (relation.terms, relation.base)
            )
            if len(over) == len(base) == 1 and over[0] and base[0] and base[0][0] > 0:
                corners = [amount / whole for amount in over[0] for whole in base[0]]
                yield key, (min(corners), max(corners))


def _agrees(undoing: Undoing, rate: int, known: Mapping[int, Interval]) -> bool:
    """Whether a rate agrees with figures of its line as they are known to be; not so where none
    is."""
    rows = undoing.problem.rows_of[rate]
    if undoing.problem.rows_touching(known).isdisjoint(rows):
        return False
    return not any(undoing.fails(row, known) for row in rows)


def _account(problem: LinearProblem, lines: TotalLines, fund: int) -> _Account:
    left: dict[str, Interval] = {}
    off: dict[str, list[bool]] = {}
    sheet = lines.funds[fund]
    for line in np.flatnonzero(lines.known).tolist():
        own = [key for key in lines.relation[line].keys[1:] if keys.table(key) == sheet]
        if len(own) == 1:
            others_lo = lines.lo[line].sum() - lines.lo[line, fund]
            others_hi = lines.hi[line].sum() - lines.hi[line, fund]
            least, most = lines.stated_lo[line] - others_hi, lines.stated_hi[line] - others_lo
            left[own[0]] = float(least), float(most)
            if _value(problem, own[0]):
                off.setdefault(keys.measure(own[0]), []).append(bool(lines.off[line]))
    columns = {one for one, found in off.items() if sum(found) >= max(_LINES, _MOST * len(found))}
    return _Account(sheet, left, frozenset(columns))


def _agree_with_themselves(
    problem: LinearProblem, lines: TotalLines, broken: Collection[int]
) -> bool:
    """Whether nothing is broken but that the total is the sum of the funds."""
    of_lines = {relation.id for relation in lines.relation}
    return {relation.id for relation in problem.relations(broken)} <= of_lines


def _last_years(problem: LinearProblem, account: _Account) -> Sequence[str]:
    """A column of a sheet, and the column of which the total says that it holds the figures; empty
    if there are none such."""
    columns = sorted(account.columns)
    for one in columns:
        for other in columns:
            if one != other and _holds(problem, account.left, one, other):
                return one, other
    return ()


def _holds(problem: LinearProblem, left: Mapping[str, Interval], one: str, other: str) -> bool:
    """Whether a column of a fund holds what the total leaves for another one of it."""
    alike, count = set[float](), 0
    for key, ends in left.items():
        value = _value(problem, keys.beside(key, one))
        if keys.measure(key) == other and value:
            count += 1
            if ends[0] <= value <= ends[1]:
                alike.add(value)
    return len(alike) >= max(_TELLING, _MOST * count)


def _value(problem: LinearProblem, key: str) -> float | None:
    """A stated figure."""
    figure = problem.number.get(key, -1)
    return float(problem.value[figure]) if figure >= 0 and problem.stated[figure] else None


def _is_another_year(problem: LinearProblem, account: _Account) -> bool:
    """Whether a figure of a fund is told twice, in one year and the next, and differs, but is what
    the total leaves."""
    for relation in problem.matrix.relations:
        carried_over = relation.to_explain and relation.op == "="
        if not carried_over or not relation.subject.startswith(f"{account.sheet}."):
            continue
        for key in relation.keys[1:]:
            this, last = _value(problem, relation.subject), _value(problem, key)
            least, most = account.left.get(key, _ANY)
            if len(relation.keys) == 2 and this and last is not None and np.isfinite(least):
                return not least <= last <= most and least <= this <= most
    return False


def _doubted(
    problem: LinearProblem,
    broken: Collection[int],
    slip: Slip,
    cells: Sequence[str],
    left: Mapping[str, Interval],
) -> Iterator[Restatement]:
    """The figures without some cells, told at those that are not right as they are, with what the
    total leaves of each."""
    should = {key: left.get(key, _ANY) for key in cells if not _is_right(problem, key, left)}
    lost = np.zeros(problem.figures.value.shape, bool)
    lost[0, [problem.figures.columns[key] for key in cells]] = True
    told = Slip(slip.code, {**slip.figures, "count": len(should)})
    yield from restatements(problem, broken, told, problem.figures.without(lost), should)


def _is_right(problem: LinearProblem, key: str, left: Mapping[str, Interval]) -> bool:
    """Whether a figure is blank, or what the total leaves, or 0 where nothing is known of it."""
    value = _value(problem, key)
    least, most = left.get(key, (0.0, 0.0))
    return value is None or least <= value <= most
