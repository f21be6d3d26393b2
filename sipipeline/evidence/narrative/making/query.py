"""A number of which it is asked what makes it, with all that was said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.lines.text import Role
from sipipeline.evidence.narrative.lines.tokens import Token, counts_people, says
from sipipeline.evidence.narrative.questions import when
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.setting import Setting
from sipipeline.evidence.narrative.questions.subjects import Subject
from sipipeline.evidence.narrative.questions.when import FigureTime
from sipipeline.evidence.narrative.quoting.links import NOWHERE, Link, of_year
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote, compared
from sipipeline.evidence.narrative.quoting.terms import NamedLine, terms
from sipipeline.language.lexicon import words
from sipipeline.language.units import FOLD, PERCENT, Unit

_RATES = ("percent", "ratio")
_SEVERAL = 2
_NO_LEVEL = ("share", "completion", "budget", "origin", "than", "year_on_year", "average")


@frozen
class Made:
    """The cells that make a figure."""

    link: Link = NOWHERE
    falls: bool = False
    """The words say that it is by so much less."""
    op: str = ""
    """> or < where words that do not stand beside the number say it."""

    @classmethod
    def of(cls, *required: str, further: Iterable[str] = (), falls: bool = False) -> "Made":
        """A figure that may be any of some, which must be filled in, or of further ones."""
        return cls(Link(required, tuple(further)), falls)

    @classmethod
    def first_of(cls, meant: Sequence[str], falls: bool = False) -> "Made":
        """A figure that may be any of some, of which the likeliest must be filled in."""
        return cls(Link.first_of(meant), falls)


UNCLEAR = Made()
"""A figure of which it is unclear what makes it."""


@dataclass(frozen=True)
class Query:
    """A number of a text, with what was said before it in its sentence."""

    segment: Segment
    setting: Setting
    preceding: Sequence[Quote]
    role: Role
    own: Own

    @cached_property
    def tokens(self) -> list[Token]:
        return [token for token in self.segment.tokens if token.kind != "fillers"]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Of what kinds its words are."""
        return frozenset(token.kind for token in self.tokens)

    def stated(self, most: int) -> list[str]:
        """The keys of the last figures before it in its sentence; "" for each of no cell."""
        return [quote.key or "" for quote in self.preceding[-most:]]

    def compared(self, quote: Quote) -> Compared | None:
        """A number that was stated beside its cell; None where there is nothing to compare."""
        return compared(quote, self.own.submission, self.own.submission.money_unit)

    @property
    def account(self) -> str | None:
        return self.setting.whom.account

    def of_account_in(self, key: str | None) -> "Query":
        """The query, of the fund or total that a key of an account is of; the same where it is
        none."""
        fund = keys.fund(key) if key is not None and keys.is_account(key) else None
        if fund is None or fund == self.account:
            return self
        whose = replace(self.setting.whom, account=fund)
        return replace(self, setting=replace(self.setting, whom=whose))

    def agrees(self, quote: Quote) -> bool:
        """Whether a number that was stated says what the first of its own cells does."""
        one = self.compared(quote)
        return one is not None and one.agrees and one.told.key == quote.key

    def agrees_with_cell(self, quote: Quote) -> bool:
        """Whether a number that was stated is that of one cell, and says what that does."""
        return not keys.is_made(quote.key or "") and self.agrees(quote)

    @property
    def measure(self) -> str:
        """The measure of what came about in the year that is spoken of; "" where that is open."""
        plain = self.role == "report" and not self.setting.whom.elsewhere
        from_long_ago = self._is_origin and self.compares_with_long_ago
        return of_year(self._when) if plain and not from_long_ago else ""

    @property
    def compares_with_long_ago(self) -> bool:
        """Whether what a figure came from is that of a year which the tables do not have:
        与2015年相比，抚养比由3.62:1变为3.05:1."""
        return self.setting.basis == "long ago" and self.setting.when.period == "this"

    @property
    def _when(self) -> FigureTime:
        """The time of a figure; last year of a rate that is but what it was: 由1.74:1降至1.68:1."""
        at = self.setting.when
        if at.by_hundreds and not at.supposes and self.share_unit is not None:
            return when.come_about(at)
        return when.at_year_start(at) if self._is_origin and at.period == "this" else at

    @property
    def _is_origin(self) -> bool:
        """Whether a rate is but what it was before, and no word beside it says when."""
        began = self.segment.dimension in _RATES and self.segment.has("origin")
        return began and not self.setting.when.origin

    @property
    def last(self) -> str:
        """The key of the figure before it in the sentence; "" where that is of no cell."""
        return self.meant(self.preceding[-1]) if self.preceding else ""

    def meant(self, quote: Quote) -> str:
        """The key of a figure: of those that it may mean first of all the one that it says, 结余
        what is left at the end of the year or of the year alone; "" where it is of no cell."""
        if len(quote.link.required) < _SEVERAL:
            return quote.key or ""
        one = self.compared(quote)
        said = one is not None and one.agrees and one.told.key in quote.link.required
        return one.told.key if one is not None and said else quote.key or ""

    @property
    def is_level(self) -> bool:
        """Whether no word says that it is a change, a share, a budget."""
        return not self.segment.unknown and not self.segment.has(*CHANGES, *_NO_LEVEL)

    @property
    def is_sum(self) -> bool:
        """Whether words say that several are added up."""
        summed = words("narrative", "signs", "summed")
        return any(
            token.kind == "sums" or token.text.endswith(summed) for token in self.segment.plain
        )

    @property
    def of_each(self) -> bool:
        """Whether words say that it is of each of several, and of none together."""
        return says(self.segment.plain, "severally")

    @cached_property
    def every(self) -> Sequence[Token]:
        """The words that count what is spoken of by hundreds."""
        return [
            token for token in (*self.setting.lead, *self.segment.tokens) if token.kind == "every"
        ]

    @property
    def share_unit(self) -> Unit | None:
        """The unit of what part of something it is, where it is so many yuan, or people, of a
        hundred, or so much of one yuan; None where it is not."""
        if not self.every:
            return None
        last = self.every[-1]
        hundreds = last.text.endswith(words("narrative", "every", "people"))
        of_yuan = self.segment.in_yuan and not counts_people(last)
        if not of_yuan and not (hundreds and self.segment.of_people):
            return None
        return FOLD if last.text.endswith(words("narrative", "every", "ones")) else PERCENT

    def terms(self, tokens: Sequence[Token], of: Sequence[Subject] = ()) -> Sequence[NamedLine]:
        """The figures that words name, which leave out what the words before said."""
        return terms(tokens, self.account, of or self.setting.what.subjects, self.own)

    def keys(self, term: NamedLine, measure: str = "") -> list[str]:
        return term.keys(measure or self.measure, self.own)

    def shares(self, parts: Sequence[str], whole: NamedLine) -> Made:
        """What figures are of another that is of their kind."""
        pairs = [(part, one) for part in parts for one in self.keys(whole)]
        alike = [
            keys.share(part, one)
            for part, one in pairs
            if part != one and keys.family(part) == keys.family(one)
        ]
        return Made.of(*alike)

    def sums(self, parts: Sequence[NamedLine]) -> Sequence[str]:
        """The keys that figures may have together: several where a name may mean several."""
        sums: list[list[str]] = [[]]
        for part in parts:
            sums = [[*before, key] for before in sums for key in self.keys(part)]
        return [keys.sum_of_figures(one) for one in sums if one]
