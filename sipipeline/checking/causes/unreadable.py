"""Cells that could not be read: what the other figures leave for them, and what goes away with
them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers
from sipipeline.checking.wording.shown import NUMERAL, figure, form_of
from sipipeline.core import keys
from sipipeline.core.figures import as_cell_holds
from sipipeline.core.findings import Culprit, Finding, Implied, Kind, Shown, lies_within
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, same
from sipipeline.rules import f101_unreadable_figure

_RULE = f101_unreadable_figure.RULE.code
_WHY = Text(zh="读不出来", en="cannot be read")
_CROWDED = Text(
    zh="这个数和另一格的数挤在 {ref} 里：分开填",
    en="its figure stands in {ref} with that of another cell; fill in each for itself",
)
SET_GENERAL = Text(
    zh="先把单元格格式改成“常规”，再", en="Set the format of the cell to General first. "
)
_LOOK_ALIKE = str.maketrans("lI|Oo", "11100")
"""Letters that are typed for the digits that they look like."""
_FEWEST = 3
"""So many cells of one column that cannot be read were written alike."""
_COLUMN = Text(
    zh="{sheet}“{column}”有 {count} 格应填数字，现在是“{raw}”之类，读不出来",
    en="{sheet}, “{column}”: {count} cells ask for figures and hold such as “{raw}”",
)
_TOLD = Text(zh="{told}。", en="{told}.")
_LEFT = Text(zh="按其余数据应为 {should}。", en=" By the other figures it should be {should}.")


def located(
    findings: Sequence[Finding], implied: Sequence[Implied], submission: Submission
) -> list[Finding]:
    """The findings, those of an unreadable cell of which no cause is known with what the other
    figures leave for it, in one group with the sums that lack it."""
    left = {blank.cell.key: blank for blank in implied}
    open_ = {one.cells[0].key: one for one in findings if one.rule == _RULE and one.group is None}
    unreadable = {key: _with_figure(open_[key], left, submission) for key in open_ if key in left}
    groups = _numbered(findings, unreadable)
    told = [_in_group(finding, unreadable, groups) for finding in findings]
    return _by_column(told, open_.keys(), submission)


def _by_column(
    findings: Sequence[Finding], open_: Collection[str], submission: Submission
) -> list[Finding]:
    """The findings; those of many unreadable cells of one column, and of the sums that lack these,
    are one group, which says how many there are; none of which another cause is known."""
    columns: dict[object, list[Finding]] = {}
    for finding in findings:
        is_open = finding.rule == _RULE and finding.cells[0].key in open_
        if is_open and keys.is_account(finding.cells[0].key):
            columns.setdefault(keys.column(finding.cells[0].key), []).append(finding)
    result = list(findings)
    for cells in columns.values():
        if len(cells) >= _FEWEST:
            _join_column(result, cells, submission)
    return result


def _join_column(result: list[Finding], cells: Sequence[Finding], submission: Submission) -> None:
    """Make the findings of unreadable cells of a column one group, with the groups that they have,
    told once for all."""
    number = next(fresh_numbers(result))
    own = {finding.group for finding in cells} - {None}
    why = _alike(cells, submission)
    every = (culprit for finding in cells for culprit in finding.culprits)
    culprits = tuple(replace(culprit, why=why, together=True) for culprit in every)
    for place, finding in enumerate(result):
        if finding in cells or finding.group in own:
            result[place] = replace(finding, group=number, culprits=culprits)
    if not culprits:
        first = result.index(next(one for one in result if one.group == number))
        result[first] = replace(result[first], message=_TOLD.fill(told=why))


def _alike(cells: Sequence[Finding], submission: Submission) -> Text:
    """The sentence that tells of unreadable cells of one column together."""
    key, standard = cells[0].cells[0].key, submission.standard
    fund, field = keys.fund(key), standard.field(key)
    return _COLUMN.fill(
        sheet=standard.fund(fund).short if fund else NOTHING,
        column=field.column.name if field is not None else NOTHING,
        count=len(cells),
        raw=same(str(cells[0].cells[0].value)),
    )


def _numbered(findings: Sequence[Finding], cells: Mapping[str, Finding]) -> Mapping[str, int]:
    """A fresh number for the group of each key."""
    last = max((finding.group for finding in findings if finding.group is not None), default=0)
    return {key: number for number, key in enumerate(cells, last + 1)}


def _in_group(
    finding: Finding, unreadable: Mapping[str, Finding], groups: Mapping[str, int]
) -> Finding:
    key = next((key for key in _about(finding) if key in unreadable), None)
    if key is None or finding.group is not None:
        return finding
    own = unreadable[key]
    told = own if finding.rule == _RULE else finding
    return replace(told, culprits=own.culprits, group=groups[key])


def _about(finding: Finding) -> Iterator[str]:
    """The unreadable cell that a finding may be about: its own, or one that its sum lacks."""
    if finding.rule == _RULE:
        yield finding.cells[0].key
    elif finding.kind is Kind.MISSING:
        yield from (cell.key for cell in finding.cells[1:])


def _with_figure(
    finding: Finding, blanks: Mapping[str, Implied], submission: Submission
) -> Finding:
    """The finding of an unreadable cell with what should stand there, and in a blank cell whose
    figure stands there too."""
    left = blanks[finding.cells[0].key]
    cell, should = finding.cells[0], _typed(finding, left, submission)
    shown = Shown(finding.shown.was, should)
    culprit = Culprit(
        cell,
        should.zh,
        _WHY,
        "certain",
        left.expected,
        left.label,
        shown,
        slip_is_known=False,
        beforehand=SET_GENERAL if _is_date(finding) else NOTHING,
    )
    return replace(
        finding,
        message=finding.message + _LEFT.fill(should=should),
        expected=left.expected,
        shown=shown,
        culprits=(culprit, *_crowded(finding, blanks, submission)),
    )


def _crowded(
    finding: Finding, blanks: Mapping[str, Implied], submission: Submission
) -> Iterator[Culprit]:
    """The blank cells of the column of an unreadable one whose figure stands in its text."""
    own = finding.cells[0]
    numerals = [float(one.replace(",", "")) for one in NUMERAL.findall(str(own.value))]
    for key, blank in blanks.items() if len(numerals) > 1 else ():
        is_in_column = keys.column(key) == keys.column(own.key)
        stated = [one for one in numerals if one and lies_within(one, blank.expected)]
        if is_in_column and key != own.key and len(stated) == 1:
            suggest = as_cell_holds(stated[0])
            shown = Shown(should=same(figure(stated[0], form_of(key, submission))))
            why = _CROWDED.fill(ref=own.ref)
            yield Culprit(blank.cell, suggest, why, "likely", blank.expected, blank.label, shown)


def _is_date(finding: Finding) -> bool:
    """Whether an unreadable cell has a format of dates, in which any figure is shown as a day."""
    return finding.todo == f101_unreadable_figure.SET_GENERAL


def _typed(finding: Finding, left: Implied, submission: Submission) -> Text:
    """The figure to type: the one in the text of the cell where it is possible, with letters as the
    digits that they look like; else what is left."""
    typed = str(finding.cells[0].value)
    for numeral in NUMERAL.findall(f"{typed} {typed.translate(_LOOK_ALIKE)}"):
        value = float(numeral.replace(",", ""))
        if lies_within(value, left.expected):
            form = form_of(left.cell.key, submission)
            return same(figure(value, replace(form, digits=len(numeral.partition(".")[2]))))
    return left.shown
