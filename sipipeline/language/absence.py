"""Whether words say that there was none, and of what: 全年未发生上访, 无投诉, 系统运行无故障."""

import re
from functools import cache

from sipipeline.language.lexicon import WordPattern, has, one_of, table, words
from sipipeline.language.pauses import pieces
from sipipeline.language.wordings import band

_PAUSE = re.compile(one_of("joins", "pause"))
_DIGIT = re.compile("[0-9]")


def says_none(text: str) -> bool:
    """Whether the words say that there was none, or must not be: 未发生, 无投诉, 不拖欠; 没有完成
    does not, nor does 未发生重大上访，有零星上访."""
    first, *further = pieces(without_period(text))
    if has(first, "none", "but") or not _denies(first) or band(text) == "unmet":
        return False
    return not any(has(clause, "none", "some") and not _denies(clause) for clause in further)


def without_period(text: str) -> str:
    """The words without those before them that say when, where or in what work: 全年, 2020年, 全县,
    系统运行."""
    return _PERIOD.sub("", text, count=1)


def is_none_in_a_period(text: str) -> bool:
    """Whether 2020年未发生 says that there was none, where 2020年 is no date that anything was
    done."""
    plain = without_period(text)
    return plain != text and is_none_in_words(plain)


def is_none_in_words(text: str) -> bool:
    """Whether the words say that there was none, and no figure stands among them."""
    return _DIGIT.search(without_period(text)) is None and says_none(text)


def is_none_of(text: str, asked: str) -> bool:
    """Whether what there was none of is what is asked for: 未发生重大事件 says nothing of other
    events, and 无投诉 nothing of 上访."""
    if any(word in text and word not in asked for word in words("none", "of_kinds")):
        return False
    denied, harms = _harms(text), _harms(asked)
    return not (denied and harms) or bool(denied & harms)


def says_some_of(text: str, asked: str) -> bool:
    """Whether the words say that there was what was not to be: 存在违规问题, 发生上访; 存在违规风险
    does not."""
    plain = without_period(text)
    begins = plain.startswith(words("none", "there_was"))
    if not begins or has(plain, "none", "not_yet") or has(plain, "qualitative", "negations"):
        return False
    harms = _harms(asked) & _harms(plain)
    event = re.sub(f"^{one_of('none', 'starts')}", "", asked)
    return bool(harms) or (event != asked and event in plain and event != "")


def counts_others(label: str, asked: str) -> bool:
    """Whether the words before a figure say what was done, and not what was not to be: 检查126户
    beside 无违规, 整改2个 beside 违规问题数, but 检查发现2个; or that of another kind, 一般违规2起
    beside 无重大违规."""
    said = _PAUSE.split(label)[-1]
    kinds = [word for word in words("none", "of_kinds") if word in asked]
    if kinds and _harms(said) and not any(map(said.__contains__, kinds)):
        return True
    if has(said, "none", "found"):
        return False
    if any(map(said.__contains__, _remedies())):
        return not has(asked, "indicators", "remedies")
    if _harms(said) & _harms(asked):
        return False
    return any(word in said and word not in asked for word in words("none", "done"))


def _denies(text: str) -> bool:
    """Whether a clause says from its beginning that there is none."""
    plain = without_period(text)
    before = f"(?:{one_of('echoes', 'forbidding')}|{one_of('remarks', 'not_done')})"
    kept_away = before + one_of("indicators", "lower_is_better")
    if re.match(kept_away, plain):
        return True
    otherwise = plain.startswith(words("none", "otherwise"))
    return plain.startswith(words("none", "starts")) and not otherwise


def _harms(text: str) -> set[str]:
    """The characters of the words for what must not be; 信访 and 上访 have one in common."""
    named = filter(text.__contains__, words("indicators", "lower_is_better"))
    return {character for word in named for character in word} - {*table()["none"]["shared"]}


@cache
def _remedies() -> frozenset[str]:
    """What is done about harm; that it fell is what became of it."""
    return frozenset(words("indicators", "remedies")).difference(words("changes", "down"))


_PERIOD = WordPattern(r"^(?:{none.periods}|{qualitative.fillers}|\d{4}{calendar.year})+(?=.)")
