"""What a bracket says to be included in a figure, or words what it is used for or is to another,
which changes nothing of what it is of: 保险费（含居民个人缴费） as 保险费,
用于社会保险待遇的支出 as 社会保险待遇支出."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.language.lexicon import words

_NAMES = frozenset({"fund", "total", "brief", "item"})
_FUNDS = frozenset({"fund", "brief"})
_LISTED = _FUNDS | {"join"}
_PEOPLE = "headcounts"
_NEAR = 3
"""Words behind people of which one says that something is paid to them."""
_OPENED = ["(", "among"]
_SHARE = [",", "share"]
_ROLE = ["fillers", "item", "fillers", "rest", *_SHARE]
"""是 基金收入 的 主渠道, and its share behind it."""


def with_inclusions(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without a bracket behind a name, or its number, that says what is included in it,
    unless it has a number of its own."""
    return _without(tokens, _end_of_inclusion)


def with_exclusions(tokens: Sequence[Token], own: Own) -> list[Token]:
    """The tokens without a bracket behind all funds that leaves out others which the unit does not
    have, 社会保险基金（不含医疗保险）收入合计, or lists them all."""
    tokens = _without(tokens, lambda tokens, start: _end_of_list(tokens, start, own))
    return _without(tokens, lambda tokens, start: _end_of_exclusion(tokens, start, own))


def with_purposes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, 用于 before a name of which it is said that it is spent known as a word that says
    nothing."""
    return [
        replace(token, kind="fillers") if _is_purpose(tokens, place) else token
        for place, token in enumerate(tokens)
    ]


def with_receivers(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, people to whom it is said that something is paid known as words that say
    nothing: 为 参保人员 支付 工伤保险 待遇, 向 参保 群众 发放."""
    known = [*tokens]
    for place in range(1, len(tokens)):
        if (end := _end_of_receiver(tokens, place)) > place:
            run = tokens[place - 1 : end]
            known[place - 1 : end] = [replace(one, kind="fillers", meaning=()) for one in run]
    return known


def without_roles(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what a line is said to be of another, before the share that it is of one:
    保费收入 是 基金收入 的 主渠道 ，占 总收入 的 68%."""
    return _without(tokens, _end_of_role)


def _end_of_receiver(tokens: Sequence[Token], place: int) -> int:
    """The place of 支付 behind people who have 为 before them, and are not counted; the place
    itself where none are."""
    people = {keys.family(name) for name in tokens[place].meaning} == {_PEOPLE}
    if not (people and says(tokens[place - 1 : place], "giving_to")):
        return place
    behind = range(place + 1, min(place + _NEAR, len(tokens)))
    return next((one for one in behind if says([tokens[one]], "paying")), place)


def _without(tokens: Sequence[Token], end_of: Callable[[Sequence[Token], int], int]) -> list[Token]:
    """The tokens without the runs of which a function says where the one ends that begins at a
    place; the place itself where none begins there."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        at = end_of(tokens, at)
        written += tokens[at : at + 1]
        at += 1
    return written


def _end_of_role(tokens: Sequence[Token], start: int) -> int:
    """The place of the sign behind a role; the place itself where none begins there."""
    behind = tokens[start : start + len(_ROLE)]
    named = start > 0 and tokens[start - 1].kind == "item"
    is_role = named and [token.kind for token in behind] == _ROLE
    return start + len(_ROLE) - len(_SHARE) if is_role else start


def _end_of_inclusion(tokens: Sequence[Token], start: int) -> int:
    """The place behind the bracket that closes what is included; the place itself where none
    begins there."""
    opened = [token.kind for token in tokens[start : start + len(_OPENED)]] == _OPENED
    behind_name = start > 0 and tokens[start - 1].kind in _NAMES | {"number"}
    if not (opened and behind_name and says(tokens[start + 1 : start + 2], "including")):
        return start
    for place in range(start + 1, len(tokens)):
        if tokens[place].kind == ")":
            return place + 1
        if tokens[place].mention is not None and not _counts_levels(tokens[place]):
            break
    return start


def _counts_levels(token: Token) -> bool:
    """Whether a word counts those who pay, or lines: 四级 of （含中央、省、市、县四级）."""
    mention = token.mention if token.kind == "count" else None
    levels = words("narrative", "signs", "lines_or_levels")
    return mention is not None and mention.unit.symbol in levels


def _end_of_list(tokens: Sequence[Token], start: int, own: Own) -> int:
    """The place behind the bracket that lists all funds of the unit; the place itself where none
    begins there: 社会保险基金（居民养老、机关养老）收入."""
    if [token.kind for token in tokens[max(0, start - 1) : start + 1]] != ["total", "("]:
        return start
    listed = [*takewhile(lambda token: token.kind in _LISTED, tokens[start + 1 :])]
    end = start + 1 + len(listed)
    names = [token for token in listed if token.kind in _FUNDS]
    funds = {fund for token in names for fund in token.meaning} & {*own.funds}
    are_all = funds == {*own.funds} and len(names) == len(own.funds)
    closed = [token.kind for token in tokens[end : end + 1]] == [")"]
    return end + 1 if are_all and closed else start


def _end_of_exclusion(tokens: Sequence[Token], start: int, own: Own) -> int:
    """The place behind the bracket that closes what is left out; the place itself where none
    begins there, or a fund of the unit is left out."""
    opened = [token.kind for token in tokens[max(0, start - 1) : start + 1]] == ["total", "("]
    if not opened or not says(tokens[start + 1 : start + 2], "leaving_out"):
        return start
    inner = [*takewhile(lambda token: token.kind != ")", tokens[start + 2 :])]
    named = [token for token in inner if token.kind in _FUNDS]
    others = all({*own.funds}.isdisjoint(token.meaning) for token in named)
    plain = bool(named) and {token.kind for token in inner} <= _FUNDS | {"join", "fillers"}
    return start + 3 + len(inner) if plain and others else start


def _is_purpose(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word says what is spent by a name behind it: 用于 社会保险待遇 的 支出."""
    kinds = [token.kind for token in tokens[place : place + 4]]
    spent = says(tokens[place + 3 : place + 4], "expenditure")
    return kinds == ["used", "item", "fillers", "item"] and spent
