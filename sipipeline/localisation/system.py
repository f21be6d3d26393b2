"""What localisation takes and gives: the figures and relations of one submission, and what is wrong
with them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sipipeline.core.relations import Relation
from sipipeline.core.text import Text

Interval = tuple[float, float]
"""Closed; an open end is infinite."""

Confidence = Literal["certain", "likely", "possible"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one submission, in the units of the workbook, a rate as a fraction."""

    key: str
    lo: float
    """Stated: value - half. Blank: what it may be."""
    hi: float
    stated: bool
    value: float | None = None
    half: float = 0.0
    may_be: Interval = (0.0, math.inf)
    """What it may be when it is doubted."""
    weight: float = 1.0
    """What it costs to change it; the lighter, the sooner it is doubted."""
    void: bool = False
    """Of a fund that the unit does not run: exactly nothing, and never doubted."""


@dataclass(frozen=True, slots=True)
class System:
    """The figures of one submission with the relations that are asked of it.

    Relations that cannot be asked (nothing of it stated, against an earlier year, `given` or
    `unless`, of a fund that the unit does not run) take no part. Figures that a relation names and
    `figures` does not have are taken as blank, 0 or more."""

    figures: Mapping[str, Figure]
    relations: Sequence[Relation]
    lines: Sequence[Sequence[str]] = ()
    """Keys as they stand one below the other in a column; only for the slip "a row shifted"."""
    counterparts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By name (`prior`, `actual`, `budget`, `cumulative`): key to the key whose figure may have got
    in its place."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of relations and stated figures that cannot all be right: drop any one and the
    rest can."""

    relations: tuple[Relation, ...]
    figures: tuple[str, ...]
    """Keys of the stated figures that take part."""
    key: str
    """The figure of the conflict that is best told as the odd one out."""
    implied: Interval
    """What the other figures of the conflict make of `key`."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A cell that probably holds the error."""

    key: str
    implied: Interval
    """What the rest makes of it, the others of its set being open too."""
    suggest: float | None
    """In the units of the workbook, rounded to the cell's precision; None where the rest says too
    little."""
    slip: str
    """Code of the slip that explains the value; "" where none does."""
    why: Text
    confidence: Confidence
    cause: int = 0
    """Suspects of one slip (two cells swapped, a sheet in the wrong unit) share a number within the
    group."""


@dataclass(frozen=True, slots=True)
class Group:
    """One cause, or several that cannot be told apart: what contradicts, and which cells explain
    it."""

    violated: tuple[Relation, ...]
    """The relations that do not hold by themselves and that this group explains."""
    conflict: Conflict
    """The shortest contradiction of the group: the chain to tell."""
    sets: tuple[tuple[str, ...], ...]
    """Every smallest set (by weight) of cells whose change makes all consistent."""
    complete: bool
    """Whether `sets` has all of them."""
    unique: bool
    """Whether there is exactly one."""
    suspects: tuple[Suspect, ...]
    """Best first."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    consistent: bool
    groups: tuple[Group, ...] = ()
    proved: bool = True
    """Whether the sets are proved smallest and sufficient; False where the search was cut short, or
    not begun because too much is wrong."""
