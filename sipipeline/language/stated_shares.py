"""A share that stands in one cell with the counts which make it: 完成95/100项，完成率95%;
应发9203人，实发9175人，发放率99.7%; 9175人，完成目标的99.7%."""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from sipipeline.core.values import frozen
from sipipeline.language.lexicon import WordPattern
from sipipeline.language.mentions import Mention, numbers_in
from sipipeline.language.names import is_rate, rate_before, without_rate
from sipipeline.language.pauses import letters_of, pieces
from sipipeline.language.shares import done_by, share_of_counts
from sipipeline.language.targets import Stated, parse
from sipipeline.language.units import NO_UNIT, PERCENT, TIMES

_HERE = "shares"
_WHOLE = 100.0
_OVER = "/"
_MONEY = "money"
_EXACT = 1e-9


@frozen
class StatedShare:
    """A share as written, the percent that the counts beside it make, and whether it is theirs to
    the last printed digit, or that of any two figures of the row."""

    words: str
    made: float
    holds: bool


def stated_share(target: str, actual: str, name: str) -> StatedShare | None:
    """The share that what was reached of an indicator states beside counts; None where there is
    none, or it may be a share of something else."""
    text, wanted = parse(actual).text, parse(target)
    figures = numbers_in(text)
    shares = [one for one in figures if one.unit == PERCENT]
    counts = [one for one in figures if one.unit != PERCENT]
    if len(shares) != 1 or not counts or not all(map(_is_plain, figures)):
        return None
    (share,) = shares
    label = _label(text, share, figures)
    made = _of_fraction(text, counts, label, name)
    made = _of_due(text, share, label, name) if made is None else made
    made = _of_target(counts, wanted, label) if made is None else made
    if made is None:
        return None
    holds = _is_known(share, counts, wanted, made)
    return StatedShare(text[share.start : share.end], made, holds)


def _is_plain(figure: Mention) -> bool:
    """Whether a figure is no bound, no change, no round number and no time."""
    is_time = figure.unit.dimension in TIMES or bool(figure.unit.per)
    return not (figure.op or figure.sense or figure.about or is_time)


def _label(text: str, share: Mention, figures: Sequence[Mention]) -> str:
    """The words right before a share, behind the figure before it."""
    start = max((one.end for one in figures if one.end <= share.start), default=0)
    return letters_of(re.split(r"[()]", pieces(text[start : share.start])[-1])[-1])


# ---------------------------------------------------------------- what the counts make
def _of_fraction(text: str, counts: Sequence[Mention], label: str, name: str) -> float | None:
    """The percent of 95/100项, where the share is not named, or is that of what is counted."""
    if len(counts) != 2 or text[counts[0].end : counts[1].start] != _OVER:
        return None
    part, whole = counts
    alike = part.unit in (whole.unit, NO_UNIT)
    if not alike or not 0 < part.value <= whole.value or part.decimals or whole.decimals:
        return None
    named = without_rate(rate_before(label))
    before = letters_of(text[: part.start])
    is_theirs = not label or _says_completed(label) or (named and named in before + name)
    return _WHOLE * part.value / whole.value if is_theirs else None


def _of_due(text: str, share: Mention, label: str, name: str) -> float | None:
    """The percent of what was due that the other words of a text say to be done."""
    named = rate_before(label)
    if not is_rate(named or name) or (label and not named):
        return None
    start = text.rindex(label, 0, share.start) if label else share.start
    others = f"{text[:start]}{text[share.end :]}".strip(",;、。()")
    return share_of_counts(parse(others), done_by(named or name))


def _of_target(counts: Sequence[Mention], wanted: Stated, label: str) -> float | None:
    """The percent of the target that one count is."""
    if len(counts) != 1 or not _says_completed(label) or wanted.sense or wanted.relative:
        return None
    (count,) = counts
    alike = count.unit.base == wanted.unit.base and count.unit.dimension != ""
    is_least = wanted.kind in ("bound", "number") and wanted.direction in (None, "higher")
    if not (alike and is_least and wanted.lo):
        return None
    return _WHOLE * count.base_value / (wanted.lo * wanted.unit.factor)


def _says_completed(label: str) -> bool:
    return _COMPLETED.fullmatch(label) is not None


_COMPLETED = WordPattern("{completed}{being}*", _HERE)


# ---------------------------------------------------------------- what it may be
def _is_known(share: Mention, counts: Sequence[Mention], wanted: Stated, made: float) -> bool:
    """Whether a share is what is made, rounded or cut off, or that of any two figures, or what is
    left of it; 100% is no rounded one where all are asked for."""
    if share.value == wanted.lo == _WHOLE and wanted.unit == PERCENT:
        return made >= _WHOLE
    room = made * sum(map(_roundness, counts)) + _EXACT
    least, most = share.value - share.half_width - room, share.value + 2 * share.half_width + room
    ratios = (made, *_ratios(counts, wanted))
    return any(least <= one <= most or least <= _WHOLE - one <= most for one in ratios)


def _ratios(counts: Sequence[Mention], wanted: Stated) -> Iterator[float]:
    """The percent that each figure is of each other one."""
    figures = [one.base_value for one in counts]
    if wanted.unit.base in [one.unit.base for one in counts]:
        figures += [one * wanted.unit.factor for one in (wanted.lo, wanted.hi) if one is not None]
    for part, whole in permutations(figures, 2):
        if whole:
            yield _WHOLE * part / whole


def _roundness(count: Mention) -> float:
    """By which part of it a count may be off: nothing where it is of whole things."""
    is_whole = not count.decimals and count.unit.factor == 1 and count.unit.dimension != _MONEY
    return 0.0 if is_whole or not count.value else count.half_width / abs(count.value)
