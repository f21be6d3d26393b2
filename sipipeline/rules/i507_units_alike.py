from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Judgement, JudgingRule, Problem

MESSAGE = Text(zh="第 {n} 项“{name}”：{reason}。", en="No. {n}, “{name}”: {reason}.")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        if row.attainment is not None and row.attainment.unlike:
            message = MESSAGE.fill(n=row.number, name=row.called, reason=row.attainment.reason)
            yield Problem((row.key("actual"), row.key("target")), message)


RULE = JudgingRule(
    code="I507",
    name="units-alike",
    kind=Kind.TARGET,
    severity=Severity.WARNING,
    title=Text(zh="指标值和实际完成值的单位相同", en="Target and what was reached have one unit"),
    why=Text(
        zh="人数和百分比、日和工作日不能相互比较。",
        en="A head-count and a percentage, days and working days cannot be compared.",
    ),
    todo=Text(
        zh="按指标值的单位填实际完成值。", en="Write what was reached in the unit of the target."
    ),
    passing={"indicators": [indicator(target="30日内", actual="25日")]},
    failing={"indicators": [indicator(target="30日内", actual="第18个工作日")]},
    judge=judge,
)
