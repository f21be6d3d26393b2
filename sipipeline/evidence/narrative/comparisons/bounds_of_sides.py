"""Above or below which figure both sides of a fund are said to lie: 收支均完成预算的97%以上,
收入、支出增幅均不足8%."""

from collections.abc import Iterator, Sequence

from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, says
from sipipeline.evidence.narrative.making import percentage_points
from sipipeline.evidence.narrative.questions.subjects import (
    EXPENDITURE,
    INCOME,
    is_bare,
    subjects_of,
)
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import Compared, beside, quote_of
from sipipeline.language.lexicon import has
from sipipeline.language.mentions import Mention

_SIDES = (INCOME, EXPENDITURE)
_KNOWN = frozenset(
    "fund brief total own place item join fillers date this_year whole_year than last_year up "
    "same_period year_on_year budget completion beyond level outcome".split()
)
"""Kinds of words that such a clause may be made of."""
_OF_CHANGE = frozenset({"up", "than", "last_year", "same_period", "year_on_year", "budget"})
"""Kinds of words beside which an amount is by how much both sides changed, or of their budget."""


def both_sides(clause: Clause) -> Iterator[Statement]:
    """What a clause says of the income of a fund and of its expenditure, each on its own."""
    number = clause.segment.number
    bound = number.mention if number is not None and _is_of_both(clause) else None
    if number is None or bound is None or not bound.op:
        return
    measure = _measure(clause, number, bound)
    for account in clause.named_accounts if measure else ():
        if sides := _sides(clause, bound, account, measure):
            holds = all(one.agrees for one in sides)
            figures = tuple(one.told for one in sides)
            yield Statement(clause.line.key, clause.with_number, figures, holds)


def _sides(clause: Clause, bound: Mention, account: str, measure: str) -> Sequence[Compared]:
    """A number beside each side of an account; none where one is not known."""
    sides = [_beside(clause, bound, key_of(line, account, measure)) for line in _SIDES]
    known = [one for one in sides if one is not None]
    return known if len(known) == len(sides) else ()


def _is_of_both(clause: Clause) -> bool:
    """Whether a clause speaks of each of both sides, and in words that are all known."""
    tokens = clause.segment.tokens
    named = [token for token in tokens if token.kind == "item"]
    listed = all(map(is_bare, named)) and [*map(subjects_of, named)] == [(one,) for one in _SIDES]
    both = listed or (says(tokens, "both_sides") and not named)
    known = _KNOWN.issuperset(token.kind for token in tokens)
    return both and known and has(clause.text, "narrative", "statements", "every")


def _measure(clause: Clause, number: Token, bound: Mention) -> str:
    """Which measure of both a number bounds; "" where that is unclear."""
    tokens = clause.segment.tokens
    if bound.unit.dimension == "percent" and not is_in_points(bound):
        rate = percentage_points.rate(tokens)
        based = clause.setting.basis in ("last", "") or rate == "completion_rate"
        return rate if based and not clause.segment.of_adjusted_budget else ""
    level = is_amount(number) and _OF_CHANGE.isdisjoint(token.kind for token in tokens)
    return "actual" if level else ""


def _beside(clause: Clause, bound: Mention, key: str) -> Compared | None:
    """A number beside the figure of one side."""
    return beside(quote_of(clause.line, bound, key), key, clause.own.submission)
