"""Two columns whose figures were exchanged in some of their lines: which ones."""

from collections.abc import Sequence
from functools import cached_property

from sipipeline.localisation.hypotheses import Undoing

Line = tuple[int, int]
"""The figures of a line in the one column and in the other."""
_TELLING = 3
"""So many lines must be exchanged by what stands in them alone; fewer may seem so by chance."""


def exchanged_lines(undoing: Undoing, lines: Sequence[Line]) -> Sequence[Line]:
    """Of the lines of two columns, in the order of the form, those that seem to be exchanged: a run
    that leaves fewer rows broken than all of them, else all of them."""
    trial, everything = _TrialExchange(undoing, lines), frozenset(range(len(lines)))
    telling = trial.telling()
    if len(telling) < _TELLING:
        return lines
    chosen = _without_kept(trial, _run(trial, telling), telling)
    if trial.broken(chosen) >= trial.broken(everything):
        return lines
    return [lines[place] for place in sorted(chosen)]


class _TrialExchange:
    """What is broken once the figures of some lines are exchanged."""

    def __init__(self, undoing: Undoing, lines: Sequence[Line]) -> None:
        self.undoing, self.lines = undoing, lines
        places: dict[int, set[int]] = {}
        for place, line in enumerate(lines):
            for row in undoing.problem.rows_touching(line):
                places.setdefault(row, set()).add(place)
        self.several = {row: held for row, held in places.items() if len(held) > 1}
        """Row to the lines that it is about, where these are several."""
        self.alone: dict[int, list[int]] = {}
        """Line to the rows that are about it alone."""
        for row in places.keys() - self.several.keys():
            self.alone.setdefault(min(places[row]), []).append(row)
        self.counted: dict[tuple[int, bool], int] = {}
        self.known: dict[tuple[int, frozenset[int]], bool] = {}

    def telling(self) -> list[int]:
        """The lines with a broken row about no other line that holds once they are exchanged."""
        return sorted(place for place in self.alone if self._is_mended(place))

    def broken(self, exchanged: frozenset[int]) -> int:
        """How many rows do not hold."""
        moved = exchanged & self.alone.keys()
        alone = self._as_stated + sum(self._broken(place, True) for place in moved)
        alone -= sum(self._broken(place, False) for place in moved)
        several = self.several.items()
        return alone + sum(self._fails(row, exchanged & places) for row, places in several)

    @cached_property
    def _as_stated(self) -> int:
        """How many rows about one line alone do not hold as they are."""
        return sum(self._broken(place, False) for place in self.alone)

    def _is_mended(self, place: int) -> bool:
        rows = self.undoing.broken.intersection(self.alone[place])
        return any(not self._fails(row, frozenset({place})) for row in rows)

    def _broken(self, place: int, exchanged: bool) -> int:
        """How many rows about a line alone do not hold once it is exchanged, or as it is."""
        if (place, exchanged) not in self.counted:
            lines = frozenset({place} if exchanged else ())
            self.counted[place, exchanged] = sum(
                self._fails(row, lines) for row in self.alone[place]
            )
        return self.counted[place, exchanged]

    def _fails(self, row: int, exchanged: frozenset[int]) -> bool:
        """Whether a row fails once those of its lines are exchanged."""
        known = self.known.get((row, exchanged))
        if known is None:
            fixed = self.undoing.exchanged(self.lines[place] for place in exchanged)
            known = self.undoing.fails(row, fixed)
            self.known[row, exchanged] = known
        return known


def _run(trial: _TrialExchange, telling: Sequence[int]) -> frozenset[int]:
    """The run around the telling lines that leaves the fewest rows broken; of such the shortest."""
    first, last = telling[0], telling[-1]
    starts, ends = range(first, -1, -1), range(last, len(trial.lines))
    start = min(starts, key=lambda start: trial.broken(frozenset(range(start, last + 1))))
    end = min(ends, key=lambda end: trial.broken(frozenset(range(start, end + 1))))
    return frozenset(range(start, end + 1))


def _without_kept(
    trial: _TrialExchange, run: frozenset[int], telling: Sequence[int]
) -> frozenset[int]:
    """A run without the lines in it that break more rows exchanged than as they are."""
    chosen = run
    for place in sorted(run.difference(telling)):
        fewer = chosen - {place}
        if trial.broken(fewer) < trial.broken(chosen):
            chosen = fewer
    return chosen
