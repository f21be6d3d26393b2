from typing import Any

from sipipeline.core import keys
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim
from sipipeline.core.text import Text
from sipipeline.rule import FigureRule, Frame, Problem, by_key, seen

MESSAGE = Text(
    zh="这一格不是填报位置，里面的“{raw}”没有参加核对。",
    en="This cell is no place of the template, so “{raw}” was not checked.",
)


def holds(frame: Frame, standard: Standard) -> Any:
    """What is stated has a place of the form, or is a paragraph of the report beside it."""
    return by_key(frame, lambda key: keys.is_paragraph(key) or standard.has(key))


def problem(claim: Claim, standard: Standard) -> Problem:
    place = (claim.sheet, claim.ref, claim.raw)
    message = MESSAGE.fill(raw=seen(claim, standard))
    return Problem((claim.key,), message, place=place, stated=claim.raw)


RULE = FigureRule(
    code="F103",
    name="figure-out-of-place",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(zh="数字都填在模板要求的位置", en="Every figure stands in a place of the template"),
    why=Text(
        zh="填在别处的数没有参加核对，程序不会不声不响地漏掉它。",
        en="A figure elsewhere is not checked, and is never dropped without a word.",
    ),
    todo=Text(
        zh="把这个数移到它该在的格子；只是备注的，写进“说明”栏，或者删掉。",
        en="Move it to the cell where it belongs; a remark goes into the 说明 column, or away.",
    ),
    passing=account("work_injury", income={"actual": "４３，９３７万元"}),
    failing={"notes": [{"what": "unknown_place", "sheet": "工伤", "ref": "C6", "raw": 100}]},
    holds=holds,
    problem=problem,
)
