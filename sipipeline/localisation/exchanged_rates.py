"""Changes and their rates in each other's place: all lines of a sheet whose change is told in
percent, and whose rate in money."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_TELLING = 3
"""So many lines must be exchanged: fewer may be by chance."""


def exchanged_rates(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """The column of changes and that of their rates, each in the place of the other."""
    undoing = Undoing(problem, broken, doubted)
    sheets = _rates(undoing)
    differences = _differences(problem) if sheets else {}
    for sheet, rates in sheets.items():
        lines = [(change, rate) for rate, change in rates.items()]
        lines = [line for line in lines if undoing.differ(*line)]
        if len(lines) < _TELLING:
            continue
        change, rate = (keys.measure(problem.keys[figure]) for figure in lines[0])
        names: dict[str, float | str] = {"sheet": sheet, "one": change, "other": rate}
        slip = Slip("exchanged", {**names, "count": 2 * len(lines)})
        fixed = _exchanged(undoing, lines, differences)
        yield from undoing.tried(slip, fixed, tolerant=True)


def _exchanged(
    undoing: Undoing, lines: Sequence[tuple[int, int]], differences: Mapping[int, float]
) -> dict[int, Interval]:
    """What changes and rates should hold: each other's figure. An amount that was read as so many
    percent is the amount where that is nearer to the difference of its line."""
    fixed = undoing.exchanged(lines)
    for change, _ in lines:
        lo, hi = fixed[change]
        meant = differences.get(change)
        if meant is not None and abs(50 * (lo + hi) - meant) < abs((lo + hi) / 2 - meant):
            fixed[change] = 100 * lo, 100 * hi
    return fixed


def _differences(problem: LinearProblem) -> Mapping[int, float]:
    """What the amounts of its line make of each change."""
    differences = {}
    for relation in problem.matrix.relations:
        change, *ends = (problem.number.get(key, -1) for key in relation.keys)
        if relation.difference and -1 not in (change, *ends) and problem.are_stated(*ends[:2]):
            differences[change] = float(problem.value[ends[0]] - problem.value[ends[1]])
    return differences


def _rates(undoing: Undoing) -> Mapping[str, dict[int, int]]:
    """By sheet of the broken rows: the stated rates of changes, each with its change."""
    problem, sheets = undoing.problem, dict[str, dict[int, int]]()
    touched = undoing.touched_sheets()
    changes = {one.subject for one in problem.matrix.relations if one.difference}
    for relation in problem.matrix.relations:
        if relation.is_ratio and relation.terms[0].key in changes:
            rate, change = (problem.number.get(key, -1) for key in relation.keys[:2])
            is_told = -1 not in (rate, change) and problem.are_stated(rate, change)
            if is_told and problem.sheet[rate] in touched:
                sheets.setdefault(problem.sheet[rate], {})[rate] = change
    return sheets
