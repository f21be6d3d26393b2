from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.standard import Fund
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {people}，而领取待遇的人上年末 {last} 人、本年末 {this} 人；"
    "调整待遇的人不会比领取待遇的人还多（已放宽一成：{high}）。",
    en="{label} says {people}, but {last} people received benefits at the end of last year and "
    "{this} at the end of this one; not more people than these can have been adjusted (with a "
    "tenth of room: {high}).",
)
_COUNTS = ("eligible", "adjusted")
_YEAR_ENDS = ("prior", "actual")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """People to be adjusted, else those that were, against who received benefits at the year-ends;
    those who died within the year leave a tenth of room."""
    for item in evidence.standard.headcounts:
        for fund in evidence.standard.funds if item.average_of else ():
            if fund.key in item.funds:
                yield from _compared(evidence, fund, f"headcounts.{fund.key}.{item.average_of}")


def _compared(evidence: Evidence, fund: Fund, pensioners: str) -> Iterator[Judgement]:
    submission, levels = evidence.submission, f"benefit_levels.{fund.key}"
    stated = [key for key in (f"{levels}.{one}" for one in _COUNTS) if submission.number(key)]
    ends = [f"{pensioners}.{measure}" for measure in _YEAR_ENDS]
    last, this = map(submission.number, ends)
    if not stated or last is None or this is None:
        return
    cells = (stated[0], *ends)
    people, most = submission.number(stated[0]) or 0, max(last, this)
    high = most * (1 + evidence.standard.limits["adjusted"])
    if people <= high or not most:
        yield Agreed(cells)
        return
    message = MESSAGE.fill(
        label=evidence.standard.label(stated[0]),
        people=number(people),
        last=number(last),
        this=number(this),
        high=number(high, 0),
    )
    yield Problem(cells, message, people, (None, float(round(high))), round(people - high))


RULE = JudgingRule(
    code="P413",
    name="adjusted-within-pensioners",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="符合调整条件人数不多于领取待遇人数",
        en="People to be adjusted are not more than receive benefits",
    ),
    why=Text(
        zh="调整的是领取待遇的人的待遇；符合条件的比领取待遇的人还多，两个人数必有一个填错。",
        en="It is their benefits that are adjusted: if more are eligible one number is wrong.",
    ),
    todo=Text(
        zh="核对符合调整条件人数、已调整人数和领取待遇人数；口径不同的，在“说明”栏写明。",
        en="Check these numbers; if they count differently, say so in the 说明 column.",
    ),
    passing={
        "headcounts": {"institution_pension": {"retirees": {"prior": 5790, "actual": 5939}}},
        "benefit_levels": {"institution_pension": {"eligible": 5631, "adjusted": 5631}},
    },
    failing={
        "headcounts": {"institution_pension": {"retirees": {"prior": 5790, "actual": 5939}}},
        "benefit_levels": {"institution_pension": {"eligible": 15631, "adjusted": 15631}},
    },
    judge=judge,
)
