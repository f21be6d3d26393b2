from collections.abc import Iterator

from sipipeline.core.display import figure
from sipipeline.core.figures import is_whole
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="{label}填 {value}，人数应是整数。", en="{label} says {value}; people are counted whole."
)
TENS_OF_THOUSANDS = Text(
    zh="像是按“万人”填的，约 {value} 人。", en=" It looks like 万人: about {value} people."
)
_WAN = 10_000
_MOST = 10_000_000
"""People that a county or city may have."""


def judge(submission: Submission) -> Iterator[Problem]:
    for key, claim in submission.claims.items():
        field = submission.standard.field(key)
        if (
            field is None
            or not field.whole
            or not isinstance(claim.value, float)
            or is_whole(claim.value)
        ):
            continue
        people = claim.value * _WAN
        message = MESSAGE.fill(label=submission.standard.label(key), value=f"{claim.value:.12g}")
        if is_whole(people) and abs(people) < _MOST:
            message += TENS_OF_THOUSANDS.fill(value=figure(round(people), "count"))
            room = claim.half * _WAN
            yield Problem(
                (key,), message, stated=claim.value, expected=(people - room, people + room)
            )
        else:
            yield Problem((key,), message, stated=claim.value)


RULE = JudgingRule(
    code="F112",
    name="whole-people",
    kind=Kind.FORMAT,
    severity=Severity.ERROR,
    title=Text(zh="人数是整数", en="People are counted whole"),
    why=Text(
        zh="带小数的人数多半是按“万人”填的，会与按人填的数混在一起。",
        en=(
            "A head-count with decimals was mostly written in tens of thousands, among "
            "others that are not."
        ),
    ),
    todo=Text(
        zh="以“人”为单位填写；平均人数可以有小数。",
        en="Write people, one by one; an average may have decimals.",
    ),
    passing={"headcounts": {"institution_pension": {"participants": {"actual": 282305}}}},
    failing={"headcounts": {"institution_pension": {"participants": {"actual": 28.2305}}}},
    judge=judge,
)
