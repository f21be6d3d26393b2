"""Rows of an account that hold those of another fund in every column, to the last digit, and were
carried into sums, rates and the total. It is supposed where texts have other figures, and believed
where that settles what is told of several: nobody knows what should stand there."""

from collections.abc import Iterator, Sequence
from itertools import permutations

from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.supposing.pasted_columns import LINES
from sipipeline.checking.supposing.suppositions import Correction, settled, without
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.standard import Fund
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.account_columns import COLUMNS, lines_in_columns
from sipipeline.evidence.copied_lines import LinePair, pair_of

OF_OTHER_FUND = Text(
    zh="{fund}的{rows}各栏和{other}一模一样，像是粘贴来的，并带进了各合计：照账重填这{count}行，"
    "文字和其他数先不改",
    en="{rows} of {fund} are those of {other} in every column, as if pasted, and were carried into "
    "the sums: fill in these {count} lines again from the books, and leave texts and other figures "
    "as they are",
)


@frozen
class ForeignRows(Correction):
    """The figures of rows that are those of another fund, and what is worked out of them."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings they settle; 0 where they make errors, or settle few figures of
        texts."""
        gone = settled(before, after)
        texts = {quoted(one) for one in gone if one.severity is Severity.ERROR} - {""}
        return len(gone) if len(texts) >= LINES and not self.breaks(before, after) else 0


def rows_of_other_funds(
    findings: Sequence[Finding], submission: Submission
) -> Iterator[ForeignRows]:
    """The rows of a fund of which texts have figures that may be those of another fund."""
    funds = {keys.fund(key) for key in map(quoted, findings) if keys.is_account(key)}
    every = submission.standard.funds
    for fund, other in permutations(every, 2):
        rows = [*_rows_in_both(fund, other, submission)] if fund.key in funds else []
        if rows:
            yield _pasted(fund, other, rows, submission)


def _rows_in_both(fund: Fund, other: Fund, submission: Submission) -> Iterator[str]:
    """The rows of a fund whose every column is that of another fund, by figures of several
    digits."""
    items = {item.key for item in lines_in_columns(submission.standard, other)}
    for item in lines_in_columns(submission.standard, fund):
        row, original = (f"{keys.ACCOUNTS}.{one.key}.{item.key}" for one in (fund, other))
        pairs = [
            pair_of(f"{row}.{column}", f"{original}.{column}", submission) for column in COLUMNS
        ]
        if item.key in items and all(map(_is_copied, pairs)):
            yield row


def _is_copied(pair: LinePair | None) -> bool:
    return pair is not None and pair.alike and pair.telling


def _pasted(fund: Fund, other: Fund, rows: Sequence[str], submission: Submission) -> ForeignRows:
    """That some rows of a fund were pasted from another."""
    own = [f"{row}.{column}" for row in rows for column in COLUMNS]
    named = join([submission.standard.line_name(key) for key in own[:: len(COLUMNS)]], "、", ", ")
    why = OF_OTHER_FUND.fill(fund=fund.short, other=other.short, rows=named, count=len(rows))
    return ForeignRows(submission, without(own, submission), why)
