"""Slips of many cells are one cause, told once and first, with what each cell should hold; what
only looks like one is located cell by cell."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from support import checked, edited, filled, read_back

from sipipeline.checking.batch import Checked, check
from sipipeline.core import keys
from sipipeline.core.findings import Culprit, Severity
from sipipeline.reports.issues import issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
MONEY = ("budget", "actual", "prior", "change")

Accounts = dict[str, dict[str, dict[str, Any]]]
Slip = Callable[[Accounts], object]
Lines = Callable[[list[str]], list[str]]
"""Of the items of an account those that a slip is about."""


def workbook(*slips: Slip, funds: list[str] = FUNDS, seed: int = 1) -> dict[str, Any]:
    """A consistent workbook after some slips."""
    data = consistent(STANDARD, seed, funds)
    for slip in slips:
        slip(data["accounts"])
    return data


def causes(found: Checked) -> dict[int, list[Culprit]]:
    """The culprits of each cause, by its number."""
    groups = {finding.group: list(finding.culprits) for finding in found.findings if finding.group}
    return {number: groups[number] for number in sorted(groups)}


def errors_beside(found: Checked) -> list[str]:
    """The errors that no cause explains."""
    errors = [one for one in found.findings if one.severity is Severity.ERROR]
    return [one.message.zh for one in errors if one.group is None]


# ---------------------------------------------------------------- the slips
def in_unit(fund: str, times: float, *measures: str) -> Slip:
    """A sheet, or some of its columns, in a unit of which 万元 is so many times as much."""

    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            for measure in set(measures or MONEY) & cells.keys():
                cells[measure] = round(cells[measure] * times, 6)

    return typed


def in_yuan(fund: str, *measures: str) -> Slip:
    return in_unit(fund, 10_000, *measures)


def exchanged_rates(fund: str) -> Slip:
    """Changes and their rates in each other's place."""

    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            rate = cells.get("growth_rate")
            if isinstance(rate, str):
                fraction = round(float(rate.strip("%")) / 100, 6)
                cells["growth_rate"], cells["change"] = cells["change"], fraction

    return typed


def exchanged(fund: str, one: str, other: str, lines: Lines = lambda items: items) -> Slip:
    """Two columns in each other's place, in all lines or some."""

    def typed(accounts: Accounts) -> None:
        for item in lines([*accounts[fund]]):
            cells = accounts[fund][item]
            if one in cells and other in cells:
                cells[one], cells[other] = cells[other], cells[one]

    return typed


def copied(fund: str, into: str, source: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            if into in cells and source in cells:
                cells[into] = cells[source]

    return typed


def rows_exchanged(fund: str, one: str, other: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        rows = accounts[fund]
        rows[one], rows[other] = rows[other], rows[one]

    return typed


def pasted(fund: str, source: str, *measures: str) -> Slip:
    """The figures of another fund, all or those of some columns, in the lines that both have."""

    def typed(accounts: Accounts) -> None:
        for item, cells in accounts[fund].items():
            others = accounts[source].get(item, {})
            cells.update({name: others[name] for name in measures or others if name in others})

    return typed


def negative(fund: str, *items: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for item in items:
            for measure in ("budget", "actual", "prior"):
                accounts[fund][item][measure] *= -1

    return typed


def total_is(*funds: str, measures: tuple[str, ...] = MONEY, sign: float = 1.0) -> Slip:
    """The total sheet adds up only some funds; or, with a sign, the funds beside itself."""

    def typed(accounts: Accounts) -> None:
        for item, cells in accounts["total"].items():
            for measure in set(measures) & cells.keys():
                rows = [accounts[fund].get(item, {}) for fund in funds]
                cells[measure] = round(sum(row.get(measure, 0.0) for row in rows) * sign, 2)

    return typed


def without(fund: str) -> Slip:
    return lambda accounts: accounts.pop(fund)


def of_zeros(fund: str) -> Slip:
    """The sheet of a fund with 0 in every cell, those of a fund that is not run too."""

    def typed(accounts: Accounts) -> None:
        stated = accounts.get(fund, accounts["total"])
        accounts[fund] = {
            item: {name: 0 for name in cells if f"accounts.{fund}.{item}.{name}" in STANDARD.fields}
            for item, cells in stated.items()
            if any(key.startswith(f"accounts.{fund}.{item}.") for key in STANDARD.fields)
        }

    return typed


def carried(fund: str, measure: str, amount: float, *items: str) -> Slip:
    def typed(accounts: Accounts) -> None:
        for item in items:
            sign = -1 if item.startswith("-") else 1
            cells = accounts[fund][item.removeprefix("-")]
            cells[measure] = round(cells[measure] + sign * amount, 2)

    return typed


ENTERED = ("budget", "actual", "prior")
DERIVED = ("change", "completion_rate", "growth_rate")


def exchanged_with(
    fund: str, other: str, *measures: str, lines: Lines = lambda items: items
) -> Slip:
    """Columns of two funds in each other's place, in the lines that both have or some of them."""

    def typed(accounts: Accounts) -> None:
        one, two = accounts[fund], accounts[other]
        for item in lines([item for item in one if item in two]):
            for measure in measures:
                if measure in one[item] and measure in two[item]:
                    one[item][measure], two[item][measure] = two[item][measure], one[item][measure]

    return typed


def right_cells(data: dict[str, Any], right: dict[str, Any]) -> set[str]:
    """The cells of the accounts that hold what they should."""
    return typed_otherwise({"accounts": {}}, right).keys() - typed_otherwise(data, right).keys()


def typed_otherwise(data: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """What should stand in the cells of the accounts that hold something else."""
    return {
        f"accounts.{fund}.{item}.{measure}": should
        for fund, rows in right["accounts"].items()
        for item, cells in rows.items()
        for measure, should in cells.items()
        if data["accounts"].get(fund, {}).get(item, {}).get(measure) != should
    }


INCOME = ("contributions", "income_subtotal", "income", "surplus", "closing_balance")


# ---------------------------------------------------------------- one cause
@pytest.mark.parametrize(
    ("slip", "says"),
    [
        (in_yuan("unemployment"), "失业整表像是按元填的，105 格都除以 10000"),
        (in_yuan("work_injury"), "工伤整表像是按元填的"),
        (in_yuan("total"), "合计整表像是按元填的"),
        (in_yuan("unemployment", "actual"), "失业“本年实际数”整栏像是按元填的"),
        (
            exchanged_rates("work_injury"),
            "工伤“比上年增减额”和“比上年增减%”两栏的数互换了",
        ),
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
        (
            exchanged("work_injury", "actual", "prior"),
            "工伤“本年实际数”和“上年实际数”两栏",
        ),
        (
            copied("unemployment", "actual", "prior"),
            "失业“本年实际数”一栏填的是“上年实际数”",
        ),
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
        (
            carried("unemployment", "actual", 1800, *INCOME),
            "失业“社会保险费收入（本年实际数）”",
        ),
        (
            carried("work_injury", "prior", 90, *INCOME[:3]),
            "工伤“社会保险费收入（上年实际数）”",
        ),
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


@pytest.mark.parametrize("funds", [FUNDS, FUNDS[:2]])
@pytest.mark.parametrize(("into", "source"), [("prior", "actual"), ("actual", "prior")])
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


@pytest.mark.parametrize("times", [10, 1e-4])
def test_two_sheets_in_thousands_or_in_hundreds_of_millions_are_so_as_well(times: float) -> None:
    slips = [in_unit(fund, times) for fund in ("unemployment", "resident_pension")]
    ((_, culprits),) = causes(checked(workbook(*slips, funds=FOUR))).items()
    assert "居民养老、失业整表像是按" in culprits[0].why.zh


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_total_in_another_unit_is_not_blamed_on_all_the_funds(seed: int) -> None:
    ((_, culprits),) = causes(checked(workbook(in_yuan("total"), funds=FOUR, seed=seed))).items()
    assert "合计整表像是按元填的" in culprits[0].why.zh


@pytest.mark.parametrize("fund", ["resident_pension", "unemployment"])
@pytest.mark.parametrize("times", [10_000, 10])
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


@pytest.mark.parametrize(
    ("fund", "part", "into", "item"),
    [
        (
            "work_injury",
            "from_superior",
            ("income", "surplus", "closing_balance"),
            "上级补助收入",
        ),
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


BALANCES = ("opening_balance", "closing_balance", "time_deposits")


def flows(items: list[str]) -> list[str]:
    return [item for item in items if item not in BALANCES]


def down_from(first: str) -> Lines:
    return lambda items: items[items.index(first) :]


def up_to(last: str) -> Lines:
    return lambda items: items[: items.index(last) + 1]


def only(*some: str) -> Lines:
    return lambda items: [item for item in items if item in some]


def apart_from(*some: str) -> Lines:
    return lambda items: [item for item in items if item not in some]


@pytest.mark.parametrize("fund", ["unemployment", "resident_pension"])
@pytest.mark.parametrize("other", ["budget", "prior"])
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


@pytest.mark.parametrize(("fund", "name"), [("work_injury", "工伤"), ("unemployment", "失业")])
def test_a_total_of_two_funds_that_copies_either_is_said_to_copy_it(fund: str, name: str) -> None:
    found = checked(workbook(total_is(fund), funds=["work_injury", "unemployment"]))
    ((_, culprits),) = causes(found).items()
    assert f"格像是只抄了{name}的数" in culprits[0].why.zh


@pytest.mark.parametrize("seed", [2, 5, 9, 11, 63])
def test_a_total_in_another_unit_is_no_missing_fund(seed: int) -> None:
    found = checked(workbook(in_yuan("total"), funds=["work_injury", "unemployment"], seed=seed))
    said = {culprit.why.zh for group in causes(found).values() for culprit in group}
    assert [sentence for sentence in said if "合计整表像是按元填的" in sentence]
    assert not [sentence for sentence in said if "没有填" in sentence]


@pytest.mark.parametrize(
    ("counted", "left_out"),
    [
        (("unemployment", "work_injury"), "居民养老、机关养老"),
        (("institution_pension", "work_injury", "unemployment"), "居民养老"),
    ],
)
def test_a_total_without_some_funds_names_them(counted: tuple[str, ...], left_out: str) -> None:
    found = checked(workbook(total_is(*counted), funds=[*FUNDS, "institution_pension"]))
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.endswith(f"格像是漏加了{left_out}")


def rates_follow(accounts: Accounts) -> None:
    """The rates of the total as its amounts make them."""
    for cells in accounts["total"].values():
        for name, over, base in RATES:
            if name in cells and cells[base] > 0:
                cells[name] = f"{cells[over] / cells[base] * 100:.2f}%"


RATES = (("growth_rate", "change", "prior"), ("completion_rate", "actual", "budget"))


@pytest.mark.parametrize("left_out", FUNDS)
def test_a_total_without_a_fund_is_right_once_all_its_cells_are_put_right(left_out: str) -> None:
    data = workbook(total_is(*(fund for fund in FUNDS if fund != left_out)), rates_follow)
    ((_, culprits),) = causes(checked(data)).items()
    for culprit in culprits:
        item, measure = culprit.cell.key.split(".")[-2:]
        data["accounts"]["total"][item][measure] = culprit.suggest
    assert not causes(checked(data))


@pytest.mark.parametrize("seed", [1, 2, 6, 8])
def test_a_total_that_copies_one_fund_is_told_what_the_printed_figures_make(seed: int) -> None:
    """Also where a fund is kept to one decimal, and its many lines leave more than the last digit
    of the total."""

    def coarse(accounts: Accounts) -> None:
        for cells in accounts["work_injury"].values():
            for measure in set(MONEY) & cells.keys():
                cells[measure] = round(cells[measure], 1)

    data = workbook(coarse, total_is("resident_pension"), seed=seed)
    ((_, culprits),) = causes(checked(data)).items()
    assert "像是只抄了居民养老的数" in culprits[0].why.zh
    told = {one.cell.key: one.suggest for one in culprits}
    parts = [("work_injury", item) for item in ("capacity_appraisal", "injury_prevention")]
    parts += [(fund, "other_expenditure") for fund in FUNDS]
    for measure in ENTERED:
        right = sum(data["accounts"][fund][item].get(measure, 0.0) for fund, item in parts)
        should = told[f"accounts.total.other_expenditure.{measure}"]
        assert should == pytest.approx(right, abs=0.006)


@pytest.mark.parametrize("fund", ["work_injury", "unemployment", "resident_pension"])
def test_amounts_typed_negative_are_no_missing_fund(fund: str) -> None:
    found = checked(workbook(negative(fund, "expenditure", "expenditure_subtotal", "benefits")))
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.endswith("的正负号填反了，共 9 格")


@pytest.mark.parametrize("seed", [4, 6, 9, 12])
def test_falls_without_their_sign_are_no_missing_fund(seed: int) -> None:
    data = workbook(funds=["resident_pension", "employee_medical", "work_injury"], seed=seed)
    for cells in data["accounts"]["employee_medical"].values():
        if "change" in cells:
            cells["change"] = abs(cells["change"])
    said = {culprit.why.zh for group in causes(checked(data)).values() for culprit in group}
    assert said
    assert all("正负号" in sentence for sentence in said)


def test_two_accounts_that_are_alike_and_add_up_are_no_slip() -> None:
    data = workbook(funds=["employee_medical", "unemployment"])
    del data["balances"], data["accounts"]["total"], data["funding"]
    account = data["accounts"]["unemployment"]
    for benefit in STANDARD.parts_of("unemployment", "benefits"):
        del account[benefit.key]
    data["accounts"]["employee_medical"] = account
    assert causes(checked(data)) == {}


def test_two_structural_slips_are_two_causes() -> None:
    slips = in_yuan("unemployment", "budget"), copied("work_injury", "actual", "prior")
    found = checked(workbook(*slips))
    said = sorted(culprits[0].why.zh for culprits in causes(found).values())
    assert said[0].startswith("失业“预算数”整栏像是按元填的")
    assert said[1].startswith("工伤“本年实际数”一栏填的是“上年实际数”")
    assert len(said) == 2


@pytest.mark.parametrize(
    ("slips", "says"),
    [
        (
            (total_is("unemployment", "work_injury"), exchanged("work_injury", "budget", "actual")),
            ["合计的", "工伤“预算数”和“本年实际数”两栏"],
        ),
        (
            (total_is("work_injury"), exchanged("unemployment", "actual", "prior")),
            ["合计的", "失业“本年实际数”和“上年实际数”两栏"],
        ),
        (
            (exchanged("resident_pension", "budget", "prior"), without("unemployment")),
            ["失业的账在合计里，失业表却没有填", "居民养老“预算数”和“上年实际数”两栏"],
        ),
        (
            (total_is("work_injury", "unemployment"), copied("unemployment", "budget", "actual")),
            ["合计的", "失业“预算数”一栏填的是“本年实际数”"],
        ),
        (
            (in_yuan("unemployment", "actual"), exchanged("work_injury", "actual", "prior")),
            ["失业“本年实际数”整栏像是按元填的", "工伤“本年实际数”和“上年实际数”两栏"],
        ),
    ],
)
def test_two_slips_in_the_same_lines_of_the_total(slips: tuple[Slip, ...], says: list[str]) -> None:
    found = checked(workbook(*slips))
    said = [culprits[0].why.zh for culprits in causes(found).values()]
    first, left = sorted(said[: len(says)]), said[len(says) :]
    assert all(sentence.startswith(start) for sentence, start in zip(first, says)), said
    assert len(left) <= 2, said


TWO_APART = [
    (
        "unit of a fund's column",
        in_yuan("work_injury", "actual"),
        "工伤“本年实际数”整栏像是按元填的",
    ),
    (
        "lines exchanged",
        rows_exchanged("work_injury", "interest", "expenditure"),
        "工伤“利息收入”和",
    ),
    ("pasted", pasted("work_injury", "unemployment", "prior"), "工伤表有"),
    (
        "columns of two funds",
        exchanged_with("work_injury", "unemployment", "budget"),
        "失业表和工伤表的“预算数”互换了",
    ),
    ("copied", copied("work_injury", "actual", "prior"), "工伤“本年实际数”一栏填的是"),
]


@pytest.mark.parametrize(
    ("of_fund", "says"), [case[1:] for case in TWO_APART], ids=[case[0] for case in TWO_APART]
)
@pytest.mark.parametrize(
    ("of_total", "also"),
    [
        (total_is("unemployment", "work_injury"), "格像是漏加了居民养老"),
        (total_is("resident_pension"), "格像是只抄了居民养老的数"),
    ],
)
def test_a_slip_of_a_fund_beside_one_of_the_total_is_told_and_so_is_that(
    of_fund: Slip, says: str, of_total: Slip, also: str
) -> None:
    """The total was made before the fund's sheet went wrong, so it agrees with neither."""
    data = workbook(of_total, of_fund)
    told = causes(checked(data)).values()
    said = [culprits[0].why.zh for culprits in told]
    assert [sentence for sentence in said if sentence.startswith(says)], said
    assert [sentence for sentence in said if also in sentence], said
    assert len(said) == 2
    accused = {culprit.cell.key for group in told for culprit in group}
    assert accused.isdisjoint(right_cells(data, workbook()))


@pytest.mark.parametrize("measure", ["budget", "actual", "prior"])
def test_a_column_of_the_total_in_another_unit_beside_a_missing_fund(measure: str) -> None:
    data = workbook(in_yuan("total", measure), without("work_injury"))
    said = [culprits[0].why.zh for culprits in causes(checked(data)).values()]
    assert len(said) == 2
    assert any("合计“" in sentence and "整栏像是按元填的" in sentence for sentence in said)
    assert any("工伤的账在合计里，工伤表却没有填" in sentence for sentence in said)


def test_a_slip_of_one_cell_beside_a_structural_one_is_located() -> None:
    def typed(accounts: Accounts) -> None:
        accounts["resident_pension"]["income"]["actual"] += 900

    found = checked(workbook(in_yuan("unemployment"), typed))
    named = {culprit.cell.key: culprit for group in causes(found).values() for culprit in group}
    culprit = named["accounts.resident_pension.income.actual"]
    right = workbook()["accounts"]["resident_pension"]["income"]["actual"]
    assert culprit.suggest == pytest.approx(right, abs=0.03)


def test_of_several_funds_without_a_sheet_those_that_nothing_tells_of_are_not_named() -> None:
    data = workbook(without("work_injury"), without("unemployment"), funds=FUNDS)
    for part in ("headcounts", "benefit_levels", "balances"):
        data.pop(part, None)
    said = [culprits[0].why.zh for culprits in causes(checked(data)).values()]
    assert not any("这几张表却没有填" in one for one in said), said


@pytest.mark.parametrize("also", ["unemployment", "resident_pension"])
def test_of_several_funds_without_a_sheet_none_is_given_the_figures_of_all(also: str) -> None:
    data = workbook(without("work_injury"), without(also), funds=[*FUNDS, "institution_pension"])
    assert {"work_injury", also} <= data["headcounts"].keys()
    told, *others = issues(checked(data).findings)
    names = {"unemployment": "工伤、失业", "resident_pension": "居民养老、工伤"}[also]
    assert f"{names}的账在合计里，这几张表却没有填" in told.message.zh
    assert not [one for one in others if "的收支" in one.first.message.zh]
    assert {culprit.suggest for culprit in told.wrong} == {None}
    assert told.todo.zh == f"照上面说的改，涉及的 {len(told.wrong)} 格一起核对。"


def test_a_fund_whose_sheet_was_deleted_is_told_without_names_of_keys() -> None:
    data = workbook(without("unemployment"))
    del data["headcounts"]["unemployment"]
    told = issues(check([read_back(filled(data))])[0].findings)[0]
    assert "失业表却没有填" in told.message.zh
    assert "accounts" not in told.todo.zh + told.message.zh


def test_what_texts_say_of_a_fund_whose_sheet_is_of_zeros_is_not_accused() -> None:
    """It goes away with the sheet, whose cells are told with what they should hold."""
    data = workbook(of_zeros("work_injury"))
    right = workbook()["accounts"]["work_injury"]["income"]["actual"]
    data["narrative"] = {"operation": f"工伤保险基金2023年收入合计{right:.2f}万元。"}
    found = checked(data)
    (culprits,) = causes(found).values()
    should = {culprit.cell.key: culprit.suggest for culprit in culprits}
    assert should["accounts.work_injury.income.actual"] == pytest.approx(right, abs=0.03)
    assert not errors_beside(found)
    assert "N601" in {finding.rule for finding in found.findings if finding.group}


def test_the_funds_of_the_year_have_the_fund_without_a_sheet() -> None:
    """What the form adds up itself is short of it too."""
    data, right = workbook(without("work_injury")), workbook()["accounts"]["total"]
    total = {item: {"prior": row["prior"]} for item, row in right.items() if "prior" in row}
    budget = right["expenditure"]["budget"]
    data["accounts"]["total"] = total
    data["funding"] = {"total": budget, "fiscal": 0, "fund": budget, "other": 0}
    (found,) = check([read_back(filled(data))])
    (culprits,) = causes(found).values()
    assert "工伤表却没有填" in culprits[0].why.zh
    assert "B207" in {finding.rule for finding in found.findings if finding.group}


def test_of_two_sheets_of_zeros_the_fund_with_people_is_meant() -> None:
    data = workbook(of_zeros("work_injury"), of_zeros("employee_medical"))
    (culprits,) = causes(checked(data)).values()
    assert "工伤的账在合计里，工伤表却全是 0" in culprits[0].why.zh


def test_a_sheet_of_zeros_of_a_fund_that_is_not_run_is_not_blamed() -> None:
    (culprits,) = causes(
        checked(workbook(without("work_injury"), of_zeros("employee_medical")))
    ).values()
    assert "工伤的账在合计里，工伤表却没有填" in culprits[0].why.zh
    assert causes(checked(workbook(of_zeros("employee_medical")))) == {}


# ---------------------------------------------------------------- the figures of two funds
@pytest.mark.parametrize("seed", [1, 4])
@pytest.mark.parametrize(
    ("measures", "says"),
    [
        (("actual",), "失业表和工伤表的“本年实际数”互换了"),
        (("budget",), "失业表和工伤表的“预算数”互换了"),
        (("prior",), "失业表和工伤表的“上年实际数”互换了"),
        (("actual", "prior"), "失业表和工伤表的“本年实际数”、“上年实际数”互换了"),
        (("actual", *DERIVED), "失业表和工伤表的“本年实际数”、“比上年增减额”"),
        (ENTERED + DERIVED, "失业表和工伤表的数整表互换了"),
    ],
)
def test_columns_of_two_funds_exchanged_are_one_slip_with_every_answer(
    measures: tuple[str, ...], says: str, seed: int
) -> None:
    data = workbook(exchanged_with("work_injury", "unemployment", *measures), seed=seed)
    found = checked(data)
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.startswith(says)
    assert issues(found.findings)[0].message.zh.startswith(says)
    wrong = typed_otherwise(data, workbook(seed=seed))
    told = {culprit.cell.key: culprit.suggest for culprit in culprits}
    assert told.keys() == wrong.keys()
    amounts = {key: value for key, value in wrong.items() if key.endswith(MONEY)}
    assert {key: told[key] for key in amounts} == pytest.approx(amounts, abs=0.006)


@pytest.mark.parametrize("fund", ["work_injury", "resident_pension"])
@pytest.mark.parametrize("measure", ENTERED)
def test_flows_of_two_funds_that_are_exchanged_leave_the_balances_alone(
    fund: str, measure: str
) -> None:
    found = checked(workbook(exchanged_with(fund, "unemployment", measure, lines=flows)))
    ((_, culprits),) = causes(found).items()
    assert "互换了" in culprits[0].why.zh
    assert {culprit.cell.key.split(".")[2] for culprit in culprits}.isdisjoint(BALANCES)


@pytest.mark.parametrize("seed", [4, 7, 12, 15, 20])
def test_a_rate_that_two_funds_have_alike_is_not_pasted_with_the_rest(seed: int) -> None:
    funds = ["enterprise_pension", "institution_pension", "resident_medical"]
    slip = pasted("enterprise_pension", "institution_pension")
    data, right = workbook(slip, funds=funds, seed=seed), workbook(funds=funds, seed=seed)
    ((_, culprits),) = causes(checked(data)).items()
    assert "像是把机关养老的数填到了企业养老表" in culprits[0].why.zh
    accused = {culprit.cell.key for culprit in culprits}
    assert accused.isdisjoint(right_cells(data, right))


def test_two_lines_of_two_funds_that_are_exchanged_are_one_cause() -> None:
    lines = only("contributions", "expenditure")
    found = checked(workbook(exchanged_with("unemployment", "work_injury", "actual", lines=lines)))
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.startswith(
        "失业和工伤的“社会保险费收入”、“支出合计”（本年实际数）填反了"
    )
    assert len(culprits) == 4


@pytest.mark.parametrize("seed", range(1, 6))
def test_small_slips_in_two_funds_are_not_blamed_on_an_exchange(seed: int) -> None:
    def typed(accounts: Accounts) -> None:
        for fund in ("work_injury", "unemployment"):
            for item in ("contributions", "interest", "benefits", "other_expenditure"):
                accounts[fund][item]["actual"] = round(accounts[fund][item]["actual"] + 90, 2)

    found = checked(workbook(typed, seed=seed))
    said = {culprit.why.zh for group in causes(found).values() for culprit in group}
    assert said
    assert not [sentence for sentence in said if "互换" in sentence]


def test_two_funds_that_each_copied_the_other_years_column_are_one_slip() -> None:
    slips = (copied(fund, "actual", "prior") for fund in ("work_injury", "unemployment"))
    (said,) = {culprits[0].why.zh for culprits in causes(checked(workbook(*slips))).values()}
    assert said.startswith("失业、工伤“本年实际数”一栏填的是“上年实际数”一栏的数，共 49 格")


# ---------------------------------------------------------------- the sheet of another fund
def _moved(content: bytes, sheet: str, into: str) -> bytes:
    """The workbook with the figures of one sheet in the same rows of another."""

    def typed(book: Workbook) -> None:
        for row in book[sheet].iter_rows(min_row=6, min_col=3, max_col=8):
            for cell in row:
                if isinstance(cell.value, int | float):
                    book[into][cell.coordinate].value = cell.value
                    cell.value = None

    return edited(content, typed)


@pytest.mark.parametrize("seed", [2, 3, 4, 5, 6])
def test_an_account_in_the_sheet_of_another_fund_is_one_cause(seed: int) -> None:
    data = consistent(STANDARD, seed, ["resident_pension", "work_injury"])
    data["accounts"]["institution_pension"] = {"income": {"actual": 1.0}}
    read = read_back(_moved(filled(data), "居民养老", "机关养老"))
    found = check([read])[0]
    if not errors_beside(found) and not causes(found):
        return  # the item that the other fund lacks is 0 here
    ((_, culprits),) = causes(found).items()
    assert "机关养老表里像是居民养老的账" in culprits[0].why.zh
    assert {culprit.suggest for culprit in culprits} == {None}


def _on_the_sheet_of(fund: str, other: str) -> Slip:
    """The account of a fund on the sheet of another, in the lines that this one has."""

    def typed(accounts: Accounts) -> None:
        has = {key.split(".")[2] for key in STANDARD.fields if key.startswith(f"accounts.{other}.")}
        account = accounts.pop(fund)
        accounts[other] = {item: cells for item, cells in account.items() if item in has}

    return typed


@pytest.mark.parametrize("seed", [1, 4])
@pytest.mark.parametrize(
    ("fund", "other"),
    [
        ("unemployment", "work_injury"),
        ("employee_medical", "work_injury"),
        ("work_injury", "unemployment"),
        ("work_injury", "employee_medical"),
        ("work_injury", "resident_medical"),
        ("work_injury", "enterprise_pension"),
    ],
)
def test_an_account_on_a_sheet_without_some_of_its_lines_is_of_the_fund_with_people(
    fund: str, other: str, seed: int
) -> None:
    funds = [fund, "institution_pension"]
    found = checked(workbook(_on_the_sheet_of(fund, other), funds=funds, seed=seed))
    assert errors_beside(found) == []
    ((_, culprits),) = causes(found).items()
    assert f"像是{STANDARD.fund(fund).short.zh}的账" in culprits[0].why.zh
    assert {culprit.suggest for culprit in culprits} == {None}
    assert not any(culprit.confidence == "certain" for culprit in culprits)


@pytest.mark.parametrize(
    ("fund", "item", "measure"),
    [
        ("resident_pension", "contributions", "actual"),
        ("resident_pension", "expenditure", "prior"),
        ("total", "interest", "budget"),
        ("total", "other_expenditure", "prior"),
        ("total", "closing_balance", "actual"),
    ],
)
def test_a_slip_beside_an_account_in_another_sheet_is_told_by_itself(
    fund: str, item: str, measure: str
) -> None:
    def typed(accounts: Accounts) -> None:
        _on_the_sheet_of("work_injury", "unemployment")(accounts)
        accounts[fund][item][measure] = round(accounts[fund][item][measure] + 73.5, 2)

    found = checked(workbook(typed, funds=["work_injury", "resident_pension"]))
    assert errors_beside(found) == []
    of_account, of_cell = sorted(causes(found).values(), key=len, reverse=True)
    assert "失业表里像是工伤的账" in of_account[0].why.zh
    assert of_cell[0].cell.key == f"accounts.{fund}.{item}.{measure}"


@pytest.mark.parametrize(
    "amount", [{}, {"actual": 61.5}, {"budget": 12.5, "prior": 40.0}], ids=["right", "one", "two"]
)
def test_a_line_that_the_total_has_too_much_of_moves_no_account(amount: dict[str, float]) -> None:
    """The total has more than its funds where the sheet of a fund with people lacks nothing."""

    def typed(accounts: Accounts) -> None:
        for measure, more in amount.items():
            cells = accounts["total"]["other_expenditure"]
            cells[measure] = round(cells[measure] + more, 2)

    data = workbook(typed, funds=["unemployment", "resident_pension"])
    data["headcounts"]["work_injury"] = data["headcounts"].pop("unemployment")
    whys = [one.why.zh for culprits in causes(checked(data)).values() for one in culprits]
    assert bool(whys) == bool(amount)
    assert not any("的账" in why for why in whys)


@pytest.mark.parametrize("item", ["transfer_in", "transfer_out"])
def test_a_line_of_the_total_alone_moves_no_account(item: str) -> None:
    def typed(accounts: Accounts) -> None:
        for cells in (accounts["total"][item],):
            cells["actual"] = round(cells["actual"] + 37.5, 2)

    found = checked(workbook(typed, funds=["work_injury", "institution_pension"]))
    whys = [one.why.zh for culprits in causes(found).values() for one in culprits]
    assert whys
    assert not any("的账" in why for why in whys)


# ---------------------------------------------------------------- what only looks like one
def _few(*slips: tuple[str, str, float]) -> list[str]:
    """The sentences about a single fund without rates after some small slips."""
    data = consistent(STANDARD, 7, ["work_injury"])
    data = {"standard": "2023", "cover": data["cover"], "accounts": data["accounts"]}
    del data["accounts"]["total"]
    account = data["accounts"]["work_injury"]
    for cells in account.values():
        for measure in ("completion_rate", "growth_rate", "change"):
            cells.pop(measure, None)
    for item, measure, amount in slips:
        account[item][measure] = round(account[item][measure] + amount, 2)
    return [one.why.zh for group in causes(checked(data)).values() for one in group]


@pytest.mark.parametrize(
    "slips",
    [
        [("income", "actual", 5), ("benefits", "actual", 9), ("closing_balance", "actual", -7)],
        [("income", "prior", 50), ("benefits", "prior", -9), ("surplus", "prior", 270)],
        [("income", "budget", 3), ("expenditure", "budget", 4), ("surplus", "budget", 500)],
        [("income_subtotal", "actual", 1), ("benefits", "actual", 2), ("surplus", "actual", -90)],
        [("income", "prior", 2), ("expenditure", "prior", 2), ("closing_balance", "prior", 31)],
    ],
)
def test_small_slips_in_one_column_are_not_blamed_on_its_unit(
    slips: list[tuple[str, str, float]],
) -> None:
    said = _few(*slips)
    assert said
    assert not [sentence for sentence in said if "整栏" in sentence or "整表" in sentence]


def test_a_budget_that_is_the_actual_figure_in_every_line_is_no_slip_while_all_agrees() -> None:
    data = workbook(copied("unemployment", "budget", "actual"), copied("total", "budget", "actual"))
    del data["accounts"]["total"], data["funding"]
    for cells in data["accounts"]["unemployment"].values():
        cells.pop("completion_rate", None)
    assert causes(checked(data)) == {}


def test_a_total_off_by_one_amount_is_no_missing_fund() -> None:
    """A leaf of the total that was carried into its sums, not the account of a fund."""
    found = checked(workbook(carried("total", "actual", 800, *INCOME)))
    said = {one.why.zh for group in causes(found).values() for one in group}
    assert not [sentence for sentence in said if "没有填" in sentence]


@pytest.mark.parametrize("times", [10, 10_000])
def test_figures_in_another_unit_are_told_as_they_are_in_the_form_s(times: int) -> None:
    """To the last digit: the comment of a cell says what its division gives."""
    found = checked(workbook(in_unit("unemployment", times)))
    culprits = [one for group in causes(found).values() for one in group]
    assert len(culprits) > 50
    for culprit in culprits:
        assert isinstance(culprit.cell.value, (int, float))
        assert culprit.suggest == pytest.approx(culprit.cell.value / times, rel=1e-11)


def test_slips_of_single_cells_of_a_line_are_told_one_by_one() -> None:
    """The sums do not follow, so nothing was carried."""
    found = checked(workbook(carried("unemployment", "actual", 1800, "contributions")))
    (culprit,) = (one for group in causes(found).values() for one in group)
    assert "带进" not in culprit.why.zh
    assert culprit.cell.key == "accounts.unemployment.contributions.actual"


def test_of_two_columns_the_one_unlike_its_sheet_is_in_the_wrong_unit() -> None:
    """Without rates, and with a single fund, either explains the sums."""
    data = workbook(in_yuan("work_injury", "actual"), funds=["work_injury"])
    for account in data["accounts"].values():
        for cells in account.values():
            for measure in DERIVED:
                cells.pop(measure, None)
    (culprits,) = causes(checked(data)).values()
    assert "工伤“本年实际数”整栏像是按元填的" in culprits[0].why.zh


# ---------------------------------------------------------------- a further slip beside it
def doubled(*measures: str) -> Slip:
    """The total, or columns of it, twice the sum of its funds."""

    def added_up(accounts: Accounts) -> None:
        for cells in accounts["total"].values():
            for measure in set(measures) & cells.keys():
                cells[measure] = round(2 * cells[measure], 2)

    return added_up


def misread(fund: str, item: str, measure: str, times: float) -> Slip:
    """One amount of a fund so many times as much."""

    def typed(accounts: Accounts) -> None:
        cells = accounts[fund][item]
        cells[measure] = round(cells[measure] * times, 2)

    return typed


def grown(fund: str, measure: str, amount: float, *items: str) -> Slip:
    """An amount more in some lines of a column, the total being as it was."""

    def typed(accounts: Accounts) -> None:
        for item in items:
            accounts[fund][item][measure] = round(accounts[fund][item][measure] + amount, 2)

    return typed


def certain_and_right(found: Checked, data: dict[str, Any], right: dict[str, Any]) -> set[str]:
    """The keys of the accounts' cells that are called certain and are as they should be."""
    sure = {
        one.cell.key
        for finding in found.findings
        for one in finding.culprits
        if one.confidence == "certain" and one.cell.key.startswith("accounts.")
    }
    return {key for key in sure if _at(data, key) == _at(right, key)}


def _at(data: dict[str, Any], key: str) -> Any:
    _, fund, item, measure = key.split(".")
    return data["accounts"][fund][item].get(measure)


@pytest.mark.parametrize("funds", [FUNDS, FUNDS[:2]])
@pytest.mark.parametrize("measures", [MONEY, ("actual",), ("budget", "prior")])
def test_a_total_that_is_twice_the_sum_is_one_cause(
    measures: tuple[str, ...], funds: list[str]
) -> None:
    found = checked(workbook(doubled(*measures), funds=funds))
    (culprits,) = causes(found).values()
    assert "两倍" in culprits[0].why.zh
    assert {one.cell.key.split(".")[1] for one in culprits} == {"total"}
    assert errors_beside(found) == []


def test_a_total_that_has_one_fund_twice_is_not_said_to_be_twice_the_sum() -> None:
    found = checked(workbook(total_is(*FUNDS, "unemployment")))
    (culprits,) = causes(found).values()
    assert "失业" in culprits[0].why.zh
    assert "两倍" not in culprits[0].why.zh


_LINES = ("contributions", "income_subtotal", "income", "surplus", "closing_balance")


@pytest.mark.parametrize("measure", ["actual", "prior"])
@pytest.mark.parametrize("fund", ["unemployment", "work_injury"])
def test_a_total_that_copies_a_fund_is_told_though_an_amount_was_carried_later(
    fund: str, measure: str
) -> None:
    lines = _LINES if measure == "actual" else _LINES[:3]
    data = workbook(total_is(fund), grown(fund, measure, 900.0, *lines))
    found = checked(data)
    told = [culprits[0].why.zh for culprits in causes(found).values()]
    assert any("只抄了" in why for why in told)
    assert len(told) <= 3


@pytest.mark.parametrize("fund", ["unemployment", "work_injury"])
@pytest.mark.parametrize("item", ["interest", "other_income"])
def test_a_fund_without_a_sheet_is_told_beside_a_slip_in_a_line_of_another(
    fund: str, item: str
) -> None:
    slip = misread("resident_pension", item, "actual", 30)
    found = checked(workbook(without(fund), slip))
    assert 2 <= len(causes(found)) <= 3
    keys = {one.cell.key for culprits in causes(found).values() for one in culprits}
    assert f"accounts.resident_pension.{item}.actual" in keys
    assert any(key.startswith(f"accounts.{fund}.") for key in keys)


def _alone(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A workbook of one fund, twice: one to put slips in, and one that is right."""
    one, other = (consistent(STANDARD, seed, ["resident_pension"]) for _ in range(2))
    return one, other


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_pasted_column_beside_a_turned_sign_makes_no_right_cell_certain(seed: int) -> None:
    data, right = _alone(seed)
    copied("resident_pension", "prior", "actual")(data["accounts"])
    cells = data["accounts"]["resident_pension"]["benefits"]
    cells["change"] = -cells["change"]
    found = checked(data)
    assert certain_and_right(found, data, right) == set()
    assert len(causes(found)) <= 3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_carried_budget_beside_a_turned_sign_makes_no_right_cell_certain(seed: int) -> None:
    data, right = _alone(seed)
    account = data["accounts"]["resident_pension"]
    grown("resident_pension", "budget", 250.0, *_LINES[:3])(data["accounts"])
    account["surplus"]["budget"] = -account["surplus"]["budget"]
    assert certain_and_right(checked(data), data, right) == set()


@pytest.mark.parametrize("item", ["contributions", "interest", "benefits"])
def test_a_single_rate_is_named_for_certain(item: str) -> None:
    data, right = _alone(1)
    cells = data["accounts"]["resident_pension"][item]
    share = float(cells["completion_rate"].strip("%"))
    cells["completion_rate"] = f"{share + 21:.1f}%"
    found = checked(data)
    ((first, *others),) = causes(found).values()
    assert first.cell.key == f"accounts.resident_pension.{item}.completion_rate"
    assert (first.confidence, others) == ("certain", [])
    assert certain_and_right(found, data, right) == set()
