"""What the tables say of a figure: the cell, or where it is blank, or the form has none, what other
cells make."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from sipipeline.core import keys
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines import relations
from sipipeline.evidence.narrative.lines.relations import Bounds, Relation

_PEOPLE = "headcounts"
"""The form has no head-counts of all funds together."""


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
        return self.bounds.middle

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.low, self.high)


def summed(key: str, submission: Submission) -> Sequence[str]:
    """The keys that a figure of several funds is the sum of; its own where it is of one."""
    fund = keys.fund(key)
    if not fund:
        return [key]
    if is_of_all_people(key, submission.standard):
        return [keys.of_fund(key, one.key) for one in submission.funds]
    return [keys.of_fund(key, one) for one in keys.added(key)] if keys.is_together(fund) else [key]


def is_of_all_people(key: str, standard: Standard) -> bool:
    """Whether a key is of the head-count of all funds, for which the form has no cell."""
    return keys.family(key) == _PEOPLE and keys.fund(key) == standard.total.key


def is_a_heads(key: str) -> bool:
    """Whether a key is of an amount for each of some people, or how far two such are apart."""
    one = keys.apart(key)[0]
    families = [keys.family(part) for part in keys.shared(one)]
    return keys.is_share(one) and families == [keys.ACCOUNTS, _PEOPLE]


def quotient(key: str) -> tuple[Relation, Sequence[str]] | None:
    """What makes a rate of other figures, and the keys of these; None of any other figure."""
    if keys.is_share(key):
        return relations.share, keys.shared(key)
    made = None if keys.is_made(key) else _MADE.get(keys.measure(key))
    is_rate = made is not None and made.relation in relations.QUOTIENTS
    return (made.relation, _operands(key)) if made is not None and is_rate else None


def told(key: str, submission: Submission) -> Told | None:
    """The figure of a key; None where the tables do not say it."""
    bounds = _bounds(key, submission)
    if bounds is None:
        return None
    cells = cells_of(key, submission)
    return Told(key, *bounds, cells[0], key not in submission.claims, cells)


def cells_of(key: str, submission: Submission) -> tuple[str, ...]:
    """The keys of the cells of what a figure is made of, one each, in its order."""
    return tuple(_cell(one, submission) for one in keys.made_of(key))


def by_amounts(rate: Told, submission: Submission) -> Told | None:
    """A rate as the other figures of its line make it, whatever its own cell has; None where these
    are unknown, or it is no rate."""
    made = quotient(rate.key)
    bounds = _made(made[0], [_bounds(one, submission) for one in made[1]]) if made else None
    if bounds is None:
        return None
    return replace(rate, low=bounds.low, high=bounds.high, derived=True)


def value(key: str, submission: Submission) -> float | None:
    """The value of the figure of a key; None where the tables do not say it."""
    claim = submission.claims.get(key)
    if claim is not None and isinstance(claim.value, float):
        return Bounds(claim.value - claim.half_width, claim.value + claim.half_width).middle
    bounds = _bounds(key, submission)
    return None if bounds is None else bounds.middle


def has_no_base(key: str, submission: Submission) -> bool:
    """Whether a figure is a growth, or a share, of what is not above nothing, which nobody
    states."""
    if keys.is_share(key):
        whole = told(keys.shared(key)[-1], submission)
        return whole is not None and whole.high <= 0
    if keys.is_made(key) or keys.measure(key) not in _MADE:
        return False
    made = _MADE[keys.measure(key)]
    base = _stated(keys.beside(key, made.measures[-1]), submission) if made.measures else None
    return made.relation is relations.growth and base is not None and base.low <= 0


@lru_cache(maxsize=1 << 14)
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
        return _of_figures(relations.difference, keys.apart(key), submission)
    if keys.is_share(key):
        return _of_figures(relations.share, keys.shared(key), submission)
    summands = keys.summands(key)
    several = len(summands) > 1
    return (
        _of_figures(relations.total, summands, submission) if several else _figure(key, submission)
    )


def _of_figures(relation: Relation, parts: Sequence[str], submission: Submission) -> Bounds | None:
    return _made(relation, [_bounds(one, submission) for one in parts])


def _made(relation: Relation, parts: Sequence[Bounds | None]) -> Bounds | None:
    """What figures make by a relation; None where one is unknown, or a base not above nothing, and
    no deficit of which another is a multiple."""
    known = [one for one in parts if one is not None]
    bases = known[1::2] if relation in relations.QUOTIENTS else ()
    deficits = relation is relations.multiple and all(one.high < 0 for one in known)
    clear = len(known) == len(parts) and (deficits or all(base.low > 0 for base in bases))
    return relation(*known) if clear else None


def _figure(key: str, submission: Submission) -> Bounds | None:
    """The bounds of a figure as stated, or as worked out from others of its line, or of two; the
    rates of several funds are not added up."""
    if lines := apart(key):
        return _of_lines(key, lines, submission)
    made = _MADE.get(keys.measure(key))
    is_quotient = made is not None and made.relation in relations.QUOTIENTS
    added_up = is_quotient and len(summed(key, submission)) > 1
    stated = None if added_up else _stated(key, submission)
    if made is None or (stated is None and key in submission.claims):
        return stated
    operands = _operands(key)
    if stated is None or any(_is_rounder(one, submission) for one in operands):
        by_others = _made(made.relation, [_stated(one, submission) for one in operands])
        return _with_rounding(stated, by_others)
    return stated


def _is_rounder(key: str, submission: Submission) -> bool:
    """Whether an amount was added up from rounder ones."""
    claims = [(part, submission.figure(part)) for part in summed(key, submission)]
    return any(
        claim is not None and submission.rounded_off(part) > claim.half_width
        for part, claim in claims
    )


def _with_rounding(stated: Bounds | None, made: Bounds | None) -> Bounds | None:
    """The bounds of a figure that may be off by as much as what others make of it, with which it
    agrees; what these make where it is not stated."""
    if stated is None or made is None:
        return stated or made
    apart = made.high < stated.low or stated.high < made.low
    return stated if apart else Bounds(min(stated.low, made.low), max(stated.high, made.high))


def _of_lines(key: str, lines: Sequence[str], submission: Submission) -> Bounds | None:
    """The bounds of a figure of a line that is the difference of two; a rate is that of what these
    make."""
    made = _MADE.get(keys.measure(key))
    if made is not None and made.relation in relations.QUOTIENTS:
        return _of_figures(made.relation, _operands(key), submission)
    return _of_figures(relations.difference, lines, submission)


def _stated(key: str, submission: Submission) -> Bounds | None:
    """The bounds of a figure that is filled in, or of a sum all parts of which are."""
    claims = [submission.figure(part) for part in summed(key, submission)]
    low = high = 0.0
    for claim in claims:
        if claim is None or not isinstance(claim.value, float):
            return None
        rounded = submission.rounded_off(claim.key)
        low, high = low + claim.value - rounded, high + claim.value + rounded
    return Bounds(low, high) if claims else None


_THIS = ("closing_balance.actual", "expenditure.actual")
_LAST = ("closing_balance.prior", "expenditure.prior")
_OF_ACCOUNT = {
    "before_prior": ("closing_balance.prior", "surplus.prior"),
    "months_payable": _THIS,
    "months_before": _LAST,
    "months_as_before": ("closing_balance.actual", "expenditure.prior"),
    "months_more": (*_THIS, *_LAST),
    "deposit_share": ("time_deposits.actual", "closing_balance.actual"),
}
"""The figures of an account that its months payable, its share of deposits, and what was left
before last year come from."""


@frozen
class _Derivation:
    """How a figure comes from others of its line."""

    relation: Relation
    measures: Sequence[str]
    kind: str | None = None
    """Of a figure that the form may have no cell for."""


_MADE = {
    "change": _Derivation(relations.difference, ("actual", "prior"), "money"),
    "prior": _Derivation(relations.difference, ("actual", "change")),
    "growth_rate": _Derivation(relations.growth, ("actual", "prior"), "rate"),
    "completion_rate": _Derivation(relations.share, ("actual", "budget")),
    "of_budget": _Derivation(relations.multiple, ("actual", "budget"), "ratio"),
    "of_prior": _Derivation(relations.multiple, ("actual", "prior"), "ratio"),
    "in_year": _Derivation(relations.between, ("actual", "prior"), "count"),
    "over_budget": _Derivation(relations.difference, ("actual", "budget"), "money"),
    "under_budget": _Derivation(relations.difference, ("budget", "actual"), "money"),
    "over_budget_rate": _Derivation(relations.growth, ("actual", "budget"), "rate"),
    "deficit": _Derivation(relations.opposite, ("actual",), "money"),
    "a_month": _Derivation(relations.a_month, ("actual",), "money"),
    "a_month_before": _Derivation(relations.a_month, ("prior",), "money"),
    "before_prior": _Derivation(relations.difference, (), "money"),
    "deposit_share": _Derivation(relations.share, (), "ratio"),
    "months_payable": _Derivation(relations.months, (), "months"),
    "months_before": _Derivation(relations.months, (), "months"),
    "months_as_before": _Derivation(relations.months, (), "months"),
    "months_more": _Derivation(relations.more_months, (), "months"),
    "increase": _Derivation(relations.difference, ("after", "before")),
    "increase_rate": _Derivation(relations.growth, ("after", "before"), "rate"),
    "funeral_increase": _Derivation(
        relations.difference, ("funeral_after", "funeral_before"), "yuan"
    ),
    "funeral_increase_rate": _Derivation(
        relations.growth, ("funeral_after", "funeral_before"), "rate"
    ),
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
