"""Which rows of the indicator table a number of a text is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.core.standard import Standard
from sipipeline.core.values import frozen
from sipipeline.evidence.indicators import Indicator, of_satisfaction
from sipipeline.evidence.narrative.indicators import naming
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.evidence.narrative.questions.names_in_text import funds_named, subjects_named
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import WordPattern, has, one_of, words
from sipipeline.language.mentions import Mention
from sipipeline.language.targets import Stated, parse

_SHORTEST = 3
"""Characters in a row that a text and the name of an indicator must share."""
_TELLING = 4
"""Digits of a number by which it tells what it is of."""
_TIMES = ("day", "workday")
_FIRMS = "household"
_SATISFACTION = re.compile(one_of("indicators", "satisfaction"))
_SCOPE = WordPattern("{narrative.satisfaction.scope}")


@frozen
class Table:
    """The indicator table beside which a text stands."""

    rows: Sequence[Indicator]
    standard: Standard
    only: frozenset[str] = frozenset()
    """The fund of a unit that runs one alone, which need not be named."""


def of_target(quote: Quote, table: Table) -> list[Indicator]:
    """The rows whose targets a quote states; none where it states no target."""
    if quote.aims and quote.of_year and (stated := _of_aim(quote, table)):
        return stated
    if _states_target(quote):
        return _of_bound(quote, table)
    return _of_short(quote, table) if _counts_events(quote) else []


def of_result(quote: Quote, table: Table) -> list[Indicator]:
    """The rows whose results a quote states: all about the satisfaction of the same people, or the
    one of the same name; none where it only tells how far one lies from another."""
    if quote.role != "report" or not quote.came_about or quote.aims or _states_target(quote):
        return []
    if is_in_points(quote.mention):
        return []
    if of_satisfaction(quote.named):
        percent = quote.mention.unit.dimension == "percent"
        return _of_people(quote, table) if percent else []
    dimension = quote.mention.unit.dimension
    rows = [row for row in table.rows if _measures(row.actual) in ("", dimension)]
    alike = replace(table, rows=rows)
    return _of_name(quote, alike) or _of_short_result(quote, alike)


def called(words_of: str, fund: str | None, table: Table) -> list[Indicator]:
    """The rows that words are the name of; of one fund only where they name it, or it is the one
    spoken of."""
    name = naming.name_in(words_of, table.standard)
    found = []
    for row in table.rows:
        there = naming.name_in(row.name, table.standard)
        named = name.funds or (frozenset({fund}) & there.funds if fund else frozenset())
        if named - table.only == there.funds - table.only and naming.is_same(name, there):
            found.append(row)
    return found


def meant(
    words_of: str, numbers: Sequence[Mention], fund: str | None, table: Table
) -> list[Indicator]:
    """The row that words are the name of; where they are but a short one, or that of several, the
    only one of those that has one of the numbers as what was reached."""
    same = called(words_of, fund, table)
    if len(same) == 1:
        return same
    reached = [row for row in table.rows if any(_is_reached(one, row) for one in numbers)]
    if of_satisfaction(words_of):
        about = _of_satisfaction(words_of, reached, table.standard)
        return about if len(about) == 1 else []
    told = any(map(_tells_row, numbers))
    short = shortly(words_of, fund, replace(table, rows=reached), told=told)
    return short if len(short) == 1 else []


def shortly(
    words_of: str, fund: str | None, table: Table, *, told: bool = False
) -> list[Indicator]:
    """The rows of which words are a short name, be it but two characters where the unit of a number
    tells the rest: 宣传31场."""
    return [row for row in table.rows if _is_short_for(words_of, row, fund, table, told=told)]


def reached_by(number: Mention, table: Table) -> list[Indicator]:
    """The rows that have a number as what was reached, in its unit."""
    return [row for row in table.rows if _is_reached(number, row)]


def says(mention: Mention, stated: Stated) -> bool:
    """Whether a number is the figure of a cell, or one of its two."""
    ends = [end for end in (stated.lo, stated.hi) if end is not None]
    value = mention.base_value
    gaps = [abs(value - end * stated.unit.factor) - SLACK * abs(value) for end in ends]
    return any(gap <= 0 for gap in gaps)


def rounds(mention: Mention, stated: Stated) -> bool:
    """Whether a number is the figure of a cell, or one of its two, be it rounded where it has
    digits enough to tell it: 31.86万人 of 318642人."""
    if says(mention, stated):
        return True
    ends = [end for end in (stated.lo, stated.hi) if end is not None]
    unit, half_width = mention.unit, mention.half_width * mention.unit.factor
    told = unit.base == stated.unit.base and slips.telling_digits(mention) >= _TELLING
    gaps = [abs(mention.value * unit.factor - end * stated.unit.factor) for end in ends]
    return told and any(gap <= half_width * (1 + SLACK) for gap in gaps)


def _of_bound(quote: Quote, table: Table) -> list[Indicator]:
    """The rows whose targets a number states that bounds what is to be reached."""
    rows, standard = table.rows, table.standard
    if of_satisfaction(quote.name):
        return _of_same_people(quote.name, quote, rows, standard)
    if quote.mention.unit.dimension in _TIMES:
        timed = [row for row in rows if parse(row.target).unit.dimension in _TIMES]
        return _best(timed, lambda row: _shared(quote.clause, row.name))
    named = _of_line(quote, rows, standard)
    if named or (quote.subject is not None and quote.fund is not None):
        return named
    return _of_name(quote, table) or _of_short(quote, table)


def _is_reached(number: Mention, row: Indicator) -> bool:
    """Whether a number is what was reached of a row, in its unit."""
    stated = parse(row.actual)
    return stated.point and stated.unit.base == number.unit.base and rounds(number, stated)


def _tells_row(number: Mention) -> bool:
    """Whether a number tells well what it is of, by its unit or its digits: 宣传31场,
    参保38642人."""
    of_row = number.unit.dimension in words("narrative", "rows", "telling")
    return of_row or slips.telling_digits(number) >= _TELLING


def _is_short_for(
    words_of: str, row: Indicator, fund: str | None, table: Table, *, told: bool
) -> bool:
    """Whether words are a short name of a row: 政策宣传 of 养老保险政策宣传场次."""
    name, there = (naming.name_in(one, table.standard) for one in (words_of, row.name))
    here, of_row = name.funds - table.only, there.funds - table.only
    if here or not of_row:
        return here == of_row and naming.is_short(words_of, name, row.name, told=told)
    of_fund = fund in (None, table.standard.total.key) or of_row == {fund}
    return of_fund and naming.is_short(words_of, name, row.name, told=told)


def _of_aim(quote: Quote, table: Table) -> list[Indicator]:
    """The row whose target a number is said to be, in so many words."""
    if quote.role == "plans":
        return []
    rows = [row for row in table.rows if _measures(row.target) == quote.mention.unit.dimension]
    alike = replace(table, rows=rows)
    return _of_people(quote, alike) if of_satisfaction(quote.named) else _of_name(quote, alike)


def _measures(cell: str) -> str | None:
    """What the figure of a cell measures; None where it states none."""
    stated = parse(cell)
    return stated.unit.dimension if stated.figure else None


def _of_people(quote: Quote, table: Table) -> list[Indicator]:
    """The rows about the satisfaction of the people that are named with a number, or before it."""
    return _of_same_people(quote.named, quote, table.rows, table.standard)


def _of_name(quote: Quote, table: Table) -> list[Indicator]:
    """The only row that is called as a number is. Of a row of one fund, where the text names none,
    only one whose target stands right before the number."""
    name = naming.name_in(quote.named, table.standard)
    same = [row for row in table.rows if _is_called(quote, name, row, table)]
    sure = [row for row in same if _is_of_fund(quote, name, row, table)]
    return sure if len(sure) == 1 else []


def _states_target(quote: Quote) -> bool:
    """Whether a number is one to be reached: in a text of targets one that bounds, elsewhere in a
    report one that bounds and is not said to have come about."""
    if not quote.of_year:
        return False
    if quote.role == "targets":
        return bool(quote.mention.op) or quote.reaches
    report = quote.role == "report" and keys.is_paragraph(quote.field)
    return report and bool(quote.mention.op) and not quote.reaches and not quote.changes


# ---------------------------------------------------------------- satisfaction
def _of_same_people(
    name: str, quote: Quote, rows: Sequence[Indicator], standard: Standard
) -> list[Indicator]:
    """The rows about the satisfaction of the people that a name speaks of; none where it may be
    that of a service whose rate was stated: 接通率93.5%，满意率…."""
    of_service = not _people(name) and quote.beside_rate
    return [] if of_service else _of_satisfaction(name, rows, standard)


def _of_satisfaction(name: str, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows about the satisfaction of the same people; where no row names them, and they are
    people in general, every row about people."""
    people = _people(name)
    alike = _satisfaction_rows(name, rows, standard)
    named = [] if _is_anyone(people) else [row for row in alike if _names(row, people)]
    if named or not _is_general(people):
        return named
    return [row for row in alike if not _is_of_others(_people(row.name))]


def _satisfaction_rows(name: str, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows about satisfaction that are about no other fund."""
    about = [row for row in rows if of_satisfaction(row.name)]
    return [row for row in about if _funds_go_together(name, row.name, standard)]


def _is_general(people: str) -> bool:
    """Whether words say of people in general: 群众, 离退休人员, but not 窗口服务."""
    return _is_anyone(people) or people in words("narrative", "satisfaction", "general")


def _is_anyone(people: str) -> bool:
    """Whether words say of no one in particular: 群众, but not 离退休人员."""
    return people in ("", *words("narrative", "satisfaction", "anyone"))


def _names(row: Indicator, people: str) -> bool:
    """Whether a row is of these people: 离退休人员满意度 of 退休人员, and the other way round."""
    own = _people(row.name)
    return people in cleaned(row.name) or (not _is_anyone(own) and own in people)


def _is_of_others(people: str) -> bool:
    """Whether employers are asked, and not people: 参保单位, but not 群众和参保单位."""
    employers = people.endswith(words("narrative", "satisfaction", "others"))
    return employers and not has(people, "narrative", "satisfaction", "general")


def _people(name: str) -> str:
    """Whose satisfaction a name speaks of: 群众 of 全县群众满意度."""
    before = _SATISFACTION.split(cleaned(name))[0]
    return _SCOPE.sub("", before)


# ---------------------------------------------------------------- names
def _of_short(quote: Quote, table: Table) -> list[Indicator]:
    """The only row of which the name of a number among the targets is a short one, where its target
    is typed like the number or is little off: 资格认证率不低于99%."""
    if quote.role != "targets" or not quote.of_year:
        return []
    rows = shortly(quote.name, _account(quote, table), table)
    return rows if len(rows) == 1 and _is_near(quote.mention, parse(rows[0].target)) else []


def _of_short_result(quote: Quote, table: Table) -> list[Indicator]:
    """The only row of which the name of a number of no cell is a short one, where the number is but
    one slip of the hand off what was reached of it: 认证率91.9% beside 99.1%."""
    if quote.link.required or quote.changes or quote.mention.unit.dimension in slips.COUNTED:
        return []
    found = shortly(quote.named, _account(quote, table), table)
    return found if len(found) == 1 and _is_slip_for(quote.mention, found[0]) else []


def _is_slip_for(number: Mention, row: Indicator) -> bool:
    """Whether a number is but one slip of the hand off what was reached of a row, in its unit, and
    is not its target."""
    stated = parse(row.actual)
    if not stated.point or stated.lo is None or stated.unit.base != number.unit.base:
        return False
    reached = stated.lo * stated.unit.factor / number.unit.factor
    return slips.is_one_slip(number, reached) and not says(number, parse(row.target))


def _account(quote: Quote, table: Table) -> str | None:
    """The fund that a quote is of; None where it is of none alone."""
    return None if quote.fund == table.standard.total.key else quote.fund


def _is_near(number: Mention, stated: Stated) -> bool:
    """Whether a number can be a slip for the figure of a cell, in the same unit."""
    alike = number.unit.base == stated.unit.base and stated.figure
    value = number.value * number.unit.factor / stated.unit.factor
    ends = [end for end in (stated.lo, stated.hi) if end is not None]
    return alike and any(slips.is_near(number, value, end) for end in ends)


def _counts_events(quote: Quote) -> bool:
    """Whether a number counts what is to be done so many times: 开展政策宣传46场."""
    return quote.mention.unit.dimension in words("narrative", "rows", "telling")


def _of_line(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows about the same fund and line of the tables."""
    if quote.subject is None or quote.fund is None:
        return []
    fund, subject = quote.fund, quote.subject
    if subject.family == "headcounts" and quote.mention.unit.dimension == _FIRMS:
        return []
    of_fund = [row for row in rows if funds_named(row.name, standard) == {fund}]
    return [row for row in of_fund if subject in subjects_named(row.name, fund, standard)]


def _funds_go_together(one: str, other: str, standard: Standard) -> bool:
    """Whether two names can be about one fund: they name a common one, or one names none."""
    here, there = funds_named(one, standard), funds_named(other, standard)
    return not here or not there or bool(here & there)


def _is_called(quote: Quote, name: naming.Name, row: Indicator, table: Table) -> bool:
    """Whether a row has the name of a number but for its fund, be it only of how long something
    took, or of how many firms."""
    called = naming.name_in(row.name, table.standard)
    dimension = quote.mention.unit.dimension
    if dimension in _TIMES and (quote.changes or _is_limit(quote, row)):
        return False
    if naming.is_same(name, called):
        return True
    if dimension in _TIMES:
        return naming.is_same_time(name, called)
    return dimension == _FIRMS and naming.is_same_of_firms(name, called)


def _is_limit(quote: Quote, row: Indicator) -> bool:
    """Whether a time is the one that a row allows, and not said to be what it took."""
    took = quote.aims or quote.target is not None or has(quote.named, "narrative", "rows", "took")
    return not took and says(quote.mention, parse(row.target))


def _is_of_fund(quote: Quote, name: naming.Name, row: Indicator, table: Table) -> bool:
    """Whether a row is of the fund that a text names; where it names none, of the one spoken of, or
    the row whose target was stated right before."""
    there = naming.name_in(row.name, table.standard).funds - table.only
    if name.funds or not there:
        return name.funds - table.only == there
    aimed = quote.target is not None and says(quote.target, parse(row.target))
    of_any = quote.fund in (None, table.standard.total.key) and naming.is_of_one_case(name)
    return there == {quote.fund} or aimed or of_any


def _best(rows: Sequence[Indicator], shared: Callable[[Indicator], int]) -> list[Indicator]:
    """The one row that shares most words; none where several do, or too few words."""
    lengths = [shared(row) for row in rows]
    most = max(lengths, default=0)
    best = [row for row, length in zip(rows, lengths) if length == most]
    return best if most >= _SHORTEST and len(best) == 1 else []


def _shared(one: str, other: str) -> int:
    """Length of the longest run of characters that both have."""
    return SequenceMatcher(None, one, cleaned(other), autojunk=False).find_longest_match().size
