from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        for item in standard.items_of(fund.key):
            for measure in item.measures if item.within else ():
                account = f"accounts.{fund.key}"
                whole = Term(1, f"{account}.{item.within}.{measure}")
                yield Relation("B205", f"{account}.{item.key}.{measure}", (whole,), op="<=")


RULE = RelationRule(
    code="B205",
    name="part-within-whole",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(zh="其中项不大于总数", en="A part is not more than its whole"),
    why=Text(
        zh="定期存款是年末滚存结余的一部分，不会比它多。",
        en="Time deposits are a part of the closing balance.",
    ),
    todo=Text(
        zh="核对其中项和总数，改正填错的那一格。",
        en="Check the part and the whole, and correct the wrong cell.",
    ),
    passing={
        "accounts": {
            "resident_pension": {
                "closing_balance": {"actual": 14388},
                "time_deposits": {"actual": 7500},
            }
        }
    },
    failing={
        "accounts": {
            "resident_pension": {
                "closing_balance": {"actual": 14388},
                "time_deposits": {"actual": 75000},
            }
        }
    },
    relations=relations,
)
