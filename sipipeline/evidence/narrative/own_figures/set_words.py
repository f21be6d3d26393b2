"""Readings of a number behind set words: what it measures and what stands before it are said
beside what the figures before it make."""

import re
from collections.abc import Callable
from functools import wraps

from sipipeline.evidence.narrative.lines.sentence_figures import NumberInLine, Working
from sipipeline.language.lexicon import WordPattern
from sipipeline.language.mentions import Mention

Told = re.Match[str]
"""What the words right before a number say."""
Reading = Callable[[NumberInLine], Working | None]
"""What figures before a number make of it; None where it is no such number."""


def behind(
    words: WordPattern,
    *dimensions: str,
    clause: bool = False,
    when: Callable[[Mention], bool] | None = None,
) -> Callable[[Callable[[NumberInLine, Told], Working | None]], Reading]:
    """A reading that is asked of numbers which measure one of some dimensions, any where none is
    named, and behind words of a pattern: all that stand behind the figure before, or those of the
    clause alone."""

    def asked(read: Callable[[NumberInLine, Told], Working | None]) -> Reading:
        @wraps(read)
        def reading(here: NumberInLine) -> Working | None:
            of_kind = not dimensions or here.dimension in dimensions
            if not of_kind or (when is not None and not when(here.number)):
                return None
            told = words.fullmatch(here.clause if clause else here.words())
            return read(here, told) if told is not None else None

        return reading

    return asked
