"""A row of an account that was copied over another: both are the same in every column, to the last
digit, and the sums of several columns lack what stood there. It is supposed to be the row of which
all that it is added up in asks for other amounts, and believed where these settle what is told and
nothing new is; either of the two where as much speaks for both."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import NamedTuple

from sipipeline import catalogue
from sipipeline.checking.causes.testimonies import worked_out_of
from sipipeline.checking.supposing.suppositions import Correction, settled
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding, Kind, Severity
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.evidence.account_columns import COLUMNS, lines_in_columns
from sipipeline.evidence.copied_lines import pair_of
from sipipeline.localisation.cell_slips import rounded
from sipipeline.rules import j901_jointly_consistent

_ALL_TOGETHER = j901_jointly_consistent.RULE.code
_FEWEST = 2
"""In so many columns rows must have figures of several digits, and sums be off."""
_DIGITS = 3
"""So many digits are hardly alike by chance."""
COPIED_OVER = Text(
    zh="{fund}“{row}”一行的数和“{other}”完全相同，像是把“{other}”整行复制过来、盖掉了原来的数："
    "照账重填“{row}”这一行，其余各行和合计先不改",
    en="{fund}: the row {row} is the same as {other} in every column, as if that had been copied "
    "over it: fill in {row} again from the books, and leave the other rows and the sums as they "
    "are",
)
PERHAPS_COPIED_OVER = Text(
    zh="{fund}“{row}”一行是从“{other}”整行复制来的（两行的数现在完全相同），照账重填这一行，其余各行和"
    "合计先不改",
    en="{fund}: the row {row} was copied from {other}, which it is the same as in every column: "
    "fill it in again from the books, and leave the other rows and the sums as they are",
)


@frozen
class CopiedRow(Correction):
    """A row as what it is added up in asks for, and what is worked out of it."""

    instead: Mapping[str, Claim | None]
    """The row that it is the same as, in the same way, where that may be the copy instead."""
    why_instead: Text

    def weight(self, before: Sequence[Finding], after: Sequence[Finding]) -> int:
        """How many findings it settles; 0 where it makes errors, or settles fewer sums than it
        must."""
        gone = settled(before, after)
        sums = [one for one in gone if one.kind is Kind.ARITHMETIC and one.rule != _ALL_TOGETHER]
        return len(gone) if len(sums) >= _FEWEST and not self.breaks(before, after) else 0

    def told(self, before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
        """What is told afterwards, and what the copy settles, as one cause: the row; where it may
        be either of the two, both as possible."""
        told = Correction.told(self, before, after)
        if not self.instead:
            return told
        other = replace(self, held=self.instead, why=self.why_instead, instead={})
        either = tuple(map(_possible, (*self._culprits(), *other._culprits())))
        new = {one.group for one in told} - {one.group for one in after}
        return [replace(one, culprits=either) if one.group in new else one for one in told]


def copied_rows(findings: Sequence[Finding], submission: Submission) -> Iterator[CopiedRow]:
    """The rows of the accounts with broken sums that are the same as another row."""
    broken = [one for one in findings if one.severity is Severity.ERROR and one.cells]
    funds = {keys.fund(one.cells[0].key) for one in broken if one.kind is Kind.ARITHMETIC}
    for fund in (one for one in submission.standard.accounts if one.key in funds):
        rows = [
            f"{keys.ACCOUNTS}.{fund.key}.{item.key}"
            for item in lines_in_columns(submission.standard, fund)
        ]
        for pair in combinations(rows, 2):
            if _are_the_same(*pair, submission):
                yield from _copied_over(*pair, broken, submission)


class _Left(NamedTuple):
    """What a sum leaves of a cell."""

    room: float
    """How far that is rounded off."""
    amount: float
    half_width: float
    """That of the finest figure of the sum."""


def _are_the_same(row: str, other: str, submission: Submission) -> bool:
    """Whether two rows have the same amounts in every column, too many digits of them for that to
    be chance."""
    pairs = [pair_of(f"{row}.{one}", f"{other}.{one}", submission) for one in COLUMNS]
    known = [pair for pair in pairs if pair is not None and pair.alike]
    is_telling = sum(_has_digits(pair.original) for pair in known) >= _FEWEST
    return len(known) == len(COLUMNS) and is_telling


def _has_digits(claim: Claim) -> bool:
    """Whether an amount has three digits that are not all round."""
    return len(f"{claim.value:g}".replace(".", "").strip("0-")) >= _DIGITS


def _copied_over(
    row: str, other: str, broken: Sequence[Finding], submission: Submission
) -> Iterator[CopiedRow]:
    """That one of two rows was copied over the other: the one that fits, or the one that more is
    told of; where it may be either, both."""
    against = {one: _against(one, broken) for one in (row, other)}
    fitting = {one: _asked(one, submission) for one in against}
    fitting = {one: meant for one, meant in fitting.items() if meant}
    if len(fitting) == len(against) and against[row] != against[other]:
        del fitting[min(against, key=against.__getitem__)]
    held = [_held(meant, submission) for meant in fitting.values()]
    whys = _whys((row, other), fitting, submission)
    if held:
        instead = held[-1] if len(held) > 1 else {}
        yield CopiedRow(submission, held[0], whys[0], instead, whys[-1])


def _against(row: str, broken: Sequence[Finding]) -> int:
    """How many errors there are that speak of a row."""
    return sum(any(keys.row(cell.key) == row for cell in one.cells) for one in broken)


def _held(meant: Mapping[str, float | None], submission: Submission) -> Mapping[str, Claim | None]:
    """What the cells of a row would hold, with its changes and rates."""
    known = {key: amount for key, amount in meant.items() if amount is not None}
    follow = worked_out_of(known, submission)
    every = {**meant, **follow} if len(known) == len(meant) else {**meant}
    return {
        key: None if amount is None else submission.claims[key]._replace(value=amount)
        for key, amount in every.items()
    }


def _asked(row: str, submission: Submission) -> Mapping[str, float | None]:
    """The amounts that the sums ask for in a row, None where a blank leaves them open; nothing
    where a column asks for no other, few are known, or sums of one ask for several."""
    cells = [f"{row}.{one}" for one in COLUMNS]
    left = {key: [*_left(key, submission)] for key in cells}
    meant = {key: _meeting(key, left[key], submission) for key in cells}
    known = [key for key in cells if left[key]]
    are_off = all(any(_is_off(one, key, submission) for one in left[key]) for key in known)
    are_of_one = all(meant[key] is not None for key in known)
    return meant if are_of_one and are_off and len(known) >= _FEWEST else {}


def _meeting(key: str, left: Sequence[_Left], submission: Submission) -> float | None:
    """The one amount that every sum leaves of a cell, as finely as that is printed; None where
    there is none, or it cannot be."""
    if not left:
        return None
    best = min(left)
    meant = rounded(best.amount, best.half_width)
    is_one = all(abs(one.amount - best.amount) <= one.room + best.room for one in left)
    may_be = meant >= 0 or submission.standard.may_be_negative(key)
    return meant if is_one and may_be else None


def _is_off(left: _Left, key: str, submission: Submission) -> bool:
    """Whether a sum leaves another amount than a cell has."""
    return abs(left.amount - (submission.number(key) or 0.0)) > left.room


def _left(key: str, submission: Submission) -> Iterator[_Left]:
    """What each sum of a cell leaves of it."""
    for sum_ in _sums_of(submission.standard).get(key, ()):
        needed = (key, *(one for one, by in sum_.items() if by < 0))
        some = [one for one in sum_ if one in needed or not _is_nothing(one, submission)]
        if all(_is_stated(one, submission) for one in some):
            yield _left_of(key, {submission.claims[one]: sum_[one] for one in some})


def _left_of(key: str, terms: Mapping[Claim, float]) -> _Left:
    """What the others of a sum leave of a cell, all being stated."""
    (own,) = (by for one, by in terms.items() if one.key == key)
    beside = sum(by * float(one.value) for one, by in terms.items() if one.key != key)
    half_widths = [one.half_width for one in terms]
    return _Left(sum(half_widths), -beside / own, min(half_widths))


def _is_stated(key: str, submission: Submission) -> bool:
    return key in submission.claims and submission.number(key) is not None


def _is_nothing(key: str, submission: Submission) -> bool:
    """Whether a fund that is not reported, or that has nothing in any column of a line, adds
    nothing to a sum."""
    line = [keys.beside(key, one) for one in COLUMNS]
    return not any(one in submission.claims or one in submission.unread for one in line)


@cache
def _sums_of(standard: Standard) -> Mapping[str, Sequence[Mapping[str, float]]]:
    """Each cell with the sums that it is in, what these add up and, taken off, the sum."""
    sums: dict[str, list[Mapping[str, float]]] = {}
    for relation in catalogue.relations(standard):
        if relation.parts and not relation.is_ratio:
            terms = {term.key: float(term.coefficient) for term in relation.terms}
            for key in relation.keys:
                sums.setdefault(key, []).append({**terms, relation.subject: -1.0})
    return sums


def _whys(
    rows: tuple[str, str], fitting: Collection[str], submission: Submission
) -> Sequence[Text]:
    """What is told of those of two equal rows that may have been copied over."""
    standard = submission.standard
    told = PERHAPS_COPIED_OVER if len(fitting) > 1 else COPIED_OVER
    names = {one: standard.line_name(f"{one}.{COLUMNS[0]}") for one in rows}
    fund = standard.fund(keys.fund(f"{rows[0]}.") or "").short
    pairs = [(one, other) for one, other in (rows, rows[::-1]) if one in fitting]
    return [told.fill(fund=fund, row=names[one], other=names[other]) for one, other in pairs]


def _possible(culprit: Culprit) -> Culprit:
    return replace(culprit, confidence="possible")
