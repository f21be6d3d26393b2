"""An amount of the tables as it was before a slip of typing, after which it was carried into sums:
what several places beside the tables ask for tells which slip."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.arithmetic.figures import Interval
from sipipeline.checking.causes.lone_texts import (
    COLUMNS,
    OFF,
    TELLING,
    is_like_its_line,
    others_of_line,
    why_odd,
)
from sipipeline.checking.causes.testimonies import SAME, carried_into
from sipipeline.checking.wording.amounts_meant import amount_meant
from sipipeline.checking.wording.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.findings import Culprit
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.localisation.cell_slips import Case, explain, rounded

CARRIED_OVER = "carried over"
UNLIKE = "unlike its line"
AGAIN = "filled in again"
ONLY = "alone of its size"
EVERY_SLIP = (*TELLING, *COLUMNS, CARRIED_OVER, UNLIKE, AGAIN)
"""The codes of the slips that an amount is named for."""
_MONTHS, _ABOUT = 12, 1e-3
ONE_MONTH = Text(zh="像是只填了一个月的数", en="as if it were that of one month")
FAR_OFF = Text(
    zh="和预算数、上年实际数差得远，改成这个数就接近",
    en="far from budget and last year, and near them with this figure",
)
OF_SIZE = Text(
    zh="像是填错了：可能差这么多的只有这一格",
    en="it seems wrong, as the only one that can be off by so much",
)
TWICE = Text(
    zh="和“{other}”一模一样，像是同一笔数填了两次",
    en="the same as “{other}”, as if one amount had been filled in twice",
)
CARRIED = Text(
    zh="{slip}，并带进了各合计：文字里都是改正后的数",
    en="{slip}, and carried into the sums: the texts all have the corrected figures",
)


@frozen
class MeantLeaf:
    """An amount of the tables, what it was before a slip of typing, and the slip."""

    claim: Claim
    value: float
    code: str
    slip: Text

    def culprits(self, confidence: str, submission: Submission) -> Sequence[Culprit]:
        """The amount; where it is singled out also what was worked out of it."""
        why = CARRIED.fill(slip=self.slip)
        own = amount_meant(self.claim.key, self.value, why, confidence, submission)
        if confidence == "possible":
            return [replace(own, slip_is_known=self.code != ONLY)]
        assert isinstance(self.claim.value, float)
        carried = carried_into({self.claim.key: self.value - self.claim.value}, submission)
        others = [
            replace(
                amount_meant(key, amount, why, confidence, submission),
                together=True,
                follows=submission.claims[key].formula,
            )
            for key, amount in carried.items()
            if key != self.claim.key
        ]
        return [replace(own, together=bool(others)), *others]


def meant_by(leaf: str, amount: Interval, submission: Submission) -> MeantLeaf | None:
    """What an amount was before a slip of typing after which so much is to be added to it; None
    where none leads there."""
    claim = submission.claims[leaf]
    assert isinstance(claim.value, float)
    low, high = (rounded(claim.value + end, claim.half_width) for end in amount)
    room = claim.half_width
    beside = others_of_line(leaf, submission)
    told = explain(Case(claim.value, room, (low - room, high + room), counterparts=beside))
    value = (low + high) / 2 if low == high or told.value is None else told.value
    code = told.slip.code
    if _is_last_closing(leaf, (low, high), submission):
        code = CARRIED_OVER
    if code not in EVERY_SLIP or value <= 0:
        about = rounded((low + high) / 2, room) if told.value is None else told.value
        return _unlike_its_line(claim, about, submission)
    factor = round(float(told.slip.figures.get("factor", 1)))
    return MeantLeaf(claim, value, code, SLIPS[code].fill(factor=factor))


def as_asked(leaf: str, amount: Interval, submission: Submission) -> MeantLeaf:
    """An amount with what is to be added to it, by which no slip of typing is known."""
    claim = submission.claims[leaf]
    value = rounded(float(claim.value) + sum(amount) / 2, claim.half_width)
    return MeantLeaf(claim, value, ONLY, OF_SIZE)


def _unlike_its_line(claim: Claim, value: float, submission: Submission) -> MeantLeaf | None:
    """An amount that is unlike the others of its line, which no slip of typing explains: with
    another one it is like them, or it stands in another line too."""
    key, stated = claim.key, float(claim.value)
    if why_odd(key, stated, value, OFF, submission) is not None:
        is_of_month = math.isclose(stated * _MONTHS, value, rel_tol=_ABOUT)
        return MeantLeaf(claim, value, UNLIKE, ONE_MONTH if is_of_month else FAR_OFF)
    twin = _twin(key, stated, submission) if abs(value) <= SAME else None
    if twin is None or is_like_its_line(key, stated, submission):
        return None
    return MeantLeaf(claim, 0.0, AGAIN, TWICE.fill(other=submission.standard.line_name(twin)))


def _twin(key: str, stated: float, submission: Submission) -> str | None:
    """Another line of the account that has the same amount, and that is like its own line."""
    lines = (keys.of_item(key, item.key) for item in submission.standard.leaves_of(_fund(key)))
    alike = (one for one in lines if one != key and submission.number(one) == stated)
    return next((one for one in alike if is_like_its_line(one, stated, submission)), None)


def _fund(key: str) -> str:
    return keys.fund(key) or ""


def _is_last_closing(leaf: str, ends: Interval, submission: Submission) -> bool:
    """Whether an amount is what the year began with, and should be what last year ended with."""
    if keys.item(leaf) != "opening_balance" or keys.measure(leaf) != "actual":
        return False
    last = submission.number(keys.beside(keys.of_item(leaf, "closing_balance"), "prior"))
    return last is not None and ends[0] - SAME <= last <= ends[1] + SAME
