"""The figures of the tables that rows of the indicator table state: the name of an indicator and
what was reached, read as a sentence, say of whom and of what it is."""

import re
from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.narrative import reading
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.evidence.narrative.lines.tokens import Token, words_in
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.evidence.narrative.quoting.contradictions import judged
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote
from sipipeline.language.lexicon import has
from sipipeline.language.targets import parse
from sipipeline.language.units import read_unit

_UNIT = re.compile(r"\(([^()\d]{1,6})\)$")
"""What ends a name in a bracket, which may be a unit: 征缴收入（万元）."""
_OF_ALL = frozenset({"percent", "money"})
"""What a row that names no fund may state of one fund or of all."""
_NAMES = frozenset({"fund", "total"})
_DIGITS = 4
"""Digits of an amount that is no figure of the tables with a slip by chance."""
_SMALL_SHARE = 3.0
"""A bare number up to this may be a share as well as a percentage."""


@frozen
class RestatedFigure:
    """What a row states, as read, beside the figure of the tables that it is."""

    quote: Quote
    compared: Compared


def restated(row: Indicator, submission: Submission, money_unit: str) -> RestatedFigure | None:
    """What a row states of the tables; None where its name is not surely that of one of their
    figures: a part of one, that of another level, of several funds or of no whole year."""
    named = words_in(cleaned(row.name), submission.standard)
    if not any(token.kind == "item" for token in named) or parse(row.actual).kind != "number":
        return None
    name, actual = _with_unit(row)
    quote = _first(reading.quotes_of(f"{name}{actual}", row.key("actual"), submission), len(name))
    if quote is None or not quote.explicit:
        return None
    one = judged(quote, submission, money_unit)
    if one is None or keys.is_made(one.told.key):
        return None
    is_meant = one.agrees or _is_surely_of(quote, one, row, named)
    return RestatedFigure(quote, one) if is_meant else None


def _first(quotes: Sequence[Quote], start: int) -> Quote | None:
    """The first number behind a name."""
    return next((quote for quote in quotes if quote.mention.start >= start), None)


def _with_unit(row: Indicator) -> tuple[str, str]:
    """The name of a row and what was reached, a number without a unit in that of the name, or of
    the target; no percent, as 0.97 may be 97% as well."""
    name, actual = cleaned(row.name), cleaned(row.actual)
    declared = _UNIT.search(name)
    unit = read_unit(declared[1]) if declared is not None else None
    if declared is not None and unit is not None and unit.dimension:
        name = name[: declared.start()]
    else:
        unit = parse(row.target).unit
    reached = parse(row.actual)
    is_bare = not reached.unit.dimension and 1.0 in (reached.unit.factor, unit.factor)
    is_share = unit.dimension == "percent" and (reached.lo or 0) <= _SMALL_SHARE
    return name, f"{actual}{unit.symbol}" if is_bare and not is_share else actual


def _is_surely_of(quote: Quote, one: Compared, row: Indicator, named: Sequence[Token]) -> bool:
    """Whether a number that is not that of the figure which its row names is meant to be it: the
    row says of whom it is, or the number is that figure but for a slip."""
    if any(token.kind in _NAMES for token in named):
        return True
    dimension = quote.mention.unit.dimension
    if dimension in _OF_ALL and has(row.name, "indicators", "of_funds"):
        return True
    scale = one.value / quote.mention.value if quote.mention.value else 0.0
    return bool(scale) and _is_slip(quote, one.told.value / scale)


def _is_slip(quote: Quote, true: float) -> bool:
    """Whether a number is a figure, in its own unit, with one digit wrong or its point moved."""
    if slips.telling_digits(quote.mention) < _DIGITS:
        return False
    return slips.is_one_slip(quote.mention, true) or slips.is_moved_point(quote.mention.value, true)
