"""The instructions: steps, legend, units and rounding, what happens after sending, whom to ask."""

from typing import Any

from sipipeline.template.formats import Formats
from sipipeline.template.layout import Layout

_LISTED = 7
"""The hidden column with the names of the items, from which the drop-down of the causes is made."""

_STEPS = (
    ("填写步骤", ""),
    (
        "1",
        (
            "先填“{cover}”：单位、年度、金额单位（带 * 的必填）。各表表头的单位、年度、"
            "金额单位由封面自动带出。"
        ),
    ),
    ("2", "按险种逐表填写收支数。本单位没有开展的险种整表留空，不用填 0，也不要删除工作表。"),
    (
        "3",
        (
            "再填“{total}”，各数为所填险种之和；然后填“{people}”“{causes}”“{indicators}”"
            "“{narrative}”。"
        ),
    ),
    (
        "4",
        (
            "边填边看每张表右侧的“校验”栏和表头的校验结果：✓ 相符；✗ 不符，"
            "写明差多少或应为多少；△ 待填或待说明。"
        ),
    ),
    ("5", "回到“{cover}”看各表校验情况，没有“不符”后，保存为 .xlsx 文件，按通知要求报送。"),
)
_RULES = (
    ("填写规则", ""),
    (
        "金额",
        (
            "全部按封面所选的同一单位填写，单元格内只填数字，不写“万元”等字样；人均待遇按元、"
            "人数按人填写。"
        ),
    ),
    (
        "小数",
        (
            "保留几位小数由各单位按账面确定，同一张表尽量一致。因四舍五入产生的尾差，"
            "校验时已经考虑，不必凑数。"
        ),
    ),
    (
        "百分数",
        (
            "在百分数单元格直接键入 98 即为 98%，键入 17.7 即为 17.7%。上年数为零或负数时，"
            "增减% 留空。"
        ),
    ),
    ("空白与零", "没有发生额的填 0；暂不掌握的留空，不要用 0 代替。减少额、赤字填负数，如 -12.5。"),
    ("说明", "确实与上年数不一致或增减较大的，不要改数，在“说明”栏写明原因。"),
    (
        "增加行",
        "增减原因和自评指标的行数不够时，在表内任一行上右键插入行即可；其他表的行列请不要增减。",
    ),
    ("保护", "工作表设有保护（无密码），只为防止误改表样；隐藏的行和列供软件识别，请勿改动。"),
)
_AFTER = (
    ("报送以后", ""),
    ("自动校验", "收到后由程序逐表核对勾稽关系、完成率、指标与文字，一般次日反馈结果。"),
    (
        "退改",
        (
            "有问题的表会原样退回：问题单元格标色并加批注，写明错在哪里、应为多少、怎样改；"
            "照批注改好后再报即可。"
        ),
    ),
    ("通过", "没有问题的按通过处理；只有“需说明”的，在说明栏补充原因后再报。"),
    (
        "咨询",
        "填写中有疑问，请与布置填报的财政部门或上级社会保险经办机构联系。联系人和电话可记在右侧：",
    ),
)


def write_guide(sheet: Any, layout: Layout, formats: Formats) -> None:
    """Write the instructions; they have no keys, for nothing on them is read."""
    sheet.merge_range(0, 1, 0, 4, "填 报 说 明", formats("title"))
    sheet.set_row(0, 40)
    sheet.merge_range(1, 1, 1, 4, layout.standard.name.zh, formats("info", "middle"))
    names = {key: name.zh for key, name in layout.standard.sheets.items()}
    steps = tuple((number, text.format(**names)) for number, text in _STEPS)
    row = _section(sheet, formats, 3, steps)
    row = _legend(sheet, formats, row + 1)
    row = _section(sheet, formats, row + 1, _RULES)
    row = _section(sheet, formats, row + 1, _AFTER)
    sheet.merge_range(row, 2, row, 4, "", formats("input", "words", form="@"))
    sheet.write_string(row, 1, "联系方式", formats("label", "strong", "middle"))
    sheet.set_row(row, 24)
    for number, item in enumerate(layout.standard.items):
        sheet.write_string(number, _LISTED, item.name.zh, formats("key"))
    _page(sheet, row)


def _section(sheet: Any, formats: Formats, row: int, lines: tuple[tuple[str, str], ...]) -> int:
    """A heading and its lines; returns the row below."""
    sheet.write_string(row, 1, lines[0][0], formats("section"))
    sheet.set_row(row, 24)
    for number, (name, text) in enumerate(lines[1:], row + 1):
        sheet.write_string(number, 1, name, formats("label", "strong", "middle"))
        sheet.merge_range(number, 2, number, 4, text, formats("box", "wrap", "in1"))
        sheet.set_row(number, 34 if len(text) > 46 else 22)
    return row + len(lines)


def _legend(sheet: Any, formats: Formats, row: int) -> int:
    sheet.write_string(row, 1, "颜色和符号", formats("section"))
    sheet.set_row(row, 24)
    samples = (
        (("input",), "", "填写项：可以填写的单元格"),
        (("input", "sum"), "", "合计、结余等填写项：同样需要填写，校验栏会核对它与明细是否相符"),
        (("void",), "", "不需填写：该险种没有这一科目，或该科目没有这一栏"),
        (("label",), "表样", "表样文字，不能修改"),
        (
            ("check", "middle"),
            "✓",
            "校验栏：✓ 相符；✗ 不符，写明差额或应填数；△ 还有空白待填或需要说明，差额供参考",
        ),
    )
    for number, (looks, text, meaning) in enumerate(samples, row + 1):
        sheet.write_string(
            number, 1, text, formats(*looks, "middle")
        ) if text else sheet.write_blank(number, 1, None, formats(*looks))
        sheet.merge_range(number, 2, number, 4, meaning, formats("box", "wrap", "in1"))
        sheet.set_row(number, 22)
    return row + len(samples) + 1


def _page(sheet: Any, last: int) -> None:
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 13)
    sheet.set_column(2, 4, 31)
    sheet.set_column(_LISTED, _LISTED, 9, None, {"hidden": True})
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.65)
    sheet.center_horizontally()
    sheet.print_area(0, 1, last, 4)
    sheet.set_footer('&L&"宋体,Regular"&9&A&R&"宋体,Regular"&9第 &P 页 共 &N 页')
    sheet.protect(
        "",
        {
            "objects": True,
            "scenarios": True,
            "format_cells": True,
            "format_columns": True,
            "format_rows": True,
        },
    )
