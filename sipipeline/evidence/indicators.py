"""The indicator table as the rules judge it: each row with its levels, and target against what was
reached; and what the tables make of a budget."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.core.findings import IndicatorResult
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.values import frozen
from sipipeline.evidence.levels import bare, first_level
from sipipeline.evidence.misplaced_columns import MisplacedColumn, misplaced
from sipipeline.language.attainment import attain
from sipipeline.language.comparison import COMPARED, Attainment
from sipipeline.language.fillings import is_above
from sipipeline.language.harm import speaks_of_harm
from sipipeline.language.lexicon import has, words
from sipipeline.language.numbers import compact, is_blank_word
from sipipeline.language.wordings import is_no_reason

_LEVELS = ("level1", "level2", "level3")
_OF_FIGURES = frozenset({"target", "actual", "weight", "score"})
NONE = "0"
"""The target of what must not happen."""


@frozen
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
    execution: bool = False
    """Whether the row is the budget execution rate of a printed score table."""
    asked: str = ""
    """The target as it is judged: 0 for 无 where the name speaks of harm."""
    reason_above: str = ""
    """The last reason that is written above this row: what 同上 stands for."""

    def key(self, column: str) -> str:
        return f"indicators.{self.number}.{column}"

    @property
    def called(self) -> str:
        """The name, or the level that stands for it, as of 预算执行率（10分）."""
        return self.name or self.level2 or self.level1

    @property
    def explained(self) -> bool:
        """Whether a reason is given; 无, 已完成 and the like are none, nor is 同上 below none."""
        reason = self.reason_above if is_above(self.reason) else self.reason
        return not is_no_reason(reason) and compact(reason) != compact(self.actual)

    @property
    def spends_less(self) -> bool:
        """Whether the budget execution rate is below a plain 100%: less was spent than there was,
        which has its share of the points and is no missed target."""
        judged = self.attainment
        if judged is None or not self.execution or judged.status != "unmet":
            return False
        return judged.target.kind == "number" and judged.target.direction is None

    @property
    def in_parts(self) -> bool:
        """Whether a part of one is told of what is counted one by one, and is no average: 9203.5人
        for ≥9203人."""
        judged = self.attainment
        if judged is None or has(self.name, "indicators", "averages"):
            return False
        unit, figure = judged.actual.unit, judged.actual.lo
        whole = unit.symbol in words("indicators", "counted_things") and unit.factor == 1
        counted = whole and not unit.per and judged.actual.point and figure is not None
        targets = (judged.target.lo, judged.target.hi)
        asks_whole = all(end is None or float(end).is_integer() for end in targets)
        return bool(counted and asks_whole and not float(figure or 0).is_integer())

    @property
    def capacity(self) -> bool:
        """Whether the indicator is what the fund can bear, of which there is never too much."""
        in_months = self.attainment is not None and self.attainment.target.unit.dimension == "month"
        return in_months or any(word in self.name for word in words("indicators", "capacity"))

    @property
    def quantity(self) -> bool:
        """Whether the second level asks for a quantity."""
        return any(word in self.level2 for word in words("indicators", "counted"))

    @property
    def cost(self) -> bool:
        """Whether the second level asks for a cost."""
        return has(self.level2, "indicators", "levels", "cost")


def indicators(submission: Submission, moved: MisplacedColumn | None) -> Iterator[Indicator]:
    """The rows that state an indicator, in the order of the sheet; totals and notes are none. Where
    a column is misplaced, targets and results are taken as they were meant."""
    level1 = level2 = above = ""
    for number, written in _rows(submission).items():
        meant = moved.meant.get(number) if moved is not None else written
        if meant is None:
            continue
        cells = {**written, "target": meant["target"], "actual": meant["actual"]}
        if cells["level1"] and cells["level1"] != level1:
            level1, level2 = cells["level1"], ""
        level2 = cells["level2"] or level2
        row = _indicator(submission, number, level1, level2, cells)
        yield replace(row, reason_above=above)
        above = above if is_above(row.reason) or not row.reason else row.reason


def misplaced_columns(submission: Submission) -> MisplacedColumn | None:
    """What stands where it should not in the table; None where nothing does."""
    return misplaced(_rows(submission))


def is_indicator(submission: Submission, number: int) -> bool:
    """Whether a row is neither a total nor a note: 合计, 产出指标小计, 注：…."""
    cells = _cells(submission, number)
    names = _names(cells)
    totals = words("indicators", "totals")
    if any(name in totals for name in names):
        return False
    if cells["target"] or cells["actual"] or not names:
        return True
    noted = names[0].startswith(words("indicators", "notes"))
    return not noted and not any(name.endswith(totals) for name in names)


def total_name(submission: Submission, number: int) -> str:
    """What a row with the total of others is called: 合计, 产出指标小计; "" for any other row."""
    if is_indicator(submission, number):
        return ""
    totals = words("indicators", "totals")
    names = _names(_cells(submission, number))
    return next((name for name in names if name.endswith(totals)), "")


def results(submission: Submission, rows: Sequence[Indicator]) -> list[IndicatorResult]:
    """Reached, exceeded, not reached or undecided, for each row."""
    found = []
    for row in rows:
        judged = row.attainment
        found.append(
            IndicatorResult(
                row.number,
                row.name,
                row.target,
                row.actual,
                judged.status if judged else "undecided",
                judged.completion if judged else None,
                judged.reason if judged else None,
                submission.cell(row.key("actual")),
                row.reason if row.explained else "",
            )
        )
    return found


def of_satisfaction(words_of: str) -> bool:
    """Whether a clause, or the name of an indicator, speaks of satisfaction."""
    return any(word in words_of for word in words("indicators", "satisfaction"))


def _rows(submission: Submission) -> dict[int, dict[str, str]]:
    """The texts of the rows that state an indicator, by their numbers."""
    numbers = submission.rows("indicators")
    stating = (number for number in numbers if is_indicator(submission, number))
    return {number: _cells(submission, number) for number in stating}


def _names(cells: Mapping[str, str]) -> Sequence[str]:
    """What a row writes under its levels."""
    return [compact(cells[level]) for level in _LEVELS if cells[level]]


def _indicator(
    submission: Submission, number: int, level1: str, level2: str, cells: dict[str, str]
) -> Indicator:
    target, actual = cells["target"], cells["actual"]
    year = submission.number("cover.year")
    asked = NONE if _asks_for_none(target, cells["level3"]) else target
    judged = None
    if not is_blank_word(asked):
        level = bare(level2) or bare(level1)
        judged = attain(asked, actual, level, cells["level3"], int(year) if year else None)
        if not judged.decided and is_blank_word(actual):
            judged = _none_of(judged, actual)
    return Indicator(
        number,
        level1,
        level2,
        cells["level3"],
        target,
        actual,
        cells["reason"],
        judged,
        execution=_is_execution(submission, level1, cells),
        asked=asked,
    )


def _none_of(judged: Attainment, actual: str) -> Attainment | None:
    """无 for ≥1次 is none at all, and missed; None of any other cell that is as good as blank."""
    target = judged.target
    is_none = compact(actual) in words("none", "words")
    counted = target.unit.symbol in words("indicators", "done_things")
    if not is_none or not counted or target.lo is None or target.lo <= 0 or target.sense:
        return None
    none = replace(judged, actual=replace(judged.actual, kind="number", lo=0.0, hi=0.0))
    return none.missed(COMPARED, 0.0, target.lo)


def _is_execution(submission: Submission, level1: str, cells: Mapping[str, str]) -> bool:
    """Whether a row is the printed one of budget execution, and not one that has a target under a
    first level with points of its own, as 支出预算执行率 under 产出."""
    known = words("indicators", "execution")
    if not any(word in "".join(cells[level] for level in _LEVELS) for word in known):
        return False
    level = first_level(submission.standard, level1)
    own_points = level is not None and level.key in submission.standard.rubric.weights
    return not (own_points and cells["target"]) or bare(cells["level3"]) in known


def _asks_for_none(target: str, name: str) -> bool:
    """Whether 无 is a target of 0, and not a cell left blank: of 违规情况, not of 参保人数."""
    says_none = is_blank_word(target) and compact(target) in words("none", "words")
    return says_none and speaks_of_harm(name)


def _cells(submission: Submission, number: int) -> dict[str, str]:
    """The texts of a row by column."""
    columns = [column.key for column in submission.standard.indicators]
    cells = {column: submission.text(f"indicators.{number}.{column}") for column in columns}
    for column in cells.keys() & _OF_FIGURES:
        cells[column] = _as_text(submission.claims.get(f"indicators.{number}.{column}"))
    return cells


def _as_text(claim: Claim | None) -> str:
    """A cell's text; a number as a person would write it."""
    if claim is None:
        return ""
    if isinstance(claim.raw, float):
        return f"{claim.raw:.15g}"
    return str(claim.raw).strip()


# ---------------------------------------------------------------- the budget that rates imply
def budget_by_rates(submission: Submission, item: str) -> tuple[float, float] | None:
    """What the actuals and completion rates of all the funds that are reported make of the budget
    of the total, in the unit of the workbook; None where one of them is not stated."""
    low = high = 0.0
    for fund in submission.funds:
        row = f"accounts.{fund.key}.{item}"
        if submission.standard.field(f"{row}.actual") is None:
            continue
        implied = _budget(
            submission.claims.get(f"{row}.actual"), submission.claims.get(f"{row}.completion_rate")
        )
        if implied is None:
            return None
        low, high = low + implied[0], high + implied[1]
    return low, high


def _budget(spent: Claim | None, rate: Claim | None) -> tuple[float, float] | None:
    """Actual over completion rate, give or take the rounding of both."""
    if spent is None or rate is None:
        return None
    if not isinstance(spent.value, float) or not isinstance(rate.value, float):
        return None
    if rate.value <= rate.half_width or spent.value < 0:
        return None
    least = max(0.0, spent.value - spent.half_width) / (rate.value + rate.half_width)
    return least, (spent.value + spent.half_width) / (rate.value - rate.half_width)
