"""Results as a person reads them in a terminal of 80 columns."""

from collections.abc import Iterator

from sipipeline.core.findings import Cell, FileResult, Severity, Verdict
from sipipeline.core.text import NOTHING, Lang, Text, same
from sipipeline.core.wrapping import wrap
from sipipeline.reports.issues import Issue, issues
from sipipeline.reports.phrases import COUNTS, VERDICTS, if_here, remaining

_TODO = Text(zh="怎么办：", en="What to do: ")
_COPY = Text(zh="批注本：", en="Annotated copy: ")
_BLANKS = Text(
    zh="空白格按其余数据可以推算（供参考）：{cells}{more}",
    en="Blank cells, as the other figures imply (for information): {cells}{more}",
)
_FEW = 3
_INDENT = " " * 7
_PERHAPS = Text(zh="→ 可能是 ", en="→ Perhaps ")
_CELL_AND_CHANGE = Text(zh="{cell} {change}", en="{cell}. {change}")
_TOO = Text(zh="→ 还有 ", en="→ And ")
_WHOLE = Text(zh="整个文件", en="the file")
_SUMMARY = Text(
    zh="共 {files} 个文件：通过 {pass_}，需说明 {explain}，需修改 {fix}，无法读取 {unreadable}",
    en="Files: {files}; {pass_} pass, {explain} to explain, {fix} to fix, {unreadable} unreadable",
)


def lines(result: FileResult, lang: Lang) -> Iterator[str]:
    """The lines of one file: verdict, counts, findings; the annotated copy last."""
    title = " · ".join(str(part) for part in (result.unit, result.year) if part)
    yield f"[{VERDICTS[result.verdict].in_(lang)}] {result.path}" + (f"  {title}" if title else "")
    if result.counts:
        yield from wrap(COUNTS.in_(lang).format(**result.counts), "  ")
    for issue in issues(result.findings):
        yield from _issue(issue, lang)
    if result.implied:
        yield from wrap(_implied(result, lang), "  ")
    if result.annotated:
        yield f"  {_COPY.in_(lang)}{result.annotated}"


def summary(verdicts: dict[Verdict, int], lang: Lang) -> str:
    return _SUMMARY.in_(lang).format(
        files=sum(verdicts.values()),
        pass_=verdicts.get(Verdict.PASS, 0),
        explain=verdicts.get(Verdict.EXPLAIN, 0),
        fix=verdicts.get(Verdict.FIX, 0),
        unreadable=verdicts.get(Verdict.UNREADABLE, 0),
    )


def place(cell: Cell, lang: Lang) -> str:
    if not cell.sheet:
        return _WHOLE.in_(lang)
    return f"{cell.sheet}!{cell.ref}" if cell.ref else cell.sheet


def _implied(result: FileResult, lang: Lang) -> str:
    """What blank cells must hold: the first few cells, and how many more the copy names."""
    shown = [
        f"{place(blank.cell, lang)} {blank.shown.in_(lang)}" for blank in result.implied[:_FEW]
    ]
    count = len(result.implied)
    more = Text(zh="", en="")
    if count > len(shown):
        more = Text(zh=f" 等 {count} 格", en=f" and {count - len(shown)} more")
    cells = Text(zh="、", en=", ").in_(lang).join(shown)
    return _BLANKS.fill(cells=cells, more=more).in_(lang)


def _issue(issue: Issue, lang: Lang) -> Iterator[str]:
    """What is wrong and what to do; the cells one of which is wrong, or what else is to be changed;
    what goes away with it."""
    where = place(issue.cell, lang) if issue.cell else _WHOLE.in_(lang)
    head = f"  {issue.word.in_(lang)} {issue.first.rule} {where}  "
    yield from wrap(issue.message.in_(lang), _INDENT, head)
    for culprit in issue.alternatives:
        sentence = _perhaps(place(culprit.cell, lang), if_here(culprit)).in_(lang)
        yield from wrap(sentence, _INDENT, _INDENT + _PERHAPS.in_(lang))
    for finding in issue.consequences:
        where = place(finding.cells[0], lang) if finding.cells else _WHOLE.in_(lang)
        sentence = f"{where} {finding.message.in_(lang)}"
        yield from wrap(sentence, _INDENT, _INDENT + _TOO.in_(lang))
    left = NOTHING if issue.is_located else remaining(issue.culprits)
    for also in (left, issue.settled):
        if also.zh:
            yield from wrap(also.in_(lang), _INDENT)
    if issue.severity is not Severity.INFO:
        yield from wrap(issue.todo.in_(lang), _INDENT, _INDENT + _TODO.in_(lang))


def _perhaps(where: str, if_here: Text) -> Text:
    """A cell that may be wrong, and what would make all agree, where that is known."""
    return _CELL_AND_CHANGE.fill(cell=where, change=if_here) if if_here.zh else same(where)
