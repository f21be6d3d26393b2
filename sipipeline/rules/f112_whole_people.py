from typing import Any

from sipipeline.core.display import figure, number
from sipipeline.core.figures import is_whole
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim
from sipipeline.core.text import Text
from sipipeline.rule import FigureRule, Frame, Problem, by_key

MESSAGE = Text(
    zh="{label}填 {value}，人数应是整数。", en="{label} says {value}; people are counted whole."
)
TENS_OF_THOUSANDS = Text(
    zh="像是按“万人”填的，约 {value} 人。", en=" It looks like 万人: about {value} people."
)
_WAN = 10_000
_MOST = 10_000_000
"""People that a county or city may have."""


def holds(frame: Frame, standard: Standard) -> Any:
    """A number of people has no fraction."""
    value = frame["value"]
    return value.isna() | is_whole(value) | ~by_key(frame, standard.counts_people)


def problem(claim: Claim, standard: Standard) -> Problem:
    assert isinstance(claim.value, float)
    people = claim.value * _WAN
    label = standard.label(claim.key)
    message = MESSAGE.fill(label=label, value=number(claim.value))
    if not is_whole(people) or abs(people) >= _MOST:
        return Problem((claim.key,), message, stated=claim.value)
    message += TENS_OF_THOUSANDS.fill(value=figure(round(people), "count"))
    room = claim.half_width * _WAN
    expected = (people - room, people + room)
    return Problem((claim.key,), message, stated=claim.value, expected=expected)


RULE = FigureRule(
    code="F112",
    name="whole-people",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(zh="人数是整数", en="People are counted whole"),
    why=Text(
        zh="带小数的人数多半是按“万人”填的，会与按人填的数混在一起。",
        en="A head-count with decimals was mostly written in tens of thousands, among "
        "others that are not.",
    ),
    todo=Text(
        zh="以“人”为单位填写；平均人数可以有小数。",
        en="Write people, one by one; an average may have decimals.",
    ),
    passing={"headcounts": {"institution_pension": {"participants": {"actual": 282305}}}},
    failing={"headcounts": {"institution_pension": {"participants": {"actual": 28.2305}}}},
    holds=holds,
    problem=problem,
)
