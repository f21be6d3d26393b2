from collections.abc import Iterator

from sipipeline.core.display import percent
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import NOTE
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.scores import execution
from sipipeline.language.wordings import is_no_reason
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="支出预算执行率 {rate}，低于 {least}，没有说明原因。",
    en="Budget execution is {rate}, below {least}, and no reason is given.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    row = f"accounts.{evidence.standard.total.key}.expenditure"
    rate, least = execution(evidence.submission), evidence.standard.rubric.execution_reason_below
    if rate is None or not least:
        return
    keys = (f"{row}.actual", f"{row}.budget")
    reason = evidence.submission.text(f"{row}.{NOTE.key}")
    if rate >= least or not is_no_reason(reason):
        yield Agreed(keys)
        return
    yield Problem(
        keys,
        MESSAGE.fill(rate=percent(rate), least=percent(least)),
        rate,
        (least, None),
        rate - least,
    )


RULE = JudgingRule(
    code="I525",
    name="low-execution-explained",
    kind=Kind.INDICATOR,
    severity=Severity.WARNING,
    title=Text(zh="支出预算执行率过低的说明了原因", en="Low budget execution comes with a reason"),
    why=Text(
        zh="执行率低于评分标准规定的下限（通用口径 50%，四川 90%），"
        "说明预算编得不准或该付的没有付。",
        en="Execution below what the rubric names (50 %, Sichuan 90 %) means a poor "
        "budget, or benefits that were not paid.",
    ),
    todo=Text(
        zh="在基金汇总“支出合计”行的“说明”栏写明原因。",
        en="Write the reason in the 说明 column of total expenditure on the total sheet.",
    ),
    passing=account("total", expenditure={"budget": 1000, "actual": 970}),
    failing=account("total", expenditure={"budget": 1000, "actual": 430}),
    judge=judge,
)
