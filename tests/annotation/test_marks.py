"""The comment of a cell: what it says is wrong, and what a correction settles."""

import pytest

from sipipeline.annotation.colours import Look
from sipipeline.annotation.marks import Mark, collect, mark_of
from sipipeline.core.findings import Cell, Culprit, FileResult, Finding, Kind, Severity, Verdict
from sipipeline.core.text import Lang, Text
from sipipeline.xlsx.references import place_of

SHEET = "工伤"
ROW = "accounts.work_injury."


def cell(name: str, ref: str, value: object = 100) -> Cell:
    return Cell(ROW + name, SHEET, ref, value)


def finding(*cells: Cell, culprits: tuple[Culprit, ...] = (), group: int | None = None) -> Finding:
    message = Text(zh=f"{cells[0].ref} 不对", en=f"{cells[0].ref} is wrong")
    todo = Text(zh="核对。", en="Check.")
    return Finding(
        "B201",
        Severity.ERROR,
        Kind.ARITHMETIC,
        cells,
        message,
        todo,
        culprits=culprits,
        group=group,
    )


def culprit(at: Cell, confidence: str = "certain") -> Culprit:
    return Culprit(at, 110, Text(zh="数字颠倒", en="digits transposed"), confidence)


INCOME, SURPLUS, BALANCE = (
    cell("income.actual", "D5"),
    cell("surplus.actual", "D9"),
    cell("closing_balance.actual", "D10"),
)


def mark(findings: list[Finding], ref: str, lang: Lang = "zh") -> Mark:
    at = place_of(ref)
    assert at is not None
    result = FileResult("a.xlsx", "", Verdict.FIX, tuple(findings))
    return mark_of(collect(result)[SHEET][at], lang)


def comment(findings: list[Finding], ref: str, lang: Lang = "zh") -> str:
    return "".join(run.text for run in mark(findings, ref, lang).runs)


# ---------------------------------------------------------------- what a correction settles
def test_one_cell_that_explains_two_findings_settles_both() -> None:
    blame = (culprit(INCOME),)
    findings = [
        finding(INCOME, culprits=blame, group=1),
        finding(SURPLUS, INCOME, culprits=blame, group=1),
    ]
    assert comment(findings, "D5").split("\n\n")[0] == (
        "此处很可能填错：填 100，按其余数据应为 110（数字颠倒）。\n改正后，“校验结果”"
        "表中第 1～2 条会一并消除。"
    )
    assert comment(findings, "D5", "en").split("\n\n")[0] == (
        "This cell is very probably wrong: 100 stands there, the other figures ask for "
        "110 (digits transposed).\n"
        "Correcting it settles no. 1–2 of the check result."
    )


def test_cells_that_only_together_explain_the_findings_settle_them_together() -> None:
    blame = culprit(INCOME), culprit(SURPLUS), culprit(BALANCE)
    findings = [finding(INCOME, culprits=blame, group=1), finding(SURPLUS, culprits=blame, group=1)]
    assert "\n与另外 2 格一起改正后，“校验结果”表中第 1～2 条会一并消除。" in comment(
        findings, "D5"
    )
    assert "\nCorrecting it and 2 others settles no. 1–2 of the check result." in comment(
        findings, "D5", "en"
    )


def test_only_cells_that_are_as_sure_count() -> None:
    """The likely cell settles the findings alone; the two possible ones are other ways to."""
    blame = culprit(INCOME, "likely"), culprit(SURPLUS, "possible"), culprit(BALANCE, "possible")
    findings = [finding(INCOME, culprits=blame, group=1), finding(SURPLUS, culprits=blame, group=1)]
    assert "\n改正后，“校验结果”表中第 1～2 条会一并消除。" in comment(findings, "D5")


def test_of_another_cells_finding_it_is_said_where() -> None:
    assert "\nD9 的问题多半由此引起。" in comment(
        [finding(SURPLUS, INCOME, culprits=(culprit(INCOME),))], "D5"
    )
    english = comment([finding(SURPLUS, INCOME, culprits=(culprit(INCOME),))], "D5", "en")
    assert "\nIt probably causes the problem in D9." in english


def test_of_its_own_finding_nothing_is_added() -> None:
    blocks = comment([finding(INCOME, SURPLUS, culprits=(culprit(INCOME),))], "D5").split("\n\n")
    assert blocks == [
        "此处很可能填错：填 100，按其余数据应为 110（数字颠倒）。",
        "【错误】D5 不对\n怎么改：核对。",
    ]


# ---------------------------------------------------------------- the cells beside it
def test_the_cell_that_a_finding_is_about_says_where_to_look_first() -> None:
    findings = [finding(SURPLUS, INCOME, culprits=(culprit(INCOME),))]
    assert (
        comment(findings, "D9") == "【错误】D9 不对\n怎么改：核对。\n多半是 D5 填错了，先看那里。"
    )
    assert comment(findings, "D9", "en") == (
        "[Error] D9 is wrong\nWhat to do: Check.\nProbably D5 is wrong: look there first."
    )
    unsure = [finding(SURPLUS, INCOME, culprits=(culprit(INCOME, "possible"),))]
    assert comment(unsure, "D9") == "【错误】D9 不对\n怎么改：核对。"


def test_a_cell_that_takes_part_says_in_which_problem() -> None:
    assert comment([finding(SURPLUS, INCOME)], "D5") == "与 D9 的问题有关：D9 不对"
    assert (
        comment([finding(SURPLUS, INCOME)], "D5", "en") == "Part of the problem in D9: D9 is wrong"
    )


@pytest.mark.parametrize(
    ("findings", "look", "framed"),
    [
        ([finding(INCOME, culprits=(culprit(INCOME),))], Look.CULPRIT, True),
        ([finding(INCOME, culprits=(culprit(INCOME, "possible"),))], Look.SUSPECT, False),
        ([finding(INCOME)], Look.ERROR, False),
        ([finding(SURPLUS, INCOME)], Look.ERROR_RELATED, False),
    ],
)
def test_the_strongest_reason_gives_the_colour(
    findings: list[Finding], look: Look, framed: bool
) -> None:
    found = mark(findings, "D5")
    assert (found.look, found.framed) == (look, framed)


def test_of_many_findings_on_one_cell_five_are_told() -> None:
    findings = [finding(INCOME) for _ in range(7)]
    assert comment(findings, "D5").startswith("1. 【错误】D5 不对\n怎么改：核对。\n\n2. 【错误】")
    assert comment(findings, "D5").endswith("\n\n另有 2 个问题，见“校验结果”表。")
    assert comment(findings, "D5", "en").endswith("\n\n2 more: see the sheet “Check result”.")
