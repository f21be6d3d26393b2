"""Which cells get a mark, how strong it is and what its comment says."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sipipeline.annotation.colours import Look
from sipipeline.core.findings import Cell, Culprit, FileResult, Finding, Kind, Severity
from sipipeline.core.text import Lang, Text
from sipipeline.reports import phrases
from sipipeline.reports.order import blocks
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
_RELATED_COMMENTS = 10
"""A finding over more cells than this gets a comment on its first cell only."""
_FIGURE = re.compile(r"[0-9][0-9,.]*")
_MOST_FAULTS = 5
_MOST_RELATIONS = 3
"""Findings that the comment on one cell explains; the result sheet has all."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a comment's text."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell is marked: it probably holds the error, a finding is about it, or it takes part in
    one."""

    strength: int
    look: Look
    finding: Finding
    number: int
    """The finding's number on the result sheet."""
    main: bool = True
    """Whether the finding is about this cell, which otherwise only takes part in it."""
    culprit: Culprit | None = None
    commented: bool = True
    """Whether it is worth a line of its own in the comment."""


@dataclass(frozen=True, slots=True)
class Mark:
    look: Look
    framed: bool
    runs: tuple[Run, ...]


Reasons = dict[str, dict[Place, list[Reason]]]
"""By sheet and place."""


def collect(result: FileResult) -> Reasons:
    """Every reason to mark a cell, for all cells that have a place in the workbook."""
    reasons: Reasons = defaultdict(lambda: defaultdict(list))
    for block in blocks(result.findings):
        for item in block.findings:
            for cell, reason in _reasons(item.finding, item.number):
                place = place_of(cell.ref)
                if place is not None and cell.sheet:
                    reasons[cell.sheet][place].append(reason)
    return reasons


def mark_of(reasons: list[Reason], sheet: str, lang: Lang) -> Mark:
    """One mark for all the reasons of a cell: the strongest gives the colour, the comment has them
    all."""
    reasons = sorted(reasons, key=lambda reason: (reason.strength, reason.number))
    strongest = reasons[0]
    return Mark(strongest.look, strongest.look is Look.CULPRIT, tuple(_runs(reasons, sheet, lang)))


def look_of(finding: Finding, main: bool = True) -> Look:
    """The colour of a finding's cells."""
    if finding.kind is Kind.INDICATOR:
        return Look.INDICATOR if main else Look.INDICATOR_RELATED
    return _LOOKS[finding.severity][not main]


def _reasons(finding: Finding, number: int) -> Iterator[tuple[Cell, Reason]]:
    crowded = len(finding.cells) - 1 > _RELATED_COMMENTS
    for culprit in finding.culprits:
        possible = culprit.confidence == "possible"
        look = Look.SUSPECT if possible else Look.CULPRIT
        yield culprit.cell, Reason(int(possible), look, finding, number, culprit=culprit)
    for place, cell in enumerate(finding.cells):
        main = place == 0
        alike = main or finding.kind in _ALIKE
        strength, look = _STRENGTH[finding.severity, alike], look_of(finding, alike)
        commented = main or not crowded
        yield cell, Reason(strength, look, finding, number, main, commented=commented)


def _runs(reasons: list[Reason], sheet: str, lang: Lang) -> Iterator[Run]:
    paragraphs = [
        *_suspicions(reasons, sheet, lang),
        *_faults(reasons, lang),
        *_relations(reasons, sheet, lang),
    ]
    for paragraph in paragraphs:
        if paragraph is not paragraphs[0]:
            yield Run("\n\n")
        yield from paragraph


def _suspicions(reasons: list[Reason], sheet: str, lang: Lang) -> Iterator[list[Run]]:
    suspected = [reason for reason in reasons if reason.culprit is not None]
    if not suspected or suspected[0].culprit is None:
        return
    effect = _effect(suspected, sheet)
    paragraph = [Run(phrases.suspicion(suspected[0].culprit, lang), bold=True)]
    if effect.zh:
        paragraph.append(Run("\n" + effect.in_(lang)))
    yield paragraph


def _effect(suspected: list[Reason], sheet: str) -> Text:
    """What correcting a cell does for the findings that it explains."""
    culprit, finding = suspected[0].culprit, suspected[0].finding
    assert culprit is not None
    numbers = sorted({reason.number for reason in suspected})
    if len(numbers) == 1:
        if not finding.cells or finding.cells[0].key == culprit.cell.key:
            return Text(zh="", en="")
        first = phrases.where(finding.cells[0], sheet)
        return Text(
            zh=f"{first} 的问题多半由此引起。", en=f"It probably causes the problem in {first}."
        )
    which = phrases.numbered(numbers)
    together = [cell for cell in finding.culprits if cell.confidence == culprit.confidence]
    if (more := len(together) - 1) > 0:
        return Text(
            zh=f"与另外 {more} 格一起改正后，“校验结果”表中第 {which.zh} 条会一并消除。",
            en=f"Correcting it and {more} others settles no. {which.en} of the check result.",
        )
    return Text(
        zh=f"改正后，“校验结果”表中第 {which.zh} 条会一并消除。",
        en=f"Correcting it settles no. {which.en} of the check result.",
    )


def _faults(reasons: list[Reason], lang: Lang) -> Iterator[list[Run]]:
    faults = [reason for reason in reasons if reason.main and reason.culprit is None]
    for number, reason in enumerate(faults[:_MOST_FAULTS], 1):
        word = phrases.SEVERITIES[reason.finding.severity]
        label = Text(zh=f"【{word.zh}】", en=f"[{word.en}] ").in_(lang)
        if len(faults) > 1:
            label = f"{number}. {label}"
        message = Run(label + reason.finding.message.in_(lang), bold=True)
        yield [message, Run(_details(reason, lang))]
    if (more := len(faults) - _MOST_FAULTS) > 0:
        text = Text(
            zh=f"另有 {more} 个问题，见“校验结果”表。",
            en=f"{more} more: see the sheet “Check result”.",
        )
        yield [Run(text.in_(lang))]


def _details(reason: Reason, lang: Lang) -> str:
    finding = reason.finding
    lines = [_figures(finding, lang)]
    if todo := finding.todo.in_(lang):
        lines.append(Text(zh=f"怎么改：{todo}", en=f"What to do: {todo}").in_(lang))
    elsewhere = finding.culprits and finding.culprits[0].cell.key != finding.cells[0].key
    if elsewhere and finding.culprits[0].confidence != "possible":
        other = phrases.where(finding.culprits[0].cell, finding.cells[0].sheet)
        lines.append(
            Text(
                zh=f"多半是 {other} 填错了，先看那里。",
                en=f"Probably {other} is wrong: look there first.",
            ).in_(lang)
        )
    return "".join(f"\n{line}" for line in lines if line)


def _figures(finding: Finding, lang: Lang) -> str:
    was = phrases.stated(finding, lang)
    parts = [Text(zh=f"填报 {was}", en=f"Filled in: {was}").in_(lang)] if was else []
    parts += filter(None, (phrases.expectation(finding, lang), phrases.difference(finding, lang)))
    message, expected = finding.message.in_(lang), phrases.expected(finding, lang)
    if len(parts) < 2 or _names_figures(message, was, expected):
        return ""
    return Text(zh="，", en=", ").in_(lang).join(parts) + Text(zh="。", en=".").in_(lang)


def _names_figures(message: str, was: str, expected: str) -> bool:
    """Whether the message itself names these figures."""
    return was in message and all(figure in message for figure in _FIGURE.findall(expected))


def _relations(reasons: list[Reason], sheet: str, lang: Lang) -> Iterator[list[Run]]:
    explained = {reason.number for reason in reasons if reason.main or reason.culprit is not None}
    related = {
        reason.number: reason
        for reason in reasons
        if reason.commented and reason.number not in explained
    }
    if not related:
        return
    shown = list(related.values())[:_MOST_RELATIONS]
    lines = [_relation(reason, sheet, lang) for reason in shown]
    if len(related) > _MOST_RELATIONS:
        lines.append(
            Text(
                zh=f"等 {len(related)} 处，见“校验结果”表。",
                en=f"{len(related)} in all: see “Check result”.",
            ).in_(lang)
        )
    yield [Run("\n".join(lines))]


def _relation(reason: Reason, sheet: str, lang: Lang) -> str:
    finding = reason.finding
    other, message = phrases.where(finding.cells[0], sheet), finding.message.in_(lang)
    if finding.kind in _ALIKE:
        return Text(
            zh=f"与 {other} 同样的问题：{message}", en=f"Same problem as {other}: {message}"
        ).in_(lang)
    return Text(
        zh=f"与 {other} 的问题有关：{message}", en=f"Part of the problem in {other}: {message}"
    ).in_(lang)
