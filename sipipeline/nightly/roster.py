"""The roster: the units that are to submit, as the workbook of the place names them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sipipeline.core.errors import UsageError, reason
from sipipeline.core.particulars import RosterLine, plain
from sipipeline.core.roster import COLUMNS, EXAMPLE
from sipipeline.core.text import Lang, Text
from sipipeline.intake.gate import open_workbook
from sipipeline.intake.refusals import Refusal
from sipipeline.reading.frames import ReadingError, first_rows

_CANNOT = Text(
    zh="名册 {file} 读不了（{reason}），这一次按没有名册处理。",
    en="The roster {file} cannot be read ({reason}); this pass has none.",
)
_NO_HEAD = Text(zh="第一行没有“单位”一栏", en="its first row has no column “Unit”")
_SEPARATORS = re.compile(r"[;；,，、\s]+")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")

Row = Sequence[object]


def read(path: Path) -> list[RosterLine]:
    """The lines of a roster; none where there is no file. Raises UsageError where it cannot be
    read."""
    if not path.is_file():
        return []
    rows = _rows(path)
    places = _places(rows[0]) if rows else {}
    if "unit" not in places:
        raise _cannot(path, _NO_HEAD)
    return list(_lines(rows[1:], places))


def _rows(path: Path) -> Sequence[Row]:
    try:
        opened = open_workbook(path.read_bytes())
        if isinstance(opened, Refusal):
            raise _cannot(path, opened.reason)
        return first_rows(opened.package)
    except OSError as error:
        raise _cannot(path, reason(error)) from error
    except ReadingError as error:
        raise _cannot(path, error.reason) from error


def _places(heads: Row) -> Mapping[str, int]:
    """The column of each thing that the roster says."""
    named = {plain(label.in_(lang)): name for name, label in COLUMNS.items() for lang in _LANGS}
    found: dict[str, int] = {}
    for column, head in enumerate(heads):
        name = named.get(plain(str(head)))
        if name is not None:
            found.setdefault(name, column)
    return found


_LANGS: tuple[Lang, ...] = ("zh", "en")


def _lines(rows: Sequence[Row], places: Mapping[str, int]) -> Iterator[RosterLine]:
    examples = (EXAMPLE.zh, EXAMPLE.en)
    for row in rows:
        unit = _text(_cell(row, places, "unit"))
        if unit and not unit.endswith(examples):
            yield _line(unit, row, places)


def _line(unit: str, row: Row, places: Mapping[str, int]) -> RosterLine:
    def text(name: str) -> str:
        return _text(_cell(row, places, name))

    return RosterLine(
        unit=unit,
        region_code=text("region_code"),
        addresses=tuple(_parts(text("addresses").lower())),
        deadline=_date(_cell(row, places, "deadline")),
        contact=text("contact"),
        phone=text("phone"),
    )


def _cell(row: Row, places: Mapping[str, int], name: str) -> object:
    column = places.get(name)
    return "" if column is None or column >= len(row) else row[column]


def _text(value: object) -> str:
    """A cell as text; a code that was typed as a number without decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _parts(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(text) if part]


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = _DATE.search(str(value))
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _cannot(path: Path, why: Text) -> UsageError:
    return UsageError(_CANNOT.fill(file=path.name, reason=why))
