from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.misplaced_scores import (
    AS_SHARES,
    DOWN,
    EXCHANGED,
    OUT_OF_HUNDRED,
    UP,
    MisplacedScores,
)
from sipipeline.evidence.scores import example
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

CROSSWISE = Text(
    zh="“分值”和“得分”两列像是填反了：“分值”一列合计 {weights}，“得分”一列合计 {scores}，"
    "各项的得分都不小于分值。以下按互换后的数核对。",
    en="Weights and scores seem to be in each other's column: the weights make {weights}, the "
    "scores {scores}, and no score is below its weight. The rest is checked as if they were not.",
)
HUNDRED = Text(
    zh="“得分”一列像是按百分制填的（第 {n} 项“{name}”分值 {weight}，得分 {score}），"
    "应填得了几分。以下按折算后的分数核对。",
    en="The scores seem to be out of 100 (no. {n}, “{name}”, has {score} of {weight}), not points. "
    "The rest is checked as if they were points.",
)
SHARES = Text(
    zh="“得分”一列像是按占分值的比例填的（第 {n} 项“{name}”分值 {weight}，得分 {score}），"
    "应填得了几分。以下按折算后的分数核对。",
    en="The scores seem to be shares of the weights (no. {n}, “{name}”, has {score} of {weight}), "
    "not points. The rest is checked as if they were points.",
)
OFF = Text(
    zh="“得分”一列从第 {n} 项起往{way}错了一行：移回后各项都不超过分值，也与完成情况相符。"
    "以下按移回后的数核对。",
    en="From no. {n} on the scores stand a row {way}: moved back, all are within their weights and "
    "as deserved. The rest is checked as if they stood there.",
)
EXCHANGE = Text(zh="把“分值”和“得分”两列的数互换。", en="Exchange the figures of the two columns.")
WRITE_POINTS = Text(
    zh="“得分”填分数：第 {n} 项填 {points}，其余照此折算。",
    en="Write points: {points} for no. {n}, and so for the others.",
)
MOVE_BACK = Text(
    zh="把“得分”一列从第 {n} 项起的数往{back}移一行，移走后空着的补填。",
    en="Move the scores from no. {n} on {back} by a row, and fill in what is left blank.",
)
_WAYS = {DOWN: Text(zh="下", en="down"), UP: Text(zh="上", en="up")}
_BACK = {DOWN: _WAYS[UP], UP: _WAYS[DOWN]}


def judge(evidence: Evidence) -> Iterator[Judgement]:
    moved = evidence.misplaced_scores
    if moved is None:
        typed = tuple(row.key("score") for row in evidence.scores if row.score is not None)
        yield from [Agreed(typed)] if typed else []
    else:
        judged = {EXCHANGED: _exchanged, OUT_OF_HUNDRED: _measured, AS_SHARES: _measured}
        yield judged.get(moved.way, _off)(moved)


def _exchanged(moved: MisplacedScores) -> Problem:
    """Weights and scores in each other's column."""
    meant = moved.meant.values()
    message = CROSSWISE.fill(
        weights=number(sum(row.score or 0.0 for row in meant), 2),
        scores=number(sum(row.weight or 0.0 for row in meant), 2),
    )
    cells = tuple(row.key(column) for row in moved.rows for column in ("score", "weight"))
    return Problem(cells, message, todo=EXCHANGE)


def _measured(moved: MisplacedScores) -> Problem:
    """Scores that are no points."""
    first = moved.rows[0]
    places = {"n": first.number, "name": first.name}
    message = (HUNDRED if moved.way == OUT_OF_HUNDRED else SHARES).fill(
        **places, weight=number(first.weight or 0.0), score=number(first.score or 0.0)
    )
    points = number(moved.meant[first.number].score or 0.0, 2)
    todo = WRITE_POINTS.fill(**places, points=points)
    severity = Severity.WARNING if moved.way == AS_SHARES else None
    return Problem(_cells(moved), message, todo=todo, severity=severity)


def _off(moved: MisplacedScores) -> Problem:
    """Scores that stand a row off."""
    places = {"n": moved.rows[0].number, "way": _WAYS[moved.way], "back": _BACK[moved.way]}
    return Problem(_cells(moved), OFF.fill(**places), todo=MOVE_BACK.fill(**places))


def _cells(moved: MisplacedScores) -> tuple[str, ...]:
    return tuple(row.key("score") for row in moved.rows)


RULE = JudgingRule(
    code="I528",
    name="scores-in-place",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(
        zh="分值和得分没有填反、没有错行，得分填的是分数",
        en="Weights and scores stand in their own columns and rows, and scores are points",
    ),
    why=Text(
        zh="两列填反了、错了行，或者得分按百分制填，每一项都像是多得了分；改一处，各项都对。",
        en="Exchanged, a row off or out of 100, each score looks too high; one correction mends "
        "all.",
    ),
    todo=Text(
        zh="分值填这一项的满分，得分填得了几分。",
        en="Write what a target is worth as its weight, and the points it got as its score.",
    ),
    passing=example(),
    failing=example(3, weight=9, score=10),
    judge=judge,
)
