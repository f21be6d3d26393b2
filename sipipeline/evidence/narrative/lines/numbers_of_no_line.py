"""Numbers that say no figure of a line: limits between groups of people, 6000元以上的412人; what
some places or funds have, 减少的5个; what was written wrongly, 误写为8277万元; the terms of a
formula; what goes with each step, 每增加1元; a row of a table."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.language.lexicon import WordPattern, one_of
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "of_no_line")
_BARE = r"[-−]?[\d,]*\.?\d+%?"
_ROW = re.compile(rf"[|\s]*[^\d|,;:。()]{{1,30}}[|\s]*{_BARE}(?:[|\s]+{_BARE})+[|\s]*")
"""A name and at least two numbers without a unit, as a row of a table has them."""
_STROKE_BEFORE, _STROKE_BEHIND = re.compile(r"\d/$"), re.compile(r"/\d")
_FURTHER = re.compile(r"[\d.]*:\d")
_FARTHEST = 24
"""Characters behind a limit in which it is said how many lie there."""
_NEAR = 48
"""Characters before an amount in which it is said of which funds it is."""
_LONGEST_LIST = 400
"""Characters of a list of lines that rose, or fell."""
_STROKE = 2
"""Characters before a number that a stroke parts from another."""


def is_of_no_line(line: Paragraph, mention: Mention) -> bool:
    """Whether a number says no figure of a line, by the words around it."""
    if any(of_none(line, mention) for of_none in _OF_NONE):
        return True
    if any(start <= mention.start < end for start, end in _apart(line.text)):
        return True
    before, _, after = line.text[: mention.start].rpartition("=")
    term = signs.CLAUSE.split(before)[-1] and _BARE_TERM.fullmatch(after)
    return "=" in line.text and bool(term)


def _is_limit(line: Paragraph, mention: Mention) -> bool:
    """Whether an amount is a limit between groups of people, of which it is said how many they are:
    4000元到6000元的2106人, 3000元以上的占22%."""
    yuan = mention.unit.dimension == "money" and mention.unit.factor == 1
    return yuan and _GROUP.match(line.text[mention.end :][:_FARTHEST]) is not None


def _is_of_some(line: Paragraph, mention: Mention) -> bool:
    """Whether the sentence of a number counts the places in which something rose, or fell, and
    what it states is of these, 14个街镇中，增加的9个，减少的5个，增1286人，减620人; or whether the
    words before it do so of funds: 超预算的险种2个，超支合计6526.43万元."""
    if mention.unit.dimension not in ("money", "people"):
        return False
    if _some_funds().search(_lead(line, mention, _NEAR)) is not None:
        return True
    if _SOME.search(line.text) is None:
        return False
    begun = signs.SENTENCE.split(line.text[: mention.start])[-1]
    sentence = begun + signs.SENTENCE.split(line.text[mention.start :])[0]
    return _SOME.search(sentence) is not None and _PLACES.search(sentence) is not None


def _is_in_row(line: Paragraph, mention: Mention) -> bool:
    """Whether a number stands in a row of a table, 收入 16126.95 16681.63 3.4, whose columns are
    told elsewhere, or is one of two that a stroke parts: （预算/决算）16408.00/16681.63万元."""
    if _ROW.fullmatch(line.text):
        return True
    parted = _STROKE_BEFORE.search(_lead(line, mention, _STROKE))
    return bool(parted or _STROKE_BEHIND.match(line.text, mention.end))


def _picks_out(line: Paragraph, mention: Mention) -> bool:
    """Whether a number is but the bound that picks out some lines or funds: 执行率低于95%的科目有;
    收入增速超10%的险种."""
    behind = _PICKED.match(line.text, mention.end)
    if behind is None:
        return False
    return bool(behind["sides"]) or bool(_BOUNDING.search(_lead(line, mention, _NEAR)))


def _is_drawn_upon(line: Paragraph, mention: Mention) -> bool:
    """Whether an amount is what was there before some of it was used:
    动用上年结余26.25亿元中的2.06亿元."""
    behind = _WITHIN.match(line.text, mention.end)
    return behind is not None and bool(_DRAWING.search(_lead(line, mention, _FARTHEST)))


def _is_of_three(line: Paragraph, mention: Mention) -> bool:
    """Whether a ratio is of three figures or more: 6.2:1.2:1.0."""
    return mention.unit.dimension == "ratio" and _FURTHER.match(line.text, mention.end) is not None


def _lead(line: Paragraph, mention: Mention, most: int) -> str:
    """So many characters before a number at most: to look at all of a long line for each of its
    numbers takes minutes."""
    return line.text[max(0, mention.start - most) : mention.start]


@lru_cache(maxsize=256)
def _apart(text: str) -> Sequence[tuple[int, int]]:
    """Where the sentences of a text stand that correct a figure, and up to the next semicolon what
    each step of something brings, and the lists of lines that rose, or fell, each with by how much:
    超收的科目有保险费收入（134.02万元）、利息收入（4.71万元）."""
    corrected = [
        (_begin(text, told.start()), _end(signs.SENTENCE, text, told.end()))
        for told in _CORRECTED.finditer(text)
    ]
    steps = [
        (told.start(), _end(signs.STATEMENT, text, told.end())) for told in _STEP.finditer(text)
    ]
    lists = [
        (told.end(), min(_end(signs.STATEMENT, text, told.end()), told.start() + _LONGEST_LIST + 1))
        for told in _LIST_OF_CHANGES.finditer(text)
    ]
    return (*corrected, *steps, *lists)


def _begin(text: str, place: int) -> int:
    """Where the sentence begins in which a place is."""
    return max((one.end() for one in signs.SENTENCE.finditer(text, 0, place)), default=0)


def _end(sign: re.Pattern[str], text: str, place: int) -> int:
    """Where the next sign stands behind a place, or the text ends."""
    found = sign.search(text, place)
    return found.start() if found is not None else len(text)


_CORRECTED = WordPattern("{corrected}", *_HERE)
"""有误, 更正为: words of a sentence that says which figure was wrong."""
_STEP = WordPattern(r"{each}{changing}[^,;:。\d]{0,4}\d", *_HERE)
"""每增加1元, 每增支100元: words before what goes with each step of something."""
_BARE_TERM = WordPattern(r"(?:[\d.,+\-−×÷*/(% ]|{units}){0,40}", *_HERE)
"""÷(2105.56÷: what stands between = and a term of a formula that nothing names."""
_GROUP = WordPattern(
    r"(?:{to}[\d,.]+{yuan})?(?:{sides})?{narrative.signs.possessive}(?:{sharing}|\d[\d,]*{people})",
    *_HERE,
)
"""以上的占, 至3000元的46人: what stands behind a limit."""
_SOME = WordPattern(
    r"{narrative.signs.possessive}[^,;:。()\d]{0,2}\d+{counter}(?:{places}|(?=[,;、。]))|\d+"
    "{counter}{changing}",
    *_HERE,
)
"""减少的5个: how many places there are in which something came about."""
_PICKED = WordPattern("(?P<sides>{sides})?{narrative.signs.possessive}{picked}", *_HERE)
"""以上的险种: what stands behind a bound that picks out lines or funds."""
_BOUNDING = WordPattern("{bounding}$", *_HERE)
"""低于: the words right before a bound."""
_LIST_OF_CHANGES = WordPattern(
    "(?:{changing}|{standing}){narrative.signs.possessive}(?:{lines}{listing}|{listing}:)", *_HERE
)
"""超收的科目有; 同比增加的有:: what leads to a list of the lines that rose, or fell."""


@cache
def _some_funds() -> re.Pattern[str]:
    """收入增长的险种有2个，合计增收; 2个险种收入下降，共减收; 结余险种3个、: the words before an
    amount, which say of which funds it is by how these stand."""
    how = f"(?:{one_of(*_HERE, 'changing')}|{one_of(*_HERE, 'standing')})"
    of_it, funds = one_of("narrative", "signs", "possessive"), one_of(*_HERE, "funds")
    count = f"(?:\\d|{one_of(*_HERE, 'counts')})"
    number = f"{count}{one_of(*_HERE, 'counting_funds')}"
    within = "[^,;:。()\\d]"
    such = f"{how}{within}{{0,3}}{of_it}{within}{{0,4}}{number}(?:{funds})?"
    kind = one_of(*_HERE, "kinds_of_funds")
    so = f"{count}{one_of(*_HERE, 'counter')}{kind}{within}{{0,6}}{how}"
    these = f"{how}{within}{{0,3}}{of_it}{kind}|{how}{kind}(?:{of_it})?(?:{number})?"
    return re.compile(f"(?:{such}|{so}|{these})[,、]?{within}{{0,10}}$")


_PLACES = WordPattern(r"\d+{counter}{places}", *_HERE)
"""14个街镇: how many places there are."""


_WITHIN = WordPattern("{within}{narrative.signs.possessive}", *_HERE)
"""中的: what stands behind an amount of which some is told."""
_DRAWING = WordPattern(r"{drawing}[^,;:。()\d]{0,12}$", *_HERE)
"""动用上年结余: the words before an amount of which some was used."""


_OF_NONE = (_is_drawn_upon, _is_limit, _is_of_some, _picks_out, _is_of_three, _is_in_row)
"""Ways in which a number may be of no line."""
