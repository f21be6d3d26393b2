"""A decimal point that went astray is undone to the last digit; where several parts of a sum are
wrong no single one is told a value that depends on the others."""

import pytest
from support import account, checked

from sipipeline.core.findings import Culprit

RIGHT = {"injury_medical": 14_275.42, "disability": 3_906.55, "work_death": 1_480.44}
SUM = 19_662.41


def told(total: float = SUM, **parts: float) -> dict[str, Culprit]:
    """The culprits among the parts of the benefits and their sum, by their items."""
    rows = {item: {"actual": parts.get(item, amount)} for item, amount in RIGHT.items()}
    whole = {
        item: {"actual": total} for item in ("expenditure", "expenditure_subtotal", "benefits")
    }
    budgets = {"income": {"budget": 100, "prior": 90}, "income_subtotal": {"budget": 100}}
    found = checked(account(**whole, **rows, **budgets)).findings
    return {one.cell.key.split(".")[2]: one for item in found for one in item.culprits}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"injury_medical": 142_754.2, "disability": 39_065.5}, "2 格小数点都错位，相差 10 倍"),
        ({"disability": 39_065.5, "work_death": 14_804.4}, "2 格小数点都错位，相差 10 倍"),
        ({"injury_medical": 1_427_542, "disability": 390_655}, "2 格都漏填小数点，相差 100 倍"),
        ({"injury_medical": 142_754_200, "disability": 39_065_500}, "元与万元相差一万倍"),
        ({"injury_medical": 142_754.2, "disability": 390_655}, "2 格小数点都错位，相差的倍数不同"),
        ({"disability": 39.0655, "work_death": 14_804.4}, "2 格小数点都错位，相差的倍数不同"),
    ],
)
def test_parts_of_one_sum_with_their_points_moved_alike_are_one_slip(
    typed: dict[str, float], says: str
) -> None:
    culprits = told(**typed)
    assert {item: one.suggest for item, one in culprits.items()} == {
        item: RIGHT[item] for item in typed
    }
    assert all(says in one.why.zh for one in culprits.values())
    assert {one.confidence for one in culprits.values()} == {"likely"}


def test_two_figures_of_a_sum_that_are_wrong_in_no_like_way_are_told_no_value() -> None:
    culprits = told(injury_medical=98_213.07, disability=55_718.9)
    assert culprits.keys() == {"injury_medical", "disability"}
    for one in culprits.values():
        assert (one.suggest, one.confidence) == (None, "likely")
        assert one.why.zh == "同一合计里不止这一格填错"


def test_small_figures_that_happen_to_fit_are_no_slip() -> None:
    rows = {"injury_medical": 100, "disability": 50, "work_death": 7}
    amounts = {item: {"actual": amount} for item, amount in rows.items()}
    found = checked(account(benefits={"actual": 22}, **amounts)).findings
    assert not any("同一合计" in one.why.zh for item in found for one in item.culprits)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (390_655, "小数点漏填，相差 100 倍"),
        (39_065.5, "小数点错位，相差 10 倍"),
        (39_065_500, "单位弄错：元与万元相差一万倍"),
    ],
)
def test_one_moved_point_is_undone_to_the_last_digit(typed: float, says: str) -> None:
    (culprit,) = told(disability=typed).values()
    assert (culprit.cell.key.split(".")[2], culprit.suggest) == ("disability", 3_906.55)
    assert (culprit.why.zh, culprit.confidence) == (says, "certain")


def test_a_figure_ten_times_too_large_has_a_digit_too_many_where_it_has_no_point() -> None:
    rows = {"injury_medical": 600, "disability": 312, "work_death": 45}
    amounts = {item: {"actual": amount} for item, amount in rows.items()}
    whole = {item: {"actual": 417} for item in ("expenditure", "expenditure_subtotal", "benefits")}
    found = checked(account(**whole, **amounts)).findings
    first = next(item for item in found if item.culprits).culprits[0]
    assert (first.suggest, first.why.zh) == (60, "多了 1 位，相差 10 倍")
