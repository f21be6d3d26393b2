"""A balance that last year's closing says as well is not the one that is wrong."""

from typing import Any

import pytest
from support import checked

from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")


def whole() -> dict[str, Any]:
    """An account in whole units, without rates, the year beginning as the last one ended."""
    data = consistent(STANDARD, 1, ["unemployment"])
    data["accounts"] = {
        "unemployment": {
            "opening_balance": {"actual": 7467.0},
            "income": {"actual": 4950.0},
            "expenditure": {"actual": 4557.0},
            "surplus": {"actual": 393.0},
            "closing_balance": {"actual": 7860.0, "prior": 7467.0},
        }
    }
    return data


@pytest.mark.parametrize("closing", [7869.0, 7851.0, 8760.0])
def test_the_closing_is_wrong_where_the_opening_is_last_years_closing(closing: float) -> None:
    data = whole()
    data["accounts"]["unemployment"]["closing_balance"]["actual"] = closing
    culprits = [one for found in checked(data).findings for one in found.culprits]
    assert culprits[0].cell.key == "accounts.unemployment.closing_balance.actual"
    located = {one.cell.key for one in culprits if one.located}
    assert "accounts.unemployment.opening_balance.actual" not in located


@pytest.mark.parametrize("opening", [7476.0, 7647.0, 746.7])
def test_an_opening_unlike_last_years_closing_is_the_one_that_is_wrong(opening: float) -> None:
    data = whole()
    data["accounts"]["unemployment"]["opening_balance"]["actual"] = opening
    culprits = [one for found in checked(data).findings for one in found.culprits]
    assert culprits[0].cell.key == "accounts.unemployment.opening_balance.actual"
    assert culprits[0].suggest == 7467
