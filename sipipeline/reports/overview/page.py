"""The overview as one self-contained page: read on a screen, on a telephone, on paper; it loads
nothing, and without its script only searching and sorting are gone."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TextIO, TypeVar

from sipipeline.core.display import number
from sipipeline.core.findings import Verdict
from sipipeline.core.text import Lang, Text
from sipipeline.core.version import __version__
from sipipeline.reports.overview import charts, drawings, tables, titles
from sipipeline.reports.overview.entries import IssueEntry
from sipipeline.reports.overview.headline import (
    IN_TEN_THOUSAND,
    TITLE,
    Morning,
    day_of,
    morning_of,
    sentences,
)
from sipipeline.reports.overview.html import chip, link, safe, section, table, wan
from sipipeline.reports.overview.marks import PAGE_MARK
from sipipeline.reports.overview.overview import Overview
from sipipeline.reports.overview.tables import IndicatorRow, RuleRow, TableColumn, UnitRow
from sipipeline.reports.phrases import INDICATOR_STATUSES, VERDICTS, word

Row = TypeVar("Row")

MOST_UNITS, MOST_TOLD, MOST_ISSUES = 1000, 400, 6
"""Units in the list, units whose issues are told, issues of each: a page that a telephone can
open."""
_MOST_MISSED, _MOST_RULES, _MOST_CHANGES, _MOST_LISTED = 200, 15, 20, 500
_FEW = 8
"""So many units are told with their issues open."""

_ALL = Text(zh="全部", en="All")
_SEARCH = Text(zh="单位、代码、电话……", en="Unit, code, telephone …")
_PARTS = {
    "top": titles.OVERVIEW,
    "charts": titles.CHARTS,
    "units": titles.UNITS,
    "issues": titles.ISSUES,
    "indicators": titles.INDICATORS,
    "funds": titles.FUNDS,
    "missing": titles.MISSING,
    "held": titles.HELD,
}
_RULE_UNITS = Text(zh="{count} 家", en="{count} {count:unit|units}")
_AND = Text(zh=" 等", en=" …")
_FUNDS_CHART = Text(
    zh="各险种收支与预算（{year}已通过 {count} 家，万元）",
    en="Income and expenditure by fund ({year}{count} accepted, 10,000 yuan)",
)
_OF_YEAR = Text(zh="{year} 年，", en="{year}, ")
_RATES_CHART = Text(zh="预算完成率：各有多少单位", en="Completion rates: how many units")
_DAYS_CHART = Text(zh="逐日进度", en="Progress over the days")
_NONE_ACCEPTED = Text(
    zh="还没有通过的报送，通过后这里按险种汇总。",
    en="Nothing is accepted yet; what is will be added up here by fund.",
)
_ACCEPTED_ALONE = Text(
    zh="只加总已通过的；空白不当作零；上下级之间的补助、上解没有抵销。",
    en="Accepted submissions alone; a blank is no zero; what flows between levels is not "
    "cancelled out.",
)
_MORE_UNITS = Text(
    zh="另有 {count} 家没有列在这里，全部见汇总工作簿。",
    en="{count} more {count:unit is|units are} not listed here; the workbook has them all.",
)
_MORE_ROWS = Text(
    zh="另有 {count} 条，全部见汇总工作簿。", en="{count} more; the workbook has them all."
)
_MORE_ISSUES = Text(zh="另有 {count} 处，见批注本。", en="{count} more: see the annotated copy.")
_ERRORS = Text(zh="要改 {count}", en="{count} to fix")
_TO_EXPLAIN = Text(zh="待说明 {count}", en="{count} to explain")
_AFFECTED = Text(zh="涉及 {amount} 万元", en="{amount} × 10,000 yuan")
_COPY = Text(zh="批注本：", en="Annotated copy: ")
_FILE = Text(zh="收到的文件：", en="The file: ")
_MISSED = Text(zh="未达到的指标", en="Indicators that are not reached")
_NO_REASON = Text(zh="其中 {count} 项没有填原因。", en="{count} of them without a reason.")
_EXPECTED = Text(zh="应报", en="On the roster")
_ARRIVED = Text(zh="已报", en="In")
_ABSENT = Text(zh="未报", en="Missing")
_OVERDUE = Text(zh="逾期未报", en="Overdue")
_MADE = Text(
    zh="由 sipipeline {version} 生成。本页不联网，可以转发、打印。",
    en="Made by sipipeline {version}. The page loads nothing; it may be passed on and printed.",
)
_TITLES = {"zh": "zh-CN", "en": "en"}


def write_page(target: TextIO, overview: Overview, lang: Lang, folder: Path = Path()) -> None:
    """Write the page; links lead to the copies from the folder that it will lie in."""
    page = _OverviewPage(morning_of(overview), lang, folder)
    for piece in page.pieces():
        target.write(piece)


@cache
def _asset(name: str) -> tuple[str, str]:
    """A file beside this one, and its digest as a policy names it."""
    content = resources.files(__package__).joinpath(name).read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return content, f"'sha256-{digest}'"


class _OverviewPage:
    """The parts of the page, from top to bottom."""

    def __init__(self, morning: Morning, lang: Lang, folder: Path) -> None:
        self._morning, self._lang, self._folder = morning, lang, folder
        self._overview = morning.overview
        by_need = self._overview.by_need()
        self._told = {
            kept.number for kept in by_need[:MOST_TOLD] if kept.verdict is not Verdict.PASS
        }
        """Numbers of the units whose issues are told."""

    def pieces(self) -> Iterator[str]:
        parts = dict(self._parts())
        yield from self._head(parts)
        yield "<main>\n"
        for name, content in parts.items():
            yield from section(name, _PARTS[name], content, self._lang)
        yield "</main>\n"
        made = _MADE.fill(version=__version__)
        money = IN_TEN_THOUSAND + Text(zh="。", en=". ")
        yield f"<footer>{self._say(money + made)}</footer>\n"
        yield f"<script>{_asset('page.js')[0]}</script>\n</body>\n</html>\n"

    def _parts(self) -> Iterator[tuple[str, Iterable[str]]]:
        """The parts that there is something for."""
        overview, attended = self._overview, self._morning.attended
        yield "top", self._top()
        if overview.kept:
            yield "charts", self._charts()
            yield "units", self._units()
        if self._told:
            yield "issues", self._issues()
        if overview.statuses:
            yield "indicators", self._indicators()
        if overview.sums:
            yield "funds", self._funds()
        if attended is not None and attended.missing:
            yield "missing", self._listed(tables.MISSING, attended.missing)
        if held := tables.held_rows(overview, attended):
            yield "held", self._listed(tables.HELD, held)

    # ------------------------------------------------------------ head
    def _head(self, parts: Iterable[str]) -> Iterator[str]:
        style, style_digest = _asset("page.css")
        script_digest = _asset("page.js")[1]
        policy = (
            f"default-src 'none'; style-src {style_digest}; script-src {script_digest}; "
            "base-uri 'none'; form-action 'none'"
        )
        title = self._say(TITLE)
        day = self._say(day_of(self._overview))
        yield f'<!doctype html>\n<html lang="{_TITLES[self._lang]}">\n<head>\n'
        yield '<meta charset="utf-8">\n'
        yield f'{PAGE_MARK}\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield f"<title>{title} {day}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        yield f"<header><h1>{title}<small>{day}</small></h1>\n"
        for sentence in sentences(self._morning):
            yield f"<p>{self._say(sentence)}</p>\n"
        yield "</header>\n<nav><div>"
        for name in parts:
            yield f'<a href="#{name}">{self._say(_PARTS[name])}</a>'
        yield "</div></nav>\n"

    def _say(self, text: Text) -> str:
        return safe(text.in_(self._lang))

    # ------------------------------------------------------------ overview
    def _top(self) -> Iterator[str]:
        yield '<div class="tiles">'
        for kind, name, count in self._tiles():
            yield f'<div class="tile {kind}"><b>{number(count)}</b>'
            yield f"<span>{self._say(name)}</span></div>"
        yield "</div>\n"
        yield from drawings.verdict_bar(self._overview, self._lang)
        yield from self._calls()
        yield from self._changes()
        yield from self._rules()

    def _tiles(self) -> Iterator[tuple[str, Text, int]]:
        attended = self._morning.attended
        if attended is not None:
            yield "", _EXPECTED, len(attended.expected)
            yield "", _ARRIVED, attended.arrived
            yield "", _ABSENT, len(attended.missing)
            yield "late", _OVERDUE, len(attended.overdue)
        for verdict, count in charts.verdicts(self._overview):
            yield verdict.value, VERDICTS[verdict], count

    def _calls(self) -> Iterator[str]:
        rows = tables.to_call(self._overview)
        yield f"<h3>{self._say(titles.CALLS)}</h3>\n"
        if not rows:
            yield f'<p class="soft">{self._say(titles.NOBODY)}</p>\n'
            return
        yield '<ol class="calls">\n'
        for row in rows:
            yield self._call(row)
        yield "</ol>\n"

    def _call(self, row: UnitRow) -> str:
        entry = row.entry
        counts = self._counts(row)
        who = " ".join(filter(None, (entry.contact, entry.phone)))
        first = safe(_short(tables.first_to_say(row, self._lang)))
        return (
            f'<li><div class="call-head"><b>{self._name(row.kept.number, entry.name)}</b>'
            f"{chip(entry.verdict, self._lang)}</div>"
            f'<div class="call-who">{safe(who)}</div><div>{counts}</div>'
            f'<div class="call-say">{first}</div></li>\n'
        )

    def _counts(self, row: UnitRow) -> str:
        """要改 5 · 待说明 12 · 涉及 130.70 万元"""
        entry = row.entry
        parts = []
        if entry.errors and entry.verdict is not Verdict.UNREADABLE:
            parts.append(_ERRORS.fill(count=len(entry.errors)))
        if entry.to_explain:
            parts.append(_TO_EXPLAIN.fill(count=len(entry.to_explain)))
        if entry.money:
            parts.append(_AFFECTED.fill(amount=wan(entry.money)))
        return " · ".join(map(self._say, parts))

    def _name(self, number: int, name: str) -> str:
        """The name of a unit, leading to its issues where they are told."""
        if number not in self._told:
            return safe(name)
        return f'<a href="#u{number}">{safe(name)}</a>'

    def _way(self, row: UnitRow) -> str:
        """Where on the page the issues of a unit are told."""
        return f"u{row.kept.number}" if row.kept.number in self._told else ""

    def _changes(self) -> Iterator[str]:
        changed = self._morning.changed
        if changed is None or not (changed.again or changed.arrived):
            return
        rows = [*changed.again, *changed.arrived]
        yield f"<h3>{self._say(titles.CHANGES)}</h3>\n"
        yield from table(tables.CHANGES, rows[:_MOST_CHANGES], self._lang, self._folder)
        yield from self._more(_MORE_UNITS, len(rows) - _MOST_CHANGES)

    def _rules(self) -> Iterator[str]:
        rows = tables.rule_rows(self._overview)
        if not rows:
            return
        yield f"<h3>{self._say(titles.RULES)}</h3>\n"
        most = rows[0].found.units
        yield '<div class="rules">\n'
        for row in rows[:_MOST_RULES]:
            yield from self._rule(row, most)
        yield "</div>\n"

    def _rule(self, row: RuleRow, most: int) -> Iterator[str]:
        """A rule: in how many units it found something, and in which."""
        title = tables.rule_title(row.code).in_(self._lang)
        units = _RULE_UNITS.fill(count=number(row.found.units)).in_(self._lang)
        names = row.found.names
        yield f"<div><b>{safe(row.code)}</b> {safe(title)}</div>"
        yield from drawings.bars([drawings.Bar("", units, row.found.units / most)], "c-actual")
        listed = "、".join(self._name(place, name) for place, name in names)
        more = self._say(_AND) if row.found.units > len(names) else ""
        yield f'<div class="soft names">{listed}{more}</div>\n'

    # ------------------------------------------------------------ charts
    def _charts(self) -> Iterator[str]:
        overview = self._overview
        year = charts.year_of_funds(overview)
        of_year = _OF_YEAR.fill(year=year) if year is not None else Text(zh="", en="")
        funds = _FUNDS_CHART.fill(year=of_year, count=overview.verdicts[Verdict.PASS])
        drawn = (
            (funds, drawings.fund_bars(overview, self._lang), _NONE_ACCEPTED),
            (_RATES_CHART, drawings.rate_bars(overview, self._lang), None),
            (_DAYS_CHART, drawings.day_columns(overview, self._lang), None),
        )
        yield '<div class="charts">\n'
        for title, pieces, instead in drawn:
            content = "".join(pieces)
            if not content and instead is not None:
                content = f'<p class="soft">{self._say(instead)}</p>'
            if content:
                yield f"<div><h3>{self._say(title)}</h3>\n{content}</div>\n"
        yield "</div>\n"

    # ------------------------------------------------------------ units
    def _units(self) -> Iterator[str]:
        yield '<div class="controls" hidden>'
        hint = self._say(_SEARCH)
        yield f'<input type="search" placeholder="{hint}" aria-label="{hint}">'
        yield f'<button value="" aria-pressed="true">{self._say(_ALL)}</button>'
        for verdict in charts.SHOWN:
            word_of = self._say(VERDICTS[verdict])
            yield f'<button value="{verdict}" aria-pressed="false">{word_of}</button>'
        yield '<output class="soft"></output></div>\n'
        columns = tables.page_columns(self._overview)
        rows = islice(tables.unit_rows(self._overview), MOST_UNITS)
        yield from table(columns, rows, self._lang, self._folder, "unit-table", self._way)
        yield from self._more(_MORE_UNITS, len(self._overview.kept) - MOST_UNITS)

    def _more(self, text: Text, count: int) -> Iterator[str]:
        if count > 0:
            yield f'<p class="soft">{self._say(text.fill(count=number(count)))}</p>\n'

    # ------------------------------------------------------------ issues
    def _issues(self) -> Iterator[str]:
        """Unit by unit, the most urgent first."""
        is_open = " open" if len(self._told) <= _FEW else ""
        for row in islice(tables.unit_rows(self._overview), MOST_TOLD):
            if row.kept.number in self._told:
                yield from self._unit(row, is_open)
        urgent = sum(kept.verdict is not Verdict.PASS for kept in self._overview.kept)
        yield from self._more(_MORE_UNITS, urgent - len(self._told))

    def _unit(self, row: UnitRow, is_open: str) -> Iterator[str]:
        entry = row.entry
        who = " ".join(filter(None, (entry.contact, entry.phone)))
        yield f'<details class="unit" id="u{row.kept.number}"{is_open}><summary>'
        yield f"<b>{safe(entry.name)}</b> {chip(entry.verdict, self._lang)}"
        yield f'<span class="soft">{self._counts(row)} {safe(who)}</span></summary>\n'
        if entry.verdict is Verdict.UNREADABLE:
            yield f"<p>{safe(entry.unreadable.in_(self._lang))}</p>\n"
        else:
            yield "<ol>\n"
            yield from map(self._issue, entry.issues[:MOST_ISSUES])
            yield "</ol>\n"
            yield from self._more(_MORE_ISSUES, len(entry.issues) - MOST_ISSUES)
        if entry.copy:
            named = _FILE if entry.verdict is Verdict.UNREADABLE else _COPY
            yield f"<p>{self._say(named)}{link(entry.copy, self._lang, self._folder)}</p>\n"
        yield "</details>\n"

    def _issue(self, issue: IssueEntry) -> str:
        grave = self._say(word(issue.severity, issue.explained))
        where = f'<span class="where">{safe(issue.cell)}</span> ' if issue.cell else ""
        todo = safe(issue.todo.in_(self._lang))
        asked = f'<div class="todo">→ {todo}</div>' if todo else ""
        return (
            f'<li><span class="severity {issue.severity}">{grave}</span> {where}'
            f"{safe(issue.message.in_(self._lang))}"
            f' <span class="soft">{safe(issue.rule)}</span>{asked}</li>\n'
        )

    # ------------------------------------------------------------ indicators, funds, lists
    def _indicators(self) -> Iterator[str]:
        statuses = self._overview.statuses
        most = max(statuses.values())
        bars = [
            drawings.Bar(words.in_(self._lang), number(statuses[status]), statuses[status] / most)
            for status, words in INDICATOR_STATUSES.items()
        ]
        yield from drawings.bars(bars, "c-actual")
        count = statuses["unmet"]
        if not count:
            return
        yield f"<h3>{self._say(_MISSED)}</h3>\n"
        unexplained = self._overview.unexplained
        if unexplained:
            told = _NO_REASON.fill(count=number(unexplained))
            yield f'<p class="soft">{self._say(told)}</p>\n'
        missed = islice(self._missed(), _MOST_MISSED)
        yield from table(tables.INDICATORS, missed, self._lang, self._folder)
        yield from self._more(_MORE_ROWS, count - _MOST_MISSED)

    def _missed(self) -> Iterator[IndicatorRow]:
        for row in tables.unit_rows(self._overview):
            for line in tables.indicator_rows(row):
                if line.line.status == "unmet":
                    yield line

    def _funds(self) -> Iterator[str]:
        rows = list(tables.fund_rows(self._overview))
        if not rows:
            yield f'<p class="soft">{self._say(_NONE_ACCEPTED)}</p>\n'
            return
        yield f'<p class="soft">{self._say(IN_TEN_THOUSAND)}。{self._say(_ACCEPTED_ALONE)}</p>\n'
        yield from table(tables.FUNDS, rows, self._lang, self._folder)

    def _listed(self, columns: Sequence[TableColumn[Row]], rows: Sequence[Row]) -> Iterator[str]:
        yield from table(columns, rows[:_MOST_LISTED], self._lang, self._folder)
        yield from self._more(_MORE_ROWS, len(rows) - _MOST_LISTED)


def _short(text: str, longest: int = 140) -> str:
    return text if len(text) <= longest else text[:longest] + "…"
