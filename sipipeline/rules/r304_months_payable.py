from collections.abc import Iterator

from sipipeline.core.findings import Kind, Severity
from sipipeline.core.relations import Relation, ratio
from sipipeline.core.standard import Standard
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule


def relations(standard: Standard) -> Iterator[Relation]:
    for fund in standard.funds:
        account = f"accounts.{fund.key}"
        months = f"balances.{fund.key}.months_payable"
        yield ratio(
            "R304",
            months,
            f"{account}.closing_balance.actual",
            f"{account}.expenditure.actual",
            scale=12,
        )


RULE = RelationRule(
    code="R304",
    name="months-payable",
    kind=Kind.ARITHMETIC,
    severity=Severity.ERROR,
    title=Text(
        zh="可支付月数 = 年末滚存结余 ÷（支出合计 ÷ 12）",
        en="Months payable = closing balance ÷ (total expenditure ÷ 12)",
    ),
    why=Text(
        zh="可支付月数说明结余按当年支出水平还能付多久。",
        en="It says how long the balance lasts at this year's expenditure.",
    ),
    todo=Text(
        zh="用年末滚存结余除以月均支出重算，改正月数或填错的金额。",
        en="Divide the closing balance by a month's expenditure again; correct the months "
        "or the wrong amount.",
    ),
    passing={
        "accounts": {
            "resident_pension": {
                "closing_balance": {"actual": 14388},
                "expenditure": {"actual": 2244},
            }
        },
        "balances": {"resident_pension": {"months_payable": 76.9}},
    },
    failing={
        "accounts": {
            "resident_pension": {
                "closing_balance": {"actual": 14388},
                "expenditure": {"actual": 2244},
            }
        },
        "balances": {"resident_pension": {"months_payable": 64}},
    },
    relations=relations,
)
