"""Rates that an office worked out of the amounts as its sentence prints them, and of others as the
tables print them, or rounded alike: 收入1220万元，完成年初预算1211万元的100.74%, be it 100.69% by
the tables, which have these to the cent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of
from sipipeline.evidence.narrative.quoting.cells import by_amounts, kind, quotient, told
from sipipeline.evidence.narrative.quoting.quotes import Quote, beside

_RATES = frozenset({"percent", "fold"})
_FINE = 1000
"""So many times its last place an amount is at least that is worked with beside those of the
tables: not 3.69亿元."""
_APART = {"prior": "change", "budget": "over_budget"}
"""By what measure the figure of the year lies apart from another of its line."""


def with_printed(sentence: Sequence[Quote], submission: Submission) -> Sequence[Quote]:
    """The numbers of a sentence, with what is known of each rate that the printed amounts make."""
    amounts = [quote for quote in sentence if quote.exact and not _is_rate(quote)]
    return [
        replace(quote, of_printed=_is_rate(quote) and _is_made_of(quote, amounts, submission))
        for quote in sentence
    ]


def _is_rate(quote: Quote) -> bool:
    return quote.mention.unit.dimension in _RATES


def _is_made_of(quote: Quote, amounts: Sequence[Quote], submission: Submission) -> bool:
    """Whether a rate is what printed amounts make by the relation that makes it in the tables."""
    key = quote.key or ""
    made = quotient(key) if quote.exact and _fits_amounts(key, submission) else None
    if made is None:
        return False
    relation, operands = made
    stated = bounds_of(quote.mention).by(-1 if quote.falls else 1)
    figures: Sequence[Sequence[Bounds]]
    figures = [[*_printed(key, amounts, submission)] for key in operands]
    if not all(figures):
        worked_with = [one for one in amounts if one.mention.base_value >= _FINE * _place(one)]
        figures = _beside_tables(operands, worked_with, submission)
    return any(relation(*each).meets(stated) for each in product(*figures))


def _beside_tables(
    operands: Sequence[str], amounts: Sequence[Quote], submission: Submission
) -> Sequence[Sequence[Bounds]]:
    """The figures that make a rate, each as amounts print it, or else as the tables do."""
    stating = [one for key in operands for one in _of_cell(key, amounts, submission)]
    places = {*map(_place, stating)}
    return [
        [*_printed(key, amounts, submission)] or [*_in_tables(key, places, submission)]
        for key in operands
    ]


def _printed(key: str, amounts: Sequence[Quote], submission: Submission) -> Iterator[Bounds]:
    """A figure as amounts print it, or as it follows from that of the year and how much more that
    is."""
    yield from _stated(key, amounts, submission)
    if keys.measure(key) in _APART and not keys.is_made(key):
        now = _stated(keys.beside(key, "actual"), amounts, submission)
        more = _stated(keys.beside(key, _APART[keys.measure(key)]), amounts, submission)
        yield from (one.minus(other) for one, other in product(now, more))


def _stated(key: str, amounts: Sequence[Quote], submission: Submission) -> Sequence[Bounds]:
    """The amounts that are those of a figure of the tables, each as it is printed."""
    of_cell = _of_cell(key, amounts, submission)
    values = ((-1 if one.falls else 1) * one.mention.base_value for one in of_cell)
    return [Bounds(one, one) for one in values if one]


def _of_cell(key: str, amounts: Sequence[Quote], submission: Submission) -> Sequence[Quote]:
    return [one for one in amounts if (to := beside(one, key, submission)) and to.agrees]


def _place(amount: Quote) -> float:
    """One of the last place of an amount, in yuan."""
    return 2 * amount.mention.half_width * amount.mention.unit.factor


def _in_tables(key: str, places: Iterable[float], submission: Submission) -> Iterator[Bounds]:
    """An amount as the tables print it, and rounded to each of some places."""
    figure = told(key, submission)
    if figure is None or kind(key, submission.standard) != "money":
        return
    value = figure.value * submission.standard.yuan(submission.money_unit)
    rounded = (round(value / place) * place for place in places if place)
    yield from (Bounds(one, one) for one in (value, *rounded) if one)


def _fits_amounts(key: str, submission: Submission) -> bool:
    """Whether the tables have for a rate what its amounts make, as far as these are known."""
    rate = told(key, submission)
    made = by_amounts(rate, submission) if rate is not None else None
    return rate is None or made is None or rate.bounds.meets(made.bounds)
