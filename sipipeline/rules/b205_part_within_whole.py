from collections.abc import Iterator

from sipipeline.core.examples import account
from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, Term
from sipipeline.core.standard import Fund, Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.accounts:
        for item in standard.items_of(fund.key):
            for measure in item.measures if item.within else ():
                account = f"accounts.{fund.key}"
                whole = f"{item.within}.{measure}"
                yield Relation(
                    "B205",
                    f"{account}.{item.key}.{measure}",
                    (Term(1, f"{account}.{whole}"),),
                    op="<=",
                    unless_negative=_of_funds(fund, whole, standard),
                )


def _of_funds(account: Fund, line: str, standard: Standard) -> tuple[str, ...]:
    """The figures of the funds that the total of all adds up; none for a fund. One fund that owes
    money makes the total less than what the others have."""
    funds = standard.funds if account == standard.total else ()
    return tuple(f"accounts.{fund.key}.{line}" for fund in funds)


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
    passing=account(
        "resident_pension", closing_balance={"actual": 14388}, time_deposits={"actual": 7500}
    ),
    failing=account(
        "resident_pension", closing_balance={"actual": 14388}, time_deposits={"actual": 75000}
    ),
    relations=relations,
)
