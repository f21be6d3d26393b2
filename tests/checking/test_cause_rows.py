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


def row(
    amount: float,
    share: float,
    cause: str = "领取人数增加",
    item: str = "expenditure",
    **lines: float,
) -> list[tuple[str, object, str]]:
    """The culprits of a row whose fund changed by these amounts: the cell, what should stand there
    and how sure that is."""
    stated = {"fund": "resident_medical", "item": item, "cause": cause}
    data: Data = {
        "accounts": {
            "resident_medical": {line: {"change": change} for line, change in lines.items()}
        },
        "causes": [stated | {"amount": amount, "share": share}],
    }
    found = [one for one in checked(data).findings if one.rule == "R306"]
    return [
        (one.cell.key.rpartition(".")[2], one.suggest, one.confidence)
        for finding in found
        for one in finding.culprits
    ]


def test_an_amount_with_the_wrong_sign_is_told_by_its_share_and_its_cause() -> None:
    told = row(-73.39, 0.196, expenditure=374.15)
    assert told[0] == ("amount", 73.39, "likely")
    assert [one[0] for one in told] == ["amount", "share"]


@pytest.mark.parametrize(
    ("amount", "share", "cause", "change"),
    [(-73.39, 0.196, "政策调整", 374.15), (-73.39, 0.196, "领取人数减少", 374.15)],
)
def test_where_the_cause_does_not_say_a_rise_amount_and_share_may_be_wrong(
    amount: float, share: float, cause: str, change: float
) -> None:
    told = row(amount, share, cause, expenditure=change)
    assert {one[0] for one in told} == {"amount", "share"}
    assert {one[2] for one in told} == {"possible"}


def test_a_share_with_other_digits_says_nothing_of_the_sign() -> None:
    assert [one[:2] for one in row(-73.39, 0.169, expenditure=374.15)] == [("share", -0.196)]


def test_a_share_that_is_right_of_another_item_asks_for_the_item() -> None:
    told = row(73.39, 0.196, item="income", income=540.56, expenditure=374.15)
    assert [one[0] for one in told] == ["item", "share"]
    assert {one[2] for one in told} == {"possible"}


def test_a_share_that_sums_above_each_other_make_asks_for_the_item() -> None:
    told = row(73.39, 0.196, item="income", income=540.56, expenditure=374.15, benefits=373.9)
    assert [one[0] for one in told] == ["item", "share"]
    apart = row(73.39, 0.196, item="income", income=540.56, expenditure=374.15, interest=373.9)
    assert [one[0] for one in apart] == ["share"]


@pytest.mark.parametrize(
    ("share", "expenditure"), [(0.169, 374.15), (0.196, 384.15), (0.19, 374.15)]
)
def test_a_share_of_no_item_is_wrong_itself(share: float, expenditure: float) -> None:
    told = row(73.39, share, item="income", income=540.56, expenditure=expenditure)
    assert [one[0] for one in told] == ["share"]


# ------------------------------ one cell of a row alone, as all else of it agrees
def retired(**cells: object) -> Data:
    """The row of a fund with 105 pensioners more, beside two other funds; some cells otherwise."""
    changes = {"institution_pension": 1649.59, "enterprise_pension": 4364.33}
    changes["resident_pension"] = 266.1
    row = {"fund": "institution_pension", "item": "expenditure", "cause": "退休人数增加"}
    accounts = {fund: {"expenditure": {"change": one}} for fund, one in changes.items()}
    accounts["institution_pension"] |= {
        "income": {"change": 1200.53},
        "expenditure_subtotal": {"change": 1649.59},
    }
    people = {"average_retirees": {"actual": 3585, "prior": 3480, "change": 105}}
    return {
        "accounts": accounts,
        "headcounts": {"institution_pension": people},
        "benefit_levels": {"institution_pension": {"after": 4712.7}},
        "causes": [row | {"amount": 593.8, "share": 0.36} | cells],
    }


def told_of(data: Data) -> list[tuple[str, object, str]]:
    """The culprits of the findings about the first row, each once."""
    found = [one for one in checked(data).findings if one.cells]
    of_row = [one for one in found if one.cells[0].key.startswith("causes.1")]
    every = [culprit for one in of_row for culprit in one.culprits]
    return [*dict.fromkeys((one.cell.key[9:], one.suggest, one.confidence) for one in every)]


@pytest.mark.parametrize(
    ("cells", "key", "meant"),
    [
        ({"fund": "resident_pension"}, "fund", "机关养老"),
        ({"fund": "enterprise_pension"}, "fund", "机关养老"),
        ({"item": "income"}, "item", "支出合计"),
        ({"amount": 953.8}, "amount", 593.8),
        ({"amount": 539.8}, "amount", 593.8),
        ({"amount": 593.8 * 2}, "amount", 593.8),
    ],
)
def test_the_one_cell_of_a_row_that_all_else_of_it_speaks_against_is_named(
    cells: dict[str, object], key: str, meant: object
) -> None:
    assert told_of(retired(**cells)) == [(key, meant, "likely")]


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"amount": 640, "share": 0.388},
        {"amount": 550, "share": 0.333},
        {"amount": 593.8, "share": 0.35997},
        {"cause": "待遇水平提高", "amount": 900, "share": 0.546},
    ],
)
def test_a_row_that_agrees_is_left_alone(cells: dict[str, object]) -> None:
    assert told_of(retired(**cells)) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"share": 0.18},
        {"share": 0.63},
        {"amount": 640, "share": 0.338},
        {"cause": "政策调整", "share": 0.63},
    ],
)
def test_a_share_that_nothing_makes_is_wrong_itself(cells: dict[str, object]) -> None:
    assert [one[0] for one in told_of(retired(**cells))] == ["share"]


def test_a_cause_that_stands_in_a_row_of_its_own_is_in_no_other_row() -> None:
    data = retired(amount=953.8)
    level = {"after": 4712.7, "increase": 122.5, "adjusted": 3530}
    data["benefit_levels"]["institution_pension"] = level
    assert "两个原因合在一起" in str(checked(data).findings)
    raised = {"cause": "调整基本养老金", "amount": 518.91, "share": 0.315}
    data["causes"].append(data["causes"][0] | raised)
    assert "两个原因合在一起" not in str(checked(data).findings)
