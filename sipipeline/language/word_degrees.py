"""Words that fall short of those of a target, or say the contrary: 基本健全 for 健全,
不符 for 相符, 剩余12条 for 清零."""

import re
from dataclasses import replace

from sipipeline.language.absence import is_none_in_words
from sipipeline.language.comparison import SAID, UNSAID, Attainment
from sipipeline.language.echoes import echo, is_stated_and_shown, letters
from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.pauses import pieces
from sipipeline.language.piecewise import Judge
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES
from sipipeline.language.wordings import band

_DOUBTS = (
    ("qualitative", "negations"),
    ("echoes", "denied"),
    ("echoes", "doubts"),
    ("echoes", "roughly"),
    ("echoes", "beside"),
)
_SUBJECT = 4
"""Characters of what is held to something else: 账实, 资金使用."""


def partly_met(undecided: Attainment) -> Attainment:
    """Missed, as only a part of what was asked was done."""
    actual = replace(undecided.actual, band="partly")
    return replace(undecided, actual=actual).missed(SAID)


def by_nearly(undecided: Attainment) -> Attainment | None:
    """基本健全 is only a part of 健全; it and 健全 are all of 基本健全."""
    wanted, reached = undecided.target, undecided.actual
    asked, said = _without_nearly(wanted.text), _without_nearly(reached.text)
    asks_nearly, says_nearly = asked != wanted.text, said != reached.text
    if reached.kind != "qualitative" or not (asks_nearly or says_nearly):
        return None
    if not _says(asked, said):
        return None
    return undecided.kept(SAID) if asks_nearly else partly_met(undecided)


def by_same(undecided: Attainment) -> Attainment | None:
    """账账、账实一致 and 全部相符 where 账实相符 was asked; 账账相符 says nothing of 账实."""
    is_same = _is_same(undecided.target.text, undecided.actual.text)
    return undecided.kept(SAID) if is_same else None


def by_opposite(undecided: Attainment) -> Attainment | None:
    """不符 and 存在挪用 where 相符 and 专款专用 were asked; 未发生挪用 keeps it, 挪用风险 and
    不符已调整 say nothing."""
    reached = undecided.actual.text
    for pair in table()["opposites"]:
        asked = any(map(undecided.target.text.endswith, pair["asked"]))
        broken = next(filter(reached.__contains__, pair["broken"]), "")
        if not (asked and broken) or undecided.actual.kind != "qualitative":
            continue
        if is_stated_and_shown(undecided.target.text, reached):
            return undecided.kept(SAID)
        if is_none_in_words(reached) and not has(reached, "none", "of_kinds"):
            return undecided.kept(SAID)
        mended = _is_taken_back(reached.replace(broken, ""))
        return undecided.because(UNSAID) if mended else undecided.missed(SAID)
    return None


def by_clearing(undecided: Attainment) -> Attainment | None:
    """0户 and 剩余12条 where all was to be cleared; 12条 alone may be those that were cleared."""
    wanted, reached = undecided.target, undecided.actual
    if not wanted.text.endswith(words("echoes", "cleared")):
        return None
    if reached.kind == "qualitative":
        return undecided.kept(SAID) if _is_cleared(reached.text) else None
    counted = reached.point and reached.unit.dimension not in (*TIMES, "percent")
    label = letters(reached.label)
    named_left = label.endswith(words("echoes", "left"))
    if not counted or reached.sense or not (named_left or (label == "" and reached.lo == 0)):
        return None
    return undecided.settled(reached.lo == 0, SAID)


def not_cleared(wanted: Stated, reached: Stated, judge: Judge) -> Attainment | None:
    """Of a target that all be cleared that 3户未清 misses it; None of anything else."""
    if wanted.kind != "qualitative" or not wanted.text.endswith(words("echoes", "cleared")):
        return None
    if not _NOT_CLEARED.fullmatch(letters(reached.text)):
        return None
    return judge(wanted, reached).as_comparable().missed(SAID)


def _is_cleared(said: str) -> bool:
    """Whether the words say no more than that it is cleared: 已全部清零."""
    return _CLEARED.fullmatch(letters(said)) is not None


def _is_taken_back(rest: str) -> bool:
    """Whether what stands beside the contrary of a target may deny or mend it."""
    mending = (("echoes", "done"), ("indicators", "remedies"))
    headings = (("echoes", "turned"), ("none", "not_yet"), *mending)
    return any(has(rest, *heading) for heading in headings)


def _without_nearly(text: str) -> str:
    return _NEARLY.sub("", text, count=1)


def _is_same(asked: str, said: str) -> bool:
    """Whether an answer says the same of what was asked, or of all, in a word that means it."""
    if any(has(said, *headings) for headings in _DOUBTS):
        return False
    for pair in table()["opposites"]:
        wanted, reached = (_subjects(text, tuple(pair["asked"])) for text in (asked, said))
        if wanted is not None and reached is not None:
            return not wanted or not reached or wanted <= reached
    return False


def _subjects(text: str, ends: tuple[str, ...]) -> set[str] | None:
    """Of what a text says one of some words and nothing else: 账账, 账实 of 账账、账实相符; none of
    the word alone, None of a text that says something else."""
    *before, last = map(_core, pieces(text.rstrip("。")))
    found = next((end for end in ends if last.endswith(end)), None)
    if found is None:
        return None
    subjects = {last.removesuffix(found)}
    for clause in before:
        end = next((end for end in ends if clause.endswith(end)), "")
        subjects.add(clause.removesuffix(end))
    is_short = all(len(subject) <= _SUBJECT for subject in subjects)
    return subjects - {""} if is_short else None


def _core(clause: str) -> str:
    """A clause without the words that say that it is so, and how far: 已做到全部."""
    return _ALL_OF_IT.sub("", letters(clause))


def _says(asked: str, said: str) -> bool:
    """Whether the words of an answer say that all of a target was done: 制度健全 for 健全."""
    if has(said, "echoes", "denied") or has(said, "none", "but"):
        return False
    plain = re.sub(f"^{one_of('echoes', 'done')}+", "", letters(said))
    echoed = plain.endswith(letters(asked)) or echo(asked, said) == "reached"
    return echoed or band(said) == "reached" or _is_same(asked, said)


_ALL_OF_IT = WordPattern("^{echoes.done|echoes.made|echoes.wholly}+|{echoes.wholly}(?=..$)")
_NEARLY = WordPattern("{echoes.nearly}(?!{echoes.not_nearly})")
"""基本, but not that of 基本养老保险."""
_NOT_CLEARED = WordPattern(r"{echoes.left}?[1-9]\d*[^\d\W]{1,2}{echoes.not_cleared}")
_CLEARED = WordPattern("{echoes.done|echoes.lastingly}*{echoes.cleared}")
