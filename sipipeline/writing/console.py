"""Results as a person reads them in a terminal of 80 columns."""

import unicodedata
from collections.abc import Iterator

from sipipeline.domain.findings import Cell, FileResult, Finding, Severity, Verdict
from sipipeline.domain.text import Lang, Text
from sipipeline.writing.wording import SEVERITIES, VERDICTS, figure, suspicion

WIDTH = 78

_TODO = Text("怎么办：", "What to do: ")
_COUNTS = Text(
    "核对 {checked} 项：相符 {agree}，取整误差内 {within_rounding}，不符 {violated}，无法判断 {not_applicable}",
    "{checked} checks: {agree} agree, {within_rounding} within rounding, {violated} violated, {not_applicable} undecided",
)
_COPY = Text("批注本：", "Annotated copy: ")
_BLANKS = Text(
    "空白格按其余数据可以推算（供参考）：{cells}{more}",
    "Blank cells, as the other figures imply (for information): {cells}{more}",
)
_FEW = 3
_WHOLE = Text("整个文件", "the file")
_SUMMARY = Text(
    "共 {files} 个文件：通过 {pass_}，需说明 {explain}，需修改 {fix}，无法读取 {unreadable}",
    "{files} files: {pass_} pass, {explain} to explain, {fix} to fix, {unreadable} unreadable",
)


def lines(result: FileResult, lang: Lang) -> Iterator[str]:
    """The lines of one file: verdict, counts, findings; the annotated copy last."""
    title = " · ".join(str(part) for part in (result.unit, result.year) if part)
    yield f"[{VERDICTS[result.verdict].in_(lang)}] {result.path}" + (f"  {title}" if title else "")
    if result.counts:
        yield from wrap(_COUNTS.in_(lang).format(**result.counts), "  ")
    explained: set[int] = set()
    for finding in result.findings:
        yield from _finding(finding, lang, explained)
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


def wrap(text: str, indent: str, first: str | None = None, width: int = WIDTH) -> Iterator[str]:
    """Wrapped to the width of a terminal, a Chinese character counting two; words are kept whole."""
    line, used = first if first is not None else indent, width_of(first if first is not None else indent)
    for piece in _pieces(text):
        size = width_of(piece)
        if used + size > width and line.strip():
            yield line.rstrip()
            line, used, piece = indent, width_of(indent), piece.lstrip()
            size = width_of(piece)
        line, used = line + piece, used + size
    yield line.rstrip()


def width_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _pieces(text: str) -> Iterator[str]:
    """What a line may be broken between: a Chinese character, or a run of others; closing signs stay with the last."""
    run = ""
    for sign in text.replace("\n", " "):
        wide = unicodedata.east_asian_width(sign) in "WF"
        if sign in "，。；：、）”！？%":
            run += sign
        elif wide or sign == " ":
            if run:
                yield run
            run = sign
        elif run and (width_of(run[-1]) == 2):
            yield run
            run = sign
        else:
            run += sign
    if run:
        yield run


def place(cell: Cell, lang: Lang) -> str:
    if not cell.sheet:
        return _WHOLE.in_(lang)
    return f"{cell.sheet}!{cell.ref}" if cell.ref else cell.sheet


def _implied(result: FileResult, lang: Lang) -> str:
    """What blank cells must hold: the first few, the others are in the copy."""
    shown = [f"{place(blank.cell, lang)} {figure(blank.value, blank.cell.key)}" for blank in result.implied[:_FEW]]
    more = len(result.implied) - len(shown)
    return (
        _BLANKS.fill(cells="、".join(shown), more=f" 等 {len(result.implied)} 格" if more else "")
        if lang == "zh"
        else _BLANKS.fill(cells=", ".join(shown), more=f" and {more} more" if more else "")
    ).in_(lang)


def _finding(finding: Finding, lang: Lang, explained: set[int]) -> Iterator[str]:
    where = place(finding.cells[0], lang) if finding.cells else _WHOLE.in_(lang)
    head = f"  {SEVERITIES[finding.severity].in_(lang)} {finding.rule} {where}  "
    yield from wrap(finding.message.in_(lang), "       ", head)
    if finding.severity is not Severity.INFO:
        yield from wrap(finding.todo.in_(lang), "       ", f"       {_TODO.in_(lang)}")
    if finding.group is not None and finding.group in explained:
        return
    explained.update(() if finding.group is None else (finding.group,))
    for culprit in finding.culprits:
        where = place(culprit.cell, lang)
        yield from wrap(f"{where} {suspicion(culprit, lang)}", "         ", "       → ")
