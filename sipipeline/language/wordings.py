"""What words alone say of a target: reached, partly, not; a grade; none at all."""

from functools import cache

from sipipeline.language.lexicon import Lexicon, table, words
from sipipeline.language.numbers import compact, is_blank_word

_OPPOSITE = {"reached": "unmet", "partly": "unmet", "unmet": "reached"}
_GRAVEST_FIRST = ("unmet", "partly", "reached")
_MARKS = "。.,;!、:()"


def band(text: str) -> str:
    """`reached`, `partly` or `unmet`; "" where the words do not say, or something beside 已完成
    could take it back."""
    if text in _single_bands():
        return _single_bands()[text]
    bands, rest = _read(text)
    gravest = next((band for band in _GRAVEST_FIRST if band in bands), "")
    doubted = any(word in rest for word in words("qualitative", "negations"))
    return "" if doubted and gravest == "reached" else gravest


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
    return any(word in text for word in words("qualitative", "timely"))


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
