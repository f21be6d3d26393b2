"""Formulas that add up the wrong cells: each slip is one cause, with all that was worked out of it,
and no right cell is accused for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest
from plain_accounts import STANDARD, plain_accounts
from support import filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.findings import Severity
from sipipeline.core.formulas import Formula
from sipipeline.core.submission import Claim, Submission
from sipipeline.reports.issues import Issue, issues

FUNDS = ("work_injury", "unemployment")
COLUMNS = ("budget", "actual", "prior")
SUMS = ("income_subtotal", "income", "benefits", "expenditure_subtotal", "expenditure")
INCOME = ("contributions", "fiscal_subsidy", "interest", "other_income")
Lines = Mapping[str, Sequence[str]]
"""Of each line, `fund.item`, the lines that its formula adds; "-" stands before one that it takes
off."""


@cache
def book() -> Submission:
    """Two funds and the total: all of it typed, and right."""
    return read_back(filled(plain_accounts(FUNDS)))


def usual(fund: str) -> dict[str, list[str]]:
    """What the formulas of an account add, those that others add before these."""
    lines = {item: [one.key for one in STANDARD.parts_of(fund, item)] for item in SUMS}
    lines |= {
        "surplus": ["income", "-expenditure"],
        "closing_balance": ["opening_balance", "surplus"],
    }
    return {f"{fund}.{item}": [_of(fund, one) for one in parts] for item, parts in lines.items()}


def _of(fund: str, item: str) -> str:
    return f"-{fund}.{item[1:]}" if item.startswith("-") else f"{fund}.{item}"


def account_key(fund: str, item: str, column: str = "actual") -> str:
    return f"accounts.{fund}.{item}.{column}"


def of_total() -> dict[str, list[str]]:
    """The total adds the funds, line by line."""
    items = (*SUMS, "surplus", "closing_balance", "opening_balance")
    return {f"total.{item}": [f"{fund}.{item}" for fund in FUNDS] for item in items}


def workbook(wrong: Lines, columns: Sequence[str] = COLUMNS) -> Submission:
    """The workbook with formulas, some of which add other lines in some columns."""
    right: dict[str, list[str]] = {}
    for fund in FUNDS:
        right |= usual(fund)
    right |= of_total()
    claims, formulas = dict(book().claims), dict[str, Formula]()
    for line, parts in right.items():
        for column in COLUMNS:
            added = wrong.get(line, parts) if column in columns else parts
            key = _key(line, column)
            added = [one for one in added if _key(one, column) in book().places]
            if key in claims:
                value = sum(_amount(one, column, claims) for one in added)
                claims[key] = claims[key]._replace(value=value, formula=True)
                formulas[key] = Formula("+".join(_cell(one, column, line) for one in added))
    return replace(book(), claims=claims, formulas=formulas)


def _key(line: str, column: str) -> str:
    fund, item = line.removeprefix("-").split(".")
    return account_key(fund, item, column)


def _amount(line: str, column: str, claims: Mapping[str, object]) -> float:
    claim = claims.get(_key(line, column))
    value = getattr(claim, "value", 0.0)
    return -value if line.startswith("-") else value


def _cell(line: str, column: str, beside: str) -> str:
    sheet, ref = book().places[_key(line, column)]
    own, _ = book().places[_key(beside, column)]
    sign = "-" if line.startswith("-") else ""
    return f"{sign}{ref}" if sheet == own else f"{sign}{sheet}!{ref}"


def told(submission: Submission) -> list[Issue]:
    """The errors of the sheets of accounts."""
    found = issues(check([submission])[0].findings)
    return [one for one in found if one.severity is Severity.ERROR]


def accused(found: Sequence[Issue]) -> set[str]:
    return {one.cell.key for issue in found for one in issue.culprits if one.located}


def test_right_formulas_are_no_cause() -> None:
    submission = workbook({})
    assert not {one.first.rule for one in told(submission)} & {"B201", "B202", "B203", "B204"}


@pytest.mark.sampled(7)
@pytest.mark.parametrize("columns", [("actual",), ("budget", "actual"), COLUMNS])
@pytest.mark.parametrize(
    ("line", "added", "said"),
    [
        (
            "work_injury.benefits",
            ["work_injury.injury_medical", "work_injury.disability"],
            "漏加了“工亡待遇”（{c}24）",
        ),
        (
            "work_injury.income_subtotal",
            [f"work_injury.{item}" for item in (*INCOME, "interest")],
            "不该加的也加了：“利息收入”（{c}12）",
        ),
        (
            "work_injury.income_subtotal",
            [f"work_injury.{item}" for item in ("contributions", "fiscal_subsidy", "interest")],
            "漏加了“其他收入”（{c}15）",
        ),
    ],
)
def test_a_formula_that_adds_other_cells_is_the_one_cause(
    line: str, added: list[str], said: str, columns: tuple[str, ...]
) -> None:
    submission = workbook({line: added}, columns)
    first, *others = told(submission)
    fund, item = line.split(".")
    assert {one.cell.key for one in first.culprits} == {
        account_key(fund, item, column) for column in columns
    }
    letter = submission.places[account_key(fund, item, columns[0])][1][0]
    assert said.format(c=letter) in first.message.zh
    assert "公式" in first.todo.zh
    assert all(one.confidence == "certain" for one in first.culprits)
    typed = {key for key in accused(others) if key.startswith("accounts.")}
    assert not typed & {_key(one, column) for one in added for column in COLUMNS}


def test_a_surplus_that_adds_what_it_should_take_off() -> None:
    wrong = {"unemployment.surplus": ["unemployment.income", "unemployment.expenditure"]}
    first, *_ = told(workbook(wrong, ("actual",)))
    (culprit,) = first.culprits
    assert culprit.cell.key == account_key("unemployment", "surplus")
    assert culprit.suggest == book().claims[culprit.cell.key].value


def test_a_fund_that_every_formula_of_the_total_leaves_out_is_one_cause() -> None:
    wrong = {line: parts[:1] for line, parts in of_total().items()}
    found = told(workbook(wrong))
    first = found[0]
    assert len(first.culprits) > 10
    assert "漏加了“失业" in first.message.zh
    assert first.todo.zh.startswith(f"涂成红色的 {len(first.culprits)} 格的公式都要改")
    assert not {key for key in accused(found[1:]) if key.startswith("accounts.")}


def test_a_sum_of_the_parts_of_a_part_is_right() -> None:
    parts = [f"work_injury.{item}" for item in (*INCOME, "from_superior", "from_subordinate")]
    assert not accused(told(workbook({"work_injury.income": parts})))


def test_a_formula_that_was_not_worked_out_anew() -> None:
    right = workbook({})
    key = account_key("work_injury", "income_subtotal")
    stale = right.claims[key]._replace(value=right.number(key) + 40.0)  # type: ignore[operator]
    first, *others = told(replace(right, claims={**right.claims, key: stale}))
    assert {one.cell.key for one in first.culprits} == {key}
    assert "F9" in first.message.zh
    assert "不用改" in first.todo.zh
    assert not accused(others)


def with_rates(lines: int) -> Submission:
    """The workbook with formulas for the growth of the income; that of so many lines takes last
    year from the line below, as after a line that was put in."""
    made = workbook({})
    claims, formulas = dict(made.claims), dict(made.formulas)
    for number, (item, below) in enumerate(zip(INCOME, (*INCOME[1:], INCOME[0]))):
        now, before = (account_key("unemployment", item, one) for one in ("actual", "prior"))
        taken = account_key("unemployment", below, "prior") if number < lines else before
        rate = account_key("unemployment", item, "growth_rate")
        values = {key: float(str(claims[key].value)) for key in (now, before, taken)}
        if rate in claims and values[taken] and values[before]:
            sheet, _ = book().places[rate]
            value = (values[now] - values[taken]) / values[taken]
            cells = [book().places[key][1] for key in (now, taken)]
            claims[rate] = claims[rate]._replace(value=value, half_width=0.0, formula=True)
            formulas[rate] = Formula("IFERROR(({0}-{1})/{1},0)".format(*cells))
            assert sheet == book().places[now][0]
    return replace(made, claims=claims, formulas=formulas)


def test_rates_that_take_last_year_from_the_line_below_are_one_cause() -> None:
    (issue,) = told(with_rates(2))
    wrong = [one for one in issue.culprits if one.located]
    assert {keys.measure(one.cell.key) for one in wrong} == {"growth_rate"}
    assert "取错了格" in issue.message.zh
    assert all(one.in_formula for one in wrong)


def test_of_a_rate_that_takes_its_own_change_only_the_other_cell_is_told() -> None:
    right = workbook({})
    claims, formulas = dict(right.claims), dict(right.formulas)
    change, taken, rate = (
        account_key("unemployment", item, measure)
        for item, measure in (
            ("income_subtotal", "change"),
            ("income", "prior"),
            ("income_subtotal", "growth_rate"),
        )
    )
    over, base = (right.number(key) or 0.0 for key in (change, taken))
    claims[rate] = claims[rate]._replace(value=over / base + 0.01, half_width=0.0, formula=True)
    cells = [book().places[key][1] for key in (change, taken)]
    formulas[rate] = Formula("/".join(cells))
    found = told(replace(right, claims=claims, formulas=formulas))
    (why,) = {one.why.zh for issue in found for one in issue.culprits if one.cell.key == rate}
    assert "却取了" in why
    assert cells[0] not in why.partition("该取")[2]


def test_rates_by_formulas_that_take_their_own_line_are_right() -> None:
    assert told(with_rates(0)) == []


def test_cells_beside_the_form_leave_open_what_a_formula_adds() -> None:
    right = workbook({})
    key = account_key("total", "closing_balance")
    formula = Formula(f"{right.formulas[key].text}+Z99")
    more = right.claims[key]._replace(value=right.number(key) + 40.0)  # type: ignore[operator]
    claims, formulas = {**right.claims, key: more}, {**right.formulas, key: formula}
    found = told(replace(right, claims=claims, formulas=formulas))
    assert found
    assert not any("公式 =" in issue.message.zh for issue in found)


def test_what_was_filled_in_by_a_wrong_sum_is_to_be_changed_too() -> None:
    """Months payable and the share of deposits, typed by the balance as it was, are one cause."""
    wrong = {"work_injury.surplus": ["work_injury.income"]}
    submission = workbook(wrong, ("actual",))
    balance, spent, deposits = (
        submission.number(account_key("work_injury", item)) or 0.0
        for item in ("closing_balance", "expenditure", "time_deposits")
    )
    by_hand = {
        "balances.work_injury.months_payable": round(balance / spent * 12, 1),
        "balances.work_injury.deposit_share": round(deposits / balance, 4),
    }
    typed = {key: submission.claims[key]._replace(value=value) for key, value in by_hand.items()}
    found = told(replace(submission, claims={**submission.claims, **typed}))
    (issue,) = [one for one in found if by_hand.keys() & accused([one])]
    meant = {one.cell.key: one.suggest for one in issue.culprits}
    assert meant == {key: pytest.approx(book().number(key), abs=1e-4) for key in by_hand}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("wrong", ["benefits", "expenditure_subtotal"])
def test_money_of_the_year_that_was_filled_in_by_a_wrong_sum(wrong: str) -> None:
    """The same figure as the expenditure budget, and as the money of the funds in it."""
    right = [one.key for one in STANDARD.parts_of("work_injury", wrong)]
    submission = workbook({f"work_injury.{wrong}": [f"work_injury.{one}" for one in right[:-1]]})
    budget = submission.number(account_key("total", "expenditure", "budget"))
    assert budget is not None
    claims = dict(submission.claims)
    for key in ("funding.total", "funding.fund"):
        place = submission.places[key]
        claims[key] = Claim(key, budget, 0.5, *place, budget)
    found = told(replace(submission, claims=claims))
    (issue,) = [one for one in found if "funding.total" in accused([one])]
    assert {one.cell.key for one in issue.culprits} == {"funding.total", "funding.fund"}
    right_budget = book().number(account_key("total", "expenditure", "budget"))
    assert {one.suggest for one in issue.culprits} == {right_budget}


def test_rates_on_nothing_follow_a_sum_that_is_put_right() -> None:
    submission = workbook({"total.income": [f"{fund}.from_superior" for fund in FUNDS]})
    claims, formulas = dict(submission.claims), dict(submission.formulas)
    for measure, cells in (("completion_rate", "{1}/{0}"), ("growth_rate", "({1}-{2})/{2}")):
        rate = account_key("total", "income", measure)
        amounts = [book().places[account_key("total", "income", one)][1] for one in COLUMNS]
        claims[rate] = claims[rate]._replace(value=0.0, formula=True)
        formulas[rate] = Formula(f"IFERROR({cells.format(*amounts)},0)")
    (issue,) = told(replace(submission, claims=claims, formulas=formulas))
    assert accused([issue]) <= {account_key("total", "income", one) for one in COLUMNS}
