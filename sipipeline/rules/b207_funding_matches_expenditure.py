from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.submission import Submission
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    yield Relation("B207", "funding.total", (Term(1, _expenditure(standard)),))


def rows(submission: Submission) -> Iterator[Relation]:
    """Of a total that the form adds up, the funds that it adds up, where each has its part."""
    expenditure = _expenditure(submission.standard)
    if submission.is_computed(expenditure):
        terms = tuple(Term(1, part) for part in submission.parts(expenditure))
        yield Relation("B207", "funding.total", terms, form="funds")


def _expenditure(standard: Standard) -> str:
    return f"accounts.{standard.total.key}.expenditure.budget"


RULE = RelationRule(
    code="B207",
    name="funding-matches-expenditure",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="年度资金总额 = 基金汇总的支出合计预算数",
        en="Funds of the year = budgeted total expenditure",
    ),
    why=Text(
        zh="绩效自评的项目就是当年的基金支出预算，表头的资金总额与汇总表的支出预算是同一个数。",
        en="What is evaluated is the year's expenditure budget, so both places state the "
        "same figure.",
    ),
    todo=Text(
        zh="核对绩效自评表的年度资金总额和基金汇总的支出合计预算数，使两处一致。",
        en="Make the funds of the year and the budgeted total expenditure agree.",
    ),
    passing={
        "funding": {"total": 41980},
        "accounts": {"total": {"expenditure": {"budget": 41980}}},
    },
    failing={
        "funding": {"total": 40673},
        "accounts": {"total": {"expenditure": {"budget": 41980}}},
    },
    relations=relations,
    rows=rows,
)
