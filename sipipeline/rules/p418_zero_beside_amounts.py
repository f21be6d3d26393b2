from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text
from sipipeline.evidence.account_columns import in_columns
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.zero_lines import ZeroLine, zero_lines
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(zh="{label}填 0，而{others}。{within}", en="{label} says 0, but {others}.{within}")
WITHIN = Text(
    zh="“{item}”填 {stated}，比自己的{others} 多出的正与它相当，像是并进了那一行。",
    en=" {item} says {stated}, besides its own ({others}) just as much: it seems to be counted in "
    "that line.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for each line with a 0 where much was to be expected."""
    told = {key for one in evidence.misplaced_amounts for key in one.keys}
    for one in zero_lines(evidence.submission, told):
        yield _problem(one, evidence.submission)


def _problem(one: ZeroLine, submission: Submission) -> Problem:
    standard, line, holder = submission.standard, one.line, one.within
    cells, within = (line.key, *line.beside), NOTHING
    if holder is not None:
        cells = (*cells, holder.key)
        within = WITHIN.fill(
            item=standard.brief(holder.key, line.key),
            stated=number(holder.amount),
            others=in_columns(holder.beside, submission),
        )
    message = MESSAGE.fill(
        label=standard.label(line.key), others=in_columns(line.beside, submission), within=within
    )
    return Problem(cells, message, stated=0.0)


RULE = JudgingRule(
    code="P418",
    name="zero-beside-amounts",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="预算和上年都有大额的行，本年不是 0；本年和上年都有大额的行，预算不是 0",
        en="A line with a large budget and last year's figure is not 0, nor a budget beside such",
    ),
    why=Text(
        zh="漏填的数写成 0，合计由公式跟着少算，表内就都相符。只问本级自己的收支："
        "占收入或支出五分之一以上的，一般的行二十分之一以上且满 500 万元的；"
        "有人缴费而保险费收入为 0 的。",
        en="Where a figure was left out as 0, sums by formula agree with it. Asked are lines of a "
        "fifth of income or expenditure, actuals of a twentieth that are five million yuan, "
        "and contributions of 0 while there are contributors; not what levels pay each other.",
    ),
    todo=Text(
        zh="漏填的照账补填；确实是 0 的，在“说明”栏写明原因。",
        en="Fill in what was left out; if it really is 0, say why in the 说明 column.",
    ),
    passing=account(
        "work_injury",
        income={"budget": 640, "actual": 611, "prior": 580},
        contributions={"budget": 620, "actual": 598, "prior": 566},
        interest={"budget": 20, "actual": 0, "prior": 14},
    ),
    failing=account(
        "work_injury",
        income={"budget": 640, "actual": 13, "prior": 580},
        contributions={"budget": 620, "actual": 0, "prior": 566},
        interest={"budget": 20, "actual": 13, "prior": 14},
    ),
    judge=judge,
)
