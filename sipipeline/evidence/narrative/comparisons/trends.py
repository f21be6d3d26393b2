"""What a clause says to be above or below nothing: a change since last year, 收入稳步增长, what
lies beside its budget, 未突破预算, or what was left of the year, 收不抵支."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property, lru_cache
from itertools import chain, product
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.evidence.narrative.comparisons.ranks import DOUBLED, times_doubled
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import (
    EXPENDITURE,
    INCOME,
    LEFT,
    MONTHS,
    SURPLUS,
    Subject,
)
from sipipeline.evidence.narrative.quoting.clause import Clause
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.language.lexicon import WordPattern, has, one_of, phrases, words

_HERE = ("narrative", "statements")
_KNOWN = frozenset(
    "fund total brief item deficit own place join fillers outcome this_year whole_year date "
    "running than than_end last_year level same_period year_on_year up down year_start budget "
    "beyond sums completion count among".split()
)
"""Kinds of words that a statement may be made of."""
_CHANGED = frozenset("up down than budget completion same_period year_on_year last_year".split())
"""Those that may make what is beside last year's figure another than that of the line: 增幅."""
_ADVERBS = WordPattern("(?:{adverbs})+", *_HERE)
_END = "(?:" + one_of("changes", "particles") + ")?$"


def _ends_with(kind: str, *senses: str) -> dict[str, re.Pattern[str]]:
    """For each sense of a kind of statement, what its words at the end of a clause look like."""
    return {sense: re.compile(phrases(*_HERE, kind, sense) + _END) for sense in senses}


_BUDGET = _ends_with("budget", "short", "within", "over")
_REACHED = _ends_with("budget", "reached")
_BALANCE = _ends_with("balance", "above", "below")
_TURN = _ends_with("turn", "above", "below")
_LAST_YEAR = _ends_with("last_year", "above", "below")
_LOSS = _ends_with("loss", "below")["below"]
_BESIDE_BUDGET = {**_BUDGET, **_REACHED}
_ENDS = (
    *chain.from_iterable(one.values() for one in (_BESIDE_BUDGET, _BALANCE, _TURN, _LAST_YEAR)),
    _LOSS,
    DOUBLED,
)
"""All ends of a clause that say something of a figure without one."""
_ONE = WordPattern("{one}$", *_HERE)
"""The fund of which alone it is said: 唯一收入下降的险种."""
_BEHIND = WordPattern("{behind}+$", *_HERE)
"""Words behind those for a way: 增长明显, 呈下降态势."""
_AFTER_BUDGET = re.compile(r"[^,。;:!?()]{1,10}")
"""Words behind the amount of a budget: 以内."""
_OF_LAST_YEAR = frozenset({"last_year", "same_period", "date", "year_on_year", "year_start"})
_AT_YEAR_END = frozenset({LEFT, Subject(keys.ACCOUNTS, "time_deposits")})
"""Lines that say what there is at the end of the year."""
_FAMILIES = (keys.ACCOUNTS, "headcounts")
_FLOWS = frozenset({"income", "expenditure", "surplus"})
_YEARS = ("actual", "prior")
"""The years of which 连续两年 says something, as far as the tables go back."""


class Trend(NamedTuple):
    """That the figures of lines lie above nothing, or below."""

    measure: str
    sign: int
    """1 above, -1 below, 0 neither."""
    subjects: Sequence[Subject]
    sense: str = ""
    """How a budget is spoken of."""

    @property
    def is_reached(self) -> bool:
        """Whether a budget is said to be completed."""
        return self.sense in _REACHED

    @property
    def is_within(self) -> bool:
        """Whether a budget is said to be kept."""
        return self.sense == "within"


def lines_among(subjects: Iterable[Subject]) -> Sequence[Subject]:
    """Those of some subjects that are lines of accounts and head-counts."""
    return [one for one in subjects if one.family in _FAMILIES]


class TrendClause(Clause):
    """A clause that may say how figures went, or how they lie beside the budget or each other."""

    @property
    def lines(self) -> Sequence[Subject]:
        """The lines of accounts and head-counts that are spoken of."""
        return lines_among(self.subjects)

    def trends(self) -> Iterator[Trend]:
        """What it says to be above or below nothing."""
        if not self.is_known():
            return
        for sense, pattern in _BESIDE_BUDGET.items():
            if found := pattern.search(self.text):
                if _names_adjusted(self.line.text):
                    return
                lines = self.lines or _sides_in(found.group())
                yield Trend("over_budget", _SIGNS[sense], lines, sense)
                return
        if balance := self._balance():
            for measure in _YEARS if self.segment.has("running") else _YEARS[:1]:
                yield Trend(measure, balance, (SURPLUS,))
            return
        if turn := self._turn():
            yield Trend("actual", turn, (SURPLUS,))
            yield Trend("prior", -turn, (SURPLUS,))
            return
        if way := self.beside_last_year:
            yield Trend("change", way, self._lines_kept)
        elif (trend := self.trend()) is not None:
            yield Trend("change", trend, self.lines)

    def trend(self) -> int | None:
        """1 where it says that something rose, -1 fell, 0 stayed."""
        based = self._is_based_on_last_year and not self.segment.has("budget")
        apart = self.is_of_another, self._is_beside_stated, self._is_of_turn
        if not based or any(apart) or self.segment.tokens[-1].kind == "item":
            return None
        way = -1 if self.setting.what.deficit else 1
        said = _BEHIND.sub("", _ONE.sub("", self.text))
        if said.endswith(words(*_HERE, "falls")) or self._ends_beside_last_year("down"):
            return -way
        if said.endswith(words(*_HERE, "rises")) or self._ends_beside_last_year("up"):
            return way
        return 0 if self._is_as_last_year() else None

    @cached_property
    def beside_last_year(self) -> int:
        """1 where it says that a figure is above last year's, -1 below, 0 neither: 支出低于上年."""
        found = ((sense, pattern.search(self.text)) for sense, pattern in _LAST_YEAR.items())
        sense, match = next((one for one in found if one[1] is not None), ("", None))
        if match is None or self.is_of_another or self.setting.basis not in ("last", ""):
            return 0
        leading = [one for one in self.segment.tokens if one.start < self.start + match.start()]
        if any(one.kind in _CHANGED for one in leading):
            return 0
        return -_SIGNS[sense] if self.setting.what.deficit else _SIGNS[sense]

    def stated_budget(self) -> Trend | None:
        """How the words around the amount of a budget say that a figure lies to it; None where they
        do not, or it is unclear of which line: 控制在预算989万元以内."""
        sense = self._sense_of_stated_budget()
        behind = self.segment.after == "," and not self.lines
        lines = self.before.what.subjects if behind else self.lines
        if not sense or len(lines) != 1:
            return None
        return Trend("over_budget", _SIGNS[sense], lines, sense)

    @property
    def with_amount(self) -> str:
        """The words to an amount, with those behind it up to the next sign."""
        end = self.segment.number.end if self.segment.number is not None else self.start
        behind = _AFTER_BUDGET.match(self.line.text, end)
        return self.line.text[self.start : behind.end() if behind else end]

    def arrived(self) -> Trend | None:
        """The way to a level: 赤字扩大到80万元; None where it is no change since last year."""
        tokens = [token for token in self.segment.plain if token.kind != "fillers"]
        kinds = [token.kind for token in tokens]
        if kinds[-2:] not in (["up", "level"], ["down", "level"]) or self.segment.unknown:
            return None
        if not self._is_from_last_year or self._is_back(tokens[-2]):
            return None
        way = 1 if kinds[-2] == "up" else -1
        sign = -way if self.setting.what.deficit else way
        return Trend("change", sign, self.lines)

    def multiple(self) -> tuple[float, Sequence[str]] | None:
        """How often it is said to be doubled, and what it may be a multiple of: last year's figure,
        and the budget where one was stated; None where it is not, or unclear: 较上年翻了两番."""
        times = times_doubled(self.text) if self.is_known() else None
        on_last_year = self.compares and self.setting.basis in ("last", "")
        if times is None or not on_last_year or self.is_of_another:
            return None
        said = any(token.kind in _OF_LAST_YEAR for token in self.segment.tokens)
        of_budget = self._is_of_budget and not said
        return times, ("of_prior", "of_budget") if of_budget else ("of_prior",)

    def is_known(self) -> bool:
        """Whether all words are such as statements are made of."""
        found = next(filter(None, (pattern.search(self.text) for pattern in _ENDS)), None)
        start = min(token.start for token in self.segment.tokens)
        end = start + found.start() if found is not None else start + len(self.text)
        roughly = words(*_HERE, "roughly") if self.text.endswith(_same()) else ()
        leading = [token for token in self.segment.tokens if token.start < end]
        return all(_is_known(token) or token.text in roughly for token in leading)

    def is_known_but(self, kind: str) -> bool:
        """Whether all words are such as statements are made of, but for those of a kind."""
        known = _KNOWN | {kind}
        return all(
            token.kind in known or _ADVERBS.fullmatch(token.text) for token in self.segment.tokens
        )

    @property
    def is_of_another(self) -> bool:
        """Whether it may be said of a number of cases or months, or of an average, and of no line:
        累计结余能保障6个月的支付，与上年持平."""
        setting = self.setting
        of_months = setting.counted == "months" and not setting.what.explicit
        of_months = of_months and [*setting.what.subjects] != [MONTHS]
        return setting.what.averaged or of_months or setting.is_of_count(self.segment)

    @property
    def _is_of_budget(self) -> bool:
        """Whether a budget was spoken of right before: 收入预算由700万元调增到721万元."""
        return self.before.what.budgeted or self.before.when.stance == "budget"

    @property
    def _lines_kept(self) -> Sequence[Subject]:
        """Those of the lines that an account spoken of has: 待遇享受人数 are no retirees there."""
        has_line = self.own.standard.has
        found = product(self.lines, self.accounts)
        return [*dict.fromkeys(one for one, who in found if has_line(key_of(one, who, "actual")))]

    def _balance(self) -> int:
        """1 where it says that something was left of the year, -1 that it was a deficit."""
        found = {sense: pattern.search(self.text) for sense, pattern in _BALANCE.items()}
        if has(self.text, *_HERE, "balance", "overcome"):
            return 0
        said = [sense for sense, match in found.items() if match and self._is_of_all(match)]
        if said:
            return _SIGNS[said[0]]
        return _SIGNS["below"] if _LOSS.search(self.text) and self._is_loss_of_year() else 0

    def _is_of_all(self, match: re.Match[str]) -> bool:
        """Whether words for a balance are of all that came in, 收入低于支出, and of no part of it,
        no budget and no months: 保费收入低于支出, 有3个月收入低于支出."""
        starts = {token.start for token in self.segment.tokens}
        budgeted = self.segment.has("budget") or self.setting.when.stance == "budget"
        whole = self.start + match.start() in starts and self.segment.after != ""
        return whole and not budgeted

    def _turn(self) -> int:
        """1 where it says that what was a deficit last year is none this year, -1 the reverse."""
        found = [sense for sense, pattern in _TURN.items() if pattern.search(self.text)]
        of_change = self.segment.has("up", "down")  # 收入增速由负转正
        return _SIGNS[found[0]] if found and not of_change and self._is_of_fund(_FLOWS) else 0

    def _is_loss_of_year(self) -> bool:
        """Whether a loss is that of a fund in the year."""
        return self._is_of_fund({SURPLUS.item})

    def _is_of_fund(self, items: Set[str]) -> bool:
        """Whether a loss is that of a fund, of which some items at most were named, and of no
        investment and no enterprise."""
        named = {subject.item for subject in self.setting.what.subjects}
        of_year = items >= named or SURPLUS.item in named
        of_fund = self.segment.has("fund", "total") or self.segment.after == ","
        apart = has(self.line.text, *_HERE, "loss", "apart") or self.segment.has("brief")
        return of_year and of_fund and not apart

    @property
    def _is_of_turn(self) -> bool:
        """Whether it is unclear if the deficit is meant that was named before, or what was left
        last year and turned into it: 由结余变为缺口，降幅较大."""
        if not self.setting.what.deficit or self.segment.has("deficit"):
            return False
        left = (self.own.submission.number(key_of(SURPLUS, of, "prior")) for of in self.accounts)
        return any((one or 0.0) > 0 for one in left)

    @property
    def _is_based_on_last_year(self) -> bool:
        """Whether it is last year that is compared with; what a year began with is what the last
        one left."""
        of_end = bool(self.lines) and all(one in _AT_YEAR_END for one in self.lines)
        return self.setting.basis in ("last", "") or (self.setting.basis == "year start" and of_end)

    def _ends_beside_last_year(self, kind: str) -> bool:
        """Whether a word of a kind ends the clause right behind last year: 比上年多."""
        year, last = ([None, None, *self.segment.tokens])[-2:]
        beside = year is not None and year.kind in _OF_LAST_YEAR
        return beside and last is not None and last.kind == kind

    @property
    def _is_beside_stated(self) -> bool:
        """Whether last year's figure stands right before it, which tells what is compared:
        增长7.7%，比上年的8.9%有所回落."""
        return self.segment.after == "" and self.before.when.period == "last"

    def _is_as_last_year(self) -> bool:
        """Whether it says that a figure is what it was, 与上年一致, 持平, but not 与账面一致, nor
        of a change, or behind one: 增长9.1%，与上年持平."""
        of_year = any(token.kind in _OF_LAST_YEAR for token in self.segment.tokens)
        if self.setting.follows_change is not None or self.segment.has("up", "down"):
            return False
        alike = self.text.endswith(words("narrative", "signs", "agreeing"))
        return self.text.endswith(_same()) and self.compares and (of_year or not alike)

    def _sense_of_stated_budget(self) -> str:
        """How the words around an amount speak of the budget; "" where they do not."""
        number = self.segment.number
        if number is None or self.segment.dimension != "money":
            return ""
        before, _, behind = self.with_amount.partition(number.text)
        found = ((sense, pattern.search(before + behind)) for sense, pattern in _BUDGET.items())
        sense, match = next((one for one in found if one[1] is not None), ("", None))
        if match is None or _names_adjusted(self.line.text):
            return ""
        leading = [one for one in self.segment.tokens if one.start < self.start + match.start()]
        return sense if all(map(_is_known, leading)) else ""

    @property
    def _is_from_last_year(self) -> bool:
        """Whether the way to an amount, or to people, is that from last year's."""
        counted = self.segment.dimension in ("money", "people") and not self.segment.of_small_amount
        return counted and self.setting.basis in ("last", "") and not self._is_of_budget

    def _is_back(self, way: Token) -> bool:
        """Whether a way is but the name of a change, or may be said of what a figure was within the
        year: 年末又升到."""
        again = self.segment.has("date") and has(self.text, *_HERE, "back")
        return again or way.text in words("changes", "nouns")


@lru_cache(maxsize=16)
def _sides_in(said: str) -> Sequence[Subject]:
    """The side of an account that words for a budget name: 未完成年初收入预算."""
    return [line for line, sign in _SIDES.items() if has(said, "narrative", "signs", sign)]


def _names_adjusted(line: str) -> bool:
    """Whether a line speaks of a budget that was changed in the year."""
    return has(line, "narrative", "signs", "adjusted")


def _is_known(token: Token) -> bool:
    """Whether a word is such as statements are made of."""
    return bool(token.kind in _KNOWN or _ADVERBS.fullmatch(token.text) or token.text in _same())


_SIDES = {INCOME: "income", EXPENDITURE: "expenditure"}
"""The sides of an account, and what their names are called among the signs."""
_SIGNS = {"over": 1, "reached": 1, "within": -1, "short": -1, "above": 1, "below": -1}
"""Whether a figure is said to be above nothing or below."""


def _same() -> tuple[str, ...]:
    return words(*_HERE, "same")
