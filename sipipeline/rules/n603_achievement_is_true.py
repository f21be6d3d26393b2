from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Standard
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.narrative.indicators.achievement import Achievement, of_levels
from sipipeline.language.tallies import IndicatorTally
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

CLAIM = Text(
    zh="{field}写“{words}”，但绩效自评表有 {count} 项没有达到（{rows}）。",
    en="{field} says “{words}”, but targets were missed: {count} ({rows}).",
)
ROW = Text(
    zh="第 {n} 项{name}：{target}，实际 {actual}", en="no. {n} {name}: {target}, {actual} reached"
)
COUNTED = Text(
    zh="{field}写“{words}”，但绩效自评表达到 {reached} 项，没有达到 {missed} 项{rows}。",
    en="{field} says “{words}”, but {reached} {reached:target was|targets were} reached and "
    "{missed} missed{rows}.",
)
NONE_MISSED = Text(
    zh="{field}写“{words}”，但绩效自评表 {reached} 项全部达到。",
    en="{field} says “{words}”, but all {reached} targets were reached.",
)
ROWS = Text(zh="（{rows}）", en=" ({rows})")
SINGLE = Text(
    zh="{field}写“{words}”，但绩效自评表{row}。",
    en="{field} says “{words}”; the indicator table has {row}.",
)
_NAMED = 3


def judge(evidence: Evidence) -> Iterator[Judgement]:
    missed = _missed(evidence.indicators)
    for said in evidence.achievements:
        untrue = next((one for one in said.all_reached if of_levels(missed, one.levels)), None)
        if untrue is not None:
            of_them = of_levels(missed, untrue.levels)
            label, words = evidence.standard.label(said.field), untrue.words
            listed = _listed(of_them)
            message = CLAIM.fill(field=label, words=words, count=len(of_them), rows=listed)
            yield _problem(said.field, words, message, of_them)
            continue
        counted = tuple(_counted(said, evidence))
        yield from counted
        if said.all_reached and not counted:
            yield Agreed((said.field,))
    yield from _of_single(evidence)


def _missed(rows: Sequence[Indicator]) -> list[Indicator]:
    return [row for row in rows if row.attainment and row.attainment.status == "unmet"]


def _listed(missed: Sequence[Indicator]) -> Text:
    rows = [
        ROW.fill(n=row.number, name=row.name, target=row.target, actual=row.actual)
        for row in missed[:_NAMED]
    ]
    return join(rows, "；", "; ")


def _problem(field: str, words: str, message: Text, missed: Sequence[Indicator]) -> Problem:
    missed_cells = (row.key("actual") for row in missed)
    return Problem((field, *missed_cells), message, shown=Shown(same(words)))


# ---------------------------------------------------------------- one of them
def _of_single(evidence: Evidence) -> Iterator[Judgement]:
    """What the texts say of single indicators; to call one that was reached missed, or
    only to mistake by how much, is a warning."""
    for said in evidence.verdicts:
        if said.holds:
            yield Agreed((said.field, said.row.key("actual")))
            continue
        label, rows = evidence.standard.label(said.field), [said.row]
        message = SINGLE.fill(field=label, words=said.words, row=_listed(rows))
        problem = _problem(said.field, said.words, message, rows)
        missed = bool(_missed(rows)) and not said.mild
        yield problem if missed else replace(problem, severity=Severity.WARNING)


# ---------------------------------------------------------------- so many of so many
def _counted(said: Achievement, evidence: Evidence) -> Iterator[Judgement]:
    """What a text says of how many indicators were reached, held to the table where it speaks of
    as many in all, and each of them is decided; the first that is wrong. To say less than the table
    is a warning."""
    for tally, level in said.counted:
        levels = [level] if level else []
        rows = _decided(of_levels(evidence.indicators, levels))
        if not rows or tally.total not in (None, len(rows)):
            continue
        if not tally.agrees(len(_missed(rows)), len(rows)):
            yield _miscounted(said.field, tally, rows, evidence.standard)
            return
        yield Agreed((said.field,))


def _decided(indicators: Sequence[Indicator]) -> Sequence[Indicator]:
    """The rows of the table, but for one of 预算执行率 without a target; none where one of them is
    not decided."""
    rows = [row for row in indicators if row.attainment or not row.execution]
    decided = all(row.attainment is not None and row.attainment.decided for row in rows)
    return rows if decided else ()


def _miscounted(
    field: str, tally: IndicatorTally, rows: Sequence[Indicator], standard: Standard
) -> Problem:
    missed = _missed(rows)
    message = (COUNTED if missed else NONE_MISSED).fill(
        field=standard.label(field),
        words=tally.words,
        reached=len(rows) - len(missed),
        missed=len(missed),
        rows=ROWS.fill(rows=_listed(missed)) if missed else NOTHING,
    )
    problem = _problem(field, tally.words, message, missed)
    boasts = tally.boasts(len(missed), len(rows))
    return problem if boasts else replace(problem, severity=Severity.WARNING)


RULE = JudgingRule(
    code="N603",
    name="achievement-is-true",
    kind=Kind.NARRATIVE,
    severity=Severity.ERROR,
    title=Text(
        zh="文字说的指标完成情况与绩效自评表一致",
        en="What the text says was reached is what the indicator table shows",
    ),
    why=Text(
        zh="表里有没达到的指标，文字却写“完成率100%”“未完成原因：无”，前后矛盾。",
        en="A table with missed targets contradicts a text that says all were reached, or "
        "gives 无 as the reason.",
    ),
    todo=Text(
        zh="按表中实际情况改写文字，并写明未完成的原因。",
        en="Write what the table shows, and why targets were missed.",
    ),
    passing={
        "indicators": [indicator(target="≥9203人", actual="9175人", reason="年内去世人员多于预计")],
        "narrative": {
            "achievement": "除享受待遇人数外，其余指标均已完成。",
            "unmet_reasons": "年内去世人员多于预计",
        },
    },
    failing={
        "indicators": [indicator(target="≥9203人", actual="9175人", reason="年内去世人员多于预计")],
        "narrative": {"achievement": "绩效目标完成率100%。", "unmet_reasons": "无"},
    },
    judge=judge,
)
