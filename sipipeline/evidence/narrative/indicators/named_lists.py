"""Indicators that a sentence lists by their names alone as those reached, or missed: 3项没有完成，
分别是缴费人数、认证率和可支付月数."""

import re
from collections.abc import Sequence
from functools import cache

from sipipeline.core.values import frozen
from sipipeline.evidence.narrative.indicators.target_distances import NUMBER
from sipipeline.language.lexicon import one_of, phrases

_HERE = ("achievement", "one")
_IN_BRACKETS = re.compile(r"\([^()]*\)")


@frozen
class NamedList:
    """The names of indicators of which the same is said."""

    sense: str
    """Whether they were done, or undone."""
    words: str
    names: Sequence[str]


def named_list(sentence: str) -> NamedList | None:
    """What a sentence, numbers as one sign, says of indicators that it ends by listing; None where
    it lists none."""
    found = _listing().search(_IN_BRACKETS.sub("", sentence))
    if found is None:
        return None
    names = re.split(one_of(*_HERE, "joins"), found["names"])
    return NamedList("undone" if found["undone"] else "done", found.group(), names)


@cache
def _listing() -> re.Pattern[str]:
    verdict = f"(?:(?P<undone>{phrases(*_HERE, 'undone')})|{phrases(*_HERE, 'done')})"
    between = f"(?:{NUMBER}|{one_of(*_HERE, 'counting')})*"
    leads = f"(?::|[,:]?{one_of(*_HERE, 'listing')}:?)"
    return re.compile(f"{verdict}{between}{leads}(?P<names>[^,:;{NUMBER}]+)$")
