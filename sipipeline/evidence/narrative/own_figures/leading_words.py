"""The words right before a number, by what they say of it, as patterns."""

import re
from functools import cache

from sipipeline.language.lexicon import WordPattern

_HERE = ("narrative", "workings")


ORIGIN = WordPattern(
    r"{narrative.workings.arrived.origin}(?:\d{4}{calendar.year}"
    "|{narrative.workings.arrived.since})*$"
)
"""由上年的: the last words before what a figure was."""
NEXT_PART = WordPattern("(?:[、,;]|{listing})[^,;:、()。]{1,14}", *_HERE)
"""、零售药店: the words between two parts."""


@cache
def led(sense: str) -> WordPattern:
    """Words of one sense right before a number: ，户均约."""
    return WordPattern(f",?{{{sense}}}{{behind}}*", *_HERE)


def way(told: re.Match[str], *more: str) -> int:
    """1 where words say that something rose, or is more, by one of these names of theirs; else
    -1."""
    return 1 if any(told[name] for name in more) else -1
