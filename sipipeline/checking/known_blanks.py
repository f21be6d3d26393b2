"""Blank cells whose amount the other figures show, and which is not 0: what was left out is asked
about, once for each sheet."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sipipeline import catalogue
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import decimals, half_unit
from sipipeline.core.findings import Cell, Finding, Implied, Interval, Kind, Severity
from sipipeline.core.relations import Relation
from sipipeline.core.submission import Noted, Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.completeness import DERIVED, Completeness
from sipipeline.language.numbers import read_number
from sipipeline.rules import (
    f113_submission_complete,
    f126_blank_is_nothing,
    f127_whole_year_filled_in,
    f128_lines_filled_in,
)

_RULE = f126_blank_is_nothing.RULE
_LEFT_OUT = f128_lines_filled_in.RULE.code
_MISSING = f113_submission_complete.RULE.code
_OF_LINES = (f127_whole_year_filled_in.RULE.code, _LEFT_OUT)
"""The rules about lines of a column that are missing, and not the whole of it."""
_PEOPLE, _LEVELS, _LAST_YEAR = "headcounts", "benefit_levels", "prior"
_AMOUNTS = {
    keys.ACCOUNTS: ("budget", "actual", _LAST_YEAR),
    _PEOPLE: ("actual", _LAST_YEAR),
    _LEVELS: ("after", "before"),
}
"""The measures of each family that somebody has to fill in; rates and changes are worked out."""
_SHOWN_BY_CHANGES = (_PEOPLE, _LEVELS)
"""The families of which nothing is added up, so that only the change beside it shows a figure."""
_TOLD_ELSEWHERE = ("budget", "actual")
"""The measures of which a whole column that is blank is told with what is missing."""
_BUDGET, _CHANGE = "budget", "change"
_Column = tuple[str, str]
_MOST = 4
"""Cells of a sheet that are named."""
_FEWEST = 3
"""Cells that are wrong by one cause, where it also says what blanks among them should hold."""
_MOST_SOURCES = 2
_ONE = Text(
    zh="{label}没有填{word}，{source}应为 {should}，不是零。",
    en="{label} is not filled in{word}; {source} it is {should}, and not nothing.",
)
_SEVERAL = Text(
    zh="{sheet}有 {count} 格没有填，按其余各数都不是零：{cells}{more}。",
    en="{sheet}: {count} cells are blank that are not nothing by the other figures: {cells}{more}.",
)
_WORD = Text(zh="（填的是“{raw}”）", en=" (it says “{raw}”)")
_CELL = Text(zh="{ref} {label}{word}应为 {should}", en="{ref} {label}{word}: {should}")
_MORE = Text(zh=" 等", en=" and others")
_BY = Text(zh="由{labels}推算，", en="by {labels}")
_BY_THE_REST = Text(zh="按其余各数，", en="by the other figures")
_IN_PLACE = Text(
    zh="{ref} 的 {amount} 像是这一格的数，把它移到 {to}。",
    en="The {amount} in {ref} seems to be its figure: move it to {to}. ",
)
_SPLIT = Text(
    zh="{to} 和 {ref} 合并成了一格：先取消合并，再各填各的数。",
    en="{to} and {ref} are one merged cell: split it, and fill in each for itself. ",
)


def asked(
    findings: Sequence[Finding], implied: Sequence[Implied], submission: Submission
) -> tuple[list[Finding], list[Finding]]:
    """The findings without those that only point out such a blank, and a question for each sheet
    that has any; a blank that is one of several culprits, or that last year's figure makes another
    amount, or whose column is missing as a whole, or that is one of several lines left out, is
    told with these."""
    located = _located(findings) | _left_out(findings)
    missing = {*_missing_columns(findings), *_columns_to_work_out(findings)}
    agreed = (blank for blank in implied if not _is_disputed(blank, submission))
    known = located | missing
    open_ = [one for one in agreed if known.isdisjoint((one.cell.key, keys.column(one.cell.key)))]
    by_sheet: dict[str, list[Implied]] = {}
    for column in _columns(open_, submission):
        by_sheet.setdefault(column[0].cell.sheet, []).extend(column)
    told = {keys.column(blank.cell.key) for blanks in by_sheet.values() for blank in blanks}
    rest = [one for one in findings if not _only_points_out(one, told | missing, located)]
    return rest, [_question(blanks, submission) for blanks in by_sheet.values()]


def _is_disputed(blank: Implied, submission: Submission) -> bool:
    """Whether last year's closing balance is another amount than a blank opening balance must be by
    this year's figures."""
    last = (
        submission.number(relation.terms[0].key)
        for relation in catalogue.relations(submission.standard)
        if relation.to_explain and relation.op == "=" and len(relation.terms) == 1
        if relation.subject == blank.cell.key
    )
    return any(value is not None and not _may_be(value, blank.expected) for value in last)


def _missing_columns(findings: Sequence[Finding]) -> Iterator[_Column]:
    """The columns of which a finding says that they are missing."""
    for finding in findings:
        is_missing = finding.kind is Kind.MISSING and finding.severity is not Severity.INFO
        if is_missing and finding.rule not in _OF_LINES:
            yield from _columns_of([cell.key for cell in finding.cells])


def _columns_of(cells: Sequence[str]) -> Iterator[_Column]:
    """The columns of some missing cells: of people, and of accounts, with the actual figures the
    changes that would be worked out of them. Of an account that stands on the sheet of another
    fund, as the people say, all are."""
    people = {key for key in cells if keys.family(key) == _PEOPLE}
    yield from map(keys.column, people)
    for table, measure in set(map(keys.column, filter(keys.is_account, cells))):
        yield from ((table, one) for one in _AMOUNTS[keys.ACCOUNTS] if people)
        yield table, measure
        yield table, measure if measure == _BUDGET else _CHANGE


def _columns_to_work_out(findings: Sequence[Finding]) -> Iterator[_Column]:
    """The columns of changes and rates of which a finding says that they are blank."""
    for finding in findings:
        if finding.rule == _MISSING and finding.severity is Severity.INFO:
            columns = (keys.column(cell.key) for cell in finding.cells)
            yield from (column for column in columns if column[1] in DERIVED)


def _left_out(findings: Sequence[Finding]) -> set[str]:
    """The keys of the cells of lines of which it is asked together why they are blank, and of
    their changes."""
    lines = {cell.key for one in findings if one.rule == _LEFT_OUT for cell in one.cells}
    return lines | {keys.beside(key, _CHANGE) for key in lines}


def _located(findings: Sequence[Finding]) -> set[str]:
    """The keys of cells of which several are wrong by one cause, be it two that one slip put wrong
    at once."""
    every = (one.culprits for one in findings if one.culprits)
    return {
        culprit.cell.key
        for culprits in every
        for culprit in culprits
        if len(culprits) >= _FEWEST or (culprit.together and culprit.located)
    }


def _columns(implied: Sequence[Implied], submission: Submission) -> Iterator[list[Implied]]:
    """The blanks of each column of which a sum or a balance shows one to be something; of the total
    only where more of the column is filled in."""
    if not implied:
        return
    stated = Counter(map(keys.column, submission.claims))
    complete = Completeness(submission)
    by_column: dict[_Column, list[Implied]] = {}
    for blank in sorted(implied, key=lambda one: keys.family(one.cell.key) == _LEVELS):
        if _is_asked(blank.cell.key, stated) and _is_run(blank.cell.key, complete):
            by_column.setdefault(keys.column(blank.cell.key), []).append(blank)
    for column, blanks in by_column.items():
        of_total = keys.fund(blanks[0].cell.key) == submission.standard.total.key
        shown = any(_shows(blank.cell.key, submission) for blank in blanks)
        if shown and (not of_total or len(blanks) < stated[column]):
            yield blanks


def _is_asked(key: str, stated: Mapping[_Column, int]) -> bool:
    """Whether a blank is an amount that somebody has to fill in, on a sheet that is used, and its
    column is not told to be missing; given how many figures each column states."""
    table, measure = column = keys.column(key)
    if measure not in _AMOUNTS.get(keys.family(key), ()) or not stated:
        return False
    if not keys.is_account(key) or column in stated:
        return True
    return measure not in _TOLD_ELSEWHERE and any(table == used for used, _ in stated)


def _is_run(key: str, complete: Completeness) -> bool:
    """Whether a blank is a level of a fund that is run, or people of one of whom others are
    counted, or people of last year in a form that has any of last year; any amount is."""
    if keys.family(key) not in _SHOWN_BY_CHANGES:
        return True
    fund = keys.fund(key) or ""
    if keys.family(key) == _PEOPLE:
        is_last_year = keys.measure(key) == _LAST_YEAR
        counted = complete.people_of_the_year
        if not (complete.has_people_last_year if is_last_year else fund in counted):
            return False
    return fund not in complete.not_run


def _only_points_out(finding: Finding, told: set[_Column], located: set[str]) -> bool:
    """Whether a finding says no more than that a sum shows what blanks hold, of these columns or
    located as culprits."""
    blanks = [cell.key for cell in finding.cells[1:]] if _points_out(finding) else []
    return bool(blanks) and all(keys.column(key) in told or key in located for key in blanks)


def _points_out(finding: Finding) -> bool:
    """Whether a finding says no more than that a sum shows what blanks hold."""
    is_missing = finding.severity is Severity.INFO and finding.kind is Kind.MISSING
    return is_missing and not finding.explained and finding.rule != _MISSING


def _question(blanks: Sequence[Implied], submission: Submission) -> Finding:
    cells = tuple(blank.cell for blank in blanks)
    message = _of_one(blanks[0], submission) if len(blanks) == 1 else _of_all(blanks, submission)
    places = [_moved(blank, submission) for blank in blanks[:_MOST]]
    todo = join([*places, _RULE.todo], "", "")
    expected = blanks[0].expected if len(blanks) == 1 else None
    return Finding(_RULE.code, _RULE.severity, _RULE.kind, cells, message, todo, expected=expected)


def _of_one(blank: Implied, submission: Submission) -> Text:
    source = _source(blank.cell.key, submission)
    word = _word(blank.cell, submission)
    return _ONE.fill(label=blank.label, word=word, source=source, should=blank.shown)


def _of_all(blanks: Sequence[Implied], submission: Submission) -> Text:
    named = [
        _CELL.fill(
            ref=blank.cell.ref,
            label=blank.label,
            word=_word(blank.cell, submission),
            should=blank.shown,
        )
        for blank in blanks[:_MOST]
    ]
    return _SEVERAL.fill(
        sheet=blanks[0].cell.sheet,
        count=len(blanks),
        cells=join(named, "、", ", "),
        more=_MORE if len(blanks) > _MOST else NOTHING,
    )


def _word(cell: Cell, submission: Submission) -> Text:
    """What stands in a cell that says that there is none."""
    keyed = {note.key: note.raw for note in submission.notes if note.what is Noted.BLANK_WORD}
    return _WORD.fill(raw=str(keyed[cell.key])) if cell.key in keyed else NOTHING


def _source(key: str, submission: Submission) -> Text:
    """The figures that show what a blank must be."""
    shows = _shows(key, submission)
    labels = [submission.standard.label(one) for one in shows[:_MOST_SOURCES]]
    return _BY.fill(labels=join(labels, "、", " and ")) if labels else _BY_THE_REST


def _shows(key: str, submission: Submission) -> Sequence[str]:
    """The keys of the sum or balance that counts a figure, of what makes it one, or of the change
    and the figure that it is counted from, where nothing else is blank; none where several figures
    are."""
    for relation in catalogue.relations(submission.standard):
        if _lacks_only(relation, key, submission):
            terms = [term.key for term in relation.terms if term.key != key]
            is_whole = relation.subject == key
            return (
                terms if is_whole else [*(terms if relation.difference else ()), relation.subject]
            )
    return ()


def _lacks_only(relation: Relation, key: str, submission: Submission) -> bool:
    """Whether a relation of amounts has but one figure that is not stated, among the funds that are
    reported."""
    is_told = relation.difference and keys.family(key) in _SHOWN_BY_CHANGES
    of_amounts = relation.op == "=" and not relation.to_explain
    if not of_amounts or (relation.derived and not is_told):
        return False
    if key not in relation.keys:
        return False
    asked = [one for one in relation.keys if submission.reports(keys.fund(one) or "")]
    return all(one == key or one in submission.claims for one in asked)


def _moved(blank: Implied, submission: Submission) -> Text:
    """Where the figure of a blank was typed instead: into the notes of its line, or a cell of its
    sheet that is no place of the form; or which cell it was merged with."""
    for note in submission.notes:
        if note.what is Noted.MERGED and note.key == blank.cell.key:
            return _SPLIT.fill(to=blank.cell.ref, ref=note.detail.split()[0])
    beside = _figures_beside(blank.cell, submission)
    for ref, value in beside.items():
        if _may_be(value, blank.expected):
            return _IN_PLACE.fill(amount=number(value), ref=ref, to=blank.cell.ref)
    return NOTHING


def _may_be(value: float, expected: Interval) -> bool:
    """Whether a figure, to its last digit, is what the others leave of a blank."""
    low, high = expected
    room = half_unit(decimals(value))
    return low is not None and high is not None and low - room <= value <= high + room


def _figures_beside(cell: Cell, submission: Submission) -> Mapping[str, float]:
    """The figures in the note of the line of a cell, and in no place of the form on its sheet."""
    note = submission.claims.get(keys.note(cell.key))
    strays = [
        (one.ref, one.raw)
        for one in submission.notes
        if one.what is Noted.UNKNOWN_PLACE and one.sheet == cell.sheet
    ]
    written = [*strays, *([(note.ref, note.raw)] if note is not None else [])]
    read = ((ref, read_number(str(raw))) for ref, raw in written)
    return {ref: number.value for ref, number in read if number is not None}
