"""The group of the findings that one cause explains: its number, and what it says of each."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sipipeline.core.findings import Culprit, Finding


def fresh_numbers(findings: Sequence[Finding]) -> Iterator[int]:
    """The numbers that no group of the findings has yet, the least first."""
    numbers = (finding.group for finding in findings if finding.group is not None)
    return itertools.count(max(numbers, default=0) + 1)


def joined(finding: Finding, group: int | None, culprits: Sequence[Culprit]) -> Finding:
    """A finding in a group, explained by its culprits; without what the cell that it is about
    should be where that cell is not the one that is wrong."""
    member = replace(finding, group=group, culprits=tuple(culprits))
    located = [culprit.cell.key for culprit in culprits if culprit.located]
    if not culprits or member.cells[0].key in located:
        return member
    apart = member.without_answer()
    is_certain = all(culprit.confidence == "certain" for culprit in culprits)
    return replace(apart, expected=None, difference=None) if is_certain else apart
