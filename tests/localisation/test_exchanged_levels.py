"""Three levels of benefits in each other's place are one slip; one wrong figure among them is told
as before."""

from typing import Any

import pytest
from support import checked

from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
LEVELS = ("before", "after", "increase")
RIGHT = (165, 173, 8)


def told(*stated: float) -> list[Issue]:
    """What is told of the levels before and after an increase, and of the increase."""
    data: dict[str, Any] = consistent(STANDARD, 3, ["unemployment", "resident_pension"])
    data["benefit_levels"] = {"resident_pension": dict(zip(LEVELS, stated))}
    found = issues(checked(data).findings)
    return [one for one in found if one.severity == "error"]


@pytest.mark.parametrize(
    "stated", [(173, 165, 8), (165, 8, 173), (8, 165, 173), (173, 8, 165)], ids=str
)
def test_levels_in_each_others_place_are_one_slip(stated: tuple[float, ...]) -> None:
    (one,) = told(*stated)
    wrong = {name: right for name, held, right in zip(LEVELS, stated, RIGHT) if held != right}
    said = {each.cell.key.rsplit(".", 1)[-1]: each.suggest for each in one.culprits}
    assert said == wrong
    assert "互换了位置：最大的数是调整后的" in one.message.zh


@pytest.mark.parametrize("stated", [RIGHT, (165.2, 173.5, 8.3), (165, 165, 0), (2950, 3010, 60)])
def test_right_levels_are_not_told(stated: tuple[float, ...]) -> None:
    assert told(*stated) == []


@pytest.mark.parametrize("stated", [(165, 178, 8), (165, 173, 80), (156, 173, 8)])
def test_one_wrong_level_is_no_exchange(stated: tuple[float, ...]) -> None:
    (one,) = told(*stated)
    assert "互换了位置" not in one.message.zh
