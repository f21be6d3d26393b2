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
            if "growth_rate" in item.measures:
                yield from _growth(f"accounts.{fund.key}.{item.key}")
    for fund in standard.funds:
        for item in standard.headcounts:
            if fund.key in item.funds:
                yield from _growth(f"headcounts.{fund.key}.{item.key}")


def _growth(row: str) -> Iterator[Relation]:
    """Against last year as stated; where it is blank, against what the change makes it."""
    rate, actual, prior, change = (
        f"{row}.growth_rate",
        f"{row}.actual",
        f"{row}.prior",
        f"{row}.change",
    )
    difference = (Term(1, actual), Term(-1, prior))
    before = (Term(1, actual), Term(-1, change))
    yield Relation("R303", rate, (Term(1, change),), base=(Term(1, prior),), given=(prior, change))
    yield Relation(
        "R303",
        rate,
        (Term(1, change),),
        base=before,
        given=(change,),
        unless=(prior,),
        form="change",
    )
    yield Relation("R303", rate, difference, base=(Term(1, prior),), unless=(change,), form="prior")


RULE = RelationRule(
    code="R303",
    name="growth-rate",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="比上年增减% = 比上年增减额 ÷ 上年实际数",
        en="Change on last year % = change ÷ last year",
    ),
    why=Text(
        zh="上年数没有填时，用本年数减去增减额作上年数。",
        en="Where last year's figure is blank, this year's less the change stands for it.",
    ),
    todo=Text(
        zh="用增减额除以上年数重算，改正增减率或填错的数。",
        en="Divide the change by last year's figure again; correct the rate or the wrong figure.",
    ),
    passing=account(
        "resident_pension", income={"actual": 5306, "change": 798, "growth_rate": "17.7%"}
    ),
    failing=account(
        "resident_pension", income={"actual": 5306, "change": 798, "growth_rate": "15%"}
    ),
    relations=relations,
)
