"""Three columns of an account, each in the place of the next: this year's figures are in 预算数,
last year's in 本年实际数, the budgets in 上年实际数; or two of them, and one is lost."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_COLUMNS = 3
_FEWEST = 2
"""Columns in which anything stands: of one alone nothing tells that it is in another's place."""
_DIFFERENT = 4
"""So many figures at least must be others once the slip is undone."""


def rotated_columns(undoing: Undoing) -> Iterator[Hypothesis]:
    """The columns of amounts of a sheet, moved on by one or by two; with the lines that have no
    budget, of which what stood where the form has no place is lost, or without these."""
    problem = undoing.problem
    for sheet in filter(undoing.seeks_on, undoing.touched_sheets()):
        columns = _columns(problem, sheet) if sheet in problem.arrangement.accounts else ()
        stated = _stated(problem, sheet)
        if len(columns) != _COLUMNS or len(stated.intersection(columns)) < _FEWEST:
            continue
        for by, whole in itertools.product(range(1, _COLUMNS), (True, False)):
            holding = {one: columns[(place + by) % _COLUMNS] for place, one in enumerate(columns)}
            fixed, lost = _moved_back(undoing, sheet, holding, whole)
            differ = sum(undoing.stated(figure) != ends for figure, ends in fixed.items())
            if differ >= _DIFFERENT:
                slip = _slip(sheet, holding, stated, len(fixed))
                yield from undoing.tried(slip, fixed, lost, tolerant=True)


def _stated(problem: LinearProblem, sheet: str) -> set[str]:
    """The columns of a sheet in which any figure stands."""
    return {
        keys.measure(key)
        for key, figure in problem.number.items()
        if keys.table(key) == sheet and problem.stated[figure]
    }


def _slip(sheet: str, holding: Mapping[str, str], stated: Collection[str], count: int) -> Slip:
    """Which column's figures stand in which, told of the columns in which any stand; one of them
    may be blank."""
    standing = {place: own for own, place in holding.items()}
    found = [place for place in holding if place in stated]
    code = "rotated" if len(found) == _COLUMNS else "columns moved"
    places = dict(zip(("one", "other", "third"), found))
    own = {f"in_{name}": standing[place] for name, place in places.items()}
    return Slip(code, {"sheet": sheet, **places, **own, "count": count})


def _columns(problem: LinearProblem, sheet: str) -> Sequence[str]:
    """The columns of amounts of a sheet, as they stand side by side."""
    form, entered = problem.arrangement, problem.arrangement.entered
    found = [keys.measure(column[0]) for column in form.columns if keys.table(column[0]) == sheet]
    return [one for one in found if one in entered]


def _moved_back(
    undoing: Undoing, sheet: str, holding: Mapping[str, str], whole: bool
) -> tuple[dict[int, Interval], frozenset[int]]:
    """What the figures of a sheet are if those of each column stand in another, and the figures of
    which nothing is known then; of the lines with all columns alone, or of the `whole` sheet."""
    problem = undoing.problem
    fixed: dict[int, Interval] = {}
    lost: set[int] = set()
    for key, figure in problem.number.items():
        if keys.table(key) != sheet or keys.measure(key) not in holding:
            continue
        places = [problem.number.get(keys.beside(key, column), -1) for column in holding]
        if not whole and min(places) < 0:
            continue
        source = problem.number.get(keys.beside(key, holding[keys.measure(key)]), -1)
        if source >= 0 and problem.stated[source]:
            fixed[figure] = undoing.stated(source)
        elif problem.stated[figure]:
            lost.add(figure)
    return fixed, frozenset(lost)
