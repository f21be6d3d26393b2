from collections.abc import Iterator, Sequence

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import total_name
from sipipeline.evidence.levels import bare
from sipipeline.evidence.scores import EXACT, Scored, example
from sipipeline.language.lexicon import words
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="绩效自评表“{name}”行的{column}填 {stated}，上面各指标的{column}相加是 {sum}。",
    en="The row “{name}” of the table says {stated} ({column}); the rows above make {sum}.",
)
_COLUMNS = ("weight", "score")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """A printed total of weights or scores is the sum of the rows above it; a subtotal that of the
    last ones."""
    submission = evidence.submission
    subtotal_before = 0
    for row in submission.rows("indicators"):
        name = total_name(submission, row)
        above = [one for one in evidence.scores if one.number < row]
        if not name or not above:
            continue
        is_subtotal = name.endswith(words("indicators", "subtotal"))
        named: list[Sequence[Scored]] = _last(above, subtotal_before) if is_subtotal else [above]
        stretches = _of_weight(submission.number(f"indicators.{row}.weight"), above, named)
        for column in _COLUMNS:
            yield from _held(evidence, row, name, column, stretches)
        if is_subtotal:
            subtotal_before = row


def _last(above: Sequence[Scored], subtotal_before: int) -> list[Sequence[Scored]]:
    """What a subtotal may be of: the rows of the last first level, or those since the subtotal
    before."""
    level = bare(above[-1].indicator.level1)
    of_level = [one for one in above if bare(one.indicator.level1) == level]
    return [of_level, [one for one in above if one.number > subtotal_before]]


def _of_weight(
    weight: float | None, above: Sequence[Scored], named: list[Sequence[Scored]]
) -> list[Sequence[Scored]]:
    """The stretches of rows whose weights make that of the total, all rows above among them; those
    that it may be of by its name where none does."""
    each = [(one, _sum(one, "weight")) for one in (*named, above)]
    fitting = [
        one for one, points in each if None not in (weight, points) and _is_same(weight, points)
    ]
    return fitting or named


def _is_same(one: float | None, other: float | None) -> bool:
    return abs((one or 0.0) - (other or 0.0)) <= EXACT


def _held(
    evidence: Evidence, row: int, name: str, column: str, stretches: Sequence[Sequence[Scored]]
) -> Iterator[Judgement]:
    key = f"indicators.{row}.{column}"
    claim, room = evidence.submission.claims.get(key), _room(evidence, stretches[0])
    if column == "score":
        room = min(room, _beyond(evidence, row, stretches[0], room))
    known = _sums(stretches, column)
    if claim is None or not isinstance(claim.value, float) or not known:
        return
    slack = claim.half_width + EXACT
    keys = (key, *(one.key(column) for one in stretches[0] if one.weight is not None))
    if any(-slack <= claim.value - points <= room + slack for points in known):
        yield Agreed(keys)
        return
    message = MESSAGE.fill(
        name=name,
        column=next(one.name for one in evidence.standard.indicators if one.key == column),
        stated=number(claim.value),
        sum=number(known[0], 2),
    )
    off = claim.value - known[0]
    yield Problem(keys, message, claim.value, (known[0], known[0]), round(off, 2))


def _beyond(evidence: Evidence, row: int, rows: Sequence[Scored], room: float) -> float:
    """By how much the weight of a total is beyond the rows: so many points its score may have
    beyond theirs; the whole room where the total states no weight, or rows have none."""
    weight, points = evidence.submission.number(f"indicators.{row}.weight"), _sum(rows, "weight")
    return room if weight is None or points is None else max(0.0, weight - points)


def _sums(stretches: Sequence[Sequence[Scored]], column: str) -> Sequence[float]:
    """What each of some stretches of rows makes in a column; nothing where one is not all there."""
    sums = [_sum(stretch, column) for stretch in stretches]
    known = [points for points in sums if points is not None]
    return known if len(known) == len(sums) else ()


def _sum(rows: Sequence[Scored], column: str) -> float | None:
    """What the rows make in a column; None where one that has a weight has no score."""
    weighted = [row for row in rows if row.weight is not None]
    points = [row.weight if column == "weight" else row.score for row in weighted]
    stated = [value for value in points if value is not None]
    return sum(stated) if stated and len(stated) == len(points) else None


def _room(evidence: Evidence, rows: Sequence[Scored]) -> float:
    """How many points a total may have beyond the rows: those of budget execution, where that is no
    row of the table."""
    rubric = evidence.standard.rubric
    all_rows = len(rows) == len(evidence.scores)
    fits = sum(row.weight or 0.0 for row in rows) + rubric.execution <= 100 + EXACT
    has_row = any(row.execution for row in rows)
    return rubric.execution if all_rows and fits and not has_row else 0.0


RULE = JudgingRule(
    code="I526",
    name="totals-add-up",
    kind=Kind.INDICATOR,
    severity=Severity.ERROR,
    title=Text(
        zh="合计行的分值和得分等于各指标之和",
        en="Printed totals of weights and scores are the sums of the rows",
    ),
    why=Text(
        zh="总分决定等级；合计行与各指标对不上，总分就不可信。",
        en="The total decides the grade; where it is not the sum of the rows it cannot be trusted.",
    ),
    todo=Text(
        zh="把各指标的得分重新加一遍，改正合计行，或者改正填错的一项。",
        en="Add the scores up again; correct the total, or the row that is wrong.",
    ),
    passing=example(4, level1="合计", weight=90, score=89),
    failing=example(4, level1="合计", weight=90, score=85),
    judge=judge,
)
