"""What stands in a wrong place is one cause: a sheet pasted over another cell by cell, lines that
stand a line too low, a total without a fund beside a slip of another one."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from support import checked, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Severity
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
Accounts = dict[str, dict[str, dict[str, Any]]]


def workbook(*slips: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """A consistent workbook after some slips."""
    data = consistent(STANDARD, 1, FUNDS)
    for slip in slips:
        slip(data)
    return data


def causes(data: dict[str, Any]) -> list[list[Culprit]]:
    """The culprits of each cause; there are no errors beside."""
    found = checked(data).findings
    errors = [one for one in found if one.severity is Severity.ERROR]
    assert all(one.group for one in errors)
    groups = {one.group: list(one.culprits) for one in errors}
    return list(groups.values())


def pasted(fund: str, source: str) -> Callable[[dict[str, Any]], object]:
    """All cells of a sheet as those of the same places of another, whatever their lines are."""

    def typed(data: dict[str, Any]) -> None:
        accounts: Accounts = data["accounts"]
        lines = zip(STANDARD.lines_of(fund), STANDARD.lines_of(source))
        there = accounts[source]
        for own, other in lines:
            item, cells = own.key if own else "", there.get(other.key if other else "", {})
            known = {
                name: value
                for name, value in cells.items()
                if f"accounts.{fund}.{item}.{name}" in STANDARD.fields
            }
            if item in accounts[fund]:
                accounts[fund][item] = known
        data["balances"][fund] = dict(data["balances"][source])

    return typed


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "source"), [("work_injury", "unemployment"), ("resident_pension", "unemployment")]
)
def test_a_sheet_pasted_over_another_is_one_cause_with_the_balances_below(
    fund: str, source: str
) -> None:
    data = workbook(pasted(fund, source))
    (culprits,) = causes(data)
    assert {one.why.zh for one in culprits} == {culprits[0].why.zh}
    assert "相同，像是" in culprits[0].why.zh
    assert {keys.fund(one.cell.key) for one in culprits} == {fund}
    assert f"balances.{fund}.months_payable" in {one.cell.key for one in culprits}


def pasted_lines(fund: str, source: str, first: str, last: str) -> Callable[[Any], object]:
    """The cells of lines below each other as those of the same places of another sheet."""

    def typed(data: dict[str, Any]) -> None:
        right = {item: dict(cells) for item, cells in data["accounts"][fund].items()}
        pasted(fund, source)(data)
        data["balances"][fund] = workbook()["balances"][fund]
        items = [line.key for line in STANDARD.lines_of(fund) if line]
        kept = items[: items.index(first)] + items[items.index(last) + 1 :]
        data["accounts"][fund] |= {item: right[item] for item in kept if item in right}

    return typed


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("opening_balance", "other_income"),
        ("income", "expenditure"),
        ("expenditure_subtotal", "other_expenditure"),
        ("surplus", "time_deposits"),
    ],
)
@pytest.mark.parametrize("total", [True, False], ids=["total", "added up by the form"])
def test_some_lines_pasted_from_another_sheet_are_one_cause(
    first: str, last: str, total: bool
) -> None:
    data = workbook(pasted_lines("work_injury", "unemployment", first, last))
    if not total:
        del data["accounts"]["total"]
    (culprits,) = causes(data)
    assert "像是把失业的数填到了工伤表" in culprits[0].why.zh
    assert {keys.fund(one.cell.key) for one in culprits} == {"work_injury"}


def rotated(fund: str, by: int, balances: bool) -> Callable[[dict[str, Any]], object]:
    """The three columns of amounts, each in the place of another; `balances` as well, or not."""

    def typed(data: dict[str, Any]) -> None:
        order = ["budget", "actual", "prior"]
        for item, cells in data["accounts"][fund].items():
            known = {one: cells.get(one) for one in order}
            moved = {one: known[order[place - by]] for place, one in enumerate(order)}
            if known["budget"] is not None:
                cells.update(moved)
            elif balances:
                cells.update(
                    {
                        one: moved[one]
                        for one in order
                        if STANDARD.field(f"accounts.{fund}.{item}.{one}")
                    }
                )

    return typed


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("fund", "by", "balances"),
    [
        ("work_injury", 1, True),
        ("work_injury", 2, False),
        ("resident_pension", 1, False),
        ("resident_pension", 2, True),
    ],
)
def test_three_columns_in_each_others_place_are_one_cause(
    fund: str, by: int, balances: bool
) -> None:
    data = workbook(rotated(fund, by, balances))
    (culprits, *others) = causes(data)
    assert "三栏互相填错了位置" in culprits[0].why.zh
    assert {keys.fund(one.cell.key) for one in culprits} == {fund}
    assert others == []


def test_a_sheet_that_is_a_copy_by_its_hidden_keys_is_the_wrong_one_and_the_only_cause() -> None:
    def copy(book: Workbook) -> None:
        sheet = book.copy_worksheet(book["工伤"])
        del book["失业"]
        sheet.title = "失业"

    data = workbook()
    right = data["accounts"]["unemployment"]["income"]["actual"]
    submission = read_back(edited(filled(data), copy))
    found = check([submission])[0].findings
    asking = [one for one in found if one.severity is Severity.ERROR or one.rule == "F121"]
    assert len({one.group for one in asking}) == 1
    told = {one.cell.key: one.suggest for one in asking[0].culprits}
    assert {keys.fund(key) for key in told} == {"unemployment"}
    assert told["accounts.unemployment.income.actual"] == pytest.approx(right, abs=0.006)
    assert "像是从工伤表复制来的" in asking[0].culprits[0].why.zh


def test_balances_below_a_copied_sheet_that_are_its_own_are_none_of_the_slip() -> None:
    right = workbook()["balances"]["work_injury"]
    data = workbook(pasted("work_injury", "unemployment"))
    data["balances"]["work_injury"] = right
    named = {one.cell.key for group in causes(data) for one in group if one.located}
    assert not any(key.startswith("balances.") for key in named)


@pytest.mark.parametrize("with_text", [False, True])
@pytest.mark.parametrize("total", [True, False], ids=["total", "added up by the form"])
def test_both_balances_of_the_year_before_are_one_cause_with_what_they_should_be(
    with_text: bool, total: bool
) -> None:
    data = workbook()
    account = data["accounts"]["unemployment"]
    right = account["opening_balance"]["actual"], account["closing_balance"]["actual"]
    for line in ("opening_balance", "closing_balance"):
        account[line]["actual"] = account[line]["prior"]
    if not total:
        del data["accounts"]["total"]
    if with_text:
        text = f"失业保险基金年末滚存结余{right[1]}万元。"
        data["narrative"] = {**data.get("narrative", {}), "operation": text}
    (culprits,) = causes(data)
    assert "都填成了上一年的" in culprits[0].why.zh
    assert [one.suggest for one in culprits if one.located] == pytest.approx(right, abs=0.011)


# ---------------------------------------------------------------- lines a line too low
def too_low(fund: str, *items: str) -> Callable[[dict[str, Any]], object]:
    """Lines of an account, each with the cells of the one above it; the first is left blank."""

    def typed(data: dict[str, Any]) -> None:
        account = data["accounts"][fund]
        cells = [dict.fromkeys(account[items[0]]), *(account[item] for item in items)]
        account.update(zip(items, cells))

    return typed


@pytest.mark.sampled(2)
@pytest.mark.parametrize("fund", ["work_injury", "unemployment"])
def test_lines_of_a_fund_a_line_too_low_are_one_cause(fund: str) -> None:
    items = [*workbook()["accounts"][fund]]
    span = items[items.index("contributions") : items.index("from_superior") + 1]
    data = workbook(too_low(fund, *span))
    (culprits,) = causes(data)
    assert "往下错了一行" in culprits[0].why.zh


@pytest.mark.parametrize(
    ("one", "other"), [("interest", "from_superior"), ("interest", "other_income")]
)
def test_two_lines_in_each_others_place_are_no_lines_too_low(one: str, other: str) -> None:
    def exchanged(data: dict[str, Any]) -> None:
        account = data["accounts"]["work_injury"]
        account[one], account[other] = account[other], account[one]

    (culprits,) = causes(workbook(exchanged))
    assert "两行的数互换了" in culprits[0].why.zh


# ---------------------------------------------------------------- a total without a fund
def left_out(fund: str) -> Callable[[dict[str, Any]], object]:
    """This year's column of the total without a fund."""

    def typed(data: dict[str, Any]) -> None:
        accounts: Accounts = data["accounts"]
        for item, cells in accounts["total"].items():
            if "actual" in cells and "actual" in accounts[fund].get(item, {}):
                rest = cells["actual"] - accounts[fund][item]["actual"]
                cells["actual"] = round(rest, 2)

    return typed


def carried(fund: str, leaf: str, amount: float) -> Callable[[dict[str, Any]], object]:
    """An amount that is too much in this year's part of the expenditure, and in all sums of it."""

    def typed(data: dict[str, Any]) -> None:
        account = data["accounts"][fund]
        for item in (leaf, "benefits", "expenditure_subtotal", "expenditure"):
            account[item]["actual"] = round(account[item]["actual"] + amount, 2)
        for item in ("surplus", "closing_balance"):
            account[item]["actual"] = round(account[item]["actual"] - amount, 2)

    return typed


@pytest.mark.sampled(2)
@pytest.mark.parametrize("amount", [50, -27])
def test_a_total_without_a_fund_beside_a_carried_amount_is_two_causes(amount: float) -> None:
    data = workbook(left_out("resident_pension"), carried("unemployment", "job_retention", amount))
    found = [group[0].why.zh for group in causes(data)]
    assert len(found) == 2
    assert any("漏加了居民养老" in why for why in found)
    assert any("稳岗返还" in why for why in found)


def test_a_carried_amount_alone_leaves_no_fund_out() -> None:
    data = workbook(carried("unemployment", "job_retention", 50))
    assert not any("漏加" in one.why.zh for group in causes(data) for one in group)


# ---------------------------------------------------------------- a column of two funds
@pytest.mark.sampled(3)
@pytest.mark.parametrize(("measure", "seed"), [("actual", 1), ("budget", 3), ("budget", 7)])
def test_a_column_of_two_alike_funds_exchanged_is_that_and_no_whole_sheet(
    measure: str, seed: int
) -> None:
    data = consistent(STANDARD, seed, ["resident_pension", "institution_pension"])
    one, other = (data["accounts"][fund] for fund in ("resident_pension", "institution_pension"))
    for item in one.keys() & other.keys():
        if measure in one[item] and measure in other[item]:
            values = one[item][measure], other[item][measure]
            other[item][measure], one[item][measure] = values
    first = causes(data)[0]
    assert "互换了" in first[0].why.zh
    assert {keys.measure(culprit.cell.key) for culprit in first} == {measure}
