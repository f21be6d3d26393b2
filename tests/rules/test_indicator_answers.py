"""What was reached, as it is really typed: several figures, slips, and words that leave it open."""

import pytest
from support import agrees, finds, indicator, table

ACTUAL, TARGET = "indicators.1.actual", "indicators.1.target"


def row(name: str, target: str, actual: str, **more: str) -> dict[str, object]:
    return table(indicator(name, target, actual, **more))


# ------------------------------ which figure answers
@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("新增参保人数", "≥200人", "累计9000人，其中新增190人"),
        ("新增参保人数", "≥200人", "新增190人，累计9000人"),
        ("扩面人数", "≥500人", "本年扩面480人，累计参保2.1万人"),
        ("本年追回金额", "≥20万元", "累计追回310万元，其中本年18万元"),
    ],
)
def test_the_new_ones_are_held_to_a_target_of_new_ones(name: str, target: str, actual: str) -> None:
    finds("I501", row(name, target, actual), at=ACTUAL, severity="error")


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("新增参保人数", "≥200人", "累计9000人，其中新增210人"),
        ("参保人数", "≥9000人", "累计9010人，其中新增190人"),
        ("本年追回金额", "≥20万元", "累计追回310万元，其中本年21万元"),
    ],
)
def test_enough_of_what_is_asked_for_is_enough(name: str, target: str, actual: str) -> None:
    agrees(row(name, target, actual), "I501", looked=1)
    agrees(row(name, target, actual), "I506", looked=1)


# ------------------------------ nobody knows which number is meant
@pytest.mark.parametrize(
    ("actual", "says"),
    [
        ("95。2%", "“95。2%”写得不对，看不出是多少"),
        ("95..2%", "“95..2%”写得不对"),
        ("9O5.2%", "写得不对"),
        ("95%%", "“95%%”写得不对"),
        ("90%+5%", "“90%+5”是算式，请填算出来的数"),
        ("#DIV/0!", "“#DIV/0!”是公式出错的结果，不是填的数"),
        ("上半年88%，下半年93%", "里面有好几个数，看不出哪个是要比的"),
        ("不满意率3%", "写的是另一个比率"),
        ("100%（18人未评价）", "看不出这个数是什么的数"),
    ],
)
def test_a_result_that_cannot_be_read_is_asked_for(actual: str, says: str) -> None:
    data = row("群众满意度", "≥90%", actual)
    finds("I506", data, at=ACTUAL, beside=[TARGET], severity="warning", says=says)
    agrees(data, "I501", looked=0)


@pytest.mark.parametrize("actual", ["95.2%", "95.2%。", "19/20", "200份问卷中190份满意", "９５％"])
def test_a_result_that_can_be_read_is_not_asked_for(actual: str) -> None:
    agrees(row("群众满意度", "≥90%", actual), "I506", looked=1)
    agrees(row("群众满意度", "≥90%", actual), "I501", looked=1)


def test_a_remark_beside_a_count_is_only_pointed_out() -> None:
    finds("I506", row("稽核户数", "≥60户", "63户，3户未整改"), at=ACTUAL, severity="info")


@pytest.mark.parametrize(
    ("target", "actual"),
    [("满意", "比较满意"), ("满意", "较满意"), ("比上年提高", "98%")],
)
def test_words_that_leave_it_open_are_asked_for(target: str, actual: str) -> None:
    data = row("群众满意情况", target, actual)
    finds("I506", data, at=ACTUAL, severity="warning")
    agrees(data, "I501", looked=0)


@pytest.mark.parametrize(("actual", "unmet"), [("非常满意", False), ("一般", True)])
def test_another_grade_is_decided(actual: str, unmet: bool) -> None:
    data = row("群众满意情况", "满意", actual)
    agrees(data, "I506", looked=1)
    if unmet:
        finds("I501", data, at=ACTUAL)
    else:
        agrees(data, "I501", looked=1)


# ------------------------------ a target that cannot be read
@pytest.mark.parametrize("target", ["95。5%", "≥12次，≥12人", "12次，12月底前"])
def test_a_target_that_cannot_be_read_is_told(target: str) -> None:
    data = row("发放情况", target, "96%")
    finds("I504", data, at=TARGET, severity="warning", says=f"指标值“{target.replace('，', ',')}”")


@pytest.mark.parametrize(
    "target", ["95%（含）-105%", "95%（含）至105%（不含）", "95.5%", "[95%,105%)"]
)
def test_a_range_says_which_ends_are_in_it(target: str) -> None:
    agrees(row("预算完成率", target, "96%"), "I504", looked=1)
    agrees(row("预算完成率", target, "96%"), "I501", looked=1)


# ------------------------------ what the end of a name says
@pytest.mark.parametrize(
    "name", ["欠费清缴率", "逾期办件清零率", "断保人员续保率", "违规扣款返还率", "差错率控制达标率"]
)
def test_more_of_a_remedy_is_better(name: str) -> None:
    finds("I501", row(name, "95%", "90%"), at=ACTUAL)
    agrees(row(name, "95%", "96%"), "I501", looked=1)


@pytest.mark.parametrize("name", ["违约率", "空挂率", "逾期办结率", "未办结率", "投诉处理差错率"])
def test_less_of_harm_is_better(name: str) -> None:
    finds("I501", row(name, "5%", "6%"), at=ACTUAL)
    agrees(row(name, "5%", "4%"), "I501", looked=1)


@pytest.mark.parametrize(
    ("level", "name", "target", "actual"),
    [
        ("时效指标", "待遇提前发放天数", "5天", "7天"),
        ("时效指标", "服务时长", "8小时", "7小时"),
        ("质量指标", "稽核发现违规户数", "3户", "4户"),
    ],
)
def test_what_can_be_meant_either_way_is_left_undecided(
    level: str, name: str, target: str, actual: str
) -> None:
    data = row(name, target, actual, level2=level)
    agrees(data, "I501", looked=0)
    agrees(data, "I506")
