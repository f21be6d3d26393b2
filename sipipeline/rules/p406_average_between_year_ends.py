from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Fund, Item
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {average}，而上年末 {last} 人、本年末 {this} 人；全年平均应在两个年末数之间"
    "（上下放宽一成：{low}～{high}）。",
    en="{label} says {average}, but there were {last} people at the end of last year and {this} "
    "at the end of this one; an average lies between them (or within a tenth: {low} to {high}).",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """The average of the year against the numbers at both ends of the year."""
    for item in evidence.standard.headcounts:
        for fund in evidence.standard.funds if item.average_of else ():
            if fund.key in item.funds:
                yield from _compared(evidence, fund, item)


def _compared(evidence: Evidence, fund: Fund, item: Item) -> Iterator[Judgement]:
    people = f"headcounts.{fund.key}"
    ends = f"{people}.{item.average_of}.prior", f"{people}.{item.average_of}.actual"
    cells = (f"{people}.{item.key}.actual", *ends)
    average, last, this = map(evidence.submission.number, cells)
    if average is None or last is None or this is None:
        return
    room = evidence.standard.limits["average"]
    low, high = min(last, this) * (1 - room), max(last, this) * (1 + room)
    if low <= average <= high:
        yield Agreed(cells)
        return
    message = MESSAGE.fill(
        label=evidence.standard.label(cells[0]),
        average=number(average),
        last=number(last),
        this=number(this),
        low=number(low, 0),
        high=number(high, 0),
    )
    off = average - (low if average < low else high)
    yield Problem(cells, message, average, (round(low), round(high)), round(off))


RULE = JudgingRule(
    code="P406",
    name="average-between-year-ends",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="本期平均人数在上年末与本年末人数之间",
        en="The average of the year lies between the two year-ends",
    ),
    why=Text(
        zh="人数一年里逐月变化，平均数不会远远超出两个年末数。",
        en="Numbers change month by month; their average does not lie far beyond both ends.",
    ),
    todo=Text(
        zh="核对平均人数和两个年末人数；确有大的变动的，在“说明”栏写明。",
        en="Check the average and both year-ends; explain a large movement in the 说明 column.",
    ),
    passing={
        "headcounts": {
            "institution_pension": {
                "retirees": {"actual": 5939, "prior": 5790},
                "average_retirees": {"actual": 5854},
            }
        }
    },
    failing={
        "headcounts": {
            "institution_pension": {
                "retirees": {"actual": 5939, "prior": 5790},
                "average_retirees": {"actual": 8554},
            }
        }
    },
    judge=judge,
)
