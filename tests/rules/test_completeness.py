"""What a submission must hold before it can pass: F111 and F113."""

import copy
from dataclasses import replace
from typing import Any

import pytest
from support import GAPS, agrees, checked, findings, finds, submitted, told_by

from sipipeline.catalogue import by_code
from sipipeline.checking.batch import check
from sipipeline.core.findings import Finding, Kind

COMPLETE: Any = by_code()["F113"].passing
TOTAL = "accounts.total.income.actual"
PEOPLE = "headcounts.work_injury.participants.actual"


def changed(**parts: Any) -> Any:
    """The complete submission with other parts; None takes a part out."""
    data = {**copy.deepcopy(COMPLETE), **parts}
    return {name: part for name, part in data.items() if part is not None}


def accounts(**more: Any) -> Any:
    return {**COMPLETE["accounts"], **more}


def test_a_complete_submission_lacks_nothing() -> None:
    agrees(COMPLETE, "F113", looked=1)
    assert checked(COMPLETE).findings == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"opening_balance": {"actual": 500}}, True),
        ({"opening_balance": {"actual": 500, "prior": 450}}, False),
        ({"opening_balance": {"actual": 500}, "expenditure": {"prior": 700}}, False),
        ({"opening_balance": {"actual": 0}}, False),
        ({}, False),
    ],
)
def test_no_figure_of_last_year_at_all_is_pointed_out(more: Any, told: bool) -> None:
    injury = {"income": {"actual": 1200}, **more}
    data = changed(accounts={"work_injury": injury, "total": {"income": {"actual": 1200}}})
    said = [found for found in findings(data, "F113") if "上年实际数都没有填" in found.message.zh]
    assert [found.severity for found in said] == ["info"] * told


@pytest.mark.parametrize(
    "data",
    [
        {"accounts": {"work_injury": {"income": {"actual": 1}}}},
        {"accounts": {"work_injury": {"opening_balance": {"prior": 5}, "income": {"actual": 1}}}},
        {"accounts": {"total": {"surplus": {"actual": -1}}}},
        {"accounts": {"work_injury": {"income": {"actual": 0}}}},
        {
            "accounts": {"work_injury": {"income": {"prior": 1}}},
            "notes": [{"what": "unreadable", "key": TOTAL, "raw": "1o"}],
        },
    ],
)
def test_one_figure_of_the_year_or_an_unreadable_one_is_not_nothing(data: Any) -> None:
    agrees(data, "F111")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"accounts": {"work_injury": {"income": {"budget": 1200}}}},
        {"accounts": {"work_injury": {"income": {"prior": 1100}}}},
        {"accounts": {"work_injury": {"opening_balance": {"actual": 500, "prior": 450}}}},
        {"accounts": {"work_injury": {"income": {"note": "待填"}}}},
        {"headcounts": {"work_injury": {"participants": {"actual": 5600}}}},
    ],
)
def test_budgets_last_year_and_what_is_carried_over_are_nothing_of_the_year(data: Any) -> None:
    finds("F111", data, at="")


def test_a_fund_with_last_years_figures_only() -> None:
    data = changed(accounts=accounts(unemployment={"income": {"prior": 800}}))
    data["headcounts"]["unemployment"] = {"participants": {"actual": 9000}}
    finds(
        "F113",
        data,
        at="accounts.unemployment.income.actual",
        says=["缺：失业的本年实际数", "Missing: this year's actuals of Unemployment"],
        severity="warning",
    )


@pytest.mark.parametrize(
    ("total", "severity"),
    [
        ({"income": 1500, "expenditure": 1180}, "error"),  # with those of the blank account
        ({"income": 1200, "expenditure": 900}, "warning"),  # without: it was handed over
        ({"income": 1500, "expenditure": 900}, "warning"),  # a wrong sum, and no account
        ({"income": 1200.01, "expenditure": 900.01}, "warning"),  # rounded
    ],
)
def test_what_the_total_has_of_a_fund_without_a_figure_of_the_year_is_an_error(
    total: dict[str, float], severity: str
) -> None:
    """Which no note answers."""
    known = {"income": {"actual": 1200.01}, "expenditure": {"actual": 900.02}}
    last = {"income": {"prior": 280.5, "note": "按实际发生填列"}, "expenditure": {"prior": 190.25}}
    stated = {item: {"actual": amount} for item, amount in total.items()}
    accounts = {"work_injury": known, "unemployment": last, "total": stated}
    (found,) = [one for one in checked({"accounts": accounts}).findings if _lacks_year(one)]
    assert found.severity == ("info" if severity == "warning" else severity)
    assert ("“收入合计”比其余各险种多" in found.message.zh) == (severity == "error")


def _lacks_year(finding: Finding) -> bool:
    return finding.rule == "F113" and "失业的本年实际数" in finding.message.zh


def test_the_total_of_several_funds() -> None:
    two = {fund: {"income": {"actual": 100}} for fund in ("work_injury", "unemployment")}
    people = {fund: {"participants": {"actual": 9000}} for fund in two}
    data = changed(accounts=two, headcounts=people)
    finds("F113", data, at=TOTAL, says="缺：基金汇总。已填 2 个险种（工伤、失业）")


def test_the_total_of_one_fund_may_stay_blank() -> None:
    data = changed(accounts={"work_injury": {"income": {"actual": 1200}}})
    finds("F113", data, at=TOTAL, severity="info", says="只有工伤一个险种，可以不填")


def test_the_total_alone_lacks_the_funds_people_but_no_fund() -> None:
    data = changed(accounts={"total": {"income": {"actual": 1200}}}, headcounts=None)
    agrees(data, "F113")


def test_money_without_people_and_people_without_money() -> None:
    finds("F113", changed(headcounts=None), at=PEOPLE, says="缺：工伤的参保人数")
    nobody = {"work_injury": {"participants": {"actual": 0, "prior": 5600}}}
    ended = {"income": {"actual": 1200}, "closing_balance": {"actual": 0}}
    agrees(changed(headcounts=nobody, accounts=accounts(work_injury=ended)), "F113")
    people = {**COMPLETE["headcounts"], "unemployment": {"contributors": {"prior": 9000}}}
    data = changed(headcounts=people)
    finds("F113", data, at="accounts.unemployment.income.actual", says="缺：失业的收支")


ENTERPRISE = {"income": {"actual": 1200}, "basic_pension": {"actual": 900}}
RETIRED = {"institution_pension": {"participants": {"actual": 5600}}}


def in_another_sheet(**changes: Any) -> Any:
    """The account of the institutions' pension on the sheet of the enterprises'."""
    funds = {"enterprise_pension": ENTERPRISE, "total": {"income": {"actual": 1200}}}
    return changed(**{"accounts": funds, "headcounts": RETIRED, **changes})


def test_an_account_on_the_sheet_of_another_fund_is_to_be_moved_and_not_entered_twice() -> None:
    says = [
        "像是把机关养老的账填到了企业养老表",
        "as if the account of Institution pension had been",
    ]
    finds("F113", in_another_sheet(), at="accounts.enterprise_pension.income.actual", says=says)
    (found,) = findings(in_another_sheet(), "F113")
    assert "不要两张表都填" in found.todo.zh


def test_an_account_with_the_lines_of_any_fund_alone_may_be_of_the_fund_with_people() -> None:
    of_any = ("contributions", "interest", "other_income", "benefits", "expenditure")
    account = {item: {"actual": 1200.0, "prior": 1100.0} for item in ("income", *of_any)}
    accounts = {"enterprise_pension": account, "total": {"income": {"actual": 1200.0}}}
    told = [one.message.zh for one in findings(in_another_sheet(accounts=accounts), "F113")]
    assert any("像是把机关养老的账填到了企业养老表" in one for one in told)


@pytest.mark.parametrize(
    "changes",
    [
        {"accounts": {"enterprise_pension": {"adjustment_in": {"actual": 9}}}},
        {"accounts": {"enterprise_pension": {"income": {"actual": 9}}}},
        {"headcounts": {**RETIRED, "enterprise_pension": {"contributors": {"prior": 9}}}},
        {"headcounts": {"institution_pension": {"participants": {"prior": 5600}}}},
        {"benefit_levels": {"enterprise_pension": {"before": 3000}}},
        {"accounts": {"enterprise_pension": ENTERPRISE, "total": {"income": {"actual": 1900}}}},
        {
            "accounts": {
                "enterprise_pension": ENTERPRISE,
                "institution_pension": {"income": {"note": "由省级统一核算"}},
            }
        },
    ],
    ids=["no such line", "no benefits", "last year", "not this year", "levels", "total", "note"],
)
def test_two_funds_that_lack_something_each_are_told_one_by_one(changes: Any) -> None:
    told = [one.message.zh for one in findings(in_another_sheet(**changes), "F113")]
    assert told
    assert not any("像是" in one for one in told)


@pytest.mark.parametrize("people", [{"actual": 0}, {"prior": 5200}, {"prior": 5200, "actual": 0}])
def test_people_of_last_year_or_none_at_all_are_no_people_of_the_year(people: Any) -> None:
    data = changed(headcounts={"work_injury": {"participants": people}})
    says = "本年的人数却都填了 0" if "actual" in people else "却没有本年的人数"
    finds("F113", data, at=PEOPLE, says=says)


@pytest.mark.parametrize(
    ("field", "text", "missing"),
    [
        ("overview", "无", True),
        ("operation", "/", True),
        ("achievement", "—", True),
        ("targets", "暂无", True),
        ("overview", "无。", True),
        ("overview", "待补充", True),
        ("overview", "正在整理", True),
        ("overview", "（此处填写）", True),
        ("achievement", "待 填", True),
        ("operation", "ＸＸＸ", True),
        ("targets", "……", True),
        ("unmet_reasons", "待补充", True),
        ("overview", "见附件", True),
        ("unmet_reasons", "同 上", True),
        ("unmet_reasons", "零", False),
        ("unmet_reasons", "0", False),
        ("unmet_reasons", "12", True),
        ("achievement", "（略）", True),
        ("achievement", "TODO", True),
        ("targets", "请填写。", True),
        ("operation", "同去年", True),
        ("operation", "同去年相比，收入略有增长。", False),
        ("overview", "单位职责、项目背景、资金规模和收支总体情况", True),
        ("overview", "单位职责、项目背景、资金规模和收支总体情况与上年相同。", False),
        ("operation", "0", True),
        ("achievement", "100", True),
        ("operation", "见附件1，基金收支平衡。", False),
        ("achievement", "100%", False),
        ("unmet_reasons", "无。", False),
        ("unmet_reasons", "—", False),
        ("overview", "待遇发放待补充资料后办理。", False),
        ("overview", "XX企业社会保险稽核有序开展。", False),
        ("unmet_reasons", "无", False),
        ("overview", "无违规情况。", False),
        ("operation", "略有结余。", False),
    ],
)
def test_a_text_that_says_nothing_is_missing(field: str, text: str, missing: bool) -> None:
    data = changed(narrative={**COMPLETE["narrative"], field: text})
    if missing:
        finds("F113", data, at=f"narrative.{field}")
    else:
        agrees(data, "F113")


@pytest.mark.parametrize(
    ("figure", "missing"),
    [
        (0, False),
        ("0.00", False),
        ("本单位不经办此险种", False),
        ("未开展", False),
        (35, True),
        (-2, True),
    ],
)
def test_an_account_of_zeros_or_of_a_fund_not_run_needs_no_people(
    figure: object, missing: bool
) -> None:
    """A clerk who types 0 into the sheet of a fund that is not run, or says so in a cell, has left
    nothing out; a fund with any money needs its people."""
    of_zeros = {"income": {"actual": figure}, "expenditure": {"actual": 0}}
    data = changed(accounts=accounts(unemployment=of_zeros))
    missed = [one for one in findings(data, "F113") if "缺：失业的参保人数" in one.message.zh]
    assert bool(missed) is missing
    agrees(data, "F101")


def test_words_that_are_no_denial_stay_unreadable() -> None:
    for figure in ("本单位经办", "否定", "待定"):
        data = changed(accounts=accounts(unemployment={"income": {"actual": figure}}))
        finds("F101", data, at="accounts.unemployment.income.actual")


def test_no_people_of_a_fund_that_is_not_run_are_no_people() -> None:
    """A clerk who types 0 for what the unit does not run is asked for no account."""
    for row in ({"actual": 0, "prior": 0}, {"actual": 0}, {"change": 0}):
        people = {**COMPLETE["headcounts"], "unemployment": {"participants": row}}
        agrees(changed(headcounts=people), "F113", looked=1)
    people = {**COMPLETE["headcounts"], "unemployment": {"participants": {"actual": 0, "prior": 3}}}
    finds("F113", changed(headcounts=people), at="accounts.unemployment.income.actual")


@pytest.mark.parametrize(
    "unit",
    [
        "无",
        "/",
        "略",
        "待填",
        "XX",
        "—",
        "0",
        "TBD",
        "同上",
        "填报单位",
        "XX县社会保险中心",
        "某某县",
    ],
)
def test_a_cover_that_says_nothing_is_blank(unit: str) -> None:
    data = changed(cover={"unit": unit, "year": 2020, "money_unit": "万元"})
    finds("F105", data, at="cover.unit")


@pytest.mark.parametrize("note", ["本年新开展，人数未统计", ""])
def test_a_note_answers_for_what_is_missing(note: str) -> None:
    people = {"work_injury": {"participants": {"note": note}}} if note else {}
    severity = "info" if note else "warning"
    finds("F113", changed(headcounts=people), at=PEOPLE, severity=severity)


@pytest.mark.parametrize(
    ("sheets", "severity"),
    [
        ({"people": {"note": "工伤参保人数由市局统计，我县没有数据"}}, "info"),
        ({"work_injury": {"note": "人数由市局统计"}}, "info"),
        ({"workbook": {"note": "已与财政局核对"}}, "warning"),
        ({"unemployment": {"note": "人数由市局统计"}}, "warning"),
        ({"narrative": {"note": "另附报告"}}, "warning"),
        ({"people": {"note": "无"}}, "warning"),
    ],
)
def test_a_note_on_the_cover_answers_for_what_its_sheet_lacks(sheets: Any, severity: str) -> None:
    """Of the sheet of people, or of the fund; what is said of another, or of all, is not."""
    finds("F113", changed(headcounts=None, sheets=sheets), at=PEOPLE, severity=severity)


@pytest.mark.parametrize(
    ("noted", "severity"),
    [(["work_injury"], "warning"), (["work_injury", "unemployment"], "info"), (["people"], "info")],
)
def test_the_notes_on_the_cover_are_of_all_funds_that_are_asked_for(
    noted: list[str], severity: str
) -> None:
    funds = accounts(unemployment={"income": {"actual": 35}})
    sheets = {name: {"note": "由市局统计"} for name in noted}
    finds(
        "F113",
        changed(accounts=funds, headcounts=None, sheets=sheets),
        at=PEOPLE,
        severity=severity,
        says="缺：工伤、失业的参保人数",
    )


@pytest.mark.parametrize(
    "rows",
    [
        None,
        [],
        [{"level1": "产出指标", "level2": "数量指标"}],
        [{"weight": 10, "score": 10}],
        [{"level1": "合计", "weight": 100, "score": 96}],
        [{"level3": "合计", "weight": 100}],
        [{"level1": "产出指标", "level3": "小计", "target": "50", "actual": "48"}],
        [{"level3": "注：指标由财政部门下达"}],
    ],
)
def test_no_indicator(rows: Any) -> None:
    finds("F113", changed(indicators=rows), at="indicators.1.level3", says="没有一项指标")


@pytest.mark.parametrize(
    "row",
    [
        {"level3": "工伤保险参保人数"},
        {"target": "≥5500人"},
        {"level3": "参保人数合计", "target": "≥5500人", "actual": "5600人"},
        {"level3": "年终总分达标率", "actual": "96%"},
    ],
)
def test_one_indicator_beside_a_total_is_enough(row: Any) -> None:
    rows = [row, {"level1": "合计", "weight": 100}]
    agrees(changed(indicators=rows), "F113")


def test_a_reason_in_the_first_row_answers_for_the_indicators() -> None:
    rows = [{"reason": "本年未设绩效指标，按文件免于自评"}]
    finds("F113", changed(indicators=rows), at="indicators.1.level3", severity="info")


@pytest.mark.parametrize(
    ("blank", "says"),
    [
        (["overview"], "项目概况没有填，共 1 项"),
        (["operation", "unmet_reasons"], "基金运行情况、未完成原因分析没有填，共 2 项"),
    ],
)
def test_texts_that_are_required(blank: list[str], says: str) -> None:
    texts = {name: text for name, text in COMPLETE["narrative"].items() if name not in blank}
    finds("F113", changed(narrative=texts), at=f"narrative.{blank[0]}", says=says)


def test_a_text_may_refer_to_the_report_beside_the_workbook() -> None:
    """Without one the words are told with the field that they do not fill."""
    texts = {**COMPLETE["narrative"], "operation": "详见自评报告"}
    says = "基金运行情况（填的是“详见自评报告”）没有填，共 1 项"
    finds("F113", changed(narrative=texts), at="narrative.operation", says=says)
    agrees({**changed(narrative=texts), "report": ["基金运行平稳。"]}, "F113")


def test_experience_and_plans_may_stay_blank_and_a_dash_is_a_word() -> None:
    texts = {**COMPLETE["narrative"], "unmet_reasons": "无"}
    agrees(changed(narrative=texts), "F113")


def test_a_sheet_whose_rows_cannot_be_told_apart_is_not_missing() -> None:
    submission = submitted(changed(accounts={"total": {"income": {"actual": 1200}}}))
    unread = frozenset(submission.standard.figures_of_the_year["work_injury"])
    told = check([replace(submission, unread=unread)])[0].findings
    assert [finding.rule for finding in told if finding.kind == Kind.MISSING] == []


def test_each_part_is_told_once() -> None:
    data = {"accounts": {fund: {"income": {"actual": 1}} for fund in ("work_injury", "total")}}
    assert len(findings(data, "F113")) == 3


LINES = ("income", "contributions", "interest", "expenditure", "benefits", "surplus")


def books(*measures: str) -> Any:
    """An account with these measures in some lines."""
    return {line: dict.fromkeys(measures, 100) for line in LINES}


@pytest.mark.parametrize(
    ("funds", "total", "told"),
    [
        ({"work_injury": ("actual", "budget")}, ("actual", "budget"), None),
        ({"work_injury": ("actual",)}, ("actual", "budget"), ("缺：工伤的预算数", "warning")),
        (
            {"work_injury": ("actual",), "unemployment": ("actual",)},
            ("actual",),
            ("缺：工伤、失业、合计的预算数", "info"),
        ),
        (
            {"work_injury": ("actual", "budget"), "unemployment": ("actual",)},
            ("actual", "budget"),
            ("缺：失业的预算数", "warning"),
        ),
    ],
)
def test_budgets_that_are_blank_throughout_are_told_once(
    funds: Any, total: Any, told: tuple[str, str] | None
) -> None:
    """Asked about where another account has budgets, else pointed out."""
    data = changed(accounts={fund: books(*of) for fund, of in funds.items()})
    data["accounts"]["total"] = books(*total)
    data["funding"] = {"total": 600}
    said = [one for one in findings(data, "F113") if "预算数" in one.message.zh]
    found = [(one.message.zh.partition("。")[0], one.severity) for one in said]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(("funding", "told"), [({"total": 600}, 0), ({"fund": 600}, 0), ({}, 1)])
def test_the_funds_of_the_year_are_pointed_out(funding: Any, told: int) -> None:
    data = changed(accounts={"work_injury": books("actual", "budget")}, funding=funding)
    said = [one for one in findings(data, "F113") if "年度资金总额" in one.message.zh]
    assert [one.severity for one in said] == ["info"] * told


def test_rates_that_the_form_computes_are_no_total() -> None:
    two = {fund: books("actual", "budget") for fund in ("work_injury", "unemployment")}
    submission = submitted(changed(accounts=two))
    rates = frozenset({"accounts.total.income.completion_rate"})
    amounts = frozenset({"accounts.total.income.actual"})
    for computed, told in ((rates, True), (amounts, False)):
        found = told_by(replace(submission, computed=computed), GAPS)
        assert any("合计没有填" in one.message.zh for one in found) == told


# ---------------------------------------------------------------- what a pattern still leaves open
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020年基金收入XX万元，支出XX万元。", "2020年基金收入XX万元"),
        ("全县社会保险基金收入ＸＸＸ万元。", "全县社会保险基金收入XXX万元"),
        ("全年参保人数____人。", "全年参保人数____人"),
        ("基金收入（  ）万元。", "基金收入( )万元"),
        ("支出**万元。", "支出**万元"),
        ("收支平稳。\n（请填写）", "(请填写)"),
        ("（此处填写总体情况）收支平稳。", "(此处填写总体情况)"),
        ("××县将继续做好各项工作。", "××县"),
        ("某某市社会保险中心负责经办。", "某某市"),
        ("收支平稳，增长xx%。", "增长xx%"),
    ],
)
def test_a_text_that_still_waits_for_words(text: str, words: str) -> None:
    data = changed(narrative={**COMPLETE["narrative"], "operation": text})
    finds("F113", data, at="narrative.operation", says=f"“{words}”", severity="warning")


@pytest.mark.parametrize(
    "text",
    [
        "追回李××冒领养老金3.2万元，张XX、王XX两人重复领取。",
        "对XX企业开展稽核，走访xx乡xx村。",
        "**重点工作**：扩面。",
        "待补缴人员120人，待补充医疗保险衔接。",
        "涉及12万元（待核实）。收入（含利息）1200万元。",
        "咨询邮箱xxzx@163.com，使用A4×2纸张。",
    ],
)
def test_a_text_that_waits_for_nothing(text: str) -> None:
    agrees(changed(narrative={**COMPLETE["narrative"], "operation": text}), "F113", looked=1)


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"department": "XX县人社局"}, "cover.department"),
        ({"contact": "____"}, None),
        ({"department": "甲县人社局", "contact": "王XX"}, None),
        ({"email": "xxzx@163.com"}, None),
    ],
)
def test_a_cover_that_still_waits_for_words(fields: Any, at: str | None) -> None:
    data = changed(cover={"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元", **fields})
    if at is None:
        agrees(data, "F113")
    else:
        finds("F113", data, at=at, severity="warning")


# ---------------------------------------------------------------- a year filled in by half
EARLIER = {"budget": 900.0, "prior": 880.0}
NOW = {**EARLIER, "actual": 950.0}


BALANCES = ["opening_balance", "closing_balance"]
OPENED = {"actual": 9}


def year_of(**lines: Any) -> Any:
    return {"accounts": {"work_injury": {"income": NOW, "closing_balance": {"prior": 9}, **lines}}}


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (year_of(), BALANCES),
        (year_of(opening_balance=OPENED), ["closing_balance"]),
        (year_of(benefits=NOW), BALANCES),
        (year_of(expenditure=EARLIER), ["expenditure", *BALANCES]),
        (year_of(benefits=EARLIER), ["expenditure", *BALANCES]),
        (year_of(income=EARLIER, benefits=NOW), ["income", *BALANCES]),
        (
            {
                **year_of(closing_balance={}, expenditure=NOW),
                "balances": {"work_injury": {"months_payable": 9}},
            },
            BALANCES,
        ),
    ],
)
def test_a_side_that_was_there_before_and_is_blank_is_asked_for(
    data: Any, lines: list[str]
) -> None:
    (found,) = findings(data, "F127")
    assert [cell.key.split(".")[2] for cell in found.cells] == lines
    assert found.severity == "warning"


def test_the_funds_that_lack_the_same_lines_are_told_at_once() -> None:
    lacking = year_of(expenditure=EARLIER)["accounts"]["work_injury"]
    data = {"accounts": {"unemployment": lacking, "work_injury": lacking}}
    (found,) = findings(data, "F127")
    assert found.message.zh.startswith("缺：工伤、失业的支出合计、上年末滚存结余、")


@pytest.mark.parametrize(
    "data",
    [
        year_of(closing_balance={}),
        year_of(opening_balance=OPENED, benefits=NOW),
        year_of(opening_balance=OPENED, expenditure=EARLIER, surplus={"actual": 30}),
        year_of(
            expenditure=EARLIER,
            opening_balance={"actual": 500},
            closing_balance={"actual": 530, "prior": 500},
        ),
        year_of(income=EARLIER, expenditure=EARLIER),
        year_of(opening_balance=OPENED, income={"actual": 950}, expenditure={"actual": 0}),
        {**year_of(expenditure=EARLIER), "sheets": {"work_injury": {"runs": "不经办"}}},
    ],
)
def test_a_blank_side_that_the_rest_shows_or_nobody_awaits_is_left_alone(data: Any) -> None:
    agrees(data, "F127")


@pytest.mark.parametrize(("people", "told"), [(5600, 1), (None, 0), (0, 0)])
def test_a_year_of_zeros_with_people_is_asked_about(people: int | None, told: int) -> None:
    zeros = {**EARLIER, "actual": 0}
    lines = dict.fromkeys(("income", "expenditure", "benefits"), zeros)
    data = year_of(**lines, closing_balance={"actual": 0, "prior": 0})
    data["headcounts"] = {"work_injury": {"participants": {"actual": people}}}
    assert ["全是 0" in one.message.zh for one in findings(data, "F127")] == [True] * told


# ------------------------------ F128 lines that a sum counts, people of last year
SPENT = {"prior": 900}


def spending(**lines: Any) -> Any:
    return {"accounts": {"work_injury": {"benefits": {"actual": 950, "prior": 900}, **lines}}}


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (spending(injury_medical=SPENT, disability=SPENT), ["injury_medical", "disability"]),
        (
            spending(injury_medical={"actual": 400}, disability=SPENT, work_death=SPENT),
            ["disability", "work_death"],
        ),
        (
            spending(injury_medical=SPENT, disability={"budget": 5}, work_death={"actual": 1}),
            ["injury_medical", "disability"],
        ),
        (
            {
                **spending(),
                "headcounts": {"work_injury": {"contributors": {"prior": 9, "actual": 8}}},
            },
            ["participants", "beneficiaries"],
        ),
        (
            {
                **spending(),
                "headcounts": {
                    "work_injury": {"participants": {"actual": 9}, "contributors": {"prior": 9}}
                },
            },
            ["contributors", "beneficiaries"],
        ),
    ],
)
def test_lines_that_a_sum_counts_or_that_had_people_are_asked_for(
    data: Any, lines: list[str]
) -> None:
    (found,) = findings(data, "F128")
    assert [cell.key.split(".")[2] for cell in found.cells] == lines
    assert found.severity == "warning"


@pytest.mark.parametrize(
    "data",
    [
        spending(),
        spending(injury_medical={"actual": 950}, disability=SPENT, work_death=SPENT),
        spending(injury_medical={"actual": 949.7}, disability=SPENT, work_death=SPENT),
        spending(injury_medical={"actual": 400}, disability=SPENT, work_death={"actual": 1}),
        spending(injury_medical={"note": "未分项核算"}, disability={**SPENT, "note": "同上"}),
        {**spending(), "headcounts": {"work_injury": {"participants": {"prior": 9}}}},
        {
            **spending(),
            "headcounts": {
                "work_injury": {
                    "participants": {"actual": 9},
                    "beneficiaries": {"prior": 9, "change": 1},
                }
            },
        },
    ],
)
def test_lines_that_a_sum_leaves_nothing_for_are_not_asked_for(data: Any) -> None:
    agrees(data, "F128")


# ------------------------------ F113 run by the cover, last year's people, levels
@pytest.mark.parametrize("said", ["经办", "是", " 经办 "])
def test_a_fund_that_is_run_and_blank_is_asked_for(said: str) -> None:
    data = changed(sheets={"unemployment": {"runs": said}, "work_injury": {"runs": said}})
    says = "缺：失业的收支和参保人数。封面选的是经办"
    finds("F113", data, at="sheets.unemployment.runs", says=says, severity="warning")


def test_several_funds_that_are_run_and_blank_are_one_question() -> None:
    funds = ("unemployment", "resident_medical", "enterprise_pension")
    found = findings(changed(sheets={fund: {"runs": "经办"} for fund in funds}), "F113")
    assert [len(one.cells) for one in found] == [3]


@pytest.mark.parametrize(
    "data",
    [
        changed(sheets={"work_injury": {"runs": "经办"}}),
        changed(sheets={"unemployment": {"runs": "不经办"}}),
        changed(sheets={"unemployment": {"note": "本年新开展"}}),
        changed(
            sheets={"unemployment": {"runs": "经办"}},
            accounts=accounts(unemployment={"income": {"actual": 0}}),
        ),
        {"sheets": {"unemployment": {"runs": "经办"}}},
    ],
    ids=["filled in", "not run", "nothing chosen", "zeros", "nothing at all"],
)
def test_a_fund_that_is_run_is_there(data: Any) -> None:
    assert not any("封面选的是经办" in one.message.zh for one in findings(data, "F113"))


def of_two_years(*measures: str) -> Any:
    return {line: dict.fromkeys(measures, 100) for line in LINES}


@pytest.mark.parametrize(
    ("books", "people", "asked"),
    [
        (("actual", "prior"), {"actual": 9}, True),
        (("actual", "prior"), {"actual": 9, "prior": 8}, False),
        (("actual", "prior"), {"actual": 9, "change": 1}, False),
        (("actual", "prior"), {"actual": 9, "note": "上年未统计"}, False),
        (("actual",), {"actual": 9}, False),
        (("actual", "prior"), {"actual": 0}, False),
    ],
)
def test_people_of_last_year_are_asked_for_where_there_was_money(
    books: Any, people: Any, asked: bool
) -> None:
    data = changed(
        accounts=accounts(work_injury=of_two_years(*books)),
        headcounts={"work_injury": {"participants": people}},
    )
    said = [one for one in findings(data, "F113") if "上年人数" in one.message.zh]
    assert [one.severity for one in said] == ["warning"] * asked
    assert [one.cells[0].key for one in said] == [
        "headcounts.work_injury.participants.prior"
    ] * asked


@pytest.mark.parametrize(
    ("levels", "blank"),
    [
        ({"before": 165, "adjusted": 9}, ["after", "increase"]),
        ({"after": 173, "adjusted": 9, "eligible": 9}, ["before", "increase"]),
        ({"increase": 8, "adjusted": 9}, ["before", "after"]),
        ({"before": 165, "after": 173, "adjusted": 9}, []),
        ({"after": 173, "increase": 8, "adjusted": 9}, []),
        ({"before": 165, "adjusted": 9, "note": "待省厅公布"}, []),
        ({"before": 165, "adjusted": 0}, []),
        ({"before": 165}, []),
        ({"adjusted": 9}, []),
    ],
)
def test_levels_that_are_there_by_half(levels: Any, blank: list[str]) -> None:
    data = changed(benefit_levels={"resident_pension": levels})
    said = [one for one in findings(data, "F113") if "月人均" in one.message.zh]
    cells = [cell.key.rpartition(".")[2] for one in said for cell in one.cells]
    assert cells == blank


# ------------------------------ F128 sums without any line
DETAILED: Any = {
    "income_subtotal": {"actual": 900},
    "contributions": {"actual": 800},
    "interest": {"actual": 100},
    "benefits": {"actual": 700},
    "unemployment_benefit": {"actual": 400},
    "job_retention": {"actual": 300},
}
BARE: Any = {
    "opening_balance": {"actual": 500},
    "income": {"actual": 900},
    "income_subtotal": {"actual": 900},
    "expenditure": {"actual": 750},
    "expenditure_subtotal": {"actual": 750},
    "benefits": {"actual": 750},
    "surplus": {"actual": 150},
    "closing_balance": {"actual": 650},
}
INJURIES = ["injury_medical", "disability", "work_death"]
INCOMES = ["contributions", "fiscal_subsidy", "interest", "other_income"]


def two_funds(injury: Any, unemployment: Any, **more: Any) -> Any:
    return {"accounts": {"work_injury": injury, "unemployment": unemployment}, **more}


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (two_funds({"benefits": {"actual": 750}}, DETAILED), INJURIES),
        (two_funds(BARE, DETAILED), INCOMES + INJURIES),
        (two_funds({**BARE, "interest": {"actual": 9}}, DETAILED), INJURIES),
        (two_funds({**BARE, "injury_medical": {"actual": 9}}, DETAILED), INCOMES),
        (two_funds({**BARE, "benefits": {"actual": 0}}, DETAILED), INCOMES),
    ],
)
def test_a_sum_without_lines_is_asked_for_them_where_another_fund_has_its(
    data: Any, lines: list[str]
) -> None:
    (found,) = findings(data, "F128")
    assert [cell.key.split(".")[2] for cell in found.cells] == lines
    assert "别的险种填了明细" in found.message.zh


def test_a_workbook_of_sums_alone_is_asked_once() -> None:
    (found,) = findings(two_funds(BARE, BARE), "F128")
    assert found.message.zh.startswith("缺：工伤、失业的收入小计、社会保险待遇支出的明细。")
    assert len(found.cells) == 4
    (alone,) = findings({"accounts": {"work_injury": BARE}}, "F128")
    assert alone.message.zh.startswith("缺：工伤的收入小计、社会保险待遇支出的明细。")


def test_a_single_fund_that_splits_some_sums_is_only_pointed_at() -> None:
    alone = {"accounts": {"work_injury": {**BARE, "interest": {"actual": 9}}}}
    (found,) = findings(alone, "F128")
    assert (found.severity, found.cells[0].key) == ("info", "accounts.work_injury.benefits.actual")
    assert not findings({"accounts": {"unemployment": {**BARE, **DETAILED}}}, "F128")


NOTED = {"note": "系统未分项统计"}


@pytest.mark.parametrize(
    "data",
    [
        two_funds({"benefits": {"actual": 750}}, {"benefits": {"actual": 700}}),
        two_funds({"benefits": {"actual": 750}, "disability": NOTED}, DETAILED),
        two_funds({"benefits": {"actual": 0}}, DETAILED),
        two_funds({"benefits": {"actual": 0.3}, "disability": {"actual": 0}}, DETAILED),
        two_funds({"benefits": {"prior": 750}}, DETAILED),
        two_funds(BARE, DETAILED, sheets={"work_injury": {"runs": "不经办"}}),
        two_funds({"expenditure": {"actual": 750}}, {**DETAILED, "expenditure": {"actual": 750}}),
        {"accounts": {"work_injury": {**BARE, "interest": {"actual": 9}}}},
        {"accounts": {"work_injury": {**BARE, "injury_medical": NOTED}}},
        {"accounts": {"work_injury": {"income_subtotal": {"actual": 900}}}},
    ],
)
def test_sums_that_nobody_splits_or_that_say_why_are_not_asked_for_lines(data: Any) -> None:
    agrees(data, "F128")


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ({"sheets": {"workbook": NOTED}}, "info"),
        ({"sheets": {"work_injury": NOTED}}, "warning"),
        ({"sheets": {"work_injury": NOTED, "unemployment": NOTED}}, "info"),
        ({"sheets": {"people": NOTED}}, "warning"),
        ({"sheets": {"workbook": {"note": "无"}}}, "warning"),
    ],
)
def test_the_cover_says_why_there_are_sums_alone(more: Any, severity: str) -> None:
    (found,) = findings(two_funds(BARE, BARE, **more), "F128")
    assert found.severity == severity


def test_a_form_without_its_cover_is_told_of_that_alone() -> None:
    data = submitted(COMPLETE)
    places = {key: place for key, place in data.places.items() if not key.startswith("cover")}
    places["accounts.work_injury.interest.budget"] = ("工伤", "C12")
    lost = {key: one for key, one in data.claims.items() if not key.startswith("cover")}
    found = check([replace(data, claims=lost, places=places)])[0].findings
    assert [one.message.zh for one in found if one.rule == "F105"] == [
        "工作簿里没有“封面”这张表：填报单位、填报年度、金额单位都不知道。"
    ]


def test_f113_one_text_in_several_fields_answers_but_one_of_them() -> None:
    words = "本中心经办全县工伤保险，按时足额支付待遇。"
    fields = ("overview", "operation", "achievement")
    pasted = {**COMPLETE["narrative"], **dict.fromkeys(fields, words)}
    finds("F113", changed(narrative=pasted), at="narrative.overview", says="同一段话，共 3 项")
    spaced = {**pasted, "achievement": f" {words}\n"}
    finds("F113", changed(narrative=spaced), at="narrative.overview")
    agrees(changed(narrative={**pasted, "achievement": "各项指标均已完成。"}), "F113")
    agrees(changed(narrative={**pasted, "achievement": f"{words}已完成。"}), "F113")
    agrees(changed(narrative={**pasted, **dict.fromkeys(fields, "总体平稳。")}), "F113")
    agrees({**changed(narrative=pasted), "report": ["基金运行平稳。"]}, "F113")
