"""The instructions: steps, legend, units and rounding, what happens after sending, whom to ask."""

from collections.abc import Mapping, Sequence
from typing import Any

from sipipeline.core import display
from sipipeline.core.text import Text, same
from sipipeline.template.formats import FOOTER, Formats
from sipipeline.template.layout import Layout

Lines = Sequence[tuple[Text, Text]]
"""A heading with nothing beside it, then names and what they mean."""

_LISTED = 7
"""The hidden column with the names of the items, from which the drop-down of the causes is made."""
_WIDTH = 92
_TITLE = Text(zh="填 报 说 明", en="Instructions")
_CONTACT = Text(zh="联系方式", en="Contact")
_NOTHING = Text(zh="", en="")
_STEPS: Lines = (
    (Text(zh="填写步骤", en="Steps"), _NOTHING),
    (
        same("1"),
        Text(
            zh="先填“{cover}”：单位、年度、金额单位（带 * 的必填）；"
            "没有开展的险种可在封面选“不经办”。各表表头由封面自动带出。",
            en="First “{cover}”: unit, year, unit of money (* required); for a fund that you do "
            "not run choose “not run”. The heads of all sheets follow the cover.",
        ),
    ),
    (
        same("2"),
        Text(
            zh="按险种逐表填写收支数。本单位没有开展的险种整表留空，不用填 0。",
            en="Then each fund's sheet. Leave the sheet of a fund that you do not run blank.",
        ),
    ),
    (
        same("3"),
        Text(
            zh=(
                "“{total}”自动合计，不必填写。再填“{people}”“{causes}”“{indicators}”“{narrative}”。"
            ),
            en="“{total}” adds itself up. Then fill in “{people}”, “{causes}”, “{indicators}”, "
            "“{narrative}”.",
        ),
    ),
    (
        same("4"),
        Text(
            zh="边填边看每张表右侧的“校验”栏和表头的校验结果：✓ 相符；✗ 不符，"
            "写明与什么相比差多少；△ 待填或待说明。",
            en="Watch the column “Check” and the line below the title: ✓ agrees; ✗ contradicts, "
            "with how much and against what; △ to be filled in or explained.",
        ),
    ),
    (
        same("5"),
        Text(
            zh="回到“{cover}”看各表校验情况，没有“不符”后，保存为 .xlsx 文件，按通知要求报送。",
            en="“{cover}” sums up the checks: when nothing contradicts, save as .xlsx and send it.",
        ),
    ),
)
_RULES: Lines = (
    (Text(zh="填写规则", en="Rules"), _NOTHING),
    (
        Text(zh="金额", en="Money"),
        Text(
            zh="全部按封面所选的同一单位填写，单元格内只填数字，不写“万元”等字样；人均待遇按元、"
            "人数按人填写。",
            en="All in the unit of the cover, as plain numbers; benefits a head in yuan, people "
            "one by one.",
        ),
    ),
    (
        Text(zh="小数", en="Decimals"),
        Text(
            zh="保留几位小数由各单位按账面确定，同一张表尽量一致。因四舍五入产生的尾差，"
            "校验时已经考虑，不必凑数。",
            en="As many as your books have, the same all over a sheet. Differences from rounding "
            "are allowed for: never adjust a figure to make a sum fit.",
        ),
    ),
    (
        Text(zh="百分数", en="Percents"),
        Text(
            zh="在百分数单元格直接键入 98 即为 98%，键入 17.7 即为 17.7%。上年数为零或负数时，"
            "增减% 留空。",
            en="Type 98 for 98%. Leave a change in % blank where last year was zero or negative.",
        ),
    ),
    (
        Text(zh="空白与零", en="Blank or 0"),
        Text(
            zh="没有发生额的填 0；暂不掌握的留空，不要用 0 代替。减少额、赤字填负数，如 -12.5。",
            en="0 where there was nothing, blank where you do not know. A fall is negative: -12.5.",
        ),
    ),
    (
        Text(zh="说明", en="Explanations"),
        Text(
            zh="确实与上年数不一致或增减较大的，不要改数，在“说明”栏写明原因；"
            "关于整张表的，写在“{cover}”该表一行的“说明”栏。",
            en="Where figures really differ from last year's, do not change them: explain. What "
            "is about a whole sheet is explained in its line of “{cover}”.",
        ),
    ),
    (
        Text(zh="增加行", en="More rows"),
        Text(
            zh="增减原因和自评指标备有折叠的空行，取消隐藏即可用；也可以在表内插入行。"
            "其他表的行列请不要增减。",
            en="The lists have folded rows to spare: unhide them, or insert rows. Neither add nor "
            "take rows in any other sheet.",
        ),
    ),
    (
        Text(zh="保护", en="Protection"),
        Text(
            zh="工作表设有保护（无密码），只为防止误改表样；隐藏的行和列供软件识别，请勿改动。",
            en="Sheets are protected without a password. Leave the hidden rows and columns alone.",
        ),
    ),
)
_AFTER: Lines = (
    (Text(zh="报送以后", en="Afterwards"), _NOTHING),
    (
        Text(zh="自动校验", en="Checking"),
        Text(
            zh="收到后由程序逐表核对勾稽关系、完成率、指标与文字，一般次日反馈结果。",
            en="A program checks sums, rates, indicators and texts; you hear the next day.",
        ),
    ),
    (
        Text(zh="退改", en="Corrections"),
        Text(
            zh="有问题的表会原样退回：问题单元格标色并加批注，写明错在哪里、应为多少、怎样改；"
            "照批注改好后再报即可。",
            en="Your own file comes back with the cells in question marked and commented: what is "
            "wrong, what it should be, what to do. Correct it and send it again.",
        ),
    ),
    (
        Text(zh="通过", en="Accepted"),
        Text(
            zh="没有问题的按通过处理；只有“需说明”的，在说明栏补充原因后再报。",
            en="Nothing in question: accepted. Only explanations missing: write them and send.",
        ),
    ),
    (
        Text(zh="咨询", en="Questions"),
        Text(
            zh="填写中有疑问，请与布置填报的财政部门或上级社会保险经办机构联系。"
            "联系人和电话可记在下面：",
            en="Ask the finance bureau or the office that sent you the form; note here whom:",
        ),
    ),
)
_LEGEND = Text(zh="颜色和符号", en="Colours and signs")
_SAMPLES: Sequence[tuple[tuple[str, ...], Text, Text]] = (
    (("input",), _NOTHING, Text(zh="填写项：可以填写的单元格", en="To be filled in")),
    (
        ("input", "sum"),
        _NOTHING,
        Text(
            zh="合计、结余等填写项：同样需要填写，校验栏会核对它与明细是否相符",
            en="Sums and balances: fill them in too; the checks hold them to their parts",
        ),
    ),
    (
        ("input", "computed"),
        _NOTHING,
        Text(
            zh="自动合计：由各险种表算出，不必填写，可以改填",
            en="Added up by the form itself; may be typed over",
        ),
    ),
    (
        ("void",),
        _NOTHING,
        Text(
            zh="不需填写：该险种没有这一科目，或该科目没有这一栏",
            en="Not needed: the fund has no such item, or the item no such column",
        ),
    ),
    (
        ("label",),
        Text(zh="表样", en="Label"),
        Text(zh="表样文字，不能修改", en="Words of the form; locked"),
    ),
    (
        ("check", "middle"),
        same("✓"),
        Text(
            zh="校验栏：✓ 相符；✗ 不符，写明差额或应填数；△ 还有空白待填或需要说明，差额供参考",
            en="Checks: ✓ agrees; ✗ contradicts; △ still blank or to be explained",
        ),
    ),
)


def write_guide(sheet: Any, layout: Layout, formats: Formats) -> None:
    """Write the instructions; they have no keys, for nothing on them is read."""
    sheet.merge_range(0, 1, 0, 4, layout.says(_TITLE), formats("title"))
    sheet.set_row(0, 40)
    sheet.merge_range(1, 1, 1, 4, layout.says(layout.standard.name), formats("info", "middle"))
    places = {key: layout.sheet(key) for key in layout.standard.sheets}
    row = _section(sheet, layout, formats, 3, _STEPS, places)
    row = _legend(sheet, layout, formats, row + 1)
    row = _section(sheet, layout, formats, row + 1, _RULES, places)
    row = _section(sheet, layout, formats, row + 1, _AFTER)
    sheet.merge_range(row, 2, row, 4, "", formats("input", "words", form="@"))
    sheet.write_string(row, 1, layout.says(_CONTACT), formats("label", "strong", "middle"))
    sheet.set_row(row, 24)
    for number, item in enumerate(layout.standard.items):
        sheet.write_string(number, _LISTED, layout.says(item.name), formats("key"))
    _page(sheet, layout, row)


def _section(
    sheet: Any,
    layout: Layout,
    formats: Formats,
    row: int,
    lines: Lines,
    places: Mapping[str, str] = {},
) -> int:
    """A heading and its lines; returns the row below."""
    sheet.write_string(row, 1, layout.says(lines[0][0]), formats("section"))
    sheet.set_row(row, 24)
    for number, (name, text) in enumerate(lines[1:], row + 1):
        said = layout.says(text).format(**places)
        sheet.write_string(number, 1, layout.says(name), formats("label", "strong", "middle"))
        sheet.merge_range(number, 2, number, 4, said, formats("box", "wrap", "in1"))
        sheet.set_row(number, 34 if display.columns(said, ambiguous=2) > _WIDTH else 22)
    return row + len(lines)


def _legend(sheet: Any, layout: Layout, formats: Formats, row: int) -> int:
    sheet.write_string(row, 1, layout.says(_LEGEND), formats("section"))
    sheet.set_row(row, 24)
    for number, (looks, sign, meaning) in enumerate(_SAMPLES, row + 1):
        sheet.write_string(number, 1, layout.says(sign), formats(*looks, "middle"))
        text = layout.says(meaning)
        sheet.merge_range(number, 2, number, 4, text, formats("box", "wrap", "in1"))
        sheet.set_row(number, 22)
    return row + len(_SAMPLES) + 1


def _page(sheet: Any, layout: Layout, last: int) -> None:
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
    sheet.set_footer(layout.says(FOOTER))
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
