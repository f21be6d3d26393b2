"""A dash or a number that is kept as a text, which a formula of the account cannot add: one cause
for each sheet, which names these cells, and no formula. A formula that fails for another reason is
told by itself."""

from dataclasses import replace

import pytest
from plain_accounts import plain_accounts
from support import filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.formulas import Formula
from sipipeline.core.submission import Note, Noted, Submission
from sipipeline.reports.issues import Issue, issues

FUNDS = ["employee_medical", "resident_medical"]
FORMULAS = {"income": "D8+D16+D17", "surplus": "D7-D19"}
DATA = plain_accounts(FUNDS, with_total=False, is_blank=True)


def of(fund: str, line: str) -> str:
    return f"accounts.{fund}.{line}.actual"


def with_errors(*funds: str) -> Submission:
    """The accounts of some funds with an income that cannot be added, nor what is taken from it."""
    read = read_back(filled(DATA))
    failed = {of(fund, line): text for fund in funds for line, text in FORMULAS.items()}
    notes = [Note(Noted.UNREADABLE, *read.places[key], key, "#VALUE!", "error") for key in failed]
    return replace(
        read,
        claims={key: claim for key, claim in read.claims.items() if key not in failed},
        notes=[*read.notes, *notes],
        formulas={key: Formula(text) for key, text in failed.items()},
    )


def with_dashes(read: Submission, *cells: str) -> Submission:
    dashes = [Note(Noted.BLANK_WORD, *read.places[key], key, "—") for key in cells]
    claims = {key: claim for key, claim in read.claims.items() if key not in cells}
    return replace(read, claims=claims, notes=[*read.notes, *dashes])


def told(read: Submission) -> list[Issue]:
    findings = [one for one in check([read])[0].findings if one.rule != "F113"]
    return [one for one in issues(findings) if one.severity == "error"]


def test_a_dash_that_formulas_cannot_add_is_named_and_no_formula() -> None:
    (issue,) = told(with_dashes(with_errors(FUNDS[0]), of(FUNDS[0], "from_subordinate")))
    (cell,) = issue.wrong
    assert (cell.cell.ref, cell.suggest) == ("D17", 0)
    assert "D17 填的“—”是文本，不是数字，公式加不了，有 2 格因此显示“#VALUE!”" in issue.message.zh


def test_each_sheet_is_a_cause_of_its_own() -> None:
    dashes = [of(fund, line) for fund in FUNDS for line in ("from_superior", "from_subordinate")]
    told_of = told(with_dashes(with_errors(*FUNDS), *dashes))
    assert [{keys.fund(one.cell.key) for one in issue.wrong} for issue in told_of] == [
        {fund} for fund in FUNDS
    ]
    assert [[one.cell.ref for one in issue.wrong] for issue in told_of] == [["D16", "D17"]] * 2


@pytest.mark.parametrize("raw", ["１２３４", "1234万元"])
def test_a_number_kept_as_a_text_is_to_be_a_number(raw: str) -> None:
    read, key = with_errors(FUNDS[0]), of(FUNDS[0], "income_subtotal")
    claim = read.claims[key]
    (issue,) = told(replace(read, claims={**read.claims, key: claim._replace(raw=raw)}))
    (cell,) = issue.wrong
    assert (cell.cell.ref, cell.suggest) == ("D8", claim.value)


def test_a_formula_that_names_no_text_is_told_by_itself() -> None:
    dash = of(FUNDS[0], "other_income")
    told_of = told(with_dashes(with_errors(FUNDS[0]), dash))
    assert told_of
    assert all(dash not in {one.cell.key for one in issue.culprits} for issue in told_of)
    assert told(with_dashes(read_back(filled(DATA)), of(FUNDS[0], "from_subordinate"))) == []
