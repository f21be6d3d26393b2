"""People that stand in each other's place, as texts, indicators and rules show together; and texts
that are themselves not of this year."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from support import Data, asked, indicator, table

from sipipeline.reports.issues import Issue

PEOPLE: dict[str, dict[str, tuple[float, float]]] = {
    "enterprise_pension": {
        "participants": (26078, 25151),
        "contributors": (16682, 16186),
        "retirees": (9175, 8852),
        "average_retirees": (9013.5, 8743),
    },
    "resident_pension": {
        "participants": (35873, 35837),
        "contributors": (24626, 24875),
        "retirees": (11121, 10853),
        "average_retirees": (10987, 10741),
    },
}
"""This year's people and last year's."""
OPERATION = "企业养老年末离退休人员9175人，上年为8852人。"
ACHIEVEMENT = "企业职工基本养老保险参保人数26078人，居民养老参保人数35873人。"
People = dict[str, dict[str, tuple[float, float]]]


def of(people: People, operation: str = OPERATION, achievement: str = ACHIEVEMENT) -> Data:
    """A submission with these people, and with texts and an indicator."""
    heads = {
        fund: {
            item: {
                "actual": now,
                "prior": before,
                "change": now - before,
                "growth_rate": round((now - before) / before, 4),
            }
            for item, (now, before) in lines.items()
        }
        for fund, lines in people.items()
    }
    row = indicator("企业职工基本养老保险参保人数", "≥25000人", "26078人")
    narrative = {"operation": operation, "achievement": achievement}
    return {"headcounts": heads, "narrative": narrative, **table(row)}


def turned(people: People) -> None:
    lines = people["enterprise_pension"]
    people["enterprise_pension"] = {item: (last, now) for item, (now, last) in lines.items()}


def lines_exchanged(people: People) -> None:
    lines = people["enterprise_pension"]
    lines["participants"], lines["contributors"] = lines["contributors"], lines["participants"]


def line_of_funds_exchanged(people: People) -> None:
    one, other = people.values()
    one["participants"], other["participants"] = other["participants"], one["participants"]


def year_of_line_exchanged(people: People) -> None:
    one, other = people.values()
    (now, last), (others_now, others_last) = one["participants"], other["participants"]
    one["participants"], other["participants"] = (others_now, last), (now, others_last)


def funds_exchanged(people: People) -> None:
    one, other = people
    people[one], people[other] = people[other], people[one]


@pytest.mark.parametrize(
    ("slip", "what"),
    [
        (turned, "企业养老的本年人数和上年人数两栏填反了"),
        (lines_exchanged, "企业养老“年末参保人数”和“年末缴费人数”两行填反了"),
        (
            line_of_funds_exchanged,
            "企业养老“年末参保人数”和居民养老“年末参保人数”两行填反了",
        ),
        (
            year_of_line_exchanged,
            "企业养老“年末参保人数”和居民养老“年末参保人数”的本年人数填反了",
        ),
        (funds_exchanged, "企业养老和居民养老的人数填反了"),
    ],
)
def test_what_is_exchanged_is_one_cause_with_what_stands_in_the_other_place(
    slip: Callable[[People], None], what: str
) -> None:
    people = deepcopy(PEOPLE)
    slip(people)
    (issue,) = asked(of(people))
    assert issue.message.zh.startswith(what)
    wrong = {one.cell.key: one.suggest for one in issue.wrong}
    right: dict[str, Any] = of(PEOPLE)["headcounts"]
    for key, better in wrong.items():
        _, fund, item, measure = key.split(".")
        assert better == right[fund][item][measure]
    figures = {(fund, item) for fund, lines in people.items() for item in lines}
    moved = {(f, i) for f, i in figures if people[f][i] != PEOPLE[f][i]}
    assert {tuple(key.split(".")[1:3]) for key in wrong} == moved


def wrong_this_year(participants: float, contributors: tuple[float, float]) -> dict[str, object]:
    """What should stand in the cells of this year that are told to be wrong in a fund with such
    people, the changes being worked out of them."""
    people = deepcopy(PEOPLE)
    lines = people["enterprise_pension"]
    lines["participants"] = participants, lines["participants"][1]
    lines["contributors"] = contributors
    (issue,) = asked(of(people))
    cells = [(one.cell.key.split("."), one.suggest) for one in issue.wrong]
    return {item: better for (_, _, item, measure), better in cells if measure == "actual"}


def test_lines_that_are_exchanged_in_one_year_are_both_named() -> None:
    both = {"participants": 26078, "contributors": 16682}
    assert wrong_this_year(16682, (26078, 16186)) == both


def test_where_all_contribute_the_wrong_line_alone_is_named() -> None:
    assert wrong_this_year(20678, (26078, 25151)) == {"participants": 26078}


def test_people_as_texts_have_them_are_silent() -> None:
    assert asked(of(PEOPLE)) == []


@pytest.mark.parametrize(
    ("operation", "achievement"),
    [
        # last year's text: nobody but it has these people
        (
            "企业养老年末离退休人员8852人。",
            "企业职工基本养老保险参保人数25151人，居民养老参保人数35837人。",
        ),
        # two figures of one text in each other's place
        ("企业养老年末离退休人员8852人，上年为9175人。", ACHIEVEMENT),
        ("企业养老年末参保16682人，缴费26078人。", ACHIEVEMENT),
        ("企业养老参保35873人，居民养老参保26078人。", "各项指标均已完成。"),
    ],
)
def test_a_text_that_is_wrong_accuses_no_table(operation: str, achievement: str) -> None:
    issues = asked(of(PEOPLE, operation, achievement))
    assert issues
    accused = [one.cell.key for issue in issues for one in issue.wrong]
    assert not [key for key in accused if key.startswith("headcounts")]


@pytest.mark.parametrize(
    ("item", "wrong"), [("participants", 36078), ("participants", 260780), ("participants", 20678)]
)
def test_people_that_a_text_and_an_indicator_have_otherwise_are_wrong_in_the_table(
    item: str, wrong: float
) -> None:
    people = deepcopy(PEOPLE)
    people["enterprise_pension"][item] = (wrong, PEOPLE["enterprise_pension"][item][1])
    (issue,) = asked(of(people))
    suggested = {one.cell.key: one.suggest for one in issue.wrong}
    assert suggested == {
        f"headcounts.enterprise_pension.{item}.actual": 26078,
        f"headcounts.enterprise_pension.{item}.change": 927,
        f"headcounts.enterprise_pension.{item}.growth_rate": 0.0369,
    }


def with_contributors(now: float, operation: str) -> Issue:
    """What is told of people whose contributors a text alone speaks of."""
    people = deepcopy(PEOPLE)
    before = PEOPLE["enterprise_pension"]["contributors"][1]
    people["enterprise_pension"]["contributors"] = now, before
    (issue,) = asked(of(people, operation))
    return issue


@pytest.mark.parametrize(
    ("now", "said", "first"),
    [
        # the table is far from last year's 16186, and the text is near it
        (10682, "16682人", ("headcounts.enterprise_pension.contributors.actual", 16682)),
        # both are near it
        (16682, "16582人", ("narrative.operation", "16682人")),
        # rounded, the text says no exact figure
        (10682, "1.67万人", ("headcounts.enterprise_pension.contributors.actual", None)),
    ],
)
def test_a_text_and_a_cell_alone_may_either_be_wrong(
    now: float, said: str, first: tuple[str, object]
) -> None:
    issue = with_contributors(now, f"企业养老年末缴费人员{said}。")
    assert {one.confidence for one in issue.culprits} == {"possible"}
    assert len(issue.culprits) == 2
    assert (issue.culprits[0].cell.key, issue.culprits[0].suggest) == first


@pytest.mark.parametrize(
    ("now", "said", "confidence"),
    [
        (16682, "16186人", "likely"),  # last year's
        (16682, "26682人", "certain"),  # more than take part
        (16682, "11682人", "likely"),  # far from both years
    ],
)
def test_a_text_that_is_unlike_both_years_is_wrong(now: float, said: str, confidence: str) -> None:
    (wrong,) = with_contributors(now, f"企业养老年末缴费人员{said}。").wrong
    assert (wrong.cell.key, wrong.confidence) == ("narrative.operation", confidence)


def test_a_column_ten_times_too_large_accuses_no_text() -> None:
    people = deepcopy(PEOPLE)
    lines = people["enterprise_pension"]
    people["enterprise_pension"] = {item: (10 * now, last) for item, (now, last) in lines.items()}
    wrong = [one for issue in asked(of(people)) for one in issue.wrong]
    suggested = {one.cell.key: one.suggest for one in wrong}
    for item, (now, _) in lines.items():
        key = f"headcounts.enterprise_pension.{item}.actual"
        assert suggested.get(key, now) == now
    assert {one.split(".")[0] for one in suggested} == {"headcounts"}


RAISED = {"enterprise_pension": 852, "resident_pension": 10853}


@pytest.mark.parametrize("raised", [{}, RAISED])
def test_benefits_that_fit_the_people_of_another_fund_are_exchanged(raised: dict[str, int]) -> None:
    """Also where the people who got more stand in the right place."""
    data: dict[str, Any] = dict(of(PEOPLE, "", ""))
    levels = {"enterprise_pension": (3013.04, 3132.18), "resident_pension": (203.84, 210.37)}
    paid = {"enterprise_pension": 33878.0, "resident_pension": 2773.6}
    data["accounts"] = {fund: {"benefits": {"actual": amount}} for fund, amount in paid.items()}
    swapped = dict(zip(levels, reversed(levels.values())))
    data["benefit_levels"] = {
        fund: {"before": before, "after": after, "increase": round(after - before, 2)}
        for fund, (before, after) in swapped.items()
    }
    for fund, people in raised.items():
        data["benefit_levels"][fund] |= {"eligible": people, "adjusted": people}
        heads = data["headcounts"][fund]
        for item in ("retirees", "average_retirees") if fund == "enterprise_pension" else ():
            heads[item] |= {"actual": 900, "prior": 852, "change": 48, "growth_rate": 0.0563}
            data["accounts"][fund]["benefits"]["actual"] = 3382.75
    (issue,) = asked(data)
    wrong = {one.cell.key: one.suggest for one in issue.wrong}
    assert wrong["benefit_levels.enterprise_pension.after"] == 3132.18
    assert len(wrong) == 6


def test_people_of_last_year_that_its_workbook_and_texts_have_otherwise_are_wrong() -> None:
    people, last = deepcopy(PEOPLE), {"participants": {"actual": 25151}}
    people["enterprise_pension"]["participants"] = (26078, 24851)
    said = "企业养老年末参保26078人，比上年末增加927人，增长3.69%。"
    before: Data = {"last_year": {"headcounts": {"enterprise_pension": last}}}
    (issue,) = asked({**of(people, said), **before})
    assert [one.suggest for one in issue.wrong] == [25151, 927, 0.0369]
    # where no text says so too, last year's workbook alone is no proof
    (issue,) = asked({**of(people, "企业养老年末参保26078人。"), **before})
    assert not issue.wrong
