from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.funds:
        level = f"benefit_levels.{fund.key}"
        yield Relation("B210", f"{level}.adjusted", (Term(1, f"{level}.eligible"),), op="<=")


RULE = RelationRule(
    code="B210",
    name="adjusted-within-eligible",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(zh="已调整人数不多于符合调整条件人数", en="Not more people adjusted than eligible"),
    why=Text(
        zh="只有符合条件的人才能调整待遇。",
        en="Only those who are eligible can have been adjusted.",
    ),
    todo=Text(
        zh="核对两个人数，改正填错的那一格。",
        en="Check both head-counts and correct the wrong one.",
    ),
    passing={"benefit_levels": {"institution_pension": {"eligible": 5631, "adjusted": 5631}}},
    failing={"benefit_levels": {"institution_pension": {"eligible": 5631, "adjusted": 5831}}},
    relations=relations,
)
