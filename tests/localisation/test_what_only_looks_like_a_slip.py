"""What only looks like a slip of many cells is located cell by cell; of a slip beside another one
both are told, and no right cell for certain."""

from typing import Any

import pytest
from slips import (
    DERIVED,
    FUNDS,
    INCOME,
    MONEY,
    STANDARD,
    Accounts,
    Slip,
    carried,
    causes,
    copied,
    errors_beside,
    in_unit,
    in_yuan,
    total_is,
    without,
    workbook,
)
from support import checked

from sipipeline.checking.checked import Checked
from tools.accounts import consistent


def _few(*slips: tuple[str, str, float]) -> list[str]:
    """The sentences about a single fund without rates after some small slips."""
    data = consistent(STANDARD, 7, ["work_injury"])
    data = {"standard": "2023", "cover": data["cover"], "accounts": data["accounts"]}
    del data["accounts"]["total"]
    account = data["accounts"]["work_injury"]
    for cells in account.values():
        for measure in ("completion_rate", "growth_rate", "change"):
            cells.pop(measure, None)
    for item, measure, amount in slips:
        account[item][measure] = round(account[item][measure] + amount, 2)
    return [one.why.zh for group in causes(checked(data)).values() for one in group]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "slips",
    [
        [("income", "actual", 5), ("benefits", "actual", 9), ("closing_balance", "actual", -7)],
        [("income", "prior", 50), ("benefits", "prior", -9), ("surplus", "prior", 270)],
        [("income", "budget", 3), ("expenditure", "budget", 4), ("surplus", "budget", 500)],
        [("income_subtotal", "actual", 1), ("benefits", "actual", 2), ("surplus", "actual", -90)],
        [("income", "prior", 2), ("expenditure", "prior", 2), ("closing_balance", "prior", 31)],
    ],
)
def test_small_slips_in_one_column_are_not_blamed_on_its_unit(
    slips: list[tuple[str, str, float]],
) -> None:
    said = _few(*slips)
    assert said
    assert not [sentence for sentence in said if "整栏" in sentence or "整表" in sentence]


def test_a_budget_that_is_the_actual_figure_in_every_line_is_no_slip_while_all_agrees() -> None:
    data = workbook(copied("unemployment", "budget", "actual"), copied("total", "budget", "actual"))
    del data["accounts"]["total"], data["funding"]
    for cells in data["accounts"]["unemployment"].values():
        cells.pop("completion_rate", None)
    assert causes(checked(data)) == {}


def test_a_total_off_by_one_amount_is_no_missing_fund() -> None:
    """A leaf of the total that was carried into its sums, not the account of a fund."""
    found = checked(workbook(carried("total", "actual", 800, *INCOME)))
    said = {one.why.zh for group in causes(found).values() for one in group}
    assert not [sentence for sentence in said if "没有填" in sentence]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("times", [10, 10_000])
def test_figures_in_another_unit_are_told_as_they_are_in_the_form_s(times: int) -> None:
    """To the last digit: the comment of a cell says what its division gives."""
    found = checked(workbook(in_unit("unemployment", times)))
    culprits = [one for group in causes(found).values() for one in group]
    assert len(culprits) > 50
    for culprit in culprits:
        assert isinstance(culprit.cell.value, (int, float))
        assert culprit.suggest == pytest.approx(culprit.cell.value / times, rel=1e-11)


def test_slips_of_single_cells_of_a_line_are_told_one_by_one() -> None:
    """The sums do not follow, so nothing was carried."""
    found = checked(workbook(carried("unemployment", "actual", 1800, "contributions")))
    (culprit,) = (one for group in causes(found).values() for one in group)
    assert "带进" not in culprit.why.zh
    assert culprit.cell.key == "accounts.unemployment.contributions.actual"


def test_of_two_columns_the_one_unlike_its_sheet_is_in_the_wrong_unit() -> None:
    """Without rates, and with a single fund, either explains the sums."""
    data = workbook(in_yuan("work_injury", "actual"), funds=["work_injury"])
    for account in data["accounts"].values():
        for cells in account.values():
            for measure in DERIVED:
                cells.pop(measure, None)
    (culprits,) = causes(checked(data)).values()
    assert "工伤“本年实际数”整栏像是按元填的" in culprits[0].why.zh


def doubled(*measures: str) -> Slip:
    """The total, or columns of it, twice the sum of its funds."""

    def added_up(accounts: Accounts) -> None:
        for cells in accounts["total"].values():
            for measure in set(measures) & cells.keys():
                cells[measure] = round(2 * cells[measure], 2)

    return added_up


def misread(fund: str, item: str, measure: str, times: float) -> Slip:
    """One amount of a fund so many times as much."""

    def typed(accounts: Accounts) -> None:
        cells = accounts[fund][item]
        cells[measure] = round(cells[measure] * times, 2)

    return typed


def grown(fund: str, measure: str, amount: float, *items: str) -> Slip:
    """An amount more in some lines of a column, the total being as it was."""

    def typed(accounts: Accounts) -> None:
        for item in items:
            accounts[fund][item][measure] = round(accounts[fund][item][measure] + amount, 2)

    return typed


def certain_and_right(found: Checked, data: dict[str, Any], right: dict[str, Any]) -> set[str]:
    """The keys of the accounts' cells that are called certain and are as they should be."""
    sure = {
        one.cell.key
        for finding in found.findings
        for one in finding.culprits
        if one.confidence == "certain" and one.cell.key.startswith("accounts.")
    }
    return {key for key in sure if _at(data, key) == _at(right, key)}


def _at(data: dict[str, Any], key: str) -> Any:
    _, fund, item, measure = key.split(".")
    return data["accounts"][fund][item].get(measure)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("measures", "funds"),
    [(MONEY, FUNDS), (MONEY, FUNDS[:2]), (("actual",), FUNDS), (("budget", "prior"), FUNDS[:2])],
)
def test_a_total_that_is_twice_the_sum_is_one_cause(
    measures: tuple[str, ...], funds: list[str]
) -> None:
    found = checked(workbook(doubled(*measures), funds=funds))
    (culprits,) = causes(found).values()
    assert "两倍" in culprits[0].why.zh
    assert {one.cell.key.split(".")[1] for one in culprits} == {"total"}
    assert errors_beside(found) == []


def test_a_total_that_has_one_fund_twice_is_not_said_to_be_twice_the_sum() -> None:
    found = checked(workbook(total_is(*FUNDS, "unemployment")))
    (culprits,) = causes(found).values()
    assert "失业" in culprits[0].why.zh
    assert "两倍" not in culprits[0].why.zh


_LINES = ("contributions", "income_subtotal", "income", "surplus", "closing_balance")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "measure"), [("unemployment", "actual"), ("work_injury", "prior")]
)
def test_a_total_that_copies_a_fund_is_told_though_an_amount_was_carried_later(
    fund: str, measure: str
) -> None:
    lines = _LINES if measure == "actual" else _LINES[:3]
    data = workbook(total_is(fund), grown(fund, measure, 900.0, *lines))
    found = checked(data)
    told = [culprits[0].why.zh for culprits in causes(found).values()]
    assert any("只抄了" in why for why in told)
    assert len(told) <= 3


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "item"), [("unemployment", "interest"), ("work_injury", "other_income")]
)
def test_a_fund_without_a_sheet_is_told_beside_a_slip_in_a_line_of_another(
    fund: str, item: str
) -> None:
    slip = misread("resident_pension", item, "actual", 30)
    found = checked(workbook(without(fund), slip))
    assert 2 <= len(causes(found)) <= 3
    keys = {one.cell.key for culprits in causes(found).values() for one in culprits}
    assert f"accounts.resident_pension.{item}.actual" in keys
    assert any(key.startswith(f"accounts.{fund}.") for key in keys)


def _alone(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A workbook of one fund, twice: one to put slips in, and one that is right."""
    one, other = (consistent(STANDARD, seed, ["resident_pension"]) for _ in range(2))
    return one, other


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [1, 3])
def test_a_pasted_column_beside_a_turned_sign_makes_no_right_cell_certain(seed: int) -> None:
    data, right = _alone(seed)
    copied("resident_pension", "prior", "actual")(data["accounts"])
    cells = data["accounts"]["resident_pension"]["benefits"]
    cells["change"] = -cells["change"]
    found = checked(data)
    assert certain_and_right(found, data, right) == set()
    assert len(causes(found)) <= 3


@pytest.mark.parametrize("seed", [1, 3])
def test_a_carried_budget_beside_a_turned_sign_makes_no_right_cell_certain(seed: int) -> None:
    data, right = _alone(seed)
    account = data["accounts"]["resident_pension"]
    grown("resident_pension", "budget", 250.0, *_LINES[:3])(data["accounts"])
    account["surplus"]["budget"] = -account["surplus"]["budget"]
    assert certain_and_right(checked(data), data, right) == set()


@pytest.mark.parametrize("item", ["contributions", "interest", "benefits"])
def test_a_single_rate_is_named_for_certain(item: str) -> None:
    data, right = _alone(1)
    cells = data["accounts"]["resident_pension"][item]
    share = float(cells["completion_rate"].strip("%"))
    cells["completion_rate"] = f"{share + 21:.1f}%"
    found = checked(data)
    ((first, *others),) = causes(found).values()
    assert first.cell.key == f"accounts.resident_pension.{item}.completion_rate"
    assert (first.confidence, others) == ("certain", [])
    assert certain_and_right(found, data, right) == set()
