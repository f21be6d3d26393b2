"""What formulas make once the typed cells are put right that they are worked out of: told with
these, and not to be typed over."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.core.relations import Term
from sipipeline.localisation.cell_slips import rounded
from sipipeline.localisation.formulas import Following
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Group, Slip, Suspect

_CARRIED = "carried"
_ANY = (-math.inf, math.inf)
_FINEST_RATE = 5e-5
"""The half-width of a rate in percent with two decimals."""
_FINEST, _DUST = 6, 1e-9
"""Decimals of an amount beyond which there is but the dust of computing; the part of it that is."""


def with_followers(
    groups: Sequence[Group], problem: LinearProblem, followed: Following
) -> list[Group]:
    """The groups; each cell that is singled out with the formulas that follow from it, and what
    these show once all cells that are singled out are put right."""
    located = [one for group in groups for one in group.suspects if _is_located(one)]
    followers = _Followers(problem, followed, located)
    return [replace(group, suspects=tuple(followers.told(group.suspects))) for group in groups]


def _is_located(suspect: Suspect) -> bool:
    return suspect.confidence != "possible"


class _Followers:
    def __init__(
        self, problem: LinearProblem, followed: Following, located: Iterable[Suspect]
    ) -> None:
        self.problem, self.followed = problem, followed
        self.right: dict[int, float | None] = {
            problem.number[one.key]: one.suggest for one in located if one.key in problem.number
        }
        """The cells that are singled out, with what they should hold, where that is known."""

    def told(self, suspects: Sequence[Suspect]) -> Iterator[Suspect]:
        """The suspects, each with what follows from it; those of one slip together."""
        units: dict[str, list[Suspect]] = {}
        for suspect in suspects:
            unit = repr(suspect.slip) if suspect.together else suspect.key
            units.setdefault(unit, []).append(suspect)
        for of_slip in units.values():
            yield from self._with_followers(of_slip)

    def _with_followers(self, unit: Sequence[Suspect]) -> Iterator[Suspect]:
        """The cells that one slip put wrong, and the formulas that follow from them."""
        of_unit = self._of(unit)
        told = [self._carried(one, of_unit) for one in unit]
        yield from told
        first = told[0]
        for figure, value in of_unit.items() if _is_located(first) else ():
            ends = _ANY if value is None else (value, value)
            key = self.problem.keys[figure]
            yield replace(first, key=key, implied=ends, suggest=value, together=True, follows=True)

    def _carried(self, suspect: Suspect, of_unit: Mapping[int, float | None]) -> Suspect:
        """A suspect, told as a figure that was carried into what follows from it."""
        slip = suspect.slip
        if not of_unit or (suspect.together and slip.code != _CARRIED):
            return suspect
        before = int(float(slip.figures["count"])) if slip.code == _CARRIED else 0
        figures = {"leaf": suspect.key, "how": slip.code, **slip.figures}
        figures["count"] = before + len(of_unit)
        together = _is_located(suspect) or suspect.together
        return replace(suspect, slip=Slip(_CARRIED, figures), together=together)

    def _of(self, unit: Iterable[Suspect]) -> dict[int, float | None]:
        """The formulas that follow from some cells and show something else once these are right."""
        number = self.problem.number
        typed = {number[one.key] for one in unit if one.key in number} - self.problem.rates
        worked = self.followed.problem.worked
        amounts = [one for one, terms in worked.items() if not typed.isdisjoint(terms)]
        rates = self._rates_of(typed.union(amounts))
        values = {one: self._amount(one) for one in amounts} | {
            one: self._rate(one) for one in rates
        }
        return {one: value for one, value in values.items() if self._is_another(one, value)}

    def _is_another(self, figure: int, value: float | None) -> bool:
        """Whether a figure shows something else, by more than rounding, than what it should be."""
        stated = float(self.problem.value[figure])
        room = _FINEST_RATE if figure in self.problem.rates else _DUST
        return value is None or abs(value - stated) > room * max(1.0, abs(stated))

    def _rates_of(self, amounts: set[int]) -> list[int]:
        """The rates of formulas that are worked out of some amounts."""
        problem = self.problem
        return [
            rate
            for rate in sorted(self.followed.rates)
            if not amounts.isdisjoint(problem.figures_in(problem.rows_resting_on(rate)))
        ]

    def _amount(self, figure: int) -> float | None:
        """What an amount should be; None where that of a cell it is worked out of is not known."""
        terms, value = self.followed.problem.worked.get(figure, {}), self.problem.value
        if figure in self.right:
            return self.right[figure]
        result = float(value[figure])
        for leaf, times in terms.items():
            if leaf in self.right:
                right = self.right[leaf]
                if right is None:
                    return None
                result += times * (right - float(value[leaf]))
        return round(result, _FINEST) + 0.0

    def _rate(self, rate: int) -> float | None:
        """What a rate should be, of amounts that are known."""
        relation = self.problem.relations(self.problem.rows_resting_on(rate))[0]
        over, base = self._sum(relation.terms), self._sum(relation.base)
        if over is None or not base or base < 0:
            return None
        half_width = min(float(self.problem.half_width[rate]), _FINEST_RATE)
        return rounded(float(relation.scale * over / base), half_width)

    def _sum(self, terms: Iterable[Term]) -> float | None:
        result = 0.0
        for term in terms:
            figure = self.problem.number.get(term.key, -1)
            amount = self._amount(figure) if figure >= 0 else 0.0
            if amount is None:
                return None
            result += term.coefficient * amount
        return result
