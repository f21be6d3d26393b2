"""Money beside people: what a fund takes in and pays out for each participant, what pensioners are
paid; only a wrong unit or a wrong count leaves the bounds of either."""

from collections.abc import Iterator, Sequence

from sipipeline.core.standard import Fund
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen

_LINES = ("income", "expenditure")
_TO_TELL_A_UNIT = 2
"""So many counts of people have to speak against a unit: one of them may be mistyped."""


@frozen
class Beside:
    """An amount in yuan over what it is held to."""

    keys: tuple[str, ...]
    """The amount, then what it is held to."""
    fund: Fund
    ratio: float
    low: float
    high: float
    is_each: bool
    """Whether it is yuan for each participant, and not benefits over what people are paid."""

    @property
    def amount(self) -> str:
        """The key of the amount."""
        return self.keys[0]

    @property
    def people(self) -> str:
        """The key of the count of people that it is held to."""
        return self.keys[1]

    def holds(self, times: float = 1.0) -> bool:
        """Whether it lies within its bounds once the amount is so many times as large."""
        return self.low <= self.ratio * times <= self.high


def participants(submission: Submission, fund: Fund, unit: str) -> Iterator[Beside]:
    """Income and expenditure of a fund for each participant, as far as both are there."""
    standard = submission.standard
    for line in _LINES:
        keys = f"accounts.{fund.key}.{line}.actual", f"headcounts.{fund.key}.participants.actual"
        money, people = map(submission.number, keys)
        if money and people and money > 0 and people > 0:
            low, high = standard.limits["each_low"], standard.limits["each_high"]
            ratio = money * standard.yuan(unit) / people
            yield Beside(keys, fund, ratio, low, high, is_each=True)


def pensioners(submission: Submission, fund: Fund, unit: str) -> Beside | None:
    """Benefits over average retirees × monthly benefit × 12; None where one of them is not
    there."""
    paid = paid_to_pensioners(submission, fund)
    spent = None if paid is None else submission.number(paid.keys[0])
    if paid is None or spent is None:
        return None
    limits, ratio = submission.standard.limits, spent * submission.standard.yuan(unit) / paid.yuan
    low, high = limits["benefit_low"], limits["benefit_high"]
    return Beside(paid.keys, fund, ratio, low, high, is_each=False)


@frozen
class Paid:
    """What the pensioners of a fund are paid in a year, by their number and what each gets."""

    keys: tuple[str, str, str]
    """The benefits, the people, and what each gets in a month."""
    yuan: float


def paid_to_pensioners(submission: Submission, fund: Fund) -> Paid | None:
    """Average retirees × monthly benefit × 12; None where one of them is not there."""
    keys = (
        f"accounts.{fund.key}.benefits.actual",
        f"headcounts.{fund.key}.average_retirees.actual",
        f"benefit_levels.{fund.key}.after",
    )
    heads, level = map(submission.number, keys[1:])
    if not heads or not level or heads < 0 or level < 0:
        return None
    return Paid(keys, heads * level * 12)


def beside_people(submission: Submission, unit: str = "") -> list[Beside]:
    """All amounts of all funds that are held to their people, in a unit of money; by default that
    on the cover."""
    funds, unit = submission.standard.funds, unit or submission.money_unit
    return [one for fund in funds for one in _of_fund(submission, fund, unit)]


def unit_meant(submission: Submission) -> str:
    """The unit of money in which all funds go with their people, where each of them shows that the
    one on the cover is wrong; "" where it may be right, or people may not be counted one by one."""
    judged = beside_people(submission)
    if not _speak_against_cover(judged):
        return ""
    is_counted = all(_is_counted(submission, one) for one in judged)
    return _likeliest(judged, submission) if is_counted else ""


def speak_for_cover(judged: Sequence[Beside], beside_other: Sequence[Beside]) -> bool:
    """Whether amounts go with their people in the unit on the cover, and in another do not."""
    is_right = bool(judged) and all(one.holds() for one in judged)
    return is_right and not all(one.holds() for one in beside_other)


def _of_fund(submission: Submission, fund: Fund, unit: str) -> list[Beside]:
    """All that of a fund is held to its people."""
    paid = pensioners(submission, fund, unit)
    each = participants(submission, fund, unit)
    return [*each] if paid is None else [paid, *each]


def _speak_against_cover(judged: Sequence[Beside]) -> bool:
    """Whether an amount of each fund leaves its bounds, and more than one count of people says
    so."""
    against = [one for one in judged if not one.holds()]
    counts = {one.people for one in against}
    every_fund = {one.fund.key for one in judged} == {one.fund.key for one in against}
    return every_fund and len(counts) >= _TO_TELL_A_UNIT


def _likeliest(judged: Sequence[Beside], submission: Submission) -> str:
    """The unit in which all amounts hold; of several the usual one of the form, then yuan."""
    standard = submission.standard
    own = standard.yuan(submission.money_unit)
    sizes = {
        unit: size
        for unit, size in standard.money_units.items()
        if all(one.holds(size / own) for one in judged)
    }
    if standard.money_unit in sizes:
        return standard.money_unit
    return min(sizes, key=sizes.__getitem__, default="")


def _is_counted(submission: Submission, one: Beside) -> bool:
    """Whether the people that an amount is held to are a whole number."""
    people = submission.number(one.people)
    return people is not None and people == round(people)
