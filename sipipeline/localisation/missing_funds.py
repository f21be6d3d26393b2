"""A fund that is in the total and has no sheet, or one of zeros: what the total has beyond its
funds is an account."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from sipipeline.arithmetic.figures import Figures, Interval
from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.localisation.problem import LinearProblem, restated
from sipipeline.localisation.restatements import (
    Restatement,
    columns_of,
    is_on,
    restatements,
    with_ends,
)
from sipipeline.localisation.suspects import Slip
from sipipeline.localisation.total_lines import TotalLines, lines_of_total

_AGREEING = 0.8
"""The part of the sums of an account that must hold."""
_MANY_SUMS = 20
_MOST_SUMS = 0.5
"""Of so many sums of an account so many must hold: a column of the total may have a slip too."""
_MOST_LINES = 0.5
_ANY = (-np.inf, np.inf)


def missing_fund(
    problem: LinearProblem, broken: Collection[int], departing: float = 0.0
) -> Iterator[Restatement]:
    """A fund that the total has and no sheet, or one of zeros: what the total has beyond its funds
    is an account, but for the part of its lines that may be `departing`."""
    lines = lines_of_total(problem, broken)
    if lines is None or not _off_in_every_column(problem, lines):
        return
    candidates = _without_account(problem, lines)
    possible = _possible_accounts(problem, lines, candidates, departing)
    if not possible:
        return
    known = _known(problem, candidates, possible)
    if not (known and is_mentioned(problem, known)) and not _off_in_most_lines(lines):
        return
    code = "fund of zeros" if known in lines.funds else "fund missing"
    count = int(lines.off.sum())
    slip = Slip(code, {"fund": known, "count": count})
    cells = possible.get(known) or dict.fromkeys(lines.subjects_off, _ANY)
    several = [] if known else _several(problem, lines, candidates)
    if several:
        slip = Slip("funds missing", {"fund": " ".join(several), "count": count})
        cells = _shared(problem, lines, several)
    figures = _with_account(problem, known or next(iter(possible)))
    yield from restatements(problem, broken, slip, figures, cells, _moot(problem, broken))


def is_mentioned(problem: LinearProblem, sheet: str) -> bool:
    """Whether figures of a fund are stated beside its account: its people, its balances, what texts
    quote of it."""
    fund, value = keys.measure(sheet), problem.figures.value[0]
    columns = problem.figures.columns.items()
    return any(
        value[column]
        for key, column in columns
        if keys.fund(keys.quoted(key)) == fund and not is_on(problem, key, sheet)
    )


def _without_account(problem: LinearProblem, lines: TotalLines) -> list[str]:
    """The sheets of the funds that are not run, then those that are of zeros."""
    not_run = [name for name in problem.arrangement.accounts if name not in lines.funds]
    return [*not_run, *(name for name in lines.funds if _is_of_zeros(problem, name))]


def _possible_accounts(
    problem: LinearProblem, lines: TotalLines, sheets: Sequence[str], departing: float
) -> dict[str, dict[str, Interval]]:
    """The sheets of funds that what the total has beyond its funds can be the account of, each with
    this account."""
    accounts = {name: _account(problem, lines, name, departing) for name in sheets}
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
    figures, columns = problem.figures, columns_of(problem, sheet)
    return bool(figures.stated[0, columns].any()) and not figures.value[0, columns].any()


def _off_in_every_column(problem: LinearProblem, lines: TotalLines) -> bool:
    """Whether the total is off in each entered column that it has, as it is where a fund has no
    sheet: what is off in one alone is a column of some sheet."""
    form = problem.arrangement
    entered = form.entered
    known = np.flatnonzero(lines.known).tolist()
    stated = {keys.measure(lines.relation[line].subject) for line in known}
    off = {keys.measure(key) for key in lines.subjects_off}
    return stated & entered <= off


def _off_in_most_lines(lines: TotalLines) -> bool:
    """Whether the total is off in at least half of its lines, as it is where a fund is missing of
    which nothing else is said."""
    return bool(lines.off.sum() >= _MOST_LINES * lines.known.sum())


def _known(
    problem: LinearProblem, candidates: Iterable[str], possible: Mapping[str, object]
) -> str:
    """The fund that must be meant: the only one of which other figures are stated, or the only
    possible one; "" where several may be, or several are missing together."""
    names = [name for name in candidates if is_mentioned(problem, name)] or [*possible]
    return names[0] if len(names) == 1 and names[0] in possible else ""


def _several(problem: LinearProblem, lines: TotalLines, candidates: Iterable[str]) -> list[str]:
    """The funds without a sheet of which other figures are stated, where these are several and each
    line that the total has beyond its funds is one of theirs."""
    names = [name for name in candidates if is_mentioned(problem, name)]
    off = [lines.relation[line] for line in np.flatnonzero(lines.off).tolist()]
    all_theirs = all(any(_parts_on(problem, one, name) for name in names) for one in off)
    return names if len(names) > 1 and all_theirs else []


def _shared(
    problem: LinearProblem, lines: TotalLines, sheets: Sequence[str]
) -> dict[str, Interval]:
    """The cells of some sheets that have together what the total has beyond its funds: nobody knows
    how much each."""
    off = [lines.relation[line] for line in np.flatnonzero(lines.off).tolist()]
    own = (key for name in sheets for one in off for key in _parts_on(problem, one, name))
    return dict.fromkeys(own, _ANY)


def _account(
    problem: LinearProblem, lines: TotalLines, sheet: str, departing: float
) -> dict[str, Interval]:
    """What the total has beyond its funds, as the account of one more; empty if that has no such
    lines, or could not have such figures in more than the part that may be `departing`."""
    floor, columns = problem.figures.floor, problem.figures.columns
    rest = lines.beyond(sheet)
    account: dict[str, Interval] = {}
    impossible, off = 0, np.flatnonzero(lines.off).tolist()
    for line in off:
        own = _parts_on(problem, lines.relation[line], sheet)
        least = min((floor[columns[key]] for key in own), default=np.inf)
        if rest[line][1] < least:
            impossible += 1
        elif len(own) == 1:
            account[own[0]] = rest[line]
    is_whole = impossible <= departing * len(off)
    return account if is_whole and _is_an_account(account) else {}


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
    account = restated(problem, with_ends(_with_account(problem, sheet), ends))
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
    return [key for key in parts if is_on(problem, key, sheet)]


def _with_account(problem: LinearProblem, sheet: str) -> Figures:
    """The figures with a blank account of a fund that was not run, or whose sheet is of zeros."""
    own = np.zeros(problem.figures.stated.shape, bool)
    own[0, columns_of(problem, sheet)] = True
    blank = problem.figures.without(own)
    return replace(blank, not_run=blank.not_run & ~own)
