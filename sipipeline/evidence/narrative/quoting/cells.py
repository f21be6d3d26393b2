"""What the tables say of a figure: the cell, or where it is blank, or the form has none, what other
cells make."""

from collections.abc import Callable, Sequence

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen

_PEOPLE = "headcounts"
"""The form has no head-counts of all funds together."""

Bounds = tuple[float, float]


@frozen
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
    cells: tuple[str, ...] = ()
    """The keys of the cells of what a sum, a share or a difference is made of, one each, in its
    order."""

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
    return [keys.of_fund(key, one) for one in funds]


def is_of_all_people(key: str, standard: Standard) -> bool:
    """Whether a key is of the head-count of all funds, for which the form has no cell."""
    return keys.family(key) == _PEOPLE and keys.fund(key) == standard.total.key


def is_a_heads(key: str) -> bool:
    """Whether a key is of an amount for each of some people."""
    families = [keys.family(one) for one in keys.shared(key)]
    return keys.is_share(key) and families == [keys.ACCOUNTS, _PEOPLE]


def told(key: str, submission: Submission) -> Told | None:
    """The figure of a key; None where the tables do not say it."""
    bounds = _bounds(key, submission)
    if bounds is None:
        return None
    cells = tuple(_cell(one, submission) for one in keys.made_of(key))
    return Told(key, *bounds, cells[0], key not in submission.claims, cells)


def has_no_base(key: str, submission: Submission) -> bool:
    """Whether a figure is a growth of what is not above nothing, which nobody states."""
    if keys.is_made(key) or keys.measure(key) not in _MADE:
        return False
    made = _MADE[keys.measure(key)]
    base = _stated(keys.beside(key, made.measures[-1]), submission) if made.measures else None
    return made.work_out is _growth and base is not None and base[0] <= 0


def kind(key: str, standard: Standard) -> str | None:
    """What a figure is: money, rate, count …; None where neither the form has a cell for it nor
    others make it."""
    if keys.is_difference(key):
        return _common_kind(keys.apart(key), standard)
    if keys.is_share(key):
        return _kind_of_share(*(kind(one, standard) for one in keys.shared(key)))
    summands = keys.summands(key)
    return _common_kind(summands, standard) if len(summands) > 1 else _kind_of(key, standard)


def _kind_of_share(part: str | None, whole: str | None) -> str | None:
    """A ratio; an amount where it is one for each of some people."""
    if part is None or whole is None:
        return None
    return "money" if (part, whole) == ("money", "count") else "ratio"


def _common_kind(parts: Sequence[str], standard: Standard) -> str | None:
    kinds = {kind(one, standard) for one in parts}
    if kinds <= _OF_SHARES:
        return "rate"
    return kinds.pop() if len(kinds) == 1 else None


def _kind_of(key: str, standard: Standard) -> str | None:
    """What the figure of a line is."""
    if lines := apart(key):
        kinds = {_kind_of(one, standard) for one in lines}
        return kinds.pop() if len(kinds) == 1 else None
    key = _of_one_fund(key, standard)
    if (field := standard.field(key)) is not None:
        return field.kind
    made = _MADE.get(keys.measure(key))
    known = made is not None and all(map(standard.has, _operands(key)))
    return made.kind if made is not None and known else None


def apart(key: str) -> Sequence[str]:
    """The two figures that one of a line which the form does not have is the difference of: 在职 is
    参保 less 退休; none of other lines."""
    lines = _LINES.get(keys.item(key), ())
    return [f"{keys.table(key)}.{line}.{keys.measure(key)}" for line in lines]


def _cell(key: str, submission: Submission) -> str:
    """The key of the cell of a figure, or of the first that it is worked out from."""
    key = next(iter(apart(key)), key)
    first = next(iter(summed(key, submission)), key)
    if first in submission.claims or submission.standard.has(first):
        return first
    operand = next(iter(_operands(key)), first)
    return next(iter(summed(operand, submission)), operand)


def _of_one_fund(key: str, standard: Standard) -> str:
    """The key of the first fund of several."""
    fund = keys.fund(key)
    if not fund:
        return key
    total = is_of_all_people(key, standard)
    first = standard.funds[0].key if total else keys.added(key)[0]
    return keys.of_fund(key, first)


def _operands(key: str) -> Sequence[str]:
    """The keys of the figures that one of a line is worked out from."""
    measure = keys.measure(key)
    if (of_account := _OF_ACCOUNT.get(measure)) is not None:
        return [f"{keys.ACCOUNTS}.{keys.fund(key)}.{one}" for one in of_account]
    return [keys.beside(key, one) for one in _MADE[measure].measures] if measure in _MADE else []


def _bounds(key: str, submission: Submission) -> Bounds | None:
    """The bounds of a figure, or of what several make, worked out from the outside inwards."""
    if keys.is_difference(key):
        return _made(_less, keys.apart(key), submission)
    if keys.is_share(key):
        return _made(_over, keys.shared(key), submission)
    summands = keys.summands(key)
    return _made(_sum, summands, submission) if len(summands) > 1 else _figure(key, submission)


def _made(
    work_out: Callable[..., Bounds | None], parts: Sequence[str], submission: Submission
) -> Bounds | None:
    """The bounds of what several figures make; None where one is unknown."""
    known = [bounds for one in parts if (bounds := _bounds(one, submission)) is not None]
    return work_out(*known) if len(known) == len(parts) else None


def _figure(key: str, submission: Submission) -> Bounds | None:
    """The bounds of a figure as stated, or as worked out from others of its line, or of two; the
    rates of several funds are not added up."""
    if lines := apart(key):
        return _of_lines(key, lines, submission)
    made = _MADE.get(keys.measure(key))
    added_up = len(summed(key, submission)) > 1
    is_quotient = made is not None and made.work_out in _QUOTIENTS
    stated = None if added_up and is_quotient else _stated(key, submission)
    if stated is not None or key in submission.claims or made is None:
        return stated
    operands = _operands(key)
    known = [bounds for one in operands if (bounds := _stated(one, submission)) is not None]
    return made.work_out(*known) if len(known) == len(operands) else None


def _of_lines(key: str, lines: Sequence[str], submission: Submission) -> Bounds | None:
    """The bounds of a figure of a line that is the difference of two; a rate is that of what these
    make."""
    made = _MADE.get(keys.measure(key))
    if made is not None and made.work_out in _QUOTIENTS:
        return _made(made.work_out, _operands(key), submission)
    return _made(_less, lines, submission)


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


def _sum(*parts: Bounds) -> Bounds:
    return sum(low for low, _ in parts), sum(high for _, high in parts)


def _less(one: Bounds, other: Bounds) -> Bounds:
    return one[0] - other[1], one[1] - other[0]


def _below_nothing(one: Bounds) -> Bounds:
    return -one[1], -one[0]


def _over(one: Bounds, base: Bounds) -> Bounds | None:
    """A ratio; None on a base that is not above nothing."""
    if base[0] <= 0:
        return None
    return one[0] / base[one[0] > 0], one[1] / base[one[1] < 0]


def _growth(one: Bounds, base: Bounds) -> Bounds | None:
    ratio = _over(one, base)
    return ratio and (ratio[0] - 1, ratio[1] - 1)


def _months(balance: Bounds, expenditure: Bounds) -> Bounds | None:
    ratio = _over(balance, expenditure)
    return ratio and (ratio[0] * _A_YEAR, ratio[1] * _A_YEAR)


def _a_month(year: Bounds) -> Bounds:
    return year[0] / _A_YEAR, year[1] / _A_YEAR


def _less_months(now: Bounds, out: Bounds, before: Bounds, out_before: Bounds) -> Bounds | None:
    """By how much the months are more, or those of either year as they are mostly rounded."""
    this, last = _months(now, out), _months(before, out_before)
    if this is None or last is None:
        return None
    rounded = _tenth(this) - _tenth(last)
    return _between((rounded, rounded), _less(this, last))


def _tenth(bounds: Bounds) -> float:
    return round(sum(bounds) / 2, 1)


def _between(one: Bounds, other: Bounds) -> Bounds:
    return min(one[0], other[0]), max(one[1], other[1])


_A_YEAR = 12
_THIS = ("closing_balance.actual", "expenditure.actual")
_LAST = ("closing_balance.prior", "expenditure.prior")
_OF_ACCOUNT = {
    "before_prior": ("closing_balance.prior", "surplus.prior"),
    "months_payable": _THIS,
    "months_before": _LAST,
    "months_more": (*_THIS, *_LAST),
    "deposit_share": ("time_deposits.actual", "closing_balance.actual"),
}
"""The figures of an account that its months payable, its share of deposits, and what was left
before last year come from."""


@frozen
class _Derivation:
    """How a figure comes from others of its line."""

    work_out: Callable[..., Bounds | None]
    measures: Sequence[str]
    kind: str | None = None
    """Of a figure that the form may have no cell for."""


_MADE = {
    "change": _Derivation(_less, ("actual", "prior"), "money"),
    "prior": _Derivation(_less, ("actual", "change")),
    "growth_rate": _Derivation(_growth, ("actual", "prior"), "rate"),
    "completion_rate": _Derivation(_over, ("actual", "budget")),
    "of_budget": _Derivation(_over, ("actual", "budget"), "ratio"),
    "of_prior": _Derivation(_over, ("actual", "prior"), "ratio"),
    "in_year": _Derivation(_between, ("actual", "prior"), "count"),
    "over_budget": _Derivation(_less, ("actual", "budget"), "money"),
    "under_budget": _Derivation(_less, ("budget", "actual"), "money"),
    "over_budget_rate": _Derivation(_growth, ("actual", "budget"), "rate"),
    "deficit": _Derivation(_below_nothing, ("actual",), "money"),
    "a_month": _Derivation(_a_month, ("actual",), "money"),
    "a_month_before": _Derivation(_a_month, ("prior",), "money"),
    "before_prior": _Derivation(_less, (), "money"),
    "deposit_share": _Derivation(_over, (), "ratio"),
    "months_payable": _Derivation(_months, (), "months"),
    "months_before": _Derivation(_months, (), "months"),
    "months_more": _Derivation(_less_months, (), "months"),
    "increase": _Derivation(_less, ("after", "before")),
    "increase_rate": _Derivation(_growth, ("after", "before"), "rate"),
    "funeral_increase": _Derivation(_less, ("funeral_after", "funeral_before"), "yuan"),
    "funeral_increase_rate": _Derivation(_growth, ("funeral_after", "funeral_before"), "rate"),
}
"""By the name of the measure."""
_LINES = {
    "at_work": ("participants", "retirees"),
    "net_transfer_in": ("transfer_in", "transfer_out"),
    "net_transfer_out": ("transfer_out", "transfer_in"),
    "net_to_superior": ("to_superior", "from_superior"),
    "net_adjustment_in": ("adjustment_in", "adjustment_out"),
    "net_adjustment_out": ("adjustment_out", "adjustment_in"),
    "net_from_superior": ("from_superior", "to_superior"),
}
"""Lines that the form does not have, each the difference of two that it has."""
_OF_SHARES = frozenset({"rate", "ratio"})
_QUOTIENTS = (_over, _growth, _months, _less_months)
"""What makes figures of which those of several funds have no sum."""
