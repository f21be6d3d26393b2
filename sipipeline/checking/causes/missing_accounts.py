"""An account that is not filled in, where the form adds up the total: what is said of all funds is
short of it, and no text or fund of the year is wrong for that."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Implied, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import (
    b207_funding_matches_expenditure,
    f113_submission_complete,
    i511_indicator_agrees_with_tables,
    n601_text_agrees_with_tables,
)

_LACKING = f113_submission_complete.RULE.code
_FUNDING = b207_funding_matches_expenditure.RULE.code
_QUOTING = (n601_text_agrees_with_tables.RULE.code, i511_indicator_agrees_with_tables.RULE.code)
_YEAR = "funding"
"""The family of the funds of the year."""
SHORT_OF_IT = Text(
    zh="合计因此缺这个险种，文字和自评表里合计数的 {count} 处和它对不上。",
    en=" So the total is short of this fund, and {count} {count:figure|figures} of texts and of "
    "the self-evaluation about all funds {count:does|do} not agree with it.",
)
FILL_IT_FIRST = Text(
    zh="先补填这张表，文字和自评表里的合计数先不要改；补填后仍不符的，再核对。",
    en="Fill in this account first, and leave texts and the self-evaluation as they are; check "
    "what still does not agree then.",
)


def with_missing_accounts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; what is said of all funds and has more than those that are filled in goes with
    the account that is missing, which is the error, and accuses nothing else."""
    result, missing = list(findings), _missing(findings, submission)
    short = _short(findings, submission) if missing else []
    if not short:
        return result
    number = next(fresh_numbers(findings))
    for place in short:
        open_ = replace(findings[place].without_answer(), expected=None, difference=None)
        result[place] = replace(open_, group=number, culprits=())
    for place in missing:
        told = findings[place].message + SHORT_OF_IT.fill(count=len(short))
        has_sheet = bool(findings[place].cells[0].ref)
        todo = FILL_IT_FIRST if has_sheet else findings[place].todo
        head = replace(findings[place], message=told, todo=todo)
        result[place] = replace(head, severity=Severity.ERROR, group=number)
    return result


def without_funds_of_some(
    implied: Sequence[Implied], findings: Sequence[Finding], submission: Submission
) -> list[Implied]:
    """The values of blank cells; none for the funds of the year where an account is missing."""
    is_short = bool(_missing(findings, submission))
    return [one for one in implied if not (is_short and keys.family(one.cell.key) == _YEAR)]


def _missing(findings: Sequence[Finding], submission: Submission) -> list[int]:
    """The places of the findings that an account is missing, be it told already, where the total is
    left to its formulas."""
    if submission.reports(submission.standard.total.key):
        return []
    return [place for place, one in enumerate(findings) if _is_of_account(one, submission)]


def _is_of_account(finding: Finding, submission: Submission) -> bool:
    """Whether a finding asks for the account of a fund, of which nothing is filled in."""
    if finding.rule != _LACKING or finding.severity is Severity.INFO:
        return False
    funds = [keys.fund(cell.key) for cell in finding.cells if keys.is_account(cell.key)]
    return len(finding.cells) == len(funds) == 1 and not submission.reports(funds[0] or "")


def _short(findings: Sequence[Finding], submission: Submission) -> list[int]:
    """The places of the findings that something has more than the accounts that are filled in, and
    of which all that has the same cause does."""
    every = {place for place, one in enumerate(findings) if _has_more(one, submission)}
    others = {one.group for place, one in enumerate(findings) if place not in every} - {None}
    return [place for place in sorted(every) if findings[place].group not in others]


def _has_more(finding: Finding, submission: Submission) -> bool:
    """Whether a text, an indicator or the funds of the year have more than the funds that are
    filled in together, or what may be more or less for one fund more."""
    if not isinstance(finding.stated, float) or len(finding.cells) < 2:
        return False
    own, *parts = (cell.key for cell in finding.cells)
    if finding.rule == _FUNDING:
        return keys.family(own) == _YEAR and finding.stated > _sum(parts, submission)
    if finding.rule not in _QUOTING or parts[0] not in submission.computed:
        return False
    field = submission.standard.field(parts[0])
    may_be_less = field is None or field.signed or not field.numeric or field.kind == "rate"
    return may_be_less or finding.stated > _sum(parts[:1], submission)


def _sum(figures: Sequence[str], submission: Submission) -> float:
    return sum(submission.number(key) or 0.0 for key in figures)
