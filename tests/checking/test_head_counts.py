"""People that were filled in in 万人: one cause, however many cells, and what to type."""

from typing import Any

import pytest
from support import Data, asked, checked, indicator, table

from sipipeline.core.findings import Culprit

PEOPLE: dict[str, Any] = {
    "institution_pension": {
        "participants": {"actual": 30743, "prior": 30814, "change": -71},
        "retirees": {"actual": 13793, "prior": 13826, "change": -33},
        "average_retirees": {"actual": 13812, "prior": 13831, "change": -19},
    },
    "work_injury": {
        "participants": {"actual": 78289, "prior": 77702, "change": 587},
        "contributors": {"actual": 21669, "prior": 21506, "change": 163},
    },
}


def people(*funds: str, measures: tuple[str, ...] = ("actual", "prior", "change")) -> Data:
    """The head-counts, those of some funds and columns in 万人."""
    return {
        "headcounts": {
            fund: {
                item: {
                    name: value / 10_000 if fund in funds and name in measures else value
                    for name, value in line.items()
                }
                for item, line in lines.items()
            }
            for fund, lines in PEOPLE.items()
        }
    }


@pytest.mark.parametrize(
    ("data", "what", "count"),
    [
        (people(*PEOPLE), "整表像是按万人填的，15 格都乘以 10000。", 15),
        (people("work_injury"), "中工伤的人数像是按万人填的，6 格都乘以 10000。", 6),
        (
            people(*PEOPLE, measures=("prior",)),
            "“上年人数”整栏像是按万人填的，5 格都乘以 10000。",
            5,
        ),
    ],
)
def test_people_in_wan_are_one_issue(data: Data, what: str, count: int) -> None:
    (issue,) = asked(data)
    assert issue.message.zh == what
    right = {
        f"headcounts.{fund}.{item}.{name}": value
        for fund, lines in PEOPLE.items()
        for item, line in lines.items()
        for name, value in line.items()
    }
    wrong = {culprit.cell.key: culprit.suggest for culprit in issue.wrong}
    assert len(wrong) == count
    assert wrong == {key: right[key] for key in wrong}


def test_an_indicator_that_has_the_right_figure_goes_with_it() -> None:
    row = indicator("机关事业单位基本养老保险参保人数", "≥30000人", "30743人")
    (issue,) = asked({**people(*PEOPLE), **table(row)})
    assert "I511" in [finding.rule for finding in issue.findings]


@pytest.mark.parametrize(
    ("said", "suggested"),
    [
        ("78289人，比上年末增加587人，增长0.76%", 78289),  # to the last one
        ("7.8万人", None),  # rounded, as the table: nobody knows the last digits
    ],
)
def test_people_rounded_in_wan_are_as_texts_have_them(said: str, suggested: int | None) -> None:
    heads = {
        fund: {
            item: {
                "actual": (now := round(line["actual"] / 10_000, 2)),
                "prior": (before := round(line["prior"] / 10_000, 2)),
                "change": now - before,
                "growth_rate": round((now - before) / before, 4),
            }
            for item, line in lines.items()
        }
        for fund, lines in PEOPLE.items()
    }
    operation = f"工伤保险参保人数{said}。"
    (issue,) = asked({"headcounts": heads, "narrative": {"operation": operation}})
    wrong = {culprit.cell.key: culprit.suggest for culprit in issue.wrong}
    assert wrong["headcounts.work_injury.participants.actual"] == suggested
    others = [people for key, people in wrong.items() if "work_injury.participants" not in key]
    assert others
    assert set(others) == {None}
    assert all("左右（查台账填到个位）" in one.shown.should.zh for one in issue.wrong[1:2])
    assert not [key for key in wrong if key.endswith("growth_rate")]


@pytest.mark.parametrize(("measures", "count"), [(("actual", "prior"), 2), (("actual",), 1)])
def test_a_line_in_wan_and_the_parts_that_are_more_are_one_issue(
    measures: tuple[str, ...], count: int
) -> None:
    data = people(measures=())
    counts = data["headcounts"]["work_injury"]
    counts["participants"] = {
        name: PEOPLE["work_injury"]["participants"][name] for name in measures
    }
    counts["contributors"] = {
        name: PEOPLE["work_injury"]["contributors"][name] for name in measures
    }
    assert asked(data) == []
    counts["participants"] = {
        name: value / 10_000 for name, value in counts["participants"].items()
    }
    (issue,) = asked(data)
    assert {"F112", "P405"} <= {finding.rule for finding in issue.findings}
    assert [one.suggest for one in issue.wrong] == [78289, 77702][:count]
    assert ("“年末参保人数”像是按万人填的，2 格" in issue.message.zh) == (count == 2)


def test_parts_that_are_more_than_whole_people_stay_questions() -> None:
    data = people()
    data["headcounts"]["work_injury"]["contributors"] = {"actual": 80_000, "prior": 79_000}
    assert {finding.rule for issue in asked(data) for finding in issue.findings} == {"P405"}


def test_a_single_line_of_which_the_others_are_known_is_told_in_whole_people() -> None:
    """Though it is rounded: the change beside it says how many there are."""
    data = people()
    line = {"actual": 7.83, "prior": 77702, "change": 587, "growth_rate": 0.0076}
    data["headcounts"]["work_injury"]["participants"] = line
    (issue,) = asked(data)
    assert [one.suggest for one in issue.wrong] == [78289]


def test_two_cells_are_slips_of_their_own() -> None:
    data = people()
    data["headcounts"]["work_injury"]["contributors"] |= {"actual": 2.1669, "prior": 2.1506}
    assert len(asked(data)) == 2


def test_an_average_with_decimals_is_people() -> None:
    data = people("institution_pension")
    data["headcounts"]["institution_pension"]["average_retirees"] = {"actual": 13812.5}
    (issue,) = asked(data)
    assert not any("average" in culprit.cell.key for culprit in issue.wrong)


# ------------------------------ both years' numbers of a line mistyped
LINE = "headcounts.enterprise_pension.participants"


def line(year: float, last: float, change: float = 920, rate: float = 0.0194) -> list[Culprit]:
    """The culprits of what is told of a line of people, each once."""
    row = {"actual": year, "prior": last, "change": change, "growth_rate": rate}
    data: Data = {"headcounts": {"enterprise_pension": {"participants": row}}}
    every = [culprit for one in checked(data).findings for culprit in one.culprits]
    return [*{one.cell.key: one for one in every}.values()]


@pytest.mark.parametrize(
    ("year", "last"),
    [(84230, 74310), (42830, 43710), (84230, 47910), (48203, 43710), (18230, 43710)],
)
def test_both_numbers_of_a_line_with_a_slip_each_are_told_with_what_they_should_be(
    year: float, last: float
) -> None:
    told = {one.cell.key: (one.suggest, one.confidence) for one in line(year, last)}
    assert told == {f"{LINE}.actual": (48230, "likely"), f"{LINE}.prior": (47310, "likely")}


@pytest.mark.parametrize(
    ("cells", "key", "meant"),
    [
        ((84230, 47310), "actual", 48230),
        ((48230, 43710), "prior", 47310),
        ((48230, 47310, 290), "change", 920),
        ((48230, 47310, 920, 0.0914), "growth_rate", 0.0194),
    ],
)
def test_one_number_with_a_slip_is_told_alone(
    cells: tuple[float, ...], key: str, meant: float
) -> None:
    assert [(one.cell.key, one.suggest) for one in line(*cells)] == [(f"{LINE}.{key}", meant)]


@pytest.mark.parametrize("cells", [(48230, 47310), (48230, 47310, 920, 0.02), (9, 8, 1, 0.125)])
def test_a_line_that_agrees_has_no_slip(cells: tuple[float, ...]) -> None:
    assert line(*cells) == []


def test_change_and_rate_of_another_year_accuse_no_number() -> None:
    located = {one.cell.key for one in line(48230, 47310, 1180, 0.0256) if one.located}
    assert located.isdisjoint({f"{LINE}.actual", f"{LINE}.prior"})
