"""What the XML of a worksheet says of its cells beside their values: which show an error, which
hold a formula, and whether a formula's value is stored with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_START = rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"(?: s="[0-9]+")?'
_VALUE = rb"<v>([^<]*)</v>"
_FORMULA = rb"<f(?:\s[^<>]*)?(?:(?<=/)>|>[^<]*</f>)"
_ERROR_CELL = re.compile(_START + rb' t="e">(?:' + _FORMULA + rb")?" + _VALUE + rb"</c>")
_FORMULA_CELL = re.compile(
    _START + rb'(?: t="[A-Za-z]+")?>' + _FORMULA + rb"(?:" + _VALUE + rb"|<v/>)?</c>"
)


@dataclass(frozen=True, slots=True)
class CellMarks:
    """Cells of one worksheet by their references."""

    errors: Mapping[str, str]
    """Cells that show an error such as #REF!, and the error."""
    formulas: Mapping[str, bool]
    """Cells that hold a formula, and whether a value is stored with it."""


NO_MARKS = CellMarks({}, {})


def marks_of(sheet: bytes) -> CellMarks:
    """The error and formula cells of a worksheet's XML, as most programs spell them."""
    errors = _ERROR_CELL.findall(sheet)
    formulas = _FORMULA_CELL.findall(sheet)
    return CellMarks(
        {reference.decode(): shown.decode("utf-8", "replace") for reference, shown in errors},
        {reference.decode(): bool(value) for reference, value in formulas},
    )
