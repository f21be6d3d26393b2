"""Numbers that say no figure of a line: limits between groups of people, 6000元以上的412人; what
some places have, 减少的5个; what was written wrongly, 误写为8277万元; the terms of a formula; what
goes with each step, 每增加1元."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.language.lexicon import one_of
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "limits")
_FARTHEST = 24
"""Characters behind a limit in which it is said how many lie there."""


def is_of_no_line(line: Paragraph, mention: Mention) -> bool:
    """Whether a number says no figure of a line, by the words around it."""
    if is_limit(line, mention) or is_of_some(line, mention):
        return True
    if any(start <= mention.start < end for start, end in _apart(line.text)):
        return True
    before, _, after = line.text[: mention.start].rpartition("=")
    term = signs.CLAUSE.split(before)[-1] and _bare_term().fullmatch(after)
    return "=" in line.text and bool(term)


def is_limit(line: Paragraph, mention: Mention) -> bool:
    """Whether an amount is a limit between groups of people, of which it is said how many they are:
    4000元到6000元的2106人, 3000元以上的占22%."""
    yuan = mention.unit.dimension == "money" and mention.unit.factor == 1
    return yuan and _group().match(line.text[mention.end :][:_FARTHEST]) is not None


def is_of_some(line: Paragraph, mention: Mention) -> bool:
    """Whether the sentence of a number counts the places, or funds, in which something rose, or
    fell, and what it states is of these: 14个街镇中，增加的9个，减少的5个，增1286人，减620人;
    超预算的险种2个，超支合计6526.43万元."""
    if mention.unit.dimension not in ("money", "people") or _some().search(line.text) is None:
        return False
    begun = signs.SENTENCE.split(line.text[: mention.start])[-1]
    if _some().search(begun) is not None and _summed().search(begun) is not None:
        return True
    sentence = begun + signs.SENTENCE.split(line.text[mention.start :])[0]
    return _some().search(sentence) is not None and _places().search(sentence) is not None


@lru_cache(maxsize=256)
def _apart(text: str) -> Sequence[tuple[int, int]]:
    """Where the sentences of a text stand that correct a figure, and what each step of something
    brings, up to the next semicolon."""
    corrected = [
        (_begin(text, told.start()), _end(signs.SENTENCE, text, told.end()))
        for told in _corrected().finditer(text)
    ]
    steps = [
        (told.start(), _end(signs.STATEMENT, text, told.end())) for told in _step().finditer(text)
    ]
    return (*corrected, *steps)


def _begin(text: str, place: int) -> int:
    """Where the sentence begins in which a place is."""
    return max((one.end() for one in signs.SENTENCE.finditer(text, 0, place)), default=0)


def _end(sign: re.Pattern[str], text: str, place: int) -> int:
    """Where the next sign stands behind a place, or the text ends."""
    found = sign.search(text, place)
    return found.start() if found is not None else len(text)


@cache
def _corrected() -> re.Pattern[str]:
    """有误, 更正为: words of a sentence that says which figure was wrong."""
    return re.compile(one_of(*_HERE, "corrected"))


@cache
def _step() -> re.Pattern[str]:
    """每增加1元, 每增支100元: words before what goes with each step of something."""
    return re.compile(f"{one_of(*_HERE, 'each')}{one_of(*_HERE, 'changing')}[^,;:。\\d]{{0,4}}\\d")


@cache
def _bare_term() -> re.Pattern[str]:
    """÷(2105.56÷: what stands between = and a term of a formula that nothing names."""
    return re.compile(f"(?:[\\d.,+\\-−×÷*/(% ]|{one_of(*_HERE, 'units')}){{0,40}}")


@cache
def _group() -> re.Pattern[str]:
    """以上的占, 至3000元的46人: what stands behind a limit."""
    to = f"(?:{one_of(*_HERE, 'to')}[\\d,.]+{one_of(*_HERE, 'yuan')})?"
    return re.compile(
        f"{to}(?:{one_of(*_HERE, 'sides')})?{one_of('narrative', 'signs', 'possessive')}"
        f"(?:{one_of(*_HERE, 'sharing')}|\\d[\\d,]*{one_of(*_HERE, 'people')})"
    )


@cache
def _some() -> re.Pattern[str]:
    """减少的5个: how many places there are in which something came about."""
    of_it, counter = one_of("narrative", "signs", "possessive"), one_of(*_HERE, "counter")
    places, went = one_of(*_HERE, "places"), one_of(*_HERE, "changing")
    return re.compile(
        f"{of_it}[^,;:。()\\d]{{0,2}}\\d+{counter}(?:{places}|(?=[,;、。]))|\\d+{counter}{went}"
    )


@cache
def _summed() -> re.Pattern[str]:
    """超支合计: the end of words right before the sum of what some have."""
    return re.compile(f"[,;:][^,;:。\\d]{{0,8}}{one_of(*_HERE, 'sums')}$")


@cache
def _places() -> re.Pattern[str]:
    """14个街镇: how many places there are."""
    return re.compile(f"\\d+{one_of(*_HERE, 'counter')}{one_of(*_HERE, 'places')}")
