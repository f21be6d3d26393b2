"""Nothing is half read: what cannot be read whole is refused, and what is only written in an odd
way is read all the same."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from support import filled, told_by

from sipipeline.annotation.annotate import annotate, strip_marks
from sipipeline.checking.batch import check
from sipipeline.core.findings import FileResult, Verdict
from sipipeline.core.submission import Submission
from sipipeline.intake.gate import open_workbook
from sipipeline.intake.refusals import Refusal
from sipipeline.reading.claims import read_submission
from sipipeline.reading.frames import load_frames
from sipipeline.xlsx.hidden import RESULT_NAME
from sipipeline.xlsx.package import open_package
from sipipeline.xlsx.sheets import Workbook
from sipipeline.xlsx.xml_cells import XmlCells

SAMPLES = Path(__file__).parents[2] / "samples"
DATA = json.loads((SAMPLES / "data/korla-2020.json").read_text(encoding="utf-8"))
CONTENT = filled(DATA)
SHEET, FUND = "xl/worksheets/sheet4.xml", "机关养老"
BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
INCOME = "accounts.institution_pension.income.actual"
Change = Callable[[str], str]


def parts(content: bytes = CONTENT) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist()}


PARTS = parts()


def packed(members: Mapping[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return content.getvalue()


def changed(part: str, change: Change) -> bytes:
    after = change(PARTS[part])
    assert after != PARTS[part]
    return packed({**PARTS, part: after})


def gone(*names: str) -> bytes:
    return packed({name: text for name, text in PARTS.items() if name not in names})


def read(content: bytes) -> Submission:
    opened = open_workbook(content)
    assert not isinstance(opened, Refusal), opened.reason.zh
    return read_submission(load_frames(opened.package), "x.xlsx")


def judged(submission: Submission) -> FileResult:
    checked = check([submission])[0]
    found = tuple(checked.findings)
    return FileResult("x.xlsx", "", Verdict.FIX, found, counts=checked.counts)


def refusal(content: bytes) -> Refusal:
    answer = open_workbook(content)
    assert isinstance(answer, Refusal)
    return answer


def values(submission: Submission) -> dict[str, object]:
    return {key: claim.value for key, claim in submission.claims.items()}


WHOLE = values(read(CONTENT))
PLACE = read(CONTENT).places[INCOME]


def cell(content: str = r"<v>38631</v>") -> re.Pattern[str]:
    return re.compile(rf'(<c r="{PLACE[1]}"[^>]*>){content}(</c>)')


# ---------------------------------------------------------------- refused
@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml[: xml.index("</sheetData>")],
        lambda xml: xml.removesuffix("</worksheet>"),
        lambda xml: xml.replace("</row>", "</rows>", 1),
        lambda xml: xml.replace('<row r="20"', '<row r="20" r="20"', 1),
        lambda xml: xml.replace("</v>", "&odd;</v>", 1),
        lambda xml: xml.replace("</c></row>", "</row></c>", 1),
    ],
    ids=["half", "no end of data", "no end", "wrong end tag", "twice", "entity", "crossed"],
)
def test_a_sheet_that_cannot_be_read_to_its_end_is_refused(change: Change) -> None:
    answer = refusal(changed(SHEET, change))
    assert answer.rule.code == "X013"
    assert FUND in answer.reason.zh


def test_shared_texts_that_are_cut_off_are_refused() -> None:
    assert refusal(changed(STRINGS, lambda xml: xml[: len(xml) // 2])).rule.code == "X013"


@pytest.mark.parametrize("name", ["基金汇总", "封面"])
def test_two_sheets_of_one_name_are_refused(name: str) -> None:
    answer = refusal(changed(BOOK, lambda xml: xml.replace(f'"{FUND}"', f'"{name}"', 1)))
    assert (answer.rule.code, f"“{name}”" in answer.reason.zh) == ("X013", True)


# ---------------------------------------------------------------- read all the same
@pytest.mark.parametrize(
    "inside",
    [
        "<v><![CDATA[38631]]></v>",
        "<v>38<![CDATA[631]]></v>",
        "<v>386<!-- a -->31</v>",
        "<!-- a --><v>38631</v>",
        "<v>38631</v><!-- <v>1</v> -->",
    ],
)
def test_comments_and_cdata_change_no_figure(inside: str) -> None:
    assert values(read(changed(SHEET, lambda xml: cell().sub(rf"\g<1>{inside}\2", xml)))) == WHOLE


@pytest.mark.sampled(3)
@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#BLOCKED!", "#ODD"])
def test_an_error_value_that_the_reader_does_not_know_is_told_where_it_stands(error: str) -> None:
    def spill(xml: str) -> str:
        return cell().sub(f'<c r="{PLACE[1]}" t="e"><v>{error}</v></c>', xml)

    submission = read(changed(SHEET, spill))
    assert values(submission) == {key: value for key, value in WHOLE.items() if key != INCOME}
    (told,) = told_by(submission, "F101")
    assert f"显示“{error}”" in told.message.zh


def test_an_unknown_error_on_a_scratch_sheet_harms_no_other() -> None:
    def scratch(xml: str) -> str:
        return xml.replace(
            "</sheetData>", '<row r="90"><c r="B90" t="e"><v>#SPILL!</v></c></row></sheetData>'
        )

    guide = next(
        name
        for name, text in PARTS.items()
        if "填报说明" not in name and name.endswith("sheet1.xml")
    )
    assert values(read(changed(guide, scratch))) == WHOLE


@pytest.mark.parametrize(
    "dimension",
    [
        "",
        '<dimension ref="A1"/>',
        '<dimension ref="ODD"/>',
        '<dimension ref=""/>',
        "<dimension/>",
        '<dimension ref="A1:XFD1048576"/>',
        '<dimension ref="Z99:A1"/>',
        '<dimension ref="A0:B-1"/>',
    ],
)
def test_an_odd_dimension_hides_no_cell(dimension: str) -> None:
    def state(xml: str) -> str:
        return re.sub("<dimension[^>]*/>", dimension, xml)

    assert values(read(changed(SHEET, state))) == WHOLE


@pytest.mark.parametrize(
    ("styles", "figures"),
    [
        (lambda xml: xml[: len(xml) // 2], WHOLE),
        (lambda xml: "", WHOLE),
        (lambda xml: "<odd/>", WHOLE),
        (lambda xml: re.sub("<cellXfs.*</cellXfs>", "", xml), WHOLE),
        (lambda xml: re.sub("<fills.*</fills>", "<fills/>", xml), WHOLE),
        (lambda xml: re.sub(r'<xf numFmtId="\d+"', '<xf numFmtId="99999"', xml), WHOLE),
        (lambda xml: re.sub(r' formatCode="[^"]*"', "", xml), WHOLE),
    ],
)
def test_odd_styles_change_no_figure(styles: Change, figures: dict[str, object]) -> None:
    figures_read = values(read(changed(STYLES, styles)))
    assert {key for key in figures if figures[key] != figures_read.get(key)} <= {"cover.filled_on"}


def test_missing_styles_change_no_figure() -> None:
    figures = values(read(gone(STYLES)))
    assert {key for key in WHOLE if WHOLE[key] != figures.get(key)} <= {"cover.filled_on"}


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("15800000", "379200000:00:00"),
        ("1e11", "2400000000000:00:00"),
        ("1e13", "10000000000000"),
        ("-5", "-5"),
        ("1e300", "1e+300"),
    ],
)
def test_a_duration_on_any_number_is_told_and_the_others_are_read(stored: str, shown: str) -> None:
    style = PARTS[STYLES].count(
        "<xf ", PARTS[STYLES].index("<cellXfs"), PARTS[STYLES].index("</cellXfs>")
    )
    styles = PARTS[STYLES].replace(
        "</cellXfs>", '<xf numFmtId="46" fontId="0" fillId="0" borderId="0"/></cellXfs>'
    )
    sheet = cell().sub(f'<c r="{PLACE[1]}" s="{style}"><v>{stored}</v></c>', PARTS[SHEET])
    submission = read(packed({**PARTS, STYLES: styles, SHEET: sheet}))
    assert values(submission) == {key: value for key, value in WHOLE.items() if key != INCOME}
    (told,) = told_by(submission, "F101")
    assert f"显示“{shown}”" in told.message.zh


def test_part_names_with_backslashes_are_found() -> None:
    turned = {
        name.replace("/", "\\") if name.startswith("xl/") else name: text
        for name, text in PARTS.items()
    }
    assert values(read(packed(turned))) == WHOLE


def strict(text: str) -> str:
    return text.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def test_strict_open_xml_is_read_and_marked() -> None:
    content = packed({name: strict(text) for name, text in PARTS.items()})
    submission = read(content)
    assert values(submission) == WHOLE
    copy = annotate(content, judged(submission), "zh")
    assert values(read(strip_marks(copy))) == WHOLE
    assert values(read(copy)) == WHOLE


# ---------------------------------------------------------------- never taken out
@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", [FUND, "基金汇总", "绩效自评表", "封面"])
def test_a_name_of_ours_on_a_sheet_of_the_form_takes_nothing_out(name: str) -> None:
    def point(xml: str) -> str:
        defined = f'<definedName name="{RESULT_NAME}" hidden="1">{name}!$A$1</definedName>'
        return xml.replace("<definedNames>", f"<definedNames>{defined}")

    content = changed(BOOK, point)
    assert values(read(content)) == WHOLE
    kept = [sheet.name for sheet in Workbook(open_package(strip_marks(content))).sheets()]
    assert name in kept
    copy = annotate(content, judged(read(content)), "zh")
    assert values(read(copy)) == WHOLE


def test_our_marker_typed_into_a_sheet_of_the_form_takes_nothing_out() -> None:
    def type_in(xml: str) -> str:
        row = '<row r="300"><c r="C300" t="inlineStr"><is><t>sipipeline:result</t></is></c></row>'
        return xml.replace("</sheetData>", f"{row}</sheetData>")

    content = changed(SHEET, type_in)
    assert FUND in [sheet.name for sheet in Workbook(open_package(strip_marks(content))).sheets()]
    assert values(read(content)) == WHOLE


# ---------------------------------------------------------------- both readers alike
@pytest.mark.parametrize(
    "name", ["korla-2020.xlsx", "consistent-2023.xlsx", "broken/F102-formula-without-value.xlsx"]
)
def test_the_reader_of_xml_gives_what_the_quick_reader_gives(name: str) -> None:
    package = open_package((SAMPLES / name).read_bytes())
    workbook = Workbook(package)
    xml = XmlCells(package, workbook)
    part_of = {sheet.name: sheet.part for sheet in workbook.sheets()}
    for sheet in load_frames(package).sheets:
        slow = xml.rows(part_of[sheet.name])
        for place, row in enumerate(sheet.rows):
            beside = slow[place] if place < len(slow) else []
            assert list(row[: len(beside)]) == beside
            assert set(row[len(beside) :]) <= {""}


def test_what_is_written_in_an_odd_way_is_told_once() -> None:
    spilled = changed(
        SHEET, lambda xml: cell().sub(f'<c r="{PLACE[1]}" t="e"><v>#SPILL!</v></c>', xml)
    )
    (told,) = told_by(read(spilled), "F118")
    assert f"：{FUND}。" in told.message.zh
    assert told_by(read(CONTENT), "F118") == []
