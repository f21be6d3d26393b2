"""Accounts in the sheets of other funds are one cause, told once and first; figures that were put
in lines of the form by hand, and funds that are alike, are none."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from plain_accounts import plain_accounts
from slips import errors_beside
from support import checked, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.checking.checked import Checked
from sipipeline.core.findings import Culprit
from sipipeline.reports.issues import issues
from sipipeline.standards.load import load
from tools.accounts import consistent, work_out

STANDARD = load("2023")
NAMES = {
    "enterprise_pension": "企业养老",
    "resident_pension": "居民养老",
    "institution_pension": "机关养老",
    "employee_medical": "职工医保",
    "resident_medical": "居民医保",
    "work_injury": "工伤",
    "unemployment": "失业",
}
CELLS = [f"{column}{row}" for row in range(6, 40) for column in "CDEFGH"]
"""The cells of an account, those of lines that its fund does not have too."""

Data = dict[str, Any]
Edit = Callable[[Workbook], object]


def told(data: Data, edit: Edit) -> Checked:
    return check([read_back(edited(filled(data), edit))])[0]


def causes(found: Checked) -> list[list[Culprit]]:
    """The culprits of each cause, the first first."""
    groups = {one.group: list(one.culprits) for one in found.findings if one.culprits}
    return [groups[number] for number in sorted(groups, key=lambda number: number or 0)]


def amounts(sheet: Worksheet) -> dict[str, Any]:
    """What is typed into the cells of an account."""
    typed = {cell: sheet[cell].value for cell in CELLS}
    known = {cell: value for cell, value in typed.items() if value is not None}
    return {cell: value for cell, value in known.items() if not str(value).startswith("=")}


def typed_into(sheet: Worksheet, values: dict[str, Any]) -> None:
    """Fill in the cells of an account, and clear the others."""
    for cell in amounts(sheet).keys() - values.keys():
        sheet[cell].value = None
    for cell, value in values.items():
        sheet[cell].value = value


def exchanged(one: str, other: str) -> Edit:
    """The cells of two sheets in each other's place."""

    def edit(book: Workbook) -> None:
        first, second = book[NAMES[one]], book[NAMES[other]]
        of_first, of_second = amounts(first), amounts(second)
        typed_into(first, of_second)
        typed_into(second, of_first)

    return edit


def moved(fund: str, into: str) -> Edit:
    """The cells of a sheet in the same places of another, which is blank."""

    def edit(book: Workbook) -> None:
        typed_into(book[NAMES[into]], amounts(book[NAMES[fund]]))
        typed_into(book[NAMES[fund]], {})

    return edit


def with_sheet(data: Data, fund: str) -> Data:
    """Data that have the sheet of one more fund filled."""
    data["accounts"][fund] = {"income": {"actual": 1.0}}
    return data


PAIRS = [
    ("work_injury", "unemployment"),
    ("employee_medical", "resident_medical"),
    ("resident_pension", "institution_pension"),
    ("enterprise_pension", "institution_pension"),
    ("employee_medical", "unemployment"),
]


@pytest.mark.sampled(10)
@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("beside", [[], ["resident_pension", "work_injury"]], ids=["two", "more"])
def test_two_accounts_in_each_other_s_sheet_are_one_cause(
    one: str, other: str, beside: list[str]
) -> None:
    data = consistent(STANDARD, 3, sorted({one, other, *beside}))
    found = told(data, exchanged(one, other))
    (culprits,) = causes(found)
    assert errors_beside(found) == []
    assert "表的数整表互换了" in issues(found.findings)[0].message.zh
    assert {culprit.cell.sheet for culprit in culprits} == {NAMES[one], NAMES[other]}
    assert {culprit.confidence for culprit in culprits} == {"likely"}
    for culprit in culprits:
        _, fund, item, measure = culprit.cell.key.split(".")
        right = data["accounts"][fund].get(item, {}).get(measure)
        if culprit.suggest is not None and measure in ("budget", "actual", "prior", "change"):
            assert culprit.suggest == pytest.approx(right, abs=0.006)


@pytest.mark.sampled(7)
@pytest.mark.parametrize(("fund", "into"), [*PAIRS, *((two, one) for one, two in PAIRS)])
def test_an_account_in_a_blank_sheet_is_one_cause_that_names_its_fund(fund: str, into: str) -> None:
    data = with_sheet(consistent(STANDARD, 4, [fund]), into)
    found = told(data, moved(fund, into))
    certain = [one for group in causes(found) for one in group if one.confidence == "certain"]
    assert certain == []
    assert errors_beside(found) == []
    said = {group[0].why.zh for group in causes(found)}
    assert len(said) <= 1
    assert all(f"{NAMES[into]}表里像是{NAMES[fund]}的账" in sentence for sentence in said)


def test_what_a_moved_account_seems_to_lack_is_told_with_it() -> None:
    data = with_sheet(consistent(STANDARD, 4, ["work_injury"]), "unemployment")
    found = told(data, moved("work_injury", "unemployment"))
    lacking = [one for one in found.findings if "缺：失业" in one.message.zh]
    strays = [one for one in found.findings if one.rule == "F103"]
    assert lacking
    assert strays
    assert {one.group for one in (*lacking, *strays)} == {1}


def test_a_slip_beside_two_exchanged_accounts_is_no_cell_of_the_wrong_sheet() -> None:
    data = consistent(STANDARD, 2, ["work_injury", "unemployment"])
    data["accounts"]["work_injury"]["contributions"]["actual"] += 700
    found = told(data, exchanged("work_injury", "unemployment"))
    (culprits,) = causes(found)
    assert "互换了" in culprits[0].why.zh
    assert errors_beside(found) == []


def test_a_fund_that_the_cover_denies_is_not_named() -> None:
    data = with_sheet(consistent(STANDARD, 4, ["work_injury"]), "unemployment")
    data["headcounts"] = {}
    data["sheets"] = {"work_injury": {"runs": "不经办"}}
    found = told(data, moved("work_injury", "unemployment"))
    assert not [one for group in causes(found) for one in group if "工伤的账" in one.why.zh]


# ---------------------------------------------------------------- what only looks like one
@pytest.mark.sampled(4)
@pytest.mark.parametrize("fund", ["resident_medical", "work_injury"])
@pytest.mark.parametrize("beside", ["employee_medical", "unemployment"])
def test_money_put_in_a_line_by_hand_is_no_account_of_another_fund(fund: str, beside: str) -> None:
    data = consistent(STANDARD, 5, [fund, beside])
    added = {"C": 40.1, "D": 39.7, "E": 38.3}
    for measure, amount in zip(("budget", "actual", "prior"), added.values()):
        cells = data["accounts"][fund]["income_subtotal"]
        cells[measure] = round(cells[measure] + amount, 2)

    def edit(book: Workbook) -> None:
        for column, amount in added.items():
            book[NAMES[fund]][f"{column}14"].value = amount

    said = [one.why.zh for group in causes(told(data, edit)) for one in group]
    assert said
    assert not [sentence for sentence in said if "互换" in sentence or "的账" in sentence]


def test_two_funds_that_are_alike_are_not_accused() -> None:
    data = consistent(STANDARD, 6, ["employee_medical", "resident_medical"])
    assert causes(told(data, lambda book: None)) == []
    data["accounts"]["resident_medical"]["interest"]["actual"] += 9000
    said = [one.why.zh for group in causes(told(data, lambda book: None)) for one in group]
    assert said
    assert not [sentence for sentence in said if "互换" in sentence or "的账" in sentence]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("seed", [2, 3, 5, 6])
def test_sums_with_a_figure_astray_each_are_told_by_these_figures(seed: int) -> None:
    """One line alone is no account of another fund where there are no people of that."""
    data = with_sheet(consistent(STANDARD, seed, ["resident_pension"], places=0), "work_injury")
    data["accounts"]["institution_pension"] = data["accounts"].pop("work_injury")
    del data["accounts"]["total"], data["headcounts"]

    def edit(book: Workbook) -> None:
        moved("resident_pension", "institution_pension")(book)
        sheet: Worksheet = book["机关养老"]
        for column in "CDE":
            parts = [sheet[f"{column}{row}"].value or 0 for row in (9, 10, 12, 13, 14, 15)]
            sheet[f"{column}11"].value = sheet[f"{column}8"].value - sum(parts)

    found = told(data, edit)
    strays = {f"{column}11" for column in "CDE"}
    named = {one.cell.ref for group in causes(found) for one in group}
    assert named <= strays
    assert errors_beside(found) == []


def lines_of(fund: str) -> set[str]:
    return {item.key for item in STANDARD.items_of(fund)}


def without_people(data: Data) -> Data:
    data["headcounts"] = {}
    data.pop("benefit_levels", None)
    return data


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "into"),
    [
        ("work_injury", "unemployment"),
        ("work_injury", "resident_medical"),
        ("resident_pension", "enterprise_pension"),
        ("enterprise_pension", "work_injury"),
    ],
)
def test_where_no_people_are_stated_the_lacking_lines_tell_of_the_account(
    fund: str, into: str
) -> None:
    """What a sheet has no lines for is left out of it, but is in its sums and in the total."""
    data = without_people(plain_accounts(sorted({fund, "institution_pension"}), 7))
    account = data["accounts"].pop(fund)
    data["accounts"][into] = {line: account[line] for line in account if line in lines_of(into)}
    found = checked(data)
    (culprits,) = causes(found)
    assert errors_beside(found) == []
    assert f"{NAMES[into]}表里像是" in culprits[0].why.zh
    assert {culprit.confidence for culprit in culprits} == {"likely"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("factor", [0.1, 1e-4, 0.4])
@pytest.mark.parametrize("is_worked_out", [True, False])
def test_a_line_that_is_short_in_all_columns_is_no_account_of_another_fund(
    factor: float, is_worked_out: bool
) -> None:
    """Its point is moved, or its own changes and rates contradict it."""
    data = without_people(plain_accounts(["employee_medical", "resident_medical"], 11))
    cells = data["accounts"]["resident_medical"]["other_expenditure"]
    for measure in ("budget", "actual", "prior"):
        cells[measure] = round(cells[measure] * factor, 2)
    if is_worked_out and factor != 0.4:
        work_out({"accounts": {"resident_medical": {"other_expenditure": cells}}}, 4)
    said = [one.why.zh for group in causes(checked(data)) for one in group]
    assert said
    assert not [sentence for sentence in said if "的账" in sentence]
