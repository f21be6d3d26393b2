"""A change behind a figure that, of the lines that its name may mean, is that of one alone, is of
this line: 参保职工15236人，同比增长3.52% of those who take part, not of those who pay."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.quoting.links import Link
from sipipeline.evidence.narrative.quoting.quotes import Quote, beside

_LEVEL = "actual"


def of_line_told(quote: Quote, before: Sequence[Quote], submission: Submission) -> Quote:
    """A change of any of several lines that is measured from last year, held to that of the line
    whose figure stands right before it; any other number as it is."""
    rows = [*map(keys.row, quote.link.required)]
    if (
        not quote.based
        or len(rows) < 2
        or not before
        or any(map(keys.is_made, quote.link.required))
    ):
        return quote
    stated = before[-1]
    if [*map(keys.row, stated.link.required)] != rows or stated.changes:
        return quote
    told = [row for row in rows if _is_figure_of(stated, f"{row}.{_LEVEL}", submission)]
    if len(told) != 1:
        return quote
    return replace(quote, link=_of_row(quote.link, told[0], {*rows}))


def _is_figure_of(quote: Quote, key: str, submission: Submission) -> bool:
    """Whether a number may be the figure of a key, as far as the tables tell."""
    one = beside(quote, key, submission)
    return one is None or one.agrees


def _of_row(link: Link, row: str, rows: set[str]) -> Link:
    """The cells of a link without those of other lines than one."""
    others = rows - {row}
    required = tuple(key for key in link.required if keys.row(key) == row)
    return Link(required, tuple(key for key in link.further if keys.row(key) not in others))
