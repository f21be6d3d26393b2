from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”没有达到指标值，偏差原因{shown}。",
    en="No. {n}, “{name}”, was missed, and the reason {shown}.",
)
BLANK = Text(zh="没有填", en="is blank")
WORD = Text(zh="只填了“{word}”", en="only says “{word}”")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        if row.attainment is None or row.attainment.status != "unmet" or row.spends_less:
            continue
        if row.explained:
            yield Agreed((row.key("reason"),))
            continue
        shown = WORD.fill(word=row.reason) if row.reason else BLANK
        yield Problem(
            (row.key("reason"), row.key("actual")),
            MESSAGE.fill(n=row.number, name=row.called, shown=shown),
        )


RULE = JudgingRule(
    code="I502",
    name="reason-given",
    kind=Kind.MISSING,
    severity=Severity.ERROR,
    title=Text(
        zh="没有达到的指标写明了偏差原因",
        en="A missed target comes with a reason",
    ),
    why=Text(
        zh="“无”、“/”或空白都不算原因。",
        en="A blank, a slash or a word for none is no reason.",
    ),
    todo=Text(
        zh="在“偏差原因分析及改进措施”栏写明没有达到的原因和改进措施。",
        en="Write why the target was missed and what will be done about it.",
    ),
    passing={
        "indicators": [indicator(target="≥9203人", actual="9175人", reason="年内去世人员多于预计")]
    },
    failing={"indicators": [indicator(target="≥9203人", actual="9175人", reason="无")]},
    judge=judge,
)
