from collections.abc import Callable, Iterator, Mapping, Sequence

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Level, Standard
from sipipeline.core.text import Text, join, same
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
ALL_ABSENT = Text(
    zh="“{column}”一栏全是空的，{count} 项指标都没有填。",
    en="The column “{column}” is blank for all {count} indicators.",
)
_COLUMN = 3
"""From so many rows on a level that is told of all of them is told once."""
ALL_MISPLACED = Text(
    zh="第 {rows} 项的二级指标都属于“{owner}”，一级指标却都是“{level1}”。",
    en="No. {rows}: their second levels belong to “{owner}”, and they all stand under “{level1}”.",
)
MISPLACED = Text(
    zh="第 {n} 项“{name}”的二级指标“{level2}”属于“{owner}”，一级指标却是“{level1}”。",
    en="No. {n}, “{name}”: “{level2}” belongs to “{owner}”, and stands under “{level1}”.",
)
MOVE = Text(
    zh="把一级指标改为“{owner}”；是二级指标选错了的，改正二级指标。",
    en="Write “{owner}” as the first level; or correct the second level if that is the wrong one.",
)

_LEVELS: Mapping[str, Callable[[Standard, str], object]] = {
    "level1": first_level,
    "level2": is_second_level,
}
"""The columns of the levels, each with what is true of a level of the standard."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Rows under another first level than their second, a level that is blank in all of several
    rows, and what else each row has as its levels."""
    standard, rows = evidence.standard, [row for row in evidence.indicators if not row.execution]
    columns = {column.key: column.name for column in standard.indicators}
    elsewhere = misplaced(standard, evidence.scores)
    yield from _misplaced(rows, elsewhere)
    absent = _absent(rows)
    for column in absent:
        message = ALL_ABSENT.fill(column=columns[column], count=len(rows))
        yield Problem(tuple(row.key(column) for row in rows), message, severity=Severity.INFO)
    for row in rows:
        if row.number not in elsewhere:
            yield from _of_row(
                row, columns, [one for one in _LEVELS if one not in absent], standard
            )


def _absent(rows: Sequence[Indicator]) -> Sequence[str]:
    """The columns of levels that are blank in all of several rows."""
    if len(rows) < _COLUMN:
        return ()
    return [column for column in _LEVELS if not any(_level(row, column) for row in rows)]


def _of_row(
    row: Indicator, columns: Mapping[str, Text], asked: Sequence[str], standard: Standard
) -> Iterator[Judgement]:
    """Whether levels of a row are there, and the standard's."""
    for column in asked:
        level, place = _level(row, column), {"n": row.number, "column": columns[column]}
        if not level:
            yield Problem((row.key(column),), ABSENT.fill(**place), severity=Severity.INFO)
        elif not _LEVELS[column](standard, level):
            yield Problem((row.key(column),), UNKNOWN.fill(**place, level=level))
        else:
            yield Agreed((row.key(column),))


def _level(row: Indicator, column: str) -> str:
    return row.level1 if column == "level1" else row.level2


def _misplaced(rows: Sequence[Indicator], elsewhere: Mapping[int, Level]) -> Iterator[Problem]:
    """The rows under another first level than their second; several that are alike in one."""
    alike: dict[tuple[str, str | None], list[Indicator]] = {}
    for row in rows:
        if row.number in elsewhere:
            alike.setdefault((row.level1, elsewhere[row.number].key), []).append(row)
    for members in alike.values():
        yield _of_level(members, elsewhere[members[0].number])


def _of_level(rows: Sequence[Indicator], level: Level) -> Problem:
    """That rows stand under another first level than their second."""
    first = rows[0]
    places = {"level1": first.level1, "owner": level.name}
    if len(rows) == 1:
        message = MISPLACED.fill(**places, n=first.number, name=first.called, level2=first.level2)
    else:
        listed = join([same(str(row.number)) for row in rows], "、", ", ")
        message = ALL_MISPLACED.fill(**places, rows=listed)
    cells = tuple(row.key(column) for row in rows for column in _LEVELS)
    return Problem(cells, message, todo=MOVE.fill(owner=level.name))


RULE = JudgingRule(
    code="I510",
    name="levels-of-the-standard",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(zh="一级、二级指标用标准中的名称", en="Levels have the names of the standard"),
    why=Text(
        zh="名称不规范，各单位的指标就没法汇总、计分。",
        en="Other names cannot be added up or scored.",
    ),
    todo=Text(zh="从下拉列表中选一级、二级指标。", en="Choose both levels from the lists."),
    passing={"indicators": [indicator(target="≥100人", actual="120人")]},
    failing={"indicators": [indicator(level1="其它指标", target="≥100人", actual="120人")]},
    judge=judge,
)
