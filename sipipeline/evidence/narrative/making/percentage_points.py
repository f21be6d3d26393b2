"""By how many points two rates are apart: 收入增幅高于支出增幅1.6个百分点."""

from collections.abc import Sequence

from sipipeline.core import keys
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines import back_references
from sipipeline.evidence.narrative.lines.segments import is_in_points
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.making.query import UNCLEAR, Made, Query
from sipipeline.evidence.narrative.questions.kind import CHANGES
from sipipeline.evidence.narrative.questions.subjects import DEPOSITS, LEFT, Subject
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.evidence.narrative.quoting.quotes import Quote, beside
from sipipeline.evidence.narrative.quoting.terms import NAMES
from sipipeline.language.lexicon import words

LAST_YEAR = frozenset({"last_year", "same_period"})
_RATES = frozenset({"growth_rate", "completion_rate"})
_LESS = frozenset({"down", "lower"})
_OVER = frozenset({"higher", "lower"})
_ENDS = _LESS | {"up", "higher", "beyond"}
"""Kinds of words that end what begins with 比."""
_OF_SHARE = frozenset({"share", "year_on_year"})
_PULLED = (
    ["cause", "item", "up"],
    ["cause", "fund", "item", "up"],
    ["cause", "total", "item", "up"],
)
"""Kinds of words for a line that is said to have grown by what one of its parts did."""
_SAID_OF_TWO = _ENDS | {*back_references.WORDS, "than"}


@frozen
class Comparison:
    """What is compared, and with what, in words."""

    before: Sequence[Token]
    word: Token
    """That says which is more."""
    behind: Sequence[Token]

    @property
    def less(self) -> bool:
        """Whether the first is less than the second; of two falls the larger is the less."""
        return _is_less(self.word) != self.of_falls

    @property
    def changes(self) -> list[Token]:
        return [token for token in (*self.before, *self.behind) if token.kind in CHANGES]

    @property
    def of_falls(self) -> bool:
        """Whether both rates are those of falls: 支出降幅大于收入降幅."""
        return bool(self.changes) and all(token.text in _falling() for token in self.changes)

    @property
    def unlike(self) -> bool:
        """Whether one of the rates is that of a fall and the other is not, or no rate."""
        rates = all(token.text in _falling() or rate([token]) for token in self.changes)
        falls = {token.text in _falling() for token in self.changes}
        return not rates or len(falls) > 1

    @property
    def kinds(self) -> set[str]:
        """Of the words of what it is compared with."""
        return {token.kind for token in self.behind}


def made(query: Query) -> Made | None:
    """The rates that points lie between; None where a number is in none."""
    mention = query.segment.number.mention if query.segment.number is not None else None
    if mention is None or not is_in_points(mention):
        return None
    if (two := _of_two(query) or _pulled(query)) is not None:
        return two
    found = compared(query.tokens)
    if found is None:
        return _year_on_year(query)
    if "budget" in found.kinds:
        return Made.of(*_beyond_budget(query, found), falls=found.less)
    if found.kinds <= LAST_YEAR:
        return Made.of(*_since_last_year(query, found), falls=found.less)
    return Made.of(*_apart(query, found))


def compared(tokens: Sequence[Token]) -> Comparison | None:
    """The parts of 收入增幅 高于 支出增幅, of 收入增幅 比 支出增幅 高, and of 支出增幅 高出
    收入增幅."""
    places = [place for place, token in enumerate(tokens) if token.kind in ("than", "beyond")]
    places = places or [place for place, token in enumerate(tokens) if token.kind in _OVER]
    if not places:
        return None
    before, word, behind = tokens[: places[0]], tokens[places[0]], tokens[places[0] + 1 :]
    if word.kind == "than":
        if not behind or behind[-1].kind not in _ENDS:
            return None
        word, behind = behind[-1], behind[:-1]
    return Comparison(before, word, behind) if behind else None


def rate(tokens: Sequence[Token]) -> str:
    """The measure of the rate that words name; "" for none."""
    if any(token.kind == "completion" for token in tokens):
        return "completion_rate"
    growing = (*words("narrative", "signs", "growing"), *_falling())
    grown = any(token.kind in CHANGES and token.text in growing for token in tokens)
    return "growth_rate" if grown else ""


def _pulled(query: Query) -> Made | None:
    """By how many points a part let its whole grow: 住院支出增加3068.74万元，拉动支出增长12.1个
    百分点. None where no words say so."""
    kinds = [token.kind for token in query.tokens]
    pulling = query.tokens[:1] and query.tokens[0].text in words("narrative", "signs", "pulling")
    if not pulling:
        return None
    if kinds not in _PULLED:
        return UNCLEAR
    part = next((quote.key for quote in reversed(query.preceding) if _is_change(quote)), None)
    wholes = query.terms(query.tokens[1:-1])
    if not part or len(wholes) != 1:
        return UNCLEAR
    total = query.own.standard.total.key
    grown = query.keys(wholes[0], "prior")
    return Made.of(*(keys.share(part, _beyond(part, one, total)) for one in grown))


def _beyond(part: str, whole: str, total: str) -> str:
    """What a part let grow: of its own line, that of all funds, 总收入 behind 企业养老."""
    return keys.of_fund(whole, total) if keys.item(part) == keys.item(whole) else whole


def _is_change(quote: Quote) -> bool:
    return keys.measure(quote.key or "") == "change"


def _year_on_year(query: Query) -> Made:
    """By how much the share that was stated last is more than last year's: 占比同比提高."""
    last = query.tokens[-1:]
    said = {token.kind for token in query.tokens[:-1]}
    if not last or last[0].kind not in CHANGES or not {"year_on_year"} <= said <= _OF_SHARE:
        return UNCLEAR
    return Made.of(*_share_since_last_year(query), falls=last[0].kind in _LESS)


def _of_two(query: Query) -> Made | None:
    """What lies between the last two rates: …103.4%，…100.7%，前者高出2.7个百分点."""
    word = back_references.meant(query.tokens)
    ways = [token for token in query.tokens if token.kind in _ENDS]
    if not word or not ways or not query.kinds <= _SAID_OF_TWO:
        return None
    rates = _rates_before(query)
    pair = back_references.in_front(rates, word)
    if pair is None or len({*map(keys.measure, rates)}) > 1:
        return UNCLEAR
    less = _is_less(ways[-1])
    return Made.of(keys.difference(*(pair[::-1] if less else pair)))


def _is_less(word: Token) -> bool:
    """Whether a word says that the first of two is the less: 低于."""
    return word.kind in _LESS or word.text in words("narrative", "signs", "under")


def _rates_before(query: Query) -> Sequence[str]:
    """Those of the last two figures that are rates of the tables."""
    stated = query.stated(2)
    plain = [key for key in stated if key and not keys.is_made(key)]
    return [key for key in plain if keys.measure(key) in _RATES]


def _beyond_budget(query: Query, compared: Comparison) -> Sequence[str]:
    """By how much a rate of completion is above all of the budget."""
    if compared.before:
        named = query.terms(compared.before)
        return [key for term in named[-1:] for key in query.keys(term, "over_budget_rate")]
    if keys.is_made(query.last) or not keys.is_account(query.last):
        return ()
    return [keys.beside(query.last, "over_budget_rate")]


def _since_last_year(query: Query, compared: Comparison) -> Sequence[str]:
    """By how much the share that was stated last is more than last year's."""
    if any(token.kind != "share" for token in compared.before):
        return ()
    return _share_since_last_year(query)


def _share_since_last_year(query: Query) -> Sequence[str]:
    """The difference between the share that was stated last and last year's."""
    share = _of_deposits(query.last) or query.last
    if not keys.is_share(share):
        return ()
    if any(keys.measure(key) != "actual" for key in keys.made_of(share)):
        return ()
    return [keys.difference(share, keys.made_beside(share, "prior"))]


def _of_deposits(key: str) -> str:
    """The share of deposits as what makes it, which the form has for one year alone; "" for any
    other figure."""
    fund = keys.fund(key)
    if keys.is_made(key) or keys.measure(key) != "deposit_share" or not fund:
        return ""
    deposits, left = (key_of(one, fund, "actual") for one in (DEPOSITS, LEFT))
    return keys.share(deposits, left)


def _apart(query: Query, compared: Comparison) -> Sequence[str]:
    """By how much the one rate is more than the other, or less where the words say so."""
    measure = rate(compared.behind) or rate(compared.before) or keys.measure(query.last)
    others = query.terms(compared.behind, _line(query.last))
    if measure not in _RATES or len(others) != 1 or compared.unlike:
        return ()
    pairs = [
        (one, other)
        for one in _ones(query, compared, measure)
        for other in query.keys(others[0], measure)
        if one != other
    ]
    return [keys.difference(*(pair[::-1] if compared.less else pair)) for pair in pairs]


def _line(key: str) -> Sequence[Subject]:
    """The line of a figure that was stated."""
    plain = bool(key) and not keys.is_made(key)
    return [Subject(keys.family(key), keys.item(key))] if plain else ()


def _ones(query: Query, compared: Comparison, measure: str) -> Sequence[str]:
    """The rate that is compared: the one that is named, or else the one that was stated last."""
    if not any(token.kind in NAMES for token in compared.before):
        last = query.last or _led_to(query, measure)
        return [last] if keys.measure(last) == measure and not keys.is_made(last) else ()
    named = query.terms(compared.before)
    measure = rate(compared.before) or measure
    return query.keys(named[0], measure) if len(named) == 1 else ()


def _led_to(query: Query, measure: str) -> str:
    """The rate of the line that the words before the last figure name, where it is that figure:
    门诊支出增幅最大，为18.7%; "" elsewhere."""
    stated = query.preceding[-1] if query.preceding else None
    if stated is None or stated.subject is None or not stated.fund:
        return ""
    key = key_of(stated.subject, stated.fund, measure)
    one = beside(stated, key, query.own.submission)
    return key if one is not None and one.agrees else ""


def _falling() -> tuple[str, ...]:
    """Words for the rate of a fall."""
    return words("narrative", "signs", "falling")
