"""Forms that add up the total themselves: what texts and the funds of the year say of it bears
witness for the wrong cell, or goes with it, and is not accused beside it."""

from collections.abc import Mapping

import pytest
from support import COVER, GAPS, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Severity
from sipipeline.reports.issues import Issue, issues

Account = dict[str, dict[str, float]]

TEXT = "2020年社会保险基金收入合计2100.5万元，支出合计1500.3万元。"
OF_FUND = "工伤保险基金2020年收入合计1200.5万元，支出合计700.1万元，本年收支结余500.4万元。"
OF_OTHER = "失业保险基金2020年收入合计900万元，支出合计800.2万元，本年收支结余99.8万元。"
ALONE = {"work_injury": 1250.5, "unemployment": 900.0}
"""Incomes that nothing else on their sheets holds."""
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
    return asked(funds, overview=text)


def asked(
    accounts: Mapping[str, Account], funding: float | None = None, **narrative: str
) -> list[Issue]:
    """The errors and questions about some accounts, with texts."""
    data = {"standard": "2020", "accounts": accounts, "cover": COVER, "narrative": narrative}
    data |= {"funding": {"total": funding}} if funding is not None else {}
    (result,) = check([read_back(filled(data))])
    every = [one for one in issues(result.findings) if one.severity is not Severity.INFO]
    return [one for one in every if one.findings[0].rule != GAPS]


def scaled(account: Account, factor: float) -> Account:
    """An account in another unit."""
    return {
        item: {
            measure: amount if measure == "completion_rate" else round(amount * factor, 6)
            for measure, amount in line.items()
        }
        for item, line in account.items()
    }


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


@pytest.mark.sampled(2)
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
    assert sorted(map(cells, accused)) == [
        ["narrative.overview"],
        ["unemployment.expenditure.actual"],
    ]
    (text,) = [issue for issue in accused if cells(issue) == ["narrative.overview"]]
    assert [one.shown.was.zh for one in text.findings] == ["2150.5万元"]


def test_a_text_of_the_total_tells_which_of_several_cells_is_wrong() -> None:
    sparse = {"expenditure": {"actual": 800.2}, "surplus": {"actual": 99.8}}
    accounts = FUNDS | {"unemployment": sparse | {"income": {"actual": 1050.0}}}
    (undecided,) = asked(accounts)
    assert len(cells(undecided)) == 3
    (issue,) = asked(accounts, overview=TEXT)
    assert cells(issue) == ["unemployment.income.actual"]


def test_a_text_is_trusted_as_much_as_a_cell_that_nothing_else_holds() -> None:
    accounts = {name: {"income": {"actual": amount}} for name, amount in ALONE.items()}
    (issue,) = asked(accounts, overview=TEXT.partition("，")[0])
    assert {culprit.confidence for culprit in issue.findings[0].culprits} == {"possible"}


def in_another_unit(factor: float, *names: str) -> dict[str, Account]:
    """The funds, the sheets of some in another unit."""
    return {
        name: scaled(account, factor) if name in names else account
        for name, account in FUNDS.items()
    }


def money(*names: str) -> set[str]:
    """The amounts of some funds that are not 0."""
    return {
        f"{name}.{item}.{measure}"
        for name in names
        for item, line in FUNDS[name].items()
        for measure in line.keys() - {"completion_rate"}
        if line[measure]
    }


@pytest.mark.parametrize("factor", [10_000, 10])
def test_a_sheet_in_another_unit_is_found_by_what_else_is_said_of_it(factor: float) -> None:
    accounts = in_another_unit(factor, "work_injury")
    (issue,) = asked(accounts, 1520, overview=TEXT, operation=OF_FUND)
    assert set(cells(issue)) == money("work_injury")


@pytest.mark.parametrize("factor", [10_000, 10])
def test_the_funds_of_the_year_alone_show_the_sheet_that_is_in_another_unit(factor: float) -> None:
    (issue,) = asked(in_another_unit(factor, "unemployment"), 1520)
    assert set(cells(issue)) == money("unemployment")
    assert {culprit.confidence for culprit in issue.findings[0].culprits} == {"likely"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("funding", [1251, 710, 810, 710.1, 810.1, 15_200])
def test_other_funds_of_the_year_accuse_no_sheet(funding: float) -> None:
    named = [cell for issue in asked(FUNDS, funding) for cell in cells(issue)]
    assert named.count("funding.total") == 1
    assert len(named) == 1


def test_sheets_in_another_unit_are_one_cause() -> None:
    every = in_another_unit(10_000, *FUNDS)
    (issue,) = asked(every, 1520, overview=TEXT, operation=f"{OF_FUND}{OF_OTHER}")
    assert set(cells(issue)) == money(*FUNDS)
    assert "工伤、失业整表像是按元填的" in issue.findings[0].culprits[0].why.zh


def test_a_low_execution_goes_with_the_budget_that_is_wrong() -> None:
    (issue,) = told(TEXT, unemployment__expenditure__budget=8_100_000)
    assert rules(issue) >= {"I525", "B201"}
    assert cells(issue) == ["unemployment.expenditure.budget"]
