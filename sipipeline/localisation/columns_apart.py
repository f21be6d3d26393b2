"""A column that agrees with itself and not with the others: nothing but 0, or the figures of
another year, of part of a year, or of another draft."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.column_slips import by_differences
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_LINES = 6
"""In so many lines a column must be off: fewer are slips of lines."""
_MOST = 0.8
"""The part of the lines of a column in which it must be off that other columns say anything of."""
_ZEROS = 3
"""In so many lines a column of nothing but 0 must be off."""
_SUMS = 3
"""A column adds up by itself in so many sums."""
ZEROS, APART = "zeros", "of another period"
"""The codes of the slips."""


def columns_of_zeros(undoing: Undoing) -> Iterator[Hypothesis]:
    """A column of a sheet in which nothing but 0 stands, which the others contradict."""
    for sheet, column, cells in _columns(undoing):
        if not undoing.problem.value[cells].any() and _is_off(undoing, cells, _ZEROS):
            yield from _tried(undoing, ZEROS, (sheet, column), cells, {})


def columns_apart(undoing: Undoing) -> Iterator[Hypothesis]:
    """A column of amounts whose sums hold, and which the others of its sheet contradict in nearly
    every line, though without it all is well: without no other column as much is."""
    problem = undoing.problem
    found = dict[str, list[Hypothesis]]()
    for sheet, column, cells in _columns(undoing):
        if problem.value[cells].any() and _is_off(undoing, cells):
            fixed = by_differences(undoing, cells)
            for hypothesis in _tried(undoing, APART, (sheet, column), cells, fixed):
                found.setdefault(sheet, []).append(hypothesis)
    for hypotheses in found.values():
        best = max(hypotheses, key=_mended)
        others = [one for one in hypotheses if one is not best]
        column = str(best.slip.figures["one"])
        is_only = all(_mended(one) < _mended(best) for one in others)
        if is_only and column in problem.arrangement.entered and _adds_up(undoing, best.cells):
            yield best


def _mended(hypothesis: Hypothesis) -> int:
    return len(hypothesis.explains) - len(hypothesis.unexplained)


def _columns(undoing: Undoing) -> Iterator[tuple[str, str, list[int]]]:
    """The stated figures of each column of the sheets that a broken row touches."""
    problem, touched = undoing.problem, undoing.touched_sheets()
    for column in problem.arrangement.columns:
        sheet, name = keys.column(column[0])
        cells = [problem.number[key] for key in column if key in problem.number]
        stated = [figure for figure in cells if problem.stated[figure]]
        if sheet in touched and stated:
            yield sheet, name, stated


def _tried(
    undoing: Undoing,
    code: str,
    column: tuple[str, str],
    cells: Sequence[int],
    fixed: Mapping[int, Interval],
) -> Iterator[Hypothesis]:
    """The hypothesis that the cells of a column are wrong, some of which others say exactly."""
    sheet, name = column
    count = sum(_contradicted(undoing, cells).values())
    slip = Slip(code, {"sheet": sheet, "one": name, "count": count})
    yield from undoing.tried(slip, fixed, frozenset(cells) - fixed.keys(), tolerant=True)


def _is_off(undoing: Undoing, cells: Sequence[int], fewest: int = _LINES) -> bool:
    """Whether other columns of the sheet contradict nearly all cells of a column that they say
    anything of."""
    contradicted = _contradicted(undoing, cells)
    return sum(contradicted.values()) >= max(fewest, _MOST * len(contradicted))


def _contradicted(undoing: Undoing, cells: Sequence[int]) -> Mapping[int, bool]:
    """The cells of a column of which other columns of the sheet say anything: whether these
    contradict each."""
    problem, own, contradicted = undoing.problem, frozenset(cells), dict[int, bool]()
    for figure in cells:
        rows = [row for row in problem.rows_of[figure] if _is_beside(problem, row, own)]
        is_broken = not undoing.broken.isdisjoint(rows)
        if is_broken or (rows and problem.value[figure]):
            contradicted[figure] = is_broken
    return contradicted


def _is_beside(problem: LinearProblem, row: int, own: frozenset[int]) -> bool:
    """Whether a row is about one sheet, and has a figure that stands in another column of it and is
    not 0."""
    figures = {figure for figure in problem.figures_and_rate[row] if figure >= 0}
    others = [one for one in figures - own if problem.stated[one] and problem.value[one]]
    return bool(others) and len({problem.sheet[one] for one in figures}) == 1


def _adds_up(undoing: Undoing, cells: Collection[int]) -> bool:
    """Whether the relations among the figures of a column alone hold, but for few of them, and
    there are several."""
    problem = undoing.problem
    within = [
        row
        for row in problem.rows_touching(cells)
        if problem.rate[row] < 0 and problem.stated_among(problem.terms(row)[0]) <= set(cells)
    ]
    broken = undoing.broken.intersection(within)
    return len(within) >= _SUMS and len(broken) <= undoing.allowed(within)
