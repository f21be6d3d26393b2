"""Which rows of the indicator table a number of a text is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.evidence.indicators import Indicator, of_satisfaction
from sipipeline.evidence.narrative.quotes import Quote
from sipipeline.evidence.narrative.text import cleaned
from sipipeline.evidence.narrative.what import funds_named, subjects_named
from sipipeline.language.lexicon import has, one_of, words
from sipipeline.language.targets import parse

_SHORTEST = 3
"""Characters in a row that a text and the name of an indicator must share."""
_SHORTEST_NAME = 4
"""Characters of a name that is an indicator's as a whole."""
_TIMES = ("day", "workday")
_TIME_WORDS = re.compile(one_of("indicators", "time_words"))
_SATISFACTION = re.compile(one_of("indicators", "satisfaction"))
_SCOPE = re.compile(one_of("narrative", "satisfaction", "scope"))


def of_target(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows whose targets a quote states; none where it states no target."""
    if quote.aims and quote.of_year and (stated := _of_aim(quote, rows, standard)):
        return stated
    if not _states_target(quote):
        return []
    if of_satisfaction(quote.name):
        return _of_satisfaction(quote, rows, standard)
    if quote.mention.unit.dimension in _TIMES:
        timed = [row for row in rows if parse(row.target).unit.dimension in _TIMES]
        return _best(timed, lambda row: _shared(quote.clause, row.name))
    named = _of_line(quote, rows, standard)
    if named or (quote.subject is not None and quote.fund is not None):
        return named
    return _of_words(quote, rows, standard)


def of_result(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows whose results a quote states: all about the satisfaction of the same people, or the
    one of the same name."""
    if quote.role != "report" or not quote.came_about or _states_target(quote):
        return []
    if quote.topic:
        return _of_topic(quote, [row for row in rows if _alike(quote, row.actual)], standard)
    return _of_name(quote, rows, standard)


def _of_name(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows about the satisfaction of the people that are named with a number, or the only one
    of its name."""
    if of_satisfaction(quote.name):
        percent = quote.mention.unit.dimension == "percent"
        return _of_satisfaction(quote, rows, standard) if percent else []
    timed = quote.mention.unit.dimension in _TIMES
    same = [row for row in rows if (_is_timed_alike if timed else _is_of_row)(quote, row, standard)]
    return same if len(same) == 1 else []


def _of_aim(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The row whose target a number is said to be, in so many words."""
    if quote.role == "plans":
        return []
    named = replace(quote, topic=quote.topic or _without_aim(quote.name))
    return _of_topic(named, [row for row in rows if _alike(quote, row.target)], standard)


def _without_aim(name: str) -> str:
    """The name of an indicator without 目标值 behind it."""
    aims = sorted(words("narrative", "signs", "own_aims"), key=len)
    found = [aim for aim in aims if name.endswith(aim)]
    return name.removesuffix(found[-1]) if found else name


def _alike(quote: Quote, cell: str) -> bool:
    """Whether a cell states a figure that measures what a number does."""
    stated = parse(cell)
    return stated.figure and stated.unit.dimension == quote.mention.unit.dimension


def _of_topic(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The only row that is about what was named before a number."""
    if of_satisfaction(quote.topic):
        return _of_satisfaction(replace(quote, name=quote.topic), rows, standard)
    about = [row for row in rows if _is_about(quote.topic, row, standard)]
    return about if len(about) == 1 else []


def _is_about(topic: str, row: Indicator, standard: Standard) -> bool:
    """Whether a row has the name that a text gives an indicator, or is about the same fund and
    line."""
    funds = funds_named(topic, standard)
    there = funds_named(row.name, standard)
    if _same_name(topic, cleaned(row.name)):
        return not there or not funds or funds == there
    if len(funds) != 1 or funds != there:
        return False
    fund = next(iter(funds))
    lines = subjects_named(topic, fund, standard)
    return bool(lines) and lines == subjects_named(row.name, fund, standard)


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
def _of_satisfaction(
    quote: Quote, rows: Sequence[Indicator], standard: Standard
) -> list[Indicator]:
    """The rows about the satisfaction of the same people; where no row names them, and they are
    people in general, every row about people; none where it may be that of a service whose rate was
    stated: 接通率93.5%，满意率….
    """
    people = _people(quote.name)
    if not people and quote.beside_rate:
        return []
    alike = _satisfaction_rows(quote, rows, standard)
    named = [] if _is_anyone(people) else [row for row in alike if _names(row, people)]
    if named or not _is_general(people):
        return named
    return [row for row in alike if not _is_of_others(_people(row.name))]


def _satisfaction_rows(
    quote: Quote, rows: Sequence[Indicator], standard: Standard
) -> list[Indicator]:
    """The rows about satisfaction that are about no other fund."""
    about = [row for row in rows if of_satisfaction(row.name)]
    return [row for row in about if _funds_go_together(quote.name, row.name, standard)]


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
def _of_line(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows about the same fund and line of the tables."""
    if quote.subject is None or quote.fund is None:
        return []
    fund, subject = quote.fund, quote.subject
    of_fund = [row for row in rows if funds_named(row.name, standard) == {fund}]
    return [row for row in of_fund if subject in subjects_named(row.name, fund, standard)]


def _of_words(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The row that shares most words with the name of a figure, its last ones among them."""
    ending = quote.name[-_SHORTEST:]
    ends_alike = [row for row in rows if ending in cleaned(row.name)]
    alike = [row for row in ends_alike if _funds_go_together(quote.name, row.name, standard)]
    return _best(alike, lambda row: _shared(quote.name, row.name))


def _funds_go_together(one: str, other: str, standard: Standard) -> bool:
    """Whether two names can be about one fund: they name a common one, or one names none."""
    here, there = funds_named(one, standard), funds_named(other, standard)
    return not here or not there or bool(here & there)


def _is_of_row(quote: Quote, row: Indicator, standard: Standard) -> bool:
    """Whether a row has the name of a figure, and is not about another fund."""
    named = funds_named(row.name, standard)
    of_fund = not named or quote.fund in (None, standard.total.key, *named)
    return of_fund and _same_name(quote.name, cleaned(row.name))


def _is_timed_alike(quote: Quote, row: Indicator, standard: Standard) -> bool:
    """Whether a row limits the time of the very thing that a text says took so long."""
    if parse(row.target).unit.dimension not in _TIMES or quote.changes:
        return False
    here, there = (_TIME_WORDS.sub("", name) for name in (quote.name, cleaned(row.name)))
    alike = here == there and len(here) >= _SHORTEST_NAME
    return alike or _is_of_row(quote, row, standard)


def _same_name(name: str, row: str) -> bool:
    if len(min(name, row, key=len)) < _SHORTEST_NAME:
        return False
    counted = row.startswith(name) and row.removeprefix(name) in _measured()
    return counted or name.endswith(row) or row.endswith(name)


def _measured() -> tuple[str, ...]:
    """Words such as 户数 and 人数, which may stand behind the name of an indicator and leave what
    it is about the same."""
    return words("narrative", "signs", "measured")


def _best(rows: Sequence[Indicator], shared: Callable[[Indicator], int]) -> list[Indicator]:
    """The one row that shares most words; none where several do, or too few words."""
    lengths = [shared(row) for row in rows]
    most = max(lengths, default=0)
    best = [row for row, length in zip(rows, lengths) if length == most]
    return best if most >= _SHORTEST and len(best) == 1 else []


def _shared(one: str, other: str) -> int:
    """Length of the longest run of characters that both have."""
    return SequenceMatcher(None, one, cleaned(other), autojunk=False).find_longest_match().size
