"""Patterns that are written with headings of the vocabulary."""

from sipipeline.language.lexicon import WordPattern, words


def test_a_heading_stands_for_its_words_the_longest_first() -> None:
    pattern = WordPattern(r"(?P<way>{up|down})\d{1,3}{calendar.year}?", "changes")
    for way in (*words("changes", "up"), *words("changes", "down")):
        told = pattern.fullmatch(f"{way}12年")
        assert told is not None
        assert told["way"] == way
    assert pattern.fullmatch("up12") is None


def test_what_repeats_a_sign_is_no_heading() -> None:
    assert WordPattern("a{2}").fullmatch("aa") is not None
