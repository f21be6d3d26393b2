"""Whether a number that differs from its cell can be a slip, or else is the figure of something
that the words were not understood to say."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.figures import SLACK, with_neighbours_exchanged
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.questions.subjects import AT_YEAR_END, Subject
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.language.mentions import MOST_DECIMALS, Mention

_SHORT = 2
"""Digits of a number that a slip or two can turn into any other of its length."""
_OF_SHORT = 10.0
_OF_LONG = 1.5
"""By how much a number may be off that is typed like no other, by how many digits it has."""
_FAR_ABOVE = 10.0
"""So many times the largest amount of the tables is more than the unit has."""
_MOST_DIGITS = 2
"""Digits of a number of the same length that may be typed wrongly."""
_CHANGES = frozenset({"change", "increase", "funeral_increase", "over_budget", "under_budget"})
_REASONS, _AMOUNT = "causes", "amount"
_RATES = frozenset({"growth_rate", "completion_rate"})
_DEVIATIONS = ("change", "over_budget", "increase")
_OTHERS = {
    "change": ("over_budget", "prior"),
    "over_budget": ("change", "budget"),
    "under_budget": ("change", "budget"),
}
"""Of each way in which a line deviates the other, and the measure that it is measured from."""
COUNTED = frozenset({"money", "people"})
_NEARLY_ALL = 0.999
_FAR_MORE = 1.5
_HARDLY = 0.002
"""By how much the power of ten between two figures may differ from a whole one."""


def can_be(
    mention: Mention, value: float, figure: Told, said: bool, submission: Submission
) -> bool:
    """Whether a number can be a slip for what the tables tell, given its value in the unit of the
    cell, and whether the words beside it name what it is of.

    What is named in so many words, and a nil, may be misstated in any way. Else a slip is a digit
    or two typed wrongly, digits exchanged, a wrong unit, the figure of another cell of the fund or
    the line; or the number is off by half at most, or ten times where one digit or two are all it
    has."""
    if mention.unit.dimension == "percent":
        return not _is_of_more(figure)
    if mention.unit.dimension not in COUNTED or not value:
        return True
    if _is_of_another(mention, value, figure, said, submission):
        return False
    alike = said or is_near(mention, value, figure.value)
    return alike or (not _is_short(mention) and _is_elsewhere(mention, value, figure, submission))


def is_other_deviation(
    mention: Mention, value: float, figure: Told, submission: Submission
) -> bool:
    """Whether a number that is held to how far a line lies from last year's, or from its budget, is
    how far it lies from the other, or would lie if no figure were below nothing, or what it is
    measured from."""
    known = not keys.is_made(figure.key) and keys.measure(figure.key) in _OTHERS
    if not known or mention.unit.dimension not in COUNTED or _is_short(mention):
        return False
    other, base = _OTHERS[keys.measure(figure.key)]
    half = _half_width(mention, value)
    apart, level, beside = (
        told(keys.beside(figure.key, one), submission) for one in (other, "actual", base)
    )
    meant = [apart.value] if apart is not None else []
    if level is not None and beside is not None and level.value * beside.value < 0:
        meant.append(abs(level.value) - abs(beside.value))
    of_base = _may_be(beside, value, half)
    return of_base or any(abs(abs(one) - abs(value)) <= half for one in meant)


def is_near(mention: Mention, value: float, true: float) -> bool:
    """Whether a number, of some value in the unit of a figure, is typed like that figure or is
    little off."""
    if not value or abs(true) <= _half_width(mention, value):
        return True
    ratio = abs(true / value)
    if _is_power(ratio) or is_typed_like(mention, mention.value * ratio):
        return True
    return max(ratio, 1 / ratio) <= (_OF_SHORT if _is_short(mention) else _OF_LONG)


def unlikeness(mention: Mention, value: float, true: float) -> int:
    """How unlike a slip for a figure a number is, of some value in the unit of that: 0 where it is
    typed like it, 1 where it is near, else 2."""
    if not is_near(mention, value, true):
        return 2
    typed = not _is_short(mention) and is_typed_like(mention, mention.value * abs(true / value))
    return 0 if typed else 1


def is_typed_like(mention: Mention, true: float) -> bool:
    """Whether a number has the digits of another value in its own unit but for a slip of the hand:
    one or two wrong, some exchanged, one missing."""
    return _alike(digits(mention, mention.value), digits(mention, true))


def is_one_slip(mention: Mention, true: float) -> bool:
    """Whether a number of two digits and more has those of another value in its own unit but for
    one that is wrong, or two side by side that are exchanged."""
    typed, meant = digits(mention, mention.value), digits(mention, true)
    if len(typed) < _SHORT or len(typed) != len(meant):
        return False
    wrong = [place for place, pair in enumerate(zip(typed, meant)) if pair[0] != pair[1]]
    if len(wrong) != _SHORT:
        return len(wrong) == 1
    first, second = wrong
    return second == first + 1 and typed[first : second + 1] == meant[first : second + 1][::-1]


def exchanged(figure: Mention) -> Iterator[Mention]:
    """A number with two of its digits exchanged that stand side by side, each way that this can
    be."""
    for turned in with_neighbours_exchanged(digits(figure, figure.value)):
        yield replace(figure, value=int(turned) / 10**figure.decimals)


def is_moved_point(value: float, true: float) -> bool:
    """Whether a number has the digits of a figure with the decimal point elsewhere."""
    return value * true > 0 and value != true and _is_power(abs(true / value))


def telling_digits(mention: Mention) -> int:
    """How many digits a number has without the zeros at its ends: so well they tell what it is."""
    return len(digits(mention, mention.value).rstrip("0"))


def digits(mention: Mention, value: float) -> str:
    """The digits of a value to the last place that a number states."""
    place = min(mention.decimals, MOST_DECIMALS)
    return f"{abs(value):.{place}f}".replace(".", "").lstrip("0")


def _may_be(figure: Told | None, value: float, half_width: float) -> bool:
    """Whether a value, give or take so much, may be a figure, as far as its digits tell."""
    if figure is None:
        return False
    return figure.low - half_width <= abs(value) <= figure.high + half_width


def _is_short(mention: Mention) -> bool:
    """Whether one slip or two can turn a number into any other of its length."""
    return telling_digits(mention) <= _SHORT


def _is_of_another(
    mention: Mention, value: float, figure: Told, said: bool, submission: Submission
) -> bool:
    """Whether a number is how far a level lies from another, an amount of the table of reasons that
    is not the figure itself, or more than the unit has."""
    at_end = said and _is_of_year_end(figure)
    if not at_end and _is_deviation(mention, value, figure, submission):
        return True
    apart = abs(abs(value) - abs(figure.value)) > _half_width(mention, value)
    if not said and apart and _is_of_reason(mention, value, submission):
        return True
    return _is_of_larger(mention, value, figure, submission)


def _is_of_more(figure: Told) -> bool:
    """Whether what is told as a share would be far more than its whole, or all that it is added up
    from."""
    if not keys.is_share(figure.key):
        return False
    part, whole = keys.shared(figure.key)
    lines = {keys.item(key) for key in keys.summands(part)}
    added_up = len(keys.summands(part)) > 1 and lines == {keys.item(whole)}
    return figure.value > _FAR_MORE or (added_up and figure.value > _NEARLY_ALL)


def _is_power(ratio: float) -> bool:
    """Whether two figures are a power of ten apart, as far as their digits tell."""
    exponent = math.log10(ratio)
    return abs(exponent - round(exponent)) < _HARDLY


def _alike(typed: str, meant: str) -> bool:
    if len(typed) == len(meant):
        wrong = sum(one != other for one, other in zip(typed, meant, strict=True))
        return wrong <= _MOST_DIGITS or sorted(typed) == sorted(meant)
    short, long = sorted((typed, meant), key=len)
    missing = (long[:place] + long[place + 1 :] for place in range(len(long)))
    return len(long) - len(short) == 1 and short in missing


def _is_deviation(mention: Mention, value: float, figure: Told, submission: Submission) -> bool:
    """Whether a number that is held to a level is by how much that level differs from last year's
    or the budget: 收入增量主要来自企业养老10707.77万元."""
    if keys.is_made(figure.key) or keys.measure(figure.key) in _CHANGES:
        return False
    half = _half_width(mention, value)
    apart = [told(keys.beside(figure.key, one), submission) for one in _DEVIATIONS]
    return any(one is not None and abs(abs(one.value) - abs(value)) <= half for one in apart)


def _is_of_year_end(figure: Told) -> bool:
    """Whether a figure says how things are at the end of a year, not what came or went in it."""
    line = Subject(keys.family(figure.key), keys.item(figure.key))
    return not figure.derived and line in AT_YEAR_END


def _is_of_larger(mention: Mention, value: float, figure: Told, submission: Submission) -> bool:
    """Whether an amount is far more than all that the tables have, and is no figure of theirs in a
    wrong unit: then it is that of a whole province, or country."""
    if mention.unit.dimension != "money" or not figure.value:
        return False
    amounts = (
        abs(claim.value)
        for key, claim in submission.claims.items()
        if keys.is_account(key) and isinstance(claim.value, float)
    )
    if abs(value) <= _FAR_ABOVE * max(amounts, default=math.inf):
        return False
    power = 10.0 ** round(math.log10(abs(figure.value / value)))
    return not is_typed_like(mention, mention.value * abs(figure.value / value) / power)


def _is_of_reason(mention: Mention, value: float, submission: Submission) -> bool:
    """Whether an amount is what the table of reasons has for one of them, and has digits enough to
    be so by no chance."""
    telling = mention.unit.dimension == "money" and not _is_short(mention)
    return telling and _is_stated(
        mention,
        value,
        submission,
        lambda key: keys.family(key) == _REASONS and keys.measure(key) == _AMOUNT,
    )


def _is_elsewhere(mention: Mention, value: float, figure: Told, submission: Submission) -> bool:
    """Whether a number is the figure of another cell of the fund or the line, of another year or
    the budget, or what the tables make of the line of another fund in the same way; where they tell
    a change, it may be another change as well."""
    plain = keys.measure(figure.key) not in _CHANGES
    if _is_stated(mention, value, submission, lambda key: _is_beside(key, figure.cell, plain)):
        return True
    of_others = (keys.made_of_fund(figure.key, fund) for fund in submission.accounts)
    made = [told(key, submission) for key in of_others if figure.derived]
    half = _half_width(mention, value)
    return any(one is not None and abs(abs(one.value) - abs(value)) <= half for one in made)


def _is_stated(
    mention: Mention, value: float, submission: Submission, among: Callable[[str], bool]
) -> bool:
    """Whether a number is the figure of one of some cells, to its last digit and whatever its
    sign."""
    half = _half_width(mention, value)
    return any(
        isinstance(claim.value, float) and abs(abs(claim.value) - abs(value)) <= half
        for key, claim in submission.claims.items()
        if among(key)
    )


def _half_width(mention: Mention, value: float) -> float:
    """Half a unit of the last place of a number, in the unit of the cell."""
    return mention.half_width * abs(value / mention.value) + SLACK * abs(value)


def _is_beside(key: str, cell: str, plain: bool) -> bool:
    """Whether a key is of the fund of a cell, or its line, and of no rate; a plain one of no
    change."""
    others = _RATES | _CHANGES if plain else _RATES
    if keys.family(key) != keys.family(cell) or keys.measure(key) in others:
        return False
    return keys.fund(key) == keys.fund(cell) or keys.item(key) == keys.item(cell)
