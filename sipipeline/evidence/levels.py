"""The levels of the indicator table as printed: 产出指标(50分), 社会效益, 一、满意度."""

import re
from functools import cache

from sipipeline.core.standard import Level, Standard
from sipipeline.language.lexicon import one_of, words
from sipipeline.language.numbers import compact


def first_level(standard: Standard, text: str) -> Level | None:
    """The first level that a text names, with its points and without its last word too."""
    named = bare(text)
    for level in standard.levels:
        if named and named in {bare(name) for name in (level.name.zh, *level.synonyms)}:
            return level
    return None


def is_second_level(standard: Standard, text: str) -> bool:
    """Whether a text names a second level of the standard."""
    second = {bare(name) for level in standard.levels for name in level.second}
    return bare(text) in second


@cache
def bare(text: str) -> str:
    """The name of a level without number, points and the word 指标."""
    name = _pattern().sub("", compact(text))
    suffix = next((word for word in words("indicators", "level_ends") if name.endswith(word)), "")
    return name.removesuffix(suffix) or name


@cache
def _pattern() -> re.Pattern[str]:
    """一、 or （2） before a name; (50分), 50分 or （10） behind it."""
    numerals = f"(?:{one_of('numerals', 'digits')}|{one_of('numerals', 'places')}|[0-9])+"
    points = rf"[0-9]+(?:\.[0-9]+)?%?{one_of('units', 'points')}?"
    before = rf"^\({numerals}\)|^{numerals}[、.,]"
    return re.compile(rf"{before}|\({points}\)$|{points}$")
