from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import has
from sipipeline.language.targets import Stated, parse
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

ALWAYS = Text(
    zh="第 {n} 项“{name}”的指标值“{target}”，任何数都满足，起不到考核作用。",
    en="No. {n}, “{name}”: the target “{target}” is met by any figure.",
)
NEVER = Text(
    zh="第 {n} 项“{name}”的指标值“{target}”自相矛盾，任何数都达不到。",
    en="No. {n}, “{name}”: the target “{target}” contradicts itself and is met by no figure.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        wanted = parse(row.target)
        if _may_fall_below(wanted, row.name):
            yield Agreed((row.key("target"),))
        elif wanted.always or wanted.never:
            message = (ALWAYS if wanted.always else NEVER).fill(
                n=row.number, name=row.name, target=row.target
            )
            yield Problem((row.key("target"),), message)
        elif wanted.figure:
            yield Agreed((row.key("target"),))


def _may_fall_below(wanted: Stated, name: str) -> bool:
    """Whether a target of ≥0 can be missed: 成本节约率 is below 0 where more was spent."""
    from_nothing = wanted.kind == "bound" and wanted.lo == 0
    return from_nothing and has(name, "indicators", "below_zero")


RULE = JudgingRule(
    code="I503",
    name="target-can-fail",
    kind=Kind.TARGET,
    severity=Severity.WARNING,
    title=Text(
        zh="指标值有可能达到，也有可能达不到",
        en="A target can be met, and can be missed",
    ),
    why=Text(
        zh="“≥95%或≤105%”任何数都满足，“≥105%且≤95%”任何数都不满足，这样的指标值起不到考核作用。",
        en="“≥95% or ≤105%” is met by anything, “≥105% and ≤95%” by nothing; neither measures.",
    ),
    todo=Text(
        zh="把“或”改成“且”，或者写成区间，如 95%-105%。",
        en="Write the range, as in 95%-105%.",
    ),
    passing={"indicators": [indicator(target="95%-105%", actual="96%")]},
    failing={"indicators": [indicator(target="≥95%或≤105%", actual="96%")]},
    judge=judge,
)
