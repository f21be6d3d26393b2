"""What a text says of figures without a figure: 收入稳步增长, 未突破预算, 居第一位."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise, product

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
from sipipeline.evidence.narrative.comparisons.ranks import ranks
from sipipeline.evidence.narrative.comparisons.those_lines import (
    last_stated,
    stated_in_sentence,
    those,
)
from sipipeline.evidence.narrative.comparisons.trends import Trend, TrendClause, lines_among
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
from sipipeline.language.lexicon import has, words

_HERE = ("narrative", "statements")
_MET = 0.005
"""The share of a budget that may lack where it is said to be completed: 99.6% is some 100%."""
_LEAST_MOVE = 0.1
"""Months by which those payable must have changed to have risen, or fallen."""
_FARTHEST = 24
"""Clauses before one that are looked at for the lines that it counts."""


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


class _TokenClause(TrendClause):
    """A clause that may say how a figure went, or is beside the budget or another: what it says is
    held to the tables."""

    def statements(self, before: "_TokenClause | None") -> Iterator[Statement]:
        if self.segment.number is not None:
            if arrived := self.arrived():
                yield from self._stated(arrived)
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
        if not self.beside_last_year:
            yield from orders(self)
        yield from self._of_months()
        if before is not None and trends_of_shares.is_of_share(self, before):
            yield from self._of_share(before)
            return
        number = number_of(self)
        for trend in self.trends():
            if names := self._each_name(trend):
                yield from self._of_each_line(trend, names)
            else:
                yield from self._stated(trend) if number is None else self._of_some(trend, number)

    def _of_share(self, before: "_TokenClause") -> Iterator[Statement]:
        """Which way the share that stands before it went."""
        unnamed = tuple(token for token in self.segment.tokens if token.kind != "share")
        clause = replace(self, segment=replace(self.segment, tokens=unnamed))
        way = clause.trend() if unnamed and clause.is_known() else None
        if way is not None:
            amounts = [*self._stated(Trend("change", way, self.lines))]
            yield from trends_of_shares.statements(self, before, way, amounts)

    # ------------------------------------------------------------ of each of several lines
    def _each_name(self, said: Trend) -> Sequence[Token]:
        """The names of lines of each of which something is said: 收入和支出均增长, 收支均增长."""
        of_both = has(self.text, *_HERE, "every") and not self.segment.has("item")
        return self._both_sides if of_both else self._several_names(said)

    def _several_names(self, said: Trend) -> Sequence[Token]:
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

    def _of_each_line(self, said: Trend, names: Sequence[Token]) -> Iterator[Statement]:
        """What is said of each of several lines, of the account, or each fund, that is named."""
        has_line = self.own.standard.has
        for account, name in product(self.named_accounts, names):
            named = lines_among(subjects_of(name))
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
        for trend in behind.trends() if number > 1 else ():
            for account, line in last_stated(before, number):
                yield from self._of_account(account, trend._replace(subjects=(line,)))

    # ------------------------------------------------------------ above, below, as before
    def _of_ratio(self) -> Iterator[Statement]:
        """The way that a ratio went: 抚养比较上年有所上升."""
        known = self.is_known_but("ratio")
        if known and ratios.named(self.segment.tokens) and (way := self.trend()):
            yield from ratios.trends(self, way)

    def _stated(self, said: Trend) -> Iterator[Statement]:
        for account in self.accounts:
            yield from self._of_account(account, said)
        yield from self._others(said.measure, said.sign, said.subjects)

    def _of_account(self, account: str, said: Trend) -> Iterator[Statement]:
        if said.is_reached and any(map(self._is_spent, said.subjects)):
            return
        figures = [self.told(account, subject, said.measure) for subject in said.subjects]
        known = [figure for figure in figures if figure is not None]
        if known and len(known) == len(figures):
            holds = any(self._may_be(figure, said) for figure in known)
            yield self.statement(known, holds)

    def _of_some(self, said: Trend, number: FundCount) -> Iterator[Statement]:
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

    def _may_be(self, figure: Told, said: Trend) -> bool:
        """Whether a figure may be as it is said to be."""
        sign = said.sign
        if sign == 0:
            return degrees.may_be_same(figure, self.text, self.own.submission)
        if self._is_as_before(figure):
            return has(self.text, "comparisons", "slight")
        if said.is_reached and (budget := self._budget_of(figure)) is not None:
            return figure.high >= -_MET * abs(budget.value)
        kept = said.is_within and figure.value == 0
        over = figure.high * sign > 0 or figure.low * sign > 0 or kept
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
        for trend in clause.trends():
            if trend.subjects == (SURPLUS,):
                yield from clause._stated(trend)

    # ------------------------------------------------------------ the months payable
    def _of_months(self) -> Iterator[Statement]:
        """The way that the months payable went: 累计结余可支付39.5个月，比上年下降; where these may
        be meant as well not against what was left."""
        way = self.trend() if [*self.subjects] == [MONTHS] and self.is_known() else None
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
        said = self.stated_budget()
        if said is None:
            return
        line = said.subjects[0]
        for account in self.accounts:
            figure = self.told(account, line, said.measure)
            if figure is not None and self._is_budget(key_of(line, account, "budget")):
                holds = self._may_be(figure, said)
                yield Statement(self.line.key, self.with_amount, (figure,), holds)

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

    # ------------------------------------------------------------ twice
    def _doubled(self) -> Iterator[Statement]:
        """So many times last year's, or behind a budget so many times that: 较上年翻了两番."""
        said = self.multiple()
        if said is None or len(self.lines) != 1:
            return
        times, measures = said
        for account in self.accounts:
            figures = self._multiples(account, self.lines[0], measures)
            if figures:
                holds = any(one.high >= tolerances.DOUBLED * 2**times for one in figures)
                yield self.statement(figures[:1], holds)

    def _multiples(self, account: str, line: Subject, measures: Sequence[str]) -> Sequence[Told]:
        """What a figure may be a multiple of something by; nothing of a deficit where there was
        none."""
        figures = [self.told(account, line, one) for one in measures]
        known = [one for one in figures if one is not None]
        turned = self.setting.what.deficit and any(one.low < 0 for one in known)
        return () if turned else known


def _follows(name: Token, beside: Sequence[tuple[Token, Token]]) -> bool:
    """Whether a name stands right behind another one."""
    return any(one is name and before.end == one.start for one, before in beside)


def _kind(token: Token) -> str:
    return token.kind
