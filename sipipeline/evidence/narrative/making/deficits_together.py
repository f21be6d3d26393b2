"""What funds with a deficit lack together, of which it is not said which they are:
六项基金中有三项收不抵支，缺口合计2.51亿元."""

from itertools import combinations

from sipipeline.core import keys
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions.subjects import SURPLUS
from sipipeline.evidence.narrative.quoting.cells import told
from sipipeline.evidence.narrative.quoting.links import key_of

_LEAST = 2


def made(query: Query) -> Made | None:
    """The deficits of all funds that have one, added up, or those of some of them, or of all
    accounts; None where no deficits are added up, or one fund at most has any."""
    of_all = query.account == query.own.total and query.setting.what.deficit
    if not (of_all and query.is_sum and query.segment.dimension == "money" and query.measure):
        return None
    figures = [key_of(SURPLUS, fund, query.measure) for fund in query.own.funds]
    lacking = [key for key in figures if _is_below_nothing(key, query)]
    sizes = range(len(lacking), _LEAST - 1, -1)
    sums = [keys.sum_of_figures(some) for size in sizes for some in combinations(lacking, size)]
    whole = key_of(SURPLUS, query.own.total, query.measure)
    return Made.of(sums[0], further=(*sums[1:], whole), falls=True) if sums else None


def _is_below_nothing(key: str, query: Query) -> bool:
    figure = told(key, query.own.submission)
    return figure is not None and figure.high < 0
