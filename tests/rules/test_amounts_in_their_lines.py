"""Amounts beside the other two columns of their lines: exchanged, a line off, beside a 0, copied
(P417), and a 0 where much was to be expected (P418)."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from support import account, agrees, findings, finds

from sipipeline.core.findings import Finding

COLUMNS = ("budget", "actual", "prior")
Lines = Mapping[str, tuple[float | None, float | None, float | None]]
RESIDENTS: Lines = {
    "income": (7718, 7504.18, 7057.14),
    "contributions": (2610, 2539.32, 2346.39),
    "fiscal_subsidy": (3880, 3743.02, 3563.91),
    "collective_subsidy": (8, 7.73, 7.39),
    "interest": (800, 808, 746.84),
    "entrusted_investment": (380, 367.08, 355.62),
    "transfer_in": (29, 28.48, 26.99),
    "other_income": (11, 10.55, 10),
    "from_superior": (0, 0, 0),
    "expenditure": (5019, 5016.38, 4675.7),
    "basic_pension": (4040, 4053.05, 3781.88),
    "personal_account_pension": (830, 815.55, 749.75),
    "funeral_allowance": (110, 107.97, 105.49),
    "transfer_out": (34, 34.68, 33.82),
    "other_expenditure": (5, 5.13, 4.76),
}
INSTITUTIONS: Lines = {
    "income": (29718, 28504.18, 27057.14),
    "contributions": (25000, 24500, 23800),
    "fiscal_subsidy": (1900, 1850, 1790),
    "interest": (41, 39.42, 37.41),
    "transfer_in": (170, 163.92, 155.82),
    "expenditure": (21421, 21317.66, 20481.13),
    "basic_pension": (21120, 21020.67, 20205.21),
    "transfer_out": (38, 37.76, 35.22),
}
INCOME = [*RESIDENTS][1:8]


def of_lines(lines: Lines, fund: str = "resident_pension") -> dict[str, Any]:
    """An account by its lines, each with budget, actual and last year's."""
    rows = {
        item: {column: amount for column, amount in zip(COLUMNS, amounts) if amount is not None}
        for item, amounts in lines.items()
    }
    return account(fund, **rows)


def moved(column: str, amounts: Mapping[str, float | None], lines: Lines = RESIDENTS) -> Lines:
    """The lines with other amounts in one column."""
    place = COLUMNS.index(column)
    return {
        item: (*old[:place], amounts.get(item, old[place]), *old[place + 1 :])  # type: ignore[misc]
        for item, old in lines.items()
    }


def given(column: str, items: Mapping[str, str], lines: Lines = RESIDENTS) -> Lines:
    """The lines with the amounts of others in one column."""
    place = COLUMNS.index(column)
    return moved(column, {item: lines[other][place] for item, other in items.items()}, lines)


def asks(cells: Sequence[str], data: Any, **more: Any) -> Finding:
    """One finding about some cells, which is returned."""
    return finds("P417", data, at=cells[0], beside=cells[1:], **more)


def at(*items: str, column: str = "actual") -> list[str]:
    return [f"accounts.resident_pension.{item}.{column}" for item in items]


def test_each_amount_in_its_line() -> None:
    agrees(of_lines(RESIDENTS), "P417")
    agrees(of_lines(RESIDENTS), "P418")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("basic_pension", "personal_account_pension"),
        ("contributions", "interest"),
        ("fiscal_subsidy", "entrusted_investment"),
        ("personal_account_pension", "funeral_allowance"),
    ],
)
def test_two_amounts_in_each_others_line(one: str, other: str, column: str) -> None:
    data = of_lines(given(column, {one: other, other: one}))
    asks(at(one, other, column=column), data, severity="warning", says="互相填错了行")
    assert not findings(data, "P415")


def test_three_amounts_in_each_others_line() -> None:
    items = {
        "basic_pension": "personal_account_pension",
        "personal_account_pension": "funeral_allowance",
        "funeral_allowance": "basic_pension",
    }
    asks(at(*items), of_lines(given("actual", items)), says="互相填错了行")


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("way", "step"), [("下", -1), ("上", 1)])
def test_a_block_a_line_off(way: str, step: int, column: str) -> None:
    turned = [*INCOME[step:], *INCOME[:step]]
    data = of_lines(given(column, dict(zip(INCOME, turned))))
    (finding,) = findings(data, "P417")
    assert f"从“个人缴费收入”到“其他收入”像是往{way}错了一行" in finding.message.zh
    assert {cell.key for cell in finding.cells} == {*at(*INCOME, column=column)}
    assert not findings(data, "P415")


def test_a_block_that_lost_its_last_amount() -> None:
    items = dict(zip(INCOME[1:5], INCOME[:4]))
    data = of_lines(moved("actual", {INCOME[0]: 0}, given("actual", items)))
    finding = asks(at(*INCOME[:5]), data, says="往下错了一行")
    assert "空出来的一行照账补填" in finding.todo.zh


@pytest.mark.parametrize(
    ("zero", "stray"),
    [("interest", "other_income"), ("fiscal_subsidy", "from_superior")],
    ids=["a line too low", "in a line with nothing"],
)
@pytest.mark.parametrize("blank", [0, None])
def test_an_amount_beside_a_0(zero: str, stray: str, blank: float | None) -> None:
    amount = RESIDENTS[zero][1]
    data = of_lines(moved("actual", {zero: blank, stray: amount}))
    asks(at(zero, stray), data, says="填错了行")
    assert not findings(data, "P418")


def test_an_amount_beside_a_blank_in_a_column_that_is_filled_in_here_and_there() -> None:
    amount = RESIDENTS["fiscal_subsidy"][1]
    blank = {"fiscal_subsidy": None, "contributions": None, "from_superior": amount}
    assert not findings(of_lines(moved("actual", blank)), "P417")


@pytest.mark.parametrize(("change", "is_asked"), [(0, True), (40, False)])
def test_a_blank_whose_change_was_worked_out_from_another_amount(
    change: float, is_asked: bool
) -> None:
    _, amount, last = (one or 0.0 for one in RESIDENTS["fiscal_subsidy"])
    blank = {"fiscal_subsidy": None, "from_superior": amount}
    data = of_lines(moved("actual", blank))
    off = amount - last + change
    data["accounts"]["resident_pension"]["fiscal_subsidy"]["change"] = off
    assert bool(findings(data, "P417")) == is_asked


def test_an_amount_copied_from_the_line_above() -> None:
    data = of_lines(given("actual", {"interest": "fiscal_subsidy"}))
    agrees(data, "P417")  # the line between them
    data = of_lines(given("actual", {"personal_account_pension": "basic_pension"}))
    asks(at("personal_account_pension", "basic_pension"), data, says="照抄")


def funds(residents: Lines, institutions: Lines) -> dict[str, Any]:
    one, other = of_lines(residents), of_lines(institutions, "institution_pension")
    return {"accounts": {**one["accounts"], **other["accounts"]}}


def test_two_funds_with_each_others_amount() -> None:
    agrees(funds(RESIDENTS, INSTITUTIONS), "P417")
    exchanged = (
        moved("actual", {"contributions": INSTITUTIONS["contributions"][1]}),
        moved("actual", {"contributions": RESIDENTS["contributions"][1]}, INSTITUTIONS),
    )
    keys = [*at("contributions"), "accounts.institution_pension.contributions.actual"]
    asks(keys, funds(*exchanged), says="互相填错了表")


def test_an_amount_from_the_sheet_of_another_fund() -> None:
    amount = RESIDENTS["contributions"][1]
    data = funds(RESIDENTS, moved("actual", {"contributions": amount}, INSTITUTIONS))
    keys = ["accounts.institution_pension.contributions.actual", *at("contributions")]
    asks(keys, data, says="“居民养老个人缴费收入”的数一分不差")


@pytest.mark.parametrize(
    "amounts",
    [
        {"basic_pension": 3900, "personal_account_pension": 1600},
        {"contributions": 1500, "fiscal_subsidy": 4900},
        {"interest": 367.08, "entrusted_investment": 1200},
        {"contributions": 4053.05, "basic_pension": 2539.32},
        {"from_superior": 700},
        {"interest": 0, "from_superior": 2000},
        {"transfer_in": 10.55, "other_income": 28.48},
    ],
    ids=[
        "one alone doubled",
        "two that fit nobody's",
        "one that fits another's by chance",
        "income and benefits",
        "a new line",
        "a line that ended and another that began",
        "next to nothing",
    ],
)
def test_strong_changes_stay_unasked(amounts: Mapping[str, float]) -> None:
    agrees(of_lines(moved("actual", amounts)), "P417")


def test_an_account_that_is_like_no_other_year() -> None:
    """Where most lines changed, two that fit each other's do so by chance."""
    wild = {
        "contributions": 1200.0,
        "fiscal_subsidy": 6100.0,
        "interest": 300.0,
        "personal_account_pension": 4053.05,
        "basic_pension": 815.55,
        "funeral_allowance": 300.0,
        "transfer_out": 80.0,
    }
    agrees(of_lines(moved("actual", wild)), "P417")


@pytest.mark.parametrize("gone", ["budget", "prior"])
def test_an_account_without_a_column(gone: str) -> None:
    exchanged = {
        "basic_pension": "personal_account_pension",
        "personal_account_pension": "basic_pension",
    }
    lines = moved(gone, dict.fromkeys(RESIDENTS), given("actual", exchanged))
    agrees(of_lines(lines), "P417")


# ---------------------------------------------------------------- P418: a 0
@pytest.mark.parametrize(
    ("column", "amounts"),
    [
        ("actual", {"contributions": 0}),
        ("actual", {"interest": 0}),
        ("actual", {"basic_pension": 0}),
        ("actual", {"personal_account_pension": 0}),
        ("budget", {"contributions": 0}),
    ],
)
def test_a_0_where_much_was_to_be_expected(column: str, amounts: Mapping[str, float]) -> None:
    item = next(iter(amounts))
    data = of_lines(moved(column, amounts))
    finds("P418", data, at=at(item, column=column), severity="warning", stated=0)


def test_a_0_that_another_line_makes_up_for() -> None:
    together = sum(RESIDENTS[item][1] or 0 for item in ("fiscal_subsidy", "contributions"))
    data = of_lines(moved("actual", {"fiscal_subsidy": 0, "contributions": together}))
    finds("P418", data, at=at("fiscal_subsidy"), says="像是并进了那一行")
    sums: Lines = {**RESIDENTS, "benefits": (4980, 4976.57, 4637.12)}
    in_one = moved("budget", {"personal_account_pension": 0, "basic_pension": 4870}, sums)
    agrees(of_lines(in_one), "P418")


def test_contributions_of_0_while_people_pay() -> None:
    small = {**RESIDENTS, "contributions": (61, 0, 59)}
    agrees(of_lines(small), "P418")
    data = of_lines(small)
    data["headcounts"] = {"resident_pension": {"contributors": {"actual": 812}}}
    finds("P418", data, at=at("contributions"))


@pytest.mark.parametrize(
    ("item", "amounts"),
    [
        ("from_superior", (2000, 0, 1900)),
        ("fiscal_subsidy", (0, 0, 3563.91)),
        ("fiscal_subsidy", (3880, 0, 1200)),
        ("funeral_allowance", (300, 0, 290)),
        ("interest", (0, 808, 746.84)),
        ("fiscal_subsidy", (3880, None, 3563.91)),
    ],
    ids=[
        "what the upper level did not pay",
        "a policy that ended",
        "unlike years",
        "few people's",
        "an income that nobody budgets",
        "blank",
    ],
)
def test_a_0_that_may_be(item: str, amounts: tuple[float | None, ...]) -> None:
    agrees(of_lines({**RESIDENTS, item: amounts}), "P418")  # type: ignore[dict-item]


def test_a_year_of_zeros_is_not_asked_about_line_by_line() -> None:
    agrees(of_lines(moved("actual", dict.fromkeys(RESIDENTS, 0))), "P418")


def test_a_note_answers_for_a_0_and_for_an_exchange() -> None:
    zero = of_lines(moved("actual", {"contributions": 0}))
    zero["accounts"]["resident_pension"]["contributions"]["note"] = "代收银行次年一月划入"
    agrees(zero, "P418")
    exchanged = {
        "basic_pension": "personal_account_pension",
        "personal_account_pension": "basic_pension",
    }
    data = of_lines(given("actual", exchanged))
    data["accounts"]["resident_pension"]["basic_pension"]["note"] = "待遇项目重新划分"
    agrees(data, "P417")
