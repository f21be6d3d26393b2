"""Scores that are not in the column, the row or the measure where they belong: I528; and weights
that do not add up because of one row."""

from collections.abc import Sequence
from typing import Any

import pytest
from support import agrees, checked, findings, finds, indicator, table

POINTS = [(15, 15), (10, 10), (25, 25), (20, 14.7), (10, 10), (10, 10)]
"""Weight and score of each row, the fourth of a target that was missed."""
LEVELS = ["产出指标"] * 3 + ["效益指标"] * 2 + ["满意度指标"]
SECOND = ["数量指标"] * 3 + ["社会效益指标"] * 2 + ["服务对象满意度指标"]
Typed = Sequence[tuple[float | None, float | None]]


def scored(points: Typed) -> Any:
    """A table of six targets, of which the fourth is reached to 73.5%."""
    rows = [
        indicator(
            f"指标{n}",
            "≥100%" if n == 4 else "≥90%",
            "73.5%" if n == 4 else "95%",
            level1=one,
            level2=two,
            weight=weight,
            score=score,
            reason="宣传不够，来年增加下乡宣讲" if n == 4 else "",
        )
        for n, (one, two, (weight, score)) in enumerate(zip(LEVELS, SECOND, points), 1)
    ]
    return table(*rows)


def of_scores(*scores: float | None) -> Typed:
    return [(weight, score) for (weight, _), score in zip(POINTS, scores)]


OWN = [score for _, score in POINTS]


@pytest.mark.parametrize(
    ("points", "at", "says"),
    [
        ([(score, weight) for weight, score in POINTS], 4, "两列像是填反了"),
        (of_scores(100, 100, 100, 73.5, 100, 100), 1, "像是按百分制填的"),
        (of_scores(98, 95, 96, 70, 99, 100), 1, "像是按百分制填的"),
        (of_scores(None, *OWN[:-1]), 1, "从第 1 项起往下错了一行"),
        (of_scores(*OWN[:1], None, *OWN[1:-1]), 2, "从第 2 项起往下错了一行"),
        (of_scores(*OWN[1:], None), 1, "从第 1 项起往上错了一行"),
    ],
)
def test_scores_that_are_elsewhere_or_no_points_are_one_cause(
    points: Typed, at: int, says: str
) -> None:
    data = scored(points)
    finds("I528", data, at=f"indicators.{at}.score", says=says, severity="error")
    told = {one.rule for one in checked(data).findings if one.severity != "info"}
    assert told & {"I521", "I522", "I523", "I527"} == set()


def test_scores_as_shares_of_their_weights_are_asked_about() -> None:
    data = scored(of_scores(1, 1, 1, 0.735, 1, 1))
    finds("I528", data, at="indicators.1.score", says="按占分值的比例填的", severity="warning")


@pytest.mark.parametrize(
    "points",
    [
        POINTS,
        of_scores(15, 10, 25, 12, 8, 9),
        of_scores(None, *OWN[1:]),
        of_scores(*OWN[:-1], None),
        of_scores(15, 10, 95, 14.7, 10, 10),
        of_scores(0, 0, 0, 0, 0, 0),
        of_scores(1, 10, 1, 0.7, 1, 1),
        [(14, 15), *POINTS[1:]],
        [(None, None), *POINTS[1:]],
        [(10, 15), (15, 10), *POINTS[2:]],
    ],
)
def test_points_in_their_place_and_single_slips(points: Typed) -> None:
    agrees(scored(points), "I528", looked=1)


def causes(data: Any) -> dict[str, tuple[int | None, str, object]]:
    """The culprit of each finding that has one, by its rule."""
    found = [one for one in checked(data).findings if one.culprits]
    return {
        one.rule: (one.group, one.culprits[0].cell.key, one.culprits[0].suggest) for one in found
    }


def test_weights_that_one_row_puts_wrong() -> None:
    mistyped = causes(scored([(14, 15), *POINTS[1:]]))
    assert mistyped == dict.fromkeys(("I521", "I522"), (1, "indicators.1.weight", 15))
    twice = scored(POINTS)
    twice["indicators"].insert(1, twice["indicators"][0])
    assert causes(twice) == dict.fromkeys(("I509", "I521"), (1, "indicators.2.level3", None))
    more = causes(scored([*POINTS[:1], (12, 10), *POINTS[2:]]))
    assert more == {"I521": (1, "indicators.2.weight", 10)}
    both = scored([*POINTS[:1], (12, 12), *POINTS[2:]])
    assert causes(both) == {}
    finds("I521", both, at="indicators.1.weight")


def test_no_total_is_made_of_a_score_beyond_its_weight() -> None:
    beyond = {**scored(of_scores(*OWN[:-1], 95)), "narrative": {"achievement": "自评总分94.7分。"}}
    assert not findings(beyond, "I524")
    agrees(beyond, "N608")
