"""The form of a workbook: what can be read, what stands in its place, what has to be there."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from support import COVER, account, agrees, codes, filled, findings, finds, read_back, submitted

from sipipeline import catalogue
from sipipeline.checking.batch import check
from sipipeline.rule import ReservedRule

INCOME = "accounts.work_injury.income.actual"
FILLED = account(income={"actual": 1})


def noticed(what: Any, **more: Any) -> Any:
    """Data with something that only a workbook can show."""
    return {**FILLED, "notes": [{"what": what, **more}]}


# ---------------------------------------------------------------- F101 cells that ask for a figure
@pytest.mark.parametrize("written", ["未发生", "没有发生", "无发生额", " 未发生 ", "本年未发生"])
def test_f101_words_that_nothing_happened_are_a_blank(written: str) -> None:
    agrees(account(from_superior={"actual": written, "prior": written}), "F101")
    finds("F101", account(income={"actual": f"{written.strip()}统计"}), at=INCOME)


@pytest.mark.parametrize("written", ["４３，９３７万元", "（12）", "1,234.50", 0, "—", "无", ""])
def test_f101_a_figure_as_people_write_it_can_be_read(written: Any) -> None:
    agrees(account(surplus={"actual": written}), "F101")


@pytest.mark.parametrize("written", ["约四万多", "43937万人", "五十左右", "见附表"])
def test_f101_what_is_no_amount_of_money_is_named(written: Any) -> None:
    says = f"工伤“收入合计（本年实际数）”应填数字，现在是“{written}”，读不出来。"
    finds("F101", account(income={"actual": written}), at=INCOME, stated=written, says=says)


def test_f101_a_rate_has_percent_and_no_other_unit() -> None:
    agrees(account(income={"completion_rate": "98％"}), "F101")
    at = "accounts.work_injury.income.completion_rate"
    finds("F101", account(income={"completion_rate": "98万元"}), at=at)


def test_f101_every_cell_is_said_with_its_place() -> None:
    places = [{"sheet": "工伤", "ref": ref, "key": INCOME, "raw": "甲"} for ref in ("D7", "D8")]
    data = {**FILLED, "notes": [{"what": "unreadable", **place} for place in places]}
    cells = [f.cells for f in findings(data, "F101")]
    assert [[(c.key, c.sheet, c.ref, c.value) for c in cell] for cell in cells] == [
        [(INCOME, "工伤", "D7", "甲")],
        [(INCOME, "工伤", "D8", "甲")],
    ]


# ---------------------------------------------------------------- values as the sheet shows them
@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (90.0, "90"),
        (1234567.5, "1,234,567.5"),
        (-0.25, "−0.25"),
        (True, "TRUE"),
        (float("nan"), "NaN"),
        (datetime(2021, 8, 3), "2021-08-03"),
        (timedelta(days=1580), "37920:00:00"),
        (" 约九十 ", "约九十"),
    ],
)
@pytest.mark.parametrize(
    ("rule", "what", "says"),
    [
        ("F103", "unknown_place", "里面的“{}”没有参加核对"),
        ("F101", "unreadable", "现在是“{}”，读不出来"),
        ("F106", "twice", "这里是“{}”，工伤!D7 处另有一个"),
        ("F116", "merged", "其中的“{}”只算在 工伤!D7"),
    ],
)
def test_a_value_is_named_as_its_sheet_shows_it(
    rule: str, what: str, says: str, raw: object, shown: str
) -> None:
    key = "" if what == "unknown_place" else INCOME
    data = noticed(what, sheet="工伤", ref="C6", key=key, raw=raw, detail="工伤!D7")
    finds(rule, data, at=key or "工伤", says=says.format(shown))


@pytest.mark.parametrize(
    ("key", "raw", "shown"),
    [
        ("cover.year", 2020.0, "2020"),
        ("cover.region_code", 652801.0, "652801"),
        (INCOME, 1e6, "1,000,000"),
    ],
)
def test_a_year_and_a_code_have_no_separators(key: str, raw: float, shown: str) -> None:
    data = noticed("twice", sheet="封面 (2)", ref="C6", key=key, raw=raw, detail="封面!C6")
    finds("F106", data, at=key, says=f"这里是“{shown}”，")


# ---------------------------------------------------------------- F102 F103 F106 F108 what reading
# noticed
NOTED = {
    "F102": ("no_value", "工伤“收入合计（本年实际数）”是公式，但文件里没有存它的计算结果。"),
    "F103": ("unknown_place", "这一格不是填报位置，里面的“100”没有参加核对。"),
    "F106": (
        "twice",
        "工伤“收入合计（本年实际数）”填了两次且不一样：这里是“100”，工伤!D7 处另有一个。",
    ),
    "F108": ("unknown_sheet", "工作表“底稿”不是模板的表，其中 100 个数字没有参加核对。"),
}


@pytest.mark.parametrize("rule", NOTED)
def test_what_reading_noticed_is_said_by_its_own_rule_alone(rule: Any) -> None:
    what, says = NOTED[rule]
    key = "" if what == "unknown_place" else INCOME
    data = noticed(what, sheet="底稿", ref="C6", key=key, raw=100, detail="工伤!D7")
    finding = finds(rule, data, at=key or "底稿", says=says, stated=100)
    cell = finding.cells[0]
    assert (cell.sheet, cell.ref, cell.value) == ("底稿", "C6", 100)
    for other in {"F101", "F104", *NOTED} - {rule}:
        assert findings(data, other) == []


def test_a_workbook_as_it_was_sent_out_has_nothing_that_reading_noticed() -> None:
    submission = read_back(filled({"standard": "2020", "cover": COVER, **FILLED}))
    assert [rule for rule in codes(check([submission])[0].findings) if rule.startswith("F")] == []


# ---------------------------------------------------------------- F104 hidden keys
@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        (["工伤"], "工作表“工伤”的隐藏定位行列不见了，各数是按看得见的文字找到的。"),
        (
            ["工伤", "封面", "工伤"],
            "工作表“工伤”、“封面”的隐藏定位行列都不见了，各数是按看得见的文字找到的。",
        ),
    ],
)
def test_f104_sheets_without_keys_are_one_question(sheets: list[str], says: str) -> None:
    data = {**FILLED, "notes": [{"what": "keys_gone", "sheet": name} for name in sheets]}
    finding = finds("F104", data, at="工伤")
    assert finding.message.zh == says
    assert (finding.cells[0].key, finding.cells[0].ref, finding.cells[0].value) == ("", "", None)


def test_f104_rows_without_keys_are_named_together() -> None:
    rows = [f"accounts.work_injury.{item}.actual" for item in ("interest", "other_income")]
    lines = [{"what": "key_gone", "sheet": "工伤", "key": key} for key in rows]
    lines += [{"what": "key_gone", "sheet": "失业"}]
    finding = finds("F104", {**FILLED, "notes": lines}, at=["工伤", "失业"])
    assert finding.message.zh == (
        "工作表“工伤”中有些行、栏的隐藏定位不见了，是按文字认出的："
        "工伤“利息收入（本年实际数）”、工伤“其他收入（本年实际数）”。"
    )
    assert "Interest (Actual), Work injury: Other income (Actual)" in finding.message.en
    assert (finding.cells[0].key, finding.cells[0].ref, finding.cells[0].value) == ("", "", None)


def test_f104_columns_without_keys_are_called_columns() -> None:
    finding = finds("F104", noticed("key_gone", sheet="工伤"), at="工伤")
    assert "是按文字认出的：各栏的名称。" in finding.message.zh
    assert "found by their labels: the columns." in finding.message.en


# ---------------------------------------------------------------- F105 F109 the cover
@pytest.mark.parametrize("field", ["unit", "year", "money_unit"])
def test_f105_unit_year_and_unit_of_money_have_to_be_filled_in(field: Any) -> None:
    data = {"cover": {name: value for name, value in COVER.items() if name != field}, **FILLED}
    finds("F105", data, at=f"cover.{field}", says=("没有填。", "is not filled in."))


def test_f105_the_rest_of_the_cover_may_stay_blank() -> None:
    agrees({"cover": COVER, **FILLED})


def test_f105_all_that_is_missing_is_said() -> None:
    finds(
        "F105",
        {"cover": {"project": "社保基金"}, **FILLED},
        at=["cover.unit", "cover.year", "cover.money_unit"],
    )


@pytest.mark.parametrize("year", [2000, 2020, "2020年", "２０２１年度", 2100])
def test_f109_a_year_of_four_digits(year: Any) -> None:
    agrees({"cover": COVER | {"year": year}, **FILLED}, "F109")


@pytest.mark.parametrize("year", [20, 1999, 2101, 2020.5])
def test_f109_what_is_no_year_is_named(year: Any) -> None:
    says = f"“{year}”，不像年份。" if isinstance(year, float) else "不像年份。"
    data = {"cover": COVER | {"year": year}, **FILLED}
    finds("F109", data, at="cover.year", stated=year, expected=(2000, 2100), says=says)


@pytest.mark.parametrize("unit", ["元", "百元", "千元", "万元", "百万元", "亿元"])
def test_f109_a_unit_of_money_of_the_list(unit: Any) -> None:
    agrees({"cover": COVER | {"money_unit": unit}, **FILLED}, "F109")


def test_f109_another_unit_of_money_is_named_with_the_list() -> None:
    says = (
        "填的是“公里”，应是元、百元、千元、万元、百万元、亿元之一；这里先按万元核对。",
        "万元 was assumed.",
    )
    data = {"cover": COVER | {"money_unit": "公里"}, **FILLED}
    finding = finds("F109", data, at="cover.money_unit", stated="公里", says=says)
    assert "金额单位" in finding.message.zh


@pytest.mark.parametrize(
    ("unit", "read"),
    [
        ("人民币万元", "万元"),
        ("单位：万元", "万元"),
        ("万元（人民币）", "万元"),
        ("万", "万元"),
        ("人民币：元", "元"),
        ("金额单位：亿元", "亿元"),
    ],
)
def test_f109_a_unit_of_money_with_words_beside_is_read_and_pointed_out(
    unit: str, read: str
) -> None:
    data = {"cover": COVER | {"money_unit": unit}, **FILLED}
    finds("F109", data, at="cover.money_unit", says=f"按{read}读", severity="info")
    (found,) = findings(data, "F109")
    assert "年度" not in found.todo.zh
    assert submitted(data).money_unit == read


@pytest.mark.parametrize("unit", ["美元", "十万元", "万元、元", "单位", "欧元"])
def test_f109_words_that_name_no_unit_or_two(unit: str) -> None:
    data = {"cover": COVER | {"money_unit": unit}, **FILLED}
    finds("F109", data, at="cover.money_unit", severity="error")


def test_f109_year_and_unit_of_money_are_each_said() -> None:
    data = {"cover": COVER | {"year": 20, "money_unit": "美元"}, **FILLED}
    finds("F109", data, at=["cover.year", "cover.money_unit"])


# ---------------------------------------------------------------- F107 negative figures
@pytest.mark.parametrize(
    "items",
    [
        {"surplus": {"actual": -12}},
        {"closing_balance": {"actual": -12}},
        {"interest": {"change": -12, "growth_rate": "-5%"}},
        {"interest": {"actual": 0}},
    ],
)
def test_f107_balances_and_changes_may_be_negative(items: Any) -> None:
    agrees(account(**items), "F107")


def test_f107_income_is_not_negative() -> None:
    at, says = "accounts.work_injury.interest.actual", "工伤“利息收入（本年实际数）”填了负数 −12。"
    finds(
        "F107",
        account(interest={"actual": "（12）"}),
        at=at,
        stated=-12,
        expected=(0, None),
        difference=-12,
        says=says,
    )


def test_f107_a_negative_rate_is_said_in_percent() -> None:
    at = "accounts.work_injury.interest.completion_rate"
    finds(
        "F107",
        account(interest={"completion_rate": "-5%"}),
        at=at,
        says="负数 −5%",
        difference=-0.05,
    )


def test_f107_the_rate_of_a_negative_amount_is_not_told_as_well() -> None:
    data = account(interest={"actual": -12, "completion_rate": "-5%"}, other_income={"actual": -1})
    assert [found.cells[0].key for found in findings(data, "F107")] == [
        "accounts.work_injury.interest.actual",
        "accounts.work_injury.other_income.actual",
    ]


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (account(interest={"actual": -5}), "冲减的，按规定列到相应科目"),
        ({"balances": {"work_injury": {"deposit_share": "-51.9%"}}}, "先核对算它的各数"),
        (account(interest={"completion_rate": "-5%"}), "先核对算它的各数"),
        ({**FILLED, "indicators": [{"level3": "参保人数", "score": -5}]}, "去掉负号"),
        ({"headcounts": {"work_injury": {"participants": {"actual": -5}}}}, "去掉负号"),
    ],
)
def test_f107_says_what_to_do_about_each_kind_of_figure(data: Any, advice: str) -> None:
    (found,) = findings(data, "F107")
    assert advice in found.todo.zh


def test_f107_people_are_not_fewer_than_none_and_each_is_said() -> None:
    counts = {"participants": {"actual": -3, "change": -5}, "contributors": {"prior": -1}}
    keys = [
        f"headcounts.work_injury.{key}" for key in ("participants.actual", "contributors.prior")
    ]
    finds("F107", {**FILLED, "headcounts": {"work_injury": counts}}, at=keys)


def test_f107_figures_of_texts_are_not_looked_at() -> None:
    agrees({**FILLED, "goal": "-5", "report": ["-5"]}, "F107")


# ---------------------------------------------------------------- F110 causes
def cause(**row: Any) -> Any:
    return {**FILLED, "causes": [{"cause": "扩面", "amount": 3} | row]}


def test_f110_a_cause_names_an_item_of_its_fund() -> None:
    agrees(cause(fund="work_injury", item="income"), "F110")
    agrees(cause(fund="total", item="expenditure"), "F110")


@pytest.mark.parametrize("said", [None, "无", "待补充", "XX", "见附件", "0"])
def test_f110_a_cause_says_what_it_is(said: str | None) -> None:
    says = "没有填" if said is None else f"“增减原因”填的是“{said}”，等于没有填"
    row = cause(fund="work_injury", item="income", cause=said)
    finds("F110", row, at="causes.1.cause", says=says)
    agrees(cause(fund="work_injury", item="income", cause="同上"), "F110")


def test_f110_a_cause_is_of_a_fund_with_an_account() -> None:
    data = cause(fund="unemployment", item="income")
    finds("F110", data, at="causes.1.fund", says="没有填失业的收支", severity="warning")


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        ({"fund": "work_injury", "item": "income", "cause": "扩面", "amount": 3}, True),
        ({"fund": "work_injury", "item": "income", "cause": "扩面 ", "amount": 1}, True),
        ({"fund": "work_injury", "item": "income", "cause": "利息增加", "amount": 3}, False),
        ({"fund": "work_injury", "item": "expenditure", "cause": "扩面", "amount": 3}, False),
        ({"fund": "total", "item": "income", "cause": "扩面", "amount": 3}, False),
    ],
)
def test_f110_a_cause_stands_once(second: Any, twice: bool) -> None:
    first = {"fund": "work_injury", "item": "income", "cause": "扩面", "amount": 3}
    data = {**FILLED, "causes": [first, second]}
    if twice:
        finds("F110", data, at="causes.2.cause", says="与第 1 项", severity="warning")
    else:
        agrees(data, "F110")


def test_f110_a_cause_of_an_item_has_an_amount() -> None:
    row = cause(fund="work_injury", item="income", amount=None)
    finds("F110", row, at="causes.1.amount", says="“影响金额”没有填")
    agrees(cause(fund="work_injury", item="income", amount=0), "F110")


def test_f110_without_an_amount_there_is_nothing_to_check() -> None:
    agrees(cause(amount=None), "F110")


def test_f110_a_cause_without_fund_is_named_at_the_fund() -> None:
    finds("F110", cause(), at="causes.1.fund", says="“险种”没有填")
    finds("F110", cause(item="income"), at="causes.1.fund")


def test_f110_a_cause_without_item_or_with_that_of_another_fund_is_named_at_the_item() -> None:
    finds("F110", cause(fund="work_injury"), at="causes.1.item", says="“科目”没有填")
    finds(
        "F110",
        cause(fund="work_injury", item="inpatient"),
        at="causes.1.item",
        says="“科目”为“inpatient”",
    )
    finds("F110", cause(fund="total"), at="causes.1.item")


def test_f110_every_row_is_looked_at() -> None:
    rows = [
        {"fund": "work_injury", "item": "income", "amount": 1, "cause": "扩面"},
        {"amount": 3},
        {"cause": "甲"},
        {"amount": 4},
    ]
    finds("F110", {**FILLED, "causes": rows}, at=["causes.2.fund", "causes.4.fund"])


# ---------------------------------------------------------------- F111 nothing filled in
def test_f111_a_total_alone_is_something() -> None:
    agrees(account("total", income={"actual": 1}), "F111")


def test_f111_people_alone_are_no_account() -> None:
    data = {"headcounts": {"work_injury": {"participants": {"actual": 5}}}}
    finds("F111", data, at="", says="各险种表和基金汇总都没有填数。")


def test_f111_a_figure_that_cannot_be_read_was_filled_in() -> None:
    agrees(account(income={"actual": "约四万多"}), "F111")
    finds("F111", {"notes": [{"what": "unreadable", "key": "cover.year", "raw": "甲"}]}, at="")


# ---------------------------------------------------------------- F112 whole people
def people(**counts: Any) -> Any:
    return {**FILLED, "headcounts": {"institution_pension": counts}}


@pytest.mark.parametrize(
    "counts",
    [
        {"participants": {"actual": 282305, "growth_rate": "1.5%"}},
        {"average_retirees": {"actual": 5854.5}},
        {"participants": {"change": -12}},
    ],
)
def test_f112_people_are_whole_and_an_average_need_not_be(counts: Any) -> None:
    agrees(people(**counts), "F112")


def test_f112_money_need_not_be_whole() -> None:
    agrees(
        {
            **account(income={"actual": 3.5}),
            "benefit_levels": {"institution_pension": {"after": 5283.43}},
        },
        "F112",
    )


def test_f112_tens_of_thousands_are_recognised() -> None:
    at = "headcounts.institution_pension.participants.actual"
    says = (
        (
            "机关养老“年末参保人数（本年人数）”填 28.2305，人数应是整数。像是按“万人”填的，约 "
            "282,305 人。"
        ),
    )
    finds(
        "F112",
        people(participants={"actual": 28.2305}),
        at=at,
        stated=28.2305,
        expected=(282304.5, 282305.5),
        says=says,
    )
    finds(
        "F112",
        people(participants={"actual": 28.23}),
        at=at,
        expected=(282250, 282350),
        says="约 282,300 人",
    )


@pytest.mark.parametrize("count", [5854.12345, 12345.5])
def test_f112_what_cannot_be_tens_of_thousands_is_only_said_to_be_a_fraction(count: Any) -> None:
    at = "headcounts.institution_pension.retirees.actual"
    finding = finds("F112", people(retirees={"actual": count}), at=at, stated=count, expected=None)
    assert finding.message.zh.endswith(f"填 {count:,}，人数应是整数。")


def test_f112_a_fall_in_tens_of_thousands_too() -> None:
    at = "headcounts.institution_pension.participants.change"
    says = "约 −1,200 人"
    finds("F112", people(participants={"change": -0.12}), at=at, says=says, expected=(-1250, -1150))


def test_f112_people_of_the_benefit_levels_as_well() -> None:
    data = {
        **FILLED,
        "benefit_levels": {"institution_pension": {"eligible": 0.5631, "adjusted": 5631}},
    }
    finds("F112", data, at="benefit_levels.institution_pension.eligible")


def test_f112_every_count_is_looked_at() -> None:
    counts = {"participants": {"actual": 1.5, "prior": 2}, "contributors": {"actual": 1.25}}
    keys = [f"headcounts.institution_pension.{item}.actual" for item in counts]
    finds("F112", people(**counts), at=keys)


def test_a_crash_or_a_joint_contradiction_has_no_judgement_of_its_own() -> None:
    for code in ("X001", "J901"):
        assert isinstance(catalogue.by_code()[code], ReservedRule)
        agrees(FILLED, code)


def test_f101_a_year_is_asked_for_as_a_year() -> None:
    (found,) = findings({"cover": {"year": "2024-2025"}}, "F101")
    assert found.todo.zh == "在这一格只填一个年份，四位数字，如 2024。"
