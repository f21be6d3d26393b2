from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.funds:
        for item in standard.headcounts:
            row = f"headcounts.{fund.key}.{item.key}"
            if fund.key in item.funds:
                terms = (Term(1, f"{row}.actual"), Term(-1, f"{row}.prior"))
                yield Relation("B211", f"{row}.change", terms, difference=True)


RULE = RelationRule(
    code="B211",
    name="headcount-change",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="人数比上年增减 = 本年人数 − 上年人数",
        en="Change of a head-count = this year − last year",
    ),
    why=Text(zh="三个数是同一笔账。", en="The three figures are one account."),
    todo=Text(
        zh="核对本年人数、上年人数和增减数，改正填错的那一格。",
        en="Check the three cells and correct the wrong one.",
    ),
    passing={
        "headcounts": {
            "institution_pension": {
                "average_retirees": {"actual": 5854, "prior": 5727, "change": 127}
            }
        }
    },
    failing={
        "headcounts": {
            "institution_pension": {
                "average_retirees": {"actual": 5854, "prior": 5727, "change": 217}
            }
        }
    },
    relations=relations,
)
