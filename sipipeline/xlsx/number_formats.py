"""The formats by which cells show their numbers."""

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from sipipeline.xlsx.cells import cells
from sipipeline.xlsx.package import Package, PackageError, local
from sipipeline.xlsx.references import reference_of
from sipipeline.xlsx.sheets import Workbook

_YEAR_MONTH, _MONTH_DAY, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
CHINESE_DATES = {
    **dict.fromkeys(("27", "36", "50", "52", "57"), _YEAR_MONTH),
    **dict.fromkeys(("28", "29", "51", "53", "54", "58"), _MONTH_DAY),
    "30": "m-d-yy",
    "31": _DAY,
    "32": 'h"时"mm"分"',
    "33": 'h"时"mm"分"ss"秒"',
    "34": '上午/下午h"时"mm"分"',
    "35": '上午/下午h"时"mm"分"ss"秒"',
    "55": '上午/下午h"时"mm"分"',
    "56": '上午/下午h"时"mm"分"ss"秒"',
}
"""The built-in formats of dates that only Chinese programs have, by number; python-calamine does
not know them."""
BUILT_IN = {
    "9": "0%",
    "10": "0.00%",
    "14": "yyyy/m/d",
    "15": "d-mmm-yy",
    "16": "d-mmm",
    "17": "mmm-yy",
    "18": "h:mm AM/PM",
    "19": "h:mm:ss AM/PM",
    "20": "h:mm",
    "21": "h:mm:ss",
    "22": "yyyy/m/d h:mm",
    "45": "mm:ss",
    "46": "[h]:mm:ss",
    "47": "mm:ss.0",
    **CHINESE_DATES,
}
"""The built-in formats of percents and dates, by number."""


class StoredNumber(NamedTuple):
    """What the XML of a cell says of its number."""

    text: str
    number_format: str


def stored_numbers(package: Package, sheet: str) -> Mapping[str, StoredNumber]:
    """The cells of a sheet by reference, but for those that show a number as it is."""
    workbook = Workbook(package)
    formats = formats_by_style(package, workbook)
    stored = {}
    for part in (one.part for one in workbook.sheets() if one.name == sheet):
        for place, cell in cells(package.read(part)):
            if shown := formats.get(cell.get("s", "0"), ""):
                value = next((child.text for child in cell if local(child) == "v"), None)
                stored[reference_of(place)] = StoredNumber(value or "", shown)
    return stored


def formats_by_style(package: Package, workbook: Workbook) -> dict[str, str]:
    """The number format of each cell style, by the number of the style; none where the styles
    cannot be read."""
    part = workbook.target("styles")
    if part is None:
        return {}
    try:
        sections = {local(section): section for section in package.tree(part)}
    except PackageError:
        return {}
    declared = {
        format_.get("numFmtId", ""): format_.get("formatCode", "")
        for format_ in _members(sections, "numFmts")
    }
    formats = BUILT_IN | declared
    numbers = [style.get("numFmtId", "0") for style in _members(sections, "cellXfs")]
    return {str(style): formats.get(number, "") for style, number in enumerate(numbers)}


def _members(sections: Mapping[str, etree._Element], name: str) -> list[etree._Element]:
    section = sections.get(name)
    return [] if section is None else list(section.iterchildren(etree.Element))
