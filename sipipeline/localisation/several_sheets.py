"""One slip on several sheets, as who fills them in one after the other makes it on each: one
group."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.localisation.suspects import Group, Slip

_OF_COLUMNS = frozenset(
    {
        "exchanged",
        "copied",
        "turned",
        "wrong base",
        "growth on wrong base",
        "wrong difference",
        "growth for change",
        "points for change",
        "zeros",
        "of another period",
    }
)
"""Slips of whole columns, which may be the same on several sheets."""


def of_several_sheets(groups: Sequence[Group]) -> list[Group]:
    """The groups; those of the same slip of the same columns of several sheets are one."""
    alike: dict[object, list[Group]] = {}
    for place, group in enumerate(groups):
        alike.setdefault(_kind(group) or place, []).append(group)
    return [members[0] if len(members) == 1 else _one(members) for members in alike.values()]


def _slip(group: Group) -> Slip | None:
    """The slip of whole columns that all suspects of a group have; None of any other group."""
    slips = [suspect.slip for suspect in group.suspects if suspect.together]
    is_one = len(slips) == len(group.suspects) > 0 and all(slip == slips[0] for slip in slips)
    return slips[0] if is_one and slips[0].code in _OF_COLUMNS else None


def _kind(group: Group) -> object:
    """What the slip of a group is, whatever sheet it is on."""
    slip = _slip(group)
    if slip is None:
        return None
    places = {name: what for name, what in slip.figures.items() if name not in ("sheet", "count")}
    return slip.code, *sorted(places.items())


def _one(members: Sequence[Group]) -> Group:
    """Several groups as one, whose slip names all sheets."""
    slips = [slip for slip in map(_slip, members) if slip is not None]
    sheets = " ".join(str(slip.figures["sheet"]) for slip in slips)
    count = sum(float(slip.figures["count"]) for slip in slips)
    slip = Slip(slips[0].code, {**slips[0].figures, "sheet": sheets, "count": count})
    return Group(
        tuple(relation for group in members for relation in group.violated),
        members[0].contradiction,
        (tuple(key for group in members for key in group.sets[0]),),
        all(group.unique for group in members),
        tuple(replace(suspect, slip=slip) for group in members for suspect in group.suspects),
    )
