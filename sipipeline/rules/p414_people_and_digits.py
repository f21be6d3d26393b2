from collections.abc import Iterator, Sequence

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.digits import OffByDigits, people
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{named}{more}；人数一年里差十倍、百倍很少见，像是多写或少写了一位，或者单位不同。",
    en="{named}{more}; within a year people hardly become ten or a hundred times as many: there "
    "seems to be a digit too many or too few, or another unit.",
)
NAMED = Text(
    zh="{label}填 {this}，上年 {last}，是上年的 {times} 倍",
    en="{label} says {this}, last year {last}: {times} times as many",
)
MORE = Text(zh="，共 {count} 个人数这样", en=", {count} such numbers in all")
_MOST = 3


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Head-counts of this year that are ten or a hundred times last year's, or the reverse, told
    once for the workbook."""
    submission = evidence.submission
    pairs = [pair for fund in evidence.standard.funds for pair in people(submission, fund)]
    found = [pair.off for pair in pairs if pair.off is not None]
    if found:
        yield _problem(found, submission)
    elif pairs:
        yield Agreed(tuple(key for pair in pairs for key in pair.keys))


def _problem(found: Sequence[OffByDigits], submission: Submission) -> Problem:
    named = [_named(one, submission) for one in found[:_MOST]]
    more = MORE.fill(count=len(found)) if len(found) > _MOST else NOTHING
    cells = [key for one in found for key in (one.key, *one.others)]
    stated = submission.number(cells[0])
    return Problem((*cells,), MESSAGE.fill(named=join(named, "；", "; "), more=more), stated)


def _named(one: OffByDigits, submission: Submission) -> Text:
    this, last = submission.number(one.key) or 0, submission.number(one.others[0]) or 0
    return NAMED.fill(
        label=submission.standard.label(one.key),
        this=number(this),
        last=number(last),
        times=number(this / last, 2),
    )


RULE = JudgingRule(
    code="P414",
    name="people-and-digits",
    kind=Kind.PLAUSIBILITY,
    severity=Severity.WARNING,
    title=Text(
        zh="本年人数不是上年的十倍、百倍", en="People are not ten or a hundred times last year's"
    ),
    why=Text(
        zh="整列人数都多写一位时，增减数、增减率都随着变，彼此相符，只有与上年相比才看得出来。",
        en="Where a whole column has a digit too many all agrees; only last year shows it.",
    ),
    todo=Text(
        zh="对照业务报表核对这些人数；确实有这样大的变化的，在“说明”栏写明。",
        en="Check these numbers; if people really changed so much, say so in the 说明 column.",
    ),
    passing={"headcounts": {"work_injury": {"participants": {"actual": 56300, "prior": 54800}}}},
    failing={"headcounts": {"work_injury": {"participants": {"actual": 563000, "prior": 54800}}}},
    judge=judge,
)
