"""Whether the visible labels of a sheet name what its hidden keys say.

A person reads labels. Where the labels of a table are those of the form in another order, the
figures belong to the labels. Where labels and keys differ otherwise, as after cells were shifted,
nobody can say which figure is which.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Noted
from sipipeline.reading.frames import Rows
from sipipeline.reading.names import columns, lines, readings
from sipipeline.xlsx.hidden import CHECK, KEY_ROW, LIST_END

ROW, COLUMN = "row", "column"
UNREAD = ""
"""The key of a column whose figures belong to nobody knows which key."""


class Conflict(NamedTuple):
    """A label that does not name what its key says."""

    what: Noted
    """What becomes of the figures: read by label, not read, or read by key."""
    axis: str
    line: str
    """The row key or column key."""
    named: str
    """The row key or column key that the label names; "" where it names none."""
    key: str
    """A whole key of the row or column, by which the standard knows what it is called."""
    row: int
    column: int
    label: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The keys by which a sheet is read."""

    row_keys: Sequence[str]
    column_keys: Mapping[int, Mapping[str, str]]
    """Where a table's columns are exchanged: the key of each by the one above it, by the row of
    the hidden keys."""
    conflicts: tuple[Conflict, ...] = ()
    unread: frozenset[int] = frozenset()
    """Rows whose figures belong to nobody knows which key."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A block of rows below a row of column keys."""

    start: int
    columns: tuple[tuple[int, str], ...]
    rows: Mapping[int, str]
    """Row keys by the number of the row."""

    @property
    def first_column(self) -> int:
        return min((column for column, _ in self.columns), default=0)


def agreement(rows: Rows, row_keys: Sequence[str], standard: Standard) -> Agreement:
    """The keys of a sheet's rows and columns, as its labels have them where these are in another
    order, and every label that is not its key's."""
    tables = list(_tables(rows, row_keys))
    of_rows = [_row_conflicts(table, rows, standard) for table in tables]
    of_columns = [_column_conflicts(table, rows, standard) for table in tables]
    if any(map(_is_confused, (*of_rows, *of_columns))):
        return _nothing_read(row_keys, chain(*of_rows, *of_columns))
    result = Agreement(list(row_keys), {})
    for table, conflicts in zip(tables, of_rows):
        result = _with_rows(result, table, conflicts, rows)
    for table, conflicts in zip(tables, of_columns):
        result = _with_columns(result, table, conflicts)
    return result


def _tables(rows: Rows, row_keys: Sequence[str]) -> Iterator[_Table]:
    starts = [index for index, key in enumerate(row_keys) if key == KEY_ROW]
    for start, end in zip(starts, [*starts[1:], len(row_keys)]):
        texts = ((column, cell) for column, cell in enumerate(rows[start]) if column)
        keyed = [(column, cell) for column, cell in texts if isinstance(cell, str) and cell]
        below = range(start + 1, end)
        in_use = {index: row_keys[index] for index in below if _is_row_key(row_keys[index])}
        yield _Table(start, tuple(keyed), in_use)


def _is_row_key(key: str) -> bool:
    return key not in ("", LIST_END)


# ---------------------------------------------------------------- conflicts
def _row_conflicts(table: _Table, rows: Rows, standard: Standard) -> list[Conflict]:
    namings = lines(standard)
    conflicts = []
    for index, key in table.rows.items():
        naming = namings.get(key)
        if naming is None or not _is_of_form(key, standard):
            continue
        cells = _texts(rows[index][1 : table.first_column])
        named = naming.named(readings(cells.values()))
        if named is not None:
            first = min(cells)
            label = " ".join(cells.values())
            full_key = key.replace("*", _first_measure(table))
            place = index, first + 1
            conflicts.append(Conflict(_kind(named), ROW, key, named, full_key, *place, label))
    return conflicts


def _column_conflicts(table: _Table, rows: Rows, standard: Standard) -> list[Conflict]:
    first_key = next(iter(table.rows.values()), "")
    namings = columns(standard).get(keys.family(first_key), {})
    header = _header(table, rows)
    conflicts = []
    for column, key in table.columns if header is not None else ():
        naming = namings.get(key)
        if naming is None or header is None:
            continue
        cells = _texts(rows[header][column : column + 1])
        named = naming.named(readings(cells.values()))
        full_key = first_key.replace("*", key).replace("#", "1")
        if named or (named == "" and _is_strange(full_key, cells[0], standard)):
            place = header, column
            conflicts.append(Conflict(_kind(named), COLUMN, key, named, full_key, *place, cells[0]))
    return conflicts


def _is_strange(key: str, label: str, standard: Standard) -> bool:
    """Whether a label that names no column is worth a word: above figures, and no year."""
    field = standard.field(key)
    is_year = any(character.isdigit() for character in label)
    return field is not None and field.numeric and not is_year


def _is_of_form(key: str, standard: Standard) -> bool:
    """Whether the form has a line; the total, for one, has not all items."""
    measures = ("actual", "prior", "after", "budget")
    return any(standard.has(key.replace("*", measure)) for measure in measures)


def _header(table: _Table, rows: Rows) -> int | None:
    """The row of the visible heads: the last above the first row with a key that has a text over
    half of the columns."""
    keyed = [column for column, key in table.columns if key != CHECK]
    end = min(table.rows, default=table.start)
    for index in range(end - 1, table.start, -1):
        texts = [column for column in keyed if _is_text(rows[index], column)]
        if len(texts) >= 2 and 2 * len(texts) >= len(keyed):
            return index
    return None


def _is_text(row: Sequence[object], column: int) -> bool:
    return column < len(row) and isinstance(row[column], str) and row[column] != ""


def _texts(cells: Sequence[object]) -> dict[int, str]:
    """The texts of cells beside each other, by their place among them."""
    return {place: cell for place, cell in enumerate(cells) if isinstance(cell, str) and cell}


def _first_measure(table: _Table) -> str:
    return next((key for _, key in table.columns if key != CHECK), "")


def _kind(named: str) -> Noted:
    return Noted.LABEL_OF_ANOTHER if named else Noted.LABEL_UNKNOWN


# ---------------------------------------------------------------- what becomes of the figures
def _moved(conflicts: Sequence[Conflict]) -> dict[str, str]:
    """The line that a label names, by the line of its key, where it names another."""
    return {conflict.line: conflict.named for conflict in conflicts if conflict.named}


def _is_exchange(moved: Mapping[str, str]) -> bool:
    """Whether labels name the same lines as the keys, in another order."""
    return set(moved) == set(moved.values())


def _is_confused(conflicts: Sequence[Conflict]) -> bool:
    """Whether several labels name other lines, and not only the same ones in another order."""
    moved = _moved(conflicts)
    return len(moved) > 1 and not _is_exchange(moved)


def _nothing_read(row_keys: Sequence[str], conflicts: Iterable[Conflict]) -> Agreement:
    """The agreement of a sheet of which nobody can say which figure is which."""
    shifted = [
        conflict._replace(what=Noted.LABELS_SHIFTED) for conflict in conflicts if conflict.named
    ]
    unread = [index for index, key in enumerate(row_keys) if _is_row_key(key) and key != KEY_ROW]
    return Agreement(row_keys, {}, tuple(shifted), frozenset(unread))


def _with_rows(
    result: Agreement, table: _Table, conflicts: Sequence[Conflict], rows: Rows
) -> Agreement:
    moved = _moved(conflicts)
    told = tuple(map(_told, conflicts, repeat(moved)))
    row_keys, unread = list(result.row_keys), set(result.unread)
    if _is_exchange(moved):
        for index, key in table.rows.items():
            row_keys[index] = moved.get(key, key)
    else:
        unread |= {conflict.row for conflict in conflicts if conflict.named}
        unread |= _nameless_rows(moved.values(), table, rows)
    return replace(
        result,
        row_keys=row_keys,
        conflicts=(*result.conflicts, *told),
        unread=frozenset(unread),
    )


def _with_columns(result: Agreement, table: _Table, conflicts: Sequence[Conflict]) -> Agreement:
    moved = _moved(conflicts)
    told = tuple(map(_told, conflicts, repeat(moved)))
    key_by_key = moved if _is_exchange(moved) else dict.fromkeys(moved, UNREAD)
    return replace(
        result,
        column_keys={**result.column_keys, table.start: key_by_key},
        conflicts=(*result.conflicts, *told),
    )


def _told(conflict: Conflict, moved: Mapping[str, str]) -> Conflict:
    """The conflict with what becomes of its figures."""
    if conflict.named and not _is_exchange(moved):
        return conflict._replace(what=Noted.LABELS_SHIFTED)
    return conflict


def _nameless_rows(lines_named: Iterable[str], table: _Table, rows: Rows) -> set[int]:
    """The rows of some lines that have no label themselves."""
    wanted = set(lines_named)
    indices = {index for index, key in table.rows.items() if key in wanted}
    return {index for index in indices if not _texts(rows[index][1 : table.first_column])}
