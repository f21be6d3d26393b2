from collections.abc import Iterator, Sequence

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.language.comparison import Attainment
from sipipeline.language.numbers import compact
from sipipeline.language.units import PERCENT, in_english
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

COPIED = Text(
    zh="第 {n} 项“{name}”的实际完成值“{actual}”照抄了指标值，不是实际数。",
    en="No. {n}, “{name}”: “{actual}” repeats the target and does not say what was reached.",
)
WORDED = Text(
    zh="第 {n} 项“{name}”的指标值“{target}”是数，实际完成值“{actual}”没有数。",
    en="No. {n}, “{name}”: the target “{target}” is a figure, but “{actual}” has none.",
)
INEXACT = Text(
    zh="第 {n} 项“{name}”的实际完成值“{actual}”不是准确数，是否达到指标值“{target}”看不出。",
    en="No. {n}, “{name}”: “{actual}” is not exact, and may or may not meet “{target}”.",
)
IN_PARTS = Text(
    zh="第 {n} 项“{name}”的实际完成值“{actual}”不是整数，{unit}数不会有零头。",
    en="No. {n}, “{name}”: “{actual}” is no whole number, but {unit} are counted one by one.",
)
WRITE_WHOLE = Text(
    zh="核对小数点，填整数。", en="Check the decimal point and write a whole number."
)
WRITE_SIGN = Text(
    zh="在指标值前写上 ≥ 或 ≤，如 ≥100人、≤5个工作日。",
    en="Write ≥ or ≤ before the target, as in ≥100人 or ≤5个工作日.",
)
UNCLEAR = Text(zh="第 {n} 项“{name}”：{reason}。", en="No. {n}, “{name}”: {reason}.")
ALL_COPIED = Text(
    zh="“{column}”一列照抄了指标值（第 {rows} 项），不是实际数。",
    en="“{column}” repeats the targets (no. {rows}) and does not say what was reached.",
)
_WHOLE = 100
_COLUMN = 3
"""From so many copied targets on, where no row has a figure of its own, they are told as one."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """A repeated wording is only pointed out: it may be all there is to say. So is a remark beside
    a figure, as 63户，3户未整改, unless that is all of it, 100%（18人未发放）; and words that are
    unknown for a target in words."""
    copied = _copied(evidence)
    if copied:
        names = {column.key: column.name for column in evidence.standard.indicators}
        rows = join([same(str(row.number)) for row in copied], "、", ", ")
        told = ALL_COPIED.fill(column=names["actual"], rows=rows)
        yield Problem(tuple(row.key(one) for row in copied for one in ("actual", "target")), told)
    for row in evidence.indicators:
        judged = row.attainment
        if judged is None or row in copied:
            continue
        message = _message(judged)
        if message is None:
            yield from _counted_whole(row, judged)
            continue
        places = {"n": row.number, "name": row.called, "target": row.target, "actual": row.actual}
        yield Problem(
            (row.key("actual"), row.key("target")),
            message.fill(**places, reason=judged.reason),
            severity=Severity.INFO if _is_only_told(judged) else None,
            todo=WRITE_SIGN if judged.either_way else None,
        )


def _copied(evidence: Evidence) -> Sequence[Indicator]:
    """The rows in which the target is repeated, where several are and no other one has a figure of
    its own but that of its target."""
    asked = [row for row in evidence.indicators if _asks_for_figure(row)]
    copied = [row for row in asked if row.attainment is not None and row.attainment.repeats]
    own = [row for row in asked if row not in copied and compact(row.actual) != compact(row.target)]
    return copied if len(copied) >= _COLUMN and not own else ()


def _asks_for_figure(row: Indicator) -> bool:
    return row.attainment is not None and row.attainment.target.figure


def _counted_whole(row: Indicator, judged: Attainment) -> Iterator[Judgement]:
    """Half a person is a slip: 9203.5人."""
    if not row.in_parts:
        yield Agreed((row.key("actual"),))
        return
    unit = judged.actual.unit.symbol
    message = IN_PARTS.fill(
        n=row.number,
        name=row.called,
        actual=row.actual,
        unit=Text(zh=unit, en=in_english(unit, "")),
    )
    yield Problem((row.key("actual"), row.key("target")), message, todo=WRITE_WHOLE)


def _is_only_told(judged: Attainment) -> bool:
    """Whether a repeated wording, words for a wording, a target that does not say which way, or a
    figure with a remark that leaves room for it."""
    if judged.repeats:
        return judged.target.kind == "qualitative"
    if judged.unknown or (judged.of_target and not judged.either_way):
        return True
    apart = judged.actual.apart
    return apart is not None and not (apart.unit == PERCENT and (apart.lo or 0) >= _WHOLE)


def _message(judged: Attainment) -> Text | None:
    """What keeps an actual value from being a figure to judge by; None where nothing does."""
    if judged.repeats:
        return COPIED
    if judged.worded:
        return WORDED
    if judged.unclear:
        return UNCLEAR
    return INEXACT if judged.inexact and not judged.decided else None


RULE = JudgingRule(
    code="I506",
    name="actual-is-a-figure",
    kind=Kind.TARGET,
    severity=Severity.WARNING,
    title=Text(
        zh="实际完成值是实际数，不是照抄指标值，也不是“已完成”",
        en="What was reached is a figure, no copy of the target and no 已完成",
    ),
    why=Text(
        zh="实际完成值写“>90%”“约90%”“已完成”，或者写了几个数、写坏了，等于没有说实际是多少。",
        en="“>90%”, 约90%, 已完成, several figures or a mistyped one do not say how much it was.",
    ),
    todo=Text(
        zh="填实际达到的数，如 93.5%、第 4 日报送。",
        en="Write what it really was, as in 93.5% or 4日.",
    ),
    passing={"indicators": [indicator(level3="满意度", target=">90%", actual="93%")]},
    failing={"indicators": [indicator(level3="满意度", target=">90%", actual=">90%")]},
    judge=judge,
)
