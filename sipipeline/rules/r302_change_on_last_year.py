from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        for item in standard.items_of(fund.key):
            row = f"accounts.{fund.key}.{item.key}"
            if "change" in item.measures:
                terms = (Term(1, f"{row}.actual"), Term(-1, f"{row}.prior"))
                yield Relation("R302", f"{row}.change", terms, difference=True)


RULE = RelationRule(
    code="R302",
    name="change-on-last-year",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="比上年增减额 = 本年实际数 − 上年实际数", en="Change on last year = actual − last year"
    ),
    why=Text(zh="减少时为负数。", en="It is negative where the figure fell."),
    todo=Text(
        zh="核对本年实际数、上年实际数和增减额，改正填错的那一格。",
        en="Check the three cells and correct the wrong one.",
    ),
    passing=account("work_injury", income={"actual": 1167, "prior": 1100, "change": 67}),
    failing=account("work_injury", income={"actual": 1167, "prior": 1100, "change": -67}),
    relations=relations,
)
