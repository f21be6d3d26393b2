"""A column of which many lines are ten or a hundred times the others of their line: one question
about the column, and none about each line."""

import math
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text
from sipipeline.rules import p415_amounts_and_digits

_DIGITS = p415_amounts_and_digits.RULE.code
_FEWEST = 3
"""So many lines that are alike are no chance."""
COLUMN_OFF = Text(
    zh="{sheet}“{column}”有 {count} 行都约是本行其他数的 {times}（如 {label}填 {stated}）："
    "像是这一栏的小数点或单位弄错，不是一格一格填错的。",
    en="{sheet}, “{column}”: {count} lines are about {times} of the others of their line (such "
    "as {label}: {stated}), as if the whole column had its point or its unit wrong.",
)
TIMES = Text(zh="{factor} 倍", en="{factor} times")
PARTS = Text(zh="{factor} 分之一", en="a {factor}th")


def with_columns_off(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; lines of one column that all are ten or a hundred times the others of their
    line are one question."""
    columns: dict[tuple[tuple[str, str], float], list[int]] = {}
    for place, one in enumerate(findings):
        factor = _factor(one) if one.rule == _DIGITS and one.group is None else None
        if factor is not None and one.severity is not Severity.INFO:
            columns.setdefault((keys.column(one.cells[0].key), factor), []).append(place)
    result = list(findings)
    for (_, factor), places in columns.items():
        if len(places) >= _FEWEST:
            group = next(fresh_numbers(result))
            for place in places:
                result[place] = replace(result[place], group=group)
            first = result[places[0]]
            told = _column_off(first, len(places), factor, submission)
            result[places[0]] = replace(first, message=told)
    return result


def _factor(finding: Finding) -> float | None:
    """How many times the next figure of its line a figure is, as a power of ten."""
    values = [cell.value for cell in finding.cells[:2]]
    known = [float(one) for one in values if isinstance(one, (int, float)) and one > 0]
    return 10.0 ** round(math.log10(known[0] / known[1])) if len(known) == 2 else None


def _column_off(finding: Finding, count: int, factor: float, submission: Submission) -> Text:
    standard, key = submission.standard, finding.cells[0].key
    sentence = TIMES if factor > 1 else PARTS
    fund, field = keys.fund(key), standard.field(key)
    return COLUMN_OFF.fill(
        sheet=standard.fund(fund).short if fund else NOTHING,
        column=field.column.name if field is not None else NOTHING,
        count=count,
        times=sentence.fill(factor=number(max(factor, 1 / factor))),
        label=standard.label(key),
        stated=number(submission.number(key) or 0.0),
    )
