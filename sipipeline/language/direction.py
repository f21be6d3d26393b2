"""Which side of a bare number is the better one, as the second-level indicator and the name say."""

import re

from sipipeline.language.lexicon import has, one_of, table, words
from sipipeline.language.names import is_rate, plain_name, rate_before
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES

HIGHER, LOWER, DOUBTFUL = "higher", "lower", ""
_MEASURES = {
    **dict.fromkeys(TIMES, "time"),
    "percent": "rate",
    "money": "money",
    "ratio": "ratio",
}
"""What is measured, by the dimension of the unit; all else is counted."""
_BY_LEVEL = {
    ("timeliness", "time"): LOWER,
    ("timeliness", "rate"): HIGHER,
    ("cost", "money"): LOWER,
    ("more", "time"): HIGHER,
    ("more", "rate"): HIGHER,
    ("more", "money"): HIGHER,
    ("more", "count"): HIGHER,
    ("", "rate"): HIGHER,
    ("", "money"): HIGHER,
    ("", "count"): HIGHER,
}
"""The direction by what the second level asks for and what the number measures; doubtful where
neither says."""


def direction_of(wanted: Stated, reached: Stated, level: str, name: str) -> str:
    """`higher` where the actual is to be at least the number of the target, `lower` where at most,
    "" where both can be meant."""
    if wanted.hi == 0:
        return LOWER
    if wanted.sense:
        return HIGHER
    if speaks_of_harm(name) or speaks_of_harm(rate_before(wanted.label)):
        return LOWER
    asked, measure = _asked(level), _measure(wanted, reached, name)
    named = _by_name(asked, measure, name)
    return _BY_LEVEL.get((asked, measure), DOUBTFUL) if named is None else named


def speaks_of_harm(name: str) -> bool:
    """Whether the name of an indicator speaks of something that is the better the less there is;
    投诉办结率 speaks of its remedy, 无投诉 of its absence."""
    harm, absence = one_of("indicators", "lower_is_better"), one_of("none", "starts")
    if not re.search(harm, name) or re.search(absence + harm, name):
        return False
    without_harm = name
    for word in words("indicators", "lower_is_better"):
        without_harm = without_harm.replace(word, "")
    return not has(without_harm, "indicators", "remedies")


def _asked(level: str) -> str:
    """What a second level asks for: timeliness, cost, more; "" where it does not say."""
    for asked in table()["indicators"]["levels"]:
        if has(level, "indicators", "levels", asked):
            return str(asked)
    return ""


def _measure(wanted: Stated, reached: Stated, name: str) -> str:
    """What the number measures, as its unit says, or the name where it has none."""
    dimension = wanted.unit.dimension or reached.unit.dimension
    if dimension:
        return _MEASURES.get(dimension, "count")
    if is_rate(name):
        return "rate"
    return "money" if plain_name(name).endswith(words("indicators", "costs")) else "count"


def _by_name(asked: str, measure: str, name: str) -> str | None:
    """What the name says where the level alone does not: 成本节约率, 办结时限, 可支付月数."""
    if measure == "time":
        return _by_time(asked, name)
    if asked != "cost" or measure == "money":
        return None
    if has(name, "indicators", "savings"):
        return HIGHER
    return LOWER if has(name, "indicators", "kept_low") else None


def _by_time(asked: str, name: str) -> str | None:
    """A time limit under a level that asks for more can be meant either way."""
    if asked != "timeliness" and has(name, "indicators", "time_limits"):
        return DOUBTFUL if asked == "more" else LOWER
    return HIGHER if has(name, "indicators", "capacity") else None
