from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, total
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        lines = standard.items_of(fund.key)
        for item in lines:
            parts = standard.parts_of(fund.key, item.key)
            for measure in ("budget", "actual", "prior") if parts else ():
                keys = [f"accounts.{fund.key}.{part.key}.{measure}" for part in parts]
                yield total("B201", f"accounts.{fund.key}.{item.key}.{measure}", keys)


RULE = RelationRule(
    code="B201",
    name="parts-sum-to-total",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(zh="合计等于各明细之和", en="A total is the sum of its parts"),
    why=Text(
        zh="收入合计、收入小计、支出合计、支出小计和待遇支出都由明细组成，预算数、"
        "本年实际数、上年实际数三列都应加得上。",
        en="Total and own income, total and own expenditure and benefits are made of "
        "parts that must add up in each column.",
    ),
    todo=Text(
        zh="对照账簿核对合计和各明细，改正填错的那一格。",
        en="Check the total and its parts against the ledger and correct the wrong cell.",
    ),
    passing=account(
        "work_injury",
        income={"actual": 1000},
        income_subtotal={"actual": 900},
        from_superior={"actual": 100},
    ),
    failing=account(
        "work_injury",
        income={"actual": 1000},
        income_subtotal={"actual": 910},
        from_superior={"actual": 100},
    ),
    relations=relations,
)
