"""The total score and the grade that a text states: N608."""

from typing import Any

import pytest
from support import account, agrees, finds, indicator, table

AT = "narrative.achievement"
LEVELS = [("产出指标", "数量指标", 50), ("效益指标", "社会效益指标", 30)]
SATISFIED = ("满意度指标", "服务对象满意度指标", 10)


def scored(text: str, last: float = 9.5) -> Any:
    """Scores of 50, 30 and 9.5, and 10 for an execution of 98%."""
    points = (50, 30, last)
    rows = [
        indicator(f"指标{n}", "≥90%", "95%", level1=one, level2=two, weight=weight, score=score)
        for n, ((one, two, weight), score) in enumerate(zip([*LEVELS, SATISFIED], points))
    ]
    spent = account("total", expenditure={"budget": 1000, "actual": 980})
    return {**spent, **table(*rows), "narrative": {"achievement": text}}


@pytest.mark.parametrize(
    "text",
    [
        "自评总分99.3分，等级为“优”。",
        "自评得分89.5分，加预算执行率后等级为优。",
        "绩效自评得分为 99.5 分，评价等级：优秀。",
        "自评结果：综合得分99分，等次为“优”",
        "自评总分100分。",
        "产出指标得50分，效益指标30分得30分，满意度指标（10分）得9.5分，自评总分99.3分。",
        "自评结果为“优”。",
        "评价结果良好，群众普遍认可。",
        "上级考核得分88分，等级为良。",
        "参保满意度得分95分。",
        "2019年自评总分88分，等级为良。",
        "自评等级优良。",
        "2个项目自评得分分别为88分、92分。",
        "3项绩效指标均已完成，得分99.3分，自评等级为优。",
        "扣0.5分，得分99.5分，自评等级为“优”。",
        "满意度指标未满分，得分9.5分，自评等级为优。",
        "经财政局复核，得分92分，自评等级为优。",
        "开展窗口测评，得分92分，自评等级为优。",
        "参加全州业务竞赛，得分92分，获二等奖。",
    ],
)
def test_a_score_and_a_grade_of_the_table_or_of_something_else(text: str) -> None:
    agrees(scored(text), "N608")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("自评总分95分，等级为优。", "各指标得分合计 89.5 分，加预算执行率 98% 得 9.8 分"),
        ("自评得分88分，自评等级为优。", "共 99.3 分"),
        ("自评总分99.3分，等级为“良”。", "99.3 分的等级应为“优”"),
        ("自评结果为“中”。", "等级应为“优”"),
        ("综合得分85.5分。", "得分合计 89.5 分"),
        ("6项绩效指标均已完成，得分94分，自评等级为优。", "各指标得分合计 89.5 分"),
        ("得分95分，自评等级为“优”。", "共 99.3 分"),
        ("全年工作总体较好，得分为92.5分，绩效自评等级为优", "共 99.3 分"),
        ("产出指标得45分（满分50分），自评总分99.3分。", "这些指标的得分合计 50 分"),
        ("效益指标30分得27分。", "这些指标的得分合计 30 分"),
    ],
)
def test_another_score_or_grade_than_the_table_makes(text: str, says: str) -> None:
    finds("N608", scored(text), at=AT, severity="warning", says=says)


def test_both_score_and_grade_may_be_wrong() -> None:
    finds("N608", scored("自评总分95分，等级为良。"), at=[AT, AT])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("自评得分96分，等级为“优”。", True),
        ("自评得分96分，等级为“良”。", False),
        ("自评得分79.5分，等级为“良”。", False),
        ("自评得分80分，等级为“良”。", True),
        ("自评得分59分，等级为“差”。", True),
        ("自评等级为“良”。", True),
    ],
)
def test_a_table_without_scores_leaves_score_and_grade_of_the_text(text: str, right: bool) -> None:
    data = {**table(indicator("参保人数", "≥1人", "2人")), "narrative": {"achievement": text}}
    if right:
        agrees(data, "N608")
    else:
        finds("N608", data, at=AT)
