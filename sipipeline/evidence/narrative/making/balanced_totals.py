"""All income with what the year began with, all expenditure with what was left: the two sides of a
fiscal report, which come to as much: 收入总量1525639.11万元，支出总量1525639.11万元."""

from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.quoting.links import Link
from sipipeline.evidence.narrative.quoting.quotes import Quote, compared

_BALANCES = {"income": "opening_balance", "expenditure": "closing_balance"}
_MEASURES = ("actual", "prior")


def as_total(quote: Quote, submission: Submission) -> Quote:
    """The quote of a line; of the line and its balance where it says what both come to, and not
    what the line does by itself."""
    key = quote.key or ""
    if keys.is_made(key) or keys.measure(key) not in _MEASURES or not keys.is_account(key):
        return quote
    balance = _BALANCES.get(keys.item(key))
    if balance is None or quote.changes or not quote.exact:
        return quote
    other = f"{keys.table(key)}.{balance}.{keys.measure(key)}"
    total = replace(quote, link=Link((keys.sum_of_figures((key, other)),)))
    return total if _agrees(total, submission) and not _agrees(quote, submission) else quote


def _agrees(quote: Quote, submission: Submission) -> bool:
    one = compared(quote, submission, submission.money_unit)
    return one is not None and one.agrees
