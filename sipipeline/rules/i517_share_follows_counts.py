from collections.abc import Iterator

from sipipeline.core.display import number
from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.stated_shares import stated_share
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="第 {n} 项“{name}”的实际完成值“{actual}”对不上：按其中的数算是 {made}%，写的是 {stated}。",
    en="No. {n}, “{name}”: “{actual}” does not go together; its counts make {made}%, not {stated}.",
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        share = stated_share(row.target, row.actual, row.name)
        if share is None:
            continue
        if share.holds:
            yield Agreed((row.key("actual"),))
            continue
        message = MESSAGE.fill(
            n=row.number,
            name=row.called,
            actual=row.actual,
            made=number(share.made, 2),
            stated=share.words,
        )
        yield Problem((row.key("actual"), row.key("target")), message)


RULE = JudgingRule(
    code="I517",
    name="share-follows-counts",
    kind=Kind.INDICATOR,
    severity=Severity.WARNING,
    title=Text(
        zh="实际完成值里写的比率，与同一格里的数相符",
        en="A rate that is stated with counts is the one that they make",
    ),
    why=Text(
        zh="“应发9203人，实发9175人，发放率98.7%”：按人数算是 99.7%，两个数里至少有一个是错的。",
        en="Of counts and a rate that do not go together, one at least is wrong.",
    ),
    todo=Text(
        zh="核对这一格里的数和比率，改正填错的一个；比率另有算法的，在偏差原因栏写明怎么算。",
        en="Check counts and rate in this cell, and correct what is wrong; if the rate is one of "
        "something else, say in the reason column of what.",
    ),
    passing={
        "indicators": [
            indicator(
                level3="待遇发放率", target="≥99%", actual="应发9203人，实发9175人，发放率99.7%"
            )
        ]
    },
    failing={
        "indicators": [
            indicator(
                level3="待遇发放率", target="≥98%", actual="应发9203人，实发9175人，发放率98.7%"
            )
        ]
    },
    judge=judge,
)
