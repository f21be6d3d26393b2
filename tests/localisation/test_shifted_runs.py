"""A run of a column typed one line too low or too high is one slip, wherever in the column it
is."""

from functools import cache
from typing import Any

import pytest
from support import checked

from sipipeline.reports.issues import issues
from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2020")
COLUMN = [item.key for item in STANDARD.items_of("work_injury") if "actual" in item.measures]


def _typed_one_line_off(first: Any, last: Any, by: Any) -> Any:
    """An account whose actuals from `first` to `last` stand a line lower (by = 1) or higher (-1);
    what they were."""
    data = consistent(STANDARD, 3, funds=["work_injury"], places=0)
    rows = data["accounts"]["work_injury"]
    right = {item: rows[item].pop("actual") for item in COLUMN}
    run = COLUMN[COLUMN.index(first) : COLUMN.index(last) + 1]
    typed = dict(right)
    for item in run:
        del typed[item]
    for item, into in zip(run, run[by:] if by > 0 else [None, *run], strict=False):
        if into is not None:
            typed[into] = right[item]
    for item, value in typed.items():
        rows[item]["actual"] = value
    return data, right


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("first", "last", "by", "count"),
    [
        ("contributions", "other_income", 1, 3),
        ("opening_balance", "interest", 1, 5),  # from the first line of the sheet
        ("opening_balance", "interest", -1, 5),
        ("injury_medical", "other_expenditure", -1, 5),
        ("surplus", "time_deposits", -1, 2),  # to the last line of the sheet
    ],
)
def test_every_cell_of_the_run_is_told_what_it_should_hold(
    first: Any, last: Any, by: Any, count: Any
) -> None:
    data, right = _typed_one_line_off(first, last, by)
    way, back = ("下", "上") if by > 0 else ("上", "下")
    shifted = [
        culprit
        for finding in checked(data).findings
        for culprit in finding.culprits
        if culprit.why.zh.endswith(f"往{way}错了一行，共 {count} 格：整段往{back}移一行")
    ]
    assert shifted
    told = {c.cell.key.split(".")[2]: c.suggest for c in shifted if c.suggest is not None}
    assert told == {item: right[item] for item in told}
    assert len(told) >= count - 1


BLOCK = load("2023")
FUNDS = ["work_injury", "unemployment", "resident_pension"]
ENTERED = ("budget", "actual", "prior")
LINES = (*ENTERED, "completion_rate", "change", "growth_rate")


def _lines_off(
    data: dict[str, Any], fund: str, columns: tuple[str, ...], first: int, last: int, by: int
) -> dict[str, Any]:
    """The cells of an account whose columns stand a line lower (1) or higher (-1) between two of
    the lines that the fund has, with what they should hold."""
    rows, items = data["accounts"][fund], [item.key for item in BLOCK.items_of(fund)]
    right: dict[str, Any] = {}
    for column in columns:
        values = [rows.get(item, {}).get(column) for item in items]
        typed = list(values)
        for place in range(first, last + 1):
            typed[place] = values[place - by] if first <= place - by <= last else None
        for item, value, should in zip(items, typed, values, strict=True):
            if BLOCK.has(key := f"accounts.{fund}.{item}.{column}") and value != should:
                right[key] = should
                rows.setdefault(item, {})[column] = value
                if value is None:
                    del rows[item][column]
    return right


@pytest.mark.sampled(8)
@pytest.mark.parametrize(
    ("fund", "columns", "first", "last", "by", "seed"),
    [
        ("unemployment", ENTERED, 1, 20, 1, 1),
        ("unemployment", ("actual", "prior"), 0, -1, 1, 4),
        ("work_injury", ENTERED, 1, -4, -1, 1),
        ("work_injury", ("budget", "actual"), 3, 18, 1, 4),
        ("total", ("actual", "prior"), 3, 16, 1, 1),
        # a few lines
        ("unemployment", ("actual", "prior"), 3, 5, 1, 4),
        ("unemployment", ("budget", "actual"), 3, 6, -1, 1),
        ("work_injury", ("actual", "prior"), 12, 15, 1, 4),
        ("total", ("budget", "actual"), 4, 7, -1, 1),
        # with their changes and rates
        ("unemployment", LINES, 1, 20, 1, 4),
        ("unemployment", LINES, 3, 16, 1, 1),  # the parts of a sum in any order
        ("work_injury", LINES, 3, 14, -1, 4),
        ("work_injury", LINES, 12, 15, 1, 1),
        ("resident_pension", LINES, 2, 9, -1, 4),  # the line above is right
        ("unemployment", LINES, 0, -1, 1, 1),
    ],
)
def test_columns_side_by_side_a_line_off_are_one_cause(
    fund: str, columns: tuple[str, ...], first: int, last: int, by: int, seed: int
) -> None:
    data = consistent(BLOCK, seed, FUNDS)
    right = _lines_off(data, fund, columns, first, last % len(BLOCK.items_of(fund)), by)
    found = checked(data).findings
    culprits = {one.group: one.culprits for one in found if one.group and one.culprits}
    assert len(culprits) == 1
    (told,) = culprits.values()
    way = "往下错了一行" if by > 0 else "往上错了一行"
    assert all(way in one.why.zh for one in told)
    assert {one.cell.key for one in told} <= right.keys()
    for one in told:
        room = 0.51 if one.cell.key.endswith("_rate") else 0.03
        should = _number(right[one.cell.key])
        assert one.suggest is None or _number(one.suggest) == pytest.approx(should, abs=room)


def _number(value: Any) -> float:
    """A figure as it is told or was typed; a rate in percent points."""
    return float(value.rstrip("%")) if isinstance(value, str) else value or 0


SEED = 5


@cache
def messages_of_the_right_one() -> set[str]:
    """What is said of the workbook in which no column is a line off."""
    return {one.message.zh for one in issues(checked(consistent(BLOCK, SEED, FUNDS)).findings)}


SHEETS = ("work_injury", "resident_pension", "total")
WHOLE = [
    (sheet, column, 1 if (place + number) % 2 else -1)
    for number, sheet in enumerate(SHEETS)
    for place, column in enumerate(LINES)
]


@pytest.mark.sampled(7)
@pytest.mark.parametrize(("fund", "column", "by"), WHOLE)
def test_a_whole_column_a_line_off_is_one_cause(fund: str, column: str, by: int) -> None:
    """As a clerk types it who begins one row too low or too high: rates, too, of which some are
    blank beside a budget of nothing, and what goes off the end."""
    data = consistent(BLOCK, SEED, funds=FUNDS)
    missing = messages_of_the_right_one()
    rows = data["accounts"][fund]
    run = [item.key for item in BLOCK.items_of(fund) if column in item.measures]
    right = {item: rows.get(item, {}).pop(column, None) for item in run}
    for item, source in zip(run, [None, *run] if by > 0 else [*run[1:], None], strict=False):
        if source is not None and right[source] is not None:
            rows.setdefault(item, {})[column] = right[source]
    told = [one for one in issues(checked(data).findings) if one.severity != "info"]
    new = [one.message.zh for one in told if one.message.zh not in missing]
    assert [message[-8:-1] for message in new] == [f"整段往{'上' if by > 0 else '下'}移一行"]
