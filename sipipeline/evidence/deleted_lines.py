"""Lines of the form that somebody deleted from the sheet of an account."""

from collections.abc import Iterator
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.findings import Cell
from sipipeline.core.standard import Fund, Standard
from sipipeline.core.submission import Noted, Submission
from sipipeline.core.text import Text


class DeletedLine(NamedTuple):
    """A line that is nowhere on its sheet, and the one that it belongs below."""

    key: str
    """The key of a figure in the line."""
    item: Text
    above: Text
    sheet: str
    row: str
    """Of the line above."""

    @property
    def words(self) -> dict[str, object]:
        """What a sentence about the line says of it."""
        return {"item": self.item, "above": self.above, "sheet": self.sheet, "row": self.row}


def deleted_line(key: str, submission: Submission) -> DeletedLine | None:
    """The line of a figure of an account, where it is nowhere on the sheet and other lines are;
    None for any other figure, and for one that is there under a label that contradicts its key."""
    if key in submission.places or not keys.is_account(key) or key in submission.unreadable:
        return None
    above = _line_above(key, submission)
    if not above:
        return None
    item, upper = (submission.standard.line_name(one) for one in (key, above))
    return DeletedLine(key, item, upper, *Cell(above, *submission.places[above]).row)


def deleted_sums(submission: Submission) -> Iterator[DeletedLine]:
    """The sums and balances that were deleted from accounts of the year, of sheets that have kept
    their hidden keys: any other form may do without some of them."""
    keyless = {note.sheet for note in submission.notes if note.what == Noted.KEYS_GONE}
    for fund in submission.standard.accounts:
        for key in _sums(fund, submission.standard) if fund.key in submission.accounts else ():
            line = deleted_line(key, submission)
            if line is not None and line.sheet not in keyless:
                yield line


def _sums(fund: Fund, standard: Standard) -> Iterator[str]:
    """The actuals of an account that others are added up or carried into."""
    balances = {*standard.carried, *standard.carried.values()}
    for item in standard.items_of(fund.key):
        is_sum = bool(standard.parts_of(fund.key, item.key)) or item.key in balances
        if is_sum or (item.signed and item.parent is None):
            yield f"accounts.{fund.key}.{item.key}.actual"


def _line_above(key: str, submission: Submission) -> str:
    """A key of the line that one which is not on its sheet belongs below; "" where it is there, or
    no line above it is."""
    measures = [measure.key for measure in submission.standard.measures]
    above = ""
    for item in submission.standard.items_of(keys.fund(key) or ""):
        of_line = [f"{keys.table(key)}.{item.key}.{measure}" for measure in measures]
        placed = [one for one in of_line if submission.places.get(one, ("", ""))[0]]
        if item.key == keys.item(key):
            return "" if placed or not submission.unread.isdisjoint(of_line) else above
        above = next(iter(placed), above)
    return ""
