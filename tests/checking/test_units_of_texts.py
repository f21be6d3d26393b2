"""Amounts of texts with the right numbers and another unit of money behind them."""

from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Severity
from sipipeline.reports.issues import Issue, issues

FUNDS = {"unemployment": (4662.21, 4655.97, 36_400), "work_injury": (1434.75, 1276.56, 24_450)}
"""What each takes in and pays out, and for how many people."""
NAMES = {"unemployment": "失业保险基金", "work_injury": "工伤保险基金"}
PARAGRAPH = "（一）{name}。收入合计{income:.{places}f}{unit}，支出合计{paid:.{places}f}{unit}。"


def said(fund: str, unit: str = "万元", times: float = 1.0) -> str:
    """What the text says of a fund, in a unit, with so many times its numbers."""
    income, paid = (one * times for one in FUNDS[fund][:2])
    return PARAGRAPH.format(
        name=NAMES[fund], income=income, paid=paid, unit=unit, places=2 if times >= 1 else 6
    )


def asked(
    *paragraphs: str, people: float = 1, tables: float = 1, total: float | None = 1
) -> list[Issue]:
    """The errors of two funds, with so many times their people, tables and total."""
    data: dict[str, Any] = {"accounts": {}, "narrative": {"operation": "\n".join(paragraphs)}}
    for fund, (income, paid, count) in FUNDS.items():
        of_fund = {"income": {"actual": income}, "expenditure": {"actual": paid}}
        data["accounts"][fund] = {
            line: {"actual": one["actual"] * tables} for line, one in of_fund.items()
        }
        if people:
            heads = {"participants": {"actual": count * people}}
            data.setdefault("headcounts", {})[fund] = heads
    if total:
        sums = [round(sum(one[place] for one in FUNDS.values()) * total, 2) for place in (0, 1)]
        lines = zip(("income", "expenditure"), sums)
        data["accounts"]["total"] = {line: {"actual": one} for line, one in lines}
    found = issues(checked(data).findings)
    return [one for one in found if one.severity is Severity.ERROR]


@pytest.mark.parametrize(("unit", "times"), [("万元", 1), ("元", 10_000), ("亿元", 0.0001)])
def test_texts_that_are_right_in_their_unit_are_not_asked_about(unit: str, times: float) -> None:
    assert asked(*(said(fund, unit, times) for fund in FUNDS)) == []


@pytest.mark.parametrize("unit", ["元", "亿元"])
@pytest.mark.parametrize("total", [1, None])
def test_a_text_wholly_in_another_unit_is_one_cause(unit: str, total: float | None) -> None:
    (issue,) = asked(*(said(fund, unit) for fund in FUNDS), total=total)
    assert f"有 4 处金额的数和表一致，只是单位写成了“{unit}”，应为“万元”" in issue.message.zh
    assert f"把文中这 4 处的“{unit}”改成“万元”；数不用改，表也不用改" in issue.todo.zh
    assert issue.culprits == ()


@pytest.mark.parametrize("people", [1, 0])
def test_so_is_one_paragraph_whatever_else_speaks_for_its_table(people: float) -> None:
    of_all = "全部基金收入合计6096.96万元。"
    (issue,) = asked(of_all, said("unemployment", "亿元"), said("work_injury"), people=people)
    assert "有 2 处金额的数和表一致" in issue.message.zh


def test_a_single_amount_keeps_its_own_correction() -> None:
    wrong = said("unemployment").replace("4662.21万元", "4662.21亿元")
    (issue,) = asked(wrong, said("work_injury"))
    assert [one.suggest for one in issue.culprits] == ["4662.21万元"]


def test_another_number_in_that_unit_is_a_cause_of_its_own() -> None:
    wrong = said("unemployment", "亿元").replace("4662.21", "4626.21")
    found = asked(wrong, said("work_injury", "亿元"))
    assert len(found) == 2
    assert "有 3 处金额的数和表一致" in "".join(one.message.zh for one in found)


@pytest.mark.parametrize(("unit", "times"), [("万元", 1), ("元", 10_000)])
def test_tables_really_in_another_unit_are_not_passed_to_the_text(unit: str, times: float) -> None:
    found = asked(*(said(fund, unit, times) for fund in FUNDS), tables=10_000, total=10_000)
    assert found
    assert not any("只是单位写成了" in one.message.zh for one in found)
