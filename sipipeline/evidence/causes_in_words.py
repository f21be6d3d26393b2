"""What the words of a cause say of its direction, and of people and levels, beside the tables:
领取待遇人数减少, 人数增加433人, 月人均待遇提高8.6元."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sipipeline.core.figures import half_unit
from sipipeline.core.standard import Item
from sipipeline.core.submission import Submission
from sipipeline.language.lexicon import has, one_of
from sipipeline.language.numbers import normalise

_HERE = "causes"
_MOVES = f"(?:(?P<up>{one_of('changes', 'rises')})|(?P<down>{one_of('changes', 'falls')}))"
_SIDES = {
    "income": {"income", "income_subtotal", "contributions"},
    "expenditure": {"expenditure", "expenditure_subtotal", "benefits", "basic_pension"},
}
"""Lines that rise and fall with the people on their side."""
_DRIVERS = {
    side: re.compile(
        f"{one_of(_HERE, 'drivers', side)}[^,。;]{{0,6}}"
        f"{one_of(_HERE, 'people')}[^,。;]{{0,4}}{_MOVES}"
    )
    for side in _SIDES
}
_PEOPLE_OF = {
    word: re.compile(
        f"(?:^|[,。;、])(?:{one_of(_HERE, 'leading')})*{one_of(_HERE, 'counted', word)}"
        f"(?:{one_of(_HERE, 'of_people')})*{one_of(_HERE, 'people')}"
        f"{one_of(_HERE, 'beside')}*{_MOVES}"
    )
    for word in ("participants", "contributors", "retirees", "beneficiaries")
}
"""The words that say that the people of a line are more or fewer; none of a part of them."""
_NEAREST = 2
"""Figures of the tables that are named beside the words."""
_SO_MANY = re.compile(
    f"{one_of(_HERE, 'people')}{one_of(_HERE, 'beside')}*{_MOVES}{one_of(_HERE, 'particles')}?"
    rf"(?P<number>\d[\d,]*){one_of('units', 'people')}"
)
_SO_MUCH = re.compile(
    f"{one_of(_HERE, 'each')}[^,。;]{{0,6}}{_MOVES}{one_of(_HERE, 'particles')}?"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?){one_of('units', 'money')}"
)


class Contradicted(NamedTuple):
    """Words of a cause, the amount or the figures of the tables that say otherwise."""

    row: int
    words: str
    keys: Sequence[str]


def against_amounts(submission: Submission) -> Iterator[Contradicted]:
    """Causes that speak of more people, or fewer, on the side of their item, whose amount has the
    other sign."""
    for row in submission.rows("causes"):
        amount = submission.number(f"causes.{row}.amount")
        found = _driver(submission, row)
        if found is not None and amount and (amount > 0) == bool(found["down"]):
            yield Contradicted(row, found.group(), (f"causes.{row}.amount",))


def against_tables(submission: Submission) -> Iterator[Contradicted]:
    """Causes with a number of people more or fewer that no head-count of their fund shows, or with
    an average more that the adjustment of benefits does not."""
    for row in submission.rows("causes"):
        fund, cause = submission.choice(f"causes.{row}.fund"), _words(submission, row)
        changes = [
            f"headcounts.{fund}.{item.key}.change" for item in _head_counts(submission, fund)
        ]
        yield from _unlike(submission, row, _SO_MANY.search(cause), changes)
        increase = [f"benefit_levels.{fund}.increase"]
        yield from _unlike(submission, row, _SO_MUCH.search(cause), increase)


def against_people(submission: Submission) -> Iterator[Contradicted]:
    """Causes that speak of more people, or fewer, where the tables show of a line with these that
    they went the other way."""
    for row in submission.rows("causes"):
        fund, cause = submission.choice(f"causes.{row}.fund"), _words(submission, row)
        if has(cause, _HERE, "leaving"):
            continue
        for word, pattern in _PEOPLE_OF.items():
            found = pattern.search(cause)
            if found is not None:
                lines = _lines_with(word, fund, submission)
                yield from _turned(submission, row, found, lines)


def said_twice(submission: Submission) -> Iterator[tuple[int, int]]:
    """Each row of causes that has fund, item and cause of one above it, with that row."""
    first: dict[tuple[str, ...], int] = {}
    for row in submission.rows("causes"):
        named = [submission.choice(f"causes.{row}.{one}") for one in ("fund", "item")]
        said = (*named, normalise(submission.text(f"causes.{row}.cause")))
        if not all(said):
            continue
        if said in first:
            yield row, first[said]
        first.setdefault(said, row)


def _lines_with(word: str, fund: str, submission: Submission) -> Sequence[str]:
    """The lines with some people of a fund: at the year-end, and on average."""
    items = _head_counts(submission, fund)
    own = [item for item in items if word in (item.key, item.average_of)]
    return [f"headcounts.{fund}.{item.key}" for item in own]


def _turned(
    submission: Submission, row: int, found: re.Match[str], lines: Sequence[str]
) -> Iterator[Contradicted]:
    """The words found, where people went the other way, at the year-end and on average, as far as
    both are known: many may leave in the last month of a year in which more were paid."""
    changes = {line: submission.number(f"{line}.change") or 0.0 for line in lines}
    sign = -1 if found["down"] else 1
    other = [f"{line}.change" for line, change in changes.items() if sign * change < 0]
    if other and not any(sign * change > 0 for change in changes.values()):
        yield Contradicted(row, found.group().lstrip(",。;、"), other)


def _driver(submission: Submission, row: int) -> re.Match[str] | None:
    """What moves a line in the one cause of a row; none where people leave, or several move."""
    item, cause = submission.choice(f"causes.{row}.item"), _words(submission, row)
    side = next((side for side, items in _SIDES.items() if item in items), None)
    if side is None or has(cause, _HERE, "leaving") or len(re.findall(_MOVES, cause)) != 1:
        return None
    return _DRIVERS[side].search(cause)


def _unlike(
    submission: Submission, row: int, found: re.Match[str] | None, changes: Sequence[str]
) -> Iterator[Contradicted]:
    """The words found, where all of the figures that they can mean are known and none is so much,
    its sign and its rounding apart."""
    known = [claim for key in changes if (claim := submission.figure(key)) is not None]
    if found is None or not known or len(known) < len(changes):
        return
    digits = found["number"].replace(",", "")
    stated, apart = float(digits), half_unit(len(digits.partition(".")[2]))
    if all(abs(abs(float(one.value)) - stated) > apart + one.half_width for one in known):
        nearest = sorted(known, key=lambda one: abs(abs(float(one.value)) - stated))
        yield Contradicted(row, found.group(), [one.key for one in nearest[:_NEAREST]])


def _head_counts(submission: Submission, fund: str) -> Sequence[Item]:
    """The head-counts that a fund has."""
    return [item for item in submission.standard.headcounts if fund in item.funds]


def _words(submission: Submission, row: int) -> str:
    return normalise(submission.text(f"causes.{row}.cause"))
