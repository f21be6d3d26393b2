"""What the rules say of one submission, and how often they agreed."""

from dataclasses import dataclass, field

from sipipeline.checking import known_blanks
from sipipeline.checking.explanations import answered
from sipipeline.core.findings import (
    Finding,
    Implied,
    IndicatorResult,
    Outcome,
    Severity,
    Undecided,
)
from sipipeline.core.submission import Submission


@dataclass(slots=True)
class Checked:
    """What the rules say of one submission."""

    findings: list[Finding] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    indicators: list[IndicatorResult] = field(default_factory=list)
    implied: list[Implied] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("checked", *Outcome), 0))

    def count(self, outcome: Outcome, times: int = 1) -> None:
        self.counts["checked"] += times
        self.counts[outcome] += times

    def add(self, finding: Finding) -> None:
        """A finding that is the outcome of one check: what is only pointed out agrees."""
        self.findings.append(finding)
        pointed_out = finding.severity is Severity.INFO
        self.count(Outcome.AGREE if pointed_out else Outcome.VIOLATED)

    def ask_about_blanks(self, submission: Submission) -> None:
        """What is blank is asked about where the other figures show that it is something."""
        self.findings, questions = known_blanks.asked(self.findings, self.implied, submission)
        for question in answered(questions, submission):
            self.add(question)

    def accept_explanations(self, submission: Submission) -> None:
        """What the submitter has explained is no violation any more."""
        before, self.findings = self.findings, answered(self.findings, submission)
        count = sum(one.explained for one in self.findings) - sum(one.explained for one in before)
        self.counts[Outcome.VIOLATED] -= count
        self.counts[Outcome.AGREE] += count
