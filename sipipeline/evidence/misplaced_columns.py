"""Columns of the indicator table that stand where they should not: targets and results in each
other's column, all of them or those of some rows, results a row off, all, from one row on or
between two, or scores where the results belong."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sipipeline.core.values import frozen
from sipipeline.language.attainment import attain
from sipipeline.language.comparison import Attainment
from sipipeline.language.direction import LOWER, direction_of
from sipipeline.language.lexicon import words
from sipipeline.language.numbers import is_blank_word
from sipipeline.language.targets import Stated, parse
from sipipeline.language.units import TIMES

EXCHANGED, IN_ROWS, DOWN, UP, SCORES = "exchanged", "in_rows", "down", "up", "scores"
_BOUND = "bound"
_LIMITS = frozenset({_BOUND, "deadline"})
_REACHED = ("reached", "exceeded")
_SHOWN, _SHARE = 3, 0.5
"""So many rows tell that a column is misplaced, of two exchanged ones so large a part of those
that are filled in; of results a row off so large a part reach their targets where they belong."""
_UNLIKE, _MOVED = 2, 3
"""Of results a row off from one row on, so many cannot be compared where they stand, and so many
all reach their targets where they belong."""
_HALF = 0.5
"""A result that is less than this part of its target is far from it."""

_NAMED = ("level1", "level2", "level3", "target")
"""What a row has that states an indicator."""

Cells = Mapping[str, str]
"""The texts of a row by column."""


@frozen
class MisplacedColumn:
    way: str
    """`exchanged`, that `in_rows`, `scores`, or whether results stand a row `down` or `up`."""
    rows: Sequence[int]
    """The rows which show it; of results a row off the one whose own is left blank stands first."""
    meant: Mapping[int, Cells]
    """Target and result of each row as they were meant; none of a row that holds nothing then."""
    start: int | None = None
    """Of results that are a row off from one row on, that row."""
    last: int | None = None
    """Of results that are a row off between two rows, the second one: the result that has no row
    beyond stands at the other end."""


def misplaced(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """What is misplaced in the indicators of a table, in their order; None where nothing is."""
    return (
        _scores(rows)
        or _exchanged(rows)
        or _off(rows, DOWN)
        or _off(rows, UP)
        or _down_from(rows)
        or _up_from(rows)
        or _around(rows)
        or _exchanged_in_rows(rows)
    )


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


def _exchanged_in_rows(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """Some rows in which target and result stand in each other's cell."""
    shown = [number for number, cells in rows.items() if _is_exchanged(cells)]
    if not shown:
        return None
    meant = {n: _crosswise(cells) if n in shown else cells for n, cells in rows.items()}
    return MisplacedColumn(IN_ROWS, shown, meant)


def _is_exchanged(cells: Cells) -> bool:
    """Whether the result is a limit, and the target a figure or a date that keeps it and is not its
    end, 117221人 of ≥117000人; or 无 of ≤3起."""
    target, limit = parse(cells["target"]), parse(cells["actual"])
    if not _is_limit(limit) or _is_limit(target):
        return False
    asks_less = direction_of(target, limit, cells["level2"], cells["level3"]) == LOWER
    if asks_less and limit.lo is not None and target.unit.dimension in TIMES:
        return False
    other = _crosswise(cells)
    judged = attain(other["target"], other["actual"], cells["level2"], cells["level3"], None)
    is_figure = target.point and target.lo not in (limit.lo, limit.hi)
    is_none = target.kind == "blank" and target.none
    return (is_figure or is_none or target.kind == "date") and judged.status in _REACHED


def _is_limit(stated: Stated) -> bool:
    """Whether a text says how much or how late at most or at least, and no change."""
    is_bound = stated.kind in _LIMITS and not (stated.about or stated.more or stated.sense)
    return is_bound or (stated.kind == "date" and stated.until)


def _crosswise(cells: Cells) -> Cells:
    return {**cells, "target": cells["actual"], "actual": cells["target"]}


def _down_from(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """Results that stand a row too low from one row on, which is left blank; the last of them below
    the table, or lost."""
    part = _from_last_blank(rows)
    if not part:
        return None
    last, is_below = part[-1], _is_below(rows[part[-1]])
    moved = {one: {**rows[one], "actual": rows[beside]["actual"]} for one, beside in pairwise(part)}
    unlike = [number for number in part if _is_unlike(_judged(rows[number]))]
    if not _all_reach(moved) or not (is_below or _are_many(unlike, moved)):
        return None
    meant = {**rows, **moved, last: {**rows[last], "actual": ""}}
    if is_below:
        del meant[last]
    return MisplacedColumn(DOWN, (part[0], *(unlike or part[1:2])), meant, part[0])


def _from_last_blank(rows: Mapping[int, Cells]) -> Sequence[int]:
    """The rows from the last indicator on that has no result; none where each has one."""
    numbers = [*rows]
    blanks = [n for n in numbers if rows[n]["target"] and not rows[n]["actual"]]
    return numbers[numbers.index(blanks[-1]) :] if blanks else ()


def _is_below(cells: Cells) -> bool:
    """Whether a row is none of the table, with nothing that an indicator has."""
    return not any(cells[column] for column in _NAMED)


def _up_from(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """Results that stand a row too high from the first one on that cannot be compared where it
    stands; the last row is left blank."""
    numbers = [*rows]
    unlike = [number for number in numbers if _is_unlike(_judged(rows[number]))]
    if not unlike or not rows[numbers[-1]]["target"] or rows[numbers[-1]]["actual"]:
        return None
    part = numbers[numbers.index(unlike[0]) :]
    moved = {one: {**rows[one], "actual": rows[above]["actual"]} for above, one in pairwise(part)}
    if not (_are_many(unlike, moved) and _all_reach(moved)):
        return None
    lost = {part[0]: {**rows[part[0]], "actual": ""}}
    return MisplacedColumn(UP, (part[-1], *unlike), {**rows, **moved, **lost}, part[0])


def _around(rows: Mapping[int, Cells]) -> MisplacedColumn | None:
    """Results that stand a row off from the first to the last that cannot be compared where they
    stand, none of them blank: the one at one end belongs to the other."""
    numbers = [*rows]
    unlike = [number for number in numbers if _is_unlike(_judged(rows[number]))]
    if len(unlike) < _SHOWN:
        return None
    for part in _parts(unlike, rows):
        for way, sources in ((UP, [part[-1], *part[:-1]]), (DOWN, [*part[1:], part[0]])):
            beside = zip(part, sources)
            moved = {one: {**rows[one], "actual": rows[of]["actual"]} for one, of in beside}
            if _all_reach(moved):
                return MisplacedColumn(way, unlike, {**rows, **moved}, part[0], part[-1])
    return None


def _parts(unlike: Sequence[int], rows: Mapping[int, Cells]) -> Iterator[Sequence[int]]:
    """The rows from the first to the last that cannot be compared where they stand; with those that
    are missed right before and after them first, as these may be a row off too."""
    numbers = [*rows]
    first, last = numbers.index(unlike[0]), numbers.index(unlike[-1])
    begin, end = first, last
    while begin and _is_missed(rows[numbers[begin - 1]]):
        begin -= 1
    while end + 1 < len(numbers) and _is_missed(rows[numbers[end + 1]]):
        end += 1
    for one, other in dict.fromkeys(((begin, end), (begin, last), (first, end), (first, last))):
        yield numbers[one : other + 1]


def _is_missed(cells: Cells) -> bool:
    judged = _judged(cells)
    return judged is not None and judged.status == "unmet"


def _are_many(unlike: Sequence[int], moved: Mapping[int, Cells]) -> bool:
    return len(unlike) >= _UNLIKE and len(moved) >= _MOVED


def _all_reach(rows: Mapping[int, Cells]) -> bool:
    """Whether each of some rows has a target, and a result that reaches it."""
    return bool(rows) and all(map(_reaches, rows.values()))


def _reaches(cells: Cells) -> bool:
    target, actual = cells["target"], cells["actual"]
    if not (target and actual):
        return False
    return attain(target, actual, cells["level2"], cells["level3"], None).status in _REACHED


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
