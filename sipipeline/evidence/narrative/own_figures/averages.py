"""Amounts for each of so many, and what these make together: 户均1.57万元, 平均每月1808万元,
每人100元，共计32.16万元."""

from collections.abc import Sequence
from itertools import accumulate

from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import (
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.lines.tokens import is_of_account
from sipipeline.evidence.narrative.own_figures import leading_words
from sipipeline.evidence.narrative.own_figures.leading_words import led
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "workings")
_MONTHS = 12
_LISTED = ";"
_DIVIDED_A_MONTH = WordPattern("{divided_a_month}{behind}*$", *_HERE)
"""折合人均每月: the last words before an amount that was divided."""
_EACH_ONE = WordPattern("{each}$", *_HERE)
"""每人: the last words before an amount for each."""


@behind(led("product"), "money", clause=True)
def product(here: NumberInLine, _: Told) -> Working | None:
    """每人100元，共计32.16万元: an amount for each of so many; one for a month is paid for one to
    twelve of them."""
    counts = [one for one in here.before if _is_count(one)]
    amounts = here.alike("money")
    if len(counts) != 1 or len(amounts) != 1 or not all(map(is_whole, (*counts, *amounts))):
        return None
    (count,), (amount,) = counts, amounts
    lead = here.lead_of(amount)
    each = amount.unit.per or _EACH_ONE.search(lead)
    by_month = "month" in amount.unit.per or has(lead, "narrative", "signs", "monthly")
    made = bounds_of(count).times(bounds_of(amount))
    monthly = Bounds(made.low, made.by(_MONTHS).high)
    start = min(count.start, amount.start)
    return Working(start, [monthly if by_month else made]) if each else None


def average(here: NumberInLine) -> Working | None:
    """327户512.66万元，户均1.57万元: an amount for each of so many."""
    if here.dimension != "money" or here.number.about:
        return None
    of = _averaged_by(here)
    counts = _counts(here, of)
    amounts = [one for one in here.before if _is_amount_of(one, here)]
    amounts = [one for one in amounts if not _is_of_each(one, counts)]
    if not counts or not amounts or not all(map(is_whole, (*amounts, *counts))):
        return None
    each = _each(amounts, counts, _room(here, of, counts[-1]))
    several = len(amounts) > 1 or len(counts) > 1
    return Working(min(amounts[-1].start, counts[-1].start), each, is_open=several)


def average_a_month(here: NumberInLine) -> Working | None:
    """年平均14108人，发放46012.93万元，折合每人每月2718元: an amount of the year for each of those
    who drew it, a month; none of those who draw it for a part of the year only."""
    counts, amounts = here.alike("people")[-1:], here.alike("money")[-1:]
    if here.dimension != "money" or not counts or not amounts:
        return None
    (count,), (amount,) = counts, amounts
    room = _room_of_month(here, count)
    whole = is_whole(count) and is_whole(amount) and is_of_account(amount)
    apart = has(here.text[: here.number.start].rpartition("。")[2], *_HERE, "part_of_year")
    if room is None or not whole or apart:
        return None
    each = bounds_of(amount).over(bounds_of(count)).by(1 / _MONTHS)
    return Working(min(count.start, amount.start), [each.times(room)], is_open=True)


def monthly(here: NumberInLine) -> Working | None:
    """待遇支出2.17亿元，平均每月1808万元; 年人均3.85万元，折合每月3208元: an amount of some months,
    for each of them."""
    figures = [one for one in here.alike("money") if not one.unit.per]
    months = _months(here)
    if here.dimension != "money" or "people" in here.number.unit.per or not months:
        return None
    if not figures or not all(map(is_whole, figures)):
        return None
    made = [bounds_of(one).by(1 / of) for one in figures for of in months]
    return Working(figures[-1].start, made, is_open=True)


def _months(here: NumberInLine) -> Sequence[int]:
    """How many months an amount may be of that is told for one of them; none where words do not
    say that it is."""
    of_month = "month" in here.number.unit.per
    yearly = of_month and has(here.lead(1), "narrative", "signs", "a_head_a_year")
    if yearly and leading_words.led("restated").fullmatch(here.words()):
        return [_MONTHS]
    pattern = leading_words.led("on_average" if of_month else "a_month")
    return range(1, _MONTHS + 1) if pattern.fullmatch(here.words()) else ()


def _room_of_month(here: NumberInLine, count: Mention) -> Bounds | None:
    """What is left open of an amount a head and month; None where words do not say that it was
    divided, by those who are counted or by their number on average."""
    averaged = has(here.lead_of(count), *_HERE, "averaged_people")
    if _is_divided_a_month(here):
        exact = averaged and not here.number.about
        return tolerances.AVERAGE_OVER_YEAR if exact else tolerances.AVERAGE_OF_PEOPLE
    led = leading_words.led("averaged_a_month").fullmatch(here.clause)
    return tolerances.AVERAGE_OF_PEOPLE if averaged and led else None


def _is_divided_a_month(here: NumberInLine) -> bool:
    """Whether words say that an amount was divided among people, and by months: 折合每人每月."""
    per = {*here.number.unit.per}
    if per == {"month", "people"}:
        return leading_words.led("restated").fullmatch(here.clause) is not None
    return not per and _DIVIDED_A_MONTH.search(here.clause) is not None


def _is_amount_of(one: Mention, here: NumberInLine) -> bool:
    """Whether a number is an amount that an average may be of: none before a semicolon."""
    behind = here.text[one.end : here.number.start]
    return one.unit.base == ("money", ()) and _LISTED not in behind


def _is_of_each(amount: Mention, counts: Sequence[Mention]) -> bool:
    """Whether an amount is that of each and not of all of those counted, who would have less than
    a yuan each of it: 限额2300元，结算31.6万人次，次均86元."""
    return all(bounds_of(amount).high < bounds_of(count).low for count in counts)


def _counts(here: NumberInLine, of: str) -> Sequence[Mention]:
    """The numbers of those that an average may be for each of; none where none stands right before
    the amount or the average."""
    counted = words(*_HERE, "of", of) if of else ()
    counts = [one for one in here.before if one.unit.dimension in counted]
    return counts if counts and counts[-1] in here.before[-2:] else ()


def _room(here: NumberInLine, of: str, count: Mention) -> Bounds:
    """What is left open of an average: most of people who are counted at a time."""
    if of != "people" or _is_reckoned(here):
        return Bounds(1.0, 1.0)
    averaged = has(here.lead_of(count), *_HERE, "averaged_people")
    return tolerances.AVERAGE_OVER_YEAR if averaged else tolerances.AVERAGE_OF_PEOPLE


def _each(amounts: Sequence[Mention], counts: Sequence[Mention], room: Bounds) -> list[Bounds]:
    """What is for each of so many, in all or a month, of an amount or of the last of them
    together."""
    nearest = [*map(bounds_of, reversed(amounts))]
    sums = dict.fromkeys((*nearest, *accumulate(nearest, Bounds.plus)))
    shares = [one.over(bounds_of(count)).times(room) for one in sums for count in counts]
    return [*shares, *(one.by(1 / _MONTHS) for one in shares)]


def _averaged_by(here: NumberInLine) -> str:
    """What an amount is said to be for each of, people, visits or households; "" where none is
    said."""
    each = leading_words.led("on_average").fullmatch(here.words())
    if each and {*here.number.unit.per} == {"people"}:
        return "people"
    if leading_words.led("a_head").fullmatch(here.words()) or _is_reckoned(here):
        return "people"
    if leading_words.led("a_visit").fullmatch(here.words()):
        return "visit"
    return "household" if leading_words.led("a_household").fullmatch(here.words()) else ""


def _is_reckoned(here: NumberInLine) -> bool:
    """Whether words name the number that an average is reckoned by: 按3290人测算，月人均."""
    divided = has(here.words(), *_HERE, "reckoned")
    return divided and leading_words.led("a_head_reckoned").fullmatch(here.clause) is not None


def _is_count(figure: Mention) -> bool:
    return figure.unit.dimension in ("people", "visits", "household")
