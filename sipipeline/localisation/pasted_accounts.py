"""An account, or some of its columns, that holds the figures of another fund."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_ALIKE = 0.9
"""A column is another's if so many of its figures that are not 0 are."""
_TELLING = 4
"""So many of them, no two the same, must be alike: fewer may be by chance."""


def pasted_accounts(undoing: Undoing) -> Iterator[Hypothesis]:
    """The figures of one fund in the sheet of another; where nothing tells whose they are, not even
    that one sheet is a copy of the other, both sheets are doubted."""
    problem = undoing.problem
    form, touched = problem.arrangement, set(undoing.touched_sheets())
    entered = form.entered
    for one, other in itertools.combinations(sorted(form.accounts), 2):
        if touched.isdisjoint((one, other)) or not any(map(undoing.seeks_on, (one, other))):
            continue
        alike = _alike(undoing, one, other)
        if any(keys.measure(problem.keys[figure]) in entered for figure in alike):
            alike |= _alike_in_place(undoing, one, other, alike)
            yield from _either_way(undoing, one, other, alike)
        elif some := _alike_below_each_other(undoing, one, other):
            for hypothesis in _either_way(undoing, one, other, some):
                if _breaks_own_sheet(problem, hypothesis):
                    yield hypothesis


def columns_beside(problem: LinearProblem, one: str, other: str) -> list[dict[int, int]]:
    """By column: the stated figures of a sheet to those of another in the same places."""
    columns: dict[str, dict[int, int]] = {}
    fund = keys.measure(other)
    for first in problem.on_sheet.get(one, ()):
        key = problem.keys[first]
        last = problem.number.get(keys.of_fund(key, fund), -1)
        if last >= 0 and problem.are_stated(first, last):
            columns.setdefault(keys.measure(key), {})[first] = last
    return list(columns.values())


def _breaks_own_sheet(problem: LinearProblem, hypothesis: Hypothesis) -> bool:
    """Whether a slip explains a row that has figures of one of its sheets alone, as it must where
    but some of the lines were pasted."""
    sheets = {problem.sheet[figure] for figure in hypothesis.cells}
    rows = (problem.figures_in([row]) for row in hypothesis.explains)
    on = [{problem.sheet[figure] for figure in figures} for figures in rows]
    return any(len(one) == 1 and one <= sheets for one in on)


def _either_way(
    undoing: Undoing, one: str, other: str, alike: Mapping[int, int]
) -> Iterator[Hypothesis]:
    first, second = frozenset(alike), frozenset(alike.values())
    into_one = list(_into(undoing, one, other, first))
    into_other = list(_into(undoing, other, one, second))
    copies = undoing.problem.contents.copies
    if copies.get(one) == other:
        yield from map(_of_copy, into_one)
        return
    if copies.get(other) == one:
        yield from map(_of_copy, into_other)
        return
    explained = {hypothesis.explains for hypothesis in (*into_one, *into_other)}
    if into_one and into_other and len(explained) == 1:
        slip = _slip("pasted somewhere", one, other, alike)
        yield from undoing.tried(slip, {}, first | second, tolerant=True)
    else:
        yield from into_one
        yield from into_other


def _into(undoing: Undoing, sheet: str, fund: str, alike: frozenset[int]) -> Iterator[Hypothesis]:
    """The figures of a fund in the sheet of another, where the lines that the fund does not have
    were left blank."""
    slip = _slip("pasted", sheet, fund, alike)
    blank = _left_blank(undoing.problem, sheet, fund, alike)
    for hypothesis in undoing.tried(slip, {}, alike, tolerant=True):
        yield replace(hypothesis, lost=hypothesis.lost | blank)


def _left_blank(
    problem: LinearProblem, sheet: str, fund: str, alike: Collection[int]
) -> frozenset[int]:
    """The blank amounts of a sheet, of the columns that some of its figures are in, in lines that
    another fund does not have."""
    had = {keys.item(key) for key in problem.number if keys.table(key) == fund}
    columns = {keys.measure(problem.keys[figure]) for figure in alike}
    return frozenset(
        figure
        for key, figure in problem.number.items()
        if keys.table(key) == sheet
        and keys.measure(key) in columns
        and keys.item(key) not in had
        and not problem.stated[figure]
        and figure not in problem.rates
    )


def _of_copy(hypothesis: Hypothesis) -> Hypothesis:
    """The slip of a sheet that is a copy of another by its hidden keys."""
    slip = hypothesis.slip
    return replace(hypothesis, slip=replace(slip, figures={**slip.figures, "copy": 1}))


def _slip(code: str, sheet: str, fund: str, alike: Collection[int]) -> Slip:
    return Slip(code, {"sheet": sheet, "fund": fund, "count": len(alike)})


def _alike(undoing: Undoing, one: str, other: str) -> dict[int, int]:
    """The figures of a sheet to those of another in the same places, of the columns in which they
    are the same."""
    problem = undoing.problem
    alike: dict[int, int] = {}
    for column in columns_beside(problem, one, other):
        same = {first: last for first, last in column.items() if not undoing.differ(first, last)}
        filled = [pair for pair in column.items() if problem.value[[*pair]].any()]
        equal = [float(problem.value[first]) for first in same if problem.value[first]]
        if len(equal) >= _ALIKE * len(filled) and len(set(equal)) >= _TELLING:
            alike |= same
    return alike


def _alike_in_place(
    undoing: Undoing, one: str, other: str, alike: Mapping[int, int]
) -> dict[int, int]:
    """The figures of a copied sheet, but for 0, that are those of the same cells of the other one,
    though these are of other items; and of those that stand below the account."""
    problem, below = undoing.problem, undoing.problem.arrangement.below
    columns = {keys.measure(problem.keys[figure]) for figure in alike}
    pairs = [*_of_other_items(problem, one, other, columns)]
    pairs += zip(below.get(one, ()), below.get(other, ()))
    figures = [tuple(problem.number.get(key, -1) for key in pair) for pair in pairs]
    known = [(first, last) for first, last in figures if min(first, last) >= 0]
    filled = [pair for pair in known if problem.are_stated(*pair) and problem.value[[*pair]].all()]
    return {first: last for first, last in filled if not undoing.differ(first, last)}


def _alike_below_each_other(undoing: Undoing, one: str, other: str) -> dict[int, int]:
    """The figures of a sheet to those of the same cells of another, of the lines below each other
    in which these are the same in some columns; none where they are too few to tell."""
    problem = undoing.problem
    alike: dict[int, int] = {}
    told: set[float] = set()
    for column in sorted(problem.arrangement.entered):
        runs = _runs(undoing, _cells(problem, one, other, column))
        run = max(runs, key=lambda run: len(_values(problem, run)))
        if len(_values(problem, run)) > 1:
            alike |= run
            told |= _values(problem, run)
    return _alike_beside(undoing, alike) if len(told) >= _TELLING else {}


def _values(problem: LinearProblem, figures: Iterable[int]) -> set[float]:
    """The different values that figures have, without 0."""
    return {float(problem.value[figure]) for figure in figures} - {0.0}


def _alike_beside(undoing: Undoing, alike: Mapping[int, int]) -> dict[int, int]:
    """The figures that are the same on two sheets, with the others of their lines that are the same
    as well."""
    problem = undoing.problem
    columns = {keys.measure(key) for key in problem.number if keys.is_account(key)}
    rows = {tuple(keys.row(problem.keys[one]) for one in pair) for pair in alike.items()}
    beside = dict(alike)
    for (one, other), column in itertools.product(rows, columns):
        first, last = (problem.number.get(f"{row}.{column}", -1) for row in (one, other))
        if min(first, last) >= 0 and problem.are_stated(first, last):
            beside |= {} if undoing.differ(first, last) else {first: last}
    return beside


def _cells(problem: LinearProblem, one: str, other: str, column: str) -> Iterator[tuple[int, int]]:
    """The figures of the same cells of a column of two sheets, from top to bottom; of lines that
    one of them does not have, -1."""
    lines = problem.arrangement.lines
    for items in zip(lines.get(one, ()), lines.get(other, ())):
        first, last = (
            problem.number.get(f"{sheet}.{item}.{column}", -1)
            for sheet, item in zip((one, other), items)
        )
        yield first, last


def _runs(undoing: Undoing, cells: Iterable[tuple[int, int]]) -> list[dict[int, int]]:
    """The figures of the first of two sheets to those of the other, of cells below each other that
    do not differ; lines that are blank on both sheets, or that one does not have, part none."""
    problem = undoing.problem
    runs: list[dict[int, int]] = [{}]
    for first, last in cells:
        if min(first, last) < 0:
            continue
        filled = [figure for figure in (first, last) if problem.stated[figure]]
        if len(filled) > 1 and not undoing.differ(first, last):
            runs[-1][first] = last
        elif any(problem.value[figure] for figure in filled):
            runs.append({})
    return runs


def _of_other_items(
    problem: LinearProblem, one: str, other: str, columns: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The keys of the same cells of two sheets, in some columns of lines that are of other items
    in each."""
    lines = problem.arrangement.lines
    for item, beside in zip(lines.get(one, ()), lines.get(other, ())):
        for column in sorted(columns) if item != beside else ():
            yield f"{one}.{item}.{column}", f"{other}.{beside}.{column}"
