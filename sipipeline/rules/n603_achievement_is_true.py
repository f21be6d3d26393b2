import re
from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.language.lexicon import one_of, phrases
from sipipeline.language.numbers import is_blank_word
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

CLAIM = Text(
    zh="{field}写“{words}”，但绩效自评表有 {count} 项没有达到（{rows}）。",
    en="{field} says “{words}”, but targets were missed: {count} ({rows}).",
)
ROW = Text(
    zh="第 {n} 项{name}：{target}，实际 {actual}", en="no. {n} {name}: {target}, {actual} reached"
)
_NAMED = 3
_ALL_REACHED = re.compile(phrases("achievement", "all_reached"))
_NO_REASONS = re.compile(phrases("achievement", "no_reasons") + "(?:$|[。;])")
_EXCEPTION = re.compile(one_of("achievement", "exceptions"))
_NO_EXCEPTION = re.compile(one_of("achievement", "no_exceptions"))
_OTHERWISE = re.compile(one_of("achievement", "otherwise"))
_OF_ALL = re.compile(rf"\d+(?=[项个年])|[()、\"]|{one_of('achievement', 'of_all')}")
_AIM = re.compile(one_of("achievement", "aims"))
_YEAR = re.compile(r"\d{4}(?=年)")
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile("[,:]")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    missed = [
        row for row in evidence.indicators if row.attainment and row.attainment.status == "unmet"
    ]
    year = evidence.submission.number("cover.year")
    for field, text in evidence.texts:
        words = _claimed(field, "\n".join(_of_year(text, year)))
        if not words:
            continue
        if not missed:
            yield Agreed((field,))
            continue
        rows = [
            ROW.fill(n=row.number, name=row.name, target=row.target, actual=row.actual)
            for row in missed[:_NAMED]
        ]
        message = CLAIM.fill(
            field=evidence.standard.label(field),
            words=words,
            count=len(missed),
            rows=join(rows, "；", "; "),
        )
        missed_cells = (row.key("actual") for row in missed)
        yield Problem((field, *missed_cells), message, shown=Shown(same(words)))


def _of_year(text: str, year: float | None) -> Iterator[str]:
    """The sentences that name no other year."""
    for sentence in _SENTENCE.split(text):
        if year is None or all(int(named) == year for named in _YEAR.findall(sentence)):
            yield sentence


def _claimed(field: str, text: str) -> str:
    """The words that say that all was reached; "" where none do."""
    if field == "narrative.unmet_reasons" and is_blank_word(text):
        return text
    if keys.is_paragraph(field) and (none := _NO_REASONS.search(text)):
        return none.group()
    if field != "narrative.achievement" and not keys.is_paragraph(field):
        return ""
    return next(filter(None, map(_claim, text.split("\n"))), "")


def _claim(sentence: str) -> str:
    """The words of a sentence that say so of all indicators, with no exception."""
    if _EXCEPTION.search(_NO_EXCEPTION.sub("", sentence)):
        return ""
    before = ""
    for clause in _CLAUSE.split(sentence):
        found = _ALL_REACHED.search(clause)
        if found is not None and not _OTHERWISE.search(before + clause[: found.start()]):
            around = clause[: found.start()], clause[found.end() :]
            if not _OF_ALL.sub("", "".join(around)) and (
                _AIM.search(before + clause) or not before
            ):
                return found.group()
        before += clause
    return ""


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
