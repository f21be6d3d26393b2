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
_CHANGES = ("change", "growth_rate")
BY_MONEY = {"contributors": "contributions", "retirees": "benefits", "beneficiaries": "benefits"}
"""Head-counts, each with the line of the account that somebody of them paid in, or was paid."""
_FEWEST = 2
"""Blank lines of a sum of which none is known alone; that of a single one is."""


def left_out(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    """For each fund the keys of this year's figures of such lines of its account, and for each the
    head-counts; no fund that lacks none, or is not run."""
    lines = {
        fund: (*_of_account(fund, evidence), *_of_people(fund, evidence)) for fund in _run(evidence)
    }
    return {fund: of_fund for fund, of_fund in lines.items() if of_fund}


def undetailed(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    """For each fund the keys of this year's figures of the lines of sums none of which is filled
    in, in no column, where another fund has lines of such a sum; no fund that has no such sum."""
    detailed = _detailed_somewhere(evidence)
    found = {
        fund: tuple(
            _key(fund, part)
            for item in _bare_sums(fund, evidence)
            if item.key in detailed
            for part in evidence.standard.parts_of(fund, item.key)
        )
        for fund in _run(evidence)
    }
    return {fund: lines for fund, lines in found.items() if lines}


def detailed_nowhere(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    """For each fund the keys of this year's figures of the sums of which no line is filled in,
    where no sum of any fund has any line; no fund with a few figures alone."""
    if _detailed_somewhere(evidence):
        return {}
    filled_in = evidence.completeness.filled_in
    found = {
        fund: tuple(_key(fund, item) for item in _bare_sums(fund, evidence))
        for fund in _run(evidence)
        if fund in filled_in
    }
    return {fund: sums for fund, sums in found.items() if sums}


def undetailed_alone(evidence: Evidence) -> Mapping[str, tuple[str, ...]]:
    """The keys of this year's figures of the sums of the only fund of which no line is filled in,
    where another of its sums has lines."""
    funds = _run(evidence)
    if len(funds) != 1 or not _detailed_somewhere(evidence):
        return {}
    (fund,) = funds
    sums = tuple(_key(fund, item) for item in _bare_sums(fund, evidence))
    return {fund: sums} if sums and fund in evidence.completeness.filled_in else {}


def _run(evidence: Evidence) -> list[str]:
    """The funds with an account that the unit runs."""
    complete = evidence.completeness
    return [fund for fund in complete.funds if fund not in complete.not_run]


def _bare_sums(fund: str, evidence: Evidence) -> Iterator[Item]:
    """The sums of an account with a figure of the year, of which no line is filled in."""
    for item in _lowest_sums(fund, evidence):
        is_bare = not _has_details(fund, item, evidence)
        if is_bare and _falls_short(fund, item, evidence):
            yield item


def _detailed_somewhere(evidence: Evidence) -> set[str]:
    """The sums of which any line is filled in on the sheet of any fund."""
    return {
        item.key
        for fund in _run(evidence)
        for item in _lowest_sums(fund, evidence)
        if _has_details(fund, item, evidence)
    }


def _lowest_sums(fund: str, evidence: Evidence) -> Iterator[Item]:
    """The sums of an account whose lines, several, are no sums themselves."""
    standard = evidence.standard
    for item in standard.items_of(fund):
        parts = standard.parts_of(fund, item.key)
        if len(parts) >= _FEWEST and not any(standard.parts_of(fund, one.key) for one in parts):
            yield item


def _has_details(fund: str, item: Item, evidence: Evidence) -> bool:
    """Whether anything stands in any column of a line of a sum."""
    parts = evidence.standard.parts_of(fund, item.key)
    lines = (keys.row(_key(fund, part)) for part in parts)
    return not evidence.completeness.lines.isdisjoint(lines)


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
    """The head-counts of a fund that are blank, and not shown by their change. Nothing of a fund
    without any people of the year, which is told as a whole."""
    if fund not in evidence.completeness.people_of_the_year:
        return
    items = [item.key for item in evidence.standard.headcounts if fund in item.funds]
    for item in items:
        row = f"headcounts.{fund}.{item}"
        for one, other in _expected(fund, item, items[0], evidence).items():
            shown_by = {f"{row}.{other}", f"{row}.{_CHANGES[0]}"}
            is_shown = evidence.completeness.written(shown_by) == shown_by
            if not is_shown and _is_blank(f"{row}.{one}", evidence):
                yield f"{row}.{one}"


def _expected(fund: str, item: str, first: str, evidence: Evidence) -> dict[str, str]:
    """The years of which a head-count is expected, each with the other one: this year with a number
    last year, money this year, or a change, and of those who take part in any case; last year with
    a change, where the form has any people of last year."""
    number, row = evidence.submission.number, f"headcounts.{fund}.{item}"
    money = f"accounts.{fund}.{BY_MONEY.get(item)}.{_YEAR}"
    has_changed = any(number(f"{row}.{one}") for one in _CHANGES)
    is_used = any((number(key) or 0) > 0 for key in (f"{row}.{_LAST_YEAR}", money))
    expected = {}
    if has_changed or is_used or item == first:
        expected[_YEAR] = _LAST_YEAR
    if has_changed and evidence.completeness.has_people_last_year:
        expected[_LAST_YEAR] = _YEAR
    return expected


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
