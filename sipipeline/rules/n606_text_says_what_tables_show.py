from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from sipipeline.core import keys
from sipipeline.core.findings import Kind, Severity, Shown
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text, join, same
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.narrative.lines.tokens import MEASURED
from sipipeline.evidence.narrative.quoting import wording
from sipipeline.evidence.narrative.quoting.cells import Told
from sipipeline.evidence.narrative.quoting.clause import Statement
from sipipeline.language.mentions import mentions_in
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

MESSAGE = Text(
    zh="{field}写“{words}”，表中不是这样：{figures}。",
    en="{field} says “{words}”; the tables show otherwise: {figures}.",
)
MADE = Text(
    zh="{field}写“{words}”，由句中别的数推算，“{number}”应是 {made}。",
    en="{field} says “{words}”; by its other figures “{number}” should be {made}.",
)
ODD_ONE = Text(
    zh="{field}写“{words}”，句中的数之间对不上；其余的数与表相符，像是“{number}”写错了。",
    en="{field} says “{words}”; its figures do not go together. The others are those of the "
    "tables, so that “{number}” seems to be wrong.",
)
BY_ITSELF = Text(
    zh="{field}写“{words}”，这个说法与句中写的数对不上。",
    en="{field} says “{words}”; the figures in it show otherwise.",
)
FIGURE = Text(zh="{label} {value}", en="{label} {value}")
CHANGE = Text(zh="{label}比上年增减 {value}", en="{label} changed by {value} on last year")
BESIDE_BUDGET = Text(zh="{label}与预算相差 {value}", en="{label} is {value} from the budget")
GROWTH = Text(zh="{label}增减 {value}", en="{label} grew by {value}")
_SENTENCES = {"change": CHANGE, "over_budget": BESIDE_BUDGET, "growth_rate": GROWTH}


def judge(evidence: Evidence) -> Iterator[Judgement]:
    told = _told_numbers(evidence)
    for statement in evidence.statements:
        cells = tuple(one.cell for one in statement.told)
        if statement.holds:
            yield Agreed((statement.field, *cells))
        elif statement.told or _is_new(statement, told, evidence):
            yield _problem(statement, cells, evidence)


def _is_new(statement: Statement, told: Mapping[str, Set[str]], evidence: Evidence) -> bool:
    """Whether it is not told already what a statement has wrong. Where one figure does not go
    together with others, and all of them are those of the tables, it says something else of them
    than was understood."""
    if not told[statement.field].isdisjoint(_numbers(statement)):
        return False
    made_of = _figures(statement) | {statement.number} if statement.number else set()
    return not made_of or not evidence.borne_out[statement.field] >= made_of


def _told_numbers(evidence: Evidence) -> Mapping[str, Set[str]]:
    """The numbers of each text, as written, of which it is told that the tables say otherwise."""
    told: dict[str, set[str]] = defaultdict(set)
    for quote in filter(evidence.disputes, evidence.quotes):
        told[quote.field].add(quote.words)
    for statement in evidence.statements:
        if statement.told and not statement.holds:
            told[statement.field].update(_numbers(statement))
    return told


def _numbers(statement: Statement) -> list[str]:
    """The numbers of a statement, as written."""
    return [statement.words[one.start : one.end] for one in mentions_in(statement.words)]


def _figures(statement: Statement) -> set[str]:
    """The numbers of a statement that the tables may have, as written."""
    words = statement.words
    measured = (one for one in mentions_in(words) if one.unit.dimension in MEASURED)
    return {words[one.start : one.end] for one in measured}


def _odd_one(statement: Statement, evidence: Evidence) -> str:
    """The only number of a statement that is not in the tables, where no other one is known to be
    wrong, or that which is known is in the tables; "" where there is no such."""
    borne_out, figures = evidence.borne_out[statement.field], _figures(statement)
    others = figures - borne_out
    is_open = not statement.made or statement.number in borne_out
    return others.pop() if is_open and len(others) == 1 and len(figures) > 1 else ""


def _problem(statement: Statement, cells: tuple[str, ...], evidence: Evidence) -> Problem:
    standard, odd = evidence.standard, _odd_one(statement, evidence)
    by_itself = MADE if statement.made else BY_ITSELF
    sentence = MESSAGE if statement.told else ODD_ONE if odd else by_itself
    figures = dict.fromkeys(_figure(told, standard) for told in statement.told)
    message = sentence.fill(
        field=standard.label(statement.field),
        words=statement.words,
        number=odd or statement.number,
        made=join([*map(same, statement.made)], "或 ", " or "),
        figures=join([*figures], "；", "; "),
    )
    return Problem((statement.field, *cells), message, shown=Shown(same(statement.words)))


def _figure(told: Told, standard: Standard) -> Text:
    """What the tables have, with the name of the figure."""
    measure = keys.measure(told.key)
    plain = not keys.is_made(told.key) and told.key != told.cell
    sentence = _SENTENCES.get(measure) if plain else None
    name = wording.label(told, standard) if sentence is None else standard.label(told.cell)
    value = wording.figure(told, told.value, standard)
    return (sentence or FIGURE).fill(label=name, value=value)


RULE = JudgingRule(
    code="N606",
    name="text-says-what-tables-show",
    kind=Kind.NARRATIVE,
    severity=Severity.WARNING,
    title=Text(
        zh="文字说明中没有数的说法与表中一致",
        en="What the narrative says without figures is what the tables show",
    ),
    why=Text(
        zh="“稳步增长”“未突破预算”“居第一位”也是结论，表里的数要撑得住。",
        en="“Steady growth”, “within budget”, “ranks first” are findings too, to be borne out.",
    ),
    todo=Text(
        zh="核对文字和表格，改正写错的一处。", en="Check text and table and correct the wrong one."
    ),
    passing={
        "accounts": {"work_injury": {"income": {"actual": 5306, "prior": 5000}}},
        "narrative": {"operation": "工伤保险基金收入稳步增长。"},
    },
    failing={
        "accounts": {"work_injury": {"income": {"actual": 4900, "prior": 5000}}},
        "narrative": {"operation": "工伤保险基金收入稳步增长。"},
    },
    judge=judge,
)
