"""What a cell of an OpenDocument holds."""

import datetime
import re
from collections.abc import Iterator

from lxml import etree

from sipipeline.kinds.book import CellContent, ErrorValue, Value
from sipipeline.kinds.opendocument.names import CALC_EXT, OFFICE, TABLE, TEXT
from sipipeline.xlsx.shown import EPOCH

_DURATION = re.compile(r"(-?)PT?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d*)?)S)?")
_PREFIX = re.compile(r"\A(?:\w+:)?=")
_NUMBERS = ("float", "percentage", "currency")
_USUAL = {"percentage": "0.00%", "date": "yyyy-mm-dd", "time": "[h]:mm:ss"}
"""The format of a value whose style has none."""
_MOST_SPACES = 10_000
_ANNOTATION = f"{OFFICE}annotation"
_PARAGRAPH = f"{TEXT}p"


def held(cell: etree._Element) -> CellContent | None:
    """What stands in a cell; None where nothing does."""
    kind = cell.get(f"{OFFICE}value-type", "")
    formula = cell.get(f"{TABLE}formula")
    value = _value(cell, kind, formula is not None)
    is_blank = formula is None and value in ("", None)
    if is_blank:
        return None
    spelled = None if formula is None else _spelled(formula)
    return CellContent(value, spelled, _USUAL.get(kind, ""))


def comment(cell: etree._Element) -> str | None:
    """The text of a comment; None where there is none."""
    note = cell.find(_ANNOTATION)
    return None if note is None else _paragraphs(note)


def _value(cell: etree._Element, kind: str, is_formula: bool) -> Value:
    if cell.get(f"{CALC_EXT}value-type") == "error":
        return ErrorValue(_paragraphs(cell) or "#VALUE!")
    if kind in _NUMBERS:
        return _number(cell.get(f"{OFFICE}value", ""))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        return _day(cell.get(f"{OFFICE}date-value", ""))
    if kind == "time":
        return _time(cell.get(f"{OFFICE}time-value", ""))
    stated = cell.get(f"{OFFICE}string-value")
    text = _paragraphs(cell) if stated is None else stated
    never_computed = is_formula and not kind and cell.find(_PARAGRAPH) is None
    return None if never_computed else text


def _number(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text


def _day(text: str) -> Value:
    try:
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return (moment - EPOCH) / datetime.timedelta(days=1)


def _time(text: str) -> Value:
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    days = (hours * 3600 + minutes * 60 + seconds) / 86400
    return -days if match[1] else days


def _spelled(formula: str) -> str:
    """A formula as Excel separates its arguments, without the brackets round references."""
    text = _PREFIX.sub("", formula)
    return text.replace("[", "").replace("]", "").replace(";", ",")


def _paragraphs(element: etree._Element) -> str:
    texts = ("".join(_pieces(paragraph)) for paragraph in element.findall(_PARAGRAPH))
    return "\n".join(texts)


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph, in its order."""
    yield element.text or ""
    for child in element:
        yield from _piece(child)
        yield child.tail or ""


def _piece(child: etree._Element) -> Iterator[str]:
    if child.tag == f"{TEXT}s":
        count = child.get(f"{TEXT}c", "1")
        yield " " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1)
    elif child.tag == f"{TEXT}tab":
        yield "\t"
    elif child.tag == f"{TEXT}line-break":
        yield "\n"
    elif isinstance(child.tag, str) and child.tag not in (_ANNOTATION, f"{TEXT}ruby-text"):
        yield from _pieces(child)
