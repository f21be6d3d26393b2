"""The error values of binary workbooks, by their numbers."""

from sipipeline.kinds.book import ErrorValue

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_UNKNOWN = "#VALUE!"


def error_of(number: int) -> ErrorValue:
    return ErrorValue(_ERRORS.get(number, _UNKNOWN))
