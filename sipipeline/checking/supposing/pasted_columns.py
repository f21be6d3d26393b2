"""A column of an account, or this year's people, that holds another one to the last digit, and was
carried into sums, rates and the total. It is supposed where all lines are alike, and believed where
that settles what is told of several lines: nobody knows what should stand there."""

from collections.abc import Iterator, Sequence
from itertools import permutations

from sipipeline.checking.causes.copied_columns import COPIED
from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.causes.text_causes import says
from sipipeline.checking.supposing.exchanged_people import PEOPLE
from sipipeline.checking.supposing.suppositions import Correction, settled, without
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.standard import Fund
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.account_columns import COLUMNS
from sipipeline.evidence.copied_lines import LinePair, lines_in_both, pair_of
from sipipeline.evidence.evidence import Evidence

LINES = 3
"""So many lines must be alike to the last of several digits, and so many must be told of."""
_OF_YEAR, _LAST_YEAR = "actual", "prior"
PASTED = Text(
    zh="{fund}“{column}”一栏填的是“{other}”一栏的数，并带进了各合计：照账重填这一栏，文字和其他数"
    "先不改",
    en="the column “{column}” of {fund} holds that of “{other}”, and was carried into the sums: "
    "fill it in again from the books, and leave texts and other figures as they are",
)
PASTED_PEOPLE = Text(
    zh="{fund}“{column}”一栏填的全是“{other}”一栏的数：照台账重填这一栏，文字、指标和其他数先不改",
    en="the column “{column}” of {fund} holds that of “{other}” throughout: fill it in again from "
    "the registers, and leave texts, indicators and other figures as they are",
)


@frozen
class PastedColumn(Correction):
    """The figures of a column that are those of another one, and what is worked out of them."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings it settles; 0 where it makes errors, or they are of few lines."""
        gone = settled(before, after)
        cells = (cell.key for one in gone for cell in one.cells)
        lines = {keys.row(key) for key in cells if key in self.held}
        is_told = len(lines) >= LINES and any(one.severity is Severity.ERROR for one in gone)
        return len(gone) if is_told and not self.breaks(before, after) else 0


def pasted_columns(findings: Sequence[Finding], submission: Submission) -> Iterator[PastedColumn]:
    """The columns that hold another one, of all funds of which this is so and of one."""
    if not any(map(quoted, findings)) or any(map(_is_answered, findings)):
        return
    yield from _pasted_amounts(findings, submission)
    yield from _pasted_people(findings, submission)


def _pasted_amounts(findings: Sequence[Finding], submission: Submission) -> Iterator[PastedColumn]:
    for column, other in permutations(COLUMNS, 2):
        funds = [
            fund
            for fund in submission.standard.funds
            if _is_pasted(fund, column, other, submission)
            and (column != _OF_YEAR or _is_denied(keys.ACCOUNTS, fund, findings, submission))
        ]
        together = [funds] if len(funds) > 1 else []
        for some in (*together, *([fund] for fund in funds)):
            yield _pasted(keys.ACCOUNTS, some, column, other, submission)


def _pasted_people(findings: Sequence[Finding], submission: Submission) -> Iterator[PastedColumn]:
    """That this year's people of every fund are last year's, which texts or indicators deny."""
    counted = [fund for fund in submission.standard.funds if _people_in_both(fund, submission)]
    pasted = all(_are_last_years(fund, submission) for fund in counted)
    if pasted and any(_is_denied(PEOPLE, fund, findings, submission) for fund in counted):
        yield _pasted(PEOPLE, counted, _OF_YEAR, _LAST_YEAR, submission)


def _is_answered(finding: Finding) -> bool:
    """Whether it was asked, and explained, why two columns are alike."""
    return finding.rule == COPIED and finding.explained


def _is_pasted(fund: Fund, column: str, other: str, submission: Submission) -> bool:
    pairs = [*lines_in_both(submission, fund, column, other)]
    return all(one.alike for one in pairs) and sum(one.telling for one in pairs) >= LINES


def _people_in_both(fund: Fund, submission: Submission) -> Sequence[LinePair]:
    """The people of a fund, line by line, as far as both years have some."""
    table = f"{PEOPLE}.{fund.key}"
    this = [f"{keys.row(key)}.{_OF_YEAR}" for key in submission.claims if keys.table(key) == table]
    pairs = (pair_of(key, keys.beside(key, _LAST_YEAR), submission) for key in dict.fromkeys(this))
    return [one for one in pairs if one is not None and one.original.value]


def _are_last_years(fund: Fund, submission: Submission) -> bool:
    """Whether all people of a fund are those of last year."""
    return all(one.alike for one in _people_in_both(fund, submission))


def _is_denied(
    family: str, fund: Fund, findings: Sequence[Finding], submission: Submission
) -> bool:
    """Whether texts and indicators have more figures of this year otherwise than as a table has
    them; none that have last year's, as a text that was not written anew."""
    column = f"{family}.{fund.key}", _OF_YEAR
    quotes = {quoted(one): one for one in findings if keys.column(quoted(one)) == column}
    last = {key: submission.number(keys.beside(key, _LAST_YEAR)) for key in quotes}
    against = [key for key, one in quotes.items() if not says(one, last[key])]
    compared = submission.once(Evidence).beside_cells.values()
    agreeing = {one.told.key for one in compared if one is not None and one.agrees}
    return len(against) > len({key for key in agreeing if keys.column(key) == column})


def _pasted(
    family: str, funds: Sequence[Fund], column: str, other: str, submission: Submission
) -> PastedColumn:
    """That a column of some funds was pasted from another."""
    tables = [f"{family}.{fund.key}" for fund in funds]
    own = [
        key
        for key in submission.claims
        if keys.table(key) in tables
        and keys.measure(key) == column
        and submission.number(key) == submission.number(keys.beside(key, other)) != 0
    ]
    names = [_column_name(keys.beside(own[0], one), submission) for one in (column, other)]
    shorts = join([fund.short for fund in funds], "、", ", ")
    sentence = PASTED if family == keys.ACCOUNTS else PASTED_PEOPLE
    why = sentence.fill(fund=shorts, column=names[0], other=names[1])
    return PastedColumn(submission, without(own, submission), why)


def _column_name(key: str, submission: Submission) -> Text:
    """What the column is called that a figure stands in."""
    field = submission.standard.field(key)
    return NOTHING if field is None else field.column.name
