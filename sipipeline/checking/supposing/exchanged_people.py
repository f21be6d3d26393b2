"""People, or monthly benefits, that stand in each other's place: this year's and last year's of a
fund, two lines of it or of two funds, all of two funds; and people that several texts have
otherwise. It is supposed where a text has it so, or benefits fit no people, and believed where it
settles what was told of several lines, or by several texts or rules, and nothing new is told."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import combinations

from sipipeline.checking.causes.said_beside import (
    HEAD,
    QUOTED,
    VOICES,
    has_voices,
    quoted,
    rounded_off,
    source_of,
)
from sipipeline.checking.causes.text_causes import says
from sipipeline.checking.supposing.suppositions import Correction, settled, with_figures
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import is_whole, significant
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.rules import p401_benefits_match_people

_PAID = p401_benefits_match_people.RULE.code
PEOPLE, _LEVELS = "headcounts", "benefit_levels"
_YEARS = ("actual", "prior")
_RAISED = ("eligible", "adjusted")
MOST = 8
"""So many exchanges of one submission are tried."""
YEARS = Text(
    zh="{fund}的本年人数和上年人数两栏填反了：对调以后，文字、指标和其他数都相符",
    en="the people of {fund} of this year and of last year stand in each other's column; once "
    "they are exchanged, texts, indicators and the other figures agree",
)
LINES = Text(
    zh="{lines}两行填反了：对调以后，文字、指标和其他数都相符",
    en="{lines} stand in each other's line; once they are exchanged, texts, indicators and the "
    "other figures agree",
)
LINES_OF_YEAR = Text(
    zh="{lines}的本年人数填反了：对调以后，文字、指标和其他数都相符",
    en="{lines} stand in each other's line for this year; once they are exchanged, texts, "
    "indicators and the other figures agree",
)
OF_ONE_FUND = Text(zh="{fund}“{line}”和“{other_line}”", en="{line} and {other_line} of {fund}")
OF_TWO_FUNDS = Text(
    zh="{fund}“{line}”和{other}“{other_line}”", en="{line} of {fund} and {other_line} of {other}"
)
FUNDS = Text(
    zh="{fund}和{other}的{what}填反了：对调以后，文字、指标和其他数都相符",
    en="the {what} of {fund} and {other} stand in each other's place; once they are exchanged, "
    "texts, indicators and the other figures agree",
)
SAID = Text(
    zh="{figure}像是填错了：别处写的都是 {people}",
    en="{figure} seems to be wrong: elsewhere it is {people} throughout",
)
TENS = Text(
    zh="{fund}这一栏的人数都差 {factor} 倍：改正以后，文字、指标和其他数都相符",
    en="the people of {fund} in this column are all off by a factor of {factor}; once they are put "
    "right, texts, indicators and the other figures agree",
)
_TENS = (0.1, 10.0, 0.01, 100.0)
_WHAT = {
    PEOPLE: Text(zh="人数", en="people"),
    _LEVELS: Text(zh="待遇水平", en="monthly benefits"),
}
AMOUNTS = Text(
    zh="月人均待遇（人数没有填反）", en="monthly benefits, but not the people beside them,"
)


@frozen
class PeopleExchange(Correction):
    """Cells that would hold each other's figures, or other people."""

    of_years: bool = False
    """It is this year's and last year's that would be exchanged."""
    as_said: bool = False
    """It is people of one line, or of one slip, that texts and indicators have so."""

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings the exchange settles; 0 where it makes new ones, or too little speaks
        for it."""
        if not self.held or settled(after, before):
            return 0
        gone = settled(before, after)
        is_of_lines = self.as_said or len(set(map(_line, gone))) >= VOICES
        stale = self.of_years and all(map(_has_last_years, gone))
        return len(gone) if is_of_lines and has_voices(gone) and not stale else 0


def exchanges(findings: Sequence[Finding], submission: Submission) -> list[PeopleExchange]:
    """What may stand in each other's place, each once; at most so many as are tried."""
    found: dict[Text, PeopleExchange] = {}
    for one in _supposed(findings, submission):
        if len(found) < MOST:
            found.setdefault(one.why, one)
    return list(found.values())


def counts_people(key: str) -> bool:
    """Whether a cell holds people: of a year, or those who got more."""
    measures = {PEOPLE: _YEARS, _LEVELS: _RAISED}.get(keys.family(key), ())
    return keys.measure(key) in measures


def other_year(key: str) -> str:
    this, last = _YEARS
    return keys.beside(key, last if keys.measure(key) == this else this)


# ---------------------------------------------------------------- what is supposed
def _supposed(findings: Sequence[Finding], submission: Submission) -> Iterator[PeopleExchange]:
    yield from _of_odd_benefits(findings, submission)
    located = {key for finding in findings for key in finding.singled_out}
    quotes = [(one, quoted(one)) for one in findings if quoted(one) not in located]
    of_people = [(one, key) for one, key in quotes if keys.family(key) == PEOPLE]
    for quote, key in of_people:
        yield from _of_lines_in_year(quote, key, _rows(keys.table(key), submission), submission)
    yield from _as_said(findings, located, submission)
    yield from _of_whole_columns(of_people, submission)
    yield from _of_other_funds(quotes, submission)
    for quote, key in of_people:
        others = [*_rows_of_other_funds(key, submission)]
        yield from _of_lines_in_year(quote, key, others, submission)
        yield from _of_lines(quote, key, others, submission)


def _of_odd_benefits(
    findings: Sequence[Finding], submission: Submission
) -> Iterator[PeopleExchange]:
    """That the monthly benefits of two funds that do not fit their people are exchanged."""
    asked = [keys.fund(one.cells[0].key) or "" for one in findings if one.rule == _PAID]
    for one, other in combinations(dict.fromkeys(asked), 2):
        yield from _of_funds(_LEVELS, one, other, submission)


def _of_whole_columns(
    quotes: Sequence[tuple[Finding, str]], submission: Submission
) -> Iterator[PeopleExchange]:
    """That both years, or two lines of both years, are exchanged, by the texts and the cells that
    these go against."""
    for quote, key in quotes:
        yield from _of_years(quote, key, submission)
        yield from _of_lines(quote, key, _rows(keys.table(key), submission), submission)


def _of_other_funds(
    quotes: Sequence[tuple[Finding, str]], submission: Submission
) -> Iterator[PeopleExchange]:
    """That two funds are exchanged, by the texts and the cells that these go against."""
    for quote, key in quotes:
        if keys.family(key) in _WHAT:
            yield from _beside_funds(quote, key, submission)


def _as_said(
    findings: Sequence[Finding], located: Set[str], submission: Submission
) -> Iterator[PeopleExchange]:
    """That people are as more than one text or indicator has them, or one and a rule that finds
    them odd as they are; or, also where one is known to be wrong, all of a column of their fund by
    as many tens."""
    for (key, people), sources in _sources_of_people(findings).items():
        if len(sources) >= VOICES and people != submission.number(other_year(key)):
            if key not in located:
                yield _said_of_line(key, people, submission)
            yield from _said_of_column(key, people, submission)


def _sources_of_people(findings: Sequence[Finding]) -> Mapping[tuple[str, float], set[str]]:
    """For each cell with people, and people that a text has in its place to the last one, who has
    them so, also rounded, and which rules find the cell odd."""
    quotes = [(quoted(one), one) for one in findings if counts_people(quoted(one))]
    exact = {(key, one.stated) for key, one in quotes if rounded_off(one) <= HEAD}
    return {
        (key, people): _rules_about(key, findings)
        | {source_of(one) for of, one in quotes if of == key and _has(one, people)}
        for key, people in exact
        if isinstance(people, float) and is_whole(people)
    }


def _has(quote: Finding, people: float) -> bool:
    """Whether a text has so many people, as it rounds them."""
    said = quote.stated
    return isinstance(said, float) and abs(said - people) <= max(rounded_off(quote), HEAD)


def _said_of_line(key: str, people: float, submission: Submission) -> PeopleExchange:
    stated = submission.number(key)
    alike = [one for one in _raised_beside(key) if submission.number(one) == stated]
    why = SAID.fill(figure=submission.standard.label(key), people=number(people))
    moved = dict.fromkeys([key, *alike], people)
    return PeopleExchange(submission, with_figures(moved, submission), why, as_said=True)


def _said_of_column(key: str, people: float, submission: Submission) -> Iterator[PeopleExchange]:
    tens = people / (submission.number(key) or people)
    if tens in _TENS and keys.family(key) == PEOPLE:
        column = _beside(key, submission)
        moved = {one: significant((submission.number(one) or 0.0) * tens) for one in column}
        fund = submission.standard.fund(keys.fund(key) or "").short
        why = TENS.fill(fund=fund, factor=number(max(tens, 1 / tens)))
        yield PeopleExchange(submission, with_figures(moved, submission), why, as_said=True)


def _raised_beside(key: str) -> Sequence[str]:
    """Those eligible and those who got more, who are often the same people."""
    return [keys.beside(key, one) for one in _RAISED] if keys.family(key) == _LEVELS else ()


def _rules_about(key: str, findings: Sequence[Finding]) -> set[str]:
    """The rules, but those that hold texts to tables, that find something about a cell, or about
    one that is often the same."""
    cells = (key, *_raised_beside(key))
    serious = (one for one in findings if one.severity is not Severity.INFO)
    return {one.rule for one in serious if one.rule not in QUOTED and one.speaks_of(cells)}


def _beside(key: str, submission: Submission) -> Iterator[str]:
    """The people of the same fund and year."""
    rows = _rows(keys.table(key), submission)
    beside = (f"{row}.{keys.measure(key)}" for row in rows)
    return (one for one in beside if submission.number(one))


def _of_years(quote: Finding, key: str, submission: Submission) -> Iterator[PeopleExchange]:
    """That this year's and last year's people of a fund are exchanged."""
    if keys.measure(key) not in _YEARS or not says(quote, submission.number(other_year(key))):
        return
    fund = submission.standard.fund(keys.fund(key) or "").short
    turned = _turned(_rows(keys.table(key), submission), submission)
    yield PeopleExchange(
        submission, with_figures(turned, submission), YEARS.fill(fund=fund), of_years=True
    )


def _turned(rows: Sequence[str], submission: Submission) -> dict[str, float]:
    """The people of some lines with this year's and last year's exchanged, where both are known."""
    turned: dict[str, float] = {}
    for row in rows:
        this, last = (f"{row}.{year}" for year in _YEARS)
        now, before = submission.number(this), submission.number(last)
        if now is not None and before is not None:
            turned |= {this: before, last: now}
    return turned


def _in_place_of(place: Claim, other: Claim) -> Claim:
    """A cell with the figure of another."""
    return other._replace(key=place.key, sheet=place.sheet, ref=place.ref)


def _rows(table: str, submission: Submission) -> Sequence[str]:
    """The lines of a fund's people that have figures."""
    return list(dict.fromkeys(keys.row(key) for key in submission.claims if _is_of(table, key)))


def _is_of(table: str, key: str) -> bool:
    is_figure = isinstance(key, str) and keys.family(key) == keys.family(table)
    return is_figure and keys.table(key) == table


def _rows_of_other_funds(key: str, submission: Submission) -> Iterator[str]:
    """The lines of people of all funds but that of a cell."""
    family, own = keys.family(key), keys.fund(key)
    for fund in submission.standard.funds:
        if fund.key != own:
            yield from _rows(f"{family}.{fund.key}", submission)


def _of_lines(
    quote: Finding, key: str, others: Iterable[str], submission: Submission
) -> Iterator[PeopleExchange]:
    """That the line of a cell is exchanged with one of some others, which has what a text has."""
    row = keys.row(key)
    for other in others:
        if other != row and says(quote, submission.number(f"{other}.{keys.measure(key)}")):
            why = LINES.fill(lines=_two_lines(row, other, submission))
            yield PeopleExchange(submission, _swapped([(row, other)], submission), why)


def _of_lines_in_year(
    quote: Finding, key: str, others: Iterable[str], submission: Submission
) -> Iterator[PeopleExchange]:
    """That this year's people of two lines are exchanged, and what is worked out of them followed:
    the people of the other line are nearer to last year's, too, once they are."""
    this, last = _YEARS
    stated = submission.number(key)
    for row in others if keys.measure(key) == this else ():
        other = f"{row}.{this}"
        said, before = submission.number(other), submission.number(f"{row}.{last}")
        if other == key or not (stated and said and before and says(quote, said)):
            continue
        if abs(math.log(stated / before)) < abs(math.log(said / before)):
            why = LINES_OF_YEAR.fill(lines=_two_lines(keys.row(key), row, submission))
            held = with_figures({key: said, other: stated}, submission)
            yield PeopleExchange(submission, held, why, as_said=True)


def _two_lines(row: str, other: str, submission: Submission) -> Text:
    """The names of two lines, of one fund or of two, in the order of the sheet."""
    standard, this = submission.standard, _YEARS[0]
    rows = [keys.row(key) for key in submission.claims]
    cells = [f"{one}.{this}" for one in sorted((row, other), key=rows.index)]
    lines = [standard.line_name(key) for key in cells]
    funds = [standard.fund(keys.fund(key) or "").short for key in cells]
    sentence = OF_ONE_FUND if funds[0] == funds[1] else OF_TWO_FUNDS
    return sentence.fill(fund=funds[0], other=funds[1], line=lines[0], other_line=lines[1])


def _beside_funds(quote: Finding, key: str, submission: Submission) -> Iterator[PeopleExchange]:
    """That the people, or the monthly benefits, of two funds are exchanged."""
    own = keys.fund(key) or ""
    for fund in (one.key for one in submission.standard.funds if one.key != own):
        if says(quote, submission.number(keys.of_fund(key, fund))):
            yield from _of_funds(keys.family(key), own, fund, submission)


def _of_funds(
    family: str, one: str, other: str, submission: Submission
) -> Iterator[PeopleExchange]:
    tables = [f"{family}.{one}", f"{family}.{other}"]
    if family == _LEVELS:
        pairs = [(tables[0], tables[1])]
    else:
        rows = _rows(tables[0], submission)
        pairs = [(row, f"{tables[1]}.{keys.measure(row)}") for row in rows]
    names = [submission.standard.fund(fund).short for fund in (one, other)]
    swapped = _swapped(pairs, submission)
    money = {key: claim for key, claim in swapped.items() if not counts_people(key)}
    held = {_WHAT[family]: swapped} | ({AMOUNTS: money} if family == _LEVELS else {})
    for what, cells in held.items():
        why = FUNDS.fill(fund=names[0], other=names[1], what=what)
        yield PeopleExchange(submission, cells, why)


def _swapped(pairs: Sequence[tuple[str, str]], submission: Submission) -> dict[str, Claim]:
    """What lines would hold in each other's place, as far as both have figures."""
    swapped: dict[str, Claim] = {}
    for one, other in pairs:
        claims = [claim for key, claim in submission.claims.items() if keys.row(key) == one]
        for claim in claims:
            key = claim.key
            beside = submission.claims.get(f"{other}.{keys.measure(key)}")
            if beside is not None and isinstance(claim.value, float):
                swapped[key] = _in_place_of(claim, beside)
                swapped[beside.key] = _in_place_of(beside, claim)
    return swapped


# ---------------------------------------------------------------- what is believed
def _line(finding: Finding) -> str:
    """The line of people that a text or an indicator has, which they copy from each other; or what
    else a finding is about."""
    return keys.row(quoted(finding)) or source_of(finding)


def _has_last_years(finding: Finding) -> bool:
    """Whether a text or an indicator has last year's people for this year's, as those have that
    were not written anew."""
    key = quoted(finding)
    return keys.family(key) == PEOPLE and keys.measure(key) == _YEARS[0]
