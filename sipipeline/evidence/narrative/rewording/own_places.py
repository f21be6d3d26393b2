"""The name of the unit's own place as one word, however a text has it: 澄湖高新区, 高新区 and
澄湖高新技术产业开发区管委会 in a text of 澄湖高新区社会保险服务中心."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.what import TIMES
from sipipeline.language.lexicon import table, words

_MOST = 8
"""Words at most that a name is cut into."""
_SHORTEST = 2
"""Characters that a name of a place has at least."""
_BEFORE_SHORT = ENDS | TIMES | {"(", "fillers"}
"""Kinds of words that stand before a short name, which may else end that of another place."""


def with_own_places(tokens: Sequence[Token], own: Own) -> Sequence[Token]:
    """The tokens, each name of the own place put together from those that it was cut into."""
    names, short = _names(own.submission.text("cover.unit"))
    if not names:
        return tokens
    whole: list[Token] = []
    place = 0
    while place < len(tokens):
        alone = not whole or whole[-1].kind in _BEFORE_SHORT
        end = _end(tokens, place, names | short if alone else names)
        whole.append(_as_one(tokens[place:end]) if end > place else tokens[place])
        place = max(end, place + 1)
    return whole


def _end(tokens: Sequence[Token], start: int, names: frozenset[str]) -> int:
    """Where the longest of some names ends that begins at a place; that place where none does."""
    said, found = "", start
    for place, token in enumerate(tokens[start : start + _MOST], start + 1):
        said += token.text
        found = place if said in names else found
    return found


def _as_one(tokens: Sequence[Token]) -> Token:
    text = "".join(token.text for token in tokens)
    return Token("own", text, tokens[0].start, tokens[-1].end)


@cache
def _names(unit: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the place in that of a unit, and those that other places may have too; none
    where it is no zone."""
    said = next((zone for zone in _zones() if zone in unit), "")
    if not said:
        return frozenset(), frozenset()
    stem = unit[: unit.index(said)]
    kinds = {said, *next(alike for alike in _alike() if said in alike)}
    stems = [one for one in _stems(stem) if len(one) >= _SHORTEST]
    offices = ("", *words("narrative", "zones", "offices"))
    of_place = (f"{one}{zone}{office}" for one, zone, office in product(stems, kinds, offices))
    short = (f"{zone}{office}" for zone, office in product(kinds, offices))
    return frozenset(of_place), frozenset(short)


def _zones() -> Sequence[str]:
    """The words for zones, the longest first."""
    return sorted((zone for alike in _alike() for zone in alike), key=len, reverse=True)


def _alike() -> Sequence[Sequence[str]]:
    """The words for each kind of zone."""
    kinds: Sequence[Sequence[str]] = table()["narrative"]["zones"]["kinds"]
    return kinds


def _stems(stem: str) -> Iterator[str]:
    """What stands before the word for a zone, with the place that it lies in and without."""
    yield stem
    signs = "".join(table()["narrative"]["places"])
    inner = max((stem.rfind(sign) for sign in signs), default=-1)
    if inner >= 0:
        yield stem[inner + 1 :]
