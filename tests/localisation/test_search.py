"""The search for the lightest cells: what it proves, and that its work is bounded."""

import pytest
from problems import form_of, problem_of

from sipipeline.core.relations import Relation, total
from sipipeline.localisation import search
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.localisation.feasibility import Cut
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.search import Localisation, Tangle, locate


def problem(relations: list[Relation], **values: float) -> LinearProblem:
    """A problem of whole figures, each as dear to doubt as the other."""
    return problem_of(form_of(relations, values))


def two_rounds() -> LinearProblem:
    """Doubting the total alone, the first choice, leaves a contradiction that only the second round
    finds."""
    return problem(
        [total("A", "t", ["a", "b"]), total("B", "u", ["t", "c"])], t=100, a=30, b=40, c=60, u=160
    )


def sets(found: Localisation, of: LinearProblem) -> set[frozenset[str]]:
    every = [one for tangle in found.tangles for one in tangle.sets]
    return {frozenset(of.keys[figure] for figure in one) for one in every}


def test_every_lightest_cell_is_found_and_proved() -> None:
    found = locate(two_rounds(), 16)
    assert found.proved
    assert sets(found, two_rounds()) == {frozenset("a"), frozenset("b")}


def test_the_work_is_bounded_and_the_best_so_far_is_told_as_not_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "WORK", 1)
    found = locate(two_rounds(), 16)
    assert (found.proved, [tangle.complete for tangle in found.tangles]) == (False, [False])
    assert not diagnose(two_rounds()).proved
    monkeypatch.setattr(search, "WORK", 2)
    assert locate(two_rounds(), 16).proved


def test_the_rounds_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "ROUNDS", 1)
    assert not locate(two_rounds(), 16).proved


def test_only_so_many_sets_are_named() -> None:
    parts = [f"p{number}" for number in range(20)]
    wide = problem([total("A", "t", parts)], t=385, **dict.fromkeys(parts, 20.0))
    (tangle,) = locate(wide, 16).tangles
    assert (len(tangle.sets), tangle.complete) == (16, False)
    (tangle,) = locate(wide, 30).tangles
    assert (len(tangle.sets), tangle.complete) == (21, True)


def test_a_cut_that_a_figure_of_another_tangle_explains_makes_no_tangle_without_cuts() -> None:
    """Figure 9 explains the second cut, and is of another tangle."""
    cuts = Cut((0,), frozenset({1, 2})), Cut((1,), frozenset({3, 9}))
    tangle = Tangle(cuts, (frozenset({1}), frozenset({2})), complete=True)
    (one,) = search.apart(tangle)
    assert one.shortest.rows == (0,)
