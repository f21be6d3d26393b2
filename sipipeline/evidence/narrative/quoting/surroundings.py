"""What the sentence of a number names up to it, and the figures that the number may be of where its
words were misread: 基础养老金每人每月上调11元，支出比上年增加4072.01万元."""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product
from typing import TypeVar

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines import back_references
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.questions.subjects import Subject, subjects_of
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.slips import telling_digits
from sipipeline.language.mentions import Mention

_Name = TypeVar("_Name")
_NAMES = frozenset({"item", "deficit"})
_MOST_NAMES = 4
_MOST_ACCOUNTS = 3
"""Names of lines and accounts of a sentence that are remembered, the last ones."""
_WHOLES = frozenset("income expenditure surplus opening_balance closing_balance".split())
"""Items that are no parts of others."""
_DIGITS = {"money": 3, "people": 3, "percent": 2}
"""So many digits of a number tell which figure it is, by what it measures."""
_LEVELS = ("actual", "prior", "budget", "change", "over_budget", "under_budget")
_GROWTH = ("growth_rate", "over_budget_rate")
_COMPLETION = ("completion_rate", "of_budget")
_SUMMED = ("actual", "change")
_ALIKE = {measure: group for group in (_LEVELS, _GROWTH, _COMPLETION) for measure in group}
"""Measures that a number may be of as well, by the one that it was read as."""


@frozen
class Surroundings:
    """What a sentence names up to a number."""

    names: tuple[tuple[Subject, ...], ...] = ()
    """What each of the last names may mean, the last one first."""
    accounts: tuple[str, ...] = ()
    stated: frozenset[str] = frozenset()
    """The keys of the figures that the numbers of the sentence are read as."""
    here: tuple[tuple[Subject, ...], ...] = ()
    """What each name beside the number may mean."""
    unclear: bool = False
    """Words stand beside the number that may name other lines."""
    refers: bool = False
    """The words beside the number say which of two it is of: 前者, 后者."""

    def others(self, mention: Mention, key: str, based: bool) -> Iterator[str]:
        """The keys of figures of other lines than that of a key that a number may be of: of those
        that the sentence names, of the kind that the number was read as, of which the sentence has
        no other number; of its very measure where the words beside it say what it is measured
        from. None where these words say of which line it is, and name no other, or where its digits
        do not tell which of them it is."""
        if self.refers or not _tells(mention) or self._names_only(key):
            return
        for one in self._named_beside(key, based):
            if keys.row(one) != keys.row(key) and not self._states(one):
                yield one

    def _states(self, key: str) -> bool:
        """Whether the sentence has a number that is read as the figure of a key, by either name of
        how much of a budget was completed."""
        measure = keys.measure(key)
        names = _COMPLETION if measure in _COMPLETION else (measure,)
        return any(keys.beside(key, name) in self.stated for name in names)

    def sums(self, mention: Mention) -> Iterator[str]:
        """The keys of what lines of an account make together that are named one behind another,
        where the digits of an amount tell which figure it is."""
        if self.unclear or mention.unit.dimension != "money" or not _tells(mention):
            return
        for added, account, measure in product(self._added(), self.accounts, _SUMMED):
            parts = (key_of(meant[0], account, measure) for meant in reversed(added))
            yield keys.sum_of_figures(parts)

    def _added(self) -> Iterator[Sequence[tuple[Subject, ...]]]:
        """The names whose lines a number may add up: those beside it, or where there are not two,
        any that stand one behind another."""
        places = range(len(self.names) + 1)
        together = (self.names[first:last] for first, last in combinations(places, 2))
        for names in [self.here] if len(self.here) > 1 else together:
            if len(names) > 1 and all(map(_is_part, names)):
                yield names

    def _names_only(self, key: str) -> bool:
        """Whether the words beside the number name the line of a key and no other."""
        line = (keys.family(key), keys.item(key))
        return bool(self.here) and all(line in meant for meant in self.here)

    def _named_beside(self, key: str, based: bool) -> Iterator[str]:
        """The keys of the figures of all lines that are named by other names."""
        measure = "" if _is_ratio(key) else keys.measure(key)
        alike = _ALIKE.get(measure, ())
        measures = (measure,) if based and alike else alike
        line = (keys.family(key), keys.item(key))
        others = (meant for meant in self.names if line not in meant)
        for of in product(chain.from_iterable(others), self.accounts, measures):
            yield from filter(None, (key_of(*of),))


NO_SURROUNDINGS = Surroundings()


def surroundings(before: Surroundings, segment: Segment, account: str | None) -> Surroundings:
    """What a sentence names up to a segment, given what it names before it and of whom the segment
    is."""
    here = tuple(_lines(segment))
    of = (account,) if account is not None else ()
    return Surroundings(
        _first((*reversed(here), *before.names), _MOST_NAMES),
        _first((*of, *before.accounts), _MOST_ACCOUNTS),
        here=here,
        unclear=segment.unknown,
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


def _first(some: Sequence[_Name], most: int) -> tuple[_Name, ...]:
    """The first of some, each once."""
    return tuple(dict.fromkeys(some))[:most]


def _is_part(meant: Sequence[Subject]) -> bool:
    """Whether a name means one line that may be a part of others."""
    return len(meant) == 1 and meant[0].family == keys.ACCOUNTS and meant[0].item not in _WHOLES


def _is_ratio(key: str) -> bool:
    """Whether a key is of what one figure is of another, or by how much it is more."""
    return keys.is_share(key) or keys.is_difference(key)


def _tells(mention: Mention) -> bool:
    """Whether the digits of a number tell which figure it is."""
    least = _DIGITS.get(mention.unit.dimension)
    return least is not None and telling_digits(mention) >= least
