"""The lists, to which rows can be added: causes of growth, and the indicator table with its
header."""

from collections.abc import Sequence

from sipipeline.core.standard import STATING, Column
from sipipeline.template.layout import FIRST, HEAD, letters, list_first
from sipipeline.template.live_checks import GAP, OK, OPEN
from sipipeline.template.sheet_writer import SheetWriter
from sipipeline.xlsx.hidden import CHECK, LIST_END

_STATUS = (
    "本表校验：有 {wrong} 处不符，请看“校验”栏",
    "本表校验：有 {open} 处未填全，请看“校验”栏",
    "本表校验：已填各行完整 ✓",
    "本表校验：尚未填写，填写后自动校验",
)
_WIDTH = 12
_ROW_HEIGHT = 18.5
_MORE = "行数不够时，在本行上方插入行即可（选中本行任一单元格，右键“插入”→“整行”）"


def write_causes(writer: SheetWriter) -> None:
    """Write the causes of growth."""
    writer.key_row(0, _keys(writer, writer.standard.causes))
    writer.header("基金收支增减原因分析表")
    last = _table(writer, "causes", writer.standard.causes, HEAD)
    writer.merge(last, 1, writer.check_column, _MORE, "small", "label")
    writer.status_line(last - 1, _STATUS)
    writer.merge(last + 1, 1, writer.check_column, _CAUSES_FOOT, "small")
    _page_setup(writer, writer.standard.causes, last + 1, HEAD, frozen=FIRST)


_CAUSES_FOOT = (
    "填写说明：一行写一个原因；同一科目的各项影响金额合计不超过该科目的比上年增减额，"
    "有减少因素的另列一行填负数。"
)


def write_indicators(writer: SheetWriter) -> None:
    """Write the header lines, then the table."""
    standard, layout = writer.standard, writer.layout
    writer.key_row(0, {3: "value", writer.check_column: CHECK})
    writer.header("社会保险基金绩效自评表")
    _header(writer)
    keys = layout.indicator_keys
    writer.key_row(keys, _keys(writer, standard.indicators))
    last = _table(writer, "indicators", standard.indicators, keys + 1)
    _sums(writer, last)
    writer.status_line(last - 1, _STATUS)
    writer.merge(last + 1, 1, writer.check_column, _INDICATORS_FOOT, "small")
    writer.sheet.set_row(last + 1, 28)
    _page_setup(writer, standard.indicators, last + 1, keys + 1, frozen=HEAD)


_INDICATORS_FOOT = (
    "填写说明：指标值和实际完成值照实填写，可带“≥”“%”“人”等；"
    f"未完成的指标在偏差原因栏写明原因和改进措施。{_MORE}。"
)


def _header(writer: SheetWriter) -> None:
    """Unit and project as on the cover, the lines of funding, the goal."""
    last = writer.check_column - 1
    writer.merge(HEAD, 1, 2, "预算单位", "label", "strong")
    writer.merge_formula(HEAD, 3, 4, writer.cover_text("unit"), "box")
    writer.text(HEAD, 5, "项目名称", "label", "strong")
    writer.merge_formula(HEAD, 6, last, writer.cover_text("project"), "box")
    writer.blank(HEAD, writer.check_column, "check")
    writer.sheet.set_row(HEAD, 20)
    _funding(writer, last)
    _goal(writer, last)


def _funding(writer: SheetWriter, last: int) -> None:
    writer.sheet.set_row(FIRST, 20)
    writer.merge(FIRST, 1, 2, "资金来源", "label", "strong")
    writer.merge_formula(
        FIRST,
        3,
        last,
        f'"以下金额单位："&{writer.money_unit}',
        "label",
        "info",
    )
    writer.text(FIRST, writer.check_column, "校验", "label", "middle")
    first = writer.layout.funding_first
    for row, column in enumerate(writer.standard.funding, first):
        is_sum = row == first
        key = f"funding.{column.key}"
        writer.row_key(row, key)
        writer.sheet.set_row(row, _ROW_HEIGHT)
        writer.merge(row, 1, 2, column.name.zh, "label", "strong" if is_sum else "in1")
        writer.input_cell(key, *(("sum",) if is_sum else ()))
        writer.merge(row, 4, last, column.prompt, "label", "small")
        writer.check_cell(row)
        writer.accept((row, 3, row, 3), column)


def _goal(writer: SheetWriter, last: int) -> None:
    standard, row = writer.standard, writer.layout.indicator_keys - 1
    writer.row_key(row, "goal")
    writer.merge(row, 1, 2, standard.goal.name.zh, "label", "strong")
    writer.input_cell("goal", "top", to=last)
    writer.blank(row, writer.check_column, "check")
    width = sum(map(_width, standard.indicators[1:]))
    writer.set_height(row, 48, ("goal", width, 10), grows=False)


def _keys(writer: SheetWriter, columns: Sequence[Column]) -> dict[int, str]:
    keys = {number: column.key for number, column in enumerate(columns, 2)}
    return {**keys, writer.check_column: CHECK}


def _table(writer: SheetWriter, name: str, columns: Sequence[Column], head: int) -> int:
    """Head and rows of a list; returns the row that ends it."""
    writer.text(head, 1, "序号", "head")
    writer.column_heads(head, columns, 2)
    writer.text(head, writer.check_column, "校验", "head")
    writer.sheet.set_row(head, 28)
    first = list_first(writer.layout, name)
    end = first + writer.layout.rows[name]
    counted = f"ROW()-{head + 1}" if name == "causes" else f"ROW()-ROW(B${head + 1})"
    for number, row in enumerate(range(first, end), 1):
        writer.text(row, 0, f"{name}.#.*", "tall")
        _fit_height(writer, row, f"{name}.{number}", columns)
        writer.formula(row, 1, counted, "label", "middle")
        for column in columns:
            writer.input_cell(f"{name}.{number}.{column.key}")
        complete = _complete(columns, row)
        none_yet = name == "indicators" and number == 1
        writer.check_cell(row, _any(columns, first, end, complete) if none_yet else complete)
    writer.row_key(end, LIST_END)
    for offset, column in enumerate(columns, 2):
        writer.accept((first, offset, end, offset), column, column.prompt)
    return end


def _fit_height(writer: SheetWriter, row: int, prefix: str, columns: Sequence[Column]) -> None:
    texts = [column for column in columns if not column.numeric]
    widths = [(f"{prefix}.{column.key}", _width(column), 10) for column in texts]
    writer.set_height(row, _ROW_HEIGHT, *widths)


def _width(column: Column) -> float:
    return column.width or _WIDTH


def _complete(columns: Sequence[Column], row: int) -> str:
    """Says what a row that has something in it still lacks."""
    needed = [
        (f"{letters(n)}{row + 1}", column) for n, column in enumerate(columns, 2) if column.required
    ]
    area = f"{letters(2)}{row + 1}:{letters(1 + len(columns))}{row + 1}"
    missing = "&".join(
        f'IF({cell}="","{OPEN}缺{column.name.zh}{GAP}","")' for cell, column in needed
    )
    blank = ",".join(f'{cell}=""' for cell, _ in needed)
    return f'IF(COUNTA({area})=0,"",IF(OR({blank}),{missing},"{OK}"))'


def _any(columns: Sequence[Column], first: int, end: int, complete: str) -> str:
    """Says that the list has no row yet; else whether its first row is complete."""
    stating = [n for n, column in enumerate(columns, 2) if column.key in STATING]
    area = f"{letters(stating[0])}{first + 1}:{letters(stating[-1])}{end}"
    return f'IF(COUNTA({area})=0,"{OPEN}还没有一项指标{GAP}",{complete})'


def _sums(writer: SheetWriter, row: int) -> None:
    """The last row: weights and scores together."""
    keys = [column.key for column in writer.standard.indicators]
    first = list_first(writer.layout, "indicators") + 1
    points = [
        number
        for number, column in enumerate(writer.standard.indicators, 2)
        if column.kind == "points"
    ]
    writer.sheet.set_row(row, 20)
    writer.merge(row, 1, points[0] - 1, "分值、得分合计", "label", "strong", "right")
    for column in points:
        area = f"{letters(column)}{first}:{letters(column)}{row}"
        together = f'IF(COUNT({area})=0,"",SUM({area}))'
        writer.formula(row, column, together, "label", "strong", "right")
    for column in range(points[-1] + 1, 2 + len(keys)):
        writer.blank(row, column, "label")
    weights = f"{letters(points[0])}{row + 1}"
    text = f'IF({weights}="","",IF(ROUND({weights}-100,6)=0,"✓","分值合计应为 100"))'
    writer.formula(row, writer.check_column, text, "check")


def _page_setup(
    writer: SheetWriter, columns: Sequence[Column], last: int, head: int, frozen: int
) -> None:
    writer.sheet.set_column(1, 1, 5)
    for number, column in enumerate(columns, 2):
        writer.sheet.set_column(number, number, _width(column))
    writer.sheet.set_column(writer.check_column, writer.check_column, 24)
    writer.page_setup(last, landscape=True, tall=0, frozen=(frozen, 0))
    writer.sheet.repeat_rows(head)
    writer.protect(rows=True)
