"""Many files on a screen: a row each, the worst first; then whom to call, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from pathlib import PurePath

from sipipeline.core.display import columns
from sipipeline.core.findings import MOST_URGENT_FIRST, FileResult, Severity, Verdict
from sipipeline.core.text import NOTHING, Lang, Text, join, same
from sipipeline.core.values import frozen
from sipipeline.core.wrapping import WIDTH, wrap
from sipipeline.reports.calls import why_to_call
from sipipeline.reports.console import summary
from sipipeline.reports.issues import issues
from sipipeline.reports.phrases import VERDICTS, of_several_years

_HEADS = (
    Text(zh="结论", en="Verdict"),
    Text(zh="填报单位", en="Unit"),
    Text(zh="要改", en="Fix"),
    Text(zh="说明", en="Explain"),
    Text(zh="批注本", en="Annotated copy"),
)
_FILE = Text(zh="文件", en="File")
"""Head of the last column where no copies were written."""
_GAP = "  "
_WIDEST_UNIT = 30
_YEAR = " 2020"
"""Room for a year beside a unit."""
_FOLDER = Text(zh="批注本都在 {folder}", en="The annotated copies are in {folder}")
_NO_COPY = Text(zh="（没有批注本）{path}", en="(no copy) {path}")
_TO_CALL = Text(
    zh="要打电话的 {count} 家，只看批注本恐怕改不好：",
    en="{count} to call, whose copies alone will hardly do:",
)
_TWICE = Text(
    zh="报来 {count} 份，内容不同，要问以哪份为准：{names}。",
    en="{count} files that differ; ask which one counts: {names}.",
)
_OF_FILE = Text(zh="{file}：{why}", en="{file}: {why}")
_SAME = Text(zh="内容相同的文件：{names}", en="Files with the same content: {names}")
_INDENT = " " * 4
_EVERY_FINDING = Text(zh="逐条列出全部问题请加 --details。", en="Add --details for every finding.")


def table(results: Iterable[FileResult], lang: Lang, ascii_only: bool = False) -> Iterator[str]:
    """The rows, when the last result has come; the number of files of each verdict at the end."""
    rows = sorted(map(_row, results), key=_FileRow.rank)
    for line in chain(_lines(rows, lang), _calls(rows, lang), _copies(rows, lang)):
        yield f"{line}\n"
    verdicts = Counter(row.verdict for row in rows)
    yield summary(verdicts, lang) + "\n"
    yield _EVERY_FINDING.in_(lang) + "\n"


@frozen
class _FileRow:
    """One file; all that is kept of its result."""

    verdict: Verdict
    unit: str
    causes: int
    """Causes of errors."""
    to_explain: int
    path: str
    annotated: str | None
    content: str
    """A hash of what is filled in, which an annotated copy has alike."""
    year: int | None
    clerk: str
    """Whom to call, and where."""
    why_to_call: Text
    """Nothing where no call is due."""

    @property
    def name(self) -> str:
        return PurePath(self.path).name

    def rank(self) -> tuple[int, bool, int, int]:
        """Sorting key: the worst first."""
        to_call = bool(self.why_to_call.zh)
        return MOST_URGENT_FIRST.index(self.verdict), not to_call, -self.causes, -self.to_explain


def _row(result: FileResult) -> _FileRow:
    is_unreadable = result.verdict is Verdict.UNREADABLE
    told = issues(result.findings)
    severities = [issue.severity for issue in told]
    clerk = result.particulars.contact, result.particulars.phone
    return _FileRow(
        result.verdict,
        result.unit or PurePath(result.path).name,
        0 if is_unreadable else severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
        result.path,
        result.annotated,
        result.particulars.content or result.sha256,
        result.year,
        " ".join(filter(None, clerk)),
        why_to_call(result, told),
    )


def _lines(rows: Sequence[_FileRow], lang: Lang) -> Iterator[str]:
    """The table, the year beside a unit that has several: long names run over several lines of
    their column, nothing is cut off."""
    folder = _common_folder(rows)
    copies = any(row.annotated is not None for row in rows)
    several = of_several_years((row.unit, row.year) for row in rows)
    cells = [_cells(row, several, folder, copies, lang) for row in rows]
    head = tuple(name.in_(lang) for name in (*_HEADS[:-1], _HEADS[-1] if copies else _FILE))
    widths = [max(map(columns, column)) for column in zip(head, *cells)]
    widths[1] = min(widths[1], _WIDEST_UNIT + (len(_YEAR) if several else 0))
    widths[-1] = max(WIDTH - sum(widths[:-1]) - len(_GAP) * (len(widths) - 1), columns(head[-1]))
    if folder:
        yield _FOLDER.fill(folder=folder).in_(lang)
    yield from _row_lines(head, widths)
    for of_row in cells:
        yield from _row_lines(of_row, widths)


def _calls(rows: Sequence[_FileRow], lang: Lang) -> Iterator[str]:
    """Whom to call, on which number, and why."""
    called = _called(rows)
    twice = _twice(rows, called)
    whys = {row.path: (row.why_to_call, twice.get(row.path, NOTHING)) for row in rows}
    by_unit: defaultdict[str, list[_FileRow]] = defaultdict(list)
    for row in rows:
        if any(why.zh for why in whys[row.path]):
            by_unit[row.unit].append(row)
    if not by_unit:
        return
    yield ""
    yield _TO_CALL.fill(count=len(by_unit)).in_(lang)
    for unit, files in by_unit.items():
        clerk = next((row.clerk for row in files if row.clerk), "")
        yield from wrap(f"{unit}  {clerk}", _INDENT, "  ")
        for why in _whys(files, whys, called):
            yield from wrap(why.in_(lang), _INDENT, _INDENT)


def _whys(
    files: Sequence[_FileRow], whys: Mapping[str, tuple[Text, Text]], called: Mapping[str, str]
) -> Iterator[Text]:
    """Why to call about the files of a unit, each by its name where there are several; then what
    they are asked about together."""
    for row in files:
        of_file, _ = whys[row.path]
        if of_file.zh:
            several = len(files) > 1
            yield _OF_FILE.fill(file=called[row.path], why=of_file) if several else of_file
    yield from (whys[row.path][1] for row in files if whys[row.path][1].zh)


def _twice(rows: Sequence[_FileRow], called: Mapping[str, str]) -> Mapping[str, Text]:
    """Of each unit with several files of a year that differ, what is said at the first."""
    by_unit: defaultdict[object, dict[str, _FileRow]] = defaultdict(dict)
    for row in rows:
        if row.verdict is not Verdict.UNREADABLE:
            by_unit[row.unit, row.year].setdefault(row.content, row)
    several = (list(files.values()) for files in by_unit.values() if len(files) > 1)
    return {
        files[0].path: _TWICE.fill(count=len(files), names=_names(files, called))
        for files in several
    }


def _copies(rows: Sequence[_FileRow], lang: Lang) -> Iterator[str]:
    """The files that have the same content."""
    called = _called(rows)
    by_content: defaultdict[str, list[_FileRow]] = defaultdict(list)
    for row in rows:
        by_content[row.content].append(row)
    for files in by_content.values():
        if len(files) > 1:
            yield from wrap(_SAME.fill(names=_names(files, called)).in_(lang), _INDENT, "")


def _names(rows: Sequence[_FileRow], called: Mapping[str, str]) -> Text:
    return join([same(called[row.path]) for row in rows], "、", ", ")


def _called(rows: Sequence[_FileRow]) -> Mapping[str, str]:
    """How each file is called, by its path: by its name, with its folder where two are alike."""
    alike = Counter(row.name for row in rows)
    return {row.path: row.name if alike[row.name] == 1 else row.path for row in rows}


def _cells(
    row: _FileRow, several: frozenset[str], folder: str, copies: bool, lang: Lang
) -> tuple[str, ...]:
    copy = _NO_COPY.fill(path=row.path).in_(lang) if copies else row.path
    if row.annotated is not None:
        copy = PurePath(row.annotated).name if folder else row.annotated
    verdict = VERDICTS[row.verdict].in_(lang)
    unit = f"{row.unit} {row.year or ''}" if row.unit in several else row.unit
    return (verdict, unit.rstrip(), _count(row.causes), _count(row.to_explain), copy)


def _count(number: int) -> str:
    return str(number) if number else ""


def _row_lines(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """A row of the table, of as many lines as its longest cell needs."""
    wrapped = [list(wrap(cell, "", width=width)) for cell, width in zip(cells, widths)]
    for parts in zip_longest(*wrapped, fillvalue=""):
        padded = (part + " " * (width - columns(part)) for part, width in zip(parts, widths))
        yield _GAP.join(padded).rstrip()


def _common_folder(rows: Sequence[_FileRow]) -> str:
    """The folder that all copies lie in; "" where there is none or more than one."""
    folders = {str(PurePath(row.annotated).parent) for row in rows if row.annotated is not None}
    return folders.pop() if len(folders) == 1 else ""
