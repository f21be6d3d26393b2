"""Shares of what the sentence itself states: 三项养老领取待遇人员合计68.93万人，其中城乡居民41.85
万人，占60.7%."""

from collections.abc import Iterator, Sequence
from itertools import product

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.relations import Bounds
from sipipeline.evidence.narrative.lines.sentence_figures import bounds_of
from sipipeline.evidence.narrative.making.query import Query
from sipipeline.evidence.narrative.quoting.cells import told
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.mentions import Mention

_PARTS = 3
"""Figures right before a share of which one may be the part."""
_WHOLES = 8
"""Figures before a share of which one may be the whole."""


def is_share_of_stated(quote: Quote, query: Query) -> bool:
    """Whether a share that is not what the tables make it is that of two figures of its sentence,
    or of a line and of the sum that was stated last: 基本养老金、病残津贴共76635.22万元，其中基本
    养老金占98.7%."""
    share = query.segment.dimension == "percent" and query.segment.has("share")
    if not share or quote.key is None or not keys.is_share(quote.key) or query.agrees(quote):
        return False
    said = bounds_of(quote.mention)
    return any(said.meets(made) for made in (*_shares(quote, query), *_of_sum(quote, query)))


def _shares(share: Quote, query: Query) -> Iterator[Bounds]:
    """What one of the last figures is of one before it that is measured alike; only the one that
    the share names, where it was stated."""
    stated = [quote for quote in query.preceding[-_WHOLES:] if not quote.changes]
    amounts = [quote.mention for quote in stated]
    for part, whole in product(_named(share, stated) or amounts[-_PARTS:], amounts):
        before = whole.start < part.start and whole.value > part.value > 0
        if before and whole.unit.base == part.unit.base and part.unit.dimension != "percent":
            yield bounds_of(part).over(bounds_of(whole))


def _named(share: Quote, stated: Sequence[Quote]) -> Sequence[Mention]:
    """The figures that were stated of the part that a share names itself."""
    part = keys.shared(share.key or "")[0]
    return [one.mention for one in stated if share.explicit and one.key == part]


def _of_sum(quote: Quote, query: Query) -> Iterator[Bounds]:
    """What the part of a share is of the sum that was stated last, if one was."""
    whole = query.preceding[-1] if query.preceding else None
    if whole is None or not (whole.sums or keys.is_made(whole.key or "")):
        return
    submission = query.own.submission
    part = told(keys.shared(quote.key or "")[0], submission)
    if part is not None and part.value and whole.mention.unit.dimension == "money":
        yuan = submission.standard.yuan(submission.money_unit)
        yield part.bounds.by(yuan).over(bounds_of(whole.mention))
