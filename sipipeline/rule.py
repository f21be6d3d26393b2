"""How a rule is declared: code, text, scope and logic of a rule sit in one file of `rules/`.

The kinds: relations between figures, properties of single figures, judgements of a submission,
what reading noticed, and reserved codes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sipipeline.core.display import as_shown
from sipipeline.core.findings import Finding, Interval, Kind, Severity, Shown
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Claim, Note, Noted, Submission
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.standards.rubric import DEFAULT

if TYPE_CHECKING:
    from sipipeline.evidence.evidence import Evidence
    from sipipeline.evidence.last_year import WithLastYear

Data = Mapping[str, Any]
"""Data as `fill` takes it: the smallest that shows a rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    code: str
    name: str
    """Kebab-case."""
    kind: Kind
    severity: Severity
    title: Text
    """What it checks, in a line."""
    why: Text
    todo: Text
    """What the clerk should do about a finding."""
    passing: Data
    failing: Data
    since: int | None = field(default=None, kw_only=True)
    """The first year whose standard has the rule; None: every one."""
    rubric: str = field(default=DEFAULT, kw_only=True)
    """The rubric that the examples are judged by."""
    until: int | None = field(default=None, kw_only=True)
    """The last year whose standard has the rule; None: every one."""

    def applies_to(self, standard: Standard) -> bool:
        """Whether the rule belongs to the rule set of a standard."""
        return (self.since or standard.year) <= standard.year <= (self.until or standard.year)


def _none(_: Standard) -> Iterable[Relation]:
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class RelationRule(Rule):
    """A rule that states relations between figures, and nothing else."""

    relations: Callable[[Standard], Iterable[Relation]] = _none
    """Those that the standard has, the same for every submission."""
    rows: Callable[[Submission], Iterable[Relation]] | None = None
    """Those that the rows of a submission's own lists make."""


Frame = Any
"""A claims frame: a row for each stated figure or text, see `checking.schemas`."""


@frozen
class Problem:
    """What a rule found; what is None is taken from the rule."""

    keys: tuple[str, ...]
    """The cells it is about, the first one first; or see `place`."""
    message: Text
    stated: object = None
    expected: Interval | None = None
    difference: float | None = None
    severity: Severity | None = None
    todo: Text | None = None
    place: tuple[str, str, object] | None = None
    """Sheet, cell and value, where the cell has no key."""
    shown: Shown | None = None
    """The figures as people read them; None: in the form of the cell that they belong to."""
    explained: bool = False
    """Whether the submitter has written the reason."""


@frozen
class Undecidable:
    """A judging rule in scope that could not be decided."""

    keys: tuple[str, ...]
    reason: Text


@frozen
class Agreed:
    """A judging rule looked at these and found nothing wrong."""

    keys: tuple[str, ...]


Judgement = Problem | Undecidable | Agreed


@dataclass(frozen=True, slots=True, eq=False)
class JudgingRule(Rule):
    """A rule that reads one submission and judges it; it yields nothing where it is not in
    scope."""

    judge: Callable[["Evidence"], Iterable[Judgement]]


def judged(compared: Iterable["WithLastYear"], standard: Standard) -> Iterator[Judgement]:
    """What to say of figures beside last year's: a problem for each group with a break."""
    for found in compared:
        if found.breaks:
            stated, difference = found.breaks[0].stated, found.breaks[0].difference
            message = found.message(standard)
            told = Problem(found.keys, message, stated, found.expected, difference)
            yield replace(told, todo=found.todo)
        elif found.looked:
            yield Agreed(found.looked)


@dataclass(frozen=True, slots=True, eq=False)
class FigureRule(Rule):
    """A rule about single figures: a check of the schema of claims."""

    holds: Callable[[Frame, Standard], Any]
    """For each row of a claims frame, whether the figure is as it should be."""
    problem: Callable[[Claim, Standard], Problem]
    """What to say of a figure that is not."""


@dataclass(frozen=True, slots=True, eq=False)
class NoteRule(Rule):
    """A rule about what reading noticed: each note of a kind is a problem."""

    notes: Noted
    message: Text
    """With places for `label`, `raw`, `sheet` and `detail` of the note."""

    def judge(self, evidence: "Evidence") -> Iterator[Problem]:
        """A problem for each note of the kind, in the order of reading."""
        submission = evidence.submission
        for note in submission.notes:
            if note.what == self.notes:
                message = self.message.fill(
                    label=submission.standard.label(note.key),
                    raw=seen(note, submission.standard),
                    sheet=note.sheet,
                    detail=note.detail,
                )
                place = (note.sheet, note.ref, note.raw)
                yield Problem((note.key,), message, place=place, stated=note.raw)


@dataclass(frozen=True, slots=True, eq=False)
class ReservedRule(Rule):
    """A code whose findings are made outside `rules/`: why a file is refused, a rule that crashed,
    all relations together."""

    passing: Data = field(default_factory=dict)
    failing: Data = field(default_factory=dict)
    """Empty where data cannot show the rule."""

    def of_file(self, message: Text, todo: Text | None = None) -> Finding:
        """The finding about the whole file; the rule says what to do where `todo` does not."""
        return Finding(self.code, self.severity, self.kind, (), message, todo or self.todo)


def seen(noted: Claim | Note, standard: Standard) -> str:
    """What stands in a cell, as its sheet shows it."""
    field = standard.field(noted.key)
    return as_shown(noted.raw) if field is None else as_shown(noted.raw, field.kind)


def by_key(frame: Frame, flag: Callable[[str], bool]) -> Any:
    """For each row of a claims frame what `flag` says of its key, asked once for each key."""
    flags = {key: flag(key) for key in frame["key"].unique()}
    return frame["key"].map(flags.__getitem__).astype(bool)


def notes_by_sheet(submission: Submission, what: Noted) -> Iterator[tuple[str, list[Note]]]:
    """The notes of a kind, sheet by sheet, each in the order of reading."""
    by_sheet: dict[str, list[Note]] = {}
    for note in submission.notes:
        if note.what == what:
            by_sheet.setdefault(note.sheet, []).append(note)
    yield from by_sheet.items()
