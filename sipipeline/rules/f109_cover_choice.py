from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rule import JudgingRule, Problem

YEAR = Text(zh="{label}填的是“{raw}”，不像年份。", en="{label} says “{raw}”, which is no year.")
UNIT = Text(
    zh="{label}填的是“{raw}”，应是{known}之一；这里先按万元核对。",
    en="{label} says “{raw}”; it should be one of {known}. 万元 was assumed.",
)


def judge(submission: Submission) -> Iterator[Problem]:
    year = submission.number("cover.year")
    if year is not None and not (2000 <= year <= 2100 and year == int(year)):
        message = YEAR.fill(
            label=submission.standard.label("cover.year"), raw=submission.text("cover.year")
        )
        yield Problem(("cover.year",), message, stated=year, expected=(2000.0, 2100.0))
    unit = submission.text("cover.money_unit")
    if unit and unit not in submission.standard.money_units:
        names = "、".join(submission.standard.money_units)
        message = UNIT.fill(
            label=submission.standard.label("cover.money_unit"), raw=unit, known=names
        )
        yield Problem(("cover.money_unit",), message, stated=unit)


RULE = JudgingRule(
    code="F109",
    name="cover-choice",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(
        zh="封面的年度和金额单位填写规范", en="Year and unit of money on the cover are as asked"
    ),
    why=Text(zh="年度和金额单位决定所有数怎么读。", en="They decide how every figure is read."),
    todo=Text(
        zh="年度填四位数字，如 2020；金额单位从下拉列表中选。",
        en="Write the year with four digits, as in 2020; choose the unit of money from the list.",
    ),
    passing={"cover": {"year": "2020年", "money_unit": "万元"}},
    failing={"cover": {"unit": "甲县社会保险中心", "year": 20, "money_unit": "万元"}},
    judge=judge,
)
