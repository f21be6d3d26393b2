"""All relations of each submission of a batch together: what contradicts, which cells explain it,
what blanks hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sipipeline.arithmetic.blanks import implied
from sipipeline.arithmetic.evaluation import Figures, Floats
from sipipeline.arithmetic.matrix import compile_system
from sipipeline.arithmetic.screening import Screening, screen
from sipipeline.checking.culprits import system_of, weights_of, with_texts
from sipipeline.core.findings import Implied
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.localisation.cell_slips import rounded
from sipipeline.localisation.diagnosis import diagnose
from sipipeline.localisation.system import Diagnosis, System


@dataclass(slots=True)
class Joint:
    """What all relations of one submission say together."""

    submission: Submission
    """With the figures of its texts as claims, where these contradict its tables."""
    diagnosis: Diagnosis = field(default_factory=lambda: Diagnosis(True))
    implied: tuple[Implied, ...] = ()
    crash: Exception | None = None


def reconcile(
    standard: Standard,
    submissions: Sequence[Submission],
    figures: Figures,
    asked: Mapping[Relation, Any],
    disputed: Sequence[bool],
) -> list[Joint]:
    """Propagation over the batch first; linear programs for what it leaves open, and for
    submissions whose texts are `disputed` by their tables."""
    screening = screen(list(asked), figures, asked)
    joints = [Joint(submission) for submission in submissions]
    weights = weights_of(standard, figures)
    for row, joint in enumerate(joints):
        if disputed[row] or not screening.holds[row]:
            _diagnose(joint, standard, screening, figures, weights, row, disputed[row])
    _imply(standard, joints, figures, screening)
    if faulty := [row for row, joint in enumerate(joints) if not joint.diagnosis.consistent]:
        cleared = _without_doubted(figures, joints, faulty)
        rows = {
            relation: None if flags is None else flags[faulty] for relation, flags in asked.items()
        }
        _imply(
            standard, [joints[row] for row in faulty], cleared, screen(list(asked), cleared, rows)
        )
    return joints


def _diagnose(
    joint: Joint,
    standard: Standard,
    screening: Screening,
    figures: Figures,
    weights: Floats,
    row: int,
    disputed: bool,
) -> None:
    def system(relations: Sequence[Relation]) -> System:
        halves, weight = (
            dict(zip(figures.columns, array[row].tolist())) for array in (figures.half, weights)
        )
        return system_of(joint.submission, relations, halves, weight)

    try:
        if disputed:
            joint.submission, relations = with_texts(joint.submission, screening.asked_of(row))
            problem = compile_system(system(relations))
        else:
            problem = screening.problem(row, weights[row], lambda: system(screening.asked_of(row)))
        joint.diagnosis = diagnose(problem)
    except Exception as error:
        joint.crash = error


def _imply(
    standard: Standard, joints: Sequence[Joint], figures: Figures, screening: Screening
) -> None:
    """Values for blanks; the figures are those of the joints, in their order."""
    for row, joint in enumerate(joints):
        blanks = (
            () if screening.contradicts[row] else _blanks(joint.submission, figures, screening, row)
        )
        joint.implied = tuple(blanks)


def _blanks(
    submission: Submission, figures: Figures, screening: Screening, row: int
) -> Iterator[Implied]:
    """The blank cells of the form that the others leave one value for; none that is reckoned with a
    doubted figure."""
    doubted = {
        key
        for key in submission.claims
        if key in figures.columns and not figures.stated[row, figures.columns[key]]
    }
    unsure = {
        k
        for relation in screening.asked_of(row)
        if not doubted.isdisjoint(relation.keys)
        for k in relation.keys
    }
    for key, (low, high), half in implied(screening, figures, row):
        if key not in unsure and key in submission.places:
            value = rounded((low + high) / 2, half)
            yield Implied(submission.cell(key), submission.standard.label(key), value, (low, high))


def _without_doubted(figures: Figures, joints: Sequence[Joint], rows: Sequence[int]) -> Figures:
    """The figures of some submissions, those that may hold an error taken as unknown."""
    stated = figures.stated[rows]
    for place, row in enumerate(rows):
        groups = joints[row].diagnosis.groups
        doubted = {suspect.key for group in groups for suspect in group.suspects}
        doubted |= {key for group in groups if not group.unique for key in group.conflict.figures}
        stated[place, [figures.columns[key] for key in doubted if key in figures.columns]] = False
    return replace(
        figures,
        value=np.where(stated, figures.value[rows], 0.0),
        half=np.where(stated, figures.half[rows], 0.0),
        stated=stated,
        void=figures.void[rows],
        computed=figures.computed[rows],
    )
