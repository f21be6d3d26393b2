"""A column of the total that leaves out one fund, and a column of a fund that was pasted from
another of its own while the total has the right one: whatever is worked out of it follows."""

from collections.abc import Iterator, Mapping, Sequence, Set

from sipipeline.checking.causes.testimonies import worked_out_of
from sipipeline.checking.supposing.suppositions import Correction, settled
from sipipeline.core import keys
from sipipeline.core.figures import significant
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.rules import b204_total_over_funds

_TOTAL = b204_total_over_funds.RULE.code
_COLUMNS = ("budget", "actual", "prior")
_FEWEST = 3
"""So many lines of a column must say so."""
_MOSTLY = 0.8
"""The part of the lines that do not add up which one slip must explain."""
LEFT_OUT = Text(
    zh="合计“{column}”一栏没有加上{fund}，共 {count} 行",
    en="the column “{column}” of the total leaves out {fund}, in {count} lines",
)
PASTED = Text(
    zh="{fund}“{column}”一栏填的是“{other}”一栏的数，合计里是对的：合计减去其他险种就是应填的数",
    en="the column “{column}” of {fund} holds that of “{other}”, and the total has it right: what "
    "it leaves of the other funds is what should stand there",
)


@frozen
class ColumnOfSums(Correction):
    """A column whose cells would hold other amounts, as far as these are known."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings the column settles; 0 where it makes an error, or tells no more than
        what was told: one cause of several, or the cells of lines in which none was known."""
        gone = settled(before, after)
        is_simpler = _causes(after) + 1 < _causes(before)
        is_open = any(one.rule == _TOTAL and not _is_located(one) for one in gone)
        return len(gone) if (is_simpler or is_open) and not self.breaks(before, after) else 0


def columns_of_sums(findings: Sequence[Finding], submission: Submission) -> Iterator[ColumnOfSums]:
    """The columns that are supposed to be wrong, by the lines in which the total is not the sum of
    the funds."""
    lines = {column: _broken(column, findings) for column in _COLUMNS}
    many = {column: broken for column, broken in lines.items() if len(broken) >= _FEWEST}
    yield from _left_out(many, submission)
    for column, broken in many.items():
        yield from _pasted(broken, column, submission)


def _broken(column: str, findings: Sequence[Finding]) -> Sequence[Finding]:
    """The lines in which a column of the total is not the sum of the funds."""
    totals = (one for one in findings if one.rule == _TOTAL)
    return [one for one in totals if keys.measure(one.cells[0].key) == column]


def _is_located(finding: Finding) -> bool:
    return any(one.located for one in finding.culprits)


def _causes(findings: Sequence[Finding]) -> int:
    """How many causes there are of what is more than pointed out."""
    serious = [one for one in findings if one.severity is not Severity.INFO]
    groups = {one.group for one in serious if one.group is not None}
    return len(groups) + sum(one.group is None for one in serious)


# ---------------------------------------------------------------- the total
def _left_out(
    lines: Mapping[str, Sequence[Finding]], submission: Submission
) -> Iterator[ColumnOfSums]:
    """That the total leaves out a fund, in one column or several."""
    for fund in submission.standard.funds:
        sums: dict[str, float] = {}
        names: list[Text] = []
        for column, broken in lines.items():
            if _explain([one for one in broken if _lacks(one, fund.key, submission)], broken):
                sums |= {one.cells[0].key: _sum(_parts(one), submission) for one in broken}
                names.append(submission.standard.measure_name(column))
        if sums:
            columns = join(names, "、", ", ")
            why = LEFT_OUT.fill(column=columns, fund=fund.short, count=len(sums))
            yield _of(sums, frozenset(), why, submission)


def _lacks(line: Finding, fund: str, submission: Submission) -> bool:
    """Whether the total of a line is short of the sum by what a fund has in it."""
    total, parts = line.cells[0].key, _parts(line)
    own = _sum([key for key in parts if keys.fund(key) == fund], submission)
    short = _sum(parts, submission) - (submission.number(total) or 0.0)
    return bool(own) and abs(short - own) <= _room(line, submission)


# ---------------------------------------------------------------- a fund
def _pasted(
    lines: Sequence[Finding], column: str, submission: Submission
) -> Iterator[ColumnOfSums]:
    """That the column of a fund was pasted from another of its own."""
    for fund in submission.standard.funds:
        for other in _COLUMNS:
            fitting = [one for one in lines if _has_pasted(one, fund.key, other, submission)]
            if other == column or not _explain(fitting, lines):
                continue
            right = dict(_left_by_others(fitting, fund.key, submission))
            every = _alike(f"{keys.ACCOUNTS}.{fund.key}", column, other, submission)
            unknown = frozenset(every - right.keys())
            names = [submission.standard.measure_name(one) for one in (column, other)]
            why = PASTED.fill(fund=fund.short, column=names[0], other=names[1])
            yield _of(right, unknown, why, submission)


def _has_pasted(line: Finding, fund: str, other: str, submission: Submission) -> bool:
    own = [key for key in _parts(line) if keys.fund(key) == fund]
    values = [(submission.number(key), submission.number(keys.beside(key, other))) for key in own]
    return len(values) == 1 and values[0][0] == values[0][1] and bool(values[0][0])


def _left_by_others(
    lines: Sequence[Finding], fund: str, submission: Submission
) -> Iterator[tuple[str, float]]:
    """The cells of a fund in some lines, each with what the total leaves of the other funds."""
    for line in lines:
        parts = _parts(line)
        (own,) = (key for key in parts if keys.fund(key) == fund)
        others = [key for key in parts if key != own]
        total = submission.number(line.cells[0].key) or 0.0
        yield own, significant(total - _sum(others, submission))


def _alike(table: str, column: str, other: str, submission: Submission) -> set[str]:
    """The cells of a column of an account that hold what another column of it has."""
    return {
        key
        for key in submission.claims
        if keys.measure(key) == column
        and keys.table(key) == table
        and submission.number(key) == submission.number(keys.beside(key, other)) != 0
    }


# ---------------------------------------------------------------- both
def _of(
    amounts: Mapping[str, float], unknown: Set[str], why: Text, submission: Submission
) -> ColumnOfSums:
    follow = worked_out_of(amounts, submission)
    beside = (keys.beside(key, one) for key in unknown for one in ("change", "growth_rate"))
    claims, unknown = submission.claims, {*unknown, *beside}
    lost = dict.fromkeys(key for key in claims if key in unknown)
    held = {key: claims[key]._replace(value=one) for key, one in {**amounts, **follow}.items()}
    return ColumnOfSums(submission, {**held, **lost}, why)


def _explain(fitting: Sequence[Finding], lines: Sequence[Finding]) -> bool:
    return len(fitting) >= max(_FEWEST, _MOSTLY * len(lines))


def _parts(line: Finding) -> Sequence[str]:
    return [cell.key for cell in line.cells[1:]]


def _sum(parts: Sequence[str], submission: Submission) -> float:
    return significant(sum(submission.number(key) or 0.0 for key in parts))


def _room(line: Finding, submission: Submission) -> float:
    """What the figures of a line have rounded off."""
    claims = (submission.figure(cell.key) for cell in line.cells)
    return sum(claim.half_width for claim in claims if claim is not None)
