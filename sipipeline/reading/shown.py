"""A number cell as its number format shows it: 2 with `0.0%` is 200%, 5 with `0"人"` is 5人."""

import math
import re

from sipipeline.core.figures import EXACT

_UNSHOWN = re.compile(r"\[[^\]]*\]|_.|\*.")
"""Colours, conditions, and the spaces that a format leaves."""
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_SECTION_END = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_SHAPE = re.compile(r"(?P<before>[^#0?]*)(?P<digits>[#0?][#0?,]*(?:\.[#0?]+)?)(?P<after>[^#0?]*)")


def shown(value: float, number_format: str) -> str | None:
    """The number, with every digit that is stored, between the percent sign or the words of its
    format; None where the format adds none."""
    if not math.isfinite(value):
        return None
    section = _UNSHOWN.sub("", _SECTION_END.split(number_format)[0])
    shape = _SHAPE.fullmatch(_LITERAL.sub(r"\1\2", section))
    if shape is None:
        return None
    before, after = shape["before"].strip(), shape["after"].strip()
    if not (before or after):
        return None
    figure = value * 100 if after.startswith("%") else value
    return f"{before}{figure:.{EXACT}g}{after}"
