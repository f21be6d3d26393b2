"""The reviewer's summary workbook: a line a file, a line a finding, what each rule found; written
as results come."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from sipipeline.core.display import breadth
from sipipeline.core.findings import Cell, FileResult, Severity, Verdict
from sipipeline.core.text import Lang, Text
from sipipeline.reports.console import place
from sipipeline.reports.issues import Issue, issues
from sipipeline.reports.phrases import SEVERITIES, VERDICTS, culprit_line

SUMMARY_NAME = "_sipipeline_summary"
"""Defined name by which a summary is known as one of ours."""

_COLOURS = {
    Verdict.PASS: "#E2F0D9",
    Verdict.EXPLAIN: "#FFF2CC",
    Verdict.FIX: "#FBE0DD",
    Verdict.UNREADABLE: "#E4E0EC",
}
_SHEETS = (
    Text(zh="各单位", en="Files"),
    Text(zh="问题清单", en="Findings"),
    Text(zh="按规则", en="By rule"),
)
_FILES = (
    (Text(zh="结论", en="Verdict"), 10),
    (Text(zh="填报单位", en="Unit"), 30),
    (Text(zh="年度", en="Year"), 8),
    (Text(zh="文件", en="File"), 44),
    (Text(zh="错误", en="Errors"), 8),
    (Text(zh="需说明", en="To explain"), 8),
    (Text(zh="提示", en="Infos"), 8),
    (Text(zh="核对项", en="Checked"), 9),
    (Text(zh="相符", en="Agree"), 8),
    (Text(zh="取整内相符", en="Rounding"), 11),
    (Text(zh="不符", en="Violated"), 8),
    (Text(zh="无法判断", en="Undecided"), 10),
    (Text(zh="批注本", en="Annotated copy"), 44),
)
_FINDINGS = (
    (Text(zh="填报单位", en="Unit"), 26),
    (Text(zh="文件", en="File"), 34),
    (Text(zh="程度", en="Severity"), 8),
    (Text(zh="规则", en="Rule"), 8),
    (Text(zh="位置", en="Place"), 18),
    (Text(zh="问题", en="What is wrong"), 70),
    (Text(zh="怎么办", en="What to do"), 50),
    (Text(zh="可能填错的格", en="Probably wrong"), 40),
)
_RULES = (
    (Text(zh="规则", en="Rule"), 8),
    (Text(zh="程度", en="Severity"), 10),
    (Text(zh="次数", en="Findings"), 10),
    (Text(zh="文件数", en="Files"), 10),
)
_MOST = 1_048_000
_LINE, _HIGHEST = 14.5, 400
"""Heights of a line and of the highest row, in points."""


def write_summary(
    target: BinaryIO, results: Iterator[FileResult], lang: Lang
) -> Iterator[FileResult]:
    """Write the workbook while the results pass through; memory does not grow with their number."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        target,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    book.define_name(SUMMARY_NAME, '="1"')
    try:
        forms = _Forms(book)
        files, findings, rules = (book.add_worksheet(name.in_(lang)) for name in _SHEETS)
        for sheet, columns in ((files, _FILES), (findings, _FINDINGS), (rules, _RULES)):
            _head(sheet, columns, forms, lang)
        counts: Counter[tuple[str, Severity]] = Counter()
        having: Counter[tuple[str, Severity]] = Counter()
        number = lines = 0
        for result in results:
            number += 1
            told = issues(result.findings)
            _file_row(files, number, result, told, forms, lang)
            for issue in told:
                lines += 1
                if lines < _MOST:
                    _issue_row(findings, lines, result, issue, forms, lang)
            kinds = [(issue.first.rule, issue.severity) for issue in told]
            counts.update(kinds)
            having.update(set(kinds))
            yield result
        for row, ((code, severity), count) in enumerate(counts.most_common(), 1):
            rules.write_row(
                row,
                0,
                (code, SEVERITIES[severity].in_(lang), count, having[code, severity]),
                forms.cell,
            )
        files.autofilter(0, 0, max(1, number), len(_FILES) - 1)
        findings.autofilter(0, 0, max(1, min(lines, _MOST)), len(_FINDINGS) - 1)
    finally:
        _close(book)


def _close(book: Any) -> None:
    """Close the workbook; raises the OSError that kept it from being written."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error


class _Forms:
    def __init__(self, book: Any) -> None:
        font = {
            "font_name": "Microsoft YaHei",
            "font_size": 10,
            "valign": "top",
            "border": 1,
            "border_color": "#C9CED6",
        }
        self.head = book.add_format(
            {
                **font,
                "bold": True,
                "bg_color": "#1F4E79",
                "font_color": "#FFFFFF",
                "text_wrap": True,
            }
        )
        self.cell = book.add_format(font)
        self.text = book.add_format({**font, "text_wrap": True})
        self.verdicts = {
            v: book.add_format({**font, "bold": True, "bg_color": colour})
            for v, colour in _COLOURS.items()
        }


def _head(sheet: Any, columns: tuple[tuple[Text, int], ...], forms: _Forms, lang: Lang) -> None:
    for column, (name, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name.in_(lang), forms.head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _file_row(
    sheet: Any, row: int, result: FileResult, told: list[Issue], forms: _Forms, lang: Lang
) -> None:
    severities = Counter(issue.severity for issue in told)
    counts = [
        result.counts.get(name, 0)
        for name in ("checked", "agree", "within_rounding", "violated", "not_applicable")
    ]
    sheet.write_string(row, 0, VERDICTS[result.verdict].in_(lang), forms.verdicts[result.verdict])
    line = (
        result.unit or "",
        result.year or "",
        result.path,
        *(severities[s] for s in Severity),
        *counts,
    )
    for column, value in enumerate((*line, result.annotated or ""), 1):
        write = sheet.write_string if isinstance(value, str) else sheet.write_number
        write(row, column, value, forms.cell)


def _issue_row(
    sheet: Any, row: int, result: FileResult, issue: Issue, forms: _Forms, lang: Lang
) -> None:
    line = (
        result.unit or "",
        result.path,
        issue.word.in_(lang),
        issue.first.rule,
        place(issue.cell or Cell(""), lang),
        issue.message.in_(lang),
        issue.todo.in_(lang),
        culprit_line(issue.culprits).in_(lang),
    )
    lines = max(math.ceil(breadth(value) / width) for value, (_, width) in zip(line, _FINDINGS))
    sheet.set_row(row, min(_HIGHEST, _LINE * max(1, lines) + 3))
    for column, value in enumerate(line):
        sheet.write_string(row, column, value[:32767], forms.text if column >= 5 else forms.cell)
