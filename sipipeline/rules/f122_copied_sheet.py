from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

DIFFERENT = Text(
    zh="工作表“{sheet}”是“{original}”的副本，{count} 格不同，没有参加核对：删去一张。",
    en="Sheet “{sheet}” is a copy of “{original}” with {count} different cells, and was not "
    "checked: delete one of them.",
)
EQUAL = Text(
    zh="工作表“{sheet}”是“{original}”的副本，内容相同，不影响核对。",
    en="Sheet “{sheet}” is a copy of “{original}” with the same content; nothing depends on it.",
)
HOLLOW = Text(
    zh="工作表“{sheet}”几乎是空的，数填在它的副本“{original}”里，已按“{original}”核对。",
    en="Sheet “{sheet}” has next to nothing in it; its copy “{original}” is filled in, and was "
    "checked instead.",
)
MOVE = Text(
    zh="把“{original}”的数整块复制到“{sheet}”的相同位置，再删去“{original}”，数不用改。",
    en="Copy the figures of “{original}” as a block to the same place of “{sheet}”, and delete "
    "“{original}”; the figures stay as they are.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    for note in evidence.submission.notes:
        if note.what == Noted.COPY:
            message = DIFFERENT if note.raw else EQUAL
            yield Problem(
                ("",),
                message.fill(sheet=note.sheet, original=note.detail, count=note.raw),
                severity=None if note.raw else Severity.INFO,
                place=(note.sheet, "", None),
            )
        elif note.what == Noted.HOLLOW:
            names = {"sheet": note.sheet, "original": note.detail}
            yield Problem(
                ("",), HOLLOW.fill(**names), todo=MOVE.fill(**names), place=(note.sheet, "", None)
            )


RULE = JudgingRule(
    code="F122",
    name="copied-sheet",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(zh="每张表只有一份", en="Every sheet is there once"),
    why=Text(
        zh="复制出来的表与原表各填各的，只能以一张为准：填了数、名称与模板相同的那张，"
        "否则与基金汇总相符的那张。",
        en="Of a sheet and its copy one counts: the one that is filled in and named as on the "
        "template, else the one that fits the totals.",
    ),
    todo=Text(
        zh="只留一张填得对的表，名称用模板的名称，其余删去。",
        en="Keep the right one under the template's name, and delete the others.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"notes": [{"what": "copy", "sheet": "工伤 (2)", "raw": 108, "detail": "工伤"}]},
    judge=judge,
)
