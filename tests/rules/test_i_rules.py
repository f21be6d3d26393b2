"""The indicator table: targets, what was reached, reasons, levels, weights and scores."""

from typing import Any

import pytest
from support import agrees, finds, indicator, table


def heads(target: Any, actual: Any, **more: Any) -> Any:
    return table(indicator("享受待遇人数", target, actual, **more))


# ---------------------------------------------------------------- I501 the target was reached
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
    at = "indicators.1.actual"
    finds(
        "I501",
        table(indicator(f"{word}次数", "3次", "4次")),
        at=at,
        difference=1,
        says="差 1次，完成程度 66.67%",
    )


def test_i501_of_anything_else_more_are_better() -> None:
    agrees(table(indicator("培训次数", "3次", "4次")), "I501", looked=1)
    finds("I501", table(indicator("培训次数", "3次", "2次")), at="indicators.1.actual")


# ---------------------------------------------------------------- I511 the same figure elsewhere
def retirees(actual: Any, name: Any = "机关事业单位养老保险离退休人数") -> Any:
    counts = {"headcounts": {"institution_pension": {"retirees": {"actual": 5939}}}}
    return {**counts, **table(indicator(name, "≥5922人", actual))}


KEY = "headcounts.institution_pension.retirees.actual"


def test_i511_people_of_an_indicator_are_those_of_the_head_counts() -> None:
    agrees(retirees("5939人"), "I511", looked=1)
    agrees(retirees("5939"), "I511", looked=1)
    says = ("5999人，机关养老“年末离退休（领取待遇）人数（本年人数）”是 5,939，两处不一致",)
    finds(
        "I511",
        retirees("5999人"),
        at="indicators.1.actual",
        beside=[KEY],
        stated=5999,
        difference=60,
        says=says,
    )


# ---------------------------------------------------------------- I522 a score within its weight
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


# ---------------------------------------------------------------- I523 a score follows from what
# was reached
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
    says = f"应在 {band[0]}～{band[1]} 之间分，填的是 {score} 分"
    finds(
        "I523",
        worded(actual, score),
        at="indicators.1.score",
        expected=band,
        difference=off,
        says=says,
    )
