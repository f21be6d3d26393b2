"""The styles of an XML Spreadsheet 2003, as far as they say how numbers are shown."""

from dataclasses import dataclass, field

from lxml import etree

from sipipeline.kinds.book import Meter, TooMuch
from sipipeline.kinds.format_names import code_of
from sipipeline.kinds.xml_2003.names import SHEET

_USUAL = "Default"
_LONGEST_CHAIN = 20
_MOST_STYLES = 65_490
"""What Excel allows."""


@dataclass(slots=True)
class Styles:
    meter: Meter
    codes: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def take(self, style: etree._Element) -> None:
        self.meter.mark()
        if len(self.parents) > _MOST_STYLES:
            raise TooMuch
        name = style.get(f"{SHEET}ID", "")
        self.parents[name] = style.get(f"{SHEET}Parent", _USUAL)
        form = style.find(f"{SHEET}NumberFormat")
        if form is not None:
            self.codes[name] = code_of(form.get(f"{SHEET}Format", "General"))

    def format_of(self, style: str) -> str:
        """The number format of a style, or of the one that it follows; "" where there is none."""
        for _ in range(_LONGEST_CHAIN):
            if style in self.codes:
                return self.codes[style]
            style = self.parents.get(style, _USUAL)
        return ""
