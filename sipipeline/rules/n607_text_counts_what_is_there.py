from collections.abc import Iterator, Sequence, Set

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Fund
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator, of_satisfaction
from sipipeline.evidence.narrative.comparisons.wholes import (
    What,
    Whole,
    disagrees,
    level_counts,
    wholes,
)
from sipipeline.evidence.narrative.indicators.achievement import of_levels
from sipipeline.language.lexicon import words
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

INDICATORS = Text(
    zh="{field}写“{words}”，绩效自评表里有 {count} 项指标。",
    en="{field} says “{words}”; the indicator table has {count}.",
)
OF_LEVEL = Text(
    zh="{field}写“{words}”，绩效自评表里这一类指标有 {count} 项。",
    en="{field} says “{words}”; the indicator table has {count} of these.",
)
FUNDS = Text(
    zh="{field}写“{words}”，而填报的险种有 {count} 个（{funds}）。",
    en="{field} says “{words}”; {count} funds are filled in ({funds}).",
)
BY_KIND = Text(
    zh="把几种养老保险、几种医疗保险各算一项的，不用改。",
    en=" If all pensions count as one, and all medical funds, nothing is wrong.",
)
_SEVERAL = 2


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """How many indicators, and how many funds, the texts say that there are in all."""
    yield from _indicators(evidence)
    yield from _levels(evidence)
    yield from _funds(evidence)


def _indicators(evidence: Evidence) -> Iterator[Judgement]:
    """Held to the rows of the table, with budget execution among them or beside them."""
    rows = [row for row in evidence.indicators if row.called and (row.target or row.execution)]
    execution = sum(row.execution for row in rows)
    counts = {len(rows), len(rows) - execution, len(rows) + (not execution)}
    for whole in _said("indicators", evidence) if len(rows) >= _SEVERAL else ():
        if disagrees(whole, counts):
            message = INDICATORS.fill(**_places(whole, evidence), count=len(rows))
            yield _problem(whole, message, None)
        else:
            yield Agreed((whole.field,))


def _levels(evidence: Evidence) -> Iterator[Judgement]:
    """Of a level, held to its rows."""
    rows = [row for row in evidence.indicators if row.called and row.target and not row.execution]
    year = evidence.submission.number("cover.year")
    for field, told, level, count in level_counts(evidence.texts, year):
        of_level = of_levels(rows, [level])
        if of_level and count not in _counts(of_level):
            label = evidence.standard.label(field)
            message = OF_LEVEL.fill(field=label, words=told, count=len(of_level))
            yield Problem((field,), message, shown=Shown(same(told)))
        elif of_level:
            yield Agreed((field,))


def _counts(rows: Sequence[Indicator]) -> Set[int]:
    """What may be counted of the rows of a level: all, those but of satisfaction, which may be
    counted by itself, those that were reached, and the others."""
    apart = [row for row in rows if not of_satisfaction(row.level1 + row.level2)]
    reached = [row for row in rows if row.attainment and row.attainment.is_met]
    return {len(rows), len(apart), len(reached), len(rows) - len(reached)}


def _funds(evidence: Evidence) -> Iterator[Judgement]:
    """Held to the funds that are filled in; a number that is right by kinds of insurance alone is
    pointed out."""
    funds = [evidence.standard.fund(key) for key in evidence.completeness.funds]
    by_kind = _kinds(funds)
    for whole in _said("funds", evidence) if funds else ():
        if whole.count == len(funds) or not disagrees(whole, {len(funds)}):
            yield Agreed((whole.field,))
            continue
        message = FUNDS.fill(
            **_places(whole, evidence),
            count=len(funds),
            funds=join([fund.short for fund in funds], "、", ", "),
        )
        is_kind = whole.count in by_kind
        severity = Severity.INFO if is_kind else None
        yield _problem(whole, message + BY_KIND if is_kind else message, severity)


def _said(what: What, evidence: Evidence) -> Sequence[Whole]:
    """What the texts say of the number of something, each number of a text once."""
    year = evidence.submission.number("cover.year")
    said: dict[tuple[str, int], Whole] = {}
    for whole in wholes(what, evidence.texts, year):
        said.setdefault((whole.field, whole.count), whole)
    return [*said.values()]


def _kinds(funds: Sequence[Fund]) -> Set[int]:
    """How many kinds of insurance there are: 养老, 医疗, …; with 生育 as one more where it is in
    one of them."""
    names = [fund.name.zh for fund in funds]
    branches = words("wholes", "funds", "branches")
    kinds = {next((one for one in branches if one in name), name) for name in names}
    beside = any(word in name for name in names for word in words("wholes", "funds", "beside"))
    return {len(kinds), len(kinds) + beside, len(names) + beside}


def _places(whole: Whole, evidence: Evidence) -> dict[str, object]:
    return {"field": evidence.standard.label(whole.field), "words": whole.words}


def _problem(whole: Whole, message: Text, severity: Severity | None) -> Problem:
    return Problem((whole.field,), message, severity=severity, shown=Shown(same(whole.words)))


RULE = JudgingRule(
    code="N607",
    name="text-counts-what-is-there",
    kind=Kind.NARRATIVE,
    severity=Severity.WARNING,
    title=Text(
        zh="文字说的指标项数、险种个数与表一致",
        en="The text counts as many indicators and funds as there are",
    ),
    why=Text(
        zh="文字写“12项绩效指标”，表里只有 10 项，不是漏填了指标，就是照抄了别的报告。",
        en="12 indicators in the text and 10 in the table: some are missing, or it was copied.",
    ),
    todo=Text(
        zh="核对文字和表：漏填的补填，写错的改正。",
        en="Check text and table: fill in what is missing, or correct the text.",
    ),
    passing={
        "indicators": [
            indicator(target="≥9100人", actual="9175人"),
            indicator(level3="参保人数", target="≥1人", actual="1人"),
        ],
        "narrative": {"achievement": "2项绩效指标均已完成。"},
    },
    failing={
        "indicators": [
            indicator(target="≥9100人", actual="9175人"),
            indicator(level3="参保人数", target="≥1人", actual="1人"),
        ],
        "narrative": {"achievement": "12项绩效指标均已完成。"},
    },
    judge=judge,
)
