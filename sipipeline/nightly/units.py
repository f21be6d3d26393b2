"""By what a unit is known, however its name is written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from sipipeline.core.particulars import RosterLine, plain
from sipipeline.core.values import frozen


@frozen
class Units:
    """The units of a roster; none where there is no roster."""

    by_key: Mapping[str, RosterLine] = field(default_factory=dict)
    key_by_code: Mapping[str, str] = field(default_factory=dict)
    """Of region codes that one unit of the roster has."""
    is_read: bool = True
    """Whether the roster could be read, or there is none."""

    def key_of(self, unit: str, region_code: str) -> str:
        """By which a unit is known: its name; where the roster does not have it, the name of the
        one unit that has its region code. "" where there is neither."""
        key = plain(unit)
        if key in self.by_key:
            return key
        return self.key_by_code.get(region_code, key)

    def knows(self, key: str) -> bool:
        """Whether a unit is on the roster; every one is where there is none."""
        return not self.by_key or key in self.by_key


UnitsRead = Callable[[], Units]
"""Gives the units of the roster, which is read when they are first asked for."""


def units_of(roster: Iterable[RosterLine]) -> Units:
    by_key = {plain(line.unit): line for line in roster}
    codes: dict[str, list[str]] = {}
    for key, line in by_key.items():
        if line.region_code:
            codes.setdefault(line.region_code, []).append(key)
    return Units(by_key, {code: keys[0] for code, keys in codes.items() if len(keys) == 1})
