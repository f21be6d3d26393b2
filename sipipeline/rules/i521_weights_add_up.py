from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Level, Rubric
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.levels import is_printed_under
from sipipeline.evidence.scores import (
    EXACT,
    Scored,
    example,
    in_percent,
    misplaced,
    shares_of_weights,
)
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem, Undecidable

TOTAL = Text(
    zh="各指标分值合计 {sum}，按{rubric}应为 {wanted}。",
    en="The weights add up to {sum}; by the rubric ({rubric}) they should make {wanted}.",
)
LEVEL = Text(
    zh="{level}各指标分值合计 {sum}，按{rubric}应为 {wanted}。",
    en="The weights of {level} add up to {sum}; by the rubric ({rubric}) they should make "
    "{wanted}.",
)
OFF = Text(zh="不符的是{parts}。", en=" The points are off in {parts}.")
PART = Text(zh="{part}：{sum} 分，应为 {wanted} 分", en="{part} ({sum} in place of {wanted})")
BUDGET_EXECUTION = Text(zh="预算执行率", en="budget execution")
LEVEL_WITH = Text(zh="{level}（含{other}）", en="{level} with {other}")
EXECUTION = Text(
    zh="预算执行率的分值是 {sum}，按{rubric}应为 {wanted}。",
    en="Budget execution has a weight of {sum}; by the rubric ({rubric}) it should be {wanted}.",
)
NO_EXECUTION = Text(
    zh="表中没有“预算执行率”一行，它应占 {points} 分。",
    en=" The table has no row of budget execution, which should have {points} of the points.",
)
ADD_EXECUTION = Text(
    zh="补上“预算执行率”一行，把它的分值从别的指标中调出来。",
    en="Add the row of budget execution, and take its points from the others.",
)
IN_PERCENT = Text(
    zh="分值、得分带了百分号（如“{shown}”），按分数读了。",
    en="Weights and scores have a percent sign, as “{shown}”; they were read as points.",
)
AS_SHARES = Text(
    zh="得分带了百分号（如“{shown}”），大于分值，按占分值的百分之几读了。",
    en="Scores have a percent sign, as “{shown}”, and are above their weights; they were read as "
    "shares of these.",
)
WRITE_POINTS = Text(
    zh="得分填分数：分值 10、得满分的填 10。", en="Write the points: 10 for all of a weight of 10."
)
WITHOUT_SIGN = Text(
    zh="去掉百分号，只填分数，如 10。", en="Leave the sign out and write the points, as 10."
)
NEEDS = Text(
    zh="没有填分值，没有计分。要计分，需填写每个指标的分值，合计为 "
    "{wanted}（另有预算执行率 {execution} 分）",
    en="No weights are filled in, so nothing was scored. Scoring needs a weight for each "
    "indicator, {wanted} in all"
    " (and {execution} for budget execution)",
)


@frozen
class _LevelWeights:
    """The rows of a level, or of budget execution, with other points than the rubric gives them."""

    name: Text
    rows: Sequence[Scored]
    wanted: float
    message: Text = LEVEL

    @property
    def points(self) -> float:
        return _sum(self.rows)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """All weights make 100, or 100 less the points of budget execution where that is no row of the
    table; those of each level, and of budget execution, make what the rubric gives it, where no row
    stands under the wrong one. Parts that are why the total is off are told with it."""
    rows, rubric = evidence.scores, evidence.standard.rubric
    weighted = [row for row in rows if row.weight is not None]
    if weighted:
        total, parts = _of_the_table(weighted, rubric), _parts_off(evidence, weighted)
        if isinstance(total, Problem) and _explain(parts, total):
            first = [key for part in parts for key in _keys(part.rows)]
            cells = tuple(dict.fromkeys([*first, *total.keys]))
            yield replace(total, keys=cells, message=total.message + _told(parts))
        else:
            yield total
            yield from (_differing(part, weighted, rubric) for part in parts)
        yield from _in_percent(evidence, rows)
    elif rows:
        execution = number(rubric.execution)
        needs = NEEDS.fill(wanted=number(100 - rubric.execution), execution=execution)
        yield Undecidable((rows[0].key("weight"),), needs)


def _parts_off(evidence: Evidence, rows: Sequence[Scored]) -> list[_LevelWeights]:
    rubric = evidence.standard.rubric
    executed = [row for row in rows if row.execution]
    found = (
        [_LevelWeights(BUDGET_EXECUTION, executed, rubric.execution, EXECUTION)] if executed else []
    )
    touched = _touched(rows, misplaced(evidence.standard, rows))
    levels = [level for level in evidence.standard.levels if level.key not in touched]
    found += filter(None, (_of_a_level(level, rows, rubric) for level in levels))
    return [part for part in found if abs(part.points - part.wanted) > EXACT]


def _explain(parts: Sequence[_LevelWeights], total: Problem) -> bool:
    """Whether the points that some parts have too many or too few are those of the total."""
    off = sum(part.points - part.wanted for part in parts)
    return bool(parts) and abs(off - (total.difference or 0)) <= EXACT


def _told(parts: Sequence[_LevelWeights]) -> Text:
    told = [
        PART.fill(part=part.name, sum=number(part.points), wanted=number(part.wanted))
        for part in parts
    ]
    return OFF.fill(parts=join(told, "；", ", "))


def _of_the_table(rows: Sequence[Scored], rubric: Rubric) -> Judgement:
    """What all weights make; where budget execution is no row, 100 is accepted too."""
    wanted: float = 100
    if not any(row.execution for row in rows):
        wanted -= rubric.execution
    points = _sum(rows)
    if min(abs(points - wanted), abs(points - 100)) <= EXACT:
        return Agreed(_keys(rows))
    message = TOTAL.fill(sum=number(points), rubric=rubric.name, wanted=number(wanted))
    return Problem(_keys(rows), message, points, (wanted, wanted), points - wanted)


def _in_percent(evidence: Evidence, rows: Sequence[Scored]) -> Iterator[Problem]:
    """The weights and scores that are typed as percentages, told once; those that are shares of
    their weights by themselves."""
    submission = evidence.submission
    signed = [key for key in _points(rows) if in_percent(submission, key)]
    shares = shares_of_weights(submission, evidence.indicators)
    for is_share, message, todo in (
        (False, IN_PERCENT, WITHOUT_SIGN),
        (True, AS_SHARES, WRITE_POINTS),
    ):
        told = [key for key in signed if (key in shares) is is_share]
        if told:
            shown = message.fill(shown=submission.claims[told[0]].raw)
            yield Problem(tuple(told), shown, severity=Severity.INFO, todo=todo)


def _touched(rows: Sequence[Scored], elsewhere: Mapping[int, Level]) -> set[str | None]:
    """The levels that rows under the wrong one leave or join: their points are told by these."""
    moved = [row for row in rows if row.number in elsewhere]
    return {key for row in moved for key in (row.level, elsewhere[row.number].key)}


def _of_a_level(level: Level, rows: Sequence[Scored], rubric: Rubric) -> _LevelWeights | None:
    """The rows that count in a level; None where there are none, or it has no points."""
    members = [row for row in rows if not row.execution and _counts_in(row, level, rubric)]
    wanted = rubric.weights.get(level.key)
    if not members or not wanted:
        return None
    guests = [row.level1 for row in members if row.level != level.key]
    name = LEVEL_WITH.fill(level=level.name, other=guests[0]) if guests else level.name
    return _LevelWeights(name, members, wanted)


def _counts_in(row: Scored, level: Level, rubric: Rubric) -> bool:
    """Whether the points of a row are a level's: its own, or those of a level which has none of its
    own in the rubric and is printed under this one, as 满意度 under 效益."""
    if row.level == level.key:
        return True
    without_points = row.level is not None and rubric.weights.get(row.level) == 0
    return without_points and is_printed_under(level, row.level2 or row.level1)


def _differing(part: _LevelWeights, rows: Sequence[Scored], rubric: Rubric) -> Problem:
    """Other points than the rubric gives are only pointed out; a level has too many where all make
    100 and budget execution, which has some of them, is no row."""
    points, wanted = part.points, part.wanted
    told = part.message.fill(
        level=part.name, sum=number(points), rubric=rubric.name, wanted=number(wanted)
    )
    is_row = any(row.execution for row in rows)
    is_hundred = abs(_sum(rows) - 100) <= EXACT
    todo = None
    if points > wanted and is_hundred and rubric.execution and not is_row:
        told += NO_EXECUTION.fill(points=number(rubric.execution))
        todo = ADD_EXECUTION
    return Problem(
        _keys(part.rows),
        told,
        points,
        (wanted, wanted),
        points - wanted,
        severity=Severity.WARNING,
        todo=todo,
    )


def _sum(rows: Sequence[Scored]) -> float:
    return sum(row.weight or 0 for row in rows)


def _points(rows: Sequence[Scored]) -> Iterator[str]:
    return (row.key(column) for row in rows for column in ("weight", "score"))


def _keys(rows: Sequence[Scored]) -> tuple[str, ...]:
    return tuple(row.key("weight") for row in rows)


RULE = JudgingRule(
    code="I521",
    name="weights-add-up",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(zh="分值合计符合评分标准", en="Weights add up as the rubric asks"),
    why=Text(
        zh="分值不对，总分和等级就没有意义。通用口径：预算执行率 10、产出 50、效益 30、满意度 10。",
        en="With wrong weights total and grade mean nothing.",
    ),
    todo=Text(
        zh="按评分标准调整各指标的分值，使合计符合要求。",
        en="Adjust the weights so that they add up.",
    ),
    passing=example(),
    failing=example(1, score=55, weight=55),
    judge=judge,
)
