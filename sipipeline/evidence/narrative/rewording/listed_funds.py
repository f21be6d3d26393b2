"""Short names of funds in a list that goes through them: 机关1650、失业65、工伤60."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.names_of_accounts import resolved
from sipipeline.language.units import Unit

_NAMES = frozenset({"fund", "brief"})
_BEFORE_NUMBER = frozenset({"fillers", "up", "down"})
"""Kinds of words between a fund and its figure."""
_BETWEEN = frozenset({"join", ",", ";", ">"})
_FEWEST = 3
"""Funds in a list that is one of funds for sure."""
_LONGEST_TOTAL = 3
"""Words from a list to what it comes to: ；合计2195万."""

_Item = tuple[int, int]
"""The place of a fund in a line, and that of its figure."""


def with_listed_funds(tokens: Sequence[Token], own: Own) -> list[Token]:
    """The tokens of a line, short names of funds known as these where several funds follow each
    other, each with its figure; bare figures with the unit of what they come to."""
    known = [*tokens]
    for items in _lists(tokens, own):
        unit = _unit_of_total(tokens, items)
        for name, number in items:
            fund = resolved(tokens[name], own)
            known[name] = replace(tokens[name], kind="fund", meaning=(fund,) if fund else ())
            known[number] = _with_unit(tokens[number], unit)
            known[number + 1 : number + 2] = map(_as_join, tokens[number + 1 : number + 2])
    return known


def _as_join(sign: Token) -> Token:
    """A sign behind a figure; > as one that joins: 居民养老10.3%＞工伤8.3%."""
    return replace(sign, kind="join") if sign.kind == ">" else sign


def _lists(tokens: Sequence[Token], own: Own) -> Iterator[Sequence[_Item]]:
    """The lists of a line in which no fund is named twice."""
    items: list[_Item] = []
    at = 0
    while at < len(tokens):
        number = _figure_of(tokens, at, own)
        if number is None:
            at += 1
            continue
        if items and not _are_parted(tokens[items[-1][1] + 1 : at]):
            yield from _of_funds(items, tokens, own)
            items = []
        items.append((at, number))
        at = number + 1
    yield from _of_funds(items, tokens, own)


def _of_funds(
    items: Sequence[_Item], tokens: Sequence[Token], own: Own
) -> Iterator[Sequence[_Item]]:
    """A list, where it names enough funds, and each once."""
    funds = {resolved(tokens[name], own) for name, _ in items}
    if len(items) >= _FEWEST and len(funds) == len(items):
        yield items


def _figure_of(tokens: Sequence[Token], at: int, own: Own) -> int | None:
    """The place of the figure right behind a fund that the unit runs; None where none stands
    there."""
    if tokens[at].kind not in _NAMES or resolved(tokens[at], own) not in own.funds:
        return None
    place = at + 1
    while place < len(tokens) and tokens[place].kind in _BEFORE_NUMBER:
        place += 1
    return place if [token.kind for token in tokens[place : place + 1]] == ["number"] else None


def _are_parted(between: Sequence[Token]) -> bool:
    """Whether no more than a sign stands between two items of a list."""
    return all(token.kind in _BETWEEN for token in between)


def _unit_of_total(tokens: Sequence[Token], items: Sequence[_Item]) -> Unit | None:
    """The unit of the amount that a list comes to, where none of its figures has one; None
    elsewhere."""
    start = items[-1][1] + 1
    behind = tokens[start : start + _LONGEST_TOTAL]
    figures = [token for token in behind if token.kind == "number"]
    bare = all(_is_bare(tokens[number]) for _, number in items)
    if not bare or not says(behind, "summed") or not figures:
        return None
    mention = figures[0].mention
    money = mention is not None and (is_amount(figures[0]) or not mention.unit.dimension)
    return mention.unit if mention is not None and money and mention.unit.symbol else None


def _is_bare(token: Token) -> bool:
    return token.mention is not None and not token.mention.unit.symbol


def _with_unit(token: Token, unit: Unit | None) -> Token:
    if unit is None or token.mention is None:
        return token
    return replace(token, mention=replace(token.mention, unit=unit))
