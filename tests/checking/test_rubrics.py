"""The rubric that was chosen scores: the ministry's, Hubei's, Sichuan's, or one of one's own."""

from pathlib import Path
from typing import Any

import pytest
from support import account, agrees, filled, findings, finds, indicator, table

from sipipeline.core.errors import UsageError
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
from sipipeline.standards.rubric import load_rubric


def _weighted(output: Any, effect: Any, satisfaction: Any) -> Any:
    """A table that is fully reached and fully scored, with these weights of its three levels."""
    rows = [indicator("享受待遇人数", "≥100人", "110人", weight=output, score=output)]
    levels = (("效益指标", "社会效益指标", effect), ("满意度指标", "满意度指标", satisfaction))
    for level, second, weight in levels:
        if weight:
            more = {"level1": level, "level2": second, "weight": weight, "score": weight}
            rows.append(indicator(f"{level}一", "≥90%", "95%", **more))
    return table(*rows)


MINISTRY, HUBEI = _weighted(50, 30, 10), _weighted(40, 40, 0)


@pytest.mark.parametrize(
    ("rubric", "data"),
    [
        ("ministry", MINISTRY),
        ("hubei", HUBEI),
        ("sichuan", MINISTRY),
        ("sichuan", _weighted(20, 60, 10)),
    ],
)
def test_weights_as_the_rubric_asks(rubric: Any, data: Any) -> None:
    agrees(data, "I521", rubric=rubric)


def test_hubei_splits_the_points_20_40_40() -> None:
    found = findings(MINISTRY, "I521", "hubei")
    assert [(f.stated, f.expected, f.severity.value) for f in found] == [(90, (80, 80), "error")], (
        "30 and 10 of 满意度, which has no points of its own, make the 40 of 效益"
    )
    assert "按湖北省口径应为 80。不符的是产出指标：50 分，应为 40 分。" in found[0].message.zh
    assert "by the rubric (Hubei) they should make 80" in found[0].message.en


def test_sichuan_asks_for_90_points_however_they_are_split() -> None:
    finds(
        "I521",
        _weighted(40, 40, 0),
        at="indicators.1.weight",
        says=("按四川省口径应为 90", "(Sichuan)"),
        rubric="sichuan",
    )


def _partly(score: Any) -> Any:
    return table(
        indicator("基金监管", "制度健全", "基本完成", level2="质量指标", weight=50, score=score)
    )


def test_hubei_gives_what_was_partly_done_half_to_four_fifths() -> None:
    agrees(_partly(26), "I523", rubric="hubei")
    says = "按湖北省口径应在 25～40 分之间，填的是 24 分"
    finds(
        "I523",
        _partly(24),
        at="indicators.1.score",
        severity="info",
        expected=(25, 40),
        says=says,
        rubric="hubei",
    )
    finds("I523", _partly(26), at="indicators.1.score", severity="info", expected=(30, 40))


@pytest.mark.parametrize(
    ("rubric", "gained", "total"), [("ministry", "9.7", "99.7"), ("hubei", "19.4", "99.4")]
)
def test_budget_execution_has_the_points_of_the_rubric(
    rubric: Any, gained: Any, total: Any
) -> None:
    data = MINISTRY if rubric == "ministry" else HUBEI
    spent = account("total", expenditure={"budget": 1000, "actual": 970})
    says = f"预算执行率 97% 得 {gained} 分，共 {total} 分，等级为“优”"
    finds("I524", data | spent, at="indicators.1.score", says=says, rubric=rubric)


def test_sichuan_asks_for_a_reason_below_nine_tenths() -> None:
    spent = account("total", expenditure={"budget": 1000, "actual": 890})
    agrees(spent, "I525")
    agrees(spent, "I525", rubric="hubei")
    at = "accounts.total.expenditure.actual"
    finds("I525", spent, at=at, expected=(0.9, None), says="89%，低于 90%", rubric="sichuan")


OWN = """
zh = "我县口径"
en = "Our county"
[weights]
execution = 0
output = 100
[bands]
reached = [0.5, 1.0]
partly = [0.2, 0.5]
unmet = [0.0, 0.2]
[grades]
"合格" = 60
"不合格" = 0
"""


def test_a_rubric_of_ones_own_is_a_file(tmp_path: Path) -> None:
    own = tmp_path / "ours.toml"
    own.write_text(OWN, encoding="utf-8")
    data = table(indicator("享受待遇人数", "≥100人", "55人", weight=100, score=55))
    agrees(data, "I521", rubric=str(own))
    says = ("共 55 分，等级为“不合格”（我县口径）", "grade 不合格 (Our county)")
    finds("I524", data, at="indicators.1.score", says=says, rubric=str(own))


def test_a_rubric_that_is_not_there_is_a_clear_line() -> None:
    with pytest.raises(UsageError, match="guangxi, hubei, ministry, sichuan"):
        load_rubric("guangdong")


@pytest.mark.parametrize(("rubric", "said"), [("ministry", False), ("hubei", True)])
def test_the_option_reaches_the_rules(tmp_path: Path, rubric: Any, said: Any) -> None:
    (tmp_path / "x.xlsx").write_bytes(filled({"standard": "2020", **MINISTRY}))
    (result,) = validate(collect([str(tmp_path / "x.xlsx")]), Options(rubric=rubric))
    assert ("I521" in {finding.rule for finding in result.findings}) is said
