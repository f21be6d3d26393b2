from collections.abc import Iterator, Sequence

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.misplaced_scores import DOWN, UP
from sipipeline.evidence.scores import Scored, example
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{rows}有分值，没有填得分；其余 {count} 项都填了得分，总分算不出来。",
    en="{rows} {blank:has a weight|have weights}, but no score; the other {count} have one, so "
    "that there is no total.",
)
NONE = Text(
    zh="{count} 项指标都有分值，也填了实际完成值，“得分”一栏却是空的。",
    en="All {count} indicators have weights and actuals; no score is filled in.",
)
ROW = Text(zh="第 {n} 项“{name}”", en="no. {n}, “{name}”,")
_MOST = 2 / 3
"""From so many rows with a score on a table is scored, and no draft."""
_ALL = 90
"""The points of a table from which on no part of it is missing, but the execution of the budget."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The rows with a weight and no score, where most rows of the table have one, or it is filled
    in else. What scores a row off leave blank is told with these."""
    moved = evidence.misplaced_scores
    rows = [row for row in evidence.scores if row.weight is not None]
    if not rows or (moved is not None and moved.way in (DOWN, UP)):
        return
    blank = [row for row in rows if _is_blank(row, evidence.submission)]
    given = len(rows) - len(blank)
    if not blank:
        yield Agreed(_cells(rows))
    elif _is_finished(rows) or given >= len(rows) * _MOST:
        yield _without_scores(blank, given)


def _is_finished(rows: Sequence[Scored]) -> bool:
    """Whether the weights are those of a whole table, and every row says what was reached."""
    points = sum(row.weight or 0 for row in rows)
    return points >= _ALL and all(row.actual for row in rows)


def _is_blank(row: Scored, submission: Submission) -> bool:
    """Whether nothing stands where the score of a row belongs, not even words."""
    return row.score is None and row.key("score") not in submission.unreadable


def _without_scores(blank: Sequence[Scored], given: int) -> Problem:
    """Which rows have no score, beside how many that have one; all of them where none has."""
    if not given:
        return Problem(_cells(blank), NONE.fill(count=len(blank)))
    listed = [ROW.fill(n=row.number, name=row.name) for row in blank]
    message = MESSAGE.fill(rows=join(listed, "、", " "), blank=len(blank), count=given)
    return Problem(_cells(blank), message)


def _cells(rows: Sequence[Scored]) -> tuple[str, ...]:
    """The keys of the scores of some rows."""
    return tuple(row.key("score") for row in rows)


RULE = JudgingRule(
    code="I527",
    name="score-filled-in",
    kind=Kind.MISSING,
    severity=Severity.WARNING,
    title=Text(zh="有分值的指标都填了得分", en="Each indicator with a weight has a score"),
    why=Text(
        zh="漏填一项得分，总分和等级就算不出来，或者少算一项。",
        en="Without one of the scores there is no total and no grade.",
    ),
    todo=Text(
        zh="补填得分；没有得分的填 0，并写明原因。",
        en="Fill in the score; if there is none, write 0 and say why.",
    ),
    passing=example(),
    failing=example(2, score=None),
    judge=judge,
)
