"""What the cells of a workbook refer to, in .xls and .xlsb alike."""

from collections.abc import Mapping

from sipipeline.core.values import frozen


@frozen
class Shared:
    sheets: tuple[str, ...]
    """What stands before a reference to other sheets, by its number."""
    strings: tuple[str, ...]
    formats: Mapping[int, str]
    styles: tuple[int, ...]
    """The number of the format of each style."""

    def format_of(self, style: int) -> str:
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number, "")

    def string(self, number: int) -> str:
        return self.strings[number] if number < len(self.strings) else ""
