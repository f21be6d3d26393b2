"""What localisation says of one submission: contradictions, suspects and the slips behind them."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from sipipeline.arithmetic.figures import Interval
from sipipeline.core.relations import Relation
from sipipeline.core.values import frozen

SETS_NAMED = 16
"""Smallest sets of cells named for each group at most."""
SUSPECTS_NAMED = 12
"""Suspects named for each group at most."""

Confidence = Literal["certain", "likely", "possible"]


@frozen
class Slip:
    """What a person did wrong."""

    code: str
    """"" where no slip explains the value."""
    figures: Mapping[str, float | str] = field(default_factory=dict)
    """What its sentence needs beside the code, by name."""


@frozen
class Contradiction:
    """A smallest set of relations and stated figures that cannot all be right: without any one of
    them the others can."""

    figures: tuple[str, ...]
    """Keys of the stated figures that take part."""
    key: str
    """The figure that is best told as the odd one out."""
    implied: Interval
    """What the other figures of the contradiction leave of it."""


@frozen
class Suspect:
    """A cell that probably holds the error."""

    key: str
    implied: Interval
    """What the rest leaves of it, the other cells of its set being doubted too."""
    suggest: float | None
    """In the units of the workbook, at the precision of the cell; None if the rest says too
    little."""
    slip: Slip
    confidence: Confidence
    together: bool = False
    """Whether its slip put several cells wrong at once: two swapped, a sheet in the wrong unit."""
    follows: bool = False
    """Whether a formula works it out of others that are wrong."""


@frozen
class Group:
    """Contradictions with one explanation, or with several that cannot be told apart."""

    violated: tuple[Relation, ...]
    """The relations that do not hold by themselves and that this group explains."""
    contradiction: Contradiction
    """The shortest contradiction of the group."""
    sets: tuple[tuple[str, ...], ...]
    """Every smallest set, by weight, of cells whose change makes all consistent."""
    unique: bool
    """Whether there is exactly one, and no other was left out."""
    suspects: tuple[Suspect, ...]
    """Best first."""


@frozen
class Diagnosis:
    consistent: bool
    groups: tuple[Group, ...] = ()
    proved: bool = True
    """Whether the sets are proved smallest and sufficient. False if the search was cut short, or
    not begun because too much is wrong."""
