"""Figures of a text that are wrong by one mistake."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Severity
from sipipeline.reports.issues import Issue, issues

FUNDS = {
    "resident_pension": (7435.31, 5380.09, 2055.22, 26896.49, 6894.75, 5005.94, 1888.81, 24841.27),
    "institution_pension": (
        17452.69,
        18588.38,
        -1135.69,
        3809.92,
        16736.32,
        17017.62,
        -281.3,
        4945.61,
    ),
    "unemployment": (4662.21, 4655.97, 6.24, 7311.5, 4410.02, 4273.11, 136.91, 7305.26),
}
LINES = ("income", "expenditure", "surplus", "closing_balance")
PEOPLE = {"resident_pension": (23505, 165.0), "institution_pension": (3500, 4400.0)}
"""People of the average of the year, and what each of them gets a month."""
SAID = "{name}收入合计{0}万元，支出合计{1}万元，本年收支结余{2}万元，年末滚存结余{3}万元。"
HEADED = "（一）" + SAID.replace("{name}", "{name}。")
"""With the fund as a heading, so that it is carried over to the figures."""
NAMES = {
    "resident_pension": "城乡居民基本养老保险基金",
    "institution_pension": "机关事业单位基本养老保险基金",
    "unemployment": "失业保险基金",
}


def told(
    *said: tuple[str, tuple[float, ...]],
    benefits: tuple[float, float] | None = None,
    sentence: str = SAID,
) -> list[Issue]:
    """What is asked about paragraphs with a fund each, and these figures of it; beside people that
    the benefits of two funds may go with."""
    accounts = accounts_of(FUNDS)
    text = "\n".join(sentence.format(*figures, name=NAMES[fund]) for fund, figures in said)
    data: dict[str, Any] = {"accounts": accounts, "narrative": {"operation": text}}
    for fund, paid in zip(PEOPLE, benefits or ()):
        count, level = PEOPLE[fund]
        accounts[fund]["benefits"] = {"actual": paid}
        heads = {"average_retirees": {"actual": count}}
        data.setdefault("headcounts", {})[fund] = heads
        data.setdefault("benefit_levels", {})[fund] = {"after": level}
    return asked(data)


def told_of(text: str) -> list[Issue]:
    """What is asked about a text."""
    return asked({"accounts": accounts_of(FUNDS), "narrative": {"operation": text}})


def accounts_of(funds: Mapping[str, Sequence[float]]) -> dict[str, dict[str, dict[str, float]]]:
    return {
        fund: {
            line: {"actual": figures[place], "prior": figures[place + 4]}
            for place, line in enumerate(LINES)
        }
        for fund, figures in funds.items()
    }


def asked(data: dict[str, Any]) -> list[Issue]:
    """What is asked about the texts of a submission."""
    found = issues(checked(data).findings)
    serious = [one for one in found if one.severity is not Severity.INFO]
    return [one for one in serious if one.first.rule in ("N601", "N604")]


def own(fund: str) -> tuple[str, tuple[float, ...]]:
    return fund, FUNDS[fund][:4]


def test_right_paragraphs_are_not_asked_about() -> None:
    assert told(*map(own, FUNDS)) == []


def test_two_headings_in_each_others_place_are_one_cause() -> None:
    one, other = "resident_pension", "institution_pension"
    (issue,) = told((one, FUNDS[other][:4]), (other, FUNDS[one][:4]), own("unemployment"))
    assert "像是居民养老和机关养老的标题或险种名称写反了" in issue.message.zh
    assert "段里的数不用改" in issue.todo.zh
    assert issue.culprits == ()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("benefits", "sentence", "says"),
    [
        ((18480.0, 4654.0), SAID, "居民养老表和机关养老表的数整表互换了"),
        ((18480.0, 4654.0), HEADED, "居民养老和机关养老两张表的数填反了"),
        ((4654.0, 18480.0), HEADED, "标题或险种名称写反了"),
        ((18480.0, 18480.0), SAID, "标题或险种名称写反了"),
    ],
)
def test_funds_whose_people_do_not_go_with_their_benefits_have_each_others_sheets(
    benefits: tuple[float, float], sentence: str, says: str
) -> None:
    one, other = PEOPLE
    exchanged = (one, FUNDS[other][:4]), (other, FUNDS[one][:4])
    (issue,) = told(*exchanged, own("unemployment"), benefits=benefits, sentence=sentence)
    assert says in issue.message.zh


@pytest.mark.parametrize(
    "figures",
    [
        (7453.31, 5308.09, 2055.22, 26869.49),
        (17452.69, 5308.09, 2055.22, 26869.49),
        (7453.31, 5308.09, 2005.22, 26869.49),
    ],
)
def test_other_wrong_figures_are_no_headings(figures: tuple[float, ...]) -> None:
    every = told(("resident_pension", figures), own("unemployment"))
    assert every
    assert not any("写反" in one.message.zh for one in every)
    assert len(every) > 1


def test_the_text_of_last_year_is_one_cause() -> None:
    fund = "resident_pension"
    (issue,) = told((fund, FUNDS[fund][4:]), own("unemployment"))
    assert "有 4 处和表不一致，其中 4 处写的正好是上年的数" in issue.message.zh
    assert issue.todo.zh == "把这段文字里的数逐一改成本年的。"


def test_what_was_worked_out_of_the_text_of_last_year_goes_with_it() -> None:
    text = SAID.format(*FUNDS["unemployment"][4:], name=NAMES["unemployment"])
    beside = "失业保险基金支出比城乡居民基本养老保险基金少{}万元，支出占收入的{}%。"
    (issue,) = told_of(text + beside.format(1106.98, 96.9))
    assert "有 6 处和表不一致，其中 4 处写的正好是上年的数" in issue.message.zh
    assert told_of(SAID.format(*FUNDS["unemployment"][:4], name=NAMES["unemployment"])) == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "text",
    [
        "失业保险基金2020年支出4273.11万元，2019年支出4655.97万元。",
        "失业保险基金收入由上年的4662.21万元增加到4410.02万元。",
        "居民养老收入7435.31万元，居民养老支出2055.22万元，当年结余5380.09万元。",
        "失业保险基金支出比上年增长5.7%，收入比上年增长9.0%。",
        "居民养老收入4662.21万元，失业保险收入7435.31万元。",
    ],
)
def test_two_figures_in_each_others_place_are_one_cause(text: str) -> None:
    (issue,) = told_of(text)
    assert "像是两个数写反了位置" in issue.message.zh
    assert "对调过来" in issue.todo.zh
    assert issue.culprits == ()


def test_a_list_that_was_moved_along_is_one_cause() -> None:
    (issue,) = told_of("收入：居民养老17452.69万元、机关养老4662.21万元、失业保险7435.31万元。")
    assert "这里的 3 个数各是另一处该写的数" in issue.message.zh
    assert "“17452.69万元”改成“7435.31万元”" in issue.todo.zh
    assert issue.culprits == ()


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("失业保险基金2020年支出4655.97万元，2019年支出4273.11万元。", 0),
        ("失业保险基金2020年支出4273.11万元，2019年支出4656.97万元。", 2),
        ("失业保险基金2020年支出4273.11万元，比上年增长9.0%。", 1),
        ("失业保险基金收入4626.21万元，支出4655.79万元。", 2),
    ],
)
def test_others_are_told_one_by_one(text: str, causes: int) -> None:
    every = told_of(text)
    assert len(every) == causes
    assert not any("写反了位置" in one.message.zh for one in every)


def test_two_figures_of_last_year_are_told_one_by_one() -> None:
    fund = "resident_pension"
    this, last = FUNDS[fund][:4], FUNDS[fund][4:]
    every = told((fund, (last[0], last[1], this[2], this[3])))
    assert len(every) == 2
    assert not any("上年的文字" in one.message.zh for one in every)


def changes(*words: str) -> list[Issue]:
    """What is asked about a text that says of three changes, all of them rises, what they are."""
    fund = "失业保险基金"
    one, other, third = words
    return told_of(
        f"{fund}收入比上年{one}252.19万元，{fund}支出比上年{other}382.86万元。"
        f"{NAMES['resident_pension']}收入比上年{third}540.56万元。"
    )


def test_rises_told_as_falls_throughout_are_one_cause() -> None:
    assert changes("增加", "增加", "增加") == []
    (issue,) = changes("减少", "减少", "减少")
    assert "其中 3 处数和表一致，只是增减的方向写反了" in issue.message.zh
    assert issue.culprits == ()
    assert not any("方向写反了" in one.message.zh for one in changes("减少", "增加", "减少"))


# ---------------------------------------------------------------- tables that texts bear out
def levels(before: float, after: float, increase: float, text: str) -> list[Issue]:
    data: dict[str, Any] = {
        "benefit_levels": {
            "resident_pension": {"before": before, "after": after, "increase": increase}
        },
        "accounts": {"resident_pension": {"income": {"actual": 7435.31}}},
        "narrative": {"operation": text},
    }
    found = issues(checked(data).findings)
    return [one for one in found if one.severity is Severity.ERROR]


LEVELS = "（一）城乡居民基本养老保险基金。月人均待遇由{}元提高到{}元，增加6.6元。"


@pytest.mark.parametrize("said", [(176.5, 183.1), (176.9, 183.8)])
def test_levels_in_each_others_place_are_one_slip_whatever_the_text_says(
    said: tuple[float, float],
) -> None:
    issue, *of_text = levels(183.1, 176.5, 6.6, LEVELS.format(*said))
    assert "互换了位置" in issue.message.zh
    assert {one.suggest for one in issue.wrong} == {176.5, 183.1}
    assert len(of_text) == (0 if said == (176.5, 183.1) else 2)


# ---------------------------------------------------------------- a row of levels
def paid(level: float, spent: float, text: str) -> list[Issue]:
    """What is asked about a monthly benefit that 4028 people get, about 4720.5 元 by right."""
    fund = "institution_pension"
    data: dict[str, Any] = {
        "accounts": {fund: {"benefits": {"actual": spent}}},
        "headcounts": {fund: {"average_retirees": {"actual": 4028}}},
        "benefit_levels": {fund: {"before": round(level - level / 40, 2), "after": level}},
        "narrative": {"operation": text},
    }
    found = issues(checked(data).findings)
    return [one for one in found if one.first.rule in ("P401", "N601")]


LEVEL = "（一）机关事业单位基本养老保险基金。调整后月人均待遇{}元。"


def test_a_row_of_levels_with_its_point_misplaced_is_one_cause() -> None:
    (issue,) = paid(472.05, 22850.03, LEVEL.format(4720.5))
    assert "月人均待遇的小数点错位，相差 10 倍" in issue.message.zh
    assert [one.suggest for one in issue.wrong][-1] == 4720.5
    assert {one.rule for one in issue.findings} == {"P401", "N601"}


@pytest.mark.parametrize(
    ("level", "spent", "said"), [(472.05, 22850.03, 5123.7), (4720.5, 22850.03, 472.05)]
)
def test_levels_that_text_and_money_do_not_both_speak_for_stay(
    level: float, spent: float, said: float
) -> None:
    every = paid(level, spent, LEVEL.format(said))
    assert not any("小数点错位，相差 10 倍：文字和待遇支出" in one.message.zh for one in every)


# ---------------------------------------------------------------- the unit of the cover
def test_texts_in_the_right_unit_go_with_the_unit_of_the_cover() -> None:
    people = {"participants": {"actual": 83402}, "average_retirees": {"actual": 24024}}
    other = {"participants": {"actual": 42100}}
    data: dict[str, Any] = {
        "cover": {"money_unit": "元"},
        "accounts": {
            "resident_pension": {
                "income": {"actual": 7435.31},
                "expenditure": {"actual": 5380.09},
                "benefits": {"actual": 5351.15},
            },
            "unemployment": {"income": {"actual": 4662.21}, "expenditure": {"actual": 4655.97}},
        },
        "headcounts": {"resident_pension": people, "unemployment": other},
        "benefit_levels": {"resident_pension": {"after": 183.1}},
        "narrative": {
            "operation": SAID.split("，", maxsplit=1)[0].format(4662.21, name="失业保险基金") + "。"
        },
    }
    found = [one for one in issues(checked(data).findings) if one.severity is Severity.ERROR]
    of_cover = [one for one in found if one.first.rule == "P411"]
    assert len(of_cover) == 1
    assert {one.rule for one in of_cover[0].findings} == {"P411", "N601"}
    assert "把封面“金额单位”改成“万元”" in of_cover[0].todo.zh
    assert not any(one.first.rule == "N601" for one in found)


@pytest.mark.parametrize(("right", "count"), [(0, 1), (1, 8)])
def test_texts_that_agree_with_nothing_of_the_accounts_are_one_cause(
    right: int, count: int
) -> None:
    """Where a fund is told of as the accounts have it, each figure of the others stands alone."""
    said = [own(fund) for fund in FUNDS]
    odd = [
        (fund, tuple(round(one * (1.0371 + place / 97), 2) for place, one in enumerate(figures)))
        for fund, figures in said[right:]
    ]
    found = told(*said[:right], *odd)
    assert len(found) == count
    assert ("几乎没有一处相符" in found[0].message.zh) == (not right)
