"""What a suspected cell should hold is told in the form that the cell was typed in."""

import pytest
from support import Data, account, checked

from sipipeline.core.findings import Culprit
from sipipeline.reports.issues import issues


def suspected(data: Data) -> Culprit:
    """The one cell that all findings suspect."""
    named = {culprit for finding in checked(data).findings for culprit in finding.culprits}
    (culprit,) = named
    return culprit


def with_surplus(typed: object) -> Data:
    """An account in which only a surplus of 3,062 is right."""
    return account(
        opening_balance={"actual": 1000},
        income={"actual": 5306},
        expenditure={"actual": 2244},
        surplus={"actual": typed},
        closing_balance={"actual": 4062},
    )


def with_deficit(typed: object) -> Data:
    """An account in which only a surplus of −3,062 is right."""
    return account(
        opening_balance={"actual": 9000},
        income={"actual": 2244},
        expenditure={"actual": 5306},
        surplus={"actual": typed},
        closing_balance={"actual": 5938},
    )


def with_growth(typed: object) -> Data:
    """A row in which only a growth of 17.7 % is right."""
    row = {"prior": 4508, "actual": 5306, "change": 798, "growth_rate": typed}
    return account(income=row)


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        (3602, 3062),
        (3602.0, 3062),
        (30.62, 3062),
        (-3062, 3062),
        (0, 3062),
        ("0", "3062"),
        ("3602", "3062"),
        (" 3602 ", "3062"),
        ("3602.0", "3062"),
        ("3,602", "3,062"),
        ("3602万元", "3062万元"),
        ("3,602 万元", "3,062 万元"),
        ("36020000元", "30620000元"),
        ("0.3602亿元", "0.3062亿元"),
        ("人民币3602万元", "人民币3062万元"),
        ("3602（万元）", "3062(万元)"),
        ("-3062", "3062"),
        ("（3062）", "3062"),
        ("负3062", "3062"),
        ("三千六百零二", "3062"),
    ],
)
def test_an_amount(typed: object, suggested: object) -> None:
    suggestion = suspected(with_surplus(typed)).suggest
    assert (suggestion, type(suggestion)) == (suggested, type(suggested))


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        (-3602, -3062),
        (3062, -3062),
        ("-3602", "-3062"),
        ("－3,602万元", "-3,062万元"),
        ("3062", "-3062"),
        ("3062万元", "-3062万元"),
        ("（3602）", "-3062"),
        ("负3602", "-3062"),
    ],
)
def test_an_amount_below_nothing(typed: object, suggested: object) -> None:
    assert suspected(with_deficit(typed)).suggest == suggested


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        (0.717, 0.177),
        (71.7, 17.7),
        (-0.177, 0.177),
        ("71.7%", "17.7%"),
        ("71.7", "17.7"),
        ("-17.7%", "17.7%"),
        ("（17.7%）", "17.7%"),
        ("负17.7%", "17.7%"),
        ("百分之七十一点七", "17.7%"),
        ("七成二", "18%"),
    ],
)
def test_a_rate(typed: object, suggested: object) -> None:
    assert suspected(with_growth(typed)).suggest == suggested


@pytest.mark.parametrize(
    ("rate", "suggested"), [("97.1%", "91.7%"), (0.971, 0.917), ("96.2%", None), (0.962, None)]
)
def test_of_a_rate_of_coarse_amounts_no_other_is_told_than_they_make(
    rate: object, suggested: object
) -> None:
    """275 of 300 are 91.7 %; that 300 may be 297 makes 92.6 % possible, and no better."""
    rows = {"budget": 300, "actual": 275, "completion_rate": rate}
    data = account(fiscal_subsidy=rows, **coarse())
    (found,) = [one for one in checked(data).findings if one.rule == "R301"]
    assert "应为 91.7%" in found.message.zh
    assert [culprit.suggest for culprit in found.culprits] == [suggested]


def coarse() -> dict[str, dict[str, object]]:
    """Lines in tens, which make the place of the account."""
    items = ["interest", "other_income", "from_superior", "from_subordinate"]
    items += ["to_superior", "to_subordinate"]
    return {item: {"budget": 4580, "actual": 4460, "prior": 4340} for item in items}


def test_the_interval_that_the_others_leave_is_told_beside_the_suggestion() -> None:
    assert suspected(with_surplus(3602)).expected == pytest.approx((3061, 3063))
    assert suspected(with_deficit(-3602)).expected == pytest.approx((-3063, -3061))


# ---------------------------------------------------------------- as fine as what it is made of
def with_coarse_total(total: float) -> Data:
    """A total kept to one decimal over funds that are kept to the cent and make 26,211.07."""
    of_funds = {"work_injury": 8211.02, "unemployment": 12000.03, "resident_medical": 6000.02}
    sums = ("income", "income_subtotal", "contributions", "closing_balance")
    accounts = {
        fund: {item: {"actual": amount} for item in sums} for fund, amount in of_funds.items()
    }
    of_total = {item: {"actual": 26211.1} for item in sums} | {"income": {"actual": total}}
    return {"accounts": accounts | {"total": of_total}}


@pytest.mark.parametrize("total", [26944.5, 20211.1, 14211.1, 38211.1, 50000.3])
def test_a_total_is_told_as_finely_as_the_cells_that_make_it(total: float) -> None:
    """Misread, without a fund, with one twice: in the suggestion, the message and the comment."""
    found = checked(with_coarse_total(total)).findings
    (finding,) = [one for one in found if one.rule == "B204"]
    (culprit,) = [one for one in finding.culprits if one.cell.key == finding.cells[0].key]
    assert culprit.suggest == 26211.07
    assert culprit.shown.should.zh == "26,211.07"
    assert "26,211.07" in finding.message.zh


def test_a_sum_of_whole_parts_is_told_as_it_is_made() -> None:
    """Its rate would allow 632.98 as well, with decimals that only the wrong figure has."""
    lines: dict[str, dict[str, object]] = {
        "income": {"budget": 611.02, "actual": 611.02, "completion_rate": "96.53%"},
        "income_subtotal": {"budget": 633, "actual": 611.02, "completion_rate": "96.53%"},
        "from_superior": {"budget": 0, "actual": 0},
        "from_subordinate": {"budget": 0, "actual": 0},
        "expenditure": {"budget": 490, "actual": 485.4},
        "surplus": {"budget": 143, "actual": 125.6},
    }
    assert suspected(account(**lines)).suggest == 633


@pytest.mark.parametrize("total", [26211.1, 26211.07])
def test_a_total_that_rounding_alone_sets_apart_is_right(total: float) -> None:
    found = checked(with_coarse_total(total)).findings
    assert "B204" not in {finding.rule for finding in found}


LINES = account(
    income={"actual": 2244, "prior": 2415.5, "change": -171.5, "growth_rate": "-7.1%"},
    expenditure={"budget": 5300, "actual": 5306, "prior": 5127, "change": 179},
    surplus={"actual": -3062},
)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("工伤保险基金收入增长7.1%。", "下降7.1%", "a fall of 7.1%"),
        ("工伤保险基金收入增长7.3%。", "下降7.1%", "a fall of 7.1%"),
        ("工伤保险基金收入比上年增加171.5万元。", "减少171.5万元", "a fall of 171.5万元"),
        ("工伤保险基金支出比上年减少179万元。", "增加179万元", "a rise of 179万元"),
        ("工伤保险基金支出比预算少6万元。", "多6万元", "an excess of 6万元"),
        ("工伤保险基金当年结余3062万元。", "缺口3062万元", "a deficit of 3062万元"),
        ("工伤保险基金当年结余306.62万元。", "缺口3,062万元", "a deficit of 3,062万元"),
        ("工伤保险基金当年缺口3602万元。", "3,062万元", "3,062万元"),
        ("工伤保险基金当年缺口0.36亿元。", "0.31亿元", "0.31亿元"),
    ],
)
def test_where_a_text_goes_the_other_way_it_is_told_in_words(text: str, zh: str, en: str) -> None:
    found = issues(checked({**LINES, "narrative": {"operation": text}}).findings)
    (issue,) = [one for one in found if one.first.rule == "N601"]
    assert (issue.shown.should.zh, issue.shown.should.en) == (zh, en)
