"""A column of one account whose amounts are all so many times what they should be, and were carried
into sums, rates and the total: in another unit, doubled, of some months of the year. It is supposed
where texts and indicators have several lines of it otherwise by one factor, and believed where that
settles what was told and nothing new is."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.checking import shown
from sipipeline.checking.exchanged_people import quoted
from sipipeline.checking.figures_by_hand import identity
from sipipeline.checking.suppositions import as_one_cause, settled
from sipipeline.checking.testimonies import carried_into
from sipipeline.core import keys
from sipipeline.core.figures import as_cell_holds, significant
from sipipeline.core.findings import Culprit, Finding, Kind, Severity, Shown
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen

_LINES = 3
"""So many lines of a column must be told to be off by one factor."""
_ALIKE = 2e-3
"""How far factors of lines may be apart, as a part of them."""
_MONTHS = {12 / months: months for months in range(6, 12)}
"""What amounts of so many months are to be multiplied by."""
_FACTORS = (1e4, 1e-4, 1e8, 1e-8, 100.0, 0.01, 10.0, 0.1, 2.0, 0.5, *_MONTHS)
"""What puts such columns right."""
_AMOUNTS = ("budget", "actual", "prior", "change")
_BALANCES = ("opening_balance", "time_deposits")
"""Lines of what there is at one day, which what went wrong in the year may leave alone."""
TOO_SMALL = Text(
    zh="{fund}“{column}”一栏的数都小 {times} 倍，并带进了各合计：文字里都是改正后的数",
    en="the amounts of {fund}, {column}, are all {times} times too small, and were carried into "
    "the sums: the texts all have the corrected figures",
)
TOO_LARGE = Text(
    zh="{fund}“{column}”一栏的数都大 {times} 倍，并带进了各合计：文字里都是改正后的数",
    en="the amounts of {fund}, {column}, are all {times} times too large, and were carried into "
    "the sums: the texts all have the corrected figures",
)
OF_MONTHS = Text(
    zh="{fund}“{column}”一栏像是只填了 {months} 个月的数，文字里都是全年的数：照全年的账重填",
    en="the amounts of {fund}, {column}, seem to be those of {months} months, the texts have those "
    "of the whole year: fill in the column again from the year's books",
)


@frozen
class ScaledColumn:
    """The amounts of a column that are all a factor from what they should be."""

    submission: Submission
    table: str
    measure: str
    factor: float
    claims: Mapping[str, Claim]
    """What each cell would hold, of those that would be another figure."""

    @property
    def put_right(self) -> Submission:
        """The submission with the column put right; without it where it is of some months, as
        nobody knows what the others brought."""
        claims = {**self.submission.claims, **self.claims}
        if self._is_of_months:
            claims = {key: claim for key, claim in claims.items() if key not in self.claims}
        return replace(self.submission, claims=claims)

    @property
    def _is_of_months(self) -> bool:
        return self.factor in _MONTHS

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings it settles; 0 where it makes errors that were not there, but for what
        is lacking without it."""
        new = (one for one in settled(after, before) if one.severity is Severity.ERROR)
        is_borne_out = all(self._is_of_months and one.kind is Kind.FORMAT for one in new)
        return len(settled(before, after)) if is_borne_out else 0

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What is told afterwards, and what it settles, as one cause."""
        known = {identity(one) for one in before}
        still = [one for one in after if not self._is_of_months or identity(one) in known]
        return as_one_cause(before, still, [*self._culprits()])

    def _culprits(self) -> Iterator[Culprit]:
        """The cells of the column, then what was worked out of them."""
        own = [key for key in self.claims if _is_of(key, self.table, self.measure)]
        others = [key for key in self.claims if not _is_of(key, self.table, self.measure)]
        yield from map(self._culprit, (*own, *others))

    def _culprit(self, key: str) -> Culprit:
        own, better = self.submission.claims[key], self.claims[key].value
        assert isinstance(own.value, float)
        assert isinstance(better, float)
        brief = Shown(shown.stated(key, self.submission))
        if not self._is_of_months:
            form = shown.form_of(key, self.submission)
            brief = shown.compared(own.value, (better, better), form).brief
        return Culprit(
            self.submission.cell(key),
            None if self._is_of_months else as_cell_holds(better),
            self._why,
            "likely",
            None if self._is_of_months else (better, better),
            self.submission.standard.label(key),
            brief,
            together=True,
            follows=own.formula,
        )

    @property
    def _why(self) -> Text:
        standard = self.submission.standard
        fund = standard.fund(keys.fund(f"{self.table}.") or "").short
        named = {"fund": fund, "column": standard.measure_name(self.measure)}
        if self._is_of_months:
            return OF_MONTHS.fill(**named, months=_MONTHS[self.factor])
        sentence = TOO_SMALL if self.factor > 1 else TOO_LARGE
        return sentence.fill(**named, times=round(max(self.factor, 1 / self.factor)))


def scaled_columns(findings: Sequence[Finding], submission: Submission) -> Iterator[ScaledColumn]:
    """The columns that texts and indicators have otherwise by one factor, line by line."""
    for (table, measure), lines in _off_by(findings, submission).items():
        factor = _factor(lines)
        if factor is None:
            continue
        typed = _typed(table, measure, submission)
        of_year = [key for key in typed if keys.item(key) not in _BALANCES]
        for leaves in [of_year] if factor in _MONTHS else [typed, of_year]:
            if factor in _MONTHS or _comes_nearer(leaves, factor, submission):
                claims = _put_right(leaves, factor, submission)
                yield ScaledColumn(submission, table, measure, factor, claims)


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


def _put_right(leaves: Sequence[str], factor: float, submission: Submission) -> Mapping[str, Claim]:
    """What the cells would hold that would be another figure."""
    added = {key: _missing(key, factor, submission) for key in leaves}
    rounded = {key: submission.claims[key].half_width * factor for key in leaves}
    held = dict[str, Claim]()
    for key, amount in carried_into(added, submission).items():
        claim = submission.claims[key]
        is_sum = key not in added and keys.measure(key) in _AMOUNTS
        room = sum(rounded.values()) if is_sum else 0.0
        half_width = rounded.get(key, claim.half_width + room)
        held[key] = claim._replace(value=amount, half_width=half_width)
    return held


def _missing(key: str, factor: float, submission: Submission) -> float:
    """What must be added to an amount for it to be so many times as large."""
    there = submission.number(key) or 0.0
    return significant(there * factor) - there
