"""Of cells that may be wrong together, those that last year's workbook has as they are stated are
not named."""

from typing import Any

from support import findings

PRIOR = {"opening_balance": 500.25, "income": 320.4, "expenditure": 200.15, "surplus": 120.25}


def suspects(last: Any) -> set[str]:
    """The cells that may be wrong where last year's balances do not follow from each other."""
    rows = {line: {"prior": amount} for line, amount in PRIOR.items()}
    rows["closing_balance"] = {"prior": 631.5}
    data = {"accounts": {"work_injury": rows}, "last_year": {"accounts": {"work_injury": last}}}
    found = findings(data, "B203")
    return {culprit.cell.key.split(".")[2] for one in found for culprit in one.culprits}


def test_balances_that_last_years_workbook_has_are_no_suspects() -> None:
    assert {"opening_balance", "closing_balance"} <= suspects({})
    closing = {"closing_balance": {"actual": 631.5}}
    assert "closing_balance" not in suspects(closing)
    both = suspects(closing | {"opening_balance": {"actual": 500.25}})
    assert both
    assert both.isdisjoint({"opening_balance", "closing_balance"})


def test_a_balance_that_last_years_workbook_has_otherwise_is_suspect() -> None:
    assert "closing_balance" in suspects({"closing_balance": {"actual": 620.5}})
