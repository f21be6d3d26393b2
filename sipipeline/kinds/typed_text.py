"""A text of a page or a plain file as the cell that Excel makes of it."""

import re

from sipipeline.kinds.book import BookCell

_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<whole>0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})"
    r"(?:\.(?P<decimals>\d{1,12}))?(?P<percent>%?)"
)
_MOST_DIGITS = 15
"""More digits no number of a cell keeps: an account number stays a text."""


def typed(text: str) -> BookCell | None:
    """The cell; None for a blank text."""
    stripped = text.strip()
    if not stripped:
        return None
    match = _NUMBER.fullmatch(stripped)
    if match is None:
        return BookCell(text)
    digits = match["whole"].replace(",", "")
    decimals = match["decimals"] or ""
    if len(digits) + len(decimals) > _MOST_DIGITS:
        return BookCell(text)
    value = float(f"{match['sign']}{digits}.{decimals or 0}")
    places = f".{'0' * len(decimals)}" if decimals else ""
    if match["percent"]:
        return BookCell(float(f"{value / 100:.15g}"), f"0{places}%")
    return BookCell(value, f"#,##0{places}" if "," in match["whole"] else "")
