"""Lines of two funds that stand in each other's account, and were carried into sums, balances and
rates; the total is the same. It is supposed where what does not agree with either is off by just
as much, or the lines are like the other columns of the other fund, and believed where that settles
what is told of both funds and nothing new is. So are sums of two funds in each other's place, which
were carried nowhere, in one column or several."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from sipipeline.checking.causes.said_beside import quoted
from sipipeline.checking.causes.testimonies import is_entered
from sipipeline.checking.causes.text_causes import says
from sipipeline.checking.supposing.suppositions import Correction, settled, with_figures
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Kind, Severity
from sipipeline.core.standard import SIDES, Fund
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.account_columns import COLUMNS

_LINES = 2
"""So many lines must clearly be those of the other fund."""
_CLEARLY = math.log(1.5)
"""By how much, in logarithms, a line must come nearer to the others of it, or go farther."""
_CENT = 0.0101
"""How far amounts may be apart that are one."""
EXCHANGED = Text(
    zh="{fund}和{other}“{column}”一栏的{lines}填反了，并带进了各合计：对调以后，文字和其他数都相符",
    en="{lines} of {fund} and of {other}, {column}, stand in each other's place, and were carried "
    "into the sums: once they are exchanged, texts and other figures agree",
)
SUMS = Text(
    zh="{fund}和{other}的{lines}填反了（{columns}）：对调以后，文字和其他数都相符",
    en="{lines} of {fund} and of {other} stand in each other's place ({columns}): once they are "
    "exchanged, texts and other figures agree",
)
OF_SIDE = Text(zh="{side}各行", en="the lines of {side}")


@frozen
class FundExchange(Correction):
    """Amounts that two funds have in each other's place, and what is worked out of them."""

    funds: tuple[str, str]

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings the exchange settles; 0 where it makes new ones, or a fund has
        none but those of texts that have the figure of the other."""
        gone = settled(before, after)
        telling = (one for one in gone if not self._has_the_others(one))
        told = {keys.fund(cell.key) for one in telling for cell in one.cells}
        return len(gone) if told.issuperset(self.funds) and not settled(after, before) else 0

    def _has_the_others(self, finding: Finding) -> bool:
        """Whether a text has what stands in the same cell of the other fund, as where the text has
        the two in each other's place."""
        key = quoted(finding)
        others = [fund for fund in self.funds if fund != keys.fund(key)]
        cells = [keys.of_fund(key, fund) for fund in others] if len(others) == 1 else []
        return any(says(finding, self.submission.number(one)) for one in cells)


def fund_exchanges(findings: Sequence[Finding], submission: Submission) -> Iterator[FundExchange]:
    """What may stand in each other's place in two accounts."""
    off = _off(findings, submission)
    funds = [fund for fund in submission.standard.funds if fund.key in off]
    entered = {fund.key: [*_entered(fund, submission)] for fund in funds} if len(funds) > 1 else {}
    for pair in combinations(funds, 2):
        for column in COLUMNS:
            lines = [*_lines(pair, column, entered)]
            far = [line for line in lines if _is_as_far_off(line, pair, off, submission)]
            for line in far:
                name = submission.standard.line_name(line[0])
                yield _exchanged(pair, column, [line], name, submission)
            yield from _exchanged_sides(pair, column, lines, submission)
    broken = _broken(findings)
    for pair in combinations(submission.standard.funds, 2):
        if lines := [*_crossed(pair, broken, submission)]:
            yield _exchanged_sums(pair, lines, submission)


def _exchanged_sides(
    pair: tuple[Fund, Fund], column: str, lines: Sequence["_Line"], submission: Submission
) -> Iterator[FundExchange]:
    """The sides of two accounts whose lines are like those of the other fund."""
    for side in SIDES:
        some = [line for line in lines if side in _sides(line, submission)]
        if _are_of_each_other(some, submission):
            name = submission.standard.item(side).name
            yield _exchanged(pair, column, some, OF_SIDE.fill(side=name), submission)


_Line = tuple[str, str]
"""The cells of one line and column in the accounts of two funds."""


def _off(findings: Sequence[Finding], submission: Submission) -> Mapping[str, Sequence[float]]:
    """By how much something does not agree with the amounts of each fund."""
    off: dict[str, list[float]] = {}
    for one in findings:
        accounts = [cell.key for cell in one.cells if keys.is_account(cell.key)]
        if accounts and one.difference and one.severity is not Severity.INFO:
            off.setdefault(keys.fund(accounts[0]) or "", []).append(abs(one.difference))
    return off


def _broken(findings: Sequence[Finding]) -> Mapping[str, Sequence[float]]:
    """By how much each figure of an account is not what others make of it."""
    off: dict[str, list[float]] = {}
    for one in findings:
        if one.kind is Kind.ARITHMETIC and one.difference:
            off.setdefault(one.cells[0].key, []).append(one.difference)
    return off


def _crossed(
    pair: tuple[Fund, Fund], broken: Mapping[str, Sequence[float]], submission: Submission
) -> Iterator[_Line]:
    """The figures of two funds each of which is off by as much as it is apart from the other."""
    first, second = (fund.key for fund in pair)
    for key in broken:
        other = keys.of_fund(key, second) if keys.fund(key) == first else ""
        if keys.is_account(key) and other in broken:
            apart = (submission.number(key) or 0.0) - (submission.number(other) or 0.0)
            crossed = ((key, apart), (other, -apart))
            are_off = all(
                any(abs(off - by) <= _CENT for off in broken[cell]) for cell, by in crossed
            )
            if are_off and abs(apart) > _CENT:
                yield key, other


def _entered(fund: Fund, submission: Submission) -> Iterator[str]:
    """The amounts of a fund that add up no others."""
    for item in submission.standard.items_of(fund.key):
        cells = (f"{keys.ACCOUNTS}.{fund.key}.{item.key}.{column}" for column in COLUMNS)
        yield from (key for key in cells if is_entered(key, submission))


def _lines(
    pair: tuple[Fund, Fund], column: str, entered: Mapping[str, Collection[str]]
) -> Iterator[_Line]:
    """The lines that add up no others and of which both funds have an amount."""
    for key in entered[pair[0].key]:
        other = keys.of_fund(key, pair[1].key)
        if keys.measure(key) == column and other in entered[pair[1].key]:
            yield key, other


def _sides(line: _Line, submission: Submission) -> Sequence[str]:
    return submission.standard.wholes_of(keys.item(line[0]))


def _is_as_far_off(
    line: _Line,
    pair: tuple[Fund, Fund],
    off: Mapping[str, Sequence[float]],
    submission: Submission,
) -> bool:
    """Whether something is off in both funds by as much as two amounts are apart."""
    one, other = (submission.number(key) or 0.0 for key in line)
    apart = abs(one - other)
    return apart > _CENT and all(
        any(abs(amount - apart) <= _CENT for amount in off[fund.key]) for fund in pair
    )


def _are_of_each_other(lines: Sequence[_Line], submission: Submission) -> bool:
    """Whether amounts of two funds are clearly like the other columns of the other one, and none is
    like those of its own."""
    gains = [gain for line in lines if (gain := _gain(line, submission)) is not None]
    clear = [gain for gain in gains if abs(gain) >= _CLEARLY]
    return len(clear) >= _LINES and min(clear) > 0


def _gain(line: _Line, submission: Submission) -> float | None:
    """How much nearer, in logarithms, two amounts come to their lines once they are exchanged; None
    where nothing tells."""
    amounts = [submission.number(key) or 0.0 for key in line]
    usual = [_usual(key, submission) for key in line]
    if min(*amounts, *usual) <= 0:
        return None
    stated, exchanged = (
        sum(abs(math.log(amount / about)) for amount, about in zip(amounts, beside))
        for beside in (usual, usual[::-1])
    )
    return stated - exchanged


def _usual(key: str, submission: Submission) -> float:
    """About what the other columns of a line have; 0 where one of them has nothing."""
    others = [keys.beside(key, one) for one in COLUMNS if one != keys.measure(key)]
    first, second = (max(0.0, submission.number(one) or 0.0) for one in others)
    return math.sqrt(first * second)


def _exchanged_sums(
    pair: tuple[Fund, Fund], lines: Sequence[_Line], submission: Submission
) -> FundExchange:
    """That figures of two funds which others make up stand in each other's place, and nothing was
    carried on."""
    claims, standard = submission.claims, submission.standard
    held = {
        key: claims[key]._replace(value=claims[other].value)
        for line in lines
        for key, other in (line, line[::-1])
    }
    own = [line[0] for line in lines]
    named = {
        "lines": dict.fromkeys(map(standard.line_name, own)),
        "columns": dict.fromkeys(standard.measure_name(keys.measure(key)) for key in own),
    }
    why = SUMS.fill(
        fund=pair[0].short,
        other=pair[1].short,
        **{name: join([*texts], "、", ", ") for name, texts in named.items()},
    )
    return FundExchange(submission, held, why, (pair[0].key, pair[1].key))


def _exchanged(
    pair: tuple[Fund, Fund],
    column: str,
    lines: Sequence[_Line],
    name: Text,
    submission: Submission,
) -> FundExchange:
    meant = dict[str, float]()
    for one, other in lines:
        meant |= {one: submission.number(other) or 0.0, other: submission.number(one) or 0.0}
    why = EXCHANGED.fill(
        fund=pair[0].short,
        other=pair[1].short,
        column=submission.standard.measure_name(column),
        lines=name,
    )
    funds = pair[0].key, pair[1].key
    return FundExchange(submission, with_figures(meant, submission), why, funds)
