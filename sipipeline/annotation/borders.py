"""The thick border round a culprit, whose colours say which border was there before.

Rows get inserted and styles renumbered when the clerk saves the file, so nothing can be remembered
by position. The low bits of the colours of the four sides together encode the former border, with
a check sum."""

import re
import zlib
from copy import deepcopy

from lxml import etree

from sipipeline.xlsx.package import local, namespace

_SIDES = (("left", "start"), ("right", "end"), ("top",), ("bottom",))
_BEFORE = {"left": 0, "start": 0, "right": 1, "end": 1, "top": 2, "bottom": 3}
_WIDTH = "medium"
_STYLES = (
    "none thin medium dashed dotted thick double hair mediumDashed dashDot mediumDashDot "
    "dashDotDot "
    "mediumDashDotDot slantDashDot"
).split()
_ABSENT, _AUTO, _INDEXED, _THEME, _RGB = range(5)
_RED, _GREEN, _BLUE = 0xC8, 0x08, 0x10
"""Darkest red of a frame; five, five and six low bits above it carry the message."""
_CHECK = (1 << 21) - 1
_ARGB = re.compile("[0-9A-Fa-f]{8}")


def framed(border: etree._Element | None, parent: etree._Element) -> etree._Element | None:
    """A copy of a border with our frame; None where the colours of the frame cannot encode the
    border."""
    try:
        code = 0 if border is None else _code(border)
    except ValueError:
        return None
    if code is None:
        return None
    frame = etree.Element(namespace(parent) + "border") if border is None else deepcopy(border)
    message = code << 21 | zlib.crc32(code.to_bytes(6, "big")) & _CHECK
    for number, names in enumerate(_SIDES):
        side = _side(frame, names)
        if side is None:
            side = etree.Element(namespace(frame) + names[0])
            frame.insert(sum(_BEFORE.get(local(child), 9) < number for child in frame), side)
        _paint(side, _WIDTH, {"rgb": _colour(message >> 16 * number & 0xFFFF)})
    return frame


def unframed(border: etree._Element) -> etree._Element | None:
    """The border that was there before our frame; None where there is no frame of ours."""
    message = 0
    for number, names in enumerate(_SIDES):
        bits = _bits(_side(border, names))
        if bits is None:
            return None
        message |= bits << 16 * number
    code = message >> 21
    if zlib.crc32(code.to_bytes(6, "big")) & _CHECK != message & _CHECK:
        return None
    return _restore(border, code)


def _restore(border: etree._Element, code: int) -> etree._Element:
    former = deepcopy(border)
    colour = _uncolour(code >> 16)
    for number, names in enumerate(_SIDES):
        side = _side(former, names)
        style = _STYLES[min(code >> 4 * number & 0xF, len(_STYLES) - 1)]
        if side is not None:
            _paint(side, style, {} if style == "none" else colour)
    return former


def _code(border: etree._Element) -> int | None:
    """A border as a number: four bits of style for each side, above them the colour that the sides
    share. None where they share none, or for a style or colour without a code."""
    code = 0
    colours: set[int | None] = set()
    for number, names in enumerate(_SIDES):
        side = _side(border, names)
        style = "none" if side is None else side.get("style", "none")
        if style not in _STYLES:
            return None
        code |= _STYLES.index(style) << 4 * number
        if style != "none" and side is not None:
            colours.add(_colour_code(next(iter(side), None)))
    shared = colours.pop() if colours else 0
    return None if colours or shared is None else code | shared << 16


def _colour_code(colour: etree._Element | None) -> int | None:
    """A colour as a number: three bits of how it is given, 24 of which it is."""
    if colour is None:
        return _ABSENT << 24
    tint = round(float(colour.get("tint", "0")) * 100)
    if (rgb := colour.get("rgb")) is not None:
        plain = len(rgb) == 8 and rgb[:2].upper() in ("FF", "00") and not tint
        return _RGB << 24 | int(rgb[2:], 16) if plain else None
    if (theme := colour.get("theme")) is not None:
        return _THEME << 24 | int(theme) << 8 | (tint + 128)
    if (index := colour.get("indexed")) is not None:
        return _INDEXED << 24 | int(index)
    return _AUTO << 24


def _uncolour(code: int) -> dict[str, str]:
    kind, value = code >> 24, code & 0xFFFFFF
    if kind == _RGB:
        return {"rgb": f"FF{value:06X}"}
    if kind == _INDEXED:
        return {"indexed": str(value)}
    if kind == _AUTO:
        return {"auto": "1"}
    if kind == _ABSENT:
        return {}
    tint = (value & 0xFF) - 128
    return {"theme": str(value >> 8)} | ({"tint": f"{tint / 100:g}"} if tint else {})


def _side(border: etree._Element, names: tuple[str, ...]) -> etree._Element | None:
    return next((child for child in border if local(child) in names), None)


def _paint(side: etree._Element, style: str, colour: dict[str, str]) -> None:
    for child in list(side):
        side.remove(child)
    side.attrib.pop("style", "")
    if style != "none":
        side.set("style", style)
    if colour:
        etree.SubElement(side, namespace(side) + "color", colour)


def _colour(bits: int) -> str:
    red, green, blue = _RED + (bits >> 11), _GREEN + (bits >> 6 & 0x1F), _BLUE + (bits & 0x3F)
    return f"FF{red:02X}{green:02X}{blue:02X}"


def _bits(side: etree._Element | None) -> int | None:
    """The bits that the colour of a side encodes; None for a side that is not ours."""
    if side is None or side.get("style") != _WIDTH:
        return None
    colour = next(iter(side), None)
    rgb = "" if colour is None else colour.get("rgb", "")
    if not _ARGB.fullmatch(rgb):
        return None
    red, green, blue = (int(rgb[place : place + 2], 16) for place in (2, 4, 6))
    red, green, blue = red - _RED, green - _GREEN, blue - _BLUE
    if not (0 <= red < 32 and 0 <= green < 32 and 0 <= blue < 64):
        return None
    return red << 11 | green << 6 | blue
