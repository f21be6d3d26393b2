"""Runs the rules over a batch: one wide frame for all submissions, never a schema call a file."""

import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sipipeline import catalogue, explaining
from sipipeline.domain.claims import Submission
from sipipeline.domain.findings import Cell, Finding, IndicatorResult, Outcome, Severity, Undecided, by_severity
from sipipeline.domain.relations import Relation
from sipipeline.domain.text import Text, same
from sipipeline.rulebook import Agreed, JudgingRule, Problem, RelationRule, Rule, Undecidable
from sipipeline.solving.evaluation import Code, Evaluation, Figures, Floats, evaluate
from sipipeline.standards.load import load
from sipipeline.standards.model import NOTE, Standard

if TYPE_CHECKING:
    import pandas as pd

OUTCOMES = {
    Code.AGREE: Outcome.AGREE,
    Code.ROUNDING: Outcome.WITHIN_ROUNDING,
    Code.CORNER: Outcome.WITHIN_ROUNDING,
    Code.VIOLATED: Outcome.VIOLATED,
    Code.SHORT: Outcome.NOT_APPLICABLE,
    Code.BLANK: Outcome.NOT_APPLICABLE,
    Code.BASE: Outcome.NOT_APPLICABLE,
    Code.NO_PARTS: Outcome.NOT_APPLICABLE,
}

CRASHED = Text(
    "规则 {code} 运行出错，本文件未按该规则检查（{error}）。",
    "Rule {code} crashed, so this file was not checked by it ({error}).",
)
@dataclass(slots=True)
class Checked:
    """What the rules say of one submission."""

    findings: list[Finding] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    indicators: list[IndicatorResult] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("checked", *Outcome), 0))

    def count(self, outcome: Outcome) -> None:
        self.counts["checked"] += 1
        self.counts[outcome] += 1


def check(submissions: Sequence[Submission]) -> list[Checked]:
    """Check a batch; the answer for a submission does not depend on the others in the batch."""
    results = [Checked() for _ in submissions]
    for name in dict.fromkeys(submission.standard for submission in submissions):
        members = [index for index, submission in enumerate(submissions) if submission.standard == name]
        _check_standard(load(name), [submissions[i] for i in members], [results[i] for i in members])
    for result in results:
        result.findings.sort(key=by_severity)
    return results


def _check_standard(standard: Standard, submissions: list[Submission], results: list[Checked]) -> None:
    for rule in catalogue.judging_rules():
        for submission, result in zip(submissions, results):
            _judge(rule, submission, standard, result)
    asked, crashed = _relations(standard, submissions)
    for rule, error in crashed:
        for result in results:
            result.findings.append(crash(rule.code, error))
    figures = figures_of(standard, submissions, asked)
    stated = {key for key, column in figures.columns.items() if figures.stated[:, column].any()}
    evaluations = [
        evaluate(relation, figures, rows)
        for relation, rows in asked.items()
        if relation.subject in stated or sum(key in stated for key in relation.keys) >= 2
    ]
    _record(standard, submissions, results, [e for e in evaluations if e.code.any()])


# ---------------------------------------------------------------- judging rules
def _judge(rule: JudgingRule, submission: Submission, standard: Standard, result: Checked) -> None:
    try:
        judgements = list(rule.judge(submission, standard))
    except Exception as error:
        result.findings.append(crash(rule.code, error))
        return
    for judgement in judgements:
        match judgement:
            case Problem():
                finding = _found(rule, judgement, submission)
                result.findings.append(_explained(finding, submission))
                result.count(Outcome.VIOLATED)
            case Undecidable(keys, reason):
                result.undecided.append(Undecided(rule.code, tuple(map(submission.cell, keys)), reason))
                result.count(Outcome.NOT_APPLICABLE)
            case Agreed():
                result.count(Outcome.AGREE)


def _found(rule: Rule, problem: Problem, submission: Submission) -> Finding:
    cells = tuple(submission.cell(key) for key in problem.keys)
    if problem.place is not None:
        sheet, ref, value = problem.place
        cells = (Cell(problem.keys[0] if problem.keys else "", sheet, ref, value), *cells[1:])
    return Finding(
        rule.code,
        problem.severity or rule.severity,
        rule.kind,
        cells,
        problem.message,
        problem.todo or rule.todo,
        problem.stated,
        problem.expected,
        problem.difference,
    )


def crash(code: str, error: Exception) -> Finding:
    """A rule that crashes becomes a finding; the batch goes on."""
    where = traceback.extract_tb(error.__traceback__)[-1:]
    at = "".join(f", {frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in where)
    message = CRASHED.fill(code=code, error=same(f"{type(error).__name__}: {error}{at}"))
    rule = catalogue.by_code()["X001"]
    return Finding(rule.code, rule.severity, rule.kind, (), message, rule.todo)


# ---------------------------------------------------------------- relations
def _relations(
    standard: Standard, submissions: Sequence[Submission]
) -> tuple[dict[Relation, "np.ndarray | None"], list[tuple[Rule, Exception]]]:
    """Every relation of the batch with the submissions that it is asked of (None: all), and the rules that crashed."""
    asked: dict[Relation, np.ndarray | None] = {}
    crashed: list[tuple[Rule, Exception]] = []
    for rule in catalogue.relation_rules():
        try:
            asked.update(dict.fromkeys(static(rule, standard.id)))
            for relation, row in _own(rule, standard, submissions):
                flags = asked.setdefault(relation, np.zeros(len(submissions), dtype=bool))
                assert flags is not None
                flags[row] = True
        except Exception as error:
            crashed.append((rule, error))
    return asked, crashed


@cache
def static(rule: RelationRule, standard: str) -> tuple[Relation, ...]:
    """The relations that a rule has in every submission of a standard."""
    return tuple(rule.relations(load(standard)))


def _own(
    rule: RelationRule, standard: Standard, submissions: Sequence[Submission]
) -> Iterator[tuple[Relation, int]]:
    if rule.rows is not None:
        for row, submission in enumerate(submissions):
            for relation in rule.rows(submission, standard):
                yield relation, row


def figures_of(standard: Standard, submissions: Sequence[Submission], relations: Iterable[Relation]) -> Figures:
    """The figures that the relations speak of, as wide arrays: a row a submission, a column a key."""
    columns = {key: column for column, key in enumerate(dict.fromkeys(k for r in relations for k in r.keys))}
    shape = len(submissions), len(columns)
    value, half, stated, void = np.zeros(shape), np.zeros(shape), np.zeros(shape, bool), np.zeros(shape, bool)
    signed = {key: found.signed for key in columns if (found := standard.field(key)) is not None}
    account_columns = _account_columns(standard, columns)
    for row, submission in enumerate(submissions):
        for key, claim in submission.claims.items():
            if (column := columns.get(key)) is not None and isinstance(claim.value, float):
                value[row, column], half[row, column], stated[row, column] = claim.value, claim.half, True
        for fund, own in account_columns.items():
            void[row, own] = not submission.reports(fund)
    floor = np.array([-np.inf if signed.get(key) else 0.0 for key in columns])
    return Figures(columns, value, half, stated, void & ~stated, floor)


def _account_columns(standard: Standard, columns: Mapping[str, int]) -> dict[str, list[int]]:
    own: dict[str, list[int]] = {fund.key: [] for fund in standard.funds}
    for key, column in columns.items():
        family, _, rest = key.partition(".")
        if family == "accounts" and (fund := rest.partition(".")[0]) in own:
            own[fund].append(column)
    return own


def _record(
    standard: Standard, submissions: list[Submission], results: list[Checked], evaluations: list[Evaluation]
) -> None:
    """Outcomes are counted and undecided relations noted; what pandera reports becomes findings."""
    for evaluation in evaluations:
        rule = catalogue.by_code()[evaluation.relation.rule]
        for row in np.flatnonzero(evaluation.code):
            code, submission, result = Code(evaluation.code[row]), submissions[row], results[row]
            result.count(OUTCOMES[code])
            if code in (Code.BLANK, Code.BASE, Code.NO_PARTS, Code.SHORT):
                result.undecided.append(explaining.undecided(evaluation, row, code, submission, standard))
            if code in (Code.SHORT, Code.CORNER):
                result.findings.append(explaining.remark(rule, evaluation, row, code, submission, standard))
    for number, row in _violations(evaluations):
        evaluation = evaluations[number]
        rule = catalogue.by_code()[evaluation.relation.rule]
        finding = explaining.violation(rule, evaluation, row, submissions[row], standard)
        results[row].findings.append(_explained(finding, submissions[row]))


def _violations(evaluations: list[Evaluation]) -> list[tuple[int, int]]:
    """Relation and submission of each contradiction, found by one pandera pass over the wide frame of gaps.

    The frame has one row a submission and one column a relation; a cell is how far the intervals miss each other.
    """
    if not evaluations:
        return []
    import pandera.pandas as pa

    frame = gap_frame(evaluations)
    meets = pa.Check.le(0)
    schema = pa.DataFrameSchema({name: pa.Column(float, meets, nullable=True) for name in frame.columns})
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        number = {name: position for position, name in enumerate(frame.columns)}
        return sorted((number[column], int(row)) for column, row in zip(cases["column"], cases["index"]))
    return []


def gap_frame(evaluations: Sequence[Evaluation]) -> "pd.DataFrame":
    """The wide frame: a plain range index (a submission a row) and one float column a relation, named by its id.

    Lists of different submissions may make different relations of one id; those get a number behind it.
    """
    import pandas as pd

    named: dict[str, Floats] = {}
    for evaluation in evaluations:
        name = evaluation.relation.id
        named[name if name not in named else f"{name}~{len(named)}"] = evaluation.gap
    return pd.DataFrame(named)


def _explained(finding: Finding, submission: Submission) -> Finding:
    """A warning whose row has a reason in its 说明 column has been answered: it stays as an info."""
    if finding.severity is not Severity.WARNING:
        return finding
    for cell in finding.cells:
        reason = submission.text(f"{cell.key.rpartition('.')[0]}.{NOTE.key}") if cell.key else ""
        if reason:
            return explaining.answered(finding, reason)
    return finding
