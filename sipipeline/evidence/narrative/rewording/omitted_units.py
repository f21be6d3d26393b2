"""Numbers whose unit is not written, or not in full: 支出2.05亿; 收入3200.5（单位：万元）."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import MONTHS, Subject
from sipipeline.language.lexicon import one_of, words
from sipipeline.language.mentions import Mention
from sipipeline.language.units import NO_UNIT, Unit, read_unit

_DECLARED = re.compile(one_of("narrative", "signs", "unit_declared") + r"\s*(\w+(?:、\w+)*)")
_UNITS = re.compile(r"\w+")
_ARRIVED = ("level", "number")
"""Kinds of words behind an amount that something fell from."""
_PEOPLE = "headcounts"
_OF_FAMILY = {keys.ACCOUNTS: "money", _PEOPLE: "people"}
"""What a line of these tables measures."""
_FEWEST = 100
"""A bare number below which it may be a rate, or that of a line."""


def declared(line: str, dimension: str) -> Unit:
    """The unit that a line declares for its figures of a dimension; no unit where it does not:
    （单位：万元、人）."""
    found = _DECLARED.search(line)
    units = map(read_unit, _UNITS.findall(found[1])) if found is not None else ()
    known = (unit for unit in units if unit is not None and unit.dimension == dimension)
    return next(known, NO_UNIT)


def with_origins(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, an amount before 降到 and the like with the unit of what it came to, where it has
    none: 由23964.28降到21785.19万元."""
    known: list[Token] = []
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 : place + 1 + len(_ARRIVED)]
        arrives = tuple(one.kind for one in behind) == _ARRIVED
        known += _origin(token, behind[-1]) if arrives else [token]
    return known


def _origin(token: Token, end: Token) -> Sequence[Token]:
    """An amount that was read as one of a unit called 降, with the unit of another; and 降."""
    mention, unit = token.mention, end.mention.unit if end.mention is not None else NO_UNIT
    kind = _way(mention.unit.symbol) if mention is not None and token.kind == "count" else ""
    if mention is None or not kind or not unit.symbol:
        return [token]
    cut = token.end - len(mention.unit.symbol)
    number = token.text[: cut - token.start]
    return [
        Token("number", number, token.start, cut, (), replace(mention, unit=unit, end=cut)),
        Token(kind, mention.unit.symbol, cut, token.end),
    ]


def _way(word: str) -> str:
    """`up` or `down` for a word that says that something went so; "" for others."""
    ways = (way for way in ("up", "down") if word in words("narrative", "workings", "arrived", way))
    return next(ways, "")


def with_unit(segment: Segment, subjects: Sequence[Subject], money: Unit, people: Unit) -> Segment:
    """A segment with the unit of its number: of 亿 and 万 by the line that it is of, of a bare
    amount with decimals the unit of money that was declared, or written before it, of a bare number
    of people the one that was declared for them, and months of how long the funds of a list last:
    可支付月数：企业养老3.4，机关养老1.3."""
    number = segment.number
    mention = number.mention if number is not None else None
    if number is None or mention is None or mention.unit.dimension:
        return segment
    unit = _unit(mention, segment, subjects, (money, people))
    if unit is None:
        return segment
    return replace(segment, number=replace(number, mention=replace(mention, unit=unit)))


def _unit(
    mention: Mention, segment: Segment, subjects: Sequence[Subject], declared: tuple[Unit, Unit]
) -> Unit | None:
    """The unit that a number of some lines has, given those of money and of people that were
    declared; None where that is open."""
    families = {subject.family for subject in subjects}
    if len(families) != 1:
        return None
    family = families.pop()
    if mention.unit.symbol:
        dimension = _OF_FAMILY.get(family)
        return replace(mention.unit, dimension=dimension) if dimension is not None else None
    if {*subjects} == {MONTHS} and segment.lists_funds:
        return replace(mention.unit, dimension="month")
    return _as_declared(mention, family, *declared)


def _as_declared(mention: Mention, family: str, money: Unit, people: Unit) -> Unit | None:
    """The unit of a bare number of a table: that of money where it has decimals, that of people
    where it is large and has none; None of others, and where no unit of people was declared."""
    if family == keys.ACCOUNTS:
        return money if mention.decimals else None
    counts = family == _PEOPLE and not mention.decimals and mention.value >= _FEWEST
    return people if counts and people.symbol else None


def money_of(segment: Segment, before: Unit) -> Unit:
    """The unit of the last amount of money that was written: that of a segment, or the one
    before."""
    mention = segment.number.mention if segment.number is not None else None
    written = mention is not None and mention.unit.dimension == "money" and not mention.unit.per
    return mention.unit if mention is not None and written else before
