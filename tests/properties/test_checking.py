"""The invariants of the arithmetic: right data raise no alarm however rounded, and a moved figure
always does."""

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from support import findings, submitted

from sipipeline.checking.batch import check
from sipipeline.core.findings import Kind, Severity
from sipipeline.reports.phrases import wrong_together
from sipipeline.standards.data import flatten
from sipipeline.standards.load import load
from tools.accounts import consistent, slipped, work_out

STANDARD = load("2020")
FORMS = [
    ("万元", 4),
    ("万元", 2),
    ("万元", 1),
    ("万元", 0),
    ("元", 0),
    ("元", -2),
    ("元", -3),
    ("元", -4),
]
FEW = ["resident_pension", "work_injury"]


SEEDS = st.integers(0, 10**9)


def some(*parts: Any) -> Any:
    """Cases that are checked as one batch."""
    return st.lists(st.tuples(*parts), min_size=6, max_size=8)


def made_up(seed: int, form: tuple[str, int], details: float = 1.0) -> Any:
    """Consistent accounts in a unit of money, rounded to some places."""
    unit, places = form
    return consistent(STANDARD, seed, funds=FEW, unit=unit, places=places, details=details)


def told(data: Any) -> list[list[str]]:
    """What is said against each of a batch."""
    results = check([submitted(one) for one in data])
    return [[finding.message.zh for finding in alarms(result)] for result in results]


def alarms(result: Any) -> Any:
    return [
        f for f in result.findings if f.severity is not Severity.INFO and f.kind is not Kind.MISSING
    ]


@settings(max_examples=6, deadline=None)
@given(some(SEEDS, st.sampled_from(FORMS), st.sampled_from([1.0, 0.7, 0.3])))
def test_a_consistent_account_rounded_any_way_raises_no_alarm(cases: Any) -> None:
    data = [made_up(seed, form, details) for seed, form, details in cases]
    assert told(data) == [[]] * len(data)


@settings(max_examples=5, deadline=None)
@given(some(SEEDS, st.sampled_from(FORMS), st.sampled_from([None, 4, 3, 2])))
def test_what_is_worked_out_from_the_printed_figures_raises_no_alarm(cases: Any) -> None:
    data = [work_out(made_up(seed, form), digits) for seed, form, digits in cases]
    assert told(data) == [[]] * len(data)


def test_a_formula_is_exact_for_the_figures_that_it_was_computed_from() -> None:
    """The true figures are 95.4 and 84.6: the change 10.8, the growth 12.8 %."""
    row = "accounts.work_injury.interest"
    typed = submitted(
        {"accounts": {"work_injury": {"interest": {"actual": 95, "prior": 85, "change": 10}}}}
    )
    growth = typed.claims[f"{row}.change"]._replace(
        key=f"{row}.growth_rate", value=0.128, half_width=0.0005
    )
    typed = replace(typed, claims={**typed.claims, growth.key: growth})
    change = typed.claims[f"{row}.change"]._replace(formula=True)
    formula = replace(typed, claims={**typed.claims, change.key: change})
    assert [finding.rule for finding in alarms(check([typed])[0])] == ["R303"]
    assert alarms(check([formula])[0]) == []


def test_a_rate_as_a_formula_leaves_it_is_as_rough_as_the_amounts_of_its_row() -> None:
    row = {"actual": 95, "prior": 85, "change": 11}
    for growth, rules in ((10 / 85, []), (0.118, ["R303"]), (10 / 58, ["R303"])):
        data = {
            "accounts": {
                "work_injury": {"interest": {**row, "growth_rate": float(f"{growth:.15g}")}}
            }
        }
        assert [finding.rule for finding in alarms(check([submitted(data)])[0])] == rules


@settings(max_examples=6, deadline=None)
@given(some(SEEDS, st.sampled_from(FORMS)))
def test_a_figure_moved_by_more_than_rounding_allows_is_always_reported(cases: Any) -> None:
    moved = [with_one_moved(made_up(seed, form), seed, form) for seed, form in cases]
    for (_, key), result in zip(moved, check([submitted(data) for data, _ in moved])):
        errors = [one for one in result.findings if one.severity is Severity.ERROR]
        assert any(key in {cell.key for cell in one.cells} for one in errors)


def with_one_moved(data: Any, seed: int, form: tuple[str, int]) -> tuple[Any, str]:
    """The data with one figure of an account moved, and its key."""
    values = flatten(data, STANDARD)
    figures = (key for key, value in values.items() if isinstance(value, (int, float)))
    key = random.Random(seed).choice([key for key in figures if key.startswith("accounts.")])
    _, fund, item, measure = key.split(".")
    cells = data["accounts"][fund][item]
    cells[measure] = slipped(float(str(values[key])), form[1])
    return data, key


@settings(max_examples=15, deadline=None)
@given(
    seed=SEEDS,
    form=st.sampled_from(FORMS),
    part=st.sampled_from([(FEW, 0.9), (["work_injury"], 0.6)]),
)
def test_what_a_blank_must_hold_is_what_was_left_out(seed: Any, form: Any, part: Any) -> None:
    (unit, places), (funds, details) = form, part
    data = consistent(STANDARD, seed, funds=funds, unit=unit, places=places)
    whole = submitted(data).claims
    chance = random.Random(seed)
    for rows in data["accounts"].values():
        for cells in rows.values():
            for measure in [name for name in cells if chance.random() > details]:
                del cells[measure]
    submission = replace(submitted(data), places=dict.fromkeys(STANDARD.fields, ("表", "A1")))
    blanks = {blank.cell.key: blank.expected for blank in check([submission])[0].implied}
    assert blanks.keys().isdisjoint(submission.claims)
    for key in blanks.keys() & whole.keys():
        low, high = blanks[key]
        assert low is not None
        assert high is not None
        assert (
            low - whole[key].half_width <= float(whole[key].value) <= high + whole[key].half_width
        )
    event(f"{min(len(blanks), 20)} blanks told")


def test_a_batch_gives_each_submission_what_it_gets_alone() -> None:
    """Every other one has blanks and every third a wrong income; one has all funds."""
    submissions = []
    for seed in range(12):
        data = consistent(
            STANDARD, seed, funds=FEW if seed != 5 else None, details=1.0 if seed % 2 else 0.9
        )
        if seed % 3 == 0:
            data["accounts"]["work_injury"].setdefault("income", {})["actual"] = seed * 1000 + 7
        if seed % 5 == 0:
            data["causes"] = [
                {
                    "fund": "work_injury",
                    "item": "income",
                    "cause": "甲",
                    "amount": seed,
                    "share": "20%",
                }
            ]
        submissions.append(
            replace(submitted(data), places=dict.fromkeys(STANDARD.fields, ("表", "A1")))
        )
    together = check(submissions)
    assert [check([submission])[0] for submission in submissions] == together
    assert sum(bool(alarms(result)) for result in together) > 5
    assert sum(bool(result.implied) for result in together) > 5


def test_one_wrong_cell_explains_what_tables_and_text_say_of_it() -> None:
    """The table's total is wrong: its parts and the text agree on another figure. Then the text is
    wrong instead."""
    data = consistent(STANDARD, 3, funds=["work_injury", "unemployment"], unit="万元", places=0)
    income = data["accounts"]["work_injury"]["income"]
    right, wrong = income["actual"], income["actual"] + 9
    data["narrative"] = {"operation": f"工伤保险基金收入合计{right}万元。"}
    income["actual"] = wrong
    found = [f for f in check([submitted(data)])[0].findings if f.severity is Severity.ERROR]
    assert {f.group for f in found} == {1}
    assert {"B201", "N601"} <= {f.rule for f in found}
    assert {(c.cell.key, c.suggest) for f in found for c in f.culprits} == {
        ("accounts.work_injury.income.actual", right)
    }
    income["actual"] = right
    data["narrative"] = {"operation": f"工伤保险基金收入合计{wrong}万元。"}
    (finding,) = [f for f in check([submitted(data)])[0].findings if f.severity is Severity.ERROR]
    (culprit,) = finding.culprits
    assert (finding.rule, culprit.cell.key, culprit.confidence) == (
        "N601",
        "narrative.operation",
        "certain",
    )
    assert (culprit.cell.value, culprit.suggest) == (f"{wrong}万元", f"{right}万元")


def test_two_columns_exchanged_are_one_slip() -> None:
    data = consistent(STANDARD, 7, funds=FEW)
    for cells in data["accounts"]["work_injury"].values():
        cells["actual"], cells["prior"] = cells.get("prior"), cells.get("actual")
    found = [f for f in check([submitted(data)])[0].findings if f.severity is Severity.ERROR]
    assert len({finding.group for finding in found}) == 1
    assert {culprit.why.zh for finding in found for culprit in finding.culprits} == {
        "工伤“本年实际数”和“上年实际数”两栏的数互换了，共 42 格"
    }


def account(**items: Any) -> Any:
    return {"accounts": {"work_injury": items}}


def test_a_culprit_that_only_rates_bound_is_given_an_interval_not_a_figure() -> None:
    income = {
        "budget": 10000,
        "actual": 8123,
        "prior": 9000,
        "completion_rate": "95%",
        "growth_rate": "6%",
    }
    found = check([submitted(account(income=income))])[0].findings
    culprit, *rates = found[0].culprits
    assert (culprit.cell.key, culprit.suggest) == ("accounts.work_injury.income.actual", None)
    assert [rate.suggest for rate in rates] == ["81%", "-10%"]  # as wrong as both rates together
    assert culprit.expected == pytest.approx(
        (9494.5, 9550.5), abs=1.5
    )  # 9000 × 105.5 %, 10000 × 95.5 %
    assert "填 8,123，多半应在 9,494～9,550 之间" in wrong_together([culprit, *rates]).zh


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (
            account(income={"actual": 100}, expenditure={"actual": 60}, surplus={"actual": 41}),
            [],
        ),  # off by one
        (
            account(income={"actual": 100}, expenditure={"actual": 60}, surplus={"actual": 42}),
            ["B202"],
        ),
        (
            account(
                income={"actual": 100.5}, expenditure={"actual": 60.25}, surplus={"actual": 41}
            ),
            ["B202"],
        ),  # cents
        (
            account(surplus={"actual": 42}, expenditure={"actual": 60}),
            [],
        ),  # a blank is unknown, not nothing
        (
            account(
                income={"actual": 100}, income_subtotal={"actual": 90}, from_superior={"actual": 20}
            ),
            ["B201"],
        ),
        (
            account(income={"budget": 0, "actual": 0, "completion_rate": "100%"}),
            [],
        ),  # 0/0 printed as 100 %
        (
            account(income={"budget": 0, "actual": 5, "completion_rate": "100%"}),
            [],
        ),  # no base: nothing to say
        (
            account(income={"budget": 50, "actual": 49, "completion_rate": 98}),
            [],
        ),  # percent points in the cell
        (account(income={"budget": 50, "actual": 49, "completion_rate": 0.98}), []),
        (account(income={"budget": 40, "actual": 80, "completion_rate": 2}), []),
        (account(income={"budget": 500, "actual": 490, "completion_rate": "９９％"}), ["R301"]),
        (
            account(
                income={"actual": "１，１６７"},
                expenditure={"actual": "1100万元"},
                surplus={"actual": "67 "},
            ),
            [],
        ),
        (
            account(
                income={"actual": "11670000元"},
                expenditure={"actual": 1100},
                surplus={"actual": 67},
            ),
            [],
        ),
        (
            account(
                income={"actual": 90}, expenditure={"actual": 100}, surplus={"actual": "（10）"}
            ),
            [],
        ),
        (
            account(income={"actual": 90}, expenditure={"actual": 100}, surplus={"actual": "▲10"}),
            [],
        ),
        (account(income={"actual": 90}, expenditure={"actual": "—"}, surplus={"actual": 1}), []),
        (account(closing_balance={"actual": -5}, time_deposits={"actual": 0}), []),
    ],
)
def test_rounding_blanks_and_odd_typing(data: Any, rules: Any) -> None:
    assert [finding.rule for finding in alarms(check([submitted(data)])[0])] == rules


def test_parts_not_all_filled_in_say_what_the_blanks_hold() -> None:
    data = account(income={"actual": 1000}, income_subtotal={"actual": 900})
    (finding,) = findings(data, "B201")
    assert (finding.rule, finding.severity, finding.kind) == ("B201", Severity.INFO, Kind.MISSING)
    assert finding.expected is None  # it would be that of the blanks, not of the total
    assert "上级补助收入、下级上解收入合计应为 100" in finding.message.zh


def test_a_warning_that_the_submitter_explained_stays_as_an_info() -> None:
    data = account(opening_balance={"actual": 500}, closing_balance={"prior": 550})
    assert [finding.severity for finding in findings(data, "H701")] == [Severity.WARNING]
    data["accounts"]["work_injury"]["opening_balance"]["note"] = "按审计意见追溯调整"
    (finding,) = findings(data, "H701")
    assert finding.severity is Severity.INFO
    assert "追溯调整" in finding.message.zh


def test_a_wrong_unit_on_the_cover_is_said_once_and_no_text_is_accused() -> None:
    items = {
        "income": {"actual": 5306},
        "expenditure": {"actual": 2244},
        "surplus": {"actual": 3062},
    }
    text = "工伤保险基金收入合计5306万元，支出合计2244万元，本年收支结余3062万元。"
    data = account(**items) | {"narrative": {"operation": text}, "cover": {"money_unit": "元"}}
    (finding,) = alarms(check([submitted(data)])[0])
    assert [cell.key for cell in finding.cells] == ["cover.money_unit"]
    assert "“万元”" in finding.message.zh
    data["cover"]["money_unit"] = "万元"
    assert alarms(check([submitted(data)])[0]) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("收入合计5306万元，比上年增加798万元，增长17.7%。", []),
        ("收入合计5306万元，比上年减少798万元。", ["N601"]),
        ("支出合计2244万元，比上年减少56万元，下降2.4%。", []),
        ("支出合计2244万元，比上年增加56万元。", ["N601"]),
        ("收入合计5306万元，比预算增加652万元，增长14%。", []),  # not with last year
        ("支出合计2244万元，较年初预算减少300万元，下降11.8%。", []),
        ("支出合计2244万元，其中医疗费减少30万元。", []),  # of something else
        ("收入合计5306万元，完成预算的114%，增长16.7%。", ["N601"]),
    ],
)
def test_what_a_text_compares_with_last_year_is_held_to_the_change(text: Any, rules: Any) -> None:
    income = {"budget": 4654, "actual": 5306, "prior": 4508, "change": 798, "growth_rate": "17.7%"}
    expenditure = {"actual": 2244, "prior": 2300, "change": -56, "growth_rate": "-2.4%"}
    data = account(income=income, expenditure=expenditure) | {
        "narrative": {"operation": f"工伤保险基金{text}"}
    }
    assert [finding.rule for finding in alarms(check([submitted(data)])[0])] == rules
