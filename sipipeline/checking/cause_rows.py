"""Rows of 增支原因 that explain more than their fund grew, or another share of it than they say:
the fund may be the wrong one, where another grew by as much."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join, same

_FAMILY, _AMOUNT, _SHARE = "causes", "amount", "share"
_WHY = Text(
    zh="这一项的增减额，{funds}的够这么多",
    en="of this item, {funds} changed by as much",
)

_SHARE_OF = Text(
    zh="险种像是选错了：这个占比正好是{funds}的",
    en="the fund seems to be the wrong one: the share is exactly that of {funds}",
)


def with_funds(culprits: Sequence[Culprit], submission: Submission) -> tuple[Culprit, ...]:
    """The culprits; before a share that is right of another fund the fund of its row, and beside an
    amount that is more than its fund grew by also the fund of its row, where another one grew by as
    much: neither of the two is singled out."""
    result: list[Culprit] = []
    for culprit in culprits:
        of_share = _fund_of_share(culprit, submission)
        if of_share is not None:
            result += [of_share, replace(culprit, confidence="possible")]
            continue
        fund = _fund_beside(culprit, submission)
        result += [culprit] if fund is None else [replace(culprit, confidence="possible"), fund]
    return tuple(result)


def _fund_beside(culprit: Culprit, submission: Submission) -> Culprit | None:
    """The fund of the row of an amount as a culprit, where another fund would do."""
    key = culprit.cell.key
    amount = submission.number(key) or 0.0
    if not _is_open_amount(culprit) or amount <= 0:
        return None
    fund = keys.beside(key, "fund")
    growth = _growth(submission, item=submission.choice(keys.beside(key, "item")))
    named = submission.choice(fund)
    grew_by_as_much = [name for name, change in growth.items() if amount <= change]
    if not grew_by_as_much or named in grew_by_as_much or named not in growth:
        return None
    return _suspected(fund, grew_by_as_much, submission)


def _fund_of_share(culprit: Culprit, submission: Submission) -> Culprit | None:
    """The fund of the row of a share as a culprit, where the share is to its last digit that of one
    other fund, and of none besides."""
    key = culprit.cell.key
    share = submission.claims.get(key)
    if keys.family(key) != _FAMILY or keys.measure(key) != _SHARE or share is None:
        return None
    amount, fund = submission.number(keys.beside(key, _AMOUNT)), keys.beside(key, "fund")
    growth = _growth(submission, item=submission.choice(keys.beside(key, "item")))
    fitting = [
        name
        for name, change in growth.items()
        if amount and change and abs(amount / change - float(share.value)) <= share.half_width
    ]
    if len(fitting) != 1 or submission.choice(fund) not in growth:
        return None
    return replace(_suspected(fund, fitting, submission), why=_same_share(fitting, submission))


def _same_share(funds: Sequence[str], submission: Submission) -> Text:
    shorts = [fund.short for fund in submission.standard.funds if fund.key in funds]
    return _SHARE_OF.fill(funds=join(shorts, "、", ", "))


def _is_open_amount(culprit: Culprit) -> bool:
    """Whether a culprit is the amount of a row of which nobody knows what it should be."""
    key = culprit.cell.key
    is_amount = keys.family(key) == _FAMILY and keys.measure(key) == _AMOUNT
    return is_amount and culprit.suggest is None


def _growth(submission: Submission, item: str) -> dict[str, float]:
    """By how much each fund has more of an item than last year; 0 where that is not stated."""
    funds = [fund.key for fund in submission.standard.funds]
    return {fund: submission.number(f"accounts.{fund}.{item}.change") or 0.0 for fund in funds}


def _suspected(key: str, others: Sequence[str], submission: Submission) -> Culprit:
    """The fund that stands at a key, with the others that grew by as much as its row says."""
    standard = submission.standard
    shorts = [fund.short for fund in standard.funds if fund.key in others]
    return Culprit(
        submission.cell(key),
        None,
        _WHY.fill(funds=join(shorts, "、", ", ")),
        "possible",
        label=standard.label(key),
        shown=Shown(same(submission.text(key))),
    )
