"""The table of forms: how people write figures, units, comparisons and deadlines, read once from
vocabulary.toml."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_SHIFT = 0xFEE0


@cache
def table() -> Mapping[str, Any]:
    """The whole table, as written."""
    return tomllib.loads(
        files("sipipeline.standards").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    )


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
        for word in self._words:
            lengths = self._lengths.setdefault(word[0], [])
            if len(word) not in lengths:
                lengths.append(len(word))
                lengths.sort(reverse=True)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def get(self, word: str) -> T | None:
        return self._words.get(word)

    def all_at(self, text: str, at: int) -> Iterator[tuple[str, T]]:
        """Every word that stands at a place, the longest first."""
        for length in self._lengths.get(text[at : at + 1], ()):
            word = text[at : at + length]
            if word in self._words:
                yield word, self._words[word]

    def at(self, text: str, at: int) -> tuple[str, T] | None:
        """The longest word that stands at a place."""
        return next(self.all_at(text, at), None)
