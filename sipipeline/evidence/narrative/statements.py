"""What a text says of figures without a figure: 收入稳步增长, 未突破预算, 居第一位."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain, pairwise, product
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.comparisons import (
    degrees,
    funds_in_words,
    trends_of_shares,
)
from sipipeline.evidence.narrative.comparisons.bounds_of_sides import both_sides
from sipipeline.evidence.narrative.comparisons.counts import (
    FundCount,
    counts,
    figures_of,
    may_be,
    number_of,
    rates,
)
from sipipeline.evidence.narrative.comparisons.listed_funds import listed
from sipipeline.evidence.narrative.comparisons.next_ranks import next_ranks
from sipipeline.evidence.narrative.comparisons.orders import orders, orders_of_stated
from sipipeline.evidence.narrative.comparisons.parts_of_year import parts_of_year
from sipipeline.evidence.narrative.comparisons.ranks import DOUBLED, ranks, times_doubled
from sipipeline.evidence.narrative.comparisons.those_lines import (
    last_stated,
    stated_in_sentence,
    those,
)
from sipipeline.evidence.narrative.lines import tolerances
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.making import (
    figures_outside_accounts,
    ratios,
    shares_of_known_changes,
)
from sipipeline.evidence.narrative.own_figures import (
    levels_of_regions,
    progressions,
    set_comparisons,
    stated_dates,
    stated_limits,
    workings,
)
from sipipeline.evidence.narrative.own_figures.pairs import contradictions
from sipipeline.evidence.narrative.questions.accounts import own_accounts
from sipipeline.evidence.narrative.questions.setting import Read
from sipipeline.evidence.narrative.questions.subjects import (
    EXPENDITURE,
    INCOME,
    LEFT,
    MONTHS,
    SURPLUS,
    Subject,
    is_bare,
    subjects_of,
)
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import compared, quote_of
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
_MET = 0.005
"""The share of a budget that may lack where it is said to be completed: 99.6% is some 100%."""
_LEAST_MOVE = 0.1
"""Months by which those payable must have changed to have risen, or fallen."""
_FARTHEST = 24
"""Clauses before one that are looked at for the lines that it counts."""
_OF_LAST_YEAR = frozenset({"last_year", "same_period", "date", "year_on_year", "year_start"})
_AT_YEAR_END = frozenset({LEFT, Subject(keys.ACCOUNTS, "time_deposits")})
"""Lines that say what there is at the end of the year."""
_FAMILIES = (keys.ACCOUNTS, "headcounts")
_FLOWS = frozenset({"income", "expenditure", "surplus"})
_YEARS = ("actual", "prior")
"""The years of which 连续两年 says something, as far as the tables go back."""


def statements(submission: Submission, texts: Iterable[Sequence[Read]]) -> Iterator[Statement]:
    """What the texts that were read say without figures of figures that the tables have."""
    own = submission.once(own_accounts)
    read = [*chain.from_iterable(texts)]
    yield from contradictions(read)
    for line in dict.fromkeys(one.line for one in read):
        yield from funds_in_words.statements(line, own)
        yield from workings.contradictions(line)
        yield from progressions.statements(line)
        yield from stated_limits.statements(line)
        yield from set_comparisons.statements(line)
        yield from stated_dates.statements(line)
        yield from levels_of_regions.statements(line)
        yield from figures_outside_accounts.statements(line, submission)
        yield from shares_of_known_changes.statements(line, submission)
    clauses = [_TokenClause(own, *one) for one in read]
    yield from next_ranks(clauses)
    yield from parts_of_year(clauses)
    for place, clause in enumerate(clauses):
        yield from listed(clause)
        if clause.is_report and clause.is_plain:
            yield from clause.statements(clauses[place - 1] if place else None)
            yield from clause.of_those(clauses[max(0, place - _FARTHEST) : place])


class _Trend(NamedTuple):
    """That the figures of lines lie above nothing, or below."""

    measure: str
    sign: int
    """1 above, -1 below, 0 neither."""
    subjects: Sequence[Subject]
    sense: str = ""
    """How a budget is spoken of."""


class _TokenClause(Clause):
    """A clause that may say how a figure went, or is beside the budget or another."""

    def statements(self, before: "_TokenClause | None") -> Iterator[Statement]:
        if self.segment.number is not None:
            yield from self._arrived()
            yield from self._beside_stated_budget()
            yield from ranks(self)
            yield from rates(self)
            yield from both_sides(self)
            yield from self._of_each_balance()
            yield from orders_of_stated(self)
            return
        yield from ranks(self)
        yield from counts(self)
        yield from self._of_ratio()
        yield from self._doubled()
        if not self._beside_last_year:
            yield from orders(self)
        yield from self._of_months()
        if before is not None and trends_of_shares.is_of_share(self, before):
            yield from self._of_share(before)
            return
        number = number_of(self)
        for trend in self._trends():
            if names := self._each_name(trend):
                yield from self._of_each_line(trend, names)
            else:
                yield from self._stated(trend) if number is None else self._of_some(trend, number)

    def _of_share(self, before: "_TokenClause") -> Iterator[Statement]:
        """Which way the share that stands before it went."""
        unnamed = tuple(token for token in self.segment.tokens if token.kind != "share")
        clause = replace(self, segment=replace(self.segment, tokens=unnamed))
        way = clause._trend() if unnamed and clause._is_known() else None
        if way is not None:
            amounts = [*self._stated(_Trend("change", way, self._lines))]
            yield from trends_of_shares.statements(self, before, way, amounts)

    @property
    def _lines(self) -> Sequence[Subject]:
        """The lines of accounts and head-counts that are spoken of."""
        return [one for one in self.subjects if one.family in _FAMILIES]

    @property
    def _lines_kept(self) -> Sequence[Subject]:
        """Those of the lines that an account spoken of has: 待遇享受人数 are no retirees there."""
        has_line = self.own.standard.has
        found = product(self._lines, self.accounts)
        return [*dict.fromkeys(one for one, who in found if has_line(key_of(one, who, "actual")))]

    # ------------------------------------------------------------ of each of several lines
    def _each_name(self, said: _Trend) -> Sequence[Token]:
        """The names of lines of each of which something is said: 收入和支出均增长, 收支均增长."""
        of_both = has(self.text, *_HERE, "every") and not self.segment.has("item")
        return self._both_sides if of_both else self._several_names(said)

    def _several_names(self, said: _Trend) -> Sequence[Token]:
        """The names of several lines of each of which something is said: 收入和支出均增长."""
        names = [token for token in self.segment.plain if token.kind == "item"]
        beside = [*zip(names[1:], names, strict=False)]
        known = [name for name in names if not (is_bare(name) and _follows(name, beside))]
        parted = not any(_follows(name, beside) for name in known)
        of_each = has(self.text, *_HERE, "every") and not said.subjects
        return known if of_each and parted and len(known) > 1 else ()

    @property
    def _both_sides(self) -> Sequence[Token]:
        """收支 as the names of both sides: 基金收支均较上年增长."""
        said = [one for one in self.segment.plain if says([one], "both_sides")]
        lines = (f"{INCOME.family}.{INCOME.item}", f"{EXPENDITURE.family}.{EXPENDITURE.item}")
        return [replace(said[0], kind="item", meaning=(line,)) for line in lines] if said else ()

    def _of_each_line(self, said: _Trend, names: Sequence[Token]) -> Iterator[Statement]:
        """What is said of each of several lines, of the account, or each fund, that is named."""
        has_line = self.own.standard.has
        for account, name in product(self.named_accounts, names):
            named = [one for one in subjects_of(name) if one.family in _FAMILIES]
            lines = [one for one in named if has_line(key_of(one, account, "actual"))]
            yield from self._of_account(account, said._replace(subjects=lines))

    def of_those(self, before: Sequence[Clause]) -> Iterator[Statement]:
        """What is said of each of the lines that were stated last: 这两项均未完成预算;
        转移收入…，其他收入…，均较上年增加."""
        if self.segment.number is not None or not has(self.text, *_HERE, "every"):
            return
        counted = those(self)
        number = counted.number if counted is not None else stated_in_sentence(self, before)
        tokens = counted.behind if counted is not None else self.segment.tokens
        behind = replace(self, segment=replace(self.segment, tokens=tokens))
        for trend in behind._trends() if number > 1 else ():
            for account, line in last_stated(before, number):
                yield from self._of_account(account, trend._replace(subjects=(line,)))

    # ------------------------------------------------------------ above, below, as before
    def _trends(self) -> Iterator[_Trend]:
        """What it says to be above or below nothing."""
        if not self._is_known():
            return
        for sense, pattern in _BESIDE_BUDGET.items():
            if found := pattern.search(self.text):
                if _names_adjusted(self.line.text):
                    return
                lines = self._lines or _sides_in(found.group())
                yield _Trend("over_budget", _SIGNS[sense], lines, sense)
                return
        if balance := self._balance():
            for measure in _YEARS if self.segment.has("running") else _YEARS[:1]:
                yield _Trend(measure, balance, (SURPLUS,))
            return
        if turn := self._turn():
            yield _Trend("actual", turn, (SURPLUS,))
            yield _Trend("prior", -turn, (SURPLUS,))
            return
        if way := self._beside_last_year:
            yield _Trend("change", way, self._lines_kept)
        elif (trend := self._trend()) is not None:
            yield _Trend("change", trend, self._lines)

    @cached_property
    def _beside_last_year(self) -> int:
        """1 where it says that a figure is above last year's, -1 below, 0 neither: 支出低于上年."""
        found = ((sense, pattern.search(self.text)) for sense, pattern in _LAST_YEAR.items())
        sense, match = next((one for one in found if one[1] is not None), ("", None))
        if match is None or self._is_of_another or self.setting.basis not in ("last", ""):
            return 0
        leading = [one for one in self.segment.tokens if one.start < self.start + match.start()]
        if any(one.kind in _CHANGED for one in leading):
            return 0
        return -_SIGNS[sense] if self.setting.what.deficit else _SIGNS[sense]

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

    def _is_known(self) -> bool:
        """Whether all words are such as statements are made of."""
        found = next(filter(None, (pattern.search(self.text) for pattern in _ENDS)), None)
        start = min(token.start for token in self.segment.tokens)
        end = start + found.start() if found is not None else start + len(self.text)
        roughly = words(*_HERE, "roughly") if self.text.endswith(_same()) else ()
        leading = [token for token in self.segment.tokens if token.start < end]
        return all(_is_known(token) or token.text in roughly for token in leading)

    def _of_ratio(self) -> Iterator[Statement]:
        """The way that a ratio went: 抚养比较上年有所上升."""
        known = all(
            token.kind in _KNOWN | {"ratio"} or _ADVERBS.fullmatch(token.text)
            for token in self.segment.tokens
        )
        if known and ratios.named(self.segment.tokens) and (way := self._trend()):
            yield from ratios.trends(self, way)

    def _trend(self) -> int | None:
        """1 where it says that something rose, -1 fell, 0 stayed."""
        based = self._is_based_on_last_year and not self.segment.has("budget")
        apart = self._is_of_another, self._is_beside_stated, self._is_of_turn
        if not based or any(apart) or self.segment.tokens[-1].kind == "item":
            return None
        way = -1 if self.setting.what.deficit else 1
        said = _BEHIND.sub("", _ONE.sub("", self.text))
        if said.endswith(words(*_HERE, "falls")) or self._ends_beside_last_year("down"):
            return -way
        if said.endswith(words(*_HERE, "rises")) or self._ends_beside_last_year("up"):
            return way
        return 0 if self._is_as_last_year() else None

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
        of_end = bool(self._lines) and all(one in _AT_YEAR_END for one in self._lines)
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

    @property
    def _is_of_another(self) -> bool:
        """Whether it may be said of a number of cases or months, or of an average, and of no line:
        累计结余能保障6个月的支付，与上年持平."""
        setting = self.setting
        of_months = setting.counted == "months" and not setting.what.explicit
        of_months = of_months and [*setting.what.subjects] != [MONTHS]
        return setting.what.averaged or of_months or setting.is_of_count(self.segment)

    def _is_as_last_year(self) -> bool:
        """Whether it says that a figure is what it was, 与上年一致, 持平, but not 与账面一致, nor
        of a change, or behind one: 增长9.1%，与上年持平."""
        of_year = any(token.kind in _OF_LAST_YEAR for token in self.segment.tokens)
        if self.setting.follows_change is not None or self.segment.has("up", "down"):
            return False
        alike = self.text.endswith(words("narrative", "signs", "agreeing"))
        return self.text.endswith(_same()) and self.compares and (of_year or not alike)

    def _stated(self, said: _Trend) -> Iterator[Statement]:
        for account in self.accounts:
            yield from self._of_account(account, said)
        yield from self._others(said.measure, said.sign, said.subjects)

    def _of_account(self, account: str, said: _Trend) -> Iterator[Statement]:
        if said.sense in _REACHED and any(map(self._is_spent, said.subjects)):
            return
        figures = [self.told(account, subject, said.measure) for subject in said.subjects]
        known = [figure for figure in figures if figure is not None]
        if known and len(known) == len(figures):
            holds = any(self._may_be(figure, said.sign, said.sense) for figure in known)
            yield self.statement(known, holds)

    def _of_some(self, said: _Trend, number: FundCount) -> Iterator[Statement]:
        """Of what is said of so many funds: for how many it is so."""
        if len(said.subjects) != 1 or not said.sign:
            return
        figures = figures_of(self, number.funds, said.subjects[0], said.measure)
        if figures:
            yield self.statement(figures, may_be(figures, number.count, said.sign))

    def _others(self, measure: str, sign: int, subjects: Sequence[Subject]) -> Iterator[Statement]:
        """Of what is said of one fund alone: the others for which it is so too."""
        only = [token.text for token in self.segment.tokens if token.text in words(*_HERE, "only")]
        if not only or len(self.funds) != 1 or len(subjects) != 1:
            return
        for fund in set(self.own.funds) - set(self.funds):
            figure = self.told(fund, subjects[0], measure)
            if figure is not None and sign and min(figure.low * sign, figure.high * sign) > 0:
                yield self.statement([figure], holds=False)

    def _is_spent(self, subject: Subject) -> bool:
        """Whether a line is of what was spent, whose budget is kept where less is."""
        wholes = self.own.standard.wholes_of(subject.item)
        return EXPENDITURE.item in (subject.item, *wholes)

    def _may_be(self, figure: Told, sign: int, sense: str) -> bool:
        if sign == 0:
            return degrees.may_be_same(figure, self.text, self.own.submission)
        if self._is_as_before(figure):
            return has(self.text, "comparisons", "slight")
        if sense in _REACHED and (budget := self._budget_of(figure)) is not None:
            return figure.high >= -_MET * abs(budget.value)
        at_least = sense == "within"
        over = figure.high * sign > 0 or figure.low * sign > 0 or (at_least and figure.value == 0)
        return over and degrees.may_be_called(figure, self.text, self.own.submission)

    def _budget_of(self, figure: Told) -> Told | None:
        return told(keys.beside(figure.key, "budget"), self.own.submission)

    def _is_as_before(self, figure: Told) -> bool:
        """Whether a change is that of a figure which is to the last digit what it was."""
        if keys.measure(figure.key) != "change":
            return False
        now, before = (
            told(keys.beside(figure.key, measure), self.own.submission)
            for measure in ("actual", "prior")
        )
        if now is None or before is None or now.high - now.low > tolerances.FINE * abs(now.value):
            return False
        return bool(now.value) and (now.low, now.high) == (before.low, before.high)

    def _of_each_balance(self) -> Iterator[Statement]:
        """What is said of each of several balances before their sum: 五项基金均实现结余，合计
        3003.65万元."""
        tokens = self.segment.tokens
        ends = [
            place
            for place, (one, other) in enumerate(pairwise(tokens), 1)
            if "," in self.line.text[one.end : other.start]
        ]
        summed = tokens[ends[0] :] if len(ends) == 1 else ()
        if not summed or not says(summed, "summed") or {*map(_kind, summed)} != {"fillers"}:
            return
        segment = replace(self.segment, tokens=tokens[: ends[0]], number=None)
        clause = replace(self, segment=segment)
        for trend in clause._trends():
            if trend.subjects == (SURPLUS,):
                yield from clause._stated(trend)

    # ------------------------------------------------------------ the months payable
    def _of_months(self) -> Iterator[Statement]:
        """The way that the months payable went: 累计结余可支付39.5个月，比上年下降; where these may
        be meant as well not against what was left."""
        way = self._trend() if [*self.subjects] == [MONTHS] and self._is_known() else None
        for account in self.accounts if way else ():
            months = told(key_of(MONTHS, account, "months_more"), self.own.submission)
            left = self.told(account, LEFT, "change")
            if months is None or left is None or abs(months.value) < _LEAST_MOVE:
                continue
            holds = any(one.value * (way or 0) >= 0 for one in (months, left))
            yield self.statement([months], holds)

    # ------------------------------------------------------------ the budget with its amount
    def _beside_stated_budget(self) -> Iterator[Statement]:
        """Where a figure lies to a budget that is named with its amount: 控制在预算989万元以内."""
        sense = self._sense_of_stated_budget()
        behind = self.segment.after == "," and not self._lines
        lines = self.before.what.subjects if behind else self._lines
        if not sense or len(lines) != 1:
            return
        for account in self.accounts:
            figure = self.told(account, lines[0], "over_budget")
            if figure is not None and self._is_budget(key_of(lines[0], account, "budget")):
                holds = self._may_be(figure, _SIGNS[sense], sense)
                yield Statement(self.line.key, self._with_amount, (figure,), holds)

    @property
    def _with_amount(self) -> str:
        """The words to an amount, with those behind it up to the next sign."""
        end = self.segment.number.end if self.segment.number is not None else self.start
        behind = _AFTER_BUDGET.match(self.line.text, end)
        return self.line.text[self.start : behind.end() if behind else end]

    def _sense_of_stated_budget(self) -> str:
        """How the words around an amount speak of the budget; "" where they do not."""
        number = self.segment.number
        if number is None or self.segment.dimension != "money":
            return ""
        before, _, behind = self._with_amount.partition(number.text)
        found = ((sense, pattern.search(before + behind)) for sense, pattern in _BUDGET.items())
        sense, match = next((one for one in found if one[1] is not None), ("", None))
        if match is None or _names_adjusted(self.line.text):
            return ""
        leading = [one for one in self.segment.tokens if one.start < self.start + match.start()]
        return sense if all(map(_is_known, leading)) else ""

    def _is_budget(self, key: str) -> bool:
        """Whether the amount is the budget of a line."""
        number = self.segment.number
        if number is None or number.mention is None or not key:
            return False
        stated = replace(number.mention, op="")
        quote = quote_of(self.line, stated, key)
        submission = self.own.submission
        one = compared(quote, submission, submission.money_unit)
        return one is not None and one.agrees

    # ------------------------------------------------------------ what was arrived at
    def _arrived(self) -> Iterator[Statement]:
        """The way to a level: 赤字扩大到80万元."""
        tokens = [token for token in self.segment.plain if token.kind != "fillers"]
        kinds = [token.kind for token in tokens]
        if kinds[-2:] not in (["up", "level"], ["down", "level"]) or self.segment.unknown:
            return
        if not self._is_from_last_year or self._is_back(tokens[-2]):
            return
        way = 1 if kinds[-2] == "up" else -1
        sign = -way if self.setting.what.deficit else way
        yield from self._stated(_Trend("change", sign, self._lines))

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

    # ------------------------------------------------------------ twice
    def _doubled(self) -> Iterator[Statement]:
        """So many times last year's, or behind a budget so many times that: 较上年翻了两番."""
        times = self._times()
        on_last_year = self.compares and self.setting.basis in ("last", "")
        on_last_year = on_last_year and not self._is_of_another
        if times is None or not on_last_year or len(self._lines) != 1:
            return
        for account in self.accounts:
            figures = self._multiples(account, self._lines[0])
            if figures:
                holds = any(one.high >= tolerances.DOUBLED * 2**times for one in figures)
                yield self.statement(figures[:1], holds)

    def _multiples(self, account: str, line: Subject) -> Sequence[Told]:
        """What a figure may be a multiple of something by; nothing of a deficit where there was
        none."""
        figures = [self.told(account, line, one) for one in self._of_which()]
        known = [one for one in figures if one is not None]
        turned = self.setting.what.deficit and any(one.low < 0 for one in known)
        return () if turned else known

    def _of_which(self) -> Sequence[str]:
        """What a figure may be a multiple of: last year's, and the budget where one was stated."""
        said = any(token.kind in _OF_LAST_YEAR for token in self.segment.tokens)
        of_budget = self._is_of_budget and not said
        return ("of_prior", "of_budget") if of_budget else ("of_prior",)

    @property
    def _is_of_budget(self) -> bool:
        """Whether a budget was spoken of right before: 收入预算由700万元调增到721万元."""
        return self.before.what.budgeted or self.before.when.stance == "budget"

    def _times(self) -> float | None:
        """How often it was doubled, by the words; None where they are unclear."""
        return times_doubled(self.text) if self._is_known() else None


@lru_cache(maxsize=16)
def _sides_in(said: str) -> Sequence[Subject]:
    """The side of an account that words for a budget name: 未完成年初收入预算."""
    return [line for line, sign in _SIDES.items() if has(said, "narrative", "signs", sign)]


def _names_adjusted(line: str) -> bool:
    """Whether a line speaks of a budget that was changed in the year."""
    return has(line, "narrative", "signs", "adjusted")


def _follows(name: Token, beside: Sequence[tuple[Token, Token]]) -> bool:
    """Whether a name stands right behind another one."""
    return any(one is name and before.end == one.start for one, before in beside)


def _kind(token: Token) -> str:
    return token.kind


def _is_known(token: Token) -> bool:
    """Whether a word is such as statements are made of."""
    return bool(token.kind in _KNOWN or _ADVERBS.fullmatch(token.text) or token.text in _same())


_SIDES = {INCOME: "income", EXPENDITURE: "expenditure"}
"""The sides of an account, and what their names are called among the signs."""
_SIGNS = {"over": 1, "reached": 1, "within": -1, "short": -1, "above": 1, "below": -1}
"""Whether a figure is said to be above nothing or below."""


def _same() -> tuple[str, ...]:
    return words(*_HERE, "same")
