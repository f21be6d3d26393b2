"""The standard workbook, blank or filled in: written from the standard, its live checks from the
rules' relations."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Fund, Standard
from sipipeline.template.account import write_account
from sipipeline.template.cover import write_cover
from sipipeline.template.formats import BODY, Formats
from sipipeline.template.guide import write_guide
from sipipeline.template.layout import Layout, plan
from sipipeline.template.lists import write_causes, write_indicators
from sipipeline.template.live_checks import checks
from sipipeline.template.narrative import write_narrative
from sipipeline.template.people import write_people
from sipipeline.template.row_heights import sheet_class
from sipipeline.template.sheet_writer import Checks, Pen
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


def write_workbook(
    target: Path | BinaryIO,
    standard: Standard,
    relations: Sequence[Relation],
    *,
    funds: Sequence[str] | None = None,
    year: int | None = None,
    values: Mapping[str, object] = {},
) -> None:
    """Write the workbook of a standard: all funds or those named; `values` holds full keys with
    values as in JSON.

    The bytes depend on nothing but what is given. A workbook without values has the defaults of the
    cover."""
    import xlsxwriter

    layout, found = _planned(standard, relations, funds, values)
    if not values or year is not None:
        values = {**_defaults(standard), **values, **({} if year is None else {"cover.year": year})}
    options = {
        "default_format_properties": {"font_name": BODY, "font_size": 10},
        "strings_to_urls": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(
        target if not isinstance(target, Path) else str(target), options
    ) as book:
        book.set_properties({"title": standard.name.zh, "created": CREATED})
        book.define_name(TEMPLATE_NAME, f'="{standard.id}/{standard.version}"')
        book.set_calc_mode("auto")
        _Book(book, layout, values, found).write()


class _Book:
    """Puts the sheets into a workbook in their order, then writes them, the cover last."""

    def __init__(
        self, book: Any, layout: Layout, values: Mapping[str, object], found: Checks
    ) -> None:
        self._book = book
        self._layout = layout
        self._values = values
        self._found = found
        self._formats = Formats(book)

    def write(self) -> None:
        layout, standard = self._layout, self._layout.standard
        write_guide(self._sheet(layout.sheet("guide"), "guide"), layout, self._formats)
        cover = self._pen(layout.sheet("cover"), "cover")
        accounts = [
            (fund, self._pen(layout.sheet_of(fund), "total" if fund is standard.total else "fund"))
            for fund in layout.accounts
        ]
        others: dict[str, Callable[[Pen], None]] = {
            "people": write_people,
            "causes": write_causes,
            "indicators": write_indicators,
            "narrative": write_narrative,
        }
        pens = [pen for _, pen in accounts]
        for fund, pen in accounts:
            write_account(pen, fund)
        for name, write in others.items():
            pen = self._pen(layout.sheet(name), "other")
            write(pen)
            pens.append(pen)
        write_cover(cover, pens)
        cover.sheet.activate()

    def _pen(self, name: str, kind: str) -> Pen:
        return Pen(self._sheet(name, kind), self._layout, self._formats, self._values, self._found)

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


class _Same:
    """Stands for one object, equal only to itself: standards hold mappings and cannot be hashed."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing


def _planned(
    standard: Standard,
    relations: Sequence[Relation],
    funds: Sequence[str] | None,
    values: Mapping[str, object],
) -> tuple[Layout, Checks]:
    """Layout and check formulas; the same for all workbooks of one shape, so they are made once."""
    wanted = tuple(fund.key for fund in standard.funds if funds is None or fund.key in funds)
    rows = tuple(
        (name, max(count, _longest(name, values))) for name, count in standard.rows.items()
    )
    relations = relations if isinstance(relations, tuple) else tuple(relations)
    return _plan(_Same(standard), _Same(relations), wanted, rows)


@lru_cache(maxsize=32)
def _plan(
    standard: _Same, relations: _Same, funds: tuple[str, ...], rows: Hashable
) -> tuple[Layout, Checks]:
    known: Standard = standard.thing
    chosen: tuple[Fund, ...] = tuple(fund for fund in known.funds if fund.key in funds)
    layout = plan(known, chosen, dict(rows))  # type: ignore[call-overload]
    return layout, checks(layout, relations.thing)


def _longest(name: str, values: Mapping[str, object]) -> int:
    """The number of the last row of a list that has values."""
    numbers = (keys.number(key) for key in values if keys.is_of_list(key, name))
    return max((number for number in numbers if number is not None), default=0)
