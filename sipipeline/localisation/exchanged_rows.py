"""Two lines of a sheet, each with the figures of the other in all of its columns."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_COLUMNS = 3
"""In so many columns amounts must differ: fewer are pairs of cells."""
_LINES = 24
"""Where more lines of a sheet are in broken rows, something else is wrong with it."""

Line = Mapping[str, int]
"""The stated figures of a line, by column."""


def exchanged_rows(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """Two lines of a sheet, each in the place of the other."""
    undoing = Undoing(problem, broken, doubted)
    for sheet, lines in _broken_lines(undoing).items():
        for first, last in itertools.combinations(lines if len(lines) <= _LINES else (), 2):
            fixed = _crosswise(undoing, first, last)
            if sum(map(undoing.is_money, fixed)) >= 2 * _COLUMNS:
                ends = {"first": _key(problem, first), "last": _key(problem, last)}
                slip = Slip("exchanged rows", {"sheet": sheet, **ends, "count": len(fixed)})
                yield from undoing.tried(slip, fixed)


def _broken_lines(undoing: Undoing) -> Mapping[str, Sequence[Line]]:
    """Of each account the lines that a broken row touches, with all that is stated in them."""
    problem = undoing.problem
    touched = {keys.row(problem.keys[figure]) for figure in undoing.involved}
    lines: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, figure in problem.number.items():
        sheet, line = problem.sheet[figure], keys.row(key)
        if line in touched and keys.is_account(key) and problem.stated[figure]:
            lines[sheet][line][keys.measure(key)] = figure
    return {sheet: list(of_sheet.values()) for sheet, of_sheet in lines.items()}


def _crosswise(undoing: Undoing, first: Line, last: Line) -> dict[int, Interval]:
    """The cells of two lines that differ, each with what stands in the other."""
    pairs = [(first[column], last[column]) for column in first.keys() & last.keys()]
    differing = [pair for pair in pairs if undoing.stated(pair[0]) != undoing.stated(pair[1])]
    return dict(sorted(undoing.exchanged(differing).items()))


def _key(problem: LinearProblem, line: Line) -> str:
    return problem.keys[next(iter(line.values()))]
