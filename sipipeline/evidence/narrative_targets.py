"""Which rows of the indicator table a figure of the text is about."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from sipipeline.core.standard import Standard
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.narrative import Figure, funds_named, items_named

_SHORTEST = 3
"""Signs that a clause and the name of an indicator must share to be about the same."""


def matching(figure: Figure, rows: Sequence[Indicator], standard: Standard) -> list[Indicator]:
    """Rows about the same fund and item; all rows about satisfaction; or the one row that shares
    most words."""
    if "满意" in figure.clause:
        return [row for row in rows if "满意" in row.name]
    if figure.item is not None and figure.fund is not None:
        return [
            row
            for row in rows
            if funds_named(row.name, standard) == {figure.fund}
            and figure.item in items_named(row.name, figure.fund, standard)
        ]
    shared = [(_shared(figure.clause, row.name), row) for row in rows]
    most = max((length for length, _ in shared), default=0)
    best = [row for length, row in shared if length == most]
    return best if most >= _SHORTEST and len(best) == 1 else []


def _shared(one: str, other: str) -> int:
    """Length of the longest run of signs that both have."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
