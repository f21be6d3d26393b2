"""The pensions of a fund that pays them in two parts: 为37329名城乡居民发放养老金8665.17万元 is
基础养老金 and 个人账户养老金 together."""

from sipipeline.core import keys
from sipipeline.evidence.narrative.making.query import Made, Query
from sipipeline.evidence.narrative.questions.subjects import BENEFITS, Subject
from sipipeline.evidence.narrative.quoting.links import key_of
from sipipeline.language.lexicon import words

_PARTS = (
    Subject(keys.ACCOUNTS, "basic_pension"),
    Subject(keys.ACCOUNTS, "personal_account_pension"),
)
_PLAIN = frozenset({"fund", "rest", "level", "outcome", "whole_year", "this_year", "last_year"})
"""Kinds of words that say but whose pensions they are, and of which year."""


def made(query: Query) -> Made | None:
    """The two parts together; the first alone, or all benefits, may be called so as well. None of
    any other fund, and where more is said."""
    account, segment = query.account, query.segment
    if account not in query.own.funds or segment.dimension != "money" or segment.of_small_amount:
        return None
    unknown = [token.text for token in query.tokens if token.kind == "rest"]
    named = len(unknown) == 1 and unknown[0] in words("narrative", "compounds", "pensions")
    if not named or not query.kinds <= _PLAIN:
        return None
    first, *others = [key_of(part, account, query.measure) for part in _PARTS]
    if not all(map(query.own.standard.has, others)):
        return None
    benefits = key_of(BENEFITS, account, query.measure)
    return Made.of(keys.sum_of_figures([first, *others]), further=(first, benefits))
