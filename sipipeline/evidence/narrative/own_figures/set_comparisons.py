"""Whether figures that set words compare with those right before them stand to these as it is
said: 累计结余81.88亿元，首次突破80亿元; 住院占48.1%，门诊占20.6%，前者比重更高;
平均12个工作日，比规定的15个工作日提前3个工作日;
缺口121.69万元，比上年同口径缺口21.97万元扩大99.72万元."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.sentence_figures import FARTHEST, NumberInLine, bounds_of
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.own_figures.leading_words import way
from sipipeline.evidence.narrative.own_figures.untrue_words import Span, found_by
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.lexicon import WordPattern
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "set_comparisons")


def statements(line: Paragraph) -> Iterator[Statement]:
    """The figures of a line that stand otherwise to each other than set words say."""
    return found_by(line, _broken, _former_or_latter, _from_base)


def _broken(here: NumberInLine) -> Span | None:
    """累计结余81.88亿元，首次突破80亿元: unless the first is not below the second."""
    one, other = here.last, replace(here.number, op="")
    if not _alike((one, other)) or not _BROKEN.fullmatch(here.text, one.end, other.start):
        return None
    holds = bounds_of(one).high >= bounds_of(other, exact=True).low
    return None if holds else (one.start, other.end)


def _former_or_latter(here: NumberInLine) -> Span | None:
    """住院占48.1%，门诊占20.6%，前者比重更高: unless the one that is named is the greater."""
    one, other = here.last, here.number
    told = _WHICH.match(here.text, other.end, other.end + FARTHEST)
    if told is None or not _alike((one, other)) or one.unit.dimension != "percent":
        return None
    if not _SHARE.fullmatch(here.text, one.end, other.start):
        return None
    first, second = bounds_of(one), bounds_of(other)
    greater = bool(told["former"]) == bool(told["more"])
    holds = first.high >= second.low if greater else first.low <= second.high
    return None if holds else (one.start, told.end())


def _from_base(here: NumberInLine) -> Span | None:
    """12个工作日拨付到位，比规定的15个工作日提前3个工作日: unless the third is how far the first is
    from the second, to the side that is said."""
    if here.place < 2:
        return None
    one, base, by = here.figures[here.place - 2 : here.place + 1]
    told = _WAY.fullmatch(here.text, base.end, by.start)
    led = _BASE.fullmatch(here.text, one.end, base.start)
    if told is None or led is None or not _alike((one, base, by)):
        return None
    made = bounds_of(base).plus(bounds_of(by).by(way(told, "more")))
    return None if made.meets(bounds_of(one)) else (one.start, by.end)


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
