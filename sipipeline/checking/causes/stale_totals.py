"""Several cells of the total that differ from the sum of the funds by one and the same amount: a
fund may have been corrected, and the total left as it was; or an amount of a fund is wrong."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.findings import Culprit, Finding, Severity, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import b204_total_over_funds

_TOTAL = b204_total_over_funds.RULE.code
_FEWEST = 3
"""So many cells of the total must be off by one amount."""
STALE = Text(
    zh="合计表有 {count} 格都和各险种之和差 {amount}：可能是某张险种表有一项填错、带进了那张表的"
    "合计，也可能是险种表改过数、合计没有跟着改。先对照账簿核对险种表里列出的各格，填错的改正"
    "险种表；险种表没有错的，合计再照各险种表重新相加。",
    en=" {count} cells of the total are {amount} off the sum of the funds: an amount of a fund "
    "may be wrong and carried into its sums, or a fund was corrected and the total left as it "
    "was. Check the cells of the funds that are named against the books first, and correct "
    "them if they are wrong; if not, add up the funds anew.",
)
WHY = Text(
    zh="合计的 {count} 格没有跟着险种表改，照各险种重新相加",
    en="{count} cells of the total were not corrected with the funds: add these up anew",
)


def with_stale_totals(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; of a group of totals that are all off by one amount, and of which no cell is
    known to be wrong, the first says so, and the total is named once among the funds."""
    result = list(findings)
    for number in sorted({one.group for one in findings if one.group is not None}):
        places = [place for place, one in enumerate(result) if one.group == number]
        members = [result[place] for place in places]
        if not _are_stale(members):
            continue
        total = _culprit(members, submission)
        for place in places:
            result[place] = replace(result[place], culprits=_with(total, result[place].culprits))
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


def _with(total: Culprit, culprits: Sequence[Culprit]) -> tuple[Culprit, ...]:
    """The culprits with that of the total in the place of the first of its sheet; before them all
    where none is of it."""
    sheet = keys.table(total.cell.key)
    is_own = [keys.table(one.cell.key) == sheet for one in culprits]
    place = is_own.index(True) if any(is_own) else 0
    others = [one for one, own in zip(culprits, is_own) if not own]
    return (*others[:place], total, *others[place:])


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
