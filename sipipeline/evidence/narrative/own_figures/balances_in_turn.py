"""What a fund had, what was left of the year and what it has now, in any order, the last of the
three by the other two: 上年结余12万元，减去当年缺口2万元，年末滚存结余10万元; 本年结余3万元，
加上年结余10万元，年末结余13万元."""

import re
from collections.abc import Mapping

from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import NumberInLine, Working, bounds_of
from sipipeline.language.lexicon import WordPattern, has
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "balances_in_turn")
_OPENING, _SURPLUS, _DEFICIT, _CLOSING = _NAMES = ("opening", "surplus", "deficit", "closing")
_NAMED = (
    "(?:(?P<opening>{opening})|(?P<surplus>{surplus})|(?P<deficit>{deficit})|(?P<closing>{closing}))"
    "(?:{narrative.workings.total}|{narrative.workings.behind})*"
)
_FIRST = WordPattern(f"{_NAMED}$", *_HERE)
"""两项基金上年结余合计: the last words before the first of the three."""
_NEXT = WordPattern(
    r"(?:\([^()]*\))?[,;、](?:(?P<added>{narrative.workings.adding})"
    rf"|(?P<taken>{{narrative.workings.taking}})|{{narrative.workings.among}})?{_NAMED}",
    *_HERE,
)
"""，减去当年缺口: the words between two of them."""
_THREE = 3
_NEAR = Bounds(0.75, 1.25)
"""How near the balances must be to each other where no word adds them: 上年结余 alone may as well
be what was left of that year."""


def in_turn(here: NumberInLine) -> Working | None:
    """What the last of the three must be by the other two."""
    three = _named(here)
    known = {one.role: one.bounds for one in three}
    if len(known) != _THREE or not _are_alike(here):
        return None
    stepwise = any(one.step for one in three)
    if not stepwise and not known[_CLOSING].meets(_at_end(known).times(_NEAR)):
        return None
    last = three[-1]
    return Working(three[0].figure.start, [_made(last.role, known).by(last.way)])


@frozen
class _Balance:
    """A balance that a sentence names."""

    name: str
    figure: Mention
    step: str
    """`added` or `taken` where words say that it is; "" elsewhere."""

    @property
    def way(self) -> int:
        """-1 where it lies below nothing without a sign of its own; else 1."""
        return -1 if self.name == _DEFICIT and self.figure.value >= 0 else 1

    @property
    def bounds(self) -> Bounds:
        return bounds_of(self.figure).by(self.way)

    @property
    def role(self) -> str:
        return _SURPLUS if self.name == _DEFICIT else self.name


def _named(here: NumberInLine) -> list[_Balance]:
    """The balances that the words before a number and the two figures before it name."""
    if len(here.before) < _THREE - 1:
        return []
    lead = here.lead(2)
    first = _FIRST.search(lead)
    before = lead[: first.start()] if first is not None else ""
    said = [first, _NEXT.fullmatch(here.words(1)), _NEXT.fullmatch(here.words())]
    if has(before, "narrative", "workings", "of_other_times"):
        return []
    figures = (*here.before[-2:], here.number)
    return [_balance(one, figure) for one, figure in zip(said, figures, strict=True) if one]


def _balance(said: re.Match[str], figure: Mention) -> _Balance:
    groups = said.groupdict()
    name = next(one for one in _NAMES if groups[one])
    step = next((one for one in ("added", "taken") if groups.get(one)), "")
    return _Balance(name, figure, step)


def _are_alike(here: NumberInLine) -> bool:
    """Whether a number and the two before it are amounts to the last digit."""
    figures = (*here.before[-2:], here.number)
    exact = not any(one.about or one.op for one in figures)
    return exact and all(one.unit.dimension == "money" for one in figures)


def _at_end(known: Mapping[str, Bounds]) -> Bounds:
    return known[_OPENING].plus(known[_SURPLUS])


def _made(role: str, known: Mapping[str, Bounds]) -> Bounds:
    """What one of three balances must be by the two others."""
    if role == _CLOSING:
        return _at_end(known)
    other = _SURPLUS if role == _OPENING else _OPENING
    return known[_CLOSING].minus(known[other])
