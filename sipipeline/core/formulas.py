"""A formula as a cell holds it."""

from typing import NamedTuple


class Formula(NamedTuple):
    """A formula, without its equals sign, and how far it was filled from the cell that it is
    written for."""

    text: str
    down: int = 0
    """Rows from the cell that it is written for: its relative references move by as many."""
    right: int = 0
    """Columns from that cell."""
