"""A run of a column typed one line too low or too high is one slip, wherever in the column it
is."""

from typing import Any

import pytest
from support import checked

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


@pytest.mark.parametrize(
    ("first", "last", "by", "count"),
    [
        ("contributions", "other_income", 1, 3),
        ("opening_balance", "interest", 1, 5),  # from the first line of the sheet
        ("opening_balance", "interest", -1, 4),
        ("injury_medical", "other_expenditure", -1, 4),
        ("surplus", "time_deposits", -1, 2),  # to the last line of the sheet
    ],
)
def test_every_cell_of_the_run_is_told_what_it_should_hold(
    first: Any, last: Any, by: Any, count: Any
) -> None:
    data, right = _typed_one_line_off(first, last, by)
    shifted = [
        culprit
        for finding in checked(data).findings
        for culprit in finding.culprits
        if culprit.why.zh == f"整段数据错了一行，共 {count} 格"
    ]
    assert shifted
    told = {c.cell.key.split(".")[2]: c.suggest for c in shifted if c.suggest is not None}
    assert told == {item: right[item] for item in told}
    assert len(told) >= count - 1
