"""Columns of the indicator table that stand where they should not: targets and results in each
other's column, results a row off, or scores where the results belong."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from sipipeline.core.values import frozen
from sipipeline.language.attainment import attain
from sipipeline.language.comparison import Attainment
from sipipeline.language.lexicon import words
from sipipeline.language.numbers import is_blank_word
from sipipeline.language.targets import Stated, parse

EXCHANGED, DOWN, UP, SCORES = "exchanged", "down", "up", "scores"
_BOUND = "bound"
_REACHED = ("reached", "exceeded")
_SHOWN, _SHARE = 3, 0.5
"""So many rows tell that a column is misplaced, of two exchanged ones so large a part of those
that are filled in; of results a row off so large a part reach their targets where they belong."""
_HALF = 0.5
"""A result that is less than this part of its target is far from it."""

Cells = Mapping[str, str]
"""The texts of a row by column."""


@frozen
class MisplacedColumn:
    way: str
    """`exchanged`, `scores`, or whether results stand a row `down` or `up`."""
    rows: Sequence[int]
    """The rows which show it; of results a row off the one whose own is left blank stands first."""
    meant: Mapping[int, Cells]
    """Target and result of each row as they were meant."""


def misplaced(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """What is misplaced in the indicators of a table, in their order; None where nothing is."""
    return _scores(rows) or _exchanged(rows) or _off(rows, DOWN) or _off(rows, UP)


def _scores(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """Scores for results: bare figures that are those of the score column, in many rows; in a few
    only where they are far from their targets, 20 for ≥100人."""
    filled_in = [number for number, cells in rows.items() if _is_filled_in(cells)]
    shown = [number for number in filled_in if _is_its_score(rows[number])]
    far = [number for number in shown if _is_far_off(_judged(rows[number]))]
    is_many = len(shown) >= max(_SHOWN, len(filled_in) * _SHARE)
    typed = shown if is_many and far else far
    if not typed:
        return None
    meant = {n: {**one, "actual": ""} if n in typed else one for n, one in rows.items()}
    return MisplacedColumn(SCORES, typed, meant)


def _is_its_score(cells: Cells) -> bool:
    """Whether a result is the score of its row, or the weight where no score is given, and no
    figure as its target asks for."""
    score = parse(cells.get("score") or cells.get("weight") or "")
    target, actual = parse(cells["target"]), parse(cells["actual"])
    bare = actual.point and actual.unit.symbol in ("", *words("units", "points"))
    alike = bare and score.point and actual.lo == score.lo
    return alike and (bool(target.unit.symbol) or target.kind == "qualitative")


def _is_far_off(judged: Attainment | None) -> bool:
    """Whether a result is less than half of its target, or cannot be held to it."""
    if judged is None:
        return False
    short = judged.status == "unmet" and judged.completion is not None and judged.completion < _HALF
    return short or judged.unlike or judged.target.kind == "qualitative"


def _exchanged(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """Targets and results in each other's column: bare figures of targets lie within what results
    bound, 58420人 of ≥58000人, in many rows, and no row speaks against it."""
    shown: list[int] = []
    filled_in = {number: cells for number, cells in rows.items() if _is_filled_in(cells)}
    for number, cells in filled_in.items():
        target, actual = parse(cells["target"]), parse(cells["actual"])
        if target.kind == _BOUND or (actual.kind == _BOUND and not _lies_within(target, actual)):
            return None
        shown += [number] if actual.kind == _BOUND else []
    if len(shown) < max(_SHOWN, len(filled_in) * _SHARE):
        return None
    meant = {n: {"target": one["actual"], "actual": one["target"]} for n, one in rows.items()}
    return MisplacedColumn(EXCHANGED, shown, meant)


def _lies_within(figure: Stated, bound: Stated) -> bool:
    """Whether a bare figure lies within a bound, and not at its end."""
    if figure.kind != "number" or figure.lo is None:
        return False
    above = bound.lo is not None and figure.lo > bound.lo
    return above or (bound.hi is not None and figure.lo < bound.hi)


def _off(rows: Mapping[int, Cells], way: str) -> MisplacedColumn | None:
    """Results that stand a row off: the first indicator, or the last, has none, several cannot be
    compared with their targets, and where they belong all can, and most reach them."""
    numbers: list[int] = [*rows] if way == DOWN else [*reversed([*rows])]
    blank_first = len(numbers) > _SHOWN and is_blank_word(rows[numbers[0]]["actual"])
    unlike = [number for number in numbers if _is_unlike(_judged(rows[number]))]
    if not blank_first or len(unlike) < _SHOWN:
        return None
    meant: dict[int, Cells] = {
        one: {**rows[one], "actual": rows[beside]["actual"]} for one, beside in pairwise(numbers)
    }
    if not _belong([*meant.values()]):
        return None
    meant[numbers[-1]] = {**rows[numbers[-1]], "actual": ""}
    return MisplacedColumn(way, (numbers[0], *unlike), meant)


def _belong(rows: Sequence[Cells]) -> bool:
    """Whether the results of some rows can all be compared with their targets, and most reach
    them."""
    judged = [_judged(cells) for cells in rows]
    reached = sum(one is not None and one.status in _REACHED for one in judged)
    return None not in judged and not any(map(_is_unlike, judged)) and reached >= len(rows) * _SHARE


def _judged(cells: Cells) -> Attainment | None:
    """A target beside a result; None where one of them is blank."""
    if not _is_filled_in(cells):
        return None
    return attain(cells["target"], cells["actual"], cells["level2"], cells["level3"], None)


def _is_unlike(judged: Attainment | None) -> bool:
    return judged is not None and judged.unlike


def _is_filled_in(cells: Cells) -> bool:
    return not (is_blank_word(cells["target"]) or is_blank_word(cells["actual"]))
