import re
from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.text import Text, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.levels import bare
from sipipeline.language.attainment import attain
from sipipeline.language.direction import HIGHER, LOWER, is_better_low
from sipipeline.language.harm import counts_harm, speaks_of_harm
from sipipeline.language.lexicon import has, words
from sipipeline.language.targets import Stated, parse
from sipipeline.language.turned_signs import with_sign_turned
from sipipeline.language.units import PERCENT
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

ALWAYS = Text(
    zh="第 {n} 项“{name}”的指标值“{target}”，任何数都满足，起不到考核作用。",
    en="No. {n}, “{name}”: the target “{target}” is met by any figure.",
)
NEVER = Text(
    zh="第 {n} 项“{name}”的指标值“{target}”自相矛盾，任何数都达不到。",
    en="No. {n}, “{name}”: the target “{target}” contradicts itself and is met by no figure.",
)
TURNED = Text(
    zh="第 {n} 项“{name}”越高越好，指标值“{target}”却是上限，越低才算达到。",
    en="No. {n}: “{name}” is the better the higher, but “{target}” is an upper limit.",
)
TURNED_LOW = Text(
    zh="第 {n} 项“{name}”越低越好，指标值“{target}”却是下限，越高才算达到。",
    en="No. {n}: “{name}” is the better the lower, but “{target}” is a lower limit.",
)
BEYOND_WHOLE = Text(
    zh="第 {n} 项“{name}”的指标值“{target}”超过 100%，这样的比率达不到。",
    en="No. {n}, “{name}”: the target “{target}” is above 100%, and no such rate is.",
)
CHECK_TARGET = Text(
    zh="核对指标值，多半是小数点或百分号填错了。",
    en="Check the target; its point or its percent sign is probably wrong.",
)
TURN_BACK_LOW = Text(
    zh="应是“≤”的，改正指标值的符号；不许发生的，写 0。",
    en="If at most is meant, correct the sign; for what must not happen write 0.",
)
TURN_BACK = Text(zh="应是“≥”的，改正指标值的符号。", en="If at least is meant, correct the sign.")

_WHOLE = 100
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    for row in evidence.indicators:
        wanted = parse(row.target)
        if _may_fall_below(wanted, row.name):
            yield Agreed((row.key("target"),))
        elif _is_beyond_whole(wanted, row.name):
            yield _beyond_whole(row)
        elif _is_turned(wanted, row.name):
            yield _turned(row, TURNED, TURN_BACK)
        elif _is_turned_low(wanted, row):
            yield _turned(row, TURNED_LOW, TURN_BACK_LOW)
        elif wanted.always or wanted.never:
            message = (ALWAYS if wanted.always else NEVER).fill(
                n=row.number, name=row.called, target=row.target
            )
            yield Problem((row.key("target"),), message)
        elif wanted.figure:
            yield Agreed((row.key("target"),))


def _may_fall_below(wanted: Stated, name: str) -> bool:
    """Whether a target of ≥0 can be missed: 成本节约率 is below 0 where more was spent."""
    from_nothing = wanted.kind == "bound" and wanted.lo == 0
    return from_nothing and has(name, "indicators", "below_zero")


def _is_beyond_whole(wanted: Stated, name: str) -> bool:
    """Whether a rate that counts those of all with whom something went well is to be more than
    100%."""
    is_share = wanted.unit == PERCENT and not wanted.sense and wanted.relative is None
    counts_all = name.endswith(words("indicators", "within_whole")) and not speaks_of_harm(name)
    return is_share and counts_all and (wanted.lo or 0.0) > _WHOLE


def _is_turned(wanted: Stated, name: str) -> bool:
    """Whether what is the better the higher, as 满意度, is to be at most so much."""
    limits = wanted.kind == "bound" and wanted.direction == LOWER and not wanted.sense
    good = name.endswith(words("indicators", "within_whole")) and not speaks_of_harm(name)
    return limits and good and bool(wanted.hi)


def _is_turned_low(wanted: Stated, row: Indicator) -> bool:
    """Whether what is the better the lower is to be at least so much: 违规事件 ≥1起; a cost only
    where it was missed by being low, as a standard that is called so is to be kept at least."""
    limits = wanted.kind == "bound" and wanted.direction == HIGHER and not wanted.sense
    if not limits or not wanted.lo or wanted.relative is not None:
        return False
    if not is_better_low(wanted, parse(row.actual), bare(row.level2), row.name):
        return False
    missed = row.attainment is not None and row.attainment.status == "unmet"
    return missed or counts_harm(row.name)


def _beyond_whole(row: Indicator) -> Problem:
    """That a target is above 100%, with the one that it is but for its point, where what was
    reached meets it."""
    told = BEYOND_WHOLE.fill(n=row.number, name=row.called, target=row.target)
    shown = Shown(same(row.target), same(_with_point_moved(row)))
    return Problem((row.key("target"),), told, todo=CHECK_TARGET, shown=shown)


def _with_point_moved(row: Indicator) -> str:
    """The target with its number ten times or a hundred times smaller, if one of these is a share
    that was reached, and no less than half of all."""
    (written, *others) = _NUMBER.findall(row.target)
    smaller = [float(written) / times for times in (10, _WHOLE)]
    likely = [share for share in smaller if _WHOLE / 2 <= share <= _WHOLE and not others]
    if len(likely) != 1:
        return ""
    meant = row.target.replace(written, f"{likely[0]:.15g}")
    return meant if attain(meant, row.actual, row.level2, row.name).is_met else ""


def _turned(row: Indicator, message: Text, todo: Text) -> Problem:
    """That a sign is turned round, with the target as it was meant, where it has but one sign."""
    told = message.fill(n=row.number, name=row.called, target=row.target)
    shown = Shown(same(row.target), same(with_sign_turned(row.target)))
    return Problem((row.key("target"),), told, todo=todo, shown=shown)


RULE = JudgingRule(
    code="I503",
    name="target-can-fail",
    kind=Kind.TARGET,
    severity=Severity.WARNING,
    title=Text(
        zh="指标值有可能达到，也有可能达不到，符号没有写反",
        en="A target can be met, and can be missed, and its sign is not turned round",
    ),
    why=Text(
        zh="“≥95%或≤105%”任何数都满足，“≥105%且≤95%”任何数都不满足，满意度“≤90%”越差越达标，这样的指标值起不到考核作用。",
        en="“≥95% or ≤105%” is met by anything, “≥105% and ≤95%” by nothing, and content of at "
        "most 90% by those who do badly; none of them measures.",
    ),
    todo=Text(
        zh="把“或”改成“且”，或者写成区间，如 95%-105%。", en="Write the range, as in 95%-105%."
    ),
    passing={"indicators": [indicator(target="95%-105%", actual="96%")]},
    failing={"indicators": [indicator(target="≥95%或≤105%", actual="96%")]},
    judge=judge,
)
