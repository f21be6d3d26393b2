"""What passes between a unit and the levels above it, however these are called: 上解省级4229万元,
向市级上解各项统筹资金555万元 as 上解…, 收到市级补助265万元 as 上级补助收入265万元; and what each
level pays of the same: 中央15872万元、省级8146万元."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.language.lexicon import table, words

_PAID_UP = frozenset({"accounts.to_superior", "accounts.adjustment_out"})
_FROM_ABOVE = ("accounts.from_superior", "accounts.fiscal_subsidy")
_LEVELS = ("narrative", "signs", "giving_levels")
_BETWEEN = 4
"""Words between 上解 and its number that may say to whom, and which money: 市级各项统筹资金."""


def with_levels_above(tokens: Sequence[Token], own: Own) -> list[Token]:
    """The tokens of a line without the words for the levels above the unit beside what passes
    between them, 补助 of theirs as what comes from above; several levels that pay as those who pay
    a part each."""
    levels = table()["narrative"]["levels_above"].get(own.place, ())
    idle = {place for at in range(len(tokens)) for place in _beside_paid_up(tokens, at, levels)}
    aids = {at for at in range(len(tokens)) if _is_aid_from_above(tokens, at, levels)}
    idle |= {place for at in aids for place in _levels_before(tokens, at, levels)}
    known = [
        replace(token, kind="item", meaning=_FROM_ABOVE) if place in aids else token
        for place, token in enumerate(tokens)
    ]
    for place in _paying_parts(tokens):
        known[place] = replace(known[place], kind="part")
    return [token for place, token in enumerate(known) if place not in idle]


def _paying_parts(tokens: Sequence[Token]) -> list[int]:
    """The places of the words for levels that pay a part each, where a line names several:
    中央补助15872万元、省级补助8146万元."""
    if not _is_one_of_levels(tokens):
        return []
    return [place for place in range(len(tokens)) if _pays_part(tokens, place)]


def _pays_part(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word for a level stands before an amount, or but 补助 stands between, and goes on
    a list of what levels pay."""
    behind = tokens[place + 1 : place + 3]
    near = behind[1:] if says(behind[:1], "aid") else behind[:1]
    before = [token.kind for token in tokens[max(0, place - 2) : place]]
    listed = before in (["number", "join"], ["number", ","])
    level = tokens[place].kind == "elsewhere" and tokens[place].text in words(*_LEVELS)
    return level and listed and any(map(is_amount, near))


def _beside_paid_up(tokens: Sequence[Token], at: int, levels: Sequence[str]) -> list[int]:
    """The places of the words around 上解 that say to whom, and which money it is; none where it
    has no number right behind them, or words say anything else."""
    if not _PAID_UP.issuperset(tokens[at].meaning) or not tokens[at].meaning:
        return []
    before = [at - 2, at - 1] if at > 1 and tokens[at - 1].text in levels else []
    before = before if before and says(tokens[at - 2 : at - 1], "given_to") else []
    behind = _up_to_number(tokens, at + 1, levels)
    return [*before, *behind]


def _up_to_number(tokens: Sequence[Token], start: int, levels: Sequence[str]) -> list[int]:
    """The places from one to the next number, if all between say but to whom, which money, and of
    which fund it is; without this: 上解市级职工医保调剂金618.34万元."""
    for end in range(start, min(start + _BETWEEN, len(tokens))):
        token = tokens[end]
        if token.kind == "number":
            return [place for place in range(start, end) if tokens[place].kind != "fund"]
        if token.kind != "fund" and token.text not in levels and not says([token], "paid_up"):
            break
    return []


def _is_aid_from_above(tokens: Sequence[Token], at: int, levels: Sequence[str]) -> bool:
    """Whether 补助 of a level above, alone, stands before a number: 收到市级补助265万元,
    省级下达补助4500万元; not beside that of another level: 中央补助80万元、省级补助20万元."""
    aid = says(tokens[at : at + 1], "aid")
    leads = [token.kind for token in tokens[at + 1 : at + 2]] == ["number"]
    above = aid and leads and bool(_levels_before(tokens, at, levels))
    return above and not _is_one_of_levels(tokens)


def _levels_before(tokens: Sequence[Token], at: int, levels: Sequence[str]) -> Sequence[int]:
    """The place of the word for a level before 补助, and of 下达 behind it; none where no level is
    named."""
    given = says(tokens[max(0, at - 1) : at], "given_from_above")
    start = at - 1 - given
    return range(start, at) if start >= 0 and tokens[start].text in levels else ()


def _is_one_of_levels(tokens: Sequence[Token]) -> bool:
    """Whether a line names more than one level, each of which may have given a part."""
    named = {token.text for token in tokens if token.text in words(*_LEVELS)}
    return len(named) > 1
