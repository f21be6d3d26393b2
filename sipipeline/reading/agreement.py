"""Whether the visible labels of a sheet name what its hidden keys say, and whose the figures are
where they do not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Noted
from sipipeline.core.values import frozen
from sipipeline.reading.frames import Rows, reference
from sipipeline.reading.label_forms import readings, without_years
from sipipeline.reading.names import columns, lines
from sipipeline.xlsx.hidden import CHECK, KEY_ROW, LIST_END

ROW, COLUMN = "row", "column"
UNREAD = ""
"""The key of a column whose figures belong to nobody knows which key."""


class By(Enum):
    """Whose the figures of a row or column are that is labelled as another one."""

    KEYS = auto()
    """The key's: the label is wrong."""
    LABELS = auto()
    """The label's: the figures were moved with it."""
    LABELS_PERHAPS = auto()
    """The label's, until somebody says otherwise: a person reads labels."""
    NOBODY = auto()
    """Nobody knows: they are not read."""


_NOTED = {
    By.KEYS: Noted.LABEL_WRONG,
    By.LABELS: Noted.FIGURES_MOVED,
    By.LABELS_PERHAPS: Noted.LABEL_OF_ANOTHER,
    By.NOBODY: Noted.LABELS_SHIFTED,
}


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
    move: str = ""
    """From which cells to which the figures would have to go if they were the label's."""


@frozen
class Agreement:
    """The keys by which a sheet is read."""

    row_keys: Sequence[str]
    column_keys: Mapping[int, Mapping[str, str]]
    """Where a table's columns are exchanged: the key of each by the one above it, by the row of
    the hidden keys."""
    conflicts: tuple[Conflict, ...] = ()
    unread: frozenset[int] = frozenset()
    """Rows whose figures belong to nobody knows which key."""
    repeated: bool = False
    """Whether a label names a row or column that is labelled so itself."""

    @property
    def is_disputed(self) -> bool:
        """Whether a label names another row or column than its key."""
        return any(conflict.named for conflict in self.conflicts)

    @property
    def is_exchange(self) -> bool:
        """Whether labels name the same rows and columns as the keys, in another order."""
        return all(set(moved) == set(moved.values()) for moved in self._moved)

    @property
    def is_shifted(self) -> bool:
        """Whether several labels name other lines, and not only the same ones in another order."""
        return not self.is_exchange and max(map(len, self._moved)) > 1

    @property
    def _moved(self) -> Sequence[Mapping[str, str]]:
        of_axes = ([one for one in self.conflicts if one.axis == axis] for axis in (ROW, COLUMN))
        return [_moved(conflicts) for conflicts in of_axes]


NOTHING_SAID = Agreement((), {})
"""Of a sheet without hidden keys."""


def agreement(
    rows: Rows, row_keys: Sequence[str], standard: Standard, by: By, year: int | None = None
) -> Agreement:
    """Every label of a sheet that is not its key's, and the keys by which the sheet is read; `year`
    is that of the cover, where it is known."""
    result = Agreement(list(row_keys), {})
    for table in _tables(rows, row_keys):
        of_rows = _row_conflicts(table, rows, standard, year)
        of_columns = _column_conflicts(table, rows, standard, year)
        if of_rows:
            result = _with_rows(result, table, _named_rows(table, rows), of_rows, by)
        if by is By.LABELS and any(conflict.named for conflict in of_rows):
            result = _with_keyless(result, table, rows, standard)
        if of_columns:
            result = _with_columns(result, table, _named_columns(table, rows), of_columns, by)
    return _nothing_read(result) if by is By.NOBODY and result.is_shifted else result


def decided(agreed: Agreement, objections: Mapping[By, tuple[int, int]]) -> By:
    """Whose the figures of a sheet's disputed rows and columns are, from how much speaks against
    each reading of them, and how much cannot be decided."""
    against_keys, against_labels = objections[By.KEYS], objections[By.LABELS]
    if against_keys < against_labels:
        return By.KEYS
    if against_labels < against_keys and not agreed.repeated:
        return By.LABELS
    is_harmless = agreed.is_exchange and against_labels[0] <= objections[By.NOBODY][0]
    return By.LABELS_PERHAPS if is_harmless else By.NOBODY


@frozen
class _KeyedBlock:
    """A block of rows below a row of column keys."""

    start: int
    columns: tuple[tuple[int, str], ...]
    rows: Mapping[int, str]
    """Row keys by the number of the row."""

    @property
    def first_column(self) -> int:
        return min((column for column, _ in self.columns), default=0)


def _tables(rows: Rows, row_keys: Sequence[str]) -> Iterator[_KeyedBlock]:
    starts = [index for index, key in enumerate(row_keys) if key == KEY_ROW]
    for start, end in zip(starts, [*starts[1:], len(row_keys)]):
        texts = ((column, cell) for column, cell in enumerate(rows[start]) if column)
        keyed = [(column, cell) for column, cell in texts if isinstance(cell, str) and cell]
        below = range(start + 1, end)
        in_use = {index: row_keys[index] for index in below if _is_row_key(row_keys[index])}
        yield _KeyedBlock(start, tuple(keyed), in_use)


def _is_row_key(key: str) -> bool:
    return key not in ("", LIST_END)


# ---------------------------------------------------------------- conflicts
def _row_conflicts(
    table: _KeyedBlock, rows: Rows, standard: Standard, year: int | None
) -> list[Conflict]:
    namings = lines(standard)
    conflicts = []
    for index, key in table.rows.items():
        if key not in namings or not _is_of_form(key, standard):
            continue
        cells = _texts(rows[index][1 : table.first_column])
        labels = tuple(without_years(cells.values(), year))
        named = _line_named(key, labels, standard)
        if named is not None:
            place, label = _telling(cells, key, named)
            full_keys = [key.replace("*", column) for _, column in table.columns]
            full_key = next(filter(standard.has, full_keys), key)
            where = index, place + 1
            conflicts.append(Conflict(_kind(named), ROW, key, named, full_key, *where, label))
    return conflicts


@lru_cache(maxsize=4096)
def _line_named(key: str, label: tuple[str, ...], standard: Standard) -> str | None:
    """What the cells of a line's label name, as `Naming.named` has it; the workbooks of a batch
    have the same labels."""
    return lines(standard)[key].named(readings(label))


@lru_cache(maxsize=4096)
def _column_named(family: str, key: str, label: str, standard: Standard) -> str | None:
    """What the head of a column names, as `Naming.named` has it."""
    return columns(standard)[family][key].named(readings([label]))


def _telling(cells: Mapping[int, str], key: str, named: str) -> tuple[int, str]:
    """The one of the cells of a label that names another line; the first, with all texts, where
    several do."""
    if len(cells) > 1 and keys.fund(key) == keys.fund(named):
        return list(cells.items())[-1]
    return min(cells), " ".join(cells.values())


def _column_conflicts(
    table: _KeyedBlock, rows: Rows, standard: Standard, year: int | None
) -> list[Conflict]:
    row_keys = list(table.rows.values()) or [""]
    family = keys.family(row_keys[0])
    namings = columns(standard).get(family, {})
    header = _header(table, rows)
    if header is None:
        return []
    conflicts = []
    for column, (key, label) in _heads(table, rows[header], year).items():
        named = _column_named(family, key, label, standard) if key in namings else None
        if named is None:
            continue
        full_keys = [one.replace("*", key).replace("#", "1") for one in row_keys]
        full_key = next(filter(standard.has, full_keys), full_keys[0])
        written = str(rows[header][column])
        is_wrong = named != "" or namings[key].is_contradicted(readings([label]))
        if is_wrong or _is_strange(full_key, written, standard):
            place = header, column
            conflicts.append(Conflict(_kind(named), COLUMN, key, named, full_key, *place, written))
    return conflicts


def _heads(
    table: _KeyedBlock, heads: Sequence[object], year: int | None
) -> Mapping[int, tuple[str, str]]:
    """The key of each column and its head, with words for the years."""
    texts = ["".join(_texts(heads[column : column + 1]).values()) for column, _ in table.columns]
    labels = without_years(texts, year)
    return {column: (key, label) for (column, key), label in zip(table.columns, labels)}


def _is_strange(key: str, label: str, standard: Standard) -> bool:
    """Whether a label that names no column is worth a word: above figures, and no year."""
    field = standard.field(key)
    is_year = any(character.isdigit() for character in label)
    return field is not None and field.numeric and not is_year


@lru_cache(maxsize=4096)
def _is_of_form(key: str, standard: Standard) -> bool:
    """Whether the form has a line; the total, for one, has not all items."""
    measures = ("actual", "prior", "after", "budget")
    return any(standard.has(key.replace("*", measure)) for measure in measures)


def _header(table: _KeyedBlock, rows: Rows) -> int | None:
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


def _kind(named: str) -> Noted:
    return Noted.LABEL_OF_ANOTHER if named else Noted.LABEL_UNKNOWN


# ---------------------------------------------------------------- what becomes of the figures
def _with_rows(
    result: Agreement, table: _KeyedBlock, labelled: set[str], conflicts: Sequence[Conflict], by: By
) -> Agreement:
    moved = _moved(conflicts)
    row_keys, unread = list(result.row_keys), set(result.unread)
    for index, key in table.rows.items() if moved else ():
        row_keys[index] = _settled(moved, labelled, by).get(key, key)
        if row_keys[index] == UNREAD:
            row_keys[index] = key
            unread.add(index)
    places = {key: _cells_of_row(table, index) for index, key in table.rows.items()}
    noted = _noted(conflicts, places, by)
    repeated = result.repeated or not labelled.isdisjoint(set(moved.values()) - moved.keys())
    return replace(
        result,
        row_keys=row_keys,
        conflicts=(*result.conflicts, *noted),
        unread=frozenset(unread),
        repeated=repeated,
    )


def _with_keyless(
    result: Agreement, table: _KeyedBlock, rows: Rows, standard: Standard
) -> Agreement:
    """The agreement in which a row without a key has the key that its label names, where no other
    row that is labelled has it."""
    namings = lines(standard)
    names = {key: namings[key].names for key in table.rows.values() if key in namings}
    labelled = _named_rows(table, rows)
    places = {result.row_keys[index]: index for index in table.rows if index not in result.unread}
    kept = {key for key, index in places.items() if table.rows[index] in labelled}
    row_keys, unread = list(result.row_keys), set(result.unread)
    for index in range(table.start + 1, min(max(table.rows) + 2, len(rows))):
        if row_keys[index]:
            continue
        label = readings(_texts(rows[index][1 : table.first_column]).values())
        named = next((key for key in names.keys() - kept if not names[key].isdisjoint(label)), "")
        row_keys[index] = named
        unread |= {places[named]} if named in places else set()
    return replace(result, row_keys=row_keys, unread=frozenset(unread))


def _with_columns(
    result: Agreement, table: _KeyedBlock, labelled: set[str], conflicts: Sequence[Conflict], by: By
) -> Agreement:
    moved = _moved(conflicts)
    places = {key: _cells_of_column(table, column) for column, key in table.columns}
    noted = _noted(conflicts, places, by)
    repeated = result.repeated or not labelled.isdisjoint(set(moved.values()) - moved.keys())
    return replace(
        result,
        column_keys={**result.column_keys, table.start: _settled(moved, labelled, by)},
        conflicts=(*result.conflicts, *noted),
        repeated=repeated,
    )


def _moved(conflicts: Sequence[Conflict]) -> dict[str, str]:
    """The line that a label names, by the line of its key, where it names another."""
    return {conflict.line: conflict.named for conflict in conflicts if conflict.named}


def _settled(moved: Mapping[str, str], labelled: set[str], by: By) -> Mapping[str, str]:
    """By its key, the key that a line is read by; UNREAD where nobody knows whose its figures
    are."""
    if by is By.KEYS:
        return {}
    named = set(moved.values())
    if by is By.NOBODY:
        return dict.fromkeys(chain(moved, named), UNREAD)
    times = Counter(moved.values())
    settled = {line: name if times[name] == 1 else UNREAD for line, name in moved.items()}
    for line, name in moved.items() if len(times) == len(moved) else ():
        if line not in times:
            end = _end(moved, name)
            settled[end] = line if end in labelled else UNREAD
    return dict.fromkeys(named - moved.keys(), UNREAD) | settled


def _end(moved: Mapping[str, str], line: str) -> str:
    """The last of the lines that name each other, one after the other."""
    while line in moved:
        line = moved[line]
    return line


def _noted(conflicts: Iterable[Conflict], places: Mapping[str, str], by: By) -> Iterator[Conflict]:
    """The conflicts with what becomes of their figures."""
    for conflict in conflicts:
        if conflict.named:
            move = f"{places[conflict.line]} {places.get(conflict.named, '')}".rstrip()
            yield conflict._replace(what=_NOTED[by], move=move)
        else:
            yield conflict


def _cells_of_row(table: _KeyedBlock, row: int) -> str:
    figures = [column for column, key in table.columns if key != CHECK]
    return f"{reference(row, min(figures))}:{reference(row, max(figures))}" if figures else ""


def _cells_of_column(table: _KeyedBlock, column: int) -> str:
    rows = table.rows or (table.start,)
    return f"{reference(min(rows), column)}:{reference(max(rows), column)}"


def _named_rows(table: _KeyedBlock, rows: Rows) -> set[str]:
    """The keys of the rows that have a label."""
    before = slice(1, table.first_column)
    return {key for index, key in table.rows.items() if _texts(rows[index][before])}


def _named_columns(table: _KeyedBlock, rows: Rows) -> set[str]:
    header = _header(table, rows)
    row = rows[header] if header is not None else ()
    return {key for column, key in table.columns if _is_text(row, column)}


def _nothing_read(result: Agreement) -> Agreement:
    """The agreement of a sheet of which nobody can say which figure is which."""
    keyed = (index for index, key in enumerate(result.row_keys) if _is_row_key(key))
    unread = frozenset(index for index in keyed if result.row_keys[index] != KEY_ROW)
    return replace(result, column_keys={}, unread=unread)
