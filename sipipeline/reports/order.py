"""The findings in the order in which they are worth reading: what one wrong cell explains stands
together."""

from dataclasses import dataclass

from sipipeline.core.findings import Culprit, Finding, by_severity


@dataclass(frozen=True, slots=True)
class Numbered:
    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Cause:
    """Findings with one cause, the cells that probably are the cause first; or one finding by
    itself."""

    culprits: tuple[Culprit, ...]
    findings: tuple[Numbered, ...]


def gather(findings: tuple[Finding, ...]) -> list[Cause]:
    """Errors first; the numbers are those of the result sheet and of the comments."""
    blocks: dict[object, list[Finding]] = {}
    for place, finding in enumerate(sorted(findings, key=by_severity)):
        blocks.setdefault(("single", place) if finding.group is None else finding.group, []).append(
            finding
        )
    causes, number = [], 0
    for block in blocks.values():
        numbered = tuple(Numbered(number + at, finding) for at, finding in enumerate(block, 1))
        number += len(block)
        causes.append(Cause(_culprits(block), numbered))
    return causes


def _culprits(block: list[Finding]) -> tuple[Culprit, ...]:
    found: dict[tuple[str, str, str], Culprit] = {}
    for finding in block:
        for culprit in finding.culprits:
            found.setdefault((culprit.cell.sheet, culprit.cell.ref, culprit.cell.key), culprit)
    return tuple(found.values())
