"""The lists, to which rows can be added: causes of growth, and the indicator table with its
header."""

from collections.abc import Sequence

from sipipeline.core.standard import STATING, Column
from sipipeline.core.text import Text
from sipipeline.language.lexicon import words
from sipipeline.template.layout import FIRST, HEAD, SPARE, letters, list_first
from sipipeline.template.live_checks import GAP, OK, OPEN, WRONG
from sipipeline.template.read_cells import AS_TEXT
from sipipeline.template.sentences import quoted_text, spoken
from sipipeline.template.sheet_writer import CHECK_HEAD, STATUS_TEXT, SheetWriter
from sipipeline.xlsx.hidden import CHECK, LIST_END

_STATUS = (
    STATUS_TEXT[0],
    Text(
        zh="本表校验：有 {open} 处未填全，请看“校验”栏",
        en="Checks: {open} still to be filled in, see the column “Check”",
    ),
    Text(zh="本表校验：已填各行完整 ✓", en="Checks: all rows are complete ✓"),
    STATUS_TEXT[3],
)
_WIDTH = 12
_CHECK_WIDTH = 30
_ROW_HEIGHT = 18.5
_MORE = Text(
    zh=(
        "行数不够时：选中表的最后两行，右键“取消隐藏”，有备用行；也可插入行，序号从上一行往下拖，由末行校验"
    ),
    en="More rows: select the last two rows of the table, right-click, Unhide; or insert rows, "
    "drag the number down from the row above; the last row then checks them",
)
_NUMBER = Text(zh="序号", en="No.")
_LACKS = Text(zh=f"{OPEN}缺{{what}}{GAP}", en=f"{OPEN}{{what}} is missing{GAP}")
_ROW_LACKS = Text(zh=f"{OPEN}第 {{n}} 项未填全{GAP}", en=f"{OPEN}no. {{n}} is not complete{GAP}")
_NONE_YET = Text(zh=f"{OPEN}还没有一项指标{GAP}", en=f"{OPEN}no indicator yet{GAP}")
_UNIT = Text(zh="预算单位", en="Unit")
_PROJECT = Text(zh="项目名称", en="Project")
_SOURCES = Text(zh="资金来源", en="Sources of funds")
_AMOUNTS_IN = Text(zh="以下金额单位：{money}", en="Amounts in {money}")
_TOGETHER = Text(zh="分值、得分合计", en="Weights and scores together")
_OVER_WEIGHT = Text(
    zh=f"{WRONG}得分应在 0 和分值之间{GAP}", en=f"{WRONG}a score from 0 to its weight{GAP}"
)
_ALL_POINTS = Text(zh="分值合计应为 100", en="weights should make 100")
_POINTS = Text(
    zh="分值合计应为 {rest}（另有预算执行率 {execution} 分）或 100",
    en="weights should make {rest} (with {execution} for budget execution) or 100",
)


def write_causes(writer: SheetWriter) -> None:
    """Write the causes of growth."""
    writer.check_width = _CHECK_WIDTH
    writer.key_row(0, _keys(writer, writer.standard.causes))
    writer.header(_CAUSES)
    last = _table(writer, "causes", writer.standard.causes, HEAD)
    writer.merge(last, 1, writer.check_column - 1, writer.says(_MORE), "label", "small")
    writer.status_line(last, _STATUS)
    writer.merge(last + 1, 1, writer.check_column, writer.says(_CAUSES_FOOT), "small")
    _page_setup(writer, writer.standard.causes, last + 1, HEAD, frozen=FIRST)


_CAUSES = Text(zh="基金收支增减原因分析表", en="Why the funds' figures rose or fell")
_CAUSES_FOOT = Text(
    zh="填写说明：一行写一个原因；同一科目的各项影响金额合计不超过该科目的比上年增减额，"
    "有减少因素的另列一行填负数。",
    en="One cause a row; the amounts of an item are together not more than its change on last "
    "year. What lowers it is a row of its own, negative.",
)


def write_indicators(writer: SheetWriter) -> None:
    """Write the header lines, then the table."""
    standard, layout = writer.standard, writer.layout
    writer.check_width = _CHECK_WIDTH
    writer.key_row(0, {3: "value", writer.check_column: CHECK})
    writer.header(_INDICATORS)
    _header(writer)
    keys = layout.indicator_keys
    writer.key_row(keys, _keys(writer, standard.indicators))
    last = _table(writer, "indicators", standard.indicators, keys + 1)
    _sums(writer, last)
    writer.status_line(last, _STATUS)
    foot = writer.says(_INDICATORS_FOOT.fill(more=_MORE))
    writer.merge(last + 1, 1, writer.check_column, foot, "small")
    writer.sheet.set_row(last + 1, 30)
    _page_setup(writer, standard.indicators, last + 1, keys + 1, frozen=HEAD)


_INDICATORS = Text(zh="社会保险基金绩效自评表", en="Performance indicators of the funds")
_INDICATORS_FOOT = Text(
    zh="填写说明：指标值和实际完成值照实填写，可带“≥”“%”“人”等；未完成的指标在偏差原因栏写明原因和"
    "改进措施；可以有合计、小计行，不作为指标。{more}。",
    en="Targets and results as they are, with ≥, % and units; give the reason of a missed target "
    "in the last column; rows 合计 and 小计 are totals and no indicators. {more}.",
)


def _header(writer: SheetWriter) -> None:
    """Unit and project as on the cover, the lines of funding, the goal."""
    last = writer.check_column - 1
    writer.merge(HEAD, 1, 2, writer.says(_UNIT), "label", "strong")
    writer.merge_formula(HEAD, 3, 4, writer.cover_text("unit"), "box")
    writer.text(HEAD, 5, writer.says(_PROJECT), "label", "strong")
    writer.merge_formula(HEAD, 6, last, writer.cover_text("project"), "box")
    writer.blank(HEAD, writer.check_column, "check")
    writer.sheet.set_row(HEAD, 20)
    _funding(writer, last)
    _goal(writer, last)


def _funding(writer: SheetWriter, last: int) -> None:
    writer.sheet.set_row(FIRST, 20)
    writer.merge(FIRST, 1, 2, writer.says(_SOURCES), "label", "strong")
    amounts = spoken(writer.says(_AMOUNTS_IN), {"money": writer.money_unit})
    writer.merge_formula(FIRST, 3, last, amounts, "label", "info")
    writer.text(FIRST, writer.check_column, writer.says(CHECK_HEAD), "label", "middle")
    first = writer.layout.funding_first
    for row, column in enumerate(writer.standard.funding, first):
        is_sum = row == first
        key = f"funding.{column.key}"
        writer.row_key(row, key)
        writer.sheet.set_row(row, _ROW_HEIGHT)
        look = "strong" if is_sum else "in2"
        writer.merge(row, 1, 2, writer.says(column.name), "label", look)
        writer.input_cell(key, *(("sum",) if is_sum else ()))
        writer.merge(row, 4, last, writer.says(column.prompt), "label", "small")
        writer.check_cell(row)
        writer.accept((row, 3, row, 3), column)


def _goal(writer: SheetWriter, last: int) -> None:
    standard, row = writer.standard, writer.layout.indicator_keys - 1
    writer.row_key(row, "goal")
    writer.merge(row, 1, 2, writer.says(standard.goal.name), "label", "strong")
    writer.input_cell("goal", "top", to=last)
    writer.blank(row, writer.check_column, "check")
    width = sum(map(_width, standard.indicators[1:]))
    writer.set_height(row, 48, ("goal", width, 10), grows=False)


def _keys(writer: SheetWriter, columns: Sequence[Column]) -> dict[int, str]:
    keys = {number: column.key for number, column in enumerate(columns, 2)}
    return {**keys, writer.check_column: CHECK}


def _table(writer: SheetWriter, name: str, columns: Sequence[Column], head: int) -> int:
    """Head and rows of a list; returns the row that ends it."""
    writer.text(head, 1, writer.says(_NUMBER), "head")
    writer.column_heads(head, columns, 2, _WIDTH)
    writer.text(head, writer.check_column, writer.says(CHECK_HEAD), "head")
    writer.sheet.set_row(head, 28)
    first = list_first(writer.layout, name)
    end = first + writer.layout.rows[name]
    for number, row in enumerate(range(first, end), 1):
        _row(writer, name, number, row, columns)
        complete = _complete(writer, columns, row)
        none_yet = name == "indicators" and number == 1
        check = _any(writer, columns, first, end, complete) if none_yet else complete
        writer.check_cell(row, check)
    writer.row_key(end, LIST_END)
    for offset, column in enumerate(columns, 2):
        writer.accept((first, offset, end, offset), column, column.prompt)
    writer.check_cell(end, _of_inserted(writer, columns, first, end))
    return end


def _row(writer: SheetWriter, name: str, number: int, row: int, columns: Sequence[Column]) -> None:
    """The cells of one row; rows to spare are folded away."""
    head = list_first(writer.layout, name) - 1
    spare = number > writer.layout.rows[name] - SPARE
    outline = {"level": 1, "hidden": True} if spare else {}
    writer.text(row, 0, f"{name}.#.*", "tall")
    texts = [column for column in columns if not column.numeric]
    widths = [(f"{name}.{number}.{column.key}", _width(column), 10) for column in texts]
    writer.set_height(row, _ROW_HEIGHT, *widths, outline=outline)
    writer.formula(row, 1, f"ROW()-ROW(B${head + 1})", "label", "middle", "free")
    for column in columns:
        writer.input_cell(f"{name}.{number}.{column.key}")
    writer.formula(row, _flag(writer), f"IF({_is_total(columns, row)},1,0)")


def _width(column: Column) -> float:
    return column.width or _WIDTH


def _flag(writer: SheetWriter) -> int:
    """The hidden column with 1 in the rows that are totals or notes, and no entry of the list."""
    return writer.joined_column + 1


def _is_total(columns: Sequence[Column], row: int) -> str:
    """Whether a row is a total or a note, as the validator tells it: 合计, 产出指标小计, 注：…."""
    keys = [column.key for column in columns]
    if "level1" not in keys:
        return "FALSE"
    totals, notes = words("indicators", "totals"), words("indicators", "notes")
    names = f"{letters(2)}{row + 1}:{letters(4)}{row + 1}"
    stating = [f"{letters(2 + keys.index(key))}{row + 1}" for key in ("target", "actual")]
    blank = f'({"&".join(stating)}="")'
    endings = (*(f"*{word}" for word in totals), *(f"{word}*" for word in notes))
    return f"{_found(names, totals)}+{blank}*{_found(names, endings)}>0"


def _found(area: str, patterns: Sequence[str]) -> str:
    """How many cells of an area are like one of the patterns."""
    return f"SUMPRODUCT(COUNTIF({area},{{{','.join(map(quoted_text, patterns))}}}))"


def _complete(writer: SheetWriter, columns: Sequence[Column], row: int) -> str:
    """Says what a row that has something in it still lacks; a total lacks nothing."""
    needed = [(n, column) for n, column in enumerate(columns, 2) if column.required]
    area = f"{letters(2)}{row + 1}:{letters(1 + len(columns))}{row + 1}"
    missing = "&".join(
        f'IF({letters(n)}{row + 1}="",{_lacks(writer, column)},"")' for n, column in needed
    )
    as_text = quoted_text(writer.says(AS_TEXT))
    numbers = [letters(n) for n, column in enumerate(columns, 2) if column.numeric]
    texts = "+".join(f"ISTEXT({letter}{row + 1})" for letter in numbers)
    points = [letters(n) for n, column in enumerate(columns, 2) if column.kind == "points"]
    faults = f'{missing}&IF({texts}>0,{as_text},""){_over_weight(writer, points, row)}'
    flag = f"{letters(_flag(writer))}{row + 1}"
    return f'IF(COUNTA({area})=0,"",IF({flag}=1,"{OK}",IF({faults}="","{OK}",{faults})))'


def _over_weight(writer: SheetWriter, points: Sequence[str], row: int) -> str:
    """Says that a score is no part of its weight, the two columns of points; nothing where the list
    has none."""
    if not points:
        return ""
    weight, score = (f"{letter}{row + 1}" for letter in points)
    over = f"(({score}>{weight})+({score}<0)>0)"
    said = quoted_text(writer.says(_OVER_WEIGHT))
    return f'&IF(COUNT({weight},{score})<2,"",IF({over},{said},""))'


def _lacks(writer: SheetWriter, column: Column) -> str:
    return quoted_text(writer.says(_LACKS.fill(what=column.name)))


def _of_inserted(writer: SheetWriter, columns: Sequence[Column], first: int, end: int) -> str:
    """Names the last row without a check of its own that lacks something: one that was inserted."""
    areas = [f"{letters(n)}{first + 1}:{letters(n)}{end}" for n in range(2, 2 + len(columns))]
    used = "+".join(f'({area}<>"")' for area in areas)
    lacking = "+".join(f'({area}="")' for area, column in zip(areas, columns) if column.required)
    joined = letters(writer.joined_column)
    unchecked = f'({joined}{first + 1}:{joined}{end}="")'
    rows = f"({used}>0)*({lacking}>0)*{unchecked}*ROW({areas[0]})"
    last = f"SUMPRODUCT(MAX({rows}))"
    said = spoken(writer.says(_ROW_LACKS), {"n": f"({last}-ROW(B${first}))"})
    return f'IF({last}>0,{said},"")'


def _any(
    writer: SheetWriter, columns: Sequence[Column], first: int, end: int, complete: str
) -> str:
    """Says that the list has no row yet; else whether its first row is complete."""
    stating = [n for n, column in enumerate(columns, 2) if column.key in STATING]
    area = f"{letters(stating[0])}{first + 1}:{letters(stating[-1])}{end}"
    return f"IF(COUNTA({area})=0,{quoted_text(writer.says(_NONE_YET))},{complete})"


def _sums(writer: SheetWriter, row: int) -> None:
    """The last row: weights and scores together, without those of totals."""
    columns = writer.standard.indicators
    first = list_first(writer.layout, "indicators") + 1
    points = [number for number, column in enumerate(columns, 2) if column.kind == "points"]
    writer.sheet.set_row(row, 20)
    writer.merge(row, 1, points[0] - 1, writer.says(_TOGETHER), "label", "strong", "right")
    flag = letters(_flag(writer))
    for column in points:
        area = f"{letters(column)}{first}:{letters(column)}{row}"
        totals = f"SUMIF({flag}{first}:{flag}{row},1,{area})"
        together = f'IF(COUNT({area})=0,"",SUM({area})-{totals})'
        writer.formula(row, column, together, "label", "strong", "right")
    for column in range(points[-1] + 1, 2 + len(columns)):
        writer.blank(row, column, "label")
    _check_weights(writer, row, f"{letters(points[0])}{row + 1}")


def _check_weights(writer: SheetWriter, row: int, weights: str) -> None:
    """Says what the weights should make, in place of a tick of the last row."""
    execution = writer.standard.rubric.execution
    rest = 100 - execution
    said = _POINTS.fill(rest=f"{rest:g}", execution=f"{execution:g}") if execution else _ALL_POINTS
    right = f"OR(ROUND({weights}-100,6)=0,ROUND({weights}-{rest:g},6)=0)"
    of_weights = f'IF({weights}="","",IF({right},"{OK}",{quoted_text(writer.says(said))}))'
    joined = f"{letters(writer.joined_column)}{row + 1}"
    writer.formula(row, writer.check_column, f'IF({joined}="",{of_weights},{joined})', "check")


def _page_setup(
    writer: SheetWriter, columns: Sequence[Column], last: int, head: int, frozen: int
) -> None:
    writer.sheet.set_column(1, 1, 5)
    for number, column in enumerate(columns, 2):
        writer.sheet.set_column(number, number, _width(column))
    writer.sheet.set_column(writer.check_column, writer.check_column, _CHECK_WIDTH)
    writer.page_setup(last, landscape=True, tall=0, frozen=(frozen, 0))
    writer.sheet.repeat_rows(head)
    writer.protect(rows=True)
