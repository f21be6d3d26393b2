from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from sipipeline.core.display import number
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative.quoting import wording
from sipipeline.evidence.narrative.quoting.cells import Told, is_a_heads, kind
from sipipeline.evidence.narrative.quoting.contradictions import is_of_this_year
from sipipeline.evidence.narrative.quoting.quotes import Compared, Quote, past_edge
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem, Undecidable

MESSAGE = Text(
    zh="{field}写“{words}”（{clause}），表中{label}是 {stated}，两处不一致{more}。",
    en="{field} says “{words}” ({clause}); the table has {stated} for {label}{more}.",
)
DERIVED = Text(
    zh="{field}写“{words}”（{clause}），由表中的数推算，{label}是 {stated}，两处不一致{more}。",
    en="{field} says “{words}” ({clause}); by the table {label} is {stated}{more}.",
)
MISPRINTED = Text(
    zh="{field}写“{words}”（{clause}），表中{label}是 {stated}，像是两位数字写颠倒了。",
    en="{field} says “{words}” ({clause}); the table has {stated} for {label}: two digits "
    "seem to be exchanged.",
)
EDGE = Text(
    zh="{field}写“{words}”（{clause}），表中{label}是 {stated}，只在取整误差的边缘上相符。",
    en="{field} says “{words}” ({clause}); the table has {stated} for {label}: they agree only "
    "at the edge of rounding.",
)
TWICE_NEGATIVE = Text(
    zh="（“减少”后面又写负号，说的是增加）", en=" (a fall by less than nothing is a rise)"
)
OF_THIS_YEAR = Text(
    zh="（这正是本年实际数，也可能是年份写错）",
    en=" (it is this year's figure: the year may be wrong)",
)
IN_UNIT_OF_TEXT = Text(zh="{stated}（即 {by}）", en="{stated} ({by})")
YUAN = Text(zh="{low} 元", en="{low} yuan")
YUANS = Text(zh="{low}～{high} 元", en="{low} to {high} yuan")
NOTHING_MORE = Text(zh="", en="")
COVER = Text(
    zh="封面“金额单位”是“{unit}”，但文字中的金额都说明各表是按“{tables}”填的。",
    en="The cover says {unit}, but by every amount of the texts the tables were filled in "
    "in {tables}.",
)
CHECK_COVER = Text(
    zh="核对封面“金额单位”，改成各表实际使用的单位。",
    en="Check the unit on the cover, and make it that of the tables.",
)
UNCHECKED = Text(
    zh="文字中有 {count} 个数没有对上表中的位置，没有核对{nowhere}：{words}",
    en="{count} {count:figure|figures} could not be linked to a cell and {count:was|were} not "
    "checked{nowhere}: {words}",
)
NOWHERE = Text(
    zh="；其中 {count} 个在各表中都找不到，请先看（{words}）",
    en="; of these {count} {count:stands|stand} in no table, look there first ({words})",
)
_CENTS = 2
_HYPHEN = "-"
"""A minus as it is typed."""
_SHOWN = 12
_LEAD = 10
"""Characters before a number that tell where it stands."""


def judge(evidence: Evidence) -> Iterator[Judgement]:
    unit = evidence.submission.money_unit
    if (tables := evidence.unit_of_tables) is not None:
        yield Problem(("cover.money_unit",), COVER.fill(unit=unit, tables=tables), todo=CHECK_COVER)
        unit = tables
    for quote in evidence.quotes:
        judgement = _judged(quote, evidence, unit)
        if judgement is not None:
            yield judgement
    for field, quotes in groupby(evidence.unchecked, key=lambda quote: quote.field):
        yield Undecidable((field,), _unchecked(list(quotes), evidence.nowhere))


def _unchecked(quotes: Sequence[Quote], nowhere: Collection[Quote]) -> Text:
    """Which numbers of a text nothing is held to, and of these first what no table has."""
    found = [_in_place(quote) for quote in quotes if quote in nowhere]
    first = NOWHERE.fill(count=len(found), words=_listed(found)) if found else NOTHING_MORE
    words = _listed([quote.words for quote in quotes])
    return UNCHECKED.fill(count=len(quotes), nowhere=first, words=words)


def _in_place(quote: Quote) -> str:
    """A number with the words before it in its clause or its list: …比上年增加4566人."""
    lead = quote.clause.partition(quote.words)[0].rpartition("、")[2]
    cut = "…" if len(lead) > _LEAD else ""
    return f"{cut}{lead[-_LEAD:]}{quote.words}"


def _listed(words: Sequence[str]) -> str:
    return "、".join(words[:_SHOWN]) + ("……" if len(words) > _SHOWN else "")


def _judged(quote: Quote, evidence: Evidence, unit: str) -> Judgement | None:
    """What is told of a number beside its cell; None where it was linked to none."""
    submission = evidence.submission
    one = evidence.beside_cells[quote]
    if one is None:
        misprint = evidence.misprints.get(quote)
        if misprint is None:
            return None
        return _problem(quote, misprint, submission, unit, MISPRINTED, Severity.WARNING)
    one = past_edge(quote, one, submission) or one
    if one.agrees and one.only_just and not one.told.derived:
        return _problem(quote, one, submission, unit, EDGE, Severity.INFO)
    if one.agrees:
        return Agreed((quote.field, one.told.cell))
    return _problem(quote, one, submission, unit, DERIVED if one.told.derived else MESSAGE)


def _problem(
    quote: Quote,
    one: Compared,
    submission: Submission,
    unit: str,
    sentence: Text,
    severity: Severity | None = None,
) -> Problem:
    cell, standard = one.told.cell, submission.standard
    stated, should = _stated(quote, one, standard, unit), _should(quote, one, standard, unit)
    message = sentence.fill(
        field=standard.label(quote.field),
        words=quote.words,
        clause=quote.clause,
        label=wording.label(one.told, standard),
        stated=stated,
        more=_more(quote, one, submission),
    )
    expected = (one.told.low, one.told.high)
    difference = one.value - one.told.value
    shown = Shown(same(quote.words), should)
    keys = (quote.field, cell)
    return Problem(keys, message, one.value, expected, difference, severity, shown=shown)


def _more(quote: Quote, one: Compared, submission: Submission) -> Text:
    """What else may be wrong than the number."""
    if quote.falls and quote.mention.value < 0:
        return TWICE_NEGATIVE
    return OF_THIS_YEAR if is_of_this_year(quote, one.told.key, submission) else NOTHING_MORE


def _stated(quote: Quote, one: Compared, standard: Standard, unit: str) -> Text:
    """What the table has, for each person in yuan; where text and table go opposite ways, or one
    has a surplus and the other a deficit, with that in words."""
    if is_a_heads(one.told.key):
        low, high = (number(end * standard.yuan(unit), 2) for end in (one.told.low, one.told.high))
        return (YUAN if low == high else YUANS).fill(low=low, high=high)
    value = abs(one.told.value) if one.opposed else one.told.value
    stated = wording.figure(one.told, value, standard, quote.mention, quote.words)
    written = quote.mention.unit
    if _is_money(one.told, standard) and written.factor != standard.yuan(unit):
        by = _as_written(quote, value * standard.yuan(unit))
        stated = IN_UNIT_OF_TEXT.fill(stated=stated, by=by)
    return wording.turned(one.told.key, one.told.value, stated) if one.opposed else stated


def _should(quote: Quote, one: Compared, standard: Standard, unit: str) -> Text:
    """What the text should say, as a clerk can write it there: in its own unit, and where it goes
    the other way behind the word for that."""
    value = abs(one.told.value)
    if _is_money(one.told, standard):
        by = same(_as_written(quote, value * standard.yuan(unit)))
    else:
        by = wording.figure(one.told, value, standard, quote.mention, quote.words)
    if one.opposed:
        return wording.turned(one.told.key, one.told.value, by)
    return same(_HYPHEN) + by if quote.mention.value < 0 else by


def _as_written(quote: Quote, yuan: float) -> str:
    """An amount in the unit of a quote."""
    written = quote.mention.unit
    return f"{number(yuan / written.factor, max(quote.mention.decimals, _CENTS))}{written.symbol}"


def _is_money(told: Told, standard: Standard) -> bool:
    return kind(told.key, standard) == "money"


RULE = JudgingRule(
    code="N601",
    name="text-agrees-with-tables",
    kind=Kind.NARRATIVE,
    severity=Severity.ERROR,
    title=Text(zh="文字说明中的数与表中一致", en="Figures of the narrative agree with the tables"),
    why=Text(
        zh="同一个数在文字里和表里各写一个，读报告的人不知道信哪个。",
        en="A figure that reads one way in the text and another in the table leaves the "
        "reader guessing.",
    ),
    todo=Text(
        zh="核对文字和表格，改正写错的一处。", en="Check text and table and correct the wrong one."
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
