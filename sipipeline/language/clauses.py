"""The grammar of targets: comparators, figures and what goes between them make clauses."""

import math
from dataclasses import dataclass, field, replace

from sipipeline.core.text import Text
from sipipeline.language.dates import When
from sipipeline.language.lexicon import table
from sipipeline.language.tokens import Quantity, Token, Word
from sipipeline.language.units import Unit

NEGATED = Text(
    zh="“{word}”和数写在一起，看不出这个数是什么的数",
    en="“{word}” stands with the figure, so what it counts is unclear",
)
OPPOSED = Text(
    zh="“{first}”和“{second}”方向相反，用在了同一个数上",
    en="“{first}” and “{second}” point opposite ways at one figure",
)
_UP, _DOWN = (">=", ">"), ("<=", "<")


class Unclear(Exception):
    """The text says something about a figure that cannot be understood."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True, slots=True)
class Clause:
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


@dataclass(slots=True)
class Clauses:
    """Reads the tokens of one text from left to right."""

    clauses: list[Clause] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    until: bool = False
    """前 stands behind a date."""
    _before: Word | None = None
    _about: bool = False
    _sense: str = ""
    _join: str = ""
    _rest: str = ""

    def read(self, tokens: list[Token]) -> None:
        """Raises Unclear."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if isinstance(token, Quantity):
                at = self._figure(tokens, at)
            elif isinstance(token, When):
                at = self._when(tokens, at)
            else:
                self._word(token)
                at += 1
        self._refuse()

    def _word(self, word: Word) -> None:
        match word.kind:
            case "before":
                if self._before is not None and _opposed(self._before.meaning, word.meaning):
                    raise Unclear(OPPOSED.fill(first=self._before.text, second=word.text))
                self._before = word
            case "about":
                self._about = True
            case "sense":
                self._sense = word.meaning
            case "range" | "filler" if self._sense and word.text in table()["changes"]["level"]:
                self._sense = ""
            case "and" | "or" | "pause" | "range":
                if word.kind == "pause":
                    self._refuse()
                    self._rest = ""
                self._join = self._join or word.kind
                self._before = self._before if word.kind == "and" else None
            case "rest" | "document":
                self._forget()
                self._rest += word.text
                self._join = "?"

    def _forget(self) -> None:
        self._before, self._about, self._sense = None, False, ""

    def _refuse(self) -> None:
        """Unknown words with a negation beside a figure may turn it round: do not guess."""
        refused = next((word for word in table()["refusals"]["words"] if word in self._rest), None)
        if refused is not None and self.clauses:
            raise Unclear(NEGATED.fill(word=self._rest))

    def _when(self, tokens: list[Token], at: int) -> int:
        when = tokens[at]
        assert isinstance(when, When)
        if self.whens and self._join == "range":
            when = self.whens.pop().until(when)
        self.whens.append(when)
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        self.until = self.until or (
            isinstance(following, Word) and following.kind in ("until", "after")
        )
        self._join = ""
        return at + 1

    def _figure(self, tokens: list[Token], at: int) -> int:
        first = tokens[at]
        assert isinstance(first, Quantity)
        clause, at = self._spread(first, tokens, at + 1)
        after: Word | None = None
        opened = until = False
        while at < len(tokens) and isinstance(word := tokens[at], Word):
            if word.kind == "after":
                after = word
            elif word.kind not in ("about_after", "closed", "open", "within", "until"):
                break
            self._about = self._about or word.kind == "about_after"
            opened, until = opened or word.kind == "open", until or word.kind == "until"
            at += 1
        op = _op(self._before, after, first.more)
        clause = replace(
            clause, op=op, about=self._about, sense=self._sense, until=until, join=self._join
        )
        self.clauses.append(_bounded(clause, opened))
        self._forget()
        self._refuse()
        self._join, self._rest = "", ""
        return at

    def _spread(self, first: Quantity, tokens: list[Token], at: int) -> tuple[Clause, int]:
        """A range: 95%-105%, 3至5个, 100%±5%; or just the figure."""
        link, second = (*tokens[at : at + 2], None, None)[:2]
        single = Clause(
            first.value, first.value, first.unit, first.decimals, first.start, first.end
        )
        if not isinstance(link, Word) or not isinstance(second, Quantity):
            return single, at
        unit = first.unit if first.unit.symbol else second.unit
        decimals = max(first.decimals, second.decimals)
        if link.kind == "plus_minus" and second.unit.base in (unit.base, ("", ())):
            low, high = first.value - second.value, first.value + second.value
            return Clause(low, high, unit, decimals, first.start, second.end), at + 2
        ending = tokens[at + 2] if at + 2 < len(tokens) else None
        between = link.kind == "and" and isinstance(ending, Word) and ending.kind == "within"
        if (link.kind == "range" or between) and (
            not second.unit.symbol or second.unit.base == unit.base
        ):
            scale = (second.unit.factor if second.unit.symbol else unit.factor) / unit.factor
            low, high = sorted((first.value, second.value * scale))
            return Clause(low, high, unit, decimals, first.start, second.end), at + 2
        return single, at


def _op(before: Word | None, after: Word | None, more: bool) -> str:
    if before is None or after is None:
        return before.meaning if before else after.meaning if after else ">=" if more else ""
    if _opposed(before.meaning, after.meaning):
        raise Unclear(OPPOSED.fill(first=before.text, second=after.text))
    return before.meaning if before.meaning != "=" else after.meaning


def _opposed(one: str, other: str) -> bool:
    return (one in _UP and other in _DOWN) or (one in _DOWN and other in _UP)


def _bounded(clause: Clause, opened: bool) -> Clause:
    """The comparator applied: what lies beyond a bound is open, a range keeps both ends unless it
    counts days."""
    if clause.op in _UP:
        return replace(clause, hi=math.inf, lo_open=clause.op == ">" or opened)
    if clause.op in _DOWN and (
        clause.lo == clause.hi or clause.unit.dimension in ("day", "workday", "month")
    ):
        return replace(clause, lo=-math.inf, hi_open=clause.op == "<" or opened)
    return clause
