"""Findings that one correction, or one explanation, answers: they get one group."""

import math
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.arithmetic.figures import meet
from sipipeline.checking.causes.agreeing_texts import with_agreeing_texts
from sipipeline.checking.causes.columns_off import with_columns_off
from sipipeline.checking.causes.consequences import with_consequences, with_plausible_culprits
from sipipeline.checking.causes.copied_budgets import with_rates_beside
from sipipeline.checking.causes.copied_columns import COPIED, with_copied_columns
from sipipeline.checking.causes.cut_off_rates import with_cut_off_rates
from sipipeline.checking.causes.exchanged_causes import with_exchanged_causes
from sipipeline.checking.causes.exchanged_digits import with_exchanged_digits
from sipipeline.checking.causes.foreign_totals import with_foreign_totals
from sipipeline.checking.causes.funding_lines import with_funding_lines
from sipipeline.checking.causes.last_years_columns import with_last_years_columns
from sipipeline.checking.causes.left_out_parts import with_left_out_parts
from sipipeline.checking.causes.levels_off import with_levels_off
from sipipeline.checking.causes.missed_indicators import with_texts_put_right
from sipipeline.checking.causes.missing_accounts import with_missing_accounts
from sipipeline.checking.causes.odd_cause_rows import with_odd_cause_rows
from sipipeline.checking.causes.odd_last_years import with_odd_last_years
from sipipeline.checking.causes.odd_weights import with_weights
from sipipeline.checking.causes.sheets_left import with_sheets_left
from sipipeline.checking.causes.slips_of_lines import with_slips_of_lines
from sipipeline.checking.causes.stale_indicators import with_stale_indicators
from sipipeline.checking.causes.stale_totals import with_stale_totals
from sipipeline.checking.causes.stray_parts import with_stray_parts, with_strays_of_runs
from sipipeline.checking.causes.text_causes import with_text_causes
from sipipeline.checking.causes.texts_apart import with_texts_apart
from sipipeline.checking.causes.units_of_texts import with_units_of_texts
from sipipeline.checking.causes.unvalued_formulas import with_unvalued_formulas
from sipipeline.checking.causes.wrong_sheets import with_wrong_sheets
from sipipeline.checking.causes.years_of_texts import with_years_of_texts
from sipipeline.checking.explanations import names, of_funds
from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.core import keys
from sipipeline.core.figures import half_unit, last_place
from sipipeline.core.findings import Culprit, Finding, Interval, Kind, Severity, known_ends
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.localisation.cell_slips import UNIT
from sipipeline.localisation.suspects import Group
from sipipeline.rules import (
    h707_last_years_workbook,
    i501_target_reached,
    i502_reason_given,
    i511_indicator_agrees_with_tables,
    j901_jointly_consistent,
    n601_text_agrees_with_tables,
    n603_achievement_is_true,
    p401_benefits_match_people,
    p405_people_within_participants,
    p406_average_between_year_ends,
    p407_year_fits,
    p410_money_for_each_person,
    p414_people_and_digits,
)

_MISSED = (i501_target_reached.RULE.code, i502_reason_given.RULE.code)
_RESTATING = (n601_text_agrees_with_tables.RULE.code, i511_indicator_agrees_with_tables.RULE.code)
"""Rules that hold a text or an indicator to the cell that it restates."""
_BOAST = n603_achievement_is_true.RULE.code
_ARITHMETIC = (Kind.ARITHMETIC, Kind.HISTORY)
_OF_ITS_FIGURE = (Kind.PLAUSIBILITY, Kind.FORMAT)

_JOINT = j901_jointly_consistent.RULE.code
_PART = p405_people_within_participants.RULE.code
_AVERAGE = p406_average_between_year_ends.RULE.code

_DIGITS = p414_people_and_digits.RULE.code
_BESIDE_PEOPLE = (p401_benefits_match_people.RULE.code, p410_money_for_each_person.RULE.code)

_YEARS = (h707_last_years_workbook.RULE.code, p407_year_fits.RULE.code)
_COVER_UNIT, _COVER_YEAR = "cover.money_unit", "cover.year"
_COVER = (_COVER_UNIT, _COVER_YEAR)
_ABOUT = 0.01
"""What rounding may take from a figure in another unit."""
ON_THE_FUNDS = Text(
    zh="在{funds}表写明原因即可，这里不用再写；在那里改了数的，这里也要改。",
    en="Explain it on: {funds}, and not here again; if that figure is changed, change this too.",
)
CHECK_IT_FIRST = Text(
    zh="先核对这一格，填错的改正；没有填错的，逐一核对列出的其他各数，改正填错的那一个。",
    en="Check this figure first, and correct it if it is wrong; if not, check the others that "
    "are named one by one, and correct the wrong one.",
)
_UNKNOWN: Interval = (None, None)

Alike = Callable[[Finding], object]
"""What findings of one group have in common; None for those that belong to no such group."""


def grouped(
    findings: Sequence[Finding], groups: Sequence[Group], submission: Submission
) -> list[Finding]:
    """The findings, those of one cause with the number of one group: what is said of a located
    cell, or only because of it, of an indicator that was missed without a reason, of one figure
    that cannot be, of a fund and of the total because of that fund."""
    of_causes = with_exchanged_causes(_confirmed(_cleared(findings, submission)), submission)
    of_causes = with_odd_cause_rows(with_exchanged_digits(of_causes, submission), submission)
    beyond = with_stray_parts(of_causes, groups, submission)
    beyond = with_left_out_parts(beyond, groups, submission)
    beyond = with_foreign_totals(with_stale_totals(beyond, submission), submission)
    beyond = with_funding_lines(beyond, submission)
    beyond = with_sheets_left(with_levels_off(beyond, submission), submission)
    beyond = with_copied_columns(beyond, submission)
    beyond = with_agreeing_texts(with_units_of_texts(beyond, submission), submission)
    beyond = with_last_years_columns(with_odd_last_years(beyond, submission), submission)
    of_texts = with_texts_apart(with_text_causes(beyond, submission), submission)
    of_texts = with_years_of_texts(of_texts, submission)
    copied = with_rates_beside(of_texts, submission)
    copied = with_cut_off_rates(copied, submission)
    located = _of_located(with_plausible_culprits(copied, groups, submission))
    located = with_slips_of_lines(with_strays_of_runs(located), submission)
    consequent = with_consequences(located, groups, submission)
    consequent = with_columns_off(consequent, submission)
    of_rows = with_texts_put_right(consequent, submission)
    of_rows = with_stale_indicators(of_rows, submission)
    result = _with_their_funds(with_weights(of_rows, submission), submission)
    of_people = _people_off_by_digits(result)
    of_rows_and_words = (_missed_indicator, _impossible_figure, _same_words, _deleted_line)
    for alike in (*of_rows_and_words, of_people, _year_of_cover):
        result = _together(result, alike)
    result = with_wrong_sheets(with_unvalued_formulas(result, submission))
    return _without_way_out(with_missing_accounts(result, submission))


def _without_way_out(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; of one about a figure that other figures do not allow, that a reason would be
    enough is not said: none settles it."""
    unsettled = {finding.group for finding in findings if _is_open(finding)}
    return [
        replace(finding, todo=CHECK_IT_FIRST)
        if _seems_unlikely(finding) and finding.group in unsettled
        else finding
        for finding in findings
    ]


def _seems_unlikely(finding: Finding) -> bool:
    """Whether a finding asks about a figure; unit and year on the cover are none, nor a whole
    column."""
    is_of_cover = any(cell.key in _COVER for cell in finding.cells)
    is_of_figure = not is_of_cover and finding.rule != COPIED
    return finding.kind is Kind.PLAUSIBILITY and is_of_figure


def _is_open(finding: Finding) -> bool:
    """Whether a finding is an error of a group, and no cell is known to be wrong."""
    is_error = finding.severity is Severity.ERROR and finding.group is not None
    return is_error and not finding.culprits


def _with_their_funds(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; one of the total that is only there because of funds' own goes with the first
    of these that is not explained yet, and asks for nothing itself."""
    result = list(findings)
    fresh = fresh_numbers(findings)
    for place, finding in enumerate(findings):
        alone = finding.kind is Kind.HISTORY and finding.group is None
        every = of_funds(finding, findings, submission) if alone else []
        sources = [source for source in every if not source.explained]
        if not sources or sources[0].group is not None:
            continue
        number, first = next(fresh), findings.index(sources[0])
        todo = ON_THE_FUNDS.fill(funds=names(sources, submission))
        result[first] = replace(result[first], group=number)
        result[place] = replace(finding.without_answer(), group=number, todo=todo)
    return result


def _cleared(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; of several cells that may be wrong those are left that last year's workbook
    does not have as they are, if there are any."""
    last_year = submission.once(Evidence).last_year
    result = list(findings)
    for place, finding in enumerate(findings):
        every = finding.culprits
        left = tuple(one for one in every if not last_year.confirms(one.cell.key))
        if left and len(left) < len(every) and not any(one.located for one in every):
            result[place] = replace(finding, culprits=left)
    return result


def _confirmed(findings: Sequence[Finding]) -> list[Finding]:
    """Of several cells that may be wrong, the one that last year's figure contradicts and would
    agree with, is singled out."""
    confirmed = {
        (finding.group, culprit.cell.key)
        for history in findings
        if history.kind is Kind.HISTORY
        for finding in findings
        for culprit in finding.culprits
        if _confirms(history, culprit)
    }
    return [_singled_out(finding, confirmed) for finding in findings]


def _confirms(history: Finding, culprit: Culprit) -> bool:
    """Whether a cell, once put right, agrees with last year's figure too."""
    is_its_own = culprit.cell.key == history.cells[0].key and culprit.suggest is not None
    return is_its_own and _meet(culprit.expected, history.expected)


def _meet(one: Interval | None, other: Interval | None) -> bool:
    """Whether two intervals have a figure in common; not where one of them is open."""
    first, second = known_ends(one), known_ends(other)
    return first is not None and second is not None and meet(first, second)


def _singled_out(finding: Finding, confirmed: Container[tuple[int | None, str]]) -> Finding:
    """The finding with the confirmed culprit first and likely, unless one is known already."""
    if any(culprit.located for culprit in finding.culprits):
        return finding
    own = [one for one in finding.culprits if (finding.group, one.cell.key) in confirmed]
    others = [one for one in finding.culprits if one not in own]
    if len(own) != 1:
        return finding
    return replace(finding, culprits=(replace(own[0], confidence="likely"), *others))


def _of_located(findings: Sequence[Finding]) -> list[Finding]:
    """Findings without a group that speak of a cell that is known to be wrong join its group."""
    located = {
        culprit.cell.key: finding
        for finding in findings
        for culprit in finding.culprits
        if culprit.located and culprit.cell.key
    }
    return [_joined(finding, located.get(_wrong(finding, located))) for finding in findings]


def _joined(finding: Finding, other: Finding | None) -> Finding:
    """A finding without a group in the group of another."""
    if other is None or finding.group is not None:
        return finding
    return joined(finding, other.group, other.culprits)


def _wrong(finding: Finding, located: Mapping[str, Finding]) -> str:
    """The located cell that a finding speaks of; "" where it speaks of none."""
    return next((key for key in _mentioned(finding, located) if key in located), "")


def _mentioned(finding: Finding, located: Mapping[str, Finding]) -> Sequence[str]:
    """The cells that a finding speaks of: relations name several, a property only its own, and what
    is missing its own or the sum that lacks it; people that seem unlikely beside others those
    others where they are wrong; the unit on the cover goes with a sheet that alone is in another
    unit; a text or an indicator that the corrected cell agrees with names the cell second."""
    own = [cell.key for cell in finding.cells[:1]]
    if finding.kind in _ARITHMETIC:
        return [cell.key for cell in finding.cells]
    if finding.kind in _OF_ITS_FIGURE:
        return [*own, *_people_beside(finding, located)]
    if own == [_COVER_UNIT]:
        return [*_in_another_unit(located)]
    if finding.rule in _RESTATING:
        return [key for key in _quoted(finding) if _is_right(finding, located.get(key))]
    return own if finding.kind is Kind.MISSING else ()


def _in_another_unit(located: Mapping[str, Finding]) -> Iterator[str]:
    """The located cells that one slip put into 元 for 万元, or the reverse: texts that quote these
    alone seem to say that all sheets are in that unit."""
    for key, finding in located.items():
        own = [culprit for culprit in finding.culprits if culprit.cell.key == key]
        if any(culprit.together and _is_unit_off(culprit) for culprit in own):
            yield key


def _is_unit_off(culprit: Culprit) -> bool:
    """Whether a cell holds ten thousand times what it should, or the reverse."""
    value, better = culprit.cell.value, culprit.suggest
    if not isinstance(value, (int, float)) or not isinstance(better, (int, float)):
        return False
    small, large = sorted((abs(value), abs(better)))
    return math.isclose(large, UNIT * small, rel_tol=_ABOUT)


def _people_beside(finding: Finding, located: Mapping[str, Finding]) -> Iterator[str]:
    """The located numbers of people beside which those of a finding are unlikely, and are not once
    these are put right: the whole that they are a part of, the year-ends of an average."""
    if not isinstance(finding.stated, float):
        return
    for cell in finding.cells[1:]:
        end = _corrected(located.get(cell.key), cell.key)
        others = [one.value for one in finding.cells[1:] if one is not cell]
        if finding.rule == _PART:
            is_settled = end[0] is not None and finding.stated <= end[0]
        else:
            is_settled = finding.rule == _AVERAGE and _is_between(finding.stated, end, others)
        if is_settled:
            yield cell.key


def _is_between(value: float, end: Interval, others: Sequence[object]) -> bool:
    """Whether a figure lies between what one year-end should be and the other one."""
    numbers = [one for one in (*end, *others) if isinstance(one, (int, float))]
    return len(numbers) == 3 and min(numbers) <= value <= max(numbers)


def _corrected(finding: Finding | None, key: str) -> Interval:
    """What the cell of a located culprit should be."""
    culprits = () if finding is None else finding.culprits
    ends = (culprit.expected for culprit in culprits if culprit.cell.key == key)
    return next(ends, None) or _UNKNOWN


def _quoted(finding: Finding) -> tuple[str, ...]:
    """The cell that a text quotes."""
    return tuple(cell.key for cell in finding.cells[1:2])


def _is_right(quote: Finding, other: Finding | None) -> bool:
    """Whether the figure of a text is what a located cell should be."""
    if other is None or not isinstance(quote.stated, float):
        return False
    key, room = quote.cells[1].key, half_unit(last_place(quote.stated))
    said = quote.stated - room, quote.stated + room
    return _meet(_corrected(other, key), said)


def _together(findings: Sequence[Finding], alike: Alike) -> list[Finding]:
    """Findings that have something in common, two or more, become a group, or join that of the
    one that has a group."""
    members: defaultdict[object, list[int]] = defaultdict(list)
    for place, finding in enumerate(findings):
        members[alike(finding)].append(place)
    members.pop(None, None)
    fresh = fresh_numbers(findings)
    result = list(findings)
    for places in members.values():
        if len(places) > 1:
            _number([(place, result[place]) for place in places], fresh, result)
    return result


def _number(
    members: Sequence[tuple[int, Finding]], fresh: Iterator[int], result: list[Finding]
) -> None:
    """Give the members that have no group that of another, or a fresh one."""
    known = [finding.group for _, finding in members if finding.group is not None]
    group = known[0] if known else next(fresh)
    for place, finding in members:
        if finding.group is None:
            result[place] = replace(finding, group=group)


def _missed_indicator(finding: Finding) -> object:
    """The row of an indicator that was missed without a reason: the target, the blank reason, and
    a text that says that all was reached, which goes with the first row it is wrong about."""
    if finding.severity is not Severity.ERROR:
        return None
    if finding.rule in _MISSED:
        return keys.row(finding.cells[0].key)
    boasts = finding.rule == _BOAST and len(finding.cells) > 1
    return keys.row(finding.cells[1].key) if boasts else None


def _impossible_figure(finding: Finding) -> object:
    """The figure that no other figures allow, or that is unlikely."""
    if not finding.cells or any(culprit.located for culprit in finding.culprits):
        return None
    joint = finding.rule == _JOINT
    unlikely = finding.kind is Kind.PLAUSIBILITY and finding.severity is not Severity.INFO
    return finding.cells[0].key if joint or unlikely else None


def _deleted_line(finding: Finding) -> object:
    """The line of an account that is missing on its sheet, in all its columns."""
    if finding.kind is not Kind.MISSING or finding.severity is Severity.INFO:
        return None
    gone = (cell.key for cell in finding.cells if keys.is_account(cell.key) and not cell.ref)
    return next(((keys.table(key), keys.item(key)) for key in gone), None)


def _year_of_cover(finding: Finding) -> object:
    """The year on the cover, which last year's workbook, the form and the texts may deny."""
    is_of_year = finding.rule in _YEARS and bool(finding.cells)
    return _COVER_YEAR if is_of_year and finding.cells[0].key == _COVER_YEAR else None


def _people_off_by_digits(findings: Sequence[Finding]) -> Alike:
    """What findings have in common with the one that says that people have a digit too many: that
    their money does not go with people that are named there."""
    off = {cell.key for one in findings if one.rule == _DIGITS for cell in one.cells}

    def alike(finding: Finding) -> object:
        beside = finding.rule in _BESIDE_PEOPLE and finding.severity is not Severity.INFO
        counts = {cell.key for cell in finding.cells}
        return _DIGITS if finding.rule == _DIGITS or (beside and counts & off) else None

    return alike


def _same_words(finding: Finding) -> object:
    """The words of a text that do not agree with several rows."""
    if finding.kind is not Kind.NARRATIVE or not finding.shown.was.zh:
        return None
    return finding.rule, finding.severity, finding.cells[0].key, finding.shown.was.zh
