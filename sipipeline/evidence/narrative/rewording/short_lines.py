"""Short names of the lines of a fund, known by the fund or the lines that their sentence names, and
the shares of a list in its order, or right behind their whole: 工伤待遇中，伤残占41.8%;
住院、门诊两项占比47.9%、21.1%; 待遇支出100万元：住院60%、门诊40%."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.lines.tokens import Token, is_amount, lines_counted
from sipipeline.language.lexicon import table, words

_FARTHEST = 32
"""Words of a sentence before a short name that are looked at."""
_LONGEST = 12
"""Words from a name of a list to the word for its share."""
_FEWEST = 2
_NAMES = frozenset({"item", "fund"})
_LISTED = frozenset({"item", "fund", "join", "fillers", "sums", "each"})
_EACH = Token("each", "", 0, 0)
_SHARE = Token("share", "", 0, 0)
_ALL = 100
_SIGNS = frozenset({"join", ","})
_OTHERWISE = frozenset({"up", "down", "than", "last_year", "same_period", "origin"})
"""Kinds of words beside a share that make the next rate another one."""
_TO_NEXT = 3
"""Words from one line of a list to the next: 住院 60% 、."""


def line_of_fund(tokens: Sequence[Token], place: int) -> Sequence[str] | None:
    """The line that a short name has in the fund that its sentence names last, or beside the item
    of one: 工伤待遇中伤残327万, 工伤医疗198万、伤残327万; None where it names none that has such a
    line."""
    lines = _lines_of(tokens[place])
    before = reversed(tokens[max(0, place - _FARTHEST) : place] if lines else ())
    sentence = takewhile(lambda token: token.kind not in SENTENCE_ENDS, before)
    certain = words("narrative", "signs", "certain_briefs")
    named = (
        token
        for token in sentence
        if token.kind == "fund"
        or token.text in certain
        or not lines.keys().isdisjoint(token.meaning)
    )
    meant = next((token.meaning for token in named), ())
    return [line for name in meant for line in lines.get(name, ())] or None


def with_shares_in_order(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a line, short names before a share known as lines, and 分别 put behind the word
    for the shares of a list where it is left out."""
    known: list[Token] = []
    tokens = _with_shares_of_whole(tokens)
    for place in range(len(tokens)):
        known.append(_line_with_share(tokens, place, known))
    written: list[Token] = []
    for place, token in enumerate(known):
        if token.kind != "share" or not _shares_of_list(known, place):
            written.append(token)
            continue
        while written and _says_how_many(written[-1]):
            written.pop()
        written += [token, replace(_EACH, start=token.end, end=token.end)]
    return written


def _lines_of(token: Token) -> dict[str, list[str]]:
    """The lines that a short name has, by the fund, or the line, that is named with it."""
    lines: dict[str, list[str]] = table()["narrative"]["short_of_funds"].get(token.text, {})
    return lines


def _line_with_share(tokens: Sequence[Token], place: int, known: Sequence[Token]) -> Token:
    """A word; a short name that leads to a share, alone or in a list, as its line."""
    token = tokens[place]
    if token.kind == "item" or not _lines_of(token) or not _leads_to_share(tokens, place):
        return token
    meaning = line_of_fund([*known, token], place)
    return replace(token, kind="item", meaning=tuple(meaning)) if meaning else token


def _leads_to_share(tokens: Sequence[Token], place: int) -> bool:
    """Whether but other names of a list stand between a name and a word for shares."""
    near = tokens[place + 1 : place + 1 + _LONGEST]
    listed = [*takewhile(_is_listed, near)]
    return [token.kind for token in near[len(listed) :][:1]] == ["share"]


def _is_listed(token: Token) -> bool:
    """Whether a word may stand in a list of lines, or say how many these are."""
    return token.kind in _LISTED or bool(_lines_of(token)) or lines_counted(token) > 0


def _shares_of_list(tokens: Sequence[Token], place: int) -> bool:
    """Whether as many rates follow the word for shares as names are listed right before it."""
    names = [*_names_before(tokens[:place])]
    rates = [*_rates_behind(tokens[place + 1 :])]
    return len(names) >= _FEWEST and len(names) == len(rates)


def _names_before(before: Sequence[Token]) -> Iterator[Token]:
    """The names of the list that words end with, the last first."""
    joined = True
    for token in reversed(before):
        if token.kind in _NAMES and joined:
            yield token
            joined = False
        elif token.kind == "join":
            joined = True
        elif not _says_how_many(token):
            return


def _says_how_many(token: Token) -> bool:
    """Whether a word behind a list says but how many it names, or nothing."""
    return token.kind in ("fillers", "sums") or lines_counted(token) > 0


def _rates_behind(behind: Sequence[Token]) -> Iterator[Token]:
    """The rates of the list that words begin with; none where 分别 does."""
    for token in behind:
        if token.mention is not None and token.mention.unit.dimension == "percent":
            yield token
        elif token.kind not in ("join", "fillers", "level"):
            return


def _with_shares_of_whole(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens, 占 put before each rate of a list of lines behind an amount and a colon."""
    shares = {place for at in range(len(tokens)) for place in _shares_behind(tokens, at)}
    written: list[Token] = []
    for place, token in enumerate(tokens):
        if place in shares:
            written.append(replace(_SHARE, start=token.start, end=token.start))
        written.append(token)
    return written


def _shares_behind(tokens: Sequence[Token], at: int) -> Sequence[int]:
    """The places of the rates of a list of lines and their rates that begins behind a sign, where
    an amount and a colon lead to it, or another share; none for no such list."""
    opened = _opens_shares(tokens, at)
    if not opened and not _goes_on_with_shares(tokens, at):
        return ()
    rates: list[int] = []
    for place in range(at + 1, len(tokens) - 1, _TO_NEXT):
        line, rate, *sign = tokens[place : place + _TO_NEXT]
        if not (line.kind == "item" or _lines_of(line)) or not _is_rate(rate):
            break
        rates.append(place + 1)
        if not sign or sign[0].kind not in _SIGNS:
            break
    return rates if len(rates) >= _FEWEST or not opened else ()


def _opens_shares(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sign is a colon behind an amount: 待遇支出100万元：."""
    return tokens[at].kind == ":" and any(map(is_amount, tokens[max(0, at - 1) : at]))


def _goes_on_with_shares(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sign parts the share of a line from what follows: 住院占待遇支出的60%，."""
    if tokens[at].kind not in _SIGNS or not any(map(_is_rate, tokens[max(0, at - 1) : at])):
        return False
    near = reversed(tokens[max(0, at - _LONGEST) : at - 1])
    clause = [*takewhile(lambda token: token.kind not in ENDS, near)]
    kinds = [token.kind for token in clause]
    line = "share" in kinds and "item" in kinds[kinds.index("share") + 1 :]
    return line and _OTHERWISE.isdisjoint(kinds)


def _is_rate(token: Token) -> bool:
    """Whether a word is a rate that may be a share."""
    mention = token.mention
    rate = mention is not None and mention.unit.dimension == "percent"
    return rate and mention is not None and 0 < mention.value < _ALL
