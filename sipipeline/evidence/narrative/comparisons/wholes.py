"""How many indicators, or funds, a text says that there are in all: 12项绩效指标均已完成,
经办五项基金."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Literal

from sipipeline.core.values import frozen
from sipipeline.language.dates import is_of_year
from sipipeline.language.lexicon import WordPattern, has, one_of, words
from sipipeline.language.numbers import numeral, numerals

What = Literal["indicators", "funds"]
_HERE = "wholes"
_ACHIEVEMENT = "narrative.achievement"
"""Where 12项指标 are those of the table."""
_NUMERALS = "".join(numerals())
_NOT_BEHIND = "".join(words("narrative", "signs", "ordinal"))
_COUNT = rf"(?<![\d.{_NOT_BEHIND}{_NUMERALS}])(?P<count>\d{{1,3}}|[{_NUMERALS}]{{1,3}})"
_BEHIND = re.compile(
    f"(?P<kind>{one_of(_HERE, 'indicators', 'kinds')})?"
    + one_of(_HERE, "indicators", "names")
    + f"(?:{one_of(_HERE, 'leading')})?"
    + _COUNT
    + one_of(_HERE, "counters")
    + f"(?!{one_of(_HERE, 'indicators', 'parts')})"
)
"""设定绩效指标16项."""
_OF_LEVEL = re.compile(
    f"(?P<level>{one_of('achievement', 'levels')})"
    + one_of(_HERE, "indicators", "names")
    + f"(?:{one_of(_HERE, 'leading')})?"
    + _COUNT
    + one_of(_HERE, "counters")
)
"""产出指标5项."""
_SEVERAL_LEVELS = 2


def _before(what: What, named: str) -> re.Pattern[str]:
    """12项绩效指标: a number before the name of what it counts."""
    kinds = one_of(_HERE, what, "kinds")
    return re.compile(f"{_COUNT}{one_of(_HERE, 'counters')}(?P<kind>{kinds})?{named}")


def _whole_name(what: What) -> str:
    """A pattern for the name of what is counted, unless it goes on: 五项基金收入."""
    return f"{one_of(_HERE, what, 'names')}(?!{one_of(_HERE, what, 'parts')})"


_INSURANCES = (
    f"(?:{one_of(_HERE, 'funds', 'insurances')}(?=$|[,、:()]|{one_of(_HERE, 'funds', 'run')}))"
)
"""三项社会保险, 三项社会保险业务, and no 三项社会保险待遇."""


_PATTERNS: dict[What, Sequence[re.Pattern[str]]] = {
    "indicators": (_before("indicators", _whole_name("indicators")), _BEHIND),
    "funds": (_before("funds", f"(?:{_whole_name('funds')}|{_INSURANCES})"),),
}
_NEAR = 8
"""So many characters before a number say what it counts."""
_SENTENCE = re.compile(r"[。;!?\n]")
_CLAUSE = re.compile("[,:、()]")
_ANY_COUNT = re.compile(_COUNT + one_of(_HERE, "counters"))
_NOW = WordPattern("{now}", _HERE)
_ALL = WordPattern("{every}", _HERE)


@frozen
class Whole:
    """A number of indicators or funds that a text speaks of."""

    field: str
    words: str
    count: int
    is_all: bool
    """Whether the text says that there are no more; else it may be some of them."""


def wholes(what: What, texts: Iterable[tuple[str, str]], year: float | None) -> Iterator[Whole]:
    """Each number of indicators, or of funds, in the sentences that name no other year and speak of
    no others than those of the form."""
    for field, text in texts:
        before = ""
        for sentence in _SENTENCE.split(text):
            if is_of_year(sentence, year):
                yield from _of_sentence(what, field, before, sentence)
            before += sentence


def level_counts(
    texts: Iterable[tuple[str, str]], year: float | None
) -> Iterator[tuple[str, str, str, int]]:
    """For each level of indicators that a sentence counts beside others, or as set: the text, its
    words, the level, how many: 设置产出指标5项、效益指标2项、满意度指标1项."""
    for field, text in texts:
        for sentence in _SENTENCE.split(text):
            found = [*_OF_LEVEL.finditer(sentence)]
            is_set = has(sentence, _HERE, "indicators", "sets") or len(found) >= _SEVERAL_LEVELS
            if is_set and is_of_year(sentence, year):
                of_all = (
                    one
                    for one in found
                    if not has(sentence[: one.start()], "achievement", "undone")
                )
                for one in of_all:
                    yield field, one.group(), one["level"], int(numeral(one["count"]))


def disagrees(whole: Whole, counts: Set[int]) -> bool:
    """Whether there are not so many, by any of several ways to count them: more than there are, or
    fewer where it speaks of all."""
    return whole.count not in counts and (whole.is_all or whole.count > max(counts))


def _of_sentence(what: What, field: str, before: str, sentence: str) -> Iterator[Whole]:
    """The numbers of a sentence, given the text before it; one behind the name counts only where
    it is said that so many were set: 设定绩效指标16项."""
    for pattern in _PATTERNS[what]:
        for found in pattern.finditer(sentence):
            lead, count = sentence[: found.start()], int(numeral(found["count"]))
            near = _NOW.sub("", _CLAUSE.split(lead)[-1][-_NEAR:])
            of_form = found["kind"] or what == "funds" or field == _ACHIEVEMENT
            if count > 1 and of_form and not has(near, _HERE, what, "others"):
                said = has(near, _HERE, what, "sets") or _is_of_every(what, found, sentence)
                is_all = said and not _is_of_some(what, before + lead, lead)
                if is_all or pattern is not _BEHIND:
                    yield Whole(field, found.group(), count, is_all)


def _is_of_every(what: What, found: re.Match[str], sentence: str) -> bool:
    """Whether something is said of all indicators of the form that stand behind their number:
    12项绩效指标均已完成."""
    named = what == "indicators" and found.re is not _BEHIND and bool(found["kind"])
    return named and _is_every(sentence, sentence[found.end() :])


def _is_of_some(what: What, before: str, lead: str) -> bool:
    """Whether the words before name a level of indicators, or the funds that are counted: 数量指标
    …，设置6项, 管理养老、工伤两项基金."""
    if what == "indicators":
        return has(before, "achievement", "levels")
    return has(lead, _HERE, what, "branches")


def _is_every(sentence: str, rest: str) -> bool:
    """Whether something is said of all that are counted, and the sentence counts nothing else and
    excepts nothing: 12项指标均已完成."""
    alone = len(_ANY_COUNT.findall(sentence)) == 1 and not has(sentence, _HERE, "exceptions")
    return alone and _ALL.match(rest) is not None
