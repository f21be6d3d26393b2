"""Which way a ratio went: 抚养比较上年有所上升."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.tokens import Token
from sipipeline.evidence.narrative.questions.subjects import Subject, subjects_of
from sipipeline.evidence.narrative.quoting.cells import Told, told
from sipipeline.evidence.narrative.quoting.clause import Clause, Statement

_YEARS = ("actual", "prior")


def named(tokens: Iterable[Token]) -> Sequence[Token]:
    """The words that name a ratio and both its figures: 抚养比."""
    return [token for token in tokens if token.kind == "ratio" and token.meaning]


def trends(clause: Clause, way: int) -> Iterator[Statement]:
    """That the one ratio of a clause rose, where the way is 1, or fell, where it is -1."""
    ratios, whose = named(clause.segment.tokens), clause.setting.whom
    if len(ratios) != 1 or whose.account is None or whose.source == "far":
        return
    of, by = parts(clause.segment.tokens, ratios[0])
    meant = [*_of_both_years(clause, whose.account, of, by)]
    if meant:
        yield clause.statement(meant[0], any(_may_go(one, way) for one in meant))


def parts(tokens: Iterable[Token], ratio: Token) -> tuple[Sequence[Subject], Sequence[Subject]]:
    """What a ratio may be of, and what that is measured by: as its bracket says, if it does."""
    items = [token for token in tokens if token.kind == "item"]
    if len(items) == 2:
        return subjects_of(items[0]), subjects_of(items[1])
    *of, by = subjects_of(ratio)
    return ((), ()) if items else (of, [by])


def _may_go(years: tuple[Told, Told], way: int) -> bool:
    now, before = years
    return max((now.high - before.low) * way, (now.low - before.high) * way) > 0


def _of_both_years(
    clause: Clause, account: str, of: Sequence[Subject], by: Sequence[Subject]
) -> Iterator[tuple[Told, Told]]:
    """The ratios that may be meant, each of this year and of last year."""
    for pair in product(of, by):
        lines = [f"{one.family}.{account}.{one.item}" for one in pair]
        shares = [keys.share(*(f"{line}.{year}" for line in lines)) for year in _YEARS]
        now, before = (told(share, clause.own.submission) for share in shares)
        if now is not None and before is not None:
            yield now, before
