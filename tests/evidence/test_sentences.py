"""Sentences of reports, right ones and wrong ones side by side: sentences.tsv."""

from pathlib import Path
from typing import Any

import pytest
from support import ask_only, cases, checked, indicator, submitted

from sipipeline.checking.batch import check
from sipipeline.core.findings import Finding, Severity

RULES = ("N601", "N602", "N603", "N604", "N605", "N606")


def row(budget: Any, actual: Any, prior: Any, rate: Any = None, growth: Any = None) -> Any:
    change = actual - prior if growth else None
    return {
        "budget": budget,
        "actual": actual,
        "prior": prior,
        "completion_rate": rate,
        "change": change,
        "growth_rate": growth,
    }


def balance(actual: Any, prior: Any) -> Any:
    return {"actual": actual, "prior": prior}


ACCOUNTS = {
    "resident_pension": {
        "opening_balance": {"actual": 11326},
        "income": row(4654, 5306, 4508, "114%", "17.7%"),
        "contributions": row(1933, 2107, 1885, "109%", "11.8%"),
        "fiscal_subsidy": row(2600, 2900, 2400),
        "expenditure": row(2362, 2244, 2092, "95%", "7.3%"),
        "surplus": balance(3062, 2416),
        "closing_balance": balance(14388, 11326),
        "time_deposits": {"actual": 7500},
    },
    "work_injury": {
        "income": row(1200, 1180, 1270, "98.3%", "-7.1%"),
        "contributions": row(None, 1100, 1200),
        "expenditure": row(1000, 1032, 980, "103.2%", "5.3%"),
        "benefits": row(1010, 970, 930, "96%", "4.3%"),
        "other_expenditure": {"actual": 26},
        "surplus": balance(148, 290),
        "closing_balance": balance(2148, 2000),
    },
    "unemployment": {
        "income": row(700, 690, 720, "98.6%", "-4.2%"),
        "expenditure": row(760, 738, 600, "97.1%", "23%"),
        "unemployment_benefit": row(None, 210, 205),
        "job_retention": row(None, 320, 100),
        "skill_subsidy": row(None, 61.5, 40),
        "surplus": balance(-48, 120),
        "closing_balance": balance(852, 900),
    },
    "total": {
        "income": row(6554, 7176, 6498, "109.5%", "10.4%"),
        "expenditure": row(4122, 4014, 3672, "97.4%", "9.3%"),
        "surplus": balance(3162, 2826),
        "closing_balance": balance(17388, 14226),
    },
}
COUNTY = {
    "cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"},
    "accounts": ACCOUNTS,
    "balances": {
        "resident_pension": {"months_payable": 77, "deposit_share": "52%"},
        "work_injury": {"months_payable": 25},
    },
    "headcounts": {
        "resident_pension": {
            "participants": {"actual": 82305, "prior": 81500, "change": 805, "growth_rate": "1%"}
        }
    },
    "benefit_levels": {
        "resident_pension": {
            "before": 190,
            "after": 195,
            "increase": 5,
            "eligible": 9175,
            "adjusted": 9170,
            "funeral_before": 1000,
            "funeral_after": 1200,
        }
    },
    "indicators": [
        indicator("城乡居民养老保险退休待遇享受人数", "≥9203人", "9175人", reason="去世较多"),
        indicator("社会保险待遇发放准确率", "≥99%", "99.6%"),
        indicator("退休人员满意度", ">90%", "95%"),
    ],
}


Said = tuple[str, str]
"""The field that a text stands in, and the text."""


def _lines() -> list[list[str]]:
    text = Path(__file__).with_name("sentences.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.replace("\\n", "\n").split("\t") for line in lines]


@pytest.fixture(scope="module")
def accusers(request: pytest.FixtureRequest) -> dict[Said, list[str]]:
    """The rules that find something wrong with each text of the table that is asked about."""
    told = [one for one in cases(request) if "right" in one]
    said = [(one["field"], one[of]) for one in told for of in ("right", "wrong") if one[of] != "-"]
    submissions = [submitted({**COUNTY, "narrative": {field: text}}) for field, text in said]
    with pytest.MonkeyPatch.context() as patch:
        ask_only(patch, *RULES)
        results = check(submissions)
    return {one: _accusers(one, result.findings) for one, result in zip(said, results)}


def _accusers(said: Said, findings: list[Finding]) -> list[str]:
    worse = [one for one in findings if one.severity is not Severity.INFO]
    return [one.rule for one in worse if one.cells[0].key == f"narrative.{said[0]}"]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("about", "field", "right", "wrong"), _lines())
def test_a_true_sentence_is_not_accused_and_a_false_one_is(
    about: str, field: str, right: str, wrong: str, accusers: dict[Said, list[str]]
) -> None:
    assert accusers[field, right] == []
    if wrong != "-":
        assert accusers[field, wrong]


REPORT = [
    "一、基金收支情况",
    "（一）工伤保险基金",
    "收入{income}万元，支出1032万元。",
    "（二）失业保险基金",
    "收入690万元。",
    "二、下一步工作打算",
    "工伤保险基金收入1500万元。",
]


@pytest.mark.parametrize(("income", "at"), [(1180, []), (1810, ["report.3"])])
def test_a_title_of_a_report_holds_for_the_paragraphs_below_it(income: Any, at: Any) -> None:
    report = [line.format(income=income) for line in REPORT]
    found = checked({**COUNTY, "report": report}).findings
    assert [one.cells[0].key for one in found if one.rule == "N601"] == at


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("工伤保险基金收入1810万元。", {"certain"}),
        ("工伤保险基金运行平稳。收入1810万元。", set()),
        ("工伤保险基金支出1032万元，收入1810万元。", set()),
        ("（一）工伤保险基金\n收入1810万元。", set()),
        ("2019年工伤保险基金收入1270万元，收入合计1810万元。", set()),
    ],
)
def test_a_culprit_is_certain_only_where_the_fund_is_said(text: Any, confidence: Any) -> None:
    found = checked({**COUNTY, "narrative": {"operation": text}}).findings
    quoted = [one for one in found if one.rule == "N601"]
    assert quoted
    assert {culprit.confidence for one in quoted for culprit in one.culprits} == confidence
