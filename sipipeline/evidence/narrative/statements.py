"""What a text says of figures without a figure: 收入稳步增长, 未突破预算, 居第一位."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative import reading, whom
from sipipeline.evidence.narrative.cells import Told, told
from sipipeline.evidence.narrative.marks import Mark
from sipipeline.evidence.narrative.segments import Segment
from sipipeline.evidence.narrative.setting import Setting
from sipipeline.evidence.narrative.text import Paragraph
from sipipeline.evidence.narrative.what import Subject
from sipipeline.evidence.narrative.whom import Own
from sipipeline.language.lexicon import has, one_of, phrases, words
from sipipeline.language.numbers import Printed, number_at

_HERE = ("narrative", "statements")
_FASTER = ("narrative", "signs", "faster")
_KNOWN = frozenset(
    "fund total brief item deficit own place join fillers outcome this_year whole_year date "
    "running than than_end last_year level same_period year_on_year up down year_start budget "
    "beyond sums completion".split()
)
"""Kinds of words that a statement may be made of."""
_ADVERBS = re.compile(f"(?:{one_of(*_HERE, 'adverbs')})+")
_END = "(?:" + one_of("changes", "particles") + ")?$"
_BUDGET = {
    sense: re.compile(phrases(*_HERE, "budget", sense) + _END)
    for sense in ("short", "within", "over")
}
_BALANCE = {
    sense: re.compile(phrases(*_HERE, "balance", sense) + _END) for sense in ("above", "below")
}
_NTH = f"{one_of('narrative', 'signs', 'ordinal')}(?P<number>.)"
_PLACE = re.compile(
    phrases(*_HERE, "rank", "place")
    + f".*(?:(?P<first>{one_of(*_HERE, 'rank', 'first')})|{_NTH})"
    + f"{one_of(*_HERE, 'rank', 'counters')}?$"
)
_EXTREME = re.compile(
    f"(?:(?P<most>{one_of(*_HERE, 'rank', 'most')})|{one_of(*_HERE, 'rank', 'least')})"
    f"(?:$|{one_of(*_HERE, 'rank', 'being')}?(?P<fund>.*))"
)
_DOUBLED = re.compile(phrases(*_HERE, "rank", "doubled") + f"(.){one_of(*_HERE, 'rank', 'times')}")
_LEAST_FUNDS = 2
_HARDLY = 0.01
"""Share of last year's figure by which what is said to be the same may differ."""
_NEARLY = 0.95
"""Share of twice the figure that is said to be doubled."""

Signs = tuple[Told, int]
"""A figure and what it should be: 1 above nothing, -1 below, 0 neither."""


@dataclass(frozen=True, slots=True)
class Statement:
    field: str
    words: str
    told: tuple[Told, ...]
    """The figures that it is about."""
    holds: bool
    """Whether they may be as it says."""


def statements(submission: Submission) -> Iterator[Statement]:
    """What the texts say without figures of figures that the tables have."""
    own = whom.own(submission)
    for line, segment, before, setting in reading.settings(submission):
        clause = _Clause(own, line, segment, before, setting)
        if clause.is_report and clause.is_plain:
            yield from clause.statements()


@dataclass(frozen=True)
class _Clause:
    """A segment that may say something, and what was said before it."""

    own: Own
    line: Paragraph
    segment: Segment
    before: Setting
    setting: Setting

    @cached_property
    def text(self) -> str:
        """The words, as written."""
        places = [(mark.start, mark.end) for mark in self.segment.marks]
        first, last = min(places), max(places)
        return self.line.text[first[0] : last[1]]

    @property
    def is_report(self) -> bool:
        """Whether it says what happened this year."""
        at = self.setting.when
        of_year = at.period == "this" or (self.before.when.period == "this" and self._compares)
        return self.line.role == "report" and bool(self.segment.marks) and of_year

    @property
    def _compares(self) -> bool:
        """Whether last year is only compared with: 与上年持平, 较上年翻了一番."""
        kinds = [mark.kind for mark in self.segment.marks]
        periods = [place for place, kind in enumerate(kinds) if kind in ("last_year", "date")]
        return all(place and kinds[place - 1] in ("join", "than") for place in periods)

    @property
    def is_plain(self) -> bool:
        """Whether nothing makes it a plan, a part, a reason, or of others."""
        segment, setting = self.segment, self.setting
        if setting.whom.elsewhere:
            return False
        apart = segment.has("part", "plan", "aim", "cause", "elsewhere", "other_year", "part_year")
        return not apart and not setting.caused and setting.when.stance != "plan"

    def statements(self) -> Iterator[Statement]:
        if self.segment.number is not None:
            yield from self._arrived()
            return
        yield from self._ranked()
        yield from self._doubled()
        yield from self._faster()
        for signs in self._said():
            yield from self._stated(signs)

    # ------------------------------------------------------------ of whom and of what
    @property
    def subjects(self) -> Sequence[Subject]:
        """The lines of accounts that are spoken of."""
        of = self.setting.what.subjects
        if len(self.funds) >= _LEAST_FUNDS:
            names = [mark for mark in self.segment.plain if mark.kind == "item"]
            of = _subjects(names[0]) if len(names) == 1 else ()
        return [one for one in of if one.family in (keys.ACCOUNTS, "headcounts")]

    @cached_property
    def funds(self) -> list[str]:
        """The funds that are named, in order."""
        named = [mark for mark in self.segment.plain if mark.kind in ("fund", "brief")]
        return [fund for mark in named if (fund := whom.resolved(mark, self.own)) is not None]

    @property
    def accounts(self) -> Sequence[str]:
        """The accounts of which it is said; each fund where it is said of every one."""
        whose = self.setting.whom
        if has(self.text, *_HERE, "every"):
            if has(self.line.text, *_HERE, "except"):
                return ()
            if len(self.funds) >= _LEAST_FUNDS:
                return self.funds
            if whose.account == self.own.total and whose.source != "far":
                return self.own.funds
        if len(self.funds) > 1 or whose.account is None or whose.source == "far":
            return ()
        return (whose.account,)

    def _told(self, account: str, subject: Subject, measure: str) -> Told | None:
        return told(f"{subject.family}.{account}.{subject.item}.{measure}", self.own.submission)

    # ------------------------------------------------------------ above, below, as before
    def _said(self) -> Iterator[tuple[str, int, Sequence[Subject]]]:
        """The measure that is above or below nothing, as it is said, and of what."""
        if not self._is_known():
            return
        for sense, pattern in _BUDGET.items():
            if pattern.search(self.text):
                if has(self.line.text, "narrative", "signs", "adjusted"):
                    return
                yield f"over_budget:{sense}", _SIGNS[sense], self.subjects
                return
        surplus = (Subject(keys.ACCOUNTS, "surplus"),)
        for sense, pattern in _BALANCE.items():
            if pattern.search(self.text):
                yield "actual", _SIGNS[sense], surplus
                return
        if (trend := self._trend()) is not None:
            yield "change", trend, self.subjects

    def _is_known(self) -> bool:
        """Whether all words are such as statements are made of."""
        ends = (*_BUDGET.values(), *_BALANCE.values(), _DOUBLED)
        found = next(filter(None, (pattern.search(self.text) for pattern in ends)), None)
        start = min(mark.start for mark in self.segment.marks)
        end = start + found.start() if found is not None else start + len(self.text)
        return all(
            mark.kind in _KNOWN or _ADVERBS.fullmatch(mark.text) or mark.text in _same()
            for mark in self.segment.marks
            if mark.start < end
        )

    def _trend(self) -> int | None:
        """1 where it says that something rose, -1 fell, 0 stayed."""
        based = self.setting.basis in ("last", "")
        named = [place for place, mark in enumerate(self.segment.marks) if mark.kind == "item"]
        behind = self.segment.marks[-1]
        if not based or (named and self.segment.marks[named[-1]] is behind):
            return None
        way = -1 if self.setting.what.deficit else 1
        if self.text.endswith(words(*_HERE, "rises")):
            return way
        if self.text.endswith(words(*_HERE, "falls")):
            return -way
        return 0 if self.text.endswith(_same()) and self._compares else None

    def _stated(self, said: tuple[str, int, Sequence[Subject]]) -> Iterator[Statement]:
        measure, sign, subjects = said
        measure, _, sense = measure.partition(":")
        for account in self.accounts:
            figures = [self._told(account, subject, measure) for subject in subjects]
            known = [figure for figure in figures if figure is not None]
            if known and len(known) == len(figures):
                holds = any(self._may_be(figure, sign, sense) for figure in known)
                yield self._statement(known, holds)
        yield from self._others(measure, sign, subjects)

    def _others(self, measure: str, sign: int, subjects: Sequence[Subject]) -> Iterator[Statement]:
        """Of what is said of one fund alone: the others for which it is so too."""
        only = [mark.text for mark in self.segment.marks if mark.text in words(*_HERE, "only")]
        if not only or len(self.funds) != 1 or len(subjects) != 1:
            return
        for fund in set(self.own.funds) - set(self.funds):
            figure = self._told(fund, subjects[0], measure)
            if figure is not None and sign and min(figure.low * sign, figure.high * sign) > 0:
                yield self._statement([figure], holds=False)

    def _may_be(self, figure: Told, sign: int, sense: str) -> bool:
        if sign == 0:
            before = told(keys.beside(figure.key, "prior"), self.own.submission)
            most = _HARDLY * abs(before.value) if before is not None else 0.0
            return abs(figure.value) <= most
        at_least = sense in ("within", "short_or_even")
        return figure.high * sign > 0 or figure.low * sign > 0 or (at_least and figure.value == 0)

    def _statement(self, figures: Sequence[Told], holds: bool) -> Statement:
        return Statement(self.line.key, self.text, tuple(figures), holds)

    # ------------------------------------------------------------ what was arrived at
    def _arrived(self) -> Iterator[Statement]:
        """The way to a level: 赤字扩大到80万元."""
        marks = [mark for mark in self.segment.plain if mark.kind != "fillers"]
        kinds = [mark.kind for mark in marks]
        if kinds[-2:] not in (["up", "level"], ["down", "level"]) or self.segment.unknown:
            return
        counted = self.segment.dimension in ("money", "people") and not self.segment.in_yuan
        if self.setting.basis not in ("last", "") or not counted:
            return
        if marks[-2].text in words("changes", "nouns"):
            return
        way = 1 if kinds[-2] == "up" else -1
        sign = -way if self.setting.what.deficit else way
        yield from self._stated(("change", sign, self.subjects))

    # ------------------------------------------------------------ twice, and faster
    def _doubled(self) -> Iterator[Statement]:
        """So many times last year's: 较上年翻了两番."""
        found = _DOUBLED.search(self.text)
        times = _numeral(found[1], "fold") if found is not None and self._is_known() else None
        if times is None or not self._compares or len(self.subjects) != 1:
            return
        for account in self.accounts:
            if (figure := self._told(account, self.subjects[0], "of_prior")) is not None:
                holds = figure.high >= _NEARLY * 2**times.value
                yield self._statement([figure], holds)

    def _faster(self) -> Iterator[Statement]:
        """One item grew more than another: 收入增速低于支出增速."""
        items = self._compared_growths()
        if len(items) != _LEAST_FUNDS or self.segment.unknown or len(self.accounts) != 1:
            return
        first, second = (self._told(self.accounts[0], of, "growth_rate") for of in items)
        if first is not None and second is not None:
            under = has(self.text, "narrative", "signs", "under")
            yield self._statement([first, second], _may_follow(first, second, -1 if under else 1))

    def _compared_growths(self) -> Sequence[Subject]:
        """The item that is compared, and the one that it is compared with: 高于 支出 增速."""
        marks = [mark for mark in self.segment.marks if mark.kind != "fillers"]
        shape = [mark.kind for mark in marks[-3:]]
        if shape != ["beyond", "item", "up"] or not has(marks[-1].text, *_FASTER):
            return ()
        named = [mark for mark in marks[:-3] if mark.kind == "item"]
        first = _subjects(named[0]) if named else self.before.what.subjects
        return (*first, *_subjects(marks[-2]))

    # ------------------------------------------------------------ ranks
    def _ranked(self) -> Iterator[Statement]:
        """The place of a fund, or the order of several."""
        if len(self.subjects) != 1 or len(self.own.funds) < _LEAST_FUNDS:
            return
        by_fund = {
            fund: self._told(fund, self.subjects[0], self._measure) for fund in self.own.funds
        }
        figures = {fund: figure for fund, figure in by_fund.items() if figure is not None}
        if len(figures) < len(by_fund):
            return
        if len(self.funds) > 1:
            yield from self._ordered(figures)
        elif len(self.funds) == 1 and (place := self._place()):
            fund = self.funds[0]
            yield self._statement([*figures.values()], _may_stand_at(figures, fund, place))

    @property
    def _measure(self) -> str:
        if has(self.text, *_FASTER):
            return "growth_rate"
        return "completion_rate" if self.segment.has("completion") else "actual"

    def _place(self) -> int:
        """The place that it says, from the top, or the bottom where negative; 0 for none."""
        if (extreme := _EXTREME.search(self.text)) is not None:
            way = 1 if extreme["most"] else -1
            return 0 if extreme["fund"] and not self._ends_with_fund() else way
        if (found := _PLACE.search(self.text)) is None:
            return 0
        number = None if found["first"] else _numeral(found["number"], "counters")
        return int(number.value) if number is not None else int(bool(found["first"]))

    def _ends_with_fund(self) -> bool:
        """Whether nothing but a fund stands behind: 结余最多的是居民养老."""
        named = [mark.kind for mark in self.segment.marks if mark.kind != "fillers"]
        return named[-1] in ("fund", "brief")

    def _ordered(self, figures: dict[str, Told]) -> Iterator[Statement]:
        descending = has(self.text, *_HERE, "rank", "descending")
        if not descending and not has(self.text, *_HERE, "rank", "ascending"):
            return
        listed = [figures[fund] for fund in self.funds if fund in figures]
        rest = [figure for fund, figure in figures.items() if fund not in self.funds]
        holds = _are_ordered(listed, 1 if descending else -1)
        if descending and not self.segment.has("up"):
            holds = holds and all(_may_follow(listed[-1], figure, 1) for figure in rest)
        yield self._statement([*figures.values()], holds)


_SIGNS = {"over": 1, "within": -1, "short": -1, "above": 1, "below": -1}
"""Whether a figure is said to be above nothing or below."""


def _subjects(name: Mark) -> tuple[Subject, ...]:
    return tuple(Subject(keys.family(one), keys.measure(one)) for one in name.meaning)


def _same() -> tuple[str, ...]:
    return words(*_HERE, "same")


def _numeral(written: str, counted: str) -> Printed | None:
    """The number that a numeral is before what it counts: 两 of 翻了两番."""
    return number_at(written + words(*_HERE, "rank", counted)[0], 0)


def _may_follow(one: Told, other: Told, sign: int) -> bool:
    """Whether a figure may stand behind another, that is, is not surely more."""
    return sign * (one.value - other.value) >= 0 or one.high >= other.low > one.low


def _are_ordered(listed: Sequence[Told], sign: int) -> bool:
    return all(_may_follow(one, other, sign) for one, other in pairwise(listed))


def _may_stand_at(figures: dict[str, Told], fund: str, place: int) -> bool:
    """Whether a fund may have a place, from the top or, where it is negative, from the bottom."""
    own = figures[fund]
    others = [figure for key, figure in figures.items() if key != fund]
    if place < 0:
        before = sum(figure.high < own.low for figure in others)
    else:
        before = sum(figure.low > own.high for figure in others)
    return before == abs(place) - 1
