"""Which cell is named as wrong, what it should hold, why, and how sure that is."""

from typing import Any

import pytest
from support import Data, account, beside_gaps, checked, codes, finds

from sipipeline.core.findings import Culprit, Finding
from sipipeline.localisation import search
from sipipeline.standards.load import load

FUND = "accounts.work_injury."


def errors(data: Data) -> list[Finding]:
    return [finding for finding in checked(data).findings if finding.severity == "error"]


def named(data: Data, rule: str) -> list[tuple[str, object, str, str]]:
    """The culprits of a rule's first finding: cell, what it should hold, why, how sure."""
    finding = next(finding for finding in checked(data).findings if finding.rule == rule)
    return [
        (c.cell.key.removeprefix(FUND), c.suggest, c.why.zh, c.confidence) for c in finding.culprits
    ]


def first(data: Data, rule: str) -> Culprit:
    return next(finding for finding in checked(data).findings if finding.rule == rule).culprits[0]


def people(**row: float | str) -> Data:
    """Head-counts of one fund, with an account beside them so that the form is not empty."""
    return account(income={"actual": 5306}) | {"headcounts": {"work_injury": {"participants": row}}}


PEOPLE = "headcounts.work_injury.participants."


# ---------------------------------------------------------------- the words of a slip
def test_the_item_that_a_total_leaves_out_is_named() -> None:
    data = account(
        income={"actual": 90},
        income_subtotal={"actual": 90},
        from_superior={"actual": 20},
        expenditure={"actual": 60},
        surplus={"actual": 50},
    )
    (culprit,) = {c for finding in errors(data) for c in finding.culprits}
    assert (culprit.cell.key, culprit.suggest, culprit.confidence) == (
        FUND + "income.actual",
        110,
        "certain",
    )
    assert culprit.why.zh == "正好少算一项“上级补助收入”20"
    assert culprit.why.en == "exactly one item is left out: “Received from the upper level” 20"
    assert culprit.expected == pytest.approx((109, 111))


def test_the_item_that_a_total_has_twice_is_named() -> None:
    data = account(
        income={"actual": 130},
        income_subtotal={"actual": 90},
        from_superior={"actual": 20},
        from_subordinate={"actual": 0},
        expenditure={"actual": 60},
        surplus={"actual": 50},
    )
    culprit = first(data, "B201")
    assert (culprit.suggest, culprit.why.zh) == (110, "正好多算一项“上级补助收入”20")
    assert culprit.why.en == "exactly one item is counted twice: “Received from the upper level” 20"


def test_an_item_is_not_named_where_two_have_that_amount() -> None:
    data = account(
        income={"actual": 90},
        income_subtotal={"actual": 90},
        from_superior={"actual": 20},
        from_subordinate={"actual": 20},
        expenditure={"actual": 60},
        surplus={"actual": 70},
    )
    left_out = account(
        income={"actual": 110},
        income_subtotal={"actual": 90},
        from_superior={"actual": 20},
        from_subordinate={"actual": 20},
        expenditure={"actual": 60},
        surplus={"actual": 70},
    )
    assert "正好少算一项“" not in first(data, "B201").why.zh
    assert (first(left_out, "B201").suggest, first(left_out, "B201").why.zh) == (
        130,
        "正好少算一项 20",
    )


@pytest.mark.parametrize(
    ("row", "wrong", "right"),
    [
        ({"actual": 20500, "prior": 2, "change": 500, "growth_rate": "2.5%"}, "prior", 20000),
        (
            {"actual": 205000000, "prior": 20000, "change": 500, "growth_rate": "2.5%"},
            "actual",
            20500,
        ),
    ],
)
def test_people_are_counted_in_people(row: dict[str, float | str], wrong: str, right: int) -> None:
    culprit = first(people(**row), "B211")
    assert (culprit.cell.key, culprit.suggest, culprit.confidence) == (
        PEOPLE + wrong,
        right,
        "certain",
    )
    assert culprit.why.zh == "单位弄错：人与万人相差一万倍"
    assert culprit.why.en == "unit mistaken: people or 万人, × 10,000"


def test_money_is_counted_in_yuan() -> None:
    data = account(
        income={"actual": 53060000, "prior": 4508, "change": 798, "growth_rate": "17.7%"},
        expenditure={"actual": 2244},
        surplus={"actual": 3062},
    )
    culprit = first(data, "B202")
    assert (culprit.suggest, culprit.why.zh) == (5306, "单位弄错：元与万元相差一万倍")


# ---------------------------------------------------------------- who is doubted first
@pytest.mark.parametrize(
    ("row", "wrong", "right", "why"),
    [
        (
            {"actual": 2.05, "prior": 20000, "change": 500},
            "actual",
            20500,
            "单位弄错：人与万人相差一万倍",
        ),
        (
            {"actual": 20500, "prior": 2.0001, "change": 499},
            "prior",
            20001,
            "单位弄错：人与万人相差一万倍",
        ),
        ({"actual": 20500, "prior": 20000.5, "change": 600}, "prior", 19900, "与其余数据不符"),
        ({"actual": -20500, "prior": 20000, "change": 500}, "actual", 20500, "正负号弄反"),
        ({"actual": 20500, "prior": -20000, "change": 500}, "prior", 20000, "正负号弄反"),
    ],
)
def test_a_figure_that_cannot_be_is_doubted_before_one_that_can(
    row: dict[str, float | str], wrong: str, right: int | None, why: str
) -> None:
    assert named(people(**row), "B211") == [(PEOPLE + wrong, right, why, "certain")]


def test_figures_that_can_be_are_doubted_alike() -> None:
    confidence = {
        c.cell.key: c.confidence
        for c in errors(people(actual=20611, prior=20000, change=500))[0].culprits
    }
    assert confidence.keys() == {PEOPLE + measure for measure in ("actual", "prior", "change")}


def test_a_signed_figure_below_nothing_is_no_impossible_one() -> None:
    data = account(
        opening_balance={"actual": -500}, surplus={"actual": 50}, closing_balance={"actual": 451.7}
    )
    assert len(named(data, "B203")) == 3


def test_a_rate_is_doubted_before_amounts() -> None:
    data = account(income={"budget": 10000, "actual": 9765, "completion_rate": "97%"})
    assert named(data, "R301") == [("income.completion_rate", "98%", "有一位数字填错", "likely")]


def test_a_rate_is_wrong_for_certain_where_its_amounts_are_told_elsewhere() -> None:
    parts = {"contributions": {"budget": 9000, "actual": 8800}, "interest": {"budget": 1000}}
    parts["interest"]["actual"] = 965
    others = ("fiscal_subsidy", "other_income")
    parts |= {item: {"budget": 0, "actual": 0} for item in others}
    data = account(
        income_subtotal={"budget": 10000, "actual": 9765, "completion_rate": "97%"}, **parts
    )
    (culprit,) = named(data, "R301")
    assert culprit == ("income_subtotal.completion_rate", "98%", "有一位数字填错", "certain")


@pytest.mark.parametrize("deposits", [60_000, 70_400, 9_000])
def test_a_share_of_deposits_that_nothing_else_tells_is_not_wrong_for_certain(
    deposits: float,
) -> None:
    data = account(
        "resident_pension", closing_balance={"actual": 100_000}, time_deposits={"actual": deposits}
    )
    data["balances"] = {"resident_pension": {"deposit_share": "65%"}}
    assert {one.confidence for one in errors(data)[0].culprits} <= {"likely", "possible"}


def test_a_text_is_doubted_before_the_table() -> None:
    text = {"narrative": {"operation": "工伤保险基金收入合计3506万元。"}}
    culprit = first(account(income={"actual": 5306}) | text, "N601")
    assert (culprit.cell.key, culprit.cell.value) == ("narrative.operation", "3506万元")
    assert (culprit.suggest, culprit.why.zh, culprit.confidence) == (
        "5306万元",
        "数字颠倒",
        "certain",
    )


# ---------------------------------------------------------------- all relations together
def joint(total: float) -> Data:
    """Each relation holds by itself; the completion rates of two funds put their total between
    41,763 and 42,198."""
    rows = {
        "institution_pension": {"actual": 38429, "completion_rate": "97%"},
        "resident_pension": {"actual": 2244, "completion_rate": "95%"},
        "total": {"budget": total},
    }
    return {"accounts": {fund: {"expenditure": row} for fund, row in rows.items()}}


CHAIN = [
    "accounts.resident_pension.expenditure.actual",
    "accounts.institution_pension.expenditure.actual",
    "accounts.resident_pension.expenditure.completion_rate",
    "accounts.institution_pension.expenditure.completion_rate",
]


@pytest.mark.parametrize(("total", "difference"), [(40673, -1090.06073), (43673, 1474.55158)])
def test_a_joint_contradiction_says_how_far_off_and_which_way(
    total: float, difference: float
) -> None:
    finding = finds(
        "J901",
        joint(total),
        at="accounts.total.expenditure.budget",
        beside=CHAIN,
        stated=total,
        expected=(41763.0607, 42198.4484),
        difference=difference,
    )
    assert finding.todo.zh == "逐一核对列出的各数，改正填错的那一个。"


def test_a_joint_contradiction_names_the_figures_that_are_in_it() -> None:
    finding = finds("J901", joint(40673), at="accounts.total.expenditure.budget", beside=CHAIN)
    assert finding.message.zh == (
        "合计“支出合计（预算数）”填 40,673；"
        "由居民养老“支出合计（本年实际数）”2,244、机关养老“支出合计（本年实际数）”38,429、"
        "居民养老“支出合计（完成预算%）”95%、机关养老“支出合计（完成预算%）”97%算出，应在 "
        "41,763～42,198 之间。"
    )
    assert finding.message.en == (
        "Total: Total expenditure (Budget) says 40,673; worked out "
        "from Resident pension: Total expenditure (Actual) 2,244, Institution pension: "
        "Total expenditure (Actual) "
        "38,429, Resident pension: Total expenditure (Budget completed %) 95%, "
        "Institution pension: Total expenditure "
        "(Budget completed %) 97% it should be between 41,763 and 42,198."
    )
    assert finding.todo.zh == "逐一核对列出的各数，改正填错的那一个。"
    assert (finding.kind, finding.group) == ("arithmetic", 1)


def test_of_a_long_chain_only_a_cell_that_is_singled_out_is_accused() -> None:
    assert named(joint(40673), "J901") == []
    assert named(joint(43673), "J901") == [
        (
            "accounts.institution_pension.expenditure.completion_rate",
            "93%",
            "有一位数字填错",
            "likely",
        )
    ]


def test_findings_of_one_cause_share_a_number_and_other_causes_have_their_own() -> None:
    data = account(
        income={"actual": 90, "budget": 100, "completion_rate": "110%"},
        income_subtotal={"actual": 90},
        from_superior={"actual": 20},
        from_subordinate={"actual": 0},
        expenditure={"budget": 500, "actual": 490, "completion_rate": "89%"},
    )
    groups = {finding.cells[0].key.removeprefix(FUND): finding.group for finding in errors(data)}
    assert (
        groups["income.actual"]
        == groups["income.completion_rate"]
        != groups["expenditure.completion_rate"]
    )
    assert set(groups.values()) == {1, 2}


# ---------------------------------------------------------------- too much to say
FUNDS = [fund.key for fund in load("2020").funds]
COLUMNS = ("budget", "actual", "prior", "participants", "contributors")


def with_wrong_differences(count: int) -> Data:
    """So many differences, of amounts and of head-counts, each wrong in its own way."""
    data: dict[str, dict[str, Any]] = {"accounts": {}, "headcounts": {}}
    slots = [(fund, column) for fund in FUNDS for column in COLUMNS]
    for number, (fund, column) in enumerate(slots[:count]):
        more, less = 51234000 + 13719 * number, 31337000 + 6113 * number
        wrong = more - less + 4321017 + 3 * number
        if column in ("budget", "actual", "prior"):
            rows = data["accounts"].setdefault(
                fund, {"income": {}, "expenditure": {}, "surplus": {}}
            )
            rows["income"][column], rows["expenditure"][column], rows["surplus"][column] = (
                more,
                less,
                wrong,
            )
        else:
            row = {"actual": more, "prior": less, "change": wrong}
            data["headcounts"].setdefault(fund, {})[column] = row
    return data


TOO_MUCH = "不一致的地方太多，没有逐一推断哪一格填错；请先改正已列出的问题，改后再报送一次。"


def test_where_more_than_thirty_cells_are_wrong_none_is_named() -> None:
    result = checked(with_wrong_differences(31))
    arithmetic = [code for code in codes(result.findings) if code.startswith("B")]
    assert arithmetic == ["B202"] * 19 + ["B211"] * 12
    assert not any(finding.culprits or finding.group for finding in result.findings)
    (cut_short,) = [entry for entry in result.undecided if entry.rule == "J901"]
    assert (cut_short.reason.zh, cut_short.cells) == (TOO_MUCH, ())


def test_up_to_thirty_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipipeline.localisation.diagnosis.MOST", 4)
    assert all(
        finding.culprits for finding in beside_gaps(checked(with_wrong_differences(4)).findings)
    )
    assert not any(finding.culprits for finding in checked(with_wrong_differences(5)).findings)


def test_a_search_that_is_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    data = account(
        income={"actual": 100},
        income_subtotal={"actual": 30},
        from_superior={"actual": 40},
        from_subordinate={"actual": 0},
        expenditure={"actual": 60},
        surplus={"actual": 40},
    )
    whole = checked(data)
    assert not [entry for entry in whole.undecided if entry.rule == "J901"]
    assert {c.cell.key for finding in whole.findings for c in finding.culprits} == {
        FUND + name
        for name in ("income_subtotal.actual", "from_superior.actual", "from_subordinate.actual")
    }
    monkeypatch.setattr(search, "WORK", 1)
    short = checked(data)
    assert [entry.reason.zh for entry in short.undecided if entry.rule == "J901"] == [TOO_MUCH]


def test_two_wrong_figures_in_one_text_are_told_each_by_itself() -> None:
    text = "工伤保险基金收入150万元。据初步统计，工伤保险基金收入170万元。"
    data = {**account(income={"actual": 300}), "narrative": {"operation": text}}
    told = [one for one in checked(data).findings if one.group is not None]
    assert [one.rule for one in told] == ["N601", "N601"]
    assert ["150万元" in one.message.zh for one in told] == [True, False]
    suggested = [culprit.suggest for one in told for culprit in one.culprits]
    assert suggested == ["300万元", "300万元"]


# ---------------------------------------------------------------- rates that follow from amounts
def causes_of_growth(*amounts: tuple[float, float]) -> Data:
    """Causes of a growth of 1,214.05, each with its amount and its share."""
    of = {"fund": "institution_pension", "item": "expenditure"}
    rows = [{**of, "cause": "退休人数增加", "amount": one, "share": part} for one, part in amounts]
    return account("institution_pension", expenditure={"change": 1214.05}) | {"causes": rows}


def test_a_share_that_follows_from_a_suspected_amount_is_no_place_to_look() -> None:
    told = named(causes_of_growth((607.2, 0.50015), (613.8, 0.50558)), "B208")
    assert sorted((key, why) for key, _, why, _ in told) == [
        ("causes.1.amount", "增支原因第 1 项“占增减总额%”随之重新计算"),
        ("causes.2.amount", "增支原因第 2 项“占增减总额%”随之重新计算"),
    ]


def test_a_share_that_its_amount_does_not_make_is_named() -> None:
    told = {c.cell.key for one in errors(causes_of_growth((607.2, 0.9))) for c in one.culprits}
    assert "causes.1.share" in told
