"""The figures of the tables that words name side by side: 住院支出与门诊支出, 工伤和失业收入."""

from collections.abc import Iterable, Iterator, Sequence

from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.accounts import Own
from sipipeline.evidence.narrative.questions.names_of_accounts import fund_with_item, resolved
from sipipeline.evidence.narrative.questions.subjects import Subject, is_bare, subjects_of
from sipipeline.evidence.narrative.quoting import cells
from sipipeline.evidence.narrative.quoting.links import key_of

_FUNDS = frozenset({"fund", "brief", "total", "own", "place"})
_ITEMS = frozenset({"item", "deficit"})
NAMES = _FUNDS | _ITEMS
"""Kinds of words that name a figure, or the account that it is of."""
_SILENT = frozenset(
    "fillers join level outcome this_year whole_year date last_year same_period each among count "
    "sums completion share ratio up down every used onset origin".split()
)
"""Kinds of words that name no figure, and may stand beside those that do."""

_PASSED = frozenset(
    {"count", "sums", "outcome", "this_year", "whole_year", "date", "last_year", "same_period"}
)
"""Kinds of words that may stand between an item and the bare 支出 that is said of it."""


@frozen
class NamedLine:
    """A line of the tables of one account; where its name may mean several, all of these."""

    account: str
    subjects: tuple[Subject, ...]

    def keys(self, measure: str, own: Own) -> list[str]:
        """The keys of its figures that the tables have, or others make."""
        named = (key_of(subject, self.account, measure) for subject in self.subjects)
        return [key for key in named if key and cells.kind(key, own.standard)]


def terms(
    tokens: Iterable[Token], account: str | None, of: Sequence[Subject], own: Own
) -> Sequence[NamedLine]:
    """The figures that words name, in order; one that leaves out the fund, or the item, has that of
    the words before. None where a word is unknown, or a fund or an item unclear."""
    named = [*_named(tokens)]
    if any(token.kind not in NAMES for token in named):
        return ()
    found = [*_in_order(named, account, tuple(of), own)]
    clear = [NamedLine(one, subjects) for one, subjects in found if one is not None and subjects]
    return clear if len(clear) == len(found) else ()


def _in_order(
    named: Sequence[Token], account: str | None, of: tuple[Subject, ...], own: Own
) -> Iterator[tuple[str | None, tuple[Subject, ...]]]:
    """Account and lines of each figure: funds have the item behind them, or the last one."""
    funds: list[str | None] = []
    for token in named:
        if token.kind in _FUNDS:
            funds.append(_account(token, own))
            continue
        funds, of = funds or [_account_of(token, account, own)], subjects_of(token)
        yield from ((fund, of) for fund in funds)
        account, funds = funds[-1], []
    yield from ((fund, of) for fund in funds)


def _account_of(item: Token, account: str | None, own: Own) -> str | None:
    """The account of an item without a fund: that of the words before, unless the total has no
    such item, and only one fund has."""
    only = fund_with_item([item], own) if account in (None, own.total) else None
    return only or account


def _account(token: Token, own: Own) -> str | None:
    return resolved(token, own) if token.kind in ("fund", "brief") else own.total


def _named(tokens: Iterable[Token]) -> Iterator[Token]:
    """The words that name something, or are unknown; of two side by side, as 住院 支出 and 全县
    社会保险, the one that says more."""
    before: Token | None = None
    named: Token | None = None
    for token in tokens:
        if token.kind not in _SILENT and not _is_said(before, token):
            named = token
            yield token
        before = named if token.kind in _PASSED else token


def _is_said(before: Token | None, token: Token) -> bool:
    """Whether the word before says what a word does, and more; also where it only counts them:
    失业保险金、稳岗返还两项 支出, adds them up: 住院、门诊两项合计 支出, or says when: 稳岗返还全年
    支出."""
    if before is None:
        return False
    placed = before.kind in ("own", "place") and token.kind in _FUNDS
    return placed or (before.kind == token.kind == "item" and is_bare(token))
