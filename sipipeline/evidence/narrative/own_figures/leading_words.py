"""The words right before a number, by what they say of it, as patterns."""

import re
from functools import cache

from sipipeline.language.dates import WRITTEN_YEAR
from sipipeline.language.lexicon import one_of

_HERE = ("narrative", "workings")


@cache
def led(sense: str) -> re.Pattern[str]:
    """Words of one sense right before a number: ，户均约."""
    return re.compile(f",?{one_of(*_HERE, sense)}{behind()}")


def behind() -> str:
    return f"{one_of(*_HERE, 'behind')}*"


def arrived(sense: str) -> str:
    return one_of(*_HERE, "arrived", sense)


def went() -> str:
    """Up or down, with the former known as such."""
    return f"(?P<up>{arrived('up')})|{arrived('down')}"


@cache
def origin() -> re.Pattern[str]:
    """由上年的: the last words before what a figure was."""
    return re.compile(f"{from_former()}$")


def from_former() -> str:
    return f"{arrived('origin')}(?:{WRITTEN_YEAR}|{arrived('since')})*"


@cache
def next_part() -> re.Pattern[str]:
    """、零售药店: the words between two parts."""
    return re.compile(f"(?:[、,;]|{one_of(*_HERE, 'listing')})[^,;:、()。]{{1,14}}")
