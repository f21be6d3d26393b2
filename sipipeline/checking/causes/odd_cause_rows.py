"""Rows of 增支原因 of which one cell alone is wrong, as all else of the row agrees: the fund, the
item, or the amount."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording.cause_rows import items_of_share, makes_share
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import as_cell_holds, decimals, half_unit
from sipipeline.core.findings import Culprit, Finding, Shown
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, same
from sipipeline.rules import (
    b208_causes_within_growth,
    p402_cause_matches_people,
    r306_cause_share,
)

_FAMILY = "causes"
_SHARE = r306_cause_share.RULE.code
_RULES = (b208_causes_within_growth.RULE.code, p402_cause_matches_people.RULE.code, _SHARE)
_NEAR = 0.005
"""So far from what people and levels make of it an amount may be, as a part of it; or half a unit
of its last digit."""
_FUND = Text(
    zh="险种像是选错了：按{fund}，金额、占比和增减额都相符",
    en="the fund seems to be the wrong one: amount, share and change agree as those of {fund}",
)
_ITEM = Text(
    zh="科目像是选错了：金额与人数推算相符，占比正好是{item}的",
    en="the item seems to be the wrong one: people make the amount, and its share is that of "
    "{item}",
)
_AMOUNT = Text(
    zh="占比和人数、待遇水平推算的都是这个数",
    en="the share, and people and levels, make this amount",
)


def with_odd_cause_rows(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of a row whose other cells agree once one of its cells is another are one
    group, with this cell as the wrong one."""
    result = list(findings)
    for row in submission.rows(_FAMILY):
        told = [place for place, one in enumerate(result) if _is_of_row(one, row)]
        culprit = next(_wrong_cell(row, [result[place] for place in told], submission), None)
        if culprit is not None:
            group = next(fresh_numbers(result))
            for place in told:
                bare = replace(result[place], culprits=())
                result[place] = joined(bare, group, (culprit,))
    return result


def _is_of_row(finding: Finding, row: int) -> bool:
    """Whether a finding is about the amount or the share of a row."""
    key = finding.cells[0].key if finding.cells else ""
    is_of_row = keys.is_of_list(key, _FAMILY) and keys.number(key) == row
    return is_of_row and finding.rule in _RULES


def _wrong_cell(row: int, told: Sequence[Finding], submission: Submission) -> Iterator[Culprit]:
    """The cell of a row that alone is wrong, where its share and the change of its item contradict
    each other, and no cell beyond the row is known to be the wrong one."""
    share = submission.claims.get(f"{_FAMILY}.{row}.share")
    amount = submission.claims.get(f"{_FAMILY}.{row}.amount")
    rules = {one.rule for one in told}
    if _SHARE not in rules or share is None or amount is None:
        return
    located = [culprit for one in told for culprit in one.culprits if culprit.located]
    if all(keys.is_of_list(one.cell.key, _FAMILY) for one in located):
        yield from _fund(row, share, amount, len(rules) > 1, submission)
        yield from _item(row, share, amount, submission)
        yield from _amount(row, share, amount, located, submission)


def _fund(
    row: int, share: Claim, amount: Claim, has_more: bool, submission: Submission
) -> Iterator[Culprit]:
    """The fund, where the share is that of another one alone, and its people make the amount, or
    more is told of the row."""
    key, own = f"{_FAMILY}.{row}.fund", submission.choice(f"{_FAMILY}.{row}.fund")
    item = submission.choice(f"{_FAMILY}.{row}.item")
    fitting = [
        fund
        for fund in submission.standard.funds
        if makes_share(float(amount.value), _change(fund.key, item, submission), share)
    ]
    if len(fitting) != 1 or fitting[0].key == own:
        return
    (fund,) = fitting
    if has_more or _is_made(amount, row, fund.key, submission):
        names = [one.name.zh for one in submission.standard.funds]
        is_long = submission.cell(key).value in names
        better = fund.name if is_long else fund.short
        yield _culprit(key, better.zh, better, _FUND.fill(fund=fund.short), submission)


def _item(row: int, share: Claim, amount: Claim, submission: Submission) -> Iterator[Culprit]:
    """The item, where the share is that of another one, and people make the amount."""
    fund = submission.choice(f"{_FAMILY}.{row}.fund")
    fitting = items_of_share(share, submission)
    if fitting and _is_made(amount, row, fund, submission):
        name = submission.standard.line_name(fitting[0])
        why = _ITEM.fill(item=name)
        yield _culprit(f"{_FAMILY}.{row}.item", name.zh, name, why, submission)


def _amount(
    row: int, share: Claim, amount: Claim, located: Sequence[Culprit], submission: Submission
) -> Iterator[Culprit]:
    """The amount, where people make another one, of which the share is right, unless it is located
    with what it should be."""
    if any(one.cell.key == amount.key and one.suggest is not None for one in located):
        return
    fund, item = (submission.choice(f"{_FAMILY}.{row}.{one}") for one in ("fund", "item"))
    made = p402_cause_matches_people.made_by_people(row, fund, submission)
    change = _change(fund, item, submission)
    if made is not None and makes_share(made, change, share):
        better = round(made, max(decimals(float(amount.value)), 1))
        should = same(number(better))
        yield _culprit(amount.key, as_cell_holds(better), should, _AMOUNT, submission)


def _is_made(amount: Claim, row: int, fund: str, submission: Submission) -> bool:
    """Whether the people and levels of a fund make the amount of a row."""
    made = p402_cause_matches_people.made_by_people(row, fund, submission)
    if made is None:
        return False
    value = float(amount.value)
    return abs(value - made) <= max(half_unit(decimals(value)), _NEAR * made)


def _change(fund: str, item: str, submission: Submission) -> float:
    return submission.number(f"accounts.{fund}.{item}.change") or 0.0


def _culprit(key: str, better: object, should: Text, why: Text, submission: Submission) -> Culprit:
    """A cell of a row with what should stand there."""
    cell, label = submission.cell(key), submission.standard.label(key)
    brief = Shown(same(str(cell.value)), should)
    return Culprit(cell, better, why, "likely", label=label, shown=brief)
