"""Two budgets of a line, the first and the adjusted one, where the form has a cell for one:
支出预算1128万元，调整后预算1220万元，执行率99.9%."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link
from sipipeline.evidence.narrative.quoting.quotes import Quote, compared, in_unit_of_cell
from sipipeline.language.lexicon import has

_BUDGET = "budget"
_NEAR = 8
"""Figures behind a budget that may be what it was revised to."""
_BY_BUDGET = frozenset({"completion_rate", "of_budget", "over_budget", "over_budget_rate"})
"""Measures that a budget goes into."""
_RATE = "completion_rate"
_BEYOND = "over_budget"


def confirmed(quotes: Sequence[Quote], submission: Submission) -> Iterator[Quote]:
    """The quotes of a text; those of the budget that the form has no cell for lead nowhere, and
    those of an adjusted one are never certain."""
    quotes = [_of_budget_itself(quote, submission) for quote in quotes]
    quotes = [
        _unless_revised(quote, quotes[place + 1 :][:_NEAR], submission)
        for place, quote in enumerate(quotes)
    ]
    linked = [_linked(quote) for quote in quotes]
    adjusted = {_line(quote) for quote in linked if _is_adjusted(quote)}
    lines = {line: _AdjustedLine(line, linked, submission) for line in adjusted if line}
    for quote, one in zip(quotes, linked):
        line = lines.get(_line(quote))
        yield quote if line is None else line.confirmed(one)


def _unless_revised(quote: Quote, behind: Sequence[Quote], submission: Submission) -> Quote:
    """The quote; that of a first budget leads nowhere where the text goes on to say that it was
    revised, and to what the cell has, or by how much it differs from that: 年初预算12600万元，
    9月调整为12980万元; 年中调增380万元."""
    key = quote.key or ""
    if keys.measure(key) != _BUDGET or keys.is_made(key) or _agrees(quote, submission):
        return quote
    money = [one for one in behind if one.mention.unit.dimension == "money"]
    revised = any(has(one.clause, "narrative", "signs", "revising") for one in money)
    is_told = revised and any(_tells_of_revision(one, quote, submission) for one in money)
    return replace(quote, link=NOWHERE) if is_told else quote


def _tells_of_revision(amount: Quote, budget: Quote, submission: Submission) -> bool:
    """Whether an amount is what a budget was revised to, or by."""
    same = replace(amount, link=budget.link, changes=False, falls=False)
    return _agrees(same, submission) or _is_rest(same, budget, submission)


def _is_rest(amount: Quote, budget: Quote, submission: Submission) -> bool:
    """Whether an amount is what lies between a budget and its cell."""
    rest, first = (compared(one, submission, submission.money_unit) for one in (amount, budget))
    if rest is None or first is None:
        return False
    apart = abs(first.told.value - first.value)
    return abs(apart - abs(rest.value)) <= (rest.high - rest.low + first.high - first.low) / 2


def _of_budget_itself(quote: Quote, submission: Submission) -> Quote:
    """The quote; one beside the word for a budget that is nearer to this than to the difference
    from it is of its cell: 低于预算的1650万元."""
    key = quote.key or ""
    if keys.measure(key) != _BEYOND or quote.budget is None or keys.is_made(key):
        return quote
    budget = replace(quote, link=Link((keys.beside(key, _BUDGET),)), falls=False, changes=False)
    is_nearer = _apart(budget, submission) < _apart(quote, submission)
    return budget if is_nearer and _is_passed(quote, submission) else quote


def _is_passed(quote: Quote, submission: Submission) -> bool:
    """Whether a figure is on the side of its budget that words say, but not by as much as a number
    beside them."""
    one = compared(quote, submission, submission.money_unit)
    return one is not None and not one.agrees and not one.opposed


def _apart(quote: Quote, submission: Submission) -> float:
    """How far a number lies from its figure, whatever their signs; infinitely where that is not
    told."""
    one = compared(quote, submission, submission.money_unit)
    return math.inf if one is None else abs(abs(one.value) - abs(one.told.value))


def _agrees(quote: Quote, submission: Submission) -> bool:
    """Whether a quote says what its cell does."""
    one = compared(quote, submission, submission.money_unit)
    return one is not None and one.agrees


@frozen
class _AdjustedLine:
    """A line of an account of which a text names an adjusted budget."""

    line: str
    quotes: Sequence[Quote]
    """All of the text."""
    submission: Submission

    def confirmed(self, quote: Quote) -> Quote:
        if self._is_of_other(quote):
            return replace(quote, link=NOWHERE)
        return replace(quote, carried=True) if _is_adjusted(quote) else quote

    def _is_of_other(self, quote: Quote) -> bool:
        """Whether a quote does not say what the cell does, and is of, or by, the other budget."""
        if self._agrees(quote):
            return False
        if _is_adjusted(quote):
            return True
        if keys.measure(quote.key or "") != _BUDGET:
            return self._is_other_said(quote) or self._is_by_other(quote)
        budgets = self._budgets()
        others = [one for one in budgets if _is_adjusted(one)]
        return quote in budgets and any(map(self._agrees, others))

    def _is_other_said(self, quote: Quote) -> bool:
        """Whether a figure by the one budget is in the cell, and this one is by the other."""
        others = [one for one in self.quotes if one.key == quote.key and one.budget is not None]
        return any(_is_adjusted(one) != _is_adjusted(quote) and self._agrees(one) for one in others)

    def _is_by_other(self, quote: Quote) -> bool:
        """Whether it goes by a budget that is not that of the cell."""
        others = [one for one in self._budgets() if not self._agrees(one)]
        return any(self._agrees_by(quote, other) for other in others)

    def _agrees_by(self, quote: Quote, budget: Quote) -> bool:
        """Whether a quote would be right if the budget of the form were another."""
        key = f"{self.line}.{_BUDGET}"
        submission = self.submission
        stated = in_unit_of_cell(budget, key, submission.standard, submission.money_unit)
        if stated is None:
            return False
        value, low, high = stated
        claims = {**submission.claims, key: Claim(key, value, (high - low) / 2, "", "", value)}
        claims.pop(keys.beside(key, _RATE), None)
        return _agrees(quote, replace(submission, claims=claims))

    def _budgets(self) -> Sequence[Quote]:
        """The budgets of the line; what only may be one is one where none of its kind is said."""
        of_line = [one for one in self.quotes if _is_budget(one) and _line(one) == self.line]
        said = {_is_adjusted(one) for one in of_line if _is_certain(one)}
        return [one for one in of_line if _is_certain(one) or _is_adjusted(one) not in said]

    def _agrees(self, quote: Quote) -> bool:
        """Whether a quote says what its own cell does: 支出1000万元 may be of the outcome too."""
        return _agrees(quote, self.submission)


def _linked(quote: Quote) -> Quote:
    """The quote of an adjusted budget with the cell of its line: 预算900万元，调整为1000万元."""
    subject = quote.subject
    if quote.key or quote.changes or not _is_adjusted(quote) or quote.role == "plans":
        return quote
    if subject is None or quote.fund is None or quote.mention.unit.dimension != "money":
        return quote
    key = f"{subject.family}.{quote.fund}.{subject.item}.{_BUDGET}"
    return replace(quote, link=Link((key,)))


def _line(quote: Quote) -> str:
    """The line of an account that a quote of a budget, or of what goes by one, is in."""
    key = quote.key or ""
    return keys.row(key) if keys.measure(key) in _BY_BUDGET | {_BUDGET} else ""


def _is_budget(quote: Quote) -> bool:
    return quote.budget is not None and keys.measure(quote.key or "") == _BUDGET


def _is_adjusted(quote: Quote) -> bool:
    return quote.budget is not None and quote.budget.adjusted


def _is_certain(quote: Quote) -> bool:
    return quote.budget is not None and quote.budget.certain
