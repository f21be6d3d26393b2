"""People who are counted on average over the year: those retired have a line of their own,
养老金领取人数全年平均数; all others have none, 全年平均缴费人数."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, says

_PEOPLE = "headcounts"
_RETIRED, _AVERAGE = "headcounts.retirees", "headcounts.average_retirees"
_OF_YEAR = frozenset({"whole_year", "this_year", "last_year", "date"})


def with_averaged_people(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, the name of people known as that of their average where 平均 stands beside it and
    no number between them; of people who have no average in the tables as an unknown word."""
    averaged = {*_averages(tokens)}
    return [
        _on_average(token) if place in averaged else token for place, token in enumerate(tokens)
    ]


def _averages(tokens: Sequence[Token]) -> Iterator[int]:
    """The places of names of people who are counted on average."""
    for place, token in enumerate(tokens):
        year = takewhile(lambda one: one.kind in _OF_YEAR, reversed(tokens[:place]))
        before = place - len([*year]) - 1
        if not says([token], "on_average") or before == place - 1:
            continue
        if _names_people(tokens[max(0, before) : before + 1]):
            yield before
            yield from _listed(tokens, place)
        elif _names_people(tokens[place + 1 : place + 2]):
            yield place + 1


def _listed(tokens: Sequence[Token], place: int) -> Iterator[int]:
    """The places of names of people in what follows a colon: …全年平均数：离退休人员2788人，…."""
    behind = [*takewhile(lambda token: token.kind == "fillers", tokens[place + 1 :])]
    colon = place + 1 + len(behind)
    if [token.kind for token in tokens[colon : colon + 1]] != [":"]:
        return
    sentence = takewhile(lambda token: token.kind not in SENTENCE_ENDS, tokens[colon:])
    yield from (at for at, token in enumerate(sentence, colon) if _names_people([token]))


def _names_people(some: Sequence[Token]) -> bool:
    """Whether words, if any, name people."""
    families = {keys.family(name) for token in some for name in token.meaning}
    return families == {_PEOPLE} and all(token.kind == "item" for token in some)


def _on_average(token: Token) -> Token:
    """The name of people as that of their average."""
    retired = _RETIRED in token.meaning
    return replace(token, meaning=(_AVERAGE,)) if retired else replace(token, kind="rest")
