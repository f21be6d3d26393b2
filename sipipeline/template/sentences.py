"""Sentences with formulas in them: a text of the house as an Excel expression."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{(\w+)\}")


def spoken(sentence: str, places: Mapping[str, str] = {}) -> str:
    """A sentence as an Excel expression: `places` are what it has between braces, as formulas."""
    pieces = _PLACE.split(sentence)
    words, names = pieces[::2], pieces[1::2]
    expression = [quoted_text(words[0])]
    for name, following in zip(names, words[1:]):
        expression += [places[name], quoted_text(following)]
    return "&".join(piece for piece in expression if piece != '""') or '""'


def quoted_text(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'
