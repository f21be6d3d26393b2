"""The slip behind a wrong cell is named, and undone."""

import itertools
import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from problems import difference, form_of, problem_of

from sipipeline.core.figures import half_unit
from sipipeline.core.relations import Relation, ratio, total
from sipipeline.localisation.arrangement import Arrangement
from sipipeline.localisation.cell_slips import Case, explain
from sipipeline.localisation.diagnosis import diagnose

FUNDS = ("a", "b", "c")
ITEMS = (
    "fees",
    "subsidy",
    "interest",
    "other",
    "income",
    "pensions",
    "burials",
    "spending",
    "expenditure",
    "surplus",
)


def accounts() -> tuple[list[Relation], dict[str, float]]:
    """Three funds and their total, budget and actual, in 万元 with two decimals: relations and
    values."""
    chance = random.Random(11)
    relations: list[Relation] = []
    values: dict[str, float] = {}
    for measure in ("budget", "actual"):
        for fund in (*FUNDS, "total"):
            key = {item: f"accounts.{fund}.{item}.{measure}" for item in ITEMS}
            relations += [
                total(
                    "B201",
                    key["income"],
                    [key["fees"], key["subsidy"], key["interest"], key["other"]],
                ),
                total(
                    "B201", key["expenditure"], [key["pensions"], key["burials"], key["spending"]]
                ),
                difference("B202", key["surplus"], key["income"], key["expenditure"]),
            ]
            if fund != "total":
                x = {item: round(chance.uniform(200, 90000), 2) for item in ITEMS}
                x["income"] = x["fees"] + x["subsidy"] + x["interest"] + x["other"]
                x["expenditure"] = x["pensions"] + x["burials"] + x["spending"]
                x["surplus"] = x["income"] - x["expenditure"]
                values |= {key[item]: round(x[item], 2) for item in ITEMS}
        for item in ITEMS:
            keys = [f"accounts.{fund}.{item}.{measure}" for fund in FUNDS]
            values[f"accounts.total.{item}.{measure}"] = round(sum(values[key] for key in keys), 2)
            relations.append(total("B204", f"accounts.total.{item}.{measure}", keys))
    for fund in (*FUNDS, "total"):
        for item in ITEMS[:-1]:
            row = f"accounts.{fund}.{item}"
            relations.append(ratio("R301", f"{row}.rate", f"{row}.actual", f"{row}.budget"))
            values[f"{row}.rate"] = round(values[f"{row}.actual"] / values[f"{row}.budget"], 3)
    return relations, values


RELATIONS, VALUES = accounts()
FEES = "accounts.a.fees.actual"
ARRANGEMENT = Arrangement(
    columns=[
        [f"accounts.{fund}.{item}.{measure}" for item in ITEMS]
        for fund in (*FUNDS, "total")
        for measure in ("budget", "actual")
    ],
    counterparts={
        "budget": {key: key.replace("actual", "budget") for key in VALUES if key.endswith("actual")}
    },
    opposites=(
        frozenset(key for key in VALUES if ".income." in key),
        frozenset(key for key in VALUES if ".expenditure." in key),
    ),
    sheet_of=lambda key: key.rpartition(".")[0].rpartition(".")[0],
)


def told(changes: Mapping[str, float]) -> dict[str, tuple[str, Any, str]]:
    """Suspects of the accounts with some cells changed: key to slip, suggestion, confidence.

    The same whether all is proved or only the neighbourhood.
    """
    values = {**VALUES, **changes}
    half = {key: 0.0005 if key.endswith(".rate") else 0.005 for key in values}
    weights = {key: 0.5 for key in values if key.endswith(".rate")}
    signed = [key for key in values if ".surplus." in key]
    form = form_of(RELATIONS, values, half, weights, signed, ARRANGEMENT)
    found = diagnose(problem_of(form))
    return {
        s.key: (s.slip.code, s.suggest, s.confidence)
        for group in found.groups
        for s in group.suspects
    }


def typed(change: Callable[[str], str]) -> float:
    """The digits of FEES in 0.01 万元 as they were mistyped."""
    return int(change(str(round(VALUES[FEES] * 100)))) / 100


@pytest.mark.parametrize(
    ("slip", "value"),
    [
        ("transposed", typed(lambda d: d[:1] + d[2] + d[1] + d[3:])),
        ("digit", typed(lambda d: str((int(d[0]) + 3) % 9 + 1) + d[1:])),
        ("missing", typed(lambda d: d[:2] + d[3:])),
        ("doubled", typed(lambda d: d[:2] + d[1] + d[2:])),
        ("sign", -VALUES[FEES]),
        ("unit", VALUES[FEES] * 10000),
        ("places", VALUES[FEES] * 100),
        ("budget", VALUES["accounts.a.fees.budget"]),
    ],
)
def test_a_slip_in_one_cell_is_located_named_and_undone(slip: str, value: float) -> None:
    (found,) = told({FEES: value}).items()
    assert found[0] == FEES
    assert (found[1][0], found[1][2]) == (slip, "certain")
    assert found[1][1] == pytest.approx(VALUES[FEES], abs=0.011)


def test_a_total_that_leaves_one_item_out_and_a_rate_in_percent() -> None:
    key = "accounts.b.income.actual"
    short = round(VALUES[key] - VALUES["accounts.b.interest.actual"], 2)
    assert told({key: short})[key][::2] == ("left_out", "certain")
    rate = "accounts.b.income.rate"
    assert told({rate: VALUES[rate] * 100}) == {
        rate: ("percent", pytest.approx(VALUES[rate]), "certain")
    }


def test_one_cause_for_two_cells_beats_two_unrelated_ones() -> None:
    one, other = "accounts.a.fees.actual", "accounts.b.pensions.actual"
    found = told({one: VALUES[other], other: VALUES[one]})
    assert found == {
        one: ("swapped", VALUES[one], "certain"),
        other: ("swapped", VALUES[other], "certain"),
    }
    income, spent = "accounts.a.income.actual", "accounts.a.expenditure.actual"
    found = told({income: VALUES[spent], spent: VALUES[income]})
    assert {key: (slip, value) for key, (slip, value, _) in found.items()} == {
        income: ("reversed", VALUES[income]),
        spent: ("reversed", VALUES[spent]),
    }


def test_a_shifted_run_and_a_sheet_in_the_wrong_unit_are_one_cause() -> None:
    run = [f"accounts.c.{item}.actual" for item in ("fees", "subsidy", "interest", "other")]
    found = told({key: VALUES[above] for above, key in itertools.pairwise(run)})
    assert set(found) == set(run[1:])
    assert {slip for slip, _, _ in found.values()} == {"shifted"}
    assert all(
        suggest == pytest.approx(VALUES[key], abs=0.021) for key, (_, suggest, _) in found.items()
    )
    money = [key for key in VALUES if key.startswith("accounts.b.") and not key.endswith(".rate")]
    found = told({key: VALUES[key] * 10000 for key in money})
    assert set(found) == set(money)
    assert {slip for slip, _, _ in found.values()} == {"scaled"}


def test_two_cells_that_explain_as_much_are_both_named_and_the_slip_singles_one_out() -> None:
    relations = [total("B", "t", ["a", "b"])]
    (group,) = diagnose(
        problem_of(form_of(relations, {"t": 38249 + 2244, "a": 38429, "b": 2244}))
    ).groups
    assert {frozenset(one) for one in group.sets} == {
        frozenset("t"),
        frozenset("a"),
        frozenset("b"),
    }
    assert not group.unique
    assert {suspect.key: suspect.slip.code for suspect in group.suspects} == {
        "a": "transposed",
        "t": "",
        "b": "",
    }
    assert [suspect.confidence for suspect in group.suspects] == ["likely", "possible", "possible"]
    (group,) = diagnose(problem_of(form_of(relations, {"t": 40673, "a": 38429, "b": -2244}))).groups
    assert [(suspect.key, suspect.slip.code, suspect.confidence) for suspect in group.suspects][
        :1
    ] == [("b", "sign", "likely")]


@pytest.mark.parametrize(
    ("typed", "right", "left"),
    [
        (71, 70, (69.95, 70.15)),
        (21, 20, (19.95, 20.15)),
        (94, 90, (89.5, 90.6)),
        (61, 60, (59.9, 60.2)),
    ],
)
def test_zeros_that_nobody_typed_are_not_transposed_before_a_digit_is_wrong(
    typed: float, right: float, left: tuple[float, float]
) -> None:
    found = explain(Case(typed, half_unit(2), left))
    assert (found.slip.code, found.value) == ("digit", right)
