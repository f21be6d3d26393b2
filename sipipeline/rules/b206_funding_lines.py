from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, total
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    whole, *parts = (f"funding.{column.key}" for column in standard.funding)
    yield total("B206", whole, parts)


RULE = RelationRule(
    code="B206",
    name="funding-lines",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="年度资金总额 = 财政拨款 + 社会保险基金 + 其他资金",
        en="Funds of the year = fiscal + insurance funds + other",
    ),
    why=Text(
        zh="绩效自评表表头的资金来源应加得上总额。",
        en="The sources in the header of the indicator table must add up.",
    ),
    todo=Text(
        zh="核对年度资金总额和三项来源，改正填错的那一格。",
        en="Check the total and its three sources, and correct the wrong cell.",
    ),
    passing={"funding": {"total": 40673, "fiscal": 14221, "fund": 26452, "other": 0}},
    failing={"funding": {"total": 40673, "fiscal": 14221, "fund": 26542, "other": 0}},
    relations=relations,
)
