"""The vocabulary: every word by which texts are read, from vocabulary.toml, read once.

Other modules ask for words by the headings that they stand under: `words("changes", "up")`. In a
list "@changes.rises" stands for all words of another list. A table under `by_meaning` lists words
by what they mean, "accounts.income" = ["收入", "进账"], and is asked for as meanings by word.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from sys import maxsize
from typing import Any, Generic, TypeVar

from sipipeline.standards.tables import FOLDER, table_of

T = TypeVar("T")
U = TypeVar("U")

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_SHIFT = 0xFEE0
_HEADINGS = re.compile(r"\{([a-z_][a-z_.|]*)\}")
"""What stands in a wording for words of the vocabulary."""
_OTHER_LIST = "@"
"""Begins the name of another list, in place of whose words it stands."""
_BY_MEANING = "by_meaning"
"""The heading of tables that list words by what they mean."""
_AND = ", "
"""Stands between several meanings of a word."""


@cache
def table() -> Mapping[str, Any]:
    """The whole table, lists that stand in others written out, words with their meanings, and the
    signs of all rooms of the narrative under one heading: a room may read those of another."""
    listed = table_of(FOLDER / "vocabulary.toml")
    written = _joined(listed, _by_word(listed.pop(_BY_MEANING)))
    whole = dict(_written_out(written, written))
    rooms = whole["narrative"]["signs"].values()
    signs = {sign: listed for room in rooms for sign, listed in room.items()}
    return {**whole, "narrative": {**whole["narrative"], "signs": signs}}


@cache
def words(*headings: str) -> tuple[str, ...]:
    """The list of words under the headings."""
    return tuple(str(word) for word in _under(headings, table()))


def has(text: str, *headings: str) -> bool:
    """Whether a text holds one of the words under the headings."""
    return any(map(text.__contains__, words(*headings)))


@cache
def one_of(*headings: str) -> str:
    """A regular expression that matches each word under the headings."""
    return _alternatives(words(*headings))


@cache
def one_of_any(*lists: tuple[str, ...]) -> str:
    """A regular expression that matches each word of several lists, given by their headings; the
    longest of all first."""
    return _alternatives({word for headings in lists for word in words(*headings)})


@cache
def phrases(*headings: str) -> str:
    """A regular expression that matches each phrase under the headings.

    The vocabulary writes a phrase as a row of slots, a slot as the words of which it holds one; ""
    among them means that the slot may be empty.
    """
    rows = ("".join(map(_alternatives, slots)) for slots in _under(headings, table()))
    return f"(?:{'|'.join(rows)})"


class WordPattern:
    """A regular expression that is written with headings of the vocabulary, and compiled where it
    is first asked: `{rest}` stands for each word under that heading beside it, `here`, and
    `{calendar.year}` for each under headings from the top; `{met|unmet}` for each of two lists."""

    def __init__(self, written: str, *here: str) -> None:
        self._written, self._here = written, here

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(_HEADINGS.sub(self._one_of, self._written))

    def fullmatch(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, start, end)

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self.compiled.match(text, start, end)

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, start, end)

    def findall(self, text: str) -> list[Any]:
        return self.compiled.findall(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text)

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        return self.compiled.sub(by, text, count)

    def _one_of(self, written: re.Match[str]) -> str:
        named = [tuple(one.split(".")) for one in written[1].split("|")]
        lists = [one if len(one) > 1 else (*self._here, *one) for one in named]
        return one_of(*lists[0]) if len(lists) == 1 else one_of_any(*lists)


@cache
def characters() -> dict[int, int]:
    """One character for one: full-width to half-width, one kind of minus, tilde, space."""
    folded = {code: code - _SHIFT for code in _FULL_WIDTH}
    for plain, variants in table()["characters"].items():
        folded |= {ord(variant): ord(plain) for variant in variants}
    return folded


def fold(text: str) -> str:
    """The text in plain characters; as long as it was, so that places in it stay."""
    return text.translate(characters())


class Lexicon(Generic[T]):
    """Words and what they stand for, found at a place of a text, the longest first."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._words: dict[str, T] = {}
        self._lengths: dict[str, list[int]] = {}
        for word, meaning in entries:
            self._words.setdefault(word, meaning)
        for word in sorted(self._words, key=len, reverse=True):
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths:
                lengths.append(len(word))

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def get(self, word: str) -> T | None:
        return self._words.get(word)

    def at(self, text: str, at: int) -> tuple[str, T] | None:
        """The longest word that stands at a place."""
        for length in self._lengths.get(text[at : at + 1], ()):
            word = text[at : at + length]
            if word in self._words:
                return word, self._words[word]
        return None

    def read(self, text: str, at: int, nothing: U) -> tuple[str, T | U]:
        """The longest word at a place and what it stands for; "" and `nothing` where none does."""
        return self.at(text, at) or ("", nothing)


def _written_out(entry: Any, whole: Mapping[str, Any]) -> Any:
    """An entry of the table, the words of other lists in place of their names."""
    if isinstance(entry, Mapping):
        return {key: _written_out(one, whole) for key, one in entry.items()}
    if not isinstance(entry, list):
        return entry
    written: list[Any] = []
    for one in entry:
        if isinstance(one, str) and one.startswith(_OTHER_LIST):
            other = _under(one.removeprefix(_OTHER_LIST).split("."), whole)
            written += _written_out(other, whole)
        else:
            written.append(_written_out(one, whole))
    return written


def _by_word(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tables of words by what they mean as tables of meanings by word."""
    if any(isinstance(one, Mapping) for one in entry.values()):
        return {heading: _by_word(one) for heading, one in entry.items()}
    meanings = {meant: meant.split(_AND) if meant else [] for meant in entry}
    return {word: meanings[meant] for meant, listed in entry.items() for word in listed}


def _joined(entry: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """A table with what another has under the same headings."""
    joined = dict(entry)
    for heading, one in other.items():
        joined[heading] = _joined(entry[heading], one) if heading in entry else one
    return joined


def _under(headings: Iterable[str], entry: Any) -> Any:
    """What stands under headings within an entry of the table."""
    for heading in headings:
        entry = entry[heading]
    return entry


def _alternatives(choices: Iterable[str]) -> str:
    """The longest first, so that no word is taken for the beginning of another."""
    longest_first = sorted(choices, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"
