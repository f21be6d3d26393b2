"""The yellow boxes of comments: shapes in a VML drawing.

What Excel writes there is not always well-formed XML (it leaves <br> open), so the part is cut and
joined as bytes."""

import re
from collections.abc import Callable

from sipipeline.core.display import lines
from sipipeline.core.values import frozen
from sipipeline.xlsx.grid import Grid
from sipipeline.xlsx.references import Place

_WIDTHS = (340, 460, 600)
_TALL = 320
"""A box higher than this is made wider, where there is a wider one."""
_FURTHEST = 400
"""Rows or columns that a box reaches over at most."""
_MARGIN = 20
_LINE = 17
_HALF = 6.3
"""Pixels of half an ideograph at nine points."""

_SHAPE = re.compile(rb"<((?:\w+:)?)shape\b.*?</\1shape\s*>\s*", re.DOTALL)
_ANY_SHAPE = re.compile(
    rb"<(?:\w+:)?(?:shape|group|rect|roundrect|oval|line|polyline|curve|arc|image)\b"
)
_END = re.compile(rb"</(?:\w+:)?xml\s*>\s*\Z")
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(<)")
_NOTE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAMESPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


@frozen
class Box:
    """One comment's box beside its cell, in pixels."""

    place: Place
    width: int
    height: int


def box_for(place: Place, text: str) -> Box:
    """A box that shows the whole text; long texts get a wider one."""
    heights = {width: _height(text, width) for width in _WIDTHS}
    narrow = [width for width in _WIDTHS if heights[width] <= _TALL]
    width = narrow[0] if narrow else _WIDTHS[-1]
    return Box(place, width, heights[width])


def new_drawing(block: int) -> bytes:
    """An empty drawing; `block` keeps the numbers of its shapes apart from those of other
    sheets."""
    return (
        b"<xml "
        + _NAMESPACES
        + b'><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>' % block
    ) + (_NOTE_TYPE + b"</xml>")


def add(drawing: bytes, boxes: list[Box], grid: Grid, block: int) -> bytes | None:
    """The drawing with more boxes; None where it has no end to put them before."""
    end = _END.search(drawing)
    if end is None:
        return None
    number = max([1024 * block, *(int(found) for found in _NUMBER.findall(drawing))])
    head = b"" if b'"_x0000_t202"' in drawing else _NOTE_TYPE
    if b"xmlns:v=" not in drawing:
        head = head.replace(b"<v:shapetype", b"<v:shapetype " + _NAMESPACES)
    declared = b"xmlns:x=" in drawing
    shapes = [_shape(box, id_, grid, declared) for id_, box in enumerate(boxes, number + 1)]
    return drawing[: end.start()] + head + b"".join(shapes) + drawing[end.start() :]


def remove(drawing: bytes, places: set[Place]) -> bytes:
    """The drawing without the boxes of some cells."""
    return _SHAPE.sub(lambda match: b"" if _place(match[0]) in places else match[0], drawing)


def enlarge(drawing: bytes, boxes: list[Box], grid: Grid) -> bytes:
    """The drawing with its boxes for the cells of `boxes` made at least as large as these."""
    wanted = {box.place: box for box in boxes}

    def resized(match: re.Match[bytes]) -> bytes:
        box = wanted.get(_place(match[0]) or (0, 0))
        if box is None:
            return match[0]
        return _ANCHOR.sub(lambda anchor: _larger(anchor, box, grid), match[0])

    return _SHAPE.sub(resized, drawing)


def is_empty(drawing: bytes) -> bool:
    """Whether a drawing has no shape left."""
    return _ANY_SHAPE.search(drawing) is None


def _place(shape: bytes) -> Place | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or b'"Note"' not in shape:
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _height(text: str, width: int) -> int:
    return lines(text, int((width - _MARGIN) / _HALF)) * _LINE + _MARGIN


def _larger(anchor: re.Match[bytes], box: Box, grid: Grid) -> bytes:
    numbers = [int(number) for number in re.findall(rb"-?\d+", anchor[2])]
    if len(numbers) != 8:
        return anchor[0]
    left, left_px, top, top_px, right, right_px, bottom, bottom_px = numbers
    width = (
        sum(grid.width(column + 1) for column in range(left, min(right, left + 99)))
        - left_px
        + right_px
    )
    height = (
        sum(grid.height(row + 1) for row in range(top, min(bottom, top + 99))) - top_px + bottom_px
    )
    if width >= box.width and height >= box.height:
        return anchor[0]
    end = (
        _span(grid.width, left, left_px, max(width, box.width)),
        _span(grid.height, top, top_px, max(height, box.height)),
    )
    place = (
        f"{left}, {left_px}, {top}, {top_px}, {end[0][0]}, {end[0][1]}, {end[1][0]}, {end[1][1]}"
    )
    return anchor[1] + place.encode() + anchor[3]


def _shape(box: Box, number: int, grid: Grid, declared: bool) -> bytes:
    row, column = box.place
    top = max(0, row - 2)
    right, right_px = _span(grid.width, column, 15, box.width)
    bottom, bottom_px = _span(grid.height, top, 10, box.height)
    return (
        f'<v:shape {"" if declared else _NAMESPACES.decode() + " "}id="_x0000_s{number}" '
        f'type="#_x0000_t202" '
        f"style='position:absolute;margin-left:60pt;margin-top:2pt;width:{box.width * 0.75:g}pt;"
        f"height:{box.height * 0.75:g}pt;z-index:{number % 1024};visibility:hidden' "
        'fillcolor="#fffdf2" strokecolor="#8c7a4a" o:insetmode="auto">'
        '<v:fill color2="#fffdf2"/><v:shadow on="t" color="black" obscured="t"/><v:path '
        'o:connecttype="none"/>'
        "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column}, 15, {top}, 10, {right}, {right_px}, {bottom}, {bottom_px}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column>"
        "</x:ClientData></v:shape>"
    ).encode()


def _span(size: Callable[[int], int], first: int, offset: int, length: int) -> tuple[int, int]:
    """Where a stretch of pixels ends: the number of the row or column from 0, and the pixels into
    it."""
    left = offset + length
    for number in range(first, first + _FURTHEST):
        step = size(number + 1)
        if left < step:
            return number, left
        left -= step
    return first + _FURTHEST, 0
