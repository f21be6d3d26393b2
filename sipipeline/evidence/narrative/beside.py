"""By how much a figure is said to be more or less than another that it is set beside:
企业512户，比450户的目标多62户; 目标48000人，实际48216人，超额216人."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from sipipeline.core.figures import SLACK
from sipipeline.evidence.narrative.clause import Statement
from sipipeline.evidence.narrative.text import Paragraph
from sipipeline.language.lexicon import one_of, words
from sipipeline.language.mentions import TIMES, Mention, mentions_in

_HERE = ("narrative", "beside")
_YEAR = rf"\d{{4}}{one_of('calendar', 'year')}"
_CLAUSE = re.compile("[,;:。!?]")
_FARTHEST = 24
"""The most characters that may stand between a figure and the one that it is set beside."""
_MOST_FIGURES = 8
"""Before a comparison, how many figures it may be of."""
_HUNDRED = 100
_NUMBER = "#"
"""Stands for a number in the words around it."""

Interval = tuple[float, float]


def contradictions(line: Paragraph) -> Iterator[Statement]:
    """What a line says of how far two of its figures are apart, or how much of a target was
    reached, that their numbers do not."""
    figures = [one for one in mentions_in(line.text) if one.kind != "date"]
    for place in range(1, len(figures) - 1):
        said = figures[place + 1]
        for reading in (_compared, _reached):
            found = reading(line.text, figures, place)
            if found is not None and found.is_exact and not found.holds:
                words_of_it = line.text[found.start : said.end]
                yield Statement(line.key, words_of_it, (), holds=False)


@dataclass(frozen=True, slots=True)
class _Beside:
    """Figures, a base that they are set beside, and what is said of the two."""

    figures: Sequence[Mention]
    """Those that may be meant, the likeliest last."""
    base: Mention
    said: Mention
    sign: int | None
    """1 where the figure is said to be more, -1 less, 0 either; None where the number says what
    the figure is of the base."""

    @property
    def start(self) -> int:
        """Where the likeliest figure begins, or the base where this stands before it."""
        return min(self.figures[-1].start, self.base.start)

    @property
    def is_exact(self) -> bool:
        """Whether the numbers say one figure each, to the last digit, and go together: a
        difference is measured as the base is, or it is a share of it."""
        alike = self.said.unit.dimension == self.base.unit.dimension
        whole = all(map(_is_whole, (self.figures[-1], self.said)))
        return whole and not self.base.about and (alike or self._is_share)

    @property
    def holds(self) -> bool:
        """Whether it may hold of any of the figures, or of some of the last added up."""
        bounds = [_bounds(figure) for figure in reversed(self.figures)]
        return any(map(self._holds_of, (*bounds, *accumulate(bounds, _sum))))

    @property
    def _is_share(self) -> bool:
        rate = self.base.unit.dimension == "percent"
        return self.said.unit.dimension == "percent" and (self.sign is None or not rate)

    def _holds_of(self, figure: Interval) -> bool:
        (low, high), base = figure, _bounds(self.base)
        if self.sign is None and self.said.value == _HUNDRED and high >= base[0]:
            return True
        ends = [low, high] if self.sign is None else [low - base[1], high - base[0]]
        if self._is_share:
            ends = [end / of * _HUNDRED for end in ends for of in base]
        least, most = _bounds(self.said)
        room = SLACK * max(*map(abs, ends), most)
        signs = (self.sign or 1,) if self.sign != 0 else (1, -1)
        turned = [sorted((least * sign, most * sign)) for sign in signs]
        return any(min(ends) - room <= high and low <= max(ends) + room for low, high in turned)


def _sum(one: Interval, other: Interval) -> Interval:
    return one[0] + other[0], one[1] + other[1]


def _is_whole(figure: Mention) -> bool:
    return not figure.about and not figure.op and figure.value > 0


def _bounds(figure: Mention) -> Interval:
    """The least and the most that a number can mean, in the unit that all of its kind share."""
    factor = figure.unit.factor
    return (figure.value - figure.half_width) * factor, (figure.value + figure.half_width) * factor


# ---------------------------------------------------------------- 比 450户 的目标 多 62户
def _compared(text: str, figures: Sequence[Mention], place: int) -> _Beside | None:
    """What is said of a figure that is set beside the one at a place."""
    base, difference = figures[place], figures[place + 1]
    start = _clause(text, base)
    lead, behind = text[start : base.start], _between(text, base, difference)
    told = _patterns().way.fullmatch(behind) if _patterns().lead.fullmatch(lead) else None
    told = told or _patterns().beyond.fullmatch(f"{lead}{_NUMBER}{behind}")
    if told is None:
        return None
    earlier = figures[max(0, place - _MOST_FIGURES) : place]
    alike = [one for one in earlier if one.unit.dimension == base.unit.dimension]
    if not alike or not _stands_before(text, alike[-1], start, earlier):
        return None
    return _Beside(alike, base, difference, _sign(told["way"]))


def _clause(text: str, figure: Mention) -> int:
    """Where the clause of a number begins, as far as it is looked for."""
    first = max(0, figure.start - _FARTHEST)
    ends = [found.end() for found in _CLAUSE.finditer(text, first, figure.start)]
    return max(ends, default=first)


def _stands_before(text: str, figure: Mention, end: int, figures: Sequence[Mention]) -> bool:
    """Whether only clauses with a number each stand between a figure and a place behind it."""
    behind = sum(one.start > figure.start for one in figures)
    between = text[figure.end : end]
    clauses = [clause for clause in _CLAUSE.split(between) if clause]
    return "(" not in between and ")" not in between and len(clauses) == behind


# ---------------------------------------------------------------- 目标 48000人，实际 48216人
def _reached(text: str, figures: Sequence[Mention], place: int) -> _Beside | None:
    """What is said of what was reached of a target."""
    target, reached, said = figures[place - 1 : place + 2]
    aimed = _patterns().aim.search(text[max(0, target.start - _FARTHEST) : target.start])
    met = _patterns().reached.fullmatch(_between(text, target, reached))
    behind = _between(text, reached, said)
    told, rate = _patterns().missed.fullmatch(behind), _patterns().rate.fullmatch(behind)
    if aimed is None or met is None or reached.unit.base != target.unit.base:
        return None
    if told is not None:
        return _Beside((reached,), target, said, _sign(told["way"]))
    if rate is not None and target.unit.dimension not in TIMES:
        return _Beside((reached,), target, said, None)
    return None


# ---------------------------------------------------------------- words
_MORE = ("more", "beyond", "over")
_LESS = ("less", "short", "under")


def _between(text: str, one: Mention, other: Mention) -> str:
    """What stands between two numbers; two commas where it is too long to be read."""
    return text[one.end : other.start] if other.start - one.end <= _FARTHEST else ",,"


def _sign(way: str) -> int:
    """1 for words that say more, -1 less, 0 that two figures are apart."""
    more, less = (any(way in words(*_HERE, one) for one in senses) for senses in (_MORE, _LESS))
    return int(more) - int(less)


class _Patterns(NamedTuple):
    lead: re.Pattern[str]
    """比上年, 未达到: the words before a figure that another is set beside."""
    way: re.Pattern[str]
    """的目标，多: what stands between that figure and by how much the other is more."""
    beyond: re.Pattern[str]
    """超过#的目标: what stands around that figure, in place of both."""
    aim: re.Pattern[str]
    """年度目标值为: the words before a target."""
    reached: re.Pattern[str]
    """，实际完成: what stands between a target and what was reached."""
    missed: re.Pattern[str]
    """，还差: what stands between what was reached and by how much it is short, or more."""
    rate: re.Pattern[str]
    """，完成率为: what stands between what was reached and how much this is of the target."""


@cache
def _patterns() -> _Patterns:
    named, reached, outcome = (one_of(*_HERE, one) for one in ("named", "reached", "outcomes"))
    particle = f"(?:{one_of('changes', 'particles')})?"
    return _Patterns(
        re.compile(f"{one_of(*_HERE, 'beside')}(?:{_YEAR}|{named})*"),
        re.compile(
            f"{named}*(?:{one_of(*_HERE, 'compared')})?,?"
            f"{_way('more', 'less', 'beyond', 'short', 'apart')}{particle}"
        ),
        re.compile(f"{_way('over', 'under')}{_NUMBER}{named}+"),
        re.compile(f"{one_of(*_HERE, 'aims')}$"),
        re.compile(f",?(?=.*{reached})(?:{reached}|{named})*"),
        re.compile(f"(?:,?{outcome})?,?{_way('beyond', 'short', 'apart')}{particle}"),
        re.compile(f",?{one_of(*_HERE, 'rates')}{named}*"),
    )


def _way(*senses: str) -> str:
    return f"(?P<way>{'|'.join(one_of(*_HERE, sense) for sense in senses)})"
