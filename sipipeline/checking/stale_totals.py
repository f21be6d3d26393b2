"""Several cells of the total that differ from the sum of the funds by one and the same amount: a
fund may have been corrected, and the total left as it was."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking import shown
from sipipeline.core.figures import significant
from sipipeline.core.findings import Culprit, Finding, Severity, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import b204_total_over_funds

_TOTAL = b204_total_over_funds.RULE.code
_FEWEST = 3
"""So many cells of the total must be off by one amount."""
STALE = Text(
    zh=(
        "合计表有 {count} 格都和各险种之和差 {amount}：像是险种表改过数、合计没有跟着改，"
        "先照各险种表重新相加；险种表填错的，改正险种表。"
    ),
    en=(
        " {count} cells of the total are {amount} off the sum of the funds, as if a fund had been "
        "corrected and the total left as it was: add up the funds anew first; if a fund is wrong, "
        "correct that."
    ),
)
WHY = Text(
    zh="合计的 {count} 格没有跟着险种表改，照各险种重新相加",
    en="{count} cells of the total were not corrected with the funds: add these up anew",
)


def with_stale_totals(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; of a group of totals that are all off by one amount, and of which no cell is
    known to be wrong, the first says so, and the total is named before the funds."""
    result = list(findings)
    for number in sorted({one.group for one in findings if one.group is not None}):
        places = [place for place, one in enumerate(result) if one.group == number]
        members = [result[place] for place in places]
        if not _are_stale(members):
            continue
        total = _culprit(members, submission)
        for place in places:
            others = [one for one in result[place].culprits if one.cell.key != total.cell.key]
            result[place] = replace(result[place], culprits=(total, *others))
        first = result[places[0]]
        form = shown.form_of(first.cells[0].key, submission)
        amount = shown.figure(abs(members[0].difference or 0.0), form)
        told = STALE.fill(count=len(members), amount=amount)
        result[places[0]] = replace(first, message=first.message + told)
    return result


def _are_stale(members: Sequence[Finding]) -> bool:
    """Whether all that a group says is that totals are off by one amount, up or down."""
    if len(members) < _FEWEST or any(one.located for two in members for one in two.culprits):
        return False
    errors = all(one.severity is Severity.ERROR and one.rule == _TOTAL for one in members)
    return errors and len({significant(abs(one.difference or 0.0), 6) for one in members}) == 1


def _culprit(members: Sequence[Finding], submission: Submission) -> Culprit:
    """The first of some cells of the total that should all be what the funds make."""
    key = members[0].cells[0].key
    return Culprit(
        submission.cell(key),
        None,
        WHY.fill(count=len(members)),
        "possible",
        label=submission.standard.label(key),
        shown=Shown(shown.stated(key, submission)),
    )
