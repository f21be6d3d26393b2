"""The indicator table: targets, what was reached, reasons, levels, weights and scores."""

from typing import Any

import pytest
from support import account, agrees, checked, findings, finds, indicator, table

from sipipeline.evidence.scores import example

FIRST = "indicators.1.actual"
TARGET = "indicators.1.target"


def heads(target: Any, actual: Any, **more: Any) -> Any:
    """A quantity: how many people received benefits."""
    return table(indicator("享受待遇人数", target, actual, **more))


# ------------------------------ I501 the target was reached
@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥9203人", "9203人"),
        ("≥9203人", "9210人"),
        ("9203人", "9300人"),
        ("≤5%", "5%"),
        ("95%-105%", "96%"),
        ("30日内", "25日"),
        ("12月底前", "12月20日"),
        ("制度健全", "已完成"),
        ("0", "未发生"),
    ],
)
def test_i501_a_target_that_was_reached(target: Any, actual: Any) -> None:
    agrees(heads(target, actual), "I501", looked=1)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥9203人", "—"),
        ("", "9203人"),
        ("≥9203人", "99%"),
        (">90%", ">90%"),
        ("制度健全", "正在研究"),
    ],
)
def test_i501_what_cannot_be_decided_is_not_judged(target: Any, actual: Any) -> None:
    agrees(heads(target, actual), "I501", looked=0)


@pytest.mark.parametrize(
    ("target", "actual", "stated", "expected", "off", "says"),
    [
        (
            "≥9203人",
            "9175人",
            9175,
            (9203, None),
            -28,
            "指标值 ≥9203人，实际 9175人，差 28 人，完成程度 99.7%。",
        ),
        (
            "9203人",
            "9175人",
            9175,
            (9203, 9203),
            -28,
            "，差 28 人，完成程度 99.7%。没写 ≥ 或 ≤，按越高越好判断；若越低越好，请写上 ≤。",
        ),
        ("≤5%", "6%", 6, (None, 5), 1, "，超出 1 个百分点，完成程度 80%。"),
        ("95%-105%", "94%", 94, (95, 105), -1, "，差 1 个百分点，完成程度 98.95%。"),
        ("95%-105%", "106%", 106, (95, 105), 1, "，超出 1 个百分点，完成程度 99.05%。"),
        ("30日内", "40日", 40, (None, 30), 10, "，超出 10 日，完成程度 66.67%。"),
        (
            ">90%",
            "90%",
            90,
            (90, None),
            None,
            "指标值 >90%，实际 90%，刚好相等，但指标值不含这个数。",
        ),
        ("12月底前", "2021年1月5日", None, None, None, "指标值 12月底前，实际 2021年1月5日。"),
        ("制度健全", "未完成", None, None, None, "指标值 制度健全，实际 未完成。"),
        ("≥9203人", "差28人", 28, (9203, None), -28, "，差 28 人，完成程度 99.7%。"),
        ("≥9203人", "未完成", None, (9203, None), None, "实际 未完成。"),
        ("≥9203人", "不足9000人", None, (9203, None), -203, "实际 不足9000人，差 203 人。"),
        ("≥9203人", "8900人-9000人", None, (9203, None), -203, "实际 8900人-9000人，差 203 人。"),
        ("≤5%", "6%以上", None, (None, 5), 1, "，超出 1 个百分点。"),
    ],
)
def test_i501_a_target_that_was_missed(
    target: Any, actual: Any, stated: Any, expected: Any, off: Any, says: Any
) -> None:
    finding = finds(
        "I501",
        heads(target, actual),
        at=FIRST,
        beside=[TARGET],
        stated=stated,
        expected=expected,
        difference=off,
    )
    assert finding.message.zh.endswith(says)


def test_i501_with_a_reason_it_is_only_pointed_out() -> None:
    data = heads("≥9203人", "9175人", reason="年内去世人员{多}于预计")
    says = ("。已填原因：年内去世人员{多}于预计", ". The reason given: 年内去世人员{多}于预计")
    finds("I501", data, at=FIRST, severity="info", says=says)
    finds("I501", heads("≥9203人", "9175人", reason="无"), at=FIRST, severity="error")


@pytest.mark.parametrize(
    "word",
    [
        "违规",
        "违纪",
        "上访",
        "投诉",
        "差错",
        "错误",
        "逾期",
        "超支",
        "信访",
        "欠费",
        "冒领",
        "流失",
    ],
)
def test_i501_of_what_is_bad_fewer_than_the_target_are_better(word: Any) -> None:
    agrees(table(indicator(f"{word}次数", "3次", "2次")), "I501", looked=1)
    missed = table(indicator(f"{word}次数", "3次", "4次"))
    finds("I501", missed, at=FIRST, difference=1, says="超出 1 次，完成程度 66.67%")


@pytest.mark.parametrize(
    ("target", "actual", "stated", "difference", "says"),
    [
        ("≥2.5万份", "24500份", 2.45, -0.05, "差 500 份"),
        ("≥25000份", "2.45万份", 24500, -500, "差 500 份"),
        ("不少于1年", "10个月", 10 / 12, -1 / 6, "差 2 个月"),
        ("≤350000元", "36.2万元", 362000, 12000, "超出 12,000 元"),
        ("≤2个月", "75天", 75, 0.4194, "超出 0.42 个月左右"),
    ],
)
def test_i501_the_gap_is_that_of_the_printed_figures_in_one_unit(
    target: str, actual: str, stated: float, difference: float, says: str
) -> None:
    row = indicator("办理情况", target, actual, level2="数量指标")
    found = finds("I501", table(row), at=FIRST, says=says)
    assert found.stated == pytest.approx(stated)
    assert found.difference == pytest.approx(difference, rel=1e-3)


def test_i501_of_anything_else_more_are_better() -> None:
    agrees(table(indicator("培训次数", "3次", "4次")), "I501", looked=1)
    finds("I501", table(indicator("培训次数", "3次", "2次")), at=FIRST)


def test_i501_every_row_is_judged() -> None:
    rows = [("≥9203人", "—"), ("≥9203人", "9203人"), ("≥9203人", "9175人"), ("≥3人", "2人")]
    data = table(*(indicator(f"人数{n}", *row) for n, row in enumerate(rows)))
    finding = finds(
        "I501",
        data,
        at=["indicators.3.actual", "indicators.4.actual"],
        says="第 3 项“人数2”没有达到",
    )
    assert finding.message.en.startswith(
        "No. 3, “人数2”, was not reached: ≥9203人 wanted, 9175人 reached"
    )


# ------------------------------ I502 a reason for what was missed
def test_i502_a_reason_was_given() -> None:
    agrees(heads("≥9203人", "9175人", reason="年内去世人员多于预计"), "I502", looked=1)


def test_i502_what_was_reached_or_cannot_be_decided_needs_no_reason() -> None:
    agrees(heads("≥9203人", "9203人"), "I502", looked=0)
    agrees(heads("≥9203人", "—"), "I502", looked=0)
    agrees(heads(">90%", ">90%"), "I502", looked=0)


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", ("第 1 项“享受待遇人数”没有达到指标值，偏差原因没有填。", "and the reason is blank.")),
        ("无", ("偏差原因只填了“无”。", "only says “无”.")),
        ("/", "只填了“/”"),
        ("已按目标全部完成，无偏差", "只填了“已按目标全部完成，无偏差”"),
    ],
)
def test_i502_a_blank_or_a_word_for_none_is_no_reason(reason: Any, says: Any) -> None:
    at = "indicators.1.reason"
    finds("I502", heads("≥9203人", "9175人", reason=reason), at=at, beside=[FIRST], says=says)


def test_i502_as_above_is_the_last_reason_above() -> None:
    missed = [
        indicator(name, "≥3人", "1人", reason=why)
        for name, why in zip("甲乙丙丁", ("去世", "", "同上", "同上"))
    ]
    finds("I502", table(*missed), at="indicators.2.reason")
    finds(
        "I502", table(*missed[1:2], *missed[2:]), at=[f"indicators.{n}.reason" for n in (1, 2, 3)]
    )


def test_i502_every_row_that_was_missed_needs_its_own() -> None:
    rows = [
        ("≥3人", "3人", ""),
        ("≥3人", "2人", "去世"),
        ("≥3人", "1人", ""),
        ("≥3人", "—", ""),
        ("≥3人", "0人", "无"),
    ]
    data = table(*(indicator(f"人数{n}", t, a, reason=why) for n, (t, a, why) in enumerate(rows)))
    finds("I502", data, at=["indicators.3.reason", "indicators.5.reason"])


# ------------------------------ I503 a target that can be met and missed
def test_i503_a_target_with_a_figure() -> None:
    agrees(heads("95%-105%", "96%"), "I503", looked=1)
    agrees(heads("≥9203人", ""), "I503", looked=1)


def test_i503_a_wording_or_a_blank_is_not_judged() -> None:
    agrees(heads("制度健全", "已完成"), "I503", looked=0)
    agrees(heads("", "96%"), "I503", looked=0)


@pytest.mark.parametrize("target", ["≥95%或≤105%", "≥0次"])
def test_i503_a_target_that_anything_meets(target: Any) -> None:
    says = (f"的指标值“{target}”，任何数都满足，起不到考核作用。", "is met by any figure.")
    finds("I503", heads(target, "96%"), at=TARGET, beside=[], says=says)


@pytest.mark.parametrize("target", ["≥105%且≤95%", "<0"])
def test_i503_a_target_that_nothing_meets(target: Any) -> None:
    says = (
        f"的指标值“{target}”自相矛盾，任何数都达不到。",
        "contradicts itself and is met by no figure.",
    )
    finds("I503", heads(target, "96%"), at=TARGET, says=says)


def test_i503_every_row_is_judged() -> None:
    data = table(
        *(indicator(f"率{n}", t, "96%") for n, t in enumerate(["≥95%", "≥0次", "甲", "<0"]))
    )
    finds("I503", data, at=["indicators.2.target", "indicators.4.target"], says="第 2 项“率1”")


# ------------------------------ I504 a quantity has a number
@pytest.mark.parametrize("level", ["数量指标", "成本指标", "产出数量"])
def test_i504_a_quantity_in_words(level: Any) -> None:
    says = (
        f"第 1 项“享受待遇人数”是{level}，指标值“应保尽保”里没有数字。",
        f"is a quantity ({level})",
    )
    finds("I504", heads("应保尽保", "已完成", level2=level), at=TARGET, beside=[], says=says)


def test_i504_a_quantity_with_a_number_or_a_date() -> None:
    agrees(heads("≥9203人", "—"), "I504", looked=1)
    agrees(heads("12月底前", "—"), "I504", looked=1)


@pytest.mark.parametrize("target", ["不高于上年", "不超过上年水平", "较上年有所下降"])
def test_i504_a_cost_may_be_held_to_last_years(target: Any) -> None:
    agrees(heads(target, "低于上年2.4%", level2="成本指标"), "I504", looked=1)
    finds("I504", heads(target, "低于上年2.4%", level2="数量指标"), at=TARGET)


def test_i504_quality_and_timeliness_may_be_worded() -> None:
    agrees(heads("应保尽保", "已完成", level2="质量指标"), "I504", looked=0)
    agrees(heads("应保尽保", "已完成", level2="时效指标"), "I504", looked=0)


def test_i504_a_blank_target_is_another_rules_matter() -> None:
    agrees(heads("—", "已完成"), "I504", looked=0)


def test_i504_every_row_is_judged() -> None:
    worded = indicator("覆盖", "应保尽保", "已完成")
    data = table(worded | {"level2": "质量指标"}, worded, worded | {"target": "5"}, worded)
    finds("I504", data, at=["indicators.2.target", "indicators.4.target"])


def test_i504_a_blank_level_is_that_of_the_row_above() -> None:
    rows = [
        indicator("人数", "≥3人", "3人"),
        indicator("覆盖", "应保尽保", "已完成", level1="", level2=""),
    ]
    finds("I504", table(*rows), at="indicators.2.target", says="是数量指标")
    rows[1] |= {"level1": "效益指标"}
    agrees(table(*rows), "I504", looked=1)


def test_i504_the_second_level_of_the_row_above_goes_on_within_one_first_level() -> None:
    rows = [indicator("人数", "≥3人", "3人"), indicator("覆盖", "应保尽保", "已完成", level2="")]
    finds("I504", table(*rows), at="indicators.2.target", says="是数量指标")


# ------------------------------ I505 none is written as 0
@pytest.mark.parametrize("target", ["0", "=0", "≤0.5", "≤1%", "≥0次", "无违规"])
def test_i505_a_target_of_none_or_of_something(target: Any) -> None:
    agrees(heads(target, "0"), "I505", looked=0)


@pytest.mark.parametrize("target", ["≤0", "≤0次", "不超过0"])
def test_i505_at_most_none_is_none(target: Any) -> None:
    says = (f"第 1 项“享受待遇人数”的指标值“{target}”应写成 0。", "should be 0.")
    finds("I505", heads(target, "0"), at=TARGET, beside=[], severity="info", says=says)


# ------------------------------ I506 what was reached is a figure
@pytest.mark.parametrize(("target", "actual"), [(">90%", "93%"), ("90%", "90%"), ("达标", "达标")])
def test_i506_a_figure_of_its_own(target: Any, actual: Any) -> None:
    agrees(heads(target, actual), "I506", looked=1)


def test_i506_without_a_target_there_is_nothing_to_copy() -> None:
    agrees(heads("", ">90%"), "I506", looked=0)


def test_i506_a_copied_bound_says_nothing() -> None:
    says = (
        "第 1 项“享受待遇人数”的实际完成值“＞90％”照抄了指标值，不是实际数。",
        "repeats the target",
    )
    finds("I506", heads(">90%", "＞90％"), at=FIRST, beside=[TARGET], says=says)
    finds("I506", heads("每月10日前", "每月10日前"), at=FIRST)


def test_i506_a_copied_wording_may_be_all_there_is_to_say() -> None:
    finds("I506", heads("按标准足额发放", "按标准足额发放。"), at=FIRST, severity="info")


def test_i506_every_row_is_judged() -> None:
    rows = [("", "5"), (">90%", ">90%"), (">90%", "93%"), ("≥5人", "≥5人")]
    data = table(*(indicator(f"率{n}", *row) for n, row in enumerate(rows)))
    finds("I506", data, at=["indicators.2.actual", "indicators.4.actual"])


@pytest.mark.parametrize(
    ("target", "actual"), [("≥90%", "约90%"), ("≥20480人", "2.05万人"), ("≥90%", "85%～92%")]
)
def test_i506_an_inexact_figure_that_may_miss_is_asked_for(target: Any, actual: Any) -> None:
    says = (
        f"第 1 项“享受待遇人数”的实际完成值“{actual}”不是准确数，是否达到指标值“{target}”看不出。",
        "may or may not meet",
    )
    finds("I506", heads(target, actual), at=FIRST, beside=[TARGET], says=says)


@pytest.mark.parametrize(
    ("target", "actual"), [("≥90%", "约99%"), ("≥20480人", "2.06万人"), ("≥90%", "约80%")]
)
def test_i506_an_inexact_figure_that_is_clear_will_do(target: Any, actual: Any) -> None:
    agrees(heads(target, actual), "I506", looked=1)


# ------------------------------ I507 one unit
@pytest.mark.parametrize(
    ("target", "actual"), [("30日内", "25日"), ("≥1亿元", "9800万元"), ("≥90%", "0.95")]
)
def test_i507_units_that_can_be_compared(target: Any, actual: Any) -> None:
    agrees(heads(target, actual), "I507")


@pytest.mark.parametrize(
    ("target", "actual"), [("30日内", "18个工作日"), ("≥9203人", "99%"), ("12月底前", "95%")]
)
def test_i507_units_that_cannot(target: Any, actual: Any) -> None:
    finding = finds("I507", heads(target, actual), at=FIRST, beside=[TARGET], says=(target, actual))
    assert finding.message.zh.startswith("第 1 项“享受待遇人数”：")
    assert "没法比。" in finding.message.zh
    assert finding.message.en.startswith("No. 1, “享受待遇人数”: ")


def test_i507_what_is_blank_has_no_unit() -> None:
    agrees(heads("30日内", "—"), "I507", looked=0)


# ------------------------------ I508 far over the target
@pytest.mark.parametrize(
    ("target", "actual"),
    [("≥100人", "129人"), ("≥100人", "100人"), ("≤5%", "1%"), ("95%-105%", "96%")],
)
def test_i508_reached_and_somewhat_more(target: Any, actual: Any) -> None:
    agrees(heads(target, actual), "I508", looked=1, rubric="guangxi")


@pytest.mark.parametrize(
    ("actual", "times"), [("130人", "1.3"), ("180人", "1.8"), ("12345人", "123.45")]
)
def test_i508_three_tenths_more_or_further_need_a_reason(actual: Any, times: Any) -> None:
    says = (
        f"实际 {actual}，是指标值 ≥100人 的 {times} 倍，没有说明原因。",
        f"is {times} times the target ≥100人",
    )
    finds("I508", heads("≥100人", actual), at=FIRST, beside=[TARGET], says=says, rubric="guangxi")


def test_i508_a_reason_was_given() -> None:
    agrees(heads("≥100人", "180人", reason="扩面"), "I508", looked=1, rubric="guangxi")
    finds("I508", heads("≥100人", "180人", reason="无"), at=FIRST, rubric="guangxi")


def test_i508_what_was_missed_or_has_no_degree_is_not_judged() -> None:
    agrees(heads("≥100人", "50人"), "I508", looked=0, rubric="guangxi")
    agrees(heads("制度健全", "未完成"), "I508", looked=0, rubric="guangxi")
    agrees(heads("≥100人", "200人以上"), "I508", looked=0, rubric="guangxi")
    agrees(heads("≥100人", ""), "I508", looked=0, rubric="guangxi")


def test_i508_every_row_is_judged() -> None:
    rows = [("", "5人"), ("≥5人", "5人"), ("≥5人", "9人"), ("≥5人", "8人")]
    data = table(*(indicator(f"人数{n}", *row) for n, row in enumerate(rows)))
    places = ["indicators.3.actual", "indicators.4.actual"]
    finds("I508", data, at=places, says="第 3 项“人数2”", rubric="guangxi")


@pytest.mark.parametrize("rubric", ["ministry", "hubei", "sichuan"])
def test_i508_only_the_rubric_of_guangxi_asks_for_it(rubric: str) -> None:
    agrees(heads("≥100人", "180人"), "I508", looked=0, rubric=rubric)


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("基金支付能力", "≥6个月", "21.2个月"),
        ("可支付月数", "≥9个月", "64个月"),
        ("基金累计结余可支付月数", "≥6", "21"),
    ],
)
def test_i508_of_what_a_fund_can_bear_there_is_never_too_much(
    name: str, target: str, actual: str
) -> None:
    agrees(table(indicator(name, target, actual)), "I508", looked=1, rubric="guangxi")


# ------------------------------ I509 an indicator stands once
def named(*names: Any) -> Any:
    return table(*(indicator(name, "≥100人", "120人") for name in names))


def test_i509_different_names() -> None:
    agrees(named("享受待遇人数", "参保人数", "缴费人数"), "I509")


def test_i509_the_same_name_with_other_spaces() -> None:
    says = (
        "第 3 项“享受 待遇人数”与第 1 项重复。",
        "No. 3, “享受 待遇人数”, is the same indicator as no. 1.",
    )
    data = named("享受待遇人数", "参保人数", "享受 待遇人数")
    finds("I509", data, at="indicators.3.level3", beside=["indicators.1.level3"], says=says)


def test_i509_a_third_row_repeats_the_first_as_well() -> None:
    data = named("享受待遇人数", "享受待遇人数", "享受待遇人数")
    finds(
        "I509",
        data,
        at=["indicators.2.level3", "indicators.3.level3"],
        beside=["indicators.1.level3"],
    )


def test_i509_rows_without_a_name_are_no_repetition() -> None:
    agrees(named("", "", "甲"), "I509")


# ------------------------------ I510 the levels of the standard
@pytest.mark.parametrize(
    ("level1", "level2"),
    [
        ("产出指标", "数量指标"),
        ("项目完成指标", "时效指标"),
        ("效益 指标", "社会效益\n指标"),
        ("满意度", "服务对象满意度指标"),
    ],
)
def test_i510_names_of_the_standard(level1: Any, level2: Any) -> None:
    agrees(heads("≥1人", "1人", level1=level1, level2=level2), "I510", looked=2)


def test_i510_a_first_level_of_another_name() -> None:
    data = heads("≥1人", "1人", level1="其它指标")
    says = (
        "第 1 项的一级指标“其它指标”不在标准的指标体系中。",
        "the Level 1 “其它指标” is none of the standard's.",
    )
    finds("I510", data, at="indicators.1.level1", beside=[], says=says)


def test_i510_a_second_level_of_another_name() -> None:
    data = heads("≥1人", "1人", level2="产出指标")
    finds("I510", data, at="indicators.1.level2", says="第 1 项的二级指标“产出指标”不在标准")


def test_i510_a_level_that_is_blank_is_pointed_out() -> None:
    data = heads("≥1人", "1人", level1="", level2="")
    says = ("第 1 项没有填一级指标。", "No. 1 has no Level 1.")
    finds(
        "I510", data, at=["indicators.1.level1", "indicators.1.level2"], severity="info", says=says
    )


def test_i510_each_standard_has_its_own_levels() -> None:
    row = {"level1": "决策", "level2": "项目立项"}
    agrees({"standard": "2023", **heads("≥1人", "1人", **row)}, "I510", looked=2)
    finds("I510", heads("≥1人", "1人", **row), at=["indicators.1.level1", "indicators.1.level2"])


def misplaced(level1: str, level2: str, *weights: int) -> Any:
    """Rows with the points of the rubric, the last under another first level."""
    rows = weighted(*weights)["indicators"]
    return table(*rows[:-1], rows[-1] | {"level1": level1, "level2": level2})


@pytest.mark.parametrize(
    ("level1", "level2", "belongs"),
    [
        ("产出指标", "服务对象满意度指标", "满意度指标"),
        ("满意度指标", "数量指标", "产出指标"),
        ("产出", "社会效益", "效益指标"),
    ],
)
def test_i510_a_second_level_of_another_first_level(level1: Any, level2: Any, belongs: Any) -> None:
    says = f"的二级指标“{level2}”属于“{belongs}”，一级指标却是“{level1}”。"
    at = ["indicators.1.level1"]
    finds("I510", heads("≥1人", "1人", level1=level1, level2=level2), at=at, says=says)


def test_i510_a_misplaced_row_is_told_and_not_the_points_of_its_level() -> None:
    under_output = misplaced("产出指标", "满意度指标", 50, 30, 10)
    finds("I510", under_output, at="indicators.3.level1")
    agrees(under_output, "I521")


def test_i510_satisfaction_printed_under_effect_is_told_where_the_points_say_so() -> None:
    finds("I510", misplaced("效益指标", "满意度指标", 50, 30, 10), at="indicators.3.level1")
    agrees(heads("≥1人", "1人", level1="效益指标", level2="满意度指标"), "I510", looked=2)
    other = misplaced("效益指标", "满意度指标", 50, 20, 20)
    agrees(other, "I510")
    finds("I521", other, at="indicators.2.weight", severity="warning", stated=40)


# ------------------------------ I511 the same figure elsewhere
def completion(
    actual: Any, rate: Any = "97%", name: Any = "社会保险基金支出预算完成率", fund: Any = "total"
) -> Any:
    return {
        **account(fund, expenditure={"completion_rate": rate}),
        **table(indicator(name, "95%-105%", actual)),
    }


RATE = "accounts.total.expenditure.completion_rate"


@pytest.mark.parametrize("actual", ["97%", "97", "0.97", "97.4%", "96.6%"])
def test_i511_completion_of_the_budget_is_that_of_the_total(actual: Any) -> None:
    agrees(completion(actual), "I511", looked=1)


@pytest.mark.parametrize(
    ("actual", "value", "total"),
    [
        ("99%", 99, (96.5, 97.5)),
        ("99", 99, (96.5, 97.5)),
        ("0.99", 0.99, (0.965, 0.975)),
        ("95.8%", 95.8, (96.5, 97.5)),
    ],
)
def test_i511_another_completion_than_that_of_the_total(
    actual: Any, value: Any, total: tuple[float, float]
) -> None:
    """Figures are those of the unit that the indicator is written in."""
    says = (
        f"的实际完成值是 {actual}，合计“支出合计（完成预算%）”是 97%，两处不一致。",
        f"{actual} reached, but Total: Total expenditure (Budget completed %) is 97%.",
    )
    finds(
        "I511",
        completion(actual),
        at=FIRST,
        beside=[RATE],
        stated=value,
        expected=total,
        difference=pytest.approx(value - sum(total) / 2),
        says=says,
    )


def test_i511_a_bare_number_up_to_three_is_a_fraction() -> None:
    finds("I511", completion("3"), at=FIRST, stated=3, expected=(0.965, 0.975))
    finds("I511", completion("3.1"), at=FIRST, stated=3.1, expected=(96.5, 97.5))


def test_i511_figures_that_meet_at_the_edge_of_rounding_are_pointed_out() -> None:
    says = ("，只在取整误差的边缘上相符。", "they agree only at the edge of rounding")
    data = completion("98%", "97%")
    finds(
        "I511",
        data,
        at=FIRST,
        beside=[RATE],
        severity="info",
        says=says,
        stated=98,
        expected=(96.5, 97.5),
    )
    finds("I511", completion("96%", "97%"), at=FIRST, severity="info")


@pytest.mark.parametrize("actual", ["97人", "", "已完成", "95%以上", "95%-99%"])
def test_i511_what_is_no_rate_is_not_compared(actual: Any) -> None:
    agrees(completion(actual), "I511", looked=0)


@pytest.mark.parametrize("name", ["支出情况", "预算完成率", "养老保险和工伤保险参保人数"])
def test_i511_another_indicator_is_not_compared(name: Any) -> None:
    agrees(completion("99%", name=name), "I511", looked=0)


@pytest.mark.parametrize(
    "name", ["支出预算执行率", "社会保险基金支出执行率", "2020年基金支出预算执行率"]
)
def test_i511_the_part_of_the_budget_that_a_fund_has_spent(name: Any) -> None:
    agrees(completion("97%", name=name), "I511", looked=1)
    finds("I511", completion("99%", name=name), at=FIRST, beside=[RATE])


@pytest.mark.parametrize("kind", ["项目", "部门", "工作经费", "三公经费", "财政专项", "本级"])
def test_i511_what_others_have_spent_is_not_compared(kind: str) -> None:
    agrees(completion("99%", name=f"{kind}支出预算执行率"), "I511", looked=0)


def test_i511_completion_of_one_fund_is_that_of_its_sheet() -> None:
    data = completion("99%", name="工伤保险基金支出预算完成率", fund="work_injury")
    finds("I511", data, at=FIRST, beside=["accounts.work_injury.expenditure.completion_rate"])
    agrees(completion("99%", name="工伤保险基金支出预算完成率"), "I511", looked=0)


def test_i511_two_funds_in_one_name_stand_nowhere() -> None:
    agrees(completion("99%", name="工伤保险、失业保险基金支出预算完成率"), "I511", looked=0)


def spent(
    *rates: Any,
    funds: Any = ("resident_pension", "institution_pension"),
    actuals: Any = (2244, 38429),
) -> Any:
    """Funds with actual expenditure and completion rate, and no rate of the total."""
    rows = zip(funds, actuals, rates, strict=True)
    return {fund: {"expenditure": {"actual": a, "completion_rate": r}} for fund, a, r in rows}


def test_i511_without_a_rate_of_the_total_the_funds_imply_it() -> None:
    indicators = table(indicator("基金支出预算完成率", "95%-105%", "97%"))
    agrees({"accounts": spent("95%", "97%"), **indicators}, "I511", looked=1)
    at_the_end = table(
        indicator("基金支出预算完成率", "95%-105%", "97.4%")
    )  # from 96.39 % to 97.39 %
    agrees({"accounts": spent("95%", "97%"), **at_the_end}, "I511", looked=1)
    for beyond in ("96.3%", "97.5%"):
        outside = table(indicator("基金支出预算完成率", "95%-105%", beyond))
        finds("I511", {"accounts": spent("95%", "97%"), **outside}, at=FIRST, severity="warning")
    says = (
        "由各险种的实际数和完成率推算是 98.88%，两处不一致",
        "the funds' actuals and rates make it 98.88%",
    )
    data = {"accounts": spent("95%", "99.12%"), **indicators}
    finding = finds("I511", data, at=FIRST, beside=[], says=says, stated=97)
    low = (2243.5 + 38428.5) / (2244.5 / 0.945 + 38429.5 / 0.99115)
    high = (2244.5 + 38429.5) / (2243.5 / 0.955 + 38428.5 / 0.99125)
    assert finding.expected == pytest.approx((low * 100, high * 100), abs=5e-3)


@pytest.mark.parametrize(
    "accounts",
    [
        {},
        spent("95%", None),
        spent("95%", "0%"),
        {"resident_pension": {"expenditure": {"completion_rate": "95%"}}},
        {"resident_pension": {"expenditure": {"actual": -3, "completion_rate": "95%"}}},
        {
            "resident_pension": {"expenditure": {"actual": 0, "completion_rate": "95%"}},
            "total": {"income": {"actual": 1}},
        },
    ],
)
def test_i511_where_the_funds_leave_it_open_nothing_is_implied(accounts: Any) -> None:
    data = {"accounts": accounts, **table(indicator("基金支出预算完成率", "95%-105%", "60%"))}
    agrees(data, "I511", looked=0)


def retirees(actual: Any, name: Any = "机关事业单位养老保险离退休人数", stated: Any = 5939) -> Any:
    counts = {"headcounts": {"institution_pension": {"retirees": {"actual": stated}}}}
    return {**counts, **table(indicator(name, "≥5922人", actual))}


HEADS = "headcounts.institution_pension.retirees.actual"


@pytest.mark.parametrize("actual", ["5939人", "5939", "5939名", "0.59万人"])
def test_i511_people_of_an_indicator_are_those_of_the_head_counts(actual: Any) -> None:
    agrees(retirees(actual), "I511", looked=1)


def test_i511_other_people_than_those_of_the_head_counts() -> None:
    says = "5999人，机关养老“年末离退休（领取待遇）人数（本年人数）”是 5,939，两处不一致"
    expected = (5938.95, 5939.05)
    finds(
        "I511",
        retirees("5999人"),
        at=FIRST,
        beside=[HEADS],
        stated=5999,
        expected=expected,
        difference=60,
        says=says,
    )
    finds("I511", retirees("0.61万人"), at=FIRST, stated=0.61, difference=0.0161)


@pytest.mark.parametrize("word", "新增 净增 扩面 增加 减少 中断 补缴 代缴 死亡 首次 补贴".split())
def test_i511_people_who_came_or_went_are_no_head_count(word: Any) -> None:
    agrees(retirees("35人", f"机关事业单位养老保险{word}离退休人数"), "I511", looked=0)


def insured(name: Any, actual: Any) -> Any:
    counts = {"participants": {"actual": 98640}, "contributors": {"actual": 67250}}
    tables = {
        "headcounts": {"employee_medical": counts},
        "balances": {"employee_medical": {"months_payable": 17.5}},
    }
    return {**tables, **table(indicator(name, "≥1", actual))}


@pytest.mark.parametrize(
    ("name", "actual", "whole", "other"),
    [
        ("职工医保统筹基金可支付月数", "15个月", "职工医保基金可支付月数", "17.5个月"),
        (
            "职工医保个人账户基金累计结余可支付月数",
            "9个月",
            "职工医保累计结余可支付月数",
            "17.5个月",
        ),
        ("职工医保困难群众参保人数", "3640人", "职工医保参保人数", "98640人"),
        ("职工医保灵活就业人员参保人数", "8640人", "年末职工医保参保人数", "98640人"),
        ("职工医保女职工参保人数", "48640人", "全县职工医保参保人数", "98640人"),
        ("职工医保在职参保人数", "67340人", "职工医保缴费人数", "67250人"),
        ("职工医保大中专学校参保人数", "640人", "职工医保年末参保人数", "98640人"),
    ],
)
def test_i511_a_part_is_not_held_to_the_whole(
    name: Any, actual: Any, whole: Any, other: Any
) -> None:
    agrees(insured(name, actual), "I511", looked=0)
    agrees(insured(whole, other), "I511", looked=1)
    finds("I511", insured(whole, actual), at=FIRST)


def test_i511_people_that_the_name_does_not_tell_are_not_compared() -> None:
    agrees(retirees("35人", "离退休人数"), "I511", looked=0)
    agrees(retirees("35人", "机关事业单位养老保险满意度"), "I511", looked=0)
    agrees(retirees("35人", "机关事业单位养老保险离退休人数占参保人数"), "I511", looked=0)
    agrees(retirees("99%"), "I511", looked=0)
    agrees(retirees("35人", stated="—"), "I511", looked=0)


def test_i511_every_row_is_compared() -> None:
    names = [
        "甲",
        "机关事业单位养老保险离退休人数",
        "机关事业单位养老保险离退休（领取待遇）人数",
        "机关养老保险退休人数",
    ]
    actuals = ["1人", "5939人", "99%", "1人"]
    rows = [indicator(name, "≥1人", actual) for name, actual in zip(names, actuals, strict=True)]
    finds("I511", retirees("") | table(*rows), at="indicators.4.actual", says="第 4 项")


# ------------------------------ I512 the goal names funds of the unit
def goal(text: Any, *funds: Any) -> Any:
    return {"accounts": {fund: {"income": {"actual": 1}} for fund in funds}, "goal": text}


@pytest.mark.parametrize(
    ("text", "fund"),
    [
        ("保障工伤职工的待遇", "work_injury"),
        ("失业有帮助", "unemployment"),
        ("病有所医，生育待遇按时支付，医疗费及时报销", "employee_medical"),
        ("病有所医，医疗费及时报销", "resident_medical"),
        ("老有所养，养老金按时发放", "resident_pension"),
        ("老有所养，养老金按时发放", "institution_pension"),
        ("老有所养，养老金按时发放", "enterprise_pension"),
        ("促进社会和谐", "work_injury"),
    ],
)
def test_i512_the_goal_of_a_fund_that_is_run(text: Any, fund: Any) -> None:
    agrees(goal(text, fund), "I512", looked=1)


@pytest.mark.parametrize(
    ("word", "fund", "runs"),
    [
        ("工伤", "工伤", "unemployment"),
        ("失业", "失业", "work_injury"),
        ("生育", "职工医保", "resident_medical"),
        ("病有所医", "职工医保", "work_injury"),
        ("医疗", "职工医保", "work_injury"),
        ("老有所养", "企业养老", "work_injury"),
        ("养老", "企业养老", "work_injury"),
    ],
)
def test_i512_the_goal_of_a_fund_that_is_not_run(word: Any, fund: Any, runs: Any) -> None:
    says = f"年度总体目标提到“{word}”，但本单位没有填{fund}的数。"
    finds("I512", goal(f"保障{word}待遇", runs), at="goal", severity="info", says=says)


def test_i512_all_words_are_said_once_and_together() -> None:
    finds(
        "I512",
        goal("老有所养、失业有帮助、失业保险", "work_injury"),
        at="goal",
        says="年度总体目标提到“老有所养”、“失业”，但本单位没有填企业养老、失业的数。",
    )


def test_i512_without_a_goal_or_without_funds_there_is_nothing_to_compare() -> None:
    agrees(goal("", "work_injury"), "I512", looked=0)
    agrees(goal("失业有帮助"), "I512", looked=0)
    agrees(goal("失业有帮助", "total"), "I512", looked=0)


# ------------------------------ I513 both values filled in
def test_i513_target_and_actual_are_filled_in() -> None:
    agrees(heads("≥100人", "120人"), "I513", looked=2)
    agrees(heads("≥100人", "0"), "I513", looked=2)


@pytest.mark.parametrize("actual", ["", "—", "无", "/"])
def test_i513_what_was_reached_is_missing(actual: Any) -> None:
    typed = f"（填的是“{actual}”）" if actual else ""
    says = (f"第 1 项“享受待遇人数”没有填实际完成值{typed}。", "does not say what was reached")
    finds("I513", heads("≥100人", actual), at=FIRST, beside=[], says=says)


def test_i513_the_target_is_missing() -> None:
    says = ("第 1 项“享受待遇人数”没有填指标值。", "has no target.")
    finding = finds("I513", heads("", "120人"), at=TARGET, beside=[], says=says)
    assert finding.todo.zh == "按年初批复的绩效目标补填指标值。"
    finds("I513", heads("", ""), at=[FIRST, TARGET])
    finds("I513", heads("/", "无"), at=[FIRST, TARGET])


@pytest.mark.parametrize("word", ["/", "—", "无"])
def test_i513_a_row_that_does_not_apply_is_told_once(word: str) -> None:
    says = (f"第 1 项“享受待遇人数”的指标值和实际完成值都填了“{word}”。", f"says “{word}” both")
    finding = finds("I513", heads(word, word), at=FIRST, beside=[TARGET], says=says)
    assert finding.todo.zh.startswith("不涉及的指标，删除这一行")


def test_i513_a_formula_without_a_value_is_told_as_that() -> None:
    note = {"what": "no_value", "sheet": "绩效自评表", "ref": "G14", "key": FIRST}
    agrees({**heads("≥100人", ""), "notes": [note]}, "I513", looked=1)


def test_i513_a_row_of_levels_alone_is_no_indicator() -> None:
    agrees(
        table(indicator("", "", "", reason="甲"), indicator("甲", "5人", "5人")), "I513", looked=2
    )
    finds("I513", table(indicator("", "5人", "")), at=FIRST)


@pytest.mark.parametrize("name", ["", "XX", "待补充", "见附件", "无", "1"])
def test_i513_an_indicator_has_a_name(name: str) -> None:
    says = ("第 1 项没有填三级指标，不知道是什么指标。", "nobody knows what it is")
    found = table(indicator(name, "5人", "5人"))
    finds("I513", found, at="indicators.1.level3", severity="warning", says=says)


def test_i513_a_second_level_of_its_own_is_a_name() -> None:
    named = {"level1": "产出指标", "level2": "参保人数", "target": "5人", "actual": "5人"}
    agrees({"indicators": [named]}, "I513", looked=2)


# ------------------------------ I516 targets and results in their own columns
REACHED = [("≥58000人", "58420人"), ("≥99%", "99.9%"), ("≤3次", "1次"), ("30日内", "第 22 日")]
EXCHANGED = [(actual, target) for target, actual in REACHED]


def of_rows(rows: Any) -> Any:
    return table(*(indicator(f"指标{n}", *row) for n, row in enumerate(rows)))


@pytest.mark.parametrize(
    "rows",
    [
        REACHED,
        # what was reached is rounded or a range, and the target a change
        [("2000人", "2000余人"), ("10个工作日", "8至12个工作日"), ("30日", "最多延期10天")],
        [("应发尽发", "≥99%"), ("2000人", "约1500人以上"), ("15个工作日", "15个工作日内")],
        # results that are bounds themselves
        [("90%", "90%以上"), ("95%", "95%以上"), ("12000人", "12000人以上")],
        [("90%", "超过95%"), ("95%", "超过98%"), ("12000人", "超过12500人")],
        [("90%", "85%～92%"), ("95%", "90%～96%"), ("80%", "75%～85%")],
        [("≥90%", "≥90%"), ("≥95%", "≥95%"), ("≥12000人", "≥12000人")],
    ],
)
def test_i516_columns_that_are_as_they_are_meant(rows: Any) -> None:
    agrees(of_rows(rows), "I516")


@pytest.mark.parametrize(
    "rows",
    [
        EXCHANGED,
        EXCHANGED[:3],
        [*EXCHANGED[:3], ("按时发放", "按时发放")],
        [("14320人", "不少于 14000人"), ("97.2%", "不低于95%"), ("2起", "不超过5起")],
        [("58420", "≥58000"), ("99.9%", "＞99%"), ("94.6%", ">=90%")],
    ],
)
def test_i516_exchanged_columns_are_told_once_and_each_row_judged_as_it_was_meant(
    rows: Any,
) -> None:
    data = of_rows(rows)
    finds("I516", data, at=FIRST, says="两列填反了", severity="error")
    for rule in ("I501", "I503", "I506", "I507"):
        agrees(data, rule)


@pytest.mark.parametrize(
    ("target", "actual", "status"),
    [
        ("117221人", "≥117000人", "exceeded"),
        ("99.7%", "不低于99%", "exceeded"),
        ("3起", "≤5起", "reached"),
        ("无", "≤3起", "reached"),
        ("3个工作日", "5个工作日内", "reached"),
        ("2020年12月20日", "2020年12月31日前", "reached"),
    ],
)
def test_i516_target_and_result_of_a_row_in_each_others_cell_are_one_question(
    target: str, actual: str, status: str
) -> None:
    data = of_rows([("≥90%", "94.6%"), (target, actual)])
    says = (f"第 2 项的指标值“{target}”像是完成情况", "像是填反了")
    at, beside = "indicators.2.actual", ["indicators.2.target"]
    finds("I516", data, at=at, beside=beside, says=says, severity="warning")
    assert checked(data).indicators[1].status == status
    for rule in ("I501", "I502", "I503", "I506", "I507", "I513"):
        agrees(data, rule)


IN_ROWS = [
    ("≥47500人", "47930人"),
    ("≥99%", "99.85%"),
    ("≤10个工作日", "7个工作日"),
    ("0起", "0起"),
    ("≥24个月", "36.5个月"),
    ("≥90%", "94.6%"),
]
TARGETS, RESULTS = zip(*IN_ROWS, strict=True)
A_ROW_DOWN = [*zip(TARGETS, ("", *RESULTS[:-1]), strict=True)]
A_ROW_UP = [*zip(TARGETS, (*RESULTS[1:], ""), strict=True)]


@pytest.mark.parametrize(
    "rows",
    [
        IN_ROWS,
        # one result is not filled in
        [(TARGETS[0], ""), *IN_ROWS[1:]],
        [*IN_ROWS[:-1], (TARGETS[-1], "")],
        # all are of one kind: it cannot be seen
        [("≥90%", ""), *[("≥90%", "95%")] * 5],
        # the first is blank, and two units are wrong
        [(TARGETS[0], ""), ("≥99%", "47930人"), ("≤10个工作日", "99%"), *IN_ROWS[3:]],
        # three units are wrong, and no result belongs to the row beside it
        [IN_ROWS[0], ("≥99%", "3起"), ("≤10个工作日", "95%"), ("0起", "24个月"), *IN_ROWS[4:]],
        # no row has its result where it would belong
        [(target, "") for target in TARGETS],
    ],
)
def test_i516_results_that_stand_in_their_rows(rows: Any) -> None:
    agrees(of_rows(rows), "I516")


@pytest.mark.parametrize(
    ("rows", "at", "says", "left"),
    [
        (A_ROW_DOWN, "indicators.1.actual", "下移了一行：第 1 项空着", "indicators.6.actual"),
        (A_ROW_UP, "indicators.6.actual", "上移了一行：第 6 项空着", "indicators.1.actual"),
    ],
)
def test_i516_results_a_row_off_are_told_once_and_what_is_lost_is_asked_for(
    rows: Any, at: str, says: str, left: str
) -> None:
    data = of_rows(rows)
    finds("I516", data, at=at, says=says, severity="error")
    finds("I513", data, at=left)
    for rule in ("I501", "I506", "I507"):
        agrees(data, rule)


ALIKE = [
    ("≥24万人", "55160人"),
    ("≥55000人", "71.3%"),
    ("≥70%", "22个工作日"),
    ("≤30个工作日", "100%"),
    ("100%", "12个月"),
    ("≥6个月", "92.8%"),
    ("≥90%", "241870人"),
]
FIRST_ROWS = [("≥90%", "95%"), ("≥99%", "99.7%")]


@pytest.mark.parametrize(
    ("rows", "start", "says"),
    [
        pytest.param(
            [*FIRST_ROWS, *A_ROW_DOWN],
            "indicators.3.actual",
            "从第 3 项起往下错了一行：第 3 项空着",
            id="the last is lost",
        ),
        pytest.param(
            [*FIRST_ROWS, *A_ROW_DOWN, (None, RESULTS[-1])],
            "indicators.3.actual",
            "从第 3 项起往下错了一行：第 3 项空着",
            id="the last stands below the table",
        ),
        pytest.param(
            [*FIRST_ROWS, ("100%", ""), ("≥90%", "100%"), (None, "94%")],
            "indicators.3.actual",
            "从第 3 项起往下错了一行",
            id="all of one kind",
        ),
        pytest.param(
            [*FIRST_ROWS, *A_ROW_UP],
            "indicators.8.actual",
            "从第 3 项起往上错了一行：第 8 项空着",
            id="up",
        ),
        pytest.param(
            [*FIRST_ROWS, *zip(TARGETS, (*RESULTS[1:], RESULTS[0]), strict=True)],
            "indicators.3.actual",
            "第 3 项到第 8 项往上错了一行",
            id="up, the first one at the end",
        ),
        pytest.param(
            [*FIRST_ROWS, *zip(TARGETS, (RESULTS[-1], *RESULTS[:-1]), strict=True)],
            "indicators.3.actual",
            "第 3 项到第 8 项往下错了一行",
            id="down, the last one at the beginning",
        ),
        pytest.param(
            ALIKE,
            "indicators.2.actual",
            "第 1 项到第 7 项往上错了一行",
            id="up, and the first two are of one kind",
        ),
        pytest.param(
            [*reversed(ALIKE)],
            "indicators.1.actual",
            "第 1 项到第 7 项往下错了一行",
            id="down, and the last two are of one kind",
        ),
    ],
)
def test_i516_results_a_row_off_from_one_row_on_are_told_once(
    rows: Any, start: str, says: str
) -> None:
    named = [row for row in rows if row[0]]
    below = [{"actual": actual} for target, actual in rows if not target]
    data = {"indicators": [*of_rows(named)["indicators"], *below]}
    finds("I516", data, at=start, says=says, severity="error")
    for rule in ("I501", "I506", "I507"):
        agrees(data, rule)


@pytest.mark.parametrize(
    "rows",
    [
        # one is blank, and what follows is right where it stands
        [*FIRST_ROWS, ("≥90%", ""), ("≥98%", "98.9%"), ("0起", "0起"), ("≥95%", "95.4%")],
        # where they would belong, one is missed
        [*FIRST_ROWS, ("≥99%", ""), ("0起", "98%"), ("≥90%", "0起"), ("≥10人", "95%")],
    ],
)
def test_i516_a_blank_result_alone_moves_nothing(rows: Any) -> None:
    agrees(of_rows(rows), "I516")


# ------------------------------ I521 weights
def weighted(*weights: Any, names: Any = ()) -> Any:
    """Rows of output 产出, effect 效益 and satisfaction 满意度 with these weights, fully scored."""
    levels = (("产出指标", "数量指标"), ("效益指标", "社会效益指标"), ("满意度指标", "满意度指标"))
    rows = []
    for n, (weight, (level1, level2)) in enumerate(zip(weights, levels, strict=False)):
        name = names[n] if n < len(names) else f"指标{n}"
        more = {"level1": level1, "level2": level2, "weight": weight, "score": weight}
        rows.append(indicator(name, "≥100人", "110人", **more))
    return table(*rows)


WEIGHT = "indicators.1.weight"


def test_i521_weights_of_the_rubric() -> None:
    agrees(weighted(50, 30, 10), "I521", looked=1)
    agrees(weighted(50.004, 30, 10), "I521", looked=1)


def test_i521_no_row_of_budget_execution_is_told_as_the_cause() -> None:
    says = ("满意度指标各指标分值合计 20", "表中没有“预算执行率”一行，它应占 10 分。")
    finding = finds(
        "I521", weighted(50, 30, 20), at="indicators.3.weight", severity="warning", says=says
    )
    assert finding.todo.zh.startswith("补上“预算执行率”一行")
    for others in (weighted(50, 35, 10), with_execution(50, 25, 15)):
        assert "没有“预算执行率”一行" not in "".join(
            finding.message.zh for finding in findings(others, "I521")
        )


def with_execution(*weights: Any) -> Any:
    """The same rows below one of budget execution."""
    execution = {"level1": "预算执行率", "actual": "100%", "weight": 10, "score": 10}
    return {"indicators": [execution, *weighted(*weights)["indicators"]]}


def test_i521_weights_in_percent_are_read_and_told_once() -> None:
    says = ("分值、得分带了百分号（如“50%”），按分数读了", "have a percent sign")
    finding = finds("I521", weighted("50%", "30%", "10%"), at=WEIGHT, severity="info", says=says)
    assert finding.todo.zh == "去掉百分号，只填分数，如 10。"
    agrees(weighted("50分", "30分", "10分"), "I521", looked=1)


def test_a_score_in_percent_above_its_weight_is_a_share_of_it() -> None:
    """100% of 50 points is 50 points; 10% of 10 points is 10 where the weights say 10% as well."""
    rows = weighted(50, 30, 10)["indicators"]
    one = table(rows[0] | {"score": "100%"}, *rows[1:])
    says = ("得分带了百分号（如“100%”），大于分值，按占分值的百分之几读了", "shares of these")
    finding = finds("I521", one, at="indicators.1.score", severity="info", says=says)
    assert finding.todo.zh == "得分填分数：分值 10、得满分的填 10。"
    agrees(one, "I522", looked=3)
    agrees(one, "I523", looked=3)
    missed = table(rows[0] | {"score": "100%", "actual": "60人"}, *rows[1:])
    finds("I523", missed, at="indicators.1.score", severity="error", stated=50)
    less = table(rows[0] | {"score": "60%", "actual": "60人"}, *rows[1:])
    agrees(less, "I522", looked=3)
    agrees(less, "I523", looked=3)


def test_a_score_in_percent_within_its_weight_is_in_points() -> None:
    rows = weighted(50, 30, 10)["indicators"]
    points = table(rows[0] | {"score": "50%"}, *rows[1:])
    finds("I521", points, at="indicators.1.score", severity="info", says="按分数读了")
    agrees(points, "I523", looked=3)
    above = table(rows[0] | {"score": "120%"}, *rows[1:])
    finds("I522", above, at="indicators.1.score", stated=120, severity="error")


def test_i521_a_total_off_the_rubric() -> None:
    """The level that has too many points is told with it, and not again."""
    says = (
        "各指标分值合计 95，按财政部通用口径应为 90。不符的是满意度指标：15 分，应为 10 分。",
        "The weights add up to 95",
    )
    data = weighted(50, 30, 15)
    finding = finds(
        "I521",
        data,
        at="indicators.3.weight",
        beside=[WEIGHT, "indicators.2.weight"],
        stated=95,
        expected=(90, 90),
        difference=5,
        says=says,
    )
    assert finding.severity == "error"
    finds("I521", weighted(50, 30, 9.98), at="indicators.3.weight", difference=-0.02)


def test_i521_a_hundred_without_budget_execution_is_accepted() -> None:
    data = weighted(60, 30, 10)
    says = (
        "产出指标各指标分值合计 60，按财政部通用口径应为 50。",
        "The weights of Output add up to 60",
    )
    finds(
        "I521",
        data,
        at=WEIGHT,
        beside=[],
        severity="warning",
        stated=60,
        expected=(50, 50),
        difference=10,
        says=says,
    )


def test_i521_with_budget_execution_in_the_table_the_weights_make_a_hundred() -> None:
    row = indicator("预算执行率", "100%", "97%", weight=10, score=9.7)
    agrees(table(*weighted(50, 30, 10)["indicators"], row), "I521", looked=1)
    finds(
        "I521",
        table(*weighted(50, 30, 10)["indicators"], row | {"weight": 5}),
        at="indicators.4.weight",
        stated=95,
        expected=(100, 100),
        difference=-5,
    )


def test_i521_a_row_of_budget_execution_with_a_target_under_output_is_of_output() -> None:
    rows = weighted(40, 30, 10)["indicators"]
    row = indicator("支出预算执行率", "95%-105%", "99.3%", weight=10, score=10)
    agrees(table(rows[0], row, *rows[1:]), "I521", looked=1)


def test_i521_why_a_target_was_missed_says_nothing_of_weights() -> None:
    rows = weighted(45, 35, 10)["indicators"]
    for reason, answers in (("因场地调整少办一场", False), ("按本县评价办法分配分值", True)):
        data = table(rows[0] | {"reason": reason}, *rows[1:])
        said = [one for one in checked(data).findings if one.rule == "I521"]
        explained = {one.cells[0].key: one.explained for one in said}
        assert explained == {WEIGHT: answers, "indicators.2.weight": False}


def test_i521_a_level_that_is_off_is_a_warning() -> None:
    says = "产出指标各指标分值合计 45，按财政部通用口径应为 50。"
    data = weighted(45, 35, 10)
    at = [WEIGHT, "indicators.2.weight"]
    finds("I521", data, at=at, severity="warning", stated=45, difference=-5, says=says)


def test_i521_rows_of_one_level_count_together() -> None:
    rows = weighted(20, 30, 10)["indicators"]
    agrees(table(rows[0], rows[0] | {"level3": "乙", "weight": 30}, *rows[1:]), "I521", looked=1)


def test_i521_a_row_without_a_weight_or_a_level_counts_in_no_level() -> None:
    rows = weighted(50, 30, 10)["indicators"]
    extra = indicator("丙", "≥1人", "1人")
    agrees(
        table(*rows, extra, {"level3": "丁", "level1": "其它", "level2": "其它"}), "I521", looked=1
    )


def test_i521_without_any_weight_it_says_what_scoring_needs() -> None:
    data = heads("≥100人", "120人")
    agrees(data, "I521", looked=0)
    (said,) = [entry for entry in checked(data).undecided if entry.rule == "I521"]
    assert said.cells[0].key == WEIGHT
    assert said.reason.zh == (
        "没有填分值，没有计分。要计分，需填写每个指标的分值，合计为 90（另有预算执行率 10 分）"
    )
    assert "90 in all (and 10 for budget execution)" in said.reason.en


def test_i521_without_indicators_there_is_nothing_to_add_up() -> None:
    assert [
        entry for entry in checked(account(income={"actual": 1})).undecided if entry.rule == "I521"
    ] == []


# ------------------------------ I522 a score within its weight
def scored(score: Any, weight: Any = 10) -> Any:
    return heads("≥100人", "110人", weight=weight, score=score)


@pytest.mark.parametrize("score", [0, 0.5, 9.99, 10])
def test_i522_a_score_from_nothing_to_the_weight(score: Any) -> None:
    agrees(scored(score), "I522", looked=1)


@pytest.mark.parametrize(("score", "off"), [(10.5, 0.5), (12, 2), (-1, -1), (-0.5, -0.5)])
def test_i522_more_than_the_weight_or_less_than_nothing(score: Any, off: Any) -> None:
    finding = finds(
        "I522",
        scored(score),
        at="indicators.1.score",
        beside=["indicators.1.weight"],
        stated=score,
        expected=(0, 10),
        difference=off,
    )
    assert finding.message.zh == f"第 1 项“享受待遇人数”得分 {score}，分值 10。".replace("-", "−")


def test_i522_without_score_or_weight_there_is_nothing_to_compare() -> None:
    agrees(scored(None), "I522", looked=0)
    agrees(scored(5, None), "I522", looked=0)


def test_i522_every_row_is_compared() -> None:
    rows = [(None, 10), (10, 10), (11, 10), (12, 10)]
    data = table(
        *(indicator(f"甲{n}", "5", "5", score=s, weight=w) for n, (s, w) in enumerate(rows))
    )
    finds("I522", data, at=["indicators.3.score", "indicators.4.score"])


# ------------------------------ I523 a score follows from what was reached
def worded(actual: Any, score: Any) -> Any:
    row = indicator("基金监管", "制度健全", actual, level2="质量指标", weight=50, score=score)
    return table(row)


@pytest.mark.parametrize(
    ("actual", "score"),
    [
        ("已完成", 40),
        ("已完成", 50),
        ("基本完成", 30),
        ("基本完成", 40),
        ("未完成", 0),
        ("未完成", 30),
    ],
)
def test_i523_a_wording_scores_within_its_band(actual: Any, score: Any) -> None:
    agrees(worded(actual, score), "I523", looked=1)


@pytest.mark.parametrize(
    ("actual", "score", "band", "off"),
    [
        ("已完成", 39, (40, 50), -6),
        ("基本完成", 50, (30, 40), 15),
        ("基本完成", 29, (30, 40), -6),
        ("未完成", 31, (0, 30), 16),
    ],
)
def test_i523_a_wording_scored_outside_its_band(
    actual: Any, score: Any, band: Any, off: Any
) -> None:
    says = f"应在 {band[0]}～{band[1]} 分之间，填的是 {score} 分"
    finds(
        "I523",
        worded(actual, score),
        at="indicators.1.score",
        severity="info" if score < band[0] else "error",
        expected=band,
        difference=off,
        says=says,
    )


def test_i523_a_wording_answered_with_a_figure_has_a_band_as_well() -> None:
    agrees(worded("完成100%", 45), "I523", looked=1)
    less = worded("完成100%", 39)
    finds("I523", less, at="indicators.1.score", severity="info", expected=(40, 50))
    finds("I523", worded("完成80%", 45), at="indicators.1.score", expected=(40, 40))
    agrees(worded("完成80%", 40), "I523", looked=1)


@pytest.mark.parametrize(
    ("target", "actual"), [("不发生", "发生1起"), ("无越级上访", "发生越级上访2起"), ("0起", "1起")]
)
def test_i523_none_at_all_is_all_or_nothing_in_words_too(target: str, actual: str) -> None:
    row = indicator("越级上访", target, actual, level2="社会效益指标", weight=15)
    for score in (9, 15):
        finds("I523", table(row | {"score": score}), at="indicators.1.score", expected=(0, 0))
    agrees(table(row | {"score": 0}), "I523", looked=1)


@pytest.mark.parametrize(
    ("target", "actual", "kept"),
    [
        ("次年3月10日前", "次年6月18日", False),
        ("12月底前", "次年1月5日", False),
        ("≥5000张", "不足5000张", False),
        ("次年3月10日前", "次年3月8日", True),
        (">30个", "30个", True),
    ],
)
def test_i523_all_points_of_a_missed_deadline(target: str, actual: str, kept: bool) -> None:
    row = indicator("年报报送", target, actual, level2="时效指标", weight=10)
    full = table(row | {"score": 10})
    if kept:
        agrees(full, "I523")
        return
    says = ("没有达到，却填了满分 10 分", "all its 10 points were given")
    finds("I523", full, at="indicators.1.score", severity="error", says=says)
    agrees(table(row | {"score": 6}), "I523", looked=0)


@pytest.mark.parametrize(
    ("actual", "low", "high"), [("满意", 6, 8), ("较满意", 6, 8), ("一般", 0, 6), ("不满意", 0, 6)]
)
def test_i523_a_grade_below_has_the_band_below(actual: str, low: int, high: int) -> None:
    row = indicator("群众满意情况", "非常满意", actual, level2="满意度指标", weight=10, score=10)
    finds("I523", table(row), at="indicators.1.score", severity="error", expected=(low, high))
    agrees(table(row | {"score": high}), "I523", looked=1)


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥90%", "95%", 10),
        ("≥90%", "81%", 9),
        ("≥90%", "81%", 9.01),
        ("≥9203人", "9175人", 9.97),
        ("≤5%", "6%", 8),
        ("≤5%", "12%", 0),
        ("0", "0", 10),
        ("0", "1", 0),
        ("12月底前", "12月20日", 10),
    ],
)
def test_i523_a_quantity_scores_by_what_was_reached(target: Any, actual: Any, score: Any) -> None:
    agrees(table(indicator("违规率", target, actual, weight=10, score=score)), "I523", looked=1)


def test_i523_full_points_of_a_missed_target_are_pointed_out_where_they_may_be_rounded() -> None:
    held = table(indicator("宣传场次", "≥24场", "22场", weight=6, score=6))
    says = ("得分却与分值一样；得分按规定取整的，不用改", "where scores are rounded")
    finds("I523", held, at="indicators.1.score", severity="info", expected=(5.5, 5.5), says=says)
    far = table(indicator("宣传场次", "≥24场", "20场", weight=6, score=6))
    finds("I523", far, at="indicators.1.score", severity="error", expected=(5, 5))


@pytest.mark.parametrize(
    ("target", "actual", "score", "should"),
    [
        ("≥90%", "95%", 9, 10),
        ("≥90%", "81%", 10, 9),
        ("≥90%", "81%", 9.1, 9),
        ("≤5%", "6%", 10, 8),
        ("0", "1", 5, 0),
    ],
)
def test_i523_a_quantity_scored_otherwise(
    target: Any, actual: Any, score: Any, should: Any
) -> None:
    beside = [f"indicators.1.{column}" for column in ("actual", "target", "weight")]
    finding = finds(
        "I523",
        table(indicator("违规率", target, actual, weight=10, score=score)),
        at="indicators.1.score",
        severity="info" if score < should else "error",
        beside=beside,
        stated=score,
        expected=(should, should),
        difference=score - should,
    )
    assert finding.message.zh == (
        f"第 1 项“违规率”指标值 {target}，实际 {actual}，分值 10，"
        f"按财政部通用口径应为 {should} 分，填的是 {score} 分。"
    )


def test_i523_a_score_that_was_rounded_is_right() -> None:
    data = table(indicator("人数", "≥9203人", "9175人", weight=10, score=10))
    agrees(data, "I523", looked=1)
    finds(
        "I523",
        table(indicator("人数", "≥90%", "84.5%", weight=10, score=10)),
        at="indicators.1.score",
    )


@pytest.mark.parametrize(
    "row",
    [
        {"weight": 10},
        {"score": 10},
        {"weight": 10, "score": 12},
        {"weight": 10, "score": -1},
        {"weight": 10, "score": 5, "actual": "—"},
        {"weight": 10, "score": 5, "target": "12月底前", "actual": "2021年1月5日"},
        {"weight": 10, "score": 5, "actual": "80%以上"},
    ],
)
def test_i523_what_the_rubric_says_nothing_about(row: Any) -> None:
    agrees(table(indicator("率", "≥90%", "81%") | row), "I523", looked=0)


def test_i523_every_row_is_scored() -> None:
    rows = [{"weight": 10}, {"score": 9}, {"score": 10}, {"score": 8}]
    data = table(
        *(indicator(f"率{n}", "≥90%", "81%") | {"weight": 10} | row for n, row in enumerate(rows))
    )
    finds("I523", data, at=["indicators.3.score", "indicators.4.score"], severity="error")


# ------------------------------ I524 total and grade
SCORE = "indicators.1.score"


def spending(**figures: Any) -> Any:
    return account("total", expenditure=figures)


def test_i524_the_scores_and_their_grade() -> None:
    says = (
        "按填报的得分，各指标合计 89 分，共 89 分，等级为“良”（财政部通用口径）。",
        "89 in all, grade 良",
    )
    finds(
        "I524",
        example(),
        at=SCORE,
        beside=[],
        severity="info",
        says=says,
        stated=None,
        expected=None,
    )


@pytest.mark.parametrize(
    ("score", "grade"),
    [(50, "优"), (49.5, "良"), (40, "良"), (39, "中"), (20, "中"), (19.9, "差"), (0, "差")],
)
def test_i524_grades_begin_at_90_80_and_60(score: Any, grade: Any) -> None:
    rows = weighted(50, 30, 10)["indicators"]
    rows[0] |= {"score": score}
    finds("I524", table(*rows), at=SCORE, says=f"等级为“{grade}”")


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"budget": 1000, "actual": 970}, "，预算执行率 97% 得 9.7 分，共 99.7 分"),
        ({"budget": 1000, "actual": 1200}, "，预算执行率 120% 得 10 分，共 100 分"),
        ({"completion_rate": "95%"}, "，预算执行率 95% 得 9.5 分，共 99.5 分"),
        (
            {"budget": 0, "actual": 970, "completion_rate": "95%"},
            "，预算执行率 95% 得 9.5 分，共 99.5 分",
        ),
        ({"budget": 1000}, "合计 90 分，共 90 分"),
    ],
)
def test_i524_budget_execution_has_its_points(figures: Any, says: Any) -> None:
    finds("I524", weighted(50, 30, 10) | spending(**figures), at=SCORE, says=says)


def test_i524_budget_execution_is_not_counted_twice() -> None:
    executed = spending(budget=1000, actual=970)
    row = indicator("预算执行率", "100%", "97%", weight=10, score=9.7)
    data = table(*weighted(50, 30, 10)["indicators"], row) | executed
    finds("I524", data, at=SCORE, says="合计 99.7 分，共 99.7 分")
    finds("I524", weighted(60, 30, 10) | executed, at=SCORE, says="合计 100 分，共 100 分")


def test_i524_only_where_every_weighted_indicator_has_a_score() -> None:
    rows = weighted(50, 30, 10)["indicators"]
    agrees(table(*rows[:2], rows[2] | {"score": None}), "I524", looked=0)
    agrees(table(indicator("人数", "≥1人", "1人")), "I524", looked=0)
    agrees(table(indicator("人数", "≥1人", "1人", score=5)), "I524", looked=0)
    finds("I524", table(*rows, indicator("人数", "≥1人", "1人")), at=SCORE)


# ------------------------------ I525 low execution
ACTUAL, BUDGET = "accounts.total.expenditure.actual", "accounts.total.expenditure.budget"


@pytest.mark.parametrize(
    "figures",
    [
        {"budget": 1000, "actual": 970},
        {"budget": 1000, "actual": 500},
        {"budget": 1000, "actual": 430, "note": "机构改革"},
        {"completion_rate": "50%"},
    ],
)
def test_i525_half_of_the_budget_or_a_reason(figures: Any) -> None:
    agrees(spending(**figures), "I525", looked=1)


def test_i525_less_than_half_without_a_reason() -> None:
    says = ("支出预算执行率 43%，低于 50%，没有说明原因。", "Budget execution is 43%, below 50%")
    data = spending(budget=1000, actual=430)
    finds(
        "I525",
        data,
        at=ACTUAL,
        beside=[BUDGET],
        stated=0.43,
        expected=(0.5, None),
        difference=-0.07,
        says=says,
    )
    finds("I525", spending(completion_rate="43%"), at=ACTUAL, stated=0.43)


def test_i525_without_budget_and_rate_there_is_nothing_to_compare() -> None:
    agrees(spending(actual=430), "I525", looked=0)
    agrees(account("work_injury", expenditure={"budget": 1000, "actual": 430}), "I525", looked=0)


# ------------------------------ I526 printed totals
def with_total(*rows: Any, **totals: Any) -> Any:
    """The printed score table below with other totals, or with more rows in front of them."""
    *scored, total, note = PRINTED["indicators"]
    return table(*scored, *rows, total | totals, note)


@pytest.mark.parametrize(
    "totals",
    [
        {},
        {"level3": "", "level1": "总分"},
        {"score": None},
        {"weight": None},
        {"score": "100分"},
        {"level3": "自评得分"},
    ],
)
def test_i526_a_total_of_the_rows(totals: Any) -> None:
    agrees(with_total(**totals), "I526")


@pytest.mark.parametrize(
    ("totals", "at", "off"),
    [
        ({"score": 99}, "score", -1),
        ({"score": 110}, "score", 10),
        ({"weight": 90}, "weight", -10),
        ({"level3": "", "level1": "总得分", "score": 96.5}, "score", -3.5),
    ],
)
def test_i526_another_total_than_the_rows_make(totals: Any, at: str, off: float) -> None:
    says = "上面各指标的"
    finds("I526", with_total(**totals), at=f"indicators.5.{at}", difference=off, says=says)


def test_i526_a_subtotal_is_that_of_its_level_or_of_the_rows_since_the_last() -> None:
    first, output, effect, satisfied, *_ = PRINTED["indicators"]
    for points, right in ((50, True), (60, True), (40, False)):
        subtotal = {"level1": "小计", "weight": points, "score": points}
        rows = table(first, output, subtotal, effect, satisfied)
        if right:
            agrees(rows, "I526", looked=2)
        else:
            finds("I526", rows, at=["indicators.3.weight", "indicators.3.score"])


def test_i526_the_total_may_have_the_points_of_budget_execution() -> None:
    _, *rows, total, _ = PRINTED["indicators"]
    agrees(table(*rows, total), "I526", looked=2)
    finds("I526", table(*rows, total | {"score": 101}), at="indicators.4.score")


def test_i526_a_total_whose_weight_is_that_of_the_rows_has_no_more_points_than_they() -> None:
    _, *rows, total, _ = PRINTED["indicators"]
    for score, right in ((90, True), (92, False), (99.5, False)):
        data = table(*rows, total | {"weight": 90, "score": score})
        if right:
            agrees(data, "I526", looked=2)
        else:
            finds("I526", data, at="indicators.4.score", expected=(90, 90))


def test_i526_a_subtotal_with_the_weight_of_all_rows_is_that_of_all() -> None:
    _, *rows, _, _ = PRINTED["indicators"]
    subtotal = {"level1": "小计", "weight": 90, "score": 90}
    agrees(table(*rows, subtotal), "I526", looked=2)
    data = table(*rows, subtotal | {"score": 95})
    finds("I526", data, at="indicators.4.score", expected=(90, 90))


def test_i526_where_a_row_has_no_score_nothing_is_added_up() -> None:
    more = indicator("培训场次", "≥3场", "3场", weight=5, score=None)
    agrees(with_total(more, weight=105, score=88), "I526", looked=1)


# ------------------------------ budget execution as a row of its own
def executed(actual: str, score: object = 10, rate: str = "97%", **row: Any) -> Any:
    spent = {"budget": 1000, "actual": 970, "completion_rate": rate}
    funds = {fund: {"expenditure": spent} for fund in ("work_injury", "total")}
    cells = {"level3": "预算执行率", "actual": actual, "weight": 10, "score": score}
    return {"accounts": funds, **table(cells | row)}


@pytest.mark.parametrize("actual", ["97%", "97.0%", "97", 0.97, "", "—", "未完成"])
def test_i511_budget_execution_is_that_of_the_total(actual: Any) -> None:
    agrees(executed(actual), "I511")


@pytest.mark.parametrize(
    "row", [{}, {"level3": "", "level1": "预算执行率（10分）"}, {"target": "≥95%"}]
)
def test_i511_another_budget_execution_than_that_of_the_total(row: Any) -> None:
    says = ["“预算执行率", "的实际完成值是 99.5%", "是 97%"]
    finds("I511", executed("99.5%", **row), at=FIRST, says=says, severity="warning")


@pytest.mark.parametrize(
    ("actual", "score"),
    [("97%", 9.7), ("97%", 10), ("97.4%", 9.74), ("103%", 10), ("62%", 6.2), ("62%", 6), ("", 10)],
)
def test_i523_budget_execution_has_its_share_of_the_points(actual: str, score: float) -> None:
    agrees(executed(actual, score), "I523")


@pytest.mark.parametrize(("actual", "score", "should"), [("62%", 10, 6.2), ("84%", 9.9, 8.4)])
def test_i523_budget_execution_with_more_points(actual: str, score: float, should: float) -> None:
    expected = should, should
    says = f"实际 {actual}，分值 10"
    at = "indicators.1.score"
    finds("I523", executed(actual, score), at=at, expected=expected, severity="warning", says=says)


# ------------------------------ 无 as a target, targets of nothing, costs held to the budget
@pytest.mark.parametrize("name", ["违规违纪情况", "重大负面舆情", "系统故障", "待遇漏发"])
def test_none_is_a_target_of_what_must_not_happen(name: str) -> None:
    quality = {"level2": "质量指标"}
    agrees(table(indicator(name, "无", "无", **quality)), "I513", looked=2)
    agrees(table(indicator(name, "无", "未发生", **quality)), "I501", looked=1)
    finds("I501", table(indicator(name, "无", "2起", **quality)), at=FIRST)
    finds("I513", table(indicator(name, "无", "", **quality)), at=FIRST)


@pytest.mark.parametrize(
    ("name", "target"),
    [("参保人数", "无"), ("违规情况", "—"), ("投诉办结率", "无"), ("无违规", "/")],
)
def test_i513_none_is_no_target_of_anything_else(name: str, target: str) -> None:
    finds("I513", table(indicator(name, target, "3")), at=TARGET)


@pytest.mark.parametrize(
    ("name", "target", "actual", "status"),
    [
        ("违规使用基金情况", "无", "1起", "unmet"),
        ("违规使用基金情况", "无", "发生1起，已追回", "unmet"),
        ("违规使用基金情况", "无", "0起", "reached"),
        ("违规使用基金情况", "无", "0次", "reached"),
        ("违规使用基金情况", "无", "无违规情况", "reached"),
        ("违规使用基金情况", "没有", "无", "reached"),
        ("违规使用基金情况", "无", "100%", "undecided"),
        ("违规使用基金情况", "无", "有", "undecided"),
        ("基金被挪用、侵占案件", "无", "1起", "unmet"),
        ("基金被侵占案件数", "无", "未发生", "reached"),
        ("群体性上访事件", "无", "0次", "reached"),
        ("违规使用基金情况", "不发生", "1起", "unmet"),
        ("违规使用基金情况", "杜绝", "0起", "reached"),
        ("违规使用基金情况", "零发生", "未发生", "reached"),
        ("参保人数", "无", "9175人", "undecided"),
        ("投诉办结率", "无", "98%", "undecided"),
        ("违规使用基金情况", "—", "1起", "undecided"),
    ],
)
def test_what_must_not_happen(name: str, target: str, actual: str, status: str) -> None:
    (row,) = checked(table(indicator(name, target, actual, level2="社会效益指标"))).indicators
    assert row.status == status


@pytest.mark.parametrize("name", ["成本节约率", "基金收益率", "当年结余率"])
def test_i503_what_may_be_below_nothing_can_miss_a_target_of_nothing(name: str) -> None:
    agrees(table(indicator(name, "≥0", "1%")), "I503", looked=1)
    finds("I503", table(indicator(name, "≥95%或≤105%", "1%")), at=TARGET)


@pytest.mark.parametrize("target", ["不超预算", "控制在预算内", "不突破预算"])
def test_i504_a_cost_may_be_held_to_the_budget(target: str) -> None:
    agrees(table(indicator("业务经费", target, "未超预算", level2="成本指标")), "I504", looked=1)
    finds("I504", table(indicator("培训", target, "3场")), at=TARGET)


# ------------------------------ printed score tables, words for figures, words for reasons
PRINTED = table(
    {"level1": "预算执行率(10分)", "actual": "97%", "weight": 10, "score": 10},
    {
        **indicator("享受待遇人数", "≥100人", "110人", weight=50, score=50),
        "level1": "产出指标(50分)",
    },
    {
        **indicator("政策知晓率", "≥90%", "95%", weight=30, score=30),
        "level1": "二、效益指标（30分）",
        "level2": "社会效益",
    },
    {
        **indicator("群众满意度", "≥90%", "95%", weight=10, score=10),
        "level1": "满意度",
        "level2": "满意度指标（10分）",
    },
    {"level3": "合计", "weight": 100, "score": 100},
    {"level1": "注：得分按评分标准计算。"},
)


@pytest.mark.parametrize("rule", ["I501", "I502", "I509", "I510", "I513", "I521", "I522", "I523"])
def test_a_printed_score_table_is_right(rule: str) -> None:
    agrees(PRINTED, rule)


@pytest.mark.parametrize("name", ["合计", "总分", "总计", "小计", "合 计"])
@pytest.mark.parametrize("column", ["level1", "level2", "level3"])
def test_a_total_is_no_indicator(name: str, column: str) -> None:
    rows = [indicator("人数", "≥3人", "3人", weight=90), {column: name, "weight": 90}]
    agrees(table(*rows), "I513", looked=2)


def test_a_total_that_names_its_level_is_no_indicator_but_one_with_a_target_is() -> None:
    agrees(table({"level1": "产出指标小计", "weight": 50}), "I513", looked=0)
    agrees(table(indicator("参保人数合计", "≥3人", "3人")), "I513", looked=2)


@pytest.mark.parametrize(
    ("level1", "level2"),
    [
        ("产出指标(50分)", "数量"),
        ("产出", "时效指标"),
        ("一、产出指标", "成本指标（10分）"),
        ("（二）效益指标 30分", "社会效益"),
        ("满意度（10）", "服务对象满意度"),
        ("项目效益指标", "可持续影响"),
    ],
)
def test_i510_levels_as_printed(level1: str, level2: str) -> None:
    agrees(heads("≥1人", "1人", level1=level1, level2=level2), "I510", looked=2)


@pytest.mark.parametrize("level", ["产出指标五十", "其他(50分)", "指标", "50分"])
def test_i510_what_is_left_must_still_be_a_level(level: str) -> None:
    finds("I510", heads("≥1人", "1人", level1=level), at="indicators.1.level1")


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥99%", "已完成"),
        ("≥90%", "基本满意"),
        ("≥4万人", "已完成"),
        ("≥99%", "完成。"),
        ("30日内", "按时完成"),
    ],
)
def test_i506_a_number_answered_in_words(target: str, actual: str) -> None:
    says = f"的指标值“{target}”是数，实际完成值“{actual}”没有数。"
    finds("I506", heads(target, actual), at=FIRST, beside=[TARGET], severity="warning", says=says)


@pytest.mark.parametrize(
    ("target", "actual"), [("≤3起", "未发生"), ("0起", "无"), ("≥6个月", "半年"), ("达标", "完成")]
)
def test_i506_words_that_are_an_answer(target: str, actual: str) -> None:
    agrees(heads(target, actual), "I506", looked=1)


@pytest.mark.parametrize(("target", "actual"), [("0起", "无"), ("≤3起", "没有"), ("≤1%", "无")])
def test_i513_none_fills_in_what_was_reached(target: str, actual: str) -> None:
    agrees(heads(target, actual), "I513", looked=2)
    finds("I513", heads("≥3人", "无"), at=FIRST)


def test_i513_none_of_what_was_to_be_done_is_none_at_all() -> None:
    finds("I501", heads("≥3次", "无"), at=FIRST, beside=[TARGET], stated=0, says=("差 3 次", "3"))
    agrees(heads("≥3次", "无"), "I513", looked=2)
    finds("I513", heads("≥3次", "—"), at=FIRST)


@pytest.mark.parametrize(
    "reason",
    [
        "因宣传力度不够，未达到目标值。",
        "人员流动大，没有完成年度目标",
        "参保意愿不强，未达标",
        "受疫情影响，低于目标值",
        "未能实现预期目标，下一步加强宣传",
    ],
)
def test_i502_a_reason_for_a_miss_beside_a_target_that_was_reached(reason: str) -> None:
    at, says = "indicators.1.reason", "达到了指标值，偏差原因却写"
    finds("I502", heads("≥9203人", "9300人", reason=reason), at=at, severity="warning", says=says)
    agrees(heads("≥9203人", "9175人", reason=reason), "I502")


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "无",
        "已完成",
        "部分乡镇未完成目标任务，其他乡镇超额",
        "上半年未达到目标，已加强宣传",
        "前期未达标，年末已完成",
        "指标值设定偏低，下年调整",
        "无偏差",
    ],
)
def test_i502_other_words_beside_a_target_that_was_reached(reason: str) -> None:
    agrees(heads("≥9203人", "9300人", reason=reason), "I502")


@pytest.mark.parametrize(
    "reason",
    (
        "已完成 完成 已说明 无 无。 无偏差 未完成。 已达标 正常 — 待补充 TBD XX 0 见附件 确认无误 "
        "偏差原因分析及改进措施 未完成原因：无 原因分析、改进措施 由于 因 "
        "√ ✓ 数据正确 已核对 经核实数据无误 经核对，数据无误。 情况属实 同上"
    ).split(),
)
def test_i502_what_is_no_reason(reason: str) -> None:
    finds("I502", heads("≥9203人", "9175人", reason=reason), at="indicators.1.reason")


@pytest.mark.parametrize(
    "reason",
    [
        "年内死亡28人",
        "疫情影响，未完成",
        "参保人员减少",
        "已完成补发，年底去世28人",
        "经核实，年底去世28人",
        "数据口径与上年不一致",
        "材料待补充，资格未认定",
        "28人去世，名单见附件",
    ],
)
def test_i502_what_is_a_reason(reason: str) -> None:
    agrees(heads("≥9203人", "9175人", reason=reason), "I502", looked=1)


def test_i514_a_range_written_backwards_is_told_and_judged_as_meant() -> None:
    backwards = heads("105%-95%", "98%")
    finds("I514", backwards, at=TARGET, severity="info", says="按 95～105% 理解")
    agrees(backwards, "I501", looked=1)
    finds("I501", heads("105%-95%", "94%"), at=FIRST)
    agrees(heads("95%-105%", "98%"), "I514")
    agrees(heads("5%-5%", "5%"), "I514")


def test_i523_given_less_than_deserved_is_the_units_right() -> None:
    row = indicator("发放率", "≥90%", "95%", weight=10, score=8)
    finds("I523", table(row), at="indicators.1.score", severity="info")
    agrees(table(row | {"score": 10}), "I523", looked=1)
    missed = row | {"actual": "81%", "score": 9.5, "reason": "人手不足"}
    finds("I523", table(missed), at="indicators.1.score", severity="error")


# ------------------------------ I515 a rate within the whole, a count not below zero
@pytest.mark.parametrize(
    ("name", "target", "actual", "below"),
    [
        ("有责投诉次数", "≤3次", "-1次", True),
        ("参保人数", "≥100人", "-120人", True),
        ("有责投诉次数", "≤3次", "0次", False),
        ("净增参保人数", "≥100人", "-120人", False),
        ("参保人数增减", "≥100人", "-120人", False),
        ("参保人数变动", "≥-50人", "-20人", False),
        ("经费结余", "≥0万元", "-3万元", False),
    ],
)
def test_i515_nothing_that_is_counted_is_below_zero(
    name: str, target: str, actual: str, below: bool
) -> None:
    if below:
        finds("I515", rate(name, target, actual), at=FIRST, beside=[TARGET], severity="warning")
    else:
        agrees(rate(name, target, actual), "I515", looked=0)


def rate(name: str, target: str, actual: str) -> Any:
    return table(indicator(name, target, actual, level2="质量指标"))


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [("待遇发放准确率", "≥99%", "999%"), ("按时发放率", "100%", "102%"), ("满意度", "≥90", "101%")],
)
def test_i515_a_part_of_all_is_never_more_than_all(name: str, target: str, actual: str) -> None:
    finds("I515", rate(name, target, actual), at=FIRST, beside=[TARGET], severity="warning")


@pytest.mark.parametrize(
    ("name", "target", "actual", "meant"),
    [
        ("失业保险费征缴率", "≥95%", "1035%", "103.5%"),
        ("城乡居民参保率", "≥95%", "989%", "98.9%"),
        ("资金到位率", "100%", "210%", ""),
    ],
)
def test_i515_no_rate_is_several_times_its_whole(
    name: str, target: str, actual: str, meant: str
) -> None:
    data = rate(name, target, actual)
    found = finds("I515", data, at=FIRST, beside=[TARGET], severity="warning")
    assert ("像是漏了小数点" in found.todo.zh, meant in found.todo.zh) == (bool(meant), True)


@pytest.mark.parametrize(
    ("name", "target", "actual", "looked"),
    [
        ("待遇发放准确率", "≥99%", "100%", 1),
        ("待遇发放准确率", "≥99%", "0.999", 0),
        ("参保率", "≥95%", "100.4%", 0),
        ("保费征缴完成率", "≥100%", "112%", 0),
        ("资金到位率", "100%", "104%", 0),
        ("失业保险费征缴率", "≥95%", "103.5%", 0),
        ("清欠任务完成率", "100%", "187%", 0),
        ("保费收入增长率", "≥60%", "240%", 0),
        ("基金备付率", "≥100%", "520%", 0),
        ("网办量比上年提高", "≥5%", "208%", 0),
        ("参保人数", "≥100人", "102人", 0),
    ],
)
def test_i515_other_rates_may_be_more(name: str, target: str, actual: str, looked: int) -> None:
    agrees(rate(name, target, actual), "I515", looked=looked)
