from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.funds:
        level = f"benefit_levels.{fund.key}"
        terms = (Term(1, f"{level}.after"), Term(-1, f"{level}.before"))
        yield Relation("B209", f"{level}.increase", terms, difference=True)


RULE = RelationRule(
    code="B209",
    name="benefit-increase",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(zh="月人均增加 = 调整后 − 调整前", en="Monthly increase = after − before"),
    why=Text(
        zh="待遇调整前后的水平和增加额是同一笔账。",
        en="Both levels and the increase are one account.",
    ),
    todo=Text(
        zh="核对调整前、调整后和月人均增加三格，改正填错的那一格。",
        en="Check the three cells and correct the wrong one.",
    ),
    passing={
        "benefit_levels": {
            "institution_pension": {"before": 5073.17, "after": 5283.43, "increase": 210.26}
        }
    },
    failing={
        "benefit_levels": {
            "institution_pension": {"before": 5073.17, "after": 5283.43, "increase": 201.26}
        }
    },
    relations=relations,
)
