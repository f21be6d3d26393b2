"""Last year's workbook, given with the call: this year's figures are held to it."""

from pathlib import Path

from sipipeline.core.errors import UsageError
from sipipeline.core.particulars import plain
from sipipeline.core.past import LastYear, NotHeld, Past
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.jobs.forms import read_workbook
from sipipeline.jobs.particulars import particulars_of

_ORIGIN = Text(zh="上年的工作簿 {file} ", en="last year's workbook {file}")
_NO_YEAR = Text(
    zh="{file} 的封面没有填年度，看不出是不是上年的工作簿。",
    en="{file} states no year on its cover, so it may not be last year's.",
)


@frozen
class GivenLastYear:
    """What is known of a unit where the call names last year's workbook."""

    unit: str
    """As it is written; "" where it states none."""
    last_year: LastYear

    def __call__(self, submission: Submission, _: str) -> Past:
        """The workbook of the call, to which a submission of the same unit and the year after is
        held."""
        year = submission.number("cover.year")
        stated, unit = None if year is None else int(year), submission.text("cover.unit")
        if self.fits(unit, stated):
            return Past(self.last_year)
        return Past(not_held=NotHeld(self.last_year, self.unit, not self._is_of(unit)))

    def fits(self, unit: str | None, year: int | None) -> bool:
        """Whether a submission may be of the same unit and the year after."""
        return (year is None or year == self.last_year.year + 1) and self._is_of(unit)

    def _is_of(self, unit: str | None) -> bool:
        """Whether a submission may be of the same unit."""
        return not (unit and self.unit) or plain(unit) == plain(self.unit)


def last_year_of(path: Path, standard: str | None) -> GivenLastYear:
    """Last year's workbook; raises UsageError where it cannot be read, or states no year."""
    last = read_workbook(path, standard)
    year = last.number("cover.year")
    if year is None:
        raise UsageError(_NO_YEAR.fill(file=path))
    claims = particulars_of(last, (), with_claims=True).claims
    stated = LastYear(int(year), {claim.key: claim for claim in claims}, _origin(path))
    return GivenLastYear(last.text("cover.unit"), stated)


def _origin(path: Path) -> Text:
    return _ORIGIN.fill(file=path.name)
