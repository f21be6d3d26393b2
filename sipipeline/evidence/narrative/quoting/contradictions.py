"""Which numbers of a text contradict the tables."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.submission import Claim, Submission
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.evidence.narrative.quoting.cells import Told, cells_of, is_a_heads, told
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote, beside, compared, further
from sipipeline.language.mentions import Mention

_TELLING = 4
"""So many digits of a number tell what it is one slip away from."""
_LEVEL = "actual"
"""The measure of what a line came to in the year; what changes make together is none."""


def judged(quote: Quote, submission: Submission, money_unit: str) -> Compared | None:
    """The quote beside the cell that it agrees with, or else that which it can be a slip for: one
    that a right number would be held to first of all before any other, unless it is one slip away
    from that; None where there is nothing to compare, where it is another figure that its sentence
    names, where it may be another account's that was not read, or no slip explains it: then the
    words say something else than was understood."""
    one = compared(quote, submission, money_unit)
    if one is None or one.agrees:
        return one
    if _may_mean_unread(quote, submission):
        return None
    if quote.of_printed:
        return one.within_reach()
    return None if quote.rest else _slip(quote, one, submission, money_unit)


def is_borne_out(quote: Quote, submission: Submission, money_unit: str) -> bool:
    """Whether a number is that of the cell which it means first of all, or what lines make
    together that its sentence names."""
    one = compared(quote, submission, money_unit)
    if one is not None and one.agrees and one.told.key == quote.key:
        return True
    return _is_a_sum(quote, submission, money_unit)


def contradicting(quotes: Sequence[Quote], submission: Submission) -> dict[str, Claim]:
    """The quotes that do not say what their cells say, each as a claim in the unit of the cell.

    Only what is said in so many words takes part in locating the error. The key of such a claim is
    made of field, place and cell: `narrative.operation#2#accounts.total.income.actual`.
    """
    disputed = {}
    for place, quote in enumerate(quotes):
        plain = quote.exact and not quote.falls
        one = judged(quote, submission, submission.money_unit) if plain else None
        if one is None or one.agrees or not _is_of_cells(one.told, submission):
            continue
        if quote.carried and not _is_in_another_unit(one):
            continue
        if is_of_this_year(quote, one.told.key, submission):
            continue
        cell = submission.cell(quote.field)
        key = f"{quote.field}#{place}#{one.told.key}"
        half_width = (one.high - one.low) / 2
        disputed[key] = Claim(quote.field, one.value, half_width, cell.sheet, cell.ref, quote.words)
    return disputed


def is_of_this_year(quote: Quote, key: str, submission: Submission) -> bool:
    """Whether a number that is held to a figure of last year is to its last digit that of this
    year: then its year may be wrong as well."""
    if keys.is_made(key) or keys.measure(key) != "prior":
        return False
    this = beside(quote, keys.beside(key, "actual"), submission)
    return this is not None and this.agrees


def _may_mean_unread(quote: Quote, submission: Submission) -> bool:
    """Whether a number may be that of another account which was not read, or for each of some
    people, where either was not."""
    meant = [*quote.link.required, *further(quote)]
    heads = filter(is_a_heads, meant)
    parts = [cell for key in heads for cell in cells_of(key, submission)]
    others = [*parts, *(further(quote) if quote.carried else ())]
    return not submission.unread.isdisjoint(others)


def _slip(quote: Quote, one: Compared, submission: Submission, money_unit: str) -> Compared | None:
    """The quote, which agrees with none of its cells, beside the one that it can be a slip for."""
    others = quote.around.others(quote.mention, one.told.key, quote.based)
    if _is_one_of(others, quote, submission, money_unit):
        return None
    if _is_a_sum(quote, submission, money_unit):
        return None
    meant = (*quote.link.required, *further(quote))
    compared_to = (beside(quote, key, submission, money_unit) for key in meant)
    of_account = (one for one in compared_to if one and _is_of_account_said(quote, one))
    possible = [one for one in of_account if _can_be(quote, one, submission)]
    return min(possible, key=lambda one: _unlikeness(quote, one), default=None)


def _is_one_of(
    figures: Iterable[str], quote: Quote, submission: Submission, money_unit: str
) -> bool:
    """Whether a number agrees with one of some figures."""
    compared_to = (beside(quote, key, submission, money_unit) for key in figures)
    return any(one is not None and one.agrees for one in compared_to)


def _is_a_sum(quote: Quote, submission: Submission, money_unit: str) -> bool:
    """Whether a number is what lines make together that its sentence names, be it how much they
    came to where it speaks of a fall: 医疗费用减少98万元，津贴减少134万元，两项合计1835万元."""
    measure = keys.measure(quote.key or "")
    sums = [
        key
        for key in quote.around.sums(quote.mention)
        if measure != _LEVEL or {*map(keys.measure, keys.made_of(key))} == {_LEVEL}
    ]
    levels = [key for key in sums if {*map(keys.measure, keys.made_of(key))} == {_LEVEL}]
    came_to = replace(quote, falls=False)
    return _is_one_of(sums, quote, submission, money_unit) or _is_one_of(
        levels, came_to, submission, money_unit
    )


def _unlikeness(quote: Quote, one: Compared) -> tuple[bool, bool, int]:
    """How unlike a slip for what it stands beside a quote is: most where it says that something
    rose that fell, or the reverse, and not by as much either; then where that is not what the words
    mean first of all, and digits enough do not tell that it is meant."""
    by_as_much = one.low <= -one.told.value <= one.high
    turned = quote.changes and one.opposed and not by_as_much
    meant = one.told.key in quote.link.required or _is_told_by_digits(quote.mention, one)
    return turned, not meant, slips.unlikeness(quote.mention, one.value, one.told.value)


def _is_told_by_digits(mention: Mention, one: Compared) -> bool:
    """Whether a number of many digits is one slip away from what it stands beside."""
    if slips.telling_digits(mention) < _TELLING or not one.value:
        return False
    return slips.is_one_slip(mention, mention.value * abs(one.told.value / one.value))


def _is_of_account_said(quote: Quote, one: Compared) -> bool:
    """Whether what a quote stands beside is of the account that the words beside the number name,
    if they name one."""
    if quote.carried or quote.key is None:
        return True
    return keys.fund(one.told.key) == keys.fund(quote.key)


def _can_be(quote: Quote, one: Compared, submission: Submission) -> bool:
    """Whether a quote can be a slip for what it stands beside."""
    if not quote.exact and quote.carried and _is_passed_by_all(one, submission):
        return False
    if quote.based and slips.is_other_deviation(quote.mention, one.value, one.told, submission):
        return True
    if _is_level_again(quote, one.told.key, submission):
        return True
    return slips.can_be(quote.mention, one.value, one.told, quote.explicit, submission)


def _is_level_again(quote: Quote, key: str, submission: Submission) -> bool:
    """Whether a number that is said to be the change of a line is what it came to, which its
    sentence has stated: 享受待遇64人，比上年增加64人."""
    if not quote.based or keys.is_made(key) or keys.measure(key) != "change":
        return False
    level = keys.beside(key, _LEVEL)
    telling = slips.telling_digits(quote.mention) > 1 and level in quote.around.stated
    came_to = beside(replace(quote, falls=False), level, submission) if telling else None
    return came_to is not None and came_to.agrees


def _is_passed_by_all(one: Compared, submission: Submission) -> bool:
    """Whether a bound is the one that the figure of all funds has just passed:
    失业保险参保15237人，基金年末滚存结余超过2.5亿元."""
    total = submission.standard.total.key
    if keys.is_made(one.told.key) or keys.fund(one.told.key) in (None, total):
        return False
    of_all = told(keys.of_fund(one.told.key, total), submission)
    return of_all is not None and 0 <= (of_all.value - one.value) <= tolerances.JUST_PASSED * abs(
        one.value
    )


def _is_of_cells(figure: Told, submission: Submission) -> bool:
    """Whether a figure stands in a cell, or in one that the form adds up."""
    return not figure.derived or submission.is_computed(figure.key)


def _is_in_another_unit(one: Compared) -> bool:
    """Whether a quote has the digits of its cell, and only the decimal point elsewhere: that it is
    of this cell is clear."""
    if min(one.value, one.told.value) <= 0:
        return False
    times = 10.0 ** round(math.log10(one.told.value / one.value))
    return one.low * times <= one.told.high and one.told.low <= one.high * times
