"""The cells of one worksheet: found by their place, made in their order, measured in pixels."""

from bisect import bisect_left

from lxml import etree

from sipipeline.xlsx.package import local, namespace
from sipipeline.xlsx.references import Place, place_of, reference_of

_BEFORE_LEGACY_DRAWING = frozenset(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr "
    "sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting "
    "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks "
    "colBreaks "
    "customProperties cellWatches ignoredErrors smartTags drawing".split()
)


class Grid:
    """One worksheet's tree, seen as rows and columns; cells and rows need not say where they
    are."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.ns = namespace(root)
        self._data = self._element("sheetData")
        self._rows: dict[int, etree._Element] = {}
        number = 0
        for row in self._data:
            number = _int(row.get("r"), number + 1)
            self._rows[number] = row
        self._numbers = sorted(self._rows)
        merged = map(_span, root.iterfind(f"{self.ns}mergeCells/{self.ns}mergeCell"))
        self._merged = [span for span in merged if span is not None]
        self._columns = [
            (_int(column.get("min"), 0), _int(column.get("max"), 0), column)
            for column in root.iterfind(f"{self.ns}cols/{self.ns}col")
        ]
        layout = self._element("sheetFormatPr")
        self._default_width = _float(layout.get("defaultColWidth"), 8.43 + 0.71)
        self._default_height = _float(layout.get("defaultRowHeight"), 15)

    def _element(self, name: str) -> etree._Element:
        """The element of a name under the root; a new one beside the tree where there is none."""
        element = self.root.find(self.ns + name)
        return etree.Element(self.ns + name) if element is None else element

    def anchor(self, place: Place) -> Place:
        """The cell that shows a place: the first of a merged range."""
        span = self._span_at(place)
        return span[:2] if span else place

    def is_merged(self, place: Place) -> bool:
        return self._span_at(place) is not None

    def cell(self, place: Place) -> etree._Element:
        """The cell of a place, made where it is not there yet, in the style of its row or
        column."""
        row = self._row(place[0])
        column, at = 0, 0
        for at, cell in enumerate(row.findall(self.ns + "c"), 1):
            column = _column(cell, column + 1)
            if column == place[1]:
                return cell
            if column > place[1]:
                at -= 1
                break
        cell = etree.Element(self.ns + "c", r=reference_of(place))
        if (style := self.default_style(place)) != "0":
            cell.set("s", style)
        row.insert(at, cell)
        row.attrib.pop("spans", "")
        return cell

    def default_style(self, place: Place) -> str:
        """The number of the style that a cell has when nobody gave it one."""
        row = self._rows.get(place[0])
        if row is not None and row.get("customFormat") in ("1", "true"):
            return row.get("s", "0")
        column = self._column_element(place[1])
        return "0" if column is None else column.get("style", "0")

    def styled(self) -> list[tuple[etree._Element, str, Place]]:
        """Everything that names a cell style: cells, rows and columns, with the name of the
        attribute."""
        found: list[tuple[etree._Element, str, Place]] = [
            (c, "style", (0, low)) for low, _, c in self._columns
        ]
        for number, row in self._rows.items():
            found.append((row, "s", (number, 0)))
            column = 0
            for cell in row:
                column = _column(cell, column + 1)
                found.append((cell, "s", (number, column)))
        return found

    def drop_if_blank(self, cell: etree._Element, place: Place) -> None:
        """Takes out a cell that says nothing, as those that were made only to carry a mark, and a
        row left empty."""
        says_nothing = len(cell) == 0 and cell.get("s", "0") == self.default_style(place)
        if says_nothing and not _leads(cell):
            row = self._rows[place[0]]
            row.remove(cell)
            self._drop_row_if_blank(row, place[0])

    def _drop_row_if_blank(self, row: etree._Element, number: int) -> None:
        says_nothing = len(row) == 0 and set(row.attrib) <= {"r"}
        if says_nothing and not _leads(row):
            self._data.remove(row)
            del self._rows[number]
            self._numbers.remove(number)

    def width(self, column: int) -> int:
        """Width of a column in pixels, as drawn with the usual font."""
        element = self._column_element(column)
        if element is None:
            return _pixels(self._default_width)
        if _is_hidden(element):
            return 0
        return _pixels(_float(element.get("width"), self._default_width))

    def _column_element(self, column: int) -> etree._Element | None:
        for low, high, element in self._columns:
            if low <= column <= high:
                return element
        return None

    def height(self, row: int) -> int:
        """Height of a row in pixels."""
        element = self._rows.get(row)
        if element is None:
            return _pixels_of_points(self._default_height)
        if _is_hidden(element):
            return 0
        return _pixels_of_points(_float(element.get("ht"), self._default_height))

    def is_row_hidden(self, row: int) -> bool:
        element = self._rows.get(row)
        return element is not None and (_is_hidden(element) or element.get("ht") == "0")

    def is_column_hidden(self, column: int) -> bool:
        element = self._column_element(column)
        return element is not None and (_is_hidden(element) or element.get("width") == "0")

    def add_legacy_drawing(self, relation_id: str, relations_ns: str) -> None:
        """Names the drawing of the comment boxes, where the order of the schema wants it."""
        element = etree.Element(self.ns + "legacyDrawing", {f"{{{relations_ns}}}id": relation_id})
        earlier = [n for n, child in enumerate(self.root) if local(child) in _BEFORE_LEGACY_DRAWING]
        self.root.insert(earlier[-1] + 1 if earlier else 0, element)

    def drop_legacy_drawing(self) -> None:
        for element in self.root.findall(self.ns + "legacyDrawing"):
            self.root.remove(element)

    def _row(self, number: int) -> etree._Element:
        if number in self._rows:
            return self._rows[number]
        row = self._rows[number] = etree.Element(self.ns + "row", r=str(number))
        at = bisect_left(self._numbers, number)
        if at < len(self._numbers):
            self._rows[self._numbers[at]].addprevious(row)
        else:
            self._data.append(row)
        self._numbers.insert(at, number)
        return row

    def _span_at(self, place: Place) -> tuple[int, int, int, int] | None:
        row, column = place
        for span in self._merged:
            if span[0] <= row <= span[2] and span[1] <= column <= span[3]:
                return span
        return None


def _leads(element: etree._Element) -> bool:
    """Whether the place of the next row or cell follows from this one's."""
    following = element.getnext()
    return following is not None and following.get("r") is None


def _column(cell: etree._Element, implied: int) -> int:
    """The column of a cell; the implied one where the cell does not say it."""
    reference = cell.get("r")
    place = place_of(reference) if reference else None
    return place[1] if place else implied


def _span(cell: etree._Element) -> tuple[int, int, int, int] | None:
    first, _, last = cell.get("ref", "").partition(":")
    start, end = place_of(first), place_of(last)
    return (*start, *end) if start and end else None


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _pixels_of_points(points: float) -> int:
    return round(points * 4 / 3)


def _pixels(width: float) -> int:
    """Pixels of a width in characters of the usual font."""
    return int((256 * width + 18) / 256 * 7)


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def _float(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default
