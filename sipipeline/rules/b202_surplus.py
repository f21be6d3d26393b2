from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        for measure in ("budget", "actual", "prior"):
            account = f"accounts.{fund.key}"
            terms = (
                Term(1, f"{account}.income.{measure}"),
                Term(-1, f"{account}.expenditure.{measure}"),
            )
            yield Relation("B202", f"{account}.surplus.{measure}", terms)


RULE = RelationRule(
    code="B202",
    name="surplus",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="本年收支结余 = 收入合计 − 支出合计", en="Surplus = total income − total expenditure"
    ),
    why=Text(
        zh="结余用含上级补助、下级上解和调剂资金的合计数计算，入不敷出时为负数。",
        en="The surplus is taken from the totals that include transfers between levels; "
        "it is negative in a deficit.",
    ),
    todo=Text(
        zh="核对收入合计、支出合计和本年收支结余，改正填错的那一格。",
        en="Check total income, total expenditure and surplus, and correct the wrong cell.",
    ),
    passing=account(
        "work_injury",
        income={"actual": 3002.97},
        expenditure={"actual": 2939.29},
        surplus={"actual": 63.68},
    ),
    failing=account(
        "work_injury",
        income={"actual": 3002.97},
        expenditure={"actual": 2939.29},
        surplus={"actual": 68.68},
    ),
    relations=relations,
)
