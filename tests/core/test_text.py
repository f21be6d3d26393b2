"""Sentences with places, in both languages."""

import pytest

from sipipeline.core.text import Text

LEFT_OUT = Text(
    zh="{count} 格没有带出：{cells}。", en="{count} {count:cell was|cells were} left out: {cells}."
)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 cell was left out: A1."),
        ("1", "1 cell was left out: A1."),
        (2, "2 cells were left out: A1."),
        (0, "0 cells were left out: A1."),
        (11, "11 cells were left out: A1."),
        ("1,000", "1,000 cells were left out: A1."),
    ],
)
def test_english_words_go_with_the_number_in_their_place(count: object, said: str) -> None:
    filled = LEFT_OUT.fill(count=count, cells="A1")
    assert (filled.zh, filled.en) == (f"{count} 格没有带出：A1。", said)


def test_a_place_that_is_filled_with_a_text_is_filled_in_each_language() -> None:
    count = Text(zh="一", en="1")
    assert LEFT_OUT.fill(count=count, cells="a|b").en == "1 cell was left out: a|b."
