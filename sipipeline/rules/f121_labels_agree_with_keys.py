from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Note, Noted
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="工作表“{sheet}”中看得见的名称与模板的位置不符：{places}。{outcome}",
    en="On sheet “{sheet}”, visible labels are not those of the template: {places}. {outcome}",
)
PLACE = Text(
    zh="{ref} 应是“{name}”，写的是“{label}”", en="{ref} should be “{name}”, says “{label}”"
)
MORE = Text(zh="等 {count} 处", en="{count} in all")
MOST = 4

OUTCOMES: Mapping[Noted, tuple[Severity, Text]] = {
    Noted.LABELS_SHIFTED: (
        Severity.ERROR,
        Text(
            zh="分不清哪个数属于哪一项，这些数没有参加核对。",
            en="Nobody can say which figure belongs where, so these were not checked.",
        ),
    ),
    Noted.LABEL_OF_ANOTHER: (
        Severity.WARNING,
        Text(
            zh="这些数已按看得见的名称核对，请确认。",
            en="These figures were taken as labelled; please make sure that they are.",
        ),
    ),
    Noted.LABEL_UNKNOWN: (
        Severity.WARNING,
        Text(
            zh="这些数仍按模板的位置核对，请确认。",
            en="These figures were still taken for what the template asks there; please make sure.",
        ),
    ),
}
"""How bad the kinds of notes are, the worst first, and what became of the figures."""


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each sheet, with all of its labels."""
    by_sheet: dict[str, list[Note]] = defaultdict(list)
    for note in evidence.submission.notes:
        if note.what in OUTCOMES:
            by_sheet[note.sheet].append(note)
    for sheet, notes in by_sheet.items():
        kinds = {note.what for note in notes}
        worst = next(kind for kind in OUTCOMES if kind in kinds)
        severity, outcome = OUTCOMES[worst]
        places = _places(notes, evidence.standard)
        message = MESSAGE.fill(sheet=sheet, places=places, outcome=outcome)
        first = notes[0]
        yield Problem(
            ("",),
            message,
            severity=severity,
            stated=first.raw,
            place=(sheet, first.ref, first.raw),
        )


def _places(notes: Sequence[Note], standard: Standard) -> Text:
    texts = [
        PLACE.fill(ref=note.ref, name=_name(note, standard), label=str(note.raw))
        for note in notes[:MOST]
    ]
    if len(notes) > MOST:
        texts.append(MORE.fill(count=len(notes)))
    return join(texts, "；", "; ")


def _name(note: Note, standard: Standard) -> Text:
    """What the row or column of a note is called on the form."""
    field = standard.field(note.key)
    if field is None:
        return standard.label(note.key)
    is_column = note.detail == "column" or field.row is None
    return field.column.name if is_column else field.row or field.column.name


RULE = JudgingRule(
    code="F121",
    name="labels-agree-with-keys",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(
        zh="每行、每栏的名称都是模板的名称", en="Rows and columns are called as on the template"
    ),
    why=Text(
        zh="移动了单元格或改了名称，名称和模板的位置就对不上，数会被当成别的科目。",
        en="Where cells were moved or labels changed, a figure may be taken for another item.",
    ),
    todo=Text(
        zh="把数填回下发的模板中名称相同的那一行、那一栏，不要移动单元格，也不要改名称。",
        en="Copy the figures into a fresh template, each beside its own label; move no cells.",
    ),
    passing={"accounts": {"work_injury": {"income": {"actual": 1}}}},
    failing={
        "notes": [
            {
                "what": "labels_shifted",
                "sheet": "工伤",
                "ref": "B9",
                "key": "accounts.work_injury.contributions.actual",
                "raw": "收入小计",
                "detail": "row",
            }
        ]
    },
    judge=judge,
)
