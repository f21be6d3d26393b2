"""Words that count funds beside a line, read as plainer ones: 机关养老一项收入 as 机关养老收入,
企业养老与机关养老两项的支出 as 两项支出, 养老两项 as 两项养老保险, 占四项合计的 and
转移支出方面，四项合计 as all funds."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, lines_counted, says
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.names_of_accounts import branch_of
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention
from sipipeline.language.numbers import number_at
from sipipeline.language.units import unknown_unit

_NAMES = frozenset({"fund", "brief"})
_COUNTS = frozenset({"sums", "count", "total"})
_POSSESSIVE = ("narrative", "workings", "possessive")
_LIST = 3
"""The last words of a list: 工伤 、 失业."""
_TITLE = 3
"""Words of a title that names a line: 转移支出 方面 ，."""


def with_counted_funds(tokens: Sequence[Token], own: Own) -> list[Token]:
    """The tokens, such words as plainer ones."""
    known: list[Token] = []
    tokens = _with_counts(tokens)
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 : place + 2]
        if _counts_one(token, known, behind) or _ends_with_one(token, known, behind):
            token = replace(token, kind="fillers")
        elif _adds_all(token, own) and (_is_whole(known, behind) or _is_titled(known)):
            token = replace(token, kind="total")
        elif _adds_listed(token, known, tokens[place + 1 : place + 4]):
            token = replace(token, kind="sums")
        elif _counts_branch(token, known, own):
            branch = branch_of(known[-1].meaning)
            known[-1] = replace(known[-1], kind="total", text=f"{token.text}{branch}")
            token = replace(token, kind="fillers")
        known.append(token)
    return known


def _with_counts(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, 三项 right behind a list of funds as a count, where no number was seen in it:
    企业养老、工伤、失业 三项 当期收不抵支."""
    return [
        _as_count(token) if _is_behind_list(tokens[max(0, place - _LIST) : place]) else token
        for place, token in enumerate(tokens)
    ]


def _is_behind_list(before: Sequence[Token]) -> bool:
    """Whether some words end with two funds that a sign joins."""
    kinds = ["fund" if token.kind in _NAMES else token.kind for token in before]
    return kinds == ["fund", "join", "fund"]


def _as_count(token: Token) -> Token:
    """A word as a count of lines, where it is no more than that."""
    number = number_at(token.text, 0) if token.kind == "rest" else None
    counter = token.text[number.end :] if number is not None else ""
    if number is None or counter not in words("narrative", "signs", "lines"):
        return token
    unit = unknown_unit(counter)
    mention = Mention("number", token.start, token.end, number.value, unit=unit)
    return replace(token, kind="count", mention=mention)


def _counts_one(token: Token, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether a word says no more than that the fund before it is one: 机关养老 一项 收入."""
    between = [one.kind for one in (*before[-1:], *behind)]
    return lines_counted(token) == 1 and between in (["fund", "item"], ["brief", "item"])


def _ends_with_one(token: Token, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether a clause ends by saying that a fund is the one that is so: 唯一下降 的 一项."""
    last = [one.text for one in before[-1:]]
    ends = not behind or behind[0].kind in ENDS
    return lines_counted(token) == 1 and ends and bool(last) and last[0] in words(*_POSSESSIVE)


def _adds_all(token: Token, own: Own) -> bool:
    """Whether a word adds as many up as the unit has funds: 四项合计."""
    found = number_at(token.text, 0) if token.kind == "sums" else None
    return found is not None and found.value in own.counted


def _counts_branch(token: Token, before: Sequence[Token], own: Own) -> bool:
    """Whether a word says how many funds of a branch there are, that the unit has so many, and the
    branch stands alone right before it: 养老 两项合计."""
    listed = [one.kind for one in before[-2:-1]] == ["join"]
    count = number_at(token.text, 0) if token.kind in _COUNTS and before and not listed else None
    if count is None or before[-1].kind not in _NAMES or not branch_of(before[-1].meaning):
        return False
    return count.value == len({*before[-1].meaning} & {*own.funds}) > 1


def _is_whole(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether a share is one of what a word adds up: 占 四项合计 的."""
    shared = [one.kind for one in before[-1:]] == ["share"]
    return shared and any(one.text in words(*_POSSESSIVE) for one in behind)


def _is_titled(before: Sequence[Token]) -> bool:
    """Whether a title that names a line stands right before a word, and begins the sentence:
    转移支出方面，."""
    title = before[-_TITLE:]
    named = [one.kind for one in title] == ["item", "fillers", ","] and says(title, "as_to")
    return named and (len(before) == _TITLE or before[-_TITLE - 1].kind in SENTENCE_ENDS)


def _adds_listed(token: Token, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether a word counts the funds that are listed right before it, and 的 leads to the line of
    which one amount stands behind: 企业养老 与 机关养老 两项 的 支出 43.81亿元."""
    kinds = [one.kind for one in behind]
    count = number_at(token.text, 0) if says([token], "counted_parts") else None
    told = kinds == ["fillers", "item", "number"] and is_amount(behind[-1])
    if count is None or not told or behind[0].text not in words(*_POSSESSIVE):
        return False
    listed = [*takewhile(lambda one: one.kind in _NAMES | {"join"}, reversed(before))]
    names = [one for one in listed if one.kind in _NAMES]
    return count.value == len(names) == len(listed) // 2 + 1
