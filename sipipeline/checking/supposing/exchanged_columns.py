"""Two amounts of a line that stand in each other's column, and were carried into sums, balances and
rates. It is supposed where texts ask for the one in the place of the other, and believed where what
rests on the other one agrees as well once they are exchanged, and nothing new is told."""

from collections.abc import Iterator, Sequence

from sipipeline.checking.causes.lone_texts import others_of_line
from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.causes.testimonies import (
    Testimony,
    depending_on,
    is_entered,
    testimonies_against,
)
from sipipeline.checking.supposing.suppositions import Correction, settled, with_figures
from sipipeline.core import keys
from sipipeline.core.findings import Finding
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen

_FIGURES = 2
"""So many figures of the texts must ask for the amount of the other column."""
_CENT = 0.0101
"""How far amounts may be apart that are one."""
EXCHANGED = Text(
    zh="{fund}“{line}”的“{column}”和“{other}”两栏的数填反了，并带进了各合计：对调以后，文字和其他数都相符",
    en="“{column}” and “{other}” of {fund}, {line}, stand in each other's place, and were carried "
    "into the sums: once they are exchanged, texts and other figures agree",
)


@frozen
class ColumnExchange(Correction):
    """Two amounts of a line that each stand in the other's column, and what is worked out of
    them."""

    cells: tuple[str, str]

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings the exchange settles; 0 where it makes new ones, or nothing speaks for
        one of the two."""
        gone = settled(before, after)
        told = {*map(quoted, gone)}
        is_told = not any(told.isdisjoint(self._resting_on(cell)) for cell in self.cells)
        return len(gone) if is_told and not settled(after, before) else 0

    def _resting_on(self, cell: str) -> set[str]:
        return depending_on([cell], self.submission)


def exchanged_columns(
    findings: Sequence[Finding], submission: Submission
) -> Iterator[ColumnExchange]:
    """The lines in which the amounts of two columns may stand in each other's place."""
    far = [one for one in testimonies_against(findings, submission).values() if one.is_far]
    leaves = sorted(set[str]().union(*(one.leaves for one in far)))
    for leaf in filter(keys.is_account, leaves):
        for column, amount in others_of_line(leaf, submission).items():
            apart = amount - (submission.number(leaf) or 0.0)
            other = keys.beside(leaf, column)
            if _are_asked(far, leaf, apart) and is_entered(other, submission):
                yield _exchanged(leaf, other, submission)


def _are_asked(texts: Sequence[Testimony], leaf: str, amount: float) -> bool:
    """Whether texts ask for so much to be added to an amount, of several figures made of it."""
    spans = ((one.figure, one.missing(leaf)) for one in texts)
    asked = {
        figure
        for figure, span in spans
        if span is not None and span[0] - _CENT <= amount <= span[1] + _CENT
    }
    return abs(amount) > _CENT and len(asked) >= _FIGURES


def _exchanged(leaf: str, other: str, submission: Submission) -> ColumnExchange:
    amounts = [submission.number(key) or 0.0 for key in (leaf, other)]
    meant = {leaf: amounts[1], other: amounts[0]}
    standard = submission.standard
    names = [standard.measure_name(keys.measure(key)) for key in (leaf, other)]
    fund, line = standard.fund(keys.fund(leaf) or "").short, standard.line_name(leaf)
    why = EXCHANGED.fill(fund=fund, line=line, column=names[0], other=names[1])
    return ColumnExchange(submission, with_figures(meant, submission), why, (leaf, other))
