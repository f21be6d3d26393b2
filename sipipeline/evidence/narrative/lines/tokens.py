"""The words of a line that answer one of the four questions, its numbers, and what is left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

from sipipeline.core.standard import Item, Standard
from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.people_apart import counted
from sipipeline.evidence.narrative.lines.text import cleaned
from sipipeline.language.lexicon import Lexicon, table, words
from sipipeline.language.mentions import Mention, mentions_in
from sipipeline.language.units import unknown_unit

Meaning = tuple[str, tuple[str, ...]]

MEASURED = frozenset({"money", "percent", "fold", "ratio", "people", "month"})
"""Dimensions of the numbers that a cell of the tables may state."""
_PUNCTUATION = frozenset(",;:。!?.()")
_EQUALS = "="
_MOST_PAID = 2_000_000.0
"""Yuan that no one person is paid: 一次性工亡补助金 is half of it."""
"""Before a word it parts what is made from what makes it: 当期结余=收入500万元-支出480万元."""
_ORDER = frozenset("<>")
"""Signs between figures of which one is more; before a number they bound it."""
_SHORTEST_FUND_NAME = 3
_LINES = {"item": "items", "deficit": "deficits", "benefit": "benefits", "raising": "raising"}
"""Kinds of names for lines of the tables, and where the vocabulary has them."""
_PHRASES = {"total": "total", "completion": "completion", "budget": "adjusted"}
"""Kinds of words that are put together, and where the vocabulary has them."""
_SENSES = {
    "plan": ("supposing", "sampling"),
    "part": ("parts_of_funds", "some_people", "largest_part"),
}
"""Kinds of words that the vocabulary has under more than one sign."""
_PARTICIPANTS = ("headcounts.participants",)
_SIDES = {"benefits": "expenditure", "income_subtotal": "income"}


@frozen
class Token:
    """A word of the vocabulary, a number, a date, a sign of punctuation, or `rest`: other words."""

    kind: str
    text: str
    start: int
    end: int
    meaning: tuple[str, ...] = ()
    """Keys of funds, of items …"""
    mention: Mention | None = None
    """Of a number or a date."""
    behind: tuple["Token", ...] = ()
    """What stands in a bracket right behind a number."""


def says(tokens: Iterable[Token], sign: str) -> bool:
    """Whether one of some words is of those that the vocabulary has under a sign, as 合计 is under
    `summed`."""
    return not _signs(sign).isdisjoint([token.text for token in tokens])


def counts_people(token: Token) -> bool:
    """Whether a word counts people by tens, hundreds or thousands: 每百名."""
    people = words("narrative", "every", "people") + words("narrative", "every", "more_people")
    return token.kind == "every" and token.text.endswith(people)


def is_amount(token: Token) -> bool:
    """Whether it is an amount of an account, for nobody alone."""
    mention = token.mention
    return mention is not None and is_of_account(mention) and not mention.unit.per


def is_of_account(mention: Mention | None) -> bool:
    """Whether a number is money of an account, by its size: 万元 and more, or more yuan than one
    person is paid."""
    is_money = mention is not None and mention.unit.dimension == "money"
    return is_money and not is_payable_to_one(mention)


def is_payable_to_one(mention: Mention | None) -> bool:
    """Whether a number is money that one person may pay or get: some yuan."""
    if mention is None or mention.unit.dimension != "money":
        return False
    return mention.unit.factor == 1 and mention.value < _MOST_PAID


def lines_counted(token: Token) -> int:
    """How many lines a word counts that are named before it: 三 of 三类; 0 where it counts none."""
    mention = token.mention if token.kind == "count" else None
    of_lines = mention is not None and mention.unit.symbol in words("narrative", "signs", "lines")
    return int(mention.value) if mention is not None and of_lines else 0


def tokens_in(line: str, standard: Standard) -> list[Token]:
    """The tokens of a line in plain characters, in order; they cover all but signs and spaces."""
    return _tokens(line, standard, counted(line, mentions_in(line)))


def words_in(line: str, standard: Standard) -> list[Token]:
    """The tokens of a line whose numbers do not matter: these are unknown words."""
    return _tokens(line, standard, ())


def with_people(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, visits that count who takes part known as people: 五项社会保险参保20.96万人次."""
    said: Token | None = None
    counted: list[Token] = []
    for token in tokens:
        people = token.kind == "count" and said is not None and said.meaning == _PARTICIPANTS
        counted.append(_as_people(token) if people else token)
        said = said if token.kind in ("fillers", "cumulative", "level") else token
    return counted


@cache
def _signs(sign: str) -> frozenset[str]:
    """The words that the vocabulary has under a sign."""
    return frozenset(words("narrative", "signs", sign))


def _as_people(token: Token) -> Token:
    mention = token.mention
    if mention is None or mention.unit.dimension != "visits":
        return token
    unit = replace(mention.unit, dimension="people")
    return replace(token, kind="number", mention=replace(mention, unit=unit))


def _tokens(line: str, standard: Standard, mentions: Iterable[Mention]) -> list[Token]:
    lexicon = _lexicon(standard)
    stated = {mention.start: mention for mention in mentions}
    tokens: list[Token] = []
    at = rest = 0
    while at < len(line):
        token = _token_at(line, at, lexicon, stated.get(at))
        if token is None and line[at].isalnum():
            at += 1
            continue
        tokens += _rest(line, rest, at)
        tokens += [token] if token is not None else []
        at = rest = token.end if token is not None else at + 1
    return [*tokens, *_rest(line, rest, at)]


def _rest(line: str, start: int, end: int) -> Iterator[Token]:
    if end > start:
        yield Token("rest", line[start:end], start, end)


def _token_at(
    line: str, at: int, lexicon: Lexicon[Meaning], mention: Mention | None
) -> Token | None:
    """The longest word or number at a place."""
    word = lexicon.at(line, at)
    if mention is not None and line.endswith(_counting_by(), 0, at):
        mention = _of_every(mention)
    if mention is not None and (word is None or at + len(word[0]) < mention.end):
        return Token(_kind_of(mention), line[at : mention.end], at, mention.end, (), mention)
    if word is not None:
        text, (kind, meaning) = word
        return Token(kind, text, at, at + len(text), meaning)
    if line[at] in _ORDER and not line[at + 1 : at + 2].isdigit():
        return Token(line[at], line[at], at, at + 1)
    if line[at] == _EQUALS and line[at + 1 : at + 2].isalpha():
        return Token(",", line[at], at, at + 1)
    if line[at] in _PUNCTUATION:
        return Token(line[at], line[at], at, at + 1)
    return None


def _counting_by() -> tuple[str, ...]:
    """Words before a number of people that others are counted by."""
    return (table()["per"]["prefix"], *words("narrative", "signs", "maintaining"))


def _of_every(mention: Mention) -> Mention:
    """A number of people that others are counted by, 每10名, 抚养1名, as one that no cell
    states."""
    people = mention.unit.dimension == "people"
    return replace(mention, unit=unknown_unit(mention.unit.symbol)) if people else mention


def _kind_of(mention: Mention) -> str:
    """`date`, `number` where a cell may state it, `part` for an age, else `count`: 3次, 三项."""
    if mention.kind == "date":
        return "date"
    if mention.unit.dimension == "age":
        return "part"
    measured = mention.unit.dimension in MEASURED or not mention.unit.dimension
    return "number" if measured else "count"


# ---------------------------------------------------------------- the lexicon of a standard
@cache
def _lexicon(standard: Standard) -> Lexicon[Meaning]:
    listed, meanings = zip(*_entries(standard))
    return Lexicon(zip(cleaned("\n".join(listed)).split("\n"), meanings, strict=True))


def _entries(standard: Standard) -> Iterator[tuple[str, Meaning]]:
    forms = table()["narrative"]
    for kind, names in _LINES.items():
        yield from _named(kind, forms[names])
    yield from _of_form(standard)
    yield from _named("fund", forms["branches"])
    yield from _of_funds(standard)
    yield from _alike("fund", forms["other_insurances"]["words"])
    yield from _named("brief", forms["briefs"])
    yield from _named("ratio", forms["ratios"])
    yield from _named("head", forms["heads"])
    yield from _named("task", forms["tasks"])
    yield from _of_hundred(forms["every"])
    yield from _named("left", forms["left"])
    yield from _named("rest", forms["both_ways"])
    for kind, said in _PHRASES.items():
        yield from _alike(kind, _spelt_out(forms[said]["phrases"]))
    for level, listed in forms["places"].items():
        yield from _alike("place", listed, level)
    for kind, listed in forms["tokens"].items():
        yield from _alike(kind, listed)
    for kind, senses in _SENSES.items():
        for sense in senses:
            yield from _alike(kind, words("narrative", "signs", sense))
    compared = (*forms["tokens"]["than"], *forms["tokens"]["year_on_year"])
    for sense in ("up", "down"):
        plain = [word for word in words("changes", sense) if not word.startswith(compared)]
        yield from _alike(sense, plain)


def _alike(kind: str, listed: Iterable[str], *meaning: str) -> Iterator[tuple[str, Meaning]]:
    return ((word, (kind, meaning)) for word in listed)


def _named(kind: str, names: dict[str, list[str]]) -> Iterator[tuple[str, Meaning]]:
    for name, meaning in names.items():
        yield name, (kind, tuple(meaning))


def _of_hundred(every: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """The words that count by hundreds, or by one yuan: 每百元, 每收入100元, 每百名."""
    amounts = (*every["amounts"], *every["ones"])
    people = (*every["people"], *every["more_people"])
    for each, amount in product(every["prefix"], (*amounts, *people)):
        yield each + amount, ("every", ())
    for each, (doing, line) in product(every["prefix"], every["doing"].items()):
        for amount in amounts:
            yield each + doing + amount, ("every", tuple(line))


def _spelt_out(phrases: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    for slots in phrases:
        yield from map("".join, product(*slots))


def _of_funds(standard: Standard) -> Iterator[tuple[str, Meaning]]:
    for fund in standard.funds:
        for name in (fund.name.zh, fund.short.zh, *fund.synonyms):
            if len(name) >= _SHORTEST_FUND_NAME:
                yield name, ("fund", (fund.key,))
    total = standard.total
    for name in (total.name.zh, *total.synonyms):
        yield name, ("total", (total.key,))


def _of_form(standard: Standard) -> Iterator[tuple[str, Meaning]]:
    """The lines of the tables as the form names them, and names that are put together of these."""
    yield from _merged("headcounts", standard.headcounts)
    yield from _merged("accounts", standard.items)
    for column in standard.balances:
        for name in (column.name.zh, *column.synonyms):
            yield name, ("item", (f"balances.{column.key}",))


def _merged(family: str, items: Sequence[Item]) -> Iterator[tuple[str, Meaning]]:
    """Each name with all the items that it may mean."""
    meant: dict[str, list[str]] = {}
    for item in items:
        for name in _names_of(item):
            meant.setdefault(name, []).append(f"{family}.{item.key}")
    yield from _named("item", meant)


def _names_of(item: Item) -> set[str]:
    called = {item.name.zh, *item.synonyms, *(name.zh for name in item.names.values())}
    called.difference_update(words("narrative", "signs", "apart"))
    names = {name for name in called if not name.startswith(words("narrative", "tokens", "budget"))}
    side = _SIDES.get(item.parent or "")
    if side is None:
        return names
    whole = words("narrative", "signs", side)
    return names | {name + whole[0] for name in names if not name.endswith(_flows())}


def _flows() -> tuple[str, ...]:
    return words("narrative", "signs", "income") + words("narrative", "signs", "expenditure")
