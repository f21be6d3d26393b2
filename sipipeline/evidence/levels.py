"""The levels of the indicator table as printed: 产出指标(50分), 社会效益, 一、满意度."""

from functools import cache

from sipipeline.core.standard import Level, Standard
from sipipeline.language.lexicon import WordPattern, words
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


def owner(standard: Standard, level1: str, level2: str) -> Level | None:
    """The first level that alone has a second level which stands under another: 满意度指标 for
    产出 | 服务对象满意度指标; None where they go together, or one of them is not known."""
    given, second = first_level(standard, level1), bare(level2)
    owners = [level for level in standard.levels if second in map(bare, level.second)]
    if given is None or len(owners) != 1 or given is owners[0]:
        return None
    return owners[0]


def is_printed_under(level: Level, level2: str) -> bool:
    """Whether forms print a second level of another under this first level too: 满意度 under
    效益."""
    return bare(level2) in map(bare, level.may_hold)


@cache
def bare(text: str) -> str:
    """The name of a level without number, points and the word 指标."""
    name = _PATTERN.sub("", compact(text))
    suffix = next((word for word in words("indicators", "level_ends") if name.endswith(word)), "")
    return name.removesuffix(suffix) or name


_PATTERN = WordPattern(
    r"^\((?:{numerals.digits}|{numerals.places}|[0-9])+\)"
    r"|^(?:{numerals.digits}|{numerals.places}|[0-9])+[、.,]"
    r"|\([0-9]+(?:\.[0-9]+)?%?{units.points}?\)$|[0-9]+(?:\.[0-9]+)?%?{units.points}?$"
)
"""一、 or （2） before a name; (50分), 50分 or （10） behind it."""
