"""A text that names last year throughout, with this year's figures: one cause, its year; a text
with last year's figures in last year's sentences is not asked about."""

import pytest
from support import asked

from sipipeline.reports.issues import Issue

INCOME, LAST = 4662.21, 4387.5
PAID, PAID_LAST = 4012.4, 3894.16
YEAR_LEFT = "核对封面的填报年度和文字里的年份"


def told(text: str) -> list[Issue]:
    """What is asked about a text of the year 2021 beside the two flows of a fund."""
    lines = {
        "income": {"actual": INCOME, "prior": LAST},
        "expenditure": {"actual": PAID, "prior": PAID_LAST},
    }
    data = {
        "cover": {"year": 2021},
        "accounts": {"unemployment": lines},
        "narrative": {"operation": text},
    }
    found = asked(data)
    return [one for one in found if {each.rule for each in one.findings} & {"N601", "P407"}]


@pytest.mark.parametrize("further", ["", "2020年累计结余有所增加。"])
def test_a_year_that_was_left_is_one_cause_with_the_figures_beside_it(further: str) -> None:
    text = f"2020年失业保险基金收入合计{INCOME}万元，2020年支出合计{PAID}万元。{further}"
    (issue,) = told(text)
    assert {one.rule for one in issue.findings} == {"N601", "P407"}
    assert YEAR_LEFT in issue.todo.zh
    assert issue.culprits == ()


def test_figures_of_last_year_are_right_in_a_sentence_on_last_year() -> None:
    assert told(f"2021年失业保险基金收入合计{INCOME}万元，2020年收入合计{LAST}万元。") == []


def test_one_year_that_was_left_in_a_text_of_this_year_is_told_at_its_figure() -> None:
    (issue,) = told(f"2021年失业保险基金收入合计{INCOME}万元，2020年支出合计{PAID}万元。")
    assert {one.rule for one in issue.findings} == {"N601"}
    assert YEAR_LEFT not in issue.todo.zh
