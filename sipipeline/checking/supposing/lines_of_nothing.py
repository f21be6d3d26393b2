"""Lines of accounts that are blank in every column: nobody knows what they hold, but the unit seems
to have nothing of them. That is supposed where it is not clear which cell is wrong, and believed
where it is clearer then and no cause is told that was none before."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.supposing.figures_by_hand import identity
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.standard import Fund
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.account_columns import COLUMNS, lines_in_columns


@frozen
class LinesOfNothing:
    """Cells that hold 0 where the unit has nothing of their lines."""

    submission: Submission
    blanks: Sequence[str]

    @property
    def put_right(self) -> Submission:
        """The submission with 0 in these cells."""
        cells = map(self.submission.cell, self.blanks)
        nothing = {one.key: Claim(one.key, 0.0, 0.0, one.sheet, one.ref, None) for one in cells}
        return replace(self.submission, claims={**self.submission.claims, **nothing})

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many causes less there are, and how many less of which no cell is known; 0 where a
        cause of errors is told of which no error was told before."""
        wrong = {identity(one) for one in before if one.severity is Severity.ERROR}
        errors = [one for one in after if one.severity is Severity.ERROR]
        known = {_cause(one) for one in errors if identity(one) in wrong}
        is_new = any(_cause(one) not in known for one in errors)
        return 0 if is_new else max(0, _unclear(before) - _unclear(after))

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What is told with nothing in these cells."""
        return list(after)


def lines_of_nothing(
    findings: Sequence[Finding], submission: Submission
) -> Iterator[LinesOfNothing]:
    """That the accounts about which something is unclear have nothing of the lines that they leave
    blank."""
    unclear = [one for one in _serious(findings) if not _is_known(one)]
    spoken_of = {keys.fund(cell.key) for one in unclear for cell in one.cells}
    accounts = [one for one in submission.standard.accounts if one.key in spoken_of]
    blanks = [key for one in accounts for key in _blanks(one, submission)]
    if blanks:
        yield LinesOfNothing(submission, blanks)


def _blanks(account: Fund, submission: Submission) -> Iterator[str]:
    """The cells of the lines of an account that add up no others and are blank in every column, in
    the columns in which others are filled in that are added up with them."""
    standard = submission.standard
    cells = {
        (item, one): f"{keys.ACCOUNTS}.{account.key}.{item.key}.{one}"
        for item in standard.items_of(account.key)
        for one in COLUMNS
    }
    stated = (cell for cell, key in cells.items() if submission.number(key))
    filled_in = {(item.parent, column) for item, column in stated}
    for item in lines_in_columns(standard, account):
        line = {column: cells[item, column] for column in COLUMNS}
        if all(map(submission.is_blank, line.values())):
            yield from (key for one, key in line.items() if (item.parent, one) in filled_in)


def _unclear(findings: Sequence[Finding]) -> int:
    """How many causes are told, those of which no cell is known twice."""
    serious = _serious(findings)
    known = {_cause(one) for one in serious if _is_known(one)}
    causes = {_cause(one) for one in serious}
    return 2 * len(causes) - len(known)


def _serious(findings: Sequence[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity is not Severity.INFO]


def _is_known(finding: Finding) -> bool:
    """Whether a cell is singled out as the cause of a finding."""
    return any(one.located for one in finding.culprits)


def _cause(finding: Finding) -> object:
    """The cause that a finding is of."""
    return identity(finding) if finding.group is None else finding.group
