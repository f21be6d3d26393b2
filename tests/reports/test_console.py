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
    Shown,
    Verdict,
)
from sipipeline.core.text import NOTHING, Lang, Text, same
from sipipeline.core.wrapping import wrap
from sipipeline.reports.console import lines, summary
from sipipeline.reports.issues import issues

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


def culprit(
    number: int = 5, confidence: str = "certain", why: str = "漏加", together: bool = False
) -> Culprit:
    return Culprit(
        cell(number),
        110,
        Text(zh=why, en=f"{why} (en)"),
        confidence,
        label=Text(zh="工伤“收入”", en="Income"),
        shown=Shown(same("90"), same("110")),
        together=together,
    )


def shown(*findings: Finding, lang: Lang = "zh", **more: object) -> list[str]:
    """The lines of a file below its title."""
    result = FileResult("a.xlsx", "", Verdict.FIX, findings)
    return list(lines(replace(result, **more), lang))[1:]  # type: ignore[arg-type]


# ---------------------------------------------------------------- one file
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            [
                "[需修改] a.xlsx  甲县 · 2020",
                "  共核对 118 项：相符 100，取整误差内相符 11，不符 2，无法判断 5",
                "  错误 B201 工伤!D5  少 20。",
                "       怎么办：核对各项。",
                "  批注本：o/a.xlsx",
            ],
        ),
        (
            "en",
            [
                "[Please correct] a.xlsx  甲县 · 2020",
                "  118 checks: 100 agree, 11 within rounding, 2 violated, 5 undecided",
                "  Error B201 工伤!D5  20 too little.",
                "       What to do: Check the parts.",
                "  Annotated copy: o/a.xlsx",
            ],
        ),
    ],
)
def test_a_file_in_each_language(lang: Lang, told: list[str]) -> None:
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
    assert list(lines(result, lang)) == told


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


# ---------------------------------------------------------------- one cause, one issue
def test_a_located_cell_is_told_once_with_one_number_to_type() -> None:
    blamed = finding(culprits=(culprit(),), group=1), finding(6, culprits=(culprit(),), group=1)
    assert shown(*blamed) == [
        "  错误 B201 工伤!D5  工伤“收入”填 90，应为 110（漏加）。依据：少 20。",
        "       另有 1 处随之消除，不用改。",
        "       怎么办：把 工伤!D5 改成 110。",
    ]
    assert shown(*blamed, lang="en") == [
        "  Error B201 工伤!D5  Income says 90, and should be 110 (漏加 (en)). By this:",
        "       20 too little.",
        "       1 more goes away with it and needs no change.",
        "       What to do: Change 工伤!D5 to 110.",
    ]


def test_what_only_looks_like_a_slip_is_told_as_likely_with_the_alternatives() -> None:
    blamed = finding(culprits=(culprit(5, "likely"), culprit(6, "possible")))
    assert shown(blamed) == [
        "  错误 B201 工伤!D5  工伤“收入”填 90，多半应为 110（漏加）。依据：少 20。",
        "       → 可能是 工伤!D6 填 90，如果错在这里，改成 110 就都相符（漏加）",
        "       怎么办：先核对 工伤!D5，多半应改成 110。",
    ]


def test_of_cells_none_of_which_is_singled_out_each_is_an_alternative() -> None:
    blamed = finding(culprits=(culprit(5, "possible"), culprit(6, "possible")))
    assert shown(blamed) == [
        "  错误 B201 工伤!D5  少 20。",
        "       → 可能是 工伤!D5 填 90，如果错在这里，改成 110 就都相符（漏加）",
        "       → 可能是 工伤!D6 填 90，如果错在这里，改成 110 就都相符（漏加）",
        "       怎么办：逐一核对列出的各格，改正填错的那一格，其余随之消除。",
    ]


def test_cells_that_are_wrong_by_slips_of_their_own_are_issues_of_their_own() -> None:
    both = culprit(5), culprit(6)
    findings = finding(5, culprits=both, group=1), finding(6, culprits=both, group=1)
    assert [line.split("  ")[1] for line in shown(*findings) if "B201" in line] == [
        "错误 B201 工伤!D5",
        "错误 B201 工伤!D6",
    ]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        pytest.param(["N601", "R301"], "R301", id="a rate and a text"),
        pytest.param(["J901", "N601"], "N601", id="a text, and no rule of arithmetic alone"),
        pytest.param(["I511", "N601"], "I511", id="an indicator and a text"),
        pytest.param(["B201", "N601", "R301"], "B201", id="two of arithmetic"),
    ],
)
def test_a_located_cell_has_the_code_of_the_arithmetic_that_is_broken(
    rules: list[str], told: str
) -> None:
    kinds = {"B": Kind.ARITHMETIC, "R": Kind.ARITHMETIC, "J": Kind.ARITHMETIC}
    found = [
        replace(finding(culprits=(culprit(),), group=1), rule=rule, kind=kind)
        for rule in rules
        for kind in [kinds.get(rule[0], Kind.NARRATIVE)]
    ]
    assert [issue.first.rule for issue in issues(found)] == [told]


def test_a_slip_of_many_cells_is_one_sentence() -> None:
    why = "工伤整表像是按元填的，9 格都除以 10000"
    many = tuple(culprit(number, "likely", why, together=True) for number in range(1, 10))
    assert shown(finding(culprits=many)) == [
        "  错误 B201 工伤!D1  工伤整表像是按元填的，9 格都除以 10000。",
        "       另有 1 处随之消除，不用改。",
        "       怎么办：涂成红色的 9 格都要改，如 工伤!D1 改成 110。",
    ]


def test_many_cells_of_which_only_bounds_are_known_are_filled_in_anew() -> None:
    why, bounds = "工伤“预算数”一栏填的是“本年实际数”一栏的数", Shown(same("90"), same("108～112"))
    cells = (culprit(number, "likely", why, together=True) for number in range(1, 10))
    many = tuple(replace(one, suggest=None, shown=bounds) for one in cells)
    todo = "       怎么办：涂成红色的 9 格都照账（预算照批复的数）重新填，如 工伤!D1 应在"
    assert todo in shown(finding(culprits=many))


def test_findings_of_one_issue_without_a_wrong_cell_are_each_told() -> None:
    told = shown(finding(5, group=1), finding(6, group=1), finding(7))
    assert told[:2] == ["  错误 B201 工伤!D5  少 20。", "       → 还有 工伤!D6 少 20。"]
    assert sum("B201" in line for line in told) == 2


def test_sure_issues_come_first() -> None:
    told = shown(finding(5), finding(6, culprits=(culprit(6),)))
    assert [line.split()[2] for line in told if "B201" in line] == ["工伤!D6", "工伤!D5"]


# ---------------------------------------------------------------- blanks and the end
def blank(number: int, value: float = 1040, figure: str = "1,040") -> Implied:
    cell = Cell(f"{ROW}surplus.actual", "工伤", f"D{number}")
    label = Text(zh="结余", en="Surplus")
    return Implied(cell, label, value, (value, value), same(figure), NOTHING)


def test_blanks_that_follow_are_told_for_information() -> None:
    few = (blank(9), blank(10, 0.177, "17.7%"))
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
