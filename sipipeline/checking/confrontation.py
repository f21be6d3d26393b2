"""Each rule by itself, held to the submissions of a batch: what it finds, how often it agrees, what
it cannot decide."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from sipipeline import catalogue
from sipipeline.arithmetic.evaluation import Code, Evaluation, evaluate
from sipipeline.arithmetic.figures import Figures
from sipipeline.arithmetic.rounding import with_derived, with_formulas
from sipipeline.checking.checked import Checked
from sipipeline.checking.schemas import Crash, faulty_figures, violations
from sipipeline.checking.scope import Scope, figures_of, relations_in_scope
from sipipeline.checking.wording import messages
from sipipeline.checking.wording.shown import of_problem
from sipipeline.core.crashes import crash_of
from sipipeline.core.findings import Cell, Finding, Outcome, Severity, Undecided
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.evidence import indicators
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, NoteRule, Problem, Rule, Undecidable
from sipipeline.rules import x001_rule_crashed

OUTCOMES = {
    Code.AGREE: Outcome.AGREE,
    Code.ROUNDING: Outcome.WITHIN_ROUNDING,
    Code.CORNER: Outcome.WITHIN_ROUNDING,
    Code.SHORT: Outcome.NOT_APPLICABLE,
    Code.BLANK: Outcome.NOT_APPLICABLE,
    Code.BASE: Outcome.NOT_APPLICABLE,
    Code.NO_PARTS: Outcome.NOT_APPLICABLE,
}
WITHOUT_A_WORD = (Code.OUT_OF_SCOPE, Code.AGREE, Code.ROUNDING, Code.VIOLATED)
"""Of these nothing is said beside a count, or a violation is told."""

CRASHED = Text(
    zh="规则 {code} 运行出错，本文件未按该规则检查（{error}）。",
    en="Rule {code} crashed, so this file was not checked by it ({error}).",
)


class Confronted(NamedTuple):
    """What the submissions of a batch were held to."""

    evidence: Sequence[Evidence]
    figures: Figures
    in_scope: Scope


def confront(submissions: Sequence[Submission], results: Sequence[Checked]) -> Confronted:
    """Put into the results what each rule by itself says of the submissions, which are at least
    one and have one standard."""
    standard = submissions[0].standard
    evidence = [submission.once(Evidence) for submission in submissions]
    for one, result in zip(evidence, results):
        result.indicators = indicators.results(one.submission, one.indicators)
    _judge_figures(submissions, results)
    judging: list[NoteRule | JudgingRule] = [
        *catalogue.note_rules(standard),
        *catalogue.judging_rules(standard),
    ]
    for rule, (one, result) in itertools.product(judging, zip(evidence, results)):
        _judge(rule, one, result)
    in_scope, crashed = relations_in_scope(submissions)
    _record_crashes(results, crashed)
    figures, decided = _evaluate(submissions, in_scope)
    _record(submissions, results, decided)
    return Confronted(evidence, figures, in_scope)


def evaluations(submissions: Sequence[Submission]) -> list[Evaluation]:
    """Every relation in scope of any of the submissions, which have one standard: does it hold,
    and by how much not.

    Raises what a rule raises that fails to run.
    """
    if not submissions:
        return []
    in_scope, crashed = relations_in_scope(submissions)
    for _, error in crashed:
        raise error
    return _evaluate(submissions, in_scope)[1]


def crash(code: str, error: Exception) -> Finding:
    """A rule that crashes becomes a finding; the batch goes on."""
    message = CRASHED.fill(code=code, error=same(crash_of(error)))
    return x001_rule_crashed.RULE.of_file(message)


def _evaluate(
    submissions: Sequence[Submission], in_scope: Scope
) -> tuple[Figures, list[Evaluation]]:
    """The figures with the rounding of what they were worked out from, and the relations that are
    in scope of any submission."""
    figures = figures_of(submissions, in_scope)
    is_stated = np.any(figures.stated, axis=0)
    stated = {key for key, column in figures.columns.items() if is_stated[column]}
    touched = {
        relation: rows
        for relation, rows in in_scope.items()
        if not stated.isdisjoint(relation.keys)
    }
    figures = with_formulas(list(touched), figures, touched)
    widened = with_derived(list(touched), figures, touched)
    evaluated = _evaluated(touched, figures, widened)
    return widened, [evaluation for evaluation in evaluated if evaluation.code.any()]


def _evaluated(in_scope: Scope, figures: Figures, widened: Figures) -> list[Evaluation]:
    """Judge a derived figure (rate, change) by its own printed digits; where it is an input of
    another relation, use the wider rounding of its sources."""
    derived = [relation for relation in in_scope if relation.derived]
    primary = [relation for relation in in_scope if not relation.derived]
    evaluated = [*evaluate(derived, figures, in_scope), *evaluate(primary, widened, in_scope)]
    by_relation = {evaluation.relation: evaluation for evaluation in evaluated}
    return [by_relation[relation] for relation in in_scope]


# ---------------------------------------------------------------- judging rules
def _judge(rule: JudgingRule | NoteRule, evidence: Evidence, result: Checked) -> None:
    """Findings, counts and undecided cells of one rule; of one that crashes, that it did."""
    try:
        judgements = list(rule.judge(evidence))
    except Exception as error:
        result.findings.append(crash(rule.code, error))
        return
    submission = evidence.submission
    for judgement in _distinct(judgements):
        match judgement:
            case Problem():
                _add(rule, judgement, submission, result)
            case Undecidable(undecided, reason):
                cells = tuple(map(submission.cell, undecided))
                result.undecided.append(Undecided(rule.code, cells, reason))
                result.count(Outcome.NOT_APPLICABLE)
            case Agreed():
                result.count(Outcome.AGREE)


def _distinct(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """The judgements; of problems that say the same of the same cells, as a sentence that is
    repeated in a text, only the first."""
    told = set[tuple[object, ...]]()
    for judgement in judgements:
        if isinstance(judgement, Problem):
            place = None if judgement.place is None else judgement.place[:2]
            saying = judgement.keys, place, judgement.message
            if saying in told:
                continue
            told.add(saying)
        yield judgement


def _judge_figures(submissions: Sequence[Submission], results: Sequence[Checked]) -> None:
    """Findings of the rules about single figures: the failure cases of the schema of claims."""
    crashes: list[Crash] = []
    for rule, row, claim in faulty_figures(submissions, crashes):
        try:
            problem = rule.problem(claim, submissions[row].standard)
        except Exception as wording:
            results[row].findings.append(crash(rule.code, wording))
        else:
            _add(rule, problem, submissions[row], results[row])
    _record_crashes(results, crashes)


def _add(rule: Rule, problem: Problem, submission: Submission, result: Checked) -> None:
    result.add(_finding(rule, problem, submission))


def _finding(rule: Rule, problem: Problem, submission: Submission) -> Finding:
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
        rule.todo if problem.todo is None else problem.todo,
        problem.stated,
        problem.expected,
        problem.difference,
        shown=of_problem(problem, cells[0] if cells else Cell(""), submission),
        explained=problem.explained,
    )


def _record_crashes(results: Sequence[Checked], crashes: Iterable[tuple[Rule, Exception]]) -> None:
    """Rules that crash are told of every submission."""
    for (rule, error), result in itertools.product(crashes, results):
        result.findings.append(crash(rule.code, error))


# ---------------------------------------------------------------- relations
def _record(
    submissions: Sequence[Submission], results: Sequence[Checked], evaluations: Sequence[Evaluation]
) -> None:
    """Outcomes are counted and undecided relations noted; what pandera reports becomes findings."""
    codes = np.array([evaluation.code for evaluation in evaluations]).reshape(-1, len(results))
    _count_agreed(results, codes)
    for number, row in np.argwhere(~np.isin(codes, WITHOUT_A_WORD)).tolist():
        evaluation = evaluations[number]
        rule = catalogue.by_code()[evaluation.relation.rule]
        _outcome(rule, evaluation, row, submissions[row], results[row])
    for evaluation, row in violations(evaluations, len(submissions)):
        rule = catalogue.by_code()[evaluation.relation.rule]
        results[row].add(messages.violation(rule, evaluation, row, submissions[row]))
    for submission, result in zip(submissions, results):
        result.accept_explanations(submission)


def _count_agreed(results: Sequence[Checked], codes: np.ndarray) -> None:
    """How many relations of each submission hold, exactly or within rounding."""
    for code in (Code.AGREE, Code.ROUNDING):
        for result, count in zip(results, (codes == code).sum(axis=0).tolist()):
            result.count(OUTCOMES[code], count)


def _outcome(
    rule: Rule, evaluation: Evaluation, row: int, submission: Submission, result: Checked
) -> None:
    """How a relation ends that neither holds nor is violated."""
    code = Code(evaluation.code[row])
    if code is Code.BLANK and _is_left_blank(evaluation, row, submission):
        return
    outcome = OUTCOMES[code]
    if code in (Code.SHORT, Code.CORNER):
        finding = messages.note(rule, evaluation, row, code, submission)
        result.findings.append(finding)
        outcome = outcome if finding.severity is Severity.INFO else Outcome.VIOLATED
    if outcome is Outcome.NOT_APPLICABLE:
        result.undecided.append(messages.undecided(evaluation, row, code, submission))
    result.count(outcome)


def _is_left_blank(evaluation: Evaluation, row: int, submission: Submission) -> bool:
    """Whether a figure is blank that need not be filled in: a rate on nothing, or what the form
    computes itself."""
    blanks, relation = evaluation.blank_keys(row), evaluation.relation
    on_nothing = relation.is_ratio and np.isnan(evaluation.printed[row])
    return not submission.computed.isdisjoint(blanks) or (
        bool(on_nothing) and blanks == [relation.subject]
    )
