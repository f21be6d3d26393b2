"""Lines that are blank on a sheet whose figures are those of another: they go with these."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Finding
from sipipeline.rules import f128_lines_filled_in

_LINES = f128_lines_filled_in.RULE.code
_FEWEST = 10
"""So many cells of a sheet that one slip put wrong at once are its figures as a whole."""


def with_wrong_sheets(findings: Sequence[Finding]) -> list[Finding]:
    """The findings; that lines of a sheet are blank goes with the slip that put its figures wrong
    as a whole."""
    slips = _slips(findings)
    return [_with_slip(finding, slips) for finding in findings]


def _with_slip(finding: Finding, slips: Mapping[str, Finding]) -> Finding:
    if finding.rule != _LINES or finding.group is not None:
        return finding
    sheets = {keys.table(cell.key) for cell in finding.cells}
    found = [slips[sheet] for sheet in sheets if sheet in slips]
    if len(found) < len(sheets) or len({one.group for one in found}) != 1:
        return finding
    return replace(finding, group=found[0].group, culprits=found[0].culprits)


def _slips(findings: Sequence[Finding]) -> Mapping[str, Finding]:
    """By its sheet, a finding of the slip that put its figures wrong as a whole."""
    return {sheet: one for one in findings for sheet in _whole_sheets(one.culprits)}


def _whole_sheets(culprits: Sequence[Culprit]) -> Iterator[str]:
    together = (one.cell.key for one in culprits if one.together and one.located)
    cells = Counter(map(keys.table, together))
    return (sheet for sheet, count in cells.items() if count >= _FEWEST)
