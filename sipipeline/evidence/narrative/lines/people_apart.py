"""People of whom only by how many they differ has a unit: 目标153000，实到152386，差614人."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines import signs
from sipipeline.language.lexicon import WordPattern, words
from sipipeline.language.mentions import Mention
from sipipeline.language.units import Unit

_PEOPLE = "people"
_FEWEST = 100
"""A bare number below which it may count something else."""
_LONGEST_WORD = 4
"""Characters of a word that says that two figures are apart."""


def counted(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The numbers of a text in order, large bare ones with the unit of people that is written
    behind them in their statement, where that number says how far figures are apart."""
    known: list[Mention] = []
    unit: Unit | None = None
    end = len(text)
    for one in reversed(mentions):
        if signs.STATEMENT.search(text, one.end, end):
            unit = None
        unit = one.unit if _is_distance(text, one) else unit
        known.append(replace(one, unit=unit) if unit is not None and _is_bare(one) else one)
        end = one.start
    return _with_same_unit(text, known[::-1])


def _with_same_unit(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The numbers, large bare ones behind one of people as such where a word right before them
    says who is counted, or that it is last year's: 退休18947人(上年18213)."""
    known: list[Mention] = []
    for one in mentions:
        last = known[-1] if known else None
        if last is not None and _is_bare(one) and _counts_on(text, last, one):
            one = replace(one, unit=last.unit)
        known.append(one)
    return known


def _counts_on(text: str, last: Mention, mention: Mention) -> bool:
    """Whether a number counts people as the one before it in its statement does."""
    between = text[last.end : mention.start]
    plain = last.unit.dimension == _PEOPLE and last.unit.factor == 1
    goes_on = plain and not signs.STATEMENT.search(between)
    return goes_on and between.endswith(words("narrative", "signs", "counting_people"))


def _is_distance(text: str, mention: Mention) -> bool:
    """Whether a number of people says how far two figures are apart."""
    before = text[max(0, mention.start - _LONGEST_WORD) : mention.start]
    return mention.unit.dimension == _PEOPLE and _APART.search(before) is not None


def _is_bare(mention: Mention) -> bool:
    plain = mention.kind != "date" and not mention.unit.symbol and not mention.decimals
    return plain and mention.value >= _FEWEST


_APART = WordPattern(",{narrative.signs.apart_by_people}$")
"""，差: a word right behind a comma that says that two figures are apart."""
