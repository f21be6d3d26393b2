"""Many files on a screen: a row each, the worst first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePath

from sipipeline.core.display import columns
from sipipeline.core.findings import FileResult, Severity, Verdict
from sipipeline.core.text import Lang, Text
from sipipeline.reports.console import WIDTH, summary, wrap
from sipipeline.reports.issues import issues
from sipipeline.reports.phrases import VERDICTS

_HEADS = (
    Text(zh="结论", en="Verdict"),
    Text(zh="填报单位", en="Unit"),
    Text(zh="要改", en="Fix"),
    Text(zh="说明", en="Explain"),
    Text(zh="批注本", en="Annotated copy"),
)
_GAP = "  "
_WIDEST_UNIT = 30
_RANK = (Verdict.UNREADABLE, Verdict.FIX, Verdict.EXPLAIN, Verdict.PASS)
_FOLDER = Text(zh="批注本都在 {folder}", en="The annotated copies are in {folder}")
_NO_COPY = Text(zh="（没有批注本）{path}", en="(no copy) {path}")
_EVERY_FINDING = Text(zh="逐条列出全部问题请加 --details。", en="Add --details for every finding.")


@dataclass(frozen=True, slots=True)
class _Row:
    """One file; all that is kept of its result."""

    verdict: Verdict
    unit: str
    causes: int
    """Causes of errors."""
    to_explain: int
    path: str
    annotated: str | None
    reason: str
    """Why it could not be read."""

    def rank(self) -> tuple[int, int, int]:
        """Sorting key: the worst first."""
        return _RANK.index(self.verdict), -self.causes, -self.to_explain


def table(results: Iterable[FileResult], lang: Lang, ascii_only: bool = False) -> Iterator[str]:
    """The rows, when the last result has come; the number of files of each verdict at the end."""
    rows = sorted((_row(result, lang) for result in results), key=_Row.rank)
    yield from (f"{line}\n" for line in _lines(rows, lang))
    verdicts = Counter(row.verdict for row in rows)
    yield summary(verdicts, lang) + "\n"
    yield _EVERY_FINDING.in_(lang) + "\n"


def _row(result: FileResult, lang: Lang) -> _Row:
    is_unreadable = result.verdict is Verdict.UNREADABLE
    severities = [issue.severity for issue in issues(result.findings)]
    return _Row(
        result.verdict,
        result.unit or PurePath(result.path).name,
        0 if is_unreadable else severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
        result.path,
        result.annotated,
        result.findings[0].message.in_(lang) if is_unreadable and result.findings else "",
    )


def _lines(rows: Sequence[_Row], lang: Lang) -> Iterator[str]:
    """The table: long names run over several lines of their column, nothing is cut off."""
    folder = _common_folder(rows)
    cells = [_cells(row, folder, lang) for row in rows]
    head = tuple(name.in_(lang) for name in _HEADS)
    widths = [max(map(columns, column)) for column in zip(head, *cells)]
    widths[1] = min(widths[1], _WIDEST_UNIT)
    widths[-1] = max(WIDTH - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1), columns(head[-1]))
    if folder:
        yield _FOLDER.fill(folder=folder).in_(lang)
    yield from _row_lines(head, widths)
    for row, of_row in zip(rows, cells):
        yield from _row_lines(of_row, widths)
        if row.reason:
            yield from wrap(row.reason, " " * (widths[0] + len(_GAP)))


def _cells(row: _Row, folder: str, lang: Lang) -> tuple[str, ...]:
    copy = _NO_COPY.fill(path=row.path).in_(lang)
    if row.annotated is not None:
        copy = PurePath(row.annotated).name if folder else row.annotated
    verdict = VERDICTS[row.verdict].in_(lang)
    return (verdict, row.unit, _count(row.causes), _count(row.to_explain), copy)


def _count(number: int) -> str:
    return str(number) if number else ""


def _row_lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """A row of the table, of as many lines as its longest cell needs."""
    wrapped = [list(wrap(cell, "", width=width)) for cell, width in zip(cells, widths)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        padded = (part + " " * (width - columns(part)) for part, width in zip(parts, widths))
        yield _GAP.join(padded).rstrip()


def _common_folder(rows: Sequence[_Row]) -> str:
    """The folder that all copies lie in; "" where there is none or more than one."""
    folders = {str(PurePath(row.annotated).parent) for row in rows if row.annotated is not None}
    return folders.pop() if len(folders) == 1 else ""
