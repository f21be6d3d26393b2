"""Which cells get a mark, how strong it is and what its comment says."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sipipeline.annotation.colours import Look
from sipipeline.core.findings import Cell, Culprit, FileResult, Finding, Kind, Severity
from sipipeline.core.text import Lang, Text, join, same
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
_CAUSES = Text(zh="{first} 的问题多半由此引起。", en="It probably causes the problem in {first}.")
_SAME_PROBLEM = Text(zh="与 {other} 同样的问题：{message}", en="Same problem as {other}: {message}")
_PART_OF_PROBLEM = Text(
    zh="与 {other} 的问题有关：{message}", en="Part of the problem in {other}: {message}"
)
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
class Passage:
    """What becomes a run in the language of the comment."""

    text: Text
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
    passages = _passages(reasons, sheet)
    runs = tuple(Run(passage.text.in_(lang), passage.bold) for passage in passages)
    return Mark(strongest.look, strongest.look is Look.CULPRIT, runs)


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


def _passages(reasons: list[Reason], sheet: str) -> Iterator[Passage]:
    """The text of a comment; its paragraphs are parted by blank lines."""
    paragraphs = [
        *_suspicions(reasons, sheet),
        *_faults(reasons),
        *_relations(reasons, sheet),
    ]
    for paragraph in paragraphs:
        if paragraph is not paragraphs[0]:
            yield Passage(same("\n\n"))
        yield from paragraph


def _suspicions(reasons: list[Reason], sheet: str) -> Iterator[list[Passage]]:
    suspected = [reason for reason in reasons if reason.culprit is not None]
    if not suspected or suspected[0].culprit is None:
        return
    paragraph = [Passage(phrases.suspicion(suspected[0].culprit), bold=True)]
    effect = _effect(suspected, suspected[0].culprit, sheet)
    if effect.zh:
        paragraph.append(Passage(same("\n") + effect))
    yield paragraph


def _effect(suspected: list[Reason], culprit: Culprit, sheet: str) -> Text:
    """What correcting a cell does for the findings that it explains."""
    finding = suspected[0].finding
    numbers = sorted({reason.number for reason in suspected})
    if len(numbers) == 1:
        return _cause_of(finding, culprit, sheet)
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


def _cause_of(finding: Finding, culprit: Culprit, sheet: str) -> Text:
    """Where a culprit causes the problem of another cell; nothing where the finding is its own."""
    if not finding.cells or finding.cells[0].key == culprit.cell.key:
        return Text(zh="", en="")
    first = phrases.where(finding.cells[0], sheet)
    return _CAUSES.fill(first=first)


def _faults(reasons: list[Reason]) -> Iterator[list[Passage]]:
    faults = [reason.finding for reason in reasons if reason.main and reason.culprit is None]
    for number, finding in enumerate(faults[:_MOST_FAULTS], 1):
        word = phrases.SEVERITIES[finding.severity]
        label = Text(zh=f"【{word.zh}】", en=f"[{word.en}] ")
        if len(faults) > 1:
            label = same(f"{number}. ") + label
        yield [Passage(label + finding.message, bold=True), Passage(_details(finding))]
    if (more := len(faults) - _MOST_FAULTS) > 0:
        text = Text(
            zh=f"另有 {more} 个问题，见“校验结果”表。",
            en=f"{more} more: see the sheet “Check result”.",
        )
        yield [Passage(text)]


def _details(finding: Finding) -> Text:
    """The figures of a finding, what to do, and where to look first, each in a line."""
    lines = [_figures(finding)]
    if finding.todo.zh:
        lines.append(Text(zh=f"怎么改：{finding.todo.zh}", en=f"What to do: {finding.todo.en}"))
    if _is_caused_elsewhere(finding):
        other = phrases.where(finding.culprits[0].cell, finding.cells[0].sheet)
        lines.append(
            Text(
                zh=f"多半是 {other} 填错了，先看那里。",
                en=f"Probably {other} is wrong: look there first.",
            )
        )
    return Text(zh=_in_lines(line.zh for line in lines), en=_in_lines(line.en for line in lines))


def _in_lines(lines: Iterable[str]) -> str:
    """Each of the lines that say something, on a line of its own."""
    return "".join(f"\n{line}" for line in lines if line)


def _is_caused_elsewhere(finding: Finding) -> bool:
    """Whether another cell than that of the finding is probably wrong."""
    if not finding.culprits or finding.culprits[0].confidence == "possible":
        return False
    return finding.culprits[0].cell.key != finding.cells[0].key


def _figures(finding: Finding) -> Text:
    return Text(zh=_figures_in(finding, "zh"), en=_figures_in(finding, "en"))


def _figures_in(finding: Finding, lang: Lang) -> str:
    """What was filled in, what it should be and by how much it misses; "" where the message says
    so."""
    was, wanted = phrases.stated(finding).in_(lang), phrases.expected(finding).in_(lang)
    parts = [Text(zh=f"填报 {was}", en=f"Filled in: {was}")] if was else []
    parts += [phrases.expectation(finding), phrases.difference(finding)]
    parts = [part for part in parts if part.zh]
    if len(parts) < 2 or _names_figures(finding.message.in_(lang), was, wanted):
        return ""
    return (join(parts, "，", ", ") + Text(zh="。", en=".")).in_(lang)


def _names_figures(message: str, was: str, expected: str) -> bool:
    """Whether the message itself names these figures."""
    return was in message and all(figure in message for figure in _FIGURE.findall(expected))


def _relations(reasons: list[Reason], sheet: str) -> Iterator[list[Passage]]:
    """The findings that the cell takes part in, unless a paragraph before is about them."""
    related = _related(reasons)
    lines = [_relation(finding, sheet) for finding in related[:_MOST_RELATIONS]]
    if len(related) > _MOST_RELATIONS:
        lines.append(
            Text(
                zh=f"等 {len(related)} 处，见“校验结果”表。",
                en=f"{len(related)} in all: see “Check result”.",
            )
        )
    if lines:
        yield [Passage(join(lines, "\n", "\n"))]


def _related(reasons: list[Reason]) -> list[Finding]:
    """The findings that a cell only takes part in, each once."""
    findings = {reason.number: reason.finding for reason in reasons if reason.commented}
    for reason in reasons:
        if reason.main or reason.culprit is not None:
            findings.pop(reason.number, None)
    return list(findings.values())


def _relation(finding: Finding, sheet: str) -> Text:
    other, message = phrases.where(finding.cells[0], sheet), finding.message
    sentence = _SAME_PROBLEM if finding.kind in _ALIKE else _PART_OF_PROBLEM
    return sentence.fill(other=other, message=message)
