"""Of a text that states all there is and what came of it in the year, 累计9000人，其中新增190人,
the figure that an indicator asks for: the new ones for 新增参保人数, those of the year for
本年追回金额."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core.text import Text
from sipipeline.language.comparison import Attainment
from sipipeline.language.conversion import ranges_in_unit
from sipipeline.language.lexicon import has, one_of
from sipipeline.language.names import CHANGES, change_in
from sipipeline.language.pauses import letters_of
from sipipeline.language.piecewise import Judge
from sipipeline.language.targets import Stated

_HERE = "flows"
_SEVERAL = 2
_EITHER = Text(
    zh="实际完成值“{reached}”有新增的、本年的数，也有全部的数，看不出指标要的是哪一个",
    en="“{reached}” has a figure of what is new or of the year and one of all there is, and which "
    "one is asked for is unclear",
)


def in_the_year(wanted: Stated, reached: Stated, judge: Judge, name: str) -> Attainment | None:
    """What the figure comes to that an indicator asks for by its name, where others stand beside
    it; undecided where the name does not say and it matters; None of any other text."""
    alike = _alike(wanted, reached)
    own = _asked_for(alike, name)
    if len(reached.parts) < _SEVERAL or len(own) != 1 or _turns(alike, own[0]):
        return None
    judged = judge(wanted, replace(own[0], text=reached.text))
    if _is_compared(own[0]) and any(_answers_by_itself(part) for part in alike):
        return None
    others = _that_may_be_meant(alike, own[0], name)
    if not others:
        return judged if _is_asked_for(name) else None
    if judged.is_met or not judge(wanted, others[0]).is_met:
        return None
    undecided = replace(judged, status="undecided", completion=None, shortfall=None)
    return replace(undecided, actual=reached).because(_EITHER)


def _that_may_be_meant(alike: Sequence[Stated], own: Stated, name: str) -> Sequence[Stated]:
    """The figures that an indicator may ask for instead: those of all years where its name does not
    say, and any other beside 同比增加60人, which compares with last year's new ones."""
    others = [part for part in alike if part is not own]
    in_all = [part for part in others if has(part.label, _HERE, "all_years")]
    if not _is_asked_for(name):
        return in_all
    return others if _is_compared(own) and not in_all else []


def _is_asked_for(name: str) -> bool:
    """Whether a name asks for a change, or for what is of the year."""
    return change_in(name) != "" or has(name, _HERE, "this_year")


def _alike(wanted: Stated, reached: Stated) -> Sequence[Stated]:
    """The figures of what was reached that are in the unit of the target."""
    stated = [part for part in reached.parts if part.kind != "date" and not part.planned]
    if not wanted.figure:
        return []
    return [part for part in stated if ranges_in_unit(wanted, replace(part, sense=wanted.sense))]


def _answers_by_itself(part: Stated) -> bool:
    """Whether no words before a figure say what it is of: 560人, 完成560人."""
    return re.sub(one_of("parts", "idle"), "", letters_of(part.label)) == ""


def _asked_for(parts: Sequence[Stated], name: str) -> Sequence[Stated]:
    """The figures that state a change where the name asks for one, else those of the year; one that
    is compared with last year's only where no other is."""
    change = change_in(name)
    changed = [part for part in parts if change and _changed(part, change)]
    of_year = [part for part in parts if not part.sense and has(part.label, _HERE, "this_year")]
    own = changed or of_year
    return [part for part in own if not _is_compared(part)] or own


def _is_compared(part: Stated) -> bool:
    return has(part.label, _HERE, "last_year")


def _turns(parts: Sequence[Stated], own: Stated) -> bool:
    """Whether another change stands beside the one that is asked for: 新增620人，减少85人."""
    changes = [part for part in parts if part.sense in CHANGES and not _is_compared(part)]
    return any(part is not own for part in changes)


def _changed(part: Stated, change: str) -> bool:
    return part.sense == change or (change == "up" and has(part.label, "indicators", "growing"))
