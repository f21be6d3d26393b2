"""When: this year or last, a part of a year, another year; what happened, what was budgeted or
planned."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, counts_people, says
from sipipeline.language.dates import When
from sipipeline.language.lexicon import words

Period = Literal["this", "last", "before last", "since", "part", "other"]
"""`this` and `last` are whole years; of the one `before last` the tables know but what was left at
its end; they know no `part` of a year and no `other` one;
`since` a day of this year benefits are higher, or until then something is done, which says nothing
of the figures of the next sentence."""
Stance = Literal["outcome", "budget", "plan"]

_SAID: dict[str, Period] = {
    "this_year": "this",
    "last_year": "last",
    "same_period": "last",
    "year_before_last": "before last",
    "other_year": "other",
    "two_years": "other",
    "part_year": "part",
}
_STANCES: dict[str, Stance] = {
    "budget": "budget",
    "plan": "plan",
    "aim": "plan",
    "outcome": "outcome",
}
_ARRIVING = (
    *("level", "up", "down"),
    *("more_income", "less_income", "more_expenditure", "less_expenditure"),
)
"""Kinds of words that lead from what was before to what came of it, or to what lies between."""
_KINDS_OF_TIME = frozenset({"date", "last_year", "whole_year", "until", "fillers", "own", "place"})
_JANUARY, _DECEMBER = "1", 12
_DIGITS_OF_MONTH = 2
_NEAR = 4
"""Words behind a date in which its budget is named."""
_TEN = 10
_DAYS = 31
"""Of a month, as dates are counted."""


@frozen
class FigureTime:
    """The time of a figure, and what else it could be where it was not said."""

    period: Period = "this"
    explicit: bool = False
    """The segment itself says the period or the stance."""
    carried: bool = False
    """The period was said for another figure."""
    instead: Period | None = None
    """The period that may be meant as well."""
    leading: Period | None = None
    """The period that the sentence begins with."""
    stance: Stance = "outcome"
    doubtful: Stance | None = None
    """The stance that may be meant as well."""
    adjusted: bool = False
    """The budget is one that was changed during the year."""
    revised: bool = False
    """The sentence began by saying that budgets were changed: 调整后，收入预算为…."""
    aim: bool = False
    """The stance is but that of an aim."""
    leads: bool = False
    """Words without a figure of their own say the period of the next: 2022年末，"""
    by_month: bool = False
    """The sentence adds up the months of the year to its last: 截至12月底，累计收入…."""
    intends: bool = False
    """The sentence says of something that it is intended."""
    coming: bool = False
    """The sentence is of what comes next: 下一步，拟…."""
    planned: bool = False
    """A sentence before it was of what comes next: 计划 behind 下一步 is no budget of the year."""
    origin: bool = False
    """The period is that of what something was before: 由上年的198元."""
    resumed: Stance | None = None
    """The stance of what is compared with a figure that came about, for what follows that figure:
    预算40818万元，较上年决算38805.09万元增长."""
    supposes: bool = False
    """The sentence supposes something, from 若 or 如扣除 on, or is of a sample: what it goes on to
    say is of no year of the unit."""
    by_hundreds: bool = False
    """The sentence is of every hundred people, or ten: what it goes on to say is of not all."""

    @property
    def unsaid(self) -> bool:
        """Whether nothing of it is said, but by figures before."""
        return replace(self, leading=None) == UNSAID


UNSAID = FigureTime()
"""Nothing said of the time: this year, and what happened."""


def read(segment: Segment, before: FigureTime, year: int | None) -> FigureTime:
    """The time of a segment, given that of the words before it."""
    before = UNSAID if _enumerates(segment, before) else _at_sign(segment.after, before)
    return _stance(segment, _period(segment, before, year))


def at_year_start(at: FigureTime) -> FigureTime:
    """The time of what the year began with: that of last year's end."""
    return replace(at, period="last", explicit=True, carried=False, instead=None, origin=True)


def come_about(at: FigureTime) -> FigureTime:
    """The time of what came about, beside something supposed."""
    return replace(at, stance="outcome", doubtful=None)


def period_of(tokens: Sequence[Token], year: int | None) -> Period | None:
    """The period that some words say last, by themselves."""
    said = [*_periods(tokens, "this", year)]
    return said[-1] if said else None


def is_part_of_year(token: Token) -> bool:
    """Whether a word by itself says a part of a year, of whichever: 2023年上半年, 前三季度."""
    said = token.mention.when if token.mention is not None else None
    return period_of((token,), said.year if said is not None else None) == "part"


def _enumerates(segment: Segment, before: FigureTime) -> bool:
    """Whether a segment begins the next item of a list, whose last one spoke of a part of the year:
    二是补助12月下旬才拨付，三是利息收入减少."""
    return before.period == "part" and says(segment.tokens[:1], "enumerating")


def _at_sign(sign: str, before: FigureTime) -> FigureTime:
    """What is left of the time behind a comma, a semicolon, the end of a sentence."""
    if sign in SENTENCE_ENDS:
        returned = before.period == "this" and (before.explicit or before.leading == "last")
        kept = "this" if returned else before.leading or before.period
        kept = "this" if kept == "since" else kept
        instead: Period | None = "this" if kept == "last" else None
        planned = before.planned or before.coming
        return FigureTime(kept, carried=kept != "this", instead=instead, planned=planned)
    if sign == ";" and before.stance == "budget":
        return replace(before, stance="outcome", doubtful="budget")
    return before


# ---------------------------------------------------------------- the year
def _period(segment: Segment, before: FigureTime, year: int | None) -> FigureTime:
    before = replace(before, by_month=before.by_month or _is_by_month(segment.own_tokens))
    timed = _timed(segment) if not _is_beside_last_year(segment, before) else ()
    said = [*_periods(timed, before.period, year, before.by_month)] or _named(segment)
    if said:
        origin = _is_of_origin(segment.own_tokens)
        return replace(
            before,
            period=said[-1],
            explicit=True,
            carried=False,
            instead=None,
            leading=before.leading or (None if origin else said[-1]),
            leads=segment.number is None and _KINDS_OF_TIME.issuperset(_kinds(segment)),
            origin=origin,
        )
    return _unsaid(segment, before)


def _unsaid(segment: Segment, before: FigureTime) -> FigureTime:
    """The time of a segment that says none; a figure of this year leads what follows."""
    if before.leads and segment.after == ",":
        return replace(before, explicit=True, leads=segment.number is None)
    at = _carried(segment, before) if before.explicit else before
    if at.period != "this":
        return at
    if segment.has("same_span"):
        return replace(at, instead="last")
    leads = segment.number is not None and at.instead is None
    return replace(at, leading=at.leading or "this") if leads else at


def _is_beside_last_year(segment: Segment, before: FigureTime) -> bool:
    """Whether a bracket behind a figure of last year speaks of the same year:
    2023年末可支付5.9个月（当年支出261.96亿元、…）."""
    same = [_is_of_same(token) for token in segment.own_tokens if token.kind == "this_year"]
    behind = segment.after == "(" and before.period == "last" and before.explicit
    return behind and not before.origin and any(same)


def _named(segment: Segment) -> Sequence[Period]:
    """The period that the name of a line says: 本年结余, but not 本年结余由4754万元减少到."""
    if segment.has("origin"):
        return []
    names = [token.text for token in segment.plain if token.kind == "item"]
    return (
        ["this"]
        if any(name.startswith(words("narrative", "signs", "now")) for name in names)
        else []
    )


def _timed(segment: Segment) -> Sequence[Token]:
    """The words that may say the period; what each person gets 每月 is of no single month."""
    if not segment.a_head and not segment.of_small_amount:
        return segment.own_tokens
    monthly = words("narrative", "signs", "every_month")
    return [token for token in segment.own_tokens if token.text not in monthly]


def _carried(segment: Segment, before: FigureTime) -> FigureTime:
    """The time of a segment that does not say it, by that of the figure before it."""
    arrives = segment.has(*_ARRIVING) or says(segment.own_tokens, "turning")
    if before.origin and before.period == "last" and arrives:
        stance, at = before.resumed or before.stance, replace(before, resumed=None)
        return replace(
            at, period="this", explicit=False, carried=False, origin=False, stance=stance
        )
    if before.leading == "this" and before.period != "this":
        aside = before.period
        return replace(before, period="this", explicit=False, carried=True, instead=aside)
    carried = before.period != "this"
    instead: Period | None = "this" if before.period == "last" else None
    return replace(before, explicit=False, carried=carried, instead=instead)


def _kinds(segment: Segment) -> set[str]:
    return {token.kind for token in segment.tokens}


def _is_of_origin(tokens: Sequence[Token]) -> bool:
    """Whether the period is said of what was before: 由上年的198元, 较上年的 … 增长, 低于上年, but
    2019年由185元."""
    kinds = [token.kind for token in tokens]
    origins = [place for place, kind in enumerate(kinds) if kind in ("origin", "than", "beyond")]
    behind = kinds[origins[0] :] if origins else []
    return any(kind == "date" or kind in _SAID for kind in behind)


def _periods(
    tokens: Sequence[Token], before: Period, year: int | None, by_month: bool = False
) -> Iterator[Period]:
    """Every period that the words say, in order; what is added up since long ago is of no year."""
    now = before
    for place in range(len(tokens)):
        said = _said(tokens, place, now, year)
        if said is not None:
            now = said
            yield said
    kinds = {token.kind for token in tokens}
    within_year = now == "this" and kinds & {"date", "this_year", "whole_year"}
    summed = by_month and now == "this"
    if "cumulative" in kinds and not summed and ("until" in kinds or not within_year):
        yield "other"


def _is_by_month(tokens: Sequence[Token]) -> bool:
    """Whether words say that something is added up to the last month of the year: 截至12月底,
    2023年1月至12月."""
    if any(_ends_year(tokens, place) for place in range(len(tokens))):
        return True
    month = words("calendar", "month")[0]
    dates = [token for token in tokens if token.kind == "date" and token.mention is not None]
    named = any(month in token.text for token in dates)
    until = any(token.kind == "until" for token in tokens)
    return until and named and any(map(_is_end_of_year, dates))


def _is_end_of_year(date: Token) -> bool:
    when = date.mention.when if date.mention is not None else None
    return when is not None and _closes_year(when)


def _ends_year(tokens: Sequence[Token], place: int) -> bool:
    """Whether a date ends a span that began in January of the same year."""
    token = tokens[place]
    begun = _begun_by(tokens, place) if token.kind == "date" else None
    end = token.mention.when if token.mention is not None else None
    return begun is not None and end is not None and _is_year_through(begun, end, tokens[:place])


def _said(tokens: Sequence[Token], place: int, now: Period, year: int | None) -> Period | None:
    kind = tokens[place].kind
    if kind == "date":
        return _of_date(tokens, place, now, year)
    if kind == "same_period" and now in ("part", "before last", "other"):
        return now
    if kind == "this_year" and now in ("before last", "other") and _is_of_same(tokens[place]):
        return now
    if kind == "last_year" and now in ("before last", "other"):
        return "other"
    if kind == "whole_year":
        return "this" if now in ("part", "since") and not _is_of_share(tokens, place) else None
    return _SAID.get(kind)


def _is_of_share(tokens: Sequence[Token], place: int) -> bool:
    """Whether 全年 only says what a part of the year is a share of: 上半年 … 占全年收入的49.3%."""
    return any(token.kind == "share" for token in tokens[:place])


def _is_of_same(token: Token) -> bool:
    """Whether a word is of the year that was said before it: 2018年收入650万元，当年支出600万元."""
    return token.text in words("narrative", "signs", "of_same_year")


def _of_date(tokens: Sequence[Token], place: int, now: Period, year: int | None) -> Period | None:
    """The period of a date; None where it says nothing of the year, as 12月底 or 1-12月."""
    token = tokens[place]
    when = token.mention.when if token.mention is not None else None
    if when is None:
        return None
    within = when.year in (None, year)
    if _is_onset(tokens, place):
        return "since" if within else "other"
    if now == "part" and _closes_year(when):
        return "this"
    if _is_of_budget(tokens, place):
        return _of_year(when.year, year)
    begun = token if token.text.isdigit() else _begun_by(tokens, place)
    if begun is not None:
        return _of_several(tokens, place, begun, year)
    if not _is_whole(when, tokens[:place]):
        return _of_part(token) if within else "other"
    return _of_year(when.year, year)


def _is_of_budget(tokens: Sequence[Token], place: int) -> bool:
    """Whether 年初 only says when the budget of a year was made: 2023年年初预算."""
    near = tokens[place + 1 : place + 1 + _NEAR]
    behind = [token.kind for token in near if token.kind != "fillers"]
    begins = tokens[place].text.endswith(words("narrative", "tokens", "year_start"))
    return begins and behind[:1] == ["budget"]


def _of_part(token: Token) -> Period:
    """The period of a date within this year; 7月底前 only says when something was done."""
    return "since" if token.mention is not None and token.mention.until else "part"


def _is_onset(tokens: Sequence[Token], place: int) -> bool:
    """Whether 起 stands behind a date."""
    return [token.kind for token in tokens[place + 1 : place + 2]] == ["onset"]


def _closes_year(when: When) -> bool:
    """Whether a date without a year is the end of December: 12月底."""
    return when.year is None and when.closing and _is_to_december(when)


def _is_to_december(when: When) -> bool:
    return _month(when.last) == _DECEMBER


def _of_several(
    tokens: Sequence[Token], place: int, begun: Token, year: int | None
) -> Period | None:
    """The period of several months or years, by the date that begins it; the one that ends it
    stands at a place, if that is another."""
    token = tokens[place]
    end = token.mention.when if token.mention is not None else None
    if end is None:
        return None
    through = _is_year_through(begun, end, tokens[:place])
    return _of_whole(begun, end, year) if through else _of_span(begun, end, token)


def _of_span(begun: Token, end: When, token: Token) -> Period | None:
    """The period of several months or years that are not all of one year."""
    if begun.text == _JANUARY and _is_to_december(end):
        return None
    years = begun is not token and len(begun.text) > _DIGITS_OF_MONTH
    return "other" if years else "part"


def _of_whole(begun: Token, end: When, year: int | None) -> Period:
    """The period of a year from January to December, by either date that has its number."""
    said = begun.mention.when if begun.mention is not None else None
    number = end.year if said is None or said.year is None else said.year
    return _of_year(number, year) or "this"


def _is_year_through(begun: Token, end: When, before: Sequence[Token]) -> bool:
    """Whether a span goes from January to December of one year: 2024年1月1日至12月31日, 1月至12月;
    not where words say that it is another one's."""
    start = begun.mention.when if begun.mention is not None else None
    other = any(token.kind in ("last_year", "same_period") for token in before)
    if start is None or other or begun.text.isdigit():
        return False
    one_year = end.year is None or end.year == start.year
    return one_year and _month(start.first) == 1 and _is_to_december(end)


def _is_whole(when: When, before: Sequence[Token]) -> bool:
    """Whether a date is the year, or its end: not 第四季度."""
    until = any(token.kind == "until" for token in before)
    ends = until or when.closing or when.is_day or _month(when.first) == 1
    return _is_to_december(when) and ends


def _begun_by(tokens: Sequence[Token], place: int) -> Token | None:
    """The date that begins a span which this one ends: 2018至2020年, 1-12月."""
    before = tokens[place - 1] if place else None
    if before is not None and before.kind == "level" and place > 1:
        before = tokens[place - 2]
    if before is None or before.kind != "date":
        return None
    apart = tokens[place].start > before.end
    return before if before.text.isdigit() or apart else None


def _of_year(said: int | None, year: int | None) -> Period | None:
    if said is None:
        return None
    years: dict[int, Period] = {0: "this", 1: "last", 2: "before last"}
    return years.get(year - said, "other") if year is not None else "other"


def _month(ordinal: int) -> int:
    return (ordinal - 1) // _DAYS


# ---------------------------------------------------------------- budget and plan
def _is_intended(segment: Segment, before: FigureTime) -> bool:
    """Whether a budget is one of what comes next: 下一步计划征收, 计划 behind a sentence of 拟."""
    if says(segment.own_tokens, "coming"):
        return True
    return before.planned and not segment.has("date", "this_year")


def _said_stance(segment: Segment, before: FigureTime, kind: str) -> FigureTime:
    """The time with the stance that a kind of words says."""
    intended = kind == "budget" and _is_intended(segment, before)
    compared = before.stance == "budget" and before.doubtful is None and segment.has("than")
    return replace(
        before,
        stance="plan" if intended else _STANCES[kind],
        aim=kind == "aim",
        doubtful="outcome" if says(segment.own_tokens, "allotting") else None,
        adjusted=before.revised or segment.of_adjusted_budget,
        resumed="budget" if compared and before.period == "last" else None,
    )


def _stance(segment: Segment, before: FigureTime) -> FigureTime:
    """What is aimed at is said of one figure; a plan holds for the sentence; a budget may hold on,
    or not."""
    said = [token.kind for token in segment.own_tokens if token.kind in _STANCES]
    before = replace(before, revised=before.revised or _revises(segment))
    before = _intending(segment, _supposing(segment, before), said)
    if before.supposes or before.by_hundreds:
        return replace(before, stance="plan", aim=False, doubtful=None)
    if said:
        return _said_stance(segment, before, said[-1])
    if before.aim and segment.after != "(":
        return replace(before, stance="outcome", aim=False)
    if before.stance == "budget":
        adjusted = before.adjusted or segment.has("raising", "after_raise")
        return replace(before, doubtful="outcome", adjusted=adjusted)
    return before


def _revises(segment: Segment) -> bool:
    """Whether words without a figure say that what follows is of budgets that were changed:
    调整后，…, 预算调整后，…."""
    said = {token.kind for token in segment.own_tokens} - _KINDS_OF_TIME
    return segment.number is None and (segment.of_adjusted_budget or said == {"after_raise"})


def _supposing(segment: Segment, before: FigureTime) -> FigureTime:
    """The time, with what the sentence supposes, or says of every hundred people."""
    supposing = says(segment.own_tokens, "supposing") or says(segment.own_tokens, "sampling")
    return replace(
        before,
        supposes=before.supposes or supposing,
        by_hundreds=before.by_hundreds or _is_by_hundreds(segment),
    )


def _is_by_hundreds(segment: Segment) -> bool:
    """Whether words go on to say how many of so many people something is true of, and not of all:
    每100名参保人中, 每十名."""
    if any(counts_people(token) for token in segment.own_tokens):
        return True
    numbers = [segment.number] if segment.number is not None else []
    both = pairwise([*segment.own_tokens, *numbers])
    return any(says([token], "of_every") and _counts_tens(number) for token, number in both)


def _counts_tens(token: Token) -> bool:
    """Whether a number counts people, or other things one by one, by tens."""
    mention = token.mention
    counts = mention is not None and (token.kind == "count" or mention.unit.dimension == "people")
    return counts and mention is not None and mention.value % _TEN == 0


def _intending(segment: Segment, before: FigureTime, said: Sequence[str]) -> FigureTime:
    """The time, with what the sentence says to be intended, or to come next."""
    intends = before.intends or "plan" in said
    return replace(
        before, intends=intends, coming=before.coming or says(segment.own_tokens, "coming")
    )
