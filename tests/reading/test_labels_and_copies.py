"""Labels that are not their keys', sheets that are copies, templates of another version."""

from collections.abc import Callable, Container
from functools import lru_cache
from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, edited, filled, indicator, read_back, told_by

from sipipeline.checking.batch import check
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.xlsx.hidden import TEMPLATE_NAME

INJURY = "accounts.work_injury"
SHEET, TOTAL, PEOPLE, INDICATORS = "工伤", "基金汇总", "参保与待遇", "绩效自评表"
FIRST, LAST = 2, 9
"""Columns of an account that people see."""
CONTRIBUTIONS, SUBSIDY, INTEREST, OTHER = 9, 10, 12, 15
OPENING, SURPLUS, CLOSING, DEPOSITS = 6, 37, 38, 39
"""Rows of the account of work injury."""

BOTTOM = 39

DATA: dict[str, Any] = {
    "cover": COVER,
    "accounts": {
        fund: {
            "income": {"budget": 155, "actual": 160},
            "income_subtotal": {"budget": 155, "actual": 160},
            "contributions": {"budget": 100, "actual": 110},
            "fiscal_subsidy": {"budget": 30, "actual": 20},
            "interest": {"budget": 20, "actual": 25},
            "other_income": {"budget": 5, "actual": 5},
        }
        for fund in ("work_injury", "total")
    },
    "headcounts": {
        "work_injury": {"participants": {"actual": 900}, "contributors": {"actual": 800}}
    },
    "indicators": [
        indicator("按时发放率", "100%", "100%", level2="时效指标"),
        indicator("违规使用基金", "0起", "0起", level2="质量指标"),
        indicator("待遇发放准确率", "≥99%", "99.8%", level2="质量指标"),
    ],
}
DATA["accounts"]["work_injury"] |= {"injury_medical": {"actual": 3}, "disability": {"actual": 2}}
CONTENT = filled(DATA)

Edit = Callable[[Workbook], object]


@lru_cache(maxsize=4)
def submission(edit: Edit) -> Submission:
    """What the form states after an edit."""
    return read_back(edited(CONTENT, edit))


@lru_cache(maxsize=4)
def every(edit: Edit) -> tuple[Finding, ...]:
    """All that is found in the form after an edit."""
    found = check([submission(edit)])[0].findings
    assert "X001" not in {finding.rule for finding in found}
    return tuple(found)


def findings(edit: Edit, *rules: str) -> list[Finding]:
    return told_by(submission(edit), *rules)


def arithmetic(edit: Edit) -> list[str]:
    return [finding.rule for finding in every(edit) if finding.rule[0] in "BJR"]


# ---------------------------------------------------------------- edits
def exchange_rows(
    upper: int, lower: int, columns: range = range(FIRST, LAST + 1), name: str = SHEET
) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = book[name]
        for column in columns:
            first, second = sheet.cell(upper, column), sheet.cell(lower, column)
            first.value, second.value = second.value, first.value

    return edit


def exchange_columns(left: int, right: int, rows: range = range(5, 40), name: str = SHEET) -> Edit:
    def edit(book: Workbook) -> None:
        sheet = book[name]
        for row in rows:
            first, second = sheet.cell(row, left), sheet.cell(row, right)
            first.value, second.value = second.value, first.value

    return edit


def labels_exchanged(one: str, other: str, name: str = SHEET) -> Edit:
    def edit(book: Workbook) -> None:
        first, second = book[name][one], book[name][other]
        first.value, second.value = second.value, first.value

    return edit


def labels_down(top: int, bottom: int) -> Edit:
    """Each label stands one row further down; the figures stay."""

    def edit(book: Workbook) -> None:
        sheet = book[SHEET]
        for row in range(bottom, top, -1):
            sheet.cell(row, FIRST).value = sheet.cell(row - 1, FIRST).value
        sheet.cell(top, FIRST).value = None

    return edit


def shift_down(top: int, by: int = 1) -> Edit:
    """Insert blank cells above a row, as Excel does, in the columns that people see."""

    def edit(book: Workbook) -> None:
        sheet = book[SHEET]
        for row in range(BOTTOM - by, top - 1, -1):
            for column in range(FIRST, LAST + 1):
                sheet.cell(row + by, column).value = sheet.cell(row, column).value
        for row in range(top, top + by):
            for column in range(FIRST, LAST + 1):
                sheet.cell(row, column).value = None

    return edit


def shift_up(top: int) -> Edit:
    """Delete the cells of a row, as Excel does, in the columns that people see."""

    def edit(book: Workbook) -> None:
        sheet = book[SHEET]
        for row in range(top, BOTTOM):
            for column in range(FIRST, LAST + 1):
                sheet.cell(row, column).value = sheet.cell(row + 1, column).value

    return edit


def label(row: int, text: str | None, column: int = 2, sheet: str = SHEET) -> Edit:
    return lambda book: book[sheet].cell(row, column, text) if text else _blank(book, row, column)


def _blank(book: Workbook, row: int, column: int) -> None:
    book[SHEET].cell(row, column).value = None


# ---------------------------------------------------------------- labels
@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(label(CONTRIBUTIONS, "社会保险费 收入"), id="a space"),
        pytest.param(label(CONTRIBUTIONS, "社会\n保险费收入"), id="a line break"),
        pytest.param(label(CONTRIBUTIONS, "1.社会保险费收入"), id="a number in front"),
        pytest.param(label(CONTRIBUTIONS, "（一）社会保险费收入"), id="a number in brackets"),
        pytest.param(label(CONTRIBUTIONS, "其中：社会保险费收入"), id="of which"),
        pytest.param(label(CONTRIBUTIONS, "社会保险费收入（万元）"), id="a unit behind"),
        pytest.param(label(CONTRIBUTIONS, "保险费收入"), id="shortened"),
        pytest.param(label(CONTRIBUTIONS, "社保费收入"), id="abbreviated"),
        pytest.param(label(INTEREST, "银行存款利息"), id="other words"),
        pytest.param(label(INTEREST, None), id="blank"),
        pytest.param(label(5, "2020年实际数", 4), id="a column by its year"),
        pytest.param(label(5, "本年\n实际数", 4), id="a column broken"),
        pytest.param(label(5, "备注", 9), id="the column of explanations"),
        pytest.param(label(6, "年末参保人数（人）", 3, "参保与待遇"), id="people with a unit"),
        pytest.param(label(6, "填报单位（盖章）", 2, "封面"), id="the cover"),
    ],
)
def test_the_same_in_other_words_is_no_finding(edit: Edit) -> None:
    assert findings(edit, "F121") == []
    assert submission(edit).claims.keys() == read_back(CONTENT).claims.keys()


@pytest.mark.parametrize(
    ("edit", "key", "value"),
    [
        (exchange_rows(CONTRIBUTIONS, INTEREST), "contributions.actual", 110),
        (exchange_rows(CONTRIBUTIONS, OTHER), "other_income.budget", 5),
        (exchange_rows(SUBSIDY, INTEREST), "interest.actual", 25),
        (exchange_columns(3, 4), "contributions.actual", 110),
        (exchange_columns(4, 5), "income.actual", 160),
    ],
)
def test_rows_or_columns_in_another_order_are_read_by_their_labels(
    edit: Edit, key: str, value: float
) -> None:
    assert submission(edit).number(f"{INJURY}.{key}") == value
    (finding,) = findings(edit, "F121")
    assert finding.severity is Severity.WARNING
    assert "是单元格被移动了，已按名称核对" in finding.message.zh
    assert "：。" not in finding.message.zh
    assert ": ." not in finding.message.en
    assert arithmetic(edit) == []


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("edit", "key", "value"),
    [
        (labels_exchanged("B9", "B12"), "contributions.actual", 110),
        (labels_exchanged("B9", "B15"), "other_income.budget", 5),
        (labels_exchanged("B8", "B10"), "income_subtotal.actual", 160),
        (labels_exchanged("C5", "D5"), "contributions.actual", 110),
        (labels_exchanged("D5", "E5"), "contributions.actual", 110),
        (labels_down(9, 12), "fiscal_subsidy.actual", 20),
        (labels_down(7, 17), "income.budget", 155),
        (label(CONTRIBUTIONS, "收入小计"), "contributions.actual", 110),
        (label(INTEREST, "财政补贴收入"), "interest.actual", 25),
        (label(INTEREST, "转移收入"), "interest.budget", 20),
        (label(5, "预算数", 4), "contributions.actual", 110),
    ],
)
def test_where_the_figures_fit_their_places_the_labels_are_wrong(
    edit: Edit, key: str, value: float
) -> None:
    assert submission(edit).number(f"{INJURY}.{key}") == value
    (finding,) = findings(edit, "F121")
    assert finding.severity is Severity.WARNING
    assert "写错的是名称" in finding.message.zh
    assert "数不用改" in finding.todo.zh
    assert arithmetic(edit) == []


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("edit", "outcome"),
    [
        pytest.param(labels_exchanged("C6", "C7", PEOPLE), "写错的是名称", id="head-counts"),
        pytest.param(exchange_rows(6, 7, range(3, 9), PEOPLE), "被移动了", id="their rows"),
        pytest.param(labels_exchanged("F13", "G13", INDICATORS), "写错的是名称", id="indicators"),
        pytest.param(exchange_columns(6, 7, range(13, 20), INDICATORS), "被移动了", id="columns"),
        pytest.param(labels_exchanged("B9", "B12", TOTAL), "写错的是名称", id="total"),
        pytest.param(exchange_rows(9, 12, range(2, 10), TOTAL), "被移动了", id="total's rows"),
        pytest.param(labels_exchanged("B22", "B23"), "请确认是按名称填的", id="nobody knows"),
        pytest.param(exchange_rows(22, 23), "请确认是按名称填的", id="nor here"),
        pytest.param(labels_exchanged("B33", "B34"), "写错的是名称", id="nothing there"),
        pytest.param(labels_exchanged("D12", "E12", PEOPLE), "写错的是名称", id="benefits"),
    ],
)
def test_every_table_is_read_as_its_figures_have_it(edit: Edit, outcome: str) -> None:
    (finding,) = findings(edit, "F121")
    assert outcome in finding.message.zh
    assert "." not in finding.message.zh
    assert [rule for rule in arithmetic(edit) if rule != "B201"] == []


def by_year(actual: str, prior: str) -> Edit:
    def edit(book: Workbook) -> None:
        book[SHEET]["D5"], book[SHEET]["E5"] = actual, prior

    return edit


@pytest.mark.parametrize(
    "edit",
    [
        by_year("2020年决算数", "2019年决算数"),
        by_year("2020年度实际数", "2019年度实际数"),
        by_year("2020年实际数", "上年实际数"),
        by_year("本年实际数", "2019年实际数"),
        by_year("2020年", "2019年"),
        by_year("2020决算数", "2019决算数"),
        by_year("截至2020年12月31日决算数", "上年决算数"),
    ],
)
def test_columns_by_their_years_are_no_finding(edit: Edit) -> None:
    assert findings(edit, "F121") == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("edit", "places"),
    [
        (by_year("本年实际数", "2018年实际数"), ["E5 应是“上年实际数”，写的是“2018年实际数”"]),
        (by_year("2019年实际数", "上年实际数"), ["D5 应是“本年实际数”，写的是“2019年实际数”"]),
        (by_year("2021年决算数", "上年实际数"), ["D5 应是“本年实际数”，写的是“2021年决算数”"]),
        (by_year("本年实际数", "2020年"), ["E5 应是“上年实际数”，写的是“2020年”"]),
        (
            by_year("2019年实际数", "2018年实际数"),
            [
                "D5 应是“本年实际数”，写的是“2019年实际数”",
                "E5 应是“上年实际数”，写的是“2018年实际数”",
            ],
        ),
        (label(5, "2019年预算数", 3), ["C5 应是“预算数”，写的是“2019年预算数”"]),
        (label(SURPLUS, "2019年收支结余"), ["B37 应是“本年收支结余”，写的是“2019年收支结余”"]),
        (label(CLOSING, "2019年末滚存结余"), ["B38 应是“年末滚存结余”，写的是“2019年末滚存结余”"]),
        (label(OPENING, "2020年末滚存结余"), ["B6 应是“上年末滚存结余”，写的是“2020年末滚存结余”"]),
    ],
)
def test_a_year_in_digits_that_is_not_the_due_one_is_told(edit: Edit, places: list[str]) -> None:
    """The year on the cover, 2020, says which year is due."""
    (finding,) = findings(edit, "F121")
    assert finding.severity is Severity.WARNING
    for place in places:
        assert f"{place}（封面的填报年度是2020）" in finding.message.zh
    assert submission(edit).number(f"{INJURY}.contributions.actual") == 110
    assert arithmetic(edit) == []


@pytest.mark.parametrize("year", ["年", "年度"])
def test_columns_with_each_others_years_are_told(year: str) -> None:
    edit = by_year(f"2019{year}决算数", f"2020{year}决算数")
    (finding,) = findings(edit, "F121")
    assert f"D5 应是“本年实际数”，写的是“2019{year}决算数”" in finding.message.zh
    assert arithmetic(edit) == []


def test_a_finding_names_what_should_stand_there_and_what_does() -> None:
    (finding,) = findings(exchange_rows(CONTRIBUTIONS, INTEREST), "F121")
    assert "B9 应是“社会保险费收入”，写的是“利息收入”" in finding.message.zh
    assert "B12 应是“利息收入”，写的是“社会保险费收入”" in finding.message.zh
    assert (finding.cells[0].sheet, finding.cells[0].ref) == (SHEET, "B9")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(shift_down(8), id="from the subtotal on"),
        pytest.param(shift_down(10), id="from the subsidy on"),
        pytest.param(shift_down(CONTRIBUTIONS, by=2), id="by two rows"),
        pytest.param(shift_down(19), id="the expenditure"),
        pytest.param(shift_up(SUBSIDY), id="up"),
    ],
)
def test_shifted_cells_are_one_finding_and_no_arithmetic(edit: Edit) -> None:
    found = findings(edit, "F121", "F101", "F103", "F106")
    assert len(found) <= 1
    assert arithmetic(edit) == []


def test_shifted_cells_are_read_by_their_labels_and_sent_back() -> None:
    edit = shift_down(8)
    (finding,) = findings(edit, "F121")
    assert "C10:I10 的数应填在 C9:I9" in finding.message.zh
    read = submission(edit)
    assert read.number(f"{INJURY}.contributions.actual") == 110
    assert read.number(f"{INJURY}.fiscal_subsidy.actual") == 20


def test_a_sheet_of_which_nobody_knows_what_is_what_is_not_read() -> None:
    edit = shift_up(SUBSIDY)
    (finding,) = findings(edit, "F121")
    assert finding.severity is Severity.ERROR
    assert "没有参加核对" in finding.message.zh
    read = submission(edit)
    assert f"{INJURY}.income.actual" in read.unread
    assert read.number(f"{INJURY}.income.actual") is None
    assert read.reports("work_injury")


@pytest.mark.parametrize(
    ("row", "text"),
    [(INTEREST, "罚没款"), (OTHER, "长期护理"), (37, "固定资产"), (INTEREST, "利息支出")],
)
def test_one_line_called_as_none_of_the_form(row: int, text: str) -> None:
    (finding,) = findings(label(row, text), "F121")
    assert finding.severity is Severity.WARNING
    assert text in finding.message.zh


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (5, 5, "本年预算数"),
        (5, 5, "上年预算数"),
        (5, 4, "本年预计数"),
        (5, 7, "比预算增减额"),
        (CLOSING, 2, "年初滚存结余"),
        (SURPLUS, 2, "上年收支结余"),
        (DEPOSITS, 2, "其中：活期存款"),
    ],
)
def test_a_word_that_tells_figures_apart_makes_it_another(row: int, column: int, text: str) -> None:
    (finding,) = findings(label(row, text, column), "F121")
    assert finding.severity is Severity.WARNING
    assert text.removeprefix("其中：") in finding.message.zh


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (5, 5, "上年决算数"),
        (5, 5, "去年执行数（决算）"),
        (5, 4, "本年预算执行数"),
        (5, 4, "当年决算"),
        (5, 7, "较去年增减额"),
        (5, 3, "年初预算数"),
        (CLOSING, 2, "年末累计结余"),
        (CLOSING, 2, "2020年末滚存结余"),
        (OPENING, 2, "年初滚存结余"),
        (OPENING, 2, "上年结转结余"),
        (OPENING, 2, "2019年年末滚存结余"),
        (SURPLUS, 2, "当年收支结余"),
        (DEPOSITS, 2, "其中：定期存款余额"),
    ],
)
def test_the_same_time_and_kind_in_other_words(row: int, column: int, text: str) -> None:
    assert findings(label(row, text, column), "F121") == []


@pytest.mark.parametrize("text", ["利息", "存款利息", "基金利息收入", "利息净收入（扣手续费支出）"])
def test_a_line_in_other_words_is_no_finding(text: str) -> None:
    assert findings(label(INTEREST, text), "F121") == []


@pytest.mark.parametrize(
    ("row", "text"), [(8, "收入合计"), (10, "收入小计"), (8, "社会保险费收入")]
)
def test_a_line_under_anothers_label_is_not_said_to_be_deleted(row: int, text: str) -> None:
    assert [
        one for one in findings(label(row, text), "F113") if "像是删掉了" in one.message.zh
    ] == []


def _delete(row: int) -> Edit:
    return lambda book: book[SHEET].delete_rows(row)


@pytest.mark.parametrize("row", [8, 7])
def test_a_line_that_is_gone_is_said_to_be_deleted(row: int) -> None:
    (finding,) = [one for one in findings(_delete(row), "F113") if "像是删掉了" in one.message.zh]
    assert "应在第" in finding.message.zh


# ---------------------------------------------------------------- copies
def copied(name: str, first: bool = False, original: str = SHEET, **cells: float) -> Edit:
    """A copy of the sheet with other figures, behind all sheets or in front; `original` is what the
    first sheet is called then."""

    def edit(book: Workbook) -> None:
        copy = book.copy_worksheet(book[SHEET])
        copy.title = name
        for ref, value in cells.items():
            copy[ref] = value
        if first:
            book.move_sheet(copy, -(len(book.sheetnames) - 1))
        book[SHEET].title = original

    return edit


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("edit", "sheet", "original", "different"),
    [
        (copied("工伤 (2)", D9=1), "工伤 (2)", SHEET, 1),
        (copied("工伤 (2)", first=True, D9=1), "工伤 (2)", SHEET, 1),
        (copied("工伤备份", D9=1, D12=2, C9=3), "工伤备份", SHEET, 3),
        (copied("上年", first=True, D9=1, D7=4), "上年", SHEET, 2),
        (copied("工伤甲", first=True, original="工伤乙", D9=1, D7=1), "工伤甲", "工伤乙", 2),
        (copied("工伤甲", original="工伤乙", D9=1, D7=1), "工伤甲", "工伤乙", 2),
    ],
)
def test_a_copy_is_one_finding_and_not_read(
    edit: Edit, sheet: str, original: str, different: int
) -> None:
    (finding,) = findings(edit, "F122", "F106")
    assert f"“{sheet}”是“{original}”的副本，{different} 格不同" in finding.message.zh
    assert finding.severity is Severity.ERROR
    assert submission(edit).number(f"{INJURY}.contributions.actual") == 110
    assert arithmetic(edit) == []


def emptied(name: str, first: bool, kept: Container[str] = (), left: float | None = None) -> Edit:
    """A copy of the sheet, whose figures are taken out of the sheet itself, but for some lines."""

    def edit(book: Workbook) -> None:
        copied(name, first)(book)
        for row in book[SHEET].iter_rows(min_row=6, min_col=3, max_col=8):
            for cell in row:
                if isinstance(cell.value, (int, float)) and str(cell.row) not in kept:
                    cell.value = left

    return edit


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("kept", "left"), [((), None), ((), 0), (("41", "42"), None)])
def test_a_copy_that_is_filled_in_counts_before_a_sheet_with_next_to_nothing(
    kept: Container[str], left: float | None, first: bool
) -> None:
    edit = emptied("工伤 (2)", first, kept, left)
    (finding,) = findings(edit, "F122", "F106")
    assert "“工伤”几乎是空的" in finding.message.zh
    assert "“工伤 (2)”的数整块复制到“工伤”" in finding.todo.zh
    assert submission(edit).number(f"{INJURY}.contributions.actual") == 110
    assert arithmetic(edit) == []


def test_a_sheet_that_is_half_filled_in_counts_before_its_copy() -> None:
    kept = [str(row) for row in range(6, 20)]
    (finding,) = findings(emptied("工伤 (2)", first=False, kept=kept), "F122")
    assert "“工伤 (2)”是“工伤”的副本" in finding.message.zh


def test_a_copy_with_the_same_figures_is_an_info() -> None:
    (finding,) = findings(copied("工伤 (2)"), "F122")
    assert finding.severity is Severity.INFO


# ---------------------------------------------------------------- sheets called as another fund
TITLE = "B2"


def stands_for(fund: str, title: str = "") -> Edit:
    """A copy of the sheet under the name of another fund, which has none."""

    def edit(book: Workbook) -> None:
        copy = book.copy_worksheet(book[SHEET])
        copy["D7"] = 170
        if title:
            copy[TITLE] = title
        copy.title = fund

    return edit


def called(fund: str, title: str = "") -> Edit:
    """The sheet itself under the name of another fund, which has none then."""

    def edit(book: Workbook) -> None:
        book[SHEET].title = fund
        book[fund][TITLE] = title or book[fund][TITLE].value

    return edit


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (stands_for("失业"), "unemployment"),
        (stands_for("居民医保", title="城乡居民基本医疗保险基金收支情况表"), "resident_medical"),
        (called("失业", title="失业保险基金收支情况表"), "unemployment"),
    ],
)
def test_a_sheet_that_stands_for_a_fund_without_one_is_read_as_that_funds(
    edit: Edit, key: str
) -> None:
    read = submission(edit)
    assert read.number(f"accounts.{key}.income.budget") == 155
    (finding,) = findings(edit, "F121", "F122", "F106", "F104")
    assert finding.severity is Severity.WARNING
    assert "隐藏定位是工伤的" in finding.message.zh
    assert "像是从工伤表复制来的" in finding.message.zh


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(called("失业"), id="the name alone"),
        pytest.param(lambda book: book[SHEET].cell(2, 2, "失业保险基金收支情况表"), id="the title"),
    ],
)
def test_a_sheet_that_is_called_as_another_fund_is_asked_about(edit: Edit) -> None:
    assert submission(edit).number(f"{INJURY}.income.actual") == 160
    (finding,) = findings(edit, "F121", "F122", "F104")
    assert "名称或表头写的是失业，表内的定位却是工伤的" in finding.message.zh
    assert finding.severity is Severity.WARNING
    assert arithmetic(edit) == []


TWO_FUNDS = filled(
    {"accounts": {**DATA["accounts"], "unemployment": {"income": {"budget": 7, "actual": 8}}}}
)


def of_two_funds(edit: Edit) -> tuple[Submission, list[Finding]]:
    read = read_back(edited(TWO_FUNDS, edit))
    found = check([read])[0].findings
    return read, [finding for finding in found if finding.rule in ("F121", "F122", "F104")]


@pytest.mark.parametrize("keeps_first", [True, False])
def test_a_sheet_retyped_over_the_keys_of_another_fund_is_read_by_its_labels(
    keeps_first: bool,
) -> None:
    """Name, title, labels and figures are of one fund, the hidden keys alone of another."""

    def edit(book: Workbook) -> None:
        own, other = book["失业"], book[SHEET]
        for line in range(1, own.max_row + 1):
            if "accounts." in f"{own.cell(line, 1).value} {other.cell(line, 1).value}":
                own.cell(line, 1).value = other.cell(line, 1).value
        if not keeps_first:
            del book[SHEET]

    read, (finding,) = of_two_funds(edit)
    assert read.number("accounts.unemployment.income.actual") == 8
    assert read.number(f"{INJURY}.income.actual") == (160 if keeps_first else None)
    assert "隐藏定位是工伤的" in finding.message.zh
    assert "当作失业的表核对" in finding.message.zh


def _keyless(book: Workbook) -> None:
    """Two sheets without their hidden keys."""
    for name in (SHEET, "失业"):
        for row in book[name].iter_rows():
            row[0].value = None
        for cell in book[name][1]:
            cell.value = None


def _names_exchanged(book: Workbook) -> None:
    injury, other = book[SHEET], book["失业"]
    injury.title, other.title = "x", SHEET
    injury.title = "失业"


def _titles_exchanged(book: Workbook) -> None:
    injury, other = book[SHEET]["B2"], book["失业"]["B2"]
    injury.value, other.value = other.value, injury.value


def _both_exchanged(book: Workbook) -> None:
    _names_exchanged(book)
    _titles_exchanged(book)


@pytest.mark.parametrize("exchange", [_names_exchanged, _titles_exchanged, _both_exchanged])
def test_two_sheets_called_as_each_other_are_one_question(exchange: Edit) -> None:
    read, found = of_two_funds(exchange)
    assert read.number(f"{INJURY}.income.actual") == 160
    (finding,) = found
    assert finding.rule == "F121"
    assert "的名称像是互换了：名称或表头写的都是另一张的险种" in finding.message.zh
    assert "隐藏定位分别是" in finding.message.zh


@pytest.mark.parametrize(
    ("exchange", "says"),
    [
        (_names_exchanged, "的表名像是互换了：每张表的表头写的都是另一张的险种"),
        (_titles_exchanged, "的表名和表头对不上：每张表的表头写的都是另一张的险种；已按表名核对"),
    ],
)
def test_two_sheets_without_keys_called_as_each_other_are_one_question(
    exchange: Edit, says: str
) -> None:
    """The labels in them say whose figures they hold: names were exchanged, or titles."""

    def edit(book: Workbook) -> None:
        _keyless(book)
        exchange(book)

    read, found = of_two_funds(edit)
    assert read.number(f"{INJURY}.income.actual") == 160
    assert read.number("accounts.unemployment.income.actual") == 8
    (finding,) = [one for one in found if one.rule == "F121"]
    assert says in finding.message.zh
    assert "“工伤”" in finding.message.zh
    assert "“失业”" in finding.message.zh
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "exchange", [lambda book: None, lambda book: book["失业"].cell(2, 2, "表")]
)
def test_sheets_without_keys_under_their_own_names_are_not_asked_about(exchange: Edit) -> None:
    def edit(book: Workbook) -> None:
        _keyless(book)
        exchange(book)

    read, found = of_two_funds(edit)
    assert read.number(f"{INJURY}.income.actual") == 160
    assert [finding.rule for finding in found if finding.rule == "F121"] == []


def test_beside_the_funds_own_sheet_a_copy_is_a_copy() -> None:
    def edit(book: Workbook) -> None:
        book["失业"].title = "旧表"
        stands_for("失业")(book)

    read, (found,) = of_two_funds(edit)
    assert "“失业”是“工伤”的副本" in found.message.zh
    assert read.number("accounts.unemployment.income.actual") == 8


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", ["工伤保险", "工伤1", "2020工伤", "工伤（含失业）", "表六"])
def test_other_names_of_a_sheet_are_no_other_fund(name: str) -> None:
    def edit(book: Workbook) -> None:
        book[SHEET].title = name

    assert findings(edit, "F121", "F122", "F104") == []


@pytest.mark.parametrize("name", ["底稿", "工伤说明"])
def test_a_sheet_of_ones_own_is_no_copy(name: str) -> None:
    assert findings(lambda book: book.create_sheet(name).append(["草算", 1]), "F122") == []


# ---------------------------------------------------------------- versions
def version(text: str | None) -> Edit:
    def edit(book: Workbook) -> None:
        if text is None:
            del book.defined_names[TEMPLATE_NAME]
        else:
            book.defined_names[TEMPLATE_NAME].value = f'"{text}"'

    return edit


@pytest.mark.parametrize(
    ("text", "severity", "says"),
    [
        (None, Severity.INFO, "没有模板的版本标记"),
        ("2020/0", Severity.INFO, "第 0 版模板，现行的是第 1 版"),
        ("2020/2", Severity.WARNING, "比程序认识的第 1 版新"),
        ("2020/x", Severity.WARNING, "不是所核对的"),
        ("2019/1", Severity.WARNING, "“2019/1”"),
    ],
)
def test_another_version_is_told(text: str | None, severity: Severity, says: str) -> None:
    (finding,) = findings(version(text), "F123")
    assert finding.severity is severity
    assert says in finding.message.zh


def test_the_current_version_is_not_told() -> None:
    assert findings(version("2020/1"), "F123") == []
