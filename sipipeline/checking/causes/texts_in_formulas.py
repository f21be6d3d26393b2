"""Texts where formulas want figures, as a dash for none or a number that is kept as a text: the
formulas that cannot add them are right, and are one cause with the texts of their sheet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording import shown
from sipipeline.core.figures import as_cell_holds
from sipipeline.core.findings import Cell, Culprit, Finding, Kind, Shown
from sipipeline.core.submission import Noted, Submission
from sipipeline.core.text import Text, join, same
from sipipeline.rules import f101_unreadable_figure
from sipipeline.xlsx.sums_of_cells import CellOfBook, cells_named

_RULE = f101_unreadable_figure.RULE.code
_FAILED = "#VALUE!"
"""What a formula shows that cannot add a text."""
WHY = Text(
    zh="{sheet} {texts}是文本，不是数字，公式加不了，有 {count} 格因此显示“#VALUE!”",
    en="{sheet}, {texts}: texts and no numbers, which formulas cannot add, so that {count} "
    "{count:cell shows|cells show} “#VALUE!”",
)
SAID = Text(zh="{refs} 填的“{raw}”", en="“{raw}” in {refs}")

Texts = Mapping[CellOfBook, tuple[Cell, float]]
"""Texts by their place, each with the figure that it stands for."""


def with_texts_in_formulas(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those of formulas that fail because of texts are one cause with the texts, for
    each sheet that these are on."""
    result, numbers = list(findings), fresh_numbers(findings)
    for to_blame, formulas in _causes(findings, submission):
        culprits, number = _culprits(to_blame, len(formulas), submission), next(numbers)
        for place, finding in enumerate(result):
            if _is_about(finding, formulas):
                result[place] = joined(finding, number, culprits)
    return result


def _causes(
    findings: Sequence[Finding], submission: Submission
) -> Iterator[tuple[Texts, Sequence[str]]]:
    """The texts of each sheet that formulas fail because of, and these formulas."""
    failed = [one.cells[0].key for one in findings if _has_failed(one, submission)]
    texts = _texts(submission) if failed else {}
    to_blame = {key: _named(key, failed, texts, submission) for key in failed}
    by_sheet: dict[str, list[str]] = defaultdict(list)
    for key, cells in to_blame.items():
        if cells:
            by_sheet[min(cells)[0]].append(key)
    for formulas in by_sheet.values():
        named = set[CellOfBook]().union(*(to_blame[key] for key in formulas))
        yield {place: texts[place] for place in texts if place in named}, formulas


def _has_failed(finding: Finding, submission: Submission) -> bool:
    """Whether a finding tells of a formula that cannot add a text, and no cause is known of it."""
    is_open = finding.rule == _RULE and finding.group is None
    key = finding.cells[0].key if is_open and finding.cells else ""
    return key in submission.formulas and finding.stated == _FAILED


def _texts(submission: Submission) -> Texts:
    """The texts in places of figures that can be read as figures, or say that there is none."""
    found: dict[CellOfBook, tuple[Cell, float]] = {}
    for key, claim in submission.claims.items():
        if isinstance(claim.raw, str) and isinstance(claim.value, float):
            found[claim.sheet, claim.ref] = submission.cell(key), claim.value
    for note in submission.notes:
        if note.what is Noted.BLANK_WORD and not note.detail:
            found[note.sheet, note.ref] = Cell(note.key, note.sheet, note.ref, note.raw), 0.0
    return found


def _named(
    key: str, failed: Sequence[str], texts: Texts, submission: Submission
) -> set[CellOfBook]:
    """The texts that a formula names, or other formulas that it names and that fail too."""
    at = {submission.places[one]: one for one in failed}
    left, seen, found = [key], {key}, set[CellOfBook]()
    while left:
        one = left.pop()
        cells = cells_named(submission.formulas[one], submission.places[one][0])
        found |= cells & texts.keys()
        beyond = {at[cell] for cell in cells if cell in at} - seen
        seen |= beyond
        left += beyond
    return found


def _is_about(finding: Finding, formulas: Sequence[str]) -> bool:
    """Whether a finding without a cause tells of a formula that fails, or that a sum lacks it."""
    if finding.group is not None:
        return False
    if finding.rule == _RULE:
        return finding.cells[0].key in formulas
    return finding.kind is Kind.MISSING and any(one.key in formulas for one in finding.cells[1:])


def _culprits(texts: Texts, count: int, submission: Submission) -> tuple[Culprit, ...]:
    sheet = same(next(iter(texts))[0])
    why = WHY.fill(sheet=sheet, texts=join([*_said(texts)], "、", ", "), count=count)
    return tuple(_culprit(cell, meant, why, submission) for cell, meant in texts.values())


def _said(texts: Texts) -> Iterator[Text]:
    """What stands in which cells."""
    refs: dict[str, list[str]] = defaultdict(list)
    for cell, _ in texts.values():
        refs[str(cell.value).strip()].append(cell.ref)
    return (SAID.fill(refs=same("、".join(every)), raw=same(raw)) for raw, every in refs.items())


def _culprit(cell: Cell, meant: float, why: Text, submission: Submission) -> Culprit:
    brief = Shown(
        same(str(cell.value)), same(shown.figure(meant, shown.form_of(cell.key, submission)))
    )
    return Culprit(
        cell,
        as_cell_holds(meant),
        why,
        "certain",
        (meant, meant),
        submission.standard.label(cell.key),
        brief,
        together=True,
    )
