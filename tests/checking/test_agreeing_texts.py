"""Texts that agree with each other against the tables: no text is singled out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from support import account, checked

from sipipeline.checking.wording.culprits import retyped
from sipipeline.core.findings import Finding

INCOME, FEES = 41_284.96, 27_183.46
TEXT = "工伤保险基金收入合计{income}万元，本年收支结余{surplus}万元，年末滚存结余{closing}万元。"


def _told(
    fees: float,
    income: float,
    surplus: float,
    closing: float,
    rest: float = 14_101.5,
    last: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
) -> list[Finding]:
    """What is found in an account into which its contributions were carried, beside a text; some of
    its lines have last year's amounts."""
    data: dict[str, Any] = account(
        opening_balance={"actual": 1_000.0},
        contributions={"actual": fees, **last.get("contributions", {})},
        other_income={"actual": rest, **last.get("other_income", {})},
        income_subtotal={"actual": round(fees + rest, 2)},
        income={"actual": round(fees + rest, 2)},
        expenditure={"actual": 40_000.12},
        surplus={"actual": round(fees + rest - 40_000.12, 2)},
        closing_balance={"actual": round(fees + rest - 39_000.12, 2)},
    )
    said = TEXT.format(income=income, surplus=surplus, closing=closing)
    found = checked({**data, "narrative": {"operation": said}}).findings
    return [one for one in found if one.rule in ("N601", "F107")]


def test_an_amount_that_cannot_be_negative_is_the_one_where_the_texts_lack_it_twice() -> None:
    told = _told(FEES, 41_184.96, 1_184.84, 2_184.84, rest=-14_001.5)
    assert {one.rule for one in told} == {"N601", "F107"}
    (group,) = {one.group for one in told}
    assert group is not None
    first = told[0].culprits[0]
    assert (first.suggest, first.confidence) == (14_001.5, "likely")


def test_an_amount_that_was_mistyped_and_carried_is_asked_about_and_no_text_accused() -> None:
    told = _told(27_138.46, INCOME, 1_284.84, 2_284.84)
    assert len(told) == 3
    assert len({one.group for one in told}) == 1
    culprits = {(c.cell.key, c.suggest, c.confidence) for one in told for c in one.culprits}
    assert culprits == {("accounts.work_injury.contributions.actual", FEES, "possible")}
    assert "数字颠倒" in told[0].culprits[0].why.zh


LIKE, UNLIKE = {"prior": 14_000.0}, {"prior": 90.0}


@pytest.mark.parametrize(
    ("last", "named"),
    [
        ({}, []),
        ({"contributions": {"prior": 26_500.0}, "other_income": LIKE}, []),
        ({"contributions": {"prior": 26_500.0}, "other_income": UNLIKE}, [FEES]),
    ],
    ids=["no other columns", "either may be off", "one may be off"],
)
def test_where_no_slip_explains_the_amount_the_only_one_of_its_size_is_named(
    last: dict[str, dict[str, float]], named: list[float]
) -> None:
    told = _told(27_100.13, INCOME, 1_284.84, 2_284.84, last=last)
    assert len({one.group for one in told}) == 1
    assert [one.suggest for one in told[0].culprits] == named
    assert all(one.confidence == "possible" for one in told[0].culprits)
    assert "文字之间是一致的" in told[0].todo.zh


@pytest.mark.parametrize(("income", "surplus"), [(41_824.96, 1_284.84), (41_824.96, 1_248.84)])
def test_texts_that_differ_by_other_amounts_are_no_one_cause(income: float, surplus: float) -> None:
    told = _told(FEES, income, surplus, 2_284.84)
    assert told
    assert not any("文字之间是一致的" in one.todo.zh for one in told)


@pytest.mark.parametrize(
    ("last", "confidence"), [(1_000.0, "likely"), (700.0, None), (1_500.0, None)]
)
def test_an_opening_that_last_year_and_the_texts_contradict_alike_is_the_cell(
    last: float, confidence: str | None
) -> None:
    """The year began with 500 too much, and the texts are right."""
    rows = account(
        opening_balance={"actual": 1_500.0},
        income={"actual": 41_284.96},
        expenditure={"actual": 40_000.12},
        surplus={"actual": 1_284.84},
        closing_balance={"actual": 2_784.84, "prior": last},
    )
    rows["accounts"]["total"] = {"closing_balance": {"actual": 2_784.84}}
    said = "工伤保险基金年末滚存结余2284.84万元。社会保险基金年末滚存结余合计2284.84万元。"
    found = checked({**rows, "narrative": {"operation": said}}).findings
    told = {
        (one.cell.key, one.suggest, one.confidence)
        for finding in found
        if finding.rule == "N601"
        for one in finding.culprits
    }
    opening = "accounts.work_injury.opening_balance.actual"
    assert ((opening, 1_000, "likely") in told) == (confidence is not None)


IN_YUAN = "工伤保险基金收入合计{income}，本年收支结余{surplus}，年末滚存结余{closing}。"
RIGHT = {"income": "4128.50万元", "surplus": "128.48万元", "closing": "228.48万元"}


def _told_in_yuan(fees: float, said: dict[str, str]) -> list[Finding]:
    """What is found of a text in 万元 beside an account in 元, into which its contributions were
    carried; they should be 27,183,460.12."""
    rest, spent = 14_101_500.5, 40_000_120.33
    data: dict[str, Any] = account(
        opening_balance={"actual": 1_000_000.25},
        contributions={"actual": fees},
        other_income={"actual": rest},
        income_subtotal={"actual": round(fees + rest, 2)},
        income={"actual": round(fees + rest, 2)},
        expenditure={"actual": spent},
        surplus={"actual": round(fees + rest - spent, 2)},
        closing_balance={"actual": round(fees + rest - spent + 1_000_000.25, 2)},
    )
    data |= {"cover": {"money_unit": "元"}, "narrative": {"operation": IN_YUAN.format(**said)}}
    return [one for one in checked(data).findings if one.rule == "N601"]


def test_texts_in_another_unit_differ_by_one_amount_as_far_as_they_are_rounded() -> None:
    told = _told_in_yuan(27_138_460.12, RIGHT)
    assert len({one.group for one in told}) == 1
    culprits = {(c.cell.key, c.suggest, c.confidence) for one in told for c in one.culprits}
    assert culprits == {("accounts.work_injury.contributions.actual", 27_183_460.12, "possible")}
    told = _told_in_yuan(27_100_130.12, RIGHT)
    assert [one.group for one in told] == [told[0].group] * 3
    assert "3 处和表相差同一个数（8.33万元）" in told[0].todo.zh


@pytest.mark.parametrize(
    "said",
    [
        RIGHT | {"surplus": "128.50万元", "closing": "228.50万元"},
        RIGHT | {"income": "4182.50万元", "closing": "282.58万元"},
        RIGHT | {"income": "4128.52万元", "surplus": "128.45万元"},
    ],
)
def test_texts_that_cut_off_or_differ_by_other_amounts_are_told_apart(said: dict[str, str]) -> None:
    told = _told_in_yuan(27_183_460.12, said)
    assert told
    assert not any("文字之间是一致的" in one.todo.zh for one in told)


def test_a_figure_in_another_unit_is_shown_in_that_of_the_text_too() -> None:
    (told,) = _told_in_yuan(27_183_460.12, RIGHT | {"closing": "282.48万元"})
    assert "是 2,284,840.54（即 228.48万元）" in told.message.zh


@pytest.mark.parametrize(
    ("value", "stated", "typed", "better"),
    [
        (201_780_273.46, 201_690_300.0, "20169.03万元", "20178.03万元"),
        (201_780_273.46, 201_690_300.0, "20,169.03万元", "20,178.03万元"),
        (18_114_100.0, 17_000_000.0, "0.17亿元", "0.18亿元"),
        (0.98834, 0.897, "89.7%", "98.8%"),
        (17_014_100.0, 17_000_000.0, "0.17亿元", "0.170141亿元"),
    ],
)
def test_a_figure_suggested_for_a_text_has_the_decimals_of_the_text(
    value: float, stated: float, typed: str, better: str
) -> None:
    """But for one that these would not tell from what is written."""
    assert retyped(value, stated, typed, is_text=True) == better


@pytest.mark.parametrize(
    ("typed", "said", "leaf"),
    [
        (876_007.70, "4009.00万元", 786_007.70),
        (78_600.77, "4088.74万元", None),
        (786_007.70, "4009.50万元", None),
        (801_234.50, "4009.00万元", 786_000),
        (786_007.70, "4000.00万元", None),
    ],
)
def test_a_text_against_one_amount_unlike_its_line_accuses_neither(
    typed: float, said: str, leaf: float | None
) -> None:
    """Transfers were budgeted with 801,234.50 and came to 786,007.70."""
    rest = 39_304_000.0
    data: dict[str, Any] = account(
        "unemployment",
        transfer_out={"budget": 801_234.50, "actual": typed, "prior": 750_000.0},
        benefits={"actual": rest},
        expenditure_subtotal={"actual": round(typed + rest, 2)},
        expenditure={"actual": round(typed + rest, 2), "prior": 40_000_000.0},
    )
    text = {"narrative": {"operation": f"失业保险基金支出合计{said}。"}}
    found = checked(data | {"cover": {"money_unit": "元"}} | text).findings
    culprits = {
        (one.cell.key, one.suggest, one.confidence)
        for finding in found
        if finding.rule == "N601"
        for one in finding.culprits
    }
    key = "accounts.unemployment.transfer_out.actual"
    assert ((key, leaf, "possible") in culprits) == (leaf is not None)
    assert leaf is None or not any(one[2] != "possible" for one in culprits)
