"""How the batch stands, in a few sentences."""

from collections.abc import Iterator

from sipipeline.core.findings import Verdict
from sipipeline.core.text import Text, join
from sipipeline.core.values import frozen
from sipipeline.reports.overview.attendance import Attendance, attendance
from sipipeline.reports.overview.changes import Changes, changes
from sipipeline.reports.overview.overview import Overview

TITLE = Text(zh="批次汇总", en="Overview of the batch")
IN_TEN_THOUSAND = Text(zh="金额单位：万元", en="Money in ten thousand yuan")

_FILES = Text(
    zh="共 {files} 份：通过 {pass_}，需说明 {explain}，需修改 {fix}，无法读取 {unreadable}。",
    en="{files} workbooks: {pass_} passed, {explain} to explain, {fix} to correct, {unreadable} "
    "unreadable.",
)
_ROSTER = Text(
    zh="应报 {expected} 家，已报 {arrived} 家，未报 {missing} 家",
    en="{expected} units on the roster: {arrived} in, {missing} missing",
)
_OVERDUE = Text(zh="其中逾期 {count} 家", en="{count} of them overdue")
_LATE = Text(zh="迟报 {count} 家", en="{count} came late")
_STRANGERS = Text(zh="名册外 {count} 家", en="{count} not on the roster")
_CHANGED = Text(
    zh="与昨日相比：新报 {arrived} 家，重报或结论有变 {again} 家，"
    "新通过 {accepted} 家，改好 {settled} 处。",
    en="Since yesterday: {arrived} new units, {again} sent again or judged otherwise, {accepted} "
    "newly accepted, {settled} errors gone.",
)
_UNCHANGED = Text(zh="与昨日相比没有变化。", en="Nothing changed since yesterday.")


@frozen
class Morning:
    """An overview, and what is worked out from it once."""

    overview: Overview
    attended: Attendance | None
    """None without a roster."""
    changed: Changes | None
    """None where nothing is known of yesterday."""


def morning_of(overview: Overview) -> Morning:
    kept = overview.kept
    roster, before = overview.roster, overview.before
    return Morning(
        overview,
        attendance(roster, kept, overview.day) if roster is not None else None,
        changes(before, kept) if before is not None else None,
    )


def sentences(morning: Morning) -> Iterator[Text]:
    """Files by verdict; where they are known, the roster and what changed since yesterday."""
    yield _files(morning.overview)
    if morning.attended is not None:
        yield _roster(morning.attended)
    if morning.changed is not None:
        yield _since_yesterday(morning.changed)


def day_of(overview: Overview) -> Text:
    """The day of the overview."""
    day = overview.day
    return Text(zh=f"{day.year}年{day.month}月{day.day}日", en=day.isoformat())


def _files(overview: Overview) -> Text:
    counts = overview.verdicts
    return _FILES.fill(
        files=len(overview.kept),
        pass_=counts[Verdict.PASS],
        explain=counts[Verdict.EXPLAIN],
        fix=counts[Verdict.FIX],
        unreadable=counts[Verdict.UNREADABLE],
    )


def _roster(attended: Attendance) -> Text:
    """Who is in and who is missing; what is nought is not said."""
    missing = len(attended.missing)
    parts = [
        _ROSTER.fill(expected=len(attended.expected), arrived=attended.arrived, missing=missing)
    ]
    told = (
        (_OVERDUE, len(attended.overdue)),
        (_LATE, len(attended.late)),
        (_STRANGERS, len(attended.strangers)),
    )
    parts += [text.fill(count=count) for text, count in told if count]
    return join(parts, "，", ", ") + Text(zh="。", en=".")


def _since_yesterday(changed: Changes) -> Text:
    if not changed.arrived and not changed.again:
        return _UNCHANGED
    return _CHANGED.fill(
        arrived=len(changed.arrived),
        again=len(changed.again),
        accepted=changed.accepted,
        settled=changed.settled,
    )
