"""A total that does not hold the sum of its funds, and sheets that are gone or of zeros: one cause,
told once, which names the fund."""

import itertools

import pytest
from slips import (
    ENTERED,
    FUNDS,
    MONEY,
    STANDARD,
    Accounts,
    Slip,
    causes,
    copied,
    errors_beside,
    exchanged,
    exchanged_with,
    in_yuan,
    negative,
    of_zeros,
    pasted,
    right_cells,
    rows_exchanged,
    total_is,
    without,
    workbook,
)
from support import checked, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.reports.issues import issues


@pytest.mark.sampled(2)
@pytest.mark.parametrize(("fund", "name"), [("work_injury", "工伤"), ("unemployment", "失业")])
def test_a_total_of_two_funds_that_copies_either_is_said_to_copy_it(fund: str, name: str) -> None:
    found = checked(workbook(total_is(fund), funds=["work_injury", "unemployment"]))
    ((_, culprits),) = causes(found).items()
    assert f"格像是只抄了{name}的数" in culprits[0].why.zh


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [2, 9, 63])
def test_a_total_in_another_unit_is_no_missing_fund(seed: int) -> None:
    found = checked(workbook(in_yuan("total"), funds=["work_injury", "unemployment"], seed=seed))
    said = {culprit.why.zh for group in causes(found).values() for culprit in group}
    assert [sentence for sentence in said if "合计整表像是按元填的" in sentence]
    assert not [sentence for sentence in said if "没有填" in sentence]


@pytest.mark.parametrize(
    ("counted", "left_out"),
    [
        (("unemployment", "work_injury"), "居民养老、机关养老"),
        (("institution_pension", "work_injury", "unemployment"), "居民养老"),
    ],
)
def test_a_total_without_some_funds_names_them(counted: tuple[str, ...], left_out: str) -> None:
    found = checked(workbook(total_is(*counted), funds=[*FUNDS, "institution_pension"]))
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.endswith(f"格像是漏加了{left_out}")


def rates_follow(accounts: Accounts) -> None:
    """The rates of the total as its amounts make them."""
    for cells in accounts["total"].values():
        for name, over, base in RATES:
            if name in cells and cells[base] > 0:
                cells[name] = f"{cells[over] / cells[base] * 100:.2f}%"


RATES = (("growth_rate", "change", "prior"), ("completion_rate", "actual", "budget"))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("left_out", FUNDS[:2])
def test_a_total_without_a_fund_is_right_once_all_its_cells_are_put_right(left_out: str) -> None:
    data = workbook(total_is(*(fund for fund in FUNDS if fund != left_out)), rates_follow)
    ((_, culprits),) = causes(checked(data)).items()
    for culprit in culprits:
        item, measure = culprit.cell.key.split(".")[-2:]
        data["accounts"]["total"][item][measure] = culprit.suggest
    assert not causes(checked(data))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [1, 6])
def test_a_total_that_copies_one_fund_is_told_what_the_printed_figures_make(seed: int) -> None:
    """Also where a fund is kept to one decimal, and its many lines leave more than the last digit
    of the total."""

    def coarse(accounts: Accounts) -> None:
        for cells in accounts["work_injury"].values():
            for measure in set(MONEY) & cells.keys():
                cells[measure] = round(cells[measure], 1)

    data = workbook(coarse, total_is("resident_pension"), seed=seed)
    ((_, culprits),) = causes(checked(data)).items()
    assert "像是只抄了居民养老的数" in culprits[0].why.zh
    told = {one.cell.key: one.suggest for one in culprits}
    parts = [("work_injury", item) for item in ("capacity_appraisal", "injury_prevention")]
    parts += [(fund, "other_expenditure") for fund in FUNDS]
    for measure in ENTERED:
        right = sum(data["accounts"][fund][item].get(measure, 0.0) for fund, item in parts)
        should = told[f"accounts.total.other_expenditure.{measure}"]
        assert should == pytest.approx(right, abs=0.006)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("fund", ["work_injury", "unemployment", "resident_pension"])
def test_amounts_typed_negative_are_no_missing_fund(fund: str) -> None:
    found = checked(workbook(negative(fund, "expenditure", "expenditure_subtotal", "benefits")))
    ((_, culprits),) = causes(found).items()
    assert culprits[0].why.zh.endswith("的正负号填反了，共 9 格")


@pytest.mark.sampled(2)
@pytest.mark.parametrize("seed", [4, 9])
def test_falls_without_their_sign_are_no_missing_fund(seed: int) -> None:
    data = workbook(funds=["resident_pension", "employee_medical", "work_injury"], seed=seed)
    for cells in data["accounts"]["employee_medical"].values():
        if "change" in cells:
            cells["change"] = abs(cells["change"])
    said = {culprit.why.zh for group in causes(checked(data)).values() for culprit in group}
    assert said
    assert all("正负号" in sentence for sentence in said)


def test_two_accounts_that_are_alike_and_add_up_are_no_slip() -> None:
    data = workbook(funds=["employee_medical", "unemployment"])
    del data["balances"], data["accounts"]["total"], data["funding"]
    account = data["accounts"]["unemployment"]
    for benefit in STANDARD.parts_of("unemployment", "benefits"):
        del account[benefit.key]
    data["accounts"]["employee_medical"] = account
    assert causes(checked(data)) == {}


def test_two_structural_slips_are_two_causes() -> None:
    slips = in_yuan("work_injury", "budget"), copied("unemployment", "actual", "prior")
    found = checked(workbook(*slips, funds=["work_injury", "unemployment"]))
    said = sorted(culprits[0].why.zh for culprits in causes(found).values())
    assert said[0].startswith("失业“本年实际数”一栏填的是“上年实际数”")
    assert said[1].startswith("工伤“预算数”整栏像是按元填的")
    assert len(said) == 2


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("slips", "says"),
    [
        (
            (total_is("unemployment", "work_injury"), exchanged("work_injury", "budget", "actual")),
            ["合计的", "工伤“预算数”和“本年实际数”两栏"],
        ),
        (
            (total_is("work_injury"), exchanged("unemployment", "actual", "prior")),
            ["合计的", "失业“本年实际数”和“上年实际数”两栏"],
        ),
        (
            (exchanged("resident_pension", "budget", "prior"), without("unemployment")),
            ["失业的账在合计里，失业表却没有填", "居民养老“预算数”和“上年实际数”两栏"],
        ),
        (
            (total_is("work_injury", "unemployment"), copied("unemployment", "budget", "actual")),
            ["合计的", "失业“预算数”一栏填的是“本年实际数”"],
        ),
        (
            (in_yuan("unemployment", "actual"), exchanged("work_injury", "actual", "prior")),
            ["失业“本年实际数”整栏像是按元填的", "工伤“本年实际数”和“上年实际数”两栏"],
        ),
    ],
)
def test_two_slips_in_the_same_lines_of_the_total(slips: tuple[Slip, ...], says: list[str]) -> None:
    found = checked(workbook(*slips))
    said = [culprits[0].why.zh for culprits in causes(found).values()]
    first, left = sorted(said[: len(says)]), said[len(says) :]
    assert all(sentence.startswith(start) for sentence, start in zip(first, says)), said
    assert len(left) <= 2, said


TWO_APART = [
    (
        "unit of a fund's column",
        in_yuan("work_injury", "actual"),
        "工伤“本年实际数”整栏像是按元填的",
    ),
    (
        "lines exchanged",
        rows_exchanged("work_injury", "interest", "expenditure"),
        "工伤“利息收入”和",
    ),
    ("pasted", pasted("work_injury", "unemployment", "prior"), "工伤表有"),
    (
        "columns of two funds",
        exchanged_with("work_injury", "unemployment", "budget"),
        "失业表和工伤表的“预算数”互换了",
    ),
    ("copied", copied("work_injury", "actual", "prior"), "工伤“本年实际数”一栏填的是"),
]


OF_TOTAL = [
    (total_is("unemployment", "work_injury"), "格像是漏加了居民养老"),
    (total_is("resident_pension"), "格像是只抄了居民养老的数"),
]


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    ("of_fund", "says", "of_total", "also"),
    [
        pytest.param(*fault, *total, id=name)
        for (name, *fault), total in zip(TWO_APART, itertools.cycle(OF_TOTAL))
    ],
)
def test_a_slip_of_a_fund_beside_one_of_the_total_is_told_and_so_is_that(
    of_fund: Slip, says: str, of_total: Slip, also: str
) -> None:
    """The total was made before the fund's sheet went wrong, so it agrees with neither."""
    data = workbook(of_total, of_fund)
    told = causes(checked(data)).values()
    said = [culprits[0].why.zh for culprits in told]
    assert [sentence for sentence in said if sentence.startswith(says)], said
    assert [sentence for sentence in said if also in sentence], said
    assert len(said) == 2
    accused = {culprit.cell.key for group in told for culprit in group}
    assert accused.isdisjoint(right_cells(data, workbook()))


@pytest.mark.sampled(2)
@pytest.mark.parametrize("measure", ["budget", "prior"])
def test_a_column_of_the_total_in_another_unit_beside_a_missing_fund(measure: str) -> None:
    data = workbook(in_yuan("total", measure), without("work_injury"))
    said = [culprits[0].why.zh for culprits in causes(checked(data)).values()]
    assert len(said) == 2
    assert any("合计“" in sentence and "整栏像是按元填的" in sentence for sentence in said)
    assert any("工伤的账在合计里，工伤表却没有填" in sentence for sentence in said)


def test_a_slip_of_one_cell_beside_a_structural_one_is_located() -> None:
    def typed(accounts: Accounts) -> None:
        accounts["resident_pension"]["income"]["actual"] += 900

    found = checked(workbook(in_yuan("unemployment"), typed))
    named = {culprit.cell.key: culprit for group in causes(found).values() for culprit in group}
    culprit = named["accounts.resident_pension.income.actual"]
    right = workbook()["accounts"]["resident_pension"]["income"]["actual"]
    assert culprit.suggest == pytest.approx(right, abs=0.03)


def test_of_several_funds_without_a_sheet_those_that_nothing_tells_of_are_not_named() -> None:
    data = workbook(without("work_injury"), without("unemployment"), funds=FUNDS)
    for part in ("headcounts", "benefit_levels", "balances"):
        data.pop(part, None)
    said = [culprits[0].why.zh for culprits in causes(checked(data)).values()]
    assert not any("这几张表却没有填" in one for one in said), said


@pytest.mark.parametrize("also", ["unemployment", "resident_pension"])
def test_of_several_funds_without_a_sheet_none_is_given_the_figures_of_all(also: str) -> None:
    data = workbook(without("work_injury"), without(also), funds=[*FUNDS, "institution_pension"])
    assert {"work_injury", also} <= data["headcounts"].keys()
    told, *others = issues(checked(data).findings)
    names = {"unemployment": "工伤、失业", "resident_pension": "居民养老、工伤"}[also]
    assert f"{names}的账在合计里，这几张表却没有填" in told.message.zh
    assert not [one for one in others if "的收支" in one.first.message.zh]
    assert {culprit.suggest for culprit in told.wrong} == {None}
    assert told.todo.zh == f"照上面说的改，涉及的 {len(told.wrong)} 格一起核对。"


def test_a_fund_whose_sheet_was_deleted_is_told_without_names_of_keys() -> None:
    data = workbook(without("unemployment"))
    del data["headcounts"]["unemployment"]
    told = issues(check([read_back(filled(data))])[0].findings)[0]
    assert "失业表却没有填" in told.message.zh
    assert "accounts" not in told.todo.zh + told.message.zh


def test_what_texts_say_of_a_fund_whose_sheet_is_of_zeros_is_not_accused() -> None:
    """It goes away with the sheet, whose cells are told with what they should hold."""
    data = workbook(of_zeros("work_injury"))
    right = workbook()["accounts"]["work_injury"]["income"]["actual"]
    data["narrative"] = {"operation": f"工伤保险基金2023年收入合计{right:.2f}万元。"}
    found = checked(data)
    (culprits,) = causes(found).values()
    should = {culprit.cell.key: culprit.suggest for culprit in culprits}
    assert should["accounts.work_injury.income.actual"] == pytest.approx(right, abs=0.03)
    assert not errors_beside(found)
    assert "N601" in {finding.rule for finding in found.findings if finding.group}


def test_the_funds_of_the_year_have_the_fund_without_a_sheet() -> None:
    """What the form adds up itself is short of it too."""
    data, right = workbook(without("work_injury")), workbook()["accounts"]["total"]
    total = {item: {"prior": row["prior"]} for item, row in right.items() if "prior" in row}
    budget = right["expenditure"]["budget"]
    data["accounts"]["total"] = total
    data["funding"] = {"total": budget, "fiscal": 0, "fund": budget, "other": 0}
    (found,) = check([read_back(filled(data))])
    (culprits,) = causes(found).values()
    assert "工伤表却没有填" in culprits[0].why.zh
    assert "B207" in {finding.rule for finding in found.findings if finding.group}


def test_of_two_sheets_of_zeros_the_fund_with_people_is_meant() -> None:
    data = workbook(of_zeros("work_injury"), of_zeros("employee_medical"))
    (culprits,) = causes(checked(data)).values()
    assert "工伤的账在合计里，工伤表却全是 0" in culprits[0].why.zh


def test_a_sheet_of_zeros_of_a_fund_that_is_not_run_is_not_blamed() -> None:
    (culprits,) = causes(
        checked(workbook(without("work_injury"), of_zeros("employee_medical")))
    ).values()
    assert "工伤的账在合计里，工伤表却没有填" in culprits[0].why.zh
    assert causes(checked(workbook(of_zeros("employee_medical")))) == {}
