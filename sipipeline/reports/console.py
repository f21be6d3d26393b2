"""Results as a person reads them in a terminal of 80 columns."""

import re
from collections.abc import Iterator

from sipipeline.core.display import columns
from sipipeline.core.findings import Cell, FileResult, Finding, Severity, Verdict
from sipipeline.core.text import Lang, Text
from sipipeline.reports.order import Block, blocks
from sipipeline.reports.phrases import (
    SEVERITIES,
    VERDICTS,
    figure,
    foremost,
    remaining,
    settles,
    suspicion,
)

WIDTH = 78
_CLOSING = "，。；：、）”！？%,.;:)!"
_UNITS = re.compile(
    r"[^\s，。；：、（）“”…!]{1,31}(?:（[^（）]{1,9}）)?!\$?[A-Z]{1,3}\$?[0-9]+|.", re.DOTALL
)
"""What a line is made of: the name of a cell, as in 基金汇总!C7, or a sign."""

_TODO = Text(zh="怎么办：", en="What to do: ")
_COUNTS = Text(
    zh=(
        "核对 {checked} 项：相符 {agree}，取整误差内 {within_rounding}，不符 {violated}，"
        "无法判断 {not_applicable}"
    ),
    en=(
        "{checked} checks: {agree} agree, {within_rounding} within rounding, {violated} "
        "violated, {not_applicable} undecided"
    ),
)
_COPY = Text(zh="批注本：", en="Annotated copy: ")
_BLANKS = Text(
    zh="空白格按其余数据可以推算（供参考）：{cells}{more}",
    en="Blank cells, as the other figures imply (for information): {cells}{more}",
)
_FEW = 3
_LOOK = Text(zh="→ 先看 ", en="→ Look first: ")
_ALSO = Text(zh="→ 或者 ", en="→ Or here: ")
_TOO = Text(zh="→ 还有 ", en="→ And here: ")
_SAME = Text(
    zh="……同一原因的还有 {count} 条，见批注本。",
    en="… and {count} more of the same cause, see the annotated copy.",
)
_MOST_OF_A_BLOCK = 10
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
        yield from wrap(_COUNTS.in_(lang).format(**result.counts), "  ")
    for block in blocks(result.findings):
        yield from _block(block, lang)
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
    """Wrapped to the width of a terminal, a Chinese character counting two; words are kept
    whole."""
    line = indent if first is None else first
    used = columns(line)
    for piece in _pieces(text):
        if used + columns(piece) > width and line.strip():
            yield line.rstrip()
            line, used, piece = indent, columns(indent), piece.lstrip()
        line, used = line + piece, used + columns(piece)
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """The pieces that a line may be broken between: a Chinese character, a word, or the name of a
    cell; closing signs stay with what is before them."""
    piece = ""
    for unit in _UNITS.findall(text.replace("\n", " ")):
        if piece and _may_break(piece[-1], unit[0]):
            yield piece
            piece = ""
        piece += unit
    if piece:
        yield piece


def _may_break(last: str, sign: str) -> bool:
    """Whether a line may end before a sign."""
    if sign in _CLOSING:
        return False
    return sign == " " or 2 in (columns(last), columns(sign))


def place(cell: Cell, lang: Lang) -> str:
    if not cell.sheet:
        return _WHOLE.in_(lang)
    return f"{cell.sheet}!{cell.ref}" if cell.ref else cell.sheet


def _implied(result: FileResult, lang: Lang) -> str:
    """What blank cells must hold: the first few cells, and how many more the copy names."""
    shown = [
        f"{place(blank.cell, lang)} {figure(blank.value, blank.cell.key)}"
        for blank in result.implied[:_FEW]
    ]
    count = len(result.implied)
    more = Text(zh="", en="")
    if count > len(shown):
        more = Text(zh=f" 等 {count} 格", en=f" and {count - len(shown)} more")
    cells = Text(zh="、", en=", ").in_(lang).join(shown)
    return _BLANKS.fill(cells=cells, more=more).in_(lang)


def _block(block: Block, lang: Lang) -> Iterator[str]:
    """Where to look first, then the findings; of many that the same cells explain only some."""
    yield from _culprits(block, lang)
    shown = _MOST_OF_A_BLOCK if block.culprits else len(block.findings)
    for item in block.findings[:shown]:
        yield from _finding(item.finding, lang)
    if (more := len(block.findings) - shown) > 0:
        yield f"       {_SAME.fill(count=more).in_(lang)}"


def _culprits(block: Block, lang: Lang) -> Iterator[str]:
    """Where to look first, once for all findings of a block."""
    if not block.culprits:
        return
    for number, culprit in enumerate(foremost(block.culprits)):
        also = _ALSO if culprit.confidence == "possible" else _TOO
        pointer = also if number else _LOOK
        sentence = f"{place(culprit.cell, lang)} {suspicion(culprit).in_(lang)}"
        yield from wrap(sentence, "       ", f"  {pointer.in_(lang)}")
    if more := remaining(block.culprits).in_(lang):
        yield f"       {more}"
    count = len(block.findings)
    which = Text(zh=f" {count} 条", en=f"the {count} findings" if count > 1 else "the finding")
    if effect := settles(block.culprits, which).in_(lang):
        yield f"       {effect}"


def _finding(finding: Finding, lang: Lang) -> Iterator[str]:
    """What is wrong; and what to do, unless the cells at fault have been named."""
    where = place(finding.cells[0], lang) if finding.cells else _WHOLE.in_(lang)
    head = f"  {SEVERITIES[finding.severity].in_(lang)} {finding.rule} {where}  "
    yield from wrap(finding.message.in_(lang), "       ", head)
    if finding.severity is not Severity.INFO and not finding.culprits:
        yield from wrap(finding.todo.in_(lang), "       ", f"       {_TODO.in_(lang)}")
