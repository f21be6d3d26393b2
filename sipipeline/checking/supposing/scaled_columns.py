"""A column of one account whose amounts are all so many times what they should be, and were carried
into sums, rates and the total: in another unit, doubled, of some months of the year. It is supposed
where texts and indicators have several lines of it otherwise by one factor, or its lines are so
many tens of the others beside them, and believed where that settles what was told and nothing new
is."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.causes.testimonies import carried_into
from sipipeline.checking.supposing.suppositions import Correction, settled
from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.account_columns import COLUMNS, AccountColumn

_LINES = 3
"""So many lines of a column must be told to be off by one factor."""
_ALIKE = 2e-3
"""How far factors of lines may be apart, as a part of them."""
_MONTHS = {12 / months: months for months in range(6, 12)}
"""What amounts of so many months are to be multiplied by."""
_FACTORS = (1e4, 1e-4, 1e8, 1e-8, 100.0, 0.01, 10.0, 0.1, 2.0, 0.5, *_MONTHS)
"""What puts such columns right."""
_POWERS = _FACTORS[:8]
_ABOUT = 2.0
"""By how much figures of one line may differ from year to year."""
_MOSTLY = 0.8
"""The part of the lines of a column that must be off beside the others."""
_AMOUNTS = ("budget", "actual", "prior", "change")
_BALANCES = ("opening_balance", "time_deposits")
"""Lines of what there is at one day, which what went wrong in the year may leave alone."""
TOO_SMALL = Text(
    zh="{fund}“{column}”一栏的数都小 {times} 倍，并带进了各合计：改正以后，文字和其他数都相符",
    en="the amounts of {fund}, {column}, are all {times} times too small, and were carried into "
    "the sums: once they are put right, texts and other figures agree",
)
TOO_LARGE = Text(
    zh="{fund}“{column}”一栏的数都大 {times} 倍，并带进了各合计：改正以后，文字和其他数都相符",
    en="the amounts of {fund}, {column}, are all {times} times too large, and were carried into "
    "the sums: once they are put right, texts and other figures agree",
)
OF_MONTHS = Text(
    zh="{fund}“{column}”一栏像是只填了 {months} 个月的数，文字里都是全年的数：照全年的账重填",
    en="the amounts of {fund}, {column}, seem to be those of {months} months, the texts have those "
    "of the whole year: fill in the column again from the year's books",
)


@frozen
class ScaledColumn(Correction):
    """The amounts of a column that are all a factor from what they should be; those that are of
    some months nobody knows, as nobody knows what the others brought."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings it settles; 0 where it makes errors."""
        return 0 if self.breaks(before, after) else len(settled(before, after))


def scaled_columns(findings: Sequence[Finding], submission: Submission) -> Iterator[ScaledColumn]:
    """The columns that texts and indicators have otherwise by one factor, line by line, or that
    have it beside the others of their lines; those of several funds also together, of all where
    they have the total so."""
    tables: dict[tuple[str, float], list[str]] = {}
    standard = submission.standard
    every = [f"{keys.ACCOUNTS}.{fund.key}" for fund in standard.funds]
    for (table, measure), factor in _factors(findings, submission).items():
        if table == f"{keys.ACCOUNTS}.{standard.total.key}":
            yield from _scaled(_filled_in(every, measure, submission), measure, factor, submission)
            continue
        yield from _scaled([table], measure, factor, submission)
        tables.setdefault((measure, factor), []).append(table)
    for (measure, factor), alike in tables.items():
        if len(alike) > 1:
            yield from _scaled(alike, measure, factor, submission)


def put_right(
    leaves: Sequence[str], factor: float, submission: Submission
) -> Mapping[str, Claim | None]:
    """What the cells would hold that would be another figure with some amounts so many times as
    large; nobody knows that of some months."""
    added = {key: _missing(key, factor, submission) for key in leaves}
    rounded = {key: submission.claims[key].half_width * factor for key in leaves}
    held = dict[str, Claim | None]()
    for key, amount in carried_into(added, submission).items():
        claim = submission.claims[key]
        is_sum = key not in added and keys.measure(key) in _AMOUNTS
        room = sum(rounded.values()) if is_sum else 0.0
        half_width = rounded.get(key, claim.half_width + room)
        known = claim._replace(value=amount, half_width=half_width)
        held[key] = None if factor in _MONTHS else known
    columns = {keys.column(key) for key in leaves}
    own = {key: one for key, one in held.items() if keys.column(key) in columns}
    return {**own, **held}


def _scaled(
    tables: Sequence[str], measure: str, factor: float, submission: Submission
) -> Iterator[ScaledColumn]:
    """That a column of some accounts is off by a factor, with what there is at one day or without
    that."""
    typed = [key for table in tables for key in _typed(table, measure, submission)]
    of_year = [key for key in typed if keys.item(key) not in _BALANCES]
    why = _why(tables, measure, factor, submission)
    if factor in _MONTHS:
        yield ScaledColumn(submission, put_right(of_year, factor, submission), why)
        return
    for leaves in (typed, of_year):
        if _comes_nearer(leaves, factor, submission):
            yield ScaledColumn(submission, put_right(leaves, factor, submission), why)


def _why(tables: Sequence[str], measure: str, factor: float, submission: Submission) -> Text:
    standard = submission.standard
    shorts = [standard.fund(keys.fund(f"{table}.") or "").short for table in tables]
    named = {"fund": join(shorts, "、", ", "), "column": standard.measure_name(measure)}
    if factor in _MONTHS:
        return OF_MONTHS.fill(**named, months=_MONTHS[factor])
    sentence = TOO_SMALL if factor > 1 else TOO_LARGE
    return sentence.fill(**named, times=round(max(factor, 1 / factor)))


def _factors(
    findings: Sequence[Finding], submission: Submission
) -> Mapping[tuple[str, str], float]:
    """What columns of accounts are to be multiplied by, for all that is told of them and stands
    beside them."""
    told = {column: _factor(lines) for column, lines in _off_by(findings, submission).items()}
    beside = dict(_off_beside(submission)) if any(map(_is_serious, findings)) else {}
    return beside | {column: factor for column, factor in told.items() if factor is not None}


def _is_serious(finding: Finding) -> bool:
    return finding.severity is not Severity.INFO


def _off_beside(submission: Submission) -> Iterator[tuple[tuple[str, str], float]]:
    """The columns of accounts of which nearly all lines are off from the others of their line by
    one power of ten."""
    for fund in submission.funds:
        for measure in COLUMNS:
            lines = AccountColumn(submission, fund, measure).lines
            tens = [
                _tens(one.usual / one.amount) for one in lines if min(one.amount, one.usual) > 0
            ]
            factor, count = Counter(tens).most_common(1)[0] if tens else (None, 0)
            if factor is not None and count >= max(_LINES, _MOSTLY * len(tens)):
                yield (f"{keys.ACCOUNTS}.{fund.key}", measure), factor


def _tens(ratio: float) -> float | None:
    """The power of ten, other than 1, that figures are apart by, but for what years differ."""
    return next((one for one in _POWERS if 1 / _ABOUT <= ratio / one <= _ABOUT), None)


def _off_by(
    findings: Sequence[Finding], submission: Submission
) -> Mapping[tuple[str, str], Sequence[tuple[str, float]]]:
    """By the table and the column of an account: its lines that a text or an indicator has
    otherwise, each with what it is to be multiplied by for that."""
    factors: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for one in findings:
        key, said, off = quoted(one), one.stated, one.difference
        there = submission.number(key) if keys.is_account(key) else None
        if not there or not isinstance(said, float) or off is None:
            continue
        if math.isclose(there + off, said, rel_tol=_ALIKE):
            column = keys.table(key), keys.measure(key)
            factors.setdefault(column, []).append((keys.item(key), said / there))
    return factors


def _factor(lines: Sequence[tuple[str, float]]) -> float | None:
    """The factor that enough lines are off by, and most of those that are told."""
    every = {item for item, _ in lines}
    for known in _FACTORS:
        alike = {item for item, off in lines if abs(off / known - 1) <= _ALIKE}
        if len(alike) >= max(_LINES, len(every) / 2):
            return known
    return None


def _filled_in(tables: Sequence[str], measure: str, submission: Submission) -> Sequence[str]:
    """The accounts of which a column has amounts."""
    return [table for table in tables if _typed(table, measure, submission)]


def _typed(table: str, measure: str, submission: Submission) -> Sequence[str]:
    """The amounts of a column that were typed."""
    return [
        key
        for key, claim in submission.claims.items()
        if _is_of(key, table, measure) and not claim.formula and submission.number(key)
    ]


def _is_of(key: str, table: str, measure: str) -> bool:
    return keys.is_account(key) and keys.table(key) == table and keys.measure(key) == measure


def _comes_nearer(leaves: Sequence[str], factor: float, submission: Submission) -> bool:
    """Whether most amounts of a column come nearer to another column of their lines."""
    nearer = [
        abs(there * factor / beside - 1) < abs(there / beside - 1)
        for key in leaves
        for other in ("actual", "prior", "budget")
        if other != keys.measure(key)
        for there, beside in [(submission.number(key), submission.number(keys.beside(key, other)))]
        if there and beside
    ]
    return sum(nearer) * 2 > len(nearer)


def _missing(key: str, factor: float, submission: Submission) -> float:
    """What must be added to an amount for it to be so many times as large."""
    there = submission.number(key) or 0.0
    return significant(there * factor) - there
