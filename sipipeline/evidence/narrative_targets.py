"""Which rows of the indicator table a number of a text is about."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from sipipeline.core.standard import Standard
from sipipeline.evidence.indicators import Indicator, of_satisfaction
from sipipeline.evidence.narrative import Quote, funds_named, subjects_named

_SHORTEST = 3
"""Characters in a row that a clause and the name of an indicator must share."""


def matching(quote: Quote, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """The rows that a quote is about.

    They are the rows about the same fund and line, or all rows about satisfaction, or the one row
    that shares most words with the clause.
    """
    if of_satisfaction(quote.clause):
        return [row for row in rows if of_satisfaction(row.name)]
    if quote.subject is not None and quote.fund is not None:
        of_fund = (row for row in rows if funds_named(row.name, standard) == {quote.fund})
        return [
            row
            for row in of_fund
            if quote.subject in subjects_named(row.name, quote.fund, standard)
        ]
    shared = [_shared(quote.clause, row.name) for row in rows]
    most = max(shared, default=0)
    best = [row for row, length in zip(rows, shared) if length == most]
    return best if most >= _SHORTEST and len(best) == 1 else []


def _shared(one: str, other: str) -> int:
    """Length of the longest run of characters that both have."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
