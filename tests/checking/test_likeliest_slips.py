"""Which of the cells that explain as much comes first: a clear slip before a 0, a unit word before
chance, an exchange before two wrong rates; and what floating point leaves of 0."""

from typing import Any

import pytest
from support import Data, account, checked

from sipipeline.core.findings import Culprit, Severity


def first(data: Data) -> Culprit:
    """The first culprit of the only cause."""
    groups = {finding.group: finding.culprits for finding in checked(data).findings}
    groups.pop(None, None)
    (culprits,) = groups.values()
    return culprits[0]


def income(subtotal: object, **parts: object) -> Data:
    rows = {item: {"actual": value} for item, value in parts.items()}
    return account(income_subtotal={"actual": subtotal}, **rows)


@pytest.mark.parametrize(
    ("typed", "right", "says"),
    [
        (22.369, 22369, "小数点错位"),
        (2236.9, 22369, "小数点错位"),
        (22396, 22369, "数字颠倒"),
        (223699, 22369, "有一位数字重复"),
        (-22369, 22369, "正负号弄反"),
    ],
)
def test_a_stated_0_never_comes_before_a_clear_slip(typed: float, right: float, says: str) -> None:
    data = income(50_018, contributions=typed, fiscal_subsidy=27_649, interest=0, other_income=0)
    culprit = first(data)
    assert culprit.cell.key.endswith("contributions.actual")
    assert culprit.suggest == right
    assert says in culprit.why.zh


@pytest.mark.parametrize(
    ("typed", "suggest"),
    [
        ("110元", "110万元"),
        ("1,110元", "1110万元"),
        ("１１０元", "110万元"),
        ("110.5元", "110.5万元"),
        ("2.5元", "2.5万元"),
    ],
)
def test_a_unit_word_that_departs_from_the_form_is_the_likeliest_slip(
    typed: str, suggest: str
) -> None:
    amount = float(suggest.removesuffix("万元"))
    data = income(
        1590 + amount, contributions=1580, fiscal_subsidy=0, interest=typed, other_income=10
    )
    data["accounts"]["work_injury"]["other_income"]["prior"] = 10
    culprit = first(data)
    assert (culprit.cell.value, culprit.suggest) == (typed, suggest)


@pytest.mark.parametrize("typed", ["1100000元", "110万元", "110", 110])
def test_a_unit_word_that_is_right_is_no_slip(typed: object) -> None:
    agreeing = income(1700, contributions=1580, fiscal_subsidy=0, interest=typed, other_income=10)
    assert [one.culprits for one in checked(agreeing).findings if one.culprits] == []


def test_of_one_slip_the_value_in_the_middle_comes_first() -> None:
    lines = {"participants": {"actual": 78_288, "prior": 777_019, "change": 5867}}
    culprit = first({"headcounts": {"work_injury": lines}})
    assert (culprit.suggest, culprit.why.zh) == (782_886, "漏填一位数字")


@pytest.mark.parametrize("adjusted", [5831, 6531, 56_310])
def test_a_limit_alone_bears_no_slip_out(adjusted: int) -> None:
    levels = {"institution_pension": {"eligible": 5631, "adjusted": adjusted}}
    culprits = [
        one for item in checked({"benefit_levels": levels}).findings for one in item.culprits
    ]
    assert {culprit.cell.key.split(".")[2] for culprit in culprits} == {"eligible", "adjusted"}
    assert not any(culprit.located for culprit in culprits)
    assert not any("万人" in culprit.why.zh for culprit in culprits)


def test_a_unit_that_would_leave_nothing_is_no_slip() -> None:
    parts = {"injury_medical": {"actual": 60}, "disability": {"actual": 35}}
    found = checked(account(benefits={"actual": 90}, **parts)).findings
    culprits = [culprit for one in found for culprit in one.culprits]
    assert len(culprits) == 3
    assert not any("万元" in culprit.why.zh for culprit in culprits)


@pytest.mark.parametrize("amount", [10, 20, 100, 5, 300])
def test_a_small_round_figure_like_last_year_s_is_no_evidence(amount: float) -> None:
    data = income(41_712 + amount, contributions=41_271, interest=441, other_income=amount)
    data["accounts"]["work_injury"]["other_income"]["prior"] = amount
    data["accounts"]["work_injury"]["income_subtotal"]["actual"] = 41_271 + 414 + amount
    assert "上年数" not in first(data).why.zh


def test_a_long_figure_like_last_year_s_is_evidence() -> None:
    data = income(40_000, contributions=41_271.35, interest=1_728.65, other_income=900)
    data["accounts"]["work_injury"]["contributions"]["prior"] = 41_271.35
    culprit = first(data)
    assert culprit.cell.key.endswith("contributions.actual")
    assert culprit.why.zh == "填成了上年数"


def _lines(**lines: tuple[Any, Any]) -> dict[str, dict[str, Any]]:
    """Lines of budget and actual, each with the rate that the two make."""
    return {
        item: {"budget": budget, "actual": actual, "completion_rate": f"{actual / budget:.1%}"}
        for item, (budget, actual) in lines.items()
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1200, 1167), (900, 851)),
        ((5300, 5411), (4100, 3999)),
        ((864.21, 902.4), (1310.5, 1288.77)),
        ((77, 80), (7100, 7011)),
        ((41_000, 40_150), (38_500, 39_012)),
    ],
)
def test_exchanged_budgets_beat_two_wrong_rates(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    rows = _lines(contributions=one, interest=other)
    rows["contributions"]["budget"], rows["interest"]["budget"] = other[0], one[0]
    groups = {found.group: found.culprits for found in checked(account(**rows)).findings}
    groups.pop(None, None)
    (culprits,) = groups.values()
    assert [culprit.suggest for culprit in culprits] == [one[0], other[0]]
    assert {culprit.why.zh for culprit in culprits} == {"两个单元格的数互换了"}


# ---------------------------------------------------------------- residues
@pytest.mark.parametrize("residue", [-9.1e-14, 4.5e-13, -2.9e-11, 1e-300, -1e-7])
def test_what_floating_point_leaves_of_0_is_0(residue: float) -> None:
    data = income(1700.25, contributions=1580.25, fiscal_subsidy=residue, interest=120.0)
    found = checked(data)
    said = {one.rule for one in found.findings if one.severity is Severity.ERROR}
    assert [code for code in said if code[0] in "BJR" or code == "F107"] == []


@pytest.mark.parametrize("residue", [0.0, 5e-15, 1.3e-11, -2e-12])
@pytest.mark.parametrize(("growth", "wrong"), [(0.083, False), (0.121, True)])
def test_residues_behind_whole_amounts_make_them_no_finer(
    residue: float, growth: float, wrong: bool
) -> None:
    """A growth of 9 on 114, both rounded to whole amounts, may be 8.3 %, but not 12.1 %."""
    rows = {
        "income_subtotal": {"actual": 1703 + residue},
        "contributions": {"actual": 1580 + residue},
        "fiscal_subsidy": {"actual": 114 + residue},
        "interest": {"actual": 9 + residue},
        "other_expenditure": {
            "actual": 123 + residue,
            "prior": 114,
            "change": 9 + residue,
            "growth_rate": growth,
        },
    }
    found = checked(account(**rows)).findings
    assert ("R303" in {one.rule for one in found if one.severity is Severity.ERROR}) is wrong


@pytest.mark.parametrize("amount", [-0.01, -1, -0.5])
def test_a_small_negative_figure_is_no_residue(amount: float) -> None:
    data = income(1700.25, contributions=1580.25, fiscal_subsidy=amount, interest=120.0 - amount)
    assert "F107" in {one.rule for one in checked(data).findings}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("odd", [1e-300, -1e-300, 1e15, -1, 0, 1e300])
@pytest.mark.parametrize("item", ["income_subtotal", "contributions", "surplus", "closing_balance"])
def test_odd_amounts_crash_nothing(odd: float, item: str) -> None:
    rows: dict[str, dict[str, Any]] = {
        "opening_balance": {"actual": 800.5},
        "income": {"actual": 1800, "prior": 1600, "change": 200},
        "income_subtotal": {"actual": 1700},
        "contributions": {"actual": 1580},
        "from_superior": {"actual": 100},
        "expenditure": {"actual": 900},
        "surplus": {"actual": 900},
        "closing_balance": {"actual": 1700.5},
    }
    rows[item]["actual"] = odd
    assert "X001" not in {finding.rule for finding in checked(account(**rows)).findings}


def test_a_total_below_nothing_with_no_part_says_so() -> None:
    (finding,) = (one for one in checked(income(-5)).findings if one.rule == "B201")
    assert "明细都没有填" in finding.message.zh


# ---------------------------------------------------------------- a bare rate beside a wrong figure
@pytest.mark.parametrize(
    ("others", "actual", "told"),
    [
        ((0.973, 1.012, 0.884), 94_420, False),
        ((97.3, 101.2, 88.4), 9_442, False),
        ((0.973, 1.012, 0.884), 9_442_000, True),
        ((97.3, 101.2, 88.4), 944_200_000, True),
        ((97.3, 101.2, 88.4), 1_000, True),
    ],
)
def test_a_rate_is_read_as_the_other_rates_are_where_its_row_is_wrong(
    others: tuple[float, ...], actual: float, told: bool
) -> None:
    budget = 10_000 if others[0] < 2 else 100_000
    rows: dict[str, dict[str, Any]] = {
        item: {"completion_rate": rate}
        for item, rate in zip(("contributions", "interest", "other_income"), others, strict=True)
    }
    rows["income"] = {"budget": budget, "actual": actual, "completion_rate": 9.442}
    found = [one for one in checked(account(**rows)).findings if one.rule == "R301"]
    assert bool(found) is told
    if told:
        assert found[0].stated == (9.442 if others[0] < 2 else 0.09442)


def levels(before: float, after: float, increase: float) -> list[Culprit]:
    lines = {"before": before, "after": after, "increase": increase}
    found = checked({"benefit_levels": {"institution_pension": lines}}).findings
    return [culprit for one in found if one.rule == "B209" for culprit in one.culprits]


def test_levels_in_each_other_s_place_come_before_a_sign() -> None:
    told = {one.cell.key.split(".")[2]: one for one in levels(5283.43, 5073.17, 210.26)}
    assert {name: one.suggest for name, one in told.items()} == {
        "before": 5073.17,
        "after": 5283.43,
    }
    assert "互换" in told["before"].why.zh
    assert all(one.located for one in told.values())


def test_an_increase_with_a_digit_wrong_is_the_only_one_accused() -> None:
    told = levels(5073.17, 5283.43, 201.26)
    assert [(one.cell.key.split(".")[2], one.suggest) for one in told if one.located] == [
        ("increase", 210.26)
    ]


# ---------------------------------------------------------------- lines that Excel works out
def worked_out(budget: float, actual: float, prior: float) -> dict[str, Any]:
    """A line whose rates and change are the formulas' results."""
    line: dict[str, Any] = {"budget": budget, "actual": actual, "prior": prior}
    line["change"] = round(actual - prior, 2)
    if budget:
        line["completion_rate"] = round(actual / budget, 4)
    if prior:
        line["growth_rate"] = round(line["change"] / prior, 4)
    return line


INCOME = {
    "income_subtotal": (633, 611.02, 582.89),
    "contributions": (612, 594.41, 567.33),
    "interest": (20.5, 16.61, 15.56),
    "other_income": (0.5, 0, 0),
    "fiscal_subsidy": (0, 0, 0),
}


def lines(**typed: dict[str, float]) -> Data:
    """Income whose lines were worked out after some amounts were typed wrongly."""
    columns = ("budget", "actual", "prior")
    return account(
        **{
            item: worked_out(**{**dict(zip(columns, line, strict=True)), **typed.get(item, {})})
            for item, line in INCOME.items()
        }
    )


SUBSIDISED: dict[str, dict[str, float]] = {
    "income_subtotal": {"budget": 733, "actual": 711.02, "prior": 682.89},
    "fiscal_subsidy": {"budget": 100, "actual": 100, "prior": 100},
}


def named(data: Data) -> list[Culprit]:
    """The culprits of all causes."""
    found = checked(data).findings
    return list({one.cell.key: one for finding in found for one in finding.culprits}.values())


@pytest.mark.sampled(2)
@pytest.mark.parametrize("others", [{}, SUBSIDISED])
@pytest.mark.parametrize(
    ("item", "measure", "typed", "right"),
    [
        ("contributions", "actual", 549.41, 594.41),
        ("contributions", "prior", 576.33, 567.33),
        ("contributions", "budget", 621, 612),
        ("interest", "actual", 166.1, 16.61),
        ("interest", "prior", 51.56, 15.56),
    ],
)
def test_a_line_that_follows_from_one_mistyped_amount_is_one_slip(
    others: dict[str, dict[str, float]], item: str, measure: str, typed: float, right: float
) -> None:
    first, *more = named(lines(**others, **{item: {measure: typed}}))
    assert first.cell.key == f"accounts.work_injury.{item}.{measure}"
    assert (first.suggest, first.confidence) == (right, "likely")
    located = [first, *(one for one in more if one.located)]
    assert {one.cell.key.split(".")[2] for one in located} == {item}
    assert {one.why.zh for one in located} == {first.why.zh}
    assert "带进了由它算出的" in first.why.zh


def test_lines_that_all_agree_and_no_slip_singles_out_are_all_asked_about() -> None:
    culprits = named(lines(contributions={"actual": 585.52}))
    assert not any(culprit.located for culprit in culprits)
    assert {culprit.cell.key.rpartition(".")[2] for culprit in culprits} == {"actual"}
    assert len(culprits) > 2


@pytest.mark.parametrize("change", [0, None])
@pytest.mark.parametrize("actual", [549.41, 585.52])
def test_a_0_of_a_line_without_any_amount_is_never_certain(
    change: float | None, actual: float
) -> None:
    data = lines(contributions={"actual": actual})
    data["accounts"]["work_injury"]["fiscal_subsidy"]["change"] = change
    located = {one.cell.key.split(".")[2] for one in named(data) if one.located}
    assert located <= {"contributions"}


def test_what_blanks_leave_open_singles_no_line_out() -> None:
    data = lines(interest={"actual": 61.61})
    del data["accounts"]["work_injury"]["fiscal_subsidy"]
    assert not any(culprit.located for culprit in named(data))


# ---------------------------------------------------------------- what only a limit says
@pytest.mark.parametrize(
    ("typed", "beside", "suggest"),
    [(90_000, 8_000, 9_000), (95_000, 9_400, 9_500), (900_000, 8_500, 9_000)],
)
def test_of_slips_within_a_limit_the_one_like_the_other_year_is_the_likeliest(
    typed: float, beside: float, suggest: float
) -> None:
    balance = {"actual": 21_853.66, "prior": 18_400.57}
    rows = {
        "opening_balance": {"actual": 18_400.57},
        "income": {"actual": 8_240.12},
        "expenditure": {"actual": 4_787.03},
        "surplus": {"actual": 3_453.09},
        "closing_balance": balance,
        "time_deposits": {"actual": typed, "prior": beside},
    }
    culprit = first(account("resident_pension", **rows))
    assert (culprit.suggest, culprit.confidence) == (suggest, "likely")
    assert "元与万元" not in culprit.why.zh


def test_one_digit_here_or_there_singles_no_cell_out() -> None:
    levels = {"enterprise_pension": {"before": 2985.2, "after": 3174.8, "increase": 89.6}}
    culprits = named({"benefit_levels": levels})
    assert len(culprits) == 3
    assert not any(culprit.located for culprit in culprits)


# ---------------------------------------------------------------- what the year began with
def balances(opening: float, note: str | None = None) -> Data:
    """An account whose closing balance follows from its opening, and whose rates do not."""
    closing = round(opening + 3_453.09, 2)
    data = account(
        "resident_pension",
        opening_balance={"actual": opening, "prior": 15_000, "note": note},
        income={"actual": 8_240.12},
        expenditure={"actual": 4_787.03},
        surplus={"actual": 3_453.09},
        closing_balance={"actual": closing, "prior": 18_400.57},
        time_deposits={"actual": 9_000},
    )
    return {
        **data,
        "balances": {"resident_pension": {"months_payable": 54.8, "deposit_share": "41.18%"}},
    }


def test_an_opening_that_is_not_last_year_s_closing_is_wrong_where_two_rates_say_so_too() -> None:
    opening, closing = (one for one in named(balances(18_500.57)) if one.located)
    assert opening.cell.key.endswith("opening_balance.actual")
    assert (opening.suggest, opening.confidence) == (18_400.57, "likely")
    assert closing.cell.key.endswith("closing_balance.actual")
    assert closing.suggest == 21_853.66
    assert "没有照上年年末的数填" in opening.why.zh


@pytest.mark.parametrize(
    ("opening", "note"), [(18_500.57, "按审计意见追溯调整上年结余100万元"), (18_611.57, None)]
)
def test_a_restated_opening_is_not_called_wrong_for_two_rates(
    opening: float, note: str | None
) -> None:
    data = balances(opening, note)
    if note is None:
        data["accounts"]["resident_pension"]["closing_balance"]["actual"] = 21_953.66
    located = {one.cell.key.split(".")[2] for one in named(data) if one.located}
    assert "opening_balance" not in located


def test_the_cell_that_settles_what_seems_unlikely_as_well_goes_first() -> None:
    people = {"average_retirees": {"actual": 46_450}}
    levels = {"before": 160.5, "after": 2_019.6, "increase": 7.8}
    data = account("resident_pension", benefits={"actual": 9_754.3})
    data |= {"headcounts": {"resident_pension": people}}
    culprits = named({**data, "benefit_levels": {"resident_pension": levels}})
    assert culprits[0].cell.key == "benefit_levels.resident_pension.after"
    assert culprits[0].located
    assert not any(culprit.located for culprit in culprits[1:] if culprit.suggest != 168.3)


# ---------------------------------------------------------------- a stated 0 beside a slip
@pytest.mark.parametrize(
    ("item", "typed"), [("interest", 126.49), ("contributions", 3_912.09), ("other_income", 18.84)]
)
def test_a_0_of_a_line_without_any_amount_comes_after_a_slip(item: str, typed: float) -> None:
    right = {"contributions": 3_912.9, "fiscal_subsidy": 0, "interest": 126.94}
    parts = {**right, "other_income": 18.48, item: typed}
    culprits = checked(income(4_058.32, **parts)).findings[0].culprits
    assert culprits[0].cell.key.split(".")[2] == item
    zeros = [one for one in culprits if one.cell.key.split(".")[2] == "fiscal_subsidy"]
    assert all(one is culprits[-1] and "漏填一位" not in one.why.zh for one in zeros)


def test_of_digits_that_mend_a_sum_the_one_that_is_like_the_other_years_comes_first() -> None:
    data = lines(contributions={"budget": 312})
    culprits = [one for one in named(data) if one.cell.key.endswith("budget")]
    assert culprits[0].cell.key.split(".")[2] == "contributions"
    assert culprits[0].suggest == 612


@pytest.mark.parametrize("share", [None, "-51.9%"])
def test_a_part_of_a_whole_below_nothing_is_told_no_value(share: str | None) -> None:
    data = account(
        closing_balance={"actual": -4_964.45, "prior": 3_845.19},
        time_deposits={"actual": 2_576.31, "prior": 2_400.0},
    )
    data["balances"] = {"work_injury": {"deposit_share": share}}
    of_part = [one for one in named(data) if one.cell.key.endswith("time_deposits.actual")]
    assert not any(one.located or one.suggest is not None for one in of_part)


def test_a_part_that_is_larger_than_its_whole_by_a_digit_is_told_its_value() -> None:
    balance = {"actual": 21_853.66, "prior": 18_400.57}
    deposits = {"actual": 90_000, "prior": 8_800}
    culprit = first(account(closing_balance=balance, time_deposits=deposits))
    assert culprit.cell.key.endswith("time_deposits.actual")
    assert culprit.suggest == 9_000
