"""What is said of a number behind it: 8054.78万元为上年数 as 8054.78万元（上年数）, and 收入中
9742.38万元为保费 as 收入中保费9742.38万元."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from sipipeline.evidence.narrative.lines.marks import Mark, says
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.language.lexicon import words

_OF_TIME = frozenset(
    "date last_year same_period this_year whole_year year_start budget outcome".split()
)
_NAMES = frozenset({"fund", "brief", "item"})
_PEOPLE = frozenset({"brief", "item", "part"})
"""Kinds of words that say who people are: 职工, 退休人员, 灵活就业."""
_BEING = frozenset({"level", "fillers", "rest"})
_WHOLES = {"accounts.income", "accounts.expenditure"}
_SIGNS = ENDS | {"(", ")", "join"}
_UNNAMED = _SIGNS | {"among"}
_LONGEST = 8
"""Words behind a number that are looked at."""
_FARTHEST = 48
"""Words before one that are looked at for other numbers of which the same is said."""


class _Predicate(NamedTuple):
    said: Sequence[Mark]
    end: int
    """The place behind it."""


def with_predicates(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a line, what is said of a number behind it put into a bracket where it is of
    when, or of a budget, and before it where it names the part that it is; a name that leaves open
    of what it is a part is left out."""
    written: list[Mark] = []
    parted = False
    at = 0
    while at < len(marks):
        mark = marks[at]
        parted = _are_parts(parted, written, mark)
        at += 1
        if mark.kind != "number":
            written.append(mark)
        elif (of_time := _of_time(marks, at)) is not None:
            written.append(replace(mark, behind=(*mark.behind, *of_time.said)))
            at = of_time.end
        elif (of_all := _of_all(marks, at)) is not None:
            written[-_FARTHEST:] = _each(written[-_FARTHEST:], mark, of_all.said)
            at = of_all.end
        elif (name := _name(marks, at)) is not None and _is_unnamed(written):
            written += [*name.said, mark] if parted else [mark]
            at = name.end
        else:
            written += [*_who(marks, at), mark]
    return written


def _who(marks: Sequence[Mark], start: int) -> Sequence[Mark]:
    """The words behind a number of people that say who they are, as ones that leave open what it is
    of: 参保14218人为单位职工; none where they name a fund, or anything else."""
    mention = marks[start - 1].mention
    if mention is None or mention.unit.dimension != "people":
        return ()
    found = _predicate(marks, start)
    kinds = {mark.kind for mark in found.said} if found is not None else set()
    known = found is not None and kinds & _PEOPLE and kinds <= _PEOPLE | {"fillers"}
    return [replace(mark, kind="rest") for mark in found.said] if found and known else ()


def _are_parts(before: bool, written: Sequence[Mark], mark: Mark) -> bool:
    """Whether numbers behind a word are parts of what was named: behind 收入中, and behind 其中
    where the last name is that of all income or expenditure."""
    if mark.kind in SENTENCE_ENDS:
        return False
    if mark.kind == "among":
        near = [one for one in written[-_LONGEST:] if one.kind == "item"]
        return bool(near) and set(near[-1].meaning) <= _WHOLES
    return before or (says([mark], "within") and [one.kind for one in written[-1:]] == ["item"])


def _is_unnamed(before: Sequence[Mark]) -> bool:
    """Whether no name leads to a number: it begins its clause, or stands right behind 收入中."""
    for mark in reversed(before[-_LONGEST:]):
        if mark.kind != "fillers":
            return mark.kind in _UNNAMED
        if says([mark], "within"):
            return True
    return not before


def _each(before: Sequence[Mark], number: Mark, said: Sequence[Mark]) -> Sequence[Mark]:
    """The words up to a number of which it is said together, 均为上年数: each number of its clause
    has that in a bracket, and where it is the only one each of its sentence."""
    marks = [*before, number]
    start = _start_behind(marks, ENDS)
    if [mark.kind for mark in marks[start:]].count("number") == 1:
        start = _start_behind(marks, SENTENCE_ENDS | {";"})
    spoken = [
        replace(mark, behind=(*mark.behind, *said)) if mark.kind == "number" else mark
        for mark in marks[start:]
    ]
    return [*marks[:start], *spoken]


def _start_behind(marks: Sequence[Mark], signs: Collection[str]) -> int:
    """The place behind the last of some signs."""
    places = (place + 1 for place in reversed(range(len(marks))) if marks[place].kind in signs)
    return next(places, 0)


# ---------------------------------------------------------------- what is said
def _of_all(marks: Sequence[Mark], start: int) -> _Predicate | None:
    """The words behind several numbers that say the same of each: 均为上年数."""
    start = _behind_comma(marks, start)
    return _of_time(marks, start + 1) if says(marks[start : start + 1], "of_each_said") else None


def _of_time(marks: Sequence[Mark], start: int) -> _Predicate | None:
    """The words behind a number that say of when it is, or that it is a budget: 为上年数."""
    start = _behind_comma(marks, start)
    found = _predicate(marks, start)
    if found is None:
        return None
    said = [*map(_as_budget, found.said)]
    kinds = {mark.kind for mark in said}
    plain = kinds <= _OF_TIME | {"fillers"}
    return _Predicate(said, found.end) if plain and kinds & _OF_TIME else None


def _behind_comma(marks: Sequence[Mark], start: int) -> int:
    return start + ([mark.kind for mark in marks[start : start + 1]] == [","])


def _name(marks: Sequence[Mark], start: int) -> _Predicate | None:
    """The words behind a number that name what it is: 为财政补贴, 属于居民养老."""
    found = _predicate(marks, start)
    kinds = {mark.kind for mark in found.said} if found is not None else set()
    return found if kinds & _NAMES and kinds <= _NAMES | {"fillers"} else None


def _predicate(marks: Sequence[Mark], start: int) -> _Predicate | None:
    """The words from 为 to the next sign; None where a number follows, or something else begins."""
    near = marks[start : start + _LONGEST]
    ends = (place for place, mark in enumerate(near) if mark.kind in _SIGNS)
    end = next(ends, len(near) if start + len(near) == len(marks) else 0)
    said = near[:end]
    if not said or any(mark.kind == "number" for mark in said):
        return None
    if said[0].kind in _BEING and says(said[:1], "predicating"):
        return _Predicate(said[1:], start + end)
    whole = said[0].kind == "completion" and said[0].text.startswith(_predicating())
    return _Predicate(said, start + end) if whole else None


def _as_budget(mark: Mark) -> Mark:
    """是年初预算 as the budget that it is; any other word as it is."""
    return replace(mark, kind="budget") if mark.kind == "completion" else mark


def _predicating() -> tuple[str, ...]:
    return words("narrative", "signs", "predicating")
