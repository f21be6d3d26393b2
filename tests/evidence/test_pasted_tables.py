"""Tables pasted into a text: their figures are held to the cells that line and column name."""

import tomllib
from collections.abc import Mapping

import pytest
from support import ask_only

from benchmarks.judgement import FOLDER, saying, submission
from sipipeline.checking.batch import check
from sipipeline.core.submission import Submission

UNIT = "lanxi"
NAMES = {"resident_pension": "居民养老", "institution_pension": "机关养老", "total": "合计"}
OFF = 90.0


@pytest.fixture(scope="module")
def lanxi() -> Submission:
    units = tomllib.loads((FOLDER / "units.toml").read_text(encoding="utf-8"))
    return submission(units[UNIT])


def said_of(unit: Submission, text: str, field: str = "operation") -> list[str]:
    """What is said of a text, by the figure that it names first."""
    with pytest.MonkeyPatch.context() as patch:
        ask_only(patch, "N601")
        (result,) = check([saying(unit, field, text)])
    errors = [one for one in result.findings if one.severity.value == "error"]
    return [one.message.zh for one in errors]


def value_of(unit: Submission, key: str) -> float:
    value = unit.number(key)
    assert value is not None
    return value


def by_fund(unit: Submission, columns: Mapping[str, str], off: str = "", sep: str = "\t") -> str:
    """A row for each fund and a column for each figure; of one, FUND.FIGURE, more than it is."""
    rows = [["险种", *columns]]
    for fund, name in NAMES.items():
        keys = {f"{fund}.{figure}": f"accounts.{fund}.{figure}" for figure in columns.values()}
        stated = [value_of(unit, key) + OFF * (one == off) for one, key in keys.items()]
        rows.append([name, *(f"{value:.2f}" for value in stated)])
    return "\n".join(sep.join(row) for row in rows)


FLOWS = {
    "收入": "income.actual",
    "支出": "expenditure.actual",
    "年末结余": "closing_balance.actual",
}
OF_INCOME = {"预算数": "income.budget", "决算数": "income.actual", "上年决算数": "income.prior"}


@pytest.mark.parametrize("sep", ["\t", "\u3000", "  ", " ", " | ", "｜"])
def test_cells_are_parted_by_any_sign(lanxi: Submission, sep: str) -> None:
    assert not said_of(lanxi, by_fund(lanxi, FLOWS, sep=sep))
    above = "（五）失业保险基金。各险种收支如下。\n"
    (told,) = said_of(lanxi, above + by_fund(lanxi, FLOWS, "resident_pension.income.actual", sep))
    assert "居民养老“收入合计（本年实际数）”" in told


@pytest.mark.parametrize("figure", OF_INCOME.values())
def test_a_title_names_the_line_that_the_columns_are_of(lanxi: Submission, figure: str) -> None:
    title = "（五）失业保险基金。收支平衡。\n各险种基金收入情况表（单位：万元）\n"
    assert not said_of(lanxi, title + by_fund(lanxi, OF_INCOME))
    assert said_of(lanxi, title + by_fund(lanxi, OF_INCOME, f"institution_pension.{figure}"))


def by_line(unit: Submission, off: str = "", unit_of_money: str = "万元", scale: float = 1) -> str:
    """A row for each line and a column for each fund."""
    lines = {"收入": "income", "其中：利息收入": "interest", "支出": "expenditure"}
    rows = [[f"项目（{unit_of_money}）", *NAMES.values()]]
    for name, line in lines.items():
        keys = [f"accounts.{fund}.{line}.actual" for fund in NAMES]
        stated = [(value_of(unit, key) + OFF * (key == off)) * scale for key in keys]
        rows.append([name, *(f"{value:.6f}" for value in stated)])
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize(("money", "scale"), [("万元", 1), ("亿元", 0.0001), ("元", 10_000)])
def test_lines_may_stand_below_each_other_in_any_unit(
    lanxi: Submission, money: str, scale: float
) -> None:
    off = "accounts.institution_pension.interest.actual"
    assert not said_of(lanxi, by_line(lanxi, "", money, scale))
    assert said_of(lanxi, by_line(lanxi, off, money, scale))


def of_one_fund(unit: Submission, fund: str, off: str = "") -> str:
    """A row for each line of a fund and a column for each measure, with the numbers of the rows."""
    lines = {"收入合计": "income", "保险费收入": "contributions", "支出合计": "expenditure"}
    columns = {"预算数": "budget", "实际数": "actual", "上年数": "prior"}
    rows = [["序号", "项目", *columns]]
    for place, (name, line) in enumerate(lines.items(), 1):
        keys = [f"{line}.{measure}" for measure in columns.values()]
        stated = [value_of(unit, f"accounts.{fund}.{key}") + OFF * (key == off) for key in keys]
        rows.append([str(place), name, *(f"{value:.2f}" for value in stated)])
    return "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("fund", ["resident_pension", "institution_pension"])
def test_the_fund_of_a_table_is_the_one_whose_figures_it_has(lanxi: Submission, fund: str) -> None:
    assert not said_of(lanxi, of_one_fund(lanxi, fund))
    (told,) = said_of(lanxi, of_one_fund(lanxi, fund, "contributions.budget"))
    assert NAMES[fund] in told


def test_a_table_of_another_year_or_place_is_left_alone(lanxi: Submission) -> None:
    columns = {"收入": "income.prior", "支出": "expenditure.prior"}
    assert not said_of(lanxi, by_fund(lanxi, columns))
    towns = "乡镇\t收入\t支出\n城关镇\t12.50\t10.20\n河西乡\t8.30\t7.90\n合计\t20.80\t18.10"
    assert not said_of(lanxi, towns)


def test_figures_to_be_reached_are_no_figures_of_the_year(lanxi: Submission) -> None:
    wrong = by_fund(lanxi, FLOWS, "resident_pension.income.actual")
    assert not said_of(lanxi, wrong, "plans")
