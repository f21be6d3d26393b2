"""Formulas whose values the file does not hold: to open and to save it settles them all, so they
are told once."""

from collections.abc import Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers
from sipipeline.core.findings import Finding
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, join, same
from sipipeline.rules import f102_formula_without_value

_RULE = f102_formula_without_value.RULE.code
MANY = Text(
    zh="{sheets}共有 {count} 格是公式，但文件里没有存它们的计算结果，如{label}（{ref}）。",
    en="{sheets}: {count} cells are formulas whose values are not stored in the file, such as "
    "{label} ({ref}).",
)
SHEET = Text(zh="“{name}”", en="“{name}”")


def with_unvalued_formulas(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; where several cells are formulas without values, all of these in one group, of
    which the first says how many there are and on which sheets."""
    places = [place for place, one in enumerate(findings) if one.rule == _RULE]
    result = list(findings)
    if len(places) < 2:
        return result
    group = next(fresh_numbers(findings))
    for place in places:
        result[place] = replace(result[place], group=group)
    told = [result[place].cells[0] for place in places]
    names = dict.fromkeys(cell.sheet for cell in told)
    message = MANY.fill(
        sheets=join([SHEET.fill(name=same(name)) for name in names], "、", ", "),
        count=len(places),
        label=submission.standard.label(told[0].key),
        ref=same(told[0].ref),
    )
    result[places[0]] = replace(result[places[0]], message=message)
    return result
