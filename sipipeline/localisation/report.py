"""Figures and rows of a problem as keys, relations, and what the rest implies."""

import itertools
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from sipipeline.arithmetic.figures import Interval, meet
from sipipeline.core.figures import decimals, significant
from sipipeline.core.relations import Relation, Term
from sipipeline.core.values import frozen
from sipipeline.localisation.cell_slips import (
    Case,
    SlipOfCell,
    as_finely_as_made,
    decimal_places,
    explain,
    nearer,
    rounded,
    suggestion,
)
from sipipeline.localisation.feasibility import Cut, Feasibility
from sipipeline.localisation.hypotheses import Hypothesis
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.restatements import Restatement
from sipipeline.localisation.scaled_rates import CODE as RATES
from sipipeline.localisation.suspects import Confidence, Contradiction, Slip, Suspect

_ANY = (-math.inf, math.inf)
_NOTHING: Mapping[int, Interval] = {}
_ROOM = 3
"""A value is told where the rest leaves no more than so many times its rounding."""
_TOTAL_OUTDATED = math.log(0.06)
"""How likely it is that a total is not added up anew, as a logarithm: more than that a certain
amount of a certain fund has a digit wrong."""
_LINES_OF_TOTAL = 3
"""So many lines of the total must miss by the one amount."""
_PRINTED = 5e-5
"""The half-width to which an amount is told that is the difference of printed figures."""
_FINEST_RATE = 5e-5
"""The half-width of a rate in percent with two decimals."""
_ADDED_UP = math.log(10)
"""How much less likely, as a logarithm, a sum is wrong in no way that a slip explains than an
amount that is added up of nothing."""
_CARRIED_OVER = math.log(1000)
"""How much less likely, as a logarithm, a balance is wrong that another year has as well."""
CLEARLY = math.log(4)
"""How much more evidence singles a slip out."""
_SAID = math.log(1000)
"""How much less likely, as a logarithm, a slip is for each figure of a text that says otherwise."""
_SAID_MOST = 2
"""So many of these count: what was copied into one text was copied into all."""
SAID = "said"
"""The slip of a figure that the texts have as it should be."""
AT_ZERO = "zero"
"""The slip of a 0 where an amount should stand."""
_TYPED_ZERO = math.log(0.05)
"""How likely a 0 stands in the place of an amount, as a logarithm."""
_AS_MUCH = 2
"""An amount is as much as others of its line within such a factor."""
OUTDATED = "total outdated"
"""The slip of a total that was not added up anew."""
ZERO_BASE = "zero base"
"""The slip of a 0 that a rate was worked out of."""
_SCALED = frozenset({"scaled", RATES})
"""The codes of slips that a factor puts right."""
_MOVED = frozenset({"places", "unit"})
"""Slips after which a figure is of another size."""
_OF_ANY_DIGIT = frozenset({"digit", "missing", "extra"})
"""Slips of which one fits nearly any range."""


@frozen
class Explained:
    """A set of cells with the explanation of each."""

    cells: Mapping[int, tuple[Case, SlipOfCell]]

    @property
    def score(self) -> float:
        return sum(explanation.score for _, explanation in self.cells.values())

    @property
    def has_nothing(self) -> bool:
        """Whether a cell of it is a 0 in a line without any amount."""
        return self.score == -math.inf

    @property
    def is_open(self) -> bool:
        """Whether what a cell should hold depends on another wrong one, and no slip says so; or a
        limit is all that says it, and the slip is but the likeliest."""
        cells = self.cells.values()
        return any(
            case.is_one_of_several if told.value is None else case.is_bounded_only
            for case, told in cells
        )

    @property
    def is_of_any_digit(self) -> bool:
        """Whether a digit here or there explains every cell, amounts all, as it does nearly any
        difference."""
        cells = self.cells.values()
        return all(told.slip.code in _OF_ANY_DIGIT and not case.is_rate for case, told in cells)

    @property
    def slipped(self) -> bool:
        """Whether a slip explains every cell; one that leads to a value must be borne out by more
        than a limit."""
        return all(
            explanation.slip.code and not (explanation.value is not None and case.is_bounded_only)
            for case, explanation in self.cells.values()
        )


@frozen
class Begun:
    """A carried figure, told with the slip that it began with."""

    hypothesis: Hypothesis
    score: float
    """Logarithm of the evidence."""
    contradicted: int
    """How many figures of the texts do not agree with it."""

    @property
    def how(self) -> str:
        """The code of the slip that it began with; "" where none explains it."""
        return str(self.hypothesis.slip.figures["how"])

    @property
    def is_explained(self) -> bool:
        """Whether a slip tells what the figure was meant to be."""
        return bool(self.how)

    @property
    def is_of_any_digit(self) -> bool:
        """Whether that slip is a digit here or there, as nearly any difference may be."""
        return self.how in _OF_ANY_DIGIT

    @property
    def is_outdated(self) -> bool:
        """Whether that slip is a total that was not added up anew."""
        return self.how == OUTDATED


class Report:
    def __init__(
        self, problem: LinearProblem, tests: Feasibility, known: Mapping[int, Interval] = _NOTHING
    ) -> None:
        self.problem, self.tests = problem, tests
        self.known = known
        """Figures that slips of several cells have put wrong, and what they should hold."""
        self.totals: dict[str, list[Relation]] = {}
        for relation in problem.relations(range(len(problem.low))):
            is_sum = relation.op == "=" and not relation.derived
            if is_sum and len(relation.terms) > 1:
                self.totals.setdefault(relation.subject, []).append(relation)

    def keys(self, figures: Iterable[int]) -> tuple[str, ...]:
        """The keys of some figures, sorted."""
        return tuple(sorted(map(self.problem.keys.__getitem__, figures)))

    def mends(self, hypothesis: Hypothesis, doubted: frozenset[int]) -> bool:
        """Whether no cut is left once a slip is undone and the cells beside it are doubted."""
        free = (doubted | hypothesis.lost) - hypothesis.fixed.keys()
        return self.tests.can_hold(free, hypothesis.fixed)

    def explained(self, cells: frozenset[int], doubted: frozenset[int]) -> Explained:
        """The cells of a set with their explanations, other cells being doubted too."""
        cases = {figure: self._case(figure, cells | doubted) for figure in sorted(cells)}
        return Explained(
            {
                figure: (case, self._explanation(figure, case, doubted))
                for figure, case in cases.items()
            }
        )

    def _explanation(self, figure: int, case: Case, doubted: frozenset[int]) -> SlipOfCell:
        """The explanation of a cell, the likelier the nearer it leads to the other amounts of the
        line that nobody doubts; a 0 in a line without any amount comes last."""
        if self.problem.is_of_zeros(figure):
            return SlipOfCell(Slip(""), None, -math.inf)
        known = self._known_otherwise(figure, case)
        if known is not None:
            return known
        told = explain(case)
        if self.problem.is_carried_over(figure):
            told = replace(told, score=told.score - _CARRIED_OVER)
        if self.problem.worked and self._is_at_zero(figure, case.implied):
            return SlipOfCell(Slip(AT_ZERO), told.value, _TYPED_ZERO)
        meant = sum(case.implied) / 2 if told.value is None else told.value
        if case.is_rate or case.is_bounded_only or not math.isfinite(meant):
            return told
        return replace(told, score=told.score + self._nearer(figure, meant, doubted))

    def _known_otherwise(self, figure: int, case: Case) -> SlipOfCell | None:
        """The explanation of a 0 that a rate was worked out of, and of a balance that is not last
        year's; None of any other cell."""
        low, high = case.implied
        base = self.problem.beside_rate(figure)
        if base is not None and meet(case.implied, base):
            ends = max(low, base[0]), min(high, base[1])
            return SlipOfCell(Slip(ZERO_BASE), _or_made(replace(case, implied=ends)), 0.0)
        last = self.problem.contents.carried_over.get(self.problem.keys[figure])
        if last is not None and low <= last <= high and not case.is_beside_doubted:
            return SlipOfCell(Slip("carried over"), last, 0.0)
        return None

    def following(self, explained: Explained) -> dict[int, frozenset[int]]:
        """The rates of a set of cells that nothing is known of but that they follow from others of
        the set, each with these: worked out anew, and no place to look for an error."""
        cells = explained.cells
        amounts = {rate: self.of_rate(rate).intersection(cells) for rate in cells}
        return {
            rate: of_rate
            for rate, of_rate in amounts.items()
            if of_rate and not any(map(math.isfinite, cells[rate][0].implied))
        }

    def of_rate(self, rate: int) -> frozenset[int]:
        """The figures that a rate is worked out from; none of a figure that is no rate."""
        rows = self.problem.rows_resting_on(rate)
        return frozenset(self.problem.figures_in(rows) - {rate})

    def _case(self, figure: int, doubted: Collection[int]) -> Case:
        problem = self.problem
        return Case(
            float(problem.value[figure]),
            float(problem.half_width[figure]),
            self.implied(figure, doubted),
            figure in problem.rates,
            dict(self._stated_parts(problem.keys[figure])),
            problem.counterparts(figure),
            problem.contents.written.get(problem.keys[figure]),
            problem.grain(figure),
            not problem.beside(figure).isdisjoint(doubted),
            tuple(self._made(figure, doubted)),
        )

    def _made(self, figure: int, doubted: Collection[int]) -> Iterator[float]:
        """What each sum makes of a figure, as the others of it are printed: all of them stated and
        none doubted or known to be wrong. As finely as these, and no more finely than amounts
        beside it."""
        problem, value = self.problem, self.problem.value
        doubted = {*doubted, *self.known}
        finest = decimal_places(problem.grain(figure))
        for row in problem.rows_of[figure]:
            figures, weights = problem.terms(row)
            others = [(one, weight) for one, weight in zip(figures, weights) if one != figure]
            is_sum = problem.rate[row] < 0 and not problem.part[row]
            if is_sum and all(problem.stated[one] and one not in doubted for one, _ in others):
                rest = sum(weight * float(value[one]) for one, weight in others)
                places = max((decimals(float(value[one])) for one, _ in others), default=0)
                yield round(-rest / weights[figures.index(figure)], min(finest, places)) + 0.0

    def _stated_parts(self, total: str) -> Iterator[tuple[str, float]]:
        """The stated parts of a sum as they go into it, by key; of a balance of sums the parts of
        these too, for it may be worked out of their subtotals."""
        problem = self.problem
        for term in self._terms(total):
            part = problem.number.get(term.key, -1)
            if part >= 0 and problem.stated[part]:
                yield term.key, term.coefficient * float(problem.value[part])

    def _terms(self, total: str) -> Iterator[Term]:
        for relation in self.totals.get(total, ()):
            yield from relation.terms
            is_balance = any(term.coefficient < 0 for term in relation.terms)
            for term in relation.terms if is_balance else ():
                parts = chain.from_iterable(one.terms for one in self.totals.get(term.key, ()))
                for part in parts:
                    yield Term(term.coefficient * part.coefficient, part.key)

    # ------------------------------------------------------------ what the rest implies
    def implied(
        self, figure: int, doubted: Collection[int], fixed: Mapping[int, Interval] = _NOTHING
    ) -> Interval:
        """What the rest leaves of a doubted figure, some others being put right."""
        problem, fixed = self.problem, {**self.known, **fixed}
        fixed.pop(figure, None)
        lo, hi = problem.may_be(figure)
        rows = problem.rows_of[figure]
        as_rate = problem.rows_resting_on(figure)
        if len(as_rate) < len(rows):
            lo, hi = self.tests.reach(figure, doubted, fixed)
        for relation in problem.relations(as_rate):
            least, most = self._quotient(relation, doubted, fixed)
            lo, hi = max(lo, least), min(hi, most)
        return lo, hi

    def _quotient(
        self, relation: Relation, doubted: Collection[int], fixed: Mapping[int, Interval]
    ) -> Interval:
        """The range of a rate, from the corners of the ranges of its figures."""
        keys = [key for key in relation.keys[1:] if key in self.problem.number]
        ranges = [self._range(self.problem.number[key], doubted, fixed) for key in keys]
        quotients = []
        for corner in itertools.product(*ranges):
            value = dict(zip(keys, corner))
            over, base = _sum(relation.terms, value), _sum(relation.base, value)
            if not (math.isfinite(over) and math.isfinite(base) and base > 0):
                return _ANY
            quotients.append(float(relation.scale * over / base))
        return (min(quotients), max(quotients)) if quotients else _ANY

    def _range(
        self, figure: int, doubted: Collection[int], fixed: Mapping[int, Interval]
    ) -> Interval:
        """What a figure may be; one of a formula is what the typed ones make that it is worked out
        of."""
        if figure in fixed:
            return fixed[figure]
        if figure in self.problem.worked and figure not in doubted:
            return self._range_of_sum(self.problem.worked[figure], doubted, fixed)
        if self.problem.stated[figure] and figure not in doubted:
            return float(self.problem.lo[figure]), float(self.problem.hi[figure])
        return self.tests.reach(figure, doubted, fixed)

    def _range_of_sum(
        self, terms: Mapping[int, float], doubted: Collection[int], fixed: Mapping[int, Interval]
    ) -> Interval:
        """What a sum of typed figures may be."""
        least = most = 0.0
        for figure, times in terms.items():
            low, high = sorted(times * end for end in self._range(figure, doubted, fixed))
            least, most = least + low, most + high
        return least, most

    # ------------------------------------------------------------ what is told
    def contradiction(self, cut: Cut, culprits: frozenset[int] = frozenset()) -> Contradiction:
        """The contradiction of a cut, told about its oddest figure."""
        problem = self.problem
        relations, figures = problem.relations(cut.rows), sorted(cut.figures)
        odd = self._oddest(figures, relations, culprits)
        mending = set[int]().union(*map(problem.mending, cut.rows))
        doubted = {odd, *(mending - cut.figures)}  # those doubted when the cut was made
        if odd in problem.rates:
            implied = self.implied(odd, doubted)
        else:
            numbers = {problem.relation[row] for row in cut.rows}
            rows = [row for row, number in enumerate(problem.relation) if number in numbers]
            implied = self.tests.within(odd, rows, doubted)
        keys = tuple(map(problem.keys.__getitem__, figures))
        return Contradiction(keys, problem.keys[odd], implied)

    def _oddest(
        self, figures: list[int], relations: Iterable[Relation], culprits: frozenset[int]
    ) -> int:
        """A culprit, or the figure that the others say most of: a total rather than a rate."""
        problem = self.problem
        equations = (one for one in relations if not one.is_ratio and one.op == "=")
        totals = {relation.subject for relation in equations}

        def oddness(figure: int) -> tuple[bool, bool, bool, float, int]:
            return (
                figure in culprits,
                figure not in problem.rates,
                problem.keys[figure] in totals,
                float(problem.weight[figure]),
                -figure,
            )

        return max(figures, key=oddness)

    def begun(self, hypothesis: Hypothesis, doubted: frozenset[int] = frozenset()) -> "Begun":
        """A carried figure with the slip that it began with, other cells being doubted too; a 0 in
        a line without any amount comes last."""
        leaf = self.problem.number[str(hypothesis.slip.figures["leaf"])]
        (lo, hi), (less, more) = hypothesis.fixed[leaf], hypothesis.room
        explanation = self._of_leaf(hypothesis, leaf)
        slip = explanation.slip
        figures = {**hypothesis.slip.figures, **slip.figures, "how": slip.code}
        told = replace(hypothesis, slip=replace(hypothesis.slip, figures=figures))
        if explanation.value is not None:
            told = self._with_amount(told, leaf, explanation.value)
        meant = sum(told.fixed[leaf]) / 2
        if slip.code == "places" and abs(meant) > abs(float(self.problem.value[leaf])):
            off = meant - (lo + hi) / 2
            told = replace(told, room=(less - off, more - off))
        score = explanation.score + self._nearer(leaf, meant, doubted)
        contradicted = len(self._contradicted(hypothesis))
        return Begun(told, score - _SAID * min(contradicted, _SAID_MOST), contradicted)

    def is_denied(self, hypothesis: Hypothesis) -> bool:
        """Whether a text has a figure as it is that a slip would make another one."""
        problem, fixed = self.problem, hypothesis.fixed
        for key, ends in problem.contents.said:
            figure = problem.number.get(key, -1)
            as_is = float(problem.lo[figure]), float(problem.hi[figure])
            if figure in fixed and meet(as_is, ends) and not meet(fixed[figure], ends):
                return True
        return False

    def _contradicted(self, hypothesis: Hypothesis) -> list[str]:
        """The figures of which the texts say something else than a slip makes of them; of those
        that it leaves alone, than what they are."""
        problem, contradicted = self.problem, list[str]()
        for key, (low, high) in problem.contents.said:
            figure = problem.number.get(key, -1)
            if figure >= 0:
                stated = float(problem.lo[figure]), float(problem.hi[figure])
                least, most = hypothesis.fixed.get(figure, stated)
                if most < low or high < least:
                    contradicted.append(key)
        return contradicted

    def _of_leaf(self, hypothesis: Hypothesis, leaf: int) -> SlipOfCell:
        """The explanation of the figure that a carried one began with."""
        last = self.carried_over(hypothesis)
        if last is not None:
            return SlipOfCell(Slip("carried over"), last, 0.0)
        if self.problem.is_of_zeros(leaf):
            return SlipOfCell(Slip(""), None, -math.inf)
        explanation = self._typed(hypothesis, leaf)
        if self._is_at_zero(leaf, self._with_room(hypothesis, leaf)):
            return SlipOfCell(Slip(AT_ZERO), explanation.value, _TYPED_ZERO)
        if self._is_outdated_total(hypothesis, leaf):
            outdated = SlipOfCell(Slip(OUTDATED), None, _TOTAL_OUTDATED)
            return max(explanation, outdated, key=lambda one: one.score)
        if not explanation.slip.code and self.problem.keys[leaf] in self.totals:
            return replace(explanation, score=explanation.score - _ADDED_UP)
        return explanation

    def _typed(self, hypothesis: Hypothesis, leaf: int) -> SlipOfCell:
        """The slip of typing that a carried figure began with: to the one amount that all printed
        sums miss by, or to what the rest leaves; no slip where that is much."""
        (lo, hi), (less, more) = hypothesis.fixed[leaf], hypothesis.room
        case = replace(self._case(leaf, {leaf}), implied=(lo + less, hi + more))
        if hypothesis.is_printed:
            printed = explain(replace(case, implied=(lo, hi)))
            if printed.slip.code:
                return printed
        explanation = explain(case)
        has_room = case.width > _ROOM * (hi - lo) and explanation.slip.code in _OF_ANY_DIGIT
        if has_room or (case.is_open and not self._is_of_its_line(leaf, explanation)):
            return replace(explanation, slip=Slip(""), value=None)
        return explanation

    def _is_of_its_line(self, figure: int, told: SlipOfCell) -> bool:
        """Whether an amount is of another size than the others of its line, and a moved point or
        another unit leads to as much as these."""
        if told.slip.code not in _MOVED or told.value is None or not self.problem.is_odd(figure):
            return False
        others = self.problem.of_line(figure)
        return any(other / _AS_MUCH <= told.value <= other * _AS_MUCH for other in others)

    def _is_at_zero(self, figure: int, implied: Interval) -> bool:
        """Whether a figure is 0, the others of its line are amounts, and what it should be is as
        much as these."""
        low, high = implied
        others = self.problem.of_line(figure)
        if self.problem.value[figure] or min(others, default=0.0) <= 0:
            return False
        return any(other / _AS_MUCH <= low and high <= other * _AS_MUCH for other in others)

    def _is_outdated_total(self, hypothesis: Hypothesis, leaf: int) -> bool:
        """Whether one amount is missing, or too many, in several lines of the total alone: what
        becomes of it where a fund is put right and the total is not added up anew. Not so where
        the texts have the total as it is."""
        problem = self.problem
        sums = [row for row in hypothesis.explains if problem.rate[row] < 0]
        of_total = {problem.sheet[figure] for figure in hypothesis.fixed}
        is_total = of_total == {problem.arrangement.total} and bool(problem.sheet[leaf])
        is_known = all(problem.stated[figure] for figure in problem.figures_in(sums))
        is_missing = is_total and is_known and len(sums) >= _LINES_OF_TOTAL
        changed = set(map(problem.keys.__getitem__, hypothesis.fixed))
        return is_missing and changed.isdisjoint(self._contradicted(hypothesis))

    def carried_over(self, hypothesis: Hypothesis) -> float | None:
        """What was left at the end of last year, where that is what a carried figure should be."""
        leaf = str(hypothesis.slip.figures.get("leaf", ""))
        last = self.problem.contents.carried_over.get(leaf)
        if last is None:
            return None
        (lo, hi), (less, more) = hypothesis.fixed[self.problem.number[leaf]], hypothesis.room
        return last if lo + less <= last <= hi + more else None

    def _nearer(self, figure: int, meant: float, doubted: Collection[int]) -> float:
        """How much nearer than what is stated a value is to the other amounts of its line that
        nobody doubts."""
        others = self.problem.of_line(figure, doubted)
        return nearer(float(self.problem.value[figure]), meant, others)

    def _with_amount(self, hypothesis: Hypothesis, leaf: int, value: float) -> Hypothesis:
        """The hypothesis by which a carried figure should have been a value."""
        stated = float(self.problem.value[leaf])
        times = (value - stated) / (sum(hypothesis.fixed[leaf]) / 2 - stated)
        fixed = {}
        for figure, (lo, hi) in hypothesis.fixed.items():
            off = (sum((lo, hi)) / 2 - float(self.problem.value[figure])) * (times - 1)
            fixed[figure] = lo + off, hi + off
        return replace(hypothesis, fixed=fixed, room=(0.0, 0.0))

    def restated(self, restatement: Restatement, confidence: Confidence) -> Iterator[Suspect]:
        """The cells that the slip of an account is told at; a blank one with what it should
        hold."""
        half_width = float(np.median(self.problem.half_width))
        for key, implied in restatement.cells.items():
            is_one = implied[0] == implied[1]
            is_rate = self.problem.number.get(key, -1) in self.problem.rates
            finest = _FINEST_RATE if is_rate else half_width
            suggest = implied[0] if is_one else suggestion(Case(0.0, finest, implied))
            slip = restatement.slip
            yield Suspect(key, implied, suggest, slip, confidence, together=True)

    def undone(
        self,
        hypothesis: Hypothesis,
        confidence: Confidence,
        fixed: Mapping[int, Interval] = _NOTHING,
        lost: frozenset[int] = frozenset(),
    ) -> Iterator[Suspect]:
        """The cells of a slip, with what they should hold where others are put right or lost
        too; of blank ones those of which that is known."""
        problem, slip = self.problem, hypothesis.slip
        doubted = hypothesis.lost | lost
        known = {**fixed, **hypothesis.fixed}
        printed = {figure: self._put_right(hypothesis, figure) for figure in hypothesis.fixed}
        told: dict[int, float] = {}
        for figure, (lo, hi) in hypothesis.fixed.items():
            implied = self._with_room(hypothesis, figure)
            if hypothesis.is_printed or implied[1] - implied[0] <= _ROOM * (hi - lo):
                told[figure] = printed[figure]
            if printed[figure] != problem.value[figure]:
                key, suggest = problem.keys[figure], told.get(figure)
                yield Suspect(key, implied, suggest, slip, confidence, together=True)
        open_ = doubted | hypothesis.fixed.keys()
        for figure in sorted(hypothesis.lost):
            is_open = hypothesis.is_open_ended
            implied = _ANY if is_open else self.implied(figure, doubted, known)
            value = float(problem.value[figure])
            half_width = self._half_width_at(figure, implied)
            made = (*self._made(figure, doubted), *self._worked_out(figure, told, open_))
            case = Case(value, half_width, implied, made=made)
            suggest = suggestion(case) if is_open else _or_made(case)
            is_told = suggest is not None or bool(problem.stated[figure])
            if suggest != value and is_told:
                key = problem.keys[figure]
                yield Suspect(key, implied, suggest, slip, confidence, together=True)

    def _put_right(self, hypothesis: Hypothesis, figure: int) -> float:
        """What a cell that a slip has put wrong should hold, to the precision of the cell."""
        lo, hi = hypothesis.fixed[figure]
        if hypothesis.slip.code in _SCALED:
            factor = float(hypothesis.slip.figures["factor"])
            return significant(float(self.problem.value[figure]) * factor)
        width = (hi - lo) / 2
        half_width = min(float(self.problem.half_width[figure]), width) or width
        told = rounded((lo + hi) / 2, _PRINTED if hypothesis.is_printed else half_width)
        made = self._made(figure, hypothesis.cells)
        return as_finely_as_made(told, half_width, (lo, hi), made)

    def _worked_out(
        self, rate: int, printed: Mapping[int, float], doubted: Collection[int]
    ) -> Iterator[float]:
        """A rate as figures make it that are put right to what will be printed, beside those that
        nobody doubts; nothing of an amount."""
        problem, value = self.problem, self.problem.value
        rows = problem.rows_resting_on(rate)
        for relation in problem.relations(rows):
            figures = [problem.number.get(key, -1) for key in relation.keys[1:]]
            are_known = all(
                one in printed or (one >= 0 and problem.stated[one] and one not in doubted)
                for one in figures
            )
            if are_known:
                amounts = {
                    problem.keys[one]: printed.get(one, float(value[one])) for one in figures
                }
                over, base = _sum(relation.terms, amounts), _sum(relation.base, amounts)
                if base > 0:
                    ratio = float(relation.scale * over / base)
                    yield rounded(ratio, self._half_width_at(rate, (ratio, ratio)))

    def _half_width_at(self, figure: int, implied: Interval) -> float:
        """The half-width of a figure; of a rate that should be much smaller, as that leaves it:
        what is 986,770% to the nearest thousand is 98.8%; of one that is 0, of which nobody knows
        how it was rounded, two decimals of a percent."""
        half_width = float(self.problem.half_width[figure])
        value, meant = abs(float(self.problem.value[figure])), abs(sum(implied) / 2)
        if figure in self.problem.rates and not value:
            return min(half_width, _FINEST_RATE)
        if figure not in self.problem.rates or not meant < value:
            return half_width
        return min(half_width, max(_FINEST_RATE, half_width * meant / value))

    def puts_right(self, hypotheses: Sequence[Hypothesis]) -> Mapping[int, Interval]:
        """What the cells that each of some slips has put wrong should hold."""
        first, *others = hypotheses
        common = (figure for figure in first.fixed if all(figure in one.fixed for one in others))
        return {figure: self._with_room(first, figure) for figure in common}

    def _with_room(self, hypothesis: Hypothesis, figure: int) -> Interval:
        """What a cell should hold, with all that the rest leaves of the amount that goes through
        it."""
        (lo, hi), room = hypothesis.fixed[figure], hypothesis.room
        is_added = (lo + hi) / 2 > self.problem.value[figure]
        leaf = self.problem.number.get(str(hypothesis.slip.figures.get("leaf", "")), figure)
        leaf_added = sum(hypothesis.fixed.get(leaf, (lo, hi))) / 2 > self.problem.value[leaf]
        less, more = room if is_added == leaf_added else (-room[1], -room[0])
        return lo + less, hi + more


def _or_made(case: Case) -> float | None:
    """What to write in a cell; where the rest leaves much of it, what the printed figures of its
    sums make, if they all make one value."""
    low, high = case.implied
    made = {one for one in case.made if low <= one <= high}
    suggest = suggestion(case)
    return made.pop() if suggest is None and len(made) == 1 else suggest


def _sum(terms: Iterable[Term], value: Mapping[str, float]) -> float:
    return sum(term.coefficient * value.get(term.key, 0.0) for term in terms)
