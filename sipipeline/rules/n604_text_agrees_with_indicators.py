from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.figures import SLACK, half_unit
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.indicators import Indicator
from sipipeline.evidence.narrative.quoting import slips
from sipipeline.evidence.narrative.quoting.quotes import Quote, bounds
from sipipeline.language.lexicon import words
from sipipeline.language.mentions import Mention
from sipipeline.language.targets import Stated, parse
from sipipeline.language.units import PERCENT
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{field}写“{clause}”，绩效自评表{rows}，两处不一致。",
    en="{field} says “{clause}”; the indicator table has {rows}.",
)
EDGE = Text(
    zh="{field}写“{clause}”，绩效自评表{rows}，只在取整误差的边缘上相符。",
    en="{field} says “{clause}”; the indicator table has {rows}: they agree only at the edge "
    "of rounding.",
)
ROW = Text(
    zh="第 {n} 项“{name}”实际完成值是“{actual}”", en="“{actual}” reached for no. {n}, “{name}”"
)


_EDGE = 0.95
"""The part of both half-widths from which on two figures meet only at their edges."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    behind = dict(zip(map(id, evidence.quotes), evidence.quotes[1:]))
    for quote, rows in evidence.results:
        figures = [row for row in rows if _is_comparable(quote, parse(row.actual))]
        stated = [quote, *_part(quote, behind.get(id(quote)))]
        saying = [*_saying(stated, figures)]
        at_edge = bool(saying) and all(saying)
        if not figures or (saying and not at_edge):
            yield Agreed((quote.field,))
        elif at_edge:
            yield _problem(quote, figures, evidence, EDGE, Severity.INFO)
        elif not evidence.disputes(quote) and not _is_of_tables(quote, figures, evidence):
            yield _problem(quote, figures, evidence, MESSAGE)


def _is_of_tables(quote: Quote, rows: Sequence[Indicator], evidence: Evidence) -> bool:
    """Whether a number that some rows do not have is that of the tables: of a fund that none of
    them names, or of the figure from which they differ themselves."""
    restated = [evidence.restated.get(row.number) for row in rows]
    one = evidence.beside_cells.get(quote)
    apart = [row.compared for row in restated if row is not None and not row.compared.agrees]
    if one is not None and any(row.told.key == one.told.key for row in apart):
        return True
    return _is_of_another_fund(quote, rows, evidence)


def _is_of_another_fund(quote: Quote, rows: Sequence[Indicator], evidence: Evidence) -> bool:
    """Whether a number is what the account of one fund has, which none of some rows names:
    机关养老基金…，支出完成预算101.5% beside 社会保险基金支出预算执行率."""
    one = evidence.beside_cells.get(quote)
    if one is None or not one.agrees or one.told.derived:
        return False
    key = keys.fund(one.told.key)
    names = [
        name
        for fund in evidence.standard.funds
        if fund.key == key
        for name in (fund.name.zh, fund.short.zh, *fund.synonyms)
    ]
    return bool(names) and not any(name in row.name for row in rows for name in names)


def _saying(stated: Sequence[Quote], rows: Sequence[Indicator]) -> Iterator[bool]:
    """For each number and each reading of a row that say the same: whether only just."""
    for row in rows:
        for reached in _readings(row):
            yield from (_only_just(one, reached) for one in stated if _same(one, reached))


def _problem(
    quote: Quote,
    figures: Sequence[Indicator],
    evidence: Evidence,
    sentence: Text,
    severity: Severity | None = None,
) -> Problem:
    listed = [ROW.fill(n=row.number, name=row.name, actual=row.actual) for row in figures]
    message = sentence.fill(
        field=evidence.standard.label(quote.field),
        clause=quote.clause,
        rows=join(listed, "，", ", "),
    )
    reached = (row.key("actual") for row in figures)
    shown = Shown(same(quote.clause))
    return Problem((quote.field, *reached), message, severity=severity, shown=shown)


def _is_comparable(quote: Quote, reached: Stated) -> bool:
    """Whether a number measures what the table does, and can be meant to be that."""
    alike = reached.unit.dimension in ("", quote.mention.unit.dimension)
    return reached.figure and alike and _can_be(quote, reached)


def _can_be(quote: Quote, reached: Stated) -> bool:
    """Whether the text says in so many words what it is of, or its number is typed like that of
    the table."""
    counted = quote.mention.unit.dimension in slips.COUNTED
    if not counted or quote.explicit or reached.lo is None:
        return True
    value = quote.mention.value * quote.mention.unit.factor / reached.unit.factor
    return slips.is_near(quote.mention, value, reached.lo)


def _part(quote: Quote, behind: Quote | None) -> Sequence[Quote]:
    """The figure behind a quote where it is said to be a part of it, and may be the one that the
    row is of: 全年领取失业保险金人数5120人，其中年末在领3842人."""
    if behind is None or behind.field != quote.field:
        return ()
    is_alike = behind.mention.unit.dimension == quote.mention.unit.dimension
    is_part = behind.name.startswith(words("narrative", "tokens", "among"))
    return (behind,) if is_alike and is_part else ()


def _readings(row: Indicator) -> Iterator[Stated]:
    """What a row may have reached: as written, and a share without a unit, 0.946, as the percent
    that its target asks for."""
    reached = parse(row.actual)
    yield reached
    in_percent = parse(row.target).unit.dimension == PERCENT.dimension
    is_share = reached.kind == "number" and not reached.unit.symbol
    low, high = reached.lo, reached.hi
    if in_percent and is_share and low is not None and high is not None and 0 < high <= 1:
        parts = 100 / PERCENT.factor
        half_width = parts * reached.half_width
        yield replace(reached, lo=low * parts, hi=high * parts, half_width=half_width, unit=PERCENT)


def _same(quote: Quote, reached: Stated) -> bool:
    """Whether the table says this very figure; >90% does not say 100%."""
    mention = quote.mention
    scale = mention.unit.factor / reached.unit.factor
    if reached.lo is None or reached.lo != reached.hi:
        bounded = (end for end in (reached.lo, reached.hi) if end is not None)
        return bool(mention.op) and any(mention.value * scale == end for end in bounded)
    if _is_whole(mention, quote.exact) and _is_whole(reached, not reached.about):
        return mention.value == reached.lo
    low, high = (end * scale for end in bounds(quote))
    slack = reached.half_width + SLACK * abs(reached.lo)
    return low - slack <= reached.lo <= high + slack


def _only_just(quote: Quote, reached: Stated) -> bool:
    """Whether what both may be meets only at the edge of rounding: 93% and 92%."""
    if reached.lo is None or not quote.exact:
        return False
    scale = quote.mention.unit.factor / reached.unit.factor
    half_width = scale * quote.mention.half_width
    apart = abs(quote.mention.value * scale - reached.lo)
    return min(half_width, reached.half_width) > 0 and apart > _EDGE * (
        half_width + reached.half_width
    )


def _is_whole(stated: Mention | Stated, exact: bool) -> bool:
    """Whether so many were counted one by one: 7件, but not 22个工作日 or 1.2万人."""
    unit = stated.unit
    counted = unit.dimension not in words("narrative", "rows", "not_counted") and unit.factor == 1
    return exact and counted and stated.half_width == half_unit(0)


RULE = JudgingRule(
    code="N604",
    name="text-agrees-with-indicators",
    kind=Kind.NARRATIVE,
    severity=Severity.WARNING,
    title=Text(
        zh="文字中的满意度等完成值与绩效自评表一致",
        en="What was reached reads the same in text and indicator table",
    ),
    why=Text(
        zh="文字写满意率100%，表里却是另一个数，读者不知道信哪个。",
        en="A satisfaction of 100% in the text and another in the table leaves the reader "
        "guessing.",
    ),
    todo=Text(
        zh="核对两处：人数、件数以台账为准，满意度以调查结果为准，改正填错的一处。",
        en="Check both: numbers against the records, satisfaction against the survey; correct "
        "the wrong one.",
    ),
    passing={
        "indicators": [
            {
                "level1": "满意度指标",
                "level2": "满意度指标",
                "level3": "退休人员满意度",
                "target": "≥90%",
                "actual": "95%",
            }
        ],
        "narrative": {"experience": "群众满意率达95%。"},
    },
    failing={
        "indicators": [
            {
                "level1": "满意度指标",
                "level2": "满意度指标",
                "level3": "退休人员满意度",
                "target": "≥90%",
                "actual": "95%",
            }
        ],
        "narrative": {"experience": "群众满意率达100%。"},
    },
    judge=judge,
)
