"""Rates of the total that are means or sums of the funds' rates, where they should be worked out of
the amounts of the total."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sipipeline.arithmetic.figures import Interval
from sipipeline.core import keys
from sipipeline.core.figures import SLACK
from sipipeline.localisation.hypotheses import Hypothesis, Undoing
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Slip

_TELLING = 3
"""So many wrong rates of a column must be made alike: fewer may be by chance."""
_ALIKE = 0.9
"""The part of the wrong rates of a column that must be."""

OfFunds = Mapping[int, Sequence[Interval]]
"""A rate of the total to the rates that the funds state in its line."""


def total_rates(undoing: Undoing) -> Iterator[Hypothesis]:
    """The columns of rates of the total that hold the means of the funds' rates, or their sums."""
    problem = undoing.problem
    wrong = {int(problem.rate[row]) for row in undoing.broken if _is_of_total(problem, row)}
    if len(wrong) < _TELLING:
        return
    columns = _columns(undoing, wrong)
    for code, divide in (("mean", True), ("sum", False)):
        alike = {
            name: made
            for name, of_funds in columns.items()
            if (made := _made(undoing, wrong, of_funds, divide))
        }
        lost = frozenset(rate for made in alike.values() for rate in made)
        figures = {"sheet": problem.arrangement.total, "columns": " ".join(alike)}
        slip = Slip(f"total rates {code}", {**figures, "count": len(lost)})
        yield from undoing.tried(slip, {}, lost)


def _columns(undoing: Undoing, wrong: Collection[int]) -> Mapping[str, OfFunds]:
    """By column with wrong rates: the rates of the total that are wrong or off by little, each with
    what the funds state in its line."""
    problem, parts = undoing.problem, _parts(undoing.problem)
    columns: dict[str, dict[int, Sequence[Interval]]] = {
        keys.measure(problem.keys[rate]): {} for rate in sorted(wrong)
    }
    for rate in sorted({*wrong, *_off(problem)}):
        of_column = columns.get(keys.measure(problem.keys[rate]))
        if of_column is not None:
            of_column[rate] = _rates_of_funds(undoing, rate, parts)
    return columns


def _made(
    undoing: Undoing, wrong: Collection[int], of_funds: OfFunds, divide: bool
) -> frozenset[int]:
    """The rates of a column that are made alike, where nearly all of the wrong ones are, and enough
    of them of two funds and more; none else."""
    made = {rate for rate, rates in of_funds.items() if _meet(undoing.stated(rate), rates, divide)}
    of_several = {rate for rate in made if len(of_funds[rate]) > 1}
    own = made.intersection(wrong)
    are_most = len(own) >= _ALIKE * len(of_funds.keys() & set(wrong))
    is_told = are_most and len(of_several & own) >= _TELLING
    return frozenset(own | of_several) if is_told else frozenset()


def _off(problem: LinearProblem) -> set[int]:
    """The rates of the total that are not what its amounts make, to their own last digit."""
    off = set[int]()
    for row in range(len(problem.low)):
        rate = int(problem.rate[row])
        if _is_of_total(problem, row) and problem.stated[rate]:
            parts = problem.quotient(row)
            over, base = (
                sum(part[place] * float(problem.value[part[0]]) for part in parts)
                for place in (1, 2)
            )
            room = float(problem.half_width[rate]) + SLACK
            if base > 0 and abs(over / base - float(problem.value[rate])) > room:
                off.add(rate)
    return off


def _is_of_total(problem: LinearProblem, row: int) -> bool:
    """Whether a row rests on a rate of the total."""
    rate = int(problem.rate[row])
    return rate >= 0 and problem.sheet[rate] == problem.arrangement.total


def _parts(problem: LinearProblem) -> Mapping[str, Sequence[str]]:
    """By line of the total: the line of each fund that is added up in it, of several the one that
    is called alike."""
    total, parts = problem.arrangement.total, dict[str, list[str]]()
    for relation in problem.matrix.relations:
        lines = [keys.row(key) for key in relation.keys[1:]]
        is_sum = relation.op == "=" and not relation.derived
        of_funds = total not in map(keys.table, relation.keys[1:])
        if is_sum and of_funds and keys.table(relation.subject) == total:
            item = keys.item(relation.subject)
            alike = sorted(lines, key=lambda line: keys.measure(line) == item)
            one_of_each = {keys.row(line): line for line in alike}
            parts.setdefault(keys.row(relation.subject), list(one_of_each.values()))
    return parts


def _rates_of_funds(
    undoing: Undoing, rate: int, parts: Mapping[str, Sequence[str]]
) -> list[Interval]:
    """What the funds state in the line and the column of a rate of the total."""
    problem, key = undoing.problem, undoing.problem.keys[rate]
    beside = [f"{line}.{keys.measure(key)}" for line in parts.get(keys.row(key), ())]
    known = [problem.number[one] for one in beside if one in problem.number]
    return [undoing.stated(one) for one in sorted(problem.stated_among(known))]


def _meet(rate: Interval, rates: Sequence[Interval], divide: bool) -> bool:
    """Whether a rate is the sum of others, or their mean."""
    count = len(rates) if divide else 1
    low, high = (sum(ends) for ends in zip(*rates)) if rates else (0.0, 0.0)
    room = SLACK * max(abs(low), abs(high))
    return bool(rates) and rate[0] * count <= high + room and low <= rate[1] * count + room
