"""What is known of a form beside the figures in its rows: how these stand to each other, and what
its cells hold beside them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field

from sipipeline.arithmetic.figures import Interval
from sipipeline.core.values import frozen


@frozen
class Exchange:
    """Two columns of one sheet whose figures may have been exchanged."""

    sheet: str
    one: str
    other: str
    """What the columns are called in the slip."""
    beside: Mapping[str, str]
    """Key of the first column to the key of the second in the same line."""


@frozen
class Arrangement:
    """How the figures of the form stand to each other, for slips of misplaced figures."""

    columns: Sequence[Sequence[str]] = ()
    """Keys as they stand one below the other."""
    counterparts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the code of the slip: key to the key whose figure may have got in its place."""
    exchanges: Sequence[Exchange] = ()
    opposites: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    """The keys of two lines that are opposites, as income and expenditure are."""
    sheet_of: Callable[[str], str] = lambda key: ""
    """Key to the name of its sheet; "" where it is on none."""
    accounts: Sequence[str] = ()
    """The sheets of the funds."""
    total: str = ""
    """The sheet of the total over the funds."""
    measures: Sequence[str] = ()
    """The columns of an account from left to right."""
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By sheet of a fund: the items of its lines from top to bottom, those that the fund does not
    have too; "" for a line without an item."""

    below: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By sheet of a fund: the keys of the figures that stand on it below the account."""

    people: Sequence[Sequence[str]] = ()
    """The columns of the head-counts: keys as they stand one below the other, fund by fund."""
    balances: Sequence[str] = ()
    """The keys of what is held at a day, no flow of the year."""

    @property
    def entered(self) -> frozenset[str]:
        """The columns of an account that are entered, not derived."""
        return frozenset(name for one in self.exchanges for name in (one.one, one.other))


@frozen
class CellContents:
    """What the cells of one submission hold beside its figures."""

    strays: Mapping[str, float] = field(default_factory=dict)
    """Figures that stand where their sheet has no such item, by the keys that they would have."""
    written: Mapping[str, float] = field(default_factory=dict)
    """Key to the figure without the unit that is written after it, where that is not the form's."""
    in_percent: Mapping[str, Interval] = field(default_factory=dict)
    """Key of an amount to the rate that stands in its place as a text, where it cannot be read."""
    carried_over: Mapping[str, float] = field(default_factory=dict)
    """Key of a balance that the year began with to what was left at the end of last year, where
    these differ and nobody says why."""
    paid: Mapping[str, Interval] = field(default_factory=dict)
    """Key of the benefits of a fund to what its people and what each of them gets leave of them."""
    peopled: Collection[str] = ()
    """The sheets of the funds of which people are stated."""
    denied: Collection[str] = ()
    """The sheets of the funds of which the cover says that the unit does not run them."""
    copies: Mapping[str, str] = field(default_factory=dict)
    """The sheet of a fund that is a copy of another by its hidden keys, to that other."""
    said: Sequence[tuple[str, Interval]] = ()
    """Keys of figures with what a text says of each, whether the cell says so too or not."""
