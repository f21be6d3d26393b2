"""Plausibility, and what the narrative or a report says beside what the tables say."""

from typing import Any

import pytest
from support import COVER, account, agrees, checked, findings, finds, indicator, table

# ------------------------------ P401 benefits and people
SPENT = "accounts.institution_pension.benefits.actual"
HEADS = "headcounts.institution_pension.average_retirees.actual"
LEVEL = "benefit_levels.institution_pension.after"


def paid(
    spent: Any,
    heads: Any = 1000,
    level: Any = 5000,
    unit: Any = "万元",
    fund: Any = "institution_pension",
) -> Any:
    """1000 people × 5000 元 × 12 are 6000万元."""
    return {
        "cover": COVER | {"money_unit": unit},
        **account(fund, benefits={"actual": spent}),
        "headcounts": {fund: {"average_retirees": {"actual": heads}}},
        "benefit_levels": {fund: {"after": level}},
    }


@pytest.mark.parametrize("spent", [4200, 6000, 8400])
def test_p401_benefits_from_seven_to_fourteen_tenths_of_people_times_level(spent: Any) -> None:
    agrees(paid(spent), "P401", looked=1)


@pytest.mark.parametrize(
    ("spent", "compared"),
    [
        (4199, "后者是前者的 1.43 倍"),
        (8401, "前者是后者的 1.4 倍"),
        (600, "后者是前者的 10 倍"),
        (0, "两数差得太远"),
    ],
)
def test_p401_benefits_that_people_and_level_do_not_make(spent: Any, compared: Any) -> None:
    finding = finds(
        "P401",
        paid(spent),
        at=SPENT,
        beside=[HEADS, LEVEL],
        stated=spent,
        expected=(4200, 8400),
        difference=spent - (4200 if spent < 4200 else 8400),
    )
    assert finding.message.zh == (
        f"机关养老“社会保险待遇支出（本年实际数）”填 {spent:,}万元；"
        f"平均 1,000 人 × 月人均 5,000 元 × 12 = 6,000万元，{compared}，不大合理。"
    )


@pytest.mark.parametrize("level", [60_000, 55_000, 65_000])
def test_p401_a_level_of_the_whole_year_is_to_be_divided_by_twelve(level: int) -> None:
    each = round(level / 12, 2)
    found = finds(
        "P401", paid(6000, level=level), at=LEVEL, beside=[SPENT, HEADS], expected=(each, each)
    )
    assert f"像是填了全年的数，除以 12 就相符，即调整后 {each:,g}" in found.message.zh
    assert "除以 12" in found.todo.zh


def test_p401_all_levels_of_the_whole_year_are_told_by_the_month() -> None:
    data = paid(6000, level=60_000)
    data["benefit_levels"]["institution_pension"].update(before=57_600, increase=2_400)
    found = finds("P401", data, at=LEVEL, beside=[SPENT, HEADS])
    assert "即调整前 4,800、调整后 5,000、增加 200" in found.message.zh


@pytest.mark.parametrize("level", [0.5, 0.51, 0.4, 0.65])
def test_p401_a_level_in_ten_thousands_is_to_be_multiplied(level: float) -> None:
    each = round(level * 10_000, 2)
    found = finds(
        "P401", paid(6000, level=level), at=LEVEL, beside=[SPENT, HEADS], expected=(each, each)
    )
    assert "像是按万元填的，乘以 10,000 就相符" in found.message.zh


@pytest.mark.parametrize("level", [0.05, 0.3, 0.8, 5, 50, 500])
def test_p401_another_small_level_is_not_said_to_be_in_ten_thousands(level: float) -> None:
    found = finds("P401", paid(6000, level=level), at=SPENT)
    assert "万元填的" not in found.message.zh


@pytest.mark.parametrize("level", [50_000, 20_000, 500, 75_000])
def test_p401_another_level_is_no_level_of_the_whole_year(level: int) -> None:
    found = finds("P401", paid(6000, level=level), at=SPENT)
    assert "全年的数" not in found.message.zh


def test_p401_in_the_unit_of_the_cover() -> None:
    agrees(paid(60_000_000, unit="元"), "P401", looked=1)
    finds("P401", paid(6000, unit="元"), at=SPENT, expected=(42_000_000, 84_000_000))


def test_p401_amounts_are_said_to_a_tenth() -> None:
    data = paid(100.04, heads=123, level=456.78)  # 67.42万元
    finds(
        "P401",
        data,
        at=SPENT,
        expected=(47.2, 94.4),
        difference=5.7,
        says="= 67.42万元，前者是后者的 1.48 倍",
    )


@pytest.mark.parametrize(
    ("spent", "heads", "level"),
    [
        (None, 1000, 5000),
        (6, None, 5000),
        (6, 1000, None),
        (6, 0, 5000),
        (6, 1000, 0),
        (6, -1, 5000),
        (6, 1000, -1),
    ],
)
def test_p401_without_one_of_the_three_there_is_nothing_to_compare(
    spent: Any, heads: Any, level: Any
) -> None:
    agrees(paid(spent, heads, level), "P401", looked=0)


def test_p401_every_fund_is_looked_at() -> None:
    data = paid(600, fund="resident_pension")
    more = paid(600)
    both = {name: {**data[name], **more[name]} for name in data if name != "cover"}
    ats = [SPENT.replace("institution", fund) for fund in ("resident", "institution")]
    finds("P401", both, at=ats)
    finds("P401", {**both, "benefit_levels": more["benefit_levels"]}, at=SPENT)


# ------------------------------ P402 a cause and the people behind it
def growth(
    amount: Any,
    cause: Any = "退休人数增加",
    heads: Any = 127,
    unit: Any = "万元",
    fund: Any = "institution_pension",
    **levels: Any,
) -> Any:
    """A fund with 127 people more (805.2万元) and 5631 people adjusted (1420.8万元)."""
    more = {"after": 5283.43, "increase": 210.26, "adjusted": 5631} | levels
    return {
        "cover": COVER | {"money_unit": unit},
        **account("institution_pension", expenditure={"change": 2410}),
        "headcounts": {"institution_pension": {"average_retirees": {"change": heads}}},
        "benefit_levels": {"institution_pension": more},
        "causes": [{"fund": fund, "item": "expenditure", "cause": cause, "amount": amount}],
    }


AMOUNT = "causes.1.amount"
BOTH = "像是把两个原因合在一起填了"
MORE_PEOPLE = "人数增加 127 人 × 月人均 5,283.43 元 × 12 = 805.2万元"
HIGHER = "已调整 5,631 人 × 月人均增加 210.26 元 × 12 = 1,420.8万元"


@pytest.mark.parametrize("amount", [1, 805, 1006])
def test_p402_more_people_explain_up_to_a_quarter_more_than_they_cost(amount: Any) -> None:
    agrees(growth(amount), "P402", looked=1)


@pytest.mark.parametrize("cause", ["调待", "待遇调整", "提标", "提高待遇水平"])
def test_p402_a_higher_level_explains_what_it_costs(cause: Any) -> None:
    agrees(growth(1775, cause), "P402", looked=1)
    data = growth(1777, cause)
    says = f"{HIGHER}，只有填报数的 80%。"
    finds("P402", data, at=AMOUNT, says=says, expected=(None, 1776), difference=1)


def test_p402_more_than_people_make() -> None:
    says = (
        "增支原因第 1 项“影响金额”填 1,100万元，原因写的是“退休人数增加”；"
        f"按已填的数推算，{MORE_PEOPLE}，只有填报数的 73%。",
        "127 people more × 5,283.43 yuan × 12 = 805.2 万元: only 73% of it.",
    )
    finds(
        "P402",
        growth(1100),
        at=AMOUNT,
        beside=["causes.1.cause"],
        stated=1100,
        expected=(None, 1006.5),
        difference=93.5,
        says=says,
    )
    finds("P402", growth(1007), at=AMOUNT)


@pytest.mark.parametrize(
    "cause", ["人数增加及调待", "退休人数增加、基本养老金提标", "调待；人数增加"]
)
def test_p402_two_causes_named_in_one_row_are_worked_out_together(cause: str) -> None:
    agrees(growth(2226, cause), "P402", looked=1)
    finds("P402", growth(5000, cause), at=AMOUNT, says=f"推算，{MORE_PEOPLE}，{HIGHER}，只有")


@pytest.mark.parametrize(
    ("amount", "compared"),
    [
        (1100, "只有填报数的 73%"),
        (8_000, "只有填报数的 10%"),
        (80_520, "填报数是它的 100 倍"),
        (8_052_000, "填报数约是它的一万倍，像是按元填的，应除以 10,000"),
        (7_300_000, "填报数约是它的一万倍，像是按元填的，应除以 10,000"),
        (80_520_000, "填报数是它的 100,000 倍"),
    ],
)
def test_p402_says_how_far_an_amount_is_off(amount: int, compared: str) -> None:
    finds("P402", growth(amount), at=AMOUNT, says=f"{compared}。")


@pytest.mark.parametrize(
    ("item", "cause", "amount", "words"),
    [
        ("expenditure", "领取待遇人数减少", 73.39, "领取待遇人数减少"),
        ("expenditure", "退休人数增加", -73.39, "退休人数增加"),
        ("benefits", "享受待遇人员人数下降", 20, "享受待遇人员人数下降"),
        ("income", "缴费人数减少", 20, "缴费人数减少"),
        ("income", "缴费人数减少", -20, ""),
        ("expenditure", "领取待遇人数增加", 73.39, ""),
        ("expenditure", "领取人员死亡人数增加", -73.39, ""),
        ("expenditure", "领取人数减少但待遇标准提高", 73.39, ""),
        ("expenditure", "在职人数减少", 73.39, ""),
        ("transfer_out", "参保人数减少", 12, ""),
    ],
)
def test_p402_words_and_amount_work_the_same_way(
    item: str, cause: str, amount: float, words: str
) -> None:
    data = growth(amount, cause, heads=-127 if "减少" in cause else 127) | {
        "causes": [{"fund": "institution_pension", "item": item, "cause": cause, "amount": amount}]
    }
    if words:
        finds("P402", data, at=AMOUNT, says=f"“{words}”，方向相反", severity="warning")
    else:
        agrees(data, "P402")


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("领取待遇人数增加433人", "人数增加433人"),
        ("领取待遇人数年均减少334人，但死亡抚恤增加", ""),
        ("领取待遇人数增加了329人", ""),
        ("领取待遇人数平均增加334人", ""),
        ("领取待遇人数增加约400人", ""),
        ("新增退休人员433人", ""),
        ("月人均待遇提高8.6元", "月人均待遇提高8.6元"),
        ("月人均待遇提高6.6元", ""),
        ("月人均待遇增加7元", ""),
        ("基础养老金每人每月提高5元", ""),
    ],
)
def test_p402_figures_of_causes_are_those_of_the_tables(cause: str, words: str) -> None:
    people = {"participants": 251, "contributors": 80, "retirees": 329, "average_retirees": 334}
    fund = {name: {"change": change} for name, change in people.items()}
    data = {
        **account("institution_pension", expenditure={"change": 2410}),
        "headcounts": {"institution_pension": fund},
        "benefit_levels": {"institution_pension": {"after": 183.1, "increase": 6.6}},
        "causes": [
            {"fund": "institution_pension", "item": "expenditure", "cause": cause, "amount": 1}
        ],
    }
    if words:
        finds("P402", data, at="causes.1.cause", says=f"写“{words}”", severity="warning")
    else:
        agrees(data, "P402")


@pytest.mark.parametrize(
    ("cause", "people", "at"),
    [
        ("退休人数增加", {"retirees": -153, "average_retirees": -153}, "retirees"),
        ("因本年离退休人数增加", {"average_retirees": -133}, "average_retirees"),
        ("退休人数增加", {"retirees": -153, "average_retirees": 153}, ""),
        ("领取待遇人员人数减少", {"retirees": 12, "average_retirees": 9}, "retirees"),
        ("参保人数增加", {"participants": -12}, "participants"),
        ("退休人数增加", {"retirees": 153, "average_retirees": 153, "contributors": -9}, ""),
        ("退休人数增加", {"retirees": 0}, ""),
        ("灵活就业参保人数增加", {"participants": -12}, ""),  # some of them
        ("提前退休人数增加", {"retirees": -12}, ""),
        ("退休死亡人数增加", {"retirees": -12}, ""),
        ("参保人数增加", {"retirees": -12}, ""),
    ],
)
def test_p402_more_people_are_not_fewer_in_the_tables(
    cause: str, people: dict[str, int], at: str
) -> None:
    lines = {item: {"change": change} for item, change in people.items()}
    amount = -1 if "减少" in cause else 1
    data = growth(amount, cause) | {"headcounts": {"institution_pension": lines}}
    if not at:
        agrees(data, "P402")
        return
    told = finds("P402", data, at="causes.1.cause", says="方向相反", severity="warning")
    assert told.cells[1].key == f"headcounts.institution_pension.{at}.change"


# ------------------------------ P419 contributors and pensioners within the participants
def insured(fund: str, participants: float, contributors: float, **others: float) -> Any:
    lines = {"participants": participants, "contributors": contributors, **others}
    return {"headcounts": {fund: {item: {"actual": people} for item, people in lines.items()}}}


def test_p419_contributors_and_pensioners_are_not_more_than_take_part() -> None:
    at = "headcounts.resident_pension.participants.actual"
    copied = insured("resident_pension", 103153, 103153, retirees=31241)
    finds("P419", copied, at=at, says="共 134,394 人", severity="info")
    # some paid before they retired within the year
    agrees(insured("resident_pension", 103153, 77000, retirees=31241), "P419", looked=1)
    # who contributes to these is paid by them too
    agrees(insured("resident_medical", 103153, 103153, beneficiaries=90000), "P419", looked=0)
    # told by P405
    agrees(insured("resident_pension", 103153, 203153, retirees=31241), "P419", looked=0)
    agrees(insured("resident_pension", 103153, 103153), "P419", looked=0)


def test_p402_people_come_before_the_level_within_one_cause() -> None:
    finds("P402", growth(5000, "领取待遇人数提高"), at=AMOUNT, says=f"推算，{MORE_PEOPLE}，只有")


@pytest.mark.parametrize("amount", [1782, 2226, 2269, 2782])
def test_p402_two_causes_put_in_one_row_are_recognised(amount: Any) -> None:
    says = (f"而两项原因相加（{HIGHER}）共 2,226万元", BOTH)
    finds("P402", growth(amount), at=AMOUNT, says=says)


def test_p402_two_causes_in_the_row_of_the_other_one() -> None:
    says = (f"而两项原因相加（{MORE_PEOPLE}）共 2,226万元", BOTH)
    finds("P402", growth(2226, "调待"), at=AMOUNT, says=says)


@pytest.mark.parametrize("amount", [1100, 1780, 2783, 5000])
def test_p402_an_amount_that_both_causes_do_not_make_is_not(amount: Any) -> None:
    assert BOTH not in finds("P402", growth(amount), at=AMOUNT).message.zh


def test_p402_where_only_one_cause_can_be_worked_out_there_are_no_two() -> None:
    assert BOTH not in finds("P402", growth(2269, increase=None), at=AMOUNT).message.zh


@pytest.mark.parametrize(
    "data",
    [
        growth(-5, "死亡人数增加"),
        growth(0),
        growth(None),
        growth(5000, "扩面"),
        growth(5000, fund="resident_pension"),
        growth(5000, heads=None),
        growth(5000, heads=0),
        growth(5000, after=None),
        growth(5000, after=0),
        growth(5000, after=-1),
        growth(5000, "调待", adjusted=None),
        growth(5000, "调待", increase=None),
        growth(5000, "调待", increase=-1),
        growth(5000, "调待", adjusted=0),
    ],
)
def test_p402_a_cause_that_nothing_can_be_worked_out_for_is_not_judged(data: Any) -> None:
    agrees(data, "P402", looked=0)


def test_p402_one_person_or_one_yuan_is_something() -> None:
    finds("P402", growth(5000, heads=1), at=AMOUNT, says="人数增加 1 人")
    finds("P402", growth(5000, after=1), at=AMOUNT, says="月人均 1 元")


def test_p402_in_the_unit_of_the_cover() -> None:
    agrees(growth(8_052_000, unit="元"), "P402", looked=1)
    finds("P402", growth(20_000_000, unit="元"), at=AMOUNT, says="= 8,051,947.3元")


def test_p402_every_row_is_looked_at() -> None:
    data = growth(5000)
    row = data["causes"][0]
    data["causes"] = [
        row | {"amount": None},
        row | {"cause": "扩面"},
        row,
        row | {"amount": 805},
        row,
    ]
    finds("P402", data, at=["causes.3.amount", "causes.5.amount"])


# ------------------------------ P403 all who are eligible
def adjusted(count: Any, eligible: Any = 5631, fund: Any = "institution_pension") -> Any:
    return {"benefit_levels": {fund: {"eligible": eligible, "adjusted": count}}}


@pytest.mark.parametrize("count", [5631, 5640])
def test_p403_all_were_adjusted(count: Any) -> None:
    agrees(adjusted(count), "P403", looked=1)


def test_p403_some_were_left_out() -> None:
    keys = [f"benefit_levels.institution_pension.{name}" for name in ("adjusted", "eligible")]
    says = ("机关养老符合调整条件 5,631 人，已调整 5,600 人，还有 31 人没有调整。", "31 were not")
    finds(
        "P403",
        adjusted(5600),
        at=keys[0],
        beside=keys[1:],
        severity="info",
        stated=5600,
        expected=(5631, 5631),
        difference=-31,
        says=says,
    )


def test_p403_without_one_of_the_two_there_is_nothing_to_compare() -> None:
    agrees(adjusted(None), "P403", looked=0)
    agrees(adjusted(5600, None), "P403", looked=0)


def test_p403_every_fund_is_looked_at() -> None:
    funds = {
        "enterprise_pension": {"adjusted": 1},
        "resident_pension": {"eligible": 2, "adjusted": 2},
    }
    data = {"benefit_levels": funds | adjusted(1)["benefit_levels"]}
    finds("P403", data, at="benefit_levels.institution_pension.adjusted")


# ------------------------------ P404 a budget that copies the actual
def copied(budget: Any, actual: Any = 40673, item: Any = "expenditure", **rates: Any) -> Any:
    """Resident and institution pension with actual expenditure and these completion rates."""
    spent = {"resident_pension": 2244, "institution_pension": 38429}
    funds = {
        fund: {item: {"actual": spent[fund], "completion_rate": rate}}
        for fund, rate in rates.items()
    }
    return {"accounts": {**funds, "total": {item: {"budget": budget, "actual": actual}}}}


BOTH_RATES = {"resident_pension": "95%", "institution_pension": "97%"}
BUDGET = "accounts.total.expenditure.budget"


def test_p404_a_budget_of_its_own() -> None:
    agrees(copied(41980, **BOTH_RATES), "P404", looked=1)


def test_p404_a_fund_that_completed_its_budget_makes_it_plausible() -> None:
    agrees(copied(40673, **BOTH_RATES | {"resident_pension": "100%"}), "P404", looked=1)


def test_p404_a_copy_that_no_fund_allows() -> None:
    rates = [f"accounts.{fund}.expenditure.completion_rate" for fund in BOTH_RATES]
    says = (
        "合计“支出合计（预算数）”填 40,673，与本年实际数一分不差；"
        "而各险种的完成率是居民养老 95%、机关养老 97%，都不是 100%，预算数像是抄了实际数。",
        "completion rates are Resident pension 95%, Institution pension 97%, none of them 100%",
    )
    finding = finds(
        "P404",
        copied(40673, **BOTH_RATES),
        at=BUDGET,
        beside=["accounts.total.expenditure.actual", *rates],
        severity="warning",
        stated=40673,
        says=says,
    )
    assert finding.expected == pytest.approx((41763, 42198), abs=0.5)


def test_p404_a_copy_that_the_rounded_rates_still_allow_is_pointed_out() -> None:
    rates = {"resident_pension": "108%", "institution_pension": "99.6%"}
    finds("P404", copied(40673, **rates), at=BUDGET, severity="info")


def test_p404_a_budget_that_the_funds_budgets_add_up_to_is_no_copy() -> None:
    data = copied(40673, **BOTH_RATES)
    own = {"resident_pension": 2300, "institution_pension": 38373}
    for fund, budget in own.items():
        data["accounts"][fund]["expenditure"]["budget"] = budget
    agrees(data, "P404", looked=1)
    data["accounts"]["resident_pension"]["expenditure"]["budget"] = 2350
    finds("P404", data, at=BUDGET)


@pytest.mark.parametrize(("budget", "actual"), [(615, 615), (12, 12), (99.9, 99.9)])
def test_p404_few_digits_are_alike_by_chance(budget: float, actual: float) -> None:
    agrees(copied(budget, actual, **BOTH_RATES), "P404", looked=1)


def test_p404_a_copy_where_not_every_fund_tells_its_rate_is_pointed_out() -> None:
    data = copied(40673, institution_pension="97%")
    data["accounts"]["resident_pension"] = {"expenditure": {"actual": 2244}}
    finds("P404", data, at=BUDGET, severity="info", expected=None)


def test_p404_a_rate_may_be_a_hundred_by_its_rounding() -> None:
    agrees(copied(40673, resident_pension="95%", institution_pension=1), "P404", looked=1)
    finds("P404", copied(40673, resident_pension="95%", institution_pension="100.1%"), at=BUDGET)


def test_p404_balances_and_items_that_others_are_counted_in_are_not_judged() -> None:
    agrees(copied(40673, item="other_expenditure", resident_pension="95%"), "P404", looked=0)
    surplus = {"budget": 5, "actual": 5}
    data = {
        "accounts": {
            "work_injury": {"interest": {"completion_rate": "95%"}},
            "total": {"surplus": surplus},
        }
    }
    agrees(data, "P404", looked=0)


@pytest.mark.parametrize(
    "data",
    [
        copied(0, 0, **BOTH_RATES),
        copied(None, **BOTH_RATES),
        copied(40673, None, **BOTH_RATES),
        copied(40673),
        copied(40673, resident_pension=None),
    ],
)
def test_p404_without_budget_actual_or_rates_there_is_nothing_to_compare(data: Any) -> None:
    agrees(data, "P404", looked=0)


def test_p404_every_item_is_looked_at() -> None:
    data = copied(40673, **BOTH_RATES)
    data["accounts"]["total"] |= {
        "income": {"budget": 5},
        "benefits": {"budget": 7007, "actual": 7007},
    }
    data["accounts"]["resident_pension"]["benefits"] = {"completion_rate": "95%"}
    finds("P404", data, at=[BUDGET, "accounts.total.benefits.budget"])


# ------------------------------ N601 figures of the text
INJURY = {"accounts": {"work_injury": {"income": {"actual": 5306, "completion_rate": "114%"}}}}
OPERATION = "narrative.operation"
INCOME = "accounts.work_injury.income.actual"


def told(text: Any, data: Any = INJURY, field: Any = "operation") -> Any:
    return {**data, "narrative": {field: text}}


@pytest.mark.parametrize(
    "text",
    [
        "工伤保险基金收入合计5306万元。",
        "工伤保险基金收入合计5306.4万元。",
        "工伤保险基金收入合计0.53亿元。",
        "工伤保险基金收入合计53060000元。",
        "工伤保险基金收入完成预算114%。",
    ],
)
def test_n601_a_figure_of_the_text_is_that_of_the_table(text: Any) -> None:
    agrees(told(text), "N601", looked=1)


@pytest.mark.parametrize(
    "verb", ["征缴", "征收", "缴费", "发放", "领取", "支付", "征缴增", "发放减少"]
)
def test_n601_a_text_may_end_with_any_word(verb: str) -> None:
    agrees(told(f"下一步加强{verb}"), "N601", looked=0)


def test_n601_another_figure_than_that_of_the_table() -> None:
    says = (
        "文字说明“基金运行情况”写“5360万元”（工伤保险基金收入合计5360万元），"
        "表中工伤“收入合计（本年实际数）”是 5,306，两处不一致。",
    )
    finds(
        "N601",
        told("工伤保险基金收入合计5360万元。"),
        at=OPERATION,
        beside=[INCOME],
        stated=5360,
        expected=(5305.5, 5306.5),
        difference=54,
        says=says,
    )


def test_n601_a_rate_is_said_in_percent() -> None:
    finding = finds("N601", told("工伤保险基金收入完成预算110%。"), at=OPERATION, says="是 114%，")
    assert finding.stated == pytest.approx(1.1)
    assert finding.expected == pytest.approx((1.135, 1.145))
    assert finding.difference == pytest.approx(-0.04)


def test_n601_a_fall_in_the_text_and_a_rise_in_the_table() -> None:
    data = account(income={"actual": 5306, "change": 798})
    text = "工伤保险基金收入合计5306万元，比上年减少798万元。"
    says = ("是 增加798，两处不一致", "the table has a rise of 798")
    finds("N601", told(text, data), at=OPERATION, stated=-798, difference=-1596, says=says)
    fallen = account(income={"actual": 5306, "change": -798})
    agrees(told(text, fallen), "N601", looked=2)
    wrong = finds("N601", told(text.replace("798", "789"), fallen), at=OPERATION, stated=-789)
    assert "是 −798，" in wrong.message.zh


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("支出占收入的83.3%。", "之比是 80%，"),
        ("收入与支出之比为1.52:1。", "之比是 1.25:1，"),
        ("支出与收入之比为1:2。", "之比是 1:1.25，"),
        ("收入是上年的3.2倍。", "与上年之比是 2.65倍，"),
        ("月均支出3857.5万元。", "月均数是 353.73，"),
        ("收入增幅高于支出增幅7.5个百分点。", "之差是 59.1 个百分点，"),
    ],
)
def test_n601_what_is_worked_out_is_written_as_a_reviewer_would(text: Any, says: Any) -> None:
    income = {"actual": 5306, "prior": 2000, "growth_rate": "165.3%"}
    spent = {"actual": 4244.8, "prior": 2056.3, "growth_rate": "106.2%"}
    data = account(income=income, expenditure=spent)
    finds("N601", told(f"工伤保险基金{text}", data), at=OPERATION, says=says)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("其中待遇支出2022.00万元。", "unemployment.benefits.actual"),
        ("支出2074.00万元。", "unemployment.expenditure.actual"),
        ("支出完成年初预算的98.8%。", "unemployment.expenditure.completion_rate"),
        ("当期收支缺口739.00万元。", "unemployment.surplus.actual"),
        ("收入1387.00万元。", "unemployment.income.actual"),
        ("收入83895.00万元。", "total.income.actual"),
    ],
)
def test_n601_a_number_that_misses_is_held_to_what_a_right_one_would_be(
    text: str, meant: str
) -> None:
    """Though the total, or the line around it, looks more like the number; but for one digit."""
    rows: dict[str, dict[str, Any]] = {
        "unemployment": {
            "income": {"actual": 1287},
            "expenditure": {"actual": 2031, "completion_rate": "100.14%"},
            "benefits": {"actual": 1979},
            "surplus": {"actual": -744},
        },
        "total": {
            "income": {"actual": 83859},
            "expenditure": {"actual": 90925, "completion_rate": "99.27%"},
            "benefits": {"actual": 60012},
            "surplus": {"actual": -7366},
        },
    }
    said = f"（一）失业保险基金\n{text}" if text[0] != "其" else f"失业保险支出2031万元，{text}"
    finds("N601", told(said, {"accounts": rows}), at=OPERATION, beside=[f"accounts.{meant}"])


def test_n601_what_lines_or_funds_make_together_is_called_by_all_of_them() -> None:
    moved = {"transfer_in": {"actual": 90.0}, "transfer_out": {"actual": 40.0}}
    data = {"accounts": {"enterprise_pension": moved}}
    says = "企业养老“转移收入（本年实际数）”与企业养老“转移支出（本年实际数）”之差是 50，"
    finds("N601", told("企业养老净转入59万元。", data), at=OPERATION, says=says)
    spent = {"enterprise_pension": 900.5, "institution_pension": 300.25}
    data = {"accounts": {key: {"expenditure": {"actual": one}} for key, one in spent.items()}}
    says = "企业养老、机关养老“支出合计（本年实际数）”合计是 1,200.75，"
    text = "企业养老、机关养老基金合计支出1200.57万元。"
    finds("N601", told(text, data), at=OPERATION, says=says)


def test_n601_a_number_is_held_to_the_figure_that_it_is_typed_like() -> None:
    left = {"budget": 1670, "actual": 3982.17, "prior": 2064.21}
    text = "工伤保险基金预计当年结余1670万元，实际当年结余3982.17万元，多2132.17万元。"
    data = account(surplus=left)
    finds("N601", told(text, data), at=OPERATION, says="与预算之差是 2,312.17，")
    agrees(told(text.replace("2132", "2312"), data), "N601", looked=3)


def test_n601_a_figure_of_this_year_behind_last_year_puts_the_year_in_doubt() -> None:
    data = account(income={"actual": 5306, "prior": 2000})
    text = "上年工伤保险基金收入{}万元。"
    finds("N601", told(text.format(5306), data), at=OPERATION, says="也可能是年份写错")
    found = finds("N601", told(text.format(5360), data), at=OPERATION)
    assert "年份" not in found.message.zh


def test_n606_a_multiple_is_written_as_a_factor_and_a_sum_of_funds_as_one() -> None:
    data = account(income={"actual": 5306, "prior": 2000})
    says = "“收入合计（本年实际数）”与上年之比 2.65倍。"
    finds("N606", told("工伤保险基金收入较上年翻了两番。", data), at=OPERATION, says=says)
    heads = {"work_injury": 300, "unemployment": 500}
    counted = {fund: {"participants": {"actual": count}} for fund, count in heads.items()}
    run = {key: {"income": {"actual": 90}} for key in heads}
    both = {"accounts": run, "headcounts": counted}
    text = "失业保险参保人数大于全县参保人数。"
    finds("N606", told(text, both), at=OPERATION, says="（本年人数）”等几个险种合计 800。")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("全年应收1260万元，实收1238.46万元，征收进度93.8%。", "“93.8%”应是 98.3%。"),
        ("两项补贴40万元、30万元，两项合计80万元。", "“80万元”应是 70万元。"),
        ("办件减少20件，由100件降至70件。", "“70件”应是 80件。"),
        ("活动41场，其中集市16场、企业11场、校园9场、线上6场。", "“6场”应是 5场。"),
        ("补贴41.2万元、30.5万元、20.6万元，合计92.8万元。", "“92.8万元”应是 92.3万元。"),
        ("补贴40万元、30万元、20万元，合计80万元。", "“80万元”应是 70万元或 90万元。"),
        ("补贴40万元、31万元、20万元，合计195万元。", "合计195万元”，这个说法与句中写的数对不上。"),
    ],
)
def test_a_number_that_the_others_make_is_told_with_what_they_make(text: str, says: str) -> None:
    finds("N606", told(text, {}), at=OPERATION, says=says)


INSURED = {
    "accounts": {fund: {"income": {"actual": 90}} for fund in ("work_injury", "unemployment")},
    "headcounts": {
        "work_injury": {"participants": {"actual": 86049}},
        "unemployment": {"participants": {"actual": 11290}},
    },
}


@pytest.mark.parametrize("whole", [98239, 97393, 79339])
def test_of_a_sum_that_does_not_add_up_the_figure_that_no_table_has_is_told(whole: int) -> None:
    text = f"全县参加社会保险{whole}人，其中工伤保险86049人、失业保险11290人。"
    says = f"其余的数与表相符，像是“{whole}人”写错了。"
    finds("N606", told(text, INSURED), at=OPERATION, says=says)


def test_a_part_that_the_tables_have_otherwise_is_told_by_them() -> None:
    text = "全县参加社会保险97339人，其中工伤保险86049人、失业保险12190人。"
    finds("N601", told(text, INSURED), at=OPERATION, says="12190人")


def test_n601_a_paragraph_of_the_report() -> None:
    data = INJURY | {"report": ["甲", "工伤保险基金收入合计5360万元。"]}
    finds("N601", data, at="report.2", beside=[INCOME], says="报告第 2 段写“5360万元”")


def test_n601_months_people_and_levels() -> None:
    data = {
        **account("resident_pension", closing_balance={"actual": 14388}),
        "balances": {"resident_pension": {"months_payable": 77, "deposit_share": "52%"}},
        "headcounts": {"resident_pension": {"participants": {"actual": 282305}}},
    }
    right = "城乡居民养老保险参保人数28.2305万人，可支付77个月，定期存款占基金结余52%。"
    agrees(told(right, data), "N601", looked=3)
    months = "balances.resident_pension.months_payable"
    finds(
        "N601", told(right.replace("77", "64"), data), at=OPERATION, beside=[months], difference=-13
    )
    heads = "headcounts.resident_pension.participants.actual"
    wrong = told(right.replace("28.2305", "28.2350"), data)
    finds("N601", wrong, at=OPERATION, beside=[heads], stated=282350, difference=45)


def undecided(data: Any, rule: Any = "N601") -> Any:
    entries = checked(data).undecided
    return [(e.cells[0].key, e.reason.zh) for e in entries if e.rule == rule]


def test_n601_figures_that_belong_to_no_cell_are_counted_by_text() -> None:
    data = told("今年新增参保12人。工伤保险基金收入合计5306万元，支出小计9万元。")
    data["narrative"]["plans"] = "培训3次。"
    agrees(data, "N601", looked=1)
    assert undecided(data) == [
        (OPERATION, "文字中有 2 个数没有对上表中的位置，没有核对：12人、9万元"),
        ("narrative.plans", "文字中有 1 个数没有对上表中的位置，没有核对：3次"),
    ]


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("某企业缴费5317万元。", "某企业缴费5317万元"),
        ("某企业缴费5306万元。", ""),  # the income of the fund
        ("某企业缴费0.5306亿元。", ""),
        ("某企业完成了自己计划的113.7%。", "…企业完成了自己计划的113.7%"),
        ("某企业完成了自己计划的114.0%。", ""),  # a completion rate of the table
        ("培训企业9203人次。", ""),  # the tables state no visits
        ("某企业缴费53万元。", ""),  # too short to tell anything
        ("某村有老人9203人。", ""),  # the target of an indicator
        ("某村有老人9204人。", "某村有老人9204人"),
        ("某企业缴费5317万元、5306万元、5318万元。", "某企业缴费5317万元、5318万元"),
    ],
)
def test_n601_numbers_that_no_table_has_come_first(sentence: str, first: str) -> None:
    data = told(f"工伤保险基金收入合计5306万元。{sentence}")
    data["headcounts"] = {"work_injury": {"participants": {"actual": 8800}}}
    data["indicators"] = [{"level3": "参保人数", "target": "≥9203人", "actual": "9300人"}]
    ((_, said),) = undecided(data)
    assert "请先看" in said if first else "请先看" not in said
    if first:
        assert f"请先看（{first}）" in said


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, "……")])
def test_n601_twelve_of_them_are_listed(count: Any, more: Any) -> None:
    ((_, said),) = undecided(told("。".join(f"培训{n}次" for n in range(20, 20 + count))))
    assert said.startswith(f"文字中有 {count} 个数")
    assert said.endswith(f"30次、31次{more}")


def test_n601_a_unit_that_does_not_go_with_the_cell_is_not_compared() -> None:
    agrees(told("工伤保险基金收入合计5360人。"), "N601", looked=0)


# ------------------------------ N601 the unit on the cover
THREE = "工伤保险基金收入合计5306万元，支出合计2244万元，本年收支结余3062万元。"
ITEMS = account(income={"actual": 5306}, expenditure={"actual": 2244}, surplus={"actual": 3062})


def covered(unit: Any, text: Any = THREE) -> Any:
    return told(text, {**ITEMS, "cover": COVER | {"money_unit": unit}})


def test_n601_three_amounts_tell_that_the_unit_on_the_cover_is_wrong() -> None:
    finding = finds("N601", covered("元"), at="cover.money_unit", beside=[])
    assert finding.message.zh == "封面“金额单位”是“元”，但文字中的金额都说明各表是按“万元”填的。"
    assert finding.todo.zh == "核对封面“金额单位”，改成各表实际使用的单位。"
    agrees(covered("万元"), "N601", looked=3)


def test_n601_two_amounts_or_one_that_is_right_tell_nothing() -> None:
    two = THREE.replace("，本年收支结余3062万元", "")
    finds("N601", covered("元", two), at=[OPERATION] * 2)
    finds("N601", covered("万元", THREE.replace("5306", "5360")), at=OPERATION)


# ------------------------------ N603 what is short of a target, among the reasons
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("技能补贴差612人次", "技能补贴差712人次"),
        ("未完成1项：技能提升补贴还差612人次", "未完成1项：技能提升补贴还差621人次"),
        ("技能补贴差两成", ""),
        ("培训补贴差712人次", ""),
    ],
)
def test_n603_how_far_a_row_that_was_missed_lies_from_its_target(right: str, wrong: str) -> None:
    rows = table(indicator("技能提升补贴发放人次", "≥4200人次", "3588人次"))
    agrees({**rows, "narrative": {"unmet_reasons": right}}, "N603")
    if wrong:
        data = {**rows, "narrative": {"unmet_reasons": wrong}}
        finds("N603", data, at=REASONS, severity="warning")


REASONS = "narrative.unmet_reasons"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("组织社保政策宣讲31场，超出目标7场。", "组织社保政策宣讲21场，超出目标7场。"),
        ("政策宣讲31场，比计划多7场。", "政策宣讲22场，比计划多7场。"),
        ("线上宣讲12场，超出目标2场。", ""),
        ("组织志愿服务21场，超出目标7场。", ""),
        ("政策宣讲进企业9场，比计划多2场。", ""),
    ],
)
def test_n603_a_result_that_does_not_lie_so_far_from_its_target(right: str, wrong: str) -> None:
    rows = table(indicator("社保政策宣讲场次", "≥24场", "31场"))
    agrees({**rows, "narrative": {"achievement": right}}, "N603")
    if wrong:
        data = {**rows, "narrative": {"achievement": wrong}}
        finds(
            "N603", data, at="narrative.achievement", severity="warning", says=wrong.split("，")[0]
        )


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("居民养老参保人数未达标，主要是外出务工人员较多，年末比目标少3155人。", True),
        ("居民养老参保人数未达标，主要是外出务工人员较多，年末比目标少3515人。", False),
        ("居民养老参保人数未达标，主要是新参保人数少，其中学生比计划少820人。", True),
    ],
)
def test_n603_how_far_behind_the_reason_what_was_missed_lies(text: str, holds: bool) -> None:
    rows = table(indicator("居民养老参保人数", "≥316000人", "312845人", reason="外出务工"))
    data = {**rows, "narrative": {"unmet_reasons": text}}
    if holds:
        agrees(data, "N603")
    else:
        finds("N603", data, at=REASONS, severity="warning")


def test_n603_how_many_the_reasons_begin_with() -> None:
    rows = table(indicator("人数", "≥9203人", "9175人"), indicator("率", "≥9%", "8%"))
    agrees({**rows, "narrative": {"unmet_reasons": "未完成2项：人数；率"}}, "N603", looked=1)
    finds(
        "N603",
        {**rows, "narrative": {"unmet_reasons": "未完成3项：人数；率"}},
        at=REASONS,
        severity="warning",
    )
    agrees({**rows, "narrative": {"unmet_reasons": "未完成3项宣传：人手不足"}}, "N603", looked=0)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("achievement", "绩效自评表共3项指标，完成2项，1项未完成。"),
        ("achievement", "3项绩效指标完成2项。"),
        ("achievement", "满意度达标。其中2项指标未完成。"),
        ("achievement", "有1项指标未达到目标，正在整改。"),
        ("achievement", "未完成的指标2项。"),
        ("unmet_reasons", "2项指标未完成，主要是认证力量不足。"),
        ("unmet_reasons", "2项未完成，主要是认证力量不足。"),
    ],
)
def test_n603_missed_it_says_and_all_were_reached(field: str, text: str) -> None:
    names = [f"人数{n}" for n in range(3)]
    rows = table(*(indicator(name, "≥9203人", "9303人") for name in names))
    data = {**rows, "narrative": {field: text}}
    finds("N603", data, at=f"narrative.{field}", severity="warning", says="3 项全部达到")
    short = table(*(indicator(name, "≥9203人", "9175人", reason="去世") for name in names[:2]))
    three = {"indicators": [*short["indicators"], *rows["indicators"][:1]]}
    if "完成2项" not in text:
        agrees({**three, "narrative": {field: text}}, "N603")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("参保人数未达到目标，主要是外出务工人员停保。", True),
        ("参保人数指标未完成。", True),
        ("城乡居民基本养老保险参保人数未达标。", True),
        ("认证率未达到目标，主要是系统升级。", False),
        ("待遇资格认证率未完成目标，原因是系统升级。", False),
        ("参保扩面任务量未完成。", False),
        ("部分乡镇参保人数未达到目标。", False),
    ],
)
def test_n603_the_reasons_speak_of_an_indicator_that_was_reached(text: str, said: bool) -> None:
    rows = table(
        indicator("城乡居民基本养老保险参保人数", "≥9203人", "9303人"),
        indicator("待遇资格认证率", "≥98%", "91%", reason="系统升级"),
    )
    data = {**rows, "narrative": {"unmet_reasons": text}}
    if said:
        finds("N603", data, at=REASONS, severity="warning", says="实际 9303人")
    else:
        agrees(data, "N603")


@pytest.mark.parametrize(
    "text",
    ["2项整改任务未完成。", "上年2项指标未完成，本年全部完成。", "21个乡镇中有8个没有完成。"],
)
def test_n603_other_things_that_were_not_done(text: str) -> None:
    rows = table(indicator("人数", "≥9203人", "9303人"), indicator("率", "≥9%", "10%"))
    agrees({**rows, "narrative": {"achievement": text}}, "N603")
    agrees({**rows, "narrative": {"unmet_reasons": text}}, "N603")


# ------------------------------ N602 targets of the text
def targets(
    text: Any,
    target: Any = "≥9203人",
    actual: Any = "9210人",
    name: Any = "城乡居民养老保险退休待遇享受人数",
) -> Any:
    return {**table(indicator(name, target, actual)), "narrative": {"targets": text}}


GOALS, WANTED = "narrative.targets", ["indicators.1.target"]
PEOPLE = "城乡居民养老保险退休待遇享受人数"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (f"{PEOPLE}9203人以上。", "≥9203人"),
        (f"{PEOPLE}0.9203万人以上。", "≥9203人"),
        (f"{PEOPLE}不低于9000人。", "9000人-9500人"),
        (f"{PEOPLE}不超过9500人。", "9000人-9500人"),
        (f"{PEOPLE}超过9203人。", ">9203人"),
    ],
)
def test_n602_a_target_of_the_text_is_that_of_the_table(text: Any, target: Any) -> None:
    agrees(targets(text, target), "N602", looked=1)


def test_n602_another_target_than_that_of_the_table() -> None:
    says = (
        f"文字说明“绩效目标”写“{PEOPLE}9100人以上”，"
        f"绩效自评表第 1 项“{PEOPLE}”的指标值是“≥9203人”，两处不一致。",
        "is “≥9203人”.",
    )
    finds(
        "N602",
        targets(f"{PEOPLE}9100人以上。"),
        at=GOALS,
        beside=WANTED,
        severity="error",
        says=says,
    )


def test_n602_a_target_that_is_just_what_was_reached() -> None:
    says = (
        "两处不一致；文字中的数正好是表里的实际完成值。",
        "; the figure of the text is just what was reached.",
    )
    finds("N602", targets(f"{PEOPLE}9210人以上。"), at=GOALS, severity="error", says=says)
    other = finds("N602", targets(f"{PEOPLE}9210人以上。", actual="9210人以上"), at=GOALS)
    assert "正好是" not in other.message.zh


def test_n602_one_that_includes_the_figure_and_one_that_does_not() -> None:
    says = (
        "两处不一致（一处含本数，一处不含）。",
        "(one includes the figure itself, the other does not)",
    )
    finds(
        "N602", targets(f"{PEOPLE}9203人以上。", ">9203人"), at=GOALS, severity="warning", says=says
    )
    finds(
        "N602", targets(f"{PEOPLE}超过9203人。", "≥9203人"), at=GOALS, severity="warning", says=says
    )
    below = f"{PEOPLE}不超过9203人。"
    finds("N602", targets(below, "<9203人"), at=GOALS, severity="warning", says=says)
    finds(
        "N602", targets(f"{PEOPLE}少于9203人。", "≤9203人"), at=GOALS, severity="warning", says=says
    )


def test_n602_a_range_includes_its_ends_either_way() -> None:
    agrees(targets(f"{PEOPLE}超过9000人。", "9000人-9500人"), "N602", looked=1)


def test_n602_a_rate_is_no_number_of_people() -> None:
    agrees(targets(f"{PEOPLE}95%以上。", "≥9203人"), "N602", looked=0)


def test_n602_a_short_name_of_one_row() -> None:
    certified = "≥98%", "98.7%", "养老保险待遇领取资格认证率"
    finds("N602", targets("资格认证率不低于99%。", *certified), at=GOALS, beside=WANTED)
    agrees(targets("资格认证率不低于98%。", *certified), "N602", looked=1)
    agrees(targets("工伤待遇资格认证率不低于99%。", *certified), "N602", looked=0)
    told = "≥36场", "31场", "政策宣传活动场次"
    finds("N602", targets("全年开展政策宣传46场。", *told), at=GOALS, beside=WANTED)
    agrees(targets("全年开展政策宣传36场。", *told), "N602", looked=1)
    agrees(targets("全年开展进企业宣传46场。", *told), "N602", looked=0)


def test_n602_other_units() -> None:
    says = ("两处不一致（一处是“个工作日”，一处是“日”）。", "(“个工作日” here, “日” there)")
    data = targets("及时拨款，30个工作日内拨付到位。", "30日内", "25日", "及时拨款，待遇拨付到位")
    finds("N602", data, at=GOALS, severity="warning", says=says)
    bare = targets(f"{PEOPLE}9203人以上。", "≥9203")
    finds("N602", bare, at=GOALS, severity="warning", says="（一处是“人”，一处是“—”）")
    finds(
        "N602",
        targets(f"{PEOPLE}不低于9203。"),
        at=GOALS,
        severity="warning",
        says="（一处是“—”，一处是“人”）",
    )


def test_n602_only_targets_and_only_what_bounds() -> None:
    wrong = f"{PEOPLE}9100人以上。"
    agrees(targets(f"{PEOPLE}9100人。"), "N602", looked=0)
    agrees({**targets(""), "narrative": {"operation": wrong}}, "N602", looked=0)
    agrees(targets(wrong, "应保尽保"), "N602", looked=0)


def test_n602_a_report_beside_the_workbook_too() -> None:
    text = f"{PEOPLE}9175人以上。"
    data = targets("") | {"report": ["目标：", text]}
    says = f"报告第 2 段写“{PEOPLE}9175人以上”"
    finds("N602", data, at="report.2", beside=WANTED, says=says)
    agrees(targets("") | {"report": [text.replace("9175", "9203")]}, "N602", looked=1)


def rows(*names: Any, target: Any = "≥90%") -> Any:
    return table(*(indicator(name, target, "95%") for name in names))


def test_n602_satisfaction_is_that_of_every_row_about_it() -> None:
    data = rows("退休人员满意度", "发放准确率", "参保群众满意度") | {
        "narrative": {"targets": "群众满意度85%以上。"}
    }
    finds("N602", data, at=[GOALS] * 2, beside=["indicators.1.target"])


def test_n602_the_row_of_the_same_fund_and_item() -> None:
    data = rows("城乡居民养老保险参保人数", "机关事业单位养老保险参保人数", target="≥90人")
    data |= {"narrative": {"targets": "机关事业单位养老保险参保人数达到80人以上。"}}
    finds("N602", data, at=GOALS, beside=["indicators.2.target"])


def test_n602_else_the_one_row_that_shares_most_words() -> None:
    text = {"narrative": {"targets": "待遇发放准确率80%以上。"}}
    finds(
        "N602",
        rows("社会保险待遇发放准确率", "发放及时率") | text,
        at=GOALS,
        beside=["indicators.1.target"],
    )
    agrees(rows("待遇发放准确率甲", "待遇发放准确率乙") | text, "N602", looked=0)  # which of them?
    agrees(rows("准确度", "及时率") | text, "N602", looked=0)  # two signs in common are chance
    finds("N602", rows("准确率", "及时率") | text, at=GOALS)


@pytest.mark.parametrize(
    "words",
    ["新增工伤保险参保人数80人以上。", "工伤保险参保单位80户以上。", "失业保险参保人数80人以上。"],
)
def test_n602_the_target_of_a_part_or_of_another_fund_is_no_other_target(words: str) -> None:
    data = rows("工伤保险参保人数", target="≥90人") | {"narrative": {"targets": words}}
    agrees(data, "N602", looked=0)


# ------------------------------ N603 what was achieved
def missed(count: Any = 1, **narrative: Any) -> Any:
    data = table(*(indicator(f"人数{n}", "≥9203人", "9175人") for n in range(1, count + 1)))
    return {**data, "narrative": narrative}


ACHIEVED = "narrative.achievement"


@pytest.mark.parametrize(
    "words",
    "完成率100% 完成率为100% 完成率达100% 完成率达到100% 全部完成 全面达到 均达标 均已实现 "
    "都完成 都已按期完成 全部按要求完成 全部如期实现".split(),
)
def test_n603_all_was_reached_it_says_and_one_was_not(words: Any) -> None:
    says = (f"写“{words}”，但绩效自评表有 1 项没有达到（第 1 项人数1：≥9203人，实际 9175人）。",)
    data = missed(achievement=f"今年各项绩效目标{words}。")
    finds("N603", data, at=ACHIEVED, beside=["indicators.1.actual"], says=says)


@pytest.mark.parametrize(
    "text",
    [
        "绩效自评表所列指标已全部完成。",
        "自评表中各项指标全部完成，参保人员满意度96%。",
        "所列指标均已完成，参保人员满意度95%以上。",
        "纳入考核的各项绩效指标全部达到年初既定目标。",
    ],
)
def test_n603_the_indicators_of_the_table_were_all_reached_it_says(text: str) -> None:
    finds("N603", missed(achievement=text), at=ACHIEVED, beside=["indicators.1.actual"])


@pytest.mark.parametrize(
    "text",
    [
        "除人数外，其余指标均已完成。",
        "除人数外，自评表所列指标均已完成。",
        "所列整改事项已全部完成。",
        "人数以外全部完成。",
        "人数未达标，其余全部完成。",
        "没有全部完成。",
        "完成率99%。",
        "基本完成。",
    ],
)
def test_n603_a_text_that_makes_an_exception_or_no_claim(text: Any) -> None:
    agrees(missed(achievement=text), "N603", looked=0)


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("时效指标2项全部完成。", True),
        ("质量指标和时效指标全部完成。", True),
        ("满意度指标全部完成，产出指标未全部完成。", True),
        ("数量指标全部完成。", False),
        ("产出指标均已完成。", False),
        ("数量指标、时效指标全部完成。", False),
    ],
)
def test_n603_what_is_said_of_a_group_is_held_to_its_rows(words: str, holds: bool) -> None:
    on_time = indicator("按时发放率", "100%", "100%", level2="时效指标")
    correct = indicator("准确率", "≥99%", "99.8%", level2="质量指标")
    data = table(indicator("人数", "≥9203人", "9175人"), on_time, correct)
    data |= {"narrative": {"achievement": words}}
    if holds:
        agrees(data, "N603", looked=int("未" not in words))
    else:
        finds("N603", data, at=ACHIEVED, beside=["indicators.1.actual"])


def test_n603_an_exception_of_the_sentence_before_is_none() -> None:
    finds("N603", missed(achievement="除特殊情况外按月发放。各项目标全部完成。"), at=ACHIEVED)
    finds("N603", missed(achievement="没有欠费；各项目标全部完成。"), at=ACHIEVED)


@pytest.mark.parametrize("count", ["6", "六", "十二", "12"])
def test_n603_so_many_indicators_were_all_reached(count: str) -> None:
    finds("N603", missed(achievement=f"年初确定的{count}项绩效指标全部完成。"), at=ACHIEVED)
    agrees(missed(achievement=f"{count}项改革任务清单事项全部完成。"), "N603", looked=0)


def test_n603_all_was_reached_and_it_says_so() -> None:
    data = {**table(indicator("人数", "≥9203人", "9210人"), indicator("率", "≥9%", "—"))}
    agrees(
        {**data, "narrative": {"achievement": "全部完成。", "unmet_reasons": "无"}},
        "N603",
        looked=2,
    )


@pytest.mark.parametrize("word", ["无", "—", "/", "不适用", "零", "0", "已完成", "是"])
def test_n603_no_reasons_for_what_was_missed(word: Any) -> None:
    finds(
        "N603",
        missed(unmet_reasons=word),
        at="narrative.unmet_reasons",
        says=f"写“{word.replace('—', '-')}”",
    )
    agrees(missed(unmet_reasons="年内去世人员多于预计"), "N603", looked=0)


@pytest.mark.parametrize(
    "text", ["各项指标均已完成。", "没有未完成指标。", "本年无未达标的绩效指标。"]
)
def test_n603_reasons_that_say_all_indicators_were_reached(text: str) -> None:
    for field in ("unmet_reasons", "achievement"):
        finds("N603", missed(**{field: text}), at=f"narrative.{field}")
    excepted = "年内去世人员多于预计。其余各项指标均已完成。"
    agrees(missed(unmet_reasons=excepted), "N603", looked=0)


def test_n603_elsewhere_the_words_claim_nothing() -> None:
    agrees(
        missed(overview="上年目标全部完成。", plans="全部完成。", experience="无"), "N603", looked=0
    )
    agrees(missed(unmet_reasons="目标全部完成"), "N603", looked=0)


def test_n603_a_report_claims_both() -> None:
    data = missed() | {
        "report": [
            "未完成原因：无。",
            "各项目标全部完成。",
            "未完成的原因分析:无",
            "未完成原因：无房",
        ]
    }
    finds("N603", data, at=["report.1", "report.2", "report.3"], says="写“未完成原因:无”")


def test_n603_the_first_three_are_named_and_every_cell_is_given() -> None:
    beside = [f"indicators.{n}.actual" for n in range(1, 5)]
    finding = finds(
        "N603",
        missed(4, achievement="全部完成。"),
        at=ACHIEVED,
        beside=beside,
        says="有 4 项没有达到",
    )
    assert "第 3 项人数3：≥9203人，实际 9175人）" in finding.message.zh
    assert "人数1：≥9203人，实际 9175人；第 2 项" in finding.message.zh
    assert "no. 1 人数1: ≥9203人, 9175人 reached; no. 2" in finding.message.en


def test_n603_both_texts_are_looked_at() -> None:
    data = missed(achievement="全部完成。", unmet_reasons="无")
    finds("N603", data, at=[ACHIEVED, "narrative.unmet_reasons"])


def fourteen(text: Any, *, undecided: Any = False, field: Any = "achievement") -> Any:
    """Fourteen indicators, of which the fourth was missed."""
    actuals = ["9175人" if n == 4 else "9210人" for n in range(1, 15)]
    actuals[-1] = "已完成" if undecided else actuals[-1]
    data = table(*(indicator(f"人数{n}", "≥9203人", each) for n, each in enumerate(actuals, 1)))
    return {**data, "narrative": {field: text}}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("年初设定的14项绩效指标中，已完成14项，无一落下。", "error"),
        ("共设三级指标14个，达到目标的12项，未达到2项。", "warning"),
        ("共设置指标14项，未达标0项。", "error"),
        (
            "本项目共设指标14个，其中产出指标9个、效益指标5个。从完成情况看，达到目标的12个，未达到2个。",
            "warning",
        ),
        ("应完成指标十四项，实际完成十二项。", "warning"),
        ("2020年度14项指标有12项达到目标值，失业保险参保人数等2项未达到。", "warning"),
        ("年初下达指标14个；完成12个；未完成2个。", "warning"),
        ("14项指标中，超额完成9项，完成5项。", "warning"),
        ("14项绩效指标中，12项达到或优于目标值，参保人数、认证率2项未达标。", "warning"),
        ("14项绩效指标中，13项达到目标值，参保人数、认证率2项未达标。", "warning"),
        ("除人数4外，其余12项指标均达到目标值。", "warning"),
        ("除人数4、人数5外，其他11项绩效指标均已完成。", "warning"),
        ("除了人数4以外，其它14项指标全部完成。", "error"),
    ],
)
def test_n603_another_number_of_indicators_than_was_reached(text: Any, severity: Any) -> None:
    says = ("但绩效自评表达到 13 项，没有达到 1 项（第 4 项人数4：≥9203人，实际 9175人）。",)
    beside = ["indicators.4.actual"]
    data = fourteen(text)
    finding = finds("N603", data, at=ACHIEVED, beside=beside, severity=severity, says=says)
    assert "13 targets were reached and 1 missed (no. 4 人数4" in finding.message.en


@pytest.mark.parametrize(
    "text",
    [
        "共设置指标14项，完成13项。",
        "14项指标有13项达到目标值，1项未达到。",
        "年初确定的14项绩效指标中，完成13项，失业保险参保人数1项未达到目标值。",
        "本项目共设指标14个，其中产出指标9个、效益指标5个。从完成情况看，达到目标的13个，未达到1个。",
        "14项指标，除1项未完成外，其余13项均完成。",
        "14项指标中，超额完成9项，完成4项，未完成1项。",
        "14项指标中，超额完成9项，未完成的1项为失业保险参保人数。",
        "14项指标完成13项，稽核、宣传2项任务未完成。",
        "除人数4外，其余13项指标均达到或超过目标值。",
        "除人数4、人数5外，其余12项指标均达到。",  # the fifth is left out for another reason
    ],
)
def test_n603_as_many_indicators_as_were_reached(text: Any) -> None:
    agrees(fourteen(text), "N603", looked=1)


@pytest.mark.parametrize(
    "text",
    [
        "共设置指标12项，完成12项。",  # other indicators than those of the table
        "14项民生实事指标，完成14项。",
        "14项指标中，产出指标9项，完成9项；效益指标5项，完成5项。",
        "14项指标中，数量指标5项完成4项。",
        "从产出看，14项指标（数量6项、质量2项、时效6项）中13项达标。",
        "14项指标中，基本完成2项，完成12项。",  # which of them count?
        "上年14项指标完成14项。",
        "力争14项指标完成14项。",
        "14项指标，14个工作日内完成审核。",
        "完成14项。",
        "除人数4外，其余12项工作均已完成。",
        "除人数4外，其余8项产出指标均达到。",
        "上年除人数4外，其余12项指标均达到。",
    ],
)
def test_n603_a_number_of_something_else(text: Any) -> None:
    agrees(fourteen(text), "N603", looked=0)


def test_n603_so_many_all_reached_are_those_that_are_listed() -> None:
    agrees(fourteen("失业参保78436人，均达到年度目标。"), "N603", looked=0)
    agrees(fourteen("发放率100%、征缴率98.3%，均达到目标要求。"), "N603", looked=0)
    for text in ("各项指标均达到目标要求。", "全年共设14项指标，均达到目标要求。"):
        finds("N603", fourteen(text), at=ACHIEVED, beside=["indicators.4.actual"])


def named_rows(text: Any) -> Any:
    """Rows of several names, of which the first two were missed."""
    data = table(
        indicator("参保人员满意度", "≥90%", "88.7%"),
        indicator("居民医保参保人数", "≥116000人", "114826人"),
        indicator("待遇领取资格认证率", "≥98%", "98.6%"),
        indicator("待遇发放准确率", "≥99%", "99.8%"),
        indicator("政策宣传次数", "≥12次", "15次"),
    )
    return {**data, "narrative": {"achievement": text}}


@pytest.mark.parametrize(
    "text",
    [
        "资格认证率98.6%，待遇发放准确率99.8%。均完成。",
        "待遇发放准确率99.8%，政策宣传15次。均已完成。",
        "资格认证率98.6%，政策宣传15次，均完成。",
        "政策宣传15次，目标12次；资格认证率98.6%，目标98%。都完成。",
        "满意度88.7%，没到90%。认证率98.6%，待遇发放准确率99.8%。均达标。",
        "全年审核凭证3210份，归档卷宗96卷。均完成。",
    ],
)
def test_n603_each_of_those_named_before_was_reached(text: Any) -> None:
    agrees(named_rows(text), "N603")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("资格认证率98.6%，满意度88.7%。均完成。", 1),
        ("满意度88.7%，资格认证率98.6%，均完成。", 1),
        ("居民医保参保114826人，政策宣传15次。都已完成。", 2),
        ("居民医保参保人数114826人，待遇发放准确率99.8%，均达标。", 2),
    ],
)
def test_n603_one_of_those_named_before_was_missed(text: Any, row: Any) -> None:
    finds("N603", named_rows(text), at=ACHIEVED, beside=[f"indicators.{row}.actual"])


def test_n603_each_of_all_where_the_sentence_before_speaks_of_all() -> None:
    for text in ("全年共设5项指标。均完成。", "各项指标进展顺利。均完成。", "均完成。"):
        beside = ["indicators.1.actual", "indicators.2.actual"]
        finds("N603", named_rows(text), at=ACHIEVED, beside=beside)


def test_n603_a_number_where_not_each_indicator_is_decided_or_in_another_field() -> None:
    text = "14项指标完成14项。"
    agrees(fourteen(text, undecided=True), "N603", looked=0)
    agrees(fourteen(text, field="plans"), "N603", looked=0)
    finds("N603", fourteen(text, field="unmet_reasons"), at="narrative.unmet_reasons")


def test_n603_some_were_missed_it_says_and_none_was() -> None:
    data = table(*(indicator(f"人数{n}", "≥9203人", "9210人") for n in (1, 2, 3)))
    data["narrative"] = {"achievement": "3项指标完成2项，1项未达到。"}
    finds(
        "N603", data, at=ACHIEVED, beside=[], severity="warning", says="绩效自评表 3 项全部达到。"
    )


# ------------------------------ N604 satisfaction
def satisfied(text: Any, *actuals: Any, field: Any = "experience") -> Any:
    data = table(*(indicator(f"人员满意度{n}", "≥90%", actual) for n, actual in enumerate(actuals)))
    return {**data, "narrative": {field: text}}


EXPERIENCE = "narrative.experience"


def test_n604_satisfaction_of_the_text_is_that_of_the_table() -> None:
    agrees(satisfied("群众满意率达95%。", "95%"), "N604", looked=1)
    agrees(satisfied("群众满意率达95%。", "98%", "95%"), "N604", looked=1)
    agrees(satisfied("群众满意率达95.2%。", "0.952"), "N604", looked=1)
    finds("N604", satisfied("群众满意率达85.2%。", "0.952"), at=EXPERIENCE)


def test_n604_another_satisfaction_than_that_of_the_table() -> None:
    says = (
        "文字说明“主要经验及做法、存在的问题”写“群众满意率达100%”，"
        "绩效自评表第 1 项“人员满意度0”实际完成值是“95%”，"
        "第 2 项“人员满意度1”实际完成值是“98%”，两处不一致。",
        "“95%” reached for no. 1, “人员满意度0”, “98%” reached for no. 2",
    )
    beside = ["indicators.1.actual", "indicators.2.actual"]
    finds(
        "N604",
        satisfied("群众满意率达100%。", "95%", "98%"),
        at=EXPERIENCE,
        beside=beside,
        says=says,
    )


def test_n604_a_bound_is_no_figure_of_its_own() -> None:
    finds("N604", satisfied("群众满意率达100%。", ">90%"), at=EXPERIENCE)
    finds("N604", satisfied("群众满意率达90%。", ">90%"), at=EXPERIENCE)


def test_n604_what_is_no_percentage_or_not_about_satisfaction_is_not_compared() -> None:
    agrees(satisfied("满意度调查发放问卷300份。", "95%"), "N604", looked=0)
    agrees(satisfied("发放率100%。", "95%"), "N604", looked=0)
    agrees(satisfied("群众满意率达100%。", "95%", field="targets"), "N604", looked=0)


def test_n604_how_far_a_result_lies_from_its_target_is_no_result() -> None:
    agrees(satisfied("群众满意率差1.2个百分点。", "90.8%", field="unmet_reasons"), "N604", looked=0)
    agrees(satisfied("群众满意率低了1.2个百分点。", "90.8%"), "N604", looked=0)
    finds("N604", satisfied("群众满意率为91.2%。", "90.8%"), at=EXPERIENCE)


def test_n604_without_a_figure_in_the_table_there_is_nothing_to_compare() -> None:
    agrees(satisfied("群众满意率达100%。"), "N604", looked=0)
    agrees(satisfied("群众满意率达100%。", "满意"), "N604", looked=1)
    data = satisfied("群众满意率达100%。") | table(indicator("发放率", "≥9%", "95%"))
    agrees(data, "N604", looked=0)


def test_n604_every_figure_is_looked_at() -> None:
    text = "发放率99%。群众满意率达95%，参保人员满意率达90%，退休人员满意率达80%。"
    finds("N604", satisfied(text, "95%"), at=[EXPERIENCE] * 2, says="参保人员满意率达90%")


@pytest.mark.parametrize("people", ["窗口服务", "企业", "12333热线", "残疾人"])
def test_n604_some_people_are_not_all(people: Any) -> None:
    agrees(satisfied(f"{people}满意度80%。", "95%"), "N604", looked=0)
    data = table(indicator(f"{people}满意度", "≥90%", "95%"))
    data["narrative"] = {"experience": f"{people}满意度80%。"}
    finds("N604", data, at=EXPERIENCE)


def surveyed(text: Any, **rows: Any) -> Any:
    data = table(*(indicator(f"{who}满意度", "≥90%", rate) for who, rate in rows.items()))
    return {**data, "narrative": {"experience": text}}


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("离退休人员满意度达到92.7%。", 2),
        ("退休人员满意度达到92.7%。", 2),
        ("企业离退休人员满意度达到92.7%。", 2),
        ("参保单位满意度达到92.7%。", 1),
        ("离退休人员满意度达到94.7%。", 2),  # it is that of the others
        ("参保群众满意度达到92.7%。", 2),  # no row names them: the row about people
        ("群众满意度达到92.7%。", 2),
    ],
)
def test_n604_the_people_that_the_text_names_decide(text: Any, cited: Any) -> None:
    data = surveyed(text, 参保单位="94.7%", 离退休人员="97.2%")
    finds("N604", data, at=EXPERIENCE, beside=[f"indicators.{cited}.actual"])


def test_n604_people_that_no_row_names() -> None:
    agrees(surveyed("离退休人员满意度达到97.2%。", 参保单位="94.7%"), "N604", looked=0)
    agrees(surveyed("群众满意度达到97.2%。", 参保单位="94.7%"), "N604", looked=0)
    agrees(surveyed("群众满意度达到97.2%。", 参保群众="94.7%", 退休人员="97.2%"), "N604")
    finds("N604", surveyed("群众满意度达到97.2%。", 群众和参保单位="94.7%"), at=EXPERIENCE)
    data = surveyed("离退休人员满意度达到97.2%。", 参保群众="94.7%", 服务对象="95%")
    finds("N604", data, at=EXPERIENCE, beside=["indicators.1.actual", "indicators.2.actual"])


def test_n604_satisfaction_of_one_fund_is_not_that_of_another() -> None:
    data = table(indicator("失业保险待遇享受人员满意度", "≥90%", "95%"))
    data["narrative"] = {"experience": "工伤保险待遇享受人员满意度93%。"}
    agrees(data, "N604", looked=0)


# ------------------------------ N605 funds of the text
def mentioned(text: Any, *funds: Any, field: Any = "overview") -> Any:
    return {
        "accounts": {fund: {"income": {"actual": 1}} for fund in funds},
        "narrative": {field: text},
    }


def test_n605_a_text_about_funds_that_the_unit_runs() -> None:
    agrees(mentioned("工伤保险基金运行平稳。", "work_injury"), "N605", looked=1)
    agrees(mentioned("基金运行平稳。", "work_injury"), "N605", looked=0)


def test_n605_a_text_about_a_fund_without_figures() -> None:
    says = ("文字说明“项目概况”提到居民医保，但没有填这个险种的数。", "speaks of Resident medical")
    data = mentioned("城乡居民医保整合顺利。", "work_injury")
    finds("N605", data, at="narrative.overview", beside=[], severity="info", says=says)


@pytest.mark.parametrize("text", ["城乡居民医保整合顺利。", "我中心经办工伤保险、居民医保。"])
def test_n605_a_fund_that_has_people_is_right_in_a_text_and_its_account_is_missing(
    text: str,
) -> None:
    people = {"participants": {"actual": 1200}}
    data = mentioned(text, "work_injury") | {"headcounts": {"resident_medical": people}}
    agrees(data, "N605")
    assert any("缺：居民医保的收支" in one.message.zh for one in findings(data, "F113"))


OTHERS_RUN_IT = (
    "城乡居民医保由市级统一经办。",
    "职工医保已并入省级统筹，城乡居民医保由县医疗保障局负责。",
    "2021年企业职工养老保险业务移交市社保中心，我县不再经办。",
    "机关养老保险不在本次自评范围。",
)
PEOPLE_MOVE_THERE = (
    "外出务工人员转参城镇职工养老保险1286人。",
    "参保人数减少，部分人员参加了职工基本医疗保险。",
    "与企业养老数据比对，发现重复领取待遇12人。",
)


@pytest.mark.parametrize("text", [*OTHERS_RUN_IT, *PEOPLE_MOVE_THERE])
def test_n605_a_fund_that_others_run_or_people_move_to_is_no_fund_of_the_unit(text: str) -> None:
    agrees(mentioned(f"工伤保险基金运行平稳。{text}", "work_injury"), "N605", looked=1)


@pytest.mark.parametrize("text", PEOPLE_MOVE_THERE)
def test_n605_beside_people_who_move_there_the_fund_is_still_said(text: str) -> None:
    data = mentioned(f"{text}企业职工养老保险和职工医保运行平稳。", "work_injury")
    finds("N605", data, at=["narrative.overview"] * 2)


def test_n605_that_others_run_a_fund_holds_for_every_text() -> None:
    data = mentioned("城乡居民医保由市级统一经办。", "work_injury")
    data["narrative"]["plans"] = "配合市医保中心做好城乡居民医保参保登记。"
    agrees(data, "N605", looked=0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("我中心经办工伤保险、失业保险。", "写本单位经办失业"),
        ("甲县社会保险中心经办工伤保险、失业保险，负责待遇发放。", "写本单位经办失业"),
        ("工伤保险运行平稳。我中心还负责失业保险基金的征缴。", "写本单位经办失业"),
        ("（二）失业保险基金：收入合计120万元，支出合计96万元。", "写了失业的收支"),
    ],
)
def test_n605_a_fund_without_figures_that_the_unit_is_said_to_run(text: str, says: str) -> None:
    data = mentioned(text, "work_injury")
    finds("N605", data, at="narrative.overview", severity="warning", says=says)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2020年，辛县社会保险中心经办工伤保险。", "辛县社会保险中心"),
        ("工伤保险运行平稳。和静县社会保险中心为全额拨款事业单位。", "和静县社会保险中心"),
        ("辛县社会保险事业管理局负责工伤保险。", "辛县社会保险事业管理局"),
        ("2020年，辛县工伤保险中心承担经办服务。", "辛县工伤保险中心"),
        ("甲县社会保险事业管理局负责工伤保险。", ""),
        ("乙州甲县工伤保险中心负责工伤保险。", ""),
        ("根据辛县社会保险局管理办法开展工作。", ""),
        ("原辛县社会保险事业管理局负责的业务已划转。", ""),
        ("各县社会保险事业管理局负责征缴。", ""),
        ("失业保险由县社会保险局经办。", ""),
        ("甲县社会保险中心经办工伤保险。", ""),
        ("乙州甲县社会保险中心经办工伤保险。", ""),
        ("与辛县社会保险中心签订协议。", ""),
        ("由辛县社会保险中心负责转出。", ""),
        ("我县社会保险中心负责经办。", ""),
        ("乙市社会保险中心负责统筹。", ""),
        ("辛县社会保险中心来我中心交流。", ""),
        ("辛县人民医院为定点医院。", ""),
    ],
)
def test_n605_the_unit_is_called_by_its_own_name(text: str, name: str) -> None:
    data = mentioned(text, "work_injury")
    if name:
        says = f"写的是“{name}”，封面的填报单位是“甲县社会保险中心”"
        finds("N605", data, at="narrative.overview", severity="warning", says=says)
    else:
        agrees(data, "N605")


def on_cover(unit: str, **fields: str) -> Any:
    return {"cover": {"unit": unit, "year": 2020, "money_unit": "万元", **fields}}


@pytest.mark.parametrize(
    ("unit", "fields", "name"),
    [
        ("青石县社会保险局", {"project": "白水县社会保险基金"}, "白水县"),
        ("青石县社会保险局", {"project": "2020年度白水县社会保险基金绩效自评"}, "白水县"),
        ("青石县社会保险局", {"department": "白水县人力资源和社会保障局"}, "白水县"),
        ("丁市青石县社会保险局", {"project": "丁市白水县社会保险基金"}, "丁市白水县"),
        ("天水区社会保险中心", {"project": "地泉区社会保险基金"}, "地泉区"),
    ],
)
def test_n605_the_cover_is_of_one_county(unit: str, fields: Any, name: str) -> None:
    (at,) = (f"cover.{field}" for field in fields)
    says = f"写的是“{name}”的，填报单位是“{unit}”"
    finds("N605", on_cover(unit, **fields), at=at, says=says, severity="warning")


@pytest.mark.parametrize(
    ("unit", "project"),
    [
        ("青石县社会保险局", "青石县社会保险基金"),
        ("青石县社会保险局", "2020年丁市青石县社会保险基金"),
        ("丁市青石县社会保险局", "青石县社会保险基金"),
        ("青石彝族自治县社会保险局", "青石县社会保险基金"),
        ("青石县社会保险局", "丁市社会保险基金"),
        ("青石县社会保险局", "全县社会保险基金"),
        ("青石县社会保险局", "本县企业职工养老保险"),
        ("青石县社会保险局", "社会保险基金（含白水县划转人员）"),
        ("天水区社会保险中心", "丁地区社会保险基金"),
        ("天水区社会保险中心", "戊族自治区社会保险基金"),
        ("天水区社会保险中心", "社区居民养老保险"),
        ("丙市社会保险中心", "丁市社会保险基金"),
        ("社会保险局", "白水县社会保险基金"),
    ],
)
def test_n605_a_project_of_the_unit_or_of_what_is_above_it(unit: str, project: str) -> None:
    agrees(on_cover(unit, project=project), "N605")


@pytest.mark.parametrize(
    "text",
    [
        "配合就业中心负责失业保险的宣传。",
        "失业保险由县就业局经办，收入120万元。",
        "全省失业保险基金收入120万元。",
        "工伤保险收入120万元，高于失业保险。",
        "失业保险政策宣传支出有序。",
    ],
)
def test_n605_a_fund_that_is_but_spoken_of(text: str) -> None:
    severities = {one.severity for one in findings(mentioned(text, "work_injury"), "N605")}
    assert severities <= {"info"}


def test_n605_each_fund_is_said() -> None:
    data = mentioned("工伤保险、失业保险和城乡居民医保运行平稳。", "work_injury")
    finding = finds("N605", data, at=["narrative.overview"] * 2)
    assert "提到居民医保" in finding.message.zh


def test_n605_every_text_is_looked_at_and_the_report_too() -> None:
    data = mentioned("失业保险。", "work_injury")
    data["narrative"]["plans"] = "失业保险。"
    data["report"] = ["甲", "失业保险。"]
    finds("N605", data, at=["narrative.overview", "narrative.plans", "report.2"])


def test_n605_without_the_sheet_of_any_fund_there_is_nothing_to_compare() -> None:
    agrees(mentioned("失业保险。"), "N605", looked=0)
    agrees(mentioned("失业保险。", "total"), "N605", looked=0)


# ------------------------------ I511 months payable in an indicator
def payable(name: Any, actual: Any, months: Any = 77) -> Any:
    data = table(indicator(name, "≥9个月", actual))
    return data | {"balances": {"resident_pension": {"months_payable": months}}}


PAYABLE = "城乡居民基本养老保险基金累计结余可支付月数"


@pytest.mark.parametrize(
    ("name", "actual"),
    [
        (PAYABLE, "77个月"),
        (PAYABLE, "76.8个月"),
        ("城乡居民养老保险基金支付能力", "77个月"),
        ("基金可支付月数", "12个月"),  # of which fund?
        (PAYABLE, "支付能力较强"),
    ],
)
def test_i511_months_payable_are_those_of_the_fund(name: Any, actual: Any) -> None:
    agrees(payable(name, actual), "I511")


@pytest.mark.parametrize("actual", ["64个月", "7个月", "77.6个月", "5年"])
@pytest.mark.parametrize("name", [PAYABLE, "城乡居民养老保险基金支付能力"])
def test_i511_other_months_payable_than_the_fund_has(name: Any, actual: Any) -> None:
    beside = ["balances.resident_pension.months_payable"]
    finds("I511", payable(name, actual), at="indicators.1.actual", beside=beside)


# ------------------------------ N604 a row that a part of a figure is of
def receiving(text: Any, row: Any = 3842) -> Any:
    data = table(indicator("领取失业保险金人数", "≥3000人", row))
    return data | {"narrative": {"operation": text}}


@pytest.mark.parametrize(
    "text",
    [
        "领取失业保险金人数3842人。",
        "全年领取失业保险金人数5120人，其中年末在领3842人。",
        "全年领取失业保险金人数5120人，其中年末仍在领3842人。",
    ],
)
def test_n604_a_row_may_be_of_the_part_that_follows(text: Any) -> None:
    agrees(receiving(text), "N604")


@pytest.mark.parametrize(
    "text",
    [
        "领取失业保险金人数5120人。",
        "领取失业保险金人数5120人，其中年末在领3824人。",
        "领取失业保险金人数5120人，比上年增加3842人。",
    ],
)
def test_n604_a_row_says_something_else(text: Any) -> None:
    finds("N604", receiving(text), at="narrative.operation", beside=["indicators.1.actual"])


@pytest.mark.parametrize("words", ["1244.56万元", "1243余万元"])
def test_a_figure_behind_a_title_is_quoted_as_it_is_written(words: str) -> None:
    data = {
        "accounts": {"unemployment": {"income": {"actual": 1234.56}}},
        "narrative": {"operation": f"（二）失业保险基金。当年收入{words}。"},
    }
    finds("N601", data, at="narrative.operation", says=f"“{words}”")
