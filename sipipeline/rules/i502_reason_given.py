import re
from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import fold, has, phrases
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”没有达到指标值，偏差原因{shown}。",
    en="No. {n}, “{name}”, was missed, and the reason {shown}.",
)
BLANK = Text(zh="没有填", en="is blank")
REACHED = Text(
    zh="第 {n} 项“{name}”达到了指标值，偏差原因却写“{words}”。",
    en="No. {n}, “{name}”, was reached, but the reason says “{words}”.",
)
WHICH = Text(
    zh="核对实际完成值：填错的改正；确实达到了的，把这句原因删去。",
    en="Check what was reached: correct it if it is wrong; if not, take the reason out.",
)
_MISSED = re.compile(phrases("reasons", "missed"))
WORD = Text(zh="只填了“{word}”", en="only says “{word}”")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        if row.attainment is not None and row.attainment.is_met and _says_missed(row.reason):
            told = REACHED.fill(n=row.number, name=row.called, words=row.reason)
            keys = (row.key("reason"), row.key("actual"))
            yield Problem(keys, told, severity=Severity.WARNING, todo=WHICH)
        if row.attainment is None or row.attainment.status != "unmet" or row.spends_less:
            continue
        if row.explained:
            yield Agreed((row.key("reason"),))
            continue
        shown = WORD.fill(word=row.reason) if row.reason else BLANK
        yield Problem(
            (row.key("reason"), row.key("actual")),
            MESSAGE.fill(n=row.number, name=row.called, shown=shown),
        )


def _says_missed(reason: str) -> bool:
    """Whether a reason says that the target itself was missed, and not that some were, or at
    first."""
    found = _MISSED.search(fold(reason))
    if found is None or has(reason, "reasons", "but"):
        return False
    return not has(fold(reason)[: found.start()], "reasons", "others")


RULE = JudgingRule(
    code="I502",
    name="reason-given",
    kind=Kind.MISSING,
    severity=Severity.ERROR,
    title=Text(
        zh="没有达到的指标写明了偏差原因，达到的没有写未达到",
        en="A missed target comes with a reason, and a reached one with none of being missed",
    ),
    why=Text(
        zh="“无”、“/”或空白都不算原因。", en="A blank, a slash or a word for none is no reason."
    ),
    todo=Text(
        zh="在“偏差原因分析及改进措施”栏写明没有达到的原因和改进措施。",
        en="Write why the target was missed and what will be done about it.",
    ),
    passing={
        "indicators": [indicator(target="≥9203人", actual="9175人", reason="年内去世人员多于预计")]
    },
    failing={"indicators": [indicator(target="≥9203人", actual="9175人", reason="无")]},
    judge=judge,
)
