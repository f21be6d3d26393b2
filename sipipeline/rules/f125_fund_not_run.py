from collections.abc import Iterator

from sipipeline.core import keys
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.text import Text, join
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem

FILLED = Text(
    zh="封面选的是{fund}不经办，{sheets}却填了它本年的数。",
    en="By the cover {fund} is not run here, but its figures of this year are on {sheets}.",
)
SHEET = Text(zh="“{sheet}”表", en="sheet “{sheet}”")


def judge(evidence: Evidence) -> Iterator[Judgement]:
    """Funds that are not run, with money or people of this year all the same."""
    standard, complete = evidence.standard, evidence.completeness
    for fund in standard.funds:
        if fund.key not in complete.not_run:
            continue
        choice = keys.runs(fund.key)
        filled = {
            fund.short: complete.money_of_the_year(fund.key),
            standard.sheets["people"]: complete.people_of_the_year.get(fund.key, []),
        }
        firsts = [cells[0] for cells in filled.values() if cells]
        sheets = [SHEET.fill(sheet=sheet) for sheet, cells in filled.items() if cells]
        if not sheets:
            yield Agreed((choice,))
            continue
        message = FILLED.fill(fund=fund.short, sheets=join(sheets, "和", " and "))
        yield Problem((choice, *firsts), message, stated=evidence.submission.text(choice))


RULE = JudgingRule(
    code="F125",
    name="fund-not-run",
    kind=Kind.FORMAT,
    severity=Severity.WARNING,
    title=Text(
        zh="选了不经办的险种，没有填本年的数",
        en="A fund that is not run has no figures of this year",
    ),
    why=Text(
        zh="封面说不经办，表里又有数，这些数算不算就不清楚；程序照样把它们计入合计核对。",
        en="The cover says that the fund is not run, the figures say that it is; they are checked "
        "and counted in the total all the same.",
    ),
    todo=Text(
        zh="经办的，把封面这一格改选“经办”；不经办的，清空该险种本年的数。",
        en="Choose “run” on the cover if you run the fund; else clear its figures of this year.",
    ),
    passing={
        "sheets": {"work_injury": {"runs": "不经办"}},
        "accounts": {"work_injury": {"income": {"prior": 1200}}},
    },
    failing={
        "sheets": {"work_injury": {"runs": "不经办"}},
        "accounts": {"work_injury": {"income": {"actual": 1200}}},
        "headcounts": {"work_injury": {"participants": {"actual": 5600}}},
    },
    judge=judge,
)
