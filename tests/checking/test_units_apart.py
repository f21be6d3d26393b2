"""Tables in another unit than the cover's: the funds of the year are not accused for it."""

from typing import Any

import pytest
from support import account, checked

from sipipeline.core.findings import Finding


def told(funds: float, budget: float, unit: str = "万元", part: float | None = None) -> Finding:
    """The only error of an account whose spending is budgeted otherwise than the funds of the
    year, or a part of these."""
    line = {"budget": budget}
    data = account(expenditure=line, expenditure_subtotal=line, benefits=line, disability=line)
    data["accounts"]["total"] = {"expenditure": line, "expenditure_subtotal": line}
    data |= {"funding": {"total": funds, "fund": part}, "cover": {"money_unit": unit}}
    (finding,) = [one for one in checked(data).findings if one.rule == "B207"]
    return finding


@pytest.mark.parametrize(
    ("funds", "budget", "unit", "says"),
    [
        (5261, 52_610_000, "万元", "相差 10,000 倍，封面的金额单位是万元"),
        (5261, 52_606_714, "万元", "相差 10,000 倍，封面的金额单位是万元"),
        (52_610_000, 5261, "元", "相差 10,000 倍，封面的金额单位是元"),
        (52_610_000, 0.5261, "元", "相差 100,000,000 倍，封面的金额单位是元"),
        (5261, 52_610, "万元", "相差 10 倍，封面的金额单位是万元"),
    ],
)
def test_two_sides_that_are_a_unit_apart_are_both_named(
    funds: float, budget: float, unit: str, says: str
) -> None:
    finding = told(funds, budget, unit)
    assert finding.culprits == ()
    assert says in finding.message.zh
    assert "先核对金额单位" in finding.todo.zh
    assert finding.expected is None


def beside_people(people: float, spent: float, funds: float) -> list[Finding]:
    """What is said of an account with people, whose spending is both budgeted and actual, beside
    the funds of the year."""
    line = {"budget": spent, "actual": spent}
    data = account(expenditure=line, expenditure_subtotal=line, benefits=line, disability=line)
    data["accounts"]["total"] = {"expenditure": line, "expenditure_subtotal": line}
    data |= {"funding": {"total": funds}, "cover": {"money_unit": "万元"}}
    data["headcounts"] = {"work_injury": {"participants": {"actual": people}}}
    return [one for one in checked(data).findings if one.rule in ("B207", "P410")]


@pytest.mark.parametrize(
    ("spent", "funds", "says"),
    [
        (52_610_000, 5261, "各表是按元填的：各险种表和合计的金额都除以 10,000"),
        (0.5261, 5261, "各表是按亿元填的：各险种表和合计的金额都乘以 10,000"),
    ],
)
def test_people_tell_which_side_is_in_another_unit(spent: float, funds: float, says: str) -> None:
    found = beside_people(90_000, spent, funds)
    assert {one.rule for one in found} == {"B207", "P410"}
    assert len({one.group for one in found}) == 1
    assert says in found[0].todo.zh


def test_people_that_go_with_the_tables_leave_both_sides_open() -> None:
    (finding,) = beside_people(90_000, 5261, 52_610_000)
    assert "先核对金额单位" in finding.todo.zh


def test_the_funds_of_the_year_and_all_their_parts_are_one_side() -> None:
    finding = told(52_610_000, 5261, part=52_610_000)
    assert finding.culprits == ()
    assert "相差 10,000 倍，封面的金额单位是万元" in finding.message.zh


def test_a_part_that_was_carried_into_the_funds_of_the_year_is_one_slip() -> None:
    """A line of the account that was carried into its sums may be wrong instead."""
    *culprits, line = told(5361.48, 5261.48, part=5361.48).culprits
    assert (line.cell.key, line.located) == ("accounts.work_injury.disability.budget", False)
    assert [one.cell.key for one in culprits] == ["funding.fund", "funding.total"]
    for culprit in culprits:
        assert not culprit.located
        assert "绩效自评表“社会保险基金”填错" in culprit.why.zh
        assert "带进了由它算出的 1 格" in culprit.why.zh
        low, high = culprit.expected or (None, None)
        assert low == pytest.approx(5261.47)
        assert high == pytest.approx(5261.49)


@pytest.mark.parametrize("funds", [52_610_000, 52_610])
def test_the_whole_alone_is_in_another_unit_where_a_part_agrees_with_the_tables(
    funds: float,
) -> None:
    finding = told(funds, 5261, part=5261)
    assert [(one.cell.key, one.suggest) for one in finding.culprits] == [("funding.total", 5261)]
    assert "先核对金额单位" not in finding.todo.zh


def lines(total: float, fund: float, fiscal: float, other: float | None = None) -> list[Any]:
    """The cells that are likely wrong of the funds of the year, with what they should hold."""
    spent = {"budget": 5261.0}
    data = account(expenditure=spent, expenditure_subtotal=spent, benefits=spent, disability=spent)
    data["accounts"]["total"] = {"expenditure": spent, "expenditure_subtotal": spent}
    data |= {"funding": {"total": total, "fund": fund, "fiscal": fiscal, "other": other}}
    found = [one for one in checked(data).findings if one.rule == "B206"]
    named = {one.cell.key: one.suggest for of in found for one in of.culprits if one.located}
    return list(named.items())


@pytest.mark.parametrize("fiscal", [607.2, 6072, 1200])
def test_what_is_counted_beside_a_line_that_is_the_whole_is_nothing(fiscal: float) -> None:
    assert lines(5261, 5261, fiscal) == [("funding.fiscal", 0)]
    assert lines(5261, 5261, fiscal, 40) == [("funding.fiscal", 0), ("funding.other", 0)]


@pytest.mark.parametrize(
    ("total", "fund", "fiscal"), [(5261, 5161, 100), (5261, 5261, 0), (5261, 5161, 1000)]
)
def test_lines_of_which_none_is_the_whole_are_told_as_before(
    total: float, fund: float, fiscal: float
) -> None:
    assert ("funding.fiscal", 0) not in lines(total, fund, fiscal)


@pytest.mark.parametrize(("funds", "budget"), [(5216, 5261), (52_610, 5261), (5261, 52_160_000)])
def test_what_no_unit_explains_is_said_of_the_cells(funds: float, budget: float) -> None:
    finding = told(funds, budget)
    assert finding.culprits
    assert "封面的金额单位" not in finding.message.zh


def carried_over(opening: float, last: float, note: str | None = None) -> Finding:
    """What is said of the balance that this year began with and the one that last year ended
    with."""
    lines: dict[str, Any] = {
        "opening_balance": {"actual": opening, "note": note},
        "closing_balance": {"prior": last},
    }
    found = checked(account(**lines) | {"cover": {"money_unit": "万元"}}).findings
    (finding,) = [one for one in found if one.rule == "H701"]
    return finding


@pytest.mark.parametrize(
    ("opening", "last", "says"),
    [
        (1438.83, 0.143883, "如果“上年实际数”栏是按亿元填的，整栏乘以 10,000。"),
        (14_388_312, 1438.83, "如果“本年实际数”栏是按元填的，整栏除以 10,000。"),
        (1438.83, 14_388_312, "如果“上年实际数”栏是按元填的，整栏除以 10,000。"),
    ],
)
@pytest.mark.parametrize("note", [None, "追溯调整"])
def test_two_years_that_are_a_unit_apart_are_no_restatement(
    opening: float, last: float, says: str, note: str | None
) -> None:
    finding = carried_over(opening, last, note)
    assert (finding.severity, finding.explained) == ("warning", False)
    assert "正好相差 10,000 倍，封面的金额单位是万元" in finding.message.zh
    assert says in finding.todo.zh
    assert "说明" not in finding.todo.zh


@pytest.mark.parametrize(("opening", "last"), [(1438.83, 0.143902), (20_000, 2), (1438.83, 1432.5)])
def test_a_restatement_can_be_explained(opening: float, last: float) -> None:
    assert "倍" not in carried_over(opening, last).message.zh
    assert carried_over(opening, last, "按审计意见追溯调整上年结余").explained
