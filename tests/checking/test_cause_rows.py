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


def _share(share: float, **growth: float) -> list[tuple[str, bool]]:
    """The culprits of a share of the growth of one fund, and whether each is singled out."""
    row = {"fund": "resident_medical", "item": "expenditure", "amount": 391.25, "share": share}
    data: Data = {
        "accounts": {fund: {"expenditure": {"change": change}} for fund, change in growth.items()},
        "causes": [row],
    }
    culprits = [one for finding in checked(data).findings for one in finding.culprits]
    return [(one.cell.key.rpartition(".")[2], one.located) for one in culprits]


def test_a_share_that_is_right_of_another_fund_is_of_that_fund() -> None:
    told = _share(0.4353, resident_medical=475.58, enterprise_pension=898.8)
    assert told == [("fund", False), ("share", False)]
    assert _share(0.4353, resident_medical=475.58, enterprise_pension=911.2) == [("share", True)]
