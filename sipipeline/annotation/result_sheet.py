"""The sheet 校验结果: the verdict in words, what to do next, every finding with a way to its
cell."""

from collections import Counter

from sipipeline.annotation.colours import Stylesheet
from sipipeline.annotation.marks import look_of_issue
from sipipeline.annotation.next_steps import STEPS, TITLE
from sipipeline.annotation.sheet_builder import Page, PageCell, Style
from sipipeline.core.display import percent
from sipipeline.core.findings import (
    Cell,
    FileResult,
    Finding,
    Implied,
    IndicatorResult,
    Kind,
    Severity,
    Undecided,
    Verdict,
)
from sipipeline.core.text import NOTHING, Lang, Text, join, same
from sipipeline.reports import phrases
from sipipeline.reports.issues import Issue, issues
from sipipeline.xlsx.references import quoted

WIDTHS = [5.0, 9.0, 18.0, 37.0, 12.0, 15.0, 14.0, 37.0, 8.0]
_LAST = len(WIDTHS)
_FROZEN = 3
_MOST_UNDECIDED = 40
_MOST_IMPLIED = 40
_LONG_LIST = 12

_TITLE = Style("title", "navy", across="center")
_META = Style("text", "pale", indent=1)
_VERDICT_TEXT = Style("strong", "pale", indent=1)
_SECTION = Style("section")
_STEP = Style("text", indent=1)
_SMALL = Style("small", indent=1)
_HEAD = Style("head", "head", line=True, across="center")
_CELL = Style(line=True, indent=1)
_MIDDLE = Style(line=True, across="center")
_FIGURE = Style(line=True, across="right", indent=1)
_JUMP = Style("link", line=True, indent=1)


_STATUSES = {
    "reached": (Text(zh="达到", en="Reached"), "met"),
    "exceeded": (Text(zh="超额完成", en="Exceeded"), "met"),
    "unmet": (Text(zh="未达到", en="Not reached"), "error_related"),
    "undecided": (Text(zh="无法判断", en="Cannot decide"), ""),
}


_PERHAPS = Text(zh="可能是这里", en="Perhaps here")
_TOO = Text(zh="还有这里", en="And here")


SHEET_NAME = Text(zh="校验结果", en="Check result")


def compose(result: FileResult, lang: Lang, notes: list[Text]) -> tuple[Page, str | None]:
    """The page, and the rows to repeat on every printed page."""
    page = Page(WIDTHS, lang)
    _head(page, result)
    _steps(page, STEPS.get(result.verdict, ()))
    if result.findings:
        _legend(page)
    title_rows = _findings(page, result)
    _indicators(page, result.indicators)
    _implied(page, result.implied)
    _undecided(page, result.undecided)
    _notes(page, notes)
    return page, title_rows


def to_xml(page: Page, result: FileResult, styles: Stylesheet, ns: str) -> bytes:
    """The page as a worksheet."""
    footer = Text(zh="&C第 &P 页，共 &N 页", en="&CPage &P of &N")
    return page.to_xml(styles, ns, _fill(result.verdict), _FROZEN, footer)


def _fill(verdict: Verdict) -> str:
    """The fill of a verdict, among those of the page."""
    return "fix" if verdict is Verdict.UNREADABLE else verdict.value


def _head(page: Page, result: FileResult) -> None:
    page.add(PageCell(1, TITLE, _TITLE, _LAST), least=34)
    unit, file = result.unit or "—", result.path.replace("\\", "/").rpartition("/")[2]
    year = str(result.year) if result.year else "—"
    meta = Text(
        zh=f"单位：{unit}　　　年度：{year}　　　文件：{file}",
        en=f"Unit: {unit}      Year: {year}      File: {file}",
    )
    page.add(PageCell(1, meta, _META, _LAST), least=22)
    banner = Style("banner", _fill(result.verdict), across="center")
    word = phrases.VERDICTS[result.verdict]
    sentence = join(_verdict_lines(result), "\n", "\n")
    page.add(
        PageCell(1, word, banner, 2), PageCell(3, sentence, _VERDICT_TEXT, _LAST - 2), least=40
    )


def _verdict_lines(result: FileResult) -> list[Text]:
    """What the verdict means; how many rules were checked, where any was."""
    count = Counter(issue.severity for issue in issues(result.findings))
    verdict = _verdict_sentence(result.verdict, count[Severity.ERROR], count[Severity.WARNING])
    if infos := count[Severity.INFO]:
        verdict = Text(
            zh=f"{verdict.zh[:-1]}；还有 {infos} 条提示，供参考。",
            en=f"{verdict.en} {_many(infos, 'note')} for your information.",
        )
    return [verdict, _rules_checked(result.counts)] if result.counts else [verdict]


def _verdict_sentence(verdict: Verdict, errors: int, warnings: int) -> Text:
    if verdict is Verdict.PASS:
        return Text(zh="没有发现需要修改的问题。", en="No problems that ask for a change.")
    if verdict is Verdict.EXPLAIN:
        return Text(
            zh=f"没有发现错误；有 {warnings} 处需要核对：填错的改正，没填错的写明原因。",
            en=f"No errors; {_many(warnings, 'item')} to correct or to explain.",
        )
    if verdict is not Verdict.FIX:
        return Text(zh="", en="")
    also = Text(zh="。", en=".")
    if warnings:
        also = Text(
            zh=f"；有 {warnings} 处需要核对或说明。",
            en=f", {_many(warnings, 'item')} to explain.",
        )
    return (
        Text(
            zh=f"发现 {errors} 个错误，请改正后重新报送", en=f"{_many(errors, 'error')} to correct"
        )
        + also
    )


def _rules_checked(counts: dict[str, int]) -> Text:
    names = ("checked", "agree", "within_rounding", "violated", "not_applicable")
    checked, agree, rounding, violated, undecided = (counts.get(name, 0) for name in names)
    return Text(
        zh=f"共核对 {checked} 条规则：相符 {agree} 条，四舍五入范围内相符 {rounding} 条，"
        f"不符 {violated} 条，不适用或无法判断 {undecided} 条。",
        en=f"{_many(checked, 'rule')} checked: {agree} agree, {rounding} agree within "
        f"rounding, {violated} violated, {undecided} not applicable.",
    )


def _steps(page: Page, steps: tuple[Text, ...]) -> None:
    if not steps:
        return
    _section(page, Text(zh="接下来怎么做", en="What to do next"))
    for number, step in enumerate(steps, 1):
        page.add(PageCell(1, same(f"{number}. ") + step, _STEP, _LAST))


def _legend(page: Page) -> None:
    page.gap()
    swatches = (
        (1, 2, "culprit", Text(zh="很可能填错", en="Very probably wrong")),
        (3, 1, "suspect", Text(zh="可能填错", en="May be wrong")),
        (
            4,
            1,
            "error",
            Text(
                zh="错误（浅色：与该错误有关的单元格）",
                en="Error (paler: cells that take part in it)",
            ),
        ),
        (5, 2, "warning", Text(zh="需说明", en="Explain")),
        (7, 1, "info", Text(zh="提示", en="Note")),
        (8, 2, "indicator", Text(zh="绩效指标的问题", en="Problem with an indicator")),
    )
    cells = [
        PageCell(column, text, Style(fill=fill, line=True, across="center"), span)
        for column, span, fill, text in swatches
    ]
    page.add(*cells)


def _findings(page: Page, result: FileResult) -> str | None:
    if not result.findings:
        return None
    told = issues(result.findings)
    count = len(told)
    _section(page, Text(zh=f"问题清单（共 {count} 条）", en=f"Findings ({count})"))
    row = page.next_row
    heads = (
        Text(zh="序号", en="No."),
        Text(zh="程度", en="Severity"),
        Text(zh="位置", en="Where"),
        Text(zh="哪里不对", en="What is wrong"),
        Text(zh="填报", en="Filled in"),
        Text(zh="应为", en="Should be"),
        Text(zh="相差", en="Difference"),
        Text(zh="怎么改", en="What to do"),
        Text(zh="规则", en="Rule"),
    )
    _heads(page, heads)
    for issue in told:
        _issue(page, issue)
    return f"${row}:${row}" if count > _LONG_LIST else None


def _issue(page: Page, issue: Issue) -> None:
    """What is wrong and what to do; below it the cells one of which is wrong, or those that are to
    be changed too, and what goes away with it."""
    word = phrases.SEVERITIES[issue.severity]
    fill = look_of_issue(issue).name.lower()
    more = NOTHING if issue.culprits else _more(issue.first)
    page.add(
        PageCell(1, issue.number, _MIDDLE),
        PageCell(2, word, Style("strong", fill, line=True, across="center")),
        _link_cell(3, issue.cell, _JUMP, more),
        PageCell(4, issue.message, _CELL),
        PageCell(5, issue.shown.was, _FIGURE),
        PageCell(6, issue.shown.should, _FIGURE),
        PageCell(7, issue.shown.off, _FIGURE),
        PageCell(8, issue.todo, _CELL),
        PageCell(9, issue.first.rule, _MIDDLE),
    )
    for culprit in issue.alternatives:
        _below(page, _PERHAPS, culprit.cell, phrases.if_here(culprit))
    for finding in issue.consequences:
        _below(page, _TOO, finding.cells[0] if finding.cells else None, finding.message)
    left = NOTHING if issue.is_located else phrases.remaining(issue.culprits)
    for line in (left, issue.settled):
        if line.zh:
            page.add(PageCell(3, line, _SMALL, _LAST - 2))


def _below(page: Page, word: Text, cell: Cell | None, text: Text) -> None:
    """A line that belongs to the issue above."""
    page.add(
        PageCell(1, word, Style("small", line=True, across="center"), 2),
        _link_cell(3, cell, _JUMP),
        PageCell(4, text, _CELL, _LAST - 3),
    )


def _more(finding: Finding) -> Text:
    count = len(finding.cells)
    if count < 2 or finding.kind not in (Kind.MISSING, Kind.FORMAT):
        return NOTHING
    return Text(zh=f"等 {count} 格", en=f" and {count - 1} more")


def _indicators(page: Page, indicators: tuple[IndicatorResult, ...]) -> None:
    if not indicators:
        return
    count = Counter(line.status for line in indicators)
    shown = [
        words + same(f" {count[status]}")
        for status, (words, _) in _STATUSES.items()
        if count[status]
    ]
    listed = join(shown, "，", ", ")
    _section(page, Text(zh=f"绩效指标完成情况（{listed.zh}）", en=f"Indicators ({listed.en})"))
    heads = (
        Text(zh="序号", en="No."),
        Text(zh="结果", en="Result"),
        Text(zh="位置", en="Where"),
        Text(zh="指标", en="Indicator"),
        Text(zh="实际完成值", en="Actual"),
        Text(zh="指标值", en="Target"),
        Text(zh="完成程度", en="Completion"),
        Text(zh="说明", en="Remark"),
    )
    _heads(page, heads)
    for line in indicators:
        word, fill = _STATUSES.get(line.status, _STATUSES["undecided"])
        degree = ""
        if line.completion is not None:
            degree = percent(line.completion, 1)
        page.add(
            PageCell(1, line.number, _MIDDLE),
            PageCell(2, word, Style("strong", fill, line=True, across="center")),
            _link_cell(3, line.cell, _JUMP),
            PageCell(4, line.name, _CELL),
            PageCell(5, line.actual, _MIDDLE),
            PageCell(6, line.target, _MIDDLE),
            PageCell(7, degree, _MIDDLE),
            PageCell(8, line.reason if line.reason else "", _CELL, 2),
        )


def _implied(page: Page, implied: tuple[Implied, ...]) -> None:
    if not implied:
        return
    title = Text(
        zh=f"空白单元格按其余数据应有的数（共 {len(implied)} 格，供参考）",
        en=(
            f"Blank cells, and what the other figures make of them ({len(implied)}, for "
            f"information)"
        ),
    )
    _section(page, title)
    heads = (
        Text(zh="序号", en="No."),
        Text(zh="推算", en="Value"),
        Text(zh="位置", en="Where"),
        Text(zh="项目", en="Item"),
        Text(zh="说明", en="Remark"),
    )
    _heads(page, heads)
    for number, blank in enumerate(implied[:_MOST_IMPLIED], 1):
        page.add(
            PageCell(1, number, _MIDDLE),
            PageCell(2, blank.shown, _MIDDLE),
            _link_cell(3, blank.cell, _JUMP),
            PageCell(4, blank.label, _CELL),
            PageCell(5, _room(blank), _CELL, _LAST - 4),
        )
    if (left := len(implied) - _MOST_IMPLIED) > 0:
        more = Text(zh=f"还有 {left} 格没有列出。", en=f"{left} more cells are not listed.")
        page.add(PageCell(1, more, _SMALL, _LAST))


def _room(blank: Implied) -> Text:
    """How far the other figures leave the blank open."""
    if not blank.room.zh:
        return Text(zh="其余数据只允许这个数", en="the others allow this figure only")
    return Text(zh=f"四舍五入后可能是 {blank.room.zh}", en=f"{blank.room.en}, given the rounding")


def _undecided(page: Page, undecided: tuple[Undecided, ...]) -> None:
    if not undecided:
        return
    groups: dict[str | int, list[Undecided]] = {}
    for item in undecided:
        groups.setdefault(page.said(item.reason), []).append(item)
    count = len(undecided)
    title = Text(zh=f"没有判断的项目和原因（共 {count} 项）", en=f"Not decided, and why ({count})")
    _section(page, title)
    heads = (
        Text(zh="项数", en="Count"),
        Text(zh="规则", en="Rule"),
        Text(zh="位置", en="Where"),
        Text(zh="原因", en="Why"),
    )
    _heads(page, heads)
    for reason, items in list(groups.items())[:_MOST_UNDECIDED]:
        _undecided_line(page, reason, items)
    if (left := len(groups) - _MOST_UNDECIDED) > 0:
        more = Text(zh=f"还有 {left} 种原因没有列出。", en=f"{left} more reasons are not listed.")
        page.add(PageCell(1, more, _SMALL, _LAST))


def _undecided_line(page: Page, reason: str | int, items: list[Undecided]) -> None:
    rules = list(dict.fromkeys(item.rule for item in items))
    first = next((item.cells[0] for item in items if item.cells), None)
    count = len(items)
    more = NOTHING
    if count > 1:
        more = Text(zh=f"等 {count} 处", en=f" and {count - 1} more")
    page.add(
        PageCell(1, count, _MIDDLE),
        PageCell(2, rules[0] + ("…" if len(rules) > 1 else ""), _MIDDLE),
        _link_cell(3, first, _JUMP, more),
        PageCell(4, reason, _CELL, _LAST - 3),
    )


def _notes(page: Page, notes: list[Text]) -> None:
    if notes:
        _section(page, Text(zh="其他说明", en="Remarks"))
    for note in notes:
        page.add(PageCell(1, same("· ") + note, _STEP, _LAST))
    page.gap()
    made = Text(
        zh="本表由 sipipeline 自动生成，不属于报送内容；请不要在本表中填写，下次校验时会重新生成。",
        en=(
            "Made by sipipeline; not part of the submission. Do not write here: the sheet "
            "is made anew at each check."
        ),
    )
    page.add(PageCell(1, made, _SMALL, _LAST))


def _section(page: Page, text: Text) -> None:
    page.gap()
    page.add(PageCell(1, text, _SECTION, _LAST), least=24)


def _heads(page: Page, heads: tuple[Text, ...]) -> None:
    last = _LAST - len(heads) + 1
    cells = [
        PageCell(column, head, _HEAD, last if column == len(heads) else 1)
        for column, head in enumerate(heads, 1)
    ]
    page.add(*cells, least=22)


def _link_cell(column: int, cell: Cell | None, style: Style, more: Text = NOTHING) -> PageCell:
    """A cell that leads to a cell of the workbook; plain where there is no such place."""
    if cell is None:
        return PageCell(column, "", style)
    shown = same(phrases.where(cell)) + more
    if not cell.sheet or not cell.ref:
        return PageCell(column, shown, Style("text", style.fill, style.line, indent=1))
    target = quoted(cell.sheet) + "!" + cell.ref.replace("$", "")
    return PageCell(column, shown, style, link=target)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
