"""A figure of a text that agrees with the table only at the edge of rounding is pointed out, and
nobody is asked."""

from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Severity

EDGE = "只在取整误差的边缘上相符"


def told(text: str, **further: float) -> list[tuple[str, Severity, bool]]:
    """Rule and severity of what is said of a text beside an income with further figures, and
    whether it is of the edge."""
    income = {"actual": 5306.12, "completion_rate": "114%", **further}
    data: dict[str, Any] = {
        "accounts": {"work_injury": {"income": income}},
        "indicators": [
            {
                "level1": "满意度指标",
                "level2": "服务对象满意度指标",
                "level3": "退休人员满意度",
                "target": "≥90%",
                "actual": "95%",
            }
        ],
        "narrative": {"operation": text},
    }
    about = [one for one in checked(data).findings if one.rule in ("N601", "N604")]
    return [(one.rule, one.severity, EDGE in one.message.zh) for one in about]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("工伤保险基金收入合计5306.13万元。", "N601"),
        ("工伤保险基金收入合计5306.11万元。", "N601"),
        ("工伤保险基金收入完成预算的113%。", "N601"),
        ("退休人员满意度96%。", "N604"),
        ("退休人员满意度达到94%。", "N604"),
    ],
)
def test_the_last_digit_one_off_is_pointed_out(text: str, rule: str) -> None:
    assert told(text) == [(rule, Severity.INFO, True)]


@pytest.mark.parametrize(
    "text",
    [
        "工伤保险基金收入合计5306.12万元。",
        "工伤保险基金收入合计5306.1万元。",
        "工伤保险基金收入合计5306万元。",
        "工伤保险基金收入合计0.53亿元。",
        "工伤保险基金收入合计约5310万元。",
        "工伤保险基金收入完成预算的114%。",
        "工伤保险基金收入完成预算的114.2%。",
        "退休人员满意度95%。",
        "退休人员满意度95.2%。",
        "退休人员满意度超过94%。",
    ],
)
def test_a_rounded_figure_is_right(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "工伤保险基金收入合计5306.14万元。",
        "工伤保险基金收入完成预算的112%。",
        "退休人员满意度97%。",
    ],
)
def test_two_off_are_wrong(text: str) -> None:
    ((_, severity, at_edge),) = told(text)
    assert severity is not Severity.INFO
    assert not at_edge


def test_a_rate_that_the_amounts_cannot_make_is_wrong_at_the_edge_as_well() -> None:
    text = "工伤保险基金收入完成预算的113%。"
    ((_, at_edge, _),) = told(text, budget=4675.0)
    ((_, past_edge, is_edge),) = told(text, budget=4650.0)
    assert at_edge is Severity.INFO
    assert past_edge is not Severity.INFO
    assert not is_edge
