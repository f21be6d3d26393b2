"""What localisation knows of the form comes from the standard."""

from sipipeline.checking.arrangement import arrangement
from sipipeline.standards.load import load

FORM = arrangement(load("2020"))
INCOME = "accounts.work_injury.income."


def test_a_figure_may_be_that_of_another_column() -> None:
    beside = {code: keys.get(INCOME + "actual") for code, keys in FORM.counterparts.items()}
    assert beside == {"prior": INCOME + "prior", "budget": INCOME + "budget", "actual": None}
    assert FORM.counterparts["actual"][INCOME + "prior"] == INCOME + "actual"


def test_columns_that_are_entered_can_be_exchanged_within_a_sheet() -> None:
    pairs = {(e.one, e.other) for e in FORM.exchanges if e.sheet == "accounts.work_injury"}
    assert pairs == {("budget", "actual"), ("budget", "prior"), ("actual", "prior")}
    people = {(e.one, e.other) for e in FORM.exchanges if e.sheet == "headcounts.work_injury"}
    assert people == {("actual", "prior")}


def test_income_and_expenditure_are_opposites() -> None:
    income, expenditure = FORM.opposites
    assert INCOME + "actual" in income
    assert "accounts.total.expenditure.budget" in expenditure
    assert not income & expenditure


def test_a_column_runs_down_one_sheet() -> None:
    column = next(keys for keys in FORM.columns if INCOME + "actual" in keys)
    assert {FORM.sheet_of(key) for key in column} == {"accounts.work_injury"}
