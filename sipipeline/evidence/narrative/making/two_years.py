"""What two years have together, the one of the report and that before it: 2021、2022两年累计征收
社会保险费194998.17万元."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions import kind
from sipipeline.evidence.narrative.questions.subjects import AT_YEAR_END
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.language.lexicon import table, words

TWO_YEARS = "two_years"
"""The kind of word that says both."""
_BOTH = 2
_MOST = 6
"""Words that the years may be said in, at most."""
_NEAR = 12
"""Words behind them that are looked at for one that adds them up."""
_DIGITS = 4
_YEARS = ("prior", "actual")
_OTHERWISE = ("each", "average", "last_year", "this_year", "same_period", "date")
"""Kinds of words that say of a figure more than that it adds both years up."""


def with_two_years(tokens: Sequence[Token], year: int | None) -> list[Token]:
    """The tokens of a line, the year of the report and that before it as one word, 2021、2022
    两年, and 两年 alone where it adds them up: 两年缺口合计."""
    known: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _end_of_two(tokens, at) or _end(tokens, at, year)
        known.append(tokens[at] if end is None else _as_one(tokens[at:end]))
        at = end or at + 1
    return known


def made(query: Query) -> Made | None:
    """The figures of both years, where words add them up; None where they do not."""
    said = (*query.setting.lead, *query.segment.plain)
    spoken = any(_are_both(token) for token in said) and query.setting.when.period == "other"
    if not spoken or query.role != "report" or not _adds_up(query):
        return None
    accounts = (query.account, *query.setting.whom.instead(query.own))
    sums = [_sum(account, query) for account in accounts if account]
    return Made.first_of(sums) if sums else None


def _as_one(tokens: Sequence[Token]) -> Token:
    text = "".join(token.text for token in tokens)
    return replace(tokens[0], kind=TWO_YEARS, text=text, end=tokens[-1].end)


def _end_of_two(tokens: Sequence[Token], at: int) -> int | None:
    """The place behind 两年, before which no year is named, where words behind it add these up."""
    end = at + _size(tokens[at : at + _MOST])
    named = any(token.kind in ("date", "number") for token in tokens[max(0, at - 1) : at])
    return end if end > at and not named and _are_added_up(tokens[end : end + _NEAR]) else None


def _end(tokens: Sequence[Token], at: int, year: int | None) -> int | None:
    """The place behind the words that name both years, and that they are two, where words behind
    them add these up; None where none do."""
    if year is None or _year(tokens[at]) != year - 1:
        return None
    near = [_year(token) for token in tokens[at + 1 : at + _MOST]]
    if year not in near:
        return None
    place = at + 1 + near.index(year)
    between = tokens[at + 1 : place]
    size = _size(tokens[place + 1 : place + _MOST])
    if not size or not all(token.kind in ("join", "level") for token in between):
        return None
    end = place + 1 + size
    return end if _are_added_up(tokens[end : end + _NEAR]) else None


def _size(tokens: Sequence[Token]) -> int:
    """How many words say that years before them are two; 0 where none do."""
    both = words("narrative", "signs", "both_years")
    texts = accumulate(token.text for token in tokens)
    return max((size for size, text in enumerate(texts, 1) if text in both), default=0)


def _are_added_up(behind: Sequence[Token]) -> bool:
    """Whether words up to the next number say that years are added up, and not 分别."""
    ends = SENTENCE_ENDS | {"number"}
    leading = [*takewhile(lambda token: token.kind not in ends, behind)]
    apart = any(token.kind == "each" for token in leading)
    return not apart and any(map(_is_summed, leading))


def _is_summed(token: Token) -> bool:
    begins = token.text.startswith(words("narrative", "tokens", "cumulative"))
    return begins or says([token], "summed")


def _year(token: Token) -> int | None:
    """The year that a word or number names, 2021年 or 2021; None where it names none."""
    named = token.text.removesuffix(words("calendar", "year")[0])
    plain = token.kind in ("number", "date") and len(named) == _DIGITS and named.isdigit()
    return int(named) if plain else None


def _are_both(token: Token) -> bool:
    recent: dict[str, int] = table()["narrative"]["recent_years"]
    return token.kind == TWO_YEARS or recent.get(token.text) == _BOTH


def _adds_up(query: Query) -> bool:
    """Whether a number is an amount that flowed in one line, added up over years."""
    segment, subjects = query.segment, query.setting.what.subjects
    flows = len(subjects) == 1 and subjects[0].family == keys.ACCOUNTS
    flows = flows and AT_YEAR_END.isdisjoint(subjects) and not query.setting.what.deficit
    summed = any(map(_is_summed, segment.plain))
    plain = not segment.unknown and not segment.has(*_OTHERWISE) and kind.change(segment) is None
    return (
        flows and summed and plain and segment.dimension == "money" and not segment.of_small_amount
    )


def _sum(account: str, query: Query) -> str:
    line = query.setting.what.subjects[0]
    return keys.sum_of_figures([key_of(line, account, measure) for measure in _YEARS])
