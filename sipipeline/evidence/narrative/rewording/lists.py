"""Figures in the order of names: 收入、支出分别为53万元、22万元 says 收入为53万元，支出为22万元."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.evidence.narrative.lines.marks import Mark, lines_counted
from sipipeline.evidence.narrative.lines.segments import ENDS, SENTENCE_ENDS
from sipipeline.evidence.narrative.rewording.year_lists import years_of
from sipipeline.language.mentions import Mention

_CLASSES = {
    "item": "line",
    "fund": "fund",
    "brief": "fund",
    "date": "time",
    "last_year": "time",
    "same_period": "time",
    "same_span": "time",
    "this_year": "time",
}
_LINKS = frozenset({"join", "fillers"})
_SEPARATORS = _LINKS | {","}
_COMMA = Mark(",", ",", 0, 0)
_EACH = Mark("each", "", 0, 0)
_UNPAIRED = Mark("rest", "", 0, 0)
"""Words that make a figure unclear."""


_NAMES = frozenset({"item", "benefit", "fund", "brief"})
"""Kinds of words that name what a figure is of."""
_SIGNS = ENDS | frozenset("()")

Leader = Sequence[Mark]
"""The words that lead to one figure of a list: the name that is its own, and those of all."""


def with_each(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a line, 分别 put where it goes on, 分别为1.8万、6.9万人，增长3%、4%, and where
    it is left out: 收入X、支出Y，增长3%和4%."""
    count = 0
    written: list[Mark] = []
    for place, mark in enumerate(marks):
        if mark.kind in SENTENCE_ENDS or mark.kind == ";":
            count = 0
        if mark.kind == "each":
            count = len(_figures(marks, place + 1)[0])
        elif mark.kind == "number" and _is_of_each(written, marks, place, count):
            written.append(_EACH)
        written.append(mark)
    return written


def _is_of_each(before: Sequence[Mark], marks: Sequence[Mark], place: int, count: int) -> bool:
    """Whether a number begins a list of as many as the one before, or of rates, and nothing is
    named anew."""
    clause = takewhile(lambda mark: mark.kind not in ENDS, reversed(before))
    begins = not before or before[-1].kind in ENDS
    if begins or any(map(_is_named, clause)):
        return False
    run = _run(marks, place)
    return len(run) > 1 and (len(run) == count or all(map(_is_rate, run)))


def _is_named(mark: Mark) -> bool:
    return mark.kind in _NAMES or mark.kind in ("each", "number")


def _is_rate(number: Mark) -> bool:
    return number.mention is not None and number.mention.unit.dimension == "percent"


def _run(marks: Sequence[Mark], place: int) -> Sequence[Mark]:
    """The numbers from a place on that nothing but 、 and 和 part."""
    behind = (marks[at] for at in range(place, len(marks)))
    listed = takewhile(lambda mark: mark.kind == "number" or mark.kind in _LINKS, behind)
    return [mark for mark in listed if mark.kind == "number"]


def in_order(marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a line, each figure behind 分别 with the name that is its own.

    Where there are not as many figures as names, the figures become unclear."""
    written: list[Mark] = []
    at = 0
    while at < len(marks):
        if marks[at].kind != "each":
            written.append(marks[at])
            at += 1
            continue
        if _is_named_each(written, marks, at):
            written.append(replace(marks[at], kind=":", text=":"))
            at += 1
            continue
        start = _start_of_clause(written)
        before, clause = written[:start], written[start:]
        figures, at = _figures(marks, at + 1)
        leaders, words = _leaders(before, clause, len(figures))
        if 0 < len(leaders) == len(figures):
            written = [*before, *_figured(clause)]
        written += _paired(leaders, words, figures)
    return written


def _is_named_each(before: Sequence[Mark], marks: Sequence[Mark], each: int) -> bool:
    """Whether the rates behind 分别 have a fund each, and the clause says but which rate of all
    they are: 各险种收入占比分别为企业养老41.9%、居民养老9.4%."""
    clause = before[_start_of_clause(before) :]
    behind = marks[each + 1 : each + 3]
    paired = [mark.kind for mark in behind] in (["fund", "number"], ["brief", "number"])
    named = {mark.kind for mark in clause}
    of_all = "total" in named and not named & {"fund", "brief", "number"}
    return paired and of_all and _is_rate(behind[-1])


def _leaders(
    before: Sequence[Mark], clause: Sequence[Mark], count: int
) -> tuple[Sequence[Leader], Sequence[Mark]]:
    """What leads to each of so many figures, by the clause or those before it; and the words of the
    clause that lead to all of them."""
    if leaders := _listed(clause) or years_of(clause, before, count):
        return leaders, ()
    listed = _listed_before(before) or _stated_before(before, count, _is_of_time(clause))
    return [_beside(clause, leader) for leader in listed], clause


def _figured(clause: Sequence[Mark]) -> Sequence[Mark]:
    """A clause that has figures of its own: 收入、支出5万元、3万元，分别增长 …"""
    return [*clause, _COMMA] if any(mark.kind == "number" for mark in clause) else ()


def _beside(clause: Sequence[Mark], leader: Leader) -> Leader:
    """The words of a leader, but for a name or time of which the clause has its own."""
    own = {_CLASSES[mark.kind] for mark in clause if mark.kind in _CLASSES}
    return [mark for mark in leader if _CLASSES.get(mark.kind) not in own]


def _paired(
    leaders: Sequence[Leader], words: Sequence[Mark], figures: Sequence[Sequence[Mark]]
) -> list[Mark]:
    """Each figure in a clause of its own, with its name."""
    if len(leaders) != len(figures):
        return [mark for figure in figures for mark in (_COMMA, _UNPAIRED, *figure)]
    if not figures:
        return []
    common = figures[0][:-1]
    unit = figures[-1][-1].mention
    paired: list[Mark] = []
    for leader, (*own, number) in zip(leaders, figures):
        paired += [_COMMA, *leader, *words, *(own or common), _with_unit(number, unit)]
    return paired[1:]


def _with_unit(number: Mark, last: Mention | None) -> Mark:
    """A number of a list has the unit of the last where it has none: 5306、2244万元."""
    mention = number.mention
    if mention is None or last is None or mention.unit.symbol:
        return number
    return replace(number, mention=replace(mention, unit=last.unit))


def _start_of_clause(marks: Sequence[Mark]) -> int:
    """The place behind the last sign."""
    return _start_behind(marks, ENDS)


# ---------------------------------------------------------------- the names
def _listed(clause: Sequence[Mark]) -> list[Leader]:
    """The leaders that the one list of a clause makes: 收入、支出; none where it has several."""
    lists = [run for run in _runs(clause) if len(run) > 1]
    if len(lists) != 1:
        return []
    run = lists[0]
    before = [mark for mark in clause[: run[0]] if mark.kind != "number"]
    behind = [*takewhile(lambda mark: mark.kind != "number", clause[run[-1] + 1 :])]
    if _CLASSES[clause[run[0]].kind] == "fund":
        behind = [mark for mark in behind if mark.kind != "total"]
    behind = [mark for mark in behind if lines_counted(mark) != len(run)]
    return [(*before, clause[place], *behind) for place in run]


def _listed_before(before: Sequence[Mark]) -> list[Leader]:
    """The leaders of the list that the clause before is: 收入、支出，分别为 …"""
    clause = before[:-1]
    return _listed(clause[_start_of_clause(clause) :])


def _is_of_time(clause: Sequence[Mark]) -> bool:
    """Whether a clause says of which year it is, and no more: …；2022年则分别为 …"""
    classes = [_CLASSES.get(mark.kind) for mark in clause if mark.kind != "fillers"]
    return bool(classes) and set(classes) == {"time"}


def _stated_before(before: Sequence[Mark], count: int, again: bool) -> list[Leader]:
    """The leaders of the last figures of the sentence: 收入X，支出Y，分别完成 …; of those before a
    semicolon where the same are stated again; none where it is unclear with which of them the list
    begins."""
    signs = SENTENCE_ENDS if again else SENTENCE_ENDS | {";"}
    stated = [
        figure for figure in _stated(before[_start_behind(before, signs) :]) if _named(figure)
    ]
    last = stated[-count:] if count else []
    further = stated[: -len(last)] if last else []
    names = [_named(figure) for figure in last]
    if further and _named(further[-1]) not in names and _alike(further[-1], last[0]):
        return []
    return [figure[:-1] for figure in last]


def _stated(marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """The figures among some words, each with the words that lead to it."""
    figure: list[Mark] = []
    for mark in marks:
        if mark.kind in _SIGNS or (mark.kind == "join" and not figure):
            continue
        figure.append(mark)
        if mark.kind == "number":
            yield figure
            figure = []


def _named(figure: Sequence[Mark]) -> list[str]:
    return [mark.text for mark in figure if mark.kind in _NAMES]


def _alike(one: Sequence[Mark], other: Sequence[Mark]) -> bool:
    """Whether two figures measure the same."""
    mentions = one[-1].mention, other[-1].mention
    return len({mention.unit.dimension for mention in mentions if mention is not None}) == 1


def _start_behind(marks: Sequence[Mark], signs: Collection[str]) -> int:
    """The place behind the last of some signs."""
    places = (place + 1 for place, mark in enumerate(marks) if mark.kind in signs)
    return max(places, default=0)


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
    named = kind in _CLASSES and (begun or _CLASSES[kind] == "fund")
    return named or kind in ENDS or kind in "()" or kind == "each"
