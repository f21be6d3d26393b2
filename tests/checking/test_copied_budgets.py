"""A budget that looks copied and the rates that do not agree with it are one issue, which begins
with the budget and accuses no rate; honest budgets and other errors are told as ever."""

from typing import Any

import pytest
from support import Data, asked, rules_of

from sipipeline.checking.causes.grouping import CHECK_IT_FIRST
from sipipeline.core.findings import Severity

ONE, OTHER = "resident_pension", "institution_pension"
BUDGET = "accounts.total.expenditure.budget"


def line(actual: float, rate: str | None = None, budget: float | None = None) -> Data:
    figures = {"actual": actual, "completion_rate": rate, "budget": budget}
    return {"expenditure": {name: one for name, one in figures.items() if one is not None}}


def unit(total: Data, *funds: Data) -> Data:
    """A unit of one fund or two, and its total."""
    return {"accounts": {**dict(zip((ONE, OTHER), funds)), "total": total}}


COPIED, BOTH = line(2244, budget=2244), line(40673, budget=40673)


@pytest.mark.parametrize(
    ("data", "beside"),
    [
        pytest.param(unit(COPIED, line(2244, "95%")), ["J901"], id="one fund"),
        pytest.param(unit(COPIED, line(2244, "95%", 2244)), ["R301"], id="copied in the fund too"),
        pytest.param(
            unit(line(2244, "95%", 2244), line(2244, "95%")), ["R301"], id="a rate of the total"
        ),
        pytest.param(
            unit(line(2244, "100%", 2244), line(2244, "95%")), ["J901"], id="100 % of the total"
        ),
        pytest.param(
            unit(BOTH, line(2244, "95%"), line(38429, "97%")), ["J901"], id="two funds alike"
        ),
        pytest.param(
            unit(BOTH, line(2244, "95%"), line(38429, "90%")),
            ["J901"],
            id="one fund alone explains",
        ),
        pytest.param(
            unit(line(43673, budget=43673), line(2244, "92%"), line(41429, "103%")),
            ["J901"],
            id="a rate like a slip",
        ),
        pytest.param(
            unit(BOTH, line(2244, "95%", 2244), line(38429, "97%", 38429)),
            ["R301", "R301"],
            id="copied in two funds",
        ),
    ],
)
def test_a_copied_budget_is_told_first_and_no_rate_is_accused(
    data: Data, beside: list[str]
) -> None:
    (issue,) = asked(data)
    assert rules_of(issue) == ["P404", *beside]
    assert (issue.severity, issue.todo) == (Severity.ERROR, CHECK_IT_FIRST)
    assert issue.cell is not None
    assert issue.cell.key == BUDGET
    assert issue.shown.should.zh
    assert issue.culprits == ()
    for finding in issue.findings[1:]:
        assert "应为 100%" not in finding.message.zh
        assert finding.shown.should.zh != "100%"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(unit(COPIED, line(2244, "100%")), id="one fund"),
        pytest.param(unit(COPIED, line(2244, "100%", 2244)), id="as the fund says"),
        pytest.param(unit(BOTH, line(2244, "100%"), line(38429, "100%")), id="two funds"),
        pytest.param(unit(line(2244, "100%", 2244), line(2244, "100%")), id="as the total says"),
    ],
)
def test_a_budget_that_was_reached_exactly_is_no_issue(data: Data) -> None:
    assert asked(data) == []


@pytest.mark.parametrize(
    ("data", "wrong", "suggest"),
    [
        pytest.param(
            unit(BOTH, line(2244, "100%", 2244), line(38429, "97%", 38429)),
            f"accounts.{OTHER}.expenditure.completion_rate",
            "100%",
            id="a rate beside a fund that reached its budget",
        ),
        pytest.param(
            unit(line(2244, budget=2362), line(2244, "59%", 2362)),
            f"accounts.{ONE}.expenditure.completion_rate",
            "95%",
            id="a rate beside a budget of its own",
        ),
        pytest.param(
            unit(COPIED, line(2244, "95%", 2362)), BUDGET, 2362, id="a total of other budgets"
        ),
    ],
)
def test_what_other_figures_single_out_stays_accused(data: Data, wrong: str, suggest: Any) -> None:
    (issue,) = asked(data)
    assert [(one.cell.key, one.suggest) for one in issue.wrong] == [(wrong, suggest)]


def test_a_rate_that_a_budget_of_its_own_contradicts_stays_accused_beside_a_copied_total() -> None:
    rate, total = asked(unit(BOTH, line(2244, "59%", 2362), line(38429, "97%")))
    assert [(one.cell.key, one.suggest) for one in rate.wrong] == [
        (f"accounts.{ONE}.expenditure.completion_rate", "95%")
    ]
    assert (rules_of(total), total.culprits) == (["P404", "J901"], ())


def test_an_explained_budget_leaves_the_rate_that_does_not_agree() -> None:
    noted = {"expenditure": COPIED["expenditure"] | {"note": "预算按执行数调整，两数相同"}}
    (issue,) = asked(unit(noted, line(2244, "95%")))
    assert rules_of(issue) == ["J901"]
    assert [one.suggest for one in issue.wrong] == ["100%"]


def test_another_line_of_the_same_unit_keeps_its_own_issue() -> None:
    data = unit(COPIED, line(2244, "95%"))
    data["accounts"][ONE]["income"] = {"budget": 500, "actual": 400, "completion_rate": "88%"}
    first, second = asked(data)
    assert (rules_of(first), first.is_located) == (["R301"], True)
    assert rules_of(second) == ["P404", "J901"]
