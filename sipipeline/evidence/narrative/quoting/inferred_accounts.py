"""Of whom a figure is, by the one stated before it: in 总支出314500.21万元，…，增幅9.9%
the growth is that of the account which has this expenditure, though no word says so."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import Segment
from sipipeline.evidence.narrative.questions.accounts import Own, Whom
from sipipeline.evidence.narrative.questions.setting import Setting
from sipipeline.evidence.narrative.questions.subjects import (
    DEPOSIT_SHARE,
    DEPOSITS,
    LEFT,
    MONTHS,
    Subject,
)
from sipipeline.evidence.narrative.quoting.links import Link
from sipipeline.evidence.narrative.quoting.quotes import Quote, beside
from sipipeline.evidence.narrative.quoting.slips import telling_digits

_NAMES = ("fund", "brief", "total", "own", "place", "item", "deficit")
_MOST_BEFORE = 4
"""Figures of the sentence before one that are looked at."""
_DIGITS = 3
"""So many digits of an amount tell whose it is."""
_MEASURED = ("money", "people")
_AMOUNTS = {MONTHS: (LEFT,), DEPOSIT_SHARE: (DEPOSITS, LEFT)}
"""The lines of which the amounts tell whose a figure beside the balances is."""


def pinned(
    quote: Quote, segment: Segment, setting: Setting, said: Sequence[Quote], own: Own
) -> Quote:
    """The quote, held to one account where its words name no other, and the figures of its line
    that stand before it in its sentence are of this account alone: one that they tell where no name
    does, else the one that was named."""
    bare = not segment.has(*_names(quote)) and not segment.unknown
    lines = _lines(quote.key or "")
    if not bare or not lines:
        return quote
    near = said[-_MOST_BEFORE:] if _is_open(setting.whom) else said
    account = _told(setting.whom, [one for one in near if _is_of(lines, one)], own)
    return quote if account is None else _held_to(account, quote)


def _told(whose: Whom, of_line: Sequence[Quote], own: Own) -> str | None:
    """The account that figures of a line tell; None where they are of several, or of another than
    the one that was named."""
    told = [_accounts(one, own) for one in of_line]
    if _is_open(whose):
        accounts = {account for one in told for account in one}
        return accounts.pop() if len(accounts) == 1 else None
    return whose.account if told and all(one == {whose.account} for one in told) else None


def _is_open(whose: Whom) -> bool:
    """Whether no word of the sentence says of whom it is."""
    return whose.unsure or whose.source == "titled"


def _names(quote: Quote) -> Sequence[str]:
    """Kinds of words that may name another account; a line does not where it is that of which
    months and shares are: 占年末滚存结余的57.5%."""
    key = quote.key or ""
    of_line = keys.is_share(key) or Subject(keys.family(key), keys.measure(key)) in _AMOUNTS
    return [kind for kind in _NAMES if kind != "item" or not of_line]


def _lines(key: str) -> Sequence[Subject]:
    """The lines of which the amounts tell whose a figure is: its own, those that it is worked out
    from, or both of a share within one account; none of other figures."""
    if not keys.is_made(key):
        beside_balance = Subject(keys.family(key), keys.measure(key))
        return _AMOUNTS.get(beside_balance, [_line(key)] if key else ())
    one_account = keys.is_share(key) and len({*map(keys.fund, keys.made_of(key))}) == 1
    return [*map(_line, keys.made_of(key))] if one_account else ()


def _is_of(lines: Sequence[Subject], stated: Quote) -> bool:
    """Whether a figure is an amount of one of some lines, written out."""
    key = stated.key or ""
    if keys.is_made(key) or not stated.exact or stated.mention.unit.dimension not in _MEASURED:
        return False
    return _line(key) in lines


def _line(key: str) -> Subject:
    return Subject(keys.family(key), keys.item(key))


def _accounts(stated: Quote, own: Own) -> set[str]:
    """The accounts that have a figure, where its digits tell."""
    if telling_digits(stated.mention) < _DIGITS:
        return set()
    meant = (*stated.link.required, *stated.link.further)
    found = ((key, beside(stated, key, own.submission)) for key in meant)
    return {keys.fund(key) or "" for key, one in found if one is not None and one.agrees}


def _held_to(account: str, quote: Quote) -> Quote:
    """The quote, of the figures of an account."""
    required = [keys.made_of_fund(key, account) for key in quote.link.required]
    further = [key for key in quote.link.further if keys.fund(key) == account]
    return replace(quote, link=Link(tuple(dict.fromkeys(required)), tuple(further)))
