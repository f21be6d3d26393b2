"""What words alone say of a target: reached, partly, not; a grade; none at all."""

import re
from functools import cache

from sipipeline.language.lexicon import Lexicon, has, one_of, table, words
from sipipeline.language.numbers import compact, is_blank_word

_OPPOSITE = {"reached": "unmet", "partly": "unmet", "unmet": "reached"}
_GRAVEST_FIRST = ("unmet", "partly", "reached")
_MARKS = "。.,;!、:()"
_SHORTEST_VERB = 2
_SHORTEST_PHRASE = 4


def band(text: str) -> str:
    """`reached`, `partly` or `unmet`; "" where the words do not say, or something beside 已完成
    could take it back."""
    if text in _single_bands():
        return _single_bands()[text]
    bands, rest = _read(text)
    gravest = next((band for band in _GRAVEST_FIRST if band in bands), "")
    taken_back = gravest == "reached" and has(rest, "qualitative", "negations")
    return "" if taken_back else gravest


def echo(target: str, text: str) -> str:
    """`reached` or `unmet` where a text says the very words of a target to be done, 已严格执行 for
    严格执行, or denies them, 执行不严格; "" where it says neither."""
    asked, said = _core(target), _core(text)
    if any(_denies(asked, said, denial) for denial in _denials().finditer(said)):
        return "unmet"
    confirmed = any(_confirms(asked, said, done) for done in _done().finditer(said))
    return "reached" if confirmed or _keeps_away(asked, said) else ""


def letters(text: str) -> str:
    """A text without its marks."""
    return "".join(filter(str.isalnum, text))


def _core(text: str) -> str:
    return re.sub(one_of("echoes", "idle"), "", letters(text))


def _denies(asked: str, said: str, denial: re.Match[str]) -> bool:
    """Whether a denial stands before what the target begins with, or among its words."""
    before, after = said[: denial.start()], said[denial.end() :]
    if has(asked, "echoes", "forbidden"):
        return False
    begins = len(after) >= _SHORTEST_VERB and asked.startswith(after) and before in asked
    return begins or _is_turned(asked, before + after)


def _confirms(asked: str, said: str, done: re.Match[str]) -> bool:
    """Whether the words of the target, or its first ones, stand right beside 已, 得到 or 了."""
    left = said[: done.start()] + said[done.end() :]
    begins = len(left) >= _SHORTEST_PHRASE and asked.startswith(left)
    if begins or _is_turned(asked, left):
        return True
    start = left.find(asked)
    beside = 0 <= start <= done.start() <= start + len(asked)
    others = left[:start] + left[start + len(asked) :]
    doubted = has(others, "qualitative", "negations") or has(others, "echoes", "doubts")
    return beside and not doubted


def _keeps_away(asked: str, said: str) -> bool:
    """未挪用基金 keeps 严禁挪用基金."""
    forbidding = re.match(one_of("echoes", "forbidding"), asked)
    denial = _denials().match(said)
    if forbidding is None or denial is None:
        return False
    return said[denial.end() :] == asked[forbidding.end() :] != ""


def _is_turned(asked: str, said: str) -> bool:
    """Whether the same words stand in another order: 制度健全 and 健全制度."""
    return sorted(asked) == sorted(said) != []


def grade(text: str) -> tuple[int, int] | None:
    """Of 优秀, 良好 …: which scale, and which step of it from the top."""
    prefixes = words("qualitative", "graded")
    prefix = next((word for word in prefixes if text.startswith(word)), "")
    return _grades().get(text.removeprefix(prefix).rstrip("。"))


def says_none(text: str) -> bool:
    """Whether the words say that there was none: 未发生, 无投诉."""
    return text.startswith(words("none", "starts"))


def is_only_a_band(text: str) -> bool:
    """Whether a text is nothing but 已完成, 达标 and the like, which may answer a target in the
    same words."""
    return _bands().get(text) in _OPPOSITE or text in _single_bands()


def is_timely(text: str) -> bool:
    """Whether the words say that a deadline was kept: 按时完成."""
    return has(text, "qualitative", "timely")


def is_no_reason(text: str) -> bool:
    """Whether a text in the place of a reason gives none: blank, 无, 已说明, 已完成, 未完成."""
    plain = compact(text).strip(_MARKS)
    if is_blank_word(text) or plain in words("reasons", "none"):
        return True
    bands, left = _read(plain)
    all_done = bands == {"reached"} and not left
    return all_done or _bands().get(plain) == "unmet"


def _read(text: str) -> tuple[set[str], str]:
    """The bands that the words say, turned round where 没有 stands before, and what is left."""
    bands: set[str] = set()
    denied, left, at = "", "", 0
    while at < len(text):
        word, meaning = _bands().at(text, at) or (text[at], None)
        if meaning == "denial":
            left, denied = left + denied, word
        elif meaning in _OPPOSITE:
            bands.add(_OPPOSITE[meaning] if denied else meaning)
            denied = ""
        elif meaning is None:
            left, denied = left + denied + word, ""
        at += len(word)
    return bands, left + denied


@cache
def _bands() -> Lexicon[str]:
    """Words to bands, `denial` for 没有 and the like, `filler` for what says nothing."""
    headings = {
        "unmet": "unmet",
        "partial": "partly",
        "achieved": "reached",
        "denials": "denial",
        "adverbs": "filler",
        "fillers": "filler",
    }
    return Lexicon(
        (word, meaning)
        for heading, meaning in headings.items()
        for word in words("qualitative", heading)
        if len(word) > 1 or meaning not in _OPPOSITE
    )


@cache
def _denials() -> re.Pattern[str]:
    return re.compile(f"{one_of('qualitative', 'denials')}|{one_of('echoes', 'denied')}")


@cache
def _done() -> re.Pattern[str]:
    return re.compile(one_of("echoes", "done"))


@cache
def _single_bands() -> dict[str, str]:
    """One character says a band only alone: 好, 差, 是, 否."""
    headings = {"achieved": "reached", "unmet": "unmet"}
    return {
        word: meaning
        for heading, meaning in headings.items()
        for word in words("qualitative", heading)
        if len(word) == 1
    }


@cache
def _grades() -> dict[str, tuple[int, int]]:
    """The first scale that has a word wins."""
    grades: dict[str, tuple[int, int]] = {}
    for number, scale in enumerate(table()["scales"]):
        for step, synonyms in enumerate(scale["steps"]):
            for word in synonyms:
                grades.setdefault(word, (number, step))
    return grades
