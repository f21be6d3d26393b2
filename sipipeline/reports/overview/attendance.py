"""The roster beside what came in: who has submitted, who late, who is missing, and who is not on
it."""

from collections import Counter, defaultdict
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
    """None where nothing came for the year that is asked for."""
    days_late: int
    """Days past the deadline, until it came or until today; 0 where it is in time."""
    of_another_year: Tallied | None = None
    """What came instead, where only that did."""


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
    """Each unit of the roster with its submission for the year that is asked for, known by its
    name; by its region code where no other unit of the roster has it."""
    candidates = _candidates(roster, kept)
    year = _year_asked_for(candidates, today)
    expected = [_expected(line, came, year, today) for line, came in zip(roster, candidates)]
    of_roster = set[int]().union(*map(_numbers, expected, candidates))
    named = (one for one in kept if one.has_unit or one.whose.region_code)
    strangers = [one for one in named if one.number not in of_roster]
    return Attendance(expected, strangers)


def _expected(line: RosterLine, came: Sequence[Tallied], year: int | None, today: date) -> Expected:
    """A unit of the roster with the first of its submissions that is of the year asked for, or of
    none; where there is none such, with the last of the others."""
    of_year = (one for one in came if year is None or one.whose.year in (year, None))
    kept = next(of_year, None)
    of_another_year = came[-1] if came and kept is None else None
    return Expected(line, kept, _days_late(line.deadline, kept, today), of_another_year)


def _numbers(unit: Expected, came: Sequence[Tallied]) -> set[int]:
    """The numbers of the submissions that are those of a unit of the roster, and of no other unit
    that only has its region code."""
    kept = unit.kept
    return {one.number for one in came if kept is None or not _is_apart(one, kept)}


def _candidates(roster: Sequence[RosterLine], kept: Sequence[Tallied]) -> list[list[Tallied]]:
    """The submissions of each unit of the roster, of any year: those with its name first, then
    those of no name of the roster whose region code it has alone."""
    names = {plain(line.unit) for line in roster}
    sharing = Counter(line.region_code for line in roster)
    by_name: defaultdict[str, list[Tallied]] = defaultdict(list)
    by_code: defaultdict[str, list[Tallied]] = defaultdict(list)
    for one in kept:
        name, code = one.whose.name, one.whose.region_code
        if name in names:
            by_name[name].append(one)
        elif code and sharing[code] == 1:
            by_code[code].append(one)
    return [[*by_name[plain(line.unit)], *by_code[line.region_code]] for line in roster]


def _year_asked_for(candidates: Sequence[Sequence[Tallied]], today: date) -> int | None:
    """The last year that two units of the roster have submitted, and so not one that a single unit
    mistyped; of one that only one has, where no year has two. None where none is known."""
    units = Counter(
        year
        for came in candidates
        for year in {one.whose.year for one in came}
        if year is not None and year <= today.year
    )
    shared = [year for year, count in units.items() if count > 1]
    return max(shared or units, default=None)


def _is_apart(one: Tallied, kept: Tallied) -> bool:
    """Whether a submission is of the same year as the one that is a unit's, and of another name."""
    return one.whose.year == kept.whose.year and one.whose.name != kept.whose.name


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
