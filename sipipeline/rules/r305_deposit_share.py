from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, ratio
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.funds:
        account = f"accounts.{fund.key}"
        share = f"balances.{fund.key}.deposit_share"
        yield ratio(
            "R305", share, f"{account}.time_deposits.actual", f"{account}.closing_balance.actual"
        )


RULE = RelationRule(
    code="R305",
    name="deposit-share",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="定期存款占比 = 定期存款 ÷ 年末滚存结余",
        en="Deposit share = time deposits ÷ closing balance",
    ),
    why=Text(zh="占比由两个金额算出。", en="The share follows from two amounts."),
    todo=Text(
        zh="用定期存款除以年末滚存结余重算，改正占比或填错的金额。",
        en="Divide time deposits by the closing balance again; correct the share or the "
        "wrong amount.",
    ),
    passing={
        "accounts": {
            "resident_pension": {
                "closing_balance": {"actual": 14388},
                "time_deposits": {"actual": 7500},
            }
        },
        "balances": {"resident_pension": {"deposit_share": "52%"}},
    },
    failing={
        "accounts": {
            "resident_pension": {
                "closing_balance": {"actual": 14388},
                "time_deposits": {"actual": 7500},
            }
        },
        "balances": {"resident_pension": {"deposit_share": "25%"}},
    },
    relations=relations,
)
