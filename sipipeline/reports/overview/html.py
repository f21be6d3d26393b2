"""Pieces of a page: every text of a submitter is escaped, and nothing else makes markup."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TypeVar

from sipipeline.core.display import MINUS, number, percent
from sipipeline.core.findings import Verdict
from sipipeline.core.particulars import TEN_THOUSAND_YUAN
from sipipeline.core.text import Lang, Text
from sipipeline.reports.overview import links
from sipipeline.reports.overview.tables import Form, TableColumn, Value
from sipipeline.reports.phrases import VERDICTS, clean

Row = TypeVar("Row")

_NUMBERS = frozenset({Form.COUNT, Form.MONEY, Form.RATE, Form.YEAR})
_WIDE = 28
"""Half ideographs from which on a column may be wrapped."""
_OPEN = Text(zh="打开", en="open")
_DIRECTIONS = dict.fromkeys(
    (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""Marks that turn the direction of a text, by which a name could be made to look like another."""


def safe(text: str) -> str:
    """A text as markup that shows it."""
    return escape(clean(text).translate(_DIRECTIONS))


def wan(fen: int | float) -> str:
    """Money in ten thousand yuan: 1,305.70."""
    minus = MINUS if fen < 0 else ""
    return f"{minus}{abs(fen) / TEN_THOUSAND_YUAN:,.2f}"


def chip(verdict: Verdict, lang: Lang) -> str:
    return f'<span class="v {verdict}">{safe(VERDICTS[verdict].in_(lang))}</span>'


def section(name: str, title: Text, content: Iterable[str], lang: Lang) -> Iterator[str]:
    """A part of the page under its title, to which the head of the page leads."""
    yield f'<section id="{name}"><h2>{safe(title.in_(lang))}</h2>\n'
    yield from content
    yield "</section>\n"


def table(
    columns: Sequence[TableColumn[Row]],
    rows: Iterable[Row],
    lang: Lang,
    folder: Path,
    name: str = "",
    way: Callable[[Row], str] = lambda _: "",
) -> Iterator[str]:
    """A table of a page without the columns in which nothing stands; on a telephone each row is a
    card. The first cell leads to the part of the page that `way` gives for a row."""
    filled = [([column.value(row, lang) for column in columns], way(row)) for row in rows]
    by_column = enumerate(zip(*(values for values, _ in filled)))
    used = [place for place, values in by_column if any(map(_is_there, values))]
    columns = [columns[place] for place in used]
    identity = f' id="{name}"' if name else ""
    yield f'<div class="wide"><table class="list"{identity}><thead><tr>'
    for column in columns:
        yield f'<th class="{_kind(column)}">{safe(column.head.in_(lang))}</th>'
    yield "</tr></thead><tbody>\n"
    heads = [safe(column.head.in_(lang)) for column in columns]
    for values, where in filled:
        yield _row(columns, heads, [values[place] for place in used], lang, folder, where)
    yield "</tbody></table></div>\n"


def shown_as(form: Form, value: Value, lang: Lang, folder: Path) -> str:
    """A value as markup; "" where there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, Verdict):
        return chip(value, lang)
    if isinstance(value, str):
        return link(value, lang, folder) if form is Form.COPY else safe(value)
    if not math.isfinite(value):
        return ""
    return _figure(form, value)


def link(copy: str, lang: Lang, folder: Path) -> str:
    """The way to an annotated copy; its name where there is no relative way."""
    way = links.in_page(copy, folder)
    if not way:
        return safe(copy)
    return f'<a href="{escape(way)}">{safe(_OPEN.in_(lang))}</a>'


def attributes(values: Mapping[str, object]) -> str:
    """Attributes of an element of a drawing."""
    return "".join(f' {name}="{escape(str(value))}"' for name, value in values.items())


def _is_there(value: Value) -> bool:
    return value is not None and value != ""


def _row(
    columns: Sequence[TableColumn[Row]],
    heads: Sequence[str],
    values: Sequence[Value],
    lang: Lang,
    folder: Path,
    way: str,
) -> str:
    verdicts = [value for value in values if isinstance(value, Verdict)]
    of_verdict = f' data-verdict="{verdicts[0]}"' if verdicts else ""
    cells = [
        _cell(column, head, value, shown_as(column.form, value, lang, folder))
        for column, head, value in zip(columns, heads, values)
    ]
    if way:
        first = shown_as(columns[0].form, values[0], lang, folder)
        cells[0] = _cell(columns[0], heads[0], values[0], f'<a href="#{way}">{first}</a>')
    return f"<tr{of_verdict}>{''.join(cells)}</tr>\n"


def _cell(column: TableColumn[Row], head: str, value: Value, shown: str) -> str:
    kind = _kind(column) + ("" if shown else " blank")
    is_figure = isinstance(value, int | float) and math.isfinite(value)
    sorting = f' data-value="{value}"' if is_figure else ""
    return f'<td class="{kind}" data-head="{head}"{sorting}>{shown}</td>'


def _kind(column: TableColumn[Row]) -> str:
    if column.form in _NUMBERS:
        return "number"
    return column.form.value if column.width >= _WIDE else f"{column.form} short"


def _figure(form: Form, value: int | float) -> str:
    if form is Form.MONEY:
        return wan(value)
    if form is Form.RATE:
        return percent(value, 1)
    if form is Form.YEAR:
        return f"{value:.0f}"
    return number(value) if value else "–"
