"""An amount of the only fund that is typed wrongly and carried into some of its sums, with no total
to hold it to: it is named first, and nothing that was worked out of it is called certain."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from support import Data, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Culprit
from sipipeline.core.submission import Submission
from sipipeline.reports.issues import issues

COLUMNS = ("budget", "actual", "prior")
LEAVES: dict[str, tuple[float, float, float]] = {
    "contributions": (2_344.0, 2_264.98, 2_128.95),
    "fiscal_subsidy": (0, 0, 0),
    "interest": (75.0, 72.76, 70.36),
    "other_income": (11.0, 10.37, 9.53),
    "from_superior": (240.0, 231.48, 219.06),
    "from_subordinate": (0, 0, 0),
    "injury_medical": (655.0, 639.24, 602.77),
    "disability": (1_058.0, 1_028.71, 954.22),
    "work_death": (331.0, 319.25, 306.32),
    "capacity_appraisal": (12.0, 11.64, 10.95),
    "injury_prevention": (39.0, 36.17, 34.83),
    "other_expenditure": (3.0, 2.58, 2.44),
    "to_subordinate": (0, 0, 0),
    "to_superior": (170.0, 164.92, 158.37),
}
SUMS: dict[str, Sequence[str]] = {
    "income_subtotal": ("contributions", "fiscal_subsidy", "interest", "other_income"),
    "income": ("income_subtotal", "from_superior", "from_subordinate"),
    "benefits": ("injury_medical", "disability", "work_death"),
    "expenditure_subtotal": (
        "benefits",
        "capacity_appraisal",
        "injury_prevention",
        "other_expenditure",
    ),
    "expenditure": ("expenditure_subtotal", "to_subordinate", "to_superior"),
}
OPENING, LAST_OPENING = 3_845.19, 3_352.87

Amounts = dict[str, dict[str, float]]


def amounts() -> Amounts:
    """The lines of a year in which everything adds up."""
    lines: Amounts = {item: dict(zip(COLUMNS, line)) for item, line in LEAVES.items()}
    for item, parts in SUMS.items():
        lines[item] = {
            column: round(sum(lines[part][column] for part in parts), 2) for column in COLUMNS
        }
    lines["surplus"] = {
        column: round(lines["income"][column] - lines["expenditure"][column], 2)
        for column in COLUMNS
    }
    return lines


def year(
    carried: Mapping[str, float] | None = None, column: str = "actual", **more: Any
) -> dict[str, Any]:
    """A workbook of one fund after an amount was added to some of its lines; changes and rates
    follow."""
    lines = amounts()
    for item, amount in (carried or {}).items():
        lines[item][column] = round(lines[item][column] + amount, 2)
    right = amounts()["surplus"]
    lines["opening_balance"] = {"actual": OPENING, "prior": LAST_OPENING}
    lines["closing_balance"] = {
        "actual": round(OPENING + right["actual"], 2),
        "prior": round(LAST_OPENING + right["prior"], 2),
    }
    rows = {item: _with_rates(item, line) for item, line in lines.items()}
    spent = amounts()["expenditure"]["budget"]
    funding = {"total": spent, "fund": spent}
    return {"accounts": {"work_injury": rows}, "funding": funding, **more}


def _with_rates(item: str, line: dict[str, float]) -> dict[str, Any]:
    """A line with its change and rates; balances have none."""
    if item in ("surplus", "opening_balance", "closing_balance"):
        return dict(line)
    row: dict[str, Any] = {**line, "change": round(line["actual"] - line["prior"], 2)}
    if line["budget"]:
        row["completion_rate"] = round(line["actual"] / line["budget"], 5)
    if line["prior"]:
        row["growth_rate"] = round(row["change"] / line["prior"], 5)
    return row


def into(amount: float, *items: str) -> dict[str, float]:
    """The same amount in several lines."""
    return dict.fromkeys(items, round(amount, 2))


def culprits(data: Data) -> list[Culprit]:
    """The culprits of all causes, each cell once, in their order."""
    submission = read_back(filled(data))
    every = (one for finding in check([submission])[0].findings for one in finding.culprits)
    return list({culprit.cell.key: culprit for culprit in every}.values())


def line_of(culprit: Culprit) -> tuple[str, str]:
    """The item and the column of a culprit's cell."""
    item, measure = culprit.cell.key.split(".")[-2:]
    return item, measure


def test_a_year_in_which_everything_adds_up_accuses_no_cell() -> None:
    assert culprits(year()) == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("leaf", "column", "typed", "right"),
    [
        ("contributions", "actual", 2_624.98, 2_264.98),
        ("contributions", "actual", 22_649.8, 2_264.98),
        ("contributions", "actual", 2_672.07, 2_264.98),
        ("contributions", "prior", 1_228.95, 2_128.95),
        ("interest", "actual", 27.76, 72.76),
        ("other_income", "prior", 95.3, 9.53),
    ],
)
def test_a_leaf_carried_into_its_subtotal_and_no_further_is_named_first(
    leaf: str, column: str, typed: float, right: float
) -> None:
    first, *others = culprits(year(into(typed - right, leaf, "income_subtotal"), column))
    assert (line_of(first), first.suggest) == ((leaf, column), right)
    assert "带进了由它算出的" in first.why.zh
    assert not any(one.confidence == "certain" for one in (first, *others))


ABOVE = ("income_subtotal", "income")


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("off", "column", "why"),
    [
        (-70.36, "prior", "正好少算一项“利息收入”70.36"),
        (70.36, "prior", "正好多算一项“利息收入”70.36"),
        (9 * 2_208.84, "prior", "小数点错位，相差 10 倍"),
        (-72.76, "actual", "正好少算一项“利息收入”72.76"),
        (9 * 2_430.0, "budget", "小数点错位，相差 10 倍"),
    ],
)
def test_a_sum_that_formulas_carried_on_is_named_and_none_of_its_parts(
    off: float, column: str, why: str
) -> None:
    carried = into(off, *ABOVE, "surplus")
    data = year(carried, column)
    first, *others = culprits(data)
    assert line_of(first) == ("income_subtotal", column)
    assert why in first.why.zh
    parts = SUMS["income_subtotal"]
    assert not any(one.located for one in others if line_of(one)[0] in parts)


def test_a_sum_of_which_one_part_alone_was_carried_on_is_named() -> None:
    carried = into(1_028.71 - 1_987.20, "benefits", "expenditure_subtotal", "expenditure")
    first, *_ = culprits(year(carried | into(1_987.20 - 1_028.71, "surplus")))
    assert line_of(first) == ("benefits", "actual")
    assert "只有一项“伤残待遇”1,028.71" in first.why.zh


@pytest.mark.parametrize("amount", [-360.0, 90.0, 20_384.82])
def test_a_sum_that_is_wrong_alone_is_still_certain(amount: float) -> None:
    first, *_ = culprits(year(into(amount, "income")))
    assert line_of(first) == ("income", "actual")


CARRIED = ("benefits", "expenditure_subtotal", "expenditure")


@pytest.mark.parametrize(
    ("leaf", "typed", "right"), [("disability", 105.0, 1_058.0), ("work_death", 3_310.0, 331.0)]
)
def test_a_budget_carried_up_to_the_expenditure_is_named_before_the_funds_of_the_year(
    leaf: str, typed: float, right: float
) -> None:
    carried = {**into(typed - right, leaf, *CARRIED), "surplus": right - typed}
    first, *others = culprits(year(carried, "budget"))
    assert (line_of(first), first.suggest) == ((leaf, "budget"), right)
    assert first.confidence == "likely"
    of_funds = [one for one in others if one.cell.key.startswith("funding")]
    assert not any(one.located for one in of_funds)


@pytest.mark.parametrize("typed", [2_628.0, 22_680.0])
def test_funds_of_the_year_that_are_wrong_themselves_are_still_named_first(typed: float) -> None:
    first, *others = culprits(year(funding={"total": typed, "fund": typed}))
    assert first.cell.key.startswith("funding")
    assert not any(one.located for one in others if not one.cell.key.startswith("funding"))


def with_balances(data: dict[str, Any], **beside: object) -> dict[str, Any]:
    """A workbook with what stands beside its account."""
    return {**data, "balances": {"work_injury": beside}}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [(1_085.0, True), (1_508.0, True), (105.8, True), (0.0, True), (1_131.0, False)],
)
def test_the_funds_of_the_year_are_not_singled_out_beside_a_leaf_that_was_carried(
    typed: float, offered: bool
) -> None:
    """The budget of 1,058 for benefits of the disabled, in its sums and in the surplus."""
    off = typed - 1_058
    carried = into(off, "disability", *CARRIED) | into(-off, "surplus")
    named = {one.cell.key: one for one in culprits(year(carried, "budget"))}
    assert not any(one.located for key, one in named.items() if key.startswith("funding."))
    key = "accounts.work_injury.disability.budget"
    assert (key in named) == offered
    if offered:
        assert named[key].suggest == 1_058


@pytest.mark.parametrize("typed", [22_680.0, 22.68])
def test_funds_of_the_year_with_a_slip_of_their_own_are_still_singled_out(typed: float) -> None:
    data = year()
    data["funding"] = {"total": typed, "fund": 2_268.0}
    named = {one.cell.key for one in culprits(data) if one.located}
    assert named == {"funding.total"}


def deposits(leaf: str, amount: float, share: str) -> dict[str, Any]:
    """A workbook of deposits and their share, an amount added to a leaf of the spending and to all
    that is worked out of it."""
    carried = into(amount, leaf, *CARRIED) if amount else {}
    data = year(carried | into(-amount, "surplus"))
    rows = data["accounts"]["work_injury"]
    rows["closing_balance"]["actual"] = round(rows["closing_balance"]["actual"] - amount, 2)
    rows["time_deposits"] = {"actual": 2_000.0, "prior": 1_800.0}
    return with_balances(data, deposit_share=share)


def test_the_share_of_deposits_is_not_singled_out_beside_a_leaf_that_was_carried() -> None:
    """2,000 of 4,222.34 are 47.4%; with 1,208.71 for 1,028.71 of 4,042.34 they would be 49.5%."""
    named = {one.cell.key: one for one in culprits(deposits("disability", 180.0, "47.4%"))}
    assert not named["balances.work_injury.deposit_share"].located
    assert named["accounts.work_injury.disability.actual"].suggest == 1_028.71
    assert culprits(deposits("disability", 0.0, "47.4%")) == []


@pytest.mark.parametrize(("said", "located"), [("4042.27", True), ("4222.27", False)])
def test_texts_that_have_the_table_as_it_is_speak_for_it(said: str, located: bool) -> None:
    """Spending 180 more than it was, and a balance of 4,042.27 that a text has too, or has not."""
    data = with_balances(deposits("disability", 180.0, ""), months_payable=23.0)
    text = f"工伤保险基金年末滚存结余{said}万元。"
    named = {one.cell.key: one for one in culprits({**data, "narrative": {"operation": text}})}
    assert named["balances.work_injury.months_payable"].located == located


@pytest.mark.parametrize(("share", "typed"), [("47.4%", 2_300.0), ("52.4%", 2_000.0)])
def test_deposits_and_their_share_are_wrong_as_soon(share: str, typed: float) -> None:
    """2,000 of 4,222.34 are 47.4%; nothing else holds either."""
    data = deposits("disability", 0.0, share)
    data["accounts"]["work_injury"]["time_deposits"]["actual"] = typed
    named = {one.cell.key: one.located for one in culprits(data)}
    assert named["balances.work_injury.deposit_share"] is False
    assert named["accounts.work_injury.time_deposits.actual"] is False


def test_a_0_is_named_before_the_balances_where_budget_and_last_year_have_as_much() -> None:
    carried = into(-1_028.71, "disability", *CARRIED)
    leaf, *balances = culprits(year(carried | into(1_028.71, "surplus")))
    assert {line_of(one)[0] for one in balances} == {"opening_balance", "closing_balance"}
    assert (line_of(leaf), leaf.suggest) == (("disability", "actual"), 1_028.71)
    assert "填成了 0" in leaf.why.zh
    assert leaf.confidence == "likely"  # P418 asks about it
    assert not any(one.located for one in balances)


WORKED_OUT = (*SUMS, "surplus", "change", "completion_rate", "growth_rate")


def by_formulas(submission: Submission) -> Submission:
    """The workbook with formulas for all that is worked out."""
    claims = {
        key: claim._replace(formula=not set(WORKED_OUT).isdisjoint(key.split(".")))
        for key, claim in submission.claims.items()
    }
    return replace(submission, claims=claims)


@pytest.mark.parametrize(
    ("leaf", "typed", "completion", "growth"),
    [
        ("disability", 10_287_100.0, 0.972, 0.078),
        ("disability", 102_871.0, 0.972, 0.078),
        ("work_death", 319_250.0, 0.965, 0.042),
    ],
)
def test_what_formulas_put_right_is_not_to_be_typed_over(
    leaf: str, typed: float, completion: float, growth: float
) -> None:
    """Months payable of 23.0 tell which amount it is; rates of 972,000% are told as what they
    should be."""
    off = typed - LEAVES[leaf][1]
    data = year(into(off, leaf, *CARRIED) | into(-off, "surplus"))
    row = data["accounts"]["work_injury"]["closing_balance"]
    row["actual"] = round(row["actual"] - off, 2)
    data = with_balances(data, months_payable=23.0)
    found = check([by_formulas(read_back(filled(data)))])[0].findings
    issue = next(one for one in issues(found) if one.is_located)
    assert [line_of(one) for one in issue.wrong if not one.follows] == [
        (leaf, "actual"),
        ("closing_balance", "actual"),
    ]
    assert "是公式，会随之重算，不用改" in issue.todo.zh
    rates = {line_of(one): one.suggest for one in issue.wrong}
    assert rates[leaf, "completion_rate"] == pytest.approx(completion, abs=6e-4)
    assert rates[leaf, "growth_rate"] == pytest.approx(growth, abs=6e-4)


def followed(leaf: str, typed: float) -> Data:
    """A workbook in which a leaf of the benefits is carried into all but what was worked out
    before: the months payable and the share of deposits."""
    off = typed - LEAVES[leaf][COLUMNS.index("actual")]
    data = year({**into(off, leaf, *CARRIED), "surplus": -off})
    closing = data["accounts"]["work_injury"]["closing_balance"]
    months = closing["actual"] / amounts()["expenditure"]["actual"] * 12
    share = 1_500 / closing["actual"]
    closing["actual"] = round(closing["actual"] - off, 2)
    data["accounts"]["work_injury"]["time_deposits"] = {"actual": 1_500.0, "prior": 1_400.0}
    stated = {"months_payable": round(months, 1), "deposit_share": round(share, 3)}
    data["balances"] = {"work_injury": stated}
    return data


@pytest.mark.parametrize(("leaf", "typed"), [("disability", 0), ("work_death", 319_250)])
def test_the_leaf_that_seems_unlikely_by_itself_is_the_one(leaf: str, typed: float) -> None:
    """Any line of the expenditure may be off by as much; a 0 elsewhere would not be likelier."""
    first, *others = culprits(followed(leaf, typed))
    assert (line_of(first), first.confidence) == ((leaf, "actual"), "likely")
    assert not any(one.confidence == "certain" for one in others)
    findings = check([read_back(filled(followed(leaf, typed)))])[0].findings
    asked = [one for one in findings if one.rule in ("R304", "P415", "P418")]
    assert len(asked) == 2
    assert len({one.group for one in asked}) == 1
