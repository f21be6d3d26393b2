"""Sums, changes, rates and totals that are formulas follow from what was typed: what is wrong is a
typed cell, and what was typed beside them tells which."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from plain_accounts import plain_accounts
from support import submitted

from sipipeline import catalogue
from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.findings import Culprit
from sipipeline.core.submission import Submission
from sipipeline.standards.load import load

FUNDS = ["work_injury", "unemployment"]
INJURY = "accounts.work_injury"
NOTHING: Mapping[str, float] = {}
WORKED_OUT = {
    relation.subject
    for relation in catalogue.relations(load("2023"))
    if relation.op == "=" and not relation.to_explain and relation.rule not in ("B206", "B207")
}


def accounts(typed: Mapping[str, float] = NOTHING) -> dict[str, Any]:
    """Accounts without deposits, after amounts were typed wrongly."""
    data = plain_accounts(FUNDS, typed=typed)
    del data["balances"]
    for rows in data["accounts"].values():
        del rows["time_deposits"]
    return data


def workbook(
    typed: Mapping[str, float] = NOTHING, beside: Mapping[str, object] = NOTHING, **more: Any
) -> Submission:
    """A workbook of formulas after amounts were typed wrongly; some cells beside were typed, and
    are no formulas."""
    data = accounts(typed)
    for key, value in beside.items():
        _, fund, item, measure = keys.parts(key)
        data["accounts"][fund][item][measure] = value
    submission = submitted({**data, **more})
    claims = {
        key: claim._replace(formula=key in WORKED_OUT and key not in beside)
        for key, claim in submission.claims.items()
    }
    return replace(submission, claims=claims)


def right(*cells: str) -> dict[str, float]:
    """What some cells hold in the right workbook."""
    claims = submitted(accounts()).claims
    return {key: float(claims[key].value) for key in cells}


def total() -> list[str]:
    """The cells of the total that are not blank."""
    return [key for key in submitted(accounts()).claims if keys.fund(key) == "total"]


def culprits(submission: Submission) -> dict[str, Culprit]:
    """The culprits of all findings, by their cells."""
    findings = check([submission])[0].findings
    assert "X001" not in [finding.rule for finding in findings]
    return {one.cell.key: one for finding in findings for one in finding.culprits}


def typed_over(submission: Submission) -> dict[str, object]:
    """The cells that are singled out and not left to their formulas, with what they should hold."""
    named = culprits(submission).items()
    return {key: one.suggest for key, one in named if one.located and not one.follows}


LEAF = "disability.actual"
AMOUNT = right(f"{INJURY}.{LEAF}")[f"{INJURY}.{LEAF}"]
SURPLUS = f"{INJURY}.surplus.actual"
LATER = [
    f"accounts.{fund}.{item}.actual"
    for fund in ("work_injury", "total")
    for item in ("surplus", "closing_balance")
]
"""The surplus, and what is worked out of it."""


def with_surplus(typed: float) -> Submission:
    """A workbook whose surplus was typed before an amount was typed wrongly."""
    submission = workbook({f"work_injury.{LEAF}": typed}, right(*LATER))
    formulas = {key: submission.claims[key]._replace(formula=key != SURPLUS) for key in LATER}
    return replace(submission, claims={**submission.claims, **formulas})


def test_formulas_that_agree_accuse_nothing() -> None:
    assert culprits(workbook()) == {}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("typed", [AMOUNT * 10, AMOUNT / 10, 0.0])
def test_a_typed_amount_is_wrong_and_not_the_surplus_that_was_typed_before(typed: float) -> None:
    submission = with_surplus(typed)
    assert typed_over(submission) == {f"{INJURY}.{LEAF}": AMOUNT}
    follows = {key for key, one in culprits(submission).items() if one.follows}
    assert {f"{INJURY}.benefits.actual", "accounts.total.expenditure.change"} <= follows


def test_an_amount_that_no_slip_explains_is_no_more_wrong_than_the_surplus() -> None:
    submission = with_surplus(AMOUNT + 1234.5)
    named = culprits(submission)
    assert {f"{INJURY}.{LEAF}", SURPLUS} <= named.keys()
    assert typed_over(submission) == {}


def test_a_surplus_that_was_mistyped_is_still_the_one() -> None:
    surplus = right(SURPLUS)[SURPLUS]
    submission = workbook(beside={SURPLUS: surplus * 10})
    assert typed_over(submission) == {SURPLUS: surplus}


def test_two_amounts_that_a_typed_total_belies_are_two_causes() -> None:
    wrong = right(f"{INJURY}.capacity_appraisal.actual", "accounts.unemployment.transfer_in.actual")
    typed = {key.removeprefix("accounts."): amount * 10 for key, amount in wrong.items()}
    submission = workbook(typed, right(*total()))
    assert typed_over(submission) == wrong
    groups = {one.group for one in check([submission])[0].findings if one.culprits}
    assert len(groups) == 2
    expected = right(f"{INJURY}.surplus.actual", "accounts.unemployment.surplus.actual")
    told = culprits(submission)
    assert {key: told[key].suggest for key in expected} == expected


@pytest.mark.parametrize(("times", "is_leaf"), [(10, True), (1, False)])
def test_a_text_is_wrong_only_where_no_typed_amount_tells_more(times: int, is_leaf: bool) -> None:
    """Income as a text has it: as it was before interest was typed wrongly, or with two digits
    exchanged."""
    interest, income = right(f"{INJURY}.interest.actual", f"{INJURY}.income.actual").values()
    said = income if is_leaf else 2 * income - round(income)
    digits = f"{said:.0f}" if is_leaf else "".join(_exchanged(f"{said:.0f}"))
    text = {"narrative": {"operation": f"工伤保险基金收入合计{digits}万元。"}}
    named = typed_over(workbook({"work_injury.interest.actual": interest * times}, **text))
    assert (f"{INJURY}.interest.actual" in named) == is_leaf
    assert ("narrative.operation" in named) != is_leaf


def _exchanged(digits: str) -> str:
    """Two digits in each other's place."""
    return digits[1] + digits[0] + digits[2:]


def test_a_formula_that_leaves_out_a_part_is_to_be_changed_and_those_above_are_not() -> None:
    whole = right(f"{INJURY}.income_subtotal.actual", f"{INJURY}.interest.actual")
    subtotal, interest = whole.values()
    submission = workbook(beside={f"{INJURY}.income_subtotal.actual": subtotal - interest})
    assert typed_over(submission) == {f"{INJURY}.income_subtotal.actual": subtotal}


MONTHS = "balances.work_injury.months_payable"


@pytest.mark.parametrize("is_blank", [False, True])
def test_months_typed_in_years_are_wrong_also_where_sums_have_blank_lines(is_blank: bool) -> None:
    data = plain_accounts(FUNDS, is_blank=is_blank)
    months = data["balances"]["work_injury"]["months_payable"]
    data["balances"]["work_injury"]["months_payable"] = round(months / 12, 1)
    submission = submitted(data)
    claims = {
        key: claim._replace(formula=key in WORKED_OUT and key != MONTHS)
        for key, claim in submission.claims.items()
    }
    assert typed_over(replace(submission, claims=claims)) == {MONTHS: months}
