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
    should be where that cell is not the one that is wrong, or should be another value by all that
    is known of it."""
    member = replace(finding, group=group, culprits=tuple(culprits))
    located = {culprit.cell.key: culprit for culprit in culprits if culprit.located}
    if not culprits:
        return member
    own = located.get(member.cells[0].key)
    if own is not None:
        return member if _agree(member, own) else member.without_answer()
    apart = member.without_answer()
    is_certain = all(culprit.confidence == "certain" for culprit in culprits)
    return replace(apart, expected=None, difference=None) if is_certain else apart


def _agree(finding: Finding, culprit: Culprit) -> bool:
    """Whether a finding and the culprit of its own cell say the same of what should stand there;
    so they do where one of them says nothing, or but a limit."""
    told, better = finding.shown.should, culprit.shown.should
    is_limit = finding.expected is None or None in finding.expected
    is_figure = isinstance(culprit.suggest, int | float)
    return is_limit or not is_figure or not told.zh or told == better
