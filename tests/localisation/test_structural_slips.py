"""Slips of many cells are one cause, told once and first, with what each cell should hold: units,
columns and lines."""

import pytest
from slips import (
    BALANCES,
    FUNDS,
    INCOME,
    MONEY,
    Accounts,
    Lines,
    Slip,
    carried,
    causes,
    copied,
    errors_beside,
    exchanged,
    exchanged_rates,
    flows,
    in_unit,
    in_yuan,
    of_zeros,
    only,
    pasted,
    right_cells,
    rows_exchanged,
    total_is,
    typed_otherwise,
    without,
    workbook,
)
from support import checked

from sipipeline.core import keys


@pytest.mark.sampled(32)
@pytest.mark.parametrize(
    ("slip", "says"),
    [
        (in_yuan("unemployment"), "失业整表像是按元填的，105 格都除以 10000"),
        (in_yuan("work_injury"), "工伤整表像是按元填的"),
        (in_yuan("total"), "合计整表像是按元填的"),
        (in_yuan("unemployment", "actual"), "失业“本年实际数”整栏像是按元填的"),
        (exchanged_rates("work_injury"), "工伤“比上年增减额”和“比上年增减%”两栏的数互换了"),
        (in_yuan("resident_pension", "budget"), "居民养老“预算数”整栏像是按元填的"),
        (in_unit("unemployment", 10), "失业整表像是按千元填的，105 格都除以 10"),
        (in_unit("work_injury", 1e-4), "工伤整表像是按亿元填的"),
        (in_unit("resident_pension", 100, "prior"), "居民养老“上年实际数”整栏像是按百元填的"),
        (rows_exchanged("work_injury", "contributions", "interest"), "两行的数互换了，共 12 格"),
        (rows_exchanged("total", "interest", "from_superior"), "两行的数互换了，共 12 格"),
        (rows_exchanged("unemployment", "income_subtotal", "unemployment_benefit"), "两行的数"),
        (rows_exchanged("unemployment", "income", "expenditure"), "失业“收入合计”和“支出合计”两行"),
        (pasted("work_injury", "unemployment"), "像是把失业的数填到了工伤表"),
        (pasted("unemployment", "resident_pension"), "像是把居民养老的数填到了失业表"),
        (pasted("unemployment", "work_injury", "actual"), "像是把工伤的数填到了失业表"),
        (exchanged("unemployment", "budget", "actual"), "失业“预算数”和“本年实际数”两栏"),
        (exchanged("work_injury", "actual", "prior"), "工伤“本年实际数”和“上年实际数”两栏"),
        (copied("unemployment", "actual", "prior"), "失业“本年实际数”一栏填的是“上年实际数”"),
        (copied("unemployment", "budget", "actual"), "失业“预算数”一栏填的是“本年实际数”"),
        (
            copied("resident_pension", "prior", "actual"),
            "居民养老“上年实际数”一栏填的是“本年实际数”",
        ),
        (total_is("unemployment"), "格像是只抄了失业的数"),
        (total_is("resident_pension", measures=("actual",)), "格像是只抄了居民养老的数"),
        (total_is("unemployment", "work_injury"), "格像是漏加了居民养老"),
        (without("work_injury"), "工伤的账在合计里，工伤表却没有填"),
        (without("resident_pension"), "居民养老的账在合计里，居民养老表却没有填"),
        (of_zeros("work_injury"), "工伤的账在合计里，工伤表却全是 0"),
        (of_zeros("resident_pension"), "居民养老的账在合计里，居民养老表却全是 0"),
        (carried("unemployment", "actual", 1800, *INCOME), "失业“社会保险费收入（本年实际数）”"),
        (carried("work_injury", "prior", 90, *INCOME[:3]), "工伤“社会保险费收入（上年实际数）”"),
        (
            carried(
                "resident_pension",
                "actual",
                -270,
                *("basic_pension", "benefits", "expenditure_subtotal", "expenditure"),
                *("-surplus", "-closing_balance"),
            ),
            "居民养老“基础养老金（本年实际数）”填错",
        ),
        (carried("total", "budget", 4500, *INCOME[:4]), "合计“社会保险费收入（预算数）”填错"),
    ],
)
def test_a_structural_slip_is_one_cause_told_first(slip: Slip, says: str) -> None:
    data, right = workbook(slip), workbook()["accounts"]
    found = checked(data)
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert says in culprits[0].why.zh
    assert len({culprit.why.zh for culprit in culprits}) == 1
    for culprit in culprits:
        _, fund, item, measure = culprit.cell.key.split(".")
        if measure in MONEY and culprit.suggest is not None:
            assert culprit.suggest == pytest.approx(right[fund][item][measure], abs=0.03)


def without_rates(fund: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            for measure in ("completion_rate", "growth_rate"):
                cells.pop(measure, None)

    return typed


@pytest.mark.parametrize(
    ("into", "source", "funds"), [("prior", "actual", FUNDS), ("actual", "prior", FUNDS[:2])]
)
def test_the_funds_tell_which_column_of_the_total_is_the_copy(
    into: str, source: str, funds: list[str]
) -> None:
    slips = copied("total", into, source), without_rates("total")
    found = checked(workbook(*slips, funds=funds))
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert {keys.measure(one.cell.key) for one in culprits} == {into}
    assert not [one for one in found.findings if one.rule == "P404"]


@pytest.mark.parametrize("funds", [FUNDS, FUNDS[:2]])
def test_actuals_that_are_the_budgets_do_not_make_the_budgets_look_copied(funds: list[str]) -> None:
    found = checked(workbook(copied("total", "actual", "budget"), funds=funds))
    assert "合计“本年实际数”一栏填的是“预算数”" in causes(found)[1][0].why.zh
    assert not [one for one in found.findings if one.rule == "P404"]


FOUR = [*FUNDS, "institution_pension"]


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("typed", "says", "seed"),
    [
        (("unemployment", "resident_pension"), "居民养老、失业整表像是按元填的", 1),
        (("unemployment", "resident_pension"), "居民养老、失业整表像是按元填的", 2),
        (("work_injury", "unemployment"), "工伤、失业整表像是按元填的", 3),
        (("resident_pension", "work_injury", "unemployment"), "居民养老、工伤、失业整表像是", 1),
        (("resident_pension", "work_injury", "unemployment"), "居民养老、工伤、失业整表像是", 3),
        (FOUR, "居民养老、机关养老、工伤、失业整表像是按元填的", 2),
    ],
)
def test_sheets_in_one_other_unit_that_each_agree_with_themselves_are_one_cause(
    typed: tuple[str, ...], says: str, seed: int
) -> None:
    slips = map(in_yuan, typed)
    data, right = (workbook(*some, funds=FOUR, seed=seed) for some in (slips, ()))
    found = checked(data)
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert says in culprits[0].why.zh
    told = {culprit.cell.key: culprit.suggest for culprit in culprits}
    assert not told.keys() & right_cells(data, right)
    for key, should in typed_otherwise(data, right).items():
        if key in told:
            assert told[key] == pytest.approx(should, abs=0.006)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("times", [10, 1e-4])
def test_two_sheets_in_thousands_or_in_hundreds_of_millions_are_so_as_well(times: float) -> None:
    slips = [in_unit(fund, times) for fund in ("unemployment", "resident_pension")]
    ((_, culprits),) = causes(checked(workbook(*slips, funds=FOUR))).items()
    assert "居民养老、失业整表像是按" in culprits[0].why.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [1, 3])
def test_a_total_in_another_unit_is_not_blamed_on_all_the_funds(seed: int) -> None:
    ((_, culprits),) = causes(checked(workbook(in_yuan("total"), funds=FOUR, seed=seed))).items()
    assert "合计整表像是按元填的" in culprits[0].why.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("fund", "times"), [("resident_pension", 10_000), ("unemployment", 10)])
def test_two_columns_in_another_unit_leave_the_others_as_they_are(fund: str, times: float) -> None:
    data = workbook(in_unit(fund, times, "actual", "prior"))
    found = checked(data)
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert "“本年实际数”、“上年实际数”整栏像是按" in culprits[0].why.zh
    assert {keys.measure(one.cell.key) for one in culprits} == {"actual", "prior"}


def carried_into_the_total(times: float) -> Slip:
    """A budget so many times too large, in its sheet and in the total: only rates speak of it."""

    def typed(accounts: Accounts) -> None:
        amount = round(accounts["unemployment"]["interest"]["budget"] * (times - 1), 2)
        for fund in ("unemployment", "total"):
            for item in ("interest", *INCOME[1:4]):
                cells = accounts[fund][item]
                cells["budget"] = round(cells["budget"] + amount, 2)

    return typed


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("times", "exact"), [(10, True), (100, True), (1.3717, False), (0.1, False)]
)
def test_how_much_was_carried_is_told_as_far_as_the_rates_tell(times: float, exact: bool) -> None:
    right = workbook()["accounts"]["unemployment"]["interest"]["budget"]
    ((_, culprits),) = causes(checked(workbook(carried_into_the_total(times)))).items()
    assert culprits[0].cell.key == "accounts.unemployment.interest.budget"
    low, high = culprits[0].expected or (None, None)
    assert low is not None
    assert high is not None
    assert low <= right <= high
    assert culprits[0].suggest == (pytest.approx(right, abs=0.006) if exact else None)


SPENT = ("expenditure_subtotal", "expenditure", "-surplus", "-closing_balance")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("amount", [-33.1, 418.27, -1_250.0])
def test_a_total_that_misses_by_one_amount_in_all_its_sums_was_not_added_up_anew(
    amount: float,
) -> None:
    slip = carried("total", "actual", amount, "benefits", *SPENT)
    ((_, (first, *others)),) = causes(checked(workbook(slip))).items()
    assert first.cell.key == "accounts.total.benefits.actual"
    assert first.located
    assert "合计没有跟着改" in first.why.zh
    assert all(one.cell.key.startswith("accounts.total.") for one in others)


@pytest.mark.sampled(2)
@pytest.mark.parametrize("times", [10, 0.1])
def test_an_odd_amount_of_a_fund_comes_before_a_total_not_added_up(times: float) -> None:
    right = workbook()["accounts"]["work_injury"]["injury_medical"]["actual"]
    amount = round(right * (times - 1), 2)
    slip = carried("work_injury", "actual", amount, "injury_medical", "benefits", *SPENT)
    ((_, (first, *_)),) = causes(checked(workbook(slip))).items()
    assert first.cell.key == "accounts.work_injury.injury_medical.actual"


def _without(fund: str, part: str, *into: str) -> Slip:
    """Sums of a fund, and those of the total, without one of its amounts."""

    def typed(accounts: Accounts) -> None:
        amount = accounts[fund][part]["actual"]
        for sheet in (fund, "total"):
            for item in into:
                sign = -1 if item.startswith("-") else 1
                cells = accounts[sheet][item.removeprefix("-")]
                cells["actual"] = round(cells["actual"] - sign * amount, 2)
                if "change" in cells:
                    cells["change"] = round(cells["change"] - sign * amount, 2)
            for rate in ("completion_rate", "growth_rate"):
                for item in into:
                    accounts[sheet][item.removeprefix("-")].pop(rate, None)

    return typed


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("fund", "part", "into", "item"),
    [
        ("work_injury", "from_superior", ("income", "surplus", "closing_balance"), "上级补助收入"),
        ("work_injury", "to_superior", ("-surplus", "-closing_balance"), "上解上级支出"),
        ("unemployment", "to_subordinate", ("-surplus", "-closing_balance"), "补助下级支出"),
    ],
)
def test_a_sum_that_leaves_out_exactly_one_item_says_so_first(
    fund: str, part: str, into: tuple[str, ...], item: str
) -> None:
    data = workbook(_without(fund, part, *into))
    data.pop("balances")
    first = next(iter(causes(checked(data)).values()))[0]
    assert first.cell.key == f"accounts.{fund}.{into[0].removeprefix('-')}.actual"
    assert f"正好少算一项“{item}”" in first.why.zh


def test_a_sum_that_misses_by_no_item_does_not_say_that_it_leaves_one_out() -> None:
    data = workbook(carried("work_injury", "actual", -87.65, "income", "surplus"))
    every = [one for culprits in causes(checked(data)).values() for one in culprits]
    assert every
    assert not any("正好少算" in one.why.zh for one in every)


def down_from(first: str) -> Lines:
    return lambda items: items[items.index(first) :]


def up_to(last: str) -> Lines:
    return lambda items: items[: items.index(last) + 1]


def apart_from(*some: str) -> Lines:
    return lambda items: [item for item in items if item not in some]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("fund", "other"), [("unemployment", "budget"), ("resident_pension", "prior")]
)
@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        pytest.param(down_from("expenditure"), "支出合计", "", id="from a line on"),
        pytest.param(up_to("other_income"), "", "其他收入", id="up to a line"),
        pytest.param(
            only("interest", "other_income", "benefits"),
            "利息收入",
            "社会保险待遇支出",
            id="lines apart",
        ),
        pytest.param(apart_from("interest", "surplus"), "", "", id="all but two lines"),
    ],
)
def test_columns_exchanged_in_some_lines_are_one_slip_that_names_them(
    fund: str, other: str, lines: Lines, first: str, last: str
) -> None:
    data, right = workbook(exchanged(fund, "actual", other, lines)), workbook()["accounts"][fund]
    found = checked(data)
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    why = culprits[0].why.zh
    assert f"从“{first}" in why
    assert f"{last}”，" in why
    assert why.endswith(f"两栏有 {len(culprits)} 格的数互换了")
    told = {culprit.cell.key: culprit.suggest for culprit in culprits}
    assert told == {
        f"accounts.{fund}.{item}.{measure}": pytest.approx(right[item][measure], abs=0.006)
        for item in lines([*right])
        for measure in ("actual", other)
        if {"actual", other} <= right[item].keys() and right[item]["actual"] != right[item][other]
    }


@pytest.mark.sampled(2)
@pytest.mark.parametrize("fund", ["work_injury", "unemployment", "resident_pension"])
def test_flows_that_are_exchanged_leave_the_balances_alone(fund: str) -> None:
    found = checked(workbook(exchanged(fund, "actual", "prior", flows)))
    ((_, culprits),) = causes(found).items()
    assert "从“收入合计”到“本年收支结余”，" in culprits[0].why.zh
    named = {culprit.cell.key.split(".")[2] for culprit in culprits}
    assert named.isdisjoint(BALANCES)


def test_a_column_without_balances_is_exchanged_as_a_whole_with_all_its_flows() -> None:
    found = checked(workbook(exchanged("work_injury", "budget", "actual", flows)))
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.startswith("工伤“预算数”和“本年实际数”两栏的数互换了")


def test_two_lines_that_are_exchanged_are_two_pairs_of_cells() -> None:
    lines = only("contributions", "expenditure")
    found = checked(workbook(exchanged("unemployment", "actual", "prior", lines)))
    said = [culprits[0].why.zh for culprits in causes(found).values()]
    assert said == ["两个单元格的数互换了"] * 2


def test_a_slip_of_one_cell_beside_exchanged_lines_is_located() -> None:
    def typed(accounts: Accounts) -> None:
        accounts["unemployment"]["other_income"]["budget"] += 900

    found = checked(workbook(exchanged("unemployment", "actual", "prior", flows), typed))
    named = [{culprit.cell.key for culprit in group} for group in causes(found).values()]
    assert {"accounts.unemployment.other_income.budget"} in named
    assert len(named) == 2
