from collections.abc import Iterator

from sipipeline.core.examples import indicator
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.narrative.indicators.rows import says
from sipipeline.evidence.narrative.quoting.quotes import Quote
from sipipeline.language.targets import Stated, parse
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{field}写“{clause}”，绩效自评表第 {n} 项“{name}”的指标值是“{target}”，两处不一致{more}。",
    en="{field} says “{clause}”; the target of no. {n}, “{name}”, is “{target}”{more}.",
)
SAME_AS_ACTUAL = Text(
    zh="；文字中的数正好是表里的实际完成值", en="; the figure of the text is just what was reached"
)
UNITS = Text(zh="（一处是“{one}”，一处是“{other}”）", en=" (“{one}” here, “{other}” there)")
OPEN = Text(
    zh="（一处含本数，一处不含）", en=" (one includes the figure itself, the other does not)"
)


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """A target of the text is compared with that of the row about the same fund and item, or of the
    same words."""
    for quote, rows in evidence.targets:
        for row in rows:
            wanted = parse(row.target)
            if wanted.figure and not _is_of_something_else(quote, wanted):
                yield _compared(quote, wanted, row, evidence.standard)


def _is_of_something_else(quote: Quote, wanted: Stated) -> bool:
    """Whether a rate is held to the target of a number of people, or the reverse: 参保单位90%以上
    is no target of 参保人数."""
    return {quote.mention.unit.dimension, wanted.unit.dimension} == {"percent", "people"}


def _compared(quote: Quote, wanted: Stated, row: Indicator, standard: Standard) -> Judgement:
    more = _difference(quote, wanted, row)
    cells = (quote.field, row.key("target"))
    if more is None:
        return Agreed(cells)
    message = MESSAGE.fill(
        field=standard.label(quote.field),
        clause=quote.clause,
        n=row.number,
        name=row.name,
        target=row.target,
        more=more,
    )
    shown = Shown(same(quote.clause), same(row.target))
    softer = more == OPEN or wanted.unit.dimension != quote.mention.unit.dimension
    return Problem(cells, message, severity=Severity.WARNING if softer else None, shown=shown)


def _difference(quote: Quote, wanted: Stated, row: Indicator) -> Text | None:
    """What differs, in words; None where text and table say the same."""
    mention = quote.mention
    if mention.unit.dimension != wanted.unit.dimension:
        return UNITS.fill(one=mention.unit.symbol or "—", other=wanted.unit.symbol or "—")
    if not says(mention, wanted):
        reached = parse(row.actual)
        same = reached.kind == "number" and reached.lo == mention.value
        return SAME_AS_ACTUAL if same else Text(zh="", en="")
    if wanted.kind != "bound" or not mention.op:
        return None
    strict = mention.op in (">", "<")
    return OPEN if strict != (wanted.lo_open or wanted.hi_open) else None


RULE = JudgingRule(
    code="N602",
    name="text-targets-agree",
    kind=Kind.NARRATIVE,
    severity=Severity.ERROR,
    title=Text(
        zh="文字说明中的目标与绩效自评表的指标值一致",
        en="Targets in the narrative agree with the indicator table",
    ),
    why=Text(
        zh="目标只有一个；文字和表各写一个，像是事后改了目标。",
        en="There is one target; two of them look as if it had been changed afterwards.",
    ),
    todo=Text(
        zh="以年初批复的目标为准，改正另一处。",
        en="Keep the approved target and correct the other place.",
    ),
    passing={
        "indicators": [
            indicator(level3="城乡居民养老保险退休待遇享受人数", target="≥9203人", actual="9210人")
        ],
        "narrative": {"targets": "城乡居民基本养老保险退休待遇享受人数9203人以上。"},
    },
    failing={
        "indicators": [
            indicator(level3="城乡居民养老保险退休待遇享受人数", target="≥9203人", actual="9210人")
        ],
        "narrative": {"targets": "城乡居民基本养老保险退休待遇享受人数9175人以上。"},
    },
    judge=judge,
)
