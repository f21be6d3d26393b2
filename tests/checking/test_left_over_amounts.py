"""One typed amount is wrong and is carried into sums and rates, so that all tables agree: texts and
what the year began with, tell it. What to do about it is never to write the wrong sums there."""

from collections.abc import Mapping
from typing import Any

import pytest
from support import checked

from sipipeline.core.findings import Culprit, Finding

FUND = "accounts.work_injury"
COLUMNS = ("budget", "actual", "prior")
LEAVES = {
    "contributions": (2_344.15, 2_264.98, 2_128.95),
    "interest": (75.31, 72.76, 70.36),
    "other_income": (11.27, 10.37, 9.53),
    "injury_medical": (655.18, 639.24, 602.77),
    "disability": (1_058.36, 1_028.71, 954.22),
}
INCOME, SPENT = ("contributions", "interest", "other_income"), ("injury_medical", "disability")
SUMS = {
    "income_subtotal": INCOME,
    "income": INCOME,
    "benefits": SPENT,
    "expenditure_subtotal": SPENT,
    "expenditure": SPENT,
}
OPENED, BEGUN = 3_352.87, 4_004.72
"""Last year's opening balance, and this year's."""
TEXT = (
    "工伤保险基金收入合计2348.11万元，比上年增长6.31%；支出合计1667.95万元，增加110.96万元，"
    "增长7.13%；本年收支结余680.16万元，年末滚存结余4684.88万元。"
)
Wrong = Mapping[tuple[str, str], float]
"""Amounts that were typed wrongly, by line and column."""


def workbook(wrong: Wrong, text: str = TEXT, opening: float = BEGUN) -> dict[str, Any]:
    """A year with some amounts typed wrongly, and all that is worked out of them."""
    lines = {item: dict(zip(COLUMNS, amounts)) for item, amounts in LEAVES.items()}
    for (item, column), amount in wrong.items():
        lines[item][column] = amount
    for item, parts in SUMS.items():
        lines[item] = {one: round(sum(lines[part][one] for part in parts), 2) for one in COLUMNS}
    surplus = {one: round(lines["income"][one] - lines["expenditure"][one], 2) for one in COLUMNS}
    rows: dict[str, Any] = {item: _with_rates(line) for item, line in lines.items()}
    rows["surplus"] = surplus
    rows["opening_balance"] = {"actual": opening, "prior": OPENED}
    rows["closing_balance"] = {
        "actual": round(opening + surplus["actual"], 2),
        "prior": round(OPENED + surplus["prior"], 2),
    }
    return {"accounts": {"work_injury": rows}, "narrative": {"operation": text}}


def _with_rates(line: Mapping[str, float]) -> dict[str, float]:
    change = round(line["actual"] - line["prior"], 2)
    if not line["budget"]:
        return {**line, "change": change}
    return {
        **line,
        "change": change,
        "completion_rate": round(line["actual"] / line["budget"], 5),
        "growth_rate": round(change / line["prior"], 5),
    }


def told(data: Mapping[str, Any]) -> list[Finding]:
    """What texts and the balances of two years do not agree with."""
    return [one for one in checked(data).findings if one.rule in ("N601", "H701")]


def cells(found: list[Finding]) -> dict[tuple[str, str], Culprit]:
    """The culprits, by line and column."""
    every = {one.cell.key: one for finding in found for one in finding.culprits}
    return {
        (key.split(".")[2], key.split(".")[-1]): one
        for key, one in every.items()
        if key.startswith(FUND)
    }


def test_a_year_that_is_right_and_its_text_are_not_asked_about() -> None:
    assert told(workbook({})) == []


def test_last_years_amount_left_in_a_line_is_likely_and_what_follows_goes_with_it() -> None:
    found = told(workbook({("contributions", "actual"): 2_128.95}))
    assert {one.group for one in found} == {found[0].group}
    assert len(found) == 4
    named = cells(found)
    leaf = named["contributions", "actual"]
    assert (leaf.confidence, leaf.suggest) == ("likely", 2_264.98)
    assert "填成了上年数" in leaf.why.zh
    assert named["income", "actual"].suggest == pytest.approx(2_348.11)
    assert named["income", "growth_rate"].suggest == pytest.approx(0.063, abs=1e-4)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({("contributions", "actual"): 2_344.15}, {("contributions", "actual"): 2_264.98}),
        ({("contributions", "actual"): 2_246.98}, {("contributions", "actual"): 2_264.98}),
        ({("contributions", "actual"): 2_301.13}, {}),
    ],
    ids=["the budget's", "exchanged digits", "no slip of typing"],
)
def test_no_place_is_told_to_write_what_the_tables_have(wrong: Wrong, named: Any) -> None:
    """What is possible is named; that all places differ by one amount is one cause."""
    found = told(workbook(wrong))
    culprits = cells(found)
    assert {line: one.suggest for line, one in culprits.items()} == pytest.approx(named)
    assert {one.confidence for one in culprits.values()} <= {"possible"}
    assert len({one.group for one in found}) == 1
    assert not any(one.expected or one.shown.should.zh for one in found)


def test_a_figure_that_stays_as_it_is_rounded_is_not_to_be_changed() -> None:
    data = workbook({("contributions", "actual"): 2_128.95})
    data["balances"] = {"work_injury": {"months_payable": 32.7, "deposit_share": "0%"}}
    named = {one.cell.key for finding in told(data) for one in finding.culprits}
    assert "balances.work_injury.months_payable" in named
    assert "balances.work_injury.deposit_share" not in named


def test_an_amount_that_a_sentence_has_as_it_stands_is_not_named() -> None:
    text = TEXT + "其中社会保险费收入2128.95万元。"
    found = told(workbook({("contributions", "actual"): 2_128.95}, text))
    assert not any(one.located for one in cells(found).values())


def test_amounts_of_two_lines_are_told_one_after_the_other() -> None:
    wrong = {("contributions", "actual"): 2_128.95, ("disability", "actual"): 1_208.71}
    found = told(workbook(wrong))
    culprits = cells(found)
    assert culprits["contributions", "actual"].suggest == 2_264.98
    assert culprits["disability", "actual"].suggest == 1_028.71


def test_an_amount_of_last_year_is_named_where_the_opening_and_the_growth_speak_against_it() -> (
    None
):
    found = told(workbook({("disability", "prior"): 945.22}))
    assert {one.rule for one in found} == {"N601", "H701"}
    assert len({one.group for one in found}) == 1
    assert cells(found)["disability", "prior"].suggest == 954.22
    assert not any("应" in one.message.zh for one in found)


@pytest.mark.parametrize("opening", [4_040.72, 4_104.72])
def test_an_opening_that_last_year_and_the_text_speak_against_is_named(opening: float) -> None:
    found = told(workbook({}, opening=opening))
    leaf = cells(found)["opening_balance", "actual"]
    assert (leaf.confidence, leaf.suggest) == ("likely", BEGUN)


@pytest.mark.parametrize(
    "said",
    ["收入合计2384.11万元", "收入合计2437.28万元", "收入合计2212.08万元"],
)
def test_a_single_wrong_sentence_accuses_no_amount(said: str) -> None:
    """Not even one that is last year's too."""
    text = TEXT.replace("收入合计2348.11万元", said)
    found = told(workbook({}, text))
    assert len(found) == 1
    assert not any(one.located for one in cells(found).values())


def test_a_column_that_is_last_years_is_one_cause() -> None:
    wrong = {(item, "actual"): amounts[2] for item, amounts in LEAVES.items()}
    found = checked(workbook(wrong)).findings
    (copied,) = [one for one in found if one.rule == "P412"]
    quotes = [one for one in found if one.rule == "N601"]
    assert len(quotes) >= 6
    assert {one.group for one in quotes} == {copied.group}
    accused = {one.cell.key: one.suggest for quote in quotes for one in quote.culprits}
    assert not {one for one in accused if "prior" in one or one.startswith("narrative")}
    assert {*accused.values()} == {None}


@pytest.mark.parametrize(
    ("line", "typed", "meant", "why"),
    [
        ("disability", 85.73, 1_028.71, "只填了一个月的数"),
        ("contributions", 264.98, 2_264.98, ""),
        ("interest", 1_072.76, 72.76, ""),
    ],
)
def test_an_amount_unlike_its_line_is_likely_where_all_ask_for_one_that_is_like_it(
    line: str, typed: float, meant: float, why: str
) -> None:
    found = told(workbook({(line, "actual"): typed}))
    assert {one.group for one in found} == {found[0].group}
    leaf = cells(found)[line, "actual"]
    assert (leaf.confidence, leaf.suggest) == ("likely", pytest.approx(meant))
    assert why in leaf.why.zh


NO_OTHERS = {("other_income", column): 0.0 for column in COLUMNS}
"""A fund that never had other income."""
WITHOUT = TEXT.replace("2348.11", "2337.74").replace("680.16", "669.79").replace("6.31", "6.29")


def test_an_amount_that_was_filled_in_again_in_another_line_is_likely() -> None:
    text, opening = WITHOUT.replace("4684.88", "4664.98"), 3_995.19
    assert told(workbook(NO_OTHERS, text, opening)) == []
    again = {**NO_OTHERS, ("other_income", "actual"): 72.76}
    found = told(workbook(again, text, opening))
    leaf = cells(found)["other_income", "actual"]
    assert (leaf.confidence, leaf.suggest) == ("likely", 0)
    assert "和“利息收入”一模一样" in leaf.why.zh
