"""A column of which all lines are off alike is one question, and a sheet that is gone is named."""

import math
from typing import Any

import pytest
from support import COVER, GAPS, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.reports.issues import Issue, issues

Lines = dict[str, dict[str, float]]

BUDGET = {"contributions": 2411.0, "fiscal_subsidy": 120.0, "interest": 79.0, "other_income": 12.0}
ACTUAL = {"contributions": 2328.92, "fiscal_subsidy": 118.35, "interest": 76.7} | {
    "other_income": 11.26
}
PRIOR = {"contributions": 2189.04, "fiscal_subsidy": 104.12, "interest": 74.16} | {
    "other_income": 10.35
}


def line(budget: float, actual: float, prior: float) -> dict[str, float]:
    """A line as formulas work it out."""
    change = round(actual - prior, 2)
    rates = {"completion_rate": round(actual / budget, 4), "growth_rate": round(change / prior, 4)}
    return {"budget": budget, "actual": actual, "prior": prior, "change": change, **rates}


def account(factor: float = 1.0) -> Lines:
    """The income of a fund, so many times as large."""
    every = {name: (BUDGET[name], ACTUAL[name], PRIOR[name]) for name in BUDGET}
    columns = list(zip(*every.values()))
    totals = tuple(round(sum(column), 2) for column in columns)
    every |= {"income_subtotal": totals, "income": totals}
    every |= {"from_superior": (1, 1, 1), "from_subordinate": (1, 1, 1)}
    lines = {
        name: line(*(round(amount * factor, 2) for amount in amounts))
        for name, amounts in every.items()
    }
    nothing = {"budget": 0.0, "actual": 0.0, "prior": 0.0}
    return lines | {"from_superior": nothing, "from_subordinate": nothing}


# ---------------------------------------------------------------- columns
def cut_off(lines: Lines) -> Lines:
    """Lines with rates of which only the first decimal is left."""
    cut: Lines = {}
    for name, amounts in lines.items():
        cut[name] = dict(amounts)
        if "growth_rate" in amounts:
            made = math.floor((amounts["actual"] / amounts["prior"] - 1) * 1000)
            cut[name]["growth_rate"] = made / 1000
    return cut


def test_rates_that_are_cut_off_are_one_cause() -> None:
    lines = cut_off(account(137.93))
    data = {"standard": "2020", "cover": COVER, "accounts": {"work_injury": lines}}
    (result,) = check([read_back(filled(data))])
    (issue,) = [one for one in issues(result.findings) if one.first.rule == "R303"]
    assert "直接去掉了尾数" in issue.culprits[0].why.zh
    told = {one.cell.key.split(".")[-2]: one.suggest for one in issue.culprits}
    assert told["other_income"] == 0.088


def told_of(lines: Lines) -> list[Issue]:
    """What is told of a fund that is no mere remark."""
    data = {"standard": "2020", "cover": COVER, "accounts": {"work_injury": lines}}
    (result,) = check([read_back(filled(data))])
    return [one for one in issues(result.findings) if one.first.rule in ("R301", "R303", "B201")]


def named(issue: Issue) -> dict[str, object]:
    """The cells that an issue names, each with what it should be."""
    return {one.cell.key.split(".", 2)[2]: one.suggest for one in issue.culprits}


@pytest.mark.parametrize(
    ("rounded", "word"),
    [
        ({"contributions": 0.063, "income": 0.06, "income_subtotal": 0.06}, "直接去掉了尾数"),
        (
            {"contributions": 0.063, "fiscal_subsidy": 0.136, "other_income": 0.087},
            "直接去掉了尾数",
        ),
        ({"contributions": 0.063, "interest": 0.035, "other_income": 0.087}, "没有按四舍五入取数"),
    ],
)
def test_some_rates_that_are_not_rounded_are_one_cause(
    rounded: dict[str, float], word: str
) -> None:
    lines = account(137.93)
    for name, rate in rounded.items():
        lines[name]["growth_rate"] = rate
    (issue,) = told_of(lines)
    assert word in issue.culprits[0].why.zh
    assert set(named(issue)) == {f"{name}.growth_rate" for name in rounded}


@pytest.mark.parametrize(
    ("column", "rate"), [("growth_rate", 0.0962), ("growth_rate", 0.0863), ("completion_rate", 0.9)]
)
def test_one_wrong_rate_of_two_equal_lines_is_told_at_both(column: str, rate: float) -> None:
    lines = account(137.93)
    right = lines["income"][column]
    for name in ("income", "income_subtotal"):
        lines[name][column] = rate
    (issue,) = told_of(lines)
    assert {one.confidence for one in issue.culprits} == {"likely"}
    assert set(named(issue)) == {f"income.{column}", f"income_subtotal.{column}"}
    assert all(one == pytest.approx(right, abs=0.006) for one in named(issue).values())


@pytest.mark.parametrize(
    "rounded",
    [
        {"interest": 0.034},
        {"interest": 0.03, "other_income": 0.088, "contributions": 0.0639},
        {"income": 0.07, "income_subtotal": 0.066},
    ],
)
def test_rates_that_are_rounded_more_coarsely_are_right(rounded: dict[str, float]) -> None:
    lines = account(137.93)
    for name, rate in rounded.items():
        lines[name]["growth_rate"] = rate
    assert told_of(lines) == []


@pytest.mark.parametrize("off", [9000.0, -2700.0])
def test_an_amount_that_was_carried_into_equal_lines_is_told_by_their_rates(off: float) -> None:
    lines = account(137.93)
    for name in ("contributions", "income_subtotal", "income"):
        lines[name] |= {column: lines[name][column] + off for column in ("actual", "change")}
    (issue,) = told_of(lines)
    assert "contributions.actual" in named(issue)
    assert not [one for one in named(issue) if one.endswith("_rate")]


@pytest.mark.parametrize(("factor", "word"), [(10, "10 倍"), (100, "100 倍")])
def test_a_column_ten_times_the_others_is_one_question(factor: float, word: str) -> None:
    lines = account()
    off = {
        name: {
            "budget": round(amounts["budget"] * factor, 2),
            "actual": amounts["actual"],
            "prior": amounts["prior"],
        }
        for name, amounts in lines.items()
    }
    data = {"standard": "2020", "cover": COVER, "accounts": {"work_injury": lines | off}}
    (result,) = check([read_back(filled(data))])
    asked = [one for one in issues(result.findings) if one.first.rule == "P415"]
    (issue,) = asked
    assert word in issue.message.zh
    assert len(issue.findings) >= 3


# ---------------------------------------------------------------- a sheet that is gone
@pytest.mark.parametrize("is_gone", [True, False])
def test_a_sheet_that_is_gone_is_to_be_copied_from_the_form(is_gone: bool) -> None:
    counts = {"participants": {"actual": 83402}, "contributors": {"actual": 57891}}
    data = {
        "standard": "2020",
        "cover": COVER,
        "accounts": {"work_injury": account()},
        "headcounts": {"unemployment": counts, "work_injury": counts},
    }

    def without(book: Any) -> None:
        if is_gone:
            del book["失业"]

    (result,) = check([read_back(edited(filled(data), without))])
    texts = [one for one in result.findings if one.rule == GAPS and "失业" in one.message.zh]
    assert any(one.message.zh.startswith("缺：工作表“失业”") for one in texts) is is_gone
    assert any("从下发的模板复制工作表“失业”" in one.todo.zh for one in texts) is is_gone
    assert any("险种表是空的" in one.message.zh for one in texts) is not is_gone
