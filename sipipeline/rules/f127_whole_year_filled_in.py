from collections.abc import Iterator, Mapping

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.evidence.unfinished_years import blank_lines, years_of_zeros
from sipipeline.rule import JudgingRule, Problem

BLANK = Text(
    zh="缺：{parts}。这些行的本年实际数是空的，从已填的数也推算不出来。",
    en="Missing: {parts}. This year's are blank, and what is filled in does not show them.",
)
PART = Text(zh="{funds}的{lines}", en="{lines} of {funds}")
FILL_IN = Text(
    zh="照账补填本年实际数；确实没有的填 0，并在该行“说明”栏写明原因。",
    en="Fill in this year's actuals from the books; where there really was nothing enter 0, and "
    "say why in the 说明 column of the line.",
)
ZEROS = Text(
    zh="{funds}的本年实际数全是 0，而上年数、预算数和本年参保人数都有数。",
    en="All actuals of {funds} are 0, though last year, the budget and people are not.",
)
CHECK_ZEROS = Text(
    zh="照账核对本年实际数；确实没有收支的，在“收入合计”行的“说明”栏写明原因。",
    en="Compare this year's actuals with the books; if there really was no money, say why in the "
    "说明 column of the total income.",
)


def judge(evidence: Evidence) -> Iterator[Problem]:
    """One problem for all accounts with a side of the year blank, one for all of zeros alone."""
    blank = blank_lines(evidence)
    if blank:
        items = [(fund, item) for fund, lines in blank.items() for item in lines]
        cells = tuple(f"accounts.{fund}.{item}.actual" for fund, item in items)
        message = BLANK.fill(parts=join(_parts(blank, evidence), "；", "; "))
        yield Problem(cells, message)
    zeros = [fund for fund in years_of_zeros(evidence) if fund not in blank]
    if zeros:
        cells = tuple(f"accounts.{fund}.income.actual" for fund in zeros)
        message = ZEROS.fill(funds=_names(zeros, evidence))
        yield Problem(cells, message, todo=CHECK_ZEROS)


def _parts(blank: Mapping[str, tuple[str, ...]], evidence: Evidence) -> list[Text]:
    """The lines that are blank, with all funds that lack the same ones."""
    items = {item.key: item.name for item in evidence.standard.items}
    return [
        PART.fill(
            funds=_names([fund for fund, of_fund in blank.items() if of_fund == lines], evidence),
            lines=join([items[line] for line in lines], "、", ", "),
        )
        for lines in dict.fromkeys(blank.values())
    ]


def _names(funds: list[str], evidence: Evidence) -> Text:
    return join([evidence.standard.fund(fund).short for fund in funds], "、", ", ")


RULE = JudgingRule(
    code="F127",
    name="whole-year-filled-in",
    kind=Kind.MISSING,
    severity=Severity.WARNING,
    title=Text(
        zh="险种表的本年收入、支出、年末结余都填了，不是只填一部分",
        en="Income, expenditure and closing balance of the year are all there",
    ),
    why=Text(
        zh="只填了收入、没有填支出的表，数再对也汇总不出本年的收支。",
        en="An account without its expenditure or its income cannot be added up with others.",
    ),
    todo=FILL_IN,
    passing=account(
        "work_injury",
        income={"budget": 1100, "actual": 1200},
        expenditure={"budget": 900, "actual": 950},
        closing_balance={"actual": 750, "prior": 500},
    ),
    failing=account(
        "work_injury",
        income={"budget": 1100, "actual": 1200},
        expenditure={"budget": 900, "prior": 880},
        closing_balance={"prior": 500},
    ),
    judge=judge,
)
