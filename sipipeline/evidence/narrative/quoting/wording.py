"""How a figure of the tables is called in a message beside a text, and how it is written there."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.core.display import MINUS, number, percent
from sipipeline.core.display import figure as shown
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.quoting.cells import (
    Told,
    apart,
    is_a_heads,
    is_of_all_people,
    kind,
)
from sipipeline.language.mentions import Mention
from sipipeline.language.units import RATIO

CHANGE = Text(zh="{label}的增减额", en="the change of {label}")
GROWTH = Text(zh="{label}的增减%", en="the growth of {label}")
BESIDE_BUDGET = Text(zh="{label}与预算之差", en="{label} less the budget")
BELOW_BUDGET = Text(zh="预算与{label}之差", en="the budget less {label}")
BEYOND_BUDGET = Text(zh="{label}超出预算的幅度", en="what {label} is beyond the budget")
A_MONTH = Text(zh="{label}的月均数", en="a twelfth of {label}")
MONTHS = Text(zh="{label}可支付的月数", en="the months that {label} pays for")
MORE_MONTHS = Text(zh="{label}可支付月数的增减", en="by how many months {label} pays for longer")
OF_BALANCE = Text(zh="{label}占年末滚存结余的比重", en="{label} as a share of the closing balance")
TO_LAST_YEAR = Text(zh="{label}与上年之比", en="{label} ÷ last year")
TO_BUDGET = Text(zh="{label}与预算之比", en="{label} ÷ the budget")
BEFORE_LAST_YEAR = Text(zh="{label}的年初数", en="what {label} began the year with")
TOGETHER = Text(zh="{label}等几个险种合计", en="{label} and those of other funds together")
WITH_OTHERS = Text(zh="{others}、{label}合计", en="{label} with those of {others} added up")
SHARE = Text(zh="{label}与{other}之比", en="{label} ÷ {other}")
A_HEAD = Text(zh="{label}除以{other}", en="{label} ÷ {other}")
DIFFERENCE = Text(zh="{label}与{other}之差", en="{label} − {other}")
SUM_OF_TWO = Text(zh="{label}与{other}之和", en="{label} + {other}")
IN_BRACKETS = Text(zh="（{made}）", en="({made})")
SUM = Text(zh="{label}与{other}等几项之和", en="{label} … {other} added up")
_OF_MEASURE = {
    "over_budget": BESIDE_BUDGET,
    "under_budget": BELOW_BUDGET,
    "over_budget_rate": BEYOND_BUDGET,
    "a_month": A_MONTH,
    "a_month_before": A_MONTH,
    "months_payable": MONTHS,
    "months_before": MONTHS,
    "months_as_before": MONTHS,
    "months_more": MORE_MONTHS,
    "deposit_share": OF_BALANCE,
    "of_prior": TO_LAST_YEAR,
    "of_budget": TO_BUDGET,
    "before_prior": BEFORE_LAST_YEAR,
}
"""What a figure that the form has no cell for is called, by its measure."""
_OF_RATES = {"growth_rate": GROWTH, "completion_rate": TO_BUDGET}
"""What the rate of a line is called that the form does not have, by its measure."""
_LEVEL = "actual"
TIMES = Text(zh="{value}倍", en="{value} times")
POINTS = Text(zh="{value} 个百分点", en="{value} points")
_AS_IT_IS, _MINUS = Text(zh="{by}", en="{by}"), Text(zh=f"{MINUS}{{by}}", en=f"{MINUS}{{by}}")
_OF_CHANGES = (
    Text(zh="增加{by}", en="a rise of {by}"),
    Text(zh="减少{by}", en="a fall of {by}"),
)
_OF_GROWTH = (Text(zh="增长{by}", en="a rise of {by}"), Text(zh="下降{by}", en="a fall of {by}"))
_OF_BUDGETS = (
    Text(zh="多{by}", en="an excess of {by}"),
    Text(zh="少{by}", en="a shortfall of {by}"),
)
_OF_SURPLUS = (
    Text(zh="结余{by}", en="a surplus of {by}"),
    Text(zh="缺口{by}", en="a deficit of {by}"),
)
_OF_INVESTMENT = (
    Text(zh="收益{by}", en="a gain of {by}"),
    Text(zh="亏损{by}", en="a loss of {by}"),
)
_WAYS = {
    "change": _OF_CHANGES,
    "growth_rate": _OF_GROWTH,
    "increase": _OF_CHANGES,
    "increase_rate": _OF_GROWTH,
    "over_budget": _OF_BUDGETS,
    "over_budget_rate": _OF_BUDGETS,
}
"""What stands before a figure above nothing, and before one below, by its measure."""
_WAYS_OF_LINES = {"surplus": _OF_SURPLUS, "entrusted_investment": _OF_INVESTMENT}
"""And by its line, of what this came to."""
_OF_RATIO = 2
"""Decimals of a ratio or a factor."""
_OF_SHARE = 1
"""Decimals of a share, and of months."""


def label(told: Told, standard: Standard) -> Text:
    """What a figure is called; a change that the form has no cell for by the cell that changed."""
    if keys.is_made(told.key):
        return _made(told.key, told.cells, standard)
    cell = standard.label(told.cell)
    if told.key == told.cell:
        return cell
    if is_of_all_people(told.key, standard):
        return TOGETHER.fill(label=cell)
    if keys.is_together(told.key):
        cell = _of_funds(told.key, told.cell, standard)
        same_measure = keys.measure(told.key) == keys.measure(told.cell)
        return cell if same_measure else _worked_out(told, cell, standard)
    return _of_lines(told.key, standard) or _worked_out(told, cell, standard)


def figure(
    told: Told, value: float, standard: Standard, beside: Mention | None = None, words: str = ""
) -> Text:
    """A value of a figure as a reviewer would write it: a share as a percent with a decimal more
    than the number of the text beside it, a ratio as 2.32:1, or 1:3.85 where the text has its 1 in
    front, a factor as 2.00倍, months to a tenth, what is worked out to the cent."""
    of = kind(told.key, standard) or "money"
    if of == "ratio":
        return _ratio(told, value, beside, words)
    if beside is not None and is_in_points(beside):
        return POINTS.fill(value=number(value * 100, _OF_RATIO))
    return same(shown(value, of, _decimals(told, of)))


def turned(key: str, value: float, by: Text) -> Text:
    """A figure without its sign, behind the word that says on which side of nothing it lies:
    下降1.8%, 缺口6,782.4万元; with a minus where no word says so of what it is."""
    parts = [] if keys.is_share(key) or keys.is_difference(key) else keys.summands(key)
    ways = {_WAYS.get(keys.measure(one)) or _WAYS_OF_LINES.get(keys.item(one)) for one in parts}
    above, below = (ways.pop() if len(ways) == 1 else None) or (_AS_IT_IS, _MINUS)
    return (above if value > 0 else below).fill(by=by)


def _worked_out(told: Told, cell: Text, standard: Standard) -> Text:
    """What a figure is called that is worked out from a cell and others of its line or account."""
    change = GROWTH if kind(told.key, standard) == "rate" else CHANGE
    return _OF_MEASURE.get(keys.measure(told.key), change).fill(label=cell)


def _of_funds(key: str, cell: str, standard: Standard) -> Text:
    """What a figure of several funds is called, each of which is named, by the cell of one."""
    *others, last = keys.added(key)
    named = join([standard.fund(one).short for one in others], "、", ", ")
    return WITH_OTHERS.fill(others=named, label=standard.label(keys.of_fund(cell, last)))


def _of_lines(key: str, standard: Standard) -> Text | None:
    """What a line is called that the form does not have, by the two that it is the difference of;
    None of one that it has, and of what changed of it."""
    how = _OF_RATES.get(keys.measure(key))
    both = apart(keys.beside(key, _LEVEL) if how else key)
    if not both or not all(map(standard.has, both)):
        return None
    line, other = map(standard.label, both)
    named = DIFFERENCE.fill(label=line, other=other)
    return how.fill(label=named) if how else named


def _made(key: str, cells: Sequence[str], standard: Standard) -> Text:
    """How several cells make a figure: the outermost is the difference, then the share."""
    if keys.is_difference(key):
        return _of_two(DIFFERENCE, keys.apart(key), cells, standard)
    if keys.is_share(key):
        how = A_HEAD if is_a_heads(key) else SHARE
        return _of_two(how, keys.shared(key), cells, standard)
    if len(cells) == 1:
        return _of_one(key, cells[0], standard)
    ends = {"label": standard.label(cells[0]), "other": standard.label(cells[-1])}
    return (SUM_OF_TWO if len(cells) == 2 else SUM).fill(**ends)


def _of_one(key: str, cell: str, standard: Standard) -> Text:
    """A part of a made figure, of one line of a fund or of several together."""
    if keys.is_together(key):
        return IN_BRACKETS.fill(made=_of_funds(key, cell, standard))
    return _of_lines(key, standard) or standard.label(cell)


def _of_two(how: Text, both: Sequence[str], cells: Sequence[str], standard: Standard) -> Text:
    """How two figures make one, each of cells of its own."""
    first, second = both
    of_first = len(keys.made_of(first))
    label = _side(first, cells[:of_first], standard)
    return how.fill(label=label, other=_side(second, cells[of_first:], standard))


def _side(key: str, cells: Sequence[str], standard: Standard) -> Text:
    """One of two figures that make another, in brackets where it is itself made of several."""
    named = _made(key, cells, standard)
    return IN_BRACKETS.fill(made=named) if len(cells) > 1 else named


def _decimals(told: Told, of: str) -> int | None:
    """The decimals of what is worked out; None of what a cell has."""
    if not told.derived:
        return None
    return {"months": _OF_SHARE, "money": _OF_RATIO}.get(of)


def _ratio(told: Told, value: float, beside: Mention | None, words: str) -> Text:
    """A ratio in the way of the number beside it; without one as a percent up to the whole, and
    beyond it as a ratio, of a figure to itself as a factor."""
    dimension = beside.unit.dimension if beside is not None else _way(told, value)
    if dimension == "percent":
        decimals = beside.decimals + 1 if beside is not None else _OF_SHARE
        return same(percent(value, decimals))
    if dimension == RATIO.dimension:
        return same(_to_one(value, words))
    return TIMES.fill(value=f"{value:.{_OF_RATIO}f}")


def _to_one(value: float, words: str) -> str:
    """So many to one, or one to so many where the words begin with one."""
    sign = RATIO.symbol[0]
    if value and words.partition(sign)[0] == "1":
        return f"1{sign}{1 / value:.{_OF_RATIO}f}"
    return f"{value:.{_OF_RATIO}f}{RATIO.symbol}"


def _way(told: Told, value: float) -> str:
    """What a ratio is written as where no number is beside it."""
    if not keys.is_share(told.key):
        return "fold"
    return RATIO.dimension if value > 1 else "percent"
