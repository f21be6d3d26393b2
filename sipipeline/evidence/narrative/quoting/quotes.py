"""A number of a text beside the cells that it can mean."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.figures import EXACT, SLACK, half_unit, significant
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.text import Paragraph, Role
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.quoting.cells import (
    Told,
    by_amounts,
    has_no_base,
    is_a_heads,
    kind,
    told,
)
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link
from sipipeline.evidence.narrative.quoting.surroundings import NO_SURROUNDINGS, Surroundings
from sipipeline.language.lexicon import fold, has, table, words
from sipipeline.language.mentions import MOST_DECIMALS, Mention
from sipipeline.language.units import RATIO

_AMOUNTS_TO_TELL_UNIT = 3
"""Minimum number of amounts in the texts needed to infer the money unit of the tables."""
_DIMENSIONS = {
    "money": {"money"},
    "yuan": {"money"},
    "rate": {"percent", "fold"},
    "ratio": {"percent", "fold", "ratio"},
    "count": {"people"},
    "months": {"month"},
}
"""What a quote of a figure may measure, by the kind of the figure."""
_EDGE = 0.1
"""The part of the narrower of two figures that they must have in common to meet in more than their
edges."""
_DASH = "-"
_TENTH = 10
_MANY_DECIMALS = 2
_SHARE_OF_EXACT = 0.01
"""What 约 leaves open of a ratio with so many decimals, 约为1:1.98."""


class Budget(NamedTuple):
    """Which budget a number is, or is measured by, where its words say one."""

    adjusted: bool
    """It was changed during the year."""
    certain: bool
    """The words say it of this number, not only of one before it."""


NO_MENTION = Mention("number", 0, 0)


@frozen
class Quote:
    """A number of a text, and what the words around it say of it."""

    # where it stands, and how it is written
    field: str
    role: Role
    name: str
    """What it is called: the words before it, without 达到 and the like."""
    words: str = ""
    """The number as written, with its unit."""
    clause: str = ""
    mention: Mention = NO_MENTION
    rounded: bool = False
    """It is one end of a range."""
    reaches: bool = False
    """达到 or the like stands before it."""
    beside_rate: bool = False
    """A rate of something that is of no cell stands before it in its sentence."""

    # the cells that it can mean
    link: Link = NOWHERE
    carried: bool = False
    """Of whom or when it is was said of a figure before it."""

    # when
    of_year: bool = True
    """It is of this year, and of the unit's own."""
    came_about: bool = True
    """It is of this year and no plan, and of the unit's own."""
    budget: Budget | None = None

    # of whom
    fund: str | None = None
    of_any: bool = False
    """A sentence before it says of which account it is, but neither its own nor a heading does."""

    # of what
    subject: Subject | None = None
    explicit: bool = False
    """The words beside it name the line that it is of, and nothing that is not known."""
    benefit: str = ""
    """The line of the benefit levels that it is of; "" for any other figure."""

    # which kind of figure
    changes: bool = False
    """It is by how much something changed."""
    falls: bool = False
    """The words say that the item fell by so much, or lies below nothing by so much."""
    based: bool = False
    """The words beside it say what the change is measured from."""
    sums: bool = False
    """It adds up several figures."""
    rest: bool = False
    """It is called other money, and is what the figures before it leave of a whole."""

    of_printed: bool = False
    """It is a rate that the amounts make as its sentence prints them."""

    # which indicator it may be of
    named: str = ""
    """All the words before it or, where these but say that it is reached or aimed at, what was
    named before in its sentence, or as its title: 目标值95%，实际完成值98.4%."""
    aims: bool = False
    """The words say that it is the target of the year."""
    target: Mention | None = None
    """The target that was stated of the same before it."""
    around: Surroundings = NO_SURROUNDINGS
    """What its sentence names up to it."""

    @property
    def exact(self) -> bool:
        """Whether it states one figure, to its last digit."""
        return not self.mention.about and self.mention.op in ("", "=")

    @property
    def key(self) -> str | None:
        """The key of the cell that it restates first of all."""
        return self.link.required[0] if self.link.required else None


def quote_of(line: Paragraph, mention: Mention, key: str) -> Quote:
    """A number of a line as a statement of one figure, whatever the words around it say."""
    return Quote(line.key, line.role, "", mention=mention, link=Link((key,)))


@frozen
class Compared:
    """A quote and a cell, both in the unit of the cell."""

    told: Told
    value: float
    low: float
    high: float

    @property
    def agrees(self) -> bool:
        slack = SLACK * max(abs(self.told.low), abs(self.told.high))
        return self.low <= self.told.high + slack and self.high >= self.told.low - slack

    def within_reach(self) -> "Compared":
        """The same beside a figure that reaches to what the quote says."""
        low, high = min(self.low, self.told.low), max(self.high, self.told.high)
        return replace(self, told=replace(self.told, low=low, high=high))

    @property
    def only_just(self) -> bool:
        """Whether what both may be meets only at the edge of rounding: 93% and 92%."""
        shared = min(self.high, self.told.high) - max(self.low, self.told.low)
        narrower = min(self.high - self.low, self.told.high - self.told.low)
        return self.agrees and narrower > 0 and shared < _EDGE * narrower

    @property
    def opposed(self) -> bool:
        """Whether the text says that something fell that rose, or the reverse."""
        return self.value * self.told.value < 0


def compared(quote: Quote, submission: Submission, money_unit: str) -> Compared | None:
    """The quote beside the cell that it agrees with, or else beside the first that it can mean;
    None where there is nothing to compare. A dash behind a year may be a minus, how far the budget
    was missed is told without a sign, and what a deficit is measured by may be above nothing."""
    one = _compared(quote, submission, money_unit)
    if one is None or one.agrees or not _is_unsigned(quote):
        return one
    below = _compared(_below_nothing(quote), submission, money_unit)
    return below if below is not None and below.agrees else one


def further(quote: Quote) -> Sequence[str]:
    """What may be meant besides what must be filled in."""
    return quote.link.further if quote.exact else _meant_as_well(quote)


def past_edge(quote: Quote, one: Compared, submission: Submission) -> Compared | None:
    """A rate that agrees with its cell at the edge of rounding only, beside what the amounts of its
    line make, where it clearly is not that: 102.8% for 102.94%; None of any other figure, and of
    one that the amounts make as its sentence prints them."""
    at_edge = one.agrees and one.only_just and not quote.of_printed
    made = by_amounts(one.told, submission) if at_edge else None
    if made is None:
        return None
    room = _EDGE * (one.high - one.low)
    near = replace(one, told=made, low=one.low - room, high=one.high + room)
    return None if near.agrees else replace(one, told=made)


def beside(
    quote: Quote, key: str, submission: Submission, money_unit: str | None = None
) -> Compared | None:
    """The quote beside one figure, with amounts in a unit, or else in that of the cover; None
    where there is nothing to compare."""
    cell = told(key, submission)
    unit = money_unit or submission.money_unit
    stated = in_unit_of_cell(quote, key, submission.standard, unit)
    return Compared(cell, *stated) if cell is not None and stated is not None else None


def in_unit_of_cell(
    quote: Quote, key: str, standard: Standard, money_unit: str
) -> tuple[float, float, float] | None:
    """What a quote says, the least that it can mean and the most, in the unit of a cell; None
    where they do not go together."""
    scale = _scale(quote.mention, key, standard, money_unit)
    if scale is None:
        return None
    sign = -1 if quote.falls else 1
    low, high = sorted(sign * end * scale for end in bounds(quote))
    return significant(sign * quote.mention.value * scale, EXACT), low, high


def _is_unsigned(quote: Quote) -> bool:
    """Whether a number may lie on either side of nothing: 亏损38万元，比预算的150万元少188万元."""
    missed = has(quote.clause, "narrative", "tokens", "deviation")
    carried = quote.falls and not quote.changes and not quote.explicit
    base = carried and has(quote.clause, "narrative", "stated_differences", "beside")
    return missed or base or _is_behind_dash(quote)


def _is_behind_dash(quote: Quote) -> bool:
    """Whether a dash stands between a year and the number: 2023年-37.46万元."""
    year = words("calendar", "year")[0]
    return f"{year}{_DASH}{quote.words}" in quote.clause


def _below_nothing(quote: Quote) -> Quote:
    return replace(quote, mention=replace(quote.mention, value=-quote.mention.value))


def _compared(quote: Quote, submission: Submission, money_unit: str) -> Compared | None:
    """The quote as it stands beside the cell."""
    meant = [key for key in quote.link.required if not has_no_base(key, submission)]
    required = [beside(quote, key, submission, money_unit) for key in meant]
    less_likely = [beside(quote, key, submission, money_unit) for key in further(quote)]
    agreeing = [one for one in (*required, *less_likely) if one is not None and one.agrees]
    if agreeing:
        return min(agreeing, key=lambda one: one.only_just)
    if None in required or _may_be_of_other(quote, submission, money_unit):
        return None
    return next(iter(required), None)


def _may_be_of_other(quote: Quote, submission: Submission, money_unit: str) -> bool:
    """Whether a number that is but near, of which a sentence before says whose it is, is what some
    account has in the same line: …居民养老收入约0.8亿元；支出约4.7亿元."""
    if not quote.mention.about or not quote.carried or quote.key is None:
        return False
    item = keys.item(quote.key)
    others = [key for key in quote.link.further if keys.item(key) == item]
    compared_with = (beside(quote, key, submission, money_unit) for key in others)
    return any(one is not None and one.agrees for one in compared_with)


def _meant_as_well(quote: Quote) -> Sequence[str]:
    """The figures that may be meant, whatever bounds the number: of the same line in another year,
    where the year was said of a figure before, of another account, where none is said, or for each
    of those who got it, beside what a person is granted."""
    key = quote.key or ""
    row, item = keys.row(key), keys.item(key)
    of_year = [one for one in quote.link.further if quote.carried and keys.row(one) == row]
    of_any = [one for one in quote.link.further if quote.of_any and keys.item(one) == item]
    for_each = [one for one in quote.link.further if is_a_heads(one)]
    return [*of_year, *of_any, *for_each]


def _scale(mention: Mention, key: str, standard: Standard, money_unit: str) -> float | None:
    """What turns a number of a text into the unit of a cell; None where they do not go together."""
    of = kind(key, standard)
    if of is None or mention.unit.dimension not in _DIMENSIONS.get(of, ()):
        return None
    units_of_cell = {"percent": 100.0, "money": 1.0 if of == "yuan" else standard.yuan(money_unit)}
    return mention.unit.factor / units_of_cell.get(mention.unit.dimension, 1.0)


# ---------------------------------------------------------------- what a number can mean
def bounds(quote: Quote) -> tuple[float, float]:
    """The least and the most that a number as written can mean, in its own unit."""
    mention = quote.mention
    if mention.unit == RATIO:
        return _bounds_of_ratio(quote)
    value, half_width = mention.value, max(mention.half_width, _half_of_tenths(quote))
    if is_in_points(mention):
        half_width += 2 * min(half_width, tolerances.POINTS)
    if any(word in quote.words for word in words("narrative", "signs", "more")):
        return value, value + max(2 * _half_of_last_digit(mention), _above_part(quote))
    slack = mention.half_width if quote.rounded else 0.0
    if mention.op in (">", ">="):
        return value - slack, math.inf
    if mention.op in ("<", "<="):
        return -math.inf, value + slack
    if mention.about:
        share = float(table()["about"]["share"]) * abs(value)
        half_width = max(half_width, share, _half_of_last_digit(mention))
    return value - half_width, value + half_width


def _bounds_of_ratio(quote: Quote) -> tuple[float, float]:
    """The least and the most that 1:2 can mean: either side is rounded, but for a bare 1."""
    (low, high), (least, most) = map(_bounds_of_side, fold(quote.words).split(RATIO.symbol[0]))
    written = max(len(side.partition(".")[2]) for side in fold(quote.words).split(RATIO.symbol[0]))
    share = float(table()["about"]["share"]) if written < _MANY_DECIMALS else _SHARE_OF_EXACT
    about = 1 + share * quote.mention.about
    return low / most / about, high / max(least, SLACK) * about


def _bounds_of_side(written: str) -> tuple[float, float]:
    value, decimals = float(written), len(written.partition(".")[2])
    half_width = half_unit(decimals) if decimals or value != 1 else 0.0
    return value - half_width, value + half_width


def _half_of_tenths(quote: Quote) -> float:
    """Half a tenth of 六成, 一半 and 三分之二, which are no 60%, 50% and 66.7%; nothing of other
    numbers."""
    if words("numerals", "divided")[0] in quote.words:
        exact = any(part in quote.words for part in table()["numerals"]["parts"])
        return 0.0 if exact else _TENTH / 2
    spoken = quote.words.endswith(words("narrative", "signs", "tenths"))
    whole = quote.mention.value % _TENTH in (0, _TENTH / 2)
    return _TENTH / 2 if spoken and whole else 0.0


def _above_part(quote: Quote) -> float:
    """The points that a part in words may be passed by where it is a little more, 四分之一多;
    nothing of other numbers."""
    return _TENTH / 2 if words("numerals", "divided")[0] in quote.words else 0.0


def _half_of_last_digit(mention: Mention) -> float:
    """Half a unit of the last digit that is not zero: 5300 -> 50."""
    place = min(mention.decimals, MOST_DECIMALS)
    digits = f"{abs(mention.value):.{place}f}".replace(".", "")
    zeros = len(digits) - len(digits.rstrip("0"))
    return half_unit(place - zeros) if mention.value else mention.half_width


# ---------------------------------------------------------------- all of them
def unit_of_tables(quotes: Sequence[Quote], submission: Submission) -> str | None:
    """The money unit in which the tables were filled in, where it is not the one on the cover.

    The texts tell it when they have amounts of every fund or of the total, and each agrees with its
    cell in that unit, and none in the unit of the cover.
    """
    amounts = [quote for quote in quotes if restates_amount(quote, submission)]
    if len(amounts) < _AMOUNTS_TO_TELL_UNIT or not _are_of_all(amounts, submission):
        return None
    if any(_agrees(quote, submission, submission.money_unit) for quote in amounts):
        return None
    for unit in submission.standard.money_units:
        if all(_agrees(quote, submission, unit) for quote in amounts):
            return unit
    return None


def restates_amount(quote: Quote, submission: Submission) -> bool:
    """Whether a quote restates a cell in the money unit of the tables."""
    if quote.key is None or submission.figure(quote.key) is None:
        return False
    in_money = kind(quote.key, submission.standard) == "money"
    return in_money and quote.mention.unit.dimension == "money"


def _are_of_all(amounts: Sequence[Quote], submission: Submission) -> bool:
    """Whether amounts are of every fund that is reported, or some of the total."""
    total = submission.standard.total.key
    of = {keys.fund(quote.key or "") for quote in amounts}
    return total in of or of >= submission.accounts - {total}


def _agrees(quote: Quote, submission: Submission, money_unit: str) -> bool:
    one = compared(quote, submission, money_unit)
    return one is not None and one.agrees
