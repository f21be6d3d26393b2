"""Texts that name last year throughout, though their figures are this year's: the year was left,
and no figure is wrong."""

from collections.abc import Sequence

from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.causes.text_causes import says
from sipipeline.checking.groups import as_one_open
from sipipeline.core import keys
from sipipeline.core.findings import Finding
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import p407_year_fits

_YEAR = p407_year_fits.RULE.code
_COVER = "cover.year"
CORRECT_YEAR = Text(
    zh="{label}里的数正是本年的：先核对封面的填报年度和文字里的年份，改正写错的一处，数先不改。",
    en="the figures of {label} are those of this year: check the year on the cover and in the text "
    "first, correct the wrong one, and leave the figures as they are",
)


def with_years_of_texts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; of a text that reports on another year than the cover's, what it has as last
    year's and is this year's figure goes with that."""
    result = list(findings)
    for place, finding in enumerate(findings):
        field = _field_of(finding)
        quotes = [at for at, one in enumerate(findings) if _is_this_years(one, field, submission)]
        if quotes:
            todo = CORRECT_YEAR.fill(label=submission.standard.label(field))
            result = as_one_open(result, [place, *quotes], (), todo)
    return result


def _field_of(finding: Finding) -> str:
    """The text that reports on another year than the cover's; "" where a finding is none of that,
    or has its cause."""
    if finding.rule != _YEAR or finding.group is not None:
        return ""
    both = [cell.key for cell in finding.cells]
    return next((key for key in both if key != _COVER), "") if _COVER in both else ""


def _is_this_years(finding: Finding, field: str, submission: Submission) -> bool:
    """Whether a text has this year's figure where it speaks of the last, and that has no cause
    yet."""
    key = quoted(finding)
    is_open = finding.group is None and keys.measure(key) == "prior"
    if not is_open or finding.cells[0].key != field:
        return False
    return says(finding, submission.number(keys.beside(key, "actual")))
