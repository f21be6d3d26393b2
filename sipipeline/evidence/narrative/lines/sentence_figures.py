"""A number of a sentence beside those before it, and what these may make."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.people_apart import counted
from sipipeline.evidence.narrative.lines.relations import Bounds, Relation
from sipipeline.language.lexicon import WordPattern, has, one_of, words
from sipipeline.language.mentions import Mention, numbers_in
from sipipeline.language.units import RATIO, Unit

MOST_BEFORE = 8
"""How many of the figures before a number may be meant."""
FARTHEST = 24
"""The most characters between two numbers that may be worked out of each other."""
_LONG = "\n"
"""Stands for words that are too long to be looked at: a line has no such sign."""
_CLAUSE = re.compile("[,;:。!?(]")
_HUNDRED = 100
_CHANGED = 2
"""Figures before one by how much something changed, which may be what changed."""
_ASPECT = 8
"""The most characters of what 方面 says that a sentence goes on to: 城乡居民养老方面."""
_EXACT = 2
"""Decimals of an amount that is no round bound."""
_HERE = ("narrative", "workings")
RATES = ("percent", "fold")
"""Dimensions of a part of something, or of how many times it is."""
ROUNDED = frozenset({"money", "percent", "fold", "ratio", "month", "points"})
"""Dimensions of which a number without decimals is rounded."""


def figures_in(text: str) -> Sequence[Mention]:
    """The numbers of a text; in a list of which but the last has a unit, each with this unit:
    分别为10、20、30万元. Behind 超 alone a number to the last digit is no bound: 超338.91万元."""
    figures = [_unbound(text, _to_one(text, one)) for one in counted(text, numbers_in(text))]
    listing = words(*_HERE, "listing")
    for place in range(len(figures) - 2, -1, -1):
        one, following = figures[place], figures[place + 1]
        if not one.unit.symbol and text[one.end : following.start] in listing:
            figures[place] = replace(one, unit=following.unit)
    return figures


def is_whole(figure: Mention) -> bool:
    """Whether a number says one figure above nothing, to its last digit."""
    return not figure.about and not figure.op and figure.value > 0


def bounds_of(figure: Mention, *, exact: bool = False) -> Bounds:
    """What a number can mean, in the unit that all of its kind share; only what it says where it is
    exact, or counts one by one."""
    unit = figure.unit
    counts = unit.factor == 1 and unit.dimension not in ROUNDED and not figure.decimals
    return spread(figure.value, 0.0 if exact or counts else figure.half_width, unit)


def spread(value: float, half_width: float, unit: Unit) -> Bounds:
    """A number give or take its half-width, in the unit that all of its kind share."""
    factor = unit.factor / (_HUNDRED if unit.dimension == "percent" else 1)
    return Bounds((value - half_width) * factor, (value + half_width) * factor)


@dataclass(frozen=True)
class NumberInLine:
    """A number of a line, and the numbers before it."""

    text: str
    figures: Sequence[Mention]
    place: int

    @property
    def number(self) -> Mention:
        return self.figures[self.place]

    @property
    def dimension(self) -> str:
        return self.number.unit.dimension

    def words(self, back: int = 0) -> str:
        """What stands between the number and the one before it, or between two that stand so many
        places before; where it is long a sign that no words have."""
        start, end = self._between(back)
        return self.text[start:end] if end - start <= FARTHEST else _LONG

    @property
    def clause(self) -> str:
        """What stands before the number in its clause, from the comma on; the sign for what is long
        where that is."""
        words_before = self.words()
        return words_before[max(0, words_before.rfind(",")) :]

    def lead(self, back: int) -> str:
        """The last words of the clause before the number that stands so many places before."""
        start, end = self._between(back)
        return re.split(_CLAUSE, self.text[max(start, end - FARTHEST) : end])[-1]

    def lead_of(self, figure: Mention) -> str:
        """The last words of the clause before one of the last figures."""
        return self.lead(self.back(figure))

    def words_to(self, figure: Mention) -> str:
        """The last words of the clause before a figure, with what stands before it in a list."""
        return re.split(_CLAUSE, self.text[max(0, figure.start - FARTHEST) : figure.start])[-1]

    def back(self, figure: Mention) -> int:
        """How many places before the number one of the last figures stands."""
        return self.place - self.figures.index(figure, max(0, self.place - MOST_BEFORE))

    def _between(self, back: int) -> tuple[int, int]:
        at = self.place - back
        return (self.figures[at - 1].end if at else 0), self.figures[at].start

    @property
    def behind(self) -> str:
        """The first words behind the number."""
        return self.text[self.number.end : self.number.end + FARTHEST]

    @property
    def last(self) -> Mention:
        """The number right before it."""
        return self.figures[self.place - 1]

    @cached_property
    def before(self) -> Sequence[Mention]:
        """The last figures before it in its sentence."""
        near = self.figures[max(0, self.place - MOST_BEFORE) : self.place]
        following = [*near[1:], self.number] if near else []
        ends = [
            one.end
            for one, other in zip(near, following, strict=True)
            if signs.SENTENCE.search(self.text, one.end, other.start)
            or _aspect().search(self.text, one.end, other.start)
        ]
        return [one for one in near if one.start >= max(ends, default=0)]

    @cached_property
    def sentence_before(self) -> Sequence[Mention]:
        """The last figures of the sentence before its own."""
        first = self.place - len(self.before)
        if not first:
            return ()
        last = NumberInLine(self.text, self.figures, first - 1)
        return (*last.before, last.number)

    @cached_property
    def opening(self) -> Mention | None:
        """The figure that ends the sentence before, where its own begins by telling its parts:
        年末结余25556.35万元。存储结构：活期存款…; None elsewhere."""
        first = (*self.before, self.number)[0]
        at = self.figures.index(first, max(0, self.place - MOST_BEFORE))
        if not at or first.start - self.figures[at - 1].end > FARTHEST:
            return None
        between = self.text[self.figures[at - 1].end : first.start]
        return self.figures[at - 1] if _OPENING.match(between) else None

    def alike(self, dimension: str) -> Sequence[Mention]:
        """Those of them that are measured by a dimension."""
        return [one for one in self.before if one.unit.dimension == dimension]


def numbers_of(text: str) -> Iterator[NumberInLine]:
    """Each number of a text that stands behind another."""
    figures = figures_in(text)
    return (NumberInLine(text, figures, place) for place in range(1, len(figures)))


def is_deficit(lead: str) -> bool:
    """Whether words before a figure say that it is below nothing: 缺口, 亏损."""
    return has(lead, "narrative", "deficits") or has(lead, *_HERE, "losses")


def parted(
    here: NumberInLine, figures: Sequence[Mention]
) -> tuple[Sequence[Mention], Sequence[Mention]]:
    """Of some figures before a number, the one behind which 其中 stands, unless in a bracket that
    closes before the number, and those behind it, but no parts of these in brackets; where it is
    by how much one of the two before it grew, any may be the whole: 参保34218人，比上年末33475人
    净增743人，其中…. None where it stands behind none."""
    if (whole := here.opening) is not None:
        alike = all(one.unit.base == whole.unit.base for one in figures)
        return ([whole], figures) if alike else ((), ())
    figures = of_last_whole(here, figures)
    behind = [*figures[1:], here.number]
    for place, (one, following) in enumerate(zip(figures, behind, strict=False)):
        between = here.text[one.end : following.start]
        told = has(between, *_HERE, "among") or has(between, *_HERE, "dividing")
        if told and not _ended(here, one, following):
            changed = has(here.lead_of(one), *_HERE, "change")
            parts = [part for part in figures[place + 1 :] if not _parts_another(here, part, one)]
            return figures[max(0, place - _CHANGED * changed) : place + 1], parts
    return (), ()


class Working(NamedTuple):
    """The figures that a number is worked out of."""

    start: int
    """Where the first of them begins."""
    made: Sequence[Bounds]
    """What they may make."""
    is_open: bool = False
    """It is open how many months or figures they are of: that they do not make the number is sure,
    but not what they make."""

    @classmethod
    def of(cls, relation: Relation, *figures: Mention, way: int = 1) -> "Working":
        """What some figures make by a relation; as far on the other side of nothing where the way
        is -1."""
        made = relation(*map(bounds_of, figures)).by(way)
        return cls(min(one.start for one in figures), [made])


def of_last_whole(here: NumberInLine, figures: Sequence[Mention]) -> Sequence[Mention]:
    """Some figures before a number; those behind the last semicolon where these are a whole of
    their own and its parts: 收入1843.11万元，其中保费…；支出1861.26万元，其中待遇…，其余…."""
    first = here.text.rfind(";", 0, here.number.start)
    behind = [one for one in figures if one.start > first >= 0]
    between = here.text[behind[0].end : here.number.start] if behind else ""
    return behind if has(between, *_HERE, "among") else figures


def _ended(here: NumberInLine, whole: Mention, part: Mention) -> bool:
    """Whether a bracket that opens between a figure and its first part closes before a number:
    参保11284人（其中在职…、退休…），上年11152人（其中在职…."""
    opened = here.text.find("(", whole.end, part.start)
    return 0 <= opened < here.text.find(")", part.end, here.number.start)


def _parts_another(here: NumberInLine, part: Mention, whole: Mention) -> bool:
    """Whether a part stands in a bracket that closes before a number, behind another part:
    其中调整待遇462.74万元（教师186.2万元、医务276.54万元），新增退休707.84万元."""
    opened = here.text.rfind("(", whole.end, part.start)
    closed = here.text.find(")", opened, here.number.start)
    behind_another = opened >= 0 and any(whole.end <= one.start < opened for one in here.before)
    return behind_another and closed > part.start


def _to_one(text: str, figure: Mention) -> Mention:
    """A number; a ratio to one with the decimals that it is written with: 2.37:1."""
    one = RATIO.symbol
    written = text[figure.start : figure.end]
    if figure.unit != RATIO or not written.endswith(one):
        return figure
    return replace(figure, decimals=len(written.removesuffix(one).partition(".")[2]))


def _unbound(text: str, figure: Mention) -> Mention:
    exceeds = text[max(0, figure.start - 1) : figure.start] in words(*_HERE, "exceeding")
    exact = figure.op == ">" and figure.decimals >= _EXACT and exceeds
    return replace(figure, op="") if exact else figure


_OPENING = WordPattern("。(?:{among}|{dividing})[,:]", *_HERE)
"""Words between a figure and its parts in the next sentence."""


@cache
def _aspect() -> re.Pattern[str]:
    """；支出方面，: what opens another side of what a sentence is about."""
    return re.compile(f";[^,;:。]{{0,{_ASPECT}}}{one_of('narrative', 'signs', 'as_to')}[,:]")
