"""Many slips in one workbook, which meet in the sheet of the totals: each is named by itself."""

from dataclasses import replace
from pathlib import Path

from support import read_back

from sipipeline.checking.batch import check
from sipipeline.reports.issues import issues

SAMPLE = Path(__file__).parents[2] / "samples" / "consistent-2023.xlsx"
SLIPS = {
    "enterprise_pension.benefits": 1000.0,
    "resident_pension.income": -99.0,
    "resident_pension.benefits": 270.0,
    "institution_pension.income": 270.0,
    "institution_pension.expenditure": 1000.0,
    "institution_pension.closing_balance": 270.0,
    "employee_medical.expenditure": -99.0,
    "employee_medical.closing_balance": -99.0,
    "resident_medical.contributions": -99.0,
    "resident_medical.expenditure": 270.0,
    "resident_medical.closing_balance": -99.0,
    "unemployment.income": 900.0,
    "unemployment.expenditure": -99.0,
    "unemployment.benefits": 1000.0,
}
"""By how much each of these figures is off."""


def test_each_of_fourteen_slips_is_an_issue_with_its_own_figure() -> None:
    submission = read_back(SAMPLE.read_bytes())
    keys = {f"accounts.{name}.actual": slip for name, slip in SLIPS.items()}
    right = {key: submission.claims[key].value for key in keys}
    claims = dict(submission.claims)
    for key, slip in keys.items():
        claim = claims[key]
        wrong = round(float(claim.value) + slip, 2)
        claims[key] = claim._replace(value=wrong, raw=wrong)
    found = issues(check([replace(submission, claims=claims)])[0].findings)
    told = {one.cell.key: one for issue in found for one in issue.wrong}
    assert len(found) == len(SLIPS)
    assert told.keys() == keys.keys()
    for key, culprit in told.items():
        low, high = culprit.expected or (None, None)
        assert low is not None
        assert high is not None
        assert low <= float(right[key]) <= high
        assert culprit.confidence == "certain"
