import math
from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.display import figure
from sipipeline.core.examples import indicator
from sipipeline.core.figures import SLACK, significant
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text
from sipipeline.core.values import frozen
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator, budget_by_rates
from sipipeline.evidence.narrative.questions.names_in_text import (
    funds_named,
    is_execution_of_funds,
    names_no_line_but_expenditure,
    subjects_named,
)
from sipipeline.evidence.narrative.questions.subjects import MONTHS
from sipipeline.evidence.narrative.quoting import wording
from sipipeline.evidence.narrative.quoting.cells import kind
from sipipeline.language.lexicon import WordPattern, words
from sipipeline.language.targets import Stated, parse
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”的实际完成值是 {actual}，{source}{value}，两处不一致。",
    en="No. {n}, “{name}”: {actual} reached, but {source} {value}.",
)
EDGE = Text(
    zh="第 {n} 项“{name}”的实际完成值是 {actual}，{source}{value}，只在取整误差的边缘上相符。",
    en="No. {n}, “{name}”: {actual} reached, and {source} {value}: they agree only at the "
    "edge of rounding.",
)
STATED = Text(zh="{label}是 ", en="{label} is")
IS_ANOTHER = Text(
    zh="这正是{label}，像是取错了数。", en=" It is just {label}, as if taken from there."
)
IMPLIED = Text(zh="由各险种的实际数和完成率推算是 ", en="the funds' actuals and rates make it")
_EDGE = 0.25
_TELLING = 3
"""Digits of a number that is rarely another figure of its fund by chance."""
_LARGEST_FRACTION = 3.0
"""A larger bare number is in percent points."""
_DIMENSIONS = {"rate": "percent", "months": "month"}
_PEOPLE, _LEVEL = "headcounts", "actual"
_COMPLETION = "expenditure.completion_rate"
_FLOW = WordPattern("{indicators.flows}")
"""Of these people only some are in the head-count."""


@frozen
class Elsewhere:
    """Where the figure of an indicator also stands."""

    words: Text
    key: str | None
    low: float
    high: float
    kind: str

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        held = _of_kind(row, evidence.submission) or _as_a_sentence(row, evidence)
        if held is not None and _is_of_amounts(row, held, evidence):
            yield Agreed((row.key("actual"), *((held.source.key,) if held.source.key else ())))
        elif held is not None:
            yield _compared(row, held, evidence.submission)


@frozen
class _RestatingRow:
    """What was reached beside the figure of the tables that it is, in its own unit."""

    source: Elsewhere
    value: float
    half_width: float
    scale: float
    """One unit of what was reached as the tables count it."""


def _is_of_amounts(row: Indicator, held: _RestatingRow, evidence: Evidence) -> bool:
    """Whether what was reached is the rate that the amounts of the tables make as these print them,
    be it not that of the cell."""
    found = evidence.restated.get(row.number)
    same = found is not None and found.compared.told.key == held.source.key
    return found is not None and same and found.quote.of_printed


def _of_kind(row: Indicator, submission: Submission) -> _RestatingRow | None:
    """A row of one of the kinds that indicator tables usually restate, held to its cell."""
    reached = parse(row.actual)
    source = _source(submission, row)
    scale = _scale(reached, source.kind) if source is not None else None
    if source is None or scale is None or reached.lo is None:
        return None
    return _RestatingRow(source, reached.lo, reached.half_width, scale)


def _as_a_sentence(row: Indicator, evidence: Evidence) -> _RestatingRow | None:
    """Any other row whose name says a figure of the tables, held to that."""
    found = evidence.restated.get(row.number)
    mention = found.quote.mention if found is not None else None
    if found is None or mention is None or not mention.value or _has_kind(found.compared.told.key):
        return None
    one, told, standard = found.compared, found.compared.told, evidence.standard
    label = STATED.fill(label=wording.label(told, standard))
    source = Elsewhere(label, told.cell, told.low, told.high, kind(told.key, standard) or "money")
    scale = one.value / mention.value
    half_width = (one.high - one.low) / 2 / abs(scale)
    if not math.isfinite(half_width):
        return None
    return _RestatingRow(source, mention.value, half_width, scale)


def _has_kind(key: str) -> bool:
    """Whether rows that state a figure are of one of those kinds."""
    of_people = keys.family(key) == _PEOPLE and keys.measure(key) == _LEVEL
    return of_people or f"{keys.item(key)}.{keys.measure(key)}" == _COMPLETION


def _scale(reached: Stated, kind: str) -> float | None:
    """One unit of what was reached as the tables count it, rates as fractions and people one by
    one; None where it is no such figure."""
    dimension, factor = reached.unit.dimension, reached.unit.factor
    unlike = dimension not in ("", _DIMENSIONS.get(kind, "people"))
    if reached.kind != "number" or reached.lo is None or unlike:
        return None
    if kind != "rate":
        return factor
    points = dimension == "percent" or reached.lo > _LARGEST_FRACTION
    return factor / 100 if points else 1.0


def _compared(row: Indicator, held: _RestatingRow, submission: Submission) -> Judgement:
    """Whether the intervals of both places, in the unit of the indicator, meet, and not only at
    their edges."""
    source, value, half_width = held.source, held.value, held.half_width
    cells = (row.key("actual"), *((source.key,) if source.key else ()))
    ends = (source.low / held.scale, source.high / held.scale)
    low, high = (significant(end) for end in sorted(ends))
    shared = min(value + half_width, high) - max(value - half_width, low)
    difference = significant(value - (low + high) / 2)
    places = {
        "n": row.number,
        "name": row.called,
        "actual": row.actual,
        "source": source.words,
        "value": figure(source.middle, source.kind),
    }
    if shared < -SLACK * abs(value):
        message = MESSAGE.fill(**places) + _elsewhere_in_tables(held, submission)
        return Problem(cells, message, value, (low, high), difference)
    if abs(difference) > half_width and shared < _EDGE * 2 * half_width:
        edge = EDGE.fill(**places)
        return Problem(cells, edge, value, (low, high), severity=Severity.INFO)
    return Agreed(cells)


def _elsewhere_in_tables(held: _RestatingRow, submission: Submission) -> Text:
    """That what was reached is to the digit another figure of the same line, or fund; nothing where
    it is none, or too short to tell."""
    key, value, near = held.source.key, held.value * held.scale, held.half_width * held.scale
    digits = f"{held.value:.10g}".replace(".", "").strip("0-")
    if key is None or len(digits) < _TELLING:
        return NOTHING
    line = [one for one in submission.claims if keys.row(one) == keys.row(key)]
    fund = [one for one in submission.claims if _is_of_same_fund(one, key)]
    for one in dict.fromkeys((*line, *fund)):
        number = submission.number(one) if one != key else None
        if number is not None and abs(number - value) <= abs(near) and _is_a(held, one, submission):
            return IS_ANOTHER.fill(label=submission.standard.label(one))
    return NOTHING


def _is_a(held: _RestatingRow, key: str, submission: Submission) -> bool:
    """Whether a figure is of the kind of that which was reached: money, people, a rate."""
    field = submission.standard.field(key)
    return field is not None and field.kind == held.source.kind


def _is_of_same_fund(one: str, key: str) -> bool:
    """Whether two figures are of one fund's account, or of its people."""
    return keys.family(one) == keys.family(key) and keys.fund(one) == keys.fund(key)


def _source(submission: Submission, row: Indicator) -> Elsewhere | None:
    """Where the figure of an indicator also stands; that of 预算执行率 as completion of the
    expenditure budget, of the fund that it names or of all."""
    if not row.execution:
        return _elsewhere(submission, row.name)
    funds = list(funds_named(row.name, submission.standard))
    of_spending = names_no_line_but_expenditure(row.name, submission.standard)
    known = of_spending and len(funds) < 2
    return _completion(submission, next(iter(funds), None)) if known else None


def _elsewhere(submission: Submission, name: str) -> Elsewhere | None:
    """Where the figure of an indicator of this name also stands."""
    funds = funds_named(name, submission.standard)
    fund = next(iter(funds), None)
    if len(funds) > 1:
        return None
    if all(word in name for word in words("indicators", "expenditure_completion")) or (
        is_execution_of_funds(name, submission.standard)
    ):
        return _completion(submission, fund)
    return _people_or_months(submission, name, fund) if fund is not None else None


def _completion(submission: Submission, fund: str | None) -> Elsewhere | None:
    if fund is not None:
        return _stated(submission, f"accounts.{fund}.{_COMPLETION}")
    total = submission.standard.total.key
    return _stated(submission, f"accounts.{total}.{_COMPLETION}") or _implied(submission)


def _people_or_months(submission: Submission, name: str, fund: str) -> Elsewhere | None:
    if _FLOW.search(name):
        return None
    subjects = subjects_named(name, fund, submission.standard)
    if MONTHS in subjects:
        return _stated(submission, f"{MONTHS.family}.{fund}.{MONTHS.item}")
    people = [subject.item for subject in subjects if subject.family == "headcounts"]
    if len(people) != 1:
        return None
    return _stated(submission, f"headcounts.{fund}.{people[0]}.actual")


def _stated(submission: Submission, key: str) -> Elsewhere | None:
    claim, field = submission.claims.get(key), submission.standard.field(key)
    if claim is None or field is None or not isinstance(claim.value, float):
        return None
    label = STATED.fill(label=submission.standard.label(key))
    low, high = claim.value - claim.half_width, claim.value + claim.half_width
    return Elsewhere(label, key, low, high, field.kind)


def _implied(submission: Submission) -> Elsewhere | None:
    """Completion of the total from the funds' own: the sum of their actuals over the budget that
    their rates leave."""
    budget = budget_by_rates(submission, "expenditure")
    if budget is None or budget[0] <= 0:
        return None
    funds = [fund.key for fund in submission.funds]
    actual = sum(submission.number(f"accounts.{fund}.expenditure.actual") or 0.0 for fund in funds)
    return Elsewhere(IMPLIED, None, actual / budget[1], actual / budget[0], "rate")


RULE = JudgingRule(
    code="I511",
    name="indicator-agrees-with-tables",
    kind=Kind.INDICATOR,
    severity=Severity.WARNING,
    title=Text(
        zh="指标的实际完成值与表中同一个数一致",
        en="An indicator agrees with the same figure elsewhere",
    ),
    why=Text(
        zh="支出预算完成率、领取待遇人数等在别的表里也填了，应是同一个数。",
        en="Completion of the expenditure budget, head-counts and the like also stand in "
        "other sheets.",
    ),
    todo=Text(zh="核对两处，改正填错的一处。", en="Check both places and correct the wrong one."),
    passing={
        "accounts": {
            "institution_pension": {
                "expenditure": {"budget": 1000, "actual": 970, "completion_rate": "97%"}
            },
            "total": {"expenditure": {"budget": 1000, "actual": 970, "completion_rate": "97%"}},
        },
        "indicators": [
            indicator(level3="社会保险基金支出预算完成率", target="95%-105%", actual="97%")
        ],
    },
    failing={
        "accounts": {
            "institution_pension": {
                "expenditure": {"budget": 1000, "actual": 970, "completion_rate": "97%"}
            },
            "total": {"expenditure": {"budget": 1000, "actual": 970, "completion_rate": "97%"}},
        },
        "indicators": [
            indicator(level3="社会保险基金支出预算完成率", target="95%-105%", actual="99%")
        ],
    },
    judge=judge,
)
