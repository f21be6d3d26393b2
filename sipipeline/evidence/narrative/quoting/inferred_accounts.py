"""Of whom a figure is, by the one stated before it: in 总支出314500.21万元，…，增幅9.9%
the growth is that of the account which has this expenditure, though no word says so."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.questions.setting import Setting
from sipipeline.evidence.narrative.questions.whom import Own, Whom
from sipipeline.evidence.narrative.quoting.links import Link
from sipipeline.evidence.narrative.quoting.quotes import Quote, beside
from sipipeline.evidence.narrative.quoting.slips import telling_digits

_NAMES = ("fund", "brief", "total", "own", "place", "item", "deficit")
_MOST_BEFORE = 4
"""Figures of the sentence before one that are looked at."""
_DIGITS = 3
"""So many digits of an amount tell whose it is."""
_MEASURED = ("money", "people")


def pinned(
    quote: Quote, segment: Segment, setting: Setting, said: Sequence[Quote], own: Own
) -> Quote:
    """The quote, held to one account where its words name no other, and the figures of its line
    that stand before it in its sentence are of this account alone: one that they tell where no name
    does, else the one that was named."""
    bare = not segment.has(*_NAMES) and not segment.unknown
    if not bare or not quote.key or keys.is_made(quote.key):
        return quote
    near = said[-_MOST_BEFORE:] if setting.whom.unsure else said
    account = _told(setting.whom, [one for one in near if _is_of_line(one, quote)], own)
    return quote if account is None else _held_to(account, quote)


def _told(whose: Whom, of_line: Sequence[Quote], own: Own) -> str | None:
    """The account that figures of a line tell; None where they are of several, or of another than
    the one that was named."""
    told = [_accounts(one, own) for one in of_line]
    if whose.unsure:
        accounts = {account for one in told for account in one}
        return accounts.pop() if len(accounts) == 1 else None
    return whose.account if told and all(one == {whose.account} for one in told) else None


def _is_of_line(stated: Quote, quote: Quote) -> bool:
    """Whether a figure before a quote is an amount of the same line, written out."""
    key = stated.key or ""
    if keys.is_made(key) or not stated.exact or stated.mention.unit.dimension not in _MEASURED:
        return False
    line = keys.family(key), keys.item(key)
    return line == (keys.family(quote.key or ""), keys.item(quote.key or ""))


def _accounts(stated: Quote, own: Own) -> set[str]:
    """The accounts that have a figure, where its digits tell."""
    if telling_digits(stated.mention) < _DIGITS:
        return set()
    meant = (*stated.link.required, *stated.link.further)
    found = ((key, beside(stated, key, own.submission)) for key in meant)
    return {keys.fund(key) or "" for key, one in found if one is not None and one.agrees}


def _held_to(account: str, quote: Quote) -> Quote:
    """The quote, of the figures of an account."""
    required = [keys.of_fund(key, account) for key in quote.link.required]
    further = [key for key in quote.link.further if keys.fund(key) == account]
    return replace(quote, link=Link(tuple(dict.fromkeys(required)), tuple(further)))
