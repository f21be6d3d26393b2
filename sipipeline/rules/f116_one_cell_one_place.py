from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Note, Noted
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem, notes_by_sheet, seen

COUNTS = Text(
    zh="{first} 是合并的单元格，其中的“{raw}”对它跨的每一行都算：{refs} 也按它核对。",
    en="{first} is a merged cell; its “{raw}” counts for each row it spans, for {refs} as well.",
)
ONCE = Text(
    zh="{first} 是合并的单元格，其中的“{raw}”只算在 {first}；{refs} 按空白处理。",
    en="{first} is a merged cell; its “{raw}” counts for {first} alone, and {refs} are blank.",
)
SPLIT = Text(
    zh="取消合并，每一格各填各的数。", en="Split the cell and write each figure in its own."
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each merged cell."""
    for sheet, notes in notes_by_sheet(evidence.submission, Noted.MERGED):
        by_cell: dict[str, list[Note]] = {}
        for note in notes:
            by_cell.setdefault(note.detail, []).append(note)
        for detail, of_cell in by_cell.items():
            first, _, counts = detail.partition(" ")
            refs = ", ".join(note.ref for note in of_cell)
            raw, as_seen = of_cell[0].raw, seen(of_cell[0], evidence.submission.standard)
            yield Problem(
                tuple(note.key for note in of_cell),
                (COUNTS if counts else ONCE).fill(first=first, raw=as_seen, refs=refs),
                stated=raw,
                place=(sheet, first, raw),
                todo=None if counts else SPLIT,
            )


RULE = JudgingRule(
    code="F116",
    name="one-cell-one-place",
    kind=Kind.FORMAT,
    severity=Severity.INFO,
    title=Text(zh="一格填一处的内容", en="A cell fills in one place"),
    why=Text(
        zh="合并的单元格跨了几个填报位置，说明它是怎么算的。",
        en="A merged cell spans several places of the form; this says how it counts.",
    ),
    todo=Text(
        zh="各行确实相同的，可以不管；不同的，取消合并后分别填写。",
        en="Nothing to do where the rows are alike; otherwise split the cell and fill in each.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={
        "notes": [
            {
                "what": "merged",
                "sheet": "绩效自评表",
                "ref": "G16",
                "key": "indicators.3.actual",
                "raw": "99.5%",
                "detail": "G15 counts",
            }
        ]
    },
    judge=judge,
)
