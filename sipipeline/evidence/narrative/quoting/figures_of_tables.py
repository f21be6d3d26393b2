"""The figures that a workbook has anywhere, to be looked up by their value."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, takewhile

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of
from sipipeline.evidence.narrative.quoting.cells import kind, value
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.evidence.narrative.quoting.slips import telling_digits
from sipipeline.language.mentions import Mention, numbers_in

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
    """What any table has, and by how much amounts and people changed; the numbers of some cells in
    words too, those without a unit as of any dimension. Put together when first asked for."""

    submission: Submission
    cells_in_words: Sequence[str]
    money_unit: str

    def within(self, dimension: str, span: Bounds) -> Iterator[str]:
        """The keys of the figures of a dimension that lie between two ends."""
        figures = self._figures.get(dimension, ())
        first = bisect_left(figures, (span.low, ""))
        near = takewhile(lambda one: one[0] <= span.high, figures[first:])
        return (key for _, key in near)

    def have(self, mention: Mention) -> bool:
        """Whether one of them may be a number."""
        return any(True for _ in self.within(mention.unit.dimension, bounds_of(mention)))

    def have_dimension(self, dimension: str) -> bool:
        return dimension in self._figures

    @cached_property
    def _figures(self) -> Mapping[str, Sequence[tuple[float, str]]]:
        """Figures without their signs and their keys, the least first, by dimension: money in yuan,
        percentages as shares."""
        found: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        submission = self.submission
        yuan = submission.standard.yuan(self.money_unit)
        for key in submission.claims.keys() | _of_lines(submission):
            what = kind(key, submission.standard) or ""
            figure = value(key, submission) if what in _DIMENSIONS else None
            if figure is not None:
                size = abs(figure) * (yuan if what == "money" else 1)
                found[_DIMENSIONS[what]].append((size, key))
        for one in chain.from_iterable(map(numbers_in, self.cells_in_words)):
            for dimension in [one.unit.dimension] if one.unit.symbol else _DIMENSIONS.values():
                found[dimension].append((abs(sum(bounds_of(one))) / 2, ""))
        return {dimension: sorted(figures) for dimension, figures in found.items()}


def is_nowhere(quote: Quote, figures: FiguresOfTables) -> bool:
    """Whether a quote states what tables have, to three digits or more, and none has just that."""
    telling = quote.exact and telling_digits(quote.mention) >= _TELLING
    if not telling or not figures.have_dimension(quote.mention.unit.dimension):
        return False
    return not figures.have(quote.mention)


def _of_lines(submission: Submission) -> Set[str]:
    """The keys of the figures of all accounts, the total's too, of people and of causes."""
    total = submission.standard.total.key
    lines = {keys.row(key) for key in submission.claims if keys.family(key) in _MEASURES}
    of_total = {keys.of_fund(line, total) for line in lines if keys.is_account(line)}
    return {
        f"{line}.{measure}" for line in lines | of_total for measure in _MEASURES[keys.family(line)]
    }
