from typing import Any

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim
from sipipeline.core.text import Text
from sipipeline.evidence.years import YEARS
from sipipeline.language.units import money_unit_in
from sipipeline.rule import FigureRule, Frame, Problem, seen

YEAR = Text(zh="{label}填的是“{raw}”，不像年份。", en="{label} says “{raw}”, which is no year.")
UNIT = Text(
    zh="{label}填的是“{raw}”，应是{known}之一；这里先按万元核对。",
    en="{label} says “{raw}”; it should be one of {known}. 万元 was assumed.",
)
READ_AS = Text(
    zh="{label}填的是“{raw}”，按{unit}读。", en="{label} says “{raw}”, which is read as {unit}."
)
CHOOSE = Text(
    zh="读得对，可以不改；要改的，金额单位从下拉列表中选。",
    en="Nothing to do where that is right; else choose the unit of money from the list.",
)


def holds(frame: Frame, standard: Standard) -> Any:
    """The year is a year, the unit of money one of the list."""
    year, unit = frame["key"] == "cover.year", frame["key"] == "cover.money_unit"
    value = frame["value"]
    is_year = value.isna() | (value.between(*YEARS) & (value % 1 == 0))
    known = {"", *standard.money_units}
    texts = frame.loc[unit, "text"].items()
    unknown = [row for row, text in texts if str(text).strip() not in known]
    return (~year | is_year) & ~frame.index.isin(unknown)


def problem(claim: Claim, standard: Standard) -> Problem:
    label, raw = standard.label(claim.key), seen(claim, standard)
    if claim.key == "cover.year":
        message = YEAR.fill(label=label, raw=raw)
        return Problem((claim.key,), message, stated=claim.value, expected=YEARS)
    if unit := money_unit_in(raw, standard.money_units):
        message = READ_AS.fill(label=label, raw=raw, unit=unit)
        return Problem((claim.key,), message, stated=raw, severity=Severity.INFO, todo=CHOOSE)
    message = UNIT.fill(label=label, raw=raw, known="、".join(standard.money_units))
    return Problem((claim.key,), message, stated=raw)


RULE = FigureRule(
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
    holds=holds,
    problem=problem,
)
