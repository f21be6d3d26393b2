"""The indicator table as the rules judge it: each row with its levels, and target against what was
reached; and what the tables make of a budget."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sipipeline.core.findings import IndicatorResult
from sipipeline.core.submission import Submission
from sipipeline.language.attainment import Attainment, attain
from sipipeline.language.lexicon import words
from sipipeline.language.numbers import is_blank_word


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the table; a blank level is that of the row above, as in a merged cell."""

    number: int
    level1: str
    level2: str
    name: str
    target: str
    actual: str
    reason: str
    attainment: Attainment | None
    """None where the target or what was reached is blank."""

    def key(self, column: str) -> str:
        return f"indicators.{self.number}.{column}"

    @property
    def explained(self) -> bool:
        """Whether a reason is given; 无 and the like are none."""
        return not is_blank_word(self.reason)

    @property
    def quantity(self) -> bool:
        """Whether the second level asks for a quantity."""
        return any(word in self.level2 for word in words("indicators", "counted"))


def indicators(submission: Submission) -> Iterator[Indicator]:
    """The rows that have something in them, in the order of the sheet."""
    level1 = level2 = ""
    year = submission.number("cover.year")
    for number in submission.rows("indicators"):
        cells = {
            column.key: submission.text(f"indicators.{number}.{column.key}")
            for column in submission.standard.indicators
        }
        if cells["level1"] and cells["level1"] != level1:
            level1, level2 = cells["level1"], ""
        level2 = cells["level2"] or level2
        target, actual = (
            _as_text(submission, f"indicators.{number}.{name}") for name in ("target", "actual")
        )
        judged = None
        if not is_blank_word(target) and not is_blank_word(actual):
            lower = lower_is_better(cells["level3"])
            judged = attain(target, actual, lower, int(year) if year else None)
        yield Indicator(
            number, level1, level2, cells["level3"], target, actual, cells["reason"], judged
        )


def results(submission: Submission, rows: Sequence[Indicator]) -> list[IndicatorResult]:
    """Reached, exceeded, not reached or undecided, for each row."""
    found = []
    for row in rows:
        judged = row.attainment
        status, completion = (judged.status, judged.completion) if judged else ("undecided", None)
        reason = judged.reason if judged else None
        cell = submission.cell(row.key("actual"))
        found.append(
            IndicatorResult(
                row.number, row.name, row.target, row.actual, status, completion, reason, cell
            )
        )
    return found


def lower_is_better(name: str) -> bool:
    """Whether the name of an indicator speaks of something that is the better the less there is."""
    return any(word in name for word in words("indicators", "lower_is_better"))


def of_satisfaction(words_of: str) -> bool:
    """Whether a clause, or the name of an indicator, speaks of satisfaction."""
    return any(word in words_of for word in words("indicators", "satisfaction"))


def _as_text(submission: Submission, key: str) -> str:
    """A cell's text; a number as a person would write it."""
    claim = submission.claims.get(key)
    if claim is None:
        return ""
    if isinstance(claim.raw, float):
        return f"{claim.raw:.15g}"
    return str(claim.raw).strip()


def budget_by_rates(submission: Submission, item: str) -> tuple[float, float] | None:
    """What the actuals and completion rates of all the funds that are reported make of the budget
    of the total, in the unit of the workbook; None where one of them is not stated."""
    low = high = 0.0
    for fund in submission.standard.funds:
        row = f"accounts.{fund.key}.{item}"
        if not submission.reports(fund.key) or submission.standard.field(f"{row}.actual") is None:
            continue
        spent, rate = (
            submission.claims.get(f"{row}.actual"),
            submission.claims.get(f"{row}.completion_rate"),
        )
        if (
            spent is None
            or rate is None
            or not isinstance(spent.value, float)
            or not isinstance(rate.value, float)
        ):
            return None
        if rate.value <= rate.half_width or spent.value < 0:
            return None
        low += max(0.0, spent.value - spent.half_width) / (rate.value + rate.half_width)
        high += (spent.value + spent.half_width) / (rate.value - rate.half_width)
    return low, high
