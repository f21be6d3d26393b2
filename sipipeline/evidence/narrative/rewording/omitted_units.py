"""Numbers whose unit is not written, or not in full: 支出2.05亿; 收入3200.5（单位：万元）."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import (
    EXPENDITURE,
    INCOME,
    LEFT,
    MONTHS,
    SURPLUS,
    Subject,
)
from sipipeline.language.lexicon import WordPattern, table, words
from sipipeline.language.mentions import Mention
from sipipeline.language.units import NO_UNIT, Unit, read_unit

_DECLARED = WordPattern(r"{narrative.signs.unit_declared}\s*(\w+(?:、\w+)*)")
_IN_BRACKET = re.compile(r"(?<=[(,、])([^\W\d]+)\)")
"""The last word of a bracket, which may be a unit: （年末，人）."""
_EQUALS = "="
_UNITS = re.compile(r"\w+")
_ARRIVED = ("level", "number")
"""Kinds of words behind an amount that something fell from."""
_PEOPLE = "headcounts"
_OF_FAMILY = {keys.ACCOUNTS: "money", _PEOPLE: "people"}
"""What a line of these tables measures."""
_FEWEST = 100
"""A bare number below which it may be a rate, or that of a line."""
_OF_FUND = frozenset({INCOME, EXPENDITURE, SURPLUS, LEFT})
"""Lines that are of no one person, so that a bare amount of them is in the unit of the form."""


@frozen
class OmittedUnits:
    """The units that bare numbers of a line may have."""

    money: Unit
    """The one that was declared for money, or written last in the sentence."""
    people: Unit
    form: Unit
    """That of the money of the tables."""
    clear: bool = True
    """No unknown word has stood in the sentence yet."""
    certain: bool = True
    """The amounts may be in the unit of the form: it is clear what the sentence is of."""


def units_of(line: str, form: str) -> OmittedUnits:
    """The units of a line as it begins, given the name of that of the form, which the numbers of an
    equation do not have."""
    unit = NO_UNIT if _EQUALS in line else read_unit(form) or NO_UNIT
    return OmittedUnits(declared(line, "money"), declared(line, "people"), unit)


def units_at(
    segment: Segment, before: OmittedUnits, of_line: OmittedUnits, unsure: bool
) -> OmittedUnits:
    """The units at a segment, given those before it, those of its line, and whether it is unsure of
    whom it is."""
    begins = segment.after in SENTENCE_ENDS
    clear = (before.clear or begins) and not segment.unknown
    money = of_line.money if begins else before.money
    return replace(before, money=money, clear=clear, certain=clear or not unsure)


def units_behind(segment: Segment, before: OmittedUnits) -> OmittedUnits:
    """The units behind a segment: that of the last amount of money that was written."""
    mention = segment.number.mention if segment.number is not None else None
    written = mention is not None and mention.unit.dimension == "money" and not mention.unit.per
    return replace(before, money=mention.unit) if mention is not None and written else before


def declared(line: str, dimension: str) -> Unit:
    """The unit that a line declares for its figures of a dimension; no unit where it does not, or
    reckons with them: （单位：万元、人）, （年末，人）."""
    found = _DECLARED.search(line)
    bracketed = _IN_BRACKET.findall(line) if _EQUALS not in line else ()
    named = _UNITS.findall(found[1]) if found is not None else bracketed
    units = map(read_unit, named)
    known = (unit for unit in units if unit is not None and unit.dimension == dimension)
    return next(known, NO_UNIT)


def with_origins(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, an amount before 降到 and the like with the unit of what it came to, where it has
    none: 由23964.28降到21785.19万元."""
    known: list[Token] = []
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 : place + 1 + len(_ARRIVED)]
        arrives = tuple(one.kind for one in behind) == _ARRIVED
        known += _origin(token, behind[-1]) if arrives else _amount_and_name(token, behind)
    return known


def with_unit(segment: Segment, subjects: Sequence[Subject], known: OmittedUnits) -> Segment:
    """A segment with the unit of its number: of 亿 and 万 by the line that it is of, of a bare
    amount with decimals the unit of money that was declared, or written before it, else that of the
    form where it is of a fund, of a bare number of people the one that was declared for them, and
    months of how long the funds of a list last: 可支付月数：企业养老3.4，机关养老1.3."""
    number = segment.number
    mention = number.mention if number is not None else None
    if number is None or mention is None or mention.unit.dimension:
        return segment
    unit = _unit(mention, segment, subjects, known)
    if unit is None:
        return segment
    return replace(segment, number=replace(number, mention=replace(mention, unit=unit)))


def _origin(token: Token, end: Token) -> Sequence[Token]:
    """An amount that was read as one of a unit called 降, with the unit of another; and 降."""
    mention, unit = token.mention, end.mention.unit if end.mention is not None else NO_UNIT
    kind = _way(mention.unit.symbol) if mention is not None and token.kind == "count" else ""
    return _parted(token, unit, kind) if kind and unit.symbol else [token]


def _amount_and_name(token: Token, behind: Sequence[Token]) -> Sequence[Token]:
    """An amount that was read as one of a unit called 支, where the next amount stands right behind
    that name: 收67039.23支59524.09."""
    mention = token.mention if token.kind == "count" else None
    named = mention is not None and mention.unit.symbol in table()["narrative"]["shortest"]
    leads = [one.kind for one in behind[:1]] == ["number"]
    amount = mention is not None and mention.decimals > 0
    return _parted(token, NO_UNIT, "rest") if named and leads and amount else [token]


def _parted(token: Token, unit: Unit, kind: str) -> Sequence[Token]:
    """A number with a unit that is none, as one of another unit, and the word behind it."""
    mention = token.mention
    if mention is None:
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


def _unit(
    mention: Mention, segment: Segment, subjects: Sequence[Subject], known: OmittedUnits
) -> Unit | None:
    """The unit that a number of some lines has, given those of the line; None where that is
    open."""
    families = {subject.family for subject in subjects}
    if len(families) != 1:
        return None
    family = families.pop()
    if mention.unit.symbol:
        dimension = _OF_FAMILY.get(family)
        return replace(mention.unit, dimension=dimension) if dimension is not None else None
    if {*subjects} == {MONTHS} and segment.lists_funds:
        return replace(mention.unit, dimension="month")
    if family == keys.ACCOUNTS:
        return _of_money(mention, segment, subjects, known)
    counts = family == _PEOPLE and not mention.decimals and mention.value >= _FEWEST
    return known.people if counts and known.people.symbol else None


def _of_money(
    mention: Mention, segment: Segment, subjects: Sequence[Subject], known: OmittedUnits
) -> Unit | None:
    """The unit of a bare amount with decimals: the one declared, or that of the form where it is of
    a fund and for no one person; None where that is open."""
    if not mention.decimals:
        return None
    of_fund = _OF_FUND.issuperset(subjects) and not segment.has("average", "norm")
    if known.money.symbol or not known.certain:
        return known.money
    return known.form if of_fund and abs(mention.value) >= _FEWEST else None
