"""A column of amounts and that of the changes, each in the place of the other: this year's or last
year's figures stand in 比上年增减额, and the changes in theirs."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap

from sipipeline.core import keys
from sipipeline.localisation.exchanged_lines import exchanged_lines
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.suspects import Slip

_FEWEST = 4
"""Lines that must differ: fewer are slips of cells."""

_Line = tuple[int, int]
"""The amount of a line and its change, by their numbers."""


def exchanged_amounts(undoing: Undoing) -> Iterator[Hypothesis]:
    """This year's amounts of a sheet, or last year's, in the place of their changes, and the
    changes in theirs."""
    for (sheet, one, other), lines in _columns(undoing).items():
        if not undoing.seeks_on(sheet) or sum(starmap(undoing.differ, lines)) < _FEWEST:
            continue
        chosen = exchanged_lines(undoing, lines)
        names: dict[str, float | str] = {"sheet": sheet, "one": one, "other": other}
        count = 2 * sum(undoing.differ(*line) for line in chosen)
        slip = Slip("exchanged", {**names, "count": count})
        yield from undoing.tried(slip, undoing.exchanged(chosen), tolerant=True)


def _columns(undoing: Undoing) -> Mapping[tuple[str, str, str], Sequence[_Line]]:
    """By sheet, column of amounts and column of changes: the lines of which both are stated."""
    problem, touched = undoing.problem, undoing.touched_sheets()
    columns: dict[tuple[str, str, str], list[_Line]] = {}
    for relation in problem.matrix.relations:
        sheet = keys.table(relation.subject)
        if not relation.difference or sheet not in touched or not keys.is_account_sheet(sheet):
            continue
        change, *amounts = relation.keys
        for amount in amounts:
            line = problem.number.get(amount, -1), problem.number.get(change, -1)
            if min(line) >= 0 and problem.are_stated(*line):
                place = sheet, keys.measure(amount), keys.measure(change)
                columns.setdefault(place, []).append(line)
    return columns
