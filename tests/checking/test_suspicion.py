"""All relations of a submission together: blanks that follow, blanks that are better not told, a
crash."""

from dataclasses import replace

import pytest
from support import Data, Row, account, beside_gaps, codes, submitted

from sipipeline.checking import suspicion
from sipipeline.checking.batch import check
from sipipeline.core.submission import Submission
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Diagnosis
from sipipeline.standards.load import load

FUND = "accounts.work_injury."
WRONG = account(income={"actual": 100}, expenditure={"actual": 60}, surplus={"actual": 70})
SOUND = account(income={"actual": 100}, expenditure={"actual": 60}, opening_balance={"actual": 500})


def form(data: Data) -> Submission:
    """A submission whose blank cells have a place in the workbook."""
    return replace(submitted(data), places=dict.fromkeys(load("2020").fields, ("工伤", "A1")))


def implied(data: Data) -> dict[str, float]:
    """What the blanks of the fund's own account must hold."""
    (result,) = check([form(data)])
    return {
        blank.cell.key.removeprefix(FUND): blank.value
        for blank in result.implied
        if blank.cell.key.startswith(FUND)
    }


# ---------------------------------------------------------------- blanks
def test_blanks_that_the_others_leave_no_choice_about_are_told() -> None:
    assert implied(SOUND) == {"surplus.actual": 40, "closing_balance.actual": 540}


def test_a_blank_that_may_be_nothing_is_not_told() -> None:
    assert implied(account(income={"actual": 100}, expenditure={"actual": 100})) == {}


def test_a_rate_that_is_blank_is_told_as_a_fraction() -> None:
    income = {"actual": 5306, "prior": 4508, "change": 798}
    assert implied(account(income=income)) == {"income.growth_rate": 0.177}


def test_a_blank_beside_a_doubted_figure_is_not_told() -> None:
    """The total is wrong, its parts and its rate agree on 110; the surplus would follow from
    these."""
    parts = {
        "income_subtotal": {"actual": 90},
        "from_superior": {"actual": 20},
        "from_subordinate": {"actual": 0},
    }
    wrong = {"actual": 90, "budget": 100, "completion_rate": "110%"}
    right = {"actual": 110, "budget": 100, "completion_rate": "110%"}
    beside = {"expenditure": {"actual": 60}}
    last_year: dict[str, Row] = {
        "income": wrong | {"prior": 80},
        "expenditure": {"actual": 60, "prior": 50, "change": 10},
    }
    assert implied(account(income=right, **parts, **beside)) == {"surplus.actual": 50}
    assert implied(account(income=wrong, **parts, **beside)) == {}
    assert implied(account(**parts, **last_year)) == {"surplus.prior": 30}


def test_where_no_one_figure_is_doubted_all_that_contradict_are_left_out() -> None:
    assert (
        implied(account(**WRONG["accounts"]["work_injury"], opening_balance={"actual": 500})) == {}
    )


def test_a_blank_that_has_no_cell_is_not_told() -> None:
    (result,) = check([submitted(SOUND)])
    assert result.implied == []


def test_a_blank_is_told_with_its_name_its_cell_and_what_is_left_of_it() -> None:
    (result,) = check([form(SOUND)])
    blank = next(blank for blank in result.implied if blank.cell.key == FUND + "surplus.actual")
    assert (blank.cell.sheet, blank.cell.ref, blank.cell.value) == ("工伤", "A1", None)
    assert (blank.label.zh, blank.label.en) == (
        "工伤“本年收支结余（本年实际数）”",
        "Work injury: Surplus of the year (Actual)",
    )
    assert blank.expected == pytest.approx((39, 41))


# ---------------------------------------------------------------- crash
def test_a_crash_of_the_solver_is_a_finding_and_the_batch_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = diagnose

    def crash(problem: LinearProblem) -> Diagnosis:
        if problem.violated():
            raise ZeroDivisionError("no pivot")
        return whole(problem)

    (alone,) = check([form(SOUND)])
    monkeypatch.setattr(suspicion, "diagnose", crash)
    wrong, sound = check([form(WRONG), form(SOUND)])
    assert codes(wrong.findings) == ["B202", "X001"]
    crashed = beside_gaps(wrong.findings)[1]
    assert crashed.message.zh.startswith(
        "规则 J901 运行出错，本文件未按该规则检查（ZeroDivisionError: no pivot (checking/"
    )
    assert crashed.message.en.startswith(
        "Rule J901 crashed, so this file was not checked by it (ZeroDivisionError"
    )
    assert (crashed.severity, crashed.kind, crashed.cells) == ("warning", "file", ())
    assert sound == alone
