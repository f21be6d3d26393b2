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
    finds("I506", data, at=[ACTUAL], severity="info", says="没写 ≥ 或 ≤")


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
