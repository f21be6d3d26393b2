"""What is said only because of a cell that is located goes with it: texts of a total that the form
adds up, a rate of execution."""

import pytest
from support import COVER, GAPS, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Severity
from sipipeline.reports.issues import Issue, issues

Account = dict[str, dict[str, float]]

TEXT = "2020年社会保险基金收入合计2100.5万元，支出合计1500.3万元。"
PASSED_ON = ("from_superior", "from_subordinate", "to_subordinate", "to_superior")


def fund(income: float, prior: float, expenditure: float, budget: float) -> Account:
    """An account that was carried on with nothing but contributions and benefits."""
    received = {"actual": income, "prior": prior}
    spent = {"actual": expenditure, "budget": budget}
    spent["completion_rate"] = round(expenditure / budget, 4)
    sums = dict.fromkeys(("income", "income_subtotal", "contributions"), received)
    sums |= dict.fromkeys(("expenditure", "expenditure_subtotal", "benefits"), spent)
    passed_on = {line: {"actual": 0.0, "prior": 0.0, "budget": 0.0} for line in PASSED_ON}
    return {**sums, **passed_on, "surplus": {"actual": round(income - expenditure, 2)}}


FUNDS = {
    "work_injury": fund(1200.5, 1100.2, 700.1, 710),
    "unemployment": fund(900, 900.4, 800.2, 810),
}
"""Of a form that adds up the total itself."""


def told(text: str, **wrong: float) -> list[Issue]:
    """The errors and questions about these funds, with other amounts in some cells."""
    funds = {name: {**account} for name, account in FUNDS.items()}
    for place, amount in wrong.items():
        name, item, measure = place.split("__")
        funds[name][item] = {**funds[name][item], measure: amount}
    data = {"standard": "2020", "accounts": funds, "cover": COVER, "narrative": {"overview": text}}
    (result,) = check([read_back(filled(data))])
    every = [one for one in issues(result.findings) if one.severity is not Severity.INFO]
    return [one for one in every if one.findings[0].rule != GAPS]


def cells(issue: Issue) -> list[str]:
    return [one.cell.key.removeprefix("accounts.") for one in issue.findings[0].culprits]


def quoted(issue: Issue) -> set[tuple[str, str]]:
    """The located cells of an issue, and the words of texts that go with them."""
    texts = [one.shown.was.zh for one in issue.findings if one.rule == "N601"]
    return {(cell, words) for cell in cells(issue) for words in texts}


def rules(issue: Issue) -> set[str]:
    return {one.rule for one in issue.findings}


def test_a_right_form_is_not_asked_about() -> None:
    assert told(TEXT) == []


@pytest.mark.parametrize(
    ("place", "amount"),
    [
        ("work_injury__income__actual", 1250.5),
        ("unemployment__expenditure__actual", 8002),
        ("unemployment__expenditure__actual", 8_002_000),
    ],
)
def test_a_right_text_of_the_total_goes_with_the_wrong_cell(place: str, amount: float) -> None:
    (issue,) = told(TEXT, **{place: amount})
    assert "N601" in rules(issue)
    assert cells(issue) == [place.replace("__", ".")]


def test_each_text_goes_with_the_cell_that_it_is_wrong_because_of() -> None:
    slips = {"work_injury__income__actual": 1250.5, "unemployment__expenditure__actual": 8002}
    first, second = told(TEXT, **slips)
    assert quoted(first) == {("work_injury.income.actual", "2100.5万元")}
    assert quoted(second) == {("unemployment.expenditure.actual", "1500.3万元")}


def test_a_text_that_is_wrong_still_once_the_cell_is_right_is_told_apart() -> None:
    slip = {"unemployment__expenditure__actual": 8002.0}
    accused = told(TEXT.replace("2100.5", "2150.5"), **slip)
    assert sorted(map(cells, accused)) == [[], ["unemployment.expenditure.actual"]]
    (text,) = [issue for issue in accused if not cells(issue)]
    assert [one.shown.was.zh for one in text.findings] == ["2150.5万元"]


def test_a_low_execution_goes_with_the_budget_that_is_wrong() -> None:
    (issue,) = told(TEXT, unemployment__expenditure__budget=8_100_000)
    assert rules(issue) >= {"I525", "B201"}
    assert cells(issue) == ["unemployment.expenditure.budget"]
