"""By how much one of two figures is said to be more than the other, both named once more:
转入资金214.67万元，转出资金76.95万元，转入大于转出137.72万元."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines.relations import difference
from sipipeline.evidence.narrative.lines.sentence_figures import (
    NumberInLine,
    Working,
)
from sipipeline.evidence.narrative.own_figures import figures_before
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.language.lexicon import WordPattern, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "named_sides")
_BEYOND = WordPattern(
    r"[,;](?P<one>[^,;:()。\d]{2,8}?)(?P<way>{more}|{less})(?P<other>[^,;:()。\d]{2,8}?)"
    "{narrative.workings.behind}?",
    *_HERE,
)
"""，转入大于转出: the words between the last figure and by how much one is more."""


@behind(_BEYOND)
def beyond_other(here: NumberInLine, told: Told) -> Working | None:
    """How much more, or less, the one of the two figures right before a number is than the other,
    as words say that name each of them; None where they do not."""
    both = figures_before.two(here)
    if not both or both[0].unit.base != here.number.unit.base:
        return None
    one, other = (_called(told[side], both, here) for side in ("one", "other"))
    if one is None or other is None or one is other:
        return None
    less = told["way"] in words(*_HERE, "less")
    return Working.of(difference, one, other, way=-1 if less else 1)


def _called(name: str, both: Sequence[Mention], here: NumberInLine) -> Mention | None:
    """The figure to which words lead that end with a name, or go on behind it; None where both are
    called so, or neither is."""
    named = [one for one in both if name in here.words_to(one)]
    return named[0] if len(named) == 1 else None
