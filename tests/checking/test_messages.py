"""What is said of a relation: the sentence in both languages, the figures, the cells, why it stays
open."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, Data, account, beside_gaps, checked, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Finding, Interval

FUND = "accounts.work_injury."
DEPOSITS = {"closing_balance": {"actual": 100}, "time_deposits": {"actual": 120}}


@dataclass(frozen=True)
class Said:
    """One finding, as the submitter reads it."""

    case: str
    data: Data
    zh: str
    en: str
    figures: tuple[float | None, Interval | None, Any]
    """Stated, expected, difference."""
    cells: list[str]
    fund: str = FUND
    """In front of the cells."""
    others: dict[str, str] = field(default_factory=dict)
    """Rule, severity, kind where they are not those of a broken sum."""


def rate(budget: float, actual: float, stated: str) -> Data:
    return account(income={"budget": budget, "actual": actual, "completion_rate": stated})


RATE_CELLS = ["income.completion_rate", "income.actual", "income.budget"]
RATE = {"rule": "R301"}
SURPLUS = {"rule": "B202"}
MISSING = {"severity": "info", "kind": "missing"}

SAID = [
    Said(
        "a total with blank parts is too small",
        account(income={"actual": 800}, income_subtotal={"actual": 900}),
        "工伤“收入合计（本年实际数）”填 800，而收入小计 900，对不上。",
        "Work injury: Total income (Actual) says 800; Own income 900: they do not agree.",
        (800, (899.5, None), -100),
        ["income.actual", "income_subtotal.actual"],
    ),
    Said(
        "a total with all parts is too small",
        account(
            income_subtotal={"actual": 1000},
            contributions={"actual": 900},
            fiscal_subsidy={"actual": 50},
            interest={"actual": 50},
            other_income={"actual": 30},
        ),
        "工伤“收入小计（本年实际数）”填 1,000，而社会保险费收入 900 ＋ 财政补贴收入 50 ＋ "
        "利息收入 50 ＋ 其他收入 30，得 1,030，对不上。",
        "Work injury: Own income (Actual) says 1,000; Contributions 900 + Fiscal "
        "subsidy 50 + Interest 50 + Other income 30 makes 1,030: they do not agree.",
        (1000, (1028, 1032), -30),
        [
            "income_subtotal.actual",
            "contributions.actual",
            "fiscal_subsidy.actual",
            "interest.actual",
            "other_income.actual",
        ],
    ),
    Said(
        "a difference is too large, with decimals",
        account(income={"actual": 100.2}, expenditure={"actual": 60.1}, surplus={"actual": 41.2}),
        (
            "工伤“本年收支结余（本年实际数）”填 41.2，而收入合计 100.2 − 支出合计 60.1，"
            "得 40.1，对不上。"
        ),
        "Work injury: Surplus of the year (Actual) says 41.2; Total income 100.2 − "
        "Total expenditure 60.1 makes 40.1: they do not agree.",
        (41.2, (40.0, 40.2), 1.1),
        ["surplus.actual", "income.actual", "expenditure.actual"],
        others=SURPLUS,
    ),
    Said(
        "a negative figure stands in brackets",
        account(
            opening_balance={"actual": 500},
            surplus={"actual": -50},
            closing_balance={"actual": 470},
        ),
        (
            "工伤“年末滚存结余（本年实际数）”填 470，而上年末滚存结余 500 ＋ 本年收支结余 "
            "(−50)，得 450，对不上。"
        ),
        "Work injury: Closing balance (Actual) says 470; Opening balance 500 + Surplus "
        "of the year (−50) makes 450: they do not agree.",
        (470, (449, 451), 20),
        ["closing_balance.actual", "opening_balance.actual", "surplus.actual"],
        others={"rule": "B203"},
    ),
    Said(
        "a part is larger than the whole",
        account(**DEPOSITS),
        "工伤“其中：定期存款（本年实际数）”填 120，大于年末滚存结余 100。",
        ("Work injury: of which time deposits (Actual) says 120, more than Closing balance 100."),
        (120, (None, 100.5), 19.5),
        ["time_deposits.actual", "closing_balance.actual"],
        others={"rule": "B205"},
    ),
    Said(
        "a rate is too small",
        rate(10000, 9765, "97%"),
        (
            "工伤“收入合计（完成预算%）”填 97%；本年实际数 9,765 ÷ 预算数 10,000，应为 "
            "98%，少 1 个百分点。"
        ),
        "Work injury: Total income (Budget completed %) says 97%; by Actual 9,765 ÷ Budget 10,000 "
        "it should be 98%: 1 points too little.",
        (0.97, (0.976401179941, 0.976598829941), -0.0065),
        RATE_CELLS,
        others=RATE,
    ),
    Said(
        "a rate is too large",
        rate(500, 490, "99%"),
        "工伤“收入合计（完成预算%）”填 99%；本年实际数 490 ÷ 预算数 500，应为 98%，多 1 个百分点。",
        "Work injury: Total income (Budget completed %) says 99%; by Actual 490 ÷ Budget 500 "
        "it should be 98%: 1 points too much.",
        (0.99, (0.978021978022, 0.981981981982), 0.01),
        RATE_CELLS,
        others=RATE,
    ),
    Said(
        "a rate that is off in its third decimal is told with two more",
        rate(4000000, 3910001, "97.753%"),
        "工伤“收入合计（完成预算%）”填 97.753%；本年实际数 3,910,001 ÷ 预算数 4,000,000，"
        "应为 97.75%，"
        "多 0.003 个百分点。",
        "Work injury: Total income (Budget completed %) says 97.753%; by Actual 3,910,001 "
        "÷ Budget 4,000,000 "
        "it should be 97.75%: 0.003 points too much.",
        (0.97753, (0.977500002812, 0.977500497187), pytest.approx(0.00002975)),
        RATE_CELLS,
        others=RATE,
    ),
    Said(
        "months are twelve times a quotient",
        account(closing_balance={"actual": 14388}, expenditure={"actual": 2244})
        | {"balances": {"work_injury": {"months_payable": 76}}},
        "工伤“累计结余可支付月数”填 76，而年末滚存结余（本年实际数） 14,388 ÷ "
        "支出合计（本年实际数） 2,244 × 12，"
        "得 77，对不上。",
        "Work injury: Months payable from the balance says 76; Closing balance "
        "(Actual) 14,388 ÷ "
        "Total expenditure (Actual) 2,244 × 12 makes 77: they do not agree.",
        (76, (76.9213633326, 76.961016009), -0.941176470588),
        [
            "balances.work_injury.months_payable",
            "accounts.work_injury.closing_balance.actual",
            "accounts.work_injury.expenditure.actual",
        ],
        fund="",
        others={"rule": "R304"},
    ),
    Said(
        "one part is left blank",
        account(
            income_subtotal={"actual": 1000},
            contributions={"actual": 600},
            fiscal_subsidy={"actual": 100},
            interest={"actual": 50},
        ),
        "工伤“收入小计（本年实际数）”填 1,000，已填的有社会保险费收入 600 ＋ 财政补贴收入 "
        "100 ＋ 利息收入 50；"
        "明细未填全，空白的其他收入应为 250。",
        "Work injury: Own income (Actual) says 1,000; the parts filled in are "
        "Contributions 600 + Fiscal subsidy 100 + "
        "Interest 50. Not all parts are filled in: Other income should be 250.",
        (None, None, None),
        ["income_subtotal.actual", "other_income.actual"],
        others=MISSING,
    ),
    Said(
        "several parts are left blank",
        account(income={"actual": 1000}, income_subtotal={"actual": 900}),
        "工伤“收入合计（本年实际数）”填 1,000，已填的有收入小计 900；"
        "明细未填全，空白的上级补助收入、下级上解收入合计应为 100。",
        "Work injury: Total income (Actual) says 1,000; the parts filled in are Own income 900. "
        "Not all parts are filled in: Received from the upper level, Received from lower "
        "levels should be 100 together.",
        (None, None, None),
        ["income.actual", "from_superior.actual", "from_subordinate.actual"],
        others=MISSING,
    ),
    Said(
        "two figures agree only at the edge of rounding",
        {"accounts": {"total": {"expenditure": {"budget": 1000}}}, "funding": {"total": 1001}},
        (
            "绩效自评表“年度资金总额”填 1,001；合计支出合计 1,000，得 1,000，"
            "只在取整误差的边缘上相符。"
        ),
        "Indicators: Funds of the year says 1,001; by Total: Total expenditure 1,000 it is 1,000: "
        "they agree only at the very edge of rounding.",
        (1001, (999.5, 1000.5), 1),
        ["funding.total", "accounts.total.expenditure.budget"],
        fund="",
        others={"rule": "B207", "severity": "info"},
    ),
    Said(
        "a rate was cut off, not rounded",
        rate(6384, 5523, "86%"),
        "工伤“收入合计（完成预算%）”填 86%；本年实际数 5,523 ÷ 预算数 6,384，得 86.51%，"
        "四舍五入应为 87%，"
        "像是直接去掉了尾数。",
        "Work injury: Total income (Budget completed %) says 86%; by Actual 5,523 ÷ "
        "Budget 6,384 it is 86.51%, "
        "which rounds to 87%: it looks truncated.",
        (0.86, (0.864985511786, 0.86527766899), -0.00513157894737),
        RATE_CELLS,
        others=RATE | {"severity": "info"},
    ),
]


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.case)
def test_what_is_said_of_a_relation(said: Said) -> None:
    told = {"rule": "B201", "severity": "error", "kind": "arithmetic"} | said.others
    (found,) = [finding for finding in checked(said.data).findings if finding.rule == told["rule"]]
    assert {name: getattr(found, name) for name in told} == told
    assert (found.message.zh, found.message.en) == (said.zh, said.en)
    assert [cell.key for cell in found.cells] == [said.fund + cell for cell in said.cells]
    stated, expected, difference = said.figures
    assert (found.stated, found.difference) == (stated, difference)
    assert found.expected == pytest.approx(expected)


def only(data: Data) -> Finding:
    (found,) = beside_gaps(checked(data).findings)
    return found


def test_what_to_do_about_a_remark_is_its_own() -> None:
    short = only(account(income={"actual": 1000}, income_subtotal={"actual": 900}))
    assert short.todo.zh == "把空白的明细补填完整；确实没有的填 0。"
    assert short.todo.en == "Fill in the blank parts; write 0 where there is nothing."
    corner = only(rate(6384, 5523, "86%"))
    assert corner.todo.zh == "建议按四舍五入重新取数；不影响通过。"
    assert corner.todo.en == "Better round it again; this does not keep the file from passing."


# ---------------------------------------------------------------- open
def open_reasons(data: Data, rule: str) -> list[tuple[list[str], str, str]]:
    entries = [entry for entry in checked(data).undecided if entry.rule == rule]
    return [
        ([cell.key for cell in entry.cells], entry.reason.zh, entry.reason.en) for entry in entries
    ]


def test_blank_figures_are_named() -> None:
    assert open_reasons(account(income={"actual": 1000}), "B201") == [
        (
            ["accounts.work_injury.income.actual"],
            "收入小计、上级补助收入、下级上解收入未填",
            "Own income, Received from the upper level, Received from lower levels not filled in",
        )
    ]


def test_a_blank_subject_is_named_with_its_sheet() -> None:
    assert open_reasons(account(income={"actual": 110, "prior": 100, "change": 10}), "R303") == [
        (
            [FUND + name for name in ("income.growth_rate", "income.change", "income.prior")],
            "工伤“收入合计（比上年增减%）”未填",
            "Work injury: Total income (Change on last year %) not filled in",
        )
    ]


def test_of_many_blank_figures_four_are_named() -> None:
    ((_, zh, en),) = open_reasons(account("unemployment", benefits={"actual": 1000}), "B201")
    assert zh == "失业保险金、代缴基本医疗保险费、丧葬补助金和抚恤金、职业培训补贴等 8 项未填"
    assert en.endswith(" and 4 more not filled in")


@pytest.mark.parametrize("budget", [0, -5])
def test_a_base_that_is_no_base_decides_nothing(budget: int) -> None:
    assert open_reasons(rate(budget, 1000, "50%"), "R301") == [
        (
            [FUND + cell for cell in RATE_CELLS],
            "预算数为零、为负或太小，不能作比率的分母",
            "Budget is zero, negative or too small to be the base of a rate",
        )
    ]


def test_a_total_of_funds_that_no_sheet_has() -> None:
    data = {"accounts": {"total": {"income": {"actual": 1000}}}}
    assert open_reasons(data, "B204") == [
        (
            ["accounts.total.income.actual"],
            "各险种表都没有填这一科目",
            "no fund's sheet has this item",
        )
    ]


def test_funds_that_the_unit_does_not_run_are_no_blanks() -> None:
    data: dict[str, Any] = {
        "accounts": {
            "total": {"income": {"actual": 1000}},
            "work_injury": {"income": {"actual": 700}},
            "unemployment": {"expenditure": {"actual": 5}},
        }
    }
    (found,) = [finding for finding in checked(data).findings if finding.rule == "B204"]
    assert found.message.zh.endswith("已填的有工伤 700；明细未填全，空白的失业应为 300。")


INCOME = {
    "income_subtotal": {"actual": 90},
    "contributions": {"actual": 60},
    "fiscal_subsidy": {"actual": 10},
}


@pytest.mark.parametrize("is_deleted", [True, False])
def test_of_a_line_that_was_deleted_it_is_told_where_it_belongs(is_deleted: bool) -> None:
    """A blank line is but blank."""
    data = {"standard": "2020", "cover": COVER, **account(**INCOME)}

    def edit(book: Workbook) -> None:
        sheet = book["工伤"]
        lines = {sheet.cell(row, 2).value: row for row in range(1, 30)}
        if is_deleted:
            sheet.delete_rows(lines["利息收入"])

    findings = check([read_back(edited(filled(data), edit))])[0].findings
    (found,) = [one for one in findings if one.rule == "B201"]
    assert ("空白的利息收入" in found.message.zh) is not is_deleted
    assert ("表中没有这一行的利息收入" in found.message.zh) is is_deleted
    belongs = "“利息收入”这一行像是从工伤表删掉了，应在第 10 行“财政补贴收入”下面。"
    assert found.message.zh.endswith(belongs) is is_deleted
    assert ("插到工伤表第 10 行下面" in found.todo.zh) is is_deleted
    assert found.severity == ("warning" if is_deleted else "info")


@pytest.mark.parametrize(
    ("line", "told"),
    [("收入合计", "F113"), ("本年收支结余", "F113"), ("利息收入", "B201"), ("其他收入", "")],
)
def test_a_deleted_line_that_figures_need_is_asked_about_once(line: str, told: str) -> None:
    """A sum that is gone, or a part that cannot be 0; a line without figures may be deleted."""
    columns = ("budget", "actual", "prior")
    amounts = {
        "income": 90,
        "income_subtotal": 90,
        "contributions": 60,
        "interest": 30,
        "fiscal_subsidy": 0,
        "expenditure": 40,
        "surplus": 50,
    }
    lines = {item: dict.fromkeys(columns, amount) for item, amount in amounts.items()}
    data = {"standard": "2020", "cover": COVER, **account(**lines)}

    def edit(book: Workbook) -> None:
        sheet = book["工伤"]
        rows = {sheet.cell(row, 2).value: row for row in range(1, 60)}
        sheet.delete_rows(rows[line])

    found = check([read_back(edited(filled(data), edit))])[0].findings
    deleted = [one for one in found if "删掉了" in one.message.zh]
    assert {one.rule for one in deleted} == set(filter(None, [told]))
    assert {one.severity for one in deleted} <= {"warning"}
    assert len(deleted) < 2 or len({one.group for one in deleted} - {None}) == 1


@pytest.mark.parametrize(("deposits", "limit"), [(20000, 13826.8), (20000.5, 13826.84)])
def test_a_limit_is_told_as_the_figure_that_sets_it(deposits: float, limit: float) -> None:
    data = account(
        opening_balance={"actual": 12000.5},
        income={"actual": 3000.4},
        expenditure={"actual": round(15000.9 - limit, 2)},
        closing_balance={"actual": limit, "prior": 12000.5},
        time_deposits={"actual": deposits, "prior": 8000.5},
    )
    (found,) = [one for one in checked(data).findings if one.rule == "B205"]
    assert not any(culprit.located for culprit in found.culprits)
    assert f"年末滚存结余 {limit:,}。" in found.message.zh


# ---------------------------------------------------------------- answered
def test_a_warning_that_was_explained_is_a_note_with_the_reason() -> None:
    balances: dict[str, Any] = {
        "opening_balance": {"actual": 500},
        "closing_balance": {"actual": 600, "prior": 550},
    }
    warned = only(account(**balances))
    balances["opening_balance"]["note"] = "按审计意见追溯调整"
    noted = only(account(**balances))
    assert (warned.severity, noted.severity) == ("warning", "info")
    assert warned.clash is not None
    assert noted.message.zh == warned.clash.zh + "（已说明：按审计意见追溯调整）"
    assert noted.message.en == warned.clash.en + " (Explained: 按审计意见追溯调整)"


def test_parts_of_one_fund_are_told_apart_and_its_name_is_said_once() -> None:
    rows = {"capacity_appraisal": 5, "injury_prevention": 24, "other_expenditure": 1}
    accounts = {
        "work_injury": {item: {"actual": amount} for item, amount in rows.items()},
        "unemployment": {"other_expenditure": {"actual": 2}},
        "total": {"other_expenditure": {"actual": 40}},
    }
    found = [one for one in checked({"accounts": accounts}).findings if one.rule == "B204"]
    parts = "工伤劳动能力鉴定支出 5 ＋ 工伤预防费用支出 24 ＋ 工伤其他支出 1 ＋ 失业 2"
    assert [parts in one.message.zh for one in found] == [True]
