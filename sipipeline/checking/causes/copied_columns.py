"""A column of an account that is last year's to the last digit: what texts and indicators say of
figures that are worked out of it, and what the year began with, is no cause of its own."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sipipeline.checking.causes.consequences import without_when
from sipipeline.checking.causes.testimonies import INDICATOR, OPENING, QUOTING, depending_on
from sipipeline.checking.groups import apart, as_one_open
from sipipeline.core import keys
from sipipeline.core.findings import Finding
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.rules import p412_budgets_are_no_actuals

COPIED = p412_budgets_are_no_actuals.RULE.code
_COLUMN, _ORIGINAL = "actual", "prior"
_FEWEST = 2
"""So many figures that do not agree with a column say that it is the copied one."""
CHECK_THE_COLUMN = Text(
    zh="先照决算核对{funds}表的本年实际数、上年实际数两栏，改正抄错的一栏；改正以后这里仍对不上的，"
    "再核对这里的数。",
    en="First check the columns of this year and last year of {funds} against the final accounts, "
    "and correct the copied one; only if this does not agree then, check the figure here.",
)


def with_copied_columns(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where a column looks copied from last year, what does not agree with figures
    that are worked out of it goes with that, and says nothing of what they should be."""
    result = list(findings)
    for place, copied in enumerate(findings):
        about = copied.cells[0].key if copied.rule == COPIED else ""
        if keys.measure(about) != _COLUMN or copied.group is not None or copied.explained:
            continue
        funds = {keys.table(cell.key) for cell in copied.cells}
        beside = disagreeing(_columns(funds, submission), findings, submission)
        if len(beside) >= _FEWEST:
            shorts = [one.short for one in submission.standard.funds if _sheet(one.key) in funds]
            todo = CHECK_THE_COLUMN.fill(funds=join(shorts, "、", ", "))
            result = as_one_open(result, {place, *beside}, (), todo)
    return result


def disagreeing(
    cells: Collection[str], findings: Sequence[Finding], submission: Submission
) -> set[int]:
    """The places of the findings that do not agree with some figures, or with what is worked out of
    them, and of which no cell is known to be wrong."""
    unknown = depending_on(cells, submission)
    left = {key: claim for key, claim in submission.claims.items() if key not in unknown}
    open_ = {place for place, one in enumerate(findings) if not _is_located(one)}
    gone = open_.intersection(
        without_when(apart(findings, open_), replace(submission, claims=left))
    )
    quotes = {place for place in gone if findings[place].rule in (QUOTING, INDICATOR)}
    openings = {place for place in open_ if findings[place].rule == OPENING}
    return quotes.union(one for one in openings if findings[one].speaks_of(unknown))


def _sheet(fund: str) -> str:
    return f"{keys.ACCOUNTS}.{fund}"


def _columns(sheets: Collection[str], submission: Submission) -> set[str]:
    """The figures of some accounts in the columns of which one looks copied from the other."""
    lines = (key for key in submission.claims if keys.table(key) in sheets)
    return {key for key in lines if keys.measure(key) in (_COLUMN, _ORIGINAL)}


def _is_located(finding: Finding) -> bool:
    """Whether a cell of the tables is known to be wrong; what a text says against a column that
    looks copied makes none of the text."""
    is_known = any(one.located for one in finding.culprits)
    return is_known and not finding.is_of_text_alone(finding.culprits)
