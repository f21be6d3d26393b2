"""The lists, to which rows can be added: causes of growth, and the indicator table with its
header."""

from collections.abc import Mapping, Sequence

from sipipeline.core.standard import Column
from sipipeline.template import hints
from sipipeline.template.layout import FIRST, HEAD, letters, list_first
from sipipeline.template.live_checks import GAP, OK, OPEN
from sipipeline.template.sheet_writer import Pen
from sipipeline.xlsx.hidden import CHECK, LIST_END

_STATUS = (
    "本表校验：有 {wrong} 处不符，请看“校验”栏",
    "本表校验：有 {open} 处未填全，请看“校验”栏",
    "本表校验：已填各行完整 ✓",
    "本表校验：尚未填写，填写后自动校验",
)
_WIDTHS = {
    "causes": {"fund": 12, "item": 24, "cause": 46, "amount": 14, "share": 12},
    "indicators": {
        "level1": 12,
        "level2": 14,
        "level3": 34,
        "target": 18,
        "actual": 18,
        "weight": 7,
        "score": 7,
        "reason": 30,
    },
}
_ROW = 18.5
_OPTIONAL = {"share", "weight", "score", "reason"}
_MORE = "行数不够时，在本行上方插入行即可（选中本行任一单元格，右键“插入”→“整行”）"


def write_causes(pen: Pen) -> None:
    """Write the causes of growth."""
    pen.key_row(0, _keys(pen, pen.standard.causes))
    pen.top("基金收支增减原因分析表")
    last = _table(pen, "causes", pen.standard.causes, HEAD, hints.CAUSES)
    pen.merge(last, 1, pen.check, _MORE, "small", "label")
    pen.status(last - 1, _STATUS)
    pen.merge(last + 1, 1, pen.check, _CAUSES_FOOT, "small")
    _page(pen, "causes", pen.standard.causes, last + 1, HEAD)


_CAUSES_FOOT = (
    "填写说明：一行写一个原因；同一科目的各项影响金额合计不超过该科目的比上年增减额，"
    "有减少因素的另列一行填负数。"
)


def write_indicators(pen: Pen) -> None:
    """Write the header lines, then the table."""
    standard, layout = pen.standard, pen.layout
    pen.key_row(0, {3: "value", pen.check: CHECK})
    pen.top("社会保险基金绩效自评表")
    _header(pen)
    keys = layout.indicator_keys
    pen.key_row(keys, _keys(pen, standard.indicators))
    last = _table(pen, "indicators", standard.indicators, keys + 1, hints.INDICATORS)
    _sums(pen, last)
    pen.status(last - 1, _STATUS)
    pen.merge(last + 1, 1, pen.check, _INDICATORS_FOOT, "small")
    pen.sheet.set_row(last + 1, 28)
    _page(pen, "indicators", standard.indicators, last + 1, keys + 1)


_INDICATORS_FOOT = (
    (
        "填写说明：指标值和实际完成值照实填写，可带“≥”“%”“人”等；"
        "未完成的指标在偏差原因栏写明原因和改进措施。"
    )
    + _MORE
    + "。"
)


def _header(pen: Pen) -> None:
    """Unit and project as on the cover, the lines of funding, the goal."""
    standard, layout, last = pen.standard, pen.layout, pen.check - 1
    for row, left, right in ((HEAD, ("预算单位", "unit"), ("项目名称", "project")),):
        pen.merge(row, 1, 2, left[0], "label", "strong")
        pen.merge_formula(row, 3, 4, pen.cover(left[1]), "box")
        pen.text(row, 5, right[0], "label", "strong")
        pen.merge_formula(row, 6, last, pen.cover(right[1]), "box")
        pen.blank(row, pen.check, "check")
    pen.sheet.set_row(HEAD, 20)
    pen.sheet.set_row(FIRST, 20)
    pen.merge(FIRST, 1, 2, "资金来源", "label", "strong")
    pen.merge_formula(
        FIRST,
        3,
        last,
        '"以下金额单位："&IF({0}="","万元",{0})'.format(pen.cover("money_unit")),
        "label",
        "info",
    )
    pen.text(FIRST, pen.check, "校验", "label", "middle")
    for number, column in enumerate(standard.funding):
        row, key = layout.funding_first + number, f"funding.{column.key}"
        pen.row_key(row, key)
        pen.sheet.set_row(row, _ROW)
        pen.merge(row, 1, 2, column.name.zh, "label", *(("in1",) if number else ("strong",)))
        pen.place(key, *(() if number else ("sum",)))
        pen.merge(row, 4, last, hints.FUNDING.get(column.key, ""), "label", "small")
        pen.checks(row)
        pen.ask((row, 3, row, 3), column, "", column.signed)
    row = layout.indicator_keys - 1
    pen.row_key(row, "goal")
    pen.merge(row, 1, 2, standard.goal.name.zh, "label", "strong")
    pen.place("goal", "top", to=last)
    pen.blank(row, pen.check, "check")
    width = sum(_WIDTHS["indicators"].get(column.key, 12) for column in standard.indicators[1:])
    pen.high(row, 48, ("goal", width, 10), grows=False)


def _keys(pen: Pen, columns: Sequence[Column]) -> dict[int, str]:
    return {2 + number: column.key for number, column in enumerate(columns)} | {pen.check: CHECK}


def _table(
    pen: Pen, name: str, columns: Sequence[Column], head: int, prompts: Mapping[str, str]
) -> int:
    """Head and rows of a list; returns the row that ends it."""
    pen.text(head, 1, "序号", "head")
    pen.heads(head, columns, 2)
    pen.text(head, pen.check, "校验", "head")
    pen.sheet.set_row(head, 28)
    first = list_first(pen.layout, name)
    end = first + pen.layout.rows[name]
    for row in range(first, end):
        pen.text(row, 0, f"{name}.#.*", "tall")
        wide = [column for column in columns if not column.numeric]
        pen.high(
            row,
            _ROW,
            *(
                (f"{name}.{row - first + 1}.{c.key}", _WIDTHS[name].get(c.key, 12), 10)
                for c in wide
            ),
        )
        pen.formula(
            row,
            1,
            f"ROW()-{head + 1}" if name == "causes" else f"ROW()-ROW(B${head + 1})",
            "label",
            "middle",
        )
        for column in columns:
            pen.place(f"{name}.{row - first + 1}.{column.key}")
        pen.checks(row, _complete(columns, row))
    pen.row_key(end, LIST_END)
    for offset, column in enumerate(columns, 2):
        pen.ask((first, offset, end, offset), column, prompts.get(column.key, ""), column.signed)
    return end


def _complete(columns: Sequence[Column], row: int) -> str:
    """Says what a row that has something in it still lacks."""
    needed = [
        (f"{letters(n)}{row + 1}", column)
        for n, column in enumerate(columns, 2)
        if column.key not in _OPTIONAL
    ]
    area = f"{letters(2)}{row + 1}:{letters(1 + len(columns))}{row + 1}"
    missing = "&".join(
        f'IF({cell}="","{OPEN}缺{column.name.zh}{GAP}","")' for cell, column in needed
    )
    blank = ",".join(f'{cell}=""' for cell, _ in needed)
    return f'IF(COUNTA({area})=0,"",IF(OR({blank}),{missing},"{OK}"))'


def _sums(pen: Pen, row: int) -> None:
    """The last row: weights and scores together."""
    keys = [column.key for column in pen.standard.indicators]
    first = list_first(pen.layout, "indicators") + 1
    points = [
        number
        for number, column in enumerate(pen.standard.indicators, 2)
        if column.kind == "points"
    ]
    pen.sheet.set_row(row, 20)
    pen.merge(row, 1, points[0] - 1, "分值、得分合计", "label", "strong", "right")
    for column in points:
        area = f"{letters(column)}{first}:{letters(column)}{row}"
        pen.formula(row, column, f'IF(COUNT({area})=0,"",SUM({area}))', "label", "strong", "right")
    for column in range(points[-1] + 1, 2 + len(keys)):
        pen.blank(row, column, "label")
    weights = f"{letters(points[0])}{row + 1}"
    text = f'IF({weights}="","",IF(ROUND({weights}-100,6)=0,"✓","分值合计应为 100"))'
    pen.formula(row, pen.check, text, "check")


def _page(pen: Pen, name: str, columns: Sequence[Column], last: int, head: int) -> None:
    pen.sheet.set_column(1, 1, 5)
    for number, column in enumerate(columns, 2):
        pen.sheet.set_column(number, number, _WIDTHS[name].get(column.key, 12))
    pen.sheet.set_column(pen.check, pen.check, 24)
    pen.page(last, landscape=True, tall=0, frozen=(FIRST, 0) if name == "causes" else (HEAD, 0))
    pen.sheet.repeat_rows(head)
    pen.protect(rows=True)
