"""What is said of a number behind it: 8054.78万元为上年数 as 8054.78万元（上年数）, and 收入中
9742.38万元为保费 as 收入中保费9742.38万元, 上年尚有302.32万元结余 as 上年尚有结余302.32万元,
支出87万元的增量中 as 支出增量87万元中."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.rewording.neighbours import start_behind
from sipipeline.language.lexicon import words

_OF_TIME = frozenset(
    "date last_year same_period this_year whole_year year_start budget outcome".split()
)
_NAMES = frozenset({"fund", "brief", "item"})
_PEOPLE = frozenset({"brief", "item", "part"})
"""Kinds of words that say who people are: 职工, 退休人员, 灵活就业."""
_BEING = frozenset({"level", "fillers", "rest"})
_WHOLES = {"accounts.income", "accounts.expenditure"}
_SIGNS = ENDS | {"(", ")", "join"}
_UNNAMED = _SIGNS | {"among"}
_BALANCES = {"accounts.surplus", "accounts.closing_balance"}
_WHEN = _OF_TIME | {"origin"}
_BEFORE_BALANCE = _WHEN | {"fillers", "than", "fund", "brief", "total", "own"}
"""Kinds of words that say but when, and of whom, a balance is that is named behind its number."""
_NAMED_BEHIND = 2
"""Words behind a number of which the first is 的, and the other a name."""
_NAMED = (["fund"], ["brief"], ["item"])
_UNCLEAR = Token("rest", "", 0, 0)
"""A word that leaves open what a number is of."""
_LONGEST = 8
"""Words behind a number that are looked at."""
_FARTHEST = 48
"""Words before one that are looked at for other numbers of which the same is said."""


def with_predicates(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, what is said of a number behind it put into a bracket where it is of
    when, or of a budget, and before it where it names the part that it is; a name that leaves open
    of what it is a part is left out."""
    written: list[Token] = []
    parted = False
    at = 0
    while at < len(tokens):
        token = tokens[at]
        parted = _are_parts(parted, written, token)
        at += 1
        if token.kind != "number":
            written.append(token)
        elif (of_time := _of_time(tokens, at)) is not None:
            written.append(replace(token, behind=(*token.behind, *of_time.tokens)))
            at = of_time.end
        elif (of_all := _of_all(tokens, at)) is not None:
            written[-_FARTHEST:] = _each(written[-_FARTHEST:], token, of_all.tokens)
            at = of_all.end
        elif (name := _name(tokens, at)) is not None and _is_unnamed(written):
            written += [*name.tokens, token] if parted else [token]
            at = name.end
        elif (balance := _balance(tokens, at)) is not None and _leads_to_balance(written):
            written = [*_as_fillers(written), *balance.tokens, token]
            at = balance.end
        elif (change := _change(tokens, at)) is not None:
            written += [*change.tokens, token]
            at = change.end
        elif _is_attribute(tokens, at):
            written += [_UNCLEAR, token]
        else:
            written += [*_who(tokens, at), token]
    return written


def _is_attribute(tokens: Sequence[Token], start: int) -> bool:
    """Whether a number is one of what is named behind it, and of nothing before it:
    增长36.8%的门诊、增长9.0%的住院, 收入13192.92万元的居民养老."""
    mention = tokens[start - 1].mention
    if mention is None or mention.unit.dimension == "month":
        return False
    near = tokens[start : start + _NAMED_BEHIND]
    return says(near[:1], "possessive") and [one.kind for one in near[1:]] in _NAMED


class _Predicate(NamedTuple):
    tokens: Sequence[Token]
    end: int
    """The place behind it."""


def _who(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """The words behind a number of people that say who they are, as ones that leave open what it is
    of: 参保14218人为单位职工; none where they name a fund, or anything else."""
    mention = tokens[start - 1].mention
    if mention is None or mention.unit.dimension != "people":
        return ()
    found = _predicate(tokens, start)
    kinds = {token.kind for token in found.tokens} if found is not None else set()
    known = found is not None and kinds & _PEOPLE and kinds <= _PEOPLE | {"fillers"}
    return [replace(token, kind="rest") for token in found.tokens] if found and known else ()


def _are_parts(before: bool, written: Sequence[Token], token: Token) -> bool:
    """Whether numbers behind a word are parts of what was named: behind 收入中, and behind 其中
    where the last name is that of all income or expenditure."""
    if token.kind in SENTENCE_ENDS:
        return False
    if token.kind == "among":
        near = [one for one in written[-_LONGEST:] if one.kind == "item"]
        return bool(near) and set(near[-1].meaning) <= _WHOLES
    return before or (says([token], "within") and [one.kind for one in written[-1:]] == ["item"])


def _is_unnamed(before: Sequence[Token]) -> bool:
    """Whether no name leads to a number: it begins its clause, or stands right behind 收入中."""
    for token in reversed(before[-_LONGEST:]):
        if token.kind != "fillers":
            return token.kind in _UNNAMED
        if says([token], "within"):
            return True
    return not before


def _balance(tokens: Sequence[Token], start: int) -> _Predicate | None:
    """The words behind an amount that say which balance it is: 万元的赤字, 万元结余."""
    near = tokens[start : start + 2]
    of_it = says(near[:1], "possessive")
    named = near[of_it:][:1]
    plain = is_amount(tokens[start - 1]) and [one.kind for one in near[:of_it]] in ([], ["fillers"])
    balances = [one for one in named if one.meaning and _BALANCES.issuperset(one.meaning)]
    return _Predicate(balances, start + of_it + 1) if plain and balances else None


def _change(tokens: Sequence[Token], start: int) -> _Predicate | None:
    """The words behind an amount that say by how much something changed: 总支出87万元的增量中."""
    of_it, named, behind = [*tokens[start : start + 3], _UNCLEAR, _UNCLEAR, _UNCLEAR][:3]
    noun = named.kind in CHANGES and named.text in words("changes", "nouns")
    ends = behind.kind in _SIGNS or says([behind], "within_lead")
    plain = is_amount(tokens[start - 1]) and says([of_it], "possessive")
    return _Predicate([named], start + 2) if plain and noun and ends else None


def _leads_to_balance(before: Sequence[Token]) -> bool:
    """Whether the words before a number in its clause say but when it is, and of whom, or what
    another turned to: 自120.42万元的结余转为65.49万元的赤字, 由120.42万元结余转为…."""
    clause = before[start_behind(before, _SIGNS | {"number"}) :]
    turned = says(clause, "turned_to")
    if turned and clause[0].kind == "item" and _BALANCES.issuperset(clause[0].meaning):
        clause = clause[1:]
    kinds = {
        one.kind for one in clause if not says([one], "still") and not says([one], "turned_to")
    }
    return (bool(kinds & _WHEN) or turned) and kinds <= _BEFORE_BALANCE


def _as_fillers(before: Sequence[Token]) -> list[Token]:
    """The words before a number, 尚 of its clause known to say nothing."""
    start = start_behind(before, _SIGNS)
    clause = (
        replace(one, kind="fillers") if says([one], "still") else one for one in before[start:]
    )
    return [*before[:start], *clause]


def _each(before: Sequence[Token], number: Token, said: Sequence[Token]) -> Sequence[Token]:
    """The words up to a number of which it is said together, 均为上年数: each number of its clause
    has that in a bracket, and where it is the only one each of its sentence."""
    tokens = [*before, number]
    start = start_behind(tokens, ENDS)
    if [token.kind for token in tokens[start:]].count("number") == 1:
        start = start_behind(tokens, SENTENCE_ENDS | {";"})
    spoken = [
        replace(token, behind=(*token.behind, *said)) if token.kind == "number" else token
        for token in tokens[start:]
    ]
    return [*tokens[:start], *spoken]


# ---------------------------------------------------------------- what is said
def _of_all(tokens: Sequence[Token], start: int) -> _Predicate | None:
    """The words behind several numbers that say the same of each: 均为上年数."""
    start = _behind_comma(tokens, start)
    return _of_time(tokens, start + 1) if says(tokens[start : start + 1], "of_each_said") else None


def _of_time(tokens: Sequence[Token], start: int) -> _Predicate | None:
    """The words behind a number that say of when it is, or that it is a budget: 为上年数."""
    start = _behind_comma(tokens, start)
    found = _predicate(tokens, start)
    if found is None:
        return None
    said = [*map(_as_budget, found.tokens)]
    kinds = {token.kind for token in said}
    plain = kinds <= _OF_TIME | {"fillers"}
    return _Predicate(said, found.end) if plain and kinds & _OF_TIME else None


def _behind_comma(tokens: Sequence[Token], start: int) -> int:
    return start + ([token.kind for token in tokens[start : start + 1]] == [","])


def _name(tokens: Sequence[Token], start: int) -> _Predicate | None:
    """The words behind a number that name what it is: 为财政补贴, 属于居民养老."""
    found = _predicate(tokens, start)
    kinds = {token.kind for token in found.tokens} if found is not None else set()
    return found if kinds & _NAMES and kinds <= _NAMES | {"fillers"} else None


def _predicate(tokens: Sequence[Token], start: int) -> _Predicate | None:
    """The words from 为 to the next sign; None where a number follows, or something else begins."""
    near = tokens[start : start + _LONGEST]
    ends = (place for place, token in enumerate(near) if token.kind in _SIGNS)
    end = next(ends, len(near) if start + len(near) == len(tokens) else 0)
    said = near[:end]
    if not said or any(token.kind == "number" for token in said):
        return None
    if said[0].kind in _BEING and says(said[:1], "predicating"):
        return _Predicate(said[1:], start + end)
    whole = said[0].kind == "completion" and said[0].text.startswith(_predicating())
    return _Predicate(said, start + end) if whole else None


def _as_budget(token: Token) -> Token:
    """是年初预算 as the budget that it is; any other word as it is."""
    return replace(token, kind="budget") if token.kind == "completion" else token


def _predicating() -> tuple[str, ...]:
    return words("narrative", "signs", "predicating")
