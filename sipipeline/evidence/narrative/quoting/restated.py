"""A share that is said twice, roughly and then to the digit: 近六成（58.3%）, 六成，具体为58.3%."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import Segment, is_in_points
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.lexicon import words

_FARTHEST = 3
"""Characters between the two: 略多（, 左右（."""
_DIGITS = frozenset("0123456789")


def as_stated_before(quote: Quote, segment: Segment, before: Sequence[Quote]) -> Quote:
    """A percentage that stands alone in a bracket behind a share in words, or that is said to be
    this to the digit, held to what that is held to; any other number as it is."""
    said = "".join(token.text for token in segment.plain)
    alone = segment.after == "(" and not said
    exactly = segment.after == "," and said in words("narrative", "restated", "exactly")
    if segment.tail or not (alone or exactly) or not before or not _is_rate(quote):
        return quote
    in_words = before[-1]
    apart = quote.mention.start - in_words.mention.end - len(said)
    if not _is_share_in_words(in_words) or not 0 <= apart <= _FARTHEST:
        return quote
    mention = replace(quote.mention, unit=in_words.mention.unit)
    falls = in_words.falls and mention.value >= 0  # a sign says by itself which way
    return replace(in_words, words=quote.words, clause=quote.clause, mention=mention, falls=falls)


def _is_rate(quote: Quote) -> bool:
    return quote.mention.unit.dimension == "percent" and not is_in_points(quote.mention)


def _is_share_in_words(quote: Quote) -> bool:
    """Whether it is a share in words: 三分之一, 六成, 一半."""
    return _is_rate(quote) and _DIGITS.isdisjoint(quote.words)
