"""A column of last year that is not what last year's workbook says, though this year opens with
what that closed with: the column is wrong, and not the opening balance."""

from collections.abc import Iterator, Sequence

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.figures import as_cell_holds
from sipipeline.core.findings import Culprit, Finding, Severity, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.last_year import Break, shown
from sipipeline.rules import (
    h701_opening_is_last_closing,
    h702_opening_is_last_years_closing,
    h703_prior_is_last_years_actual,
)

_COLUMN = h703_prior_is_last_years_actual.RULE.code
_BALANCES = h702_opening_is_last_years_closing.RULE.code
_OPENING = h701_opening_is_last_closing.RULE.code
_PRIOR = "prior"
_WHY = Text(
    zh="上年实际数和上年报送的不同，而年初结余正是上年报送的年末结余",
    en="last year's actuals are not those of last year's workbook, with whose closing balance this "
    "year opens",
)


def with_last_years_columns(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where an account opens with what last year's workbook closed with, and has
    other figures of last year, these are one cause with the balances that do not agree."""
    result = list(findings)
    fresh, evidence = fresh_numbers(findings), submission.once(Evidence)
    for finding in findings:
        account = keys.table(finding.cells[0].key) if finding.cells else ""
        balances = _balances(findings, account) if _is_of(finding, account, _COLUMN) else ()
        if balances:
            group, culprits = next(fresh), [*_culprits(account, evidence)]
            for one in (finding, *balances):
                result[result.index(one)] = joined(one, group, culprits)
    return result


def _balances(findings: Sequence[Finding], account: str) -> Sequence[Finding]:
    """The findings that the closing balance of last year is neither that of last year's workbook
    nor what an account opens with; none where it does not open with what that closed with."""
    closing = [one for one in findings if _is_of(one, account, _BALANCES)]
    opening = [one for one in findings if _is_of(one, account, _OPENING)]
    off = {keys.measure(cell.key) for one in closing for cell in one.cells}
    return [*closing, *opening] if opening and off == {_PRIOR} else []


def _is_of(finding: Finding, account: str, rule: str) -> bool:
    """Whether a finding of a rule asks about an account, and belongs to no cause yet."""
    asks = finding.rule == rule and finding.group is None
    is_open = asks and finding.severity is not Severity.INFO and bool(finding.cells)
    return is_open and keys.table(finding.cells[0].key) == account


def _culprits(account: str, evidence: Evidence) -> Iterator[Culprit]:
    """The figures of last year that are other than in last year's workbook, with what that says."""
    last_year = evidence.last_year
    found = (last_year.of_table(account, _PRIOR), last_year.of_balances(account))
    for one in (one for compared in found for one in compared.breaks):
        yield _culprit(one, evidence.submission)


def _culprit(one: Break, submission: Submission) -> Culprit:
    standard = submission.standard
    return Culprit(
        submission.cell(one.key),
        as_cell_holds(one.last),
        _WHY,
        "likely",
        (one.last - one.half_width, one.last + one.half_width),
        standard.label(one.key),
        Shown(*(same(shown(value, standard, one.key)) for value in (one.stated, one.last))),
        together=True,
    )
