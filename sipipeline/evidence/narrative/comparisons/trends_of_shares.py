"""Which way a share went that was stated right before: 占基金收入的21.7%，比上年有所下降."""

from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.making import shares
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.questions.kind import topic
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.evidence.narrative.quoting.quotes import beside, quote_of
from sipipeline.language.lexicon import has

_HERE = ("narrative", "statements")
_NAMES = ("item", "deficit", "fund", "brief", "total", "months", "ratio")
"""Kinds of words that name what else went a way."""
_Years = tuple[Told, Told]
"""A share of this year and of last year."""


def is_of_share(clause: Clause, before: Clause) -> bool:
    """Whether what a clause says of how something went is of the share right before it."""
    if clause.segment.after != "," or clause.segment.number is not None:
        return False
    return _states_share(before) and not clause.segment.has(*_NAMES)


def statements(
    clause: Clause, before: Clause, way: int, of_amount: Sequence[Statement]
) -> Iterator[Statement]:
    """That the share before a clause went a way, 1 up, -1 down, 0 neither; where it stands behind
    its amount, of which nothing else is said, that may be meant as well."""
    years = [*_of_both_years(before)]
    named = before.segment.has("item") or clause.segment.has("share")
    if any(one.holds for one in of_amount if not named):
        yield from of_amount
    elif years:
        holds = any(_may_go(one, way, clause.text) for one in years)
        yield clause.statement(years[0], holds)


def _states_share(before: Clause) -> bool:
    """Whether a clause ends in what part of something a line of this year is."""
    segment = before.segment
    told = segment.has("share") or topic(segment, before.setting.lead) is not None
    changed = before.setting.follows_change is not None or segment.has("up", "down", "origin")
    return segment.dimension == "percent" and told and before.is_report and not changed


def _of_both_years(before: Clause) -> Iterator[_Years]:
    """The shares that may be meant, each of this year and of last year."""
    submission = before.own.submission
    for key in _meant(before):
        now, last = told(key, submission), told(keys.made_beside(key, "prior"), submission)
        if now is not None and last is not None:
            yield now, last


def _meant(before: Clause) -> Iterator[str]:
    """The shares of this year that the number which ends a clause agrees with."""
    query = Query(before.segment, before.setting, (), before.line.role, before.own)
    mention = before.segment.number.mention if before.segment.number is not None else None
    if mention is None:
        return
    link = shares.link_of(query)
    for key in dict.fromkeys((*link.required, *link.further)):
        one = beside(quote_of(before.line, mention, key), key, before.own.submission)
        if one is not None and one.agrees and {*map(keys.measure, one.told.cells)} == {"actual"}:
            yield key


def _may_go(years: _Years, way: int, said: str) -> bool:
    """Whether a share may be said to have gone a way."""
    now, last = years
    if way:
        return max((now.high - last.low) * way, (now.low - last.high) * way) > 0
    apart = abs(now.value - last.value)
    roughly = has(said, *_HERE, "roughly")
    part, points = _SAME[roughly]
    return apart <= max(part * abs(last.value), points)


_SAME = {
    False: (tolerances.SAME, tolerances.POINTS / 100),
    True: (tolerances.ABOUT_SAME, tolerances.ABOUT_SAME_POINTS),
}
"""By what part of itself, and by how much of the whole, a share may change that stays 持平, or
基本持平."""
