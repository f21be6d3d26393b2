"""Bare figures of a fund in the order in which the fund before it has its own: 企业养老收入50亿元，
支出47亿元；居民养老6亿元，4亿元."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.evidence.narrative.lines.segments import SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token

_FUNDS = frozenset({"fund", "brief"})
_PARTS = frozenset({"join", "fillers", ",", "(", ")"})
"""Kinds of words that may stand between bare figures."""
_NAMING = frozenset(
    {"item", "budget", "outcome", "this_year", "whole_year", "completion", "level", "each"}
)
"""Kinds of words that say which line a figure is of."""
_PAIR = 2
_MOST = 16
"""Figures that are kept to go with."""
_UNPAIRED = Token("rest", "", 0, 0)
"""Words that make a figure unclear."""

Figure = Sequence[Token]
"""A number, with the words that lead to it."""


def with_lines(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, bare figures of a fund with the names that those of the fund before it
    have, one by one: 机关17.07亿/16.77亿. They become unclear where it has not as many, or other
    words stand there; a single one does behind several lines: 收入50亿元，支出47亿元；机关6亿."""
    written: list[Token] = []
    pattern: Sequence[Figure] = ()
    for clause, ends in _clauses(tokens):
        figures, behind = _figures(clause)
        named = _named(figures, pattern, behind)
        written += [token for figure in named for token in figure]
        written += [*behind, *ends]
        pattern = () if ends and ends[0].kind in SENTENCE_ENDS else _kept(pattern, figures)
    return written


def _kept(pattern: Sequence[Figure], figures: Sequence[Figure]) -> Sequence[Figure]:
    """The figures that bare ones of the next fund may go with: those of the last fund of which the
    first has a name, and what was named since."""
    if figures and not _is_bare(figures[0]):
        return figures
    named = [one for one in figures[1:] if any(token.kind not in _PARTS for token in one[:-1])]
    return (*pattern, *named)[:_MOST]


def _named(
    figures: Sequence[Figure], pattern: Sequence[Figure], behind: Sequence[Token]
) -> Sequence[Figure]:
    """Some figures, each with the name that it has by those of the fund before."""
    if not figures or not _is_bare(figures[0]) or not pattern:
        return figures
    if len(figures) >= _PAIR and _are_bare(figures, behind):
        clear = _goes_with(figures, pattern)
        names = [*map(_naming, pattern)] if clear else [[_UNPAIRED]] * len(figures)
        return [_led(one, name) for one, name in zip(figures, names, strict=True)]
    lines = [one for one in pattern if _is_line(one) and _measured(one) == _measured(figures[0])]
    if len(lines) < _PAIR:
        return figures
    return [_led(figures[0], [_UNPAIRED]), *figures[1:]]


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """The words up to each semicolon, or end of a sentence, and that sign."""
    start = 0
    for place, token in enumerate(tokens):
        if token.kind == ";" or token.kind in SENTENCE_ENDS:
            yield tokens[start:place], [token]
            start = place + 1
    yield tokens[start:], ()


def _figures(clause: Sequence[Token]) -> tuple[Sequence[Figure], Sequence[Token]]:
    """The numbers of a clause with the words before each, and the words behind the last."""
    figures: list[Figure] = []
    words: list[Token] = []
    for token in clause:
        words.append(token)
        if token.kind == "number":
            figures.append(words)
            words = []
    return figures, words


def _are_bare(figures: Sequence[Figure], behind: Sequence[Token]) -> bool:
    """Whether figures have nothing but a fund before the first, and no words between them."""
    plain = all(token.kind in _PARTS for figure in figures[1:] for token in figure[:-1])
    ended = all(token.kind in _PARTS for token in behind)
    return bool(figures) and _is_bare(figures[0]) and plain and ended


def _is_bare(figure: Figure) -> bool:
    """Whether no more than a fund stands before a number."""
    named = [token.kind for token in figure[:-1] if token.kind not in _PARTS]
    return len(named) == 1 and named[0] in _FUNDS


def _goes_with(figures: Sequence[Figure], pattern: Sequence[Figure]) -> bool:
    """Whether bare figures are as many as those before, measured alike, and these say no more than
    the name of a line each."""
    lines = [tuple(token.text for token in _naming(one)) for one in pattern]
    told = all(map(_is_line, pattern)) and len({*lines}) == len(lines)
    return told and [*map(_measured, figures)] == [*map(_measured, pattern)]


def _is_line(figure: Figure) -> bool:
    """Whether words before a number say but of which line it is, and of which fund."""
    known = {token.kind for token in figure[:-1]} <= _NAMING | _PARTS | _FUNDS
    return known and any(token.kind == "item" for token in figure)


def _naming(figure: Figure) -> Sequence[Token]:
    return [token for token in figure[:-1] if token.kind in _NAMING]


def _measured(figure: Figure) -> str:
    mention = figure[-1].mention
    return mention.unit.dimension if mention is not None else ""


def _led(figure: Figure, name: Sequence[Token]) -> Figure:
    """A figure with a name right before its number, where it stands itself."""
    *words, number = figure
    return [*words, *(replace(one, start=number.start, end=number.start) for one in name), number]
