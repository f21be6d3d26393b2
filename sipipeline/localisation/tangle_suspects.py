"""The cells that may explain one tangle of contradictions by themselves: which are named, with
which slip, and how sure each is."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.localisation.cell_slips import Case, SlipOfCell, suggestion
from sipipeline.localisation.certainty import OF_ANY_RATE
from sipipeline.localisation.column_slips import pairs
from sipipeline.localisation.ends_of_sums import or_carried
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.report import CLEARLY, Explained, Report
from sipipeline.localisation.search import Tangle
from sipipeline.localisation.single_cells import settles_alone, settling
from sipipeline.localisation.suspects import SUSPECTS_NAMED, Confidence, Group, Slip, Suspect

_DIGITS_AT_ONCE = 2
"""A digit mistyped in each of more cells than this is no likely explanation."""


def tangle_group(report: Report, tangle: Tangle, doubted: frozenset[int]) -> Group:
    """The group of one tangle, the cells of the other tangles being doubted."""
    sets = (*tangle.sets, *_belied_zeros(report, tangle, doubted))
    sets = (*sets, *_typed_instead(report, sets, tangle, doubted))
    unique = tangle.complete and len(sets) == 1
    culprits = sets[0] if unique else frozenset[int]()
    alone = [*_suspects(report, replace(tangle, sets=sets), doubted, unique)]
    suspects = or_carried(report, tangle, doubted, alone)
    return Group(
        report.problem.relations(tangle.single_rows),
        report.contradiction(tangle.shortest, culprits),
        tuple(map(report.keys, sets)),
        unique,
        tuple(_or_exchanged(report, tangle, doubted, suspects)),
    )


def _belied_zeros(
    report: Report, tangle: Tangle, doubted: frozenset[int]
) -> Iterator[frozenset[int]]:
    """Each 0 that explains a tangle as well as a rate does that is worked out of it: a rate weighs
    less, but nobody works out another one than 0 of a 0."""
    problem, tests = report.problem, report.tests
    rates = {min(cells) for cells in tangle.sets if len(cells) == 1 and cells <= problem.rates}
    amounts = {amount for rate in rates for amount in report.of_rate(rate)}
    for amount in sorted(amounts):
        alone = frozenset({amount})
        is_told = problem.beside_rate(amount) is not None and alone not in tangle.sets
        if is_told and tests.can_hold(doubted | alone, {}):
            yield alone


def _typed_instead(
    report: Report, sets: Sequence[frozenset[int]], tangle: Tangle, doubted: frozenset[int]
) -> Iterator[frozenset[int]]:
    """Each typed amount that explains a tangle as well as a figure that weighs less, where formulas
    follow from it: that figure was typed beside what they make, and may be right."""
    problem = report.problem
    least = min((float(problem.weight[list(cells)].sum()) for cells in sets), default=math.inf)
    if not problem.worked or any(len(cells) > 1 for cells in sets):
        return
    lighter = {figure for cells in sets for figure in cells}
    for figure in settling(report.tests, tangle.single_rows, doubted, report.known):
        if figure not in lighter and float(problem.weight[figure]) > least:
            yield frozenset({figure})


def _or_exchanged(
    report: Report, tangle: Tangle, doubted: frozenset[int], suspects: Sequence[Suspect]
) -> Iterator[Suspect]:
    """The suspects, if any; the sign of a rise that its two figures in each other's place explain
    as well singles none out. A fall where there was a rise is but a sign too many."""
    first, *others = suspects or (None,)
    if first is None:
        return
    exchanged, stated = None, report.problem.value[report.problem.number[first.key]]
    if first.slip.code == "sign" and first.confidence == "likely" and stated > 0:
        exchanged = _exchanged(report, tangle, doubted, first.key)
    if exchanged is not None:
        first = replace(first, confidence="possible")
        named = {suspect.key: suspect for suspect in report.undone(exchanged, "possible")}
        yield from named.values()
        others = [suspect for suspect in others if suspect.key not in named]
    yield from (first, *others)


def _exchanged(
    report: Report, tangle: Tangle, doubted: frozenset[int], difference: str
) -> Hypothesis | None:
    """The slip that the two figures of a difference stand in each other's place, if it explains a
    tangle."""
    rows = tangle.single_rows
    relations = [one for one in report.problem.relations(rows) if one.difference]
    figures = [set(one.keys[1:]) for one in relations if one.subject == difference]
    for hypothesis in pairs(Undoing(report.problem, rows, doubted)):
        is_of_difference = set(report.keys(hypothesis.cells)) in figures
        if is_of_difference and rows <= hypothesis.explains:
            return hypothesis
    return None


def _suspects(
    report: Report, tangle: Tangle, doubted: frozenset[int], unique: bool
) -> Iterator[Suspect]:
    """The cells of the likeliest set first, so many as are named. A slip that clearly explains one
    set singles it out, unless smaller amounts may be wrong instead. None where no set was found."""
    if not tangle.sets:
        return
    explained = [report.explained(cells, doubted) for cells in tangle.sets]
    explained.sort(key=lambda one: -one.score)
    instead = _instead(report.problem, tangle, explained[0], doubted) if unique else []
    first: Confidence = "possible"
    if not instead:
        first = _confidence(explained, unique, _is_only(report, tangle, doubted))
        is_even = _is_even(report.problem, explained) or _rests_on(report, explained[0], doubted)
        first = "possible" if is_even else first
    named: set[int] = set()
    for place, one in enumerate(explained):
        told = _suspected(report, one, "possible" if place else first, named)
        yield from itertools.islice(told, SUSPECTS_NAMED - len(named))
    for figure in instead[:SUSPECTS_NAMED]:
        ends = float(report.problem.floor[figure]), float(report.problem.hi[figure])
        yield Suspect(report.problem.keys[figure], ends, None, Slip("several"), "possible")


def _suspected(
    report: Report, one: Explained, confidence: Confidence, named: set[int]
) -> Iterator[Suspect]:
    """The cells of a set that are not named yet and cannot stay as they are; they are named
    then."""
    following = report.following(one) if confidence == "possible" else {}
    for figure, (case, explanation) in one.cells.items():
        if figure not in named and figure not in following and not case.may_stay:
            named.add(figure)
            rates = [rate for rate, amounts in following.items() if figure in amounts]
            yield Suspect(
                report.problem.keys[figure],
                case.implied,
                suggestion(case, explanation.value),
                _slip(case, explanation, report.keys(rates)),
                confidence,
            )


def _slip(case: Case, explanation: SlipOfCell, rates: Sequence[str]) -> Slip:
    """The slip that is told of a cell; of one that no slip explains that it is not the only one, or
    which rate is worked out from it."""
    if explanation.slip.code:
        return explanation.slip
    if case.is_one_of_several:
        return Slip("several")
    return Slip("with its rate", {"leaf": rates[0]}) if rates else explanation.slip


def _is_only(report: Report, tangle: Tangle, doubted: frozenset[int]) -> bool:
    """Whether the lightest set of a tangle is its only explanation of so few cells: a rate weighs
    less than an amount beside it, which may be wrong instead where that is doubted anyway, or where
    nothing else holds it."""
    cells = tangle.sets[0]
    if len(cells) > 1 or not cells <= report.problem.rates:
        return True
    if not report.of_rate(min(cells)).isdisjoint(doubted):
        return False
    return not settles_alone(report.tests, tangle.single_rows, min(cells), doubted)


def _instead(
    problem: LinearProblem, tangle: Tangle, only: Explained, doubted: frozenset[int]
) -> list[int]:
    """The smaller parts of a sum of amounts, held by nothing else, that may together be what it is
    off by: where its only part that is large enough for that alone is one that no slip explains,
    and nobody doubts another."""
    if len(tangle.single_rows) != 1 or len(only.cells) != 1:
        return []
    (row,), ((cell, (case, told)),) = tangle.single_rows, only.cells.items()
    if not _is_part(problem, cell, row):
        return []
    weight = dict(problem.weighted[row])
    off = weight.get(cell, 0.0) * (sum(case.implied) / 2 - case.value)
    if told.slip.code or not math.isfinite(off) or not doubted.isdisjoint(weight):
        return []
    smaller = [
        figure
        for figure in sorted(problem.stated_among(weight.keys() - {cell}))
        if weight[figure] * off < 0 < problem.value[figure] and problem.is_in_one_sum(figure)
    ]
    together = sum(abs(weight[figure]) * float(problem.value[figure]) for figure in smaller)
    return smaller if together >= abs(off) else []


def _is_part(problem: LinearProblem, cell: int, row: int) -> bool:
    """Whether a cell is an amount of an account, and a relation is not about it but makes something
    of it."""
    key = problem.keys[cell]
    about = problem.matrix.relations[problem.relation[row]].subject
    return keys.is_account(key) and about != key


def _confidence(explained: Sequence[Explained], unique: bool, is_only: bool) -> Confidence:
    """How sure the first set is, be it the lightest or the only one: of a 0 in a line without any
    amount nothing is."""
    if explained[0].has_nothing:
        return "possible"
    if unique:
        return "certain" if is_only and not explained[0].is_open else "likely"
    if not explained[0].slipped:
        return "possible"
    return "likely" if _is_clear(explained) else "possible"


def _is_even(problem: LinearProblem, explained: Sequence[Explained]) -> bool:
    """Whether a digit of a rate, as explains nearly any rate, is all that tells it from the typed
    amounts that formulas carried into what it is worked out of."""
    first, *others = explained
    codes = {told.slip.code for _, told in first.cells.values()}
    are_rates = first.cells.keys() <= problem.rates
    return bool(problem.worked and others) and are_rates and codes <= OF_ANY_RATE


def _rests_on(report: Report, first: Explained, doubted: frozenset[int]) -> bool:
    """Whether it is a rate that no slip explains, of an amount that is doubted anyway, where
    formulas carry amounts on."""
    if not report.problem.worked:
        return False
    of_rates = frozenset[int]().union(*map(report.of_rate, first.cells))
    return not first.slipped and not of_rates.isdisjoint(doubted)


def _is_clear(explained: Sequence[Explained]) -> bool:
    """Whether the slip of the first set is by far likelier than that of the second; a digit that
    mends one as it mends the other singles none out, nor does a digit in each of several cells."""
    if len(explained) < 2:
        return True
    first, second = explained[:2]
    if first.is_of_any_digit and len(first.cells) > _DIGITS_AT_ONCE:
        return False
    return not (first.is_of_any_digit and second.is_of_any_digit) and (
        first.score - second.score > CLEARLY
    )
