import re
from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import one_of, phrases
from sipipeline.language.numbers import is_blank_word, normalise
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

CLAIM = Text(
    zh="{field}写“{words}”，但绩效自评表有 {count} 项没有达到（{rows}）。",
    en="{field} says “{words}”, but {count} targets were missed ({rows}).",
)
ROW = Text(
    zh="第 {n} 项{name}：{target}，实际 {actual}", en="no. {n} {name}: {target}, {actual} reached"
)
_ALL_REACHED = re.compile(phrases("achievement", "all_reached"))
_NO_REASONS = re.compile(phrases("achievement", "no_reasons") + "(?:$|[。；])")
_EXCEPTION = re.compile(one_of("achievement", "exceptions"))


def judge(evidence: Evidence) -> Iterator[Judgement]:
    missed = [
        row for row in evidence.indicators if row.attainment and row.attainment.status == "unmet"
    ]
    for field, text in evidence.texts:
        if not (words := _claimed(field, text)):
            continue
        if not missed:
            yield Agreed((field,))
            continue
        rows = join(
            [
                ROW.fill(n=r.number, name=r.name, target=r.target, actual=r.actual)
                for r in missed[:3]
            ],
            "；",
            "; ",
        )
        message = CLAIM.fill(
            field=evidence.standard.label(field), words=words, count=len(missed), rows=rows
        )
        yield Problem((field, *(row.key("actual") for row in missed)), message)


def _claimed(field: str, text: str) -> str:
    """The words that say that all was reached; "" where none do."""
    text = "".join(normalise(text).split())
    if field == "narrative.unmet_reasons" and is_blank_word(text):
        return text
    if keys.is_paragraph(field) and (none := _NO_REASONS.search(text)):
        return none.group()
    says_all = field == "narrative.achievement" or keys.is_paragraph(field)
    found = _ALL_REACHED.search(text) if says_all else None
    if found is None or _EXCEPTION.search(re.split(r"[。；;]", text[: found.start()])[-1]):
        return ""
    return found.group()


RULE = JudgingRule(
    code="N603",
    name="achievement-is-true",
    kind=Kind.NARRATIVE,
    severity=Severity.ERROR,
    title=Text(
        zh="有指标没有达到，文字不称全部完成",
        en="The narrative does not claim more than was reached",
    ),
    why=Text(
        zh="表里有没达到的指标，文字却写“完成率100%”“未完成原因：无”，前后矛盾。",
        en=(
            "A table with missed targets contradicts a text that says all were reached, or "
            "gives 无 as the reason."
        ),
    ),
    todo=Text(
        zh="按表中实际情况改写文字，并写明未完成的原因。",
        en="Write what the table shows, and why targets were missed.",
    ),
    passing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥9203人",
                "actual": "9175人",
                "reason": "年内去世人员多于预计",
            }
        ],
        "narrative": {
            "achievement": "除享受待遇人数外，其余指标均已完成。",
            "unmet_reasons": "年内去世人员多于预计",
        },
    },
    failing={
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "享受待遇人数",
                "target": "≥9203人",
                "actual": "9175人",
                "reason": "年内去世人员多于预计",
            }
        ],
        "narrative": {"achievement": "绩效目标完成率100%。", "unmet_reasons": "无"},
    },
    judge=judge,
)
