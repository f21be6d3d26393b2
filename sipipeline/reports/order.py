"""The findings in the order in which they are worth reading: those that one wrong cell explains
stand together."""

from collections.abc import Iterable
from dataclasses import dataclass

from sipipeline.core.findings import Culprit, Finding, by_severity


@dataclass(frozen=True, slots=True)
class Numbered:
    number: int
    """On the result sheet, and in the comments."""
    finding: Finding


@dataclass(frozen=True, slots=True)
class Block:
    """Findings that the same cells explain, with these cells; or one finding by itself."""

    culprits: tuple[Culprit, ...]
    findings: tuple[Numbered, ...]


def blocks(findings: Iterable[Finding]) -> list[Block]:
    """The findings in blocks, errors first, numbered through."""
    groups: dict[object, list[Finding]] = {}
    for place, finding in enumerate(sorted(findings, key=by_severity)):
        group = ("single", place) if finding.group is None else finding.group
        groups.setdefault(group, []).append(finding)
    arranged: list[Block] = []
    number = 1
    for group_findings in groups.values():
        numbered = tuple(map(Numbered, range(number, number + len(group_findings)), group_findings))
        arranged.append(Block(_culprits(group_findings), numbered))
        number += len(group_findings)
    return arranged


def _culprits(findings: list[Finding]) -> tuple[Culprit, ...]:
    """The culprits of some findings, each cell once."""
    by_cell: dict[tuple[str, str, str], Culprit] = {}
    for finding in findings:
        for culprit in finding.culprits:
            cell = culprit.cell
            by_cell.setdefault((cell.sheet, cell.ref, cell.key), culprit)
    return tuple(by_cell.values())
