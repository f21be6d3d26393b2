"""The points of the indicator table: what was given, and what the rubric gives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sipipeline.core.standard import Rubric
from sipipeline.core.submission import Submission
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.levels import first_level

EXACT = 0.01
"""Points are given to a hundredth."""


_EXAMPLE: tuple[dict[str, Any], ...] = (
    {
        "level1": "产出指标",
        "level2": "数量指标",
        "level3": "享受待遇人数",
        "target": "≥100人",
        "actual": "110人",
        "weight": 50,
        "score": 50,
    },
    {
        "level1": "效益指标",
        "level2": "社会效益指标",
        "level3": "政策知晓率",
        "target": "≥90%",
        "actual": "95%",
        "weight": 30,
        "score": 30,
    },
    {
        "level1": "满意度指标",
        "level2": "满意度指标",
        "level3": "群众满意度",
        "target": "≥90%",
        "actual": "81%",
        "weight": 10,
        "score": 9,
        "reason": "问卷回收较少",
    },
)


def example(number: int = 0, **changes: object) -> Mapping[str, Any]:
    """Data of a table that is weighted and scored rightly, row `number` changed: what the scoring
    rules show."""
    return {
        "indicators": [row | changes if at == number else row for at, row in enumerate(_EXAMPLE, 1)]
    }


@dataclass(frozen=True, slots=True)
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
    def name(self) -> str:
        return self.indicator.name

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
        return judged is not None and judged.status == "unmet"

    def key(self, column: str) -> str:
        return self.indicator.key(column)


def scored(submission: Submission, rows: Sequence[Indicator]) -> Iterator[Scored]:
    """Every row of the table that names an indicator."""
    for row in rows:
        if row.name or row.target or row.execution:
            level = first_level(submission.standard, row.level1)
            claim = submission.claims.get(row.key("score"))
            yield Scored(
                row,
                level.key if level is not None else None,
                submission.number(row.key("weight")),
                submission.number(row.key("score")),
                claim.half_width if claim is not None else 0.0,
            )


def deserved(row: Scored, rubric: Rubric) -> tuple[float, float] | None:
    """The points that a row may get: one figure for a quantity, a band for a wording; None where it
    is undecided."""
    judged = row.indicator.attainment
    if judged is None or not judged.decided or row.weight is None:
        return None
    worded = judged.actual.kind == "qualitative" and not judged.actual.none
    if worded or judged.target.kind == "qualitative":
        low, high = rubric.bands[judged.actual.band or ("unmet" if row.missed else "reached")]
        return low * row.weight, high * row.weight
    if not row.missed:
        return row.weight, row.weight
    if judged.completion is None:
        return None
    points = min(1.0, judged.completion) * row.weight
    return points, points


def execution(submission: Submission) -> float | None:
    """The budget execution rate: total expenditure, actual over budget; as stated where one of them
    is blank."""
    row = f"accounts.{submission.standard.total.key}.expenditure"
    actual, budget = submission.number(f"{row}.actual"), submission.number(f"{row}.budget")
    if actual is not None and budget:
        return actual / budget
    return submission.number(f"{row}.completion_rate")
