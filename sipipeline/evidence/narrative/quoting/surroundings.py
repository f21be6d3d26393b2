"""What the sentence of a number names up to it, and the figures that the number may be of where its
words were misread: 基础养老金每人每月上调11元，支出比上年增加4072.01万元."""

from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import TypeVar

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines import back_references
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.questions.what import Subject, subjects_of
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.language.mentions import MOST_DECIMALS, Mention

_Name = TypeVar("_Name")
_NAMES = frozenset({"item", "deficit"})
_MOST_SUBJECTS = 4
_MOST_ACCOUNTS = 3
"""Lines and accounts of a sentence that are remembered, the last ones."""
_DIGITS = {"money": 3, "people": 3, "percent": 2}
"""So many digits of a number tell which figure it is, by what it measures."""
_LEVELS = ("actual", "prior", "budget", "change", "over_budget", "under_budget")
_GROWTH = ("growth_rate", "over_budget_rate")
_COMPLETION = ("completion_rate", "of_budget")
_ALIKE = {measure: group for group in (_LEVELS, _GROWTH, _COMPLETION) for measure in group}
"""Measures that a number may be of as well, by the one that it was read as."""


@frozen
class Surroundings:
    """What a sentence names up to a number."""

    subjects: tuple[Subject, ...] = ()
    accounts: tuple[str, ...] = ()
    stated: frozenset[str] = frozenset()
    """The keys of the figures that the numbers of the sentence are read as."""
    here: tuple[tuple[Subject, ...], ...] = ()
    """What each name beside the number may mean."""
    refers: bool = False
    """The words beside the number say which of two it is of: 前者, 后者."""

    def others(self, mention: Mention, key: str) -> Iterator[str]:
        """The keys of figures of lines that the sentence names, but the one of a key; of the kind
        that a number was read as, and of which the sentence has no other number. None where the
        words beside the number say of which it is, or name no other line than that of the key, or
        its digits do not tell which of them it is."""
        if self.refers or self._names_only(key) or not _tells(mention):
            return
        for one in self._named_beside(key):
            if keys.row(one) != keys.row(key) and one not in self.stated:
                yield one

    def _names_only(self, key: str) -> bool:
        """Whether the words beside the number name the line of a key and no other."""
        line = (keys.family(key), keys.item(key))
        return bool(self.here) and all(line in meant for meant in self.here)

    def _named_beside(self, key: str) -> Iterator[str]:
        """The keys of the figures of all lines that are named."""
        measures = () if keys.is_made(key) else _ALIKE.get(keys.measure(key), ())
        for of in product(self.subjects, self.accounts, measures):
            yield from filter(None, (key_of(*of),))


NO_SURROUNDINGS = Surroundings()


def surroundings(before: Surroundings, segment: Segment, account: str | None) -> Surroundings:
    """What a sentence names up to a segment, given what it names before it and of whom the segment
    is."""
    here = tuple(_lines(segment))
    lines = (*before.subjects, *chain.from_iterable(here))
    accounts = (*before.accounts, *filter(None, (account,)))
    return Surroundings(
        _last(lines, _MOST_SUBJECTS),
        _last(accounts, _MOST_ACCOUNTS),
        here=here,
        refers=bool(back_references.meant(segment.tokens)),
    )


def _lines(segment: Segment) -> Iterator[tuple[Subject, ...]]:
    """What each name in the words of a segment may mean; 支出 behind another name is no more of
    it."""
    behind_name = False
    for token in segment.tokens:
        names = token.kind in _NAMES
        if names and not behind_name:
            yield subjects_of(token)
        behind_name = names or (behind_name and token.kind == "fillers")


def _last(some: Sequence[_Name], most: int) -> tuple[_Name, ...]:
    """The last of some, each once."""
    return tuple(dict.fromkeys(reversed(some)))[:most]


def _tells(mention: Mention) -> bool:
    """Whether the digits of a number tell which figure it is."""
    least = _DIGITS.get(mention.unit.dimension)
    place = min(mention.decimals, MOST_DECIMALS)
    digits = f"{abs(mention.value):.{place}f}".replace(".", "").strip("0")
    return least is not None and len(digits) >= least
