"""Sheets of one fund without budgets, rates and changes, with a few slips in different places: each
is told by itself, and no cell that is right is put in the place of one that is wrong."""

import itertools

import pytest
from support import account, checked

from sipipeline.core.findings import Culprit

INCOME = {
    "contributions": (5_214, 4_987),
    "fiscal_subsidy": (0, 0),
    "interest": (163, 142),
    "other_income": (58, 43),
}
BENEFITS = {
    "injury_medical": (1_874, 1_736),
    "disability": (2_417, 2_305),
    "work_death": (812, 779),
}
OTHERS = {
    "capacity_appraisal": (53, 47),
    "injury_prevention": (128, 104),
    "other_expenditure": (21, 18),
}
SUMS = {
    "income_subtotal": (5_435, 5_172),
    "income": (5_435, 5_172),
    "benefits": (5_103, 4_820),
    "expenditure_subtotal": (5_305, 4_989),
    "expenditure": (5_305, 4_989),
    "surplus": (130, 183),
}
RIGHT = {
    f"{item}.{column}": amount
    for item, amounts in (INCOME | BENEFITS | OTHERS | SUMS).items()
    for column, amount in zip(("actual", "prior"), amounts)
}
NOTHING = ("from_superior", "from_subordinate", "to_superior", "to_subordinate")


def groups(**typed: float) -> list[list[tuple[str, Culprit]]]:
    """What is said of the account with some cells typed otherwise: the culprits of each finding by
    item and column, each list once."""
    rows: dict[str, dict[str, object]] = {item: {"actual": 0, "prior": 0} for item in NOTHING}
    slips = {key.replace("__", "."): amount for key, amount in typed.items()}
    for key, amount in (RIGHT | slips).items():
        item, column = key.split(".")
        rows.setdefault(item, {})[column] = amount
    told: dict[tuple[str, ...], list[tuple[str, Culprit]]] = {}
    for finding in checked(account(**rows)).findings:
        culprits = [(one.cell.key.split(".", 2)[2], one) for one in finding.culprits]
        told.setdefault(tuple(key for key, _ in culprits), culprits)
    return [group for group in told.values() if group]


def told(**typed: float) -> dict[str, float | None]:
    """The culprits that are likely or certain, with what is suggested for them."""
    found: dict[str, float | None] = {}
    for key, one in itertools.chain.from_iterable(groups(**typed)):
        if one.confidence != "possible":
            assert one.suggest is None or isinstance(one.suggest, (int, float))
            found[key] = one.suggest
    return found


def test_a_sheet_that_is_right_has_no_culprits() -> None:
    assert groups() == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "typed",
    [
        {"capacity_appraisal__prior": 470, "injury_medical__actual": 18_740},
        {"injury_prevention__prior": 1_040, "disability__actual": 24_170},
        {"capacity_appraisal__prior": 470, "injury_medical__actual": 187.4},
        {"other_income__actual": 580, "disability__actual": 24_170, "work_death__prior": 7_790},
        {"injury_prevention__actual": 1_280, "injury_medical__prior": 17_360},
    ],
)
def test_points_moved_in_two_columns_are_two_slips(typed: dict[str, float]) -> None:
    keys = [key.replace("__", ".") for key in typed]
    assert told(**typed) == {key: RIGHT[key] for key in keys}


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "typed",
    [
        {"income_subtotal__prior": 517, "interest__prior": 14},
        {"income_subtotal__actual": 543, "interest__actual": 16},
        {"benefits__actual": 510, "other_expenditure__actual": 210},
        {"expenditure_subtotal__prior": 498, "injury_prevention__prior": 1_040},
        {"income_subtotal__actual": 54_350, "other_income__actual": 580},
    ],
)
def test_a_sum_and_a_part_of_it_are_two_slips_where_the_sum_stands_elsewhere(
    typed: dict[str, float],
) -> None:
    keys = [key.replace("__", ".") for key in typed]
    assert told(**typed) == {key: RIGHT[key] for key in keys}


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "typed",
    [
        {"interest__prior": -142, "contributions__prior": 49_870},
        {"other_income__actual": -58, "contributions__actual": 52_140},
        {"injury_medical__actual": -1_874, "disability__actual": 24_170},
        {"disability__prior": -2_305, "work_death__prior": 7_790},
        {"interest__prior": -142, "contributions__prior": 49_870, "income__actual": 5_345},
    ],
)
def test_a_lost_sign_lets_another_slip_of_its_sum_be_seen(typed: dict[str, float]) -> None:
    """A negative part of the benefits is told as that, without a culprit: no sum asks for it."""
    right = {key.replace("__", "."): RIGHT[key.replace("__", ".")] for key in typed}
    negative = {key for key in right if typed[key.replace(".", "__")] < 0}
    found = told(**typed)
    assert found.items() <= right.items()
    assert found.keys() >= right.keys() - negative


def test_the_sign_alone_is_certain_and_tells_what_was_meant() -> None:
    for key in ("interest.actual", "work_death.prior", "contributions.prior"):
        ((first, *_),) = groups(**{key.replace(".", "__"): -RIGHT[key]})
        assert (first[0], first[1].suggest, first[1].confidence) == (key, RIGHT[key], "certain")


def test_where_no_slip_explains_the_one_large_amount_smaller_ones_may_be_wrong_together() -> None:
    (group,) = groups(other_income__actual=580, interest__actual=1_630)
    named = dict(group)
    assert named.keys() == {"contributions.actual", "other_income.actual", "interest.actual"}
    assert {one.confidence for one in named.values()} == {"possible"}


@pytest.mark.parametrize("amount", [3_912, 4_407, 4_655])
def test_an_amount_too_small_beside_others_is_not_blamed_on_the_small_ones(amount: float) -> None:
    found = [key for group in groups(contributions__actual=amount) for key, _ in group]
    assert found[0] == "contributions.actual"
