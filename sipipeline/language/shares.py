"""A rate that counts answer: 受理47件，办结44件 for 办结率, 应追回86万元，已追回71万元 for 追回率,
发放500份，收回486份，满意402份 for 满意度; 9个问题全部整改, 除3人账户异常外均已发放."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import isclose

from sipipeline.language.comparison import SAID, Attainment
from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.names import is_rate, plain_name, without_rate
from sipipeline.language.pauses import letters_of, pieces
from sipipeline.language.piecewise import Judge
from sipipeline.language.targets import Stated, parse
from sipipeline.language.units import PERCENT, TIMES
from sipipeline.language.wordings import grade

_HERE = "shares"
_WHOLE = 100.0
_SEVERAL = 2
_DECIMALS = 2
_TAIL = 2
"""Characters at the end of 检查问题整改 that say what is done."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def of_counts(wanted: Stated, reached: Stated, judge: Judge, name: str) -> Attainment | None:
    """What the counts that answer a rate come to; None where they may be of something else."""
    of_share = wanted.unit == PERCENT or (wanted.unit.dimension == "" and is_rate(name))
    if not (wanted.figure and of_share) or has(name, _HERE, "estimated"):
        return None
    if wanted.lo == _WHOLE and _leaves_some_out(reached.text):
        return judge(wanted, reached).as_comparable().missed(SAID)
    done = done_by(name)
    share = share_of_counts(reached, done)
    if share is None:
        return None
    shown = round(share, _DECIMALS)
    share = share if shown in (wanted.lo, wanted.hi) else shown
    return judge(wanted, Stated("number", reached.text, lo=share, hi=share, unit=PERCENT))


def share_of_counts(reached: Stated, done: str) -> float | None:
    """The percent that counts make of what was to be done; None where they do not say."""
    return _share(_set_apart(reached, done), done)


def done_by(name: str) -> str:
    """What a rate is of: 投诉举报办结 of 投诉举报办结率, 检查 of 检查覆盖率, 满意 of 满意度."""
    plain = plain_name(name)
    content = words("indicators", "satisfaction")[0]
    if plain[:-1].endswith(content):
        return plain[:-1]
    if not is_rate(plain):
        return plain
    return re.sub(f"{one_of('parts', 'covered')}$", "", without_rate(plain))


def of_satisfaction(wanted: Stated, reached: Stated, judge: Judge, name: str) -> Attainment | None:
    """What 满意率92.4%，基本满意率5.1% comes to: the share of the content, where that is enough or
    nobody is said to be nearly content; None of anything else."""
    if not has(name, "indicators", "satisfaction"):
        return None
    content = grade(words("indicators", "satisfaction")[0])
    grades = _grades_of(reached.parts)
    if content is None or grades.count(content) != 1:
        return None
    _, step = content
    steps = [one for _, one in grades]
    if min(steps) < step:
        return None
    judged = replace(judge(wanted, reached.parts[grades.index(content)]), actual=reached)
    return judged if judged.is_met or step + 1 not in steps else None


def of_groups(wanted: Stated, reached: Stated, judge: Judge, name: str) -> Attainment | None:
    """What 低保对象100%、重残人员99.1% comes to: missed where a part of the people is short of all,
    or every part of the target; None where some are in and others are not, and of anything else."""
    parts = reached.parts
    if not (wanted.figure and is_rate(name) and _are_of_groups(parts)):
        return None
    judged = [judge(wanted, part) for part in parts]
    least = replace(judged[parts.index(min(parts, key=_percent))], actual=reached)
    kept = [one.is_met for one in judged]
    if all(kept):
        return least
    all_short = wanted.lo == _WHOLE or not any(kept)
    return least if least.status == "unmet" and all_short else None


def _are_of_groups(parts: Sequence[Stated]) -> bool:
    """Whether there are several shares, each of people of its own."""
    labels = {part.label for part in parts}
    return len(parts) >= _SEVERAL and len(labels) == len(parts) and all(map(_is_of_group, parts))


def _percent(part: Stated) -> float:
    return part.lo or 0.0


def _is_of_group(part: Stated) -> bool:
    """Whether a plain percent is that of some people, and of no time, average or other rate."""
    plain = part.unit == PERCENT and part.point and part.sense == "" and not part.subordinate
    label = letters_of(part.label)
    return plain and label != "" and not is_rate(label) and not has(label, _HERE, "no_groups")


def _set_apart(reached: Stated, done: str) -> Stated:
    """200份问卷中190份满意, 190份/200份 and 调查200份,190份满意 as 共200份,满意190份; any other as
    it is."""
    for pattern in (_OUT_OF, _OVER, _BEHIND_IT):
        found = pattern.fullmatch(reached.text)
        if found is not None:
            return _as_part(found, done if pattern is _OVER else "") or reached
    return reached


def _as_part(found: re.Match[str], done: str) -> Stated | None:
    """Of 190 of 200 what was done of how many; None where it does not say what was done, or more
    was done than that."""
    before, behind = found["before"], found["behind"]
    said = before or behind or done
    if not said or (before and behind) or int(found["done"]) > int(found["due"]):
        return None
    whole, unit = words(_HERE, "total")[0], found["unit"]
    return parse(f"{whole}{found['due']}{unit},{said}{found['done']}{unit}")


def _grades_of(parts: Sequence[Stated]) -> Sequence[tuple[int, int]]:
    """The grade that each of several shares is of, 满意 of 满意率92.4%; none at all where one is no
    plain share, or of no grade."""
    if len(parts) < _SEVERAL or any(part.unit != PERCENT or not part.point for part in parts):
        return []
    grades = [grade(_core(part.label)[:-1]) for part in parts]
    known = [one for one in grades if one is not None]
    return known if len(known) == len(grades) else []


# ---------------------------------------------------------------- part and whole
def _share(reached: Stated, done: str) -> float | None:
    """The percent that was done of what was due; None where the counts do not say."""
    stated = reached.apart or reached
    counts = _counts(stated)
    if len(counts) <= 1:
        return _of_one(reached, counts, done)
    labels = [_core(count.label) for count in counts]
    place = _place_of_done(labels, done)
    if place is not None:
        return _part_of_whole(counts, place, stated.remarks, done)
    if len(counts) != _SEVERAL or not _is_contrary(labels[1], done):
        return None
    failed = _part_of_whole(counts, 1, stated.remarks, done)
    return None if failed is None else _WHOLE - failed


def _of_one(reached: Stated, counts: Sequence[Stated], done: str) -> float | None:
    """The percent where one count alone is told: all of it, or all but what a remark says to have
    failed, 抽检60份，不合格2份."""
    if reached.apart is None:
        return _WHOLE if _all_done(reached, done) else None
    remarks = reached.apart.remarks
    found = _FAILED.fullmatch(remarks[0]) if len(remarks) == 1 and counts else None
    if found is None or not _is_contrary(found["said"], done):
        return None
    (count,) = counts
    due, failed = count.lo or 0.0, float(found["number"])
    is_part = has(count.label, _HERE, "due") and found["unit"] == count.unit.symbol
    return _WHOLE * (due - failed) / due if is_part and 0 < failed <= due else None


def _is_contrary(label: str, done: str) -> bool:
    """Whether the words before a count say what failed, 差错 of a rate of 准确."""
    contraries = table()[_HERE]["contraries"]
    return any(done.endswith(of) and label in contraries[of] for of in contraries)


def _place_of_done(labels: Sequence[str], done: str) -> int | None:
    """Which of several counts says how many were done, by the words before each; None where none
    does or several do, or another one is of a kind of what was done."""
    if _is_due_and_done(labels, done):
        return 1
    places = [place for place, label in enumerate(labels) if _is_done(label, done)]
    if len(places) != 1 or any(_is_kind_of(label, labels[places[0]]) for label in labels):
        return None
    return places[0]


def _part_of_whole(
    counts: list[Stated], place: int, remarks: Sequence[str], done: str
) -> float | None:
    """The percent that one count is of what was due; None where what is left over is not what they
    make."""
    before, behind = _around(counts, place)
    if not before or not _is_due(before[-1], counts[place], done):
        return None
    amounts = [count.lo or 0.0 for count in (*before, counts[place])]
    *_, due, part = amounts
    if due <= 0 or amounts != sorted(amounts, reverse=True):
        return None
    return _WHOLE * part / due if _makes_whole(part, due, behind, remarks) else None


def _around(counts: list[Stated], place: int) -> tuple[list[Stated], list[Stated]]:
    """The counts before one, and those behind it; a total that stands right behind the first one
    goes before it."""
    before, behind = counts[:place], counts[place + 1 :]
    if before or not behind or not has(behind[0].label, _HERE, "total"):
        return before, behind
    return behind[:1], behind[1:]


def _makes_whole(part: float, due: float, behind: Sequence[Stated], remarks: Sequence[str]) -> bool:
    """Whether a part and what is said to be left make what was due; so they do where nothing is
    said of it."""
    if not behind and not remarks:
        return True
    left = _left_over(behind, remarks)
    return left is not None and isclose(part + left, due)


def _left_over(behind: Sequence[Stated], remarks: Sequence[str]) -> float | None:
    """How many are said to be left; None where something else stands there."""
    if not all(_core(count.label).startswith(words("remarks", "rest")) for count in behind):
        return None
    numbers = [_NUMBER.findall(remark) for remark in remarks]
    if any(len(found) != 1 for found in numbers):
        return None
    return sum(count.lo or 0 for count in behind) + sum(float(found) for (found,) in numbers)


def _is_due(count: Stated, part: Stated, done: str) -> bool:
    """Whether a count is of what was due: 受理47件, 应追回86.4万元, 审核2360笔 of 审核准确, or
    1263件 right before 业务办结1251件."""
    first = _core(count.label)
    if len(first) >= _TAIL and done.startswith(first) and done != first:
        return True
    if has(count.label, _HERE, "due"):
        return True
    if _core(count.label).startswith(words(_HERE, "sent")):
        return True
    return count.label == "" and re.search(one_of("joins", "pause"), part.label) is None


def _is_done(label: str, done: str) -> bool:
    """Whether the words before a count say what a rate is of: 办结 of 投诉举报办结, 收回 of 回收;
    办结 alone is not 按时办结."""
    said = done[-len(label) :]
    if len(label) < _TAIL or sorted(said) != sorted(label):
        return False
    return not done.removesuffix(said).endswith(words(_HERE, "manners"))


def _is_due_and_done(labels: Sequence[str], done: str) -> bool:
    """Whether two counts are what was due and what was done of it: 应发9203人，实发9175人 for
    发放率."""
    if len(labels) != _SEVERAL or has(done, _HERE, "manners"):
        return False
    due, given = labels
    return given[:1] in done and given != "" and due == words("parts", "ought")[0] + given


def _is_kind_of(label: str, done: str) -> bool:
    """Whether a count is of a kind of what was done, as 基本满意 of 满意; what ought to be done,
    应追回, is none."""
    return label != done and done in label and not label.startswith(words("parts", "ought"))


def _counts(stated: Stated) -> list[Stated]:
    """The figures, if all are plain counts in one unit."""
    counts = list(stated.parts) or [stated]
    units = {count.unit for count in counts}
    dimension = counts[0].unit.dimension
    plain = all(count.point and count.sense == "" for count in counts)
    counted = dimension not in ("", PERCENT.dimension, *TIMES)
    return counts if len(units) == 1 and plain and counted else []


def _core(label: str) -> str:
    """The words right before a count without those that say nothing: 追回 of ，已追回."""
    return _IDLE.sub("", letters_of(pieces(label)[-1]))


# ---------------------------------------------------------------- all of it, or all but some
def _all_done(reached: Stated, done: str) -> bool:
    """Whether a count is said to be done to the last: 9个问题全部整改."""
    if not reached.point or has(reached.text, "qualitative", "negations"):
        return False
    first, *further = pieces(reached.text)
    if len(further) == 1 and re.match(one_of(_HERE, "all"), further[0]):
        first, further = first + further[0], []
    said = re.split(one_of(_HERE, "all"), first, maxsplit=1)
    return len(said) > 1 and not further and bool(done) and done[-_TAIL:] in said[-1]


def _leaves_some_out(text: str) -> bool:
    """Whether a text says that something was done for all but some: 除3人账户异常外均已发放; who is
    no longer due is not left out."""
    found = _ALL_BUT.fullmatch(text)
    if found is None or has(found["but"], _HERE, "not_due"):
        return False
    counted = _NUMBER.search(found["but"]) or has(found["but"], _HERE, "few")
    rest = re.split(one_of(_HERE, "all"), found["rest"], maxsplit=1)
    denied = has(found["rest"], "qualitative", "negations")
    return bool(counted) and len(rest) > 1 and not denied


_OUT_OF = WordPattern(
    r"\D*(?P<due>[1-9]\d*)(?P<unit>[^\d\W]{1,2}?)[^\d\W]{0,6}{out_of}{joins.pause}?{there_are}?"
    r"(?P<before>[^\d\W]*)(?P<done>[1-9]\d*)(?P=unit)(?P<behind>[^\d\W]*)。?",
    _HERE,
)
"""200份问卷中有190份满意, 抽查200件中合格190件."""
_OVER = re.compile(
    r"(?:[^\d\W]*\()?(?P<before>[^\d\W]*)(?P<done>[1-9]\d*)(?P<unit>[^\d\W]{1,2})(?P<behind>)/"
    r"[^\d\W]*(?P<due>[1-9]\d*)(?P=unit)\)?。?"
)
"""326条/326条, 满意191人/调查200人, 全部核查(326条/326条)."""
_FAILED = re.compile(r"(?P<said>[^\d\W]+)(?P<number>[1-9]\d*)(?P<unit>[^\d\W]{1,2})")
"""不合格2份."""
_BEHIND_IT = WordPattern(
    r"(?=\w*{due})[^\d\W]*(?P<due>[1-9]\d*)(?P<unit>[^\d\W]{1,2}?)(?:{due})?{joins.pause}"
    r"(?P<before>){there_are}?(?P<done>[1-9]\d*)(?P=unit)(?P<behind>[^\d\W]+)。?",
    _HERE,
)
"""调查200人，191人满意, 200人参评，191人满意."""
_ALL_BUT = WordPattern("{but}(?P<but>[^,;。]{1,16}?){outside}[,]?(?P<rest>[^;。]+)。?", _HERE)
_IDLE = WordPattern("^{idle}*", _HERE)
