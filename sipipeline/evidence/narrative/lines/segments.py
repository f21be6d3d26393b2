"""Segments of a line: the words up to each number, or up to the next comma."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile
from typing import Literal

from sipipeline.evidence.narrative.lines.tokens import Token, is_payable_to_one, says
from sipipeline.language.lexicon import has, words
from sipipeline.language.mentions import Mention
from sipipeline.language.tokens import order_said

ENDS = frozenset(",:;。!?.")
SENTENCE_ENDS = frozenset("。!?")
UNKNOWN = frozenset(
    "rest part handled higher lower used ratio head every rank left former latter task".split()
)
"""Kinds of words that leave it open what a number is of, but where it is asked for them."""
SILENT = frozenset({"fillers", "level", "join", "neutral", "count", "each"})
"""Kinds of words that answer no question."""
_BASES = frozenset({"item", "deficit", "fund", "total", "brief", "own", "place"})
_WAYS = frozenset({"up", "down", "year_on_year", "share"})
_IN_BASES = frozenset({"fillers", "this_year", "whole_year"})
_OF_LISTS = SILENT | {
    *("brief", "fund", "item", "deficit", "among", "raising", "benefit", "origin"),
    *("outcome", "this_year", "whole_year", "last_year", "date", "onset"),
}
_OF_SURE_LISTS = _OF_LISTS | _WAYS | {"sums", "aim"}
"""Kinds of words beside short names of funds that can be nothing else."""
_PEOPLE = "headcounts."
_OF_BUDGET = frozenset({"budget", "completion"})
_RATES = frozenset({"percent", "fold"})
_LAST_YEAR = frozenset({"last_year", "same_period"})
_RAISES = ("norm", "before_raise", "after_raise")
Countable = Literal["people", "cases", "months", ""]
"""What a figure counts that is neither an amount nor a rate; "" where it counts nothing."""
_MOST_LINES = 20
"""Lines and funds that a text may count: of more, 项 and 个 are cases."""
MOST_A_HEAD = 10_000.0
"""Yuan below which an amount is no account's, but what a person pays or gets."""
OF_CHANGE = frozenset(
    {
        *("up", "down", "than_end", "more_income", "less_income"),
        *("more_expenditure", "less_expenditure"),
    }
)
"""Kinds of words that say how something changed, or lies apart."""


@dataclass(frozen=True)
class Segment:
    """Words, and the number that they lead to; what stands in a bracket right behind the number
    belongs to them."""

    tokens: tuple[Token, ...]
    number: Token | None
    after: str
    """The sign before the segment; "" right behind a number."""
    depth: int = 0
    """How many brackets it stands in."""
    tail: tuple[Token, ...] = ()
    behind: tuple[Token, ...] = ()
    """What the number is used for, or comes from: 七成来自 财政补贴."""

    @cached_property
    def compared(self) -> tuple[Token, ...]:
        """The words of what the segment compares with: 比上年 增加."""
        return tuple(
            token for start, end in _comparisons(self.tokens) for token in self.tokens[start:end]
        )

    @cached_property
    def base(self) -> tuple[Token, ...]:
        """The names of what a share is one of: 占 基金总收入 的; 上年 in 是上年的 2.2倍."""
        if not self.is_rate:
            return ()
        if _is_of_last_year(self.tokens):
            return self.tokens[-2:-1]
        if self.multiplied:
            return self.multiplied
        named = dropwhile(lambda token: token.text not in sharing(), self.tokens)
        return tuple(token for token in named if token.kind in _BASES)

    @cached_property
    def multiplied(self) -> tuple[Token, ...]:
        """The names of what a figure is a multiple of: 支出 in 收入是支出的 1.37倍."""
        being = words("narrative", "signs", "being")
        places = [place for place, token in enumerate(self.tokens) if token.text in being]
        if not places or self.dimension != "fold":
            return ()
        behind = self.tokens[places[-1] + 1 :]
        named = tuple(token for token in behind if token.kind in _BASES)
        telling = {"item", "fund", "brief"}.intersection(token.kind for token in named)
        plain = all(token.kind in _BASES | _IN_BASES for token in behind)
        return named if telling and plain else ()

    @property
    def dimension(self) -> str:
        """What its number measures; "" where it has none."""
        mention = self.number.mention if self.number is not None else None
        return mention.unit.dimension if mention is not None else ""

    @property
    def opens_parts(self) -> bool:
        """Whether 其中 begins it behind a sentence, or a colon."""
        return self.after == ":" and self.tokens[0].kind == "among" if self.tokens else False

    @property
    def joined(self) -> bool:
        """Whether it is the next of a list behind a number: 、工伤保险费8.15万元."""
        begins = [token.kind for token in self.tokens[:1]]
        return self.after == "" and begins == ["join"]

    @property
    def of_people(self) -> bool:
        """Whether it leads to a number of people."""
        return self.dimension == "people"

    @property
    def of_last_year(self) -> bool:
        """Whether it leads to what a figure is of last year's: 是上年的 2.2倍."""
        return any(token.kind in _LAST_YEAR for token in self.base)

    @cached_property
    def bound(self) -> str:
        """The sign of a word that bounds what part of something its number is: < in 不及上年的七成;
        "" where there is none, or where it may be by how much the budget was passed."""
        said = [token for token in self.tokens if token.kind == "beyond"][-1:]
        of_it = any(
            token.text in words("narrative", "workings", "possessive") for token in self.tokens[-1:]
        )
        if not said or not of_it or not self.is_rate:
            return ""
        if self.beside_budget and says(said, "surpassing"):
            return ""
        return "<" if says(said, "under") else order_said(said[0].text)

    @property
    def beside_budget(self) -> bool:
        """Whether it compares with the budget: 比预算 多, 超 预算."""
        return any(token.kind == "budget" for token in self.compared)

    @property
    def names_budget(self) -> bool:
        """Whether the word 预算 stands in it, alone or in another: 预算执行率, 完成预算的."""
        text = "".join(token.text for token in (*self.tokens, *self.tail))
        return words("narrative", "tokens", "budget")[0] in text

    @property
    def of_adjusted_budget(self) -> bool:
        """Whether it names a budget that was changed in the year: 调整后预算, 完成调整预算的."""
        tokens = (*self.tokens, *self.tail)
        budgeted = any(token.kind in _OF_BUDGET for token in tokens)
        text = "".join(token.text for token in tokens)
        return budgeted and has(text, "narrative", "signs", "adjusted")

    @cached_property
    def plain(self) -> tuple[Token, ...]:
        """The words but for what is compared with, and what a share is one of."""
        beside = {*self.compared, *self.base}
        return tuple(token for token in self.tokens if token not in beside)

    @cached_property
    def own_tokens(self) -> tuple[Token, ...]:
        """The words that speak of the number itself, those behind it included."""
        return (*self.plain, *self.tail)

    def has(self, *kinds: str) -> bool:
        """Whether a word of one of these kinds speaks of the number."""
        return not self._kinds.isdisjoint(kinds)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(token.kind for token in self.own_tokens)

    @property
    def unknown(self) -> bool:
        """Whether words stand in it that answer no question: it may speak of anything."""
        if self.behind or self.has(*UNKNOWN):
            return True
        return self.has("brief") and not self.lists_funds

    @property
    def lists_funds(self) -> bool:
        """Whether short names as 工伤 stand for funds: nothing but names and words that answer no
        question are beside them, or what a person gets."""
        if self.a_head:
            return True
        certain = words("narrative", "signs", "certain_briefs")
        briefs = {token.text for token in self.own_tokens if token.kind == "brief"}
        kinds = {token.kind for token in self.own_tokens if not says([token], "at_least")}
        counted = self._counts_briefs
        if counted:
            kinds -= {"total", "place"}
        if self._counts_people_of_fund:
            kinds -= {"up", "down", "than", "last_year", "average"}
        kinds -= self._kinds_of_budget(kinds)
        return kinds <= (_OF_SURE_LISTS if counted or briefs <= {*certain} else _OF_LISTS)

    def _kinds_of_budget(self, kinds: Set[str]) -> Set[str]:
        """The kinds of words that say of a line that it is put to its budget."""
        if "item" not in kinds:
            return frozenset()
        budgeted = "budget" in kinds or self.beside_budget
        return _OF_BUDGET | ({"beyond"} if budgeted else set())

    @property
    def _counts_people_of_fund(self) -> bool:
        """Whether a short name stands right before who is counted: 企业职工缴费人数多了1674人."""
        names = [token for token in self.plain if token.kind in ("brief", "item")]
        kinds = [token.kind for token in names]
        people = all(meant.startswith(_PEOPLE) for token in names[1:] for meant in token.meaning)
        return kinds == ["brief", "item"] and people and names[0].end == names[1].start

    @property
    def _counts_briefs(self) -> bool:
        """Whether the funds of a list are counted behind it: 工伤、失业 两项保险基金."""
        kinds = [
            token.kind
            for token in self.own_tokens
            if token.kind in ("brief", "join", "fund", "total")
        ]
        return kinds[-1:] == ["total"] and "join" in kinds and kinds.count("total") == 1

    @property
    def is_rate(self) -> bool:
        """Whether it leads to a percentage or a multiple."""
        return self.dimension in _RATES

    @property
    def in_yuan(self) -> bool:
        """Whether it leads to an amount in yuan that one person may pay or get."""
        return is_payable_to_one(self.number.mention if self.number is not None else None)

    @property
    def of_small_amount(self) -> bool:
        """Whether it leads to an amount in yuan that is too small for an account."""
        mention = self.number.mention if self.number is not None else None
        return self.in_yuan and mention is not None and mention.value < MOST_A_HEAD

    @property
    def a_head(self) -> bool:
        """Whether it says that an amount is for each person: 人均180元, 180元/人."""
        mention = self.number.mention if self.number is not None else None
        counted = mention is not None and bool(mention.unit.per)
        return self.in_yuan and (counted or self.has("average", *_RAISES))

    @property
    def idle(self) -> bool:
        """Whether its words answer no question."""
        return all(token.kind in SILENT for token in self.tokens)


def counts_last(segment: Segment, before: Countable) -> Countable:
    """What the last figure up to a segment that is no rate counts, given what that before it in its
    sentence does."""
    if segment.of_people:
        return "people"
    if segment.dimension == "month":
        return "months"
    if segment.dimension == "money" or says(segment.tokens, "of_money"):
        return ""
    if any(map(_counts_cases, segment.tokens)) or _names_cases(segment):
        return "cases"
    return before if segment.after not in SENTENCE_ENDS else ""


def counts_what_it_names(segment: Segment) -> bool:
    """Whether a number of cases stands behind all that a segment names: 住院9842人次 增长7.3%."""
    told = [token for token in segment.tokens if token.kind == "item" or _counts_cases(token)]
    return bool(told) and _counts_cases(told[-1])


def is_in_points(mention: Mention) -> bool:
    """Whether a number is the difference of two percentages."""
    return any(word in mention.unit.symbol for word in words("narrative", "signs", "points"))


def sharing() -> tuple[str, ...]:
    """Words before what a share is one of: 占, but not 占比."""
    return words("narrative", "signs", "sharing")


def _names_cases(segment: Segment) -> bool:
    """Whether words say what a number without a unit counts: 住院人次 38246."""
    named = "".join(
        token.text for token in segment.tokens if token.kind in ("rest", "fillers", "count")
    )
    return segment.number is not None and named.endswith(words("narrative", "signs", "cases"))


def _counts_cases(token: Token) -> bool:
    """Whether a word is a number of cases or the like, and not of the lines or funds that are
    spoken of: 三项."""
    mention = token.mention if token.kind == "count" else None
    if mention is None:
        return False
    lines = mention.unit.symbol in words("narrative", "signs", "lines_or_levels")
    return bool(mention.unit.dimension) or not lines or mention.value > _MOST_LINES


def _is_of_last_year(tokens: Sequence[Token]) -> bool:
    """Whether words lead to what a figure is of last year's: 是上年的, but not 由上年的, nor
    比上年的."""
    kinds = [token.kind for token in tokens]
    of_it = kinds[-2:-1] != [] and kinds[-2] in _LAST_YEAR and kinds[-1] == "fillers"
    return of_it and not {"origin", "than"}.intersection(kinds)


def _comparisons(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From 比, 较, 与 to the word of change; the budget behind 超."""
    ends = {
        "than": [place for place in range(len(tokens)) if _changes(tokens, place)],
        "join": [place for place, token in enumerate(tokens) if _closes(token)],
    }
    at = 0
    while at < len(tokens):
        end = _end_of_comparison(tokens, at, ends.get(tokens[at].kind, ()))
        if end is not None:
            yield at, end
        elif _is_of_budget(tokens[at : at + 2]):
            yield at + 1, at + 2
        at = (end or at) + 1


def _is_of_budget(both: Sequence[Token]) -> bool:
    """Whether two words say how far a budget was passed, or not reached: 超 预算, 节约 预算."""
    kinds = [token.kind for token in both]
    saved = says(both[:1], "saved") and kinds == ["down", "budget"]
    return saved or kinds == ["beyond", "budget"]


def _closes(token: Token) -> bool:
    """Whether a word ends what 与 begins: 相比, 持平, but not 比."""
    return token.kind in ("than", "than_end") and token.text in words(
        "narrative", "tokens", "than_end"
    )


def _end_of_comparison(tokens: Sequence[Token], at: int, ends: Sequence[int]) -> int | None:
    """The first of some places behind another: of the word of change behind 比, of 相比 behind 与,
    or right behind this; None where none follows."""
    place = bisect_right(ends, at)
    end = ends[place] if place < len(ends) else None
    return end + 1 if end is not None and tokens[end].kind == "than" else end


def _changes(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word says how something changed: 增加, or 超 behind the budget."""
    beyond = tokens[at].kind == "beyond" and tokens[at - 1].kind == "budget"
    return beyond or tokens[at].kind in OF_CHANGE
