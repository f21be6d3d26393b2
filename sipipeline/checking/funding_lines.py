"""Lines of the funds of the year beside a line that is all of them by itself: what they hold was
counted besides, as the subsidy within the insurance funds once more under 财政拨款."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking import shown
from sipipeline.core.findings import Culprit, Finding, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.rules import b206_funding_lines

_LINES = b206_funding_lines.RULE.code
COUNTED_BESIDES = Text(
    zh="“{line}”一项已经等于“{total}”，这里像是重复算了：没有另外的资金就留空或填 0",
    en=(
        "“{line}” is all of “{total}” by itself, so that this seems to be counted besides: leave "
        "it blank, or write 0, unless it is money of its own"
    ),
)


def with_funding_lines(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where one of the lines is the whole by itself, the others are likely wrong."""
    result = list(findings)
    for finding in findings:
        culprits = _besides(finding, submission) if finding.rule == _LINES else []
        if culprits and finding.group is not None:
            for place, one in enumerate(result):
                if one.group == finding.group:
                    apart = replace(one.without_answer(), expected=None)
                    result[place] = replace(apart, culprits=tuple(culprits))
    return result


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
