"""An account in whole 万元 beside one kept to the cent: a text from the books is right though its
totals are not those that the rounded amounts add up to; one that is off by more is wrong."""

from typing import Any

from plain_accounts import plain_accounts
from support import asked

FUNDS = ["employee_medical", "resident_medical"]
ROUNDED = "resident_medical"
SAID = (
    "2023年全县社会保险基金收入{income:.2f}万元，支出{expenditure:.2f}万元，"
    "本年收支结余{surplus:.2f}万元，年末滚存结余{closing_balance:.2f}万元，"
    "支出比上年增长{growth:.2%}，可支付{months:.1f}个月。"
)


def amounts(cents_of_rounded: float) -> dict[str, float]:
    """The amounts of every line: those of one account to the cent, those of the other with these
    cents each, none where it is rounded."""
    return {
        f"{fund}.{item}.{measure}": row[measure] + (cents_of_rounded if fund == ROUNDED else 0.37)
        for fund, rows in plain_accounts(FUNDS)["accounts"].items()
        for item, row in rows.items()
        for measure in ("budget", "actual", "prior")
        if row.get(measure)
    }


def of_books() -> dict[str, Any]:
    """What a text says of the total as the books have it."""
    rows = plain_accounts(FUNDS, typed=amounts(0.43))["accounts"]["total"]
    items = ("income", "expenditure", "surplus", "closing_balance")
    said = {item: rows[item]["actual"] for item in items}
    months = said["closing_balance"] / (said["expenditure"] / 12)
    return {**said, "growth": rows["expenditure"]["growth_rate"], "months": months}


def beside_rounded(said: dict[str, Any]) -> list[str]:
    """What is told of a text beside these accounts, one of them in whole 万元."""
    data = plain_accounts(FUNDS, typed=amounts(0.0))
    issues = asked({**data, "narrative": {"operation": SAID.format(**said)}})
    return [issue.message.zh for issue in issues]


def test_a_text_from_the_books_agrees_with_a_total_of_rounded_amounts() -> None:
    assert beside_rounded(of_books()) == []


def test_a_text_that_is_off_by_more_than_these_rounded_off_is_told() -> None:
    books = of_books()
    for one, more in (("income", 9.0), ("closing_balance", -27.0), ("growth", 0.01)):
        (told,) = beside_rounded({**books, one: books[one] + more})
        assert "两处不一致" in told
