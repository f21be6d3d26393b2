"""What words alone say of a target: reached, partly, not; a grade."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

from sipipeline.language import fillings
from sipipeline.language.lexicon import Lexicon, WordPattern, has, table, words
from sipipeline.language.numbers import compact
from sipipeline.language.pauses import pieces

_OPPOSITE = {"reached": "unmet", "nearly": "unmet", "partly": "unmet", "unmet": "reached"}
_GRAVEST_FIRST = ("unmet", "partly", "nearly", "reached")
_MARKS = "。.,;!、:()"
_HEADINGS = {
    "unmet": "unmet",
    "partial": "partly",
    "nearly": "nearly",
    "achieved": "reached",
    "denials": "denial",
    "adverbs": "filler",
    "fillers": "filler",
}
"""What the words under each heading stand for: a band, `denial` for 没有 and the like, `filler`
for what says nothing."""


def band(text: str) -> str:
    """`reached`, `partly` or `unmet`; "" where the words do not say, or something beside 已完成
    could take it back."""
    if text in _single_bands():
        return _single_bands()[text]
    bands, rest = _read(text)
    gravest = min(bands, key=_GRAVEST_FIRST.index, default="")
    taken_back = gravest == "reached" and has(rest, "qualitative", "negations")
    if taken_back:
        return ""
    return "partly" if gravest == "nearly" else gravest


def is_nearly(text: str) -> bool:
    """Whether the words say no more than that little is missing: 基本完成, but not 基本完成，个别
    未完成."""
    bands, _ = _read(text)
    return min(bands, key=_GRAVEST_FIRST.index, default="") == "nearly"


def grade(text: str, scale: int | None = None) -> tuple[int, int] | None:
    """Of 优秀, 良好 …: which scale, and which step of it from the top; 一般 stands in several, and
    is of the first unless another is asked for."""
    plain = text.rstrip("。")
    for prefix in (*words("qualitative", "graded_of"), *words("qualitative", "graded")):
        plain = plain.removeprefix(prefix)
    for suffix in words("qualitative", "graded_behind"):
        plain = plain.removesuffix(suffix)
    steps = _grades().get(plain, ())
    return next((step for step in steps if scale in (None, step[0])), None)


def may_be_of_step_above(scale: int, text: str) -> bool:
    """Whether the words of a step stand for the one above as well: 比较满意 for 满意."""
    return any(word in text for word in table()["scales"][scale].get("unsure", ()))


def is_last(scale: int, step: int) -> bool:
    """Whether a step is at an end of its scale: 差, 不满意."""
    return step in (0, len(table()["scales"][scale]["steps"]) - 1)


def is_turned(scale: int, name: str) -> bool:
    """Whether the last step of a scale is the best one for what the name says: 三级 of 等级保护."""
    return any(word in name for word in table()["scales"][scale].get("turned", ()))


def is_only_a_band(text: str) -> bool:
    """Whether a text is nothing but 已完成, 达标, 长期 and the like, which may answer a target in
    the same words."""
    return (
        text in words("qualitative", "lasting")
        or _bands().get(text) in _OPPOSITE
        or text in _single_bands()
    )


def is_timely(text: str) -> bool:
    """Whether the words say that a deadline was kept: 按时完成."""
    return has(text, "qualitative", "timely")


def is_no_reason(text: str) -> bool:
    """Whether a text in the place of a reason gives none: blank, 无, 待补充, 见附件, a bare number,
    已说明, 未完成, √, 经核实数据无误, 已全部完成，无偏差; 同上 gives that of the row above."""
    clauses = pieces(compact(text).strip(_MARKS))
    return _says_no_reason(compact(text)) or all(map(_says_no_reason, clauses))


def _says_no_reason(text: str) -> bool:
    """Whether a clause gives no reason."""
    plain = text.strip(_MARKS)
    is_word = len(plain) > 1 or fillings.is_above(plain)
    if not is_word or fillings.gives_no_words(plain) or fillings.is_figure(plain):
        return True
    if plain in words("reasons", "none"):
        return True
    if _CONFIRMING.fullmatch(plain):
        return True
    bands, left = _read(plain)
    all_done = bands == {"reached"} and not left
    return all_done or _bands().get(plain) == "unmet"


def _read(text: str) -> tuple[set[str], str]:
    """The bands that the words say, turned round where 没有 stands before, and what is left."""
    bands: set[str] = set()
    denied, left, at = "", "", 0
    while at < len(text):
        word, meaning = _bands().at(text, at) or (text[at], "")
        at += len(word)
        if meaning == "denial":
            left, denied = left + denied, word
        elif not meaning:
            left, denied = left + denied + word, ""
        elif meaning != "filler":
            bands.add(_OPPOSITE[meaning] if denied else meaning)
            denied = ""
    return bands, left + denied


_CONFIRMING = WordPattern("(?:{reasons.confirming}|[,;、])++")
"""Words that say no more than that the figures are right: 经核对，数据正确."""


@cache
def _bands() -> Lexicon[str]:
    """Words to what they stand for; those that say a band only alone are no such words."""
    known = chain.from_iterable(map(_under, _HEADINGS))
    return Lexicon(entry for entry in known if entry[0] not in _single_bands())


@cache
def _single_bands() -> dict[str, str]:
    """One character says a band only alone: 好, 差, 是, 否."""
    known = chain(_under("unmet"), _under("achieved"))
    return {word: band for word, band in known if len(word) == 1}


def _under(heading: str) -> Iterator[tuple[str, str]]:
    for word in words("qualitative", heading):
        yield word, _HEADINGS[heading]


@cache
def _grades() -> dict[str, list[tuple[int, int]]]:
    """The scales and steps of each word, in the order of the scales."""
    grades: dict[str, list[tuple[int, int]]] = {}
    for number, scale in enumerate(table()["scales"]):
        for step, synonyms in enumerate(scale["steps"]):
            for word in synonyms:
                grades.setdefault(word, []).append((number, step))
    return grades
