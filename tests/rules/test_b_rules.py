"""The accounts add up: within a sheet, over the sheets, with the indicator table and the causes."""

from typing import Any

import pytest
from support import account, agrees, checked, codes, findings, finds

from sipipeline import catalogue
from sipipeline.standards.load import load

MEASURES = ["budget", "actual", "prior"]


def of(measure: Any, **items: Any) -> Any:
    """One column of the work injury account."""
    return account(**{item: {measure: value} for item, value in items.items()})


def key(item: Any, measure: Any = "actual", fund: Any = "work_injury") -> Any:
    return f"accounts.{fund}.{item}.{measure}"


def relations(rule: Any) -> Any:
    return [relation for relation in catalogue.relations(load("2020")) if relation.rule == rule]


# ------------------------------ B201 a total and its parts
@pytest.mark.parametrize("measure", MEASURES)
def test_b201_total_income_is_own_income_and_transfers(measure: Any) -> None:
    agrees(
        of(measure, income=1000, income_subtotal=900, from_superior=60, from_subordinate=40), "B201"
    )
    wrong = of(measure, income=1000, income_subtotal=910, from_superior=60, from_subordinate=40)
    finds(
        "B201",
        wrong,
        at=key("income", measure),
        beside=[
            key(item, measure) for item in ("income_subtotal", "from_superior", "from_subordinate")
        ],
        stated=1000,
        difference=-10,
        says="得 1,010，对不上。",
    )


def test_b201_parts_that_are_blank_can_only_add() -> None:
    finds(
        "B201",
        of("actual", income=1000, income_subtotal=910, from_superior=100),
        at=key("income"),
        says="得 1,010，对不上",
    )
    finding = finds(
        "B201",
        of("actual", income=1000, income_subtotal=900),
        at=key("income"),
        severity="info",
        says="明细未填全",
    )
    assert finding.kind == "missing"


def test_b201_benefits_are_the_sum_of_the_funds_own_items() -> None:
    parts = {"injury_medical": 300, "disability": 400, "work_death": 200}
    agrees(of("actual", benefits=900, **parts), "B201")
    finds(
        "B201",
        of("actual", benefits=950, **parts),
        at=key("benefits"),
        difference=50,
        says="得 900",
    )


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("income", ["income_subtotal", "from_superior", "from_subordinate"]),
        ("income_subtotal", ["contributions", "fiscal_subsidy", "interest", "other_income"]),
        ("expenditure", ["expenditure_subtotal", "to_subordinate", "to_superior"]),
        (
            "expenditure_subtotal",
            ["benefits", "capacity_appraisal", "injury_prevention", "other_expenditure"],
        ),
        ("benefits", ["injury_medical", "disability", "work_death"]),
    ],
)
def test_b201_parts_of_each_total(total: Any, parts: Any) -> None:
    found = [r for r in relations("B201") if r.subject == key(total)]
    assert [[term.key for term in relation.terms] for relation in found] == [
        [key(part) for part in parts]
    ]


def test_b201_on_the_total_sheet_as_well() -> None:
    data = account("total", income={"actual": 1000}, income_subtotal={"actual": 1010})
    finds("B201", data, at=key("income", fund="total"))


# ------------------------------ B202 the surplus
@pytest.mark.parametrize("measure", MEASURES)
def test_b202_income_less_expenditure(measure: Any) -> None:
    agrees(of(measure, income=300.5, expenditure=240.25, surplus=60.25), "B202")
    wrong = of(measure, income=300.5, expenditure=240.25, surplus=65.25)
    beside = [key("income", measure), key("expenditure", measure)]
    says = "收入合计 300.5 − 支出合计 240.25，得 60.25，对不上。"
    finds("B202", wrong, at=key("surplus", measure), beside=beside, difference=5, says=says)


def test_b202_a_deficit_is_negative() -> None:
    agrees(of("actual", income=90, expenditure=100, surplus="（10）"), "B202")
    finds(
        "B202",
        of("actual", income=90, expenditure=100, surplus=10),
        at=key("surplus"),
        difference=20,
    )


# ------------------------------ B203 the balance rolls forward
@pytest.mark.parametrize("measure", ["actual", "prior"])
def test_b203_opening_balance_and_surplus_make_the_closing_balance(measure: Any) -> None:
    agrees(of(measure, opening_balance=500, surplus=-20, closing_balance=480), "B203")
    wrong = of(measure, opening_balance=500, surplus=-20, closing_balance=520)
    beside = [key("opening_balance", measure), key("surplus", measure)]
    finds(
        "B203",
        wrong,
        at=key("closing_balance", measure),
        beside=beside,
        difference=40,
        says="得 480，对不上。",
    )


# ------------------------------ B204 the total sheet
def over_funds(item: Any, measure: Any, **values: Any) -> Any:
    return {"accounts": {fund: {item: {measure: value}} for fund, value in values.items()}}


@pytest.mark.parametrize("measure", [*MEASURES, "change"])
def test_b204_the_total_is_the_sum_of_the_funds(measure: Any) -> None:
    right = over_funds("income", measure, resident_pension=5306, work_injury=38631, total=43937)
    agrees(right, "B204")
    wrong = over_funds("income", measure, resident_pension=5306, work_injury=38631, total=43973)
    beside = [key("income", measure, fund) for fund in ("resident_pension", "work_injury")]
    at = key("income", measure, "total")
    finds(
        "B204",
        wrong,
        at=at,
        beside=beside,
        difference=36,
        says="居民养老 5,306 ＋ 工伤 38,631，应为 43,937，多 36。",
    )


def test_b204_items_of_one_fund_alone_are_other_expenditure_of_the_total() -> None:
    items = {"other_expenditure": 10, "capacity_appraisal": 20, "injury_prevention": 30}
    data = of("actual", **items)
    for total, off in ((60, None), (10, -50)):
        both = {"accounts": {**data["accounts"], "total": {"other_expenditure": {"actual": total}}}}
        if off is None:
            agrees(both, "B204")
        else:
            finds("B204", both, at=key("other_expenditure", fund="total"), difference=off)


def test_b204_rates_are_not_added_up() -> None:
    measures = {relation.subject.rpartition(".")[2] for relation in relations("B204")}
    assert measures == {*MEASURES, "change"}


def test_b204_a_balance_has_no_budget() -> None:
    balances = {
        r.subject.rpartition(".")[2] for r in relations("B204") if ".closing_balance." in r.subject
    }
    assert balances == {"actual", "prior"}


# ------------------------------ B205 a part of the balance
@pytest.mark.parametrize("measure", ["actual", "prior"])
def test_b205_deposits_are_a_part_of_the_balance(measure: Any) -> None:
    agrees(of(measure, closing_balance=14388, time_deposits=7500), "B205")
    agrees(of(measure, closing_balance=14388, time_deposits=14388), "B205")
    agrees(of(measure, closing_balance=-5, time_deposits=0), "B205")


@pytest.mark.parametrize(("of_pension", "told"), [(-380, False), (None, True), (0, True)])
def test_b205_the_total_may_have_less_than_one_fund_where_another_owes_money(
    of_pension: Any, told: bool
) -> None:
    def closing(balance: Any, deposits: Any = None) -> Any:
        return {"closing_balance": {"actual": balance}, "time_deposits": {"actual": deposits}}

    injury, pension = closing(724, 724), closing(of_pension)
    total = closing(344, 724)
    data = {"accounts": {"work_injury": injury, "institution_pension": pension, "total": total}}
    about = [one for one in findings(data, "B205") if "合计" in one.message.zh]
    assert bool(about) == told


@pytest.mark.parametrize("measure", ["actual", "prior"])
def test_b205_a_part_is_told_beside_its_whole(measure: Any) -> None:
    wrong = of(measure, closing_balance=14388, time_deposits=75000)
    finds(
        "B205",
        wrong,
        at=key("time_deposits", measure),
        beside=[key("closing_balance", measure)],
        difference=75000 - 14388.5,
        says="大于年末滚存结余 14,388",
    )


# ------------------------------ B206 B207 the head of the indicator table
def test_b206_the_sources_add_up() -> None:
    agrees({"funding": {"total": 40673, "fiscal": 14221, "fund": 26452, "other": 0}}, "B206")
    wrong = {"funding": {"total": 40673, "fiscal": 14221, "fund": 26542, "other": 0}}
    beside = ["funding.fiscal", "funding.fund", "funding.other"]
    finds(
        "B206", wrong, at="funding.total", beside=beside, difference=-90, says="得 40,763，对不上。"
    )


def test_b207_the_funds_of_the_year_are_the_budgeted_expenditure() -> None:
    budget = account("total", expenditure={"budget": 41980, "actual": 40673})
    agrees({**budget, "funding": {"total": 41980}}, "B207")
    wrong = {**budget, "funding": {"total": 40673}}
    finds(
        "B207",
        wrong,
        at="funding.total",
        beside=[key("expenditure", "budget", "total")],
        difference=-1307,
    )


# ------------------------------ B208 causes within the change
def causes(change: Any, *amounts: Any, item: Any = "expenditure") -> Any:
    fund = "institution_pension"
    rows = [
        {"fund": fund, "item": item, "cause": f"原因{n}", "amount": amount}
        for n, amount in enumerate(amounts)
    ]
    return {**account(fund, **{item: {"change": change}}), "causes": rows}


CHANGE = key("expenditure", "change", "institution_pension")


@pytest.mark.parametrize("amounts", [(2410,), (1000, 1410), (3000, -590), (0,), (2410, None)])
def test_b208_causes_explain_at_most_the_growth(amounts: Any) -> None:
    agrees(causes(2410, *amounts), "B208")


def test_b208_causes_that_explain_more_than_the_growth() -> None:
    beside = [CHANGE, "causes.2.amount"]
    finds(
        "B208",
        causes(2410, 2269, 1421),
        at="causes.1.amount",
        beside=beside,
        difference=2269 - (2410 - 1421) - 1,
    )
    finds(
        "B208",
        causes(2410, 2500),
        at="causes.1.amount",
        beside=[CHANGE],
        says="大于机关养老“支出合计（比上年增减额）” 2,410",
    )


def test_b208_the_largest_amount_is_the_one_in_question() -> None:
    finds(
        "B208", causes(2410, 1421, 2269), at="causes.2.amount", beside=[CHANGE, "causes.1.amount"]
    )


def test_b208_causes_of_a_fall_explain_at_most_the_fall() -> None:
    agrees(causes(-100, -60), "B208")
    agrees(causes(-100, -60, -40), "B208")
    finds(
        "B208",
        causes(-100, -60, -60),
        at=CHANGE,
        beside=["causes.1.amount", "causes.2.amount"],
        difference=19,
    )


def test_b208_where_nothing_changed_a_cause_explains_nothing() -> None:
    finds("B208", causes(0, 5), at="causes.1.amount")


def test_b208_each_item_has_its_own_causes() -> None:
    data = causes(2410, 2000)
    data["causes"].append(
        {"fund": "institution_pension", "item": "income", "cause": "补贴", "amount": 2000}
    )
    agrees(data, "B208")
    data["accounts"]["institution_pension"]["income"] = {"change": 1500}
    finds("B208", data, at="causes.2.amount")


def test_b208_without_a_change_or_for_an_unknown_item_nothing_is_said() -> None:
    data = causes(None, 2500)
    agrees(data, "B208")
    agrees(
        {"causes": [{"fund": "work_injury", "item": "inpatient", "amount": 3}, {"amount": 3}]},
        "B208",
    )


def test_b208_every_item_is_looked_at() -> None:
    data = causes(None, 5)
    rows = [
        {"fund": "work_injury", "item": item, "amount": 5} for item in ("income", "expenditure")
    ]
    data["causes"] += rows
    data["accounts"]["work_injury"] = {"income": {"change": 1}, "expenditure": {"change": 1}}
    finds("B208", data, at=["causes.2.amount", "causes.3.amount"])


# ------------------------------ B209 B210 benefit levels
def levels(**figures: Any) -> Any:
    return {"benefit_levels": {"institution_pension": figures}}


def level(name: Any) -> Any:
    return f"benefit_levels.institution_pension.{name}"


def test_b209_the_increase_is_after_less_before() -> None:
    agrees(levels(before=5073.17, after=5283.43, increase=210.26), "B209")
    wrong = levels(before=5073.17, after=5283.43, increase=201.26)
    finds(
        "B209", wrong, at=level("increase"), beside=[level("after"), level("before")], difference=-9
    )


def test_b209_an_increase_worked_out_from_the_exact_levels_may_differ_by_rounding() -> None:
    """5283.4 − 5073.2 is 210.2, but of the exact levels it may be up to 0.1 more or less."""
    agrees(levels(before=5073.2, after=5283.4, increase=210.3), "B209")


def test_b210_not_more_adjusted_than_eligible() -> None:
    agrees(levels(eligible=5631, adjusted=5631), "B210")
    agrees(levels(eligible=5631, adjusted=5600), "B210")
    wrong = levels(eligible=5631, adjusted=5831)
    finds(
        "B210",
        wrong,
        at=level("adjusted"),
        beside=[level("eligible")],
        says="大于符合调整条件人数 5,631",
    )


# ------------------------------ B211 head-counts
def heads(fund: Any = "institution_pension", item: Any = "average_retirees", **figures: Any) -> Any:
    return {"headcounts": {fund: {item: figures}}}


def test_b211_the_change_is_this_year_less_last_year() -> None:
    agrees(heads(actual=5854, prior=5727, change=127), "B211")
    row = "headcounts.institution_pension.average_retirees"
    wrong = heads(actual=5854, prior=5727, change=217)
    finds(
        "B211", wrong, at=f"{row}.change", beside=[f"{row}.actual", f"{row}.prior"], difference=90
    )


def test_b211_every_head_count_of_every_fund_that_has_it() -> None:
    subjects = {relation.subject for relation in relations("B211")}
    assert "headcounts.work_injury.beneficiaries.change" in subjects
    assert "headcounts.work_injury.retirees.change" not in subjects
    assert len(subjects) == 7 * 2 + 3 * 2 + 4


# ------------------------------ all of them
@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("B201", 3 * (7 * 5 + 4)),
        ("B202", 3 * 8),
        ("B203", 2 * 8),
        ("B205", 2 * 8),
        ("B206", 1),
        ("B207", 1),
        ("B209", 7),
        ("B210", 7),
    ],
)
def test_every_fund_and_the_total_have_their_relations(rule: Any, count: Any) -> None:
    assert len(relations(rule)) == count
    assert len({relation.id for relation in relations(rule)}) == count


def test_nothing_that_was_not_filled_in_is_found_wrong() -> None:
    assert codes(checked(account(income={"actual": 5}, surplus={"actual": 5})).findings) == []
    assert findings({"accounts": {}}, "B201") == []
