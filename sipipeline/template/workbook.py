"""The standard workbook, blank or filled in: written from the standard, its live checks from the
rules' relations."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from sipipeline import catalogue
from sipipeline.core import keys
from sipipeline.core.standard import Fund, Standard
from sipipeline.core.text import Lang
from sipipeline.template.account import write_account
from sipipeline.template.cover import write_cover
from sipipeline.template.formats import BODY, Formats
from sipipeline.template.guide import write_guide
from sipipeline.template.layout import SPARE, Layout, plan
from sipipeline.template.lists import write_causes, write_indicators
from sipipeline.template.live_checks import checks
from sipipeline.template.narrative import write_narrative
from sipipeline.template.people import write_people
from sipipeline.template.row_heights import sheet_class
from sipipeline.template.sheet_writer import Checks, SheetWriter
from sipipeline.xlsx.hidden import TEMPLATE_NAME

CREATED = datetime(2020, 1, 1)
"""In the properties of every workbook, so that the same input gives the same bytes."""

_TABS = {
    "guide": "#8795A4",
    "cover": "#24476B",
    "fund": "#4E8A5C",
    "total": "#24476B",
    "other": "#8A6D3B",
}
_TABLES: dict[str, Callable[[SheetWriter], None]] = {
    "people": write_people,
    "causes": write_causes,
    "indicators": write_indicators,
    "narrative": write_narrative,
}
"""The sheets behind the accounts, in their order."""


def write_workbook(
    target: Path | BinaryIO,
    standard: Standard,
    *,
    funds: Sequence[str] | None = None,
    year: int | None = None,
    values: Mapping[str, object] = {},
    lang: Lang = "zh",
) -> None:
    """Write the workbook of a standard in a language: all funds or those named; `values` holds full
    keys with values as in JSON.

    The bytes depend on nothing but what is given. A workbook without values has the defaults of the
    cover."""
    import xlsxwriter

    if not values or year is not None:
        stated = {} if year is None else {"cover.year": year}
        values = {**_defaults(standard), **values, **stated}
    layout, formulas = _planned(standard, funds, values, lang)
    options = {
        "default_format_properties": {"font_name": BODY, "font_size": 10},
        "strings_to_urls": False,
        "in_memory": True,
    }
    file = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": layout.says(standard.name), "created": CREATED})
        book.define_name(TEMPLATE_NAME, f'="{standard.id}/{standard.version}"')
        book.set_calc_mode("auto")
        _TemplateBook(book, layout, values, formulas).write()


def places_of(
    standard: Standard, funds: Sequence[str], values: Mapping[str, object]
) -> dict[str, tuple[str, str]]:
    """Sheet and cell of each key in the workbook that `write_workbook` writes of the same."""
    layout, _ = _planned(standard, funds, values, "zh")
    return {key: (spot.sheet, spot.ref) for key, spot in layout.spots.items()}


class _TemplateBook:
    """Puts the sheets into a workbook in their order, then writes them, the cover last."""

    def __init__(
        self, book: Any, layout: Layout, values: Mapping[str, object], formulas: Checks
    ) -> None:
        self._book = book
        self._layout = layout
        self._values = values
        self._formulas = formulas
        self._formats = Formats(book)

    def write(self) -> None:
        layout = self._layout
        write_guide(self._sheet(layout.sheet("guide"), "guide"), layout, self._formats)
        cover = self._writer(layout.sheet("cover"), "cover")
        accounts = [(fund, self._account(fund)) for fund in layout.accounts]
        for fund, writer in accounts:
            write_account(writer, fund)
        checked = [writer for _, writer in accounts]
        for name, write in _TABLES.items():
            writer = self._writer(layout.sheet(name), "other")
            write(writer)
            checked.append(writer)
        write_cover(cover, checked)
        cover.sheet.activate()

    def _account(self, fund: Fund) -> SheetWriter:
        kind = "total" if fund is self._layout.standard.total else "fund"
        return self._writer(self._layout.sheet_of(fund), kind)

    def _writer(self, name: str, kind: str) -> SheetWriter:
        sheet = self._sheet(name, kind)
        return SheetWriter(sheet, self._layout, self._formats, self._values, self._formulas)

    def _sheet(self, name: str, kind: str) -> Any:
        sheet = self._book.add_worksheet(name, sheet_class())
        sheet.set_tab_color(_TABS[kind])
        return sheet


def _defaults(standard: Standard) -> dict[str, object]:
    return {
        f"cover.{column.key}": column.default
        for column in standard.cover
        if column.default is not None
    }


def _planned(
    standard: Standard, funds: Sequence[str] | None, values: Mapping[str, object], lang: Lang
) -> tuple[Layout, Checks]:
    """Layout and check formulas of a workbook with some funds, and rows enough for the values."""
    chosen = tuple(fund for fund in standard.funds if funds is None or fund.key in funds)
    rows = tuple(
        (name, max(count, _longest(name, values)) + SPARE) for name, count in standard.rows.items()
    )
    return _plan(standard, chosen, rows, lang)


@lru_cache(maxsize=32)
def _plan(
    standard: Standard, funds: tuple[Fund, ...], rows: tuple[tuple[str, int], ...], lang: Lang
) -> tuple[Layout, Checks]:
    """The same for all workbooks of one shape, so it is made once."""
    layout = plan(standard, funds, dict(rows), lang)
    return layout, checks(layout, catalogue.relations(standard))


def _longest(name: str, values: Mapping[str, object]) -> int:
    """The number of the last row of a list that has values."""
    numbers = (keys.number(key) for key in values if keys.is_of_list(key, name))
    return max((number for number in numbers if number is not None), default=0)
