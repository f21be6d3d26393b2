from typing import Any

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim
from sipipeline.core.text import Text
from sipipeline.rule import FigureRule, Frame, Problem, by_key

MESSAGE = Text(
    zh="{label}应填数字，现在是“{raw}”，读不出来。",
    en="{label} asks for a figure; “{raw}” cannot be read as one.",
)


def holds(frame: Frame, standard: Standard) -> Any:
    """What stands in a place of the form could be read."""
    return frame["half_width"].notna() | ~by_key(frame, standard.has)


def problem(claim: Claim, standard: Standard) -> Problem:
    message = MESSAGE.fill(label=standard.label(claim.key), raw=claim.raw)
    place = (claim.sheet, claim.ref, claim.raw)
    return Problem((claim.key,), message, place=place, stated=claim.raw)


RULE = FigureRule(
    code="F101",
    name="unreadable-figure",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(zh="应填数字的格子读得出数字", en="A cell that asks for a figure holds one"),
    why=Text(
        zh="读不出的数不会当作零，也无法参加核对。",
        en="What cannot be read is never taken for zero, and cannot be checked.",
    ),
    todo=Text(
        zh="在这一格只填一个数字（可带单位，如 43937万元）；没有的留空。",
        en=(
            "Write one number in this cell (a unit is fine, as in 43937万元); leave it "
            "blank if there is none."
        ),
    ),
    passing={"accounts": {"work_injury": {"income": {"actual": "４３，９３７万元"}}}},
    failing={"accounts": {"work_injury": {"income": {"actual": "约四万多"}}}},
    holds=holds,
    problem=problem,
)
