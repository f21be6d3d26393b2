"""A habit that went through a whole column, several columns, sheets or a line is told once, and
blames no right cell; a slip beside it is a cause of its own."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from slips import issues_beyond
from support import checked

from sipipeline.reports.issues import Issue, issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
ONE = ["resident_pension"]
BALANCES = ("opening_balance", "closing_balance", "time_deposits")

Rows = dict[str, dict[str, Any]]
Accounts = dict[str, Rows]
Slip = Callable[[Accounts], object]


def workbook(funds: Sequence[str] = FUNDS, seed: int = 8) -> dict[str, Any]:
    return consistent(STANDARD, seed, list(funds))


def rate(typed: object) -> float:
    """A rate as a number."""
    return float(str(typed).rstrip("%")) / 100


def told(*slips: Slip, funds: Sequence[str] = FUNDS, seed: int = 8) -> list[Issue]:
    """The causes that a workbook with some slips has and the right one has not."""
    data = workbook(funds, seed)
    for slip in slips:
        slip(data["accounts"])
    return issues_beyond(data, workbook(funds, seed))


def accused(found: Sequence[Issue]) -> set[str]:
    """The cells that are said to be wrong for certain, or likely."""
    return {one.cell.key for issue in found for one in issue.culprits if one.located}


def each(fund: str, change: Callable[[dict[str, Any]], object]) -> Slip:
    """What happens to every line of a fund."""

    def typed(accounts: Accounts) -> None:
        for cells in accounts[fund].values():
            change(cells)

    return typed


def times(
    fund: str, factor: float, measures: Sequence[str], items: Sequence[str] = (), places: int = 6
) -> Slip:
    """Columns of a fund, of all lines or of some, so many times as large."""

    def typed(accounts: Accounts) -> None:
        for item, cells in accounts[fund].items():
            for measure in set(measures) & cells.keys() if not items or item in items else ():
                cells[measure] = round(cells[measure] * factor, places)

    return typed


def exchanged(fund: str, one: str, other: str) -> Slip:
    def change(cells: dict[str, Any]) -> None:
        if one in cells and other in cells:
            cells[one], cells[other] = cells[other], cells[one]

    return each(fund, change)


def column(fund: str, measure: str, value: Callable[[dict[str, Any]], float]) -> Slip:
    """A column of a fund with something else in each filled cell."""

    def change(cells: dict[str, Any]) -> None:
        if measure in cells:
            cells[measure] = value(cells)

    return each(fund, change)


def rates_of_total(measure: str, divide: bool) -> Slip:
    """Rates of the total that are the means of the funds' rates, or their sums."""

    def typed(accounts: Accounts) -> None:
        for item, cells in accounts["total"].items():
            rows = [accounts[fund].get(item, {}) for fund in FUNDS]
            rates = [rate(row[measure]) for row in rows if measure in row]
            if measure in cells and len(rates) > 1:
                made = sum(rates) / (len(rates) if divide else 1)
                cells[measure] = f"{made * 100:.2f}%"

    return typed


def added(fund: str, measure: str, amount: float, *items: str) -> Slip:
    """An amount that is too much in some lines of a column."""

    def typed(accounts: Accounts) -> None:
        for item in items:
            cells = accounts[fund][item]
            cells[measure] = round(cells[measure] + amount, 2)

    return typed


def turned(fund: str, item: str, *measures: str) -> Slip:
    return times(fund, -1, measures, [item])


def growth(cells: dict[str, Any], unit: float = 1) -> float:
    """How much more a line has than last year, as a rate."""
    return round((cells["actual"] / cells["prior"] - 1) * unit, 4) if cells.get("prior") else 0.0


# ---------------------------------------------------------------- one habit
@pytest.mark.sampled(14)
@pytest.mark.parametrize("funds", [ONE, FUNDS])
@pytest.mark.parametrize(
    ("slip", "says"),
    [
        pytest.param(
            times(ONE[0], 10_000, ("actual", "prior")),
            "居民养老“本年实际数”、“上年实际数”整栏像是按元填的",
            id="two columns in 元",
        ),
        pytest.param(
            times(ONE[0], 1e-4, ("actual", "prior")),
            "居民养老“本年实际数”、“上年实际数”整栏像是按亿元填的",
            id="two columns in 亿元",
        ),
        pytest.param(
            times(ONE[0], 10_000, ("actual", "prior"), BALANCES),
            "居民养老“上年末滚存结余”、“年末滚存结余”、“其中：定期存款”各行像是按元填的",
            id="balances in 元",
        ),
        pytest.param(
            exchanged(ONE[0], "completion_rate", "growth_rate"),
            "居民养老“完成预算%”和“比上年增减%”两栏的数互换了",
            id="two columns of rates exchanged",
        ),
        pytest.param(
            column(ONE[0], "actual", lambda _: 0),
            "居民养老“本年实际数”一栏填的都是 0",
            id="a column of zeros",
        ),
        pytest.param(
            column(ONE[0], "change", growth),
            "居民养老“比上年增减额”一栏填的像是增减的百分比，不是增减额",
            id="rates for changes",
        ),
        pytest.param(
            column(ONE[0], "change", lambda cells: growth(cells, 100)),
            "居民养老“比上年增减额”一栏填的像是增减的百分点数，不是增减额",
            id="points for changes",
        ),
        pytest.param(
            turned(ONE[0], "surplus", "budget", "actual", "prior"),
            "居民养老“本年收支结余”一行的正负号填反了",
            id="the signs of the surplus",
        ),
    ],
)
def test_a_habit_is_one_cause(slip: Slip, says: str, funds: Sequence[str]) -> None:
    (issue,) = told(slip, funds=funds)
    assert says in issue.message.zh
    right, data = workbook(funds)["accounts"], workbook(funds)
    slip(data["accounts"])
    for key in accused([issue]):
        _, fund, item, measure = key.split(".")
        assert data["accounts"][fund][item].get(measure) != right[fund][item].get(measure)


@pytest.mark.parametrize(
    ("slip", "says"),
    [
        (rates_of_total("completion_rate", divide=True), "合计“完成预算%”像是各险种比率的平均数"),
        (rates_of_total("growth_rate", divide=True), "合计“比上年增减%”像是各险种比率的平均数"),
        (rates_of_total("completion_rate", divide=False), "合计“完成预算%”像是各险种比率相加的数"),
    ],
)
def test_rates_of_the_total_that_are_made_of_the_funds_rates(slip: Slip, says: str) -> None:
    (issue,) = told(slip)
    assert issue.message.zh.startswith(says)
    assert {key.split(".")[1] for key in accused([issue])} == {"total"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [3, 8])
def test_three_quarters_of_the_year_in_a_column(seed: int) -> None:
    flows = [item for item in workbook(seed=seed)["accounts"][ONE[0]] if item not in BALANCES]
    (issue,) = told(times(ONE[0], 0.75, ["actual"], flows, places=2), seed=seed)
    assert "居民养老“本年实际数”一栏自身加得起来" in issue.message.zh
    assert {key.split(".")[3] for key in accused([issue])} == {"actual"}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("funds", [ONE, FUNDS])
def test_last_years_column_of_another_year(funds: Sequence[str]) -> None:
    flows = [item for item in workbook(funds)["accounts"][ONE[0]] if item not in BALANCES]
    (issue,) = told(times(ONE[0], 0.93, ["prior"], flows, places=2), funds=funds)
    assert "居民养老“上年实际数”" in issue.message.zh
    assert {key.split(".")[3] for key in accused([issue])} == {"prior"}


# ---------------------------------------------------------------- several sheets
@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("slip", "says"),
    [
        (
            lambda fund: exchanged(fund, "actual", "prior"),
            "“本年实际数”和“上年实际数”两栏的数互换了",
        ),
        (lambda fund: column(fund, "actual", lambda _: 0), "“本年实际数”一栏填的都是 0"),
        (lambda fund: times(fund, -1, ["change"]), "“比上年增减额”的正负号填反了"),
    ],
)
def test_one_habit_on_several_sheets_is_one_cause(slip: Callable[[str], Slip], says: str) -> None:
    (issue,) = told(slip("work_injury"), slip("unemployment"))
    assert says in issue.message.zh
    assert {"工伤", "失业"} <= set(issue.message.zh.partition("“")[0].split("、"))


def test_different_habits_on_two_sheets_are_two_causes() -> None:
    found = told(exchanged("work_injury", "actual", "prior"), times("unemployment", -1, ["change"]))
    assert len(found) == 2


# ---------------------------------------------------------------- two slips
INCOME = ("contributions", "income_subtotal", "income")


@pytest.mark.parametrize(("measure", "funds"), [("budget", ONE), ("actual", FUNDS)])
def test_a_carried_amount_beside_the_sign_of_the_surplus(
    measure: str, funds: Sequence[str]
) -> None:
    right = workbook(funds)["accounts"][ONE[0]]
    slips = [added(ONE[0], measure, 300.0, *INCOME), turned(ONE[0], "surplus", measure)]
    found = told(*slips, funds=funds)
    assert len(found) == 2
    named = {key.split(".", 2)[2] for key in accused(found)}
    assert named == {f"{item}.{measure}" for item in (*INCOME, "surplus")}
    (sign,) = [one for issue in found for one in issue.culprits if "surplus" in one.cell.key]
    assert sign.suggest == right["surplus"][measure]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("line", ["expenditure", "contributions"])
def test_changes_with_turned_signs_beside_a_wrong_growth(line: str) -> None:
    def mistyped(accounts: Accounts) -> None:
        cells = accounts["unemployment"][line]
        cells["growth_rate"] = f"{rate(cells['growth_rate']) * 100 + 30:.2f}%"

    found = told(times("unemployment", -1, ["change"]), mistyped)
    assert len(found) == 2
    rates = {key for key in accused(found) if key.endswith("growth_rate")}
    assert rates == {f"accounts.unemployment.{line}.growth_rate"}


def test_changes_with_turned_signs_beside_a_carried_amount() -> None:
    chain = ("basic_pension", "benefits", "expenditure_subtotal", "expenditure")
    found = told(times(ONE[0], -1, ["change"]), added(ONE[0], "actual", 1_234.5, *chain), funds=ONE)
    assert len(found) == 2
    measures = {key.split(".")[3] for key in accused(found)}
    assert measures == {"change", "actual"}


def test_two_lines_of_one_sum_exchanged_where_nothing_else_holds_the_fund() -> None:
    def typed(accounts: Accounts) -> None:
        rows = accounts[ONE[0]]
        rows["benefits"], rows["other_expenditure"] = rows["other_expenditure"], rows["benefits"]

    (issue,) = told(typed, funds=ONE)
    assert "“社会保险待遇支出”和“其他支出”两行的数互换了" in issue.message.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("lines", "funds"), [(BALANCES[:2], ONE), (BALANCES[1:], FUNDS)])
def test_two_balances_exchanged_in_both_years(lines: Sequence[str], funds: Sequence[str]) -> None:
    def typed(accounts: Accounts) -> None:
        rows, (one, other) = accounts[ONE[0]], lines
        rows[one], rows[other] = rows[other], rows[one]

    (issue,) = told(typed, funds=funds)
    assert "两行的数互换了，共 4 格" in issue.message.zh


# ---------------------------------------------------------------- what looks alike and is right
def test_a_column_in_which_nothing_was_done_is_right() -> None:
    data = workbook(ONE)
    for cells in data["accounts"][ONE[0]].values():
        for measure in ("budget", "actual", "prior", "change"):
            cells.pop(measure, None) if measure not in cells else cells.update({measure: 0})
        cells.pop("completion_rate", None)
        cells.pop("growth_rate", None)
    data.pop("balances"), data.pop("funding")
    assert not any("都是 0" in one.message.zh for one in issues(checked(data).findings))


@pytest.mark.parametrize("count", [1, 2])
def test_few_rates_of_the_total_are_told_one_by_one(count: int) -> None:
    def typed(accounts: Accounts) -> None:
        total = accounts["total"]
        for item in ["income", "expenditure"][:count]:
            right = rate(total[item]["completion_rate"])
            total[item]["completion_rate"] = f"{right * 100 + 20:.2f}%"

    found = told(typed)
    assert len(found) == count
    assert not any("平均数" in one.message.zh for one in found)


# ---------------------------------------------------------------- people
def with_changes(data: dict[str, Any]) -> dict[str, Any]:
    """The data with last year's people, changes and their rates."""
    for fund, rows in data["headcounts"].items():
        for place, cells in enumerate(rows.values(), 3):
            cells["prior"] = round(cells["actual"] * (0.8 + 0.01 * place)) - len(fund)
            cells["change"] = cells["actual"] - cells["prior"]
            cells["growth_rate"] = round(cells["change"] / cells["prior"], 4)
    return data


def of_people(data: dict[str, Any]) -> list[str]:
    """What is said of head-counts that is more than a note."""
    found = [one for one in issues(checked(data).findings) if one.severity == "error"]
    return [one.message.zh for one in found]


def test_last_years_people_pasted_for_all_funds() -> None:
    data = with_changes(workbook())
    assert of_people(data) == []
    for rows in data["headcounts"].values():
        for cells in rows.values():
            cells["prior"] = cells["actual"]
    (said,) = of_people(data)
    assert "“上年人数”一栏填的是“本年人数”一栏的数" in said
    assert said.partition("“")[0] == "参保与待遇"


def test_changes_of_people_and_their_rates_exchanged_for_all_funds() -> None:
    data = with_changes(workbook())
    for rows in data["headcounts"].values():
        for cells in rows.values():
            cells["change"], cells["growth_rate"] = cells["growth_rate"], cells["change"]
    (said,) = of_people(data)
    assert "“比上年增减”和“比上年增减%”两栏的数互换了" in said


def test_people_a_line_too_low_through_all_funds() -> None:
    data = with_changes(workbook())
    order = [fund.key for fund in STANDARD.funds if fund.key in data["headcounts"]]
    cells = [cells for fund in order for cells in data["headcounts"][fund].values()]
    for below, above in reversed([*zip(cells[1:], cells)]):
        below["actual"] = above["actual"]
    (said,) = of_people(data)
    assert "“本年人数”有一段数往下错了一行" in said
