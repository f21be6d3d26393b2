"""A morning for the tests: submissions of made-up units, and the overview that they make."""

from dataclasses import replace
from datetime import date
from typing import Any

from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.text import Text
from sipipeline.reports.overview.entries import Entry, IndicatorEntry, IssueEntry
from sipipeline.reports.overview.overview import Overview

TODAY = date(2021, 3, 10)
WAN = 1_000_000
"""Fen in ten thousand yuan."""
PASSED = Entry(
    "jia.xlsx", Verdict.PASS, standard="2020", unit="甲县社保局", region_code="652801", year=2020
)
WHY = Text(zh="文件有密码。请去掉密码后重新报送。", en="It has a password. Take it out.")
UNREADABLE = Entry("坏.xlsx", Verdict.UNREADABLE, unreadable=WHY)
MISSED = IndicatorEntry(6, "享受待遇人数", "≥9203人", "9175人", "unmet", 0.997)


def issue(rule: str, severity: Severity = Severity.ERROR, **more: Any) -> IssueEntry:
    message = Text(zh="收入少 20", en="Income is 20 too little")
    todo = Text(zh="把 工伤!D5 改成 110。", en="Change 工伤!D5 to 110.")
    made = IssueEntry(
        rule, severity, message, todo, "工伤!D5", "accounts.work_injury.income.actual"
    )
    return made._replace(**more)


def unit(name: str, errors: int = 0, **more: Any) -> Entry:
    """The submission of a unit with so many errors."""
    verdict = Verdict.FIX if errors else Verdict.PASS
    issues = (issue("B201"),) * errors
    plain = replace(PASSED, path=f"{name}.xlsx", unit=name, verdict=verdict, issues=issues)
    return replace(plain, **more)


def overview(*entries: Entry, **known: Any) -> Overview:
    made = Overview(TODAY, **known)
    for entry in entries:
        made.add(entry)
    return made
