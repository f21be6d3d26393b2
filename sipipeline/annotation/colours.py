"""The styles of a workbook with our marks in them: a mark is a copy of a cell's style with a fill
of ours.

A fill of ours is solid and known by its colour; its background colour, which a solid fill never
shows, is the colour that was there before. So Excel may renumber and move everything: the former
style can be read off the mark. LibreOffice does not keep the background, so the last digit of our
colour is also a number in a list of former colours, which a hidden cell of the result sheet
keeps."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from copy import deepcopy
from enum import StrEnum
from functools import partial

from lxml import etree

from sipipeline.annotation.borders import framed, unframed
from sipipeline.xlsx.hidden import FILL_MARKER
from sipipeline.xlsx.package import attributes, local, namespace

_Key = tuple[object, ...]
_KeyOf = Callable[[etree._Element], _Key]
_Former = Callable[[etree._Element], etree._Element | None]

MAIN_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BLANK = (
    f'<styleSheet xmlns="{MAIN_NS}"><fonts count="1"><font><sz val="11"/><name '
    f'val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill>'
    "</fills><borders "
    'count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" '
    'xfId="0"/></cellXfs></styleSheet>'
).encode()
"""What a workbook without a style part has by the standard."""

_ORDER = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
).split()


class Look(StrEnum):
    """The kinds of marks; the value is the colour, unusual enough to be known as ours.

    The last digit is 0 where there was no fill before, 1 to E for the former fill's number in the
    list of the result sheet, F where only the background tells it."""

    CULPRIT = "FFFE6A50"
    SUSPECT = "FFFEC490"
    ERROR = "FFFEB1A0"
    ERROR_RELATED = "FFFEE4E0"
    WARNING = "FFFEE280"
    WARNING_RELATED = "FFFEF4D0"
    INDICATOR = "FFD9C6F0"
    INDICATOR_RELATED = "FFEEE6F0"
    INFO = "FFC3E3F0"
    INFO_RELATED = "FFE5F2F0"


_UNLISTED = 15
_SIZE = re.compile(r"[0-9]{1,2}(?:\.[0-9]+)?")
_DIGITS = {"Calibri": 0.507, "Arial": 0.556, "微软雅黑": 0.56, "Microsoft YaHei": 0.56}
"""How wide the digits of a font are, by its size."""
_EARLIER = {"FFFE8A5"}
"""Colours that marks had in copies of earlier versions."""
_BASES = {look.value[:-1] for look in Look} | _EARLIER
_NAMES = re.compile("|".join(sorted(_BASES)).encode(), re.IGNORECASE)
_LISTED = re.compile(FILL_MARKER.encode() + rb":([0-9]+):([A-Za-z0-9=. -]+)")


def has_marks(styles: bytes) -> bool:
    """Whether a style part may have a mark of ours in it."""
    return _NAMES.search(styles) is not None


class Stylesheet:
    """Fonts, fills, borders and cell styles of one workbook; numbers that cells use never
    change."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._ns = namespace(root)
        self.fonts = self._section("fonts")
        self.fills = self._section("fills")
        self.borders = self._section("borders")
        self.xfs = self._section("cellXfs")
        self._marked: dict[tuple[int, Look, bool], int] = {}
        self._former: dict[tuple[tuple[str, str], ...], int] = {}
        self._spare: defaultdict[str, set[int]] = defaultdict(set)

    @property
    def digit_width(self) -> int:
        """Pixels of a digit of the usual font, which the widths of columns are counted in."""
        styles = self._root.find(self._ns + "cellStyleXfs")
        usual = 0 if styles is None or len(styles) == 0 else _number(styles[0], "fontId")
        font = _member(self.fonts, usual)
        stated = {} if font is None else {local(part): part.get("val", "") for part in font}
        size, name = stated.get("sz", ""), stated.get("name", "")
        points = float(size) if _SIZE.fullmatch(size) else 11.0
        return max(4, round(points * 4 / 3 * _DIGITS.get(name, 0.52)))

    def mark(self, xf: int, look: Look, frame: bool) -> int:
        """The number of the cell style `xf` with our fill, and, if `frame`, with our frame.

        A patterned or graded fill could not be brought back, so such a cell gets the frame instead.
        """
        key = (xf, look, frame)
        if key in self._marked:
            return self._marked[key]
        clone = deepcopy(self.xfs[xf]) if 0 <= xf < len(self.xfs) else self._plain()
        colour = _former_colour(_member(self.fills, _number(clone, "fillId")))
        if colour is not None:
            clone.set("fillId", str(self._fill(look, colour)))
            clone.set("applyFill", "1")
        if frame or colour is None:
            self._frame(clone)
        self._marked[key] = number = append(self.xfs, clone)
        return number

    def list_former(self) -> str:
        """The colours under the marks as a text, which a hidden cell of the result sheet keeps."""
        return "|".join(
            f"{FILL_MARKER}:{number}:" + " ".join(f"{name}={value}" for name, value in colour)
            for colour, number in self._former.items()
        )

    def unmark(self, listed: bytes) -> dict[int, int]:
        """Bring the former look of every mark back; returns, for cell styles that were marks, the
        number of an earlier style that looks the same.

        `listed` is any text with the list of former colours in it."""
        former = {
            int(number): _colour_of(colour.decode()) for number, colour in _LISTED.findall(listed)
        }
        marks = self._restore(self.borders, "borderId", unframed, _border_key)
        marks |= self._restore(self.fills, "fillId", partial(_without_mark, former), _fill_key)
        if not marks:
            return {}
        plain: dict[_Key, int] = {}
        for number, xf in enumerate(self.xfs):
            if number not in marks:
                plain.setdefault(_look_of(xf), number)
        targets = {
            number: plain.setdefault(_look_of(self.xfs[number]), number) for number in sorted(marks)
        }
        return {number: target for number, target in targets.items() if number != target}

    def trim(self, used: set[int], ours: re.Pattern[bytes]) -> None:
        """Remove our unused styles from the ends of the lists, so that they do not grow from round
        to round. `used` are the numbers of the cell styles that cells have; `ours` finds what only
        our fonts, fills and borders have in them."""
        self._trim_xfs(used, ours)
        self._trim_section(self.fonts, "fontId", ours)
        self._trim_section(self.fills, "fillId", ours)
        self._trim_section(self.borders, "borderId", ours)
        for section in (self.fonts, self.fills, self.borders, self.xfs):
            section.set("count", str(len(section)))

    def _trim_xfs(self, used: set[int], ours: re.Pattern[bytes]) -> None:
        """Remove unused cell styles with a font of ours, or that another is just like."""
        fonts = {
            number for number, font in enumerate(self.fonts) if ours.search(etree.tostring(font))
        }
        looks = Counter(map(_look_of, self.xfs))
        while len(self.xfs) > 1 and len(self.xfs) - 1 not in used:
            last = self.xfs[-1]
            look = _look_of(last)
            if _number(last, "fontId") not in fonts and looks[look] == 1:
                break
            looks[look] -= 1
            self.xfs.remove(last)

    def _trim_section(
        self, section: etree._Element, attribute: str, ours: re.Pattern[bytes]
    ) -> None:
        """Remove fonts, fills or borders that are ours, or were freed by unmarking."""
        used = {_number(xf, attribute) for xf in self._root.iter(self._ns + "xf")}
        while len(section) > 1 and len(section) - 1 not in used:
            freed = len(section) - 1 in self._spare[attribute]
            if not freed and not ours.search(etree.tostring(section[-1])):
                break
            section.remove(section[-1])

    def _restore(
        self, section: etree._Element, attribute: str, without: _Former, key: _KeyOf
    ) -> set[int]:
        """Put back the fills or borders that were there before the marks; returns the numbers of
        the cell styles that have them."""
        plain: dict[_Key, int] = {}
        marks: list[int] = []
        for number, element in enumerate(section):
            former = without(element)
            if former is None:
                plain.setdefault(key(element), number)
            else:
                section.replace(element, former)
                marks.append(number)
        moves = {number: plain.setdefault(key(section[number]), number) for number in marks}
        self._spare[attribute] = {number for number, target in moves.items() if number != target}
        touched = set()
        for number, xf in enumerate(self.xfs):
            target = moves.get(_number(xf, attribute))
            if target is not None:
                xf.set(attribute, str(target))
                touched.add(number)
        return touched

    def _fill(self, look: Look, colour: dict[str, str]) -> int:
        fill = etree.Element(self._ns + "fill")
        pattern = etree.SubElement(fill, self._ns + "patternFill", patternType="solid")
        etree.SubElement(
            pattern, self._ns + "fgColor", rgb=look.value[:-1] + f"{self._number_of(colour):X}"
        )
        etree.SubElement(pattern, self._ns + "bgColor", colour or {"indexed": "64"})
        return append(self.fills, fill)

    def _number_of(self, colour: dict[str, str]) -> int:
        if not colour:
            return 0
        key = tuple(sorted(colour.items()))
        if key not in self._former and len(self._former) + 1 < _UNLISTED:
            self._former[key] = len(self._former) + 1
        return self._former.get(key, _UNLISTED)

    def _frame(self, xf: etree._Element) -> None:
        frame = framed(_member(self.borders, _number(xf, "borderId")), self.borders)
        if frame is not None:
            xf.set("borderId", str(append(self.borders, frame)))
            xf.set("applyBorder", "1")

    def _plain(self) -> etree._Element:
        return etree.Element(
            self._ns + "xf", numFmtId="0", fontId="0", fillId="0", borderId="0", xfId="0"
        )

    def _section(self, name: str) -> etree._Element:
        section = self._root.find(self._ns + name)
        if section is not None:
            return section
        default = etree.fromstring(BLANK).find(f"{{{MAIN_NS}}}{name}")
        section = etree.Element(self._ns + name, count="0")
        for child in default if default is not None else ():
            append(section, _renamed(child, self._ns))
        rank = _ORDER.index(name)
        earlier = [child for child in self._root if local(child) in _ORDER[:rank]]
        self._root.insert(self._root.index(earlier[-1]) + 1 if earlier else 0, section)
        return section


def append(section: etree._Element, element: etree._Element) -> int:
    """Adds to a counted section and gives the number that it has there."""
    section.append(element)
    section.set("count", str(len(section)))
    return len(section) - 1


def _colour_of(listed: str) -> dict[str, str]:
    """The attributes of a colour in the list of former colours."""
    return dict(pair.split("=", 1) for pair in listed.split(" ") if "=" in pair)


def _number(xf: etree._Element, attribute: str) -> int:
    value = xf.get(attribute, "0")
    return int(value) if value.isdecimal() else 0


def _member(section: etree._Element, number: int) -> etree._Element | None:
    return section[number] if number < len(section) else None


def _pattern(fill: etree._Element | None) -> etree._Element | None:
    return None if fill is None else next(iter(fill), None)


def _solid_colour(fill: etree._Element | None) -> dict[str, str] | None:
    """How the colour of a plain solid fill is given; None for any other fill."""
    pattern = _pattern(fill)
    if pattern is None or local(pattern) != "patternFill" or pattern.get("patternType") != "solid":
        return None
    colour = next((child for child in pattern if local(child) == "fgColor"), None)
    return {} if colour is None else attributes(colour)


def _former_colour(fill: etree._Element | None) -> dict[str, str] | None:
    """The colour to remember, {} where there is none, None where the fill is more than a colour."""
    pattern = _pattern(fill)
    if pattern is None:
        return {}
    if local(pattern) == "patternFill" and pattern.get("patternType", "none") == "none":
        return {}
    colour = _solid_colour(fill)
    if not colour or colour.get("indexed") == "64":
        return None
    return None if colour.keys().isdisjoint({"rgb", "theme", "indexed"}) else colour


def _without_mark(listed: dict[int, dict[str, str]], fill: etree._Element) -> etree._Element | None:
    """The fill that was there before ours; None for a fill that is not ours."""
    name = (_solid_colour(fill) or {}).get("rgb", "").upper()
    if name[:-1] not in _BASES:
        return None
    former = deepcopy(fill)
    pattern = former[0]
    background = next((child for child in pattern if local(child) == "bgColor"), None)
    pattern[:] = []
    number = int(name[-1], 16)
    colour = listed.get(number) or ({} if background is None else attributes(background))
    if number == 0 or not colour:
        pattern.set("patternType", "none")
        return former
    etree.SubElement(pattern, namespace(pattern) + "fgColor", colour)
    etree.SubElement(pattern, namespace(pattern) + "bgColor", indexed="64")
    return former


def _fill_key(fill: etree._Element) -> _Key:
    """What a fill looks like: the background of a solid fill is never seen."""
    if _former_colour(fill) == {}:
        return ()
    colour = _solid_colour(fill)
    return _colour_key(colour) if colour is not None else (etree.tostring(fill),)


def _border_key(border: etree._Element) -> _Key:
    sides = sorted(
        (local(side), side.get("style"), *(_colour_key(attributes(colour)) for colour in side))
        for side in border
        if side.get("style", "none") != "none"
    )
    return (*sides, border.get("diagonalUp"), border.get("diagonalDown"))


def _colour_key(colour: dict[str, str]) -> _Key:
    plain = {name: value.upper() for name, value in colour.items()}
    if tint := plain.pop("tint", ""):
        plain["tint"] = _rounded(tint)
    if len(plain.get("rgb", "")) == 8:
        plain["rgb"] = plain["rgb"][2:]
    return tuple(sorted(plain.items()))


def _rounded(tint: str) -> str:
    try:
        return f"{float(tint):.2f}"
    except ValueError:
        return tint


def _look_of(xf: etree._Element) -> _Key:
    """What tells cell styles apart, without the marks that a fill or border was set on purpose."""
    stated = attributes(xf)
    kept = stated.keys() - {"applyFill", "applyBorder"}
    return (tuple((name, stated[name]) for name in sorted(kept)), *map(_tag_key, xf))


def _tag_key(element: etree._Element) -> _Key:
    return (local(element), tuple(sorted(attributes(element).items())))


def _renamed(element: etree._Element, ns: str) -> etree._Element:
    copy = etree.Element(ns + local(element), attributes(element))
    copy.extend(_renamed(child, ns) for child in element)
    return copy
