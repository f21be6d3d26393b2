"""A target in words, and a text that says the same words of itself: 严格执行, 已严格执行."""

import re

from sipipeline.language.absence import is_none_in_words
from sipipeline.language.lexicon import WordPattern, has, one_of, words
from sipipeline.language.pauses import pieces

_SHORTEST_VERB = 2
_SHORTEST_PHRASE = 4


def echo(target: str, text: str) -> str:
    """`reached` or `unmet` where a text says the very words of a target to be done, 已严格执行 for
    严格执行, or denies them, 执行不严格; "" where it says neither."""
    asked, said = _core(target), _core(text)
    first, *further = pieces(text)
    if further and not any(map(_mends, further)):
        said = _core(first) if _is_denied(asked, _core(first)) else said
    if _is_denied(asked, said):
        return "unmet"
    for done in _DONE.finditer(said):
        if _confirms(asked, said[: done.start()], said[done.end() :]):
            return "reached"
    return "reached" if _keeps_away(asked, said) else ""


def is_stated_and_shown(target: str, text: str) -> bool:
    """Whether a text says the words of a target, and behind a comma what was done or did not
    happen: 制度健全，已修订2项; 执行规范，无违规."""
    first, *further = pieces(text.rstrip("。"))
    stated = _core(first)
    if not stated.endswith(_core(target)) or _is_doubted(stated) or not further:
        return False
    return all(map(_shows, further))


def letters(text: str) -> str:
    """A text without its marks."""
    return "".join(filter(str.isalnum, text))


def _is_denied(asked: str, said: str) -> bool:
    return any(
        _denies(asked, said[: denial.start()], said[denial.end() :])
        for denial in _DENIALS.finditer(said)
    )


def _mends(clause: str) -> bool:
    """Whether a clause may say that it is done by now: 已整改, 现已健全."""
    return has(clause, "echoes", "done") or has(clause, "indicators", "remedies")


def _shows(clause: str) -> bool:
    """Whether a clause says what was done, or that no harm was."""
    if is_none_in_words(clause):
        return True
    return clause.startswith(words("echoes", "done")) and not _is_doubted(clause)


def _is_doubted(text: str) -> bool:
    doubts = (("qualitative", "negations"), ("echoes", "doubts"), ("echoes", "roughly"))
    return any(has(text, *headings) for headings in doubts)


def _core(text: str) -> str:
    return re.sub(one_of("echoes", "idle"), "", letters(text))


def _denies(asked: str, before: str, after: str) -> bool:
    """Whether a denial stands before what the target begins with, or among its words."""
    if has(re.sub(one_of("echoes", "cleared"), "", asked), "echoes", "forbidden"):
        return False
    begins = len(after) >= _SHORTEST_VERB and asked.startswith(after)
    plain = _plain(after)
    edge = asked.startswith(plain) or asked.endswith(plain)
    named = len(plain) >= _SHORTEST_VERB and edge
    denied = (begins and before in asked) or _is_turned(asked, before + after)
    mended = has(before, "echoes", "turned") or has(before, "indicators", "remedies")
    return denied or (named and not mended)


def _plain(after: str) -> str:
    """What is denied or done without the words around it: 健全 of 建立健全, 规范 of 规范现象."""
    made, failings = one_of("echoes", "made"), one_of("echoes", "failings")
    return re.sub(f"^{made}(?=.)|(?<=.){failings}$", "", after)


def _confirms(asked: str, before: str, after: str) -> bool:
    """Whether the words of the target, or its first ones, stand right beside 已, 得到 or 了."""
    said = before + after
    enough = len(said) >= _SHORTEST_PHRASE or said in words("echoes", "said_alone")
    begins = enough and asked.startswith(said)
    if begins or _is_turned(asked, said):
        return True
    if _plain(after) == asked:
        said = before + asked
    start = said.find(asked)
    beside = 0 <= start <= len(before) <= start + len(asked)
    others = said[:start] + said[start + len(asked) :]
    doubted = has(others, "qualitative", "negations") or has(others, "echoes", "doubts")
    return beside and not doubted


def _keeps_away(asked: str, said: str) -> bool:
    """未挪用基金 keeps 严禁挪用基金."""
    unwanted = re.sub(f"^{one_of('echoes', 'forbidding')}", "", asked)
    denied = re.sub(f"^(?:{_DENIALS.compiled.pattern})", "", said)
    return unwanted == denied != "" and asked != unwanted and said != denied


def _is_turned(asked: str, said: str) -> bool:
    """Whether the same words stand in another order: 制度健全 and 健全制度."""
    return sorted(asked) == sorted(said) != []


_DENIALS = WordPattern("{qualitative.denials}|{echoes.denied}")
_DONE = WordPattern("{echoes.done}")
