from collections.abc import Iterator

from sipipeline.core.display import number, percent
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.text import NOTHING, Text, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative.indicators.achievement import of_levels
from sipipeline.evidence.narrative.indicators.stated_scores import StatedScore, level_scores
from sipipeline.evidence.scores import EXACT, TotalScore, example, total_score
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

TOTAL = Text(
    zh="{field}写“{words}”，绩效自评表各指标得分合计 {points} 分{execution}。",
    en="{field} says “{words}”; the scores of the indicator table make {points}{execution}.",
)
EXECUTION = Text(
    zh="，加预算执行率 {rate} 得 {points} 分，共 {total} 分",
    en=", and {total} with the {points} for budget execution of {rate}",
)
GRADE = Text(
    zh="{field}写“{words}”，{points} 分的等级应为“{grade}”（{rubric}）。",
    en="{field} says “{words}”; {points} points are the grade {grade} ({rubric}).",
)
LEVEL = Text(
    zh="{field}写“{words}”，绩效自评表里这些指标的得分合计 {points} 分。",
    en="{field} says “{words}”; these indicators have {points} points in the table.",
)
OTHER_RUBRIC = Text(
    zh="核对总分和等级，改正写错的一处；按本地评分办法评的，写明办法。",
    en="Check score and grade and correct the wrong one; if a local rubric was used, name it.",
)
_ROUNDED = 0.1
"""By how much the points of a level may be rounded."""
_WELL_SPENT = 0.9
_MOST_LOST = 0.2
"""From an execution of nine tenths on no rubric takes more of its points."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The total score that a text states is what the table makes, and its grade that of the
    score."""
    for stated in evidence.stated_scores:
        told = [*_of_total(stated, evidence), *_of_grade(stated, evidence)]
        yield from told
        if not told and (evidence.total_score is not None or stated.points is not None):
            yield Agreed((stated.field,))
    yield from _of_levels(evidence)


def _of_levels(evidence: Evidence) -> Iterator[Judgement]:
    """The score of each level that a text states is that of its rows, where each has one."""
    year = evidence.submission.number("cover.year")
    for field, words, level, points in level_scores(evidence.texts, year):
        rows = [one for one in evidence.scores if of_levels([one.indicator], [level])]
        made = total_score(evidence.submission, rows)
        if made is None:
            continue
        if abs(made.points - points) <= _ROUNDED:
            yield Agreed((field,))
            continue
        message = LEVEL.fill(
            field=evidence.standard.label(field), words=words, points=number(made.points, 2)
        )
        scores = (row.key("score") for row in rows if row.score is not None)
        off = round(points - made.points, 2)
        expected = (made.points, made.points)
        shown = Shown(same(words))
        yield Problem((field, *scores), message, points, expected, off, shown=shown)


def _of_total(stated: StatedScore, evidence: Evidence) -> Iterator[Problem]:
    """That a total score is not what the scores make, by whatever budget execution may get."""
    made = evidence.total_score
    if stated.points is None or made is None:
        return
    slack = stated.half_width + EXACT
    least, most = _with_execution(made, evidence)
    is_of_rows = abs(stated.points - made.points) <= slack
    if not is_of_rows and not least - slack <= stated.points <= most + slack:
        yield _other_total(stated, stated.points, made, evidence)


def _of_grade(stated: StatedScore, evidence: Evidence) -> Iterator[Problem]:
    """That a grade is not that of the score beside it, nor of what the table makes."""
    made, rubric = evidence.total_score, evidence.standard.rubric
    of_table = _with_execution(made, evidence) if made is not None else ()
    beside = (stated.points,) if stated.points is not None else of_table
    if not stated.grade or not beside or stated.grade in {*map(rubric.grade, beside)}:
        return
    if [*_of_total(stated, evidence)] and stated.grade in {*map(rubric.grade, of_table)}:
        return
    points = beside[-1]
    message = GRADE.fill(
        **_places(stated, evidence),
        points=number(points, 2),
        grade=rubric.grade(points),
        rubric=rubric.name,
    )
    yield Problem((stated.field,), message, stated=stated.grade, shown=Shown(same(stated.words)))


def _with_execution(made: TotalScore, evidence: Evidence) -> tuple[float, float]:
    """The least and the most that a table may make with budget execution, which rubrics give more
    or less points."""
    if made.executed is None:
        return made.points, made.points
    most = evidence.standard.rubric.execution
    least = (1 - _MOST_LOST) * most if made.executed >= _WELL_SPENT else 0.0
    return made.points + min(least, made.gained), made.points + most


def _other_total(
    stated: StatedScore, points: float, made: TotalScore, evidence: Evidence
) -> Problem:
    executed = NOTHING
    if made.executed is not None:
        executed = EXECUTION.fill(
            rate=percent(made.executed), points=number(made.gained, 2), total=number(made.total, 2)
        )
    message = TOTAL.fill(
        **_places(stated, evidence), points=number(made.points, 2), execution=executed
    )
    scores = (row.key("score") for row in evidence.scores if row.score is not None)
    expected = (made.total, made.total)
    off = round(points - made.total, 2)
    shown = Shown(same(stated.words))
    return Problem((stated.field, *scores), message, points, expected, off, shown=shown)


def _places(stated: StatedScore, evidence: Evidence) -> dict[str, object]:
    return {"field": evidence.standard.label(stated.field), "words": stated.words}


_SCORED = example()

RULE = JudgingRule(
    code="N608",
    name="text-agrees-with-scores",
    kind=Kind.NARRATIVE,
    severity=Severity.WARNING,
    title=Text(
        zh="文字写的自评总分和等级与绩效自评表一致，等级与总分一致",
        en="Score and grade of the text are those of the table, and go together",
    ),
    why=Text(
        zh="总分和等级是自评的结论；文字写95分，表里加出来是99分，或者95分写成“良”，结论就不可信。",
        en="They are what the evaluation comes to: 95 in the text and 99 in the table cannot both "
        "be right, nor can 95 be 良.",
    ),
    todo=OTHER_RUBRIC,
    passing={**_SCORED, "narrative": {"achievement": "自评得分89分，等级为“良”。"}},
    failing={**_SCORED, "narrative": {"achievement": "自评得分83分，等级为“良”。"}},
    judge=judge,
)
