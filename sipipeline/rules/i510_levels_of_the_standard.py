from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Level
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.levels import first_level, is_second_level
from sipipeline.evidence.scores import misplaced
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

UNKNOWN = Text(
    zh="第 {n} 项的{column}“{level}”不在标准的指标体系中。",
    en="No. {n}: the {column} “{level}” is none of the standard's.",
)
ABSENT = Text(zh="第 {n} 项没有填{column}。", en="No. {n} has no {column}.")

MISPLACED = Text(
    zh="第 {n} 项“{name}”的二级指标“{level2}”属于“{owner}”，一级指标却是“{level1}”。",
    en="No. {n}, “{name}”: “{level2}” belongs to “{owner}”, and stands under “{level1}”.",
)
MOVE = Text(
    zh="把一级指标改为“{owner}”；是二级指标选错了的，改正二级指标。",
    en="Write “{owner}” as the first level; or correct the second level if that is the wrong one.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    standard = evidence.standard
    columns = {column.key: column.name for column in standard.indicators}
    elsewhere = misplaced(standard, evidence.scores)
    for row in evidence.indicators:
        if row.execution:
            continue
        if row.number in elsewhere:
            yield _misplaced(row, elsewhere[row.number])
            continue
        levels = (
            ("level1", row.level1, first_level(standard, row.level1) is not None),
            ("level2", row.level2, is_second_level(standard, row.level2)),
        )
        for key, level, known in levels:
            place = {"n": row.number, "column": columns[key]}
            if not level:
                yield Problem((row.key(key),), ABSENT.fill(**place), severity=Severity.INFO)
            elif not known:
                yield Problem((row.key(key),), UNKNOWN.fill(**place, level=level))
            else:
                yield Agreed((row.key(key),))


def _misplaced(row: Indicator, level: Level) -> Problem:
    message = MISPLACED.fill(
        n=row.number, name=row.called, level1=row.level1, level2=row.level2, owner=level.name
    )
    keys = (row.key("level1"), row.key("level2"))
    return Problem(keys, message, todo=MOVE.fill(owner=level.name))


RULE = JudgingRule(
    code="I510",
    name="levels-of-the-standard",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(
        zh="一级、二级指标用标准中的名称",
        en="Levels have the names of the standard",
    ),
    why=Text(
        zh="名称不规范，各单位的指标就没法汇总、计分。",
        en="Other names cannot be added up or scored.",
    ),
    todo=Text(
        zh="从下拉列表中选一级、二级指标。",
        en="Choose both levels from the lists.",
    ),
    passing={"indicators": [indicator(target="≥100人", actual="120人")]},
    failing={"indicators": [indicator(level1="其它指标", target="≥100人", actual="120人")]},
    judge=judge,
)
