"""Text to number, as people write numbers in cells: full-width, with separators, brackets, units inside."""

import re
import unicodedata
from dataclasses import dataclass

_SPACES = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?([^\d.,]*)")
_BLANKS = frozenset({"", "-", "--", "---", "/", "\\", "无", "空", "没有", "N/A", "n/a", "NA", "不适用", "未填", "*"})
_SIGNS = str.maketrans(
    {"−": "-", "—": "-", "–": "-", "－": "-", "﹣": "-", "△": "-", "▲": "-", "％": "%", "，": ",", "＂": '"'}
)


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    decimals: int
    unit: str
    """As written, without spaces; "" where there is none. 98% has the value 98 and the unit %."""


def normalise(text: str) -> str:
    """Half-width digits and signs, one kind of minus, no spaces at the ends."""
    return unicodedata.normalize("NFKC", text).translate(_SIGNS).replace("\u200b", "").strip()


def read_number(text: str) -> Number | None:
    """The number that the whole text is, with its unit; None where it is none."""
    plain = _SPACES.sub("", normalise(text)).lstrip("'").lstrip("¥￥")
    negative = plain.startswith("(") and ")" in plain
    if negative:
        plain = plain[1:].replace(")", "", 1)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    sign, whole, fraction, unit = found.groups()
    value = float(f"{sign}{whole.replace(',', '')}.{fraction or 0}")
    return Number(-value if negative else value, len(fraction or ""), unit)


def is_blank_word(text: str) -> bool:
    """Whether a text stands for nothing: —, /, 无 and the like."""
    return normalise(text) in _BLANKS
