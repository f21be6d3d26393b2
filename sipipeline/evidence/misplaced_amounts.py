"""Amounts of one column of an account that seem to stand in each other's line: each is off from the
other two columns of its own line and like those of another."""

from collections.abc import Container, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import combinations, groupby, pairwise, permutations
from typing import NamedTuple

from sipipeline.core import keys
from sipipeline.core.submission import Submission
from sipipeline.evidence.account_columns import COLUMNS, AccountColumn, ColumnLine

_BLOCK = 3
"""Amounts that fit the line above, or below, from which on they are no chance."""
_MOST = 2 / 3
"""Of the amounts of a block that have to be off from their own line."""
_NEXT_TO_NOTHING = 0.1
"""What a line may have of its own beside an amount that belongs elsewhere."""
_DIGITS = 3
"""Digits of an amount that is no other's by chance."""


class Disarray(Enum):
    """How amounts got where they are."""

    EXCHANGED = auto()
    """Two stand in each other's line."""
    ROTATED = auto()
    """Three do."""
    DOWN = auto()
    """A block stands a line too low."""
    UP = auto()
    """A block stands a line too high."""
    BESIDE_ZERO = auto()
    """One stands elsewhere, and its own line has 0."""
    COPIED = auto()
    """One is that of the line beside it, or of the same line of another fund."""


class Move(NamedTuple):
    """An amount, and the line where it belongs."""

    line: ColumnLine
    to: ColumnLine


class MisplacedAmounts(NamedTuple):
    """Amounts of one column that one mistake put where they are."""

    way: Disarray
    moves: Sequence[Move]
    """In the order of the form."""
    left: ColumnLine | None = None
    """The line that has an amount which belongs nowhere, or 0, or the copy."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The cells that hold something else than they should."""
        left = [] if self.left is None else [self.left.key]
        return tuple(dict.fromkeys([*left, *(move.line.key for move in self.moves)]))

    @property
    def apart(self) -> float:
        """How many times an amount differs at most from the line where it belongs."""
        return max(move.to.apart(move.line.amount) for move in self.moves)


def misplaced(submission: Submission) -> Sequence[MisplacedAmounts]:
    """What stands in another line in any column, or in that of another fund."""
    return [one for column in COLUMNS for one in _of_column(submission, column)]


def _of_column(submission: Submission, column: str) -> list[MisplacedAmounts]:
    """The mistakes in one column of all accounts, no cell in two of them."""
    accounts = [AccountColumn(submission, fund, column) for fund in submission.funds]
    found = [one for account in accounts for one in _of_account(account)]
    for pair in combinations(accounts, 2):
        found += [one for one in _between(*pair, _cells(found)) if _is_sure(one, pair)]
    return _apart(found)


def _of_account(account: AccountColumn) -> list[MisplacedAmounts]:
    """The mistakes within one account, if enough of its other lines are right."""
    found: list[MisplacedAmounts] = []
    for find in (_shifted, _exchanged, _rotated, _beside_zero, _copied):
        found = _apart([*found, *find(account, _cells(found))])
    return found if account.is_sound(_cells(found)) else []


def _cells(found: Sequence[MisplacedAmounts]) -> set[str]:
    return {key for one in found for key in one.keys}


def _apart(found: Sequence[MisplacedAmounts]) -> list[MisplacedAmounts]:
    """Of mistakes in the same cells the first."""
    kept: list[MisplacedAmounts] = []
    for one in found:
        if _cells(kept).isdisjoint(one.keys):
            kept.append(one)
    return kept


def _is_sure(one: MisplacedAmounts, accounts: Sequence[AccountColumn]) -> bool:
    """Whether enough of the other lines of the accounts are right."""
    return all(account.is_sound(one.keys) for account in accounts)


# ---------------------------------------------------------------- within an account
def _shifted(account: AccountColumn, _: Container[str]) -> Iterator[MisplacedAmounts]:
    """Blocks of lines that stand a line too low, or too high."""
    for way, step in ((Disarray.DOWN, 1), (Disarray.UP, -1)):
        for block in account.blocks:
            for moves in _runs(block, step, account):
                off = [move.line for move in moves if move.line in account.off]
                is_block = len(off) >= max(_BLOCK, _MOST * len(moves))
                if is_block and any(map(account.matters, off)):
                    yield _closed(way, moves, account)


def _runs(block: Sequence[ColumnLine], step: int, account: AccountColumn) -> Iterator[list[Move]]:
    """Lines in a row each of which has its amount in the next one, or in the one before; those at
    either end are not where they belong."""
    moves = [
        Move(block[place + step], line)
        for place, line in enumerate(block)
        if 0 <= place + step < len(block)
    ]
    for fits, run in groupby(moves, lambda move: account.fits(move.line.amount, move.to)):
        held = [*run]
        strange = [place for place, move in enumerate(held) if account.is_strange(move.line)]
        if fits and strange:
            yield held[strange[0] : strange[-1] + 1]


def _closed(way: Disarray, moves: Sequence[Move], account: AccountColumn) -> MisplacedAmounts:
    """A block with the line that has nothing of its own any more: what stands there may be the
    amount that is lost at the other end."""
    ends = (moves[0].to, moves[-1].line) if way is Disarray.DOWN else (moves[-1].to, moves[0].line)
    start, end = ends
    if start.amount and account.fits(start.amount, end):
        return MisplacedAmounts(way, (*moves, Move(start, end)))
    return MisplacedAmounts(way, moves, start)


def _exchanged(account: AccountColumn, told: Container[str]) -> Iterator[MisplacedAmounts]:
    """Two amounts in each other's line, neither of which may be in that of a third."""
    off = _stray(account, told)
    for one, other in combinations(off, 2):
        moves = Move(one, other), Move(other, one)
        is_mutual = _all_fit(moves, account) and account.is_alike(one, other)
        if is_mutual and account.matters_between(one, other) and _is_alone(moves, off, account):
            yield MisplacedAmounts(Disarray.EXCHANGED, moves)


def _rotated(account: AccountColumn, told: Container[str]) -> Iterator[MisplacedAmounts]:
    """Three amounts each of which is in the line of the next, two of them off from their own."""
    if not _is_far_off(account.off, account):
        return
    lines = [line for line in account.lines if line.amount > 0 and line.key not in told]
    strange = [line for line in lines if account.is_strange(line)]
    for place, one in enumerate(strange, 1):
        for two, three in permutations(strange[place:], 2):
            moves = Move(one, two), Move(two, three), Move(three, one)
            if _is_far_off((one, two, three), account) and _all_fit(moves, account):
                yield MisplacedAmounts(Disarray.ROTATED, moves)


def _is_far_off(lines: Iterable[ColumnLine], account: AccountColumn) -> bool:
    """Whether two lines and more are off, one of them by an amount that matters."""
    off = [line for line in lines if line in account.off]
    return len(off) > 1 and any(map(account.matters, off))


def _beside_zero(account: AccountColumn, told: Container[str]) -> Iterator[MisplacedAmounts]:
    """An amount in a line with next to nothing of its own, where the line that it fits has 0, or is
    the only one that is blank."""
    stray = _stray(account, told)
    new = [one for one in stray if max(one.others) <= _NEXT_TO_NOTHING * one.amount]
    for line in account.off:
        fitting = [one for one in new if account.fits(one.amount, line)]
        is_zero = line.amount == 0 and line.key not in told and account.matters(line)
        is_lacking = is_zero and not account.is_blank_as_others(line) and len(fitting) == 1
        if is_lacking and not account.is_otherwise_by_change(line, fitting[0].amount):
            yield MisplacedAmounts(Disarray.BESIDE_ZERO, [Move(fitting[0], line)], line)


def _copied(account: AccountColumn, told: Container[str]) -> Iterator[MisplacedAmounts]:
    """An amount that is to the last digit that of the line beside it, and off there alone."""
    off = {line.key for line in _stray(account, told)}
    for block in account.blocks:
        for one, other in (*pairwise(block), *pairwise(block[::-1])):
            is_copy = one.key in off and account.is_right(other) and one.amount == other.amount
            if is_copy and account.matters(one) and _digits(one.amount) >= _DIGITS:
                yield MisplacedAmounts(Disarray.COPIED, [Move(other, other)], one)


def _stray(account: AccountColumn, told: Container[str]) -> list[ColumnLine]:
    """The amounts that are off from their own line, and not told yet."""
    return [line for line in account.off if line.amount > 0 and line.key not in told]


def _all_fit(moves: Sequence[Move], account: AccountColumn) -> bool:
    """Whether each amount may be that of the line where it would belong."""
    return all(account.fits(move.line.amount, move.to) for move in moves)


def _is_alone(moves: Sequence[Move], off: Sequence[ColumnLine], account: AccountColumn) -> bool:
    """Whether no amount of two that are exchanged may be exchanged with a third."""
    own = {move.line.key for move in moves}
    return not any(
        account.fits(move.line.amount, third) and account.fits(third.amount, move.line)
        for move in moves
        for third in off
        if third.key not in own
    )


# ---------------------------------------------------------------- between two accounts
def _between(
    one: AccountColumn, other: AccountColumn, told: Container[str]
) -> Iterator[MisplacedAmounts]:
    """The lines of two funds that have each other's amount, as one mistake; an amount that one has
    from the other."""
    pairs = [*_same_lines(one, other, told)]
    exchanged = [pair for pair in pairs if _are_exchanged(*pair, one, other)]
    moves = [move for a, b in exchanged for move in (Move(a, b), Move(b, a))]
    if moves:
        yield MisplacedAmounts(Disarray.EXCHANGED, moves)
    for a, b in pairs:
        if _is_copy(a, b, one, other):
            yield MisplacedAmounts(Disarray.COPIED, [Move(b, b)], a)
        if _is_copy(b, a, other, one):
            yield MisplacedAmounts(Disarray.COPIED, [Move(a, a)], b)


def _same_lines(
    one: AccountColumn, other: AccountColumn, told: Container[str]
) -> Iterator[tuple[ColumnLine, ColumnLine]]:
    """The lines that two accounts have in common, and that are not told yet."""
    free = {keys.item(line.key): line for line in other.every if line.key not in told}
    for line in one.every:
        beside = free.get(keys.item(line.key))
        if line.key not in told and beside is not None:
            yield line, beside


def _is_copy(
    copy: ColumnLine, original: ColumnLine, own: AccountColumn, source: AccountColumn
) -> bool:
    """Whether an amount that is off is that of a line of another account, where it is right."""
    is_same = copy.amount == original.amount and _digits(copy.amount) > _DIGITS
    return is_same and copy in own.off and source.is_right(original) and own.matters(copy)


def _are_exchanged(a: ColumnLine, b: ColumnLine, one: AccountColumn, other: AccountColumn) -> bool:
    """Whether a line of two accounts has each other's amount."""
    off = a in one.off and b in other.off and min(a.amount, b.amount) > 0
    fits = off and other.fits(a.amount, b) and one.fits(b.amount, a)
    return fits and abs(a.amount - b.amount) >= min(one.least, other.least) > 0


def _digits(amount: float) -> int:
    """The digits of an amount, without the zeros at its end."""
    return len(f"{amount:.6f}".replace(".", "").strip("0"))
