"""Whether the figures of a list go the one way that words say of them, one by one:
四个季度支出依次为4.52亿元、4.87亿元、5.03亿元、5.43亿元，逐季走高."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.sentence_figures import FARTHEST, bounds_of, figures_in
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.own_figures.untrue_words import untrue
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.dates import years_in
from sipipeline.language.lexicon import WordPattern, has
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "progressions")
_RATE = "percent"
_LEAST = 3
"""Figures that a list has at least."""
_LONGEST = 120
"""Characters before a list that are looked at for its years."""


def statements(line: Paragraph) -> Iterator[Statement]:
    """The lists of a line that go otherwise than words right behind them, or right before, say."""
    figures = figures_in(line.text)
    for run in _runs(line.text, figures, _NEXT):
        told = _told(line.text, run)
        if told is not None and not _goes(run, told) and not _may_be_turned(line.text, run):
            yield untrue(line, min(told.start(), run[0].start), max(told.end(), run[-1].end))
    for run in _runs(line.text, figures, _NEXT_NAMED):
        told = _sorted(line.text, run)
        if told is not None and not _goes(run, told):
            yield untrue(line, told.start(), run[-1].end)


def _runs(text: str, figures: Sequence[Mention], joint: WordPattern) -> Iterator[Sequence[Mention]]:
    """The lists of figures that are measured alike, three at least, of which two have words of a
    pattern between them."""
    run: list[Mention] = []
    for one in figures:
        if run and not _is_next(text, run[-1], one, joint):
            yield from [run] * (len(run) >= _LEAST)
            run = []
        run.append(one)
    yield from [run] * (len(run) >= _LEAST)


def _is_next(text: str, one: Mention, other: Mention, joint: WordPattern) -> bool:
    """Whether but words of a pattern stand between two figures that are measured alike."""
    between = text[one.end : other.start]
    alike = one.unit == other.unit and not (one.about or other.about or one.op or other.op)
    return alike and len(between) <= FARTHEST and joint.fullmatch(between) is not None


def _sorted(text: str, run: Sequence[Mention]) -> re.Match[str] | None:
    """The words right before a list which say that it is sorted, by what its figures are: not
    增幅由高到低依次为 before amounts; None where there are none."""
    told = _SORTED.search(text, max(0, run[0].start - FARTHEST), run[0].start)
    if told is None:
        return None
    by = signs.CLAUSE.split(text[max(0, told.start() - FARTHEST) : told.start()])[-1]
    of_rates = run[0].unit.dimension == _RATE
    return told if has(by, *_HERE, "of_rates") == of_rates else None


def _told(text: str, run: Sequence[Mention]) -> re.Match[str] | None:
    """The words which say that the figures of a list rose one by one, or fell: right behind it, or
    in the clause before; None where none do."""
    behind = _BEHIND.match(text, run[-1].end)
    return behind or _BEFORE.search(text, max(0, run[0].start - FARTHEST), run[0].start)


def _goes(run: Sequence[Mention], told: re.Match[str]) -> bool:
    """Whether each figure of a list may be as far up as the one before it, or down."""
    spans = [bounds_of(one) for one in run]
    if told["up"]:
        return all(one.low <= other.high for one, other in pairwise(spans))
    return all(other.low <= one.high for one, other in pairwise(spans))


def _may_be_turned(text: str, run: Sequence[Mention]) -> bool:
    """Whether a list may begin with the last year: the years before it fall, or it goes wholly the
    other way and no quarters are named."""
    before = signs.SENTENCE.split(text[max(0, run[0].start - _LONGEST) : run[-1].start])[-1]
    if any(one > other for one, other in pairwise(years_in(before))):
        return True
    values = [one.value for one in run]
    straight = values in (sorted(values), sorted(values, reverse=True))
    return straight and _QUARTER.search(before) is None


# ---------------------------------------------------------------- words
_NEXT = WordPattern(r"(?:,|{narrative.workings.listing})(?:{times}|\d{4}{calendar.year})?", *_HERE)
"""、2021年: what stands between two figures of a list."""
_NEXT_NAMED = WordPattern(
    r"\)?{narrative.workings.listing}(?!{fallen})[^,;:、()。]{1,12}\(?", *_HERE
)
"""、居民养老: what stands between two figures of a list, each with its name."""
_SORTED = WordPattern(
    r"(?:(?P<up>{upwards})|{downwards}){severally}:?[^,;:、()。\d]{1,12}\(?$", *_HERE
)
"""由高到低依次为失业: the words before a list that is sorted."""
_BEHIND = WordPattern(",?{leading}?{steps}(?:(?P<up>{rises})|{falls})", *_HERE)
"""，逐年上升: what is said of a list right behind it."""
_BEFORE = WordPattern(
    "{steps}(?:(?P<up>{rises})|{falls})[,:;](?:[^,;:。]{0,16}{severally})$", *_HERE
)
"""逐年上升，分别为: what is said of a list in the clause before it."""
_QUARTER = WordPattern("{quarters}", *_HERE)
"""季度."""
