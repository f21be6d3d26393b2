"""Figures of texts that do not agree with the tables only because another unit of money stands
behind them: however many sentences there are, one slip."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.checking.causes.text_causes import of_table
from sipipeline.checking.groups import as_one_open
from sipipeline.core.display import number
from sipipeline.core.figures import EXACT, significant
from sipipeline.core.findings import Finding, Severity, known_ends
from sipipeline.core.submission import Submission
from sipipeline.core.text import NOTHING, Text, join
from sipipeline.evidence.units_of_texts import SEVERAL
from sipipeline.language.mentions import mentions_in
from sipipeline.rules import n601_text_agrees_with_tables

_QUOTING = n601_text_agrees_with_tables.RULE.code
_EXAMPLES = 3
WITH_ANOTHER_UNIT = Text(
    zh="{fields}有 {count} 处金额的数和表一致，只是单位写成了“{written}”，应为“{unit}”："
    "{examples}{more}。",
    en="{fields}: {count} amounts have the numbers of the tables, but “{written}” behind them "
    "instead of “{unit}”: {examples}{more}.",
)
AND_MORE = Text(zh="等", en=" and more")
WRITE_UNIT = Text(
    zh="把文中这 {count} 处的“{written}”改成“{unit}”；数不用改，表也不用改。",
    en="Write “{unit}” for “{written}” in these {count} places of the text, and leave the numbers "
    "and the tables as they are.",
)


def with_units_of_texts(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings; those about amounts of the texts that are right but for the unit behind them
    are one cause where there are several."""
    result = list(findings)
    by_unit: defaultdict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(findings):
        if _is_open(one, findings):
            for unit in _unit_misnamed(one, submission):
                by_unit[unit].append(place)
    for unit, places in by_unit.items():
        if len(places) >= SEVERAL:
            result = _as_one(result, places, unit, submission)
    return result


def _is_open(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a finding asks about a figure of a text, and neither it nor one that goes with it
    asks about anything else."""
    if finding.rule != _QUOTING or finding.severity is Severity.INFO or len(finding.cells) < 2:
        return False
    own = finding.cells[0].key
    together = [one for one in findings if finding.group is not None and one.group == finding.group]
    is_alone = all(one.rule == _QUOTING for one in together)
    return is_alone and all(one.cell.key == own for one in finding.culprits)


def _unit_misnamed(finding: Finding, submission: Submission) -> Iterator[str]:
    """The unit of money behind a number of a text that is what the tables have in the cover's."""
    mention = next(iter(mentions_in(finding.shown.was.zh)), None)
    units, known = submission.standard.money_units, known_ends(of_table(finding, submission))
    stated, own = finding.stated, submission.money_unit
    if mention is None or mention.unit.symbol not in units or not isinstance(stated, float):
        return
    unit, standard = mention.unit.symbol, submission.standard
    times = standard.yuan(unit) / standard.yuan(own)
    is_of_cover = significant(abs(stated), EXACT) == significant(mention.value * times, EXACT)
    if unit == own or not is_of_cover or known is None:
        return
    low, high = sorted(map(abs, known))
    room = mention.half_width * (1 + 1e-9)
    if low - room <= mention.value <= high + room:
        yield unit


def _as_one(
    findings: Sequence[Finding], places: Sequence[int], written: str, submission: Submission
) -> list[Finding]:
    """The findings at some places as one cause, which the first of them tells."""
    fields = dict.fromkeys(findings[place].cells[0].key for place in places)
    examples = [findings[place].shown.was for place in places[:_EXAMPLES]]
    filling = {
        "fields": join(list(map(submission.standard.label, fields)), "、", ", "),
        "count": number(len(places)),
        "written": written,
        "unit": submission.money_unit,
        "examples": join(examples, "、", ", "),
        "more": AND_MORE if len(places) > _EXAMPLES else NOTHING,
    }
    message = WITH_ANOTHER_UNIT.fill(**filling)
    apart = [
        replace(one, difference=None) if n in places else one for n, one in enumerate(findings)
    ]
    result = as_one_open(apart, places, (), WRITE_UNIT.fill(**filling))
    first = result[places[0]]
    result[places[0]] = replace(first, message=message, clash=first.message)
    return result
