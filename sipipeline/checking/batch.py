"""Runs the rules over a batch: one wide frame for all submissions, never a schema call a file."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np

from sipipeline import catalogue
from sipipeline.arithmetic.evaluation import Code, Evaluation, evaluate
from sipipeline.arithmetic.figures import Figures, columns_of
from sipipeline.arithmetic.rounding import with_derived, with_formulas
from sipipeline.checking import culprits, messages
from sipipeline.checking.causes_in_formulas import right_formulas
from sipipeline.checking.checked import Checked
from sipipeline.checking.columns_of_sums import columns_of_sums
from sipipeline.checking.exchanged_people import exchanges
from sipipeline.checking.grouping import grouped
from sipipeline.checking.head_counts import told_at_once
from sipipeline.checking.joint_contradictions import CUT_SHORT, JOINT
from sipipeline.checking.missing_accounts import without_funds_of_some
from sipipeline.checking.people_in_doubt import doubts
from sipipeline.checking.scaled_columns import scaled_columns
from sipipeline.checking.schemas import Crash, faulty_figures, violations
from sipipeline.checking.shown import of_problem
from sipipeline.checking.strays_at_once import strays_at_once
from sipipeline.checking.suppositions import Suppose, Supposition
from sipipeline.checking.suspicion import Joint, reconcile
from sipipeline.checking.units_apart import with_units_apart, with_years_apart
from sipipeline.checking.unreadable import located
from sipipeline.core import keys
from sipipeline.core.crashes import crash_of
from sipipeline.core.findings import (
    Cell,
    Finding,
    Implied,
    Kind,
    Outcome,
    Severity,
    Undecided,
    by_severity,
)
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text, same
from sipipeline.evidence import indicators
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import (
    Agreed,
    Judgement,
    JudgingRule,
    NoteRule,
    Problem,
    RelationRule,
    Rule,
    Undecidable,
)
from sipipeline.rules import (
    f113_submission_complete,
    f128_lines_filled_in,
    n601_text_agrees_with_tables,
    x001_rule_crashed,
)

_QUOTING = n601_text_agrees_with_tables.RULE.code
_PARTS = (f113_submission_complete.RULE.code, f128_lines_filled_in.RULE.code)
"""The rules that ask for what a submission lacks."""
_DOUBTS = 3
"""So many texts may each have other people than one cell."""

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


@np.errstate(divide="ignore", invalid="ignore", over="ignore")  # open intervals end at infinity
def check(submissions: Sequence[Submission]) -> list[Checked]:
    """Check a batch; the answer for a submission does not depend on the others in the batch."""
    results = _checked(submissions)
    _believe(submissions, results, right_formulas, check)
    _believe(submissions, results, scaled_columns, _checked)
    _believe(submissions, results, columns_of_sums, _checked)
    _believe(submissions, results, exchanges, _checked)
    for _ in range(_DOUBTS):
        if not _believe(submissions, results, doubts, _checked):
            break
    for result in results:
        result.findings = sorted(strays_at_once(result.findings), key=by_severity)
    return results


@np.errstate(divide="ignore", invalid="ignore", over="ignore")
def objections(submissions: Sequence[Submission]) -> list[tuple[int, int]]:
    """How much single rules have against the figures of each submission, and how much they cannot
    decide; nothing is located."""
    results = [Checked() for _ in submissions]
    for alike, their_results in _by_standard(submissions, results):
        _confront(alike, their_results)
    return [(_about_figures(result), len(result.undecided)) for result in results]


def evaluations(submissions: Sequence[Submission]) -> list[Evaluation]:
    """Every relation in scope of any of the submissions, which have one standard: does it hold,
    and by how much not.

    Raises what a rule raises that fails to run.
    """
    if not submissions:
        return []
    in_scope, crashed = _relations(submissions)
    for _, error in crashed:
        raise error
    return _evaluate(submissions, in_scope)[1]


def _checked(submissions: Sequence[Submission]) -> list[Checked]:
    """What the rules say of each submission as it stands."""
    results = [Checked() for _ in submissions]
    for alike, their_results in _by_standard(submissions, results):
        _put_together(*_confront(alike, their_results))
    return results


def _believe(
    submissions: Sequence[Submission],
    results: Sequence[Checked],
    suppose: Suppose,
    check_again: Callable[[Sequence[Submission]], Sequence[Checked]],
) -> bool:
    """Of each submission: tell the slip that settles most once it is put right, of those that are
    supposed of what was told, and what is wrong without it. Whether there is one."""
    tried: list[tuple[int, Supposition]] = []
    for place, (submission, result) in enumerate(zip(submissions, results)):
        with _told_if_it_crashes(result):
            tried += ((place, one) for one in suppose(result.findings, submission))
    afterwards = check_again([one.put_right for _, one in tried]) if tried else []
    best: dict[int, tuple[int, Supposition, Checked]] = {}
    for (place, one), after in zip(tried, afterwards):
        weight = one.weight(results[place].findings, after.findings)
        if weight > (best[place][0] if place in best else 0):
            best[place] = (weight, one, after)
    for place, (_, one, after) in best.items():
        result = results[place]
        with _told_if_it_crashes(result):
            result.findings = one.told(result.findings, after.findings)
            result.undecided, result.implied = after.undecided, after.implied
    return bool(best)


@contextmanager
def _told_if_it_crashes(result: Checked) -> Iterator[None]:
    """What fails while causes are put together is told of the one submission."""
    try:
        yield
    except Exception as error:
        result.findings.append(crash(JOINT.code, error))


def _about_figures(result: Checked) -> int:
    """How many findings speak against figures: not those about the form, nor that lines or columns
    are missing where that is only pointed out."""
    return sum(
        finding.kind is not Kind.FORMAT and not _only_lacks(finding) for finding in result.findings
    )


def _only_lacks(finding: Finding) -> bool:
    return finding.rule in _PARTS and finding.severity is Severity.INFO


def _by_standard(
    submissions: Sequence[Submission], results: Sequence[Checked]
) -> Iterator[tuple[list[Submission], list[Checked]]]:
    """The submissions of each standard, of which there is at least one, with their results."""
    of_standard: dict[Standard, list[tuple[Submission, Checked]]] = {}
    for submission, result in zip(submissions, results):
        of_standard.setdefault(submission.standard, []).append((submission, result))
    for members in of_standard.values():
        alike, their_results = map(list, zip(*members))
        yield alike, their_results


def _confront(
    submissions: list[Submission], results: list[Checked]
) -> tuple[list[Evidence], list[Checked], Figures, dict[Relation, Any]]:
    """The findings of each rule by itself; returned is what they are put together from."""
    standard = submissions[0].standard
    evidence = [Evidence(submission) for submission in submissions]
    for one, result in zip(evidence, results):
        result.indicators = indicators.results(one.submission, one.indicators)
    _judge_figures(submissions, results)
    judging: list[NoteRule | JudgingRule] = [*catalogue.note_rules(standard)]
    judging += catalogue.judging_rules(standard)
    for judging_rule, (one, result) in itertools.product(judging, zip(evidence, results)):
        _judge(judging_rule, one, result)
    in_scope, crashed = _relations(submissions)
    _record_crashes(results, crashed)
    figures, decided = _evaluate(submissions, in_scope)
    _record(submissions, results, decided)
    return evidence, results, figures, in_scope


def _evaluate(
    submissions: Sequence[Submission], in_scope: Mapping[Relation, Any]
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


def _evaluated(
    in_scope: Mapping[Relation, "np.ndarray | None"], figures: Figures, widened: Figures
) -> list[Evaluation]:
    """Judge a derived figure (rate, change) by its own printed digits; where it is an input of
    another relation, use the wider rounding of its sources."""
    derived = [relation for relation in in_scope if relation.derived]
    primary = [relation for relation in in_scope if not relation.derived]
    evaluated = [*evaluate(derived, figures, in_scope), *evaluate(primary, widened, in_scope)]
    by_relation = {evaluation.relation: evaluation for evaluation in evaluated}
    return [by_relation[relation] for relation in in_scope]


# ---------------------------------------------------------------- judging rules
def crash(code: str, error: Exception) -> Finding:
    """A rule that crashes becomes a finding; the batch goes on."""
    message = CRASHED.fill(code=code, error=same(crash_of(error)))
    return x001_rule_crashed.RULE.of_file(message)


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


def _judge_figures(submissions: list[Submission], results: list[Checked]) -> None:
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


def _record_crashes(results: list[Checked], crashes: Iterable[tuple[Rule, Exception]]) -> None:
    """Rules that crash are told of every submission."""
    for (rule, error), result in itertools.product(crashes, results):
        result.findings.append(crash(rule.code, error))


# ---------------------------------------------------------------- relations
def figures_of(submissions: Sequence[Submission], relations: Iterable[Relation]) -> Figures:
    """The figures that the relations speak of, as wide arrays: a row a submission, a column a
    key. The submissions, at least one, have one standard."""
    columns = columns_of(dict.fromkeys(key for relation in relations for key in relation.keys))
    shape = len(submissions), len(columns)
    value, half_width = np.zeros(shape), np.zeros(shape)
    stated, formula = np.zeros(shape, bool), np.zeros(shape, bool)
    for row, submission in enumerate(submissions):
        for key, claim in submission.claims.items():
            column = columns.get(key)
            if column is None or not isinstance(claim.value, float):
                continue
            value[row, column] = claim.value
            half_width[row, column] = claim.half_width
            stated[row, column] = True
            formula[row, column] = claim.formula
    standard = submissions[0].standard
    account = _account_columns(standard, tuple(columns))
    not_run = _not_run(account, submissions, len(columns)) & ~stated
    floor = _floors(standard, tuple(columns))
    return Figures(columns, value, half_width, half_width, stated, not_run, formula, floor)


def _relations(
    submissions: Sequence[Submission],
) -> tuple[dict[Relation, "np.ndarray | None"], list[tuple[Rule, Exception]]]:
    """Every relation of the batch with the submissions that it is in scope of (None: all), and the
    rules that crashed. What a submission's own cells make stands for what the standard says of
    the same subject."""
    in_scope: dict[Relation, np.ndarray | None] = {}
    crashed: list[tuple[Rule, Exception]] = []
    standard = submissions[0].standard
    for rule in catalogue.relation_rules(standard):
        try:
            of_standard = catalogue.relations_of(rule, standard)
            in_scope.update(dict.fromkeys(of_standard))
            for relation, row in _relations_of_rows(rule, submissions):
                flags = in_scope.setdefault(relation, np.zeros(len(submissions), dtype=bool))
                assert flags is not None
                flags[row] = True
                for other in of_standard:
                    if other.subject == relation.subject:
                        _leave_out(other, in_scope, row, len(submissions))
        except Exception as error:
            crashed.append((rule, error))
    _leave_out_unread(in_scope, submissions)
    return in_scope, crashed


def _leave_out_unread(
    in_scope: dict[Relation, "np.ndarray | None"], submissions: Sequence[Submission]
) -> None:
    """Take a submission out of the scope of every relation with a figure that was not read."""
    for row, submission in enumerate(submissions):
        for relation in list(in_scope) if submission.unread else ():
            if not submission.unread.isdisjoint(relation.keys):
                _leave_out(relation, in_scope, row, len(submissions))


def _leave_out(
    relation: Relation, in_scope: dict[Relation, "np.ndarray | None"], row: int, count: int
) -> None:
    """Take one of so many submissions out of the scope of a relation."""
    flags = in_scope[relation]
    if flags is None:
        flags = in_scope[relation] = np.ones(count, dtype=bool)
    flags[row] = False


def _relations_of_rows(
    rule: RelationRule, submissions: Sequence[Submission]
) -> Iterator[tuple[Relation, int]]:
    if rule.rows is not None:
        for row, submission in enumerate(submissions):
            for relation in rule.rows(submission):
                yield relation, row


def _not_run(
    account: Mapping[str, list[int]], submissions: Sequence[Submission], width: int
) -> np.ndarray:
    """Flags the account figures of funds that a submission does not report."""
    flags = np.zeros((len(submissions), width), bool)
    for fund, columns in account.items():
        for row, submission in enumerate(submissions):
            flags[row, columns] = not submission.reports(fund)
    return flags


@lru_cache(maxsize=8)
def _floors(standard: Standard, figures: tuple[str, ...]) -> np.ndarray:
    """The least that each unknown figure may be: 0, where it may be negative no bound."""
    fields = map(standard.field, figures)
    signed = [field is not None and field.signed for field in fields]
    return np.where(signed, -np.inf, 0.0)


@lru_cache(maxsize=8)
def _account_columns(standard: Standard, figures: tuple[str, ...]) -> Mapping[str, list[int]]:
    """The columns of each fund's account."""
    account: dict[str, list[int]] = {fund.key: [] for fund in standard.funds}
    for column, key in enumerate(figures):
        fund = keys.fund(key)
        if keys.is_account(key) and fund in account:
            account[fund].append(column)
    return account


def _record(
    submissions: list[Submission], results: list[Checked], evaluations: list[Evaluation]
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


def _count_agreed(results: list[Checked], codes: np.ndarray) -> None:
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


def _put_together(
    evidence: Sequence[Evidence],
    results: list[Checked],
    figures: Figures,
    in_scope: Mapping[Relation, Any],
) -> None:
    """All relations of a submission together: contradictions that no single one shows, and the
    cells that explain them."""
    disputed = [_says(result, _QUOTING) for result in results]
    for result, joint in zip(results, reconcile(evidence, figures, in_scope, disputed)):
        result.implied = list(joint.implied)
        if joint.crash is not None:
            result.findings.append(crash(JOINT.code, joint.crash))
            continue
        found = joint.diagnosis
        try:
            result.findings = _with_causes(result, joint)
        except Exception as wording:
            result.findings.append(crash(JOINT.code, wording))
            continue
        known = without_funds_of_some(result.implied, result.findings, joint.submission)
        result.implied = [one for one in known if _is_blank(one, joint.submission)]
        result.ask_about_blanks(joint.submission)
        if found.consistent:
            result.count(Outcome.AGREE)
            continue
        for finding in result.findings:
            if finding.rule == JOINT.code:
                result.count(Outcome.VIOLATED)
        if not found.proved:
            result.undecided.append(Undecided(JOINT.code, (), CUT_SHORT))


def _with_causes(result: Checked, joint: Joint) -> list[Finding]:
    """The findings of a submission with the cells that explain them, those of one cause
    together."""
    submission, groups = joint.submission, joint.diagnosis.groups
    explained = culprits.explained(result.findings, groups, submission)
    apart = with_units_apart(explained, submission)
    read = located(apart, result.implied, submission)
    causes = grouped(told_at_once(read, submission), groups, submission)
    return with_years_apart(causes, submission)


def _is_blank(implied: Implied, submission: Submission) -> bool:
    """Whether nothing stands in a cell: what could not be read is told by a finding."""
    return implied.cell.key not in submission.unreadable


def _says(result: Checked, code: str) -> bool:
    """Whether a rule has a finding."""
    return any(finding.rule == code for finding in result.findings)
