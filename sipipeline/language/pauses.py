"""A text taken apart at its pauses, and its letters alone."""

import re

from sipipeline.language.lexicon import one_of


def pieces(text: str) -> list[str]:
    """What stands between the commas, stops and the like of a text: 受理47件, 办结44件."""
    return re.split(one_of("joins", "pause"), text)


def letters_of(text: str) -> str:
    """A text without its digits and marks."""
    return "".join(filter(str.isalpha, text))
