"""The search for the lightest cells: what it proves, and that its work is bounded."""

import pytest

from sipipeline.arithmetic.matrix import compile_system
from sipipeline.core.relations import Relation, total
from sipipeline.localisation import search
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.localisation.problem import Problem
from sipipeline.localisation.search import Localisation, locate
from sipipeline.localisation.system import Figure, System


def problem(relations: list[Relation], **values: float) -> Problem:
    """A problem of whole figures, each as dear to doubt as the other."""
    figures = {
        key: Figure(key, value - 0.5, value + 0.5, True, value, 0.5)
        for key, value in values.items()
    }
    return compile_system(System(figures, relations))


def two_rounds() -> Problem:
    """Doubting the total alone, the first choice, leaves a contradiction that only the second round
    finds."""
    return problem(
        [total("A", "t", ["a", "b"]), total("B", "u", ["t", "c"])], t=100, a=30, b=40, c=60, u=160
    )


def sets(found: Localisation, of: Problem) -> set[frozenset[str]]:
    return {frozenset(of.keys[at] for at in one) for cause in found.causes for one in cause.sets}


def test_every_lightest_cell_is_found_and_proved() -> None:
    found = locate(two_rounds(), 16)
    assert found.proved
    assert sets(found, two_rounds()) == {frozenset("a"), frozenset("b")}


def test_the_work_is_bounded_and_the_best_so_far_is_told_as_not_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "WORK", 1)
    found = locate(two_rounds(), 16)
    assert (found.proved, [cause.complete for cause in found.causes]) == (False, [False])
    assert not diagnose(two_rounds()).proved
    monkeypatch.setattr(search, "WORK", 2)
    assert locate(two_rounds(), 16).proved


def test_the_rounds_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "ROUNDS", 1)
    assert not locate(two_rounds(), 16).proved


def test_only_so_many_sets_are_named() -> None:
    parts = [f"p{number}" for number in range(20)]
    wide = problem([total("A", "t", parts)], t=385, **dict.fromkeys(parts, 20.0))
    (cause,) = locate(wide, 16).causes
    assert (len(cause.sets), cause.complete) == (16, False)
    (cause,) = locate(wide, 30).causes
    assert (len(cause.sets), cause.complete) == (21, True)
