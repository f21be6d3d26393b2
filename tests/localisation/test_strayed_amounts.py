"""Amounts that stand in another line than they are of: both lines are told, and put right
together."""

from typing import Any

import pytest
from support import checked

from sipipeline.standards.load import load
from tools.accounts import consistent

STANDARD = load("2023")
ENTERED = ("budget", "actual", "prior")
FUNDS = ["unemployment", "work_injury"]


def _culprits(data: dict[str, Any]) -> dict[str, Any]:
    """By the line and column of each suspected cell of unemployment: what is told of it."""
    findings = checked(data).findings
    culprits = [culprit for finding in findings for culprit in finding.culprits]
    return {one.cell.key.removeprefix("accounts.unemployment."): one for one in culprits}


def _typed_in(
    source: str, target: str, columns: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, float]]:
    """Accounts with amounts of one line typed over those of another; and what the cells of both
    should hold."""
    data = consistent(STANDARD, 5, FUNDS)
    rows = data["accounts"]["unemployment"]
    right = {f"{source}.{column}": rows[source][column] for column in columns}
    right |= {f"{target}.{column}": rows[target][column] for column in columns}
    for column in columns:
        rows[target][column] = rows[source].pop(column)
    return data, right


@pytest.mark.parametrize(
    ("source", "target", "columns"),
    [
        ("training_subsidy", "placement_subsidy", ENTERED),
        ("placement_subsidy", "training_subsidy", ENTERED),
        ("skill_subsidy", "other_benefit", ("actual", "prior")),
        ("skill_subsidy", "other_benefit", ("actual",)),
    ],
)
def test_amounts_in_another_line_are_one_cause_with_both_lines(
    source: str, target: str, columns: tuple[str, ...]
) -> None:
    data, right = _typed_in(source, target, columns)
    told = _culprits(data)
    assert told.keys() == right.keys()
    assert {one.why.zh for one in told.values()} == {
        f"失业“{_name(source)}”的 {len(columns)} 格错填到了“{_name(target)}”一行：移回原行，"
        f"“{_name(target)}”填回自己的数"
    }
    for key, culprit in told.items():
        if culprit.suggest is not None:
            assert culprit.suggest == pytest.approx(right[key], abs=0.011)
        else:
            assert culprit.expected[0] <= right[key] <= culprit.expected[1]
        assert culprit.confidence == "likely"


def test_a_line_of_zeros_has_not_lost_the_same_amount_of_two_years() -> None:
    data = consistent(STANDARD, 5, FUNDS)
    rows = data["accounts"]["unemployment"]
    rows["training_subsidy"] = dict.fromkeys(("actual", "prior", "change"), 0)
    rows["placement_subsidy"]["actual"] = rows["placement_subsidy"]["prior"]
    assert all("错填到了" not in one.why.zh for one in _culprits(data).values())


def test_an_amount_that_was_added_to_another_is_taken_out_of_it() -> None:
    data = consistent(STANDARD, 5, FUNDS)
    rows = data["accounts"]["unemployment"]
    one, other = rows["training_subsidy"]["actual"], rows["placement_subsidy"]["actual"]
    rows["training_subsidy"]["actual"] = 0
    rows["placement_subsidy"]["actual"] = round(one + other, 2)
    told = _culprits(data)
    assert {key: culprit.suggest for key, culprit in told.items()} == {
        "training_subsidy.actual": one,
        "placement_subsidy.actual": other,
    }


def test_a_line_that_tells_its_amounts_where_they_stand_has_not_strayed() -> None:
    data = consistent(STANDARD, 5, FUNDS)
    rows = data["accounts"]["unemployment"]
    rows["training_subsidy"] = {}
    rows["benefits"]["actual"] = round(rows["benefits"]["actual"] + 5, 2)
    assert all("错填到了" not in one.why.zh for one in _culprits(data).values())


def _name(item: str) -> str:
    field = STANDARD.field(f"accounts.unemployment.{item}.actual")
    assert field is not None
    assert field.row is not None
    return field.row.zh
