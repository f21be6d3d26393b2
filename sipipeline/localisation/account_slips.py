"""Slips of a whole account: a total sheet that leaves a fund out, has it twice or copies it; a fund
that is in the total and has no sheet; an account in the sheet of another fund."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from sipipeline.arithmetic.figures import Figures, Flags, Floats, Interval
from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem, restated
from sipipeline.localisation.suspects import Slip
from sipipeline.localisation.total_lines import LINES, TotalLines, lines_of_total

_AGREEING = 0.8
"""The part of the lines of a column that are off which one fund must explain; or of the figures of
an account that must have a place in another fund's sheet."""
_MANY_SUMS = 20
_MOST_SUMS = 0.5
"""Of so many sums of an account so many must hold: a column of the total may have a slip too."""
_ANY = (-np.inf, np.inf)
_Array = TypeVar("_Array", Floats, Flags)


@frozen
class Restatement:
    """The figures of a submission as they would stand without a slip."""

    slip: Slip
    problem: LinearProblem
    """With these figures."""
    cells: Mapping[str, Interval]
    """The keys that the slip is told at, blank ones too, and what the rest leaves of each."""
    explains: frozenset[int]
    """The broken rows that hold once the slip is undone."""


# ---------------------------------------------------------------- the total against its funds
def wrong_totals(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """The total sheet, or some of its columns, with the figures of one fund alone, without some of
    the funds, or with one twice."""
    lines = lines_of_total(problem, broken)
    if lines is None or len(lines.funds) < 2:
        return
    undoing = Undoing(problem, broken, doubted)
    for code, funds, weight in _miscounts(lines.funds):
        wrong = _wrong_columns(lines, lines.meet(weight))
        if len(wrong) >= LINES:
            summed = _narrowed(problem, {lines.total[line]: _summed(lines, line) for line in wrong})
            open_ = lines.open_in({keys.measure(problem.keys[total]) for total in summed})
            count = len(open_.union(summed))
            slip = Slip(f"total {code}", {"fund": " ".join(funds), "count": count})
            fixed = {total: ends for total, ends in summed.items() if total not in open_}
            lost = undoing.failing_rates(summed) | open_
            yield from undoing.tried(slip, fixed, lost, tolerant=True)


def _miscounts(funds: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Floats]]:
    """The ways in which a total may be no sum of the funds: code, the funds to be named, and how
    often each fund is in the total."""
    for fund, alone in zip(funds, np.eye(len(funds))):
        yield "copied", [fund], alone
        yield "twice", [fund], 1 + alone
    for count in range(1, len(funds) - 1):
        for missing in itertools.combinations(range(len(funds)), count):
            weight = np.ones(len(funds))
            weight[list(missing)] = 0.0
            yield "left out", [funds[place] for place in missing], weight


def _wrong_columns(lines: TotalLines, alike: Flags) -> list[int]:
    """The lines that are off, of the columns in which nearly all of these are alike."""
    columns: dict[str, list[int]] = {}
    for line in np.flatnonzero(lines.off).tolist():
        columns.setdefault(keys.measure(lines.relation[line].subject), []).append(line)
    wrong = [members for members in columns.values() if alike[members].mean() >= _AGREEING]
    return sorted(line for members in wrong for line in members)


def _summed(lines: TotalLines, line: int) -> Interval:
    return float(lines.lo[line].sum()), float(lines.hi[line].sum())


def _narrowed(problem: LinearProblem, summed: Mapping[int, Interval]) -> dict[int, Interval]:
    """What totals should be; of a change no more than the two figures beside it leave, where that
    is less."""
    narrowed = dict(summed)
    for relation in problem.matrix.relations:
        figures = [problem.number.get(key, -1) for key in relation.keys]
        if relation.difference and len(figures) == 3 and summed.keys() >= set(figures):
            (least, most), (low, high), (lo, hi) = map(summed.__getitem__, figures)
            ends = max(least, low - hi), min(most, high - lo)
            narrowed[figures[0]] = ends if ends[0] <= ends[1] else (least, most)
    return narrowed


# ---------------------------------------------------------------- a fund without a sheet
def missing_fund(problem: LinearProblem, broken: Collection[int]) -> Iterator[Restatement]:
    """A fund that the total has and no sheet, or one of zeros: what the total has beyond its funds
    is an account."""
    lines = lines_of_total(problem, broken)
    if lines is None or not _off_in_every_column(problem, lines):
        return
    candidates = _without_account(problem, lines)
    possible = _possible_accounts(problem, lines, candidates)
    if not possible:
        return
    known = _known(problem, candidates, possible)
    code = "fund of zeros" if known in lines.funds else "fund missing"
    slip = Slip(code, {"fund": known, "count": int(lines.off.sum())})
    figures = _with_account(problem, known or next(iter(possible)))
    cells = possible.get(known) or dict.fromkeys(lines.subjects_off, _ANY)
    yield from restatements(problem, broken, slip, figures, cells, _moot(problem, broken))


def _without_account(problem: LinearProblem, lines: TotalLines) -> list[str]:
    """The sheets of the funds that are not run, then those that are of zeros."""
    not_run = [name for name in problem.arrangement.accounts if name not in lines.funds]
    return [*not_run, *(name for name in lines.funds if _is_of_zeros(problem, name))]


def _possible_accounts(
    problem: LinearProblem, lines: TotalLines, sheets: Sequence[str]
) -> dict[str, dict[str, Interval]]:
    """The sheets of funds that what the total has beyond its funds can be the account of, each with
    this account."""
    accounts = {name: _account(problem, lines, name) for name in sheets}
    known = {name: account for name, account in accounts.items() if account}
    return {name: known[name] for name in known if _adds_up(problem, lines, name)}


def _moot(problem: LinearProblem, broken: Collection[int]) -> set[int]:
    """The relations, by number, that are broken only as the account of one fund is not there."""
    return {int(problem.relation[row]) for row in broken if _is_partial(problem, row)}


def _is_partial(problem: LinearProblem, row: int) -> bool:
    """Whether a row holds what is said of all funds, beside the total sheet, to the funds that have
    a sheet, and these are short of it."""
    form, relation = problem.arrangement, problem.matrix.relations[problem.relation[row]]
    subject, *parts = relation.keys
    held = {form.sheet_of(subject), form.sheet_of(keys.quoted(subject))}
    is_beside = form.sheet_of(subject) != form.total and held.isdisjoint(form.accounts)
    if not is_beside or any(form.sheet_of(part) not in form.accounts for part in parts):
        return False
    figures = [problem.number.get(key, -1) for key in relation.keys]
    stated, *others = (float(problem.value[one]) if one >= 0 else 0.0 for one in figures)
    return stated > sum(others)


def _is_of_zeros(problem: LinearProblem, sheet: str) -> bool:
    """Whether all that is stated on the sheet of a fund is 0."""
    figures, columns = problem.figures, _columns_of(problem, sheet)
    return bool(figures.stated[0, columns].any()) and not figures.value[0, columns].any()


def _off_in_every_column(problem: LinearProblem, lines: TotalLines) -> bool:
    """Whether the total is off in each entered column that it has, as it is where a fund has no
    sheet: what is off in one alone is a column of some sheet."""
    form = problem.arrangement
    entered = {name for one in form.exchanges for name in (one.one, one.other)}
    known = np.flatnonzero(lines.known).tolist()
    stated = {keys.measure(lines.relation[line].subject) for line in known}
    off = {keys.measure(key) for key in lines.subjects_off}
    return stated & entered <= off


def _known(
    problem: LinearProblem, candidates: Iterable[str], possible: Mapping[str, object]
) -> str:
    """The fund that must be meant: the only one of which other figures are stated, or the only
    possible one; "" where several may be, or several are missing together."""
    names = [name for name in candidates if _is_mentioned(problem, name)] or [*possible]
    return names[0] if len(names) == 1 and names[0] in possible else ""


def _account(problem: LinearProblem, lines: TotalLines, sheet: str) -> dict[str, Interval]:
    """What the total has beyond its funds, as the account of one more; empty if that has no such
    lines, or could not have such figures."""
    floor, columns = problem.figures.floor, problem.figures.columns
    rest = lines.beyond(sheet)
    account: dict[str, Interval] = {}
    for line in np.flatnonzero(lines.off).tolist():
        own = _parts_on(problem, lines.relation[line], sheet)
        least = min((floor[columns[key]] for key in own), default=np.inf)
        if rest[line][1] < least:
            return {}
        if len(own) == 1:
            account[own[0]] = rest[line]
    return account if _is_an_account(account) else {}


def _is_an_account(account: Mapping[str, Interval]) -> bool:
    """Whether figures differ as those of an account do, and not all by one amount."""
    middles = [abs(lo + hi) / 2 for lo, hi in account.values()]
    return bool(middles) and max(middles) - min(middles) > 0.01 * max(middles)


def _adds_up(problem: LinearProblem, lines: TotalLines, sheet: str) -> bool:
    """Whether what the total has beyond its funds, in the lines that agree as well, hangs together
    as an account: nearly all of its own sums, balances and changes hold, or most where they are
    many."""
    columns, ends, rest = problem.figures.columns, {}, lines.beyond(sheet)
    for line in np.flatnonzero(lines.known).tolist():
        own = _parts_on(problem, lines.relation[line], sheet)
        if len(own) == 1:
            ends[columns[own[0]]] = rest[line]
    account = restated(problem, _with_ends(_with_account(problem, sheet), ends))
    of_account = np.array([on == sheet for on in account.sheet], bool)
    told = of_account & ((account.lo > 0) | (account.hi < 0))
    rows = [row for row in account.rows_touching(np.flatnonzero(told)) if account.rate[row] < 0]
    own_rows = [row for row in rows if of_account[account.terms(row)[0]].all()]
    broken = set(account.violated()).intersection(own_rows)
    part = _MOST_SUMS if len(own_rows) >= _MANY_SUMS else _AGREEING
    return len(broken) <= (1 - part) * len(own_rows)


def _parts_on(problem: LinearProblem, relation: Relation, sheet: str) -> list[str]:
    """The keys of the parts of a total that stand on a sheet."""
    _, *parts = relation.keys
    return [key for key in parts if _is_on(problem, key, sheet)]


def _is_on(problem: LinearProblem, key: str, sheet: str) -> bool:
    return problem.arrangement.sheet_of(key) == sheet


def _is_mentioned(problem: LinearProblem, sheet: str) -> bool:
    """Whether figures of a fund are stated beside its account: its people, its balances, what texts
    quote of it."""
    fund, value = keys.measure(sheet), problem.figures.value[0]
    columns = problem.figures.columns.items()
    return any(
        value[column]
        for key, column in columns
        if keys.fund(keys.quoted(key)) == fund and not _is_on(problem, key, sheet)
    )


def _with_account(problem: LinearProblem, sheet: str) -> Figures:
    """The figures with a blank account of a fund that was not run, or whose sheet is of zeros."""
    own = np.zeros(problem.figures.stated.shape, bool)
    own[0, _columns_of(problem, sheet)] = True
    blank = problem.figures.without(own)
    return replace(blank, not_run=blank.not_run & ~own)


# ---------------------------------------------------------------- the sheet of another fund
def misplaced_account(problem: LinearProblem, broken: Collection[int]) -> Iterator[Restatement]:
    """An account that stands in the sheet of another fund: figures of lines which that fund does
    not have say so."""
    run, strays = set(problem.sheet), _strays(problem)
    not_run = [name for name in problem.arrangement.accounts if name not in run]
    sheets = sorted(run.intersection(map(problem.arrangement.sheet_of, strays)))
    for sheet, other in itertools.product(sheets, not_run):
        figures = _moved(problem, sheet, other)
        if figures is not None:
            cells = dict.fromkeys(_stated_on(problem, sheet), _ANY)
            slip = Slip("misplaced", {"fund": other, "sheet": sheet, "count": len(cells)})
            yield from restatements(problem, broken, slip, figures, cells)


def _strays(problem: LinearProblem) -> Mapping[str, float]:
    """The figures, but for 0, that stand where their sheet has no such item."""
    return {key: amount for key, amount in problem.contents.strays.items() if amount}


def _stated_on(problem: LinearProblem, sheet: str) -> list[str]:
    """The keys of the figures that are stated on a sheet."""
    on_sheet = [key for key in problem.keys if _is_on(problem, key, sheet)]
    return [key for key in on_sheet if problem.stated[problem.number[key]]]


def _moved(problem: LinearProblem, sheet: str, other: str) -> Figures | None:
    """The figures with an account and its strays in the sheet of another fund; None where that
    sheet has no place for them. Benefits that only the first fund has are taken as blank."""
    columns, value = problem.figures.columns, problem.figures.value[0]
    source = [column for column in _columns_of(problem, sheet) if value[column]]
    home = {column: columns.get(_in_sheet(key, other), -1) for key, column in columns.items()}
    amounts = {
        columns.get(_in_sheet(key, other), -1): amount
        for key, amount in _strays(problem).items()
        if _is_on(problem, key, sheet)
    }
    placed = [column for column in source if home[column] >= 0]
    if -1 in amounts or len(placed) < _AGREEING * len(source):
        return None
    account = _exchanged(problem, sheet, other, {column: home[column] for column in placed})
    return _with_amounts(account, amounts)


def _exchanged(problem: LinearProblem, sheet: str, other: str, home: Mapping[int, int]) -> Figures:
    """The figures with some of a sheet's in their columns of another sheet, and the first sheet as
    that of a fund which is not run."""
    figures, emptied = problem.figures, _columns_of(problem, sheet)

    def moved(array: _Array) -> _Array:
        result = array.copy()
        result[0, emptied] = 0
        result[0, list(home.values())] = array[0, list(home)]
        return result

    not_run = figures.not_run.copy()
    not_run[0, emptied] = True
    not_run[0, _columns_of(problem, other)] = False
    return replace(
        figures,
        value=moved(figures.value),
        half_width=moved(figures.half_width),
        printed_half_width=moved(figures.printed_half_width),
        stated=moved(figures.stated),
        not_run=not_run,
        formula=moved(figures.formula),
    )


def _with_ends(figures: Figures, ends: Mapping[int, Interval]) -> Figures:
    """The figures with further ones, by column, each somewhere between two ends."""
    middles = {column: (lo + hi) / 2 for column, (lo, hi) in ends.items()}
    return with_further(figures, middles, [(hi - lo) / 2 for lo, hi in ends.values()])


def _with_amounts(figures: Figures, amounts: Mapping[int, float]) -> Figures:
    """The figures with further amounts, by column, as finely rounded as the others are."""
    usual = float(np.median(figures.half_width[figures.stated]))
    return with_further(figures, amounts, [usual] * len(amounts))


def with_further(
    figures: Figures, amounts: Mapping[int, float], half_widths: Sequence[float]
) -> Figures:
    """The figures with further stated ones, by column, each give or take its half-width."""
    value, half_width = figures.value.copy(), figures.half_width.copy()
    printed, stated = figures.printed_half_width.copy(), figures.stated.copy()
    columns = list(amounts)
    value[0, columns], stated[0, columns] = list(amounts.values()), True
    half_width[0, columns] = printed[0, columns] = half_widths
    return replace(
        figures, value=value, half_width=half_width, printed_half_width=printed, stated=stated
    )


def _in_sheet(key: str, sheet: str) -> str:
    """The key of the same line and column in another sheet."""
    return f"{sheet}.{keys.item(key)}.{keys.measure(key)}"


def _columns_of(problem: LinearProblem, sheet: str) -> list[int]:
    """The columns of the figures on a sheet."""
    columns = problem.figures.columns.items()
    return [column for key, column in columns if _is_on(problem, key, sheet)]


def restatements(
    problem: LinearProblem,
    broken: Collection[int],
    slip: Slip,
    figures: Figures,
    cells: Mapping[str, Interval],
    moot: Collection[int] = (),
) -> Iterator[Restatement]:
    """The restatement, if it mends a broken row and breaks no other relation; some relations, by
    number, ask nothing any more."""
    better = restated(problem, figures, moot)
    left = {better.relation[row] for row in better.violated()}
    before = {problem.relation[row] for row in broken}
    mended = frozenset(row for row in broken if problem.relation[row] not in left)
    if mended and left <= before:
        yield Restatement(slip, better, cells, mended)
