"""Rows of 增支原因 that explain more than their fund grew, or another share of it than they say:
the fund may be the wrong one, where another grew by as much, or the item, or the sign of the
amount."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import as_cell_holds
from sipipeline.core.findings import Culprit, Shown
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text, join, same
from sipipeline.language.lexicon import has

_FAMILY, _AMOUNT, _SHARE = "causes", "amount", "share"
_MOST = 3
"""Items that are named."""
_WHY = Text(zh="这一项的增减额，{funds}的够这么多", en="of this item, {funds} changed by as much")

_SHARE_OF = Text(
    zh="险种像是选错了：这个占比正好是{funds}的",
    en="the fund seems to be the wrong one: the share is exactly that of {funds}",
)

_SHARE_OF_ITEM = Text(
    zh="科目像是选错了：这个占比正好是{items}的",
    en="the item seems to be the wrong one: the share is exactly that of {items}",
)
_SIGN = Text(
    zh="占比和原因都是增加的，这里的正负号像是填反了",
    en="share and cause speak of a rise, so that its sign seems to be wrong",
)
_SIGN_OPEN = Text(
    zh="去掉或加上负号，占比就相符", en="with the other sign it agrees with the share"
)


def with_rows(culprits: Sequence[Culprit], submission: Submission) -> tuple[Culprit, ...]:
    """The culprits; before a share that is right of another fund or item, or of the amount with the
    other sign, that cell of its row, and beside an amount that is more than its fund grew by also
    the fund of its row, where another one grew by as much: neither of the two is singled out."""
    result: list[Culprit] = []
    for culprit in culprits:
        of_share = _of_share(culprit, submission)
        if of_share is not None:
            result += [of_share, replace(culprit, confidence="possible")]
            continue
        fund = _fund_beside(culprit, submission)
        result += [culprit] if fund is None else [replace(culprit, confidence="possible"), fund]
    return tuple(result)


def items_of_share(share: Claim, submission: Submission) -> list[str]:
    """The keys of the changes of the items of its fund of which the amount of a row is its share,
    to the last digit, the widest sum first; none where they are not one amount by one line."""
    amount = _amount(share, submission)
    column = f"accounts.{submission.choice(keys.beside(share.key, 'fund'))}", "change"
    of_fund = [key for key in submission.claims if keys.column(key) == column]
    changes = {key: submission.number(key) or 0.0 for key in of_fund}
    fitting = {key: one for key, one in changes.items() if makes_share(amount, one, share)}
    if not _are_one(fitting, submission):
        return []
    wholes = submission.standard.wholes_of
    return sorted(fitting, key=lambda key: len(wholes(keys.item(key))))


def makes_share(amount: float, change: float, share: Claim) -> bool:
    """Whether an amount is, to its last digit, that share of a change."""
    if not amount or not change:
        return False
    return abs(amount / change - float(share.value)) <= share.half_width


def _of_share(culprit: Culprit, submission: Submission) -> Culprit | None:
    """The other cell of the row of a share that would make it right, if there is but one."""
    key = culprit.cell.key
    share = submission.claims.get(key)
    if keys.family(key) != _FAMILY or keys.measure(key) != _SHARE or share is None:
        return None
    found = (
        _fund_of_share(share, submission),
        _item_of_share(share, submission),
        _sign_of_share(share, submission),
    )
    others = [one for one in found if one is not None]
    return others[0] if len(others) == 1 else None


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


def _fund_of_share(share: Claim, submission: Submission) -> Culprit | None:
    """The fund of the row of a share as a culprit, where the share is to its last digit that of one
    other fund, and of none besides."""
    amount, fund = _amount(share, submission), keys.beside(share.key, "fund")
    growth = _growth(submission, item=submission.choice(keys.beside(share.key, "item")))
    fitting = [name for name, change in growth.items() if makes_share(amount, change, share)]
    if len(fitting) != 1 or submission.choice(fund) not in growth:
        return None
    return replace(_suspected(fund, fitting, submission), why=_same_share(fitting, submission))


def _item_of_share(share: Claim, submission: Submission) -> Culprit | None:
    """The item of the row of a share as a culprit, where the share is to its last digit that of
    another item of the fund, or of several that changed alike or of which each counts the next."""
    fitting = items_of_share(share, submission)
    if not fitting:
        return None
    lines = [field.row for key in fitting if (field := submission.standard.field(key)) is not None]
    items = join([line for line in lines if line is not None][:_MOST], "、", ", ")
    item = keys.beside(share.key, "item")
    return _in_row(item, _SHARE_OF_ITEM.fill(items=items), submission)


def _are_one(lines: Mapping[str, float], submission: Submission) -> bool:
    """Whether there are lines, and they changed alike, or are sums of which each counts the next,
    as expenditure and the benefits."""
    if len(set(lines.values())) <= 1:
        return bool(lines)
    items = set(map(keys.item, lines))
    return any(items <= {item, *submission.standard.wholes_of(item)} for item in items)


def _sign_of_share(share: Claim, submission: Submission) -> Culprit | None:
    """The amount of the row of a share as a culprit, where the share is that of the amount with the
    other sign; likely so where the cause speaks of a rise, and the amount is a fall."""
    key, amount = keys.beside(share.key, _AMOUNT), _amount(share, submission)
    fund, item = (submission.choice(keys.beside(key, one)) for one in ("fund", "item"))
    change = submission.number(f"accounts.{fund}.{item}.change")
    if not change or not makes_share(-amount, change, share):
        return None
    said = submission.text(keys.beside(key, "cause"))
    is_rise = amount < 0 < change and has(said, "changes", "rises")
    in_row = _in_row(key, _SIGN if is_rise else _SIGN_OPEN, submission)
    return replace(
        in_row,
        suggest=as_cell_holds(-amount),
        confidence="likely" if is_rise else "possible",
        shown=Shown(in_row.shown.was, same(number(-amount))),
    )


def _amount(share: Claim, submission: Submission) -> float:
    """The amount of the row of a share; 0 where there is none."""
    return submission.number(keys.beside(share.key, _AMOUNT)) or 0.0


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
    shorts = [fund.short for fund in submission.standard.funds if fund.key in others]
    return _in_row(key, _WHY.fill(funds=join(shorts, "、", ", ")), submission)


def _in_row(key: str, why: Text, submission: Submission) -> Culprit:
    """A cell of a row that may be the wrong one, of which nobody knows what it should hold."""
    was = Shown(same(submission.text(key)))
    label = submission.standard.label(key)
    return Culprit(submission.cell(key), None, why, "possible", label=label, shown=was)
