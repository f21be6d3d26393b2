from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text, join
from sipipeline.evidence.completeness import unanswered
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import JudgingRule, Problem

NO_COVER = Text(
    zh="工作簿里没有“{sheet}”这张表：{fields}都不知道。",
    en="The workbook has no sheet {sheet}: {fields} are not known.",
)
COPY_COVER = Text(
    zh="从下发的模板把工作表“{sheet}”复制到这个工作簿，再填写。",
    en="Copy the sheet {sheet} from the blank form into this workbook and fill it in.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    """A problem for each such field that is blank, one for all where there is no cover."""
    if not evidence.submission.has_part("cover"):
        yield _no_cover(evidence.standard)
        return
    for field in evidence.standard.cover:
        key = f"cover.{field.key}"
        if field.required and evidence.completeness.is_blank("cover", field):
            said = evidence.submission.text(key)
            yield Problem((key,), unanswered(evidence.standard.label(key), said), said or None)


def _no_cover(standard: Standard) -> Problem:
    required = [field for field in standard.cover if field.required]
    sheet = standard.sheets["cover"]
    fields = join([field.name for field in required], "、", ", ")
    return Problem(
        tuple(f"cover.{field.key}" for field in required),
        NO_COVER.fill(sheet=sheet, fields=fields),
        todo=COPY_COVER.fill(sheet=sheet),
        place=(sheet.zh, "", None),
    )


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
