"""Equations that a sentence writes out: 23944.91-54.30=23890.61, 上年末结余12万元+本年收入5万元
-本年支出4万元=年末结余13万元, 期末滚存=期初12万元+当期1万元=13万元."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.relations import Bounds, together
from sipipeline.evidence.narrative.lines.sentence_figures import (
    MOST_BEFORE,
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.language.mentions import Mention

_LINK = re.compile(r"[^\d,;:。!?()+=<>*×÷/-]{0,12}([+=-])[^\d,;:。!?()+=<>*×÷/-]{0,12}")
"""What stands between two figures of an equation: a sign, and what they are called."""
_NAME = re.compile(r"[^\W\d_]{2,16}=[^\d,;:。!?()+=<>*×÷/-]{0,12}$")
"""期末滚存=期初: the name of what an equation comes to, before it."""
_NO_SUM = frozenset("+-=*×÷/<>(")
"""Signs before an equation that make its first figure a part of something else."""
_EQUALS = "="
_FEWEST = 3
"""Figures of an equation: two, and what they come to."""
_BESIDE = ("+", "-", "=")


def equated(here: NumberInLine) -> Working | None:
    """What the last figure of an equation must be by the others."""
    terms = _terms(here)
    signs = [term.sign for term in terms]
    if signs.count(_EQUALS) != 1 or len(terms) < _FEWEST or _goes_on(here):
        return None
    figures = [term.figure for term in terms]
    if not all(map(is_whole, figures)) or not _are_alike(figures):
        return None
    place = signs.index(_EQUALS)
    *right, last = terms[place:]
    rest = together(_spans(terms[:place], here)).minus(together(_spans(right, here)))
    return Working(figures[0].start, [rest.by(-1 if last.sign == "-" else 1)])


class _EquationTerm(NamedTuple):
    figure: Mention
    sign: str
    """The sign before it; "" of the first."""


def _terms(here: NumberInLine) -> Sequence[_EquationTerm]:
    """The figures of an equation up to a number, each with its sign; none where it is no whole
    equation."""
    terms: list[_EquationTerm] = []
    for back in range(min(here.place, MOST_BEFORE) + 1):
        figure, before = here.figures[here.place - back], _before(here, back)
        link = _LINK.fullmatch(before)
        if link is None or back == here.place:
            terms.append(_EquationTerm(_plain(figure, here), ""))
            return terms[::-1] if not _NO_SUM.intersection(_NAME.sub("", before)) else ()
        terms.append(_EquationTerm(_plain(figure, here), link[1]))
    return ()


def _plain(figure: Mention, here: NumberInLine) -> Mention:
    """A figure without the bound that a sign of the equation beside it may be read as: 12+3=15."""
    beside = here.text[figure.end : figure.end + 1] in _BESIDE or figure.op == _EQUALS
    return replace(figure, op="") if beside else figure


def _before(here: NumberInLine, back: int) -> str:
    """The words between a number and the one before it, with the sign that may be read as its
    own."""
    figure = here.figures[here.place - back]
    sign = here.text[figure.start]
    words = here.words(back)
    return words + sign if sign in "+-" else words


def _goes_on(here: NumberInLine) -> bool:
    """Whether an equation goes on behind a number."""
    following = here.place + 1
    if following == len(here.figures):
        return False
    behind = NumberInLine(here.text, here.figures, following)
    return bool(_NO_SUM.intersection(_before(behind, 0)))


def _are_alike(figures: Sequence[Mention]) -> bool:
    """Whether all figures are measured alike, or only the last has a unit, which is that of all."""
    bases = {one.unit.base for one in figures if one.unit.symbol}
    last = figures[-1].unit
    return len(bases) <= 1 and (not bases or bool(last.symbol))


def _spans(terms: Sequence[_EquationTerm], here: NumberInLine) -> Sequence[Bounds]:
    """What the figures can mean, each with its sign, in the unit of the number where they have
    none."""
    spans = []
    for figure, sign in terms:
        factor = 1.0 if figure.unit.symbol else here.number.unit.factor
        spans.append(bounds_of(figure).by(-factor if sign == "-" else factor))
    return spans
