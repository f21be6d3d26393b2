"""Numbers that but part people, or places, into groups: 6000元以上的412人, 减少的5个."""

import re
from functools import cache

from sipipeline.evidence.narrative.lines import signs
from sipipeline.evidence.narrative.lines.text import Paragraph
from sipipeline.language.lexicon import one_of
from sipipeline.language.mentions import Mention

_HERE = ("narrative", "limits")
_FARTHEST = 24
"""Characters behind a limit in which it is said how many lie there."""


def is_limit(line: Paragraph, mention: Mention) -> bool:
    """Whether an amount is a limit between groups of people, of which it is said how many they are:
    4000元到6000元的2106人, 3000元以上的占22%."""
    yuan = mention.unit.dimension == "money" and mention.unit.factor == 1
    return yuan and _group().match(line.text[mention.end :][:_FARTHEST]) is not None


def is_of_some_places(line: Paragraph, mention: Mention) -> bool:
    """Whether the sentence of a number counts the places in which something rose, or fell: what it
    states is of these: 14个街镇中，增加的9个，减少的5个，增1286人，减620人."""
    if mention.unit.dimension not in ("money", "people") or _some().search(line.text) is None:
        return False
    begun = signs.SENTENCE.split(line.text[: mention.start])[-1]
    sentence = begun + signs.SENTENCE.split(line.text[mention.start :])[0]
    return _some().search(sentence) is not None and _places().search(sentence) is not None


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
    return re.compile(f"{of_it}(?:[^,;:。()\\d]{{0,2}})\\d+{counter}(?=[,;、。])")


@cache
def _places() -> re.Pattern[str]:
    """14个街镇: how many places there are."""
    return re.compile(f"\\d+{one_of(*_HERE, 'counter')}{one_of(*_HERE, 'places')}")
