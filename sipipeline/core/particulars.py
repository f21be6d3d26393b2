"""What an overview says of a submission beside its findings: who submits, and the money of its
accounts."""

import unicodedata
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import NamedTuple

from sipipeline.core.values import frozen

FEN = 100
"""Fen in a yuan. Overviews count money in whole fen: sums are exact, and quick to read."""
TEN_THOUSAND_YUAN = 10_000 * FEN
"""万元, in which overviews show money."""


class AccountLine(NamedTuple):
    """A line of an account, in fen; None where nothing is stated."""

    fund: str
    item: str
    budget: int | None
    actual: int | None
    prior: int | None


class KeptClaim(NamedTuple):
    """A claim as the ledger keeps it."""

    key: str
    value: float | str
    text: str
    """As it stands in the cell."""
    half_width: float
    unit: str
    """Of money the unit of the workbook; of other figures their kind: rate, count, months …"""


@frozen
class Particulars:
    """What one workbook states of itself; "" where it says nothing."""

    region_code: str = ""
    contact: str = ""
    phone: str = ""
    fen: float = FEN
    """Fen in its unit of money."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Kind of the field of each figure that a finding names."""
    accounts: tuple[AccountLine, ...] = ()
    template: str = ""
    """Standard and version of the template that it is made of, as in 2020/1."""
    previous: int | None = None
    """The number in the ledger of the round that it was held to."""
    last_year: int | None = None
    """The number in the ledger of last year's submission that it was held to."""
    claims: tuple[KeptClaim, ...] = ()
    """Every claim, where they are asked for."""
    content: str = ""
    """A hash of what is filled in: the same for a workbook and its annotated copy."""


@frozen
class RosterLine:
    """A unit that is to submit."""

    unit: str
    region_code: str = ""
    addresses: tuple[str, ...] = ()
    """From which its mail comes, and to which answers go."""
    deadline: date | None = None
    contact: str = ""
    phone: str = ""


def plain(name: str) -> str:
    """A name without spaces, in plain characters of one case: by which a unit is known."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
