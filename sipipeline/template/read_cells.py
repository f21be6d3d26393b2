"""The hidden cells that hold each figure as the validator reads it, so that form and verdict speak
of the same numbers."""

from sipipeline.core.text import Text
from sipipeline.template.live_checks import GAP, OPEN, WRONG
from sipipeline.template.sentences import quoted_text

UNREADABLE = "×"
"""What such a hidden cell holds where the text in a figure is no number."""
NO_FIGURE = Text(
    zh=f"{WRONG}标色的格填的不是数{GAP}", en=f"{WRONG}the marked cell holds no figure{GAP}"
)
AS_TEXT = Text(
    zh=f"{OPEN}标色的格是文本，请改成数字{GAP}",
    en=f"{OPEN}the marked figure is typed as text: make it a number{GAP}",
)
_NONE = "——－-/／无〇"
"""Words for none, one after the other: each of them is found in it."""
_UNITS = {"count": '"人"', "yuan": '"元"'}
"""The unit that people write behind a figure, as a formula."""


def as_read(cell: str, kind: str, money_unit: str, own: str | None = None) -> str:
    """The figure of a cell: a number typed as text as that number, a word for none as blank, also
    what the form itself computes there by the formula `own`."""
    unit = money_unit if kind == "money" else _UNITS.get(kind)
    digits = f'SUBSTITUTE({cell},",","")'
    number = f'SUBSTITUTE({digits},{unit},"")' if unit else digits
    typed = f"IFERROR(VALUE({number}),{quoted_text(UNREADABLE)})"
    is_none = f'{cell}="",ISNUMBER(FIND({cell},{quoted_text(_NONE)}))'
    read = f'IF(ISNUMBER({cell}),{cell},IF(OR({is_none}),"",{typed}))'
    return read if own is None else f'IF({cell}={own},"",{read})'


def is_unreadable(read: str) -> str:
    """Whether a cell holds what is no figure, by its hidden cell."""
    return f'{read}="{UNREADABLE}"'


def is_text(cell: str, read: str) -> str:
    """Whether a cell holds a number that was typed as text; -0% is no number in any cell."""
    return f"AND(ISTEXT({cell}),ISNUMBER({read}),{read}<>0)"


def row_message(cells: str, read: str, no_figure: str, as_text: str) -> str:
    """What is to be said of the texts in the figures of a row; `read` are its hidden cells."""
    unreadable = f'COUNTIF({read},"{UNREADABLE}")'
    texts = f"SUMPRODUCT(ISTEXT({cells})*ISNUMBER({read})*({read}<>0))"
    return f'IF({unreadable}>0,{quoted_text(no_figure)},"")&IF({texts}>0,{quoted_text(as_text)},"")'
