"""A column that is worked out, rates or changes, and agrees with the amounts of its lines next to
nowhere, while these agree with all else: left from last year, or one rate dragged down it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.people import of_all_people
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

CODE, ONE_RATE = "not worked out", "one rate"
"""The codes of the slips: of figures from elsewhere, and of the same one in every line."""
_FAMILIES = frozenset({keys.ACCOUNTS, "headcounts"})
_LINES = 6
"""In so many lines a column must be wrong: fewer are slips of lines."""
_MOST = 0.8
"""The part of a column that must be wrong, and of its lines whose amounts must agree with all
else."""


def workings_apart(
    problem: LinearProblem, broken: Collection[int], doubted: Collection[int] = ()
) -> Iterator[Hypothesis]:
    """A column that is worked out, where nearly all of it is wrong, or much of it and all its
    figures are the same."""
    undoing = Undoing(problem, broken, doubted)
    for sheet, columns in _worked_out(undoing).items():
        for name, lines in columns.items():
            wrong = [figure for figure, rows in lines.items() if _is_broken(undoing, rows)]
            is_one = len({float(problem.value[figure]) for figure in lines}) == 1
            is_many = len(wrong) >= (_LINES if is_one else max(_LINES, _MOST * len(lines)))
            if is_many and _are_agreed(undoing, {figure: lines[figure] for figure in wrong}):
                slip = Slip(ONE_RATE if is_one else CODE, {"sheet": sheet, "one": name})
                yield from undoing.tried(slip, {}, frozenset(lines), tolerant=True)


def _is_broken(undoing: Undoing, rows: Collection[int]) -> bool:
    """Whether any of some rows is broken."""
    return not undoing.broken.isdisjoint(rows)


def _worked_out(undoing: Undoing) -> Mapping[str, Mapping[str, Mapping[int, Sequence[int]]]]:
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


def _are_agreed(undoing: Undoing, lines: Mapping[int, Sequence[int]]) -> bool:
    """Whether the amounts that figures are worked out of stand in no other broken row, but for a
    few, that rests on no rate."""
    problem = undoing.problem
    own = {row for rows in lines.values() for row in rows}
    others = (row for row in undoing.broken - own if problem.rate[row] < 0)
    contradicted = problem.figures_in(others)
    agreed = (contradicted.isdisjoint(problem.figures_in(rows)) for rows in lines.values())
    return sum(agreed) >= _MOST * len(lines)
