"""A column of a fund that holds another one of it and was carried into the total, also of several
funds: one cause, which leaves the texts alone. Columns that are alike and right are none."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from plain_accounts import STANDARD, plain_accounts
from support import asked, submitted

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.reports.issues import Issue

FUNDS = ["enterprise_pension", "resident_medical", "unemployment"]
NAMES = {"unemployment": "失业保险基金", "resident_medical": "城乡居民医保基金"}
SAID = ("income", "expenditure", "benefits", "contributions")


def pasted(into: str, source: str, *funds: str) -> dict[str, Any]:
    """Accounts in which a column of some funds holds another one, with all that follows."""
    right = plain_accounts(FUNDS)["accounts"]
    typed = {
        f"{fund}.{item.key}.{into}": right[fund][item.key][source]
        for fund in funds
        for item in STANDARD.items_of(fund)
        if into in right[fund][item.key] and source in right[fund][item.key]
    }
    return plain_accounts(FUNDS, typed=typed)


def text_on(accounts: dict[str, Any], *funds: str) -> dict[str, str]:
    """A text that has four lines of this year, with how they lie to budget and last year, and the
    balance to which last year's was carried on."""
    clauses = [
        f"{NAMES[fund]}{STANDARD.item(item).name.zh.removesuffix('合计')}{cells['actual']:.2f}万元，"
        f"完成预算的{cells['actual'] / cells['budget']:.2%}，"
        f"上年为{cells['prior']:.2f}万元"
        for fund in funds
        for item in SAID
        for cells in [accounts[fund][item]]
    ]
    clauses += [
        f"{NAMES[fund]}年末滚存结余{accounts[fund]['closing_balance']['actual']:.2f}万元"
        for fund in funds
    ]
    return {"operation": "。".join(f"2023年{one}" for one in clauses) + "。"}


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("into", "source", "funds"),
    [
        ("prior", "budget", ["resident_medical"]),
        ("actual", "prior", ["unemployment"]),
        ("actual", "budget", ["resident_medical"]),
        ("budget", "actual", ["unemployment"]),
        ("actual", "prior", ["resident_medical", "unemployment"]),
    ],
)
def test_a_pasted_column_is_one_cause(into: str, source: str, funds: list[str]) -> None:
    right, data = plain_accounts(FUNDS)["accounts"], pasted(into, source, *funds)
    data["narrative"] = text_on(right, *funds)
    (issue,) = asked(data)
    names = [STANDARD.measure_name(one).zh for one in (into, source)]
    assert f"“{names[0]}”一栏填的是“{names[1]}”一栏的数" in issue.message.zh
    wrong = {one.cell.key for one in issue.wrong}
    assert wrong >= {f"accounts.{fund}.contributions.{into}" for fund in funds}
    for key in filter(keys.is_account, wrong):
        _, fund, item, measure = key.split(".")
        assert data["accounts"][fund][item][measure] != right[fund][item][measure]


@pytest.mark.parametrize("source", ["prior", "budget"])
def test_alike_columns_that_the_text_bears_out_are_no_cause(source: str) -> None:
    data = pasted("actual", source, "unemployment")
    data["narrative"] = text_on(data["accounts"], "unemployment")
    assert not [one for issue in asked(data) for one in issue.wrong]


def test_a_text_of_another_year_accuses_no_alike_columns() -> None:
    """Budgets that were adjusted to the final accounts; the text is still last year's."""
    data = pasted("budget", "actual", "unemployment")
    rows = data["accounts"]["unemployment"]
    clauses = [f"{STANDARD.item(one).name.zh}{rows[one]['prior']:.2f}万元" for one in SAID]
    data["narrative"] = {"operation": f"2023年失业保险基金{'，'.join(clauses)}。"}
    assert not [one for issue in asked(data) for one in issue.wrong if one.cell.key[0] == "a"]


PEOPLE = {
    "enterprise_pension": {
        "participants": (78_412, 76_905),
        "contributors": (51_208, 50_116),
        "retirees": (21_367, 20_518),
    },
    "unemployment": {
        "participants": (45_231, 44_876),
        "contributors": (43_702, 43_298),
        "beneficiaries": (1_833, 1_784),
    },
}
"""This year's and last year's of each line."""


def counted(*stale: str) -> dict[str, Any]:
    """The people of the funds, this year's of some as last year had them."""
    return {
        fund: {
            item: {"actual": last if fund in stale else this, "prior": last}
            for item, (this, last) in lines.items()
        }
        for fund, lines in PEOPLE.items()
    }


def people_said(year: int) -> dict[str, str]:
    """A text with this year's people, or as last year's had them."""
    own, other = PEOPLE["enterprise_pension"], PEOPLE["unemployment"]
    return {
        "operation": f"2023年末，企业职工基本养老保险参保人数{own['participants'][year]}人，"
        f"离退休人数{own['retirees'][year]}人；失业保险参保人数{other['participants'][year]}人，"
        f"享受待遇人数{other['beneficiaries'][year]}人。"
    }


def told_of(stale: Sequence[str], year: int) -> list[Issue]:
    data = plain_accounts([*PEOPLE]) | {"headcounts": counted(*stale)}
    return asked(data | {"narrative": people_said(year)})


def test_people_that_are_all_last_years_are_one_cause() -> None:
    (issue,) = told_of([*PEOPLE], 0)
    assert "“本年人数”一栏填的全是“上年人数”一栏的数" in issue.message.zh
    assert {keys.measure(one.cell.key) for one in issue.wrong} == {"actual"}


@pytest.mark.parametrize(("stale", "year"), [([*PEOPLE], 1), (["unemployment"], 0), ([], 0)])
def test_people_that_a_text_bears_out_or_that_changed_are_no_stale_column(
    stale: list[str], year: int
) -> None:
    assert not [one for one in told_of(stale, year) if "一栏" in one.message.zh]


@pytest.mark.parametrize("is_read", [True, False])
def test_an_amount_for_each_of_some_people_is_held_to_no_level_where_it_was_not_read(
    is_read: bool,
) -> None:
    data = plain_accounts([*PEOPLE]) | {"headcounts": counted()}
    levels = {"before": 3102.5, "after": 3218.4, "increase": 115.9}
    text = {"operation": "2023年企业职工基本养老保险人均月基本养老金3281.40元。"}
    every = data | {"benefit_levels": {"enterprise_pension": levels}, "narrative": text}
    read = submitted(every)
    paid = "accounts.enterprise_pension.basic_pension.actual"
    claims = {key: claim for key, claim in read.claims.items() if key != paid}
    unread = replace(read, claims=claims, unread=frozenset({paid}))
    (result,) = check([read if is_read else unread])
    assert any(one.rule == "N601" for one in result.findings) == is_read
