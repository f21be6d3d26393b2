"""Names that are cut otherwise than by the longest word: 机关事业单位退休人员 before a number of
people are the retirees of a fund, 按2022年支出水平测算 says how a figure of the year is worked
out, 转移 of 利息、转移及其他收入 is a name."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.marks import Mark, is_amount
from sipipeline.evidence.narrative.lines.segments import ENDS
from sipipeline.language.lexicon import table, words

_BEFORE_NUMBER = frozenset({"fillers", "level"})
_MOST_OF_MEASURE = 4
"""Words that the measure of a year has at most, behind its date."""
_NEAR = 8
"""Words behind a name in which the number of its people stands."""
_LONGEST_SHORT = 4
"""Words that a name which leaves out its last word has at most, with the sign behind it."""
_BESIDE_SHORT = frozenset({"join", ",", ":", "among", "fund", "brief"})
_NAMED = frozenset({"item", "fund", "brief", "number", "join"})
_ENDS_LIST = ENDS | {"number"}
_RETIREES = ("headcounts.retirees",)
_PENSIONS = ("accounts.basic_pension", "accounts.benefits")


class _Short(NamedTuple):
    mark: Mark
    end: int
    """The place behind it."""


def recut(marks: Sequence[Mark], year: int | None) -> list[Mark]:
    """The marks of a line, such names cut as they are meant; `year` is that of the report."""
    cut: list[Mark] = []
    place = 0
    while place < len(marks):
        behind = _end_of_measure(marks, place, year)
        if behind is not None:
            cut.append(_as_one(marks[place:behind]))
        elif _are_retirees(marks, place):
            cut += _fund_and_people(*marks[place : place + 2])
            behind = place + 2
        elif _is_pension(marks, place):
            cut += [marks[place], _pension(marks[place + 1])]
            behind = place + 2
        elif (short := _short_name(marks, place)) is not None:
            cut.append(short.mark)
            behind = short.end
        else:
            cut.append(marks[place])
        place = behind or place + 1
    return cut


def _end_of_measure(marks: Sequence[Mark], place: int, year: int | None) -> int | None:
    """Where the words end that a figure of the year is worked out by: 按2022年支出水平测算."""
    if marks[place].text not in words("narrative", "compounds", "by") or year is None:
        return None
    dated = marks[place + 1 : place + 2]
    when = dated[0].mention.when if dated and dated[0].mention is not None else None
    if when is None or when.year != year or not _is_whole_year(dated[0]):
        return None
    said, end = "", None
    for at in range(place + 2, min(len(marks), place + 2 + _MOST_OF_MEASURE)):
        said += marks[at].text
        end = at + 1 if said in words("narrative", "compounds", "measures") else end
    return end


def _is_whole_year(date: Mark) -> bool:
    return date.text.endswith(words("calendar", "year"))


def _as_one(marks: Sequence[Mark]) -> Mark:
    text = "".join(mark.text for mark in marks)
    return Mark("fillers", text, marks[0].start, marks[-1].end)


def _are_retirees(marks: Sequence[Mark], place: int) -> bool:
    """Whether a name of a fund ends in 退休, and people are counted behind it, with nothing on what
    they did, or got."""
    mark = marks[place]
    if mark.kind != "fund" or not mark.text.endswith(words("narrative", "compounds", "retired")):
        return False
    people, *behind = [*marks[place + 1 : place + _NEAR], mark]
    if people.text not in words("narrative", "compounds", "people"):
        return False
    number, *rest = [*dropwhile(lambda one: one.kind in _BEFORE_NUMBER, behind)]
    counted = number.mention is not None and number.mention.unit.dimension == "people"
    return counted and (rest[:1] == [mark] or rest[0].kind in ENDS)


def _is_pension(marks: Sequence[Mark], place: int) -> bool:
    """Whether a name of a fund and 金 behind it are all the pensions that were paid:
    发放企业养老金8.39亿元."""
    fund, *behind = marks[place : place + _NEAR]
    if fund.kind != "fund" or fund.text not in words("narrative", "compounds", "pensions_of"):
        return False
    paid = place > 0 and marks[place - 1].text in words("narrative", "compounds", "paying")
    sign, *rest = [mark for mark in behind if mark.kind not in _BEFORE_NUMBER] or [fund]
    return paid and sign.text == _pension_sign() and any(map(is_amount, rest[:1]))


def _short_name(marks: Sequence[Mark], place: int) -> _Short | None:
    """A name that leaves its last word to the last of its list: 利息、转移及其他收入; None for
    any other word."""
    before = marks[place - 1].kind if place else ""
    if before not in _BESIDE_SHORT or marks[place].kind in _NAMED:
        return None
    near = marks[place : place + _LONGEST_SHORT]
    size = next((at for at, mark in enumerate(near) if mark.kind == "join"), 0)
    said = "".join(mark.text for mark in near[:size])
    for ending, names in table()["narrative"]["compounds"]["short"].items():
        if said in names and _last_name(marks, place + size).endswith(ending):
            mark = Mark("item", said, marks[place].start, near[size - 1].end, tuple(names[said]))
            return _Short(mark, place + size)
    return None


def _last_name(marks: Sequence[Mark], place: int) -> str:
    """The last name of a list that goes on at a place; "" where that is none."""
    listed = takewhile(lambda mark: mark.kind not in _ENDS_LIST, marks[place : place + _NEAR])
    names = [mark for mark in listed if mark.kind == "item"]
    return names[-1].text if names else ""


def _pension_sign() -> str:
    return words("narrative", "compounds", "pension")[0]


def _pension(mark: Mark) -> Mark:
    return replace(mark, kind="item", meaning=_PENSIONS)


def _fund_and_people(fund: Mark, people: Mark) -> Iterator[Mark]:
    retired = next(
        one for one in words("narrative", "compounds", "retired") if fund.text.endswith(one)
    )
    start = fund.end - len(retired)
    yield replace(fund, text=fund.text.removesuffix(retired), end=start)
    yield Mark("item", retired + people.text, start, people.end, _RETIREES)
