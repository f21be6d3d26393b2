"""What a whole is divided into, where the parts make it up but for one slip of the hand, and the
shares of parts that make it up: 1286家（医疗机构538家、零售药店784家）;
119.13万人，职工18.64万人占18.6%，居民100.49万人占84.4%."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from sipipeline.evidence.narrative.lines.relations import share, together
from sipipeline.evidence.narrative.lines.sentence_figures import (
    NumberInLine,
    Working,
    bounds_of,
    is_whole,
)
from sipipeline.evidence.narrative.own_figures.leading_words import NEXT_PART
from sipipeline.evidence.narrative.own_figures.set_words import Told, behind
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.language.lexicon import WordPattern, has, one_of
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "divisions")
_WORKINGS = ("narrative", "workings")
_IN_BRACKET, _AMONG = 4, 5
"""Digits that a whole has at least, whose parts stand in a bracket, or behind 其中: of shorter ones
some parts that are not all may be one slip away from it as well."""
_MOST_PARTS = 6
_ENDED = re.compile(r"\)|[,;。]|$")
"""What stands behind the last part."""
_PART = WordPattern("[、,;:]?(?:{narrative.workings.among}[,:]?)?[^,;:、()。]{1,14}")
"""，居民: the words before a part with its share."""
_BRACKET = WordPattern(r"\((?:{narrative.workings.among}[,:]?)?[^,;:、()。]{1,14}")
"""（其中医疗机构: the words before the first part in a bracket."""


@cache
def _among() -> re.Pattern[str]:
    """，其中资助参保: the words before the first part behind 其中."""
    titles = f"{one_of(*_WORKINGS, 'among')}|{one_of(*_WORKINGS, 'dividing')}"
    return re.compile(f"[,;]?(?:{titles})[,:]?[^,;:、()。]{{1,14}}")


_SHARE = WordPattern(",?{share}{narrative.workings.behind}*", *_HERE)
"""占: the words between a part and its share."""


# ---------------------------------------------------------------- parts
def misstated_part(here: NumberInLine) -> Working | None:
    """What the last of some parts must be, if they make their whole up but for two digits that are
    exchanged in one of them; None where they make it up, or are no slip away from it."""
    if not here.number.unit.symbol or not _ends_list(here):
        return None
    for count in range(2, min(len(here.before), _MOST_PARTS) + 1):
        whole = here.before[-count]
        parts = [_with_unit(one, here.number) for one in (*here.before[1 - count :], here.number)]
        least = _least_digits(here, whole, parts)
        if least:
            return _slip(whole, parts) if slips.telling_digits(whole) >= least else None
    return None


def _with_unit(part: Mention, last: Mention) -> Mention:
    """A part, with the unit of the last where it has none: 1062.3、失业38.9、工伤86.4万元."""
    return part if part.unit.symbol else replace(part, unit=last.unit)


def _ends_list(here: NumberInLine) -> bool:
    """Whether a number is the last of a list, behind which no further part is told."""
    behind = here.behind
    return _ENDED.match(behind) is not None and not has(behind, *_HERE, "further")


def _least_digits(here: NumberInLine, whole: Mention, parts: Sequence[Mention]) -> int:
    """How many digits a whole must have, right behind which some parts are listed; 0 where they are
    not, or are no parts of it."""
    alike = all(one.unit.base == whole.unit.base for one in parts)
    if not alike or not all(map(is_whole, (whole, *parts))):
        return 0
    ends = [whole.end, *(one.end for one in parts)]
    first, *others = [here.text[end : one.start] for end, one in zip(ends, parts, strict=False)]
    listed = all(map(NEXT_PART.fullmatch, others)) and not _begins_anew(first, others)
    if not listed or any(map(_is_no_part, (here.words_to(whole), first, *others))):
        return 0
    if _BRACKET.fullmatch(first) and here.text.startswith(")", here.number.end):
        return _IN_BRACKET
    return _AMONG if _among().fullmatch(first) else 0


def _begins_anew(first: str, others: Sequence[str]) -> bool:
    """Whether a semicolon ends the parts behind 其中, so that the figure behind it may be none:
    收入100万元，其中保费60万元；支出80万元. In a bracket it may part them."""
    return not first.startswith("(") and any(one.startswith(";") for one in others)


def _is_no_part(lead: str) -> bool:
    """Whether words before a figure say that it is by how much something changed, or of another
    time."""
    return has(lead, *_HERE, "no_part")


def _slip(whole: Mention, parts: Sequence[Mention]) -> Working | None:
    """The last of some parts as the others leave it, where two digits of one of them, or of the
    whole, are exchanged; it is open which if not of the last."""
    left = bounds_of(whole)
    if together(map(bounds_of, parts)).meets(left):
        return None
    rest = left.minus(together(map(bounds_of, parts[:-1])))
    if any(bounds_of(one).meets(rest) for one in _exchanged(parts[-1], whole)):
        return Working(whole.start, [rest])
    for place, part in enumerate(parts[:-1]):
        others = together(map(bounds_of, (*parts[:place], *parts[place + 1 :])))
        if any(bounds_of(one).plus(others).meets(left) for one in _exchanged(part, whole)):
            return Working(whole.start, [rest], is_open=True)
    summed = together(map(bounds_of, parts))
    if any(bounds_of(one).meets(summed) for one in slips.exchanged(whole)):
        return Working(whole.start, [rest], is_open=True)
    return None


def _exchanged(part: Mention, whole: Mention) -> Iterator[Mention]:
    """A part with two digits exchanged, each way that this can be; none of one of few digits that
    is rounder than the whole, which may leave just so much by chance: 财政7150万元."""
    is_round = part.decimals < whole.decimals and slips.telling_digits(part) < _IN_BRACKET
    return iter(()) if is_round else slips.exchanged(part)


# ---------------------------------------------------------------- shares
@behind(_SHARE, "percent")
def share_of_part(here: NumberInLine, _: Told) -> Working | None:
    """The share of a part that stands right before a percent, where this and the other parts of
    the sentence, each with its share, make the figure before them up."""
    first, run = _run(here)
    whole = here.figures[first - 1] if first else None
    if whole is None or len(run) < 2 or not _is_of_sentence(here, whole):
        return None
    alike = all(one.unit.base == whole.unit.base for one in run) and is_whole(whole)
    if not alike or not together(map(bounds_of, run)).meets(bounds_of(whole)):
        return None
    part = here.last
    return Working.of(share, part, whole)


def _is_of_sentence(here: NumberInLine, figure: Mention) -> bool:
    """Whether a figure stands in the sentence of a number."""
    return any(one.start == figure.start for one in here.before)


def _run(here: NumberInLine) -> tuple[int, Sequence[Mention]]:
    """Where the list of parts with their shares begins that a number stands in, and the parts."""
    places = range(here.place, max(0, here.place - 2 * _MOST_PARTS), -2)
    first = min(takewhile(lambda place: _is_pair(here, place), places), default=here.place)
    last = here.place
    while _is_pair(here, last + 2) and last - first < 2 * _MOST_PARTS:
        last += 2
    return first - 1, [here.figures[place - 1] for place in range(first, last + 1, 2)]


def _is_pair(here: NumberInLine, place: int) -> bool:
    """Whether a figure is the share of the one right before it, which is a part of a list."""
    if not 0 < place < len(here.figures):
        return False
    part, share = here.figures[place - 1 : place + 1]
    sharing = _SHARE.fullmatch(here.text[part.end : share.start])
    lead = here.text[here.figures[place - 2].end if place > 1 else 0 : part.start]
    listed = _PART.fullmatch(lead) is not None and not _is_no_part(lead)
    return share.unit.dimension == "percent" and bool(sharing) and listed and is_whole(part)
