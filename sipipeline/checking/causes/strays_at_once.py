"""Figures beside the form that are no part of a wrong cell's cause: from a few on told once a
sheet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core.findings import UNSHOWN, Finding
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.rules import f103_figure_out_of_place

_OUT_OF_PLACE = f103_figure_out_of_place.RULE.code
_FEWEST = 3
"""Figures of a sheet that are told at once."""
_MOST = 4
"""Cells that are named."""
_TOGETHER = Text(
    zh="工作表“{sheet}”有 {count} 格不是填报位置，里面的数没有参加核对：{cells}{more}。",
    en="{count} cells of sheet “{sheet}” are no places of the template, so their figures were "
    "not checked: {cells}{more}.",
)
_MORE = Text(zh=" 等", en=" and others")


def strays_at_once(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; in place of several figures beside the form of one sheet one that names their
    cells."""
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.rule == _OUT_OF_PLACE and one.group is None and not one.explained:
            by_sheet[one.cells[0].sheet].append(one)
    many = [strays for strays in by_sheet.values() if len(strays) >= _FEWEST]
    whole = {id(strays[0]): _together(strays) for strays in many}
    rest = {id(one) for strays in many for one in strays[1:]}
    return [whole.get(id(one), one) for one in findings if id(one) not in rest]


def _together(strays: Sequence[Finding]) -> Finding:
    cells = tuple(stray.cells[0] for stray in strays)
    message = _TOGETHER.fill(
        sheet=cells[0].sheet,
        count=len(cells),
        cells=join([same(cell.ref) for cell in cells[:_MOST]], "、", ", "),
        more=_MORE if len(cells) > _MOST else NOTHING,
    )
    return replace(strays[0], cells=cells, message=message, stated=None, shown=UNSHOWN)
