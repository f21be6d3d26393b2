"""What was reached, typed otherwise than in the tables, is the cause of the missed target and the
score; a target that is missed by the tables too is missed."""

import pytest
from support import Data, checked, indicator, table

from sipipeline.core.findings import Finding

NAME = "城乡居民基本养老保险参保人数"


def told(target: str, actual: str, people: float, **more: object) -> list[Finding]:
    """What is said of an indicator of the people of a fund."""
    data: Data = {
        **table(indicator(NAME, target, actual, weight=15, score=15, **more)),
        "headcounts": {"resident_pension": {"participants": {"actual": people}}},
    }
    return [one for one in checked(data).findings if one.rule[0] == "I"]


@pytest.mark.parametrize(
    ("target", "actual", "people", "right"),
    [
        ("≥290000人", "29265人", 293_748, "293748人"),
        ("≥29万人", "2.93748万人", 293_748, "29.3748万人"),
        ("≥58000", "5842", 58_420, "58420"),
    ],
)
def test_a_target_that_the_tables_reach_is_missed_by_a_slip(
    target: str, actual: str, people: float, right: str
) -> None:
    found = told(target, actual, people)
    of_cause = {one.rule for one in found if one.group is not None}
    assert {"I501", "I511", "I523"} <= of_cause
    assert len({one.group for one in found if one.group is not None}) == 1
    (culprit,) = next(one.culprits for one in found if one.rule == "I501")
    assert culprit.cell.key == "indicators.1.actual"
    assert (culprit.suggest, culprit.confidence) == (right, "likely")


@pytest.mark.parametrize(
    ("actual", "people", "more"),
    [
        ("29265人", 29_266, {}),
        ("289000人", 289_500, {}),
        ("29265人", 293_748, {"reason": "部分人员转入职工养老保险，参保人数减少"}),
        ("295000人", 293_748, {}),
    ],
)
def test_a_target_that_the_tables_miss_too_or_a_reason_explains_is_no_slip(
    actual: str, people: float, more: dict[str, object]
) -> None:
    found = told("≥290000人", actual, people, **more)
    assert not [culprit for one in found for culprit in one.culprits]
