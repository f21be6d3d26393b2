"""Which cells get a mark, how strong it is and what its comment says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sipipeline.annotation.colours import Look
from sipipeline.core.findings import Cell, Culprit, Finding, Kind, Severity
from sipipeline.core.text import NOTHING, Lang, Text, join, same
from sipipeline.core.values import frozen
from sipipeline.reports import phrases
from sipipeline.reports.issues import Issue
from sipipeline.xlsx.references import Place, place_of

_LOOKS = {
    Severity.ERROR: (Look.ERROR, Look.ERROR_RELATED),
    Severity.WARNING: (Look.WARNING, Look.WARNING_RELATED),
    Severity.INFO: (Look.INFO, Look.INFO_RELATED),
}
_STRENGTH = {
    (Severity.ERROR, True): 2,
    (Severity.WARNING, True): 3,
    (Severity.ERROR, False): 4,
    (Severity.INFO, True): 5,
    (Severity.WARNING, False): 6,
    (Severity.INFO, False): 7,
}
_ALIKE = (Kind.MISSING, Kind.FORMAT)
"""Kinds of finding whose cells all have the same fault, and none is only part of a sum."""
_MOST_RELATED = 6
"""So many cells that take part in a finding are told so."""
_MOST_TOLD = 8
"""So many cells of an issue that are not red get a comment."""
_MOST_PARAGRAPHS = 5
_LABEL = Text(zh="【{word}】", en="[{word}] ")
_INNOCENT = Text(
    zh="本格多半没有错，请看 {cell}（“校验结果”第 {number} 条）。",
    en="This cell is probably right: look at {cell} (no. {number} of the check result).",
)
_ONE_OF_SEVERAL = Text(
    zh="【{word}】本格是可能填错的几格之一。{if_here}",
    en="[{word}] This is one of the cells that may be wrong. {if_here}",
)
_OTHERS = Text(zh="另外几格：{cells}。", en="The others: {cells}.")
_HERE = Text(zh="怎么改：{change}。", en="What to do: {change}.")
_HERE_AND_THERE = Text(
    zh="怎么改：{change}；另外 {count} 个红色的格也要改。",
    en="What to do: {change}; {count} more red {count:cell is|cells are} to be changed too.",
)
_SAME_SLIP = Text(
    zh="本格属“校验结果”第 {number} 条，与 {other} 是同一个原因。",
    en="This cell belongs to no. {number} of the check result: one cause with {other}.",
)
_TODO = Text(zh="怎么改：{todo}", en="What to do: {todo}")
_SAME_ISSUE = Text(
    zh="与“校验结果”第 {number} 条是同一个问题：{message}",
    en="The same problem as no. {number} of the check result: {message}",
)
_SAME_PROBLEM = Text(
    zh="与 {other} 同样的问题，请看 {other}（“校验结果”第 {number} 条）。",
    en="The same problem as {other}: look there (no. {number} of the check result).",
)
_PART_OF_PROBLEM = Text(
    zh="与 {other} 的问题有关，请先看 {other}（“校验结果”第 {number} 条）。",
    en="Takes part in the problem of {other}: look there first (no. {number} of the check result).",
)
_MORE = Text(
    zh="另有 {count} 个问题，见“校验结果”表。", en="{count} more: see the sheet “Check result”."
)


@frozen
class Run:
    """A stretch of a comment's text."""

    text: str
    bold: bool = False


@frozen
class Reason:
    """Why a cell is marked, and what its comment says of it."""

    strength: int
    """0 is the strongest."""
    look: Look
    number: int
    """The number of the issue on the result sheet."""
    message: Text = NOTHING
    """Nothing where the colour alone is enough."""
    details: Text = NOTHING
    """Lines below."""
    is_main: bool = True
    """Whether the issue is about this cell, which otherwise only takes part in it."""


@frozen
class CellMark:
    look: Look
    framed: bool
    runs: tuple[Run, ...]


Reasons = dict[str, dict[Place, list[Reason]]]
"""By sheet and place."""


def collect(told: Iterable[Issue]) -> Reasons:
    """Every reason to mark a cell, for all cells that have a place in the workbook."""
    reasons: Reasons = defaultdict(lambda: defaultdict(list))
    for issue in told:
        for cell, reason in _with_few_comments(_reasons(issue)):
            place = place_of(cell.ref)
            if place is not None and cell.sheet:
                reasons[cell.sheet][place].append(reason)
    return reasons


def mark_of(reasons: Iterable[Reason], lang: Lang) -> CellMark:
    """One mark for all the reasons of a cell: the strongest gives the colour, the comment has them
    all."""
    ordered = sorted(reasons, key=lambda reason: (reason.strength, reason.number))
    look = ordered[0].look
    return CellMark(look, look is Look.CULPRIT, tuple(_runs(ordered, lang)))


def look_of(finding: Finding, main: bool = True) -> Look:
    """The colour of a finding's cells."""
    if finding.kind is Kind.INDICATOR:
        return Look.INDICATOR if main else Look.INDICATOR_RELATED
    return _LOOKS[finding.severity][not main]


def look_of_issue(issue: Issue) -> Look:
    """The colour of an issue on the result sheet: that of the cell to look at first."""
    if issue.is_located:
        return Look.CULPRIT
    return look_of(next(one for one in issue.findings if one.severity is issue.severity))


def _runs(reasons: Sequence[Reason], lang: Lang) -> Iterator[Run]:
    """The text of a comment, a paragraph for each reason that says something."""
    saying = list(dict.fromkeys(reason for reason in reasons if reason.message.zh))
    for place, reason in enumerate(saying[:_MOST_PARAGRAPHS]):
        if place:
            yield Run("\n\n")
        yield Run(reason.message.in_(lang), bold=reason.is_main)
        if reason.details.zh:
            yield Run("\n" + reason.details.in_(lang))
    if (more := len(saying) - _MOST_PARAGRAPHS) > 0:
        yield Run("\n\n" + _MORE.fill(count=more).in_(lang))


def _with_few_comments(reasons: Iterable[tuple[Cell, Reason]]) -> Iterator[tuple[Cell, Reason]]:
    """The reasons of an issue, of which the red cells and the first few others say something."""
    told: set[tuple[str, str]] = set()
    for cell, reason in reasons:
        place = cell.sheet, cell.ref
        says_something = reason.message.zh and reason.look is not Look.CULPRIT
        if says_something and len(told | {place}) > _MOST_TOLD:
            reason = replace(reason, message=NOTHING, details=NOTHING)
        elif says_something:
            told.add(place)
        yield cell, reason


def _reasons(issue: Issue) -> Iterator[tuple[Cell, Reason]]:
    if issue.is_located:
        yield from _located(issue)
    elif issue.culprits:
        yield from _one_of_several(issue)
    else:
        yield from _plain(issue)


# ---------------------------------------------------------------- the wrong cell is known
def _located(issue: Issue) -> Iterator[tuple[Cell, Reason]]:
    """The wrong cells, which alone are red, but for formulas that follow; of many that one slip put
    wrong, the first of each sheet says what it is, and the others that they belong to it and what
    to type. The cells that the findings are about are told where to look."""
    saying = _saying(issue.wrong)
    for culprit in issue.wrong:
        said = _LABEL.fill(word=phrases.SEVERITIES[issue.severity]) + issue.message
        details = _correction(issue, culprit)
        if culprit not in saying:
            other = phrases.where(issue.wrong[0].cell, culprit.cell.sheet)
            said = _SAME_SLIP.fill(number=issue.number, other=other)
            details = _HERE.fill(change=phrases.change_here(culprit))
        look = _LOOKS[issue.severity][1] if culprit.follows else Look.CULPRIT
        yield culprit.cell, Reason(0, look, issue.number, said, details)
    yield from _suspected(issue)
    yield from _innocent(issue)


def _saying(culprits: Sequence[Culprit]) -> Sequence[Culprit]:
    if len(culprits) <= _MOST_RELATED:
        return culprits
    return list({culprit.cell.sheet: culprit for culprit in reversed(culprits)}.values())


def _correction(issue: Issue, culprit: Culprit) -> Text:
    """What to type into this cell, and what goes away with it."""
    change = phrases.change_here(culprit)
    others = sum(not one.follows for one in issue.wrong) - 1
    sentence = _HERE_AND_THERE if others else _HERE
    return _lines([sentence.fill(change=change, count=others), issue.settled])


def _innocent(issue: Issue) -> Iterator[tuple[Cell, Reason]]:
    """The cells, other than those that may be wrong, that the findings are about."""
    suspected = {culprit.cell.key for culprit in issue.culprits}
    about = [finding.cells[0] for finding in issue.findings if finding.cells]
    others = {cell.key: cell for cell in about if cell.key not in suspected}
    for cell in others.values():
        look_at = phrases.where(issue.wrong[0].cell, cell.sheet)
        said = _INNOCENT.fill(cell=look_at, number=issue.number)
        yield cell, _taking_part(issue, said)


def _taking_part(issue: Issue, said: Text) -> Reason:
    look = _LOOKS[issue.severity][1]
    strength = _STRENGTH[issue.severity, False]
    return Reason(strength, look, issue.number, said, is_main=False)


# ---------------------------------------------------------------- one of several cells is wrong
def _one_of_several(issue: Issue) -> Iterator[tuple[Cell, Reason]]:
    """The cells one of which is wrong; and the cell in which it shows."""
    yield from _suspected(issue)
    suspected = {culprit.cell.key for culprit in issue.culprits}
    first = issue.first
    if first.cells and first.cells[0].key not in suspected:
        yield first.cells[0], _main(issue, first, issue.message, issue.todo)


def _suspected(issue: Issue) -> Iterator[tuple[Cell, Reason]]:
    """The cells that may be wrong; of many the likeliest say so."""
    saying = issue.alternatives
    for culprit in issue.culprits:
        if culprit.located:
            continue
        said = _one_of(issue, culprit) if culprit in saying else NOTHING
        details = _lines([_others(issue, culprit), issue.settled]) if said.zh else NOTHING
        yield culprit.cell, Reason(1, Look.SUSPECT, issue.number, said, details)


def _one_of(issue: Issue, culprit: Culprit) -> Text:
    word = phrases.SEVERITIES[issue.severity]
    return _ONE_OF_SEVERAL.fill(word=word, if_here=phrases.if_here(culprit))


def _others(issue: Issue, culprit: Culprit) -> Text:
    """The other cells that may be wrong, as they are spoken of on this cell's sheet."""
    suspected = [*issue.wrong, *issue.alternatives]
    others = [one.cell for one in suspected if one is not culprit]
    cells = [same(phrases.where(cell, culprit.cell.sheet)) for cell in others]
    return _OTHERS.fill(cells=join(cells, "、", ", ")) if cells else NOTHING


# ---------------------------------------------------------------- no cell is blamed
def _plain(issue: Issue) -> Iterator[tuple[Cell, Reason]]:
    """The cells that the findings are about say what to do; those that only take part say once
    where to look."""
    told: set[tuple[str, str]] = set()
    for finding in issue.findings:
        for cell in finding.cells[:1]:
            yield cell, _about(issue, finding, again=(cell.sheet, cell.ref) in told)
            told.add((cell.sheet, cell.ref))
    for finding in issue.findings:
        for cell in finding.cells[1:]:
            if (cell.sheet, cell.ref) not in told:
                told.add((cell.sheet, cell.ref))
                yield cell, _other(issue, finding, cell)


def _about(issue: Issue, finding: Finding, again: bool) -> Reason:
    """Of the cell that a finding is about; `again` where it has what to do already."""
    if finding is issue.first:
        return _main(issue, finding, finding.message, finding.todo)
    if again:
        return replace(
            _main(issue, finding, NOTHING, NOTHING), message=finding.message, is_main=False
        )
    said = _SAME_ISSUE.fill(number=issue.number, message=finding.message)
    return _main(issue, finding, said, finding.todo)


def _main(issue: Issue, finding: Finding, said: Text, todo: Text) -> Reason:
    """Of the cell that a finding is about, as grave as its issue."""
    label = _LABEL.fill(word=issue.word)
    details = _TODO.fill(todo=todo) if todo.zh else NOTHING
    look = look_of(replace(finding, severity=issue.severity))
    return Reason(_STRENGTH[issue.severity, True], look, issue.number, label + said, details)


def _other(issue: Issue, finding: Finding, cell: Cell) -> Reason:
    """Of a further cell of a finding: it has the same fault, or only takes part; of a note the
    colour is enough."""
    alike = finding.kind in _ALIKE
    silent = len(finding.cells) - 1 > _MOST_RELATED or issue.severity is Severity.INFO
    sentence = _SAME_PROBLEM if alike else _PART_OF_PROBLEM
    other = phrases.where(finding.cells[0], cell.sheet)
    said = NOTHING if silent else sentence.fill(other=other, number=issue.number)
    strength, look = _STRENGTH[finding.severity, alike], look_of(finding, alike)
    return Reason(strength, look, issue.number, said, is_main=False)


def _lines(lines: Iterable[Text]) -> Text:
    """Each of the lines that say something, on a line of its own."""
    return join([line for line in lines if line.zh], "\n", "\n")
