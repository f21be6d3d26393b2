"""Takes our marks, comments and result sheet out again, also after Excel has saved, renumbered and
renamed them."""

import re
from collections.abc import Collection, Iterator

from sipipeline.annotation.colours import BLANK, Stylesheet, has_marks
from sipipeline.annotation.comments import Comments
from sipipeline.annotation.sheet_builder import OURS
from sipipeline.xlsx.grid import Grid
from sipipeline.xlsx.hidden import FILL_MARKER
from sipipeline.xlsx.package import Package
from sipipeline.xlsx.rows import rows_of
from sipipeline.xlsx.sheets import Workbook

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_USES = re.compile(rb"\s(?:s|style)\s*=\s*[\"'](\d+)[\"']")


def strip(package: Package, workbook: Workbook) -> None:
    """Remove result sheet, comments and marks; a package without any of them stays unchanged."""
    workbook.hide_again()
    results = workbook.results()
    result_parts = b"".join(package.read(sheet.part) for sheet in results)
    for sheet in results:
        workbook.remove(sheet)
    workbook.drop_name()
    parts = [sheet.part for sheet in workbook.sheets()]
    for part in parts:
        comments = Comments(package, part)
        if comments.has_ours:
            comments.strip(Grid(package.tree_of_rows(part, ())))
    name = workbook.target("styles")
    if name is not None and (results or has_marks(package.read(name))):
        listed = _with_former_colours(package, workbook, result_parts)
        _unmark(package, parts, Stylesheet(package.edit(name)), listed)


def open_styles(package: Package, workbook: Workbook) -> Stylesheet:
    """The workbook's styles, to be added to; a workbook without any gets those it has by the
    standard."""
    name = workbook.target("styles")
    if name is None:
        name = package.unused("xl/styles{}.xml")
        package.write(
            name,
            BLANK.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                workbook.ns[1:-1].encode(),
            ),
        )
        package.declare(name, _STYLES_TYPE)
        package.relate(workbook.part, workbook.type_base + "/styles", name)
    return Stylesheet(package.edit(name))


def _with_former_colours(package: Package, workbook: Workbook, result_parts: bytes) -> bytes:
    """The part with the list of former colours: a program may have moved it to the shared
    strings."""
    strings = workbook.target("sharedStrings")
    if FILL_MARKER.encode() in result_parts or strings is None:
        return result_parts
    return package.read(strings)


def _unmark(package: Package, parts: list[str], styles: Stylesheet, listed: bytes) -> None:
    """Give cells with a mark their former style back."""
    moves = styles.unmark(listed)
    uses = {part: _uses(package.read(part)) for part in parts}
    for part, used in uses.items():
        if used & moves.keys():
            rows = rows_of(package.read(part), _places(package.read(part), moves))
            _restyle(Grid(package.edit_rows(part, rows)), moves)
    styles.trim({moves.get(number, number) for used in uses.values() for number in used}, OURS)


def _uses(sheet: bytes) -> set[int]:
    """Numbers of the cell styles that a sheet may use; a number too many does no harm."""
    return {int(number) for number in set(_USES.findall(sheet))}


def _places(sheet: bytes, moves: Collection[int]) -> Iterator[int]:
    """Where a sheet names one of the cell styles."""
    return (use.start() for use in _USES.finditer(sheet) if int(use[1]) in moves)


def _restyle(grid: Grid, moves: dict[int, int]) -> None:
    for element, attribute, place in grid.styled():
        style = element.get(attribute, "")
        if not style.isdecimal() or int(style) not in moves:
            continue
        target = moves[int(style)]
        if target:
            element.set(attribute, str(target))
        else:
            element.attrib.pop(attribute)
        if all(place):
            grid.drop_if_blank(element, place)
