"""The sheet 校验结果: the verdict in words, what to do next, every finding with a way to its
cell."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sipipeline import catalogue
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
from sipipeline.core.past import SinceLastRound
from sipipeline.core.text import NOTHING, Lang, Text, join, same
from sipipeline.reports import phrases
from sipipeline.reports.issues import Issue
from sipipeline.xlsx.references import Place, place_of, quoted

WIDTHS = [4.5, 9.5, 21.0, 21.0, 70.0, 15.0, 12.0, 42.0, 6.0]
_LAST = len(WIDTHS)
_FROZEN = 3
_MOST_IMPLIED = 40
_ONE_EACH: Mapping[int, int] = {}
_LONG_FIGURE = 14
"""Signs of what stands in a cell that reads as a sentence."""
_LONGEST, _LONGEST_REASON, _LONGEST_FIGURE = 600, 70, 60
"""Signs of a sentence, and of what stands in a cell, that are shown at most."""

_TITLE = Style("title", "navy", across="center")
_NOTICE = Style("strong", "warning", indent=1)
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
    status: (words, {"unmet": "error_related", "undecided": ""}.get(status, "met"))
    for status, words in phrases.INDICATOR_STATUSES.items()
}


_MADE = Text(
    zh="本表由 sipipeline 自动生成，不属于报送内容；请不要在本表中填写，下次校验时会重新生成。",
    en="Made by sipipeline; not part of the submission. Do not write here: the sheet is made "
    "anew at each check.",
)
_PERHAPS = Text(zh="可能是这里", en="Perhaps here")
_TOO = Text(zh="还有这里", en="And here")
_SAME_CELL = Text(zh="同一格", en="The same cell")


_REMARKS = Text(zh="其他说明", en="Remarks")
_LEFT = Text(zh="原文件中没有带过来的内容", en="What of the original is not in this file")


SHEET_NAME = Text(zh="校验结果", en="Check result")

Seat = tuple[str, Place]
"""A sheet, and a place on it."""
Unseen = Mapping[Seat, Text]
"""What is said beside the place of a cell that nobody would see."""


class ResultPage(Page):
    """The page, with a way to the cells of the workbook."""

    def __init__(self, lang: Lang, unseen: Unseen) -> None:
        super().__init__(WIDTHS, lang)
        self._unseen = unseen

    def way(self, column: int, cell: Cell | None, more: Text = NOTHING) -> PageCell:
        """A cell that leads to a cell of the workbook; plain where there is no such place."""
        if cell is None:
            return PageCell(column, "", _JUMP)
        shown = same(phrases.where(cell)) + more
        if place := place_of(cell.ref):
            shown += self._unseen.get((cell.sheet, place), NOTHING)
        if not cell.sheet or not cell.ref:
            return PageCell(column, shown, _CELL)
        target = quoted(cell.sheet) + "!" + cell.ref.replace("$", "")
        return PageCell(column, shown, _JUMP, link=target)


def compose(
    result: FileResult,
    told: Sequence[Issue],
    lang: Lang,
    notes: list[Text],
    unseen: Unseen,
    notice: Text = NOTHING,
    left: Sequence[Text] = (),
) -> Page:
    """The page: what kind of copy this is, then what is to be corrected or explained first."""
    page = ResultPage(lang, unseen)
    if notice.zh:
        page.add(PageCell(1, notice, _NOTICE, _LAST))
    _head(page, result, told)
    _progress(page, result.progress)
    _steps(page, STEPS.get(result.verdict, ()))
    _list(page, _LEFT, left)
    if told:
        _legend(page)
    _problems(page, [issue for issue in told if issue.severity is not Severity.INFO])
    _remarks(page, [issue for issue in told if issue.severity is Severity.INFO])
    _indicators(page, result.indicators)
    _implied(page, result.implied)
    _undecided(page, result.undecided)
    _list(page, _REMARKS, notes)
    return page


def to_xml(page: Page, result: FileResult, styles: Stylesheet, ns: str) -> bytes:
    """The page as a worksheet."""
    footer = Text(zh="&C第 &P 页，共 &N 页", en="&CPage &P of &N")
    return page.to_xml(styles, ns, _fill(result.verdict), _FROZEN, footer)


def _fill(verdict: Verdict) -> str:
    """The fill of a verdict, among those of the page."""
    return "fix" if verdict is Verdict.UNREADABLE else verdict.value


def _head(page: Page, result: FileResult, told: Sequence[Issue]) -> None:
    page.add(PageCell(1, TITLE, _TITLE, _LAST), least=30)
    unit, file = result.unit or "—", result.path.replace("\\", "/").rpartition("/")[2]
    year = str(result.year) if result.year else "—"
    meta = Text(
        zh=f"单位：{unit}　　　年度：{year}　　　文件：{file}",
        en=f"Unit: {unit}      Year: {year}      File: {file}",
    )
    page.add(PageCell(1, meta, _META, _LAST), least=20)
    banner = Style("banner", _fill(result.verdict), across="center")
    word = phrases.VERDICTS[result.verdict]
    sentence = join(_verdict_lines(result, told), "\n", "\n")
    page.add(
        PageCell(1, word, banner, 2), PageCell(3, sentence, _VERDICT_TEXT, _LAST - 2), least=34
    )


def _verdict_lines(result: FileResult, told: Sequence[Issue]) -> list[Text]:
    """What the verdict means; how much was checked, where anything was."""
    count = Counter(issue.severity for issue in told)
    verdict = _verdict_sentence(result.verdict, count[Severity.ERROR], count[Severity.WARNING])
    if infos := count[Severity.INFO]:
        explained = sum(issue.word == phrases.EXPLAINED for issue in told)
        verdict = _with_remarks(verdict, infos - explained, explained)
    if not result.counts:
        return [verdict]
    return [verdict, phrases.COUNTS.fill(**result.counts) + Text(zh="。", en=".")]


_NO_PROBLEM = Text(zh="没有发现需要修改的问题。", en="No problems that ask for a change.")
_TO_CHECK = Text(
    zh="没有发现错误；有 {count} 处需要核对：填错的改正，没填错的写明原因。",
    en="No errors; {count} {count:item|items} to correct or to explain.",
)
_TO_CORRECT = Text(
    zh="发现 {count} 个错误，请改正后重新报送{also}。",
    en="{count} {count:error|errors} to correct{also}.",
)
_TO_EXPLAIN_TOO = Text(
    zh="；有 {count} 处需要核对或说明", en=", {count} {count:item|items} to explain"
)
_NOTES = Text(
    zh="；还有 {count} 条提示，供参考", en=" {count} {count:note|notes} for your information."
)
_EXPLAINED = Text(zh="；{count} 处已说明", en=" {count} explained.")


def _with_remarks(verdict: Text, infos: int, explained: int) -> Text:
    """The sentence with what needs no change."""
    remarks = join(
        [
            remark.fill(count=count)
            for remark, count in ((_NOTES, infos), (_EXPLAINED, explained))
            if count
        ],
        "",
        "",
    )
    return Text(zh=f"{verdict.zh[:-1]}{remarks.zh}。", en=verdict.en + remarks.en)


def _verdict_sentence(verdict: Verdict, errors: int, warnings: int) -> Text:
    if verdict is Verdict.PASS:
        return _NO_PROBLEM
    if verdict is Verdict.EXPLAIN:
        return _TO_CHECK.fill(count=warnings)
    if verdict is not Verdict.FIX:
        return NOTHING
    also = _TO_EXPLAIN_TOO.fill(count=warnings) if warnings else NOTHING
    return _TO_CORRECT.fill(count=errors, also=also)


_SINCE = Text(
    zh="与第 {previous} 轮相比：已改正 {fixed} 条，还没改 {open} 条，新出现 {new} 条",
    en="Since round {previous}: {fixed} fixed, {open} still open, {new} new",
)
_FIXED = Text(zh="已改正", en="Fixed")
_STILL_OPEN = Text(zh="还没改", en="Still open")
_NEW = Text(zh="新出现", en="New")
_NUMBERS = Text(zh="下面问题清单的第 {numbers} 条", en="Findings {numbers} below")
_MOST_FIXED = 20
_MORE_FIXED = Text(zh="另有 {count} 条也已改正。", en="{count} more {count:is|are} fixed.")


def _progress(page: ResultPage, progress: SinceLastRound | None) -> None:
    """What has changed since the round before."""
    if progress is None:
        return
    title = _SINCE.fill(
        previous=progress.previous,
        fixed=len(progress.fixed),
        open=len(progress.open),
        new=len(progress.new),
    )
    _section(page, title)
    for word, fill, numbers in (
        (_STILL_OPEN, "error", progress.open),
        (_NEW, "warning", progress.new),
    ):
        if numbers:
            listed = join([same(number) for number in numbers], "、", ", ")
            _changed(page, word, fill, "", _NUMBERS.fill(numbers=listed))
    for cell, sentence in progress.fixed[:_MOST_FIXED]:
        _changed(page, _FIXED, "met", cell, sentence)
    if (more := len(progress.fixed) - _MOST_FIXED) > 0:
        page.add(PageCell(1, _MORE_FIXED.fill(count=more), _SMALL, _LAST))


def _changed(page: ResultPage, word: Text, fill: str, cell: str, sentence: Text) -> None:
    page.add(
        PageCell(1, word, Style("strong", fill, line=True, across="center"), 2),
        PageCell(3, cell, _CELL),
        PageCell(4, _shortened(sentence, _LONGEST), _CELL, _LAST - 3),
    )


def _steps(page: Page, steps: tuple[Text, ...]) -> None:
    if not steps:
        return
    _section(page, Text(zh="接下来怎么做", en="What to do next"))
    for number, step in enumerate(steps, 1):
        page.add(PageCell(1, same(f"{number}. ") + step, _STEP, _LAST))
    page.add(PageCell(1, _MADE, _SMALL, _LAST))


_LEGEND = (
    (
        (1, 3, "culprit", Text(zh="红：这一格填错了，照着改", en="Red: this cell is wrong")),
        (4, 2, "error", Text(zh="浅红：错误，核对后改正", en="Light red: an error to correct")),
        (6, 2, "warning", Text(zh="黄：需说明", en="Yellow: to explain")),
        (8, 2, "indicator", Text(zh="紫：绩效指标的问题", en="Purple: about an indicator")),
    ),
    (
        (1, 3, "suspect", Text(zh="橙：几格中有一格填错", en="Orange: one of these is wrong")),
        (
            4,
            2,
            "error_related",
            Text(
                zh="更浅的颜色：与问题有关的格，多半没有错",
                en="Paler: takes part in a problem, probably right",
            ),
        ),
        (6, 2, "info", Text(zh="蓝：提示", en="Blue: note")),
    ),
)


def _legend(page: Page) -> None:
    """The colours of the cells."""
    page.gap()
    for line in _LEGEND:
        cells = [
            PageCell(column, text, Style(fill=fill, line=True, across="center"), span)
            for column, span, fill, text in line
        ]
        page.add(*cells)


def _problems(page: ResultPage, told: Sequence[Issue]) -> None:
    """What is to be corrected or explained."""
    if not told:
        return
    count = len(told)
    _section(page, Text(zh=f"问题清单（共 {count} 条）", en=f"Findings ({count})"))
    heads = (
        Text(zh="序号", en="No."),
        Text(zh="程度", en="Severity"),
        Text(zh="位置", en="Where"),
        Text(zh="填报", en="Filled in"),
        Text(zh="哪里不对", en="What is wrong"),
        Text(zh="应为", en="Should be"),
        Text(zh="相差", en="Difference"),
        Text(zh="怎么改", en="What to do"),
        Text(zh="规则", en="Rule"),
    )
    _heads(page, heads)
    for issue in told:
        _problem(page, issue)


def _problem(page: ResultPage, issue: Issue) -> None:
    """What is wrong and what to do; below it the cells one of which is wrong, or those that are to
    be changed too, and what goes away with it."""
    left = NOTHING if issue.is_located else phrases.remaining(issue.culprits)
    closing = [line for line in (left, issue.settled) if line.zh]
    lines = len(issue.alternatives) + len(issue.consequences) + len(closing)
    page.add(*_numbered(page, issue), *_figures(issue), kept=lines > 0)
    for culprit in issue.alternatives:
        lines -= 1
        _below(page, _PERHAPS, culprit.cell, phrases.if_here(culprit), kept=lines > 0)
    for finding in issue.consequences:
        lines -= 1
        cell = finding.cells[0] if finding.cells else None
        word = _SAME_CELL if cell == issue.cell else _TOO
        _below(page, word, cell, finding.message, kept=lines > 0)
    for line in closing:
        lines -= 1
        page.add(PageCell(3, line, _SMALL, _LAST - 2), kept=lines > 0)


def _numbered(page: ResultPage, issue: Issue) -> tuple[PageCell, ...]:
    """Number, severity and place."""
    fill = look_of_issue(issue).name.lower()
    more = NOTHING if issue.culprits else _more(issue.first)
    return (
        PageCell(1, issue.number, _MIDDLE),
        PageCell(2, issue.word, Style("strong", fill, line=True, across="center")),
        page.way(3, issue.cell, more),
    )


def _figures(issue: Issue) -> tuple[PageCell, ...]:
    """What stands there, what is wrong and what to do. Where there is no figure to put in its
    place the sentence takes the room."""
    shown = issue.shown
    was = _shortened(shown.was, _LONGEST_FIGURE)
    is_off = bool(shown.should.zh or shown.off.zh)
    figures = (
        PageCell(6, _shortened(shown.should, _LONGEST_FIGURE), _FIGURE),
        PageCell(7, shown.off, _FIGURE),
    )
    return (
        PageCell(4, was, _FIGURE if len(was.zh) <= _LONG_FIGURE else _CELL),
        PageCell(5, _shortened(issue.message, _LONGEST), _CELL, 1 if is_off else 3),
        *(figures if is_off else ()),
        PageCell(8, issue.todo, _CELL),
        PageCell(9, issue.first.rule, _MIDDLE),
    )


def _below(page: ResultPage, word: Text, cell: Cell | None, text: Text, kept: bool) -> None:
    """A line that belongs to the issue above."""
    page.add(
        PageCell(1, word, Style("small", line=True, across="center"), 2),
        page.way(3, cell),
        PageCell(4, _shortened(text, _LONGEST), _CELL, _LAST - 3),
        kept=kept,
    )


def _remarks(page: ResultPage, told: Sequence[Issue]) -> None:
    """What needs no change: it is pointed out, or explained already."""
    if not told:
        return
    count = len(told)
    title = Text(
        zh=f"提示和已说明的问题（共 {count} 条，供参考，不改也可以）",
        en=f"Notes, and what is explained ({count}, for information)",
    )
    _section(page, title)
    heads = (
        Text(zh="序号", en="No."),
        Text(zh="程度", en="Severity"),
        Text(zh="位置", en="Where"),
        Text(zh="内容", en="What is noted"),
        Text(zh="规则", en="Rule"),
    )
    _heads(page, heads, {4: _LAST - 4})
    for issue in told:
        said = _shortened(issue.message, _LONGEST)
        page.add(
            *_numbered(page, issue),
            PageCell(4, said, _CELL, _LAST - 4),
            PageCell(_LAST, issue.first.rule, _MIDDLE),
        )
        for finding in issue.consequences:
            cell = finding.cells[0] if finding.cells else None
            _below(page, _TOO, cell, finding.message, kept=False)


def _shortened(text: Text, longest: int) -> Text:
    """A text that a row of the page can show; English takes twice the signs."""
    return Text(zh=_cut(text.zh, longest), en=_cut(text.en, 2 * longest))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _more(finding: Finding) -> Text:
    count = len(finding.cells)
    if count < 2 or finding.kind not in (Kind.MISSING, Kind.FORMAT):
        return NOTHING
    return Text(zh=f"等 {count} 格", en=f" and {count - 1} more")


def _indicators(page: ResultPage, indicators: tuple[IndicatorResult, ...]) -> None:
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
        Text(zh="实际完成值", en="Actual"),
        Text(zh="指标", en="Indicator"),
        Text(zh="指标值", en="Target"),
        Text(zh="完成程度", en="Completion"),
        Text(zh="说明", en="Remark"),
    )
    _heads(page, heads, {8: 2})
    for line in indicators:
        word, fill = _STATUSES.get(line.status, _STATUSES["undecided"])
        degree = ""
        if line.completion is not None:
            degree = percent(line.completion, 1)
        page.add(
            PageCell(1, line.number, _MIDDLE),
            PageCell(2, word, Style("strong", fill, line=True, across="center")),
            page.way(3, line.cell),
            PageCell(4, line.actual, _MIDDLE),
            PageCell(5, line.name, _CELL),
            PageCell(6, line.target, _MIDDLE),
            PageCell(7, degree, _MIDDLE),
            PageCell(8, _remark(line), _CELL, 2),
        )


def _remark(line: IndicatorResult) -> Text:
    """Why an indicator is not reached, or cannot be decided."""
    if line.reason is None or line.status in ("reached", "exceeded"):
        return NOTHING
    return line.reason


def _implied(page: ResultPage, implied: tuple[Implied, ...]) -> None:
    if not implied:
        return
    title = Text(
        zh=f"空白单元格按其余数据应有的数（共 {len(implied)} 格，供参考）",
        en=f"Blank cells, and what the other figures make of them ({len(implied)}, for "
        f"information)",
    )
    _section(page, title)
    heads = (
        Text(zh="序号", en="No."),
        Text(zh="推算", en="Value"),
        Text(zh="位置", en="Where"),
        Text(zh="项目", en="Item"),
        Text(zh="说明", en="Remark"),
    )
    _heads(page, heads, {4: 2, 5: _LAST - 5})
    for number, blank in enumerate(implied[:_MOST_IMPLIED], 1):
        page.add(
            PageCell(1, number, _MIDDLE),
            PageCell(2, blank.shown, _MIDDLE),
            page.way(3, blank.cell),
            PageCell(4, blank.label, _CELL, 2),
            PageCell(6, _room(blank), _CELL, _LAST - 5),
        )
    if (left := len(implied) - _MOST_IMPLIED) > 0:
        more = Text(zh=f"还有 {left} 格没有列出。", en=f"{left} more cells are not listed.")
        page.add(PageCell(1, more, _SMALL, _LAST))


def _room(blank: Implied) -> Text:
    """How far the other figures leave the blank open."""
    if not blank.room.zh:
        return Text(zh="其余数据只允许这个数", en="the others allow this figure only")
    return Text(zh=f"四舍五入后可能是 {blank.room.zh}", en=f"{blank.room.en}, given the rounding")


def _undecided(page: ResultPage, undecided: Sequence[Undecided]) -> None:
    """What could not be decided, a line for each kind of reason."""
    if not undecided:
        return
    kinds: dict[object, list[Undecided]] = {}
    for item in undecided:
        kinds.setdefault(item.kind if item.kind.zh else item.rule, []).append(item)
    count = len(undecided)
    title = Text(zh=f"没有判断的项目和原因（共 {count} 项）", en=f"Not decided, and why ({count})")
    _section(page, title)
    heads = (
        Text(zh="项数", en="n"),
        Text(zh="规则", en="Rule"),
        Text(zh="位置", en="Where"),
        Text(zh="核对什么", en="What is checked"),
        Text(zh="原因", en="Why"),
    )
    _heads(page, heads, {4: 2, 5: _LAST - 5})
    for items in kinds.values():
        _undecided_line(page, items)


def _undecided_line(page: ResultPage, items: Sequence[Undecided]) -> None:
    first = next((item.cells[0] for item in items if item.cells), None)
    count, of_rules = len(items), Counter(item.rule for item in items)
    more = Text(zh=f"等 {count} 处", en=f" and {count - 1} more") if count > 1 else NOTHING
    rule = items[0].rule + (" …" if len(of_rules) > 1 else "")
    reason = items[0].kind if items[0].kind.zh and count > 1 else items[0].reason
    page.add(
        PageCell(1, count, _MIDDLE),
        PageCell(2, rule, _MIDDLE),
        page.way(3, first, more),
        PageCell(4, _checks(of_rules), _CELL, 2),
        PageCell(6, _shortened(reason, _LONGEST_REASON), _CELL, _LAST - 5),
    )


def _checks(of_rules: Mapping[str, int]) -> Text:
    """What rules check, and how often each could not be decided."""
    titles = {rule: catalogue.by_code()[rule].title for rule in of_rules}
    if len(titles) == 1:
        return next(iter(titles.values()))
    counted = [title + same(f"（{of_rules[rule]}）") for rule, title in titles.items()]
    return join(counted, "；", "; ")


def _list(page: Page, title: Text, notes: Sequence[Text]) -> None:
    """Sentences below each other, if there are any."""
    if notes:
        _section(page, title)
    for note in notes:
        page.add(PageCell(1, same("· ") + note, _STEP, _LAST))


def _section(page: Page, text: Text) -> None:
    page.gap()
    page.add(PageCell(1, text, _SECTION, _LAST), least=22, kept=True)


def _heads(page: Page, heads: Sequence[Text], spans: Mapping[int, int] = _ONE_EACH) -> None:
    """The head of a table; `spans` says of its columns how many of the page they take."""
    cells, column = [], 1
    for number, head in enumerate(heads, 1):
        span = spans.get(number, 1)
        cells.append(PageCell(column, head, _HEAD, span))
        column += span
    page.head(*cells, least=20)
