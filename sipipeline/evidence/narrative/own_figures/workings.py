"""What a sentence works out of its own figures, which no table is needed for: 三项合计70万元,
尚余0.65万元, 户均1.57万元, 整改率80%."""

import math
from collections.abc import Iterator, Sequence

from sipipeline.core.display import number as shown_number
from sipipeline.core.figures import SLACK
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import (
    RATES,
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
    numbers_of,
)
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.own_figures import (
    added_figures,
    averages,
    balances_in_turn,
    comparative_workings,
    divisions,
    equations,
    listed_shares,
    named_sides,
    quotients,
    remainders,
    rises_and_falls,
    shares_of_changes,
    stated_differences,
    stated_shares,
    totals,
)
from sipipeline.evidence.narrative.own_figures.set_words import Reading, Told, behind
from sipipeline.evidence.narrative.own_figures.stated_ranges import ranged
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.evidence.narrative.quoting.slips import is_typed_like
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "workings")
_HUNDRED = 100
_MOST_TOLD = 2
"""So many figures that a number may have to be can be told."""
_TENTH, _HALF_TENTH = 10, 0.05
_RESTATING = WordPattern("[,(]?{restated}", *_HERE)
"""（合: the words before a figure in another unit."""


def contradictions(line: Paragraph) -> Iterator[Statement]:
    """The numbers of a line that are not what its other numbers make."""
    for here in numbers_of(line.text):
        working = _working(here) if _is_bounded(here) else _of_bound(here)
        if working is not None and not any(map(_said_span(here).meets, working.made)):
            number = line.written[here.number.start : here.number.end]
            text = line.written[working.start : here.number.end]
            made = () if working.is_open else _written(working.made, here.number)
            yield Statement(line.key, text, (), holds=False, number=number, made=made)


def _written(made: Sequence[Bounds], number: Mention) -> tuple[str, ...]:
    """What a number must be, written in its unit: the nearest that it is typed like, or else all
    that is possible; nothing where that is too much."""
    known = [one for one in made if one.low > 0 and math.isfinite(one.high)]
    middles = [_middle(one, number) for one in known]
    alike = [one for one in middles if is_typed_like(number, one)]
    told = _shown(_nearest(number.value, alike) or middles, number)
    return told if len(told) <= _MOST_TOLD else ()


def _middle(made: Bounds, number: Mention) -> float:
    """The middle of what a number may be, in its unit."""
    per_cent = _HUNDRED if number.unit.dimension == "percent" else 1
    return made.middle * per_cent / number.unit.factor


def _nearest(value: float, others: Sequence[float]) -> Sequence[float]:
    """Those of other values that are as near to a value as any."""
    least = min((abs(one - value) for one in others), default=0.0) + SLACK
    return [one for one in others if abs(one - value) <= least]


def _shown(values: Sequence[float], number: Mention) -> tuple[str, ...]:
    """Values in the unit of a number, with its decimals; a rate with one at least. A five behind
    them is rounded up, as an office does: 81.25% as 81.3%."""
    decimals = max(number.decimals, int(number.unit.dimension in RATES))
    rounded = (value + SLACK * 10.0**-decimals for value in values)
    shown = (f"{shown_number(value, decimals)}{number.unit.symbol}" for value in rounded)
    return tuple(dict.fromkeys(shown))


def _is_bounded(here: NumberInLine) -> bool:
    """Whether a number is no bound but 超出 and the like, which say by how much, or =; 一成多 is
    one."""
    written = here.text[here.number.start : here.number.end]
    more = has(written, "narrative", "signs", "more")
    beyond = has(here.clause, "narrative", "stated_differences", "beyond") and not more
    return here.number.value > 0 and (beyond or here.number.op in ("", "="))


def _of_bound(here: NumberInLine) -> Working | None:
    """What a target may be that the figure before it is said to have missed: 326人次，
    未达到280人次的目标."""
    return stated_differences.passed(here) if here.number.value > 0 else None


def _said_span(here: NumberInLine) -> Bounds:
    """What a number may mean; 约 is near to it, and 三成 is to a tenth."""
    number = here.number
    tenths = here.text[number.start : number.end].endswith(words("narrative", "signs", "tenths"))
    if tenths and not number.value % _TENTH:
        return _tenths(number)
    return bounds_of(number).times(tolerances.ABOUT) if number.about else bounds_of(number)


def _tenths(number: Mention) -> Bounds:
    """What so many tenths can mean."""
    return bounds_of(number).plus(Bounds(-_HALF_TENTH, _HALF_TENTH))


def _working(here: NumberInLine) -> Working | None:
    """The first reading of a number as one that is worked out; None where there is none."""
    return next(filter(None, (reading(here) for reading in _READINGS)), None)


@behind(_RESTATING)
def _restated(here: NumberInLine, _: Told) -> Working | None:
    """48363.32万元（合4.84亿元）: the figure before it in another unit."""
    one, number = here.last, here.number
    alike = one.unit.base == number.unit.base and one.unit.factor != number.unit.factor
    return Working(one.start, [bounds_of(one)]) if alike and is_whole(one) else None


def _spelled_out(here: NumberInLine) -> Working | None:
    """增长近两成（18.4%）: tenths before it in figures."""
    one, end = here.last, here.number.end
    tenths = here.text[one.start : one.end].endswith(words("narrative", "signs", "tenths"))
    bracketed = here.words() == "(" and here.text[end : end + 1] == ")"
    alike = one.unit.base == here.number.unit.base and not one.op
    if not (tenths and bracketed and alike) or one.value % _TENTH:
        return None
    return Working(one.start, [_tenths(one)], is_open=True)


_READINGS: tuple[Reading, ...] = (
    equations.equated,
    stated_differences.compared,
    stated_differences.reached,
    stated_differences.aimed_behind,
    stated_differences.exceeded,
    stated_differences.against,
    stated_differences.passed,
    *comparative_workings.READINGS,
    listed_shares.share_of_part,
    named_sides.beyond_other,
    ranged,
    _restated,
    _spelled_out,
    remainders.score,
    remainders.surplus,
    averages.product,
    totals.of_figures,
    totals.of_sentence_before,
    totals.of_quarters,
    totals.of_listed_quarters,
    totals.of_halves,
    totals.with_addition,
    balances_in_turn.in_turn,
    added_figures.of_added,
    added_figures.of_steps,
    added_figures.last_of_parts,
    remainders.rest,
    divisions.misstated_part,
    remainders.at_most_rest,
    remainders.named_apart,
    remainders.without_part,
    remainders.net_of_flows,
    remainders.left,
    rises_and_falls.by_how_much,
    rises_and_falls.since_last_year,
    rises_and_falls.came_to,
    rises_and_falls.turned,
    divisions.share_of_part,
    stated_shares.worked_out,
    shares_of_changes.of_change,
    quotients.part,
    quotients.of_base,
    quotients.of_two,
    quotients.rate,
    quotients.of_indicators,
    quotients.executed,
    quotients.collected,
    rises_and_falls.turned_to_loss,
    averages.average,
    averages.average_a_month,
    averages.monthly,
)
"""What a number may be read as, in the order in which it is asked."""
