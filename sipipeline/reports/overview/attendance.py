"""The roster beside what came in: who has submitted, who late, who is missing, and who is not on
it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sipipeline.core.particulars import RosterLine
from sipipeline.core.values import frozen
from sipipeline.reports.overview.overview import Tallied, plain


@frozen
class Expected:
    """A unit of the roster, and its submission."""

    line: RosterLine
    kept: Tallied | None
    """None where nothing came."""
    days_late: int
    """Days past the deadline, until it came or until today; 0 where it is in time."""


@frozen
class Attendance:
    expected: Sequence[Expected]
    strangers: Sequence[Tallied]
    """Submissions of units that are not on the roster."""

    @property
    def missing(self) -> list[Expected]:
        """The units of which nothing came, the longest overdue first."""
        absent = [one for one in self.expected if one.kept is None]
        return sorted(absent, key=lambda one: -one.days_late)

    @property
    def overdue(self) -> list[Expected]:
        return [one for one in self.missing if one.days_late]

    @property
    def late(self) -> list[Expected]:
        """The units whose submission came after the deadline."""
        return [one for one in self.expected if one.kept is not None and one.days_late]

    @property
    def arrived(self) -> int:
        return sum(one.kept is not None for one in self.expected)


def attendance(roster: Sequence[RosterLine], kept: Sequence[Tallied], today: date) -> Attendance:
    """Each unit of the roster with its submission, known by its name; by its region code where no
    other unit of the roster has it."""
    by_name, by_code = _known(roster, kept)
    expected = []
    for line in roster:
        found = by_name.get(plain(line.unit)) or by_code.get(line.region_code)
        expected.append(Expected(line, found, _days_late(line.deadline, found, today)))
    of_roster = {one.kept.whose for one in expected if one.kept is not None}
    named = (one for one in kept if one.has_unit or one.whose.region_code)
    strangers = [one for one in named if one.whose not in of_roster]
    return Attendance(expected, strangers)


def _known(
    roster: Sequence[RosterLine], kept: Sequence[Tallied]
) -> tuple[dict[str, Tallied], dict[str, Tallied]]:
    """The submissions of units that the roster names, by name; of the others by a region code that
    one line of it has."""
    names = {plain(line.unit) for line in roster}
    sharing = Counter(line.region_code for line in roster)
    by_name: dict[str, Tallied] = {}
    by_code: dict[str, Tallied] = {}
    for one in kept:
        name, code = one.whose.name, one.whose.region_code
        if name in names:
            by_name.setdefault(name, one)
        elif code and sharing[code] == 1:
            by_code.setdefault(code, one)
    return by_name, by_code


def _days_late(deadline: date | None, kept: Tallied | None, today: date) -> int:
    """Days from the deadline to the day on which it came, or to today."""
    if deadline is None:
        return 0
    came = today if kept is None else _day(kept.received)
    return max(0, (came - deadline).days) if came is not None else 0


def _day(moment: str) -> date | None:
    """The day of a moment; None where nobody noted it."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None
