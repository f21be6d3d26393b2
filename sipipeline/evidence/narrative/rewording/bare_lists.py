"""Bare figures of a fund in the order in which the fund before it has its own: 企业养老收入50亿元，
支出47亿元；居民养老6亿元，4亿元."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.marks import Mark
from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS

_FUNDS = frozenset({"fund", "brief"})
_PARTS = frozenset({"join", "fillers", ",", "(", ")"})
"""Kinds of words that may stand between bare figures."""
_NAMING = frozenset(
    {"item", "budget", "outcome", "this_year", "whole_year", "completion", "level", "each"}
)
"""Kinds of words that say which line a figure is of."""
_PAIR = 2
_UNPAIRED = Mark("rest", "", 0, 0)
"""Words that make a figure unclear."""

Figure = Sequence[Mark]
"""A number, with the words that lead to it."""


def with_lines(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a line, bare figures of a fund with the names that those of the fund before it
    have, one by one: 机关17.07亿/16.77亿. They become unclear where it has not as many, or other
    words stand there."""
    written: list[Mark] = []
    pattern: Sequence[Figure] = ()
    for clause, ends in _clauses(marks):
        figures, behind = _figures(clause)
        bare = bool(pattern) and _are_bare(figures, behind)
        if bare and _is_unclear(figures, pattern):
            written += _named(figures, [[_UNPAIRED]] * len(figures))
        elif bare and len(figures) >= _PAIR:
            written += _named(figures, [*map(_naming, pattern)])
        else:
            written += clause
            pattern = figures if figures else pattern
            behind = ()
        written += [*behind, *ends]
        pattern = () if ends and ends[0].kind in SENTENCE_ENDS else pattern
    return written


def _clauses(marks: Sequence[Mark]) -> Iterator[tuple[Sequence[Mark], Sequence[Mark]]]:
    """The words up to each semicolon, or end of a sentence, and that sign."""
    start = 0
    for place, mark in enumerate(marks):
        if mark.kind == ";" or mark.kind in SENTENCE_ENDS:
            yield marks[start:place], [mark]
            start = place + 1
    yield marks[start:], ()


def _figures(clause: Sequence[Mark]) -> tuple[Sequence[Figure], Sequence[Mark]]:
    """The numbers of a clause with the words before each, and the words behind the last."""
    figures: list[Figure] = []
    words: list[Mark] = []
    for mark in clause:
        words.append(mark)
        if mark.kind == "number":
            figures.append(words)
            words = []
    return figures, words


def _are_bare(figures: Sequence[Figure], behind: Sequence[Mark]) -> bool:
    """Whether figures have nothing but a fund before the first, and no words between them."""
    if not figures or any(mark.kind not in _PARTS for mark in behind):
        return False
    (first, *others) = figures
    named = [mark.kind for mark in first[:-1] if mark.kind not in _PARTS]
    plain = all(mark.kind in _PARTS for figure in others for mark in figure[:-1])
    return len(named) == 1 and named[0] in _FUNDS and plain


def _is_unclear(figures: Sequence[Figure], pattern: Sequence[Figure]) -> bool:
    """Whether it is unclear what bare figures are of: not as many as those before, or these say
    more than the name of a line each."""
    if max(len(figures), len(pattern)) < _PAIR:
        return False
    lines = [[mark.text for mark in _naming(one)] for one in pattern]
    told = all(map(_is_line, pattern)) and len({*map(tuple, lines)}) == len(lines)
    return not told or [*map(_measured, figures)] != [*map(_measured, pattern)]


def _is_line(figure: Figure) -> bool:
    """Whether words before a number say but of which line it is, and of which fund."""
    known = {mark.kind for mark in figure[:-1]} <= _NAMING | _PARTS | _FUNDS
    return known and any(mark.kind == "item" for mark in figure)


def _naming(figure: Figure) -> Sequence[Mark]:
    return [mark for mark in figure[:-1] if mark.kind in _NAMING]


def _measured(figure: Figure) -> str:
    mention = figure[-1].mention
    return mention.unit.dimension if mention is not None else ""


def _named(figures: Sequence[Figure], names: Sequence[Sequence[Mark]]) -> Iterator[Mark]:
    """The figures, each with a name right before its number, where it stands itself."""
    for (*words, number), name in zip(figures, names, strict=True):
        yield from words
        yield from (replace(one, start=number.start, end=number.start) for one in name)
        yield number
