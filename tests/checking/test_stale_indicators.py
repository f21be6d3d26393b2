"""What was reached of several indicators that is last year's figure is one cause, the column; two
such rows, and rows with which the texts agree against the tables, are not."""

from typing import Any

from support import asked, indicator, table

from sipipeline.reports.issues import Issue

PEOPLE = {
    "resident_pension": ("城乡居民基本养老保险", 317_060, 311_142),
    "work_injury": ("工伤保险", 68_305, 65_567),
    "unemployment": ("失业保险", 66_315, 64_567),
}
"""What each fund is called, and its people of this year and of last year."""
STALE = "像是没有更新"


def told(stale: int, text: str = "") -> list[Issue]:
    """What is told of a table of indicators, so many rows of which have last year's people."""
    rows = [
        indicator(f"{name}参保人数", "≥60000人", f"{last if place < stale else this}人")
        for place, (name, this, last) in enumerate(PEOPLE.values())
    ]
    heads = {
        fund: {"participants": {"actual": this, "prior": last}}
        for fund, (_, this, last) in PEOPLE.items()
    }
    data: dict[str, Any] = {**table(*rows), "headcounts": heads, "narrative": {"operation": text}}
    return [issue for issue in asked(data) if "I511" in {one.rule for one in issue.findings}]


def test_a_column_of_last_years_figures_is_one_cause() -> None:
    (issue,) = told(3)
    assert STALE in str(issue.message.zh)
    meant = {one.cell.key: one.suggest for one in issue.wrong}
    right = {f"indicators.{n}.actual": f"{row[1]}人" for n, row in enumerate(PEOPLE.values(), 1)}
    assert meant == right


def test_two_rows_of_last_year_are_told_each_for_itself() -> None:
    issues = told(2)
    assert len(issues) == 2
    assert not [one for one in issues if STALE in one.message.zh]


def test_rows_that_the_texts_bear_out_are_not_accused() -> None:
    said = "，".join(f"{name}参保人数{last}人" for name, _, last in PEOPLE.values())
    assert not [one for one in told(3, f"{said}。") if STALE in one.message.zh]
