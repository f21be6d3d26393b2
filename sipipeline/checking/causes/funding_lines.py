"""The funds of the year: lines of them that were counted besides, as the subsidy within the
insurance funds once more under 财政拨款; and what was spent in the place of what was budgeted."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.wording import shown
from sipipeline.checking.wording.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.findings import Culprit, Finding, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.rules import b206_funding_lines, b207_funding_matches_expenditure

_LINES = b206_funding_lines.RULE.code
_EXPENDITURE = b207_funding_matches_expenditure.RULE.code
_MISTAKEN_FOR = ("actual", "prior")
"""The columns whose expenditure gets in the place of the budget's."""
_TELLING = 1000
"""Amounts that are equal to the last digit are no chance from so many units of it on."""
COUNTED_BESIDES = Text(
    zh="“{line}”一项已经等于“{total}”，这里像是重复算了：没有另外的资金就留空或填 0",
    en="“{line}” is all of “{total}” by itself, so that this seems to be counted besides: leave "
    "it blank, or write 0, unless it is money of its own",
)


def with_funding_lines(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where one of the lines is the whole by itself, the others are likely wrong, and
    where the funds are what was spent, they are."""
    result = list(findings)
    for finding in findings:
        members = [one for one in result if one.group == finding.group]
        culprits = _culprits(finding, members, submission)
        if culprits and finding.group is not None:
            for place, one in enumerate(result):
                if one.group == finding.group:
                    apart = replace(one.without_answer(), expected=None)
                    result[place] = replace(apart, culprits=tuple(culprits))
    return result


def _culprits(
    finding: Finding, members: Sequence[Finding], submission: Submission
) -> list[Culprit]:
    """The cells of the funds that are likely wrong by a finding and the others of its group."""
    if finding.rule == _LINES:
        return _besides(finding, submission)
    if finding.rule != _EXPENDITURE:
        return []
    families = {keys.family(one.cell.key) for one in finding.culprits if one.located}
    is_of_funding = families <= {keys.family(finding.cells[0].key)}
    is_alone = all(one.rule in (_LINES, _EXPENDITURE) for one in members)
    return _as_spent(finding, submission) if is_of_funding and is_alone else []


def _as_spent(finding: Finding, submission: Submission) -> list[Culprit]:
    """The total of the funds, and a line that holds the same, where that is to the last digit the
    expenditure of another column than the budget."""
    total, *budgets = (cell.key for cell in finding.cells)
    stated, budgeted = submission.number(total), _sum(budgets, submission)
    if stated is None or budgeted is None or not _is_telling(total, submission):
        return []
    for column in _MISTAKEN_FOR:
        if _sum([keys.beside(key, column) for key in budgets], submission) == stated:
            alike = _lines_of(total, stated, submission)
            return [_in_place_of(key, column, budgeted, submission) for key in alike]
    return []


def _is_telling(key: str, submission: Submission) -> bool:
    """Whether a figure has so many digits that another one is not equal to it by chance."""
    claim = submission.claims[key]
    return isinstance(claim.value, float) and claim.value >= _TELLING * 2 * claim.half_width


def _lines_of(total: str, amount: float, submission: Submission) -> list[str]:
    """The keys of the funds of the year that state an amount."""
    lines = [key for key in submission.claims if keys.family(key) == keys.family(total)]
    return [key for key in lines if submission.number(key) == amount]


def _sum(of: Sequence[str], submission: Submission) -> float | None:
    """The sum of some figures; None where one is not stated."""
    amounts = [amount for amount in map(submission.number, of) if amount is not None]
    return significant(sum(amounts)) if len(amounts) == len(of) else None


def _in_place_of(key: str, column: str, budgeted: float, submission: Submission) -> Culprit:
    form = shown.form_of(key, submission)
    clauses = shown.compared(submission.number(key) or 0.0, (budgeted, budgeted), form)
    return Culprit(
        submission.cell(key),
        budgeted,
        SLIPS[column],
        "likely",
        (budgeted, budgeted),
        submission.standard.label(key),
        Shown(shown.stated(key, submission), clauses.brief.should, clauses.brief.off),
    )


def _besides(finding: Finding, submission: Submission) -> list[Culprit]:
    """The lines beside the only one that is the whole, as far as they hold something."""
    total, *lines = finding.cells
    whole = submission.number(total.key)
    held = {line.key: submission.number(line.key) for line in lines}
    alike = [key for key, amount in held.items() if whole and amount == whole]
    others = [key for key, amount in held.items() if amount and key not in alike]
    return [_culprit(key, alike[0], total.key, submission) for key in others if len(alike) == 1]


def _culprit(key: str, line: str, total: str, submission: Submission) -> Culprit:
    standard = submission.standard
    return Culprit(
        submission.cell(key),
        0,
        COUNTED_BESIDES.fill(line=standard.brief(line, key), total=standard.brief(total, key)),
        "likely",
        (0.0, 0.0),
        standard.label(key),
        Shown(shown.stated(key, submission), same("0")),
    )
