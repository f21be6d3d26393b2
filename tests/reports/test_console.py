"""What a person reads in the terminal: verdict, counts, findings, where to look first."""

from dataclasses import replace

import pytest

from sipipeline.core.display import columns
from sipipeline.core.findings import (
    Cell,
    Culprit,
    FileResult,
    Finding,
    Implied,
    Kind,
    Severity,
    Verdict,
)
from sipipeline.core.text import Lang, Text
from sipipeline.reports.console import lines, summary, wrap

COUNTS = {"checked": 118, "agree": 100, "within_rounding": 11, "violated": 2, "not_applicable": 5}
ROW = "accounts.work_injury."


def cell(number: int, value: object = 90) -> Cell:
    return Cell(f"{ROW}income.{number}", "工伤", f"D{number}", value)


def finding(
    number: int = 5,
    severity: Severity = Severity.ERROR,
    culprits: tuple[Culprit, ...] = (),
    group: int | None = None,
) -> Finding:
    message, todo = (
        Text(zh="少 20。", en="20 too little."),
        Text(zh="核对各项。", en="Check the parts."),
    )
    return Finding(
        "B201",
        severity,
        Kind.ARITHMETIC,
        (cell(number),),
        message,
        todo,
        culprits=culprits,
        group=group,
    )


def culprit(number: int = 5, confidence: str = "certain", why: str = "漏加") -> Culprit:
    return Culprit(cell(number), 110, Text(zh=why, en=f"{why} (en)"), confidence)


def shown(*findings: Finding, lang: Lang = "zh", **more: object) -> list[str]:
    """The lines of a file below its title."""
    result = FileResult("a.xlsx", "", Verdict.FIX, findings)
    return list(lines(replace(result, **more), lang))[1:]  # type: ignore[arg-type]


# ---------------------------------------------------------------- one file
def test_a_file_in_chinese() -> None:
    result = FileResult(
        "a.xlsx",
        "",
        Verdict.FIX,
        (finding(),),
        unit="甲县",
        year=2020,
        annotated="o/a.xlsx",
        counts=COUNTS,
    )
    assert list(lines(result, "zh")) == [
        "[需修改] a.xlsx  甲县 · 2020",
        "  核对 118 项：相符 100，取整误差内 11，不符 2，无法判断 5",
        "  错误 B201 工伤!D5  少 20。",
        "       怎么办：核对各项。",
        "  批注本：o/a.xlsx",
    ]


def test_a_file_in_english() -> None:
    result = FileResult(
        "a.xlsx",
        "",
        Verdict.FIX,
        (finding(),),
        unit="甲县",
        year=2020,
        annotated="o/a.xlsx",
        counts=COUNTS,
    )
    assert list(lines(result, "en")) == [
        "[Please correct] a.xlsx  甲县 · 2020",
        "  118 checks: 100 agree, 11 within rounding, 2 violated, 5 undecided",
        "  Error B201 工伤!D5  20 too little.",
        "       What to do: Check the parts.",
        "  Annotated copy: o/a.xlsx",
    ]


@pytest.mark.parametrize(
    ("verdict", "zh", "en"),
    [
        (Verdict.PASS, "通过", "Passed"),
        (Verdict.EXPLAIN, "需说明", "Please explain"),
        (Verdict.FIX, "需修改", "Please correct"),
        (Verdict.UNREADABLE, "无法读取", "Unreadable"),
    ],
)
def test_every_verdict_has_its_word(verdict: Verdict, zh: str, en: str) -> None:
    result = FileResult("a.xlsx", "", verdict, ())
    assert (list(lines(result, "zh")), list(lines(result, "en"))) == (
        [f"[{zh}] a.xlsx"],
        [f"[{en}] a.xlsx"],
    )


def test_a_note_says_nothing_of_what_to_do() -> None:
    assert shown(finding(severity=Severity.INFO)) == ["  提示 B201 工伤!D5  少 20。"]
    assert shown(finding(severity=Severity.WARNING))[1] == "       怎么办：核对各项。"


def test_a_finding_without_a_cell_is_about_the_file() -> None:
    assert shown(replace(finding(), cells=()))[0] == "  错误 B201 整个文件  少 20。"
    assert (
        shown(replace(finding(), cells=()), lang="en")[0] == "  Error B201 the file  20 too little."
    )
    assert shown(replace(finding(), cells=(Cell("", "工伤"),)))[0] == "  错误 B201 工伤  少 20。"


# ---------------------------------------------------------------- where to look first
def test_the_cell_at_fault_comes_before_what_it_explains() -> None:
    blamed = finding(culprits=(culprit(),), group=1), finding(6, culprits=(culprit(),), group=1)
    assert shown(*blamed) == [
        "  → 先看 工伤!D5 此处很可能填错：填 90，按其余数据应为 110（漏加）。",
        "       改对这一处，下面 2 条一并消除。",
        "  错误 B201 工伤!D5  少 20。",
        "  错误 B201 工伤!D6  少 20。",
    ]
    assert shown(*blamed, lang="en") == [
        "  → Look first: 工伤!D5 This cell is very probably wrong: 90 stands there, the",
        "       other figures ask for 110 (漏加 (en)).",
        "       Correcting it settles the 2 findings below.",
        "  Error B201 工伤!D5  20 too little.",
        "  Error B201 工伤!D6  20 too little.",
    ]


def test_one_finding_is_settled_as_one() -> None:
    assert shown(finding(culprits=(culprit(),)))[1] == "       改对这一处，下面 1 条一并消除。"
    assert (
        shown(finding(culprits=(culprit(),)), lang="en")[2]
        == "       Correcting it settles the finding below."
    )


def test_cells_that_are_wrong_together_are_told_one_by_one() -> None:
    blamed = finding(culprits=(culprit(5, "likely"), culprit(6, "likely")))
    assert shown(blamed)[:3] == [
        "  → 先看 工伤!D5 此处可能有误：填 90，按其余数据应为 110（漏加）。",
        "  → 还有 工伤!D6 此处可能有误：填 90，按其余数据应为 110（漏加）。",
        "       改对这 2 处，下面 1 条一并消除。",
    ]
    assert shown(blamed, lang="en")[2].startswith(
        "  → And here: 工伤!D6 This cell may be wrong: 90 stands there"
    )
    assert "       Correcting these 2 cells settles the finding below." in shown(blamed, lang="en")


def test_one_of_several_cells_is_an_alternative_and_settles_nothing_for_sure() -> None:
    blamed = finding(culprits=(culprit(5, "likely"), culprit(6, "possible")))
    assert shown(blamed) == [
        "  → 先看 工伤!D5 此处可能有误：填 90，按其余数据应为 110（漏加）。",
        "  → 或者 工伤!D6 此处是可能出错的单元格之一：填 90，按其余数据应为 110（漏",
        "       加）。",
        "  错误 B201 工伤!D5  少 20。",
    ]
    assert "  → Or here: 工伤!D6 This is one of the cells that may be wrong" in "\n".join(
        shown(blamed, lang="en")
    )


def test_of_many_cells_of_one_slip_the_first_tells_all() -> None:
    blamed = finding(culprits=tuple(culprit(number, "likely") for number in range(1, 10)))
    assert shown(blamed)[1:3] == [
        "       还有 8 格也是这样，已在各表中标出。",
        "       改对这 9 处，下面 1 条一并消除。",
    ]
    assert "       And 8 more cells just like it, marked on their sheets." in shown(
        blamed, lang="en"
    )


def test_of_many_cells_of_several_slips_six_are_told() -> None:
    blamed = finding(culprits=tuple(culprit(n, "likely", why=f"错 {n}") for n in range(1, 10)))
    heads = [line.partition(" 此处")[0] for line in shown(blamed)[:6]]
    assert heads == ["  → 先看 工伤!D1", *(f"  → 还有 工伤!D{number}" for number in range(2, 7))]
    assert shown(blamed)[6] == "       还有 3 格，已在各表中标出。"
    assert "       And 3 more cells, marked on their sheets." in shown(blamed, lang="en")


def test_of_one_cause_ten_findings_are_shown_and_the_rest_counted() -> None:
    findings = [finding(number, culprits=(culprit(),), group=1) for number in range(1, 13)]
    assert sum("B201" in line for line in shown(*findings)) == 10
    assert shown(*findings)[-1] == "       ……同一原因的还有 2 条，见批注本。"
    assert (
        shown(*findings, lang="en")[-1]
        == "       … and 2 more of the same cause, see the annotated copy."
    )
    assert sum("B201" in line for line in shown(*findings[:10])) == 10
    assert shown(*findings[:10])[-1].startswith("  错误 B201 工伤!D10")


def test_findings_whose_cause_is_not_known_are_all_shown() -> None:
    findings = [finding(number, group=1) for number in range(1, 13)]
    assert sum("B201" in line for line in shown(*findings)) == 12
    assert not any("同一原因" in line for line in shown(*findings))


# ---------------------------------------------------------------- blanks and the end
def blank(number: int, key: str = f"{ROW}surplus.actual", value: float = 1040) -> Implied:
    return Implied(
        Cell(key, "工伤", f"D{number}"), Text(zh="结余", en="Surplus"), value, (value, value)
    )


def test_blanks_that_follow_are_told_for_information() -> None:
    few = (blank(9), blank(10, f"{ROW}income.growth_rate", 0.177))
    assert shown(implied=few) == [
        "  空白格按其余数据可以推算（供参考）：工伤!D9 1,040、工伤!D10 17.7%"
    ]
    assert shown(implied=few, lang="en") == [
        "  Blank cells, as the other figures imply (for information): 工伤!D9 1,040,",
        "  工伤!D10 17.7%",
    ]


def test_of_many_blanks_three_are_told() -> None:
    many = tuple(blank(number) for number in range(9, 14))
    assert shown(implied=many) == [
        "  空白格按其余数据可以推算（供参考）：工伤!D9 1,040、工伤!D10 1,040、工伤!D11",
        "  1,040 等 5 格",
    ]
    assert shown(implied=many, lang="en")[1] == "  工伤!D10 1,040, 工伤!D11 1,040 and 2 more"


def test_the_last_line_counts_the_files() -> None:
    verdicts = {Verdict.PASS: 3, Verdict.EXPLAIN: 1, Verdict.FIX: 2}
    assert summary(verdicts, "zh") == "共 6 个文件：通过 3，需说明 1，需修改 2，无法读取 0"
    assert summary(verdicts, "en") == "Files: 6; 3 pass, 1 to explain, 2 to fix, 0 unreadable"


# ---------------------------------------------------------------- lines
def test_a_long_sentence_is_broken_at_the_width_of_the_terminal() -> None:
    broken = list(wrap("收入" * 30 + "。" + "word " * 20 + "end", "    ", "头 "))
    assert broken[0] == "头 " + "收入" * 18 + "收"
    assert all(columns(line) <= 78 for line in broken)
    assert all(line.startswith("    ") for line in broken[1:])
    assert "".join(broken).replace(" ", "") == "头" + "收入" * 30 + "。" + "word" * 20 + "end"


def test_a_closing_sign_is_not_the_first_of_a_line() -> None:
    assert list(wrap("一二三，四", "", width=6)) == ["一二", "三，四"]


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("see 基金汇总!C7 first", 12, ["see", "基金汇总!C7", "first"]),
        ("先看 基金汇总!C7、工伤!D9", 14, ["先看", "基金汇总!C7、", "工伤!D9"]),
        ("基金汇总!$C$7 and 工伤!D10", 20, ["基金汇总!$C$7 and", "工伤!D10"]),
        ("1,600、基金汇总!D7 1,700", 15, ["1,600、", "基金汇总!D7", "1,700"]),
        ("合计（工伤!AB12）。", 14, ["合计（", "工伤!AB12）。"]),
        ("工伤（2）!D7 在此", 12, ["工伤（2）!D7", "在此"]),
        ("好!好!好!好", 6, ["好!好!", "好!好"]),
    ],
)
def test_the_name_of_a_cell_stays_whole(text: str, width: int, broken: list[str]) -> None:
    assert list(wrap(text, "", width=width)) == broken
