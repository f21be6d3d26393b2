"""What is only ever read whole, as the ledger keeps it: compressed, and no number beside a text
that says the same."""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sipipeline.core.figures import read_float
from sipipeline.core.particulars import KeptClaim

Row = Sequence[Any]


def packed(text: str) -> bytes:
    return zlib.compress(text.encode())


def unpacked(content: bytes) -> str:
    return zlib.decompress(content).decode()


def packed_rows(rows: Iterable[Row]) -> bytes:
    """Rows as they are, for ever in this form."""
    return packed(json.dumps(list(rows), ensure_ascii=False, separators=(",", ":")))


def rows_of(content: bytes | None) -> list[list[Any]]:
    return [] if content is None else json.loads(unpacked(content))


# ---------------------------------------------------------------- claims
def packed_claims(claims: Iterable[KeptClaim]) -> bytes:
    """The claims of a submission, in the order of their keys."""
    return packed_rows(map(_of_claim, sorted(claims, key=lambda claim: claim.key)))


def claims_of(content: bytes | None) -> list[KeptClaim]:
    return [_claim(*row) for row in rows_of(content)]


def _of_claim(claim: KeptClaim) -> Row:
    """Key, text, half-width and unit; of a figure its value, too: None where the text is it."""
    row = (claim.key, claim.text, claim.half_width, claim.unit)
    if not isinstance(claim.value, float):
        return row
    return (*row, None if read_float(claim.text) == claim.value else claim.value)


def _claim(key: str, text: str, half_width: float, unit: str, *value: float | None) -> KeptClaim:
    if not value:
        return KeptClaim(key, text, text, half_width, unit)
    (number,) = value
    return KeptClaim(key, float(text) if number is None else number, text, half_width, unit)


# ---------------------------------------------------------------- of an older ledger
@dataclass
class Packed:
    """Rows of a table packed into one value, as an aggregate of SQL."""

    pack: Callable[[list[Row]], bytes]
    rows: list[Row] = field(default_factory=list)

    def step(self, *values: Any) -> None:
        self.rows.append(values)

    def finalize(self) -> bytes:
        return self.pack(self.rows)


def pack_claim_rows(rows: list[Row]) -> bytes:
    """Of key, value, text, half-width and unit; a text has no value."""
    return packed_claims(
        KeptClaim(key, text if value is None else value, text, *more)
        for key, value, text, *more in rows
    )


def pack_cause_rows(rows: list[Row]) -> bytes:
    """Of the fields of a cause, its number first; its findings, which are JSON, last."""
    return packed_rows(
        [*row[:-1], json.loads(row[-1])] for row in sorted(rows, key=lambda row: row[0])
    )


def packed_accounts(entry: bytes) -> bytes:
    """The accounts of an entry that still has them."""
    return packed_rows(json.loads(unpacked(entry)).get("accounts", ()))


def without_accounts(entry: bytes) -> bytes:
    """The rest of such an entry."""
    record = json.loads(unpacked(entry))
    record.pop("accounts", None)
    return packed(json.dumps(record, ensure_ascii=False, separators=(",", ":")))
