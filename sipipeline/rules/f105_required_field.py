from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.completeness import unanswered
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem


def judge(evidence: Evidence) -> Iterator[Problem]:
    for field in evidence.standard.cover:
        key = f"cover.{field.key}"
        if field.required and evidence.completeness.is_blank("cover", field):
            said = evidence.submission.text(key)
            yield Problem((key,), unanswered(evidence.standard.label(key), said), said or None)


RULE = JudgingRule(
    code="F105",
    name="required-field",
    kind=Kind.MISSING,
    severity=Severity.ERROR,
    title=Text(zh="封面必填项已填", en="The required fields of the cover are filled in"),
    why=Text(
        zh="没有填报单位和年度，就不知道是谁哪一年的数据。",
        en="Without unit and year nobody knows whose figures these are, and of which year.",
    ),
    todo=Text(zh="在封面补填。", en="Fill it in on the cover."),
    passing={
        "cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"},
        "accounts": {"work_injury": {"income": {"actual": 1}}},
    },
    failing={
        "cover": {"year": 2020, "money_unit": "万元"},
        "accounts": {"work_injury": {"income": {"actual": 1}}},
    },
    judge=judge,
)
