from collections.abc import Iterator, Mapping, Sequence

from sipipeline.core import keys
from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.left_out_lines import (
    detailed_nowhere,
    left_out,
    undetailed,
    undetailed_alone,
)
from sipipeline.rule import JudgingRule, Problem

MESSAGE = Text(
    zh="缺：{parts}。这些行上年或预算有数，合计里也算了，本年实际数却是空的。",
    en="Missing: {parts}. These lines have figures of last year or budgets, and the sums count "
    "them, but this year's are blank.",
)
OF_PEOPLE = Text(
    zh="缺：{parts}。{sheet}表里这些人数本年是空的。",
    en="Missing: {parts}. In {sheet} these numbers are blank for this year.",
)
OF_PEOPLE_LAST_YEAR = Text(
    zh="缺：{parts}的上年人数。{sheet}表里填了增减或增减%，上年人数却是空的。",
    en="Missing: last year's {parts}. In {sheet} the change is filled in, and last year's number "
    "is blank.",
)
UNDETAILED = Text(
    zh="缺：{parts}。合计有数，明细各行却都是空的，别的险种填了明细。",
    en="Missing: {parts}. Their sums have figures and none of these lines has, while other funds "
    "have theirs.",
)
DETAILED_NOWHERE = Text(
    zh="缺：{parts}的明细。这些合计有数，明细各行却哪一栏都没有填。",
    en="Missing: the lines of {parts}. These sums have figures and none of their lines has any.",
)
DETAILED_IN_PART = Text(
    zh="{parts}只填了合计，没有填明细；本表别的合计填了明细。",
    en="{parts}: a sum without its lines, where other sums of the sheet have theirs.",
)
PART = Text(zh="{funds}的{lines}{more}", en="{lines}{more} of {funds}")
MORE = Text(zh="等 {count} 行", en=" and others ({count} lines)")
FILL_PEOPLE = Text(
    zh="照台账补填本年人数；确实没有的填 0，或在“说明”栏写明原因。",
    en="Fill in this year's numbers from the registers; enter 0 where there are none, or say why "
    "in the 说明 column.",
)
FILL_PEOPLE_LAST_YEAR = Text(
    zh="照上年台账补填上年人数；上年没有统计的，在“说明”栏写明原因。",
    en="Fill in last year's number from the registers; where nobody was counted, say so in the "
    "说明 column.",
)
FILL_DETAILS = Text(
    zh="照账补填明细各行；确实没有分项核算的，在合计那一行的“说明”栏写明原因。",
    en="Fill in the lines from the books; where there are no such accounts, say so in the 说明 "
    "column of the line of the sum.",
)
_MOST = 3
"""Lines of a fund that are named."""


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for the lines of all accounts, one for sums without any line where other funds
    have lines, one where none has, one for the head-counts of all funds, one for those of last
    year. Of a unit with one fund that splits some of its sums the others are only pointed out, as
    published reports do so."""
    sheet = evidence.standard.sheets["people"]
    found = left_out(evidence)
    of_accounts = {fund: [*filter(keys.is_account, lines)] for fund, lines in found.items()}
    of_people = _of_people(found, "actual")
    for lines, message, todo in (
        (of_accounts, MESSAGE, None),
        (undetailed(evidence), UNDETAILED, None),
        (detailed_nowhere(evidence), DETAILED_NOWHERE, FILL_DETAILS),
        (of_people, OF_PEOPLE, FILL_PEOPLE),
        (_of_people(found, "prior"), OF_PEOPLE_LAST_YEAR, FILL_PEOPLE_LAST_YEAR),
    ):
        cells = tuple(key for of_fund in lines.values() for key in of_fund)
        if cells:
            parts = join(_parts(lines, evidence), "；", "; ")
            yield Problem(cells, message.fill(parts=parts, sheet=sheet), todo=todo)
    alone = undetailed_alone(evidence)
    for sums in alone.values():
        message = DETAILED_IN_PART.fill(parts=join(_parts(alone, evidence), "；", "; "))
        yield Problem(sums, message, todo=FILL_DETAILS, severity=Severity.INFO)


def _of_people(found: Mapping[str, Sequence[str]], measure: str) -> dict[str, list[str]]:
    """For each fund the head-counts of a year among the lines that are blank."""
    return {
        fund: [one for one in lines if keys.column(one) == (f"headcounts.{fund}", measure)]
        for fund, lines in found.items()
    }


def _parts(lines: Mapping[str, Sequence[str]], evidence: Evidence) -> list[Text]:
    """The lines that are blank, with all funds that lack the same ones."""
    funds: dict[tuple[str, ...], list[str]] = {}
    for fund, of_fund in lines.items():
        if of_fund:
            funds.setdefault(tuple(map(keys.item, of_fund)), []).append(fund)
    return [
        PART.fill(
            funds=join([evidence.standard.fund(one).short for one in of_funds], "、", ", "),
            lines=join(_names(lines[of_funds[0]], evidence), "、", ", "),
            more=MORE.fill(count=len(items)) if len(items) > _MOST else NOTHING,
        )
        for items, of_funds in funds.items()
    ]


def _names(lines: Sequence[str], evidence: Evidence) -> list[Text]:
    standard = evidence.standard
    tables = {keys.ACCOUNTS: standard.items, "headcounts": standard.headcounts}
    named = {(family, item.key): item for family, items in tables.items() for item in items}
    shown = lines[:_MOST]
    return [named[keys.family(key), keys.item(key)].called(keys.fund(key) or "") for key in shown]


RULE = JudgingRule(
    code="F128",
    name="lines-filled-in",
    kind=Kind.MISSING,
    severity=Severity.WARNING,
    title=Text(
        zh="合计里算了的明细、上年有数的人数，本年也填了",
        en="Lines that sums count, and people of last year, are filled in this year",
    ),
    why=Text(
        zh="只填合计、不填明细，就看不出钱花在哪一项，合计对不对也无从核对。",
        en="With sums alone nobody sees what the money was for, or whether they are right.",
    ),
    todo=Text(
        zh="照账补填各行的本年实际数；确实没有的填 0，或在该行“说明”栏写明原因。",
        en="Fill in these lines from the books; enter 0 where there was nothing, or say why in "
        "the 说明 column of the line.",
    ),
    passing=account(
        "work_injury",
        benefits={"actual": 1200, "prior": 1100},
        injury_medical={"actual": 700, "prior": 650},
        disability={"actual": 500, "prior": 450},
    ),
    failing=account(
        "work_injury",
        benefits={"actual": 1200, "prior": 1100},
        injury_medical={"prior": 650},
        disability={"prior": 450},
    ),
    judge=judge,
)
