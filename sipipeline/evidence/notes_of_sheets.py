"""Where the explanation of a whole sheet stands on the cover."""

from sipipeline.core import keys
from sipipeline.core.standard import WORKBOOK
from sipipeline.core.submission import Submission

_SHEETS = {
    "headcounts": "people",
    "benefit_levels": "people",
    "causes": "causes",
    "funding": "indicators",
    "goal": "indicators",
    "indicators": "indicators",
    "narrative": "narrative",
}
"""The sheet of each family, but for those that have a sheet for each fund."""
_OF_FUNDS = ("accounts", "balances")


def note_on(sheet: str, submission: Submission, key: str = "") -> str:
    """The key of the explanation of a sheet, by what stands on it, or by a key that is known to; of
    the whole workbook where the cover has no line for the sheet."""
    if not submission.standard.has(key):
        there = (key for key, (name, _) in submission.places.items() if name == sheet)
        key = next(there, "")
    family = keys.family(key)
    of_fund = keys.fund(key) if family in _OF_FUNDS else None
    return keys.note_of_sheet(of_fund or _SHEETS.get(family, WORKBOOK.key))
