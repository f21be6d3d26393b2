"""The points of the indicator table: what was given, and what the rubric gives."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sipipeline.core.standard import Level, Rubric, Standard
from sipipeline.core.submission import Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.levels import first_level, is_printed_under, owner
from sipipeline.language.attainment import attain
from sipipeline.language.comparison import Attainment
from sipipeline.language.numbers import compact
from sipipeline.language.units import PERCENT
from sipipeline.standards.tables import FOLDER, table_of

_WHOLE = 100
EXACT = 0.01
"""Points are given to a hundredth."""
_WHOLE_BUDGET = "100%"
"""What budget execution is measured by where it has no target."""


def example(number: int = 0, **changes: object) -> Mapping[str, Any]:
    """Data of a table that is weighted and scored rightly, row `number` changed, or added behind
    the last: what the scoring rules show."""
    rows = dict(enumerate(_right_table(), 1))
    if number:
        rows[number] = rows.get(number, {}) | changes
    return {"indicators": [*rows.values()]}


@frozen
class Scored:
    """An indicator with its weight and score; `half_width` is the half-width of the score."""

    indicator: Indicator
    level: str | None
    weight: float | None
    score: float | None
    half_width: float

    @property
    def number(self) -> int:
        return self.indicator.number

    @property
    def level1(self) -> str:
        return self.indicator.level1

    @property
    def level2(self) -> str:
        return self.indicator.level2

    @property
    def name(self) -> str:
        return self.indicator.called

    @property
    def target(self) -> str:
        return self.indicator.target

    @property
    def actual(self) -> str:
        return self.indicator.actual

    @property
    def execution(self) -> bool:
        """Whether this row is the budget execution rate itself."""
        return self.indicator.execution

    @property
    def missed(self) -> bool:
        judged = self.indicator.attainment
        unmet = judged is not None and judged.status == "unmet"
        return unmet and not self.indicator.spends_less

    @property
    def is_within(self) -> bool:
        """Whether there is a score, and it is of the points that there are."""
        return self.score is not None and 0 <= self.score <= (self.weight or 0.0)

    def key(self, column: str) -> str:
        return self.indicator.key(column)


def scored(submission: Submission, rows: Sequence[Indicator]) -> Iterator[Scored]:
    """Every row of the table that names an indicator."""
    shares = shares_of_weights(submission, rows)
    for row in rows:
        if row.name or row.target or row.execution:
            level = first_level(submission.standard, row.level1)
            weight, score = (submission.number(row.key(column)) for column in ("weight", "score"))
            claim = submission.claims.get(row.key("score"))
            unit = (weight or 0.0) / _WHOLE if row.key("score") in shares else 1.0
            yield Scored(
                row,
                level.key if level is not None else None,
                weight,
                score * unit if score is not None else None,
                claim.half_width * unit if claim is not None else 0.0,
            )


def shares_of_weights(submission: Submission, rows: Sequence[Indicator]) -> frozenset[str]:
    """The keys of the scores that are typed as shares of their weights, 100% of 10 points; none
    where a percent sign stands for points, 10% of 10 points."""
    typed = [
        (
            row.key("score"),
            submission.number(row.key("score")),
            submission.number(row.key("weight")),
        )
        for row in rows
        if in_percent(submission, row.key("score"))
        and not in_percent(submission, row.key("weight"))
    ]
    known = [(key, score, weight) for key, score, weight in typed if score is not None and weight]
    above = any(weight < score <= _WHOLE for _, score, weight in known)
    return frozenset(key for key, score, _ in known if above and score <= _WHOLE)


def in_percent(submission: Submission, key: str) -> bool:
    """Whether a figure is typed with a percent sign."""
    claim = submission.claims.get(key)
    raw = claim.raw if claim is not None else None
    return isinstance(raw, str) and PERCENT.symbol in compact(raw)


def misplaced(standard: Standard, rows: Sequence[Scored]) -> dict[int, Level]:
    """The first level to which the second level of a row belongs, by the number of each row that
    stands under another. What forms print there too is misplaced only where the weights add up once
    it is moved."""
    owners = {row.number: owner(standard, row.level1, row.level2) for row in rows}
    moved = {number: level for number, level in owners.items() if level is not None}
    if _add_up(standard, rows, moved):
        return moved
    printed = {row.number for row in rows if _is_printed_there(standard, row)}
    return {number: level for number, level in moved.items() if number not in printed}


def deserved(row: Scored, rubric: Rubric) -> tuple[float, float] | None:
    """The points that a row may get: one figure for a quantity, a band for a wording; None where it
    is undecided. Budget execution without a target gets its share of the points."""
    judged = row.indicator.attainment
    if judged is None and row.execution and not row.target:
        judged = attain(_WHOLE_BUDGET, row.actual)
    if judged is None or not judged.decided or row.weight is None:
        return None
    if _has_band(judged):
        band = "unmet" if row.missed else "reached"
        low, high = rubric.bands[judged.actual.band or band]
        return low * row.weight, high * row.weight
    return _points(judged, row.weight)


def execution(submission: Submission) -> float | None:
    """The budget execution rate: total expenditure, actual over budget; as stated where one of them
    is blank."""
    row = f"accounts.{submission.standard.total.key}.expenditure"
    actual, budget = submission.number(f"{row}.actual"), submission.number(f"{row}.budget")
    if actual is not None and budget:
        return actual / budget
    return submission.number(f"{row}.completion_rate")


@frozen
class TotalScore:
    """What the scores of a table make."""

    points: float
    """Of the rows."""
    executed: float | None
    """The budget execution rate, where it has points and no row of the table."""
    gained: float
    """The points that it makes."""

    @property
    def total(self) -> float:
        return self.points + self.gained


def total_score(submission: Submission, rows: Sequence[Scored]) -> TotalScore | None:
    """What the scores make where every weighted row has one, with the points of budget execution
    where they are left out and fit beside them; None where a score is missing, or beyond its
    weight."""
    weighted = [row for row in rows if row.weight is not None]
    scores = [row.score or 0.0 for row in weighted if row.is_within]
    if not weighted or len(scores) < len(weighted):
        return None
    rubric, executed = submission.standard.rubric, execution(submission)
    if executed is None or not _leave_room_for_execution(weighted, rubric):
        return TotalScore(sum(scores), None, 0.0)
    return TotalScore(sum(scores), executed, min(1.0, executed) * rubric.execution)


def _leave_room_for_execution(rows: Sequence[Scored], rubric: Rubric) -> bool:
    """Whether the budget execution rate is no row of the table, and its points fit beside them."""
    if any(row.execution for row in rows):
        return False
    return sum(row.weight or 0 for row in rows) + rubric.execution <= _WHOLE + EXACT


def _has_band(judged: Attainment) -> bool:
    """Whether a wording has a band of points, and not a share of them: 完成80%, 发生1起."""
    if judged.status == "unmet" and judged.completion is not None:
        return False
    worded = judged.actual.kind == "qualitative" and not judged.actual.none
    return worded or judged.target.kind == "qualitative"


@cache
def _right_table() -> tuple[dict[str, Any], ...]:
    return tuple(table_of(FOLDER / "scored_table.toml")["indicators"])


def _is_printed_there(standard: Standard, row: Scored) -> bool:
    given = first_level(standard, row.level1)
    return given is not None and is_printed_under(given, row.level2)


def _add_up(standard: Standard, rows: Sequence[Scored], moved: Mapping[int, Level]) -> bool:
    """Whether each first level has the points that the rubric gives it, with some rows moved."""
    points = dict.fromkeys((level.key for level in standard.levels), 0.0)
    for row in rows:
        key = moved[row.number].key if row.number in moved else row.level
        if key is not None and not row.execution:
            points[key] += row.weight or 0.0
    wanted = standard.rubric.weights
    return all(abs(points[key] - wanted[key]) <= EXACT for key in points if wanted.get(key))


def _points(judged: Attainment, weight: float) -> tuple[float, float] | None:
    """The points of a figure: all of them where it is reached."""
    completion = judged.completion if judged.status == "unmet" else 1.0
    if completion is None:
        return None
    points = min(1.0, completion) * weight
    return points, points
