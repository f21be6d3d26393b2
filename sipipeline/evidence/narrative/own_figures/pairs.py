"""Figures of a sentence that go against each other, which no table is needed for:
由2.1个月提高到1.8个月; 转移收入24.85万元，大于转移支出31.07万元;
由15800万元减到13200万元，减了3600万元."""

import re
from collections.abc import Iterable, Iterator, Sequence

from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.comparisons.ranks import times_doubled
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS, Segment, is_in_points
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.own_figures.untrue_words import untrue
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.setting import Read, Setting
from sipipeline.evidence.narrative.questions.subjects import (
    DEPOSITS,
    LEFT,
    MONTHS,
    OPENING,
    Subject,
)
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import WordPattern, has, phrases, words
from sipipeline.language.mentions import Mention
from sipipeline.language.units import RATIO

_HERE = ("narrative", "pairs")
_TIMES = frozenset({"date", "last_year", "this_year", "same_period", "year_start", "fillers"})
_WHOSE = frozenset({"fund", "brief", "last_year", "same_period", "date"})
"""Kinds of words for whose a figure is, or of when, that another is compared with."""
_SIGNED = frozenset({"surplus", "entrusted_investment"})
_NO_FLOWS = frozenset({*_SIGNED, *(one.item for one in (OPENING, LEFT, DEPOSITS))})
"""Lines that may be less at the end of a year than within it."""
_LAST_YEAR = ("last_year", "same_period")
_ADVERBS = WordPattern("^{narrative.statements.adverbs}+")
_RANGE_AND_FIGURE = 3
_TO_ONE = (":1", "∶1")
"""How a ratio to one ends."""
_MOST = 7
"""How many figures of a sentence are kept to be compared with the next."""
_HUNDRED = 100
_ASIDE = frozenset({"fillers", "average", "year_on_year"})
"""Kinds of words that may stand beside the word of a change."""
_BETWEEN = frozenset({"fillers", "than_end"})
_LINES = frozenset({"item", "deficit"})
_KINDS = ("completion", "share", "average", "norm", "origin", "rest", "part")
"""Kinds of words that make a figure another one than the level of a line."""


def contradictions(said: Iterable[Read]) -> Iterator[Statement]:
    """What the words of sentences say of two figures that these do not."""
    before: list[_Figure] = []
    name: Sequence[Token] = ()
    way: _Way | None = None
    for line, segment, _, setting in said:
        if segment.after in SENTENCE_ENDS:
            before, name, way = [], (), None
        figure = _figure(line, segment, setting, name if segment.after == "(" else ())
        name = segment.tokens
        if figure is None:
            if (begin := _contradicted(before, way, segment)) is not None:
                yield untrue(line, begin.start, segment.tokens[-1].end)
            way = _kept(way, segment)
            continue
        if before and any(against(before, figure, segment) for against in _AGAINST):
            yield untrue(line, before[-1].start, figure.end)
        if way is not None and way.is_missed_by(figure, segment):
            yield untrue(line, way.origin.start, figure.end)
        way = _way_of(before, figure, segment, way)
        before = [*before[-_MOST:], figure]


@frozen
class _Figure:
    """A number, and the words that lead to it."""

    tokens: Sequence[Token]
    number: Token
    mention: Mention
    subjects: Sequence[Subject]
    """The lines of the tables that it may be of."""
    bracketed: bool
    """It stands in a bracket, the first."""
    setting: Setting

    @property
    def kind(self) -> str:
        """What it is: a level, a growth, a share …; "" where that is unclear."""
        changes = [token for token in self.tokens if token.kind in CHANGES]
        if changes:
            plain = all(token.kind == "up" for token in changes)
            return "change" if plain else ""
        named = [kind for kind in _KINDS if any(token.kind == kind for token in self.tokens)]
        deficit = any(token.kind == "deficit" for token in self.tokens)
        return "+".join([*named, *["deficit"] * deficit]) or "level"

    @property
    def start(self) -> int:
        """Where its words begin, or its number where none lead to it."""
        return min([token.start for token in self.tokens] + [self.number.start])

    @property
    def end(self) -> int:
        """Where its number ends, with the bracket around it."""
        return self.number.end + self.bracketed

    def has(self, kind: str) -> bool:
        return any(token.kind == kind for token in self.tokens)


def _contradicted(
    before: Sequence[_Figure], way: "_Way | None", segment: Segment
) -> _Figure | None:
    """The first of the figures before it that words without one go against; None where they go
    against none."""
    if _is_misplaced(before, segment):
        return before[0]
    if _went_otherwise(before, segment):
        return before[-2]
    return way.origin if way is not None and way.is_doubled_wrongly(segment) else None


def _figure(
    line: Paragraph, segment: Segment, setting: Setting, name: Sequence[Token]
) -> _Figure | None:
    """The figure of a segment; its name stands before a bracket in which there is but a number."""
    number = segment.number
    if number is None or number.mention is None:
        return None
    tokens = segment.tokens or name
    bracketed = line.text[: number.start].endswith("(")
    return _Figure(tokens, number, number.mention, setting.what.subjects, bracketed, setting)


# ---------------------------------------------------------------- 由 … 提高到 …
def _is_turned(before: Sequence[_Figure], other: _Figure, segment: Segment) -> bool:
    """Whether a figure is said to rise to less, or to fall to more."""
    one, way = before[-1], _way(segment)
    if not way or segment.after not in ("", ",") or not _is_origin(one.tokens):
        return False
    months = one.mention.unit.dimension == "month"
    return (MONTHS in one.subjects or not months) and _are_opposed(one, other, -way)


@frozen
class _Way:
    """What a figure was, and what it came to."""

    origin: _Figure
    end: _Figure

    def is_missed_by(self, change: _Figure, segment: Segment) -> bool:
        """Whether a change behind them is said to be of another amount, another share of what the
        figure was, or the other way."""
        figures = (self.origin, self.end, change)
        if self.origin.has("cause"):
            return False
        if segment.after not in ("", ",") or not _is_by_how_much(segment):
            return False
        if not all(map(_is_whole, figures)) or not self._is_measured_by(change):
            return False
        one, other = _bounds(self.origin), _bounds(self.end)
        if (other[0] - one[1]) * _way_by(segment) < 0 and (other[1] - one[0]) * _way_by(
            segment
        ) < 0:
            return True
        apart = sorted((other[0] - one[1], other[1] - one[0]), key=abs)
        low, high = abs(apart[0]) * (apart[0] * apart[1] > 0), abs(apart[1])
        if change.mention.unit.dimension != self.origin.mention.unit.dimension:
            low, high = low / one[1] * _HUNDRED, high / one[0] * _HUNDRED
        least, most = _bounds(change)
        return most < low * (1 - SLACK) or least > high * (1 + SLACK)

    def is_doubled_wrongly(self, segment: Segment) -> bool:
        """Whether words right behind them say that the figure was doubled more often than it was:
        由33万元增加到48万元，翻了一番."""
        times = times_doubled("".join(token.text for token in segment.tokens))
        beside = segment.after == "," and not segment.compared and segment.tokens[0].kind == "rest"
        if times is None or not beside or not all(map(_is_whole, (self.origin, self.end))):
            return False
        return _bounds(self.end)[1] < tolerances.DOUBLED * 2**times * _bounds(self.origin)[0]

    def _is_measured_by(self, change: _Figure) -> bool:
        """Whether a change goes with its figures: points with rates, which no percent may be of,
        and no amount of an account with what each person gets: 由1440元提高到1512元，增支40万元."""
        of_rates = self.origin.mention.unit.dimension == "percent"
        if is_in_points(change.mention) or of_rates:
            return of_rates and is_in_points(change.mention)
        in_yuan = self.origin.mention.unit.factor == 1 < change.mention.unit.factor
        if change.mention.unit.dimension == "money" and in_yuan:
            return False
        return change.mention.unit.dimension in ("percent", self.origin.mention.unit.dimension)


def _kept(way: _Way | None, segment: Segment) -> _Way | None:
    """The way that words without a figure go on with; None behind those for several, which take
    them together, 一减一增，净增, and behind what another line did: 标准由280元提高到320元，收入
    不减反增，增长12.0%."""
    together = segment.has("up") and segment.has("down")
    return None if together or segment.has("item") else way


def _way_of(
    before: Sequence[_Figure], end: _Figure, segment: Segment, last: _Way | None
) -> _Way | None:
    """The way that ends at a figure; the last one where it only says by how much."""
    if before and _way(segment) and segment.after in ("", ",") and _is_origin(before[-1].tokens):
        alike = before[-1].mention.unit.dimension == end.mention.unit.dimension
        return _Way(before[-1], end) if alike else None
    return last if _is_by_how_much(segment) else None


def _is_by_how_much(segment: Segment) -> bool:
    """Whether words say nothing but that a number is how much something changed by."""
    return _told(segment) in words(*_HERE, "by")


def _way_by(segment: Segment) -> int:
    """1 where the words for how much something changed by say that it rose, -1 that it fell; 0
    where they say neither."""
    told = _told(segment)
    return int(told in words(*_HERE, "by_more")) - int(told in words(*_HERE, "by_less"))


def _told(segment: Segment) -> str:
    """The words that lead to a number, but for those beside the word of a change."""
    return "".join(token.text for token in segment.tokens if token.kind not in _ASIDE)


def _is_whole(figure: _Figure) -> bool:
    """Whether a number says one figure above nothing, to its last digit."""
    mention = figure.mention
    return not _is_near_or_bound(figure) and mention.value > 0 and not mention.unit.per


def _bounds(figure: _Figure) -> tuple[float, float]:
    """The least and the most that a number can mean, in the unit that all of its kind share."""
    value, half_width = figure.mention.value, figure.mention.half_width
    factor = figure.mention.unit.factor
    return (value - half_width) * factor, (value + half_width) * factor


def _is_origin(tokens: Sequence[Token]) -> bool:
    """Whether nothing but a time stands between 由 and the number."""
    places = [place for place, token in enumerate(tokens) if token.kind == "origin"]
    behind = tokens[places[-1] + 1 :] if places else ()
    return bool(places) and all(token.kind in _TIMES for token in behind)


def _way(segment: Segment) -> int:
    """1 where words say nothing but that something rose to the number, -1 that it fell."""
    dated = [token for token in segment.tokens if token.kind not in _TIMES]
    tokens = [token for token in dated if not says([token], "growth_rates")]
    if [token.kind for token in tokens[1:]] != ["level"]:
        return 0
    rises = tokens[0].text in words(*_HERE, "rises")
    falls = tokens[0].text in words(*_HERE, "falls")
    return int(rises) - int(falls)


# ---------------------------------------------------------------- 比上年的 … 有所上升
def _went_otherwise(before: Sequence[_Figure], segment: Segment) -> bool:
    """Whether a figure is said to have risen from the one behind it which is more, or to have
    fallen from less: 抚养比2.12:1，比上年的2.21:1有所上升; 赤字80万元，较上年赤字333万元扩大."""
    way = _sense_of(segment)
    if not way or segment.after != "" or len(before) < 2:
        return False
    one, base = before[-2:]
    if not one.kind or base.bracketed or not _is_compared_with(base, one):
        return False
    if one.mention.unit == base.mention.unit == RATIO:
        return _are_ratios_opposed(one, base, way)
    return _are_opposed(one, base, way)


def _is_compared_with(base: _Figure, one: _Figure) -> bool:
    """Whether nothing but a time, and the name of the same line, stands between 比 and a figure."""
    compared = [token.kind for token in base.tokens if token.kind not in _TIMES]
    named = compared[1:]
    alike = not named or (_LINES.issuperset(named) and one.subjects == base.subjects)
    return compared[:1] == ["than"] and alike


def _sense_of(segment: Segment) -> int:
    """1 where words say nothing but that something rose, -1 that it fell."""
    said = _ADVERBS.sub("", _told(segment), count=1)
    return int(said in words(*_HERE, "rises")) - int(said in words(*_HERE, "falls"))


def _are_ratios_opposed(one: _Figure, base: _Figure, sign: int) -> bool:
    """Whether of two ratios to one, each with decimals, the first is less where the sign is 1, more
    where it is -1."""
    written = [figure.number.text for figure in (one, base)]
    exact = all(text.endswith(_TO_ONE) and "." in text for text in written)
    return exact and (base.mention.value - one.mention.value) * sign > SLACK


# ---------------------------------------------------------------- 前三季度，全年
def _is_less_than_part(before: Sequence[_Figure], year: _Figure, segment: Segment) -> bool:
    """Whether what came in, or was spent, in a whole year is less than in a part of it:
    前三季度支出1690万元，全年支出1588.12万元."""
    part = before[-1]
    named = segment.has("whole_year") and segment.after in ("", ",", ";", "(")
    if not named or not (_is_flow(part) and _is_flow(year)):
        return False
    alike = part.subjects == year.subjects and _account(part) == _account(year)
    within = part.setting.when.period == "part" and year.setting.when.period == "this"
    return within and alike and _are_opposed(part, year, -1)


def _is_flow(figure: _Figure) -> bool:
    """Whether a number is what came in or was spent, and came about this year."""
    of_this = figure.setting.when.stance == "outcome" and not any(map(figure.has, _LAST_YEAR))
    lines = {one.item for one in figure.subjects if one.family == keys.ACCOUNTS}
    flows = len(lines) == len(figure.subjects) == 1 and lines.isdisjoint(_NO_FLOWS)
    return figure.kind == "level" and _is_whole(figure) and of_this and flows


def _account(figure: _Figure) -> str | None:
    return figure.setting.whom.account


# ---------------------------------------------------------------- 大于, 低于
def _is_misordered(before: Sequence[_Figure], other: _Figure, segment: Segment) -> bool:
    """Whether a figure is said to be more or less than another, and all that may be meant are
    not."""
    sign = _sign([token for token in other.tokens if token.kind not in _BETWEEN])
    meant = _meant(before, other, segment) if sign else []
    if not meant:
        return False
    compared = other.bracketed or (sign > 0 and all(map(_is_above_nothing, [*meant, other])))
    compared = compared or _are_named_rates(before[-1], other, segment) or _is_level_of(other)
    return compared and all(_are_opposed(one, other, sign) for one in meant)


def _meant(before: Sequence[_Figure], other: _Figure, segment: Segment) -> Sequence[_Figure]:
    """The figures that may be compared with another: all of its kind in the sentence, but only the
    last where that stands right before; none where the last is of another kind."""
    beside = before[-1:] if segment.after == ")" and _is_named_before(before[-1]) else before
    alike = [one for one in beside if one.kind == other.kind]
    return alike if before[-1] in alike else []


def _are_named_rates(one: _Figure, other: _Figure, segment: Segment) -> bool:
    """Whether a rate that is named stands right behind another, and can be no difference of both:
    收入增速8.1%慢于支出增速7.2%."""
    named = all(says(figure.tokens[-1:], "growth_rates") for figure in (one, other))
    rates = one.mention.unit.symbol == other.mention.unit.symbol == "%"
    near = other.mention.value >= one.mention.value / 2
    return segment.after == "" and named and rates and near


def _is_level_of(other: _Figure) -> bool:
    """Whether a figure is what a fund or another year has, and no difference:
    低于上年的617.9万元, 低于居民养老的30.2个月."""
    named = other.tokens[1:-1]
    known = bool(named) and all(token.kind in _WHOSE for token in named)
    counted = other.mention.unit.dimension in ("money", "people", "month")
    return counted and known and says(other.tokens[-1:], "possessive")


def _sign(tokens: Sequence[Token]) -> int:
    """1 where words say that what stands before them is more than what follows, -1 less."""
    first = tokens[0].text if tokens else ""
    more = first in words(*_HERE, "more")
    return int(more) - int(first in words(*_HERE, "less"))


def _is_named_before(figure: _Figure) -> bool:
    """Whether the bracket of a figure has nothing but its number: 支出增幅（8.75%）."""
    ends = [token.end for token in figure.tokens]
    return figure.bracketed and max(ends, default=0) == figure.number.start - 1


def _is_above_nothing(figure: _Figure) -> bool:
    """Whether a figure is a level that cannot be below nothing: what it is said to be more than is
    then no difference: 转移收入24.85万元，大于转移支出31.07万元."""
    counted = figure.mention.unit.dimension in ("money", "people") and figure.kind == "level"
    named = bool(figure.subjects) and all(one.item not in _SIGNED for one in figure.subjects)
    return counted and named


def _are_opposed(one: _Figure, other: _Figure, sign: int) -> bool:
    """Whether the first is surely less where the sign is 1, surely more where it is -1."""
    if not _is_exact(one) or not _is_exact(other):
        return False
    unit, second = one.mention.unit, other.mention.unit
    if unit.dimension != second.dimension or unit.per != second.per or unit == RATIO:
        return False
    apart = (one.mention.value * unit.factor - other.mention.value * second.factor) * -sign
    return apart > one.mention.half_width * unit.factor + other.mention.half_width * second.factor


def _is_exact(figure: _Figure) -> bool:
    """Whether a number says one figure, which is not below nothing and no difference of rates."""
    exact = not _is_near_or_bound(figure) and figure.mention.value >= 0
    return exact and not is_in_points(figure.mention)


def _is_near_or_bound(figure: _Figure) -> bool:
    """Whether words say that a number is but near, or a bound."""
    mention = figure.mention
    more = has(figure.number.text, "narrative", "signs", "more")
    return bool(mention.op) or mention.about or more


# ---------------------------------------------------------------- 处于目标区间
def _is_misplaced(before: Sequence[_Figure], segment: Segment) -> bool:
    """Whether the one figure behind a range to be reached is said to lie inside, and does not, or
    the reverse."""
    outside = _says("outside", segment)
    if not (outside or _says("inside", segment)) or not _is_range_and_figure(before):
        return False
    low, high, actual = (figure.mention for figure in before)
    least, most = actual.value - actual.half_width, actual.value + actual.half_width
    within = low.value < least and most < high.value
    return within if outside else most < low.value or high.value < least


def _says(sense: str, segment: Segment) -> bool:
    """Whether a segment says that something is inside a range, or outside."""
    text = "".join(token.text for token in segment.tokens)
    return re.search(phrases(*_HERE, sense), text) is not None


def _is_range_and_figure(figures: Sequence[_Figure]) -> bool:
    """Whether figures are the two ends of a range to be reached, and what was reached."""
    if len(figures) != _RANGE_AND_FIGURE or not all(map(_is_exact, figures)):
        return False
    low, high, actual = figures
    alike = len({one.mention.unit for one in figures}) == 1
    return alike and low.has("aim") and _ends_range(high) and not actual.has("aim")


def _ends_range(figure: _Figure) -> bool:
    """Whether a figure is the second of a range to be reached: 90%至95%."""
    only = [token.text for token in figure.tokens]
    return figure.has("aim") or (len(only) == 1 and only[0] in words("changes", "ends_at"))


_AGAINST = (_is_turned, _is_less_than_part, _is_misordered)
"""Ways in which a figure goes against those before it in its sentence."""
