"""By how many points two rates are apart: 收入增幅高于支出增幅1.6个百分点."""

from collections.abc import Sequence
from dataclasses import dataclass

from sipipeline.core import keys
from sipipeline.evidence.narrative.asked import UNCLEAR, Asked, Made
from sipipeline.evidence.narrative.links import Link
from sipipeline.evidence.narrative.marks import Mark
from sipipeline.evidence.narrative.segments import is_in_points
from sipipeline.language.lexicon import words

_LAST_YEAR = frozenset({"last_year", "same_period"})
_RATES = frozenset({"growth_rate", "completion_rate"})
_LESS = frozenset({"down", "lower"})
_ENDS = _LESS | {"up", "higher", "beyond"}
"""Kinds of words that end what begins with 比."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is compared, and with what, in words."""

    before: Sequence[Mark]
    word: Mark
    """That says which is more."""
    behind: Sequence[Mark]

    @property
    def less(self) -> bool:
        return self.word.kind in _LESS or self.word.text in words("narrative", "signs", "under")

    @property
    def kinds(self) -> set[str]:
        """Of the words of what it is compared with."""
        return {mark.kind for mark in self.behind}


def made(asked: Asked) -> Made | None:
    """The rates that points lie between; None where a number is in none."""
    mention = asked.segment.number.mention if asked.segment.number is not None else None
    if mention is None or not is_in_points(mention):
        return None
    compared = _compared(asked.marks)
    if compared is None:
        return UNCLEAR
    if "budget" in compared.kinds:
        return Made(Link(tuple(_beyond_budget(asked, compared))), falls=compared.less)
    if compared.kinds <= _LAST_YEAR:
        return Made(Link(tuple(_since_last_year(asked, compared))), falls=compared.less)
    return Made(Link(tuple(_apart(asked, compared))))


def _compared(marks: Sequence[Mark]) -> _Compared | None:
    """The parts of 收入增幅 高于 支出增幅, and of 收入增幅 比 支出增幅 高."""
    places = [place for place, mark in enumerate(marks) if mark.kind in ("than", "beyond")]
    if not places:
        return None
    before, word, behind = marks[: places[0]], marks[places[0]], marks[places[0] + 1 :]
    if word.kind == "than":
        if not behind or behind[-1].kind not in _ENDS:
            return None
        word, behind = behind[-1], behind[:-1]
    return _Compared(before, word, behind) if behind else None


def _beyond_budget(asked: Asked, compared: _Compared) -> Sequence[str]:
    """By how much a rate of completion is above all of the budget."""
    if compared.before:
        named = asked.terms(compared.before)
        return [key for term in named[-1:] for key in asked.keys(term, "over_budget_rate")]
    if keys.is_made(asked.last) or not keys.is_account(asked.last):
        return ()
    return [keys.beside(asked.last, "over_budget_rate")]


def _since_last_year(asked: Asked, compared: _Compared) -> Sequence[str]:
    """By how much the share that was stated last is more than last year's."""
    if not keys.is_share(asked.last) or any(mark.kind != "share" for mark in compared.before):
        return ()
    if any(keys.measure(key) != "actual" for key in keys.made_of(asked.last)):
        return ()
    share = [keys.beside(key, "prior") for key in keys.shared(asked.last)]
    return [keys.difference(asked.last, keys.share(*share))]


def _apart(asked: Asked, compared: _Compared) -> Sequence[str]:
    """By how much the one rate is more than the other, or less where the words say so."""
    measure = _rate(compared.behind) or _rate(compared.before) or keys.measure(asked.last)
    others = asked.terms(compared.behind)
    if measure not in _RATES or len(others) != 1:
        return ()
    pairs = [
        (one, other)
        for one in _ones(asked, compared, measure)
        for other in asked.keys(others[0], measure)
        if one != other
    ]
    return [keys.difference(*(pair[::-1] if compared.less else pair)) for pair in pairs]


def _ones(asked: Asked, compared: _Compared, measure: str) -> Sequence[str]:
    """The rate that is compared: the one that is named, or else the one that was stated last."""
    if not compared.before:
        stated = keys.measure(asked.last) == measure and not keys.is_made(asked.last)
        return [asked.last] if stated else ()
    named = asked.terms(compared.before)
    measure = _rate(compared.before) or measure
    return asked.keys(named[0], measure) if len(named) == 1 else ()


def _rate(marks: Sequence[Mark]) -> str:
    """The measure of the rate that words name; "" for none."""
    if any(mark.kind == "completion" for mark in marks):
        return "completion_rate"
    faster = words("narrative", "signs", "faster")
    grown = any(mark.kind == "up" and mark.text in faster for mark in marks)
    return "growth_rate" if grown else ""
