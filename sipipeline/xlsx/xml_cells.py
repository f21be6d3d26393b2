"""The values of a worksheet read from its XML, cell by cell: for workbooks that python-calamine
cannot read, or of which it would read half."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from sipipeline.xlsx.cells import cells
from sipipeline.xlsx.number_formats import formats_by_style
from sipipeline.xlsx.package import Package, broken, local
from sipipeline.xlsx.safe_xml import SAFE
from sipipeline.xlsx.sheets import Workbook
from sipipeline.xlsx.shown import EPOCH, is_date, is_duration

_PARSER = etree.XMLParser(huge_tree=True, **SAFE)
_EPOCHS = {False: EPOCH, True: datetime.datetime(1904, 1, 1)}
_TRUE = ("1", "true")
_PHONETIC = "rPh"
"""How a text is read aloud, which stands beside it."""


@dataclass(frozen=True)
class XmlCells:
    """The cells of a workbook, with values as python-calamine gives them."""

    package: Package
    workbook: Workbook

    def rows(self, part: str) -> list[list[object]]:
        """The values of a sheet row by row from A1 on; "" for what is blank or shows an error."""
        rows: list[list[object]] = []
        for (row, column), cell in cells(self.package.read(part)):
            value = self._value(cell)
            if value != "":
                rows += ([] for _ in range(row - len(rows)))
                values = rows[row - 1]
                values += [""] * (column - len(values))
                values[column - 1] = value
        width = max(map(len, rows), default=0)
        for values in rows:
            values += [""] * (width - len(values))
        return rows

    def _value(self, cell: etree._Element) -> object:
        kind = cell.get("t", "n")
        parts = {local(part): part for part in cell}
        if kind == "inlineStr":
            return _text(parts["is"]) if "is" in parts else ""
        stored = "" if parts.get("v") is None else "".join(map(str, parts["v"].itertext()))
        if kind == "s":
            return self._string(stored)
        if kind == "b":
            return stored.strip() in _TRUE if stored else ""
        if kind == "e" or not stored:
            return ""
        if kind == "d":
            return _iso(stored)
        return self._number(stored, cell.get("s", "0")) if kind == "n" else stored

    def _string(self, stored: str) -> str:
        number = int(stored) if stored.strip().isdecimal() else -1
        return self._strings[number] if 0 <= number < len(self._strings) else ""

    def _number(self, stored: str, style: str) -> object:
        """A number, a date where the style has a format of dates; what is no number as it stands
        there."""
        try:
            value = float(stored)
        except ValueError:
            return stored
        shown = self._formats.get(style, "")
        return _moment(value, shown, self._epoch) if is_date(shown) else value

    @cached_property
    def _strings(self) -> Sequence[str]:
        """The shared texts."""
        part = self.workbook.target("sharedStrings")
        return [] if part is None else [_text(item) for item in _parsed(self.package, part)]

    @cached_property
    def _formats(self) -> Mapping[str, str]:
        return formats_by_style(self.package, self.workbook)

    @cached_property
    def _epoch(self) -> datetime.datetime:
        settings = (one for one in self.workbook.root if local(one) == "workbookPr")
        return _EPOCHS[any(one.get("date1904") in _TRUE for one in settings)]


def _parsed(package: Package, part: str) -> etree._Element:
    try:
        return etree.fromstring(package.read(part), _PARSER)
    except etree.XMLSyntaxError as error:
        raise broken(f"{part}: {error}") from error


def _text(item: etree._Element) -> str:
    """A text, of one piece or of several in different fonts."""
    return "".join(map(str, _pieces(item)))


def _pieces(item: etree._Element) -> Iterator[str]:
    for part in item:
        if local(part) == "t":
            yield "".join(map(str, part.itertext()))
        elif local(part) != _PHONETIC:
            yield from _pieces(part)


def _moment(value: float, number_format: str, epoch: datetime.datetime) -> object:
    """A number of days as a date, a time or a duration; the number where it is none."""
    try:
        if is_duration(number_format):
            return datetime.timedelta(days=value)
        moment = epoch + datetime.timedelta(days=value)
    except (OverflowError, ValueError):
        return value
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == datetime.time() else moment


def _iso(stored: str) -> object:
    try:
        moment = datetime.datetime.fromisoformat(stored.strip())
    except ValueError:
        return stored
    return moment.date() if moment.time() == datetime.time() else moment
