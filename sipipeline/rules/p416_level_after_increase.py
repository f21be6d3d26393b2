from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

LOWER = Text(
    zh="{label}填 {after}，低于调整前的 {before}：待遇调整是提高待遇，不会越调越低。",
    en="{label} says {after}, less than the {before} before: an adjustment raises benefits.",
)
FAR_HIGHER = Text(
    zh="{label}填 {after}，是调整前 {before} 的 {times} 倍：一次调整不会提高这么多。",
    en="{label} says {after}, {times} times the {before} before: no adjustment raises "
    "benefits so much at once.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """What people are paid each month after an increase against what they were paid before."""
    submission, standard = evidence.submission, evidence.standard
    most = 1 + standard.limits["increase"]
    for fund in standard.funds:
        cells = (f"benefit_levels.{fund.key}.after", f"benefit_levels.{fund.key}.before")
        after, before = map(submission.number, cells)
        if after is None or before is None or before <= 0:
            continue
        if before <= after <= most * before:
            yield Agreed(cells)
            continue
        bound = before if after < before else most * before
        message = (LOWER if after < before else FAR_HIGHER).fill(
            label=standard.label(cells[0]),
            after=number(after),
            before=number(before),
            times=number(after / before, 1),
        )
        expected = (round(before, 2), round(most * before, 2))
        yield Problem(cells, message, after, expected, round(after - bound, 2))


RULE = JudgingRule(
    code="P416",
    name="level-after-increase",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="调整后的月人均待遇不低于调整前，也不高出太多",
        en="The monthly benefit after an increase is more than before, and not far more",
    ),
    why=Text(
        zh="调整前、调整后和增加额相互对得上时，几格的数放错位置也看不出来。",
        en="Figures in each other's place may still make a correct sum.",
    ),
    todo=Text(
        zh="核对调整前、调整后和月人均增加各格是否填错了位置；确是如此的，在“说明”栏写明原因。",
        en="Check whether the three figures stand in their places; else give the reason.",
    ),
    passing={"benefit_levels": {"institution_pension": {"before": 5073.17, "after": 5283.43}}},
    failing={"benefit_levels": {"institution_pension": {"before": 210.26, "after": 5283.43}}},
    judge=judge,
)
