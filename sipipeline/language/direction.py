"""Which side of a bare number is the better one, as the second-level indicator and the name say."""

from sipipeline.language.lexicon import table, words
from sipipeline.language.names import plain_name
from sipipeline.language.targets import Stated
from sipipeline.language.units import TIMES

HIGHER, LOWER, DOUBTFUL = "higher", "lower", ""
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
    if speaks_of_harm(name):
        return LOWER
    asked, measure = _asked(level), _measure(wanted, reached, name)
    if (named := _by_name(asked, measure, name)) is not None:
        return named
    return _BY_LEVEL.get((asked, measure), DOUBTFUL)


def speaks_of_harm(name: str) -> bool:
    """Whether the name of an indicator speaks of something that is the better the less there is;
    投诉办结率 speaks of its remedy, 无投诉 of its absence."""
    harms = [word for word in words("indicators", "lower_is_better") if word in name]
    without_harm = name
    for harm in harms:
        without_harm = without_harm.replace(harm, "")
    remedied = any(word in without_harm for word in words("indicators", "remedies"))
    absent = any(none + harm in name for none in words("none", "starts") for harm in harms)
    return bool(harms) and not remedied and not absent


def _asked(level: str) -> str:
    """What a second level asks for: timeliness, cost, more; "" where it does not say."""
    asked = table()["indicators"]["levels"]
    return next((kind for kind, named in asked.items() if any(w in level for w in named)), "")


def _measure(wanted: Stated, reached: Stated, name: str) -> str:
    """What the number measures, as its unit says, or the name where it has none."""
    unit = wanted.unit if wanted.unit.dimension else reached.unit
    if unit.dimension in TIMES:
        return "time"
    if unit.dimension:
        return {"percent": "rate", "money": "money", "ratio": "ratio"}.get(unit.dimension, "count")
    named = plain_name(name)
    if named.endswith(words("indicators", "rates")):
        return "rate"
    return "money" if named.endswith(words("indicators", "costs")) else "count"


def _by_name(asked: str, measure: str, name: str) -> str | None:
    """What the name says where the level alone does not: 成本节约率, 办结时限, 可支付月数."""
    if measure == "time":
        return _by_time(asked, name)
    if asked != "cost" or measure == "money":
        return None
    if any(word in name for word in words("indicators", "savings")):
        return HIGHER
    kept_low = any(word in name for word in words("indicators", "kept_low"))
    return LOWER if kept_low else None


def _by_time(asked: str, name: str) -> str | None:
    """A time limit under a level that asks for more can be meant either way."""
    limit = any(word in name for word in words("indicators", "time_limits"))
    if limit and asked != "timeliness":
        return DOUBTFUL if asked == "more" else LOWER
    capacity = any(word in name for word in words("indicators", "capacity"))
    return HIGHER if capacity else None
