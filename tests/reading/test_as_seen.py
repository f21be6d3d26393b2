"""Cells are read as a person sees them, and what is stored otherwise is told."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, agrees, edited, filled, finds, indicator, read_back, told_by

from sipipeline.core.findings import Finding, Severity

SHEET = "工伤"
INCOME = "accounts.work_injury.income.actual"
Edit = Callable[[Workbook], object]

DATA: dict[str, Any] = {
    "standard": "2020",
    "cover": COVER,
    "accounts": {
        "work_injury": {
            "income": {"budget": 1600, "actual": 1700, "completion_rate": 1.063},
            "income_subtotal": {"budget": 1600, "actual": 1700},
            "contributions": {"budget": 1500, "actual": 1580},
            "interest": {"budget": 90, "actual": 110},
            "other_income": {"budget": 10, "actual": 10},
        }
    },
    "headcounts": {"work_injury": {"participants": {"actual": 5600}}},
    "indicators": [
        indicator("发放准确率", "≥99%", "99.5%"),
        indicator("按时发放率", "≥99%", "99.6%"),
        indicator("知晓率", "≥90%", "93%"),
    ],
}
PLACES = read_back(filled(DATA)).places


def put(values: dict[str, object], number_format: str | None = None) -> Edit:
    """Type values into the cells of keys."""

    def edit(book: Workbook) -> None:
        for key, value in values.items():
            sheet, ref = PLACES[key]
            cell = book[sheet][ref]
            cell.value = value
            if number_format is not None:
                cell.number_format = number_format

    return edit


def rewritten(old: str, new: str, content: bytes | None = None) -> bytes:
    """The workbook with a pattern replaced in the XML of its sheets."""
    source, target = zipfile.ZipFile(io.BytesIO(content or filled(DATA))), io.BytesIO()
    count = 0
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                text, found = re.subn(old, new, part.decode())
                part, count = text.encode(), count + found
            copy.writestr(name, part)
    assert count
    return target.getvalue()


def found(content: bytes, *rules: str) -> list[Finding]:
    return told_by(read_back(content), *rules)


# ---------------------------------------------------------------- numbers by their formats
MONEY = "accounts.work_injury.interest.actual"
PEOPLE = "headcounts.work_injury.participants.actual"
RATE = "accounts.work_injury.income.completion_rate"


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("key", "stored", "number_format", "value"),
    [
        (MONEY, 1100000, "0!.0,", 110),
        (MONEY, 1100000, '0"."0,', 110),
        (MONEY, 1104321, "0!.0,", 110.4),
        (MONEY, 1104321, "0!.0000", 110.4321),
        (MONEY, 110000, "#,##0,", 110),
        (MONEY, 110250000, "0.00,,", 110.25),
        (MONEY, -1100000, "0!.0,", -110),
        (MONEY, 1100000, '0!.0,"万元"', 110),
        (MONEY, 1100000, '0"元"', 110),
        (MONEY, 110, '0"万元"', 110),
        (MONEY, 110, "#,##0.00_);[Red]\\(#,##0.00\\)", 110),
        (MONEY, 110, "_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ", 110),
        (MONEY, 110, "#,##0.0000", 110),
        (MONEY, 110, "[>=10000]0!.0,;0", 110),
        (PEOPLE, 5600, '0"人"', 5600),
        (PEOPLE, 0.56, '0.00"万人"', 5600),
        (PEOPLE, 5600000, "#,##0,", 5600000),
        (MONEY, 1.1, "0%", 110),
        (MONEY, 12.345, "0.00%", 1234.5),
        (MONEY, 1234.5, "0%", 123450),
        (MONEY, -1.1, "0.0%;-0.0%", -110),
        (MONEY, 1.1, "#,##0%", 110),
        (MONEY, 110, '0"%"', 110),
        (MONEY, 0, "0%", 0),
        (MONEY, 110, "0.00E+00", 110),
        (PEOPLE, 56, "0%", 5600),
        (RATE, 106.3, '0.0"%"', 1.063),
        (RATE, 1.063, "0.0%", 1.063),
        (RATE, 1.063, "0.00%", 1.063),
    ],
)
def test_a_figure_is_what_its_format_shows(
    key: str, stored: float, number_format: str, value: float
) -> None:
    submission = read_back(edited(filled(DATA), put({key: stored}, number_format)))
    assert submission.number(key) == pytest.approx(value)


def test_figures_shown_in_ten_thousands_are_told_once_a_sheet_and_agree() -> None:
    income = [key for key in PLACES if re.fullmatch(r"accounts\.work_injury\.\w+\.actual", key)]
    numbers = read_back(filled(DATA))
    stored = {key: 1e4 * (numbers.number(key) or 0) for key in income if key in numbers.claims}
    content = edited(filled(DATA), put(dict(stored), "0!.0,"))
    (finding,) = found(content, "F114")
    assert finding.severity is Severity.INFO
    assert "如 D7 显示“1700.0”，存的是 17,000,000" in finding.message.zh
    assert len(finding.cells) == len(stored)
    assert found(content, "B201", "R301", "J901") == []


def test_what_is_shown_to_one_decimal_is_precise_to_one_decimal() -> None:
    typed = {INCOME: 17000400, "accounts.work_injury.income_subtotal.actual": 17000000}
    claims = read_back(edited(filled(DATA), put(dict(typed), "0!.0,"))).claims
    assert (claims[INCOME].value, claims[INCOME].half_width) == (1700.0, 0.05)


@pytest.mark.parametrize(
    ("key", "stored", "number_format", "says"),
    [
        (MONEY, 1.1, "0%", "显示“110%”，存的是 1.1"),
        (INCOME, 17, "0.00%", "显示“1700%”，存的是 17"),
        (PEOPLE, 56, "0%", "显示“5600%”，存的是 56"),
        (MONEY, 1100000, '0"元"', "显示“1100000元”"),
        (MONEY, 1100000, "0!.0,", "显示“110.0”"),
    ],
)
def test_what_was_read_and_what_is_stored_are_told(
    key: str, stored: float, number_format: str, says: str
) -> None:
    (finding,) = found(edited(filled(DATA), put({key: stored}, number_format)), "F114")
    assert says in finding.message.zh


@pytest.mark.parametrize(
    ("key", "stored", "number_format", "severity"),
    [
        (INCOME, 17, "0.00%", Severity.WARNING),
        (PEOPLE, 56, "0%", Severity.WARNING),
        (MONEY, 1100000, "0!.0,", Severity.INFO),
        (MONEY, 1100000, '0"元"', Severity.INFO),
    ],
)
def test_a_percentage_in_a_cell_for_an_amount_is_asked_about(
    key: str, stored: float, number_format: str, severity: Severity
) -> None:
    (finding,) = found(edited(filled(DATA), put({key: stored}, number_format)), "F114")
    assert finding.severity is severity
    assert ("却是百分数格式" in finding.message.zh) == (severity is Severity.WARNING)


def test_rates_that_are_shown_a_hundred_times_too_large_are_one_question() -> None:
    submission = read_back(filled(DATA))
    rates = [key for key in submission.claims if key.endswith(("completion_rate", "growth_rate"))]
    stored = {key: 100 * (submission.number(key) or 0) for key in rates}
    content = edited(filled(DATA), put(dict(stored), "0.00%"))
    (finding,) = found(content, "F114")
    assert finding.severity is Severity.WARNING
    assert "百分数显示的是原数的 100 倍" in finding.message.zh
    assert "显示“10,630%”，应为 106.3%" in finding.message.zh
    assert read_back(content).number(RATE) == pytest.approx(1.063)
    assert found(content, "R301", "R303", "J901") == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize("number_format", ["General", "0.00", '0.0"%"'])
def test_percent_points_under_other_formats_are_as_they_are_shown(number_format: str) -> None:
    assert found(edited(filled(DATA), put({RATE: 106.3}, number_format)), "F114") == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize("number_format", ["0.0%", "0%", "[Red]0.0%"])
def test_a_percentage_is_how_rates_and_zeros_are_written(number_format: str) -> None:
    content = edited(filled(DATA), put({RATE: 1.063, MONEY: 0}, number_format))
    assert found(content, "F114") == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize("number_format", ["0", "#,##0.00", "General", "0.0_ ", "@", ""])
def test_usual_formats_change_nothing_and_nothing_is_told(number_format: str) -> None:
    content = edited(filled(DATA), put({MONEY: 110}, number_format))
    assert read_back(content).number(MONEY) == 110
    assert found(content, "F114") == []


@pytest.mark.parametrize(
    ("texts", "half_width"),
    [
        (("136.00", "505.50", "12.25"), 0.005),
        (("136", "505.5", "12.25"), 0.05),
        (("136", "5"), 0.5),
    ],
)
def test_money_typed_as_text_states_its_zeros(texts: tuple[str, ...], half_width: float) -> None:
    keys = [INCOME, MONEY, "accounts.work_injury.contributions.actual"]
    data = {"standard": "2020", "cover": COVER, "accounts": {"work_injury": {}}}
    for key, text in zip(keys, texts):
        data["accounts"]["work_injury"][key.split(".")[2]] = {"actual": text}  # type: ignore[index]
    assert read_back(filled(data)).claims[INCOME].half_width == half_width


# ---------------------------------------------------------------- dates, truth, errors
@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("stored", "number_format", "seen"),
    [
        (110, 'yyyy"年"m"月"d"日"', "1900年4月19日"),
        (110.5, "yyyy-mm-dd hh:mm", "1900-04-19 12:00"),
        (1580, "[h]:mm:ss", "37920:00:00"),
        (0.5, "h:mm", "12:00"),
        (date(2021, 1, 2), "m/d", "1/2"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
        (time(6, 30), "h:mm AM/PM", "6:30 AM"),
    ],
)
def test_a_date_on_an_amount_is_told_as_the_sheet_shows_it(
    stored: Any, number_format: str, seen: str
) -> None:
    content = edited(filled(DATA), put({MONEY: stored}, number_format))
    (finding,) = found(content, "F101")
    assert f"显示“{seen}”" in finding.message.zh
    assert "设为“常规”" in finding.todo.zh


def test_a_date_format_that_only_chinese_programs_have_is_one() -> None:
    content = edited(filled(DATA), put({MONEY: 110}))
    sheet, ref = PLACES[MONEY]
    style = re.search(rf'<c r="{ref}" s="(\d+)"', _part(content, sheet))
    assert style is not None
    changed = _with_style(content, int(style[1]), "31")
    said = [finding.message.zh for finding in found(changed, "F101")]
    assert any("显示“1900年4月19日”" in message for message in said)


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1,234.50（按决算数）", 1234.5),
        ("1234.5万元（含以前年度补缴）", 1234.5),
        ("1234.5 (其中年底补收1笔)", 1234.5),
        # what is in brackets may say how the number is meant
        ("1234.5（单位：亿元）", None),
        ("1234.5（负数）", None),
        ("1234.5（一二三四）", None),
        ("1234.5（1243.5）", None),
        ("（按决算数）", None),
    ],
)
def test_a_remark_behind_an_amount_is_no_part_of_it(typed: str, read: float | None) -> None:
    content = edited(filled(DATA), put({MONEY: typed}))
    assert read_back(content).number(MONEY) == read
    assert bool(found(content, "F101")) == (read is None)


@pytest.mark.parametrize(("typed", "seen"), [(True, "TRUE"), (False, "FALSE")])
def test_true_and_false_are_told_as_they_stand(typed: bool, seen: str) -> None:
    (finding,) = found(edited(filled(DATA), put({MONEY: typed})), "F101")
    assert f"现在是“{seen}”" in finding.message.zh


def test_a_year_that_is_a_date_is_not_called_blank_too() -> None:
    content = edited(filled(DATA), put({"cover.year": 44260}, "yyyy"))
    assert [finding.rule for finding in found(content, "F101", "F105")] == ["F101"]


def test_a_date_in_a_text_is_what_the_sheet_shows() -> None:
    key = "indicators.1.actual"
    content = edited(filled(DATA), put({key: date(2026, 12, 20)}, 'm"月"d"日"'))
    assert read_back(content).text(key) == "12月20日"


@pytest.mark.sampled(2)
@pytest.mark.parametrize("error", ["#NAME?", "#REF!", "#DIV/0!", "#N/A", "#VALUE!"])
def test_an_error_in_a_text_is_a_sentence_taken_for_a_formula(error: str) -> None:
    content = edited(filled(DATA), put({"cover.contact": error}))
    (finding,) = found(content, "F101")
    assert "当成公式" in finding.message.zh
    assert "单引号" in finding.todo.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A"])
def test_an_error_of_a_result_is_a_formula_that_fails(error: str) -> None:
    (finding,) = found(edited(filled(DATA), put({"indicators.1.actual": error})), "F101")
    assert f"公式算不出结果，显示“{error}”" in finding.message.zh
    assert "不要只删去“=”" in finding.todo.zh


def test_words_for_a_result_are_taken_for_a_formula() -> None:
    (finding,) = found(edited(filled(DATA), put({"indicators.1.actual": "#NAME?"})), "F101")
    assert "当成公式" in finding.message.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A"])
def test_an_error_of_a_figure_is_a_formula_that_fails(error: str) -> None:
    (finding,) = found(edited(filled(DATA), put({MONEY: error})), "F101")
    assert f"公式算不出结果，显示“{error}”" in finding.message.zh


@pytest.mark.parametrize(
    ("budget", "error", "told"),
    [(0, "#DIV/0!", 0), (None, "#DIV/0!", 0), (100, "#DIV/0!", 1), (0, "#REF!", 1)],
)
def test_a_rate_divided_by_nothing_is_expected_blank(
    budget: int | None, error: str, told: int
) -> None:
    row = "accounts.work_injury.interest"
    data = {"accounts": {"work_injury": {"interest": {"actual": 5, "budget": budget}}}}
    content = edited(filled(data), put({f"{row}.completion_rate": error}))
    assert len(found(content, "F101")) == told


# ---------------------------------------------------------------- formulas that show nothing
@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('<c r="\\1" t="str"><f>IF(1,"","")</f><v></v></c>', 0),
        ('<c r="\\1" t="str"><f>IF(1,"","")</f><v/></c>', 0),
        ("<c r='\\1' t='str'><f>IF(1,\"\",\"\")</f><v></v></c>", 0),
        ('<c r="\\1"><f>A1</f></c>', 1),
        ('<c r="\\1"><f>A1</f><v></v></c>', 1),
        ('<c r="\\1" t="str"><f>A1</f></c>', 1),
    ],
)
def test_a_formula_that_shows_an_empty_text_is_a_blank(cell: str, told: int) -> None:
    ref = PLACES[MONEY][1]
    content = rewritten(rf'<c r="({ref})"[^>]*><v>110</v></c>', cell)
    assert MONEY not in read_back(content).claims
    assert len(found(content, "F102")) == told


# ---------------------------------------------------------------- hidden and merged
def test_what_is_filled_in_in_a_hidden_row_is_told() -> None:
    def hide(book: Workbook) -> None:
        book[SHEET].row_dimensions[12].hidden = True

    (finding,) = found(edited(filled(DATA), hide), "F115")
    assert "C12, D12 在隐藏的行或列里" in finding.message.zh
    assert finding.severity is Severity.INFO


def test_a_hidden_column_and_a_hidden_sheet_are_told_too() -> None:
    def hide_column(book: Workbook) -> None:
        book[SHEET].column_dimensions["C"].hidden = True

    def hide_sheet(book: Workbook) -> None:
        book[SHEET].sheet_state = "hidden"

    (column,) = found(edited(filled(DATA), hide_column), "F115")
    assert {cell.ref[0] for cell in column.cells} == set("CD")
    (sheet,) = found(edited(filled(DATA), hide_sheet), "F115")
    assert "是隐藏的，里面填了 11 格" in sheet.message.zh


def test_hidden_rows_without_figures_or_with_zeros_are_no_matter() -> None:
    def hide(book: Workbook) -> None:
        put({"accounts.work_injury.fiscal_subsidy.actual": 0})(book)
        for row in (10, 16, 17):
            book[SHEET].row_dimensions[row].hidden = True

    assert found(edited(filled(DATA), hide), "F115") == []
    assert found(filled(DATA), "F115", "F116") == []


def merge(*keys: str) -> Edit:
    """Merge the cells of the keys, as a person does who fills in only the first."""

    def edit(book: Workbook) -> None:
        sheet = book[PLACES[keys[0]][0]]
        sheet.merge_cells(f"{PLACES[keys[0]][1]}:{PLACES[keys[-1]][1]}")

    return edit


def test_a_merged_answer_counts_for_each_row_and_is_told() -> None:
    answers = [f"indicators.{number}.actual" for number in (1, 2)]
    content = edited(filled(DATA), merge(*answers))
    submission = read_back(content)
    assert [submission.text(key) for key in answers] == ["99.5%", "99.5%"]
    assert found(content, "I513") == []
    (finding,) = found(content, "F116")
    assert "每一行都算" in finding.message.zh


def test_merged_levels_count_for_each_row_without_a_word() -> None:
    levels = [f"indicators.{number}.level1" for number in (1, 2, 3)]
    content = edited(filled(DATA), merge(*levels))
    assert [read_back(content).text(key) for key in levels] == ["产出指标"] * 3
    assert found(content, "F116", "I510") == []


@pytest.mark.parametrize("keys", [(INCOME, "accounts.work_injury.income_subtotal.actual")])
def test_a_merged_amount_counts_once_and_is_told(keys: tuple[str, ...]) -> None:
    content = edited(filled(DATA), merge(*keys))
    submission = read_back(content)
    assert [submission.number(key) for key in keys] == [1700, None]
    (finding,) = found(content, "F116")
    assert "D8 按空白处理" in finding.message.zh
    assert "取消合并" in finding.todo.zh


# ---------------------------------------------------------------- characters that nobody sees
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("\u202d110\u202c", "U+202D"),
        ("110\u200b", "零宽空格 U+200B"),
        ("\ufeff110", "字节顺序标记 U+FEFF"),
        ("1\u200e10", "文字方向控制符 U+200E"),
        ("110\ufe0f", "U+FE0F"),
        ("\u3164110", "U+3164"),
    ],
)
def test_an_invisible_character_in_a_figure_is_named_and_does_no_harm(
    typed: str, name: str
) -> None:
    data = {**DATA, "accounts": {"work_injury": {"interest": {"actual": typed}}}}
    finding = finds("F117", data, at=MONEY, says=name)
    assert finding.stated == "110"
    agrees(data, "F101")


@pytest.mark.parametrize("typed", ["１１０", "110 ", "\u3000110", "110\u00a0", "110万元", "—"])
def test_spaces_and_full_width_digits_are_seen(typed: str) -> None:
    agrees({**DATA, "accounts": {"work_injury": {"interest": {"actual": typed}}}}, "F117")


def test_invisible_characters_in_a_choice_do_no_harm() -> None:
    data = {**DATA, "cover": {**COVER, "money_unit": "元\u200b"}}
    submission = read_back(filled(data))
    assert submission.money_unit == "元"
    assert found(filled(data), "F109") == []


# ---------------------------------------------------------------- rows that say nothing
@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"amount": 0, "share": 0}, ""),
        ({"amount": 0}, ""),
        ({"amount": 3}, "没有填"),
        ({"amount": 3, "cause": "扩面"}, "没有填"),
        ({"amount": 3, "cause": "合计"}, ""),
        ({"amount": 3, "cause": " 小计 "}, ""),
        ({"cause": "注：均为本年数"}, ""),
        ({"amount": 0, "cause": "扩面"}, "没有填"),
    ],
)
def test_zeros_in_a_row_that_is_not_used_are_no_cause(row: dict[str, object], told: str) -> None:
    data = {**DATA, "causes": [row]}
    if told:
        finds("F110", data, at="causes.1.fund", says=told)
    else:
        agrees(data, "F110")


def _part(content: bytes, sheet: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        book = file.read("xl/workbook.xml").decode()
        number = re.search(rf'name="{sheet}" sheetId="(\d+)"', book)
        assert number is not None
        return file.read(f"xl/worksheets/sheet{number[1]}.xml").decode()


def _with_style(content: bytes, style: int, number_format: str) -> bytes:
    """The workbook with another number format for one of its cell styles."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name).decode("latin-1")
            if name == "xl/styles.xml":
                head, tag, styles = part.partition("<cellXfs")
                each = re.split(r"(?=<xf )", styles)
                each[style + 1] = re.sub(
                    r'numFmtId="\d+"', f'numFmtId="{number_format}"', each[style + 1]
                )
                part = head + tag + "".join(each)
            copy.writestr(name, part.encode("latin-1"))
    return target.getvalue()
