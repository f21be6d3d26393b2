"""Which lines of the tables the names in some words are, and which names are none there."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sipipeline.core import keys
from sipipeline.evidence.narrative.lines.segments import UNKNOWN, Segment
from sipipeline.evidence.narrative.lines.tokens import Token, says
from sipipeline.evidence.narrative.questions.subjects import (
    DEPOSITS,
    RETIRED,
    SURPLUS,
    TAKING_PART,
    Subject,
    is_bare,
    subject_of,
    subjects_of,
)
from sipipeline.evidence.narrative.questions.what import OF_SURPLUS, STANCES, TIMES, What, is_at_end
from sipipeline.language.lexicon import has, words

UNLIKE = {"money": "headcounts", "people": "accounts"}
"""What a number of a dimension does not count."""
_REFERRING = words("narrative", "signs", "referring")
WHO_TAKE_PART = {"participants", "contributors", "at_work", "retirees"}
_BEFORE_NAMES = frozenset({"fund", "total", "fillers", "sums"})
"""Kinds of words that may part a name from what it narrows."""


def is_beside(kind: str, name: Token, segment: Segment) -> bool:
    """Whether 在职 or 退休 stands right behind a word of some kind."""
    before = segment.plain[: segment.plain.index(name)][-1:]
    named = bool(before) and before[0].kind == kind and before[0].end == name.start
    return named and says([name], "of_people")


def is_narrowed(segment: Segment, subjects: Sequence[Subject]) -> bool:
    """Whether words beside a name make its figure none of the tables: 追缴保险费, 影响利息收入."""
    caused = segment.number is not None and segment.has("cause")
    return caused or (segment.unknown and not subjects)


def subjects_named(segment: Segment, names: Sequence[Token], said: What) -> tuple[Subject, ...]:
    """What the last name means; nothing where it is one of several, or where words before it make
    it a part of what it says."""
    last = names[-1]
    if not _is_clear(last, segment, said) or _is_of_rate(last, segment):
        return ()
    before = segment.plain[: segment.plain.index(last)]
    if _is_of_no_line(before, last, segment):
        return ()
    beside = _beside(before, last)
    if len(names) > 1 and beside and beside[-1].kind in ("item", "join"):
        last = _of_two(beside[-1], last)
    elif (parted := _before_fund(beside)) is not None and _narrows(parted, last):
        last = _of_two(parted, last)
    meant = map(subject_of, last.meaning)
    return tuple(subject for subject in meant if _is_measured(segment, subject))


def _is_clear(name: Token, segment: Segment, said: What) -> bool:
    """Whether what is said beside a name tells that it is a line of the tables: 在职 and 退休 of
    those who take part, 领取失业保险金 of the end of a year, 当年亏损 of no investment; deposits at
    the end of the year."""
    if _are_moved(segment, name):
        return False
    if name.text in words("narrative", "signs", "at_end"):
        return not segment.of_people or is_at_end(segment)
    if name.text in words("narrative", "signs", "of_people"):
        return _is_of_fund(name, segment) or any(
            one.item in WHO_TAKE_PART for one in (*said.subjects, *said.whole)
        )
    if says([name], "losses") and SURPLUS in subjects_of(name):
        named = segment.has("fund", "total") or says(segment.plain, "certain_briefs")
        return named or bool(OF_SURPLUS.intersection(said.subjects))
    return True


def _is_of_fund(name: Token, segment: Segment) -> bool:
    """Whether 在职 or 退休 stands between a fund and so many people: 机关养老在职9018人; a short
    name may be that of the office, which has staff but none who are 退休: 机关退休4382人."""
    if not segment.of_people or segment.tokens[-1] is not name:
        return False
    retired = RETIRED in subjects_of(name)
    return is_beside("fund", name, segment) or (retired and is_beside("brief", name, segment))


def _are_moved(segment: Segment, name: Token) -> bool:
    """Whether time deposits are said to be made, prolonged or to fall due, and not to stand at the
    end of the year: 全年办理定期存款30000万元, 定期存款到期8700万元."""
    if DEPOSITS not in subjects_of(name) or says([name], "remainders"):
        return False
    said = "".join(token.text for token in segment.plain)
    at_end = has(said, "narrative", "signs", "closing") or segment.has("share")
    return has(said, "narrative", "workings", "flows") and not at_end


def _is_of_no_line(before: Sequence[Token], name: Token, segment: Segment) -> bool:
    """Whether words beside a name say that its figure is of no line of the tables."""
    referring = _is_referring(before, segment) or _make_a_part(before, name, segment)
    return referring or _is_one_of_unknown(name, segment) or _is_of_those_at_work(before, name)


def _is_of_those_at_work(before: Sequence[Token], name: Token) -> bool:
    """Whether an amount is but what some of those insured paid: 在职人员 缴费收入."""
    return says(before[-1:], "at_work") and all(map(keys.is_account, name.meaning))


def _is_one_of_unknown(name: Token, segment: Segment) -> bool:
    """Whether a name is added up with another that is unknown: 生育医疗费和津贴合计."""
    behind = segment.plain[segment.plain.index(name) + 1 :]
    listed = [token.kind for token in behind[:2]] in (["join", "rest"], ["join", "brief"])
    return listed and says(behind, "summed")


def _beside(before: Sequence[Token], name: Token) -> Sequence[Token]:
    """The words before a name without those that may part it from another; before a bare 支出 these
    say when it was as well: 稳岗返还 全年共 支出."""
    whole = is_bare(name) and not says(before, "leaving_out")
    passed = TIMES if whole else STANCES
    idle = ("summed", "no_more") if whole else ("summed",)
    return [
        token
        for token in before
        if token.kind not in passed and not any(says([token], sense) for sense in idle)
    ]


def _before_fund(beside: Sequence[Token]) -> Token | None:
    """The name that nothing but a fund parts from the one behind it: 在职 职工医保 参保; None where
    there is none."""
    behind = [*takewhile(lambda token: token.kind in _BEFORE_NAMES, reversed(beside))]
    named = [token for token in beside[: len(beside) - len(behind)][-1:] if token.kind == "item"]
    parted = any(token.kind in ("fund", "total") for token in behind)
    return named[0] if parted and named else None


def _narrows(first: Token, last: Token) -> bool:
    """Whether a name before a fund tells which part of it is meant by the one behind: 在职 of those
    who take part, 丧葬抚恤 of 支出."""
    if last.meaning == TAKING_PART:
        return all(keys.family(name) == "headcounts" for name in first.meaning)
    of_account = bool(first.meaning) and all(map(keys.is_account, first.meaning))
    return is_bare(last) and of_account and not is_bare(first)


def _is_of_rate(name: Token, segment: Segment) -> bool:
    """Whether a name is but the beginning of that of a rate: 缴费 of 缴费率."""
    place = segment.plain.index(name)
    behind = segment.plain[place + 1 : place + 2]
    adjoins = [token for token in behind if token.start == name.end and token.kind == "rest"]
    return segment.is_rate and says(adjoins, "rate")


def _is_referring(before: Sequence[Token], segment: Segment) -> bool:
    """Whether words before a name say that it is no line of the tables: 该项支出, 平均人数."""
    averaged = segment.of_people and any(token.kind == "average" for token in before)
    return averaged or (bool(before) and before[-1].text in _REFERRING)


def _make_a_part(before: Sequence[Token], name: Token, segment: Segment) -> bool:
    """Whether words before a name narrow it: 困难群体 参保人数, 养老金 支出."""
    foreign = UNKNOWN if segment.lists_funds else {*UNKNOWN, "brief"}
    of_benefits = name.kind in ("benefit", "raising")
    kinds = {token.kind for token in before}
    return not kinds.isdisjoint(foreign if of_benefits else foreign | {"benefit"})


def _of_two(first: Token, last: Token) -> Token:
    """Of two names side by side the one that says more: 住院 支出; what both may mean; two of a
    list say nothing."""
    if first.kind == "item" and is_bare(last):
        return first
    if first.kind == "item" and is_bare(first):
        return last
    if common := tuple(name for name in last.meaning if name in first.meaning):
        return replace(last, meaning=common)
    families = {keys.family(name) for token in (first, last) for name in token.meaning}
    return last if first.kind == "item" and len(families) > 1 else replace(last, meaning=())


def _is_measured(segment: Segment, subject: Subject) -> bool:
    """Whether the number of a segment can count a line: people are no amount."""
    return segment.a_head or subject.family != UNLIKE.get(segment.dimension)
