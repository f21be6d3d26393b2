"""The grammar of targets: comparators, figures and what goes between them make clauses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.language.dates import When
from sipipeline.language.lexicon import WordPattern, has, words
from sipipeline.language.tokens import BEHIND, NOTHING, Quantity, Token, Word, token_at
from sipipeline.language.units import NO_UNIT, PERCENT, TIMES, Unit

NEGATED = Text(
    zh="“{word}”和数写在一起，看不出这个数是什么的数",
    en="“{word}” stands with the figure, so what it counts is unclear",
)
OPPOSED = Text(
    zh="“{first}”和“{second}”方向相反，用在了同一个数上",
    en="“{first}” and “{second}” point opposite ways at one figure",
)
_UP, _DOWN = (">=", ">"), ("<=", "<")
_OPPOSED = [{up, down} for up in _UP for down in _DOWN]
_TURNED = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "="}
_LINKS = ("and", "or", "pause", "range")
_LARGEST_WHOLE = 1e15
_WHOLE = 100
_BRACKETS = ("(", ")")
_PASSED_OVER = ("rest", "document", "since")
_DEFICIT = WordPattern("{balance.deficit}")
"""收不抵支 denies nothing of the figure behind it."""
_OUTSIDE_RATES = ("early", "late", "gap")
"""Senses that no rate has by itself: 逾期率5% is a rate of its own, 增长率5% is a change."""


class Unclear(Exception):
    """The text says something about a figure that cannot be understood."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@frozen
class TargetClause:
    """One figure, bound or range: `lo` to `hi` in its own unit; `op` is "" where no comparator was
    written."""

    lo: float
    hi: float
    unit: Unit
    decimals: int
    start: int
    end: int
    op: str = ""
    lo_open: bool = False
    hi_open: bool = False
    about: bool = False
    sense: str = ""
    """`up`, `down`: a change; `beyond`, `gap`: against the target; `early`, `late`: against the
    deadline."""
    until: bool = False
    join: str = ""
    """What stands between it and the clause before: and, or, pause, "" for nothing, `?` for unknown
    words."""
    more: bool = False
    """9000多人: the range up to where another word would be used."""
    backwards: bool = False
    """105%-95%: a range whose larger end was written first."""


@dataclass(slots=True)
class ClauseReader:
    """Reads the tokens of one text from left to right."""

    text: str
    clauses: list[TargetClause] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    until: bool = False
    """前 stands behind a date."""
    remarks: list[str] = field(default_factory=list)
    """What stands behind a figure by itself and denies something: 部分企业不符合条件."""
    _before: Token = NOTHING
    _about: bool = False
    _sense: str = ""
    _sense_paused: bool = False
    """Whether a comma stands behind the word that gave the sense."""
    _per: Token = NOTHING
    _either_way: bool = False
    """Whether ± stands before the figure, with nothing to add it to."""
    _join: str = ""
    _rest: str = ""
    _named: bool = False
    """Whether a name stands between two comparators, as in 95%≤执行率≤105%."""
    _apart: int | None = None
    """Where the words begin that a comma or a bracket parts from the figures before."""
    _before_apart: tuple[int, int, bool] = (0, 0, False)
    """How many figures and dates stand before these words, and whether 前 behind a date does."""

    def read(self, tokens: Sequence[Token]) -> None:
        """Raises Unclear."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if isinstance(token, Quantity):
                at = self._figure(token, tokens, at)
            elif isinstance(token, When):
                at = self._when(token, tokens, at)
            else:
                self._word(token)
                at += 1
        self._part(len(self.text))

    # ------------------------------------------------------------ words
    def _word(self, word: Word) -> None:
        if self._sense and word.text in words("changes", "level"):
            self._sense = ""
        elif word.kind in _LINKS:
            self._link(word)
        elif word.kind in _PASSED_OVER:
            self._pass_over(word)
        elif word.kind == "before":
            _refuse_opposed(self._before, word)
            self._before = word
        elif word.kind == "about":
            self._about = True
        elif word.kind == "sense":
            self._sense, self._sense_paused = word.meaning, False
        elif word.kind == "filler":
            self._name(word)
        elif word.kind == "per":
            self._per = word
        elif word.kind == "plus_minus":
            self._either_way = True

    def _name(self, word: Word) -> None:
        """The name of a rate begins anew: 到位晚，及时率91% is no delay, nor is 逾期率5%."""
        if word.text in _BRACKETS and (self.clauses or self.whens):
            self._part(word.start, word.end)
        unlike = self._sense in _OUTSIDE_RATES or self._sense_paused
        if unlike and word.text.endswith(words("indicators", "rates")):
            self._sense = ""

    def _link(self, word: Word) -> None:
        if word.kind == "pause":
            self._part(word.start, word.end)
            self._sense_paused = word.text != ":"
        if self._join in ("", "pause"):
            self._join = word.kind
        if word.kind != "and":
            self._before = NOTHING

    def _pass_over(self, word: Word) -> None:
        self._forget()
        if not self._named:
            self._rest += word.text
            self._join = "?"

    def _forget(self) -> None:
        self._before, self._about, self._sense, self._per = NOTHING, False, "", NOTHING
        self._either_way = False

    def _part(self, end: int, start: int | None = None) -> None:
        """A comma, a bracket or the end parts what stands before, and words of their own begin
        behind it."""
        if self._apart is not None and self._denies():
            self._remark(self.text[self._apart : end])
        else:
            self._refuse()
        self._rest = ""
        self._apart = start if self.clauses or self.whens else None
        self._before_apart = len(self.clauses), len(self.whens), self.until

    def _remark(self, words_apart: str) -> None:
        """What is remarked states no figure: the 12.6万元 of 91.5%（尚有12.6万元未追回）."""
        self.remarks.append(words_apart)
        figures, dates, self.until = self._before_apart
        del self.clauses[figures:], self.whens[dates:]

    def _denies(self) -> bool:
        said = _DEFICIT.sub("", self._rest)
        return bool(self.clauses or self.whens) and has(said, "refusals", "words")

    def _refuse(self) -> None:
        """Unknown words with a negation beside a figure may turn it round: do not guess."""
        if self._denies():
            raise Unclear(NEGATED.fill(word=self._rest))

    # ------------------------------------------------------------ dates
    def _when(self, when: When, tokens: Sequence[Token], at: int) -> int:
        op, behind = self._before.meaning, token_at(tokens, at + 1)
        if behind.kind == "since" or op == ">":
            when = when.onwards()
        if behind.kind == "after" and behind.meaning in _DOWN:
            when = replace(when, closing=True)
        if self.whens and self._join == "range":
            when = self.whens.pop().until(when)
        self.whens.append(when)
        self.until = self.until or behind.kind in ("until", "after") or op in _DOWN
        self._before, self._join = NOTHING, ""
        return at + 1

    # ------------------------------------------------------------ figures
    def _figure(self, first: Quantity, tokens: Sequence[Token], at: int) -> int:
        if self._join == "range" and self.whens and first.unit.dimension == "day":
            self.whens[-1] = self.whens[-1].until_day(int(first.value))
            self._join = ""
            return at + 1
        clause, at = _spread(first, tokens, at)
        behind = list(takewhile(lambda token: token.kind in BEHIND, tokens[at:]))
        at += len(behind)
        turned = _turned(tokens, at)
        by_kind = {word.kind: word for word in behind}
        clause = replace(
            _counted_by(clause, self._per),
            op=_op(self._before, turned or by_kind.get("after", NOTHING)),
            about=self._about or "about_after" in by_kind,
            sense=self._sense_of(clause),
            until="until" in by_kind,
            join="and" if self._named else self._join,
            more=first.more or "more" in by_kind,
        )
        clause = _bounded(clause, "open" in by_kind)
        self.clauses.append(_either_way(clause) if self._either_way else clause)
        self._forget()
        if self._apart is None:
            self._refuse()
            self._rest = ""
        self._join, self._named = "", turned is not None
        return at + (turned is not None)

    def _sense_of(self, clause: TargetClause) -> str:
        """What the words before make of a figure; `delay` where a comma leaves it open: 到位晚，5天
        may be five days late or five days in all."""
        delayed = self._sense in ("early", "late") and clause.unit.dimension in TIMES
        return "delay" if delayed and self._sense_paused else self._sense


def _turned(tokens: Sequence[Token], at: int) -> Word | None:
    """The ≤ behind the figure in 95%≤执行率, turned round: ≥."""
    sign, name = token_at(tokens, at), token_at(tokens, at + 1)
    if sign.kind != "before" or sign.text.isalpha() or name.kind not in ("rest", "filler"):
        return None
    return Word(sign.kind, sign.text, _TURNED[sign.meaning], sign.start, sign.end)


def _counted_by(clause: TargetClause, per: Token) -> TargetClause:
    """每人每月 before the comparator belongs to the unit: 每人每月不低于530元."""
    unit = clause.unit
    counts = unit.symbol and not unit.per and unit.dimension not in TIMES
    if not counts or per is NOTHING:
        return clause
    counted_by = tuple(per.meaning.split())
    return replace(clause, unit=replace(unit, symbol=f"{unit.symbol}/{per.text}", per=counted_by))


def _spread(first: Quantity, tokens: Sequence[Token], at: int) -> tuple[TargetClause, int]:
    """A range, 95%-105%, 95%(含)-105%, 3至5个, 100%±5%, 80家±5%, or just the figure; and where it
    ends."""
    said = token_at(tokens, at + 1).kind
    if said in ("closed", "open") and token_at(tokens, at + 2).kind == "range":
        whole, behind = _linked(first, [*tokens[: at + 1], *tokens[at + 2 :]], at)
        if behind > at + 1:
            return replace(whole, lo_open=said == "open"), behind + 1
    return _linked(first, tokens, at)


def _linked(first: Quantity, tokens: Sequence[Token], at: int) -> tuple[TargetClause, int]:
    """A figure and the one that a dash or ± links to it, if any; and where they end."""
    clause = TargetClause(
        first.value, first.value, first.unit, first.decimals, first.start, first.end
    )
    link, last = token_at(tokens, at + 1).kind, token_at(tokens, at + 2)
    between = link == "and" and token_at(tokens, at + 3).kind == "within"
    linked = between or link in ("range", "plus_minus")
    if not linked or not isinstance(last, Quantity):
        return clause, at + 1
    share = link == "plus_minus" and _is_share(first.unit, last.unit)
    unit = first.unit if share else _shared_unit(first, last)
    if unit is None:
        return clause, at + 1
    one, other = _in_unit(first, unit), _in_unit(last, unit)
    if share:
        other = one * last.value * last.unit.factor / _WHOLE
    low, high = sorted((one, other))
    if link == "plus_minus":
        low, high = one - other, one + other
    whole = TargetClause(
        low,
        high,
        unit,
        max(first.decimals, last.decimals),
        first.start,
        last.end,
        backwards=link != "plus_minus" and one > other,
    )
    return whole, at + 3


def _is_share(counted: Unit, off: Unit) -> bool:
    """Whether what may be missing of a count is a share of it: 80家±5%; that of a percent is in
    points."""
    return off.dimension == PERCENT.dimension and counted.dimension not in ("", off.dimension)


def _shared_unit(first: Quantity, second: Quantity) -> Unit | None:
    """The unit of the two figures of a range; None where they have none in common. 3万至5万元
    are both 元."""
    one, other = first.unit, second.unit
    says_more = other.dimension != "" and not one.dimension
    if says_more or not one.symbol:
        return other
    return one if other.base in (NO_UNIT.base, one.base) else None


def _in_unit(quantity: Quantity, unit: Unit) -> float:
    own = quantity.unit if quantity.unit.symbol else unit
    return quantity.value * (own.factor / unit.factor)


def _op(before: Token, after: Token) -> str:
    _refuse_opposed(before, after)
    if before.meaning in ("", "="):
        return after.meaning or before.meaning
    return before.meaning


def _refuse_opposed(first: Token, second: Token) -> None:
    if {first.meaning, second.meaning} in _OPPOSED:
        raise Unclear(OPPOSED.fill(first=first.text, second=second.text))


def _bounded(clause: TargetClause, opened: bool) -> TargetClause:
    """The comparator applied: what lies beyond a bound is open, a range keeps both ends unless it
    counts days."""
    single = clause.lo == clause.hi
    limits = single or clause.unit.dimension in TIMES
    opened = opened or clause.op in (">", "<")
    if clause.op in _UP:
        return replace(clause, hi=math.inf, lo_open=opened)
    if clause.op in _DOWN and limits:
        return replace(clause, lo=-math.inf, hi_open=opened)
    if clause.more and single:
        end = clause.lo + _step(clause.lo, clause.decimals)
        return replace(clause, hi=end, lo_open=True, hi_open=True)
    return replace(clause, hi_open=True) if opened and not single and not clause.op else clause


def _either_way(clause: TargetClause) -> TargetClause:
    """±2%, with ≤ before or 以内 behind it too: as much below as above."""
    reach = clause.hi
    if not math.isfinite(reach) or clause.lo not in (reach, -math.inf):
        return clause
    return replace(clause, lo=-reach, op="", lo_open=clause.hi_open)


def _step(value: float, decimals: int) -> float:
    """One of the last digit that is not zero: 1000余 ends before 2000, 1200余 before 1300."""
    whole = not decimals and value == int(value)
    if not whole or not 0 < value < _LARGEST_WHOLE:
        return 10.0**-decimals
    digits = str(int(value))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))
