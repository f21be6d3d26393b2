"""Figures of two funds in each other's place, and an account on the sheet of another fund, are one
cause with what each cell should hold."""

import pytest
from openpyxl import Workbook
from slips import (
    BALANCES,
    DERIVED,
    ENTERED,
    MONEY,
    STANDARD,
    Accounts,
    Slip,
    causes,
    copied,
    errors_beside,
    exchanged_with,
    flows,
    only,
    pasted,
    right_cells,
    typed_otherwise,
    workbook,
)
from support import checked, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.reports.issues import issues
from tools.accounts import consistent


@pytest.mark.sampled(6)
@pytest.mark.parametrize(
    ("measures", "says", "seed"),
    [
        (("actual",), "失业表和工伤表的“本年实际数”互换了", 1),
        (("budget",), "失业表和工伤表的“预算数”互换了", 4),
        (("prior",), "失业表和工伤表的“上年实际数”互换了", 1),
        (("actual", "prior"), "失业表和工伤表的“本年实际数”、“上年实际数”互换了", 4),
        (("actual", *DERIVED), "失业表和工伤表的“本年实际数”、“比上年增减额”", 1),
        (ENTERED + DERIVED, "失业表和工伤表的数整表互换了", 4),
    ],
)
def test_columns_of_two_funds_exchanged_are_one_slip_with_every_answer(
    measures: tuple[str, ...], says: str, seed: int
) -> None:
    data = workbook(exchanged_with("work_injury", "unemployment", *measures), seed=seed)
    found = checked(data)
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.startswith(says)
    assert issues(found.findings)[0].message.zh.startswith(says)
    wrong = typed_otherwise(data, workbook(seed=seed))
    told = {culprit.cell.key: culprit.suggest for culprit in culprits}
    assert told.keys() == wrong.keys()
    amounts = {key: value for key, value in wrong.items() if key.endswith(MONEY)}
    assert {key: told[key] for key in amounts} == pytest.approx(amounts, abs=0.006)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("fund", "measure"), [*zip(("work_injury", "resident_pension", "work_injury"), ENTERED)]
)
def test_flows_of_two_funds_that_are_exchanged_leave_the_balances_alone(
    fund: str, measure: str
) -> None:
    found = checked(workbook(exchanged_with(fund, "unemployment", measure, lines=flows)))
    ((_, culprits),) = causes(found).items()
    assert "互换了" in culprits[0].why.zh
    assert {culprit.cell.key.split(".")[2] for culprit in culprits}.isdisjoint(BALANCES)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", [4, 12, 20])
def test_a_rate_that_two_funds_have_alike_is_not_pasted_with_the_rest(seed: int) -> None:
    funds = ["enterprise_pension", "institution_pension", "resident_medical"]
    slip = pasted("enterprise_pension", "institution_pension")
    data, right = workbook(slip, funds=funds, seed=seed), workbook(funds=funds, seed=seed)
    ((_, culprits),) = causes(checked(data)).items()
    assert "像是把机关养老的数填到了企业养老表" in culprits[0].why.zh
    accused = {culprit.cell.key for culprit in culprits}
    assert accused.isdisjoint(right_cells(data, right))


def test_two_lines_of_two_funds_that_are_exchanged_are_one_cause() -> None:
    lines = only("contributions", "expenditure")
    found = checked(workbook(exchanged_with("unemployment", "work_injury", "actual", lines=lines)))
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.startswith(
        "失业和工伤的“社会保险费收入”、“支出合计”（本年实际数）填反了"
    )
    assert len(culprits) == 4


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", [1, 3, 5])
def test_small_slips_in_two_funds_are_not_blamed_on_an_exchange(seed: int) -> None:
    def typed(accounts: Accounts) -> None:
        for fund in ("work_injury", "unemployment"):
            for item in ("contributions", "interest", "benefits", "other_expenditure"):
                accounts[fund][item]["actual"] = round(accounts[fund][item]["actual"] + 90, 2)

    found = checked(workbook(typed, seed=seed))
    said = {culprit.why.zh for group in causes(found).values() for culprit in group}
    assert said
    assert not [sentence for sentence in said if "互换" in sentence]


def test_two_funds_that_each_copied_the_other_years_column_are_one_slip() -> None:
    slips = (copied(fund, "actual", "prior") for fund in ("work_injury", "unemployment"))
    (said,) = {culprits[0].why.zh for culprits in causes(checked(workbook(*slips))).values()}
    assert said.startswith("失业、工伤“本年实际数”一栏填的是“上年实际数”一栏的数，共 49 格")


def _moved(content: bytes, sheet: str, into: str) -> bytes:
    """The workbook with the figures of one sheet in the same rows of another."""

    def typed(book: Workbook) -> None:
        for row in book[sheet].iter_rows(min_row=6, min_col=3, max_col=8):
            for cell in row:
                if isinstance(cell.value, int | float):
                    book[into][cell.coordinate].value = cell.value
                    cell.value = None

    return edited(content, typed)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("seed", [2, 4, 6])
def test_an_account_in_the_sheet_of_another_fund_is_one_cause(seed: int) -> None:
    data = consistent(STANDARD, seed, ["resident_pension", "work_injury"])
    data["accounts"]["institution_pension"] = {"income": {"actual": 1.0}}
    read = read_back(_moved(filled(data), "居民养老", "机关养老"))
    found = check([read])[0]
    if not errors_beside(found) and not causes(found):
        return  # the item that the other fund lacks is 0 here
    ((_, culprits),) = causes(found).items()
    assert "机关养老表里像是居民养老的账" in culprits[0].why.zh
    assert {culprit.suggest for culprit in culprits} == {None}


def _on_the_sheet_of(fund: str, other: str) -> Slip:
    """The account of a fund on the sheet of another, in the lines that this one has."""

    def typed(accounts: Accounts) -> None:
        has = {key.split(".")[2] for key in STANDARD.fields if key.startswith(f"accounts.{other}.")}
        account = accounts.pop(fund)
        accounts[other] = {item: cells for item, cells in account.items() if item in has}

    return typed


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "other", "seed"),
    [
        ("unemployment", "work_injury", 1),
        ("employee_medical", "work_injury", 4),
        ("work_injury", "unemployment", 1),
        ("work_injury", "employee_medical", 4),
        ("work_injury", "resident_medical", 1),
        ("work_injury", "enterprise_pension", 4),
    ],
)
def test_an_account_on_a_sheet_without_some_of_its_lines_is_of_the_fund_with_people(
    fund: str, other: str, seed: int
) -> None:
    funds = [fund, "institution_pension"]
    found = checked(workbook(_on_the_sheet_of(fund, other), funds=funds, seed=seed))
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert f"像是{STANDARD.fund(fund).short.zh}的账" in culprits[0].why.zh
    assert {culprit.suggest for culprit in culprits} == {None}
    assert not any(culprit.confidence == "certain" for culprit in culprits)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "item", "measure"),
    [
        ("resident_pension", "contributions", "actual"),
        ("resident_pension", "expenditure", "prior"),
        ("total", "interest", "budget"),
        ("total", "other_expenditure", "prior"),
        ("total", "closing_balance", "actual"),
    ],
)
def test_a_slip_beside_an_account_in_another_sheet_is_told_by_itself(
    fund: str, item: str, measure: str
) -> None:
    def typed(accounts: Accounts) -> None:
        _on_the_sheet_of("work_injury", "unemployment")(accounts)
        accounts[fund][item][measure] = round(accounts[fund][item][measure] + 73.5, 2)

    found = checked(workbook(typed, funds=["work_injury", "resident_pension"]))
    assert errors_beside(found) == []
    of_account, of_cell = sorted(causes(found).values(), key=len, reverse=True)
    assert "失业表里像是工伤的账" in of_account[0].why.zh
    assert of_cell[0].cell.key == f"accounts.{fund}.{item}.{measure}"


@pytest.mark.parametrize(
    "amount", [{}, {"actual": 61.5}, {"budget": 12.5, "prior": 40.0}], ids=["right", "one", "two"]
)
def test_a_line_that_the_total_has_too_much_of_moves_no_account(amount: dict[str, float]) -> None:
    """The total has more than its funds where the sheet of a fund with people lacks nothing."""

    def typed(accounts: Accounts) -> None:
        for measure, more in amount.items():
            cells = accounts["total"]["other_expenditure"]
            cells[measure] = round(cells[measure] + more, 2)

    data = workbook(typed, funds=["unemployment", "resident_pension"])
    data["headcounts"]["work_injury"] = data["headcounts"].pop("unemployment")
    whys = [one.why.zh for culprits in causes(checked(data)).values() for one in culprits]
    assert bool(whys) == bool(amount)
    assert not any("的账" in why for why in whys)


@pytest.mark.parametrize("item", ["transfer_in", "transfer_out"])
def test_a_line_of_the_total_alone_moves_no_account(item: str) -> None:
    def typed(accounts: Accounts) -> None:
        for cells in (accounts["total"][item],):
            cells["actual"] = round(cells["actual"] + 37.5, 2)

    found = checked(workbook(typed, funds=["work_injury", "institution_pension"]))
    whys = [one.why.zh for culprits in causes(found).values() for one in culprits]
    assert whys
    assert not any("的账" in why for why in whys)
