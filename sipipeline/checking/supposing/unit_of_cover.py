"""Another unit of money on the cover than that of the tables. It is supposed where most amounts of
the texts would be those of the tables in one, and believed where that settles what was told and
nothing new is. Where the texts are in the unit of the cover it may be the tables that are wrong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.causes.testimonies import QUOTING
from sipipeline.checking.groups import as_one_open
from sipipeline.checking.supposing.suppositions import as_one_cause, settled
from sipipeline.core.findings import Culprit, Finding, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.core.values import frozen
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative.quoting.quotes import Quote, compared, restates_amount
from sipipeline.rules import p411_unit_of_the_cover

_ASKING = p411_unit_of_the_cover.RULE.code
_COVER = "cover.money_unit"
_FEWEST = 3
"""So many amounts of texts are no chance."""
WHY = Text(
    zh="文字里的金额和各表，按“{unit}”才都相符，数不用乘除",
    en="in {unit} alone the amounts of texts and tables agree; no figure is to be multiplied",
)


@frozen
class UnitOfCover:
    """The submission with another unit on its cover."""

    submission: Submission
    unit: str
    is_open: bool
    """Whether it may be the tables, as the texts are in the unit of the cover."""

    @property
    def put_right(self) -> Submission:
        cover = self.submission.claims[_COVER]._replace(value=self.unit, raw=self.unit)
        return replace(self.submission, claims={**self.submission.claims, _COVER: cover})

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings the unit settles; 0 where it makes new ones, or settles few of
        texts, or where people do not speak against the cover and the texts are in its unit."""
        gone = settled(before, after)
        told = Counter(one.rule for one in gone)
        is_told = told[QUOTING] >= _FEWEST and (bool(told[_ASKING]) or not self.is_open)
        return len(gone) if is_told and not settled(after, before) else 0

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What is told in the other unit, and what that settles, as one cause."""
        if not self.is_open:
            return as_one_cause(before, after, (self._culprit(),))
        gone = [replace(one, group=None) for one in settled(before, after)]
        todo = next(one.todo for one in gone if one.rule == _ASKING)
        every = [*after, *gone]
        return as_one_open(every, range(len(after), len(every)), (), todo)

    def _culprit(self) -> Culprit:
        brief = Shown(same(self.submission.money_unit), same(self.unit))
        label = self.submission.standard.label(_COVER)
        cell, why = self.submission.cell(_COVER), WHY.fill(unit=self.unit)
        return Culprit(cell, self.unit, why, "likely", label=label, shown=brief)


def unit_of_cover(findings: Sequence[Finding], submission: Submission) -> Iterator[UnitOfCover]:
    """The unit in which most amounts of the texts are those of the tables."""
    disputed = sum(one.rule == QUOTING for one in findings)
    if disputed < _FEWEST or _COVER not in submission.claims:
        return
    quotes, own = submission.once(Evidence).quotes, submission.money_unit
    amounts = [one for one in quotes if restates_amount(one, submission)]
    is_open = any(one.mention.unit.symbol == own for one in amounts)
    for unit in submission.standard.money_units:
        if unit != own and 2 * _agreeing(amounts, unit, submission) > len(amounts):
            yield UnitOfCover(submission, unit, is_open)


def _agreeing(amounts: Sequence[Quote], unit: str, submission: Submission) -> int:
    """How many amounts are those of the tables, were these in a unit."""
    beside = (compared(one, submission, unit) for one in amounts)
    return sum(one is not None and one.agrees for one in beside)
