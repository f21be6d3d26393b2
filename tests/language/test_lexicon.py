"""Patterns that are written with headings of the vocabulary."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sipipeline.language.lexicon import WordPattern, table, words
from sipipeline.standards.tables import FOLDER, table_of


def test_a_heading_stands_for_its_words_the_longest_first() -> None:
    pattern = WordPattern(r"(?P<way>{up|down})\d{1,3}{calendar.year}?", "changes")
    for way in (*words("changes", "up"), *words("changes", "down")):
        told = pattern.fullmatch(f"{way}12年")
        assert told is not None
        assert told["way"] == way
    assert pattern.fullmatch("up12") is None


def test_what_repeats_a_sign_is_no_heading() -> None:
    assert WordPattern("a{2}").fullmatch("aa") is not None


def test_words_that_are_listed_by_what_they_mean_are_asked_for_by_word() -> None:
    names = table()["narrative"]["items"]
    assert names["进账"] == ["accounts.income"]
    assert names["还有结余"] == ["accounts.surplus", "accounts.closing_balance"]
    assert names["利率"] == []
    assert table()["units_in_english"]["位"] == ["person", "people"]


def test_a_word_stands_under_one_of_the_meanings_of_its_table() -> None:
    tables = [*tables_of(table_of(FOLDER / "vocabulary.toml")["by_meaning"])]
    counted = [Counter(word for listed in one.values() for word in listed) for one in tables]
    assert [word for count in counted for word, times in count.items() if times > 1] == []


def tables_of(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The tables of words by meaning that stand under a heading."""
    below = [one for one in entry.values() if isinstance(one, Mapping)]
    if not below:
        yield entry
    for one in below:
        yield from tables_of(one)
