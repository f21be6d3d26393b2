"""What the morning is made of: counts, sums, who is missing and what changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest
from mornings import PASSED, TODAY, WAN, issue, overview, unit

from sipipeline.core.findings import Severity, Verdict
from sipipeline.core.particulars import AccountLine, RosterLine
from sipipeline.reports.overview.attendance import attendance
from sipipeline.reports.overview.changes import changes
from sipipeline.reports.overview.entries import Entry
from sipipeline.reports.overview.overview import Before, before_of
from sipipeline.reports.overview.sums import amount
from sipipeline.reports.overview.tables import FUNDS, FundRow, fund_rows, held_rows


def names(kept: Iterable[object]) -> list[str]:
    return [getattr(one, "name", "") for one in kept]


def test_the_most_urgent_come_first_and_are_read_back_whole() -> None:
    unreadable = replace(PASSED, path="坏.xlsx", unit="", verdict=Verdict.UNREADABLE)
    explain = replace(unit("丁县"), verdict=Verdict.EXPLAIN)
    entries = (unit("甲县"), explain, unit("乙县", 1), unit("丙县", 3), unreadable)
    with overview(*entries) as made:
        by_need = made.by_need()
        assert names(by_need) == ["坏.xlsx", "丙县", "乙县", "丁县", "甲县"]
        read = [entry for _, entry in made.entries(by_need)]
    assert read == [unreadable, entries[3], entries[2], explain, entries[0]]


def test_a_rule_counts_issues_units_and_what_is_explained_apart() -> None:
    answered = issue("H701", Severity.INFO, explained=True)
    with overview(unit("甲县", 2), replace(unit("乙县"), issues=(answered,))) as made:
        b201, h701 = made.rules["B201"], made.rules["H701"]
    assert (b201.severities[Severity.ERROR], b201.units, b201.names) == (2, 1, [(1, "甲县")])
    assert (h701.explained, h701.units, h701.names) == (1, 0, [])


# ---------------------------------------------------------------- money
INCOME_OF_TWO = (
    AccountLine("work_injury", "income", 100 * WAN, 90 * WAN, None),
    AccountLine("unemployment", "income", None, 30 * WAN, 20 * WAN),
    AccountLine("total", "income", 1, 1, 1),
)


def test_accepted_figures_are_added_up_by_fund_and_to_the_total() -> None:
    with overview(
        unit("甲县", accounts=INCOME_OF_TWO),
        unit("乙县", accounts=INCOME_OF_TWO[:1]),
        unit("丙县", errors=1, accounts=INCOME_OF_TWO),
    ) as made:
        sums, submitted = made.sums[2020], made.submitted[2020]
    injury, total = sums["work_injury", "income"], sums["total", "income"]
    assert (injury.units, injury.actual.sum) == (2, 180 * WAN)
    assert (total.units, total.actual.sum) == (2, 210 * WAN)
    assert submitted == {"work_injury": 3, "unemployment": 2, "total": 3}
    assert injury.completion == pytest.approx(0.9)
    assert injury.growth is None
    assert (total.budget.sum, total.budget.blank) == (200 * WAN, 1)
    assert (total.completion, total.growth, total.change) == (None, None, None)


def test_a_blank_is_no_zero_in_a_sum_and_what_is_made_of_it() -> None:
    whole = AccountLine("work_injury", "income", 100 * WAN, 90 * WAN, 60 * WAN)
    blank = whole._replace(actual=None)
    with overview(unit("甲县", accounts=(whole,)), unit("乙县", accounts=(whole,))) as made:
        row, *_ = fund_rows(made)
    assert shown(row) == [200 * WAN, 180 * WAN, 0.9, 120 * WAN, 60 * WAN, 0.5, ""]
    with overview(unit("甲县", accounts=(whole,)), unit("乙县", accounts=(blank,))) as made:
        row, *_ = fund_rows(made)
    told = "本年实际数有 1 处没有填"
    assert shown(row) == [200 * WAN, 90 * WAN, None, 120 * WAN, None, None, told]
    with overview(unit("甲县", accounts=(blank,))) as made:
        row, *_ = fund_rows(made)
    assert shown(row) == [100 * WAN, None, None, 60 * WAN, None, None, ""]


def shown(row: FundRow) -> list[object]:
    """What the table of the funds shows of a line behind the counts of units."""
    return [column.value(row, "zh") for column in FUNDS[-7:]]


def test_what_a_unit_has_is_blank_where_one_of_its_funds_has_left_it_blank() -> None:
    lines = INCOME_OF_TWO[:2]
    blank = (lines[0], lines[1]._replace(actual=None))
    assert amount(unit("甲县", accounts=lines), "income", "total") == 120 * WAN
    assert amount(unit("甲县", accounts=blank), "income", "total") is None
    assert amount(unit("甲县", accounts=(*blank, INCOME_OF_TWO[2])), "income", "total") == 1


def test_two_workbooks_of_one_unit_are_told_and_counted_once() -> None:
    first, second = unit("甲县", accounts=INCOME_OF_TWO), unit("甲 县", accounts=INCOME_OF_TWO)
    with overview(first, replace(second, path="甲县(1).xlsx"), unit("甲县", year=2021)) as made:
        assert [(one.file, other.file) for one, other in made.duplicates] == [
            ("甲县(1).xlsx", "甲县.xlsx")
        ]
        assert made.sums[2020]["work_injury", "income"].units == 1


def test_nobody_is_asked_which_of_two_equal_files_counts() -> None:
    first = replace(unit("甲县", accounts=INCOME_OF_TWO), sha256="ab")
    with overview(first, replace(first, path="甲县(1).xlsx")) as made:
        assert held_rows(made, None) == []
        assert made.sums[2020]["work_injury", "income"].units == 1


def test_an_annotated_copy_is_no_second_workbook() -> None:
    first = replace(unit("甲县"), sha256="ab", content="filled in")
    copy = replace(first, sha256="cd", path="批注本/甲县.xlsx")
    with overview(first, copy, replace(copy, content="corrected")) as made:
        assert [one.content for one, _ in made.duplicates] == ["corrected"]


def test_files_without_a_unit_are_no_duplicates() -> None:
    nameless = replace(PASSED, unit="", region_code="", year=None, verdict=Verdict.UNREADABLE)
    with overview(nameless, nameless) as made:
        assert made.duplicates == []


def test_a_file_without_a_unit_is_new_where_no_such_file_was_there() -> None:
    nameless = replace(PASSED, unit="", region_code="", year=None, verdict=Verdict.UNREADABLE)
    with overview(nameless, replace(nameless, path="b.xlsx")) as made:
        arrived = changes(standings(nameless), made.kept).arrived
    assert [one.kept.file for one in arrived] == ["b.xlsx"]


# ---------------------------------------------------------------- roster
ROSTER = [
    RosterLine("甲县社保局", "652801", deadline=date(2021, 3, 1)),
    RosterLine("乙县社保局", "652802", deadline=date(2021, 3, 1)),
    RosterLine("丙县社保局", "652803"),
    RosterLine("丙县医保局", "652803", deadline=date(2021, 3, 20)),
]


@pytest.mark.parametrize(
    ("why", "entries", "arrived", "missing", "strangers"),
    [
        ("nothing came", [], 0, ["乙县社保局", "甲县社保局", "丙县社保局", "丙县医保局"], []),
        (
            "by its name, spaces apart",
            [unit("甲县 社保局")],
            1,
            ["乙县社保局", "丙县社保局", "丙县医保局"],
            [],
        ),
        (
            "by its region code where nobody else has it",
            [unit("乙县社会保险事业管理局", region_code="652802")],
            1,
            ["甲县社保局", "丙县社保局", "丙县医保局"],
            [],
        ),
        (
            "never by a region code that two units share",
            [unit("丙县人社局", region_code="652803")],
            0,
            ["乙县社保局", "甲县社保局", "丙县社保局", "丙县医保局"],
            ["丙县人社局"],
        ),
        (
            "a name of the roster is never another by its code",
            [unit("甲县社保局", region_code="652802")],
            1,
            ["乙县社保局", "丙县社保局", "丙县医保局"],
            [],
        ),
        ("not on it", [unit("丁县社保局", region_code="652809")], 0, None, ["丁县社保局"]),
        (
            "a file without a unit is no stranger",
            [replace(PASSED, unit="", region_code="", verdict=Verdict.UNREADABLE)],
            0,
            None,
            [],
        ),
    ],
)
def test_who_is_in_who_is_missing_who_is_not_on_the_roster(
    why: str, entries: list[Entry], arrived: int, missing: list[str] | None, strangers: list[str]
) -> None:
    with overview(*entries) as made:
        found = attendance(ROSTER, made.kept, TODAY)
    assert found.arrived == arrived, why
    assert names(found.strangers) == strangers
    if missing is not None:
        assert sorted(one.line.unit for one in found.missing) == sorted(missing)


@pytest.mark.parametrize(
    ("years", "arrived", "only_another"),
    [
        ([("甲县社保局", 2019), ("甲县社保局", 2020)], ["甲县社保局"], []),
        ([("甲县社保局", 2020), ("甲县社保局", 2019)], ["甲县社保局"], []),
        ([("甲县社保局", 2019), ("乙县社保局", 2020)], ["乙县社保局"], ["甲县社保局"]),
        ([("甲县社保局", 2019)], ["甲县社保局"], []),
        (
            [("甲县社保局", 2019), ("乙县社保局", 2019), ("乙县社保局", 2020)],
            ["甲县社保局", "乙县社保局"],
            [],
        ),
        (
            [("甲县社保局", 2020), ("丙县社保局", 2020), ("乙县社保局", 2042)],
            ["甲县社保局", "丙县社保局"],
            ["乙县社保局"],
        ),
    ],
)
def test_a_workbook_of_another_year_is_not_the_one_that_is_missing(
    years: list[tuple[str, int]], arrived: list[str], only_another: list[str]
) -> None:
    entries = [unit(name, year=year, region_code="") for name, year in years]
    with overview(*entries, roster=ROSTER) as made:
        found = attendance(ROSTER, made.kept, TODAY)
    assert [one.line.unit for one in found.expected if one.kept is not None] == arrived
    assert [one.line.unit for one in found.missing if one.of_another_year] == only_another
    assert found.strangers == []


def test_who_is_overdue_and_who_was_late() -> None:
    with overview(unit("甲县社保局", received="2021-03-03T08:00:00+08:00")) as made:
        found = attendance(ROSTER, made.kept, TODAY)
    assert [(one.line.unit, one.days_late) for one in found.late] == [("甲县社保局", 2)]
    assert [(one.line.unit, one.days_late) for one in found.overdue] == [("乙县社保局", 9)]


@pytest.mark.parametrize("received", ["", "yesterday", "2021-02-30", "2021-02-28T23:59:59"])
def test_what_is_not_known_to_be_late_is_not(received: str) -> None:
    with overview(unit("甲县社保局", received=received)) as made:
        assert attendance(ROSTER, made.kept, TODAY).late == []


@pytest.mark.parametrize(
    ("name", "code", "asked"),
    [
        ("甲县社保局", "652801", []),
        ("甲 县社保局", "652801", []),
        ("甲县社保局", "659999", []),
        ("甲县社会保险中心", "652801", ["单位名称与名册不同"]),
        ("乙市社保局", "652801", ["单位名称与名册不同"]),
        ("", "652801", ["没有填单位名称"]),
        ("丙县社保局", "652803", []),
        ("丙县养老局", "652803", ["名册上没有这个单位"]),
        ("丁县社保局", "659999", ["名册上没有这个单位"]),
    ],
)
def test_what_only_a_region_code_says_the_unit_of_is_asked_about(
    name: str, code: str, asked: list[str]
) -> None:
    with overview(unit(name, region_code=code), roster=ROSTER) as made:
        held = held_rows(made, attendance(ROSTER, made.kept, TODAY))
    assert [one.what.zh for one in held] == asked


# ---------------------------------------------------------------- since yesterday
def standings(*entries: Entry) -> list[Before]:
    """What a morning with these submissions leaves for the next."""
    with overview(*entries) as made:
        return [before_of(kept) for kept in made.kept]


def test_what_changed_since_the_morning_before() -> None:
    before = standings(unit("甲县", 5), unit("乙县", 1), unit("丙县"))
    with overview(
        unit("甲县", 2, round=2), unit("乙县", round=2), unit("丙县"), unit("丁县")
    ) as made:
        found = changes(before, made.kept)
    assert [one.kept.name for one in found.arrived] == ["丁县"]
    assert [(one.kept.name, one.before) for one in found.again] == [
        ("甲县", before[0]),
        ("乙县", before[1]),
    ]
    assert (found.accepted, found.settled) == (2, 4)


def test_another_year_of_a_unit_is_new() -> None:
    before = [Before("甲县", PASSED.region_code, 2019, 1, Verdict.PASS, 0)]
    with overview(unit("甲县")) as made:
        assert [one.kept.name for one in changes(before, made.kept).arrived] == ["甲县"]
