"""Whether figures that set words compare with those right before them stand to these as it is
said: 累计结余81.88亿元，首次突破80亿元; 住院占48.1%，门诊占20.6%，前者比重更高;
平均12个工作日，比规定的15个工作日提前3个工作日;
缺口121.69万元，比上年同口径缺口21.97万元扩大99.72万元."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of, figures_in
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import WordPattern
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "set_comparisons")
_FARTHEST = 24
"""Characters behind a figure in which words compare it."""


def statements(line: Paragraph) -> Iterator[Statement]:
    """The figures of a line that stand otherwise to each other than set words say."""
    figures = figures_in(line.text)
    for place in range(1, len(figures)):
        for read in (_broken, _former_or_latter, _from_base):
            told = read(line.text, figures, place)
            if told is not None and not told.holds:
                text = line.text[told.start : told.end]
                yield Statement(line.key, text, (), holds=False)


@frozen
class _StatedComparison:
    """Words that compare figures, by their ends, and whether it is so."""

    start: int
    end: int
    holds: bool


def _broken(text: str, figures: Sequence[Mention], place: int) -> _StatedComparison | None:
    """累计结余81.88亿元，首次突破80亿元: whether the first is not below the second."""
    one, other = figures[place - 1 : place + 1]
    if not _alike((one, replace(other, op=""))) or not _BROKEN.fullmatch(
        text, one.end, other.start
    ):
        return None
    holds = bounds_of(one).high >= bounds_of(replace(other, op=""), exact=True).low
    return _StatedComparison(one.start, other.end, holds=holds)


def _former_or_latter(
    text: str, figures: Sequence[Mention], place: int
) -> _StatedComparison | None:
    """住院占48.1%，门诊占20.6%，前者比重更高: whether the one that is named is the greater."""
    one, other = figures[place - 1 : place + 1]
    behind = _WHICH.match(text, other.end, other.end + _FARTHEST)
    if behind is None or not _alike((one, other)) or one.unit.dimension != "percent":
        return None
    if not _SHARE.fullmatch(text, one.end, other.start):
        return None
    first, second = bounds_of(one), bounds_of(other)
    greater = bool(behind["former"]) == bool(behind["more"])
    holds = first.high >= second.low if greater else first.low <= second.high
    return _StatedComparison(one.start, behind.end(), holds=holds)


def _from_base(text: str, figures: Sequence[Mention], place: int) -> _StatedComparison | None:
    """12个工作日拨付到位，比规定的15个工作日提前3个工作日: whether the third is how far the first
    is from the second, to the side that is said."""
    if place < 2:
        return None
    one, base, by = figures[place - 2 : place + 1]
    way = _WAY.fullmatch(text, base.end, by.start)
    if way is None or not _alike((one, base, by)) or not _BASE.fullmatch(text, one.end, base.start):
        return None
    moved = bounds_of(by) if way["more"] else bounds_of(by).by(-1)
    made = bounds_of(base).plus(moved)
    return _StatedComparison(one.start, by.end, holds=made.meets(bounds_of(one)))


def _alike(figures: Sequence[Mention]) -> bool:
    """Whether figures say just what they say, and are measured alike."""
    plain = not any(one.about or one.op or one.value <= 0 for one in figures)
    return plain and len({one.unit.dimension for one in figures}) == 1


# ---------------------------------------------------------------- words
_BROKEN = WordPattern(",(?:{time})?{breaking}", *_HERE)
"""，首次突破: the words between a figure and one that it is said to have passed."""
_SHARE = WordPattern(r",[^,;:。()\d]{0,16}{sharing}", *_HERE)
"""，门诊占: the words between two shares."""
_WHICH = WordPattern(
    ",(?:(?P<former>{former})|{latter}){proportion}(?:{degree})?"
    "(?:(?P<more>{greater})|{smaller})(?=[,;。]|$)",
    *_HERE,
)
"""，前者比重更高: what is said of two shares behind them."""
_BASE = WordPattern(
    r"[^,;:。()\d]{0,16},(?:{than})[^,;:。()\d]{0,16}{basis}[^,;:。()\d]{0,16}", *_HERE
)
"""拨付到位，比规定的: the words between a figure and what it is compared with."""
_WAY = WordPattern("(?:(?P<more>{later})|{earlier})", *_HERE)
"""提前: the words between that and how far they are apart."""
