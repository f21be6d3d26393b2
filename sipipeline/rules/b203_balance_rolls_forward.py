from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        for measure in ("actual", "prior"):
            account = f"accounts.{fund.key}"
            terms = (
                Term(1, f"{account}.opening_balance.{measure}"),
                Term(1, f"{account}.surplus.{measure}"),
            )
            yield Relation("B203", f"{account}.closing_balance.{measure}", terms)


RULE = RelationRule(
    code="B203",
    name="balance-rolls-forward",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="年末滚存结余 = 上年末滚存结余 + 本年收支结余",
        en="Closing balance = opening balance + surplus",
    ),
    why=Text(
        zh="结余逐年滚存，本年和上年两列都应滚得上。",
        en="Balances roll forward, in this year's column and in last year's.",
    ),
    todo=Text(
        zh="核对上年末滚存结余、本年收支结余和年末滚存结余，改正填错的那一格。",
        en="Check opening balance, surplus and closing balance, and correct the wrong cell.",
    ),
    passing=account(
        "unemployment",
        opening_balance={"actual": 500},
        surplus={"actual": -20},
        closing_balance={"actual": 480},
    ),
    failing=account(
        "unemployment",
        opening_balance={"actual": 500},
        surplus={"actual": -20},
        closing_balance={"actual": 520},
    ),
    relations=relations,
)
