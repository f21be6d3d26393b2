"""The formulas by which the template works out a figure itself, and how they are known again.

Such a figure is stated by nobody until it is typed over. Programs write references in their own
way, with $ and quotes or without, so only what a formula does with its references is compared."""

import re

OWN_BEGINS = "IF(COUNT("
"""How each of them begins."""

_REFERENCE = r"[^\s()\"]+"
_SHAPES = (
    ('IF(COUNT({0})=0,"",SUM({0}))', 1),
    ('IF(COUNT({0},{1})<2,"",{0}-{1})', 2),
    ('IF(COUNT({0},{1})<2,"",IF({1}<=0,"",{0}/{1}))', 2),
)
_SUM, _DIFFERENCE, _SHARE = (shape for shape, _ in _SHAPES)


def sum_of(area: str) -> str:
    """The sum over an area; nothing where all of it is blank."""
    return _SUM.format(area)


def difference(one: str, other: str) -> str:
    """What one cell has more than another; nothing where one of them is blank."""
    return _DIFFERENCE.format(one, other)


def share(part: str, base: str) -> str:
    """One cell over another; nothing where one is blank, or the base is not above nothing."""
    return _SHARE.format(part, base)


def is_own(formula: str) -> bool:
    """Whether a formula, without its equals sign, is one of the above and nothing more."""
    plain = re.sub(r"[$'\s]", "", formula)
    return any(pattern.fullmatch(plain) for pattern in _PATTERNS)


def _pattern(shape: str, references: int) -> re.Pattern[str]:
    """The pattern of a shape: any references, each the same wherever it stands."""
    text = re.escape(shape)
    for number in range(references):
        place = re.escape(f"{{{number}}}")
        text = text.replace(place, f"(?P<r{number}>{_REFERENCE}?)", 1)
        text = text.replace(place, f"(?P=r{number})")
    return re.compile(text)


_PATTERNS = tuple(_pattern(shape, references) for shape, references in _SHAPES)
