"""What propagation leaves of the figures of a batch, and what blanks must hold."""

from dataclasses import replace

import numpy as np
from problems import SHEET, SIGNED, TRUE, figures_of, form_of, sheet

from sipipeline.arithmetic.applicability import JointConditions
from sipipeline.arithmetic.blanks import implied
from sipipeline.arithmetic.propagation import propagate
from sipipeline.arithmetic.screening import screen


def test_propagation_narrows_a_batch_and_keeps_what_is_true() -> None:
    values, half = sheet(TRUE)
    one = figures_of(form_of(SHEET, values, half, signed=SIGNED)).of([0, 0, 0])
    pension, benefits = one.columns["pension"], one.columns["benefits"]
    blank, wrong = np.zeros(one.value.shape, bool), one.value.copy()
    blank[1:, pension] = True
    wrong[2, benefits] += 300
    figures = replace(one, value=wrong).without(blank)
    applies = JointConditions(SHEET, figures.columns).jointly(figures)
    left = propagate(SHEET, figures.columns, figures.lo, figures.hi, applies)
    assert left.conflict.tolist() == [False, False, True]
    assert left.lo[1, pension] <= TRUE["pension"] <= left.hi[1, pension] < left.lo[1, pension] + 5


def test_a_blank_is_given_where_the_rest_leaves_it_one_value() -> None:
    values, half = sheet(TRUE)
    del values["pension"], values["budget"]
    figures = figures_of(form_of(SHEET, values, half, signed=SIGNED))
    blanks = list(implied(screen(SHEET, figures, dict.fromkeys(SHEET)), figures, 0))
    assert [key for key, _, _ in blanks] == ["pension"]
    _, (low, high), half_width = blanks[0]
    assert low <= TRUE["pension"] <= high
    assert half_width == half["benefits"]
