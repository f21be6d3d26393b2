"""An amount that was left blank though its line has the other two, and that sums lack. It is
supposed where texts ask for one amount that is like these, and believed where that settles what is
told of several figures and nothing new is."""

from collections.abc import Iterator, Sequence

from sipipeline.arithmetic.figures import Interval, meet
from sipipeline.checking.causes.lone_texts import COLUMNS, is_like_its_line
from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.causes.testimonies import (
    SAME,
    Testimony,
    made_of,
    testimonies_against,
)
from sipipeline.checking.supposing.suppositions import Correction, settled, with_figures
from sipipeline.core import keys
from sipipeline.core.findings import Finding
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.evidence.account_columns import lines_in_columns
from sipipeline.localisation.cell_slips import rounded

_FIGURES = 2
"""So many figures of the texts must lack the amount."""
LEFT_BLANK = Text(
    zh="这一格空着，本行另外两栏都有数，各合计正好少这个数：文字里都是补填以后的数",
    en="it is blank, though the line has the other two columns, and the sums lack just so much: "
    "the texts all have what they are with it",
)


@frozen
class BlankAmount(Correction):
    """An amount that was left blank, and what is worked out of it."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings it settles; 0 where it makes new ones, or settles few figures of
        texts."""
        gone = settled(before, after)
        texts = set(map(quoted, gone)) - {""}
        return len(gone) if len(texts) >= _FIGURES and not settled(after, before) else 0


def blank_amounts(findings: Sequence[Finding], submission: Submission) -> Iterator[BlankAmount]:
    """The blank cells whose amount texts lack, each with that."""
    blanks = [*_blanks(submission)] if any(map(quoted, findings)) else []
    texts = testimonies_against(findings, submission).values() if blanks else ()
    far = [one for one in texts if one.is_far]
    for blank in blanks:
        for amount in _asked(blank, far, submission):
            if is_like_its_line(blank, amount, submission):
                held = with_figures({blank: amount}, submission)
                yield BlankAmount(submission, held, LEFT_BLANK)
                break


def _blanks(submission: Submission) -> Iterator[str]:
    """The blank cells of lines that add up no others and have the other two columns."""
    for fund in submission.funds:
        for item in lines_in_columns(submission.standard, fund):
            cells = [f"{keys.ACCOUNTS}.{fund.key}.{item.key}.{one}" for one in COLUMNS]
            blank = [key for key in cells if submission.is_blank(key)]
            there = [key for key in cells if submission.number(key)]
            if len(blank) == 1 and len(there) == len(COLUMNS) - 1:
                yield blank[0]


def _asked(blank: str, texts: Sequence[Testimony], submission: Submission) -> Iterator[float]:
    """The amounts that several figures of texts lack in one blank cell."""
    lacking = dict[str, Interval]()
    for text in texts:
        sign = made_of(text.figure, submission, (blank,)).get(blank, 0.0)
        if sign:
            low, high = sorted(sign * end for end in text.off)
            lacking[text.figure] = low, high
    for seed in lacking.values():
        fitting = [one for one in lacking.values() if meet(one, seed)]
        low, high = max(one[0] for one in fitting), min(one[1] for one in fitting)
        if len(fitting) >= _FIGURES and low <= high:
            yield rounded((low + high) / 2, max(SAME, (high - low) / 2))
