from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Noted
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

MISSING = Text(
    zh="工作簿里没有模板的版本标记，按“{standard}”第 {current} 版核对。",
    en="The workbook does not say of which version its template is; it was held to {standard}, "
    "version {current}.",
)
UNKNOWN = Text(
    zh="工作簿的模板是“{template}”，不是所核对的“{standard}”，可能有些格对不上。",
    en="The template of the workbook is “{template}”, not {standard}, to which it was held; some "
    "cells may not fit.",
)
OLDER = Text(
    zh="工作簿用的是“{standard}”第 {version} 版模板，现行的是第 {current} 版。",
    en="The workbook is made of version {version} of the template of {standard}; the current one "
    "is version {current}.",
)
NEWER = Text(
    zh="工作簿用的是“{standard}”第 {version} 版模板，比程序认识的第 {current} 版新，"
    "可能有些格没有核对。",
    en="The workbook is made of version {version} of the template of {standard}, newer than "
    "version {current}, which the program knows; some cells may not be checked.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    for note in evidence.submission.notes:
        if note.what == Noted.TEMPLATE:
            yield _problem(str(note.raw), evidence)


def _problem(template: str, evidence: Evidence) -> Problem:
    standard = evidence.standard
    name, _, version = template.partition("/")
    severity = Severity.WARNING
    if not template:
        severity, message = Severity.INFO, MISSING
    elif name != standard.id or not version.isdecimal():
        message = UNKNOWN
    elif int(version[:9]) > standard.version:
        message = NEWER
    else:
        severity, message = Severity.INFO, OLDER
    filled = message.fill(
        template=template, version=version, standard=standard.name, current=standard.version
    )
    return Problem((), filled, severity=severity)


RULE = JudgingRule(
    code="F123",
    name="template-version",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(zh="所用模板是现行版本", en="The template is the current one"),
    why=Text(
        zh="模板换版时会增减科目和填报位置，用别的版本填，有些数可能对不上。",
        en="Items and places change with the version; figures of another one may not fit.",
    ),
    todo=Text(
        zh="请用现行的模板填报；确实用的是现行模板的，请告诉审核人员。",
        en="Please use the current template; if it is the current one, tell the reviewer.",
    ),
    passing=account("work_injury", income={"actual": 1}),
    failing={"notes": [{"what": "template", "raw": "2019/1"}]},
    judge=judge,
)
