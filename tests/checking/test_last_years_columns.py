"""A figure of last year that is not that of last year's workbook, with what was carried on from
it: one cause, the line first, and not its sums."""

from typing import Any

import pytest
from support import asked, checked, findings

from sipipeline.core.findings import Finding

LAST: Any = {
    "opening_balance": {"actual": 300},
    "income": {"actual": 850},
    "income_subtotal": {"actual": 850},
    "contributions": {"actual": 800},
    "interest": {"actual": 50},
    "expenditure": {"actual": 650},
    "surplus": {"actual": 200},
    "closing_balance": {"actual": 500},
}


def this_year(more: float, opening: float = 500, interest: float = 50) -> Any:
    """This year's account, with so much more of contributions last year, and what follows."""
    prior = {line: cells["actual"] for line, cells in LAST.items()}
    prior |= {"interest": interest}
    rise = more + interest - 50
    for line in ("income", "income_subtotal", "surplus", "closing_balance"):
        prior[line] += rise
    prior["contributions"] += more
    rows = {line: {"prior": amount} for line, amount in prior.items()}
    rows["opening_balance"]["actual"] = opening
    return {"accounts": {"unemployment": rows}, "last_year": {"accounts": {"unemployment": LAST}}}


def told(data: Any) -> list[Finding]:
    return [one for one in checked(data).findings if one.rule[:2] == "H7"]


def key(line: str) -> str:
    return f"accounts.unemployment.{line}.prior"


def test_a_wrong_figure_of_last_year_and_what_follows_is_one_cause() -> None:
    found = told(this_year(more=90))
    assert {one.rule for one in found} == {"H701", "H702", "H703"}
    ((group, culprits),) = {(one.group, one.culprits) for one in found}
    assert group is not None
    assert (culprits[0].cell.key, culprits[0].suggest) == (key("contributions"), 800)
    lines = ("contributions", "income", "income_subtotal", "surplus", "closing_balance")
    assert {culprit.cell.key for culprit in culprits} == set(map(key, lines))


def test_the_lines_come_before_their_sums() -> None:
    (found,) = findings(this_year(more=90, interest=80), "H703")
    assert [cell.key for cell in found.cells][:2] == [key("contributions"), key("interest")]
    assert "社会保险费收入（上年实际数）”填 890，上年是 800；利息收入填 80" in found.message.zh


@pytest.mark.parametrize("data", [this_year(more=90, opening=590), this_year(more=90, opening=1)])
def test_an_opening_balance_that_moved_as_well_is_asked_about_by_itself(data: Any) -> None:
    assert {one.group for one in told(data)} == {None}


def carried_on(more: float) -> Any:
    """The account with this year's flows, and with a balance that the year opened with as last
    year's figures have it."""
    data = this_year(more=more, opening=500 + more)
    rows = data["accounts"]["unemployment"]
    for line in ("income", "income_subtotal"):
        rows[line]["actual"] = 1000
    rows["contributions"]["actual"], rows["interest"]["actual"] = 940, 60
    rows["expenditure"]["actual"], rows["surplus"]["actual"] = 700, 300
    rows["closing_balance"]["actual"] = 800 + more
    return data


def text_with(closing: float, last_income: float) -> Any:
    growth = 1000 / last_income - 1
    said = f"收入比上年增长{growth:.1%}，年末滚存结余{closing:.0f}万元。"
    return {"operation": f"2020年失业保险基金{said}"}


def test_an_opening_balance_to_which_a_wrong_figure_was_carried_on_goes_with_it() -> None:
    assert not asked({**carried_on(more=0), "narrative": text_with(800, 850)})
    (issue,) = asked({**carried_on(more=90), "narrative": text_with(800, 850)})
    meant = {one.cell.key: one.suggest for one in issue.wrong}
    assert meant[key("contributions")] == 800
    assert meant["accounts.unemployment.opening_balance.actual"] == 500
    assert meant["accounts.unemployment.closing_balance.actual"] == 800


def test_figures_of_last_year_that_the_text_has_restated_are_not_wrong() -> None:
    found = asked({**carried_on(more=90), "narrative": text_with(890, 940)})
    assert not [one for one in found if "照上年的工作簿改正" in one.message.zh]


def test_years_that_agree_are_no_cause() -> None:
    assert told(this_year(more=0)) == []


FLOWS = ("income", "contributions", "interest", "expenditure")
BUDGETED: Any = {
    line: {"actual": cells["actual"], "budget": round(cells["actual"] * 0.97)}
    for line, cells in LAST.items()
    if line in FLOWS
}


def beside(pasted: str) -> Any:
    """This year's account, with last year's flows from a column of last year's workbook."""
    rows: Any = {line: {"actual": round(LAST[line]["actual"] * 1.1)} for line in FLOWS}
    for line, cells in rows.items():
        cells["prior"] = BUDGETED[line][pasted]
        cells["change"] = cells["actual"] - cells["prior"]
        cells["growth_rate"] = round(cells["change"] / cells["prior"], 4)
    last_year = {"accounts": {"unemployment": BUDGETED}}
    return {"accounts": {"unemployment": rows}, "last_year": last_year}


def text_on(data: Any) -> Any:
    """A text that has how each line lies to last year."""
    names = zip(
        ("收入", "社会保险费收入", "利息收入", "支出"), data["accounts"]["unemployment"].values()
    )
    said = [f"{name}比上年增长{cells['growth_rate']:.1%}" for name, cells in names]
    return {"operation": "2020年失业保险基金" + "，".join(said) + "。"}


def test_last_years_budget_in_the_column_of_last_year_is_one_cause() -> None:
    data = {**beside("budget"), "narrative": text_on(beside("actual"))}
    (issue,) = asked(data)
    assert "填的是上年工作簿“预算数”一栏的数" in issue.message.zh
    meant = {one.cell.key: one.suggest for one in issue.wrong}
    assert meant[key("contributions")] == LAST["contributions"]["actual"]


@pytest.mark.parametrize("column", ["actual", "budget"])
def test_figures_of_last_year_that_the_text_bears_out_are_no_cause(column: str) -> None:
    """Be they those of last year's workbook or restated since."""
    data = beside(column)
    found = asked({**data, "narrative": text_on(data)})
    assert not [one for issue in found for one in issue.wrong]
