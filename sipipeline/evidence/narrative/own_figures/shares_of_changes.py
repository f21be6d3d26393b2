"""What an amount is of the change that words call so and its sentence, or the one before, states:
支出减少60.15万元，其中稳岗返还减少29.28万元，占减支额的48.7%."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import (
    MOST_BEFORE,
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "shares_of_changes")
_WORKINGS = ("narrative", "workings")
_HUNDRED = 100
_WAYS = (("more", "grown"), ("less", "fallen"))
"""The names of a change, and what the words before its amount say."""
_SHARING = WordPattern(
    ",?{narrative.workings.behind}*{narrative.signs.sharing}{all}?(?P<name>{more}|{less})"
    "{narrative.workings.possessive}?{narrative.workings.behind}*",
    *_HERE,
)
"""，约占增支额的: the words between an amount and what it is of a change."""


@behind(_SHARING, "percent")
def of_change(here: NumberInLine, told: Told) -> Working | None:
    """The shares that the amount right before a percent may be of the changes before it that went
    the way of the name; None where it is one of them, or no slip of the hand explains it. Where two
    digits of the amount may be exchanged, it is open which of both is wrong."""
    way, part = _way(told["name"]), here.last
    wholes = _wholes(here, part, way) if way and is_whole(part) else []
    made = [bounds_of(part).over(bounds_of(one)) for one in wholes]
    if not made or any(map(bounds_of(here.number).meets, made)):
        return None
    turned = _may_be_slip_of_part(here.number, part, wholes)
    if not turned and not any(_is_slip_of_share(here.number, one) for one in made):
        return None
    return Working(wholes[-1].start, made, is_open=turned)


def _wholes(here: NumberInLine, part: Mention, way: str) -> Sequence[Mention]:
    """The changes before a part that went a way, of which it may be a part."""
    return [one for one in _before(here, part) if has(here.lead_of(one), *_WORKINGS, way)]


def _may_be_slip_of_part(number: Mention, part: Mention, wholes: Sequence[Mention]) -> bool:
    """Whether two digits of the part may be exchanged, and not its share wrong."""
    return any(_is_share(number, one, whole) for one in slips.exchanged(part) for whole in wholes)


def _before(here: NumberInLine, part: Mention) -> list[Mention]:
    """The last figures before a part that may be what it is of: measured as it is, and no less."""
    near = here.figures[max(0, here.place - MOST_BEFORE) : here.place - 1]
    if here.before[:1] == [part] and _speaks_of_own_change(here, part):
        return []
    alike = [one for one in near if one.unit.base == part.unit.base and is_whole(one)]
    return [one for one in alike if bounds_of(one).high >= bounds_of(part).low]


def _speaks_of_own_change(here: NumberInLine, part: Mention) -> bool:
    """Whether the sentence of its first figure begins with a change of its own, of which it states
    no amount: 居民养老支出增长有两方面原因，一是提标增支384.07万元."""
    begun = signs.SENTENCE.split(here.text[: part.start])[-1].rpartition(",")[0]
    return any(has(begun, "changes", way) for way in ("rises", "falls"))


def _way(name: str) -> str:
    """What the words before a change say that has a name: grown for 增支额, fallen for 减支额."""
    return next((said for sense, said in _WAYS if name in words(*_HERE, sense)), "")


def _is_slip_of_share(number: Mention, made: Bounds) -> bool:
    return slips.is_near(number, number.value, made.middle * _HUNDRED)


def _is_share(number: Mention, part: Mention, whole: Mention) -> bool:
    return bounds_of(number).meets(bounds_of(part).over(bounds_of(whole)))
