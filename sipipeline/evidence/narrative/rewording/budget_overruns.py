"""超 before the parts of what the budget was passed by, as 超预算: 支出超预算1.58亿元，其中
企业养老超1.09亿元."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_of_account, says
from sipipeline.evidence.narrative.questions.subjects import is_bare
from sipipeline.language.lexicon import words
from sipipeline.language.units import NO_UNIT

_EXCEEDING = ("narrative", "workings", "exceeding")
_BUDGET = Token("budget", "", 0, 0)
_BRACKETED = ["beyond", "budget", "(", "number", ")"]
"""Kinds of words that state a budget, and first how what came about lies to it."""
_OF_BUDGET = frozenset({"budget", "completion"})
_NEAR = 3
_PEOPLE = "headcounts"
_LEFT = frozenset({"surplus", "closing_balance", "opening_balance", "time_deposits"})
"""Items that are no part of what was spent, or came in."""


def with_budget(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, 超 known as 超预算 before an amount where its sentence said by how much
    the budget was passed, and goes on to the parts of that; a short name right before it is that of
    a fund."""
    written: list[Token] = []
    passed = parted = left = False
    tokens = _with_exact(_without_brackets(tokens))
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 : place + 2]
        passed = token.kind not in SENTENCE_ENDS and (passed or _passes_budget(token, behind))
        parted = passed and (parted or says([token], "parted"))
        left = token.kind not in ENDS and (left or _is_left(token))
        written.append(token)
        if parted and not left and _exceeds(token, behind):
            written[-2:] = _over_budget(written[-2:])
    return written


def _exceeds(token: Token, behind: Sequence[Token]) -> bool:
    """Whether a word is 超, right before an amount."""
    return token.text in words(*_EXCEEDING) and any(map(_is_amount, behind))


def _without_brackets(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a line, an amount in a bracket behind 没到预算 known as that budget:
    没到预算（350万元）."""
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        kinds = [token.kind for token in tokens[at : at + len(_BRACKETED)]]
        if kinds == _BRACKETED and not says(tokens[at : at + 1], "surpassing"):
            written += [tokens[at + 1], tokens[at + 3]]
            at += len(_BRACKETED)
        else:
            written.append(tokens[at])
            at += 1
    return written


def _with_exact(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a line, 超 known as 超预算 behind a bare 收入 or 支出 where the sentence speaks
    of the budget, and an amount to its last digit, or such a rate, follows, which is no bound:
    只超194.27万元."""
    written: list[Token] = []
    budgeted = False
    for place, token in enumerate(tokens):
        budgeted = token.kind not in SENTENCE_ENDS and (budgeted or token.kind in _OF_BUDGET)
        written.append(token)
        exceeds = budgeted and token.text in words(*_EXCEEDING)
        if exceeds and _is_of_flow(tokens, place) and _leads_to_exact(tokens, place):
            written.append(replace(_BUDGET, start=token.end, end=token.end))
    return written


def _is_of_flow(tokens: Sequence[Token], place: int) -> bool:
    """Whether nothing but 只 parts a word from a bare 收入 or 支出 before it."""
    near = tokens[max(0, place - _NEAR) : place]
    named = [token for token in near if token.kind != "fillers"][-1:]
    return any(map(is_bare, named))


def _leads_to_exact(tokens: Sequence[Token], place: int) -> bool:
    """Whether nothing but 了 parts a word from an amount, or a rate, with decimals behind it."""
    near = tokens[place + 1 : place + _NEAR]
    amounts = [token for token in near if token.kind != "fillers"][:1]
    exact = [one.mention for one in amounts if one.mention is not None and one.mention.decimals]
    if any(one.unit.dimension == "percent" for one in exact):
        return True
    return any(map(_is_amount, amounts)) and any(one.decimals > 1 for one in exact)


def _over_budget(both: Sequence[Token]) -> Sequence[Token]:
    """超 and the word before it, with what is passed."""
    *before, last = both
    funds = [replace(one, kind="fund") if one.kind == "brief" else one for one in before]
    return [*funds, last, replace(_BUDGET, start=last.end, end=last.end)]


def _passes_budget(token: Token, behind: Sequence[Token]) -> bool:
    """Whether words say that the budget was passed: 超 预算, 超支."""
    beyond = token.kind == "beyond" and [one.kind for one in behind] == ["budget"]
    return beyond or token.kind == "over_expenditure"


def _is_amount(token: Token) -> bool:
    """Whether it is an amount of an account, be it that 元 is left out: 1.09亿."""
    unit = token.mention.unit if token.mention is not None else NO_UNIT
    return is_of_account(token.mention) or (not unit.dimension and unit.factor > 1)


def _is_left(token: Token) -> bool:
    """Whether a word names people, or what is left, and no part of what was spent."""
    families = any(keys.family(name) == _PEOPLE for name in token.meaning)
    return families or any(keys.measure(name) in _LEFT for name in token.meaning)
