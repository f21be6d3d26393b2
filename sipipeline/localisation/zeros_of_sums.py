"""Lines that are all filled in with 0, and whose sum is not: what each of them should hold nobody
knows, only what they hold together."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.localisation.problem import LinearProblem
from sipipeline.localisation.suspects import Group, Slip, Suspect

CODE = "zeros of a sum"
_SEVERAL = 2


def with_zeros_told_together(groups: Sequence[Group], problem: LinearProblem) -> list[Group]:
    """The groups; where every cell that may be wrong is a 0, one of several in its column any of
    which would do, none is told to hold the whole amount alone."""
    return [_told_together(group, problem) for group in groups]


def _told_together(group: Group, problem: LinearProblem) -> Group:
    columns: defaultdict[object, list[Suspect]] = defaultdict(list)
    for suspect in group.suspects:
        columns[keys.column(suspect.key), suspect.suggest].append(suspect)
    are_open = all(_is_open_zero(one, problem) for one in group.suspects)
    if not are_open or any(len(column) < _SEVERAL for column in columns.values()):
        return group
    told = {one.key: _one_of(column, one) for column in columns.values() for one in column}
    return replace(group, suspects=tuple(told[one.key] for one in group.suspects))


def _is_open_zero(suspect: Suspect, problem: LinearProblem) -> bool:
    """Whether a suspect is a 0 of an account that is not singled out, and what it should hold as
    the only wrong one is known."""
    figure = problem.number.get(suspect.key, -1)
    is_zero = figure >= 0 and bool(problem.stated[figure]) and problem.value[figure] == 0
    is_open = suspect.confidence == "possible" and not suspect.together
    is_known = suspect.suggest is not None and suspect.suggest > 0
    return is_zero and is_open and is_known and keys.is_account(suspect.key)


def _one_of(column: Sequence[Suspect], suspect: Suspect) -> Suspect:
    """A suspect as one of those that hold the amount together."""
    slip = Slip(CODE, {"count": len(column), "part": suspect.suggest or 0.0})
    return replace(suspect, suggest=None, implied=(0.0, math.inf), slip=slip)
