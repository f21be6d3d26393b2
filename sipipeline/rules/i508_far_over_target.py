from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”实际 {actual}，是指标值 {target} 的 {times} 倍，没有说明原因。",
    en="No. {n}, “{name}”: {actual} is {times} times the target {target}, and no reason is given.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Only where the rubric asks for it."""
    limit = evidence.standard.rubric.over_target
    for row in evidence.indicators if limit else ():
        judged = row.attainment
        if judged is None or judged.completion is None or judged.status == "unmet":
            continue
        keys = (row.key("actual"), row.key("target"))
        if judged.completion < limit or row.capacity or row.explained:
            yield Agreed(keys)
            continue
        message = MESSAGE.fill(
            n=row.number,
            name=row.called,
            actual=row.actual,
            target=row.target,
            times=number(judged.completion, 2),
        )
        yield Problem(keys, message)


RULE = JudgingRule(
    code="I508",
    name="far-over-target",
    kind=Kind.INDICATOR,
    severity=Severity.WARNING,
    title=Text(zh="大幅超额完成的说明了原因", en="A target far exceeded comes with a reason"),
    why=Text(
        zh="实际完成值远超指标值，多半是指标定得过低，或者数填错了。只有规定了倍数的评分标准"
        "（如广西）才查；支付能力越强越好，不在此列。",
        en="Far more than asked for means a target set too low, or a wrong figure. Checked only "
        "where the rubric names a multiple, as Guangxi does; never of months payable.",
    ),
    todo=Text(
        zh="核对两个数；确实超额的，在偏差原因栏写明。",
        en="Check both; if it really was exceeded, write why in the reason column.",
    ),
    passing={"indicators": [indicator(target="≥100人", actual="120人")]},
    failing={"indicators": [indicator(target="≥100人", actual="180人")]},
    rubric="guangxi",
    judge=judge,
)
