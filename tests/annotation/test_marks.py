"""The comments of a copy: the wrong cell says what to type, the others where to look."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support import COVER, edited, filled, indicator

import sipipeline
from sipipeline.annotation.annotate import annotate
from sipipeline.annotation.colours import Look
from sipipeline.annotation.marks import CellMark, collect, mark_of
from sipipeline.core.findings import Cell, Finding, Kind, Severity
from sipipeline.core.text import Lang, Text
from sipipeline.reports.issues import issues

SAMPLE = Path(__file__).parents[2] / "samples" / "consistent-2023.xlsx"
INNOCENT = re.compile("本格多半没有错，请看 (?:[^!]+!)?[A-Z]+[0-9]+（“校验结果”第 [0-9]+ 条）。")
MOST = 8
"""Comments a slip."""

Edit = Callable[[Worksheet], object]


class Copy:
    """An annotated copy as a clerk opens it."""

    def __init__(self, folder: Path, content: bytes) -> None:
        path = folder / "in.xlsx"
        path.write_bytes(content)
        self.result = next(iter(sipipeline.validate([path])))
        self.content = annotate(content, self.result, "zh")
        book = openpyxl.load_workbook(io.BytesIO(self.content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        self.comments = {
            f"{cell.parent.title}!{cell.coordinate}": cell.comment.text.partition("\n────")[0]
            for cell in cells
            if cell.comment
        }
        fills = {f"{cell.parent.title}!{cell.coordinate}": cell.fill.fgColor for cell in cells}
        self.looks = {
            place: look
            for place, colour in fills.items()
            for look in Look
            if isinstance(colour.rgb, str) and colour.rgb[:-1] == look.value[:-1]
        }

    def marked(self, look: Look) -> list[str]:
        return [place for place, found in self.looks.items() if found is look]

    def saying(self, beginning: str) -> list[str]:
        return [place for place, text in self.comments.items() if text.startswith(beginning)]


def copy_with(folder: Path, **edits: Edit) -> Copy:
    """The copy of the consistent sample with something wrong on some of its sheets."""

    def work(book: openpyxl.Workbook) -> None:
        for name, edit in edits.items():
            edit(book[name])

    return Copy(folder, edited(SAMPLE.read_bytes(), work))


def put(ref: str, value: object) -> Edit:
    return lambda sheet: sheet.__setitem__(ref, value)


def in_yuan(sheet: Worksheet) -> None:
    """The amounts of the account, all of which stand above its last balance."""
    for row in sheet.iter_rows(min_row=6, max_row=39, min_col=3, max_col=7):
        for cell in (row[0], row[1], row[2], row[4]):
            if isinstance(cell.value, (int, float)):
                cell.value = cell.value * 10_000


# ---------------------------------------------------------------- the wrong cell is known
def test_the_wrong_cell_is_red_and_says_what_to_type_its_neighbours_where_to_look(
    tmp_path: Path,
) -> None:
    copy = copy_with(tmp_path, 失业=put("D9", 4_270.87))
    assert copy.marked(Look.CULPRIT) == ["失业!D9"]
    culprit = copy.comments["失业!D9"]
    typed = "填 4,270.87，应为 4,720.87（数字颠倒）"
    for words in (typed, "怎么改：本格改成 4,720.87。", "不用改。"):
        assert words in culprit
    neighbours = {place: text for place, text in copy.comments.items() if place != "失业!D9"}
    assert set(neighbours) == {"失业!D8", "失业!F9", "失业!G9", "基金汇总!D9"}
    assert all(INNOCENT.fullmatch(text) for text in neighbours.values()), neighbours
    assert "请看 D9（" in neighbours["失业!D8"]
    assert "请看 失业!D9（" in neighbours["基金汇总!D9"]


def test_slips_that_touch_each_other_are_told_each_with_its_own_figure(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["D9"] = 4_270.87
        sheet["C9"] = 6_460
        sheet["D20"] = -4_555.97

    copy = copy_with(tmp_path, 失业=edit)
    changes = {"失业!D9": "4,720.87", "失业!C9": "4,660", "失业!D20": "4,555.97"}
    assert set(copy.marked(Look.CULPRIT)) == set(changes)
    for place, better in changes.items():
        assert f"怎么改：本格改成 {better}。" in copy.comments[place]
    assert len(issues(copy.result.findings)) == len(changes)
    rest = [text for place, text in copy.comments.items() if place not in changes]
    assert all(map(INNOCENT.fullmatch, rest))
    assert len(copy.comments) <= MOST * len(changes)


def test_a_sheet_in_another_unit_is_one_sentence(tmp_path: Path) -> None:
    copy = copy_with(tmp_path, 工伤=in_yuan)
    red = copy.marked(Look.CULPRIT)
    assert len(red) > 60
    assert {place.partition("!")[0] for place in red} == {"工伤"}
    first, *others = issues(copy.result.findings)
    assert not others
    sentence = f"工伤整表像是按元填的，{len(red)} 格都除以 10000。"
    assert first.message.zh == sentence
    assert copy.saying(f"【错误】{sentence}") == ["工伤!C7"]
    assert f"另外 {len(red) - 1} 个红色的格也要改" in copy.comments["工伤!C7"]
    assert set(red) <= set(copy.comments)
    assert len(copy.comments.keys() - set(red)) <= MOST
    assert copy.comments["工伤!D6"].startswith("本格属“校验结果”第 1 条，与 C7 是同一个原因。")
    assert "6,572.79" in copy.comments["工伤!D6"]


# ---------------------------------------------------------------- one of several, or none
def small(**more: Any) -> bytes:
    return filled({"standard": "2020", "cover": COVER, **more})


def test_where_one_of_several_cells_is_wrong_each_says_what_would_do(tmp_path: Path) -> None:
    account = {"income": 9137, "expenditure": 7021, "surplus": 2871}
    items = {item: {"actual": value} for item, value in account.items()}
    copy = Copy(tmp_path, small(accounts={"work_injury": items}))
    assert copy.marked(Look.CULPRIT) == []
    assert copy.marked(Look.SUSPECT) == ["工伤!D7", "工伤!D19", "工伤!D37"]
    assert copy.comments["工伤!D37"] == (
        "【错误】本格是可能填错的几格之一。填 2,871，如果错在这里，改成 2,116 就都相符\n"
        "另外几格：D7、D19。"
    )


def test_one_missed_indicator_is_one_issue_in_its_three_cells(tmp_path: Path) -> None:
    content = small(
        accounts={"work_injury": {"income": {"actual": 900}}},
        indicators=[indicator("参保人数", "≥9203人", "9175人")],
        narrative={"achievement": "全部指标完成率100%"},
    )
    copy = Copy(tmp_path, content)
    first, *others = issues(copy.result.findings)
    assert [one.rule for one in first.findings] == ["I501", "I502", "N603"]
    assert all(other.severity is not Severity.ERROR for other in others)
    assert copy.comments["绩效自评表!G14"].startswith("【错误】第 1 项“参保人数”没有达到")
    assert copy.saying("【错误】与“校验结果”第 1 条是同一个问题：") == [
        "绩效自评表!J14",
        "文字说明!C9",
    ]


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        (("审计调整", "审计调整"), ("已说明", "已说明", "已说明")),
        (("审计调整", "无"), ("已说明", "需说明", "需说明")),
        (("已说明", "—"), ("需说明", "需说明", "需说明")),
    ],
)
def test_what_is_explained_on_the_funds_is_explained_on_the_total(
    notes: tuple[str, str], words: tuple[str, str, str], tmp_path: Path
) -> None:
    def restated(opening: int, last: int, note: str = "") -> dict[str, Any]:
        return {
            "income": {"actual": 10},
            "opening_balance": {"actual": opening, "note": note},
            "closing_balance": {"prior": last},
        }

    accounts = {
        "work_injury": restated(100, 90, notes[0]),
        "unemployment": restated(100, 90, notes[1]),
        "total": restated(200, 180) | {"income": {"actual": 20}},
    }
    copy = Copy(tmp_path, small(accounts=accounts))
    for place, word in zip(("工伤!D6", "失业!D6", "基金汇总!D6"), words):
        assert copy.comments[place].startswith(f"【{word}】")
        assert ("怎么改" in copy.comments[place]) == (word == "需说明")


def test_a_restatement_of_the_total_beyond_that_of_its_funds_is_not_explained_by_theirs(
    tmp_path: Path,
) -> None:
    accounts = {
        "work_injury": {
            "income": {"actual": 10},
            "opening_balance": {"actual": 100, "note": "审计调整"},
            "closing_balance": {"prior": 90},
        },
        "unemployment": {"income": {"actual": 10}, "opening_balance": {"actual": 100}},
        "total": {
            "income": {"actual": 20},
            "opening_balance": {"actual": 200},
            "closing_balance": {"prior": 110},
        },
    }
    copy = Copy(tmp_path, small(accounts=accounts))
    assert copy.comments["工伤!D6"].startswith("【已说明】")
    assert copy.comments["基金汇总!D6"].startswith("【需说明】合计“上年末滚存结余（本年实际数）”")


# ---------------------------------------------------------------- handmade
def finding(*refs: str, severity: Severity = Severity.ERROR) -> Finding:
    message = Text(zh=f"{refs[0]} 不对", en=f"{refs[0]} is wrong")
    cells = tuple(Cell(f"accounts.work_injury.{ref}.actual", "工伤", ref, 100) for ref in refs)
    todo = Text(zh="核对。", en="Check.")
    return Finding("B201", severity, Kind.ARITHMETIC, cells, message, todo)


def mark(findings: list[Finding], place: tuple[int, int], lang: Lang = "zh") -> CellMark:
    reasons = collect(issues(findings))
    return mark_of(reasons["工伤"][place], lang)


def comment(findings: list[Finding], place: tuple[int, int], lang: Lang = "zh") -> str:
    return "".join(run.text for run in mark(findings, place, lang).runs)


def test_a_cell_that_takes_part_says_in_which_problem() -> None:
    findings = [finding("D9", "D5")]
    assert comment(findings, (9, 4)) == "【错误】D9 不对\n怎么改：核对。"
    assert comment(findings, (5, 4)) == "与 D9 的问题有关，请先看 D9（“校验结果”第 1 条）。"
    assert comment(findings, (5, 4), "en") == (
        "Takes part in the problem of D9: look there first (no. 1 of the check result)."
    )
    assert comment([finding("D9", "D5", severity=Severity.INFO)], (5, 4)) == ""


def test_the_strongest_reason_gives_the_colour() -> None:
    weak = finding("D5", severity=Severity.INFO)
    assert mark([weak], (5, 4)).look is Look.INFO
    assert mark([weak, finding("D9", "D5")], (5, 4)).look is Look.ERROR_RELATED
    assert mark([weak, finding("D9", "D5"), finding("D5")], (5, 4)).look is Look.ERROR


def test_of_many_findings_on_one_cell_five_are_told() -> None:
    findings = [finding("D5", f"E{number}") for number in range(7)]
    assert comment(findings, (5, 4)).count("【错误】") == 5
    assert comment(findings, (5, 4)).endswith("\n\n另有 2 个问题，见“校验结果”表。")
    assert comment(findings, (5, 4), "en").endswith("\n\n2 more: see the sheet “Check result”.")
