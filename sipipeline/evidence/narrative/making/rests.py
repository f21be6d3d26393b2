"""What is called other money, and is all that the figures before it leave of a whole."""

from collections.abc import Sequence

from sipipeline.evidence.narrative.lines.relations import together
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import has

_FEWEST = 2
"""Figures before it: the whole, and one of its parts."""


def is_rest(quote: Quote, before: Sequence[Quote]) -> bool:
    """Whether a number of a sentence is that of other income or the like, and is what the figures
    before it leave of one before these: 收入20377.53万元，其中财政补贴9704.15万元，利息及其他收入
    10673.38万元. Then it may hold other lines than the one of that name."""
    if not has(quote.name, "narrative", "rests", "other"):
        return False
    base = quote.mention.unit.base
    spans = [bounds_of(one.mention) for one in before if one.mention.unit.base == base]
    number = bounds_of(quote.mention)
    return any(
        spans[whole].minus(together(spans[whole + 1 :])).meets(number)
        for whole in range(len(spans) - _FEWEST + 1)
    )
