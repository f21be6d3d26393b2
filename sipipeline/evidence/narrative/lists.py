"""Figures in the order of names: 收入、支出分别为53万元、22万元 says 收入为53万元，支出为22万元."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sipipeline.evidence.narrative.marks import Mark
from sipipeline.evidence.narrative.segments import ENDS
from sipipeline.language.mentions import Mention

_CLASSES = {
    "item": "line",
    "fund": "fund",
    "brief": "fund",
    "date": "time",
    "last_year": "time",
    "same_period": "time",
    "this_year": "time",
}
_LINKS = frozenset({"join", "fillers"})
_SEPARATORS = _LINKS | {","}
_COMMA = Mark(",", ",", 0, 0)
_UNPAIRED = Mark("rest", "", 0, 0)
"""Words that make a figure unclear."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of a list, with the words before and behind it that go for all of them."""

    before: tuple[Mark, ...]
    listed: tuple[Mark, ...]
    behind: tuple[Mark, ...]

    def again(self, clause: Sequence[Mark]) -> "_Names":
        """The names for further figures: of the words behind, the common name stays, unless the
        clause has one of its own."""
        own = {mark.kind for mark in clause}
        kept = (m for m in self.behind if m.kind in _CLASSES and m.kind not in own)
        return replace(self, behind=tuple(kept))


def in_order(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a line, each figure behind 分别 with the name that is its own.

    Where there are not as many figures as names, the figures become unclear."""
    written: list[Mark] = []
    names: _Names | None = None
    at = 0
    while at < len(marks):
        if marks[at].kind != "each":
            written.append(marks[at])
            at += 1
            continue
        start = _start_of_clause(written)
        clause = written[start:]
        here = _names(clause)
        names = here or _names_before(written, start) or names
        figures, at = _figures(marks, at + 1)
        if here is not None:
            written = [*written[:start], *_paired(here, (), figures)]
        else:
            written += _paired(names and names.again(clause), clause, figures)
    return written


def _names_before(written: Sequence[Mark], start: int) -> _Names | None:
    """The list of the clause before: 收入、支出，分别为 …"""
    before = written[: max(0, start - 1)]
    return _names(before[_start_of_clause(before) :])


def _paired(
    names: _Names | None, words: Sequence[Mark], figures: Sequence[Sequence[Mark]]
) -> list[Mark]:
    """Each figure in a clause of its own, with its name."""
    if names is None or len(names.listed) != len(figures):
        return [mark for figure in figures for mark in (_COMMA, _UNPAIRED, *figure)]
    common = figures[0][:-1]
    unit = figures[-1][-1].mention
    paired: list[Mark] = []
    for name, (*own, number) in zip(names.listed, figures):
        said = (*names.before, name, *names.behind, *words, *(own or common))
        paired += [_COMMA, *said, _with_unit(number, unit)]
    return paired[1:]


def _with_unit(number: Mark, last: Mention | None) -> Mark:
    """A number of a list has the unit of the last where it has none: 5306、2244万元."""
    mention = number.mention
    if mention is None or last is None or mention.unit.symbol:
        return number
    return replace(number, mention=replace(mention, unit=last.unit))


def _start_of_clause(marks: Sequence[Mark]) -> int:
    """The place behind the last sign."""
    signs = (place + 1 for place, mark in enumerate(marks) if mark.kind in ENDS)
    return max(signs, default=0)


def _names(clause: Sequence[Mark]) -> _Names | None:
    """The one list of a clause; None where it has none, or several."""
    lists = [run for run in _runs(clause) if len(run) > 1]
    if len(lists) != 1:
        return None
    run = lists[0]
    listed = tuple(clause[place] for place in run)
    return _Names(tuple(clause[: run[0]]), listed, tuple(clause[run[-1] + 1 :]))


def _runs(clause: Sequence[Mark]) -> list[list[int]]:
    """Places of names of one class with 、 or 和 between them."""
    runs: list[list[int]] = []
    for place, mark in enumerate(clause):
        if mark.kind not in _CLASSES:
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and _is_linked(clause[last : place + 1]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _is_linked(between: Sequence[Mark]) -> bool:
    """Whether two names are of one class and only 、 or 和 part them."""
    kinds = {mark.kind for mark in between[1:-1]}
    same = _CLASSES[between[0].kind] == _CLASSES[between[-1].kind]
    return same and "join" in kinds and kinds <= _LINKS


def _figures(marks: Sequence[Mark], at: int) -> tuple[list[list[Mark]], int]:
    """The figures behind 分别, each with the words before it, and where they end."""
    figures: list[list[Mark]] = []
    words: list[Mark] = []
    end = at
    for place in range(at, len(marks)):
        mark = marks[place]
        if mark.kind == "number":
            figures.append([*words, mark])
            words, end = [], place + 1
        elif _ends_list(marks, place, bool(figures)):
            break
        elif mark.kind not in _SEPARATORS or not figures:
            words.append(mark)
    return figures, end


def _ends_list(marks: Sequence[Mark], place: int, begun: bool) -> bool:
    """Whether the figures end before a mark: at a name, and at a sign that no figure follows."""
    kind = marks[place].kind
    if kind == ",":
        following = marks[place + 1 : place + 2]
        return not begun or [mark.kind for mark in following] != ["number"]
    named = kind in _CLASSES and (begun or _CLASSES[kind] != "time")
    return named or kind in ENDS or kind in "()" or kind == "each"
