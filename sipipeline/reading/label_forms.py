"""How a label is written: without numbering, units, remarks and years of its own."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from sipipeline.language.lexicon import WordPattern, fold, words
from sipipeline.language.units import read_unit
from sipipeline.reading.label_words import with_time_first

_YEAR = WordPattern(r"(?<![0-9〔\[【])(20[0-9]{2})(?:{calendar.year}|(?![0-9]))")
_CIRCLED = re.compile("[①-⑳]")
_BRACKETED = re.compile(r"[(]([^()]*)[)]")
_PERCENT = "percent"


def plain(label: object) -> str:
    """A label without spaces, line breaks, numbering, units in brackets and brackets, full-width
    signs made half-width; "" for what is no text."""
    return _plain(label) if isinstance(label, str) else ""


def without_remark(label: str) -> str:
    """A label without what is added in brackets: （含上年补缴）, （不含利息）."""
    return _REMARK.sub("", label)


def readings(cells: Iterable[str]) -> list[str]:
    """The label that cells beside each other make: whole, of each its first line alone, without
    remarks as （含上年补缴）, and with a time in brackets before it, as of 滚存结余（上年末）."""
    texts = list(cells)
    whole = "".join(map(plain, texts))
    first_lines = "".join(plain(text.strip().partition("\n")[0]) for text in texts)
    without_remarks = "".join(plain(without_remark(text)) for text in texts)
    time_first = "".join(plain(with_time_first(text)) for text in texts)
    return [whole, first_lines, without_remarks, time_first]


def without_years(labels: Iterable[str], year: int | None) -> list[str]:
    """Labels with words in place of their years: 2023年 is 本年 in a workbook of 2023, 2022年 上年,
    every other year another. Where the year of the workbook is not known, two years in a row are
    taken for 上年 and 本年."""
    texts = list(labels)
    found = sorted({int(one) for text in texts for one in _YEAR.findall(text)})
    stands_for = _words_for(found, year)
    return [_YEAR.sub(lambda one: stands_for.get(int(one[1]), one[0]), text) for text in texts]


def _words_for(years: Sequence[int], year: int | None) -> dict[int, str]:
    last, this, another = words("labels", "years")
    is_pair = len(years) == 2 and years[1] - years[0] == 1
    if year is None:
        return dict(zip(years, (last, this))) if is_pair else {}
    if is_pair and years[1] != year:
        return dict.fromkeys(years, another)
    due = {year: this, year - 1: last}
    return {one: due.get(one, another) for one in years}


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    text = unicodedata.normalize("NFKC", _CIRCLED.sub("", label))
    named = _NUMBERING.sub("", _BRACKETED.sub(_without_number_or_unit, text))
    return _ORNAMENTS.sub("", named)


def _without_number_or_unit(bracket: re.Match[str]) -> str:
    """Nothing for a bracket with a number, the working of a column or a unit in it."""
    inside = "".join(bracket[1].split())
    if _NUMBERS.fullmatch(inside):
        return ""
    unit = read_unit(fold(_WORD_FOR_UNIT.sub("", inside)))
    return bracket[0] if unit is None or unit.dimension == _PERCENT else ""


_WORD_FOR_UNIT = WordPattern("^{cover.beside_money}:?")
_NUMBERS = WordPattern(
    r"(?:{labels.numerals}+|\d+%?|[A-Za-z])(?:[-=+−×x*/÷.,、]"
    r"(?:{labels.numerals}+|\d+%?|[A-Za-z]))*"
)
"""What a bracket holds that numbers a label, or says of which columns it is made: 一, 2,
4=2-3."""
_NUMBERING = WordPattern(
    r"^[\s*＊★]*(?:(?:{labels.of_which}:?|{labels.signs}:)\s*"
    r"|(?:{labels.numerals}+|\d+(?:\.\d+)*|[A-Z]|[IVX]+)[.、)](?!\d)\s*|\d{1,2}(?:\.\d{1,2})*\s+"
    "(?!{calendar.year}|{calendar.month}|{calendar.day}))+"
)
"""What numbers a label in front of it: 一、, 2., 3), 1.2, also behind 其中 or 减：."""
_ORNAMENTS = WordPattern(r"[\s:：*＊+＋()（）、.．]|{labels.of_which}")
"""What may stand around the words of a label: spaces, brackets, points, a number in front."""
_REMARK = WordPattern("[(（]{labels.remarks}[^()（）]*[)）]")
