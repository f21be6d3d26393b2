"""Rows of 增支原因 that explain more than their fund grew: the fund may be the wrong word, where
another one grew by as much."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Shown
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same

_FAMILY, _AMOUNT = "causes", "amount"
_WHY = Text(
    zh="这一项的增减额，{funds}的够这么多",
    en="of this item, {funds} changed by as much",
)


def with_funds(culprits: Sequence[Culprit], submission: Submission) -> tuple[Culprit, ...]:
    """The culprits; beside an amount of which no more is known than that the growth of its fund is
    less, the fund of its row, where that of another one is not: neither is singled out."""
    result: list[Culprit] = []
    for culprit in culprits:
        fund = _or_its_fund(culprit, submission)
        result += [culprit] if fund is None else [replace(culprit, confidence="possible"), fund]
    return tuple(result)


def _or_its_fund(culprit: Culprit, submission: Submission) -> Culprit | None:
    """The fund of a row as a culprit, where that of another fund would do."""
    key, standard = culprit.cell.key, submission.standard
    if keys.family(key) != _FAMILY or keys.measure(key) != _AMOUNT or culprit.suggest is not None:
        return None
    amount, fund = submission.number(key) or 0.0, keys.beside(key, "fund")
    item = submission.choice(keys.beside(key, "item"))
    growth = {
        other.key: submission.number(f"accounts.{other.key}.{item}.change") or 0.0
        for other in standard.funds
    }
    wide = [other.short for other in standard.funds if amount <= growth[other.key]]
    is_beyond = amount > growth.get(submission.choice(fund), amount)
    if amount <= 0 or not wide or not is_beyond:
        return None
    named = Text(zh="、".join(one.zh for one in wide), en=", ".join(one.en for one in wide))
    return Culprit(
        submission.cell(fund),
        None,
        _WHY.fill(funds=named),
        "possible",
        label=standard.label(fund),
        shown=Shown(same(submission.text(fund))),
    )
