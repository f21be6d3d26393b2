"""The sheets of a workbook as frames: a row a row of the sheet, a column a column, from A1 on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from sipipeline.core.silence import STDERR, silence
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.rule import ReservedRule
from sipipeline.rules import x013_damaged
from sipipeline.xlsx.cells import CellMarks, is_parted, marks_of
from sipipeline.xlsx.hidden import TEMPLATE_NAME
from sipipeline.xlsx.layout import NO_LAYOUT, SheetLayout, layout_of
from sipipeline.xlsx.number_formats import (
    CHINESE_DATES,
    StoredNumber,
    formats_by_style,
    stored_numbers,
)
from sipipeline.xlsx.package import Package, PackageError
from sipipeline.xlsx.references import reference_of
from sipipeline.xlsx.sheets import Workbook, Worksheet
from sipipeline.xlsx.shown import multiplies, tells
from sipipeline.xlsx.xml_cells import XmlCells

if TYPE_CHECKING:
    import pandas
    from python_calamine import CalamineWorkbook

Rows = Sequence[Sequence[object]]
"""The values of a frame row by row; "" is an empty cell."""

_CONTROLS = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
}
"""Characters that command a terminal, and the signs by which they are shown."""
_ENDING = (KeyboardInterrupt, SystemExit, MemoryError)
_DAMAGED = Text(
    zh="工作簿的内容读不出来，文件可能已损坏。",
    en="The workbook cannot be read; it may be damaged.",
)


class ReadingError(Exception):
    """The cells cannot be read; says why for the submitter, with the rule that refuses the
    file."""

    def __init__(self, rule: ReservedRule, reason: Text) -> None:
        super().__init__(reason.en)
        self.rule = rule
        self.reason = reason


@dataclass(frozen=True)
class SheetFrame:
    """One worksheet: its values, and what python-calamine does not tell of its cells."""

    name: str
    frame: "pandas.DataFrame"
    """Objects as python-calamine gives them; "" is an empty cell, also one that shows an error."""
    marks: CellMarks
    layout: SheetLayout = NO_LAYOUT
    hidden: bool = False
    package: Package | None = None
    """Where the sheet stands; asked for the number formats of cells that need them."""
    odd: bool = False
    """Whether python-calamine could not read it."""
    telling: bool = False
    """Whether some number may be shown as something else than is stored."""
    percents: frozenset[str] = frozenset()
    """Cells whose number format shows a number as a percentage."""

    @cached_property
    def stored(self) -> Mapping[str, StoredNumber]:
        """The cells as they are stored, by reference."""
        return {} if self.package is None else stored_numbers(self.package, self.name)

    @cached_property
    def rows(self) -> Rows:
        """The values as lists, which are quicker to walk than the frame."""
        rows: Rows = self.frame.to_numpy().tolist()
        return rows


@frozen
class WorkbookFrames:
    sheets: tuple[SheetFrame, ...]
    template: str | None
    """Standard and version of the template, as in 2020/1."""


def reference(row: int, column: int) -> str:
    """Row and column of a frame, counted from 0, as A1."""
    return reference_of((row + 1, column + 1))


def load_frames(package: Package) -> WorkbookFrames:
    """All worksheets but the result sheet, of a package that has passed the gate."""
    try:
        return _load(package)
    except (PackageError, ValueError) as error:
        raise ReadingError(x013_damaged.RULE, _DAMAGED) from error


def first_rows(package: Package) -> Rows:
    """The values of the first worksheet, of a list that needs no frame; none where there is no
    sheet."""
    try:
        workbook = Workbook(package)
        values = _Values(package, workbook)
        first = workbook.sheets()[:1]
        return [_with_controls_shown(row) for sheet in first for row in values.rows(sheet)[0]]
    except (PackageError, ValueError) as error:
        raise ReadingError(x013_damaged.RULE, _DAMAGED) from error


def _load(package: Package) -> WorkbookFrames:
    workbook = Workbook(package)
    told, percent = _telling_styles(package, workbook), _percent_styles(package, workbook)
    values = _Values(package, workbook)
    results = {sheet.part for sheet in workbook.results()}
    sheets = []
    for sheet in workbook.sheets():
        if sheet.part in results:
            continue
        part = package.read(sheet.part)
        rows, is_usual = values.rows(sheet)
        rows = [_with_controls_shown(row) for row in rows]
        sheets.append(
            SheetFrame(
                sheet.name,
                _frame(rows),
                marks_of(part),
                layout_of(part),
                sheet.element.get("state", "visible") != "visible",
                package,
                odd=not is_usual,
                telling=not is_usual or (told is not None and told.search(part) is not None),
                percents=_cells_in(part, percent),
            )
        )
    return WorkbookFrames(tuple(sheets), _template(workbook))


@dataclass(frozen=True)
class _Values:
    """The values of the sheets: as python-calamine reads them, from the XML where it cannot."""

    package: Package
    workbook: Workbook

    def rows(self, sheet: Worksheet) -> tuple[Rows, bool]:
        """The values of a sheet, and whether python-calamine could read them."""
        rows = None if self._is_odd(sheet) else self._quickly(sheet.name)
        return (self._xml.rows(sheet.part), False) if rows is None else (rows, True)

    def _is_odd(self, sheet: Worksheet) -> bool:
        """Whether python-calamine would misread a sheet: one with comments or CDATA."""
        return self._odd_strings or is_parted(self.package.read(sheet.part))

    def _quickly(self, name: str) -> Rows | None:
        if self._book is None:
            return None
        try:
            with silence(STDERR):
                rows: Rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except _ENDING:
            raise
        except BaseException:  # panics of python-calamine are no Exception
            return None
        return rows

    @cached_property
    def _book(self) -> "CalamineWorkbook | None":
        from python_calamine import CalamineWorkbook

        try:
            with silence(STDERR):
                return CalamineWorkbook.from_filelike(BytesIO(self.package.light))
        except _ENDING:
            raise
        except BaseException:  # panics of python-calamine are no Exception
            return None

    @cached_property
    def _odd_strings(self) -> bool:
        part = self.workbook.target("sharedStrings")
        return part is not None and is_parted(self.package.read(part))

    @cached_property
    def _xml(self) -> XmlCells:
        return XmlCells(self.package, self.workbook)


def _telling_styles(package: Package, workbook: Workbook) -> re.Pattern[bytes] | None:
    """What finds a cell in a style that shows numbers as something else; None where no style
    does."""
    formats = formats_by_style(package, workbook)
    local_dates = set(CHINESE_DATES.values())
    styles = [style for style, shown in formats.items() if shown in local_dates or tells(shown)]
    return re.compile(_in_style(styles)) if styles else None


def _percent_styles(package: Package, workbook: Workbook) -> re.Pattern[bytes] | None:
    """What finds a cell with a value in a style that shows percentages; None where no style
    does."""
    formats = formats_by_style(package, workbook)
    styles = [style for style, shown in formats.items() if multiplies(shown)]
    head = rb"<(?:\w+:)?c\b(?=[^>]*%s)[^>]*?\br\s*=\s*[\"'](?P<ref>[A-Z]{1,3}[0-9]{1,7})[\"']"
    return re.compile((head + rb"[^>]*(?<!/)>") % _in_style(styles)) if styles else None


def _in_style(styles: Sequence[str]) -> bytes:
    return rb"\bs\s*=\s*[\"'](?:%s)[\"']" % "|".join(styles).encode()


def _cells_in(part: bytes, style: re.Pattern[bytes] | None) -> frozenset[str]:
    cells = () if style is None else style.finditer(part)
    return frozenset(cell["ref"].decode() for cell in cells)


def _with_controls_shown(row: Sequence[object]) -> Sequence[object]:
    """The row with each control character of its texts as a sign that can be seen."""
    for place, cell in enumerate(row):
        if isinstance(cell, str) and not cell.isprintable():
            return [*row[:place], *map(_shown, row[place:])]
    return row


def _shown(cell: object) -> object:
    return cell.translate(_CONTROLS) if isinstance(cell, str) else cell


def _frame(rows: Rows) -> "pandas.DataFrame":
    import numpy
    import pandas

    values = numpy.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
    if values.size:
        values[:] = rows
    return pandas.DataFrame(values, dtype=object, copy=False)


def _template(workbook: Workbook) -> str | None:
    named = workbook.defined(TEMPLATE_NAME)
    return (named[-1].strip('="') or None) if named else None
