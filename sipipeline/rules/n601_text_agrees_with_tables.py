from collections.abc import Iterator

from sipipeline.core.display import figure as shown
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative import QUOTING_RULE, apart, value_in
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem, Undecidable

MESSAGE = Text(
    zh="{field}写“{words}”（{clause}），表中{label}是 {stated}，两处不一致。",
    en="{field} says “{words}” ({clause}); the table has {stated} for {label}.",
)
ROSE = Text(zh="增加 {by}", en="a rise of {by}")
COVER = Text(
    zh="封面“金额单位”是“{unit}”，但文字中的金额都说明各表是按“{tables}”填的。",
    en=(
        "The cover says {unit}, but by every amount of the texts the tables were filled in "
        "in {tables}."
    ),
)
CHECK_COVER = Text(
    zh="核对封面“金额单位”，改成各表实际使用的单位。",
    en="Check the unit on the cover, and make it that of the tables.",
)
UNLINKED = Text(
    zh="文字中有 {count} 个数没有对上表中的位置，没有核对：{words}",
    en="{count} figures could not be linked to a cell and were not checked: {words}",
)
_SHOWN = 12


def judge(evidence: Evidence) -> Iterator[Judgement]:
    unit = evidence.submission.money_unit
    unlinked: dict[str, list[str]] = {}
    if (tables := evidence.unit_of_tables) is not None:
        yield Problem(("cover.money_unit",), COVER.fill(unit=unit, tables=tables), todo=CHECK_COVER)
        unit = tables
    for quote in evidence.quotes:
        claim = evidence.submission.claims.get(quote.key or "")
        said = value_in(quote, evidence.standard, unit)
        if quote.key is None or claim is None or said is None or not isinstance(claim.value, float):
            unlinked.setdefault(quote.field, []).append(quote.words)
            continue
        value, half = said
        if not apart(claim, value, half):
            yield Agreed((quote.field, quote.key))
            continue
        found = evidence.standard.field(quote.key)
        kind = found.kind if found is not None else "money"
        stated: object = shown(claim.value, kind)
        if quote.falls and claim.value > 0:
            stated = ROSE.fill(by=stated)
        message = MESSAGE.fill(
            field=evidence.standard.label(quote.field),
            words=quote.words,
            clause=quote.clause,
            label=evidence.standard.label(quote.key),
            stated=stated,
        )
        expected = (claim.value - claim.half_width, claim.value + claim.half_width)
        yield Problem((quote.field, quote.key), message, value, expected, value - claim.value)
    for field, words in unlinked.items():
        listed = "、".join(words[:_SHOWN]) + ("……" if len(words) > _SHOWN else "")
        yield Undecidable((field,), UNLINKED.fill(count=len(words), words=listed))


RULE = JudgingRule(
    code=QUOTING_RULE,
    name="text-agrees-with-tables",
    kind=Kind.NARRATIVE,
    severity=Severity.ERROR,
    title=Text(
        zh="文字说明中的数与表中一致",
        en="Figures of the narrative agree with the tables",
    ),
    why=Text(
        zh="同一个数在文字里和表里各写一个，读报告的人不知道信哪个。",
        en=(
            "A figure that reads one way in the text and another in the table leaves the "
            "reader guessing."
        ),
    ),
    todo=Text(
        zh="核对文字和表格，改正写错的一处。",
        en="Check text and table and correct the wrong one.",
    ),
    passing={
        "accounts": {"work_injury": {"income": {"actual": 5306, "completion_rate": "114%"}}},
        "narrative": {"operation": "工伤保险基金收入合计5306万元，完成预算114%。"},
    },
    failing={
        "accounts": {"work_injury": {"income": {"actual": 5306, "completion_rate": "114%"}}},
        "narrative": {"operation": "工伤保险基金收入合计5360万元，完成预算114%。"},
    },
    judge=judge,
)
