from collections.abc import Iterator, Sequence

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Note, Noted
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem, notes_by_sheet

CELLS = Text(
    zh="工作表“{sheet}”的 {refs} 在隐藏的行或列里，填了内容，照样参加核对。",
    en="Filled in where rows or columns are hidden, on sheet “{sheet}”: {refs}; checked as well.",
)
SHEET = Text(
    zh="工作表“{sheet}”是隐藏的，里面填了 {count} 格，照样参加核对。",
    en="Sheet “{sheet}” is hidden; its {count} {count:cell was|cells were} checked all the same.",
)
MORE = Text(zh="{refs} 等 {count} 格", en="{refs} and others, {count} in all")
MOST = 6


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each sheet, with all of its cells."""
    for sheet, notes in notes_by_sheet(evidence.submission, Noted.HIDDEN):
        first = notes[0]
        is_sheet = first.detail == "sheet"
        message = (
            SHEET.fill(sheet=sheet, count=len(notes))
            if is_sheet
            else CELLS.fill(sheet=sheet, refs=_refs(notes))
        )
        yield Problem(
            tuple(note.key for note in notes),
            message,
            stated=first.raw,
            place=(sheet, first.ref, first.raw),
        )


def _refs(notes: Sequence[Note]) -> Text | str:
    refs = ", ".join(note.ref for note in notes[:MOST])
    return refs if len(notes) <= MOST else MORE.fill(refs=refs, count=len(notes))


RULE = JudgingRule(
    code="F115",
    name="filled-in-where-it-is-seen",
    kind=Kind.FORMAT,
    severity=Severity.INFO,
    title=Text(zh="填的内容都看得见", en="What is filled in can be seen"),
    why=Text(
        zh="隐藏的行、列、工作表里的数看不见，却照样计入合计。",
        en="A figure in a hidden row, column or sheet is not seen, but counts.",
    ),
    todo=Text(
        zh="取消隐藏，看看这些内容该不该填；不该填的清空，该填的可以不管。",
        en="Unhide them and look: clear what should not be there; the rest may stay.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={
        "notes": [
            {
                "what": "hidden",
                "sheet": "工伤",
                "ref": "D12",
                "key": "accounts.work_injury.interest.actual",
                "raw": 110,
            }
        ]
    },
    judge=judge,
)
