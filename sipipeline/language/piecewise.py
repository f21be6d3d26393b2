"""Targets of several figures, and answers in several dates, judged one by one and put together:
2期，150人次; 7月中旬到位60%，9月底全部到位."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sipipeline.core.text import Text
from sipipeline.language.comparison import Attainment
from sipipeline.language.lexicon import has
from sipipeline.language.names import rate_before
from sipipeline.language.targets import Stated
from sipipeline.language.units import PERCENT

Judge = Callable[[Stated, Stated], Attainment]
"""Judges what one figure or date was to be by what it came to."""
_GRAVEST_FIRST = ("unmet", "undecided", "exceeded", "reached")
_SEVERAL = 2
_WHOLE = 100
_PART_OF_IT = Text(
    zh="“{reached}”只写了一部分是什么时候完成的，看不出全部是什么时候",
    en="“{reached}” says when a part of it was done, not when all of it was",
)


def part_by_part(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of a target of several figures in units of their own, 2期，150人次, what each of them comes
    to: missed where one is, exceeded where one is and none is missed; None of any other target."""
    if wanted.problem is None or wanted.text == reached.text:
        return None
    parts = [*zip(wanted.parts, reached.parts)]
    if len(parts) < _SEVERAL or not _go_together(wanted.parts, reached.parts):
        return None
    judged = [judge(*pair) for pair in parts]
    worst = min(judged, key=lambda one: _GRAVEST_FIRST.index(one.status))
    return replace(worst, target=wanted, actual=reached)


def _go_together(wanted: Sequence[Stated], reached: Sequence[Stated]) -> bool:
    """Whether both state the same kinds of figures in the same order, each in its own unit."""
    units = [part.unit.base for part in wanted]
    apart = any(part.subordinate or part.planned for part in (*wanted, *reached))
    return (
        units == [part.unit.base for part in reached] and len({*units}) == len(units) and not apart
    )


def day_by_day(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of several dates, or a date and a share, what they come to for one limit: the day on which
    all was done counts; None of anything else, and where some are in time and others are not."""
    dates = [part for part in reached.parts if part.kind == "date"]
    if wanted.kind != "date" or not dates:
        return None
    judged = [replace(judge(wanted, date), actual=reached) for date in dates]
    said = {one.status for one in judged}
    closing = has(_behind(dates[-1]), "parts", "all_of_it")
    if said == {"unmet"} or (judged[-1].status == "unmet" and closing):
        return judged[-1]
    if said != {"reached"}:
        return None
    if closing or not any(map(_is_part_of_it, reached.parts)):
        return judged[-1]
    return replace(judged[-1].because(_PART_OF_IT), status="undecided", completion=None)


def _behind(date: Stated) -> str:
    return date.text[date.when.end :] if date.when is not None else ""


def _is_part_of_it(part: Stated) -> bool:
    """Whether a percent says that not all of it was done: 到位60%, but not 满意度92%."""
    share = part.unit == PERCENT and part.lo is not None and part.lo < _WHOLE
    named = rate_before(part.label)
    return share and (not named or has(named, "parts", "done"))
