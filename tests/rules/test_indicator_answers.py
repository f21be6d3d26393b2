"""What was reached, as it is really typed: several figures, slips, and words that leave it open."""

from typing import Any

import pytest
from support import agrees, checked, findings, finds, indicator, table

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
        ("新增参保人数", "≥500人", "560人，同比增加60人"),
        ("新增参保人数", "≥500人", "新增560人，同比减少60人"),
        ("本年追回金额", "≥20万元", "累计追回310万元，其中本年21万元"),
    ],
)
def test_enough_of_what_is_asked_for_is_enough(name: str, target: str, actual: str) -> None:
    agrees(row(name, target, actual), "I501", looked=1)
    agrees(row(name, target, actual), "I506", looked=1)


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("培训次数", "≥20次", "累计开展150次，其中本年18次"),
        ("新增参保人数", "≥200人", "参保人数9000人，比上年增加190人"),
    ],
)
def test_what_may_be_the_year_or_all_of_it_is_asked_for(
    name: str, target: str, actual: str
) -> None:
    agrees(row(name, target, actual), "I501", looked=0)
    finds("I506", row(name, target, actual), at=ACTUAL, says="看不出指标要的是哪一个")


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
    ("target", "actual"), [("满意", "比较满意"), ("满意", "较满意"), ("比上年提高", "98%")]
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
def test_what_can_be_meant_either_way_is_asked_for(
    level: str, name: str, target: str, actual: str
) -> None:
    data = row(name, target, actual, level2=level)
    agrees(data, "I501", looked=0)
    finding = finds(
        "I506", data, at=ACTUAL, beside=[TARGET], severity="warning", says="没写 ≥ 或 ≤"
    )
    assert finding.todo.zh == "在指标值前写上 ≥ 或 ≤，如 ≥100人、≤5个工作日。"


# ------------------------------ scores where the results belong
RESULTS = ("110人", "99.5%", "100%", "95%", "92%")


def scored(actuals: Any, scores: Any = (20, 15, 15, 30, 10)) -> Any:
    asked = [
        ("参保登记人数", "≥100人", "产出指标", "数量指标", 20),
        ("发放准确率", "≥99%", "产出指标", "质量指标", 15),
        ("按时发放率", "100%", "产出指标", "时效指标", 15),
        ("政策知晓率", "≥90%", "效益指标", "社会效益指标", 30),
        ("群众满意度", "≥90%", "满意度指标", "满意度指标", 10),
    ]
    rows = [
        indicator(name, target, actual, level1=level1, level2=level2, weight=weight, score=score)
        for (name, target, level1, level2, weight), actual, score in zip(asked, actuals, scores)
    ]
    return table(*rows)


@pytest.mark.parametrize(
    ("actuals", "scores", "rows"),
    [
        (("20", "15", "15", "30", "10"), (20, 15, 15, 30, 10), 5),
        (("20", "15", "15", "30", "10"), (None,) * 5, 5),
        (("18.5", "15", "14", "27", "10"), (18.5, 15, 14, 27, 10), 5),
        (("20分", "15分", "15分", "30分", "10分"), (20, 15, 15, 30, 10), 5),
        (("20", *RESULTS[1:]), (20, 15, 15, 30, 10), 1),
    ],
)
def test_scores_for_results_are_told_once(actuals: Any, scores: Any, rows: int) -> None:
    data = scored(actuals, scores)
    finding = finds("I516", data, at=ACTUAL, severity="error", says="写的是得分")
    assert [cell.key for cell in finding.cells] == [
        f"indicators.{row}.actual" for row in range(1, rows + 1)
    ]
    for rule in ("I501", "I502", "I506", "I507", "I513", "I523"):
        agrees(data, rule)


@pytest.mark.parametrize(
    ("actuals", "scores"),
    [
        (RESULTS, (20, 15, 15, 30, 10)),
        # bare figures of what was reached
        (("110", "99.5", "100", "95", "92"), (20, 15, 15, 30, 10)),
        # a result that happens to be the score, and is near its target
        (("110人", "99.5%", "100%", "95%", "92%"), (20, 15, 15, 30, 92)),
        # missed, and scored as it deserves
        (("40", *RESULTS[1:]), (8, 15, 15, 30, 10)),
    ],
)
def test_results_that_are_no_scores(actuals: Any, scores: Any) -> None:
    agrees(scored(actuals, scores), "I516")


def test_a_count_that_equals_its_score_may_be_true() -> None:
    row = indicator("培训场次", "≥12场", "10", weight=10, score=10)
    agrees(table(row), "I516")
    finds("I501", table(row), at=ACTUAL)


# ------------------------------ weights of budget execution and of 湖北
def weights(execution: float | None, output: float, effect: float, content: float) -> Any:
    more = {"level1": "产出指标", "level2": "数量指标", "weight": output, "score": output}
    rows = [indicator("参保登记人数", "≥100人", "110人", **more)]
    more = {"level1": "效益指标", "level2": "社会效益指标", "weight": effect, "score": effect}
    rows += [indicator("政策知晓率", "≥90%", "95%", **more)]
    level = {"level1": "满意度指标", "level2": "服务对象满意度指标"}
    if content:
        rows += [indicator("群众满意度", "≥90%", "95%", **level, weight=content, score=content)]
    if execution is not None:
        row = {"level1": "", "level2": "", "weight": execution, "score": execution}
        rows += [indicator("预算执行率", "100%", "100%", **row)]
    return table(*rows)


@pytest.mark.parametrize(
    ("rubric", "of"),
    [
        ("ministry", (10, 50, 30, 10)),
        ("ministry", (None, 50, 30, 10)),
        ("hubei", (20, 40, 40, 0)),
        ("hubei", (20, 40, 30, 10)),
        ("hubei", (None, 40, 30, 10)),
        ("sichuan", (10, 45, 35, 10)),
    ],
)
def test_weights_as_the_rubric_gives_them(rubric: str, of: Any) -> None:
    agrees(weights(*of), "I521", rubric=rubric)


@pytest.mark.parametrize(
    ("rubric", "of", "says"),
    [
        (
            "hubei",
            (10, 40, 40, 10),
            {"预算执行率的分值是 10", "效益指标（含满意度指标）各指标分值合计 50"},
        ),
        ("hubei", (10, 50, 30, 10), {"预算执行率的分值是 10", "产出指标各指标分值合计 50"}),
        ("ministry", (20, 40, 30, 10), {"预算执行率的分值是 20", "产出指标各指标分值合计 40"}),
        ("sichuan", (20, 40, 30, 10), {"预算执行率的分值是 20"}),
    ],
)
def test_all_weights_that_differ_are_told(rubric: str, of: Any, says: set[str]) -> None:
    said = [one.message.zh for one in findings(weights(*of), "I521", rubric)]
    assert {one.partition("，")[0] for one in said} == says


# ------------------------------ signs and percents
@pytest.mark.parametrize("name", ["群众满意度", "投诉处理满意率", "待遇发放准确率"])
def test_a_sign_that_is_turned_round_is_told(name: str) -> None:
    finds("I503", row(name, "≤90%", "92%"), at=TARGET, severity="warning", says="却是上限")
    agrees(row(name, "≥90%", "92%"), "I503", looked=1)


@pytest.mark.parametrize(
    ("level", "name", "turned", "meant", "actual"),
    [
        ("质量指标", "重大违规使用基金事件", "≥1起", "≤1起", "0起"),
        ("质量指标", "待遇发放差错率", "不低于1%", "不高于1%", "0.2%"),
        ("社会效益指标", "信访投诉件数", "5件以上", "5件以下", "2件"),
        ("质量指标", "重复领取待遇人数", "≥3人", "≤3人", "0人"),
        ("时效指标", "群众平均等候时间", ">=15分钟", "<=15分钟", "9分钟"),
        ("成本指标", "人均经办成本", "≥12元/人", "≤12元/人", "11.3元/人"),
        ("成本指标", "公务接待费", "≥3万元", "≤3万元", "1.2万元"),
        ("服务对象满意度指标", "参保群众满意度", "≤90%", "≥90%", "96.1%"),
    ],
)
def test_a_target_that_is_missed_by_its_turned_sign_alone_is_one_cause(
    level: str, name: str, turned: str, meant: str, actual: str
) -> None:
    more: dict[str, Any] = {"level2": level, "weight": 10, "score": 10}
    found = [one for one in checked(row(name, turned, actual, **more)).findings if one.culprits]
    assert {"I501", "I502", "I503"} <= {one.rule for one in found}
    ((culprit, group),) = {(one.culprits[0], one.group) for one in found}
    assert (culprit.cell.key, culprit.suggest, group) == (TARGET, meant, 1)
    for rule in ("I501", "I503"):
        agrees(row(name, meant, actual, **more), rule)


@pytest.mark.parametrize(
    ("name", "target", "actual", "meant"),
    [
        ("政策知晓率", "≥850%", "93.4%", "≥85%"),
        ("待遇发放准确率", "9000%", "99.7%", "90%"),
        ("参保群众满意度", "不低于900%", "96.1%", "不低于90%"),
        ("政策知晓率", "≥850%", "72%", None),
        ("政策知晓率", "≥115%", "93.4%", None),
    ],
)
def test_a_share_of_all_that_is_to_be_more_than_all(
    name: str, target: str, actual: str, meant: str | None
) -> None:
    data = row(name, target, actual)
    finds("I503", data, at=TARGET, severity="warning", says="超过 100%，这样的比率达不到")
    told = {culprit.suggest for one in checked(data).findings for culprit in one.culprits}
    assert told == ({meant} if meant else set())


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("待遇发放准确率", "100%"),
        ("扩面任务完成率", "≥105%"),
        ("基金增长率", "≥110%"),
        ("差错率", "≤0.5%"),
    ],
)
def test_a_rate_that_may_be_so_much(name: str, target: str) -> None:
    assert not [
        one for one in findings(row(name, target, "100%"), "I503") if "100%，这样" in one.message.zh
    ]


def test_what_is_bad_and_was_to_be_at_least_so_much_is_told_though_it_was_reached() -> None:
    finds("I503", row("信访投诉件数", "≥5件", "7件"), at=TARGET, says="越低越好")
    finds("I503", row("信访投诉件数", "≥5件", ""), at=TARGET, says="越低越好")


@pytest.mark.parametrize(
    ("level", "name", "target", "actual"),
    [
        ("社会效益指标", "信访投诉办结率", "≥98%", "96%"),
        ("质量指标", "违规资金追回率", "≥95%", "90%"),
        ("数量指标", "稽核发现违规户数", "≥30户", "21户"),
        ("数量指标", "信访接待人次", "≥200人次", "150人次"),
        ("数量指标", "清理重复参保人数", "≥300人", "280人"),
        ("成本指标", "公益岗位补贴标准", "≥1820元/人·月", "1750元/人·月"),
        ("成本指标", "成本节约率", "≥3%", "2.1%"),
        ("成本指标", "节约办公经费", "≥3万元", "2.1万元"),
        ("数量指标", "人均经办业务量", "≥300件", "280件"),
        ("数量指标", "提前办结天数", "≥5天", "3天"),
        ("质量指标", "差错率下降", "≥5%", "3%"),
    ],
)
def test_a_remedy_a_saving_and_a_standard_may_be_wanted_at_least(
    level: str, name: str, target: str, actual: str
) -> None:
    agrees(row(name, target, actual, level2=level), "I503", looked=1)


@pytest.mark.parametrize(
    ("name", "actual"), [("工伤事故发生率下降", "-6%"), ("人均成本降低额", "-30元")]
)
def test_a_negative_fall_is_asked_about(name: str, actual: str) -> None:
    target = "≥5%" if "%" in actual else "≥20元"
    assert not findings(row(name, target, actual), "I501")
    finds("I506", row(name, target, actual), at=ACTUAL, says="是下降了这么多")
    finds("I501", row(name, target, actual.replace("-6", "3").replace("-3", "1")), at=ACTUAL)
    agrees(row(name, target, actual.removeprefix("-")), "I501", looked=1)


@pytest.mark.parametrize("name", ["群众不满意率", "发放差错率", "投诉率", "预算执行率"])
def test_an_upper_limit_of_what_may_have_one(name: str) -> None:
    agrees(row(name, "≤5%", "4%"), "I503", looked=1)


@pytest.mark.parametrize(("target", "actual"), [("≥95%", "9800%"), ("95%-105%", "10120%")])
def test_a_rate_a_hundred_times_its_target_is_asked_for(target: str, actual: str) -> None:
    data = row("资格认证完成率", target, actual)
    says = "像是在百分数格式的格里填了"
    finds("I515", data, at=ACTUAL, beside=[TARGET], severity="warning", says=says)


@pytest.mark.parametrize("actual", ["98%", "130%", "1200%"])
def test_a_rate_may_exceed_its_target(actual: str) -> None:
    agrees(row("参保任务完成率", "≥95%", actual), "I515")


# ------------------------------ I517 a share beside the counts that make it
@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("待遇发放率", "≥99%", "应发9203人，实发9175人，发放率99.7%"),
        ("待遇发放率", "≥99%", "应发9203人，实发9175人，发放率99.6%"),
        ("待遇发放率", "≥99%", "应发9203人，实发9175人，发放率100%"),
        ("参保满意度", "≥90%", "发放200份，收回190份，满意180份，满意度94.7%"),
        ("参保满意度", "≥90%", "发放200份，收回190份，满意180份，满意度90%"),
        ("参保满意度", "≥90%", "95%（190/200）"),
        ("参保人数", "≥9203人", "9175人，完成目标的99.7%"),
        ("参保人数", "≥9203人", "9175人，完成市下达任务的102%"),
        ("参保人数", "≥1.2万人", "12345人，完成102.9%"),
        ("参保人数", "≥9203人", "9175人，增长2.1%"),
        ("征缴收入", "≥3359.62万元", "3420.1万元，完成预算的98%"),
        ("完成检查项数", "≥90项", "完成95/100项，完成率105.6%"),
        ("完成检查项数", "≥90项", "完成95/100项，满意率98%"),
        ("投诉办结率", "≥90%", "受理47件，办结44件，按时办结率100%"),
        ("审核准确率", "≥90%", "抽查100件，差错1件，差错率1%"),
        ("不合格率", "≤5%", "抽查200件，合格190件，不合格率5%"),
        ("稽核户数", "≥50户", "稽核52户，占参保单位的5%"),
        ("培训人次", "≥200人次", "215人次，满意率98%"),
        ("培训场次", "20场", "18场（95%）"),
    ],
)
def test_a_share_that_the_counts_make_or_of_something_else(
    name: str, target: str, actual: str
) -> None:
    agrees(row(name, target, actual), "I517")


@pytest.mark.parametrize(
    ("name", "target", "actual", "made"),
    [
        ("待遇发放率", "≥98%", "应发9203人，实发9175人，发放率98.7%", "99.7%"),
        ("待遇发放率", "100%", "应发9203人，实发9175人，发放率100%", "99.7%"),
        ("参保满意度", "≥90%", "发放200份，收回190份，满意180份，满意度97%", "94.74%"),
        ("参保满意度", "≥90%", "98%（190/200）", "95%"),
        ("参保满意度", "≥90%", "200份问卷中190份满意，满意率96%", "95%"),
        ("参保人数", "≥9203人", "9300人，完成目标的111.8%", "101.05%"),
        ("参保人数", "≥1.2万人", "1.23万人，完成105%", "102.5%"),
        ("检查次数", "≥4次", "5次，完成率150%", "125%"),
        ("完成检查项数", "≥90项", "完成95/100项，完成率98%", "95%"),
        ("基金追回率", "≥80%", "应追回86.4万元，已追回71万元，追回率92.2%", "82.18%"),
        ("资格认证率", "≥98%", "98.9%（应认证24310人，已认证23970人）", "98.6%"),
        ("问题整改率", "100%", "发现问题9个，整改8个，整改率100%", "88.89%"),
        ("审核准确率", "≥90%", "抽查100件，差错3件，准确率99%", "97%"),
    ],
)
def test_a_share_that_its_counts_do_not_make(
    name: str, target: str, actual: str, made: str
) -> None:
    says = f"按其中的数算是 {made}"
    finds("I517", row(name, target, actual), at=ACTUAL, severity="warning", says=says)
