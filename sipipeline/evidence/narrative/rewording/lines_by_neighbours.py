"""Words that are a line of the tables by those around them: 余216万 what is left, 亏损 behind the
name of the investment its loss, 累计 behind what was left of the year the balance."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.rewording.both_ways import as_named
from sipipeline.evidence.narrative.rewording.neighbours import (
    CLAUSE_ENDS,
    FARTHEST,
    NEAR,
    kinds_behind,
    leads_to_number,
    leads_to_yuan,
)
from sipipeline.evidence.narrative.rewording.short_lines import line_of_fund
from sipipeline.language.lexicon import has, table, words

_LEFT = "accounts.closing_balance"
_SURPLUS = "accounts.surplus"
_INVESTMENT = "accounts.entrusted_investment"
_LOSSES = ("narrative", "signs", "loss")
_BEGINNING = ([","], ["among"], ["fund"])
_TO_LARGEST = 3
"""Words behind a name of which one says that it is the largest part."""
_JUST_BEFORE = 2
"""Words before 差 that name a deficit."""


def as_line(tokens: Sequence[Token], place: int) -> Token | None:
    """A word as the line of the tables that the words around make it; None where they make it
    none."""
    token = tokens[place]
    if _is_loss_of_investment(tokens, place):
        return replace(token, kind="deficit", meaning=(_INVESTMENT,))
    if _is_gain_of_investment(tokens, place):
        return replace(token, kind="item", meaning=(_INVESTMENT,))
    if _is_left_behind_surplus(tokens, place):
        return replace(token, kind="item", meaning=(_LEFT,))
    if (flow := as_named(tokens, place)) is not None:
        return flow
    if token.kind == "task" and any(map(is_amount, tokens[place + 1 : place + 2])):
        return replace(token, kind="item")
    return _line_of_part(tokens, place)


def heads_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word is all that stands before a colon and a number, and nothing unknown before it
    in its sentence: 失业保险——收：693.76万元，支：632.07万元."""
    before = tokens[max(0, place - FARTHEST) : place]
    alone = all(token.kind in CLAUSE_ENDS for token in before[-1:])
    if not alone or [token.kind for token in tokens[place + 1 : place + 3]] != [":", "number"]:
        return False
    sentence = takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(before))
    short = table()["narrative"]["shortest"]
    return all(token.kind != "rest" or token.text in short for token in sentence)


def is_largest_part(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word begins a clause that says of it that it is most of what was named before:
    收入500万元，征缴是大头."""
    before = [token.kind for token in tokens[max(0, place - 1) : place]]
    near = tokens[place + 1 : place + 1 + _TO_LARGEST]
    behind = [token for token in near if token.kind not in ("fillers", "share", "level")]
    return before in _BEGINNING and says(behind[:1], "largest_part")


def tells_change(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word begins a clause that says by which amount it changed: 征缴增收2543.24万元."""
    before = [token.kind for token in tokens[max(0, place - 1) : place]]
    amount = any(map(is_amount, tokens[place + 2 : place + 3]))
    return before in _BEGINNING and amount and _leads_to_change(tokens, place)


def as_short_name(tokens: Sequence[Token], place: int) -> Token:
    """A short name right before a number as what it stands for: 收5306万元，支2244万元."""
    token = tokens[place]
    lost = says([token], "loss") and _is_of_no_investment(tokens, place)
    if lost or _is_lacking(tokens, place):
        return replace(token, kind="deficit", meaning=(_SURPLUS,))
    if says([token], "gains") and _is_of_no_investment(tokens, place):
        return replace(token, kind="item", meaning=(_SURPLUS,))
    if _is_beside_unknown(tokens, place):
        return token
    of_fund = None if leads_to_yuan(tokens, place) else line_of_fund(tokens, place)
    meaning = table()["narrative"]["shortest"].get(token.text) or of_fund
    return token if meaning is None else replace(token, kind="item", meaning=tuple(meaning))


def _is_loss_of_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether 亏损 before a number is that of the investment whose yield its sentence named last:
    委托投资收益预算900万元，决算亏损264万元."""
    loss = tokens[place].text in words(*_LOSSES)
    return loss and _is_of_investment(tokens, place)


def _is_gain_of_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether 盈利 before a number is what came of the investment that its sentence named last:
    委托投资由上年亏损486.92万元转为盈利3217.46万元."""
    return says(tokens[place : place + 1], "gains") and _is_of_investment(tokens, place)


def _is_of_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word stands before a number in a sentence that named the investment, or what it
    yields, last."""
    leads = kinds_behind(tokens, place)[:1] == ["number"]
    near = tokens[max(0, place - NEAR) : place] if leads else ()
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, reversed(near))]
    named = [token for token in sentence if token.kind in ("item", "deficit", "fund", "brief")]
    named = [token for token in named if not says([token], "turned_to_loss")]
    items = [token for token in named if token.kind == "item"]
    if not items or named[:1] != items[:1]:
        return False
    return set(items[0].meaning) == {_INVESTMENT} or says(items[:1], "investing")


def _is_left_behind_surplus(tokens: Sequence[Token], place: int) -> bool:
    """Whether 累计 alone leads to what is left over the years: it begins its clause, right behind
    what was left of the year: 余1.19亿，累计10.93亿."""
    if tokens[place].kind != "cumulative" or not leads_to_number(tokens, place):
        return False
    near = [*reversed(tokens[max(0, place - NEAR) : place])]
    near = near[1:] if says(near[:1], "closing") else near
    stated = [token for token in near if token.kind not in ("fillers", ",")]
    behind = [token.kind for token in stated[:1]] == ["number"] and near[0].kind in ("number", ",")
    return behind and len(stated) > 1 and _names_surplus(stated[1])


def _names_surplus(token: Token) -> bool:
    """Whether a word right before a number says what was left of the year, or lacking: 余, 亏."""
    short = table()["narrative"]["shortest"].get(token.text, ())
    lost = token.text in words(*_LOSSES)
    return lost or _SURPLUS in token.meaning or _SURPLUS in short


def _is_of_no_investment(tokens: Sequence[Token], place: int) -> bool:
    """Whether 亏 or 盈 before a number is what a fund lacks, or had left: no investment is named in
    its sentence, or the beginning of that is too far to tell."""
    near = [*reversed(tokens[max(0, place - FARTHEST) : place])]
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, near)]
    begun = len(sentence) < len(near) or place <= FARTHEST
    invested = any(
        _INVESTMENT in token.meaning or has(token.text, "narrative", "statements", "loss", "apart")
        for token in sentence
    )
    return begun and not invested


def _is_lacking(tokens: Sequence[Token], place: int) -> bool:
    """Whether 差 before an amount says how large the deficit is which its sentence has just named:
    又是赤字，差269.03万元."""
    lacks = says(tokens[place : place + 1], "lacking")
    near = [*reversed(tokens[max(0, place - _JUST_BEFORE) : place])] if lacks else []
    return [token.kind for token in near] == [",", "deficit"]


def _line_of_part(tokens: Sequence[Token], place: int) -> Token | None:
    """个人账户 as the line that it is beside others of its fund: 住院3724万元，个人账户3016万元,
    住院、门诊、个人账户三项; None where it is none."""
    leads = leads_to_number(tokens, place) or _leads_to_change(tokens, place)
    leads = leads or kinds_behind(tokens, place)[:1] in (["count"], ["sums"])
    meaning = line_of_fund(tokens, place) if leads and tokens[place].kind == "part" else None
    return replace(tokens[place], kind="item", meaning=tuple(meaning)) if meaning else None


def _leads_to_change(tokens: Sequence[Token], place: int) -> bool:
    """Whether right behind a word stands by how much it changed: 减支2179.09万元."""
    changes, number = [*kinds_behind(tokens, place), "", ""][:2]
    return changes in CHANGES and number == "number"


def _is_beside_unknown(tokens: Sequence[Token], place: int) -> bool:
    """Whether a figure before it in its sentence has a name that only ends with a short one, which
    is not known: 支 behind 转移收71.85万元 goes on with what that names."""
    short = tuple(table()["narrative"]["shortest"])
    near = [*reversed(tokens[max(0, place - FARTHEST) : place])]
    sentence = [*takewhile(lambda token: token.kind not in SENTENCE_ENDS, near)]
    named = (one for behind, one in pairwise(sentence) if behind.kind == "number")
    return any(
        one.kind == "rest" and one.text.endswith(short) and one.text not in short for one in named
    )
