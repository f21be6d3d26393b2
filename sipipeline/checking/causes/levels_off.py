"""Monthly benefits of a fund that are a power of ten off: what the texts say and what was paid both
speak for the moved figures."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.groups import fresh_numbers, joined
from sipipeline.checking.wording import shown
from sipipeline.core import keys
from sipipeline.core.display import number
from sipipeline.core.figures import as_cell_holds, significant
from sipipeline.core.findings import Culprit, Finding, known_ends, lies_within
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rules import n601_text_agrees_with_tables, p401_benefits_match_people

_QUOTING = n601_text_agrees_with_tables.RULE.code
_PAID = p401_benefits_match_people.RULE.code
_LEVELS = ("before", "after", "increase")
_ABOUT = 0.01
"""So far from a power of ten the figures of a text may be, as a part of them."""
MOVED = Text(
    zh="{fund}月人均待遇的小数点错位，相差 {factor} 倍：文字和待遇支出都是改正后的数",
    en="the monthly benefits of {fund} have their point misplaced, × {factor}: texts and benefits "
    "paid both speak for the figures as they should be",
)


def with_levels_off(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; texts that have the monthly benefits of a fund as they would go with what it
    paid are right, and the row of the benefits is wrong."""
    result = list(findings)
    for place, paid in enumerate(findings):
        if paid.rule != _PAID or paid.group is not None:
            continue
        fund = keys.fund(paid.cells[0].key) or ""
        quotes = [at for at, one in enumerate(findings) if _is_about(one, fund)]
        factors = {_factor(findings[at]) for at in quotes}
        factor = factors.pop() if len(factors) == 1 else 1.0
        if factor != 1.0 and _is_settled(paid, factor):
            group = next(fresh_numbers(result))
            culprits = list(_culprits(fund, factor, submission))
            for at in (place, *quotes):
                result[at] = joined(replace(result[at], culprits=()), group, culprits)
    return result


def _is_about(finding: Finding, fund: str) -> bool:
    """Whether a text does not agree with a monthly benefit of a fund."""
    if finding.rule != _QUOTING or len(finding.cells) < 2:
        return False
    key = finding.cells[1].key
    is_level = keys.family(key) == "benefit_levels" and keys.fund(key) == fund
    return is_level and keys.measure(key) in _LEVELS


def _factor(quote: Finding) -> float:
    """By which power of ten a text has more than its cell; 1 where it is none."""
    said, stated = quote.stated, quote.cells[1].value
    known = isinstance(said, float) and isinstance(stated, (int, float)) and said > 0 < stated
    if not known:
        return 1.0
    ratio = said / stated  # type: ignore[operator]
    power = 10.0 ** round(math.log10(ratio))
    return power if abs(ratio / power - 1) <= _ABOUT else 1.0


def _is_settled(paid: Finding, factor: float) -> bool:
    """Whether what was paid goes with the people once the monthly benefit is so many times as
    large."""
    known, stated = known_ends(paid.expected), paid.stated
    if known is None or not isinstance(stated, float):
        return False
    return lies_within(stated, (known[0] * factor, known[1] * factor))


def _culprits(fund: str, factor: float, submission: Submission) -> Iterator[Culprit]:
    """The monthly benefits of a fund, as they should be."""
    standard = submission.standard
    times = number(max(factor, 1 / factor))
    why = MOVED.fill(fund=standard.fund(fund).short, factor=times)
    for measure in _LEVELS:
        key = f"benefit_levels.{fund}.{measure}"
        stated = submission.number(key)
        if stated:
            better = significant(stated * factor)
            clauses = shown.compared(stated, (better, better), shown.form_of(key, submission))
            yield Culprit(
                submission.cell(key),
                as_cell_holds(better),
                why,
                "likely",
                (better, better),
                standard.label(key),
                clauses.brief,
                together=True,
            )
