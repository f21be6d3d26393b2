"""A total that differs from its funds in most of its lines: one of the sheets is of another year,
or of another unit, and no line of it can be put right alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity, lies_within
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import b204_total_over_funds

_TOTAL = b204_total_over_funds.RULE.code
_FEWEST = 12
"""So many lines and columns of the total must be off."""
_MOST = 0.6
"""The part of the stated lines of the total that must be off in a column."""
_COLUMNS = 2
"""In so many columns at least."""
_THIS_YEAR, _LAST_YEAR = "actual", "prior"
_ENTERED = ("budget", _THIS_YEAR, _LAST_YEAR)
FOREIGN = Text(
    zh="{total}表有 {count} 格和各险种之和对不上，几乎每一行都是：不是哪一格填错，"
    "而是有一张表是别的年份、别的单位的，或者没有照最后的数更新。",
    en="{count} cells of the sheet {total} are not the sum of the funds, in nearly every line: no "
    "cell is wrong alone, but one of the sheets is of another year or unit, or was not brought "
    "up to date.",
)
OF_LAST_YEAR = Text(
    zh="{total}表的本年数正是各险种上年数之和：{total}表像是上年的。",
    en=" What {total} says of this year is the sum of last year's figures: it seems to be of that.",
)
CHECK = Text(
    zh="先核对{total}表和各险种表是不是同一年、同一套数：用错的整张表换成本年的；都是本年的，{total}按各险种重新相加。",
    en="Check whether {total} and the sheets of the funds are of the same year and books: put "
    "this year's in the place of the wrong one; if all are this year's, add up the funds anew.",
)


def with_foreign_totals(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those that lines of the total are not the sums of the funds, where that is so
    of most of its lines, are one cause, with what does not agree with these lines."""
    places = [place for place, one in enumerate(findings) if _is_off(one)]
    off = {findings[place].cells[0].key: findings[place] for place in places}
    if len(off) < _FEWEST or not _are_most(off, submission):
        return list(findings)
    result, group = list(findings), next(fresh_numbers(findings))
    total = submission.standard.total.short
    message = FOREIGN.fill(total=total, count=len(off))
    if _is_of_last_year(off, submission):
        message += OF_LAST_YEAR.fill(total=total)
    beside = [place for place, one in enumerate(findings) if _is_beside(one, off)]
    for place in (*places, *beside):
        result[place] = replace(
            findings[place].without_answer(), group=group, culprits=(), todo=CHECK.fill(total=total)
        )
    first = places[0]
    result[first] = replace(result[first], message=message, expected=None, difference=None)
    return result


def _is_off(finding: Finding) -> bool:
    """Whether a line of the total is not the sum of the funds, and no cell is known to be wrong."""
    is_error = finding.rule == _TOTAL and finding.severity is Severity.ERROR
    return is_error and not any(one.located for one in finding.culprits)


def _are_most(off: Mapping[str, Finding], submission: Submission) -> bool:
    """Whether most of the stated lines of the total are off, in several columns."""
    total = submission.standard.total.key
    shares = []
    for measure in _ENTERED:
        stated = [key for key in submission.claims if keys.is_account(key)]
        lines = [one for one in stated if keys.fund(one) == total and keys.measure(one) == measure]
        lines = [one for one in lines if submission.number(one)]
        shares.append(sum(one in off for one in lines) / max(1, len(lines)))
    return sum(share >= _MOST for share in shares) >= _COLUMNS


def _is_of_last_year(off: Mapping[str, Finding], submission: Submission) -> bool:
    """Whether most of what the total says of this year is what the funds had last year."""
    lines = [one for key, one in off.items() if keys.measure(key) == _LAST_YEAR]
    same = 0
    for finding in lines:
        stated = submission.number(keys.beside(finding.cells[0].key, _THIS_YEAR))
        same += stated is not None and lies_within(stated, finding.expected)
    return bool(lines) and same >= _MOST * len(lines)


def _is_beside(finding: Finding, off: Mapping[str, Finding]) -> bool:
    """Whether something else does not agree with a line of the total that is off, or with its rate,
    as a text or the funds of the year."""
    lines = {keys.row(key) for key in off}
    is_error = finding.severity is Severity.ERROR and not _is_off(finding)
    is_open = is_error and not any(one.located for one in finding.culprits)
    return is_open and any(keys.row(cell.key) in lines for cell in finding.cells[1:])
