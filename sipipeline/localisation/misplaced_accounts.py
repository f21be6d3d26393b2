"""Accounts that stand in the sheets of other funds: one in a sheet that is blank otherwise, or two
in each other's. Lines that a fund does not have say so, and what its people are paid."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from sipipeline.arithmetic.figures import Figures, Flags, Floats, Interval, meet
from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen
from sipipeline.localisation.hypotheses import Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.rescaling import FACTORS
from sipipeline.localisation.restatements import (
    Restatement,
    columns_of,
    is_on,
    restatements,
    with_further,
)
from sipipeline.localisation.suspects import Slip

_AGREEING = 0.8
"""The part of the figures of an account that must have a place in another fund's sheet."""
_ENOUGH = 3
"""What must speak for an account of another fund, of which two lines that a fund does not have are
not enough: somebody may have put them in."""
_TELLING = 20
"""Two sums that leave the same amount are no chance if it is so many times their rounding."""
_ALIKE = 1e-3
"""What a sum lacks is alike to what a part is short of if it differs by less than this part."""
_ANY = (-np.inf, np.inf)
_Array = TypeVar("_Array", Floats, Flags)
_Homes = Mapping[str, str]
"""Sheet to the sheet that the account in it belongs to."""


def misplaced_account(problem: LinearProblem, broken: Collection[int]) -> Restatement | None:
    """The accounts of other funds that explain most, those of one sheet or of two; where the
    account in a sheet may be of several funds alike none of them is named."""
    candidates = [*_candidates(problem, broken)]
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: candidate.rank)
    alike = [one for one in candidates if one.rank == best.rank]
    found = best.restatement if len(alike) == 1 else _of_any_fund(problem, best)
    moved = frozenset({*best.homes, *best.homes.values()})
    return replace(found, problem=_without_strays(found.problem, best.homes), moved=moved)


@frozen
class _SupposedHomes:
    """Where the figures of accounts are supposed to belong."""

    homes: _Homes
    is_by_line: bool
    """Whether the parts that only the first fund has are those of the other in the same lines."""
    is_whole: bool
    """Whether what stands below an account on its sheet belongs to the other fund too."""


@frozen
class _Misplacement:
    homes: _Homes
    restatement: Restatement
    evidence: int
    """How much speaks for it beside the relations that it mends."""

    @property
    def rank(self) -> tuple[int, int, int]:
        """How much it explains, how much speaks for it, and whether no fund is named of which
        nothing is known."""
        return len(self.restatement.explains), self.evidence, len(self.homes)


def _candidates(problem: LinearProblem, broken: Collection[int]) -> Iterator[_Misplacement]:
    """The places of accounts for which enough speaks."""
    for homes in _possible_homes(problem, broken):
        for is_by_line, is_whole in itertools.product((True, False), (False, True)):
            found = _candidate(problem, broken, _SupposedHomes(homes, is_by_line, is_whole))
            if found is not None:
                yield found
                break


def _possible_homes(problem: LinearProblem, broken: Collection[int]) -> Iterator[_Homes]:
    """Each sheet that may hold another account as that of a blank one, or exchanged with that of
    another: it is odd, or what is said beside both accounts is not what they say."""
    filled = [sheet for sheet in problem.arrangement.accounts if _is_filled(problem, sheet)]
    odd, doubted = _odd_sheets(problem), _said_otherwise(problem, broken)
    yield from _homes_of_blank_sheets(problem, broken, filled, odd)
    for one, other in itertools.combinations(filled, 2):
        if not odd.isdisjoint((one, other)) or doubted.issuperset((one, other)):
            yield {one: other, other: one}


def _homes_of_blank_sheets(
    problem: LinearProblem, broken: Collection[int], filled: Sequence[str], odd: Collection[str]
) -> Iterator[_Homes]:
    """Each filled sheet that may hold the account of a blank one: it is odd, or there are people of
    the other fund and none of its own, or of neither where parts are lacking in all columns: parts
    of the sheet, or parts that only the other has in a line of the total."""
    form, denied = problem.arrangement, problem.contents.denied
    blank = [one for one in form.accounts if one not in filled and one not in denied]
    lacking = _lacking_sheets(problem, broken)
    for sheet, other in itertools.product(filled, blank):
        may_lack = not lacking.isdisjoint((sheet, other)) and not _is_mentioned(problem, sheet)
        if sheet in odd or may_lack or _is_known(problem, sheet, other):
            yield {sheet: other}


def _odd_sheets(problem: LinearProblem) -> set[str]:
    """The sheets with figures in lines that their fund does not have, or with benefits that are not
    what its people get."""
    paid = (key for key in problem.contents.paid if problem.fits_people(key) is False)
    return {*map(keys.table, _strays(problem)), *map(keys.table, paid)}


def _lacking_sheets(problem: LinearProblem, broken: Collection[int]) -> set[str]:
    """The accounts of which a line lacks parts in each column that is entered: a sum of their own,
    or one of the total in which they have parts by other names. None where the amounts of one line
    make up for it once their point is moved."""
    entered, lacking = problem.arrangement.entered, set[str]()
    lines: dict[str, list[int]] = {}
    for row in broken:
        relation = problem.matrix.relations[problem.relation[row]]
        is_entered = keys.measure(relation.subject) in entered
        if relation.parts and is_entered and _lacking(problem, row) > 0:
            lines.setdefault(keys.row(relation.subject), []).append(row)
    for rows in lines.values():
        relations = problem.relations(rows)
        is_of_all = entered == {keys.measure(one.subject) for one in relations}
        if is_of_all and not set.intersection(*(_moved_parts(problem, row) for row in rows)):
            lacking |= _sheets_of_parts(problem, relations[0])
    return lacking


def _moved_parts(problem: LinearProblem, row: int) -> set[tuple[str, float]]:
    """The lines of the parts of a sum, each with how many times as much of it would fill the sum,
    where that is a power of ten."""
    figures = problem.stated_among(problem.terms(row)[0])
    return {
        (keys.row(problem.keys[figure]), factor)
        for figure in figures
        for factor in FACTORS
        if _fills(problem, _lacking(problem, row), figure, factor)
    }


def _fills(problem: LinearProblem, lacking: float, figure: int, factor: float) -> bool:
    """Whether a sum lacks as much as an amount is short of so many times as much."""
    room = max(_ALIKE * lacking, factor * float(problem.half_width[figure]))
    value = float(problem.value[figure])
    return bool(value) and abs((factor - 1) * value - lacking) <= room


def _sheets_of_parts(problem: LinearProblem, relation: Relation) -> set[str]:
    """The account of a sum; of a line of the total those that have parts of it by other names."""
    sheet, line = keys.table(relation.subject), keys.item(relation.subject)
    if sheet != problem.arrangement.total:
        return {sheet}
    return {keys.table(term.key) for term in relation.terms if keys.item(term.key) != line}


def _lacking(problem: LinearProblem, row: int) -> float:
    """By how much the subject of a sum is more than its parts."""
    weight = dict(problem.weighted[row])
    off = sum(weight[figure] * float(problem.value[figure]) for figure in weight)
    return off / weight[problem.number[problem.matrix.relations[problem.relation[row]].subject]]


def _funds_beside(relation: Relation) -> set[str | None]:
    """The funds of the balances and texts of a relation, beside accounts."""
    beside = (key for key in relation.keys if not keys.is_account(key))
    return {keys.fund(keys.quoted(key)) for key in beside}


def _said_otherwise(problem: LinearProblem, broken: Collection[int]) -> set[str]:
    """The accounts of which balances or texts beside them say something else."""
    figures = (
        key
        for relation in problem.relations(broken)
        if not all(map(keys.is_account, relation.keys))
        for key in relation.keys
    )
    return {keys.table(key) for key in figures if keys.is_account(key)}


def _candidate(
    problem: LinearProblem, broken: Collection[int], places: _SupposedHomes
) -> _Misplacement | None:
    """Accounts in the sheets that they belong to, if enough speaks for that."""
    homes, figures = places.homes, _moved(problem, places)
    if figures is None:
        return None
    slip, cells = _slip(problem, homes, figures)
    beside = _broken_at_home(problem, broken, homes)
    every = restatements(problem, broken, slip, figures, cells, may_break=beside)
    found = next(every, None)
    if found is None:
        return None
    if _is_by_amounts(problem, homes) and _is_left_wrong(found, homes):
        return None
    evidence = _evidence(problem, homes, found)
    return _Misplacement(homes, found, evidence) if evidence >= _ENOUGH else None


def _is_by_amounts(problem: LinearProblem, homes: _Homes) -> bool:
    """Whether but amounts that lack parts speak for accounts in other sheets: no stray, nobody of
    the other fund, nothing that is said beside."""
    is_odd = not _odd_sheets(problem).isdisjoint(homes)
    return (
        len(homes) == 1
        and not is_odd
        and not any(_is_known(problem, *one) for one in homes.items())
    )


def _is_left_wrong(found: Restatement, homes: _Homes) -> bool:
    """Whether anything of an account is wrong where it belongs too, as where amounts of a line are
    wrong beside its change."""
    left = found.problem.figures_in(found.problem.violated())
    return any(found.problem.sheet[figure] in homes.values() for figure in left)


def _broken_at_home(problem: LinearProblem, broken: Collection[int], homes: _Homes) -> set[int]:
    """The relations, by number, of other funds that say what broken ones of accounts in their
    sheets do: a slip beside comes along."""
    relations = problem.matrix.relations
    wanted = {
        (one.rule, keys.of_fund(one.subject, keys.measure(homes[keys.table(one.subject)])))
        for one in problem.relations(broken)
        if keys.table(one.subject) in homes
    }
    return {place for place, one in enumerate(relations) if (one.rule, one.subject) in wanted}


def _evidence(problem: LinearProblem, homes: _Homes, found: Restatement) -> int:
    """What speaks for accounts in other sheets beside the relations of these: lines and parts that
    the funds of their sheets do not have, be it in the total; people; what balances and texts say
    of the funds."""
    mended, funds = problem.relations(found.explains), set(map(keys.measure, homes.values()))
    beside = [one for one in mended if not funds.isdisjoint(_funds_beside(one))]
    lines = sum(_telling_lines(problem, homes, sheet) for sheet in homes)
    parts = sum(_lacks_parts(problem, found, sheet, homes[sheet]) for sheet in homes)
    paid = _fitting(found.problem) - _fitting(problem)
    known = 2 * sum(_is_known(problem, *home) for home in homes.items())
    lacking = sum(_lacking_lines(problem, found, *home) for home in homes.items())
    lost = sum(_lost_amounts(problem, found.problem, *home) for home in homes.items())
    return lines + parts + paid + known + lacking + lost + len(beside)


def _lost_amounts(problem: LinearProblem, better: LinearProblem, sheet: str, other: str) -> int:
    """How many amounts in lines that the fund of a sheet does not have, and the other has, are lost
    there though two sums of the account where it belongs say them alike."""
    lines = _items(problem, other) - _items(problem, sheet)
    lost = {
        figure
        for key, figure in better.number.items()
        if is_on(problem, key, other) and keys.item(key) in lines and not better.stated[figure]
    }
    said: dict[frozenset[int], list[Interval]] = {}
    for blank, amount in _blank_parts(better, better.rows_touching(lost)):
        if blank <= lost:
            said.setdefault(blank, []).append(amount)
    pairs = (itertools.combinations(amounts, 2) for amounts in said.values())
    return sum(any(itertools.starmap(_is_told_by_both, pair)) for pair in pairs)


def _blank_parts(
    problem: LinearProblem, rows: Collection[int]
) -> Iterator[tuple[frozenset[int], Interval]]:
    """The blank figures of each of some sums, and what the others leave of them together."""
    undoing = Undoing(problem, ())
    for row in rows:
        terms = problem.weighted[row]
        blank = {figure: weight for figure, weight in terms if not problem.stated[figure]}
        is_sum = problem.rate[row] < 0 and not problem.part[row]
        if is_sum and len(set(blank.values())) == 1:
            low, high = undoing.range(row, dict.fromkeys(blank, (0.0, 0.0)))
            weight = next(iter(blank.values()))
            ends = -low / weight, -high / weight
            yield frozenset(blank), (min(ends), max(ends))


def _is_told_by_both(one: Interval, other: Interval) -> bool:
    """Whether two sums leave the same amount, to too many digits for chance."""
    width = max(one[1] - one[0], other[1] - other[0])
    return meet(one, other) and min(*one, *other) > _TELLING * width


def _lacking_lines(problem: LinearProblem, found: Restatement, sheet: str, other: str) -> int:
    """In how many lines that the fund of a sheet does not have, and the other has, the total is
    right only once the account is that of the other."""
    total, own, others = problem.arrangement.total, _items(problem, sheet), _items(problem, other)
    mended = (one.subject for one in problem.relations(found.explains))
    lines = {keys.item(key) for key in mended if is_on(problem, key, total)}
    return len((lines & others) - own)


def _telling_lines(problem: LinearProblem, homes: _Homes, sheet: str) -> int:
    """How much the strays of a sheet speak for another fund: a line that no third one has twice as
    much, and more if it is blank in the account that stands in that fund's sheet. Two lines that
    others have as well are not enough by themselves."""
    other = homes[sheet]
    thirds = [one for one in problem.arrangement.accounts if one not in (sheet, other)]
    had = set[str]().union(*(_items(problem, one) for one in thirds))
    of_few = of_many = lines_of_many = 0
    for line in {keys.item(key) for key in _strays_on(problem, sheet)}:
        is_left_out = other in homes and not _is_stated(problem, f"{other}.{line}")
        if line in had:
            lines_of_many += 1
            of_many += 1 + is_left_out
        else:
            of_few += 2 + is_left_out
    return of_few + max(lines_of_many, min(of_many, _ENOUGH - 1))


def _is_stated(problem: LinearProblem, line: str) -> bool:
    """Whether anything is stated in a line."""
    stated, columns = problem.figures.stated[0], problem.figures.columns.items()
    return any(stated[column] for key, column in columns if keys.row(key) == line)


def _lacks_parts(problem: LinearProblem, found: Restatement, sheet: str, other: str) -> bool:
    """Whether the parts that only the fund of a sheet has are not what its sum of them says, as
    where the other fund has more of its own."""
    others = problem.arrangement.lines[other]
    return any(
        keys.table(part) == sheet and keys.item(part) not in others
        for relation in problem.relations(found.explains)
        for part in relation.keys[1:]
        if keys.table(relation.subject) == sheet
    )


def _is_known(problem: LinearProblem, sheet: str, other: str) -> bool:
    """Whether people or texts speak of another fund, and none of that of a sheet."""
    return _is_mentioned(problem, other) and not _is_mentioned(problem, sheet)


def _fitting(problem: LinearProblem) -> int:
    """How many funds have benefits that go with what their people are paid, less those that have
    others."""
    fits = [problem.fits_people(key) for key in problem.contents.paid]
    return fits.count(True) - fits.count(False)


# ---------------------------------------------------------------- what stands where
def _strays(problem: LinearProblem) -> Mapping[str, float]:
    """The figures, but for 0, that stand where their sheet has no such item."""
    return {key: amount for key, amount in problem.contents.strays.items() if amount}


def _strays_on(problem: LinearProblem, sheet: str) -> Mapping[str, float]:
    """The strays of one sheet."""
    return {key: amount for key, amount in _strays(problem).items() if keys.table(key) == sheet}


def _without_strays(problem: LinearProblem, sheets: Collection[str]) -> LinearProblem:
    """The problem without the figures that stood on some sheets where these have no such item."""
    strays = problem.contents.strays.items()
    left = {key: amount for key, amount in strays if keys.table(key) not in sheets}
    return replace(problem, contents=replace(problem.contents, strays=left))


def _is_filled(problem: LinearProblem, sheet: str) -> bool:
    """Whether an account states anything but 0."""
    return bool(problem.figures.value[0, columns_of(problem, sheet)].any())


def _is_mentioned(problem: LinearProblem, sheet: str) -> bool:
    """Whether people of a fund are stated, or a text quotes figures of it."""
    quotes = filter(keys.is_quote, problem.keys)
    quoted = any(keys.table(keys.quoted(quote)) == sheet for quote in quotes)
    return quoted or sheet in problem.contents.peopled


# ---------------------------------------------------------------- accounts where they belong
def _moved(problem: LinearProblem, places: _SupposedHomes) -> Figures | None:
    """The figures with accounts and their strays in the sheets that they belong to; None where one
    of these has no place for them. Parts without a place in the other sheet are taken as blank."""
    home: dict[int, int] = {}
    amounts: dict[int, float] = {}
    for sheet, other in places.homes.items():
        names = _names(problem, sheet, other, places.is_by_line)
        placed = _placed(problem, sheet, other, names)
        strays = _placed_strays(problem, sheet, other, names)
        if placed is None or strays is None:
            return None
        home |= placed
        home |= _below(problem, sheet, other) if places.is_whole else {}
        amounts |= strays
    return _with_amounts(_at_home(problem, places.homes, home), amounts)


def _below(problem: LinearProblem, sheet: str, other: str) -> Mapping[int, int]:
    """The columns of the figures that stand below an account to those of the other fund."""
    columns, below = problem.figures.columns, problem.arrangement.below
    pairs = zip(below.get(sheet, ()), below.get(other, ()))
    known = [pair for pair in pairs if columns.keys() >= set(pair)]
    return {columns[one]: columns[another] for one, another in known}


def _names(problem: LinearProblem, sheet: str, other: str, is_by_line: bool) -> Mapping[str, str]:
    """The items of a sheet to those of another that has them: by line, or by their names alone."""
    own, others = (problem.arrangement.lines[one] for one in (sheet, other))
    if is_by_line:
        return {one: another for one, another in zip(own, others) if one and another}
    strays = [keys.item(key) for key in _strays_on(problem, sheet)]
    return {one: one for one in (*own, *strays) if one in others}


def _placed(
    problem: LinearProblem, sheet: str, other: str, names: Mapping[str, str]
) -> Mapping[int, int] | None:
    """The columns of the figures of an account to those that they have in another sheet; None where
    that has not nearly all lines with other figures than 0, and all that it has by name."""
    columns, figures = problem.figures.columns, problem.figures
    home: dict[int, int] = {}
    lost = filled = 0
    for key, column in columns.items():
        if keys.table(key) != sheet or not figures.stated[0, column]:
            continue
        is_filled = bool(figures.value[0, column])
        place = columns.get(_in_sheet(key, other, names), -1)
        if place >= 0:
            home[column] = place
        elif is_filled and keys.item(key) in names:
            return None
        filled += is_filled
        lost += is_filled and place < 0
    return home if lost <= (1 - _AGREEING) * filled else None


def _placed_strays(
    problem: LinearProblem, sheet: str, other: str, names: Mapping[str, str]
) -> Mapping[int, float] | None:
    """The figures that stand where a sheet has no such item, by their columns in another sheet, as
    far as they are entered; None where that does not have all their items."""
    columns, had = problem.figures.columns, _items(problem, other)
    entered = problem.arrangement.entered
    amounts: dict[int, float] = {}
    for key, amount in _strays_on(problem, sheet).items():
        if names.get(keys.item(key)) not in had:
            return None
        place = columns.get(_in_sheet(key, other, names), -1)
        if keys.measure(key) in entered and place >= 0:
            amounts[place] = amount
    return amounts


def _items(problem: LinearProblem, sheet: str) -> set[str]:
    """The items that the fund of a sheet has."""
    return {keys.item(key) for key in problem.figures.columns if is_on(problem, key, sheet)}


def _in_sheet(key: str, sheet: str, names: Mapping[str, str]) -> str:
    """The key of the same line and column in another sheet; of an item without a name there one
    that no figure has."""
    return f"{sheet}.{names.get(keys.item(key), '')}.{keys.measure(key)}"


def _at_home(problem: LinearProblem, homes: _Homes, home: Mapping[int, int]) -> Figures:
    """The figures with some in other columns, and nothing else on the sheets. A sheet that is left
    is of a fund that is not run, unless something else is stated of that fund."""
    figures = problem.figures
    emptied = [
        column for sheet in {*homes, *homes.values()} for column in columns_of(problem, sheet)
    ]
    emptied += [column for column in home if column not in emptied]

    def moved(array: _Array) -> _Array:
        result = array.copy()
        result[0, emptied] = 0
        result[0, list(home.values())] = array[0, list(home)]
        return result

    not_run = figures.not_run.copy()
    not_run[0, emptied] = False
    for sheet in homes:
        if sheet not in homes.values() and not _is_mentioned(problem, sheet):
            not_run[0, columns_of(problem, sheet)] = True
    return replace(
        figures,
        value=moved(figures.value),
        half_width=moved(figures.half_width),
        printed_half_width=moved(figures.printed_half_width),
        stated=moved(figures.stated),
        not_run=not_run,
        formula=moved(figures.formula),
    )


def _with_amounts(figures: Figures, amounts: Mapping[int, float]) -> Figures:
    """The figures with further amounts, by column, as finely rounded as the others are."""
    usual = float(np.median(figures.half_width[figures.stated]))
    return with_further(figures, amounts, [usual] * len(amounts))


# ---------------------------------------------------------------- what is told
def _slip(
    problem: LinearProblem, homes: _Homes, better: Figures
) -> tuple[Slip, Mapping[str, Interval]]:
    """What is told of accounts in other sheets, and its cells."""
    sheet, other = next(iter(homes.items()))
    if other not in homes:
        cells = _stated(problem, sheet)
        strays = len(_strays_on(problem, sheet))
        code, further = "misplaced", {"strays": strays}
    else:
        cells = _exchanged_cells(problem, homes, better)
        code, further = "exchanged sheets", {}
    return Slip(code, {"fund": other, "sheet": sheet, "count": len(cells), **further}), cells


def _stated(problem: LinearProblem, sheet: str) -> Mapping[str, Interval]:
    """The figures that are stated on a sheet, of none of which it is known what should stand
    there."""
    on_sheet = [key for key in problem.keys if is_on(problem, key, sheet)]
    return {key: _ANY for key in on_sheet if problem.stated[problem.number[key]]}


def _exchanged_cells(
    problem: LinearProblem, homes: _Homes, better: Figures
) -> Mapping[str, Interval]:
    """The cells of two accounts that should hold something else, each with what."""
    columns, stated = problem.figures.columns, problem.figures.value[0]
    cells: dict[str, Interval] = {}
    for key, column in columns.items():
        amount = float(better.value[0, column])
        if keys.table(key) in homes and stated[column] != amount:
            cells[key] = (amount, amount) if better.stated[0, column] else _ANY
    return cells


def _of_any_fund(problem: LinearProblem, candidate: _Misplacement) -> Restatement:
    """An account in a sheet that is not of its fund, where several funds may be meant."""
    astray = {keys.table(key) for key in _strays(problem)}
    sheet = next((one for one in candidate.homes if one in astray), next(iter(candidate.homes)))
    cells = _stated(problem, sheet)
    slip = Slip("misplaced", {"fund": "", "sheet": sheet, "count": len(cells)})
    return replace(candidate.restatement, slip=slip, cells=cells)
