"""What a cell of an XML Spreadsheet 2003 holds."""

import datetime
from collections.abc import Iterator

from lxml import etree

from sipipeline.kinds.book import CellContent, ErrorValue, Value
from sipipeline.kinds.xml_2003.names import SHEET
from sipipeline.kinds.xml_2003.references import spelled
from sipipeline.xlsx.references import Place
from sipipeline.xlsx.shown import EPOCH

_FIRST_RIGHT = datetime.datetime(1900, 3, 1)
"""Excel takes 1900 for a leap year: the days before have numbers that are one less."""
_DAYS_TO_1904 = 1462
_DATA, _COMMENT, _FORMULA = (f"{SHEET}{name}" for name in ("Data", "Comment", "Formula"))
_USUAL_OF_DATES = "yyyy-mm-dd"


def is_blank(cell: etree._Element) -> bool:
    """Whether a cell has a look and nothing else."""
    return len(cell) == 0 and cell.get(_FORMULA) is None


def held(cell: etree._Element, at: Place, from_1904: bool) -> CellContent | None:
    """What stands in a cell at a place; None where nothing does."""
    written = cell.get(_FORMULA)
    formula = None if written is None else spelled(written, at)
    data = cell.find(_DATA)
    if data is None:
        return None if formula is None else CellContent(None, formula, "")
    kind = data.get(f"{SHEET}Type", "String")
    value = _value("".join(_texts(data)), kind, from_1904)
    if value == "" and formula is None:
        return None
    return CellContent(value, formula, _USUAL_OF_DATES if kind == "DateTime" else "")


def comment(cell: etree._Element) -> str | None:
    """The text of a comment; None where there is none."""
    note = cell.find(_COMMENT)
    return None if note is None else "".join(_texts(note))


def _texts(element: etree._Element) -> Iterator[str]:
    return (str(text) for text in element.itertext())


def _value(text: str, kind: str, from_1904: bool) -> Value:
    if kind == "Number":
        return _number(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return _day(text.strip(), from_1904)
    return ErrorValue(text.strip()) if kind == "Error" else text


def _number(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text


def _day(text: str, from_1904: bool) -> Value:
    """The number of a day; the text where it is none."""
    try:
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    days = (moment - EPOCH) / datetime.timedelta(days=1)
    if from_1904:
        return days - _DAYS_TO_1904
    return days if moment >= _FIRST_RIGHT else days - 1
