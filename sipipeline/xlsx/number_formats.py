"""The formats by which cells show their numbers."""

from collections.abc import Container, Mapping

from lxml import etree

from sipipeline.xlsx.cells import cells
from sipipeline.xlsx.package import Package, local
from sipipeline.xlsx.references import reference_of
from sipipeline.xlsx.sheets import Workbook

_PERCENTS = {"9": "0%", "10": "0.00%"}
"""The built-in formats of percents, by number."""


def number_formats(package: Package, sheets: Container[str]) -> Mapping[tuple[str, str], str]:
    """The number format of every cell of some sheets, by sheet and reference; "" for a built-in
    format that is no percent."""
    workbook = Workbook(package)
    formats = _by_style(package, workbook)
    shown = {}
    for sheet in workbook.sheets():
        if sheet.name in sheets:
            for place, cell in cells(package.tree(sheet.part)):
                shown[sheet.name, reference_of(place)] = formats.get(cell.get("s", "0"), "")
    return shown


def _by_style(package: Package, workbook: Workbook) -> dict[str, str]:
    """The number format of each cell style, by the number of the style."""
    part = workbook.target("styles")
    if part is None:
        return {}
    sections = {local(section): section for section in package.tree(part)}
    declared = {
        format_.get("numFmtId", ""): format_.get("formatCode", "")
        for format_ in _members(sections, "numFmts")
    }
    formats = _PERCENTS | declared
    numbers = [style.get("numFmtId", "0") for style in _members(sections, "cellXfs")]
    return {str(style): formats.get(number, "") for style, number in enumerate(numbers)}


def _members(sections: Mapping[str, etree._Element], name: str) -> list[etree._Element]:
    section = sections.get(name)
    return [] if section is None else list(section.iterchildren(etree.Element))
