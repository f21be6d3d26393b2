"""An amount that its fund did not grow by may stand beside the wrong fund."""

import pytest
from support import Data, checked

from sipipeline.core.findings import Culprit


def named(amount: float, **growth: float) -> list[Culprit]:
    """The culprits of a reason for the growth of one fund, beside that of others."""
    data: Data = {
        "accounts": {fund: {"expenditure": {"change": change}} for fund, change in growth.items()},
        "causes": [
            {
                "fund": "resident_medical",
                "item": "expenditure",
                "cause": "离退休人数增加",
                "amount": amount,
            }
        ],
    }
    return [one for finding in checked(data).findings for one in finding.culprits]


def test_the_fund_of_a_reason_may_be_wrong_where_another_grew_by_as_much() -> None:
    culprits = named(3564, resident_medical=1365.36, enterprise_pension=8000)
    assert {one.cell.key.rpartition(".")[2] for one in culprits} >= {"amount", "fund"}
    assert not any(one.located for one in culprits)


@pytest.mark.parametrize("growth", [{}, {"enterprise_pension": 3000.0}, {"work_injury": -4000.0}])
def test_where_no_other_fund_grew_by_as_much_the_amount_is_wrong(growth: dict[str, float]) -> None:
    culprits = named(3564, resident_medical=1365.36, **growth)
    assert "causes.1.fund" not in {one.cell.key for one in culprits}
