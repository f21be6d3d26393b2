"""When a relation applies: looked at by itself, and together with all others."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from problems import difference, figures_of, form_of

from sipipeline.arithmetic.applicability import JointConditions, blank_keys, within
from sipipeline.arithmetic.figures import Figures
from sipipeline.core.relations import Relation, Term, ratio, total

TOTAL = total("B201", "t", ["a", "b"])
PART = Relation("B205", "a", (Term(1, "t"),), op="<=")
RATE = ratio("R301", "rate", "a", "b")
GROWTH = replace(RATE, given=("t",), unless=("u",))
EARLIER = replace(TOTAL, to_explain=True)
KEYS = [TOTAL, PART, RATE, Relation("X", "u", (Term(1, "t"),))]


def stated(values: Mapping[str, float], not_run: str = "", signed: str = "") -> Figures:
    figures = figures_of(form_of(KEYS, values, signed=signed))
    idle = np.array([[key in not_run for key in figures.columns]])
    return replace(figures, not_run=idle)


@pytest.mark.parametrize(
    ("relation", "values", "alone", "jointly"),
    [
        (TOTAL, {}, False, False),
        (TOTAL, {"t": 3}, True, True),
        (TOTAL, {"a": 3}, False, True),
        (TOTAL, {"a": 3, "b": 4}, True, True),
        (EARLIER, {"t": 3, "a": 3}, True, False),
        (PART, {"a": 3, "t": 4}, True, True),
        (PART, {"a": 0, "t": 4}, True, False),
        (PART, {"t": 4}, False, False),
        (RATE, {"a": 3, "b": 4}, True, True),
        (RATE, {"a": 3, "b": 0.2}, True, False),
        (RATE, {"rate": 0.5}, True, True),
        (GROWTH, {"a": 3, "b": 4}, False, False),
        (GROWTH, {"a": 3, "b": 4, "t": 7}, True, True),
        (GROWTH, {"a": 3, "b": 4, "t": 7, "u": 1}, False, False),
    ],
)
def test_what_must_be_stated(
    relation: Relation, values: dict[str, float], alone: bool, jointly: bool
) -> None:
    figures = stated(values)
    conditions = JointConditions([relation], figures.columns)
    assert conditions.alone(figures).tolist() == [[alone]]
    assert conditions.jointly(figures).tolist() == [[jointly]]


def test_a_blank_base_is_sound_unless_it_may_be_negative() -> None:
    figures = stated({"a": 3}, signed="b")
    assert not JointConditions([RATE], figures.columns).jointly(figures).any()
    assert JointConditions([RATE], figures.columns).jointly(stated({"a": 3})).all()


@pytest.mark.parametrize(("not_run", "applies"), [("t", False), ("ab", False), ("a", True)])
def test_a_fund_that_is_not_run_takes_no_part(not_run: str, applies: bool) -> None:
    values = {key: 3.0 for key in "tabu" if key not in not_run}
    figures = stated(values, not_run)
    assert JointConditions([TOTAL], figures.columns).jointly(figures).tolist() == [[applies]]


def test_a_relation_of_some_submissions_applies_to_these_only() -> None:
    flags = np.ones((2, 2), bool)
    limited = within(flags, [TOTAL, PART], {TOTAL: np.array([True, False]), PART: None})
    assert limited.tolist() == [[True, True], [False, True]]
    assert flags.all()


def test_the_keys_to_fill_in_are_the_blank_ones_of_funds_that_are_run() -> None:
    assert blank_keys(TOTAL, stated({"t": 3}), 0) == ["a", "b"]
    assert blank_keys(TOTAL, stated({"t": 3}, not_run="a"), 0) == ["b"]


def test_a_figure_that_stands_twice_counts_once() -> None:
    twice = difference("D", "u", "a", "a")
    figures = stated({"a": 3})
    assert not JointConditions([twice], figures.columns).alone(figures).any()
