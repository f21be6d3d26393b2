"""The points of the indicator table: what was given, and what the rubric gives."""

from collections.abc import Iterator
from dataclasses import dataclass

from sipipeline.appraisal import Indicator, indicators
from sipipeline.domain.claims import Submission
from sipipeline.standards.model import Standard
from sipipeline.standards.rubric import Rubric

EXACT = 0.01
"""Points are given to a hundredth."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator with its weight and score; `half` is the half-width of the score."""

    indicator: Indicator
    level: str | None
    weight: float | None
    score: float | None
    half: float

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
        return "预算执行率" in self.indicator.name

    def key(self, column: str) -> str:
        return self.indicator.key(column)


def scored(submission: Submission, standard: Standard) -> Iterator[Scored]:
    """Every row of the table that names an indicator."""
    for row in indicators(submission, standard):
        if row.name or row.target:
            level = standard.level(row.level1)
            claim = submission.claims.get(row.key("score"))
            yield Scored(
                row,
                level.key if level is not None else None,
                submission.number(row.key("weight")),
                submission.number(row.key("score")),
                claim.half if claim is not None else 0.0,
            )


def deserved(row: Scored, rubric: Rubric) -> tuple[float, float] | None:
    """The points that a row may get: one figure for a quantity, a band for a wording; None where it is undecided."""
    judged = row.indicator.attainment
    if judged is None or not judged.decided or row.weight is None:
        return None
    if "qualitative" in (judged.target.kind, judged.actual.kind):
        low, high = rubric.bands[judged.actual.band or ("reached" if judged.status != "unmet" else "unmet")]
        return low * row.weight, high * row.weight
    if judged.completion is None:
        return (row.weight, row.weight) if judged.status != "unmet" else None
    share = 1.0 if judged.status != "unmet" else min(1.0, judged.completion)
    return share * row.weight, share * row.weight


def execution(submission: Submission, standard: Standard) -> float | None:
    """The budget execution rate: total expenditure, actual over budget; as stated where one of them is blank."""
    row = f"accounts.{standard.total.key}.expenditure"
    actual, budget = submission.number(f"{row}.actual"), submission.number(f"{row}.budget")
    if actual is not None and budget:
        return actual / budget
    return submission.number(f"{row}.completion_rate")
