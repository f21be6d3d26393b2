"""Formulas that name cells by row and column (R1C1), spelled as Excel shows them (A1)."""

import re

from sipipeline.xlsx.references import LAST_COLUMN, LAST_ROW, Place, letters_of

_STEP = r"(\d{1,7}|\[-?\d{1,7}\])?"
_TOKEN = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'"  # a text, the name of a sheet
    rf"|(?<![\w.\[])R{_STEP}C{_STEP}(?![\w.(\[])"
)
_LONGEST = 8_192
"""Characters of a formula in Excel."""


def spelled(formula: str, at: Place = (1, 1)) -> str:
    """The formula of a cell without its equals sign; "" where it has references that are not
    known."""
    if not formula.startswith("=") or len(formula) > _LONGEST:
        return ""
    pieces, end = list[str](), 1
    for token in _TOKEN.finditer(formula, 1):
        pieces.append(formula[end : token.start()])
        if "[" in pieces[-1]:
            return ""
        pieces.append(_in_letters(token, at) if token[0][0] == "R" else token[0])
        end = token.end()
    rest = formula[end:]
    return "" if "[" in rest else "".join(pieces) + rest


def _in_letters(token: re.Match[str], at: Place) -> str:
    row, column = at
    number = _counted(token[1], row, LAST_ROW)
    letters = letters_of(_counted(token[2], column, LAST_COLUMN))
    return f"{letters}{number}"


def _counted(step: str | None, own: int, last: int) -> int:
    """A row or column: its number, or how far it is from the cell's own."""
    if step is None:
        return own
    number = own + int(step[1:-1]) if step.startswith("[") else int(step)
    return (number - 1) % last + 1
