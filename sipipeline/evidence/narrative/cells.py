"""What the tables say of a figure: the cell, or where it is blank, or the form has none, what other
cells make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission

_PEOPLE = "headcounts"
"""The form has no head-counts of all funds together."""

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the tables have it, between its bounds, in the unit of the cell."""

    key: str
    """Of the figure; the form has no cell for the change of a balance, or a share."""
    low: float
    high: float
    cell: str
    """The key of the cell, or of the first that the figure is worked out from."""
    derived: bool = False
    """The figure is worked out from others, here or by the form."""

    @property
    def value(self) -> float:
        return (self.low + self.high) / 2


def summed(key: str, submission: Submission) -> Sequence[str]:
    """The keys that a figure of several funds is the sum of; its own where it is of one."""
    fund = keys.fund(key)
    if not fund:
        return [key]
    funds = keys.added(key)
    if is_of_all_people(key, submission.standard):
        funds = [one.key for one in submission.standard.funds if submission.reports(one.key)]
    return [key.replace(fund, one, 1) for one in funds]


def is_of_all_people(key: str, standard: Standard) -> bool:
    """Whether a key is of the head-count of all funds, for which the form has no cell."""
    return keys.family(key) == _PEOPLE and keys.fund(key) == standard.total.key


def told(key: str, submission: Submission) -> Told | None:
    """The figure of a key; None where the tables do not say it."""
    stated = _stated(key, submission)
    first = next(iter(summed(key, submission)), key)
    if stated is not None:
        return Told(key, *stated, first, derived=key not in submission.claims)
    made = _MADE.get(_making(key))
    if key in submission.claims or made is None:
        return None
    operands = _operands(key)
    known = [bounds for one in operands if (bounds := _stated(one, submission)) is not None]
    bounds = made.work_out(*known) if len(known) == len(operands) else None
    cell = first if submission.standard.has(first) else operands[0]
    cell = next(iter(summed(cell, submission)))
    return Told(key, *bounds, cell, derived=True) if bounds else None


def kind(key: str, standard: Standard) -> str | None:
    """What a figure is: money, rate, count …; None where neither the form has a cell for it nor
    others make it."""
    key = _of_one_fund(key, standard)
    if (field := standard.field(key)) is not None:
        return field.kind
    made = _MADE.get(_making(key))
    known = made is not None and all(map(standard.has, _operands(key)))
    return made.kind if made is not None and known else None


def _of_one_fund(key: str, standard: Standard) -> str:
    """The key of the first fund of several."""
    fund = keys.fund(key)
    if not fund or keys.is_share(key):
        return key
    total = is_of_all_people(key, standard)
    first = standard.funds[0].key if total else keys.added(key)[0]
    return key.replace(fund, first, 1)


def _making(key: str) -> str:
    """How a figure that may have no cell is made: `share`, or the name of its measure."""
    return "share" if keys.is_share(key) else keys.measure(key)


def _operands(key: str) -> Sequence[str]:
    """The keys of the figures that one is worked out from."""
    making = _making(key)
    if making == "share":
        return keys.shared(key)
    if (of_account := _OF_ACCOUNT.get(making)) is not None:
        return [f"{keys.ACCOUNTS}.{keys.fund(key)}.{one}" for one in of_account]
    return [keys.beside(key, measure) for measure in _MADE[making].measures]


def _stated(key: str, submission: Submission) -> Bounds | None:
    """The bounds of a figure that is filled in, or of a sum all parts of which are."""
    claims = [submission.figure(part) for part in summed(key, submission)]
    low = high = 0.0
    for claim in claims:
        if claim is None or not isinstance(claim.value, float):
            return None
        low += claim.value - claim.half_width
        high += claim.value + claim.half_width
    return (low, high) if claims else None


def _less(one: Bounds, other: Bounds) -> Bounds:
    return one[0] - other[1], one[1] - other[0]


def _below_nothing(one: Bounds) -> Bounds:
    return -one[1], -one[0]


def _over(one: Bounds, base: Bounds) -> Bounds | None:
    """A ratio; None on a base that is not above nothing."""
    if base[0] <= 0 or one[0] < 0:
        return None
    return one[0] / base[1], one[1] / base[0]


def _growth(one: Bounds, base: Bounds) -> Bounds | None:
    ratio = _over(one, base)
    return ratio and (ratio[0] - 1, ratio[1] - 1)


def _months(balance: Bounds, expenditure: Bounds) -> Bounds | None:
    ratio = _over(balance, expenditure)
    return ratio and (ratio[0] * _A_YEAR, ratio[1] * _A_YEAR)


def _a_month(year: Bounds) -> Bounds:
    return year[0] / _A_YEAR, year[1] / _A_YEAR


def _less_months(now: Bounds, out: Bounds, before: Bounds, out_before: Bounds) -> Bounds | None:
    this, last = _months(now, out), _months(before, out_before)
    return _less(this, last) if this and last else None


_A_YEAR = 12
_THIS = ("closing_balance.actual", "expenditure.actual")
_LAST = ("closing_balance.prior", "expenditure.prior")
_OF_ACCOUNT = {"months_payable": _THIS, "months_before": _LAST, "months_more": (*_THIS, *_LAST)}
"""The figures of an account that its months payable come from."""


@dataclass(frozen=True, slots=True)
class _Made:
    """How a figure comes from others of its line."""

    work_out: Callable[..., Bounds | None]
    measures: Sequence[str]
    kind: str | None = None
    """Of a figure that the form may have no cell for."""


_MADE = {
    "change": _Made(_less, ("actual", "prior"), "money"),
    "prior": _Made(_less, ("actual", "change")),
    "growth_rate": _Made(_growth, ("actual", "prior"), "rate"),
    "completion_rate": _Made(_over, ("actual", "budget")),
    "of_budget": _Made(_over, ("actual", "budget"), "ratio"),
    "of_prior": _Made(_over, ("actual", "prior"), "ratio"),
    "over_budget": _Made(_less, ("actual", "budget"), "money"),
    "over_budget_rate": _Made(_growth, ("actual", "budget"), "rate"),
    "deficit": _Made(_below_nothing, ("actual",), "money"),
    "a_month": _Made(_a_month, ("actual",), "money"),
    "share": _Made(_over, (), "ratio"),
    "months_payable": _Made(_months, (), "months"),
    "months_before": _Made(_months, (), "months"),
    "months_more": _Made(_less_months, (), "months"),
    "increase": _Made(_less, ("after", "before")),
    "increase_rate": _Made(_growth, ("after", "before"), "rate"),
    "funeral_increase": _Made(_less, ("funeral_after", "funeral_before"), "yuan"),
    "funeral_increase_rate": _Made(_growth, ("funeral_after", "funeral_before"), "rate"),
}
"""By the name of the measure, or `share`."""
