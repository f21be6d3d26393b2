"""Family H with last year's workbook: what does not follow from it asks for an explanation."""

from typing import Any

import pytest
from support import agrees, beside_gaps, checked, findings, finds

from sipipeline.core.findings import Kind, Severity


def years(now: Any, last: Any, fund: str = "work_injury", **more: Any) -> Any:
    return {"accounts": {fund: now}, "last_year": {"accounts": {fund: last}}, **more}


@pytest.mark.parametrize(
    ("opening", "prior", "last"),
    [
        (500, 500, 500),
        (500, 500, 500.4),
        (500.04, 500, 500.04),
        (None, 500, 500),
        (500, None, 500),
        (0, 0, 0),
        (-20, -20, -20),
    ],
)
def test_h702_what_opens_as_it_closed_is_right(opening: Any, prior: Any, last: Any) -> None:
    now = {"opening_balance": {"actual": opening}, "closing_balance": {"prior": prior}}
    agrees(years(now, {"closing_balance": {"actual": last}}), "H702", looked=None)


@pytest.mark.parametrize(
    ("opening", "prior", "last", "at", "beside"),
    [
        (500, 500, 550, "opening_balance.actual", ["closing_balance.prior"]),
        (500, 550, 550, "opening_balance.actual", []),
        (550, 500, 550, "closing_balance.prior", []),
        (None, 500, 550, "closing_balance.prior", []),
        (500, None, -500, "opening_balance.actual", []),
        (5000000, None, 500, "opening_balance.actual", []),
    ],
)
def test_h702_what_opens_with_another_balance(
    opening: Any, prior: Any, last: Any, at: Any, beside: Any
) -> None:
    now = {"opening_balance": {"actual": opening}, "closing_balance": {"prior": prior}}
    data = years(now, {"closing_balance": {"actual": last}})
    account = "accounts.work_injury."
    cells = [f"{account}{one}" for one in beside]
    finds("H702", data, at=f"{account}{at}", beside=cells, severity="warning", says=str(abs(last)))


def test_h702_the_total_is_told_only_where_no_fund_breaks() -> None:
    now = {
        "work_injury": {"opening_balance": {"actual": 500}},
        "total": {"opening_balance": {"actual": 500}},
    }
    last = {
        "work_injury": {"closing_balance": {"actual": 550}},
        "total": {"closing_balance": {"actual": 550}},
    }
    place = "accounts.{}.opening_balance.actual"
    both = {"accounts": now, "last_year": {"accounts": last}}
    finds("H702", both, at=place.format("work_injury"))
    last["work_injury"]["closing_balance"]["actual"] = 500
    finds("H702", both, at=place.format("total"))


@pytest.mark.parametrize("last", [8, 8.4, 7.6])
def test_h703_the_column_of_last_year_is_right(last: float) -> None:
    agrees(years({"interest": {"prior": 8}}, {"interest": {"actual": last}}), "H703", looked=1)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ({"interest": {"prior": None}}, {"interest": {"actual": 8}}),
        ({"interest": {"prior": 8}}, {"interest": {"actual": None}}),
        ({"interest": {"prior": 8}}, {}),
        ({"interest": {"actual": 8}}, {"interest": {"actual": 9, "prior": 8}}),
        ({"interest": {"budget": 8}}, {"interest": {"actual": 9}}),
    ],
)
def test_h703_what_is_blank_says_nothing(now: Any, last: Any) -> None:
    agrees(years(now, last), "H703", looked=0)


def test_h703_several_figures_of_an_account_are_one_finding() -> None:
    items = ("contributions", "interest", "other_income", "benefits")
    now = {item: {"prior": 100 + number} for number, item in enumerate(items)}
    last = {item: {"actual": 200 + number} for number, item in enumerate(items)}
    finds(
        "H703",
        years(now, last),
        at="accounts.work_injury.contributions.prior",
        says=["有 4 个数", "200", "4 figures"],
        stated=100,
        expected=(199.5, 200.5),
        difference=-100,
    )


def test_h703_another_unit_of_money_is_the_same_money() -> None:
    data = years({"interest": {"prior": 8}}, {"interest": {"actual": 80000}})
    data["last_year"]["cover"] = {"unit": "甲县", "year": 2019, "money_unit": "元"}
    agrees(data, "H703", looked=1)
    data["last_year"]["accounts"]["work_injury"]["interest"]["actual"] = 90000
    finds("H703", data, at="accounts.work_injury.interest.prior", says="9")


def test_a_reason_beside_the_row_answers_it() -> None:
    data = years({"interest": {"prior": 8, "note": "审计后追溯调整"}}, {"interest": {"actual": 18}})
    finding = finds(
        "H703", data, at="accounts.work_injury.interest.prior", severity="info", says="审计后"
    )
    assert finding.explained


def test_h704_people_of_last_year() -> None:
    now = {"headcounts": {"work_injury": {"participants": {"actual": 5600, "prior": 5400}}}}
    same = {"headcounts": {"work_injury": {"participants": {"actual": 5400}}}}
    other = {"headcounts": {"work_injury": {"participants": {"actual": 5410}}}}
    agrees(now | {"last_year": same}, "H704", looked=1)
    finds("H704", now | {"last_year": other}, at="headcounts.work_injury.participants.prior")


@pytest.mark.parametrize(("before", "after"), [(5073.17, 5073.17), (198, 198.3), (None, 5)])
def test_h705_benefits_that_follow(before: Any, after: Any) -> None:
    now = {"benefit_levels": {"institution_pension": {"before": before}}}
    last = {"benefit_levels": {"institution_pension": {"after": after, "before": 1}}}
    agrees(now | {"last_year": last}, "H705")


def test_h705_benefits_that_do_not_follow() -> None:
    now = {"benefit_levels": {"institution_pension": {"before": 5073.17, "after": 6000}}}
    last = {"benefit_levels": {"institution_pension": {"after": 5037.17}}}
    finds("H705", now | {"last_year": last}, at="benefit_levels.institution_pension.before")


def test_breaks_with_last_year_are_never_errors_and_locate_nothing() -> None:
    now = {
        "opening_balance": {"actual": 500},
        "surplus": {"actual": 120},
        "closing_balance": {"actual": 620, "prior": 500},
    }
    found = checked(years(now, {"closing_balance": {"actual": 550}})).findings
    of_history = [one for one in beside_gaps(found) if one.kind is Kind.HISTORY]
    assert [one.rule for one in of_history] == ["H702"]
    assert all(one.severity is Severity.WARNING and not one.culprits for one in of_history)
    assert not any(one.severity is Severity.ERROR for one in beside_gaps(found))


def test_h707_a_wrong_year_on_the_cover_is_known_by_the_column_of_last_year() -> None:
    """A workbook of the same year is not last year's, unless the column of last year holds it."""
    lines = ("contributions", "fiscal_subsidy", "interest", "basic_pension", "transfer_in")
    amounts = {line: 1000.37 + 11.3 * place for place, line in enumerate(lines)}
    now = {line: {"actual": amount + 9, "prior": amount} for line, amount in amounts.items()}
    cover = {"unit": "甲县", "year": 2020, "money_unit": "万元"}

    def beside(shift: float, column: str) -> Any:
        other = {line: {"actual": cells[column] + shift} for line, cells in now.items()}
        return years(now, other, "resident_pension") | {
            "last_year": {"cover": cover, "accounts": {"resident_pension": other}}
        }

    finds("H707", beside(0, "prior"), at="cover.year", severity="warning", says="2021")
    agrees(beside(0, "actual"), "H707", looked=0)
    agrees(beside(1.5, "prior"), "H707", looked=0)


OF_TWO: Any = {
    "work_injury": {"expenditure": {"actual": 80.5}},
    "unemployment": {"expenditure": {"actual": 61.2}},
    "total": {"expenditure": {"actual": 141.7}},
}
OF_ONE: Any = {
    "work_injury": {"expenditure": {"actual": 90, "prior": 80.5}},
    "total": {"expenditure": {"actual": 90, "prior": 80.5}},
}


WHOLE = ""
"""The place of what is said of the whole workbook."""


def handed_over(**more: Any) -> Any:
    return {"accounts": OF_ONE, "last_year": {"accounts": OF_TWO}, **more}


def test_h708_a_fund_of_last_year_is_asked_about_once_with_the_total() -> None:
    """What the total has less by it is not asked about again."""
    finds("H708", handed_over(), at=WHOLE, severity="warning", says=("失业", "1 格"))
    agrees(handed_over(), "H703", looked=None)
    said = {"sheets": {"unemployment": {"runs": "不经办"}}}
    agrees(handed_over(**said), "H708", looked=None)
    agrees(handed_over(**said), "H703", looked=None)


def test_h708_what_no_fund_explains_is_asked_about_all_the_same() -> None:
    data = handed_over()
    data["accounts"] = OF_ONE | {"total": {"expenditure": {"actual": 90, "prior": 95.5}}}
    finds("H703", data, at="accounts.total.expenditure.prior")
    finds("H708", data, at=WHOLE)


def test_h708_a_fund_that_was_taken_over_is_right() -> None:
    """With last year's figures of its own or without, counted in the total alike."""
    for prior in ({"prior": 61.2}, {}):
        taken = {"actual": 70, **prior}
        now = OF_ONE | {"unemployment": {"expenditure": taken}}
        now["total"] = {"expenditure": {"actual": 160, "prior": 80.5 + prior.get("prior", 0)}}
        alone = OF_TWO["work_injury"]
        last: Any = {"accounts": {"work_injury": alone, "total": alone}}
        data = {"accounts": now, "last_year": last}
        agrees(data, "H703", looked=None)
        agrees(data, "H708", looked=None)


def test_h708_a_reason_on_the_cover_answers_it() -> None:
    note = {"sheets": {"workbook": {"note": "失业保险本年起移交市级经办。"}}}
    finds("H708", handed_over(**note), at=WHOLE, severity="info")


BENEFITS = {"inpatient": 7983.42, "outpatient": 3008.7, "maternity_medical": 592.9}


@pytest.mark.parametrize(
    ("order", "is_told"),
    [((1, 2, 0), True), ((2, 0, 1), True), ((1, 0, 2), False), ((0, 1, 2), False)],
)
def test_h703_lines_that_stand_in_each_others_place(order: Any, is_told: bool) -> None:
    """Two that are exchanged may be two slips; three that are a line off are no chance."""
    amounts = [*BENEFITS.values()]
    now = {line: {"prior": amounts[place]} for line, place in zip(BENEFITS, order)}
    last = {line: {"actual": amount} for line, amount in BENEFITS.items()}
    found = findings(years(now, last, "employee_medical"), "H703")
    assert ["填错了行" in one.message.zh and "移回" in one.todo.zh for one in found] == (
        [is_told] if order != (0, 1, 2) else []
    )
