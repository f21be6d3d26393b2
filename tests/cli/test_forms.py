"""The commands about forms: what `template` carries over, what `fill` takes, what `extract` leaves
out."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sipipeline.cli.commands import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
KORLA, CONSISTENT = SAMPLES / "korla-2020.xlsx", SAMPLES / "consistent-2023.xlsx"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def extracted(path: str, capsys: Capture) -> Any:
    capsys.readouterr()
    assert main(["extract", path]) == 0
    return json.loads(capsys.readouterr().out)


# ---------------------------------------------------------------- template
REFUSED = {
    "of the same year": (f"--prior {CONSISTENT} --year 2023", "是 2023 年度的，不是 2023 年度的"),
    "of three years ago": (f"--prior {CONSISTENT} --year 2026", "不是 2026 年度的上一年"),
    "of a later year": (f"--prior {CONSISTENT} --year 2021", "不是 2021 年度的上一年"),
    "with errors": (f"--prior {KORLA}", "有 5 个错误，带进新表会一错再错"),
    "without a year": ("--prior blank.xlsx", "blank.xlsx 的封面没有填年度"),
    "without a figure": ("--prior form.xlsx", "个错误，带进新表会一错再错"),
    "no workbook": ("--prior mine.txt", "mine.txt：这是纯文本（或 CSV）文件，不是工作簿。"),
}


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("options", "says"), REFUSED.values(), ids=REFUSED)
def test_only_an_accepted_workbook_of_the_year_before_is_carried_over(
    options: str, says: str, capsys: Capture
) -> None:
    if "blank" in options:
        assert main("template -o blank.xlsx --standard 2023".split()) == 0
    if "form" in options:
        assert main("template -o form.xlsx --year 2023".split()) == 0
    Path("mine.txt").write_text("mine")
    call = ["template", "-o", "next.xlsx", *options.split()]
    assert main(call) == 2
    assert says in capsys.readouterr().err
    assert not Path("next.xlsx").exists()
    if "mine" not in options:
        assert main([*call, "--force"]) == 0


def test_what_was_carried_over_is_said(capsys: Capture) -> None:
    call = ["template", "--prior", str(CONSISTENT), "-o", "2024.xlsx"]
    assert main(call) == 0
    told = capsys.readouterr().out
    assert told.startswith("已写出 2024.xlsx，带入上年数 ")
    data = extracted("2024.xlsx", capsys)
    assert data["cover"]["year"] == 2024
    last = extracted(str(CONSISTENT), capsys)["benefit_levels"]
    for fund, levels in data["benefit_levels"].items():
        assert levels["before"] == last[fund]["after"]
    assert data["benefit_levels"].keys() == last.keys()
    openings = sum("opening_balance" in account for account in data["accounts"].values())
    assert f"、期初数 {openings} 个、封面 {len(data['cover'])} 项" in told
    assert main([*call[:-1], "one.xlsx", "--funds", "工伤"]) == 0
    assert "、期初数 2 个、" in capsys.readouterr().out  # its own and the total


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "named",
    [
        "resident_pension,work_injury",
        "居民养老,工伤",
        "居民养老，工伤",
        "工伤、居民养老",
        "城乡居民基本养老保险基金, 工伤保险基金",
        "Resident pension,work injury",
    ],
)
def test_funds_are_named_as_people_name_them(named: str) -> None:
    assert main(["template", "-o", "x.xlsx", "--funds", named]) == 0
    sheets = load_workbook("x.xlsx").sheetnames
    assert {"居民养老", "工伤"} <= set(sheets)
    assert not {"机关养老", "失业", "企业养老"} & set(sheets)


@pytest.mark.parametrize("named", ["居民养老,工商", "pension", "工伤,unemployed"])
def test_a_fund_that_is_none_is_named_with_those_that_are(named: str, capsys: Capture) -> None:
    assert main(["template", "-o", "x.xlsx", "--funds", named]) == 2
    told = capsys.readouterr().err
    assert f"没有这些险种：{named.rpartition(',')[2]}。" in told
    assert "企业养老、居民养老、机关养老" in told


# ---------------------------------------------------------------- fill
def filled(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The status of `fill` with a text on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return main(["fill", "-", "-o", "x.xlsx", "--force"])


def figure(written: str) -> str:
    return f'{{"accounts": {{"work_injury": {{"income": {{"actual": {written}}}}}}}}}'


SAID = {
    "a comma too many": ('{"goal": "甲",}', "最后一项后面多了一个逗号"),
    "a comma too many in a list": ('{"causes": [{}, ]}', "最后一项后面多了一个逗号"),
    "no quotes": ('{"goal": "甲", cover: {}}', "标准输入 第 1 行第 15 列：这里应是用英文双引号"),
    "no comma": ('{\n "goal": "甲"\n "cover": {}}', "标准输入 第 3 行第 2 列：这里应有英文逗号"),
    "no end": ('{"cover": {}', "标准输入 第 1 行第 13 列：内容到这里就断了，没有写完"),
    "no colon": ('{"goal" "甲"}', "标准输入 第 1 行第 9 列：这里应有英文冒号"),
    "no value": ('{"goal": }', "标准输入 第 1 行第 10 列：这里缺一个值"),
    "nothing": ("", "标准输入 第 1 行第 1 列：这里缺一个值"),
    "a Chinese comma": ('{"goal": "甲"，}', "第 1 行第 13 列：这里是中文标点 ， ，请改成英文标点"),
    "Chinese quotes": ("{“goal”: 1}", "第 1 行第 2 列：这里是中文标点 “ ，请改成英文标点"),
    "a text without end": ('{"goal": "甲', "第 1 行第 10 列：从这里开始的文字没有用双引号结束"),
    "a line break in a text": ('{"goal": "甲\n乙"}', "第 1 行第 12 列：文字里有换行"),
    "a backslash": ('{"goal": "a\\d"}', "反斜杠后面的字符不对"),
    "two documents": ("{}\n{}", "第 2 行第 1 列：从这里起是多余的内容"),
    "a list": ("[]", "标准输入 应是一个 JSON 对象 {…}。"),
    "a key twice": ('{"cover": {"unit": "甲", "unit": "乙"}}', "cover.unit 写了两次。"),
    "a section twice": ('{"cover": {"unit": "甲"}, "cover": {}}', "cover 写了两次。"),
    "the standard twice": ('{"standard": "2020", "standard": "2023"}', "standard 应是一段文字"),
    "an unknown section, empty": ('{"covr": {}}', "没有 covr"),
    "an unknown fund, empty": ('{"accounts": {"work_injry": {}}}', "没有 accounts.work_injry"),
    "an item the fund has not": (
        '{"accounts": {"work_injury": {"transfer_in": {"actual": 1}}}}',
        "工伤没有“转移收入”这一项",
    ),
    "a number for a section": ('{"accounts": 5}', "accounts 应是一组“名称: 值”"),
    "a number for a row": ('{"indicators": [5]}', "indicators.1 应是一组“名称: 值”"),
    "a table for a list": ('{"indicators": {"0": {"target": "1"}}}', "indicators 应是一个列表"),
    "no number": (figure("NaN"), "不是一个能填的数"),
    "a number without end": (figure("1e999"), "不是一个能填的数"),
    "more digits than a cell has": (figure("12345678901234567"), "超过 15 位有效数字"),
    "far more digits": (figure("9" * 5000), "有一个数长得离谱"),
    "true": (figure("true"), "应是数或文字，实际是 true。"),
    "brackets without end": ("[" * 100_000, "括号套得太深"),
}


@pytest.mark.parametrize(("text", "says"), SAID.values(), ids=SAID)
def test_what_is_wrong_with_the_data_is_said_with_its_place(
    text: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert filled(text, monkeypatch) == 2
    assert says in capsys.readouterr().err
    assert not Path("x.xlsx").exists()


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("9030.279999999999", 9030.28),
        ("0.30000000000000004", 0.3),
        ("-1234.5600000000002", -1234.56),
        ("100000000000.10001", 100000000000.1),
        ("123456789012.345", 123456789012.345),
        ("0.177018633540373", 0.177018633540373),
        ("20000000000000000", 20000000000000000),
        ("12", 12),
        ("0", 0),
    ],
)
def test_a_number_is_what_somebody_typed(
    written: str, typed: float, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert filled(figure(written), monkeypatch) == 0
    data = extracted("x.xlsx", capsys)
    assert data["accounts"]["work_injury"]["income"] == {"actual": typed}


def test_empty_parts_of_the_form_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '{"cover": {}, "causes": [], "indicators": [{}], "accounts": {"work_injury": {}}}'
    assert filled(text, monkeypatch) == 0


# ---------------------------------------------------------------- extract
def left_out(capsys: Capture) -> list[str]:
    """What `extract` says of x.xlsx beside the data."""
    capsys.readouterr()
    assert main(["extract", "x.xlsx", "--lang", "zh"]) == 0
    captured = capsys.readouterr()
    json.loads(captured.out)
    return captured.err.splitlines()


def test_of_a_right_workbook_nothing_is_left_out(capsys: Capture) -> None:
    assert main(["extract", str(KORLA)]) == 0
    assert capsys.readouterr().err == ""


def test_figures_of_a_sheet_that_nobody_understands_are_named(capsys: Capture) -> None:
    """The names are shifted, and the figures fit neither the names nor the keys."""
    book = load_workbook(KORLA)
    sheet = book["居民养老"]
    for row in range(30, 8, -1):
        sheet.cell(row, 2).value = sheet.cell(row - 1, 2).value
    for row in range(9, 40):
        for cell in sheet[row][2:6]:
            cell.value = None if cell.value is None else 1000 * (row % 7) + 37 * row + cell.column
    book.save("x.xlsx")
    said = left_out(capsys)
    assert any("居民养老" in line and "名称与表式的位置不符" in line for line in said)
    (unread,) = [line for line in said if "个数没有带出" in line]
    assert unread.startswith("居民养老：")
    assert "（本年实际数）" in unread


def test_figures_beside_the_form_are_named(capsys: Capture) -> None:
    book = load_workbook(KORLA)
    book["居民养老"]["P9"].value = 830.27
    book["居民养老"]["D9"].value = "=NA()"
    book.create_sheet("草稿")["C4"].value = 12
    book.save("x.xlsx")
    said = left_out(capsys)
    assert "居民养老：1 个数不在表式的位置上，没有带出：P9 830.27。" in said
    assert "居民养老：1 格公式没有计算结果，没有带出：D9。" in said
    assert "工作表“草稿”不是表式的表，其中 1 个数没有带出。" in said
