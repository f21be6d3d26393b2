"""A column that is worked out, rates or changes, and agrees with the amounts of its lines next to
nowhere, while these agree with all else: left from last year, or one rate dragged down it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.localisation.column_slips import by_differences
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.people import of_all_people
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip
from sipipeline.localisation.turned_signs import is_crosswise

CODE, ONE_RATE = "not worked out", "one rate"
"""The codes of the slips: of figures from elsewhere, and of the same one in every line."""
_Lines = Mapping[int, Sequence[int]]
"""The figures of a column that is worked out, with the rows that say of what."""
_FAMILIES = frozenset({keys.ACCOUNTS, "headcounts"})
_LINES = 6
"""In so many lines a column must be wrong: fewer are slips of lines."""
_MOST = 0.8
"""The part of a column that must be wrong, and of its lines whose amounts must agree with all
else."""


def workings_apart(undoing: Undoing) -> Iterator[Hypothesis]:
    """A column that is worked out, where nearly all of it is wrong, or much of it and all its
    figures are the same."""
    for sheet, columns in _worked_out(undoing).items():
        for name, lines in columns.items():
            for hypothesis in _of_column(undoing, {"sheet": sheet, "one": name}, lines):
                if not is_crosswise(undoing, hypothesis):
                    yield hypothesis


def _of_column(undoing: Undoing, place: Mapping[str, str], lines: _Lines) -> Iterator[Hypothesis]:
    """The hypothesis of a column, what differences make of it put right and all else lost."""
    wrong = {figure: rows for figure, rows in lines.items() if _is_broken(undoing, rows)}
    is_one = len({float(undoing.problem.value[figure]) for figure in lines}) == 1
    fewest = _LINES if is_one else max(_LINES, _MOST * len(lines))
    fixed = by_differences(undoing, wrong)
    if len(wrong) >= fewest and _are_agreed(undoing, wrong, fixed):
        slip = Slip(ONE_RATE if is_one else CODE, {**place})
        yield from undoing.tried(slip, fixed, frozenset(lines) - fixed.keys(), tolerant=True)


def _is_broken(undoing: Undoing, rows: Collection[int]) -> bool:
    """Whether any of some rows is broken."""
    return not undoing.broken.isdisjoint(rows)


def _worked_out(undoing: Undoing) -> Mapping[str, Mapping[str, _Lines]]:
    """By sheet and column: the stated figures that are worked out of their lines, but for 0, with
    the rows that say so; the head-counts of all funds stand on one sheet."""
    problem, touched = undoing.problem, undoing.touched_sheets()
    sheets: dict[str, dict[str, dict[int, list[int]]]] = {}
    for row, number in enumerate(problem.relation):
        relation = problem.matrix.relations[number]
        key = relation.subject
        figure = problem.number.get(key, -1)
        if (
            _is_of_line(relation)
            and figure >= 0
            and problem.stated[figure]
            and problem.value[figure]
        ):
            columns = sheets.setdefault(keys.table(key), {})
            columns.setdefault(keys.measure(key), {}).setdefault(figure, []).append(row)
    own = {sheet: columns for sheet, columns in sheets.items() if sheet in touched}
    accounts = {sheet: columns for sheet, columns in own.items() if keys.is_account_sheet(sheet)}
    return {**accounts, **of_all_people(sheets, own)}


def _is_of_line(relation: Relation) -> bool:
    """Whether a figure of an account or of the head-counts is worked out of others of its line."""
    families = {keys.family(key) for key in relation.keys}
    is_one_line = len(set(map(keys.row, relation.keys))) == 1
    return relation.derived and is_one_line and families <= _FAMILIES


def _are_agreed(undoing: Undoing, lines: _Lines, fixed: Mapping[int, Interval]) -> bool:
    """Whether the amounts that nearly all figures are worked out of stand in no other broken row
    that rests on no rate, and in one that holds once the figures are put right."""
    problem = undoing.problem
    own = {row for rows in lines.values() for row in rows}
    others = (row for row in undoing.broken - own if problem.rate[row] < 0)
    contradicted = problem.figures_in(others)
    agreed = 0
    for figure, rows in lines.items():
        amounts = problem.figures_in(rows)
        beyond = problem.rows_touching(amounts | {figure}) - own
        bear_out = any(_tells(problem, row) and undoing.holds(row, fixed) for row in beyond)
        agreed += bear_out and contradicted.isdisjoint(amounts)
    return agreed >= _MOST * len(lines)


def _tells(problem: LinearProblem, row: int) -> bool:
    """Whether a row is an equation whose figures are all stated."""
    figures = [one for one in problem.figures_and_rate[row] if one >= 0]
    return not problem.part[row] and bool(problem.stated[figures].all())
