"""A figure of which the next says how it changed on last year is this year's:
年末滚存结余8819.69万元，比上年末下降29.9%."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.quoting.links import Link, twin_of
from sipipeline.evidence.narrative.quoting.quotes import Quote

_OF_CHANGE = frozenset({"change", "growth_rate"})
_THIS, _LAST = "actual", "prior"


def of_this_year(quote: Quote, behind: Sequence[Quote]) -> Quote:
    """The quote, without the figures of last year that it may be of as well, where the figure
    right behind it is by how much the line of the year changed, and says on what."""
    key = quote.key or ""
    changes = [keys.measure(one.key or "") for one in behind if one.based and _is_beside(one, key)]
    if keys.measure(key) != _THIS or not _OF_CHANGE.intersection(changes):
        return quote
    last = {keys.beside(key, _LAST), twin_of(keys.beside(key, _LAST))}
    further = tuple(one for one in quote.link.further if one not in last)
    return replace(quote, link=Link(quote.link.required, further))


def _is_beside(quote: Quote, key: str) -> bool:
    """Whether a quote is a figure of the same line."""
    other = quote.key or ""
    return not keys.is_made(other) and not keys.is_made(key) and keys.row(other) == keys.row(key)
