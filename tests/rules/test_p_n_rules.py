"""Plausibility, and what the narrative or a report says beside what the tables say."""

from typing import Any

import pytest
from support import account, agrees, finds, indicator, table


# ---------------------------------------------------------------- P402 a cause and the people
# behind it
def growth(amount: Any, cause: Any = "退休人数增加", **levels: Any) -> Any:
    """A fund with 127 people more (805.2万元) and 5631 people adjusted (1420.8万元)."""
    more = {"after": 5283.43, "increase": 210.26, "adjusted": 5631} | levels
    return {
        **account("institution_pension", expenditure={"change": 2410}),
        "headcounts": {
            "institution_pension": {"average_retirees": {"actual": 5854, "change": 127}}
        },
        "benefit_levels": {
            "institution_pension": {key: value for key, value in more.items() if value is not None}
        },
        "causes": [
            {"fund": "institution_pension", "item": "expenditure", "cause": cause, "amount": amount}
        ],
    }


AMOUNT = "causes.1.amount"
BOTH = "像是把两个原因合在一起填了"


@pytest.mark.parametrize("amount", [1782, 2226, 2269, 2782])
def test_p402_two_causes_put_in_one_row_are_recognised(amount: Any) -> None:
    says = (
        "而两项原因相加（已调整 5,631 人 × 月人均增加 210.26 元 × 12 = 1,420.8万元）共 2,226万元",
        BOTH,
    )
    finds("P402", growth(amount), at=AMOUNT, says=says)


@pytest.mark.parametrize("amount", [1100, 1780, 2783, 5000])
def test_p402_an_amount_that_both_causes_do_not_make_is_not(amount: Any) -> None:
    assert BOTH not in finds("P402", growth(amount), at=AMOUNT).message.zh


def test_p402_where_only_one_cause_can_be_worked_out_there_are_no_two() -> None:
    assert BOTH not in finds("P402", growth(2269, increase=None), at=AMOUNT).message.zh


# ---------------------------------------------------------------- N602 targets of the text
def targets(text: Any, target: Any = "≥9203人", actual: Any = "9210人", **more: Any) -> Any:
    row = indicator("城乡居民养老保险退休待遇享受人数", target, actual)
    return {**table(row), "narrative": {"targets": text}} | more


def test_n602_a_target_of_the_text_is_that_of_the_table() -> None:
    agrees(targets("城乡居民养老保险退休待遇享受人数9203人以上。"), "N602", looked=1)
    at, beside = "narrative.targets", ["indicators.1.target"]
    finds("N602", targets("城乡居民养老保险退休待遇享受人数9175人以上。"), at=at, beside=beside)


def test_n602_a_report_beside_the_workbook_too() -> None:
    text = "城乡居民养老保险退休待遇享受人数9175人以上。"
    data = targets("", report=["目标：", text])
    says = "报告第 2 段写“城乡居民养老保险退休待遇享受人数9175人以上”"
    finds("N602", data, at="report.2", beside=["indicators.1.target"], says=says)
    agrees(targets("", report=[text.replace("9175", "9203")]), "N602", looked=1)
