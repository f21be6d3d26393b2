"""Texts that agree with next to nothing of the accounts: these are of another year than the texts,
or of other books, and no figure is wrong alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.causes.testimonies import INDICATOR, QUOTING
from sipipeline.checking.causes.text_causes import says
from sipipeline.checking.groups import as_one_open
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence

_FEWEST = 10
"""So many figures of texts must be other than the accounts have them."""
_FEW = 0.1
"""The part of so many that may agree by chance."""
_OF_LAST_YEAR = 2
"""So many of last year's figures must be this year's in the accounts."""
APART = Text(
    zh="文字和各险种表、合计表有 {count} 处不一致，几乎没有一处相符：像是表和文字不是同一年、"
    "同一套数。",
    en="{count} figures of the texts are not those of the accounts, and hardly one is, as if the "
    "accounts and the texts were of different years or books.",
)
LAST_YEARS = Text(
    zh="表里的本年实际数正是文字里的上年数，表像是上年的。",
    en=" What the accounts have for this year is what the texts have for the last, as if the "
    "accounts were last year's.",
)
CHECK = Text(
    zh="先核对各险种表是不是本年的：用错的，整套换成本年的，文字不改；表没有错的，照表改写文字。",
    en="Check first whether the accounts are this year's: if not, put this year's in their place "
    "and leave the texts; if they are, write the texts anew by them.",
)


def with_texts_apart(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where texts agree with next to nothing of the accounts, what they have other is
    one cause, at neither."""
    places = [place for place, one in enumerate(findings) if _is_open(one)]
    quotes = [findings[place] for place in places]
    if len(places) < _FEWEST or _are_one_cause(quotes) or _agree(len(places), submission):
        return list(findings)
    result = as_one_open(findings, places, (), CHECK)
    message = APART.fill(count=len(places))
    last = sum(_has_as_last_year(one, submission) for one in quotes)
    told = message + LAST_YEARS if last >= _OF_LAST_YEAR else message
    first = result[places[0]]
    result[places[0]] = replace(first, message=told, clash=None)
    return result


def _is_open(finding: Finding) -> bool:
    """Whether a text or an indicator has a figure of an account otherwise, and no table is known to
    be wrong."""
    if finding.rule not in (QUOTING, INDICATOR) or finding.severity is not Severity.ERROR:
        return False
    own, *others = (cell.key for cell in finding.cells)
    return any(map(keys.is_account, others[:1])) and finding.singled_out <= {own}


def _are_one_cause(quotes: Sequence[Finding]) -> bool:
    """Whether one mistake is known that explains most of them."""
    groups = Counter(one.group for one in quotes if one.group is not None)
    return any(2 * count > len(quotes) for count in groups.values())


def _agree(against: int, submission: Submission) -> bool:
    """Whether more figures of texts are as the accounts have them than agree by chance."""
    compared = submission.once(Evidence).beside_cells.values()
    told = [one.told.key for one in compared if one is not None and one.agrees]
    agreeing = [key for key in told if keys.is_account(key) and not keys.is_made(key)]
    return len(agreeing) > _FEW * against


def _has_as_last_year(quote: Finding, submission: Submission) -> bool:
    """Whether a text has as last year's figure what the accounts have for this year."""
    key = quote.cells[1].key
    is_last = keys.measure(key) == "prior"
    return is_last and says(quote, submission.number(keys.beside(key, "actual")))
