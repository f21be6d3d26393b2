"""Targets in words: what cannot be judged is asked for, and what is partly met has its band."""

import pytest
from support import agrees, checked, findings, finds, indicator, table

ACTUAL = "indicators.1.actual"


def row(target: str, actual: str, **more: object) -> dict[str, object]:
    return table(indicator("内控制度", target, actual, **more))


@pytest.mark.parametrize(
    ("target", "actual"),
    [("规范", "规范化程度高"), ("积极影响", "影响较小"), ("动态清零", "18条"), ("健全", "3项")],
)
def test_words_that_we_do_not_know_are_asked_for(target: str, actual: str) -> None:
    finds("I506", row(target, actual), at=ACTUAL, severity="info", says="看不出完成与否")
    assert "I501" in [one.rule for one in checked(row(target, actual)).undecided]


@pytest.mark.parametrize(
    ("target", "actual"), [("健全", "已健全"), ("动态清零", "0条"), ("相符", "已相符")]
)
def test_words_that_are_kept_ask_nothing(target: str, actual: str) -> None:
    agrees(row(target, actual), "I506", looked=1)
    agrees(row(target, actual), "I501", looked=1)


@pytest.mark.parametrize(
    ("target", "actual"),
    [("健全", "基本健全"), ("动态清零", "剩余12条"), ("相符", "不符"), ("明显提升", "有所提升")],
)
def test_less_than_the_words_asked_is_missed(target: str, actual: str) -> None:
    finds("I501", row(target, actual), at=ACTUAL, severity="error")


@pytest.mark.parametrize(
    ("target", "actual", "score"), [("优", "良", 8), ("优", "良", 6), ("健全", "基本健全", 7)]
)
def test_one_step_below_has_the_band_in_the_middle(target: str, actual: str, score: int) -> None:
    agrees(row(target, actual, weight=10, score=score), "I523", looked=1)


@pytest.mark.parametrize(
    ("target", "actual", "score"), [("优", "良", 10), ("优", "差", 8), ("健全", "基本健全", 10)]
)
def test_more_than_the_band_is_told(target: str, actual: str, score: int) -> None:
    data = row(target, actual, weight=10, score=score)
    finds("I523", data, at="indicators.1.score", severity="error")


# ------------------------------ numbers without a sign
SIGN = "没写 ≥ 或 ≤，按越高越好判断"


@pytest.mark.parametrize(
    ("name", "target", "actual", "told"),
    [
        ("培训人数", "120人", "96人", True),
        ("培训人数", "≥120人", "96人", False),
        ("待遇发放率", "100%", "98%", False),
        ("次均费用较上年", "下降5%", "下降3.2%", False),
        ("新增参保人数", "增加500人", "增加320人", False),
        ("群众平均等候时间", "15分钟", "18分钟", False),
    ],
)
def test_how_a_number_without_a_sign_was_read_is_told(
    name: str, target: str, actual: str, told: bool
) -> None:
    missed = findings(table(indicator(name, target, actual)), "I501")
    assert [SIGN in one.message.zh for one in missed] == [told]


@pytest.mark.parametrize(
    ("name", "level"), [("退保人数", "社会效益指标"), ("停保人数", "质量指标")]
)
def test_what_may_be_business_or_harm_is_asked_for(name: str, level: str) -> None:
    data = table(indicator(name, "200人", "156人", level2=level))
    agrees(data, "I501", looked=0)
    finds("I506", data, at=[ACTUAL], severity="warning", says="没写 ≥ 或 ≤")


# ------------------------------ the row of budget execution
@pytest.mark.parametrize(
    ("target", "rule", "missed"),
    [("100%", "I501", 0), ("100%", "I502", 0), ("≥100%", "I501", 1), ("≥100%", "I502", 1)],
)
def test_less_than_the_whole_budget_is_no_missed_target(
    target: str, rule: str, missed: int
) -> None:
    data = table(indicator("预算执行率", target, "99.3%", weight=10, score=9.93))
    assert len(findings(data, rule)) == missed
    agrees(data, "I523", looked=1)


# ------------------------------ what is counted one by one
@pytest.mark.parametrize(
    ("name", "target", "actual", "whole"),
    [
        ("享受待遇人数", "≥9203人", "9203.5人", False),
        ("培训场次", "12场", "12.5场", False),
        ("享受待遇人数", "≥9203人", "9175.5人", False),
        ("享受待遇人数", "≥0.9万人", "0.92万人", True),
        ("享受待遇人数", "≥9203人", "9203.0人", True),
        ("人均办件量", "≥12件", "12.5件", True),
        ("窗口人员配备", "≥2.5人", "2.6人", True),
        ("人均补助", "≥500元", "500.5元", True),
    ],
)
def test_half_a_person_is_asked_for(name: str, target: str, actual: str, whole: bool) -> None:
    data = table(indicator(name, target, actual))
    if whole:
        agrees(data, "I506", looked=1)
    else:
        finds("I506", data, at=[ACTUAL], severity="warning", says="不是整数")


# ------------------------------ what is no reason
@pytest.mark.parametrize(
    ("reason", "given"),
    [
        ("100%", False),
        ("未偏差", False),
        ("5场", False),
        ("9.5分", False),
        ("5场，因故少办1场", True),
        ("死亡减员28人", True),
        ("疫情影响", True),
        ("指标值设置偏高", True),
    ],
)
def test_a_figure_alone_is_no_reason(reason: str, given: bool) -> None:
    data = table(indicator("培训场次", "≥6场", "5场", reason=reason))
    if given:
        agrees(data, "I502", looked=1)
    else:
        finds("I502", data, at=["indicators.1.reason"])


def test_a_row_without_a_name_is_called_by_its_level() -> None:
    unnamed = {"level1": "产出指标", "level2": "参保人数", "target": "≥100人", "actual": "90人"}
    finds("I501", {"indicators": [unnamed]}, at=[ACTUAL], says="第 1 项“参保人数”没有达到")
