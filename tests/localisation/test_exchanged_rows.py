"""Two lines exchanged in some of their columns are one cause: told with all cells where fewer cells
would not do, and as one of two exchanges where as many cells stand against as many."""

from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import beside_gaps, checked, indicator, table

from sipipeline.core.findings import Culprit, Severity

FUNDS = ("work_injury", "resident_pension", "unemployment")
AMOUNTS = ("budget", "actual", "prior")
DERIVED = ("completion_rate", "change", "growth_rate")
RATES = ("completion_rate", "growth_rate")
OF_ONE_SUM = [
    ("work_injury", "contributions", "interest"),
    ("resident_pension", "basic_pension", "personal_account_pension"),
    ("unemployment", "training_subsidy", "job_retention"),
]
OF_TWO_SUMS = [
    ("work_injury", "contributions", "disability"),
    ("resident_pension", "fiscal_subsidy", "basic_pension"),
    ("unemployment", "interest", "other_expenditure"),
]


def exchanged(rows: dict[str, Any], first: str, last: str, columns: tuple[str, ...]) -> set[str]:
    """Put the figures of two lines in each other's place, in some columns: the cells."""
    for name in columns:
        rows[first][name], rows[last][name] = rows[last][name], rows[first][name]
    return {f"{line}.{name}" for line in (first, last) for name in columns}


def told(data: dict[str, Any]) -> dict[str, Culprit]:
    """By line and column: each culprit of the findings, of which all errors have one cause."""
    findings = checked(data).findings
    errors = beside_gaps([one for one in findings if one.severity is Severity.ERROR])
    assert len({one.group for one in errors}) == 1
    culprits = [culprit for finding in findings for culprit in finding.culprits]
    return {".".join(one.cell.key.split(".")[2:]): one for one in culprits}


def put_right(rows: dict[str, Any], suspects: dict[str, Culprit]) -> None:
    for place, culprit in suspects.items():
        line, _, column = place.partition(".")
        rows[line][column] = culprit.suggest


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "first", "last", "with_total", "columns"),
    [
        (*OF_ONE_SUM[place % 2 + 1], with_total, columns)
        for place, columns in enumerate((AMOUNTS, DERIVED, RATES))
        for with_total in (True, False)
    ],
)
def test_either_the_amounts_or_what_is_worked_out_of_them_is_exchanged(
    fund: str, first: str, last: str, with_total: bool, columns: tuple[str, ...]
) -> None:
    data = plain_accounts(FUNDS, with_total=with_total)
    cells = exchanged(data["accounts"][fund], first, last, columns)
    suspects = told(data)
    assert {f"{line}.{name}" for line in (first, last) for name in AMOUNTS} < suspects.keys()
    assert cells <= suspects.keys()
    assert {one.confidence for one in suspects.values()} == {"possible"}
    assert len({one.why.zh for one in suspects.values()}) == 2


@pytest.mark.sampled(2)
@pytest.mark.parametrize("columns", [AMOUNTS[:2], AMOUNTS[1:]])
@pytest.mark.parametrize(("fund", "first", "last"), OF_ONE_SUM)
def test_two_columns_are_exchanged_rather_than_all_others(
    fund: str, first: str, last: str, columns: tuple[str, ...]
) -> None:
    data = plain_accounts(FUNDS, with_total=False)
    rows = data["accounts"][fund]
    cells = exchanged(rows, first, last, columns)
    suspects = told(data)
    assert suspects.keys() == cells
    assert {one.confidence for one in suspects.values()} == {"likely"}
    put_right(rows, suspects)
    assert data == plain_accounts(FUNDS, with_total=False)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("columns", [AMOUNTS, AMOUNTS[:2], AMOUNTS[1:]])
@pytest.mark.parametrize(("fund", "first", "last"), OF_TWO_SUMS)
def test_amounts_of_two_sums_are_told_by_these(
    fund: str, first: str, last: str, columns: tuple[str, ...]
) -> None:
    data = plain_accounts(FUNDS, with_total=False)
    rows = data["accounts"][fund]
    cells = exchanged(rows, first, last, columns)
    suspects = told(data)
    assert suspects.keys() == cells
    assert {one.confidence for one in suspects.values()} <= {"certain", "likely"}
    put_right(rows, suspects)
    assert data == plain_accounts(FUNDS, with_total=False)


def test_amounts_that_a_typed_total_knows_are_exchanged_for_sure_with_nothing_else() -> None:
    data = plain_accounts(FUNDS)
    rows = data["accounts"]["work_injury"]
    cells = exchanged(rows, "contributions", "interest", AMOUNTS)
    suspects = told(data)
    assert suspects.keys() == cells
    put_right(rows, suspects)
    assert data == plain_accounts(FUNDS)


@pytest.mark.parametrize("column", ["completion_rate", "change"])
def test_one_column_alone_is_no_exchange_of_amounts(column: str) -> None:
    data = plain_accounts(FUNDS, with_total=False)
    rows = data["accounts"]["work_injury"]
    cells = exchanged(rows, "contributions", "interest", (column,))
    culprits = [one for finding in checked(data).findings for one in finding.culprits]
    assert {one.cell.key.removeprefix("accounts.work_injury.") for one in culprits} == cells


def test_slips_of_their_own_in_two_lines_are_no_exchange() -> None:
    data = plain_accounts(FUNDS, with_total=False)
    rows = data["accounts"]["resident_pension"]
    for line in ("basic_pension", "personal_account_pension"):
        rows[line]["growth_rate"] = round(rows[line]["growth_rate"] + 0.3, 4)
        rows[line]["completion_rate"] = round(rows[line]["completion_rate"] + 0.2, 4)
    culprits = [one for finding in checked(data).findings for one in finding.culprits]
    assert all("互换" not in one.why.zh for one in culprits)
    assert all(one.cell.key.endswith("_rate") for one in culprits)


def test_a_slip_elsewhere_is_a_cause_of_its_own() -> None:
    data = plain_accounts(FUNDS, with_total=False)
    exchanged(data["accounts"]["work_injury"], "injury_medical", "disability", AMOUNTS)
    cells = data["accounts"]["resident_pension"]["interest"]
    right, cells["actual"] = cells["actual"], cells["actual"] * 10
    groups = {one.group: one.culprits for one in checked(data).findings if one.culprits}
    (slip,) = [culprits for culprits in groups.values() if len(culprits) == 1]
    assert (slip[0].suggest, slip[0].confidence) == (right, "certain")
    (exchange,) = [culprits for culprits in groups.values() if len(culprits) > 1]
    assert {one.confidence for one in exchange} == {"possible"}


def test_rates_beside_amounts_that_are_doubted_are_not_certain() -> None:
    data = plain_accounts(FUNDS, with_total=False)
    rows = data["accounts"]["unemployment"]
    exchanged(rows, "training_subsidy", "job_retention", AMOUNTS)
    rows["training_subsidy"]["actual"] += 100
    culprits = [one for finding in checked(data).findings for one in finding.culprits]
    rates = [one for one in culprits if one.cell.key.endswith("completion_rate")]
    assert rates
    assert not any(one.confidence == "certain" for one in rates)


# ---------------------------------------------------------------- people
PEOPLE = {
    "participants": {"actual": 52340, "prior": 51870, "change": 470, "growth_rate": 0.0091},
    "contributors": {"actual": 33105, "prior": 32960, "change": 145, "growth_rate": 0.0044},
}


def people(columns: tuple[str, ...]) -> tuple[dict[str, Any], set[str]]:
    rows = {line: dict(cells) for line, cells in PEOPLE.items()}
    cells = exchanged(rows, "participants", "contributors", columns)
    return plain_accounts(FUNDS) | {"headcounts": {"resident_pension": rows}}, cells


@pytest.mark.parametrize("columns", [("actual", "prior"), ("change", "growth_rate")])
def test_people_of_two_lines_are_exchanged_or_their_changes(columns: tuple[str, ...]) -> None:
    data, cells = people(columns)
    suspects = told(data)
    assert cells <= suspects.keys()
    assert len(suspects) == 8
    assert {one.confidence for one in suspects.values()} == {"possible"}


@pytest.mark.parametrize("columns", [("actual", "prior"), ("change", "growth_rate")])
def test_an_indicator_tells_which_of_two_exchanges_is_meant(columns: tuple[str, ...]) -> None:
    data, cells = people(columns)
    name = "城乡居民基本养老保险参保人数"
    suspects = told(data | table(indicator(name, "≥51000人", "52340人")))
    likely = {place for place, one in suspects.items() if one.located}
    assert likely == (cells if columns == ("actual", "prior") else set())
