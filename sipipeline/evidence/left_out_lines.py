"""Lines that are blank this year, though a sum counts more than the lines beside them, or people
were counted in them last year."""

from collections.abc import Iterator, Mapping

from sipipeline.core import keys
from sipipeline.core.standard import Item
from sipipeline.core.submission import Claim, Submission
from sipipeline.evidence.evidence import Evidence

_YEAR, _LAST_YEAR = "actual", "prior"
_EARLIER = ("budget", _LAST_YEAR)
"""Measures that show that a line is in use."""
_CHANGE = "change"
_BY_MONEY = {
    "contributors": "contributions",
    "retirees": "benefits",
    "beneficiaries": "benefits",
}
"""Head-counts, each with the line of the account that somebody of them paid in, or was paid."""
_FEWEST = 2
"""Blank lines of a sum of which none is known alone; that of a single one is."""


def left_out(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    """For each fund the keys of this year's figures of such lines of its account, and for each the
    head-counts; no fund that lacks none, or is not run."""
    complete = evidence.completeness
    funds = [fund for fund in complete.funds if fund not in complete.not_run]
    found = {fund: (*_of_account(fund, evidence), *_of_people(fund, evidence)) for fund in funds}
    return {fund: lines for fund, lines in found.items() if lines}


def _of_account(fund: str, evidence: Evidence) -> Iterator[str]:
    """The lines of an account that were budgeted or there last year, among several blank ones of a
    sum that is more than the others together."""
    standard = evidence.standard
    if not evidence.completeness.of_the_year(fund):
        return
    for item in standard.items_of(fund):
        parts = standard.parts_of(fund, item.key)
        blank = [_key(fund, part) for part in parts if _is_blank(_key(fund, part), evidence)]
        sums = any(standard.parts_of(fund, part.key) for part in parts if _key(fund, part) in blank)
        if len(blank) >= _FEWEST and not sums and _falls_short(fund, item, evidence):
            yield from (key for key in blank if _is_in_use(key, evidence.submission))


def _of_people(fund: str, evidence: Evidence) -> Iterator[str]:
    """The head-counts of a fund that are blank this year, and not shown by their change: those
    with a number last year, or money this year; those who take part in any case. Nothing of a fund
    without any people of the year, which is told as a whole."""
    submission, complete = evidence.submission, evidence.completeness
    counted = fund in complete.people_of_the_year
    items = [item.key for item in evidence.standard.headcounts if fund in item.funds]
    for item in items if counted else ():
        row = f"headcounts.{fund}.{item}"
        shown = complete.written((f"{row}.{_CHANGE}",))
        money = f"accounts.{fund}.{_BY_MONEY.get(item)}.{_YEAR}"
        beside = (f"{row}.{_LAST_YEAR}", money)
        expected = item == items[0] or any((submission.number(key) or 0) > 0 for key in beside)
        if expected and not shown and _is_blank(f"{row}.{_YEAR}", evidence):
            yield f"{row}.{_YEAR}"


def _key(fund: str, item: Item) -> str:
    return f"accounts.{fund}.{item.key}.{_YEAR}"


def _is_blank(key: str, evidence: Evidence) -> bool:
    """Whether nothing stands in a cell, and no note beside it says why."""
    return not evidence.completeness.written((key, keys.note(key)))


def _is_in_use(key: str, submission: Submission) -> bool:
    return any((submission.number(keys.beside(key, one)) or 0) > 0 for one in _EARLIER)


def _falls_short(fund: str, item: Item, evidence: Evidence) -> bool:
    """Whether the lines of a sum that are filled in are less than it, however they are rounded."""
    claims = evidence.submission.claims
    whole = claims.get(_key(fund, item))
    if whole is None or not isinstance(whole.value, float):
        return False
    parts = evidence.standard.parts_of(fund, item.key)
    stated = [claims[key] for key in (_key(fund, part) for part in parts) if key in claims]
    rest = whole.value - sum(map(_amount, stated))
    return rest > whole.half_width + sum(claim.half_width for claim in stated)


def _amount(claim: Claim) -> float:
    return claim.value if isinstance(claim.value, float) else 0.0
