"""The same figures are read the same from every kind of workbook; the copy can be sent again."""

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from county import COUNTY, DATA, checked, told
from office import INSTALLED, converted
from openpyxl import load_workbook
from support import edited, filled

from sipipeline.intake.sources import collect
from sipipeline.jobs.outputs import plan

CONVERTED = {"xls": "xls:MS Excel 97", "fods": "fods", "ods": "ods"}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As we write it, and as openpyxl and LibreOffice save it in each kind; in a folder below, one
    that was scribbled on, also as an .ods."""
    folder = tmp_path_factory.mktemp("kinds")
    beside = folder / "scribbled"
    beside.mkdir()
    (folder / "county.xlsx").write_bytes(filled(COUNTY))
    (folder / "openpyxl.xlsx").write_bytes(edited(filled(COUNTY), lambda _: None))
    (beside / "a.xlsx").write_bytes(edited(filled(COUNTY), scribble))
    for kind, wanted in CONVERTED.items() if INSTALLED else ():
        also = [beside / "a.xlsx"] if kind == "ods" else []
        made, *_ = converted(wanted, beside, folder / "county.xlsx", *also)
        made.rename(folder / f"libreoffice.{kind}")
    return folder


def scribble(book: Any) -> None:
    """Beside the form, and on a sheet that is not of the form."""
    book["工伤"]["C60"] = 77
    book["工伤"]["C62"] = "此数含上年结转，请审核。"
    book.create_sheet("底稿")["A1"] = "本科室留存"


def test_the_same_figures_give_the_same_findings_in_every_kind(county: Path) -> None:
    for kind in ("xls", "xlsb", "ods"):
        shutil.copy(DATA / f"county.{kind}", county / f"stored.{kind}")
    shutil.copy(county / "stored.xls", county / "stored.et")
    shutil.copy(county / "county.xlsx", county / "ours.et")
    kinds = sorted(path for path in county.iterdir() if path.is_file())
    found = {path.name: told(checked(path)) for path in kinds}
    expected = found["county.xlsx"]
    assert {rule for rule, _, _ in expected} >= {"B201", "I501"}
    assert found == dict.fromkeys(found, expected)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
def test_the_copy_is_a_fresh_form_that_passes_once_it_is_corrected(
    county: Path, tmp_path: Path, kind: str
) -> None:
    expected = told(checked(county / "county.xlsx"))
    result = checked(DATA / f"county.{kind}", out=tmp_path)
    assert result.annotated == str(tmp_path / "county.xlsx")
    copy = load_workbook(tmp_path / "county.xlsx")
    notice = str(copy["校验结果"]["A1"].value)
    assert f".{kind}" in notice
    assert "新的标准表" in notice
    assert copy["工伤"]["I7"].value == COUNTY["accounts"]["work_injury"]["income"]["note"]
    assert told(checked(tmp_path / "county.xlsx")) == expected
    corrected = json.loads(json.dumps(COUNTY))
    again = edited((tmp_path / "county.xlsx").read_bytes(), _correct)
    corrected["accounts"]["work_injury"]["other_expenditure"] = {"actual": 9}
    (tmp_path / "corrected.xlsx").write_bytes(again)
    (tmp_path / "right.xlsx").write_bytes(filled(corrected))
    right = told(checked(tmp_path / "right.xlsx"))
    assert told(checked(tmp_path / "corrected.xlsx")) == right
    assert "B201" not in {rule for rule, _, _ in right}


def _correct(book: Any) -> None:
    """Fill in what the sum of the expenditure holds beside the benefits."""
    sheet = book["工伤"]
    for row in sheet.iter_rows(max_col=4):
        if row[0].value == "accounts.work_injury.other_expenditure.*":
            row[3].value = 9


def test_what_finds_no_place_in_the_form_is_told(county: Path, tmp_path: Path) -> None:
    if not INSTALLED:
        pytest.skip("LibreOffice is not installed")
    checked(county / "scribbled" / "a.ods", out=tmp_path / "out")
    copy = load_workbook(tmp_path / "out" / "a.xlsx")
    texts = [str(row[0].value) for row in copy["校验结果"].iter_rows(max_col=1) if row[0].value]
    said = "\n".join(texts[texts.index("原文件中没有带过来的内容") :])
    assert "C62 此数含上年结转，请审核。" in said
    assert "C60 77" in said
    assert "工作表“底稿”" in said
    assert all(sheet.title != "底稿" for sheet in copy)


def test_copies_of_files_that_differ_by_their_endings_keep_these(tmp_path: Path) -> None:
    names = ("甲县.xls", "甲县.xlsx", "乙县.ods", "丙县.et")
    for name in names:
        (tmp_path / name).write_bytes(b"")
    tasks = plan(collect([tmp_path]), tmp_path / "out")
    copies = {task.source.name: Path(str(task.target)).name for task in tasks}
    assert copies == {
        "甲县.xls": "甲县.xls.xlsx",
        "甲县.xlsx": "甲县.xlsx",
        "乙县.ods": "乙县.xlsx",
        "丙县.et": "丙县.xlsx",
    }


# ---------------------------------------------------------------- pages and plain texts
PAGE = """<html><meta charset=gb2312><style>.p{mso-number-format:"0\\.0%";}</style>
<h1>封面</h1><table><tr><td>单位名称</td><td>甲县社会保险中心</td></tr>
<tr><td>填报年度</td><td>2020</td></tr><tr><td>金额单位</td><td>万元</td></tr></table>
<h1>工伤</h1><table><tr><td colspan=4>工伤保险基金收支情况表</td></tr>
<tr><td>科目</td><td>预算数</td><td>本年实际数</td><td>上年实际数</td></tr>
<tr><td>收入合计</td><td>330</td><td>321.55</td><td>300.15</td></tr>
<tr><td>支出合计</td><td>270</td><td>265.4</td><td>1,260.00</td></tr>
<tr><td>本年收支结余</td><td>60</td><td>56.99</td><td></td></tr></table>"""
LINES = """工伤保险基金收支情况表
科目,预算数,本年实际数,上年实际数
收入合计,330,321.55,300.15
支出合计,270,265.4,"1,260.00"
本年收支结余,60,56.99,
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.xls", PAGE.encode("gb18030")),
        ("lines.xls", LINES.encode("gb18030")),
        ("lines with a mark.csv", LINES.encode("utf-8-sig")),
        ("tabs.xls", LINES.replace(",", "\t").encode("utf-16")),
    ],
)
def test_pages_and_lines_with_our_tables_are_read(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    result = checked(tmp_path / name, standard="2020")
    assert ("B202", "accounts.work_injury.surplus.actual") in {
        (rule, key) for rule, key, _ in told(result)
    }


@pytest.mark.parametrize(
    ("code", "content", "says"),
    [
        ("X011", "\ufeff<html><table><tr><td>收入".encode(), "网页"),
        ("X017", "<html><p>请登录后下载".encode("gbk"), "网页"),
        ("X011", "\r\n<TABLE><tr><td>收入合计".encode("gbk"), "网页"),
        ("X017", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "网页"),
        ("X017", "通知：请各单位按时报送。\n".encode("gbk"), "文本"),
        ("X017", "姓名\t电话\n".encode("utf-16"), "文本"),
        ("X017", b"a,b\n" * 400_000, "文本"),
    ],
)
def test_other_pages_and_texts_are_no_workbooks(
    tmp_path: Path, code: str, content: bytes, says: str
) -> None:
    (tmp_path / "a.xls").write_bytes(content)
    (finding,) = checked(tmp_path / "a.xls").findings
    assert (finding.rule, says in finding.message.zh) == (code, True)


def test_a_repeated_row_of_an_open_document_costs_nothing_or_is_refused() -> None:
    with zipfile.ZipFile(DATA / "county.ods") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    row = b'<table:table-row table:number-rows-repeated="%d">'
    cell = b'<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    blank = b"<table:table-cell/></table:table-row>"
    verdicts = {}
    for name, rows in (("blank", row % 2000 + blank), ("filled", row % 1_000_000 + cell)):
        content = parts["content.xml"].replace(b"<table:table-row", rows + b"<table:table-row", 1)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for part, data in (parts | {"content.xml": content}).items():
                file.writestr(part, data)
        verdicts[name] = _code(buffer.getvalue())
    assert verdicts == {"blank": "", "filled": "X015"}


def _code(content: bytes) -> str:
    """The code of a refusal; "" for a workbook that is let through."""
    from sipipeline.intake.gate import open_workbook
    from sipipeline.intake.refusals import Refusal

    opened = open_workbook(content)
    return opened.rule.code if isinstance(opened, Refusal) else ""


# ---------------------------------------------------------------- what could act by itself
@pytest.fixture(scope="module")
def plain(county: Path) -> list[Any]:
    """What is told of the workbook without any of that."""
    return told(checked(county / "county.xlsx"))


@pytest.mark.parametrize(
    ("parts", "told_as"),
    [
        ({"xl/vbaProject.bin": b"x"}, "宏"),
        ({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}, "外部链接"),
        ({"xl/externalLinks/externalLink1.xml": b"<x><ddeLink/></x>"}, "DDE 链接、外部链接"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "嵌入的对象"),
        ({"xl/connections.xml": b"<connections/>"}, "外部链接"),
        ({"xl/media/image1.png": b"x", "docProps/custom.xml": b"<x/>"}, ""),
    ],
)
def test_what_could_act_by_itself_is_told_and_nothing_else_changes(
    county: Path, plain: list[Any], tmp_path: Path, parts: dict[str, bytes], told_as: str
) -> None:
    buffer = io.BytesIO((county / "county.xlsx").read_bytes())
    with zipfile.ZipFile(buffer, "a") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    (tmp_path / "active.xlsm").write_bytes(buffer.getvalue())
    active = told(checked(tmp_path / "active.xlsm"))
    added = [one for one in active if one not in plain]
    said = [("X022", "", f"工作簿里有{told_as}，程序没有运行，也没有打开。")] if told_as else []
    assert added == sorted(said)
    assert [one for one in plain if one not in active] == []
