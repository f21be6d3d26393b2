"""The styles of an OpenDocument, as far as they say how numbers are shown."""

from dataclasses import dataclass, field

from lxml import etree

from sipipeline.kinds.book import Meter
from sipipeline.kinds.opendocument.names import STYLE, TABLE
from sipipeline.kinds.opendocument.number_formats import code_of, conditions_of, whole_code

_LONGEST_CHAIN = 20
_CELL, _TABLE = "table-cell", "table"


@dataclass(slots=True)
class Styles:
    """Takes the styles as they come, those of the content after the common ones."""

    meter: Meter
    codes: dict[str, str] = field(default_factory=dict)
    maps: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    data_styles: dict[str, str] = field(default_factory=dict)
    """The number format of a cell style, by the name of either."""
    parents: dict[str, str] = field(default_factory=dict)
    hidden_tables: set[str] = field(default_factory=set)

    def take_format(self, element: etree._Element) -> None:
        self.meter.mark()
        name = element.get(f"{STYLE}name", "")
        self.codes[name] = code_of(element)
        self.maps[name] = conditions_of(element)

    def take_style(self, element: etree._Element) -> None:
        self.meter.mark()
        name, family = element.get(f"{STYLE}name", ""), element.get(f"{STYLE}family")
        if family == _CELL:
            self.parents[name] = element.get(f"{STYLE}parent-style-name", "")
            data_style = element.get(f"{STYLE}data-style-name")
            if data_style is not None:
                self.data_styles[name] = data_style
        elif family == _TABLE:
            looks = element.findall(f"{STYLE}table-properties")
            if any(look.get(f"{TABLE}display") == "false" for look in looks):
                self.hidden_tables.add(name)

    def format_of(self, style: str) -> str:
        """The number format of a cell style; "" where it has none."""
        for _ in range(_LONGEST_CHAIN):
            if style in self.data_styles:
                return whole_code(self.data_styles[style], self.codes, self.maps)
            style = self.parents.get(style, "")
        return ""
