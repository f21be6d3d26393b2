from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import of_satisfaction
from sipipeline.language.targets import Stated, parse
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{field}写“{clause}”，绩效自评表{rows}，两处不一致。",
    en="{field} says “{clause}”; the indicator table has {rows}.",
)
ROW = Text(
    zh="第 {n} 项“{name}”实际完成值是“{actual}”", en="“{actual}” reached for no. {n}, “{name}”"
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    satisfaction = [row for row in evidence.indicators if of_satisfaction(row.name)]
    rows = [row for row in satisfaction if parse(row.actual).figure]
    for quote in evidence.quotes:
        if (
            not of_satisfaction(quote.clause)
            or quote.field == "narrative.targets"
            or quote.mention.unit.dimension != "percent"
        ):
            continue
        other = [row for row in rows if not _same(quote.mention.value, parse(row.actual))]
        if len(other) < len(rows) or not rows:
            yield Agreed((quote.field,))
            continue
        listed = join(
            [ROW.fill(n=row.number, name=row.name, actual=row.actual) for row in other], "，", ", "
        )
        message = MESSAGE.fill(
            field=evidence.standard.label(quote.field), clause=quote.clause, rows=listed
        )
        yield Problem((quote.field, *(row.key("actual") for row in other)), message)


def _same(value: float, reached: Stated) -> bool:
    """Whether the table says this very figure; >90% does not say 100%."""
    return reached.lo == reached.hi == value


RULE = JudgingRule(
    code="N604",
    name="satisfaction-agrees",
    kind=Kind.NARRATIVE,
    severity=Severity.WARNING,
    title=Text(
        zh="文字中的满意度与绩效自评表一致",
        en="Satisfaction reads the same in text and table",
    ),
    why=Text(
        zh="文字写满意率100%，表里却是另一个数，读者不知道信哪个。",
        en=(
            "A satisfaction of 100% in the text and another in the table leaves the reader "
            "guessing."
        ),
    ),
    todo=Text(
        zh="以实际调查结果为准，改正另一处。",
        en="Keep what the survey found and correct the other place.",
    ),
    passing={
        "indicators": [
            {
                "level1": "满意度指标",
                "level2": "满意度指标",
                "level3": "退休人员满意度",
                "target": "≥90%",
                "actual": "95%",
            }
        ],
        "narrative": {"experience": "群众满意率达95%。"},
    },
    failing={
        "indicators": [
            {
                "level1": "满意度指标",
                "level2": "满意度指标",
                "level3": "退休人员满意度",
                "target": "≥90%",
                "actual": "95%",
            }
        ],
        "narrative": {"experience": "群众满意率达100%。"},
    },
    judge=judge,
)
