"""What a batch is held to: which relations are in scope of which submission, and the figures that
they speak of as wide arrays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from sipipeline import catalogue
from sipipeline.arithmetic.figures import Figures, columns_of
from sipipeline.core import keys
from sipipeline.core.relations import Relation
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.rule import RelationRule, Rule

Scope = dict[Relation, "np.ndarray | None"]
"""Relations, each with a flag a submission: is it in scope. None: of all."""


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


def relations_in_scope(
    submissions: Sequence[Submission],
) -> tuple[Scope, list[tuple[Rule, Exception]]]:
    """Every relation of the batch with the submissions that it is in scope of (None: all), and the
    rules that crashed. What a submission's own cells make stands for what the standard says of
    the same subject."""
    in_scope: Scope = {}
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


def _leave_out_unread(in_scope: Scope, submissions: Sequence[Submission]) -> None:
    """Take a submission out of the scope of every relation with a figure that was not read."""
    for row, submission in enumerate(submissions):
        for relation in list(in_scope) if submission.unread else ():
            if not submission.unread.isdisjoint(relation.keys):
                _leave_out(relation, in_scope, row, len(submissions))


def _leave_out(relation: Relation, in_scope: Scope, row: int, count: int) -> None:
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


@lru_cache(maxsize=8)
def _account_columns(standard: Standard, figures: tuple[str, ...]) -> Mapping[str, list[int]]:
    """The columns of each fund's account."""
    account: dict[str, list[int]] = {fund.key: [] for fund in standard.funds}
    for column, key in enumerate(figures):
        fund = keys.fund(key)
        if keys.is_account(key) and fund in account:
            account[fund].append(column)
    return account


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
