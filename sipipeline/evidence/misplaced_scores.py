"""Weights and scores that are not in the column, the row or the measure where they belong: in each
other's column, scores out of 100 or as shares of their weights, scores a row off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sipipeline.core.standard import Rubric
from sipipeline.core.values import frozen
from sipipeline.evidence.scores import EXACT, Scored, deserved

EXCHANGED, OUT_OF_HUNDRED, AS_SHARES, DOWN, UP = "exchanged", "hundred", "shares", "down", "up"
_WHOLE = 100
_SHOWN, _MOST = 3, 2 / 3
"""So many rows, and so large a part of all, tell in what scores are given."""
_PASSED = 60
"""Of 100 points most rows have as many."""
_LARGE = 5
"""A weight of which one point is a poor score."""


@frozen
class MisplacedScores:
    way: str
    """`exchanged`, `hundred`, `shares`, or whether scores stand a row `down` or `up`."""
    rows: Sequence[Scored]
    """The rows which show it as they are typed; of scores a row off, from the first one on that is
    not its own, or blank."""
    meant: Mapping[int, Scored]
    """Each row as it was meant, by its number."""


def misplaced_scores(rows: Sequence[Scored], rubric: Rubric) -> MisplacedScores | None:
    """What is misplaced in the scores of a table; None where nothing is."""
    weighted = [row for row in rows if row.weight is not None]
    if len(weighted) < _SHOWN:
        return None
    if any(row.score is None for row in weighted):
        return _off(weighted, rubric)
    return _exchanged(weighted, rubric) or _in_another_measure(weighted)


# ---------------------------------------------------------------- columns and measures
def _exchanged(rows: Sequence[Scored], rubric: Rubric) -> MisplacedScores | None:
    """Weights and scores in each other's column: the scores make up a whole, the weights do not,
    and none of these is above its score, or other than deserved."""
    weights, scores = (sum(points) for points in zip(*map(_points, rows)))
    if _is_whole(weights, rubric) or not _is_whole(scores, rubric):
        return None
    meant = {row.number: replace(row, weight=row.score, score=row.weight) for row in rows}
    shown = [row for row in rows if row.weight != row.score]
    known = [row for row in shown if deserved(meant[row.number], rubric) is not None]
    if not known or not all(_is_deserved(meant[row.number], rubric) for row in shown):
        return None
    return MisplacedScores(EXCHANGED, shown, meant)


def _is_whole(points: float, rubric: Rubric) -> bool:
    """Whether points are those of a table, with budget execution or without."""
    return min(abs(points - _WHOLE), abs(points - _WHOLE + rubric.execution)) <= EXACT


def _in_another_measure(rows: Sequence[Scored]) -> MisplacedScores | None:
    """Scores out of 100, most of them above their weights, or shares of these, most of them of
    targets that were reached."""
    if all(0 <= score <= _WHOLE for _, score in map(_points, rows)):
        shown = [row for row in rows if _is_out_of_hundred(row)]
        if _are_most(shown, rows):
            return MisplacedScores(OUT_OF_HUNDRED, shown, _scaled(rows, 1 / _WHOLE))
    if all(0 < score <= 1 and weight >= _LARGE for weight, score in map(_points, rows)):
        shown = [row for row in rows if not row.missed]
        if _are_most(shown, rows):
            return MisplacedScores(AS_SHARES, shown, _scaled(rows, 1.0))
    return None


def _is_out_of_hundred(row: Scored) -> bool:
    weight, score = _points(row)
    return weight + EXACT < score >= _PASSED


def _are_most(shown: Sequence[Scored], rows: Sequence[Scored]) -> bool:
    return len(shown) >= max(_SHOWN, len(rows) * _MOST)


def _scaled(rows: Sequence[Scored], share: float) -> Mapping[int, Scored]:
    """Rows with the points that their scores are as parts of their weights."""
    units = {row.number: share * (row.weight or 0.0) for row in rows}
    return {
        row.number: replace(
            row,
            score=(row.score or 0.0) * units[row.number],
            half_width=row.half_width * units[row.number],
        )
        for row in rows
    }


# ---------------------------------------------------------------- rows
def _off(rows: Sequence[Scored], rubric: Rubric) -> MisplacedScores | None:
    """Scores that stand a row down from the one row on that has none, or a row up from some row on
    to the last, which has none: several are above their weights, and where they belong all fit."""
    blank = [place for place, row in enumerate(rows) if row.score is None]
    if len(blank) != 1:
        return None
    found = [_moved(rows, start, _down, DOWN) for start in blank]
    if blank == [len(rows) - 1]:
        found += [_moved(rows, start, _up, UP) for start in range(len(rows) - 1)]
    fitting = (one for one in found if _fit(one, rubric))
    return next(fitting, None)


def _moved(
    rows: Sequence[Scored], start: int, back: Callable[[Sequence[Scored]], list[Scored]], way: str
) -> MisplacedScores:
    """The rows with the scores from one row on moved back."""
    meant = [*rows[:start], *back(rows[start:])]
    return MisplacedScores(way, rows[start:], {row.number: row for row in meant})


def _down(rows: Sequence[Scored]) -> list[Scored]:
    """Rows with the scores below them; the last has none."""
    return [*map(_with_score, rows, rows[1:]), replace(rows[-1], score=None)]


def _up(rows: Sequence[Scored]) -> list[Scored]:
    """Rows with the scores above them; the first has none."""
    return [replace(rows[0], score=None), *map(_with_score, rows[1:], rows)]


def _with_score(row: Scored, beside: Scored) -> Scored:
    return replace(row, score=beside.score, half_width=beside.half_width)


def _fit(moved: MisplacedScores, rubric: Rubric) -> bool:
    """Whether a score is above its weight as typed, several are not what is deserved, and all are
    as they are meant."""
    typed, meant = (
        [row for row in rows if row.score is not None]
        for rows in (moved.rows, moved.meant.values())
    )
    beyond = any((row.score or 0.0) > (row.weight or 0.0) + EXACT for row in typed)
    odd = [row for row in typed if not _is_deserved(row, rubric)]
    return beyond and len(odd) >= _SHOWN and all(_is_deserved(row, rubric) for row in meant)


def _is_deserved(row: Scored, rubric: Rubric) -> bool:
    weight, score = _points(row)
    if not 0 <= score <= weight + EXACT:
        return False
    low, high = deserved(row, rubric) or (0.0, weight)
    slack = row.half_width + EXACT
    return low - slack <= score <= high + slack


def _points(row: Scored) -> tuple[float, float]:
    return row.weight or 0.0, row.score or 0.0
