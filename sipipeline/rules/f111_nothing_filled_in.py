from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="各险种表和基金汇总都没有填数。",
    en="No fund's sheet has a figure, and neither has the total.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    unread = any(keys.is_account(note.key) for note in evidence.submission.notes)
    if not evidence.submission.accounts and not unread:
        yield Problem((), MESSAGE)


RULE = JudgingRule(
    code="F111",
    name="nothing-filled-in",
    kind=Kind.MISSING,
    severity=Severity.ERROR,
    title=Text(zh="至少填报了一个险种", en="At least one fund is reported"),
    why=Text(
        zh="一个险种的数都没有，等于没有填报。",
        en="Without the figures of any fund nothing has been reported.",
    ),
    todo=Text(
        zh="在本单位开展的险种表中填报数据，保存后重新报送。",
        en="Fill in the sheets of the funds that your unit runs, save, and send the file again.",
    ),
    passing={"accounts": {"work_injury": {"income": {"actual": 1}}}},
    failing={"cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"}},
    judge=judge,
)
