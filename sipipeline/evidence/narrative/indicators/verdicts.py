"""What a text says of one indicator without a figure, or beside it: 缴费人数指标已完成,
群众信访投诉件数7件，未超过目标值5件."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from sipipeline.core.values import frozen
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.narrative.indicators import target_distances
from sipipeline.evidence.narrative.indicators.achievement import OTHERWISE
from sipipeline.evidence.narrative.indicators.named_lists import named_list
from sipipeline.evidence.narrative.indicators.rows import (
    Table,
    meant,
    reached_by,
    rounds,
    says,
    shortly,
)
from sipipeline.evidence.narrative.indicators.target_distances import BETWEEN, NUMBER
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.evidence.narrative.questions.setting import Read
from sipipeline.language.dates import is_of_year
from sipipeline.language.lexicon import WordPattern, one_of, phrases, words
from sipipeline.language.mentions import Mention, numbers_in
from sipipeline.language.targets import Stated, parse

_HERE = ("achievement", "one")
_OF_MISSED = "narrative.unmet_reasons"
_MOST_NUMBERS = 8
"""Numbers that may be stated of one indicator: of more it is open which is meant."""
_SENSES = ("reached", "missed", "above", "not_above", "below", "not_below")
_AIM = one_of(*_HERE, "aims")
_BOUNDED = f"{one_of(*_HERE, 'bounds')}?{NUMBER}{one_of(*_HERE, 'bounds')}?"
_ASIDE = f"{BETWEEN}(?:{_BOUNDED}{BETWEEN})?"
"""What stands between 超过 and 目标值: 95%的."""
_BEHIND = f"(?P<behind>{_BOUNDED})?"
_END = f"{_BEHIND}{one_of(*_HERE, 'behind')}*$"
_WITHIN = f"{phrases(*_HERE, 'within')}{_ASIDE}{_AIM}{_BEHIND}"
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    **{one: re.compile(f"{phrases(*_HERE, one)}{_ASIDE}{_AIM}{_END}") for one in _SENSES},
    "done": re.compile(phrases(*_HERE, "done") + "$"),
    "undone": re.compile(phrases(*_HERE, "undone") + "$"),
    "within": re.compile(f"{_WITHIN}{one_of(*_HERE, 'inside')}$"),
    "in_time": re.compile(phrases(*_HERE, "in_time") + "$"),
    "late": re.compile(phrases(*_HERE, "late") + "$"),
    "met": re.compile(f"^{phrases(*_HERE, 'met')}{NUMBER}$"),
    "unmet": re.compile(f"^{phrases(*_HERE, 'unmet')}{NUMBER}$"),
    **target_distances.PATTERNS,
}
"""How each verdict is worded, up to the end of its clause."""
_REACHED = frozenset({"reached", "done", "within", "in_time", "met"})
_MISSED = frozenset({"missed", "undone", "late", "unmet"})
_OF_STATED = frozenset({"met", "unmet"})
"""Those that name but the number of the target, behind what was reached: 实际68.9%，已达到70%."""
_WITH_NUMBER = _OF_STATED | {*target_distances.PATTERNS}
_ORDERS = frozenset({"above", "not_above", "below", "not_below"})
"""Behind these a number may be the target or the distance to it: 高于目标值2个百分点."""
_SIDES = {"more": "above", "quota": "above", "less": "below"}
"""On which side of a target those say that it lies which say how far."""
_AT_TARGET = _SIDES | {"share": "reached"}
"""What those say where their number is the target itself: 达到目标95%."""
_SEVERALLY = WordPattern("{achievement.severally}")
_ALLOWED = frozenset({"in_time", "late"})
_THAN_BEFORE = WordPattern("{achievement.than_before}")
_ASKED = WordPattern(r"{asked}|{planned}(?=[≥≤><=\d])", *_HERE)
_OF_TARGET = re.compile(
    f"(?:{one_of(*_HERE, 'planned')}|{one_of(*_HERE, 'bounds')}|{phrases(*_HERE, 'missed')})"
    "{1,4}$"
)
_FINISHED = WordPattern("{narrative.stated_differences.finished}|{bounds}", *_HERE)
_ORIGIN = re.compile(f"{one_of(*_HERE, 'origin')}[^#]*{NUMBER}[^#]{{0,4}}{one_of(*_HERE, 'end')}")
"""From where what is reached now came: 由改革前的15个工作日缩短到."""
_MORE = WordPattern("{narrative.signs.more}")
_CONTINUED = WordPattern(",{continued}", *_HERE)
_NAMELESS = WordPattern("{narrative.rows.before|narrative.rows.behind|doing|this}+", *_HERE)
_IN_BRACKETS = re.compile(
    f"\\((?:{one_of(*_HERE, 'planned')}|{one_of(*_HERE, 'bounds')}|:)*{NUMBER}[^()]{{0,2}}\\)"
)
"""The target of a number, put behind it: 22个工作日（≤30个工作日）."""
_SENTENCE = re.compile(r"(?:[^。;!?.]|(?<=\d)\.(?=\d))+")
_CLAUSE = re.compile(r"(?:[^,:]|(?<=\d),(?=\d{3}))+")


@frozen
class IndicatorVerdict:
    """That a text says how what was reached of an indicator lies to its target."""

    field: str
    words: str
    row: Indicator
    holds: bool
    mild: bool = False
    """It says by how much, or speaks of a time that is allowed, which may be another."""


def verdicts(
    texts: Iterable[Sequence[Read]], table: Table, year: float | None
) -> list[IndicatorVerdict]:
    """What the texts that were read say of the indicators of a table."""
    if not table.rows:
        return []
    reader = _VerdictReader(table, year)
    return [
        one
        for document in texts
        for line, reads in groupby(document, key=lambda read: read.line)
        if line.role == "report"
        for one in reader.of_line(line, _SegmentsByPlace.of(reads))
    ]


@frozen
class _NamedNumbers:
    """A name, and the numbers that stand beside it."""

    name: str
    numbers: tuple[Mention, ...]


class _ReadClause(NamedTuple):
    """What a clause says."""

    sense: str = ""
    """Its verdict, "" where it has none."""
    named: _NamedNumbers | None = None
    """What stands before it, with its numbers; None where more than a name and a number do."""
    distance: Mention | None = None
    """How far it says that what was reached lies from the target, or the share of it."""
    aim: str = ""
    """The words of the verdict."""


class _Spoken(NamedTuple):
    """A clause with a verdict, and what it is of."""

    field: str
    words: str
    clause: _ReadClause
    topic: _NamedNumbers
    follows: bool
    """The clause before it has a verdict too."""
    since: str = ""
    """The words from what it is of to its end."""


@frozen
class _VerdictReader:
    table: Table
    year: float | None

    def of_line(self, line: Paragraph, reads: "_SegmentsByPlace") -> Iterator[IndicatorVerdict]:
        for sentence in _SENTENCE.finditer(line.text):
            if self._is_of_year(sentence.group()):
                yield from self._of_sentence(line, reads, sentence.start(), sentence.end())
                yield from self._of_each(line, reads, sentence.start(), sentence.end())
                yield from self._of_listed(line, reads, sentence.start(), sentence.end())
                yield from self._of_named(line, reads, sentence.start(), sentence.end())

    def _of_named(
        self, line: Paragraph, reads: "_SegmentsByPlace", start: int, end: int
    ) -> Iterator[IndicatorVerdict]:
        """What a sentence says of the indicators that it ends by listing: 未完成的有缴费人数、
        认证率."""
        sentence = line.text[start:end]
        listed = named_list(_masked(sentence, numbers_in(sentence)))
        if listed is None or not all(map(_is_plain, reads.between(start, end))):
            return
        for name in listed.names:
            rows = meant(name, (), None, self.table) or shortly(name, None, self.table)
            holds = _is_such(listed.sense, rows[0]) if len(rows) == 1 else None
            if holds is not None:
                yield IndicatorVerdict(line.key, sentence, rows[0], holds)

    def _of_each(
        self, line: Paragraph, reads: "_SegmentsByPlace", start: int, end: int
    ) -> Iterator[IndicatorVerdict]:
        """What a sentence lists of several rows, where each of its results is that of one."""
        words_of = line.text[start:end]
        numbers = numbers_in(words_of)
        listed = target_distances.of_each(_masked(words_of, numbers), numbers)
        rows = [reached_by(one.reached, self.table) for one in listed]
        if any(len(one) != 1 for one in rows) or not all(map(_is_plain, reads.between(start, end))):
            return
        for (row,), one in zip(rows, listed, strict=True):
            if (holds := target_distances.holds(one.sense, one.number, row)) is not None:
                yield IndicatorVerdict(line.key, words_of, row, holds, mild=True)

    def _of_listed(
        self, line: Paragraph, reads: "_SegmentsByPlace", start: int, end: int
    ) -> Iterator[IndicatorVerdict]:
        """What 均完成 says of each row that its sentence names before it with a number, or the
        sentence before where it begins its own: 认证率98.6%，准确率99.8%。均完成."""
        for found in _CLAUSE.finditer(line.text, start, end):
            clause = _read(found.group(), stated=False)
            around = reads.between(found.start(), found.end())
            if not _is_of_several(found.group(), clause) or not all(map(_is_plain, around)):
                continue
            for topic in _listed(self._before(line.text, start, found.start())):
                spoken = _Spoken(line.key, found.group(), clause, topic, follows=False)
                yield from self._judged(spoken, around)

    def _before(self, text: str, start: int, end: int) -> str:
        """What stands before a clause in its sentence, or the sentence before that one begins."""
        if end > start:
            return text[start:end]
        last = [one.group() for one in _SENTENCE.finditer(text, 0, start)][-1:]
        return "".join(filter(self._is_of_year, last))

    def _is_of_year(self, sentence: str) -> bool:
        """Whether a sentence names no other year, and speaks of no plan."""
        of_year = is_of_year(sentence, self.year)
        return of_year and not OTHERWISE.search(_ASKED.sub("", _THAN_BEFORE.sub("", sentence)))

    def _of_sentence(
        self, line: Paragraph, reads: "_SegmentsByPlace", start: int, end: int
    ) -> Iterator[IndicatorVerdict]:
        topic: _NamedNumbers | None = None
        judged: _NamedNumbers | None = None
        follows, since = False, start
        for found in _CLAUSE.finditer(line.text, start, end):
            clause = _read(found.group(), stated=topic is not None and bool(topic.numbers))
            before, topic = topic, _topic(topic, clause.named)
            topic = judged if judged and _is_of_judged(topic, clause) else topic
            since = since if _are_of_one_name(before, topic) else found.start()
            after, follows = follows, bool(clause.sense)
            if _is_of_several(found.group(), clause):
                continue
            if not clause.sense or topic is None or _CONTINUED.match(line.text, found.end()):
                continue
            judged = topic
            around = reads.between(found.start(), found.end())
            if all(map(_is_plain, around)):
                told = line.text[since : found.end()]
                spoken = _Spoken(line.key, found.group(), clause, topic, after, told)
                yield from self._judged(spoken, around)

    def _judged(self, spoken: _Spoken, around: Sequence[Read]) -> Iterator[IndicatorVerdict]:
        """The verdict, where it is of one row, and the numbers beside it are those of the row."""
        whose = around[0].setting.whom if around else None
        fund = whose.account if whose is not None and whose.source != "far" else None
        rows = self._rows(spoken, fund)
        if len(rows) != 1 or not _is_beside_its_figures(spoken.topic, rows[0]):
            yield from self._otherwise(spoken, fund)
            return
        if not target_distances.can_be(spoken.clause.aim, rows[0]):
            return
        if (holds := _holds(spoken, rows[0])) is not None:
            mild = _is_mild(spoken, rows[0])
            yield IndicatorVerdict(spoken.field, spoken.words, rows[0], holds, mild)

    def _otherwise(self, spoken: _Spoken, fund: str | None) -> Iterator[IndicatorVerdict]:
        """That what was reached is another number than is stated, where that row alone lies as far
        from its target as it is said: 宣讲21场，超出目标7场, of 31 for 24."""
        sense, distance, numbers = spoken.clause.sense, spoken.clause.distance, spoken.topic.numbers
        if distance is None or sense not in _SIDES or len(numbers) != 1:
            return
        base = numbers[0].unit.base
        alike = [row for row in self.table.rows if parse(row.target).unit.base == base]
        named = shortly(spoken.topic.name, fund, replace(self.table, rows=alike), told=True)
        so_far = [row for row in named if target_distances.holds(sense, distance, row)]
        alone = len(so_far) == 1 == len(named) and distance.unit.base == base
        if alone and not _is_beside_its_figures(spoken.topic, so_far[0]):
            yield IndicatorVerdict(spoken.field, spoken.since, so_far[0], holds=False, mild=True)

    def _rows(self, spoken: _Spoken, fund: str | None) -> Sequence[Indicator]:
        """The row that is spoken of; behind 差 among the reasons for what was missed, one of
        these."""
        if spoken.clause.sense != target_distances.LACKING:
            named = meant(spoken.topic.name, spoken.topic.numbers, fund, self.table)
            return named or self._missed_by_none(spoken, fund)
        number = spoken.clause.distance
        if spoken.field != _OF_MISSED or number is None:
            return []
        missed = replace(self.table, rows=[row for row in self.table.rows if _is_missed(row)])
        named = shortly(spoken.topic.name, fund, missed)
        return [
            row for row in named if target_distances.is_near(target_distances.LACKING, number, row)
        ]

    def _missed_by_none(self, spoken: _Spoken, fund: str | None) -> Sequence[Indicator]:
        """The first row that goes by a short name which, among the reasons for what was missed, is
        said to be missed, where all that go by it were reached: 参保人数未达到目标."""
        of_missed = spoken.field == _OF_MISSED and spoken.clause.sense in _MISSED
        if not of_missed or spoken.topic.numbers:
            return []
        named = shortly(spoken.topic.name, fund, self.table)
        reached = all(row.attainment is not None and row.attainment.is_met for row in named)
        return named[:1] if reached else []


# ---------------------------------------------------------------- what a clause says
def _read(clause: str, *, stated: bool) -> _ReadClause:
    """The verdict of a clause, and what it is of, where a number was stated of that or not."""
    numbers = numbers_in(clause)
    masked, numbers = _from_origin(_IN_BRACKETS.sub("", _masked(clause, numbers)), numbers)
    sense, found = _verdict(masked, numbers, stated=stated)
    head = masked[: found.start()] if found is not None else masked
    name, _, behind = head.partition(NUMBER)
    distance = numbers[-1] if sense in _WITH_NUMBER else None
    if distance is not None and _MORE.search(clause, distance.start, distance.end):
        return _ReadClause()
    if distance is not None or (found is not None and sense in _ORDERS and found["behind"]):
        numbers = numbers[:-1]
    aim = found.group() if found is not None else ""
    if behind and not _FINISHED.fullmatch(behind):
        return _ReadClause(sense, None, distance, aim)
    return _ReadClause(
        sense, _NamedNumbers(_OF_TARGET.sub("", name), tuple(numbers)), distance, aim
    )


def _is_of_judged(topic: _NamedNumbers | None, clause: _ReadClause) -> bool:
    """Whether a clause says but how far something lies from a target, and not what, and nothing was
    stated of what it seems to be of: it is of what was last said to be missed, or reached:
    参保人数未达标，主要是外出务工人员较多，年末比目标少3155人."""
    if topic is not None and topic.numbers:
        return False
    nameless = clause.named is not None and not _NAMELESS.sub("", clause.named.name)
    alone = nameless and clause.named is not None and not clause.named.numbers
    return clause.sense in _SIDES and alone


def _are_of_one_name(one: _NamedNumbers | None, other: _NamedNumbers | None) -> bool:
    """Whether two topics are called the same."""
    return one is not None and other is not None and one.name == other.name


def _is_of_several(words_of: str, clause: _ReadClause) -> bool:
    """Whether a clause says no more than that each of what was named before was reached, or
    missed: 均完成."""
    alone = clause.named is not None and not clause.named.numbers
    return clause.sense in ("done", "undone") and alone and bool(_SEVERALLY.match(words_of))


def _listed(text: str) -> Sequence[_NamedNumbers]:
    """What a text names with its numbers, one after the other."""
    topic: _NamedNumbers | None = None
    listed: dict[str, _NamedNumbers] = {}
    for found in _CLAUSE.finditer(text):
        clause = _read(found.group(), stated=topic is not None and bool(topic.numbers))
        topic = _topic(topic, clause.named)
        if topic is not None and topic.numbers:
            listed[topic.name] = topic
    return tuple(listed.values())


def _from_origin(masked: str, numbers: list[Mention]) -> tuple[str, list[Mention]]:
    """A clause without what its number came from, if it says so."""
    found = _ORIGIN.search(masked)
    if found is None:
        return masked, numbers
    place = masked.count(NUMBER, 0, found.start())
    left = [*numbers[:place], *numbers[place + 1 :]]
    return masked[: found.start()] + masked[found.end() :], left


def _masked(clause: str, numbers: Sequence[Mention]) -> str:
    words, end = [], 0
    for number in numbers:
        words += [clause[end : number.start], NUMBER]
        end = number.end
    return "".join([*words, clause[end:]])


def _verdict(
    masked: str, numbers: Sequence[Mention], *, stated: bool
) -> tuple[str, re.Match[str] | None]:
    """The verdict that begins first in a clause, as 未完成 does before 完成."""
    found = {
        one.start(): (sense, one)
        for sense, one in _found(masked)
        if sense not in target_distances.PATTERNS
        or target_distances.is_distance(sense, numbers[-1])
        if sense not in _OF_STATED or stated
    }
    return found[min(found)] if found else ("", None)


def _found(masked: str) -> Iterator[tuple[str, re.Match[str]]]:
    for sense, pattern in _PATTERNS.items():
        if (found := pattern.search(masked)) is not None:
            yield sense, found


def _topic(before: _NamedNumbers | None, said: _NamedNumbers | None) -> _NamedNumbers | None:
    """What is spoken of after a clause: what it names, or what was named before where it only
    states what was aimed at, or reached, be it with a word of that: 认证22871人, or by how much it
    changed; None where that has too many numbers."""
    if said is None:
        return None
    if before is not None and _THAN_BEFORE.match(said.name):
        return before
    own = _NAMELESS.sub("", said.name)
    if before is None:
        return said if own else None
    if own not in before.name:
        return said
    numbers = before.numbers + said.numbers
    return _NamedNumbers(before.name, numbers) if len(numbers) <= _MOST_NUMBERS else None


# ---------------------------------------------------------------- where it stands
class _SegmentsByPlace(NamedTuple):
    """The segments of a line by where they begin."""

    starts: Sequence[int]
    reads: Sequence[Read]

    @classmethod
    def of(cls, reads: Iterable[Read]) -> "_SegmentsByPlace":
        begin = {
            min(token.start for token in read.segment.tokens): read
            for read in reads
            if read.segment.tokens
        }
        starts = sorted(begin)
        return cls(starts, [begin[start] for start in starts])

    def between(self, start: int, end: int) -> Sequence[Read]:
        return self.reads[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _is_plain(read: Read) -> bool:
    """Whether it is of this year, of all of the unit's own, and neither intended nor supposed."""
    at = read.setting.when
    intends = at.intends and not _calls_target(read)
    real = not intends and not at.supposes and not at.by_hundreds
    return at.period == "this" and real and not read.setting.whom.elsewhere


def _calls_target(read: Read) -> bool:
    """Whether what sounds intended is but what the target is called: 达到预期目标."""
    planned = [token.text for token in read.segment.tokens if token.kind == "plan"]
    return not read.before.when.intends and set(planned) <= set(words(*_HERE, "between"))


# ---------------------------------------------------------------- whether it is so
def _is_beside_its_figures(said: _NamedNumbers, row: Indicator) -> bool:
    """Whether each number that was stated is the target of a row, or what was reached of it."""
    stated = parse(row.actual), parse(row.target)
    return all(any(rounds(number, one) for one in stated) for number in said.numbers)


def _holds(spoken: _Spoken, row: Indicator) -> bool | None:
    """Whether a row is as it is said; None where the table does not tell."""
    sense, number = spoken.clause.sense, spoken.clause.distance
    if number is not None and not _is_target(number, row):
        return _is_so_far(sense, number, spoken, row) if sense not in _OF_STATED else None
    return _is_such(_AT_TARGET.get(sense, sense), row)


def _is_target(number: Mention, row: Indicator) -> bool:
    """Whether a number is the target of a row, and no share of something else."""
    target = parse(row.target)
    rates = {"percent"} & {number.unit.dimension, target.unit.dimension}
    return says(number, target) and (not rates or number.unit.dimension == target.unit.dimension)


def _is_such(sense: str, row: Indicator) -> bool | None:
    """Whether a row reached its target, or lies above it, or below."""
    judged = row.attainment
    if judged is None or not judged.decided:
        return None
    if sense in _REACHED:
        return judged.status != "unmet"
    if sense in _MISSED:
        return judged.status == "unmet"
    return _lies(sense, judged.target, judged.actual) if sense in _ORDERS else None


def _is_so_far(sense: str, number: Mention, spoken: _Spoken, row: Indicator) -> bool | None:
    """Whether a row lies as far from its target as it is said; where the target was stated, only
    whether it lies on that side; None where the target is not spoken of."""
    target = parse(row.target)
    aimed = [one for one in spoken.topic.numbers if says(one, target)]
    if sense in target_distances.BARE:
        only = aimed and len(aimed) == len(spoken.topic.numbers)
        told = only or spoken.follows or _is_behind_result(sense, spoken, row, aimed)
        return target_distances.holds(sense, number, row) if told else None
    if aimed and _is_such(_SIDES.get(sense, ""), row) is False:
        return False
    return target_distances.holds(sense, number, row)


def _is_behind_result(
    sense: str, spoken: _Spoken, row: Indicator, aimed: Sequence[Mention]
) -> bool:
    """Whether a distance that is said of targets alone stands behind what was reached of a row that
    missed its own, be it with its target, or in time: 66.4%，差3.6个百分点; 7个工作日，
    超期3个工作日."""
    missed = _is_missed(row)
    stated = len(spoken.topic.numbers) - len(aimed) == 1
    return sense in target_distances.OF_TARGET and stated and (missed or sense == "overdue")


def _is_missed(row: Indicator) -> bool:
    return row.attainment is not None and row.attainment.status == "unmet"


def _is_mild(spoken: _Spoken, row: Indicator) -> bool:
    """Whether it may be but the number that is wrong, or the time that is allowed another."""
    sense = spoken.clause.sense
    far = spoken.clause.distance is not None and _is_such(_SIDES.get(sense, ""), row) is not False
    return far or sense in _ALLOWED


def _lies(sense: str, wanted: Stated, reached: Stated) -> bool | None:
    """Whether what was reached lies above the target, or below; at it lies neither, and what is
    said of that is let be."""
    ends = {end for end in (wanted.lo, wanted.hi) if end is not None}
    unlike = wanted.unit.base != reached.unit.base or wanted.sense != reached.sense
    if len(ends) != 1 or not reached.point or reached.lo is None or unlike:
        return None
    gap = reached.lo * reached.unit.factor - ends.pop() * wanted.unit.factor
    return gap >= 0 if sense in ("above", "not_below") else gap <= 0
