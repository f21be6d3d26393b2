from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”与第 {first} 项重复。",
    en="No. {n}, “{name}”, is the same indicator as no. {first}.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    first: dict[str, int] = {}
    for row in evidence.indicators:
        name = "".join(row.name.split())
        if name and name in first:
            message = MESSAGE.fill(n=row.number, name=row.called, first=first[name])
            yield Problem((row.key("level3"), f"indicators.{first[name]}.level3"), message)
        first.setdefault(name, row.number)


RULE = JudgingRule(
    code="I509",
    name="indicator-stands-once",
    kind=Kind.INDICATOR,
    severity=Severity.WARNING,
    title=Text(zh="一个指标只填一行", en="An indicator stands in one row"),
    why=Text(zh="同一指标填两行，会重复计分。", en="Two rows of one indicator count twice."),
    todo=Text(
        zh="删去重复的一行，或把三级指标的名称写得有区别。",
        en="Delete one row, or make the names differ.",
    ),
    passing={"indicators": [indicator(target="≥100人", actual="120人")]},
    failing={
        "indicators": [
            {"level3": "享受待遇人数", "target": "≥100人", "actual": "120人"},
            {"level3": "享受待遇人数", "target": "≥100人", "actual": "120人"},
        ]
    },
    judge=judge,
)
