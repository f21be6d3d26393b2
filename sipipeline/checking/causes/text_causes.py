"""Figures of a text that do not agree with the tables by one mistake: the headings of two funds in
each other's place, the text of last year, two figures in each other's place, tables that are wrong
where the text is right, another unit on the cover."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording.slip_sentences import SLIPS
from sipipeline.core import keys
from sipipeline.core.figures import half_unit, last_place
from sipipeline.core.findings import Culprit, Finding, Interval, Severity, known_ends, lies_within
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.rules import (
    i511_indicator_agrees_with_tables,
    n601_text_agrees_with_tables,
    n604_text_agrees_with_indicators,
    p401_benefits_match_people,
    p411_unit_of_the_cover,
)

_QUOTING = n601_text_agrees_with_tables.RULE.code
_INDICATOR = i511_indicator_agrees_with_tables.RULE.code
_OF_TEXTS = (_QUOTING, n604_text_agrees_with_indicators.RULE.code)
_PAID = p401_benefits_match_people.RULE.code
_COVER = p411_unit_of_the_cover.RULE.code
_PEOPLE = "headcounts"
_FEWEST = 3
"""So many figures of one text must be wrong by one mistake."""
_MOSTLY = 0.75
"""The part of the wrong figures of a text that one mistake must explain, to be told of all."""
OF_OTHER_FUNDS = Text(
    zh="{field}有 {count} 处和表不一致，其中 {fitting} 处写的正好是另一个险种的数：像是{funds}的"
    "标题或险种名称写反了。",
    en="{field}: {count} figures do not agree with the tables, and {fitting} of them are exactly "
    "those of another fund, as if the headings or names of {funds} were in each other's place.",
)
OF_OTHER_SHEETS = Text(
    zh="{field}有 {count} 处和表不一致，其中 {fitting} 处写的正好是另一个险种的数；人数和待遇水平"
    "也只有换过来才相符：像是{funds}两张表的数填反了。",
    en="{field}: {count} figures do not agree with the tables, and {fitting} of them are exactly "
    "those of another fund; the people and what they are paid fit only the other way round as "
    "well, as if the sheets of {funds} held each other's figures.",
)
EXCHANGE_SHEETS = Text(
    zh="对照账簿核对这两张表：填反的，把两张表的数对调过来，文字不用改。",
    en="Check both sheets against the books: if each has the figures of the other, exchange them "
    "and leave the text as it is.",
)
EXCHANGE_HEADINGS = Text(
    zh="核对这几段写的是哪个险种：标题写反的，把标题换过来，段里的数不用改。",
    en="Check which fund each paragraph is of: if the headings are exchanged, put them right and "
    "leave the figures as they are.",
)
OF_LAST_YEAR = Text(
    zh="{field}有 {count} 处和表不一致，其中 {fitting} 处写的正好是上年的数："
    "像是上年的文字没有改。",
    en="{field}: {count} figures do not agree with the tables, and {fitting} of them are exactly "
    "last year's, as if the text of last year had been left in.",
)
WRITE_ANEW = Text(
    zh="把这段文字里的数逐一改成本年的。", en="Replace the figures of this text by this year's."
)
TURNED = Text(
    zh="{field}有 {count} 处和表不一致，其中 {fitting} 处数和表一致，只是增减的方向写反了。",
    en="{field}: {count} figures do not agree with the tables, and {fitting} of them are right but "
    "for the direction: they say rise for fall, or the reverse.",
)
TURN_WORDS = Text(
    zh="把这些地方的“增加（增长）”和“减少（下降）”改过来；数不用改。",
    en="Write rise for fall, or the reverse, in these places, and leave the numbers as they are.",
)

EXCHANGED = Text(
    zh="{message}“{one}”正是“{other}”那一处该写的数，反过来也是：像是两个数写反了位置。",
    en="{message} “{one}” is what “{other}” should say, and the reverse, as if the two were in "
    "each other's place.",
)
EXCHANGE_FIGURES = Text(
    zh="核对这两个数各是哪一项、哪一年的：写反的，把“{one}”和“{other}”对调过来。",
    en="Check which line and year either figure is of: if they are in each other's place, "
    "exchange “{one}” and “{other}”.",
)
MOVED = Text(
    zh="{message}这里的 {count} 个数各是另一处该写的数：像是整串错了位。",
    en="{message} Each of {count} figures is what another of them should be, as if the list had "
    "been moved along.",
)
PUT_BACK = Text(
    zh="核对这串数各是哪一项的：错了位的，{corrections}。",
    en="Check which line each figure is of: if they were moved, {corrections}.",
)
FOR_ANOTHER = Text(zh="“{one}”改成“{other}”", en="write “{other}” for “{one}”")


def with_text_causes(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; figures of one text that are wrong by one mistake are one cause."""
    result = _with_tables_confirmed(findings)
    result = _with_lines_of_located(result)
    result = _with_unit_of_cover(result)
    for field, places in _by_field(result).items():
        told = _other_funds(field, places, result, submission)
        told = told or _last_year(field, places, result, submission)
        told = told or _turned(field, places, result, submission)
        if told is not None:
            _as_one(result, [*places, *told.beside], told.message, told.todo)
            continue
        for ring in _rings(places, result, submission):
            told = _of_ring([result[place] for place in ring])
            _as_one(result, sorted(ring), told.message, told.todo)
    return result


def _by_field(findings: Sequence[Finding]) -> dict[str, list[int]]:
    """The places of the findings about figures of each text of which no table is known to be
    wrong."""
    fields: dict[str, list[int]] = {}
    for place, one in enumerate(findings):
        is_asked = one.rule in _OF_TEXTS and one.severity is not Severity.INFO
        if is_asked and _accuses_only_texts(one):
            fields.setdefault(one.cells[0].key, []).append(place)
    return fields


def _accuses_only_texts(finding: Finding) -> bool:
    own = finding.cells[0].key
    return all(one.cell.key == own for one in finding.culprits)


def _as_one(findings: list[Finding], places: Sequence[int], message: Text, todo: Text) -> None:
    """The findings at some places as one cause, which the first of them tells."""
    number = next(fresh_numbers(findings))
    for place in places:
        open_ = replace(findings[place].without_answer(), expected=None, culprits=())
        findings[place] = replace(open_, group=number, todo=todo)
    first = next((one for one in places if findings[one].rule == _QUOTING), places[0])
    findings[first] = replace(findings[first], message=message, clash=None)


# ---------------------------------------------------------------- figures of others
def of_table(quote: Finding, submission: Submission) -> Interval | None:
    """What the tables have where a text has another figure."""
    if quote.expected is not None or len(quote.cells) < 2:
        return quote.expected
    value = submission.number(quote.cells[1].key)
    return None if value is None else (value, value)


def says(quote: Finding, amount: float | None) -> bool:
    """Whether a text has an amount, to its last digit."""
    said = quote.stated
    if amount is None or not isinstance(said, float) or not said:
        return False
    return abs(amount - said) <= half_unit(last_place(said)) * (1 + 1e-9)


@frozen
class _OneMistake:
    """What is said of the figures of a text that are wrong by one mistake."""

    message: Text
    todo: Text
    beside: Sequence[int] = ()
    """The places of further findings that the same mistake explains."""


def _other_funds(
    field: str, places: Sequence[int], findings: Sequence[Finding], submission: Submission
) -> _OneMistake | None:
    """What is said of a text most of whose wrong figures are those of another of two funds: that
    the tables of these hold each other's figures where their people say so too."""
    of_funds = [_funds_of(findings[place], submission) for place in places]
    counts = Counter(fund for funds in of_funds for fund in funds)
    both = [fund for fund, count in counts.most_common(2) if count >= _FEWEST]
    fitting = sum(bool(funds.intersection(both)) for funds in of_funds)
    if len(both) < 2 or fitting < _MOSTLY * len(places):
        return None
    shorts = [fund.short for fund in submission.standard.funds if fund.key in both]
    names = join(shorts, "和", " and ")
    label = submission.standard.label(field)
    beside = _of_their_people(both, findings)
    message, todo = (
        (OF_OTHER_SHEETS, EXCHANGE_SHEETS) if beside else (OF_OTHER_FUNDS, EXCHANGE_HEADINGS)
    )
    told = message.fill(field=label, count=len(places), fitting=fitting, funds=names)
    return _OneMistake(told, todo, beside)


def _of_their_people(funds: Sequence[str], findings: Sequence[Finding]) -> Sequence[int]:
    """The places of the findings that the benefits of each of some funds do not go with its
    people; none unless that is so of all."""
    asked = {
        keys.fund(one.cells[0].key): place
        for place, one in enumerate(findings)
        if one.rule == _PAID and one.group is None
    }
    return [asked[fund] for fund in funds] if asked.keys() >= {*funds} else ()


def _funds_of(finding: Finding, submission: Submission) -> set[str]:
    """The funds that have the figure of a text in the line in which its own fund has another."""
    if finding.rule != _QUOTING or len(finding.cells) < 2:
        return set()
    own = finding.cells[1].key
    if not keys.is_account(own):
        return set()
    line = f"{keys.item(own)}.{keys.measure(own)}"
    funds = [fund.key for fund in submission.standard.funds if fund.key != keys.fund(own)]
    return {fund for fund in funds if says(finding, submission.number(f"accounts.{fund}.{line}"))}


def _last_year(
    field: str, places: Sequence[int], findings: Sequence[Finding], submission: Submission
) -> _OneMistake | None:
    """What is said of a text most of whose wrong figures of this year are last year's; rates, and
    what follows of several figures, speak neither for that nor against it."""
    of_year = [findings[place] for place in places if _is_of_year(findings[place], submission)]
    fitting = sum(_has_last_years(one, submission) for one in of_year)
    if fitting < _FEWEST or fitting < _MOSTLY * len(of_year):
        return None
    label = submission.standard.label(field)
    told = OF_LAST_YEAR.fill(field=label, count=len(places), fitting=fitting)
    return _OneMistake(told, WRITE_ANEW)


def _is_of_year(finding: Finding, submission: Submission) -> bool:
    """Whether what the tables have for a figure of a text stands in one cell of this year."""
    own = finding.cells[1].key if len(finding.cells) > 1 else ""
    known, value = known_ends(finding.expected), submission.number(own)
    is_one = known is None or value is None or known[0] <= value <= known[1]
    return finding.rule == _QUOTING and keys.measure(own) == "actual" and is_one


def _has_last_years(quote: Finding, submission: Submission) -> bool:
    """Whether a text has what its cell had last year."""
    return says(quote, submission.number(keys.beside(quote.cells[1].key, "prior")))


def _turned(
    field: str, places: Sequence[int], findings: Sequence[Finding], submission: Submission
) -> _OneMistake | None:
    """What is said of a text most of whose wrong figures are right but for the direction."""
    fitting = sum(_is_turned(findings[place], submission) for place in places)
    if fitting < _FEWEST or fitting < _MOSTLY * len(places):
        return None
    label = submission.standard.label(field)
    told = TURNED.fill(field=label, count=len(places), fitting=fitting)
    return _OneMistake(told, TURN_WORDS)


def _is_turned(quote: Finding, submission: Submission) -> bool:
    """Whether a text says that something fell by as much as it rose, or the reverse."""
    known = known_ends(of_table(quote, submission))
    return quote.rule == _QUOTING and known is not None and says(quote, -sum(known) / 2)


# ---------------------------------------------------------------- in each other's place
def _rings(
    places: Sequence[int], findings: Sequence[Finding], submission: Submission
) -> Iterator[Sequence[int]]:
    """The places of figures of a text of which each is what the tables have for the next one, and
    the last for the first: two, or more of a list that was moved along."""
    quotes = {place: findings[place] for place in places if findings[place].rule == _QUOTING}
    tables = {place: of_table(one, submission) for place, one in quotes.items()}
    after = {
        place: [other for other in tables if other != place and _may_say(one, tables[other])]
        for place, one in quotes.items()
    }
    for place in quotes:
        ring = _ring(place, after)
        after = {one: others for one, others in after.items() if one not in ring}
        if ring:
            yield ring


def _ring(first: int, after: Mapping[int, Sequence[int]]) -> Sequence[int]:
    """The shortest way from one place over those after it back to it; none where there is none."""
    ways, seen = [[first]], {first}
    for way in ways:
        for place in after.get(way[-1], ()):
            if place == first:
                return way
            if place not in seen:
                seen.add(place)
                ways.append([*way, place])
    return ()


def _may_say(quote: Finding, expected: Interval | None) -> bool:
    """Whether a text has, to its last digit, a figure that lies between two bounds."""
    known = known_ends(expected)
    return known is not None and says(quote, sum(known) / 2)


def _of_ring(ring: Sequence[Finding]) -> _OneMistake:
    """What is said of figures in each other's place, each what should stand in that of the next."""
    first, last = ring[0], ring[-1]
    message = first.message if first.clash is None else first.clash
    if len(ring) == 2:
        names = {"one": first.shown.was, "other": last.shown.was}
        return _OneMistake(EXCHANGED.fill(message=message, **names), EXCHANGE_FIGURES.fill(**names))
    corrections = [
        FOR_ANOTHER.fill(one=own.shown.was, other=before.shown.was)
        for before, own in pairwise([last, *ring])
    ]
    todo = PUT_BACK.fill(corrections=join(corrections, "、", ", "))
    return _OneMistake(MOVED.fill(message=message, count=len(ring)), todo)


# ---------------------------------------------------------------- tables that are wrong
def _with_tables_confirmed(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; of several cells that may be wrong, those that texts or indicators have as they
    should be are likely, and these go with them."""
    result = list(findings)
    for place, quote in enumerate(findings):
        if _is_open_quote(quote):
            for finding, culprit in _borne_out(quote, result):
                _confirm(result, place, finding.group, culprit)
                break
    return result


def _is_open_quote(finding: Finding) -> bool:
    """Whether a finding is about a text or an indicator that does not agree with a cell, and
    accuses no table."""
    is_quote = finding.rule in (_QUOTING, _INDICATOR) and len(finding.cells) > 1
    return is_quote and _accuses_only_texts(finding)


def _borne_out(quote: Finding, findings: Sequence[Finding]) -> Iterator[tuple[Finding, Culprit]]:
    """The cells that may be wrong, or are likely so by a text before, of which a text has what they
    should hold, each with its finding."""
    for finding in findings:
        if finding.group is not None and finding.group != quote.group:
            for one in finding.culprits:
                if one.cell.key == quote.cells[1].key and _is_meant(quote, one):
                    yield finding, one


def _confirm(result: list[Finding], quote: int, group: int | None, culprit: Culprit) -> None:
    """Put a text with the cause that it bears out, whose cells are now likely."""

    def promoted(every: Iterable[Culprit]) -> tuple[Culprit, ...]:
        alike = [one for one in every if one == culprit or _is_together(one, culprit)]
        likely = [replace(one, confidence="likely") for one in alike]
        return (*likely, *(one for one in every if one not in alike))

    for place, one in enumerate(result):
        if one.group == group:
            result[place] = joined(one, group, promoted(one.culprits))
    culprits = next(one.culprits for one in result if one.group == group)
    result[quote] = joined(result[quote], group, culprits)


def _is_together(one: Culprit, other: Culprit) -> bool:
    """Whether one slip put two cells wrong."""
    return one.together and other.together and one.why == other.why


def _is_meant(quote: Finding, culprit: Culprit) -> bool:
    """Whether a text has the figure that a cell should hold; people to the last one, where the cell
    has them in 万人 and rounded."""
    of_people = keys.family(culprit.cell.key) == _PEOPLE and isinstance(quote.stated, float)
    said = of_people and lies_within(float(str(quote.stated)), culprit.expected)
    is_known = culprit.suggest is not None or (of_people and known_ends(culprit.expected))
    return bool(is_known) and (said or _may_say(quote, culprit.expected))


def _with_lines_of_located(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; a text that has the figure which a located cell of another fund should hold in
    the same line is read as that fund's, and goes with its cause."""
    located = {
        one.cell.key: (finding, one.expected)
        for finding in findings
        for one in finding.culprits
        if one.located and keys.is_account(one.cell.key)
    }
    return [_of_its_line(one, located) for one in findings]


def _of_its_line(quote: Finding, located: Mapping[str, tuple[Finding, Interval | None]]) -> Finding:
    if not _is_open_quote(quote):
        return quote
    for key, (finding, expected) in located.items():
        if _may_say(quote, expected) and _line(key) == _line(quote.cells[1].key):
            return joined(quote, finding.group, finding.culprits)
    return quote


def _line(key: str) -> tuple[str, str]:
    return keys.item(key), keys.measure(key)


# ---------------------------------------------------------------- the unit of the cover
def _with_unit_of_cover(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; texts that are right in another unit than the cover's go with what says that
    the unit on the cover is wrong."""
    covers = [place for place, one in enumerate(findings) if one.rule == _COVER]
    texts = [place for place, one in enumerate(findings) if _is_in_another_unit(one)]
    result = list(findings)
    if covers and texts:
        number = findings[covers[0]].group or next(fresh_numbers(findings))
        result[covers[0]] = replace(findings[covers[0]], group=number)
        for place in texts:
            apart = replace(findings[place].without_answer(), expected=None, culprits=())
            result[place] = replace(apart, group=number, todo=findings[covers[0]].todo)
    return result


def _is_in_another_unit(finding: Finding) -> bool:
    """Whether all that is wrong with a text is the unit of money behind its number."""
    whys = {one.why for one in finding.culprits}
    return finding.rule == _QUOTING and _accuses_only_texts(finding) and whys == {SLIPS["unit"]}
