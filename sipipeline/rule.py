"""How a rule is declared. Code, text, scope and logic of a rule sit in one file of `rules/`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sipipeline.core.findings import Interval, Kind, Severity
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text

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


def _none(_: Standard) -> Iterable[Relation]:
    return ()


@dataclass(frozen=True, slots=True, eq=False)
class RelationRule(Rule):
    """A rule that states relations between figures, and nothing else."""

    relations: Callable[[Standard], Iterable[Relation]] = _none
    """Those that the standard has, the same for every submission."""
    rows: Callable[[Submission], Iterable[Relation]] | None = None
    """Those that the rows of a submission's own lists make."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a judging rule found; what is None is taken from the rule."""

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


@dataclass(frozen=True, slots=True)
class Undecidable:
    """A judging rule in scope that could not be decided."""

    keys: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Agreed:
    """A judging rule looked at these and found nothing wrong."""

    keys: tuple[str, ...]


Judgement = Problem | Undecidable | Agreed


@dataclass(frozen=True, slots=True, eq=False)
class JudgingRule(Rule):
    """A rule that reads one submission and judges it; it yields nothing where it is not in
    scope."""

    judge: Callable[[Submission], Iterable[Judgement]]
