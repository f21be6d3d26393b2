"""The group of the findings that one cause explains: its number, and what it says of each."""

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sipipeline.core.findings import Culprit, Finding
from sipipeline.core.text import Text


def fresh_numbers(findings: Sequence[Finding]) -> Iterator[int]:
    """The numbers that no group of the findings has yet, the least first."""
    numbers = (finding.group for finding in findings if finding.group is not None)
    return itertools.count(max(numbers, default=0) + 1)


def apart(findings: Sequence[Finding], places: Collection[int]) -> list[Finding]:
    """The findings, some of them without the group that they have."""
    return [
        replace(one, group=None) if place in places else one for place, one in enumerate(findings)
    ]


def as_one_open(
    findings: Sequence[Finding], members: Collection[int], culprits: Sequence[Culprit], todo: Text
) -> list[Finding]:
    """The findings, some of them as one cause, of which none says what its own cell should be."""
    groups = [one for place in members if (one := findings[place].group) is not None]
    number = min(groups, default=None) or next(fresh_numbers(findings))
    result = list(findings)
    for place in members:
        open_ = replace(findings[place].without_answer(), expected=None, todo=todo)
        result[place] = replace(open_, group=number, culprits=tuple(culprits))
    return result


def joined(finding: Finding, group: int | None, culprits: Sequence[Culprit]) -> Finding:
    """A finding in a group, explained by its culprits; without what the cell that it is about
    should be where that cell is not the one that is wrong, nor the text that alone may be, or
    should be another value by all that is known of it."""
    member = replace(finding, group=group, culprits=tuple(culprits))
    located = {culprit.cell.key: culprit for culprit in culprits if culprit.located}
    if not culprits:
        return member
    own = located.get(member.cells[0].key)
    if member.is_of_text_alone(culprits):
        own = culprits[0]
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
