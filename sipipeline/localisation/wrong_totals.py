"""A total sheet, or some of its columns, that is no sum of the funds: it leaves some out, has one
twice or copies one, or is twice the sum."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sipipeline.arithmetic.figures import Floats, Interval
from sipipeline.core import keys
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip
from sipipeline.localisation.total_lines import LINES, TotalLines, lines_of_total

_AGREEING = 0.8
"""The part of the lines of a column that are off which one way of adding up must explain."""
_DEPARTING = 0.5
"""The part of them in a column where a further slip departs from it, as nearly all lines of the
whole sheet agree, or those that do not are off by one amount."""


def wrong_totals(undoing: Undoing) -> Iterator[Hypothesis]:
    """The total sheet, or some of its columns, with the figures of one fund alone, without some of
    the funds, with one twice, or with all of them twice."""
    problem = undoing.problem
    lines = lines_of_total(problem, undoing.broken)
    if lines is None or len(lines.funds) < 2:
        return
    for code, funds, weight in _miscounts(lines.funds):
        wrong, departing = _wrong_columns(lines, weight)
        if len(wrong) >= LINES:
            summed = _narrowed(problem, {lines.total[line]: _summed(lines, line) for line in wrong})
            open_ = lines.open_in({keys.measure(problem.keys[total]) for total in summed})
            open_ |= {lines.total[line] for line in departing}
            count = len(open_.union(summed))
            slip = Slip(f"total {code}", {"fund": " ".join(funds), "count": count})
            fixed = {total: ends for total, ends in summed.items() if total not in open_}
            lost = undoing.failing_rates(summed) | _outdated_rates(undoing, summed) | open_
            yield from undoing.tried(slip, fixed, lost, tolerant=True)


def _miscounts(funds: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Floats]]:
    """The ways in which a total may be no sum of the funds: code, the funds to be named, and how
    often each fund is in the total."""
    yield "doubled", [], np.full(len(funds), 2.0)
    for fund, alone in zip(funds, np.eye(len(funds))):
        yield "copied", [fund], alone
        yield "twice", [fund], 1 + alone
    for count in range(1, len(funds) - 1):
        for missing in itertools.combinations(range(len(funds)), count):
            weight = np.ones(len(funds))
            weight[list(missing)] = 0.0
            yield "left out", [funds[place] for place in missing], weight


def _wrong_columns(lines: TotalLines, weight: Floats) -> tuple[list[int], list[int]]:
    """The lines that are off, of the columns in which nearly all of these are the weighted sum, and
    those that depart from the others of their column: few of the sheet, though many of this column,
    or all by one amount."""
    alike = lines.meet(weight)
    columns: dict[str, list[int]] = {}
    for line in np.flatnonzero(lines.off).tolist():
        columns.setdefault(keys.measure(lines.relation[line].subject), []).append(line)
    wrong: list[int] = []
    departing: list[int] = []
    is_of_sheet = bool(lines.off.any()) and float(alike[lines.off].mean()) >= _AGREEING
    for members in columns.values():
        part = float(alike[members].mean())
        if part >= _AGREEING:
            wrong += members
            continue
        others = [line for line in members if not alike[line]]
        is_beside = is_of_sheet or lines.depart_by_one_amount(others, weight)
        if part >= _DEPARTING and is_beside:
            wrong += [line for line in members if alike[line]]
            departing += others
    return sorted(wrong), departing


def _summed(lines: TotalLines, line: int) -> Interval:
    return float(lines.lo[line].sum()), float(lines.hi[line].sum())


def _outdated_rates(undoing: Undoing, summed: Mapping[int, Interval]) -> frozenset[int]:
    """The rates that hold as they are and, to their own last digit, no longer do beside totals as
    these will be printed once they are put right."""
    problem = undoing.problem
    widths = _printed_half_widths(problem)
    printed: dict[int, Interval] = {}
    for total, (lo, hi) in summed.items():
        middle, room = (lo + hi) / 2, min((hi - lo) / 2, widths[total])
        printed[total] = middle - room, middle + room
    rows = [row for row in problem.rows_touching(printed) if problem.rate[row] >= 0]
    outdated = (int(problem.rate[row]) for row in rows if not _makes(undoing, row, printed, widths))
    return frozenset(outdated) - undoing.broken_rates


def _makes(
    undoing: Undoing, row: int, printed: Mapping[int, Interval], widths: Sequence[float]
) -> bool:
    """Whether figures as they are printed make the rate of a row, to its last digit."""
    problem, over, base = undoing.problem, [0.0, 0.0], [0.0, 0.0]

    def ends(figure: int) -> Interval:
        value = float(problem.value[figure])
        return printed.get(figure, (value - widths[figure], value + widths[figure]))

    parts, rate = problem.quotient(row), int(problem.rate[row])
    if not all(problem.stated[[rate, *(figure for figure, _, _ in parts)]]):
        return True
    for figure, in_over, in_base in parts:
        for weight, of in ((in_over, over), (in_base, base)):
            low, high = sorted(weight * end for end in ends(figure))
            of[0] += low
            of[1] += high
    quotients = [one / other for one in over for other in base if base[0] > 0]
    least, most = ends(rate)
    return not quotients or (max(quotients) >= least and min(quotients) <= most)


def _printed_half_widths(problem: LinearProblem) -> list[float]:
    """The half-width of each figure by its own digits alone."""
    widths, columns = problem.figures.printed_half_width[0], problem.figures.columns
    return [float(widths[columns[key]]) for key in problem.keys]


def _narrowed(problem: LinearProblem, summed: Mapping[int, Interval]) -> dict[int, Interval]:
    """What totals should be; of a change no more than the two figures beside it leave, where that
    is less."""
    narrowed = dict(summed)
    for relation in problem.matrix.relations:
        figures = [problem.number.get(key, -1) for key in relation.keys]
        if relation.difference and len(figures) == 3 and summed.keys() >= set(figures):
            (least, most), (low, high), (lo, hi) = map(summed.__getitem__, figures)
            ends = max(least, low - hi), min(most, high - lo)
            narrowed[figures[0]] = ends if ends[0] <= ends[1] else (least, most)
    return narrowed
