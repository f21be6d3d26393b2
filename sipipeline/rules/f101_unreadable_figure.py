from typing import Any

from sipipeline.core import keys
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim
from sipipeline.core.text import Text
from sipipeline.rule import FigureRule, Frame, Problem, by_key, seen

MESSAGE = Text(
    zh="{label}应填数字，现在是“{raw}”，读不出来。",
    en="{label} asks for a figure; “{raw}” cannot be read as one.",
)

DATE = Text(
    zh="{label}应填数字，现在显示“{raw}”：这一格是日期或时间格式。",
    en="{label} asks for a figure; the cell shows “{raw}”, for it has a format of dates or times.",
)
SET_GENERAL = Text(
    zh=("选中这一格，把单元格格式设为“常规”，就会显示所存的数；显示的数不是要填的，再重新键入。"),
    en="Set the format of the cell to General, which shows the number that is stored; type it "
    "anew where that is not the figure.",
)
ERROR = Text(
    zh="{label}的公式算不出结果，显示“{raw}”。", en="The formula of {label} fails: “{raw}”."
)
MEND = Text(
    zh="改正公式，或者直接填数字；没有的留空。",
    en="Mend the formula, or write the figure itself; leave it blank if there is none.",
)
MEND_TEXT = Text(
    zh="改正公式，或者清空这一格直接填写；不要只删去“=”，那样公式会留成文字。",
    en="Mend the formula, or clear the cell and write what belongs there; without its “=” the "
    "formula would stay as a text.",
)
TEXT_ERROR = Text(
    zh="{label}显示“{raw}”，没有文字：以“-”“=”“+”“@”开头的话会被 Excel 当成公式。",
    en="{label} shows “{raw}” and no text: what begins with “-”, “=”, “+” or “@” is taken for "
    "a formula.",
)
WRITE_TEXT = Text(
    zh="双击这一格，删去开头的“=”“-”等符号（或在最前面加英文单引号 '），回车。",
    en="Open the cell and take out the sign in front, or put a single quote ' before it.",
)
WRITE_YEAR = Text(
    zh="在这一格只填一个年份，四位数字，如 2024。",
    en="Write one year in this cell, in four digits, as 2024.",
)
_NO_SUCH_NAME = "#NAME?"
"""What a text shows that was taken for a formula."""


def holds(frame: Frame, standard: Standard) -> Any:
    """What stands in a place of the form could be read."""
    return frame["half_width"].notna() | ~by_key(frame, standard.has)


def problem(claim: Claim, standard: Standard) -> Problem:
    message, todo = _told(claim, standard)
    place = (claim.sheet, claim.ref, claim.raw)
    message = message.fill(label=standard.label(claim.key), raw=seen(claim, standard))
    return Problem((claim.key,), message, place=place, stated=claim.raw, todo=todo)


def _told(claim: Claim, standard: Standard) -> tuple[Text, Text | None]:
    """What is said of a cell, and what to do where it is not as usual."""
    if claim.detail == "date":
        return DATE, SET_GENERAL
    field = standard.field(claim.key)
    if claim.detail != "error":
        is_year = field is not None and field.kind == "year"
        return MESSAGE, WRITE_YEAR if is_year else None
    if field is None or field.numeric:
        return ERROR, MEND
    may_be_worked_out = keys.family(claim.key) == "indicators" and claim.raw != _NO_SUCH_NAME
    return (ERROR, MEND_TEXT) if may_be_worked_out else (TEXT_ERROR, WRITE_TEXT)


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
        en="Write one number in this cell (a unit is fine, as in 43937万元); leave it "
        "blank if there is none.",
    ),
    passing=account("work_injury", income={"actual": "４３，９３７万元"}),
    failing=account("work_injury", income={"actual": "约四万多"}),
    holds=holds,
    problem=problem,
)
