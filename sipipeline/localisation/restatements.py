"""The figures of a submission as they would stand without a slip, where that mends a broken
relation and breaks no other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.arithmetic.figures import Figures, Interval
from sipipeline.core.values import frozen
from sipipeline.localisation.problem import LinearProblem, restated
from sipipeline.localisation.suspects import Slip


@frozen
class Restatement:
    """The figures of a submission as they would stand without a slip."""

    slip: Slip
    problem: LinearProblem
    """With these figures."""
    cells: Mapping[str, Interval]
    """The keys that the slip is told at, blank ones too, and what the rest leaves of each."""
    explains: frozenset[int]
    """The broken rows that hold once the slip is undone."""
    moved: frozenset[str] = frozenset()
    """The sheets of which it has the figures that stand on others."""


def restatements(
    problem: LinearProblem,
    broken: Collection[int],
    slip: Slip,
    figures: Figures,
    cells: Mapping[str, Interval],
    moot: Collection[int] = (),
    may_break: Collection[int] = (),
) -> Iterator[Restatement]:
    """The restatement, if it mends a broken row and breaks no other relation; some relations, by
    number, ask nothing any more, or may be broken as well."""
    better = restated(problem, figures, moot)
    left = {better.relation[row] for row in better.violated()}
    before = {problem.relation[row] for row in broken}
    mended = frozenset(row for row in broken if problem.relation[row] not in left)
    if mended and left <= before.union(may_break):
        yield Restatement(slip, better, cells, mended)


def with_further(
    figures: Figures, amounts: Mapping[int, float], half_widths: Sequence[float]
) -> Figures:
    """The figures with further stated ones, by column, each give or take its half-width."""
    value, half_width = figures.value.copy(), figures.half_width.copy()
    printed, stated = figures.printed_half_width.copy(), figures.stated.copy()
    columns = list(amounts)
    value[0, columns], stated[0, columns] = list(amounts.values()), True
    half_width[0, columns] = printed[0, columns] = half_widths
    return replace(
        figures, value=value, half_width=half_width, printed_half_width=printed, stated=stated
    )


def with_ends(figures: Figures, ends: Mapping[int, Interval]) -> Figures:
    """The figures with further ones, by column, each somewhere between two ends."""
    middles = {column: (lo + hi) / 2 for column, (lo, hi) in ends.items()}
    return with_further(figures, middles, [(hi - lo) / 2 for lo, hi in ends.values()])


def is_on(problem: LinearProblem, key: str, sheet: str) -> bool:
    return problem.arrangement.sheet_of(key) == sheet


def columns_of(problem: LinearProblem, sheet: str) -> list[int]:
    """The columns of the figures on a sheet."""
    return list(problem.columns_on.get(sheet, ()))
