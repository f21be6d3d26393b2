"""The figures that a workbook has anywhere, to be looked up by their value."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.sentence_figures import Bounds, bounds_of
from sipipeline.evidence.narrative.quoting.cells import kind, told
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.evidence.narrative.quoting.slips import telling_digits
from sipipeline.language.mentions import numbers_in

_CAUSES = "causes"
_MEASURES = {
    keys.ACCOUNTS: ("actual", "prior", "budget", "change", "over_budget"),
    "headcounts": ("actual", "prior", "change"),
    _CAUSES: ("amount",),
}
_DIMENSIONS = {
    "money": "money",
    "yuan": "money",
    "count": "people",
    "rate": "percent",
    "ratio": "percent",
    "months": "month",
}
"""Of each kind of figure, the dimension of a number that states one."""
_TELLING = 3
"""Digits of a number that is rarely a figure of the tables by chance."""


@dataclass(frozen=True)
class FiguresOfTables:
    """Figures without their signs and their keys, the least first, by dimension: money in yuan,
    percentages as shares."""

    figures: Mapping[str, Sequence[tuple[float, str]]]

    def within(self, dimension: str, span: Bounds) -> Iterator[str]:
        """The keys of the figures of a dimension that lie between two ends."""
        figures = self.figures.get(dimension, ())
        first = bisect_left(figures, (span.low, ""))
        near = takewhile(lambda one: one[0] <= span.high, figures[first:])
        return (key for _, key in near)


def figures_of_tables(
    submission: Submission, cells_in_words: Iterable[str], money_unit: str
) -> FiguresOfTables:
    """What any table has, and by how much amounts and people changed; the numbers of some cells in
    words too, those without a unit as of any dimension."""
    found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    yuan = submission.standard.yuan(money_unit)
    for key in dict.fromkeys((*submission.claims, *_of_lines(submission))):
        what = kind(key, submission.standard) or ""
        figure = told(key, submission) if what in _DIMENSIONS else None
        if figure is not None:
            value = abs(figure.value) * (yuan if what == "money" else 1)
            found[_DIMENSIONS[what]].append((value, key))
    for one in chain.from_iterable(map(numbers_in, cells_in_words)):
        for dimension in [one.unit.dimension] if one.unit.symbol else _DIMENSIONS.values():
            found[dimension].append((abs(sum(bounds_of(one))) / 2, ""))
    return FiguresOfTables({dimension: sorted(figures) for dimension, figures in found.items()})


def is_nowhere(quote: Quote, figures: FiguresOfTables) -> bool:
    """Whether a quote states what tables have, to three digits or more, and none has just that."""
    mention = quote.mention
    dimension, span = mention.unit.dimension, bounds_of(mention)
    telling = quote.exact and telling_digits(mention) >= _TELLING
    known = dimension in figures.figures
    return telling and known and not any(True for _ in figures.within(dimension, span))


def _of_lines(submission: Submission) -> Iterable[str]:
    """The keys of the figures of all accounts, the total's too, of people and of causes."""
    total = submission.standard.total.key
    known = [key for key in submission.claims if keys.family(key) in _MEASURES]
    of_total = [keys.of_fund(key, total) for key in known if keys.is_account(key)]
    return dict.fromkeys(
        keys.beside(key, measure)
        for key in (*known, *of_total)
        for measure in _MEASURES[keys.family(key)]
    )
