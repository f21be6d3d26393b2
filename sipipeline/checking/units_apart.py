"""The tables and the funds of the year apart by a power of ten, as units of money are: one side is
in another unit than the cover's, and no single cell is the wrong one."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers
from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Culprit, Finding, known_ends, lies_within
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.people_and_money import beside_people
from sipipeline.rules import (
    h701_opening_is_last_closing,
    p401_benefits_match_people,
    p410_money_for_each_person,
)

_FUNDING = "funding"
_CARRIED_OVER = h701_opening_is_last_closing.RULE.code
_BESIDE_PEOPLE = (p401_benefits_match_people.RULE.code, p410_money_for_each_person.RULE.code)
_TELLING = 1000
"""Where the smaller of two balances has so many units of its last digit, a power of ten between
them is no chance."""
APART = Text(
    zh="各表和{label}正好相差 {times} 倍，封面的金额单位是{unit}：有一边不是按{unit}填的。",
    en=" The tables and {label} are exactly {times} times apart, and the unit of money on the "
    "cover is {unit}: one side is not in {unit}.",
)
TOO_LARGE = Text(
    zh="先核对金额单位：如果各表是按{other}填的，金额都除以 {times}；"
    "如果确是按{unit}填的，只改{label}。",
    en="Check the unit of money first: if the tables are in {other}, divide all their amounts by "
    "{times}; if they are in {unit}, correct {label} alone.",
)
TOO_SMALL = Text(
    zh="先核对金额单位：如果各表是按{other}填的，金额都乘以 {times}；"
    "如果确是按{unit}填的，只改{label}。",
    en="Check the unit of money first: if the tables are in {other}, multiply all their amounts "
    "by {times}; if they are in {unit}, correct {label} alone.",
)
PEOPLE_SAY = Text(
    zh="按人均看，各表是按{other}填的：",
    en="By what it comes to for each person, the tables are in {other}: ",
)
DIVIDE = Text(
    zh="各险种表和合计的金额都除以 {times}。", en="divide all amounts of the tables by {times}."
)
MULTIPLY = Text(
    zh="各险种表和合计的金额都乘以 {times}。", en="multiply all amounts of the tables by {times}."
)

YEARS_APART = Text(
    zh="{label}填 {stated}，{other} {amount}，正好相差 {times} 倍，封面的金额单位是{unit}："
    "有一栏不是按{unit}填的，或者有一格的小数点填错，不是追溯调整。",
    en="{label} says {stated} and {other} {amount}, exactly {times} times apart, and the unit of "
    "money on the cover is {unit}: one column is not in {unit}, or one cell has its decimal "
    "point misplaced; this is no restatement.",
)
SMALL_COLUMN = Text(
    zh="如果“{column}”栏是按{unit}填的，整栏乘以 {times}。",
    en=" If the column “{column}” is in {unit}, multiply all of it by {times}.",
)
LARGE_COLUMN = Text(
    zh="如果“{column}”栏是按{unit}填的，整栏除以 {times}。",
    en=" If the column “{column}” is in {unit}, divide all of it by {times}.",
)
CHECK_UNIT = Text(zh="先核对金额单位。", en="Check the unit of money first.")
ONE_CELL = Text(zh="只有这一格填错的，改正这一格。", en=" If it is this cell alone, correct that.")


def with_units_apart(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those that accuse the funds of the year, which are a unit of money apart from
    the tables, name both sides and the unit of the cover instead of a cell. What seems unlikely of
    the tables beside their people goes with them, where it is not in that unit."""
    result = [_told(finding, submission) for finding in findings]
    units = {_unit_apart(one, submission): place for place, one in enumerate(findings)}
    units.pop("", None)
    for unit, place in units.items():
        if _is_of_people(unit, submission):
            told = result[place]
            number_ = next(fresh_numbers(result)) if told.group is None else told.group
            result[place] = replace(
                told, group=number_, todo=_by_people(findings[place], submission)
            )
            result = [_beside_people(one, number_) for one in result]
    return result


def with_years_apart(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those about this year's and last year's balance that are a unit of money apart,
    and that no located cell explains, ask for the unit of a column and not for a reason."""
    return [_of_years(finding, submission) for finding in findings]


def is_of_units(finding: Finding, submission: Submission) -> bool:
    """Whether what was left at the end of last year and what this year began with are apart by a
    unit of money: no reason settles that."""
    return _times_of_years(finding, submission) != 1


def _unit_apart(finding: Finding, submission: Submission) -> str:
    """The unit that the tables seem to be in by a finding that accuses the funds of the year; ""
    for any other finding."""
    accused = _accused(finding)
    unit = _unit_of_tables(_ratio_of_all(finding, accused, submission), submission)
    is_alone = bool(unit) and any(_agrees_beside(culprit, submission) for culprit in accused)
    return "" if is_alone else unit


def _is_of_people(unit: str, submission: Submission) -> bool:
    """Whether all amounts that are held to their people go with them in a unit, and none in the
    cover's; not where there are none."""
    in_unit, as_stated = (beside_people(submission, one) for one in (unit, ""))
    is_right = bool(in_unit) and all(one.holds() for one in in_unit)
    return is_right and not any(one.holds() for one in as_stated)


def _by_people(finding: Finding, submission: Submission) -> Text:
    """What to do about the tables, where their people show that they are in another unit."""
    accused = _accused(finding)
    ratio = _ratio_of_all(finding, accused, submission)
    places = {"times": number(max(ratio, 1 / ratio)), "other": _unit_of_tables(ratio, submission)}
    return PEOPLE_SAY.fill(**places) + (DIVIDE if ratio > 1 else MULTIPLY).fill(**places)


def _beside_people(finding: Finding, group: int) -> Finding:
    """A finding; in a group if it has none and asks about an amount beside its people."""
    is_open = finding.rule in _BESIDE_PEOPLE and finding.group is None
    return replace(finding, group=group) if is_open else finding


def _told(finding: Finding, submission: Submission) -> Finding:
    """A finding with both sides, where it accuses one of two that are a unit apart."""
    other = _unit_apart(finding, submission)
    if not other:
        return finding
    accused = _accused(finding)
    ratio = _ratio_of_all(finding, accused, submission)
    places = {
        "label": join(list(dict.fromkeys(one.label for one in accused)), "、", ", "),
        "times": number(max(ratio, 1 / ratio)),
        "unit": submission.money_unit,
        "other": other,
    }
    told = replace(finding.without_answer(), expected=None, difference=None, culprits=())
    todo = TOO_LARGE if ratio > 1 else TOO_SMALL
    return replace(told, message=told.message + APART.fill(**places), todo=todo.fill(**places))


def _accused(finding: Finding) -> list[Culprit]:
    """The culprits that a finding singles out; where it singles out none, those among the funds of
    the year."""
    located = [culprit for culprit in finding.culprits if culprit.located]
    of_form = [one for one in finding.culprits if keys.family(one.cell.key) == _FUNDING]
    return located or of_form


def _ratio_of_all(finding: Finding, accused: Sequence[Culprit], submission: Submission) -> float:
    """How many times as large as the funds of the year that a finding accuses the tables have
    them; 1 where it is about something else."""
    tables = any(keys.is_account(cell.key) for cell in finding.cells)
    families = {keys.family(culprit.cell.key) for culprit in accused}
    if not tables or families != {_FUNDING}:
        return 1.0
    ratios = {_ratio(culprit, submission) for culprit in accused}
    return ratios.pop() if len(ratios) == 1 else 1.0


def _agrees_beside(culprit: Culprit, submission: Submission) -> bool:
    """Whether another line of the funds of the year is what the tables make of a culprit: the two
    sides are in one unit, and that cell alone is not."""
    others = (submission.number(f"{_FUNDING}.{one.key}") for one in submission.standard.funding)
    return any(lies_within(amount, culprit.expected) for amount in others if amount)


def _ratio(culprit: Culprit, submission: Submission) -> float:
    """How many times as large as a figure the tables have it, where that is a power of ten to the
    last digit; 1 where it is none."""
    claim = submission.claims.get(culprit.cell.key)
    low, high = known_ends(culprit.expected) or (0.0, 0.0)
    if claim is None or not isinstance(claim.value, float) or min(claim.value, low) <= 0:
        return 1.0
    ratio = 10.0 ** round(math.log10((low + high) / 2 / claim.value))
    least, most = claim.value - claim.half_width, claim.value + claim.half_width
    return ratio if least * ratio <= high and low <= most * ratio else 1.0


def _unit_of_tables(ratio: float, submission: Submission) -> str:
    """The unit in which figures are so many times as large as in the cover's; "" where there is
    none, and for the cover's own."""
    standard = submission.standard
    yuan = standard.yuan(submission.money_unit) / ratio
    units = standard.money_units.items()
    return next((unit for unit, size in units if ratio != 1 and math.isclose(size, yuan)), "")


# ---------------------------------------------------------------- this year and last year
def _of_years(finding: Finding, submission: Submission) -> Finding:
    """A finding about two balances that are a unit apart: which columns may be in another unit."""
    ratio = _times_of_years(finding, submission)
    if ratio == 1 or finding.culprits or finding.group is not None:
        return finding
    first, last = finding.cells[0].key, finding.cells[1].key
    places = {
        "label": submission.standard.label(first),
        "stated": shown.stated(first, submission),
        "other": submission.standard.brief(last, first),
        "amount": shown.stated(last, submission),
        "times": number(max(ratio, 1 / ratio)),
        "unit": submission.money_unit,
    }
    large, small = (first, last) if ratio > 1 else (last, first)
    most = max(ratio, 1 / ratio)
    todo = CHECK_UNIT + _column(SMALL_COLUMN, small, 1 / most, submission)
    todo += _column(LARGE_COLUMN, large, most, submission) + ONE_CELL
    told = replace(finding.without_answer(), expected=None, difference=None)
    return replace(told, message=YEARS_APART.fill(**places), todo=todo)


def _column(sentence: Text, key: str, ratio: float, submission: Submission) -> Text:
    """What to do with the column of a figure that is so many times as large as it should be;
    nothing where no unit is that much."""
    unit, field = _unit_of_tables(ratio, submission), submission.standard.field(key)
    if not unit or field is None:
        return NOTHING
    times = number(max(ratio, 1 / ratio))
    return sentence.fill(column=field.column.name, unit=unit, times=times)


def _times_of_years(finding: Finding, submission: Submission) -> float:
    """How many times as large what this year began with is as what was left at the end of last
    year, where that is a unit of money; 1 where it is none."""
    if finding.rule != _CARRIED_OVER or len(finding.cells) != 2 or finding.explained:
        return 1.0
    claims = [submission.claims.get(cell.key) for cell in finding.cells]
    known = [one for one in claims if one is not None and isinstance(one.value, float)]
    ratio = _power_of_ten(*known) if len(known) == 2 else 1.0
    units = _unit_of_tables(ratio, submission) + _unit_of_tables(1 / ratio, submission)
    return ratio if units else 1.0


def _power_of_ten(one: Claim, other: Claim) -> float:
    """The power of ten between two figures, to the last digit of the coarser; 1 where there is
    none, or too few digits tell."""
    this, last = one.value, other.value
    if not (isinstance(this, float) and isinstance(last, float) and this > 0 and last > 0):
        return 1.0
    ratio = 10.0 ** round(math.log10(this / last))
    room = one.half_width + other.half_width * ratio
    is_told = this >= _TELLING * one.half_width and last >= _TELLING * other.half_width
    return ratio if is_told and abs(this - last * ratio) <= room else 1.0
