"""Two accounts that hold each other's figures, in some of their columns or in all."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from sipipeline.core import keys
from sipipeline.localisation.exchanged_lines import Line, exchanged_lines
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.pasted_accounts import columns_beside
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_LINES = 4
"""In so many lines the figures must differ: fewer are pairs of cells."""


def exchanged_accounts(undoing: Undoing) -> Iterator[Hypothesis]:
    """Columns of two accounts, each in the place of the other's; or some lines of a column, where
    its other lines are better as they are."""
    accounts = filter(undoing.seeks_on, _broken_accounts(undoing))
    for one, other in itertools.combinations(accounts, 2):
        every = _different(undoing, one, other)
        for columns in _choices(undoing, every):
            chosen = [exchanged_lines(undoing, columns[0])] if len(columns) == 1 else columns
            slip = _slip(undoing.problem, columns, chosen, len(columns) == len(every))
            fixed = undoing.exchanged(itertools.chain.from_iterable(chosen))
            yield from undoing.tried(slip, fixed, tolerant=True)


def _broken_accounts(undoing: Undoing) -> list[str]:
    """The accounts, the total among them, with a broken row for each line of the shortest
    exchange."""
    problem, form = undoing.problem, undoing.problem.arrangement
    touched = [problem.stated_among(problem.figures_in([row])) for row in undoing.broken]
    rows = Counter(
        sheet for figures in touched for sheet in {problem.sheet[one] for one in figures}
    )
    return [sheet for sheet in sorted((*form.accounts, form.total)) if rows[sheet] >= _LINES]


def _different(undoing: Undoing, one: str, other: str) -> list[list[Line]]:
    """By column: the lines that two accounts both have and in which they do not state the same,
    as they stand one below the other; of columns in which enough figures differ."""
    different = []
    for column in columns_beside(undoing.problem, one, other):
        if sum(undoing.differ(*line) for line in column.items()) >= _LINES:
            lines = [line for line in column.items() if _say_otherwise(undoing, line)]
            different.append(_as_in_the_form(undoing.problem, lines))
    return different


def _say_otherwise(undoing: Undoing, line: Line) -> bool:
    return undoing.stated(line[0]) != undoing.stated(line[1])


def _as_in_the_form(problem: LinearProblem, lines: Sequence[Line]) -> list[Line]:
    """Lines as they stand one below the other."""
    keys_of = {problem.keys[first] for first, _ in lines}
    below = next((one for one in problem.arrangement.columns if not keys_of.isdisjoint(one)), ())
    place = {key: number for number, key in enumerate(below)}
    return sorted(lines, key=lambda line: place.get(problem.keys[line[0]], len(place)))


def _choices(
    undoing: Undoing, columns: Sequence[Sequence[Line]]
) -> Iterator[Sequence[Sequence[Line]]]:
    """The columns that may have been exchanged together: some of those that are entered, alone or
    with all that are worked out from them."""
    entered = [lines for lines in columns if _is_entered(undoing.problem, lines)]
    derived = [lines for lines in columns if lines not in entered]
    for count in range(1, len(entered) + 1):
        for chosen in map(list, itertools.combinations(entered, count)):
            yield chosen
            if derived:
                yield [*chosen, *derived]


def _is_entered(problem: LinearProblem, lines: Sequence[Line]) -> bool:
    """Whether a column of the form is entered, not derived."""
    column = keys.measure(problem.keys[lines[0][0]])
    return any(
        column in (exchange.one, exchange.other) for exchange in problem.arrangement.exchanges
    )


def _slip(
    problem: LinearProblem,
    differing: Sequence[Sequence[Line]],
    chosen: Sequence[Sequence[Line]],
    is_whole: bool,
) -> Slip:
    """The slip of two accounts, by the names of its columns; of some lines of a column with the
    first and the last of these."""
    (one, other), last = chosen[0][0], chosen[0][-1][0]
    names = [keys.measure(problem.keys[lines[0][0]]) for lines in chosen]
    figures: dict[str, float | str] = {
        "sheet": problem.sheet[one],
        "fund": problem.sheet[other],
        "columns": " ".join(names),
        "count": 2 * sum(map(len, chosen)),
    }
    if sum(map(len, chosen)) < sum(map(len, differing)):
        ends = {"first": problem.keys[one], "last": problem.keys[last]}
        return Slip("exchanged lines of accounts", {**figures, **ends})
    return Slip("exchanged sheets" if is_whole else "exchanged accounts", figures)
