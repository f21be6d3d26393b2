"""Amount and share of a cause in each other's cell: one cause, whatever each is typed as."""

from typing import Any

import pytest
from support import Data, checked

from sipipeline.core.findings import Finding


def causes(*rows: tuple[Any, Any]) -> Data:
    """Causes of an expenditure that rose by 133.95, each with its amount and its share as typed."""
    said = ["基础养老金标准提高", "领取待遇人数增加", "丧葬补助金增加"]
    return {
        "accounts": {"resident_pension": {"expenditure": {"change": 133.95}}},
        "causes": [
            {
                "fund": "resident_pension",
                "item": "expenditure",
                "cause": cause,
                "amount": amount,
                "share": share,
            }
            for cause, (amount, share) in zip(said, rows)
        ],
    }


def told(data: Data) -> list[Finding]:
    found = checked(data).findings
    return [one for one in found if one.cells and one.cells[0].key.startswith("causes")]


@pytest.mark.parametrize(
    ("row", "meant"),
    [
        (("60.00%", 80.37), (80.37, 0.6)),
        ((0.6, 80.37), (80.37, 0.6)),
        ((60, 80.37), (80.37, 0.6)),
        (("60%", "80.37"), (80.37, 0.6)),
        ((0.25, 33.49), (33.49, 0.25)),
    ],
)
def test_an_amount_and_a_share_in_each_others_cell(row: Any, meant: tuple[float, float]) -> None:
    found = told(causes(row))
    ((amount, share),) = {one.culprits for one in found}
    assert None not in {one.group for one in found}
    assert (amount.cell.key, amount.suggest) == ("causes.1.amount", meant[0])
    assert (share.cell.key, share.suggest) == ("causes.1.share", meant[1])
    assert "第 1 项的“影响金额”和“占增减总额%”填反了" in share.why.zh


def test_several_exchanged_rows_are_one_cause() -> None:
    found = told(causes(("60.00%", 80.37), (33.49, "25.00%"), ("10.00%", 13.4)))
    assert len({one.group for one in found}) == 1
    keys = [culprit.cell.key.removeprefix("causes.") for culprit in found[0].culprits]
    assert keys == ["1.amount", "1.share", "3.amount", "3.share"]


@pytest.mark.parametrize(
    ("row", "slip"),
    [
        ((80.37, "60.00%"), False),
        ((80.37, "06.00%"), True),
        ((80.37, 0.06), True),
        (("60.00%", 18.37), True),
        ((60, "60.00%"), True),
    ],
)
def test_rows_that_an_exchange_does_not_mend(row: Any, slip: bool) -> None:
    found = told(causes(row))
    assert bool(found) is slip
    assert not [one for one in found for culprit in one.culprits if "填反了" in culprit.why.zh]
