"""Figures that no cell has, and the cells that make them: ratios, what is left of a budget, what of
a hundred yuan or of a half goes where, and those of other modules."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.evidence.narrative import points, sums, what
from sipipeline.evidence.narrative.asked import UNCLEAR, Asked, Made
from sipipeline.evidence.narrative.links import Link, key_of
from sipipeline.evidence.narrative.terms import Term
from sipipeline.evidence.narrative.what import Subject

_TWO = 2


def made(asked: Asked) -> Made | None:
    """What makes a figure; unclear cells where it is unclear what does, None where a cell may have
    it."""
    for ask in (_ratio, points.made, _left, _use, sums.made, sums.shared):
        found = ask(asked)
        if found is not None:
            return found if asked.measure else UNCLEAR
    return None


def _ratio(asked: Asked) -> Made | None:
    """收入与支出之比为0.97:1; 收支比为0.97:1."""
    if asked.segment.dimension != "ratio":
        return None
    named = [mark for mark in asked.marks if mark.kind == "ratio" and mark.meaning]
    if named and asked.account is not None:
        *parts, whole = what.subjects_of(named[-1])
        part = Term(asked.account, tuple(parts))
        return asked.shares(asked.keys(part), Term(asked.account, (whole,)))
    compared = asked.terms(asked.marks)
    if len(compared) != _TWO:
        return UNCLEAR
    return asked.shares(asked.keys(compared[0]), compared[1])


# ---------------------------------------------------------------- what is left of a budget
def _left(asked: Asked) -> Made | None:
    """What was not spent: 结余指标224万元; 预算结余 may be what was planned as well."""
    named = [mark for mark in asked.marks if mark.kind == "left"]
    if not named or asked.segment.dimension != "money":
        return None
    if asked.account is None:
        return UNCLEAR
    planned = [key_of(one, asked.account, "budget") for one in what.subjects_of(named[-1])]
    return Made(Link((*planned, key_of(_spent(asked), asked.account, "under_budget"))))


def _spent(asked: Asked) -> Subject:
    """What the budget was for: the item of the figure before, if it is expenditure or a part."""
    item = keys.item(asked.last)
    whole = what.EXPENDITURE
    is_part = whole.item in what.wholes(item, asked.own.submission.standard)
    same = keys.fund(asked.last) == asked.account
    return Subject(keys.ACCOUNTS, item) if is_part and same else whole


# ---------------------------------------------------------------- what goes where
def _use(asked: Asked) -> Made | None:
    """每百元收入中，有75元来自财政补贴; 收入七成以上来自财政补贴."""
    behind = asked.segment.behind
    if not asked.of_hundred and not (behind and asked.segment.is_rate):
        return None
    before = asked.setting.lead if asked.of_hundred else asked.segment.marks
    wholes = [*asked.terms(before), *_of_every(asked)]
    parts = asked.terms(behind or asked.segment.marks)
    clear = len(wholes) == 1 and len(parts) == 1
    return asked.shares(asked.keys(parts[0]), wholes[0]) if clear else UNCLEAR


def _of_every(asked: Asked) -> Sequence[Term]:
    """What is said by hundreds: 支出 of 每支出百元."""
    if asked.account is None:
        return ()
    named = [mark for mark in asked.every if mark.meaning]
    return [Term(asked.account, what.subjects_of(mark)) for mark in named[-1:]]
