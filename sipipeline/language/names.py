"""What the name of an indicator says of its figures: their unit, and whether they are changes."""

import re
from collections.abc import Sequence

from sipipeline.language.lexicon import WordPattern, has, one_of, words
from sipipeline.language.numbers import compact
from sipipeline.language.pauses import letters_of, pieces
from sipipeline.language.units import NO_UNIT, Unit, read_unit

CHANGES = ("up", "down")
"""The senses of what rises or falls."""
_PAIR = 2
"""Characters of a word."""
_BRACKETS = re.compile(r"\(([^()]*)\)")


def unit_in(name: str) -> Unit:
    """The unit that stands in brackets, as in 宣传经费（万元）; none for a percent, which may be
    written as a fraction as well."""
    for inside in _BRACKETS.findall(compact(name)):
        unit = read_unit(inside)
        if unit is not None and unit.dimension not in ("", "percent"):
            return unit
    return NO_UNIT


def plain_name(name: str) -> str:
    """The name without what stands in brackets."""
    return _BRACKETS.sub("", compact(name))


def asked_by(name: str, labels: Sequence[str]) -> list[int]:
    """Which of several figures, told by the words before each, an indicator asks for by its name:
    that of 发放 for 发放调查问卷份数, of 信访 for 群众信访次数; none where it names others too."""
    named = re.sub(f"{one_of('parts', 'measured')}$", "", plain_name(name))
    said = [_IDLE.sub("", letters_of(label)) for label in labels]
    return [
        place
        for place, words_before in enumerate(said)
        if _begins_or_ends(named, words_before)
        and not any(_names_too(named, other, words_before) for other in said)
    ]


def is_rate(name: str) -> bool:
    return plain_name(name).endswith(words("indicators", "rates"))


def rate_before(label: str) -> str:
    """The words before a figure if they end with a rate, 差错率 of 差错8件，差错率为0.67%; "" where
    they do not."""
    named = re.sub(f"{one_of('parts', 'idle')}*$", "", letters_of(pieces(label)[-1]))
    return named if is_rate(named) else ""


def without_rate(named: str) -> str:
    """What a rate is of: 发放 of 发放率."""
    return re.sub(f"{one_of('indicators', 'rates')}$", "", named)


def change_in(name: str) -> str:
    """`up` for 新增参保人数, `down` for 差错率降幅, "" where the name speaks of no change or of
    both."""
    up = has(name, "changes", "up") or has(name, "indicators", "growing")
    down = has(name, "changes", "down")
    if up == down:
        return ""
    return "up" if up else "down"


def _begins_or_ends(named: str, said: str) -> bool:
    """Whether all of some words stand in a name, and make up its beginning or its end: 信访, but
    not 职工 in 企业职工参保."""
    edges = [set(named[:_PAIR]), set(named[-_PAIR:])]
    return set(said) <= set(named) and any(edge and edge <= set(said) for edge in edges)


def _names_too(named: str, other: str, said: str) -> bool:
    """Whether a name has any of the other words that the ones before a figure have not."""
    return not _pairs(named).isdisjoint(_pairs(other) - _pairs(said))


def _pairs(text: str) -> set[str]:
    """Each two characters that stand together."""
    return {text[at : at + _PAIR] for at in range(len(text) - 1)}


_IDLE = WordPattern("{parts.idle}|{parts.measured}$")
"""Words beside a figure that do not say what it is of: 共, 实际 before it, 数 right before."""
