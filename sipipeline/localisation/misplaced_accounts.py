"""An account that stands in the sheet of another fund: figures of lines which that fund does not
have say so."""

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np

from sipipeline.arithmetic.figures import Figures, Flags, Floats
from sipipeline.core import keys
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.restatements import (
    Restatement,
    columns_of,
    is_on,
    restatements,
    with_further,
)
from sipipeline.localisation.suspects import Slip

_AGREEING = 0.8
"""The part of the figures of an account that must have a place in another fund's sheet."""
_ANY = (-np.inf, np.inf)
_Array = TypeVar("_Array", Floats, Flags)


def misplaced_account(problem: LinearProblem, broken: Collection[int]) -> Iterator[Restatement]:
    """An account that stands in the sheet of another fund: figures of lines which that fund does
    not have say so."""
    run, strays = set(problem.sheet), _strays(problem)
    not_run = [name for name in problem.arrangement.accounts if name not in run]
    sheets = sorted(run.intersection(map(problem.arrangement.sheet_of, strays)))
    for sheet, other in itertools.product(sheets, not_run):
        figures = _moved(problem, sheet, other)
        if figures is not None:
            cells = dict.fromkeys(_stated_on(problem, sheet), _ANY)
            slip = Slip("misplaced", {"fund": other, "sheet": sheet, "count": len(cells)})
            yield from restatements(problem, broken, slip, figures, cells)


def _strays(problem: LinearProblem) -> Mapping[str, float]:
    """The figures, but for 0, that stand where their sheet has no such item."""
    return {key: amount for key, amount in problem.contents.strays.items() if amount}


def _stated_on(problem: LinearProblem, sheet: str) -> list[str]:
    """The keys of the figures that are stated on a sheet."""
    on_sheet = [key for key in problem.keys if is_on(problem, key, sheet)]
    return [key for key in on_sheet if problem.stated[problem.number[key]]]


def _moved(problem: LinearProblem, sheet: str, other: str) -> Figures | None:
    """The figures with an account and its strays in the sheet of another fund; None where that
    sheet has no place for them. Benefits that only the first fund has are taken as blank."""
    columns, value = problem.figures.columns, problem.figures.value[0]
    source = [column for column in columns_of(problem, sheet) if value[column]]
    home = {column: columns.get(_in_sheet(key, other), -1) for key, column in columns.items()}
    amounts = {
        columns.get(_in_sheet(key, other), -1): amount
        for key, amount in _strays(problem).items()
        if is_on(problem, key, sheet)
    }
    placed = [column for column in source if home[column] >= 0]
    if -1 in amounts or len(placed) < _AGREEING * len(source):
        return None
    account = _exchanged(problem, sheet, other, {column: home[column] for column in placed})
    return _with_amounts(account, amounts)


def _exchanged(problem: LinearProblem, sheet: str, other: str, home: Mapping[int, int]) -> Figures:
    """The figures with some of a sheet's in their columns of another sheet, and the first sheet as
    that of a fund which is not run."""
    figures, emptied = problem.figures, columns_of(problem, sheet)

    def moved(array: _Array) -> _Array:
        result = array.copy()
        result[0, emptied] = 0
        result[0, list(home.values())] = array[0, list(home)]
        return result

    not_run = figures.not_run.copy()
    not_run[0, emptied] = True
    not_run[0, columns_of(problem, other)] = False
    return replace(
        figures,
        value=moved(figures.value),
        half_width=moved(figures.half_width),
        printed_half_width=moved(figures.printed_half_width),
        stated=moved(figures.stated),
        not_run=not_run,
        formula=moved(figures.formula),
    )


def _with_amounts(figures: Figures, amounts: Mapping[int, float]) -> Figures:
    """The figures with further amounts, by column, as finely rounded as the others are."""
    usual = float(np.median(figures.half_width[figures.stated]))
    return with_further(figures, amounts, [usual] * len(amounts))


def _in_sheet(key: str, sheet: str) -> str:
    """The key of the same line and column in another sheet."""
    return f"{sheet}.{keys.item(key)}.{keys.measure(key)}"
