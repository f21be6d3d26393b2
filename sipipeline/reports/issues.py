"""What people read and count: one issue for each cause, however many findings it has."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sipipeline.core.findings import Cell, Culprit, Finding, Kind, Severity, Shown
from sipipeline.core.text import NOTHING, Text
from sipipeline.core.values import frozen
from sipipeline.reports import phrases
from sipipeline.rules import (
    f113_submission_complete,
    h706_brought_up_to_date,
    h707_last_years_workbook,
    j901_jointly_consistent,
    p404_budget_is_not_actual,
    p407_year_fits,
    p411_unit_of_the_cover,
    p412_budgets_are_no_actuals,
)

_RANK = list(Severity)
_SOURCES = (
    f113_submission_complete.RULE.code,
    h706_brought_up_to_date.RULE.code,
    h707_last_years_workbook.RULE.code,
    p404_budget_is_not_actual.RULE.code,
    p407_year_fits.RULE.code,
    p411_unit_of_the_cover.RULE.code,
    p412_budgets_are_no_actuals.RULE.code,
)
"""Rules that say where the figures come from that others do not agree with, or what these lack."""
_ALL_TOGETHER = j901_jointly_consistent.RULE.code


@frozen
class Issue:
    """What one correction, or one explanation, settles."""

    culprits: tuple[Culprit, ...]
    """The cells that are wrong; where that is not known, those of which one is."""
    findings: tuple[Finding, ...]
    """The one that tells it first."""
    places: tuple[int, ...]
    """Where these findings stand in the list of the file."""
    number: int = 0
    """On the result sheet, and in the comments."""

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        """The worst of its findings."""
        return min((finding.severity for finding in self.findings), key=_RANK.index)

    @property
    def wrong(self) -> tuple[Culprit, ...]:
        """The cells that are singled out as wrong."""
        return tuple(culprit for culprit in self.culprits if culprit.located)

    @property
    def word(self) -> Text:
        """How grave it is; or that the submitter has explained it."""
        return phrases.word(self.severity, self.first.explained)

    @property
    def is_located(self) -> bool:
        """Whether it is known which cell is wrong."""
        return bool(self.wrong)

    @property
    def cell(self) -> Cell | None:
        """Where to look first."""
        if self.is_located:
            return self.wrong[0].cell
        return self.first.cells[0] if self.first.cells else None

    @property
    def shown(self) -> Shown:
        """The figures of the cell to look at first."""
        if not self.is_located:
            return self.first.shown
        return self.wrong[0].shown if len(self.wrong) == 1 else Shown()

    @property
    def message(self) -> Text:
        """What is wrong: of a located cell what stands there, what should, and why."""
        if not self.is_located:
            return self.first.message
        if len(self.wrong) > 1:
            return phrases.wrong_together(self.wrong)
        return phrases.wrong(self.wrong[0], self.findings)

    @property
    def todo(self) -> Text:
        if self.is_located:
            return phrases.correction(self.wrong)
        if not self.culprits or self.first.is_of_text_alone(self.culprits):
            return self.first.todo
        return phrases.one_of(self.culprits, self.findings)

    @property
    def settled(self) -> Text:
        """What goes away with it and needs no change; nothing where there is nothing else."""
        told = 0 if len(self.wrong) > 1 else 1
        return phrases.settled(len(self.findings) - told) if self.culprits else NOTHING

    @property
    def alternatives(self) -> Sequence[Culprit]:
        """Cells that may be wrong instead, the likeliest first; none where it is certain which."""
        return phrases.foremost([one for one in self.culprits if not one.located])

    @property
    def consequences(self) -> Sequence[Finding]:
        """The other findings of an issue without a wrong cell: each asks for a change of its
        own."""
        return () if self.culprits else self.findings[1:]


def issues(findings: Iterable[Finding]) -> list[Issue]:
    """The issues of a file, numbered: errors first, and of these the ones whose cell is known.
    Each finding belongs to one."""
    groups: dict[object, list[tuple[int, Finding]]] = {}
    for place, finding in enumerate(findings):
        group = ("alone", place) if finding.group is None else finding.group
        groups.setdefault(group, []).append((place, finding))
    found = [issue for members in groups.values() for issue in _issues(members)]
    found.sort(key=_order)
    return [replace(issue, number=number) for number, issue in enumerate(found, 1)]


def _order(issue: Issue) -> tuple[int, bool, int]:
    return _RANK.index(issue.severity), not issue.is_located, min(issue.places)


def _issues(members: Sequence[tuple[int, Finding]]) -> Iterator[Issue]:
    """The issues of a group: one; or, where several cells are wrong by slips of their own, one for
    each."""
    culprits = _culprits(finding for _, finding in members)
    slips = _slips([culprit for culprit in culprits if culprit.located])
    if len(slips) < 2:
        yield _issue(culprits, members)
        return
    shares: defaultdict[int, list[tuple[int, Finding]]] = defaultdict(list)
    for member in members:
        shares[_closest(member[1], slips)].append(member)
    first, *others = sorted(shares)
    told = [culprit for number in shares for culprit in slips[number]]
    silent = [culprit for culprit in culprits if culprit not in told]
    yield _issue((*slips[first], *silent), shares[first])
    for number in others:
        yield _issue(slips[number], shares[number])


def _issue(culprits: Sequence[Culprit], members: Sequence[tuple[int, Finding]]) -> Issue:
    """Of an error whose cells are suspected a broken rule of arithmetic tells it first, whatever
    texts and indicators say; where no cell is known to be wrong, the finding that says where a
    figure comes from. The one that only says that all figures cannot be right together is last."""

    def turn(member: tuple[int, Finding]) -> tuple[bool, int, bool, int]:
        place, finding = member
        is_told_by = finding.kind is Kind.ARITHMETIC if culprits else finding.rule in _SOURCES
        rank = _RANK.index(finding.severity) if culprits else 0
        return finding.rule == _ALL_TOGETHER, rank, not is_told_by, place

    ordered = sorted(members, key=turn)
    places, findings = zip(*ordered)
    return Issue(tuple(culprits), findings, places)


def _slips(culprits: Sequence[Culprit]) -> list[tuple[Culprit, ...]]:
    """The culprits by what went wrong: cells that one slip put wrong stand together."""
    slips: dict[object, list[Culprit]] = {}
    for culprit in culprits:
        slip = culprit.why if culprit.together else culprit.cell
        slips.setdefault(slip, []).append(culprit)
    return list(map(tuple, slips.values()))


def _closest(finding: Finding, slips: Sequence[Sequence[Culprit]]) -> int:
    """The number of the slip that a finding goes with: the one whose cell it is about, or that it
    names; the first where it names none."""
    wrong = [{culprit.cell.key for culprit in slip} for slip in slips]
    for cell in finding.cells:
        for number, keys in enumerate(wrong):
            if cell.key in keys:
                return number
    return 0


def _culprits(findings: Iterable[Finding]) -> tuple[Culprit, ...]:
    """The culprits of some findings, each cell once."""
    by_cell: dict[tuple[str, str, str], Culprit] = {}
    for finding in findings:
        for culprit in finding.culprits:
            cell = culprit.cell
            by_cell.setdefault((cell.sheet, cell.ref, cell.key), culprit)
    return tuple(by_cell.values())
