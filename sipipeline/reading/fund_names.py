"""Funds as people name them."""

from collections.abc import Iterator, Mapping
from functools import cache

from sipipeline.core.standard import Fund, Standard
from sipipeline.reading.label_forms import plain


@cache
def keys_by_name(standard: Standard) -> Mapping[str, str]:
    """The keys of the funds by key, name and short name in either language, folded."""
    return {folded(name): fund.key for fund in standard.funds for name in _names(fund)}


def folded(name: str) -> str:
    """A name as names are compared."""
    return plain(name).casefold()


def _names(fund: Fund) -> Iterator[str]:
    yield from (fund.key, fund.short.zh, fund.short.en, fund.name.zh, fund.name.en, *fund.synonyms)
