import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Standard
from sipipeline.core.text import NOTHING, Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.language.dates import years_in
from sipipeline.language.fillings import is_none
from sipipeline.language.lexicon import one_of, phrases
from sipipeline.language.numbers import compact
from sipipeline.language.tallies import Tally, tallies, tallies_of_levels
from sipipeline.language.wordings import band, is_only_a_band
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
    en="{field} says “{words}”, but {reached} targets were reached and {missed} missed{rows}.",
)
ROWS = Text(zh="（{rows}）", en=" ({rows})")
SINGLE = Text(
    zh="{field}写“{words}”，但绩效自评表{row}。",
    en="{field} says “{words}”; the indicator table has {row}.",
)
_NAMED = 3
_OF_INDICATORS = ("narrative.achievement", "narrative.unmet_reasons")
_AHEAD = ("narrative.targets", "narrative.plans")
"""Fields of what is to be reached."""
_ALL_REACHED = re.compile(phrases("achievement", "all_reached"))
_NO_REASONS = re.compile(phrases("achievement", "no_reasons") + "(?:$|[。;])")
_EXCEPTION = re.compile(one_of("achievement", "exceptions"))
_NO_EXCEPTION = re.compile(one_of("achievement", "no_exceptions"))
_OTHERWISE = re.compile(f"{one_of('achievement', 'otherwise')}|{one_of('achievement', 'wishes')}")
_OF_ALL = re.compile(rf"\d+(?=[项个年])|[()、\"]|{one_of('achievement', 'of_all')}")
_SEVERALLY = re.compile(one_of("achievement", "severally"))
_RATE = re.compile(one_of("achievement", "rates"))
_WHOLE = re.compile(one_of("achievement", "whole"))
_FIGURE = re.compile(rf"\d(?!\d{{0,8}}(?:[项年]|个(?!{one_of('achievement', 'not_counted')})))")
"""A digit that is of no count of indicators and of no year."""
_LEVEL = re.compile(one_of("achievement", "levels"))
_AIM = re.compile(one_of("achievement", "aims"))
_OF_TABLE = re.compile(one_of("achievement", "one", "of_table"))
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile("[,:]")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    missed = _missed(evidence.indicators)
    year = evidence.submission.number("cover.year")
    for field, text in evidence.texts:
        of_year = "\n".join(_of_year(text, year))
        claims = [*_claims(field, of_year)]
        untrue = next((one for one in claims if _of_levels(missed, one.levels)), None)
        if untrue is not None:
            of_them = _of_levels(missed, untrue.levels)
            label, words = evidence.standard.label(field), untrue.words
            listed = _listed(of_them)
            message = CLAIM.fill(field=label, words=words, count=len(of_them), rows=listed)
            yield _problem(field, words, message, of_them)
            continue
        counted = tuple(_counted(field, of_year, evidence))
        yield from counted
        if claims and not counted:
            yield Agreed((field,))
    yield from _of_single(evidence)


def _missed(rows: Sequence[Indicator]) -> list[Indicator]:
    return [row for row in rows if row.attainment and row.attainment.status == "unmet"]


def _of_levels(rows: Sequence[Indicator], levels: Sequence[str]) -> Sequence[Indicator]:
    """The rows of the groups of indicators that are named: 时效指标; all of them where none is."""
    return [
        row for row in rows if not levels or any(one in row.level1 + row.level2 for one in levels)
    ]


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
def _counted(field: str, text: str, evidence: Evidence) -> Iterator[Judgement]:
    """What a text says of how many indicators were reached, held to the table where it speaks of
    as many in all, and each of them is decided; the first that is wrong. To say less than the table
    is a warning."""
    if field not in _OF_INDICATORS:
        text = _of_indicators(field, text)
    rows = _decided(evidence.indicators)
    of_all = ((rows, tally) for tally in tallies(text))
    of_levels = (
        (_decided(_of_levels(evidence.indicators, [level])), tally)
        for level, tally in tallies_of_levels(text)
    )
    for counted, tally in (*of_all, *of_levels):
        if tally.total != len(counted):
            continue
        if not tally.agrees(len(_missed(counted))):
            yield _miscounted(field, tally, counted, evidence.standard)
            return
        yield Agreed((field,))


def _decided(indicators: Sequence[Indicator]) -> Sequence[Indicator]:
    """The rows of the table, but for one of 预算执行率 without a target; none where one of them is
    not decided."""
    rows = [row for row in indicators if row.attainment or not row.execution]
    decided = all(row.attainment is not None and row.attainment.decided for row in rows)
    return rows if decided else ()


def _miscounted(field: str, tally: Tally, rows: Sequence[Indicator], standard: Standard) -> Problem:
    missed = _missed(rows)
    message = COUNTED.fill(
        field=standard.label(field),
        words=tally.words,
        reached=len(rows) - len(missed),
        missed=len(missed),
        rows=ROWS.fill(rows=_listed(missed)) if missed else NOTHING,
    )
    problem = _problem(field, tally.words, message, missed)
    boasts = tally.boasts(len(missed))
    return problem if boasts else replace(problem, severity=Severity.WARNING)


# ---------------------------------------------------------------- all of them
def _of_year(text: str, year: float | None) -> Iterator[str]:
    """The sentences that name no other year."""
    for sentence in _SENTENCE.split(text):
        if year is None or all(named == year for named in years_in(sentence)):
            yield sentence


class _Claim(NamedTuple):
    """Words that say that all indicators were reached, or all of some groups."""

    words: str
    levels: Sequence[str] = ()
    """The groups that are named; none where it is said of all."""


def _claims(field: str, text: str) -> Iterator[_Claim]:
    """What a text says was reached as a whole."""
    if field == "narrative.unmet_reasons" and _says_all_reached(text):
        yield _Claim(text)
    if keys.is_paragraph(field) and (none := _NO_REASONS.search(text)):
        yield _Claim(none.group())
    else:
        yield from filter(None, map(_claim, _of_indicators(field, text).split("\n")))


def _says_all_reached(text: str) -> bool:
    """Whether the reasons for what was missed are none: 无, 已完成, 是."""
    plain = compact(text).strip("。")
    return bool(plain) and (is_none(plain) or (is_only_a_band(plain) and band(plain) == "reached"))


def _of_indicators(field: str, text: str) -> str:
    """The sentences of a text that speak of the indicators of the table: all of those about what
    was achieved, elsewhere those that call them so."""
    if field == "narrative.achievement" or keys.is_paragraph(field):
        return text
    if field in _AHEAD:
        return ""
    return "\n".join(one for one in text.split("\n") if _OF_TABLE.search(one))


def _claim(sentence: str) -> _Claim | None:
    """What a sentence says was reached as a whole, with no exception."""
    if _EXCEPTION.search(_NO_EXCEPTION.sub("", sentence)):
        return None
    before = ""
    for clause in _CLAUSE.split(sentence):
        found = _ALL_REACHED.search(clause)
        if found is not None and not _OTHERWISE.search(before + clause[: found.start()]):
            around = clause[: found.start()], clause[found.end() :]
            of_all = not _OF_ALL.sub("", "".join(around)) and (
                _AIM.search(before + clause) or not before
            )
            if of_all and not _is_of_listed(found.group(), around[0], before):
                return _Claim(found.group(), _LEVEL.findall(clause) or _LEVEL.findall(before))
        before += clause
    return None


def _is_of_listed(words: str, named: str, before: str) -> bool:
    """Whether 均达到 is said of what a clause before it lists, with its figures or not, and not of
    the indicators as a whole: 失业参保78436人，均达到年度目标; or 完成率100% of a figure."""
    if _RATE.match(words):
        return not _WHOLE.search(named) and bool(_FIGURE.search(before))
    if not _OF_ALL.sub("", before) or not _SEVERALLY.match(words) or _WHOLE.search(named):
        return False
    return not _WHOLE.search(before) or bool(_FIGURE.search(before))


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
