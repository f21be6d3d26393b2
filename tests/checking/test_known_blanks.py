"""Blanks that the other figures show to be something, beside blanks of which nobody knows."""

from typing import Any

import pytest
from support import COVER, agrees, checked, edited, filled, findings, finds, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Finding, Kind, Severity
from sipipeline.standards.load import load
from tools.accounts import consistent

ROW = "accounts.work_injury.{}.actual".format


def account(**lines: Any) -> Any:
    """An account of which all lines of the income are filled in."""
    whole = {
        "opening_balance": 100,
        "contributions": 1150,
        "fiscal_subsidy": 0,
        "interest": 50,
        "other_income": 0,
        "income_subtotal": 1200,
        "income": 1200,
        "from_superior": 0,
        "from_subordinate": 0,
        "expenditure": 900,
        "surplus": 300,
        "closing_balance": 400,
    } | lines
    stated = {name: {"actual": value} for name, value in whole.items()}
    return {"accounts": {"work_injury": stated}}


@pytest.mark.parametrize(
    ("line", "written", "amount", "shown_by"),
    [
        ("interest", "—", "50", "收入小计"),
        ("interest", "-", "50", "收入小计"),
        ("interest", "无", "50", "收入小计"),
        ("income_subtotal", "-", "1,200", "收入合计"),
        ("expenditure", "-", "900", "本年收支结余"),
        ("closing_balance", "-", "400", "上年末滚存结余"),
        ("opening_balance", "-", "100", "年末滚存结余"),
    ],
)
def test_a_blank_that_the_rest_shows_is_asked_about(
    line: str, written: Any, amount: str, shown_by: str
) -> None:
    agrees(account(), "F126")
    found = finds("F126", account(**{line: written}), at=ROW(line), severity="warning")
    assert f"应为 {amount}，不是零" in found.message.zh
    assert shown_by in found.message.zh
    assert f"填的是“{written}”" in found.message.zh


@pytest.mark.parametrize("line", ["fiscal_subsidy", "other_income", "from_superior"])
def test_a_blank_that_is_nothing_stays_blank(line: str) -> None:
    agrees(account(**{line: ""}), "F126")
    agrees(account(**{line: "-"}), "F126")


def test_blanks_of_which_nobody_knows_how_much_each_is_stay_as_they_are() -> None:
    data = account(interest="-", contributions="")
    agrees(data, "F126")
    assert [one.severity for one in findings(data, "B201")] == ["info"]


def test_a_column_is_one_question_and_a_reason_answers_it() -> None:
    blank = dict.fromkeys(("interest", "income", "closing_balance"), "-")
    found = finds("F126", account(**blank), at=ROW("income"))
    assert "有 3 格没有填" in found.message.zh
    assert findings(account(**blank), "B201") == []
    data = account(interest="-")
    data["accounts"]["work_injury"]["interest"] = {
        "actual": "-",
        "note": "利息已并入其他收入，小计待更正",
    }
    (answered,) = findings(data, "F126")
    assert answered.severity == "info"
    assert answered.explained


def test_a_figure_in_the_notes_is_to_be_moved() -> None:
    data = account(interest="-")
    data["accounts"]["work_injury"]["interest"] = {"actual": "-", "note": "50"}
    found = finds("F126", data, at=ROW("interest"))
    assert "的 50 像是这一格的数，把它移到" in found.todo.zh


@pytest.mark.parametrize(("note", "is_its_figure"), [("50.0", True), ("53", False), ("5", False)])
def test_only_the_figure_itself_is_to_be_moved(note: str, is_its_figure: bool) -> None:
    data = account(interest="-")
    data["accounts"]["work_injury"]["interest"] = {"actual": "-", "note": note}
    found = finds("F126", data, at=ROW("interest"))
    assert ("移到" in found.todo.zh) is is_its_figure


def test_a_blank_below_a_merged_cell_is_to_be_split_first() -> None:
    content = filled({"standard": "2020", "cover": COVER, **account(fiscal_subsidy=50, interest=0)})

    def merged(book: Any) -> None:
        sheet = book["工伤"]
        below = next(cell.row for cell in sheet["D"] if cell.value == 50)
        sheet.merge_cells(f"D{below - 1}:D{below}")

    (result,) = check([read_back(edited(content, merged))])
    (found,) = [one for one in result.findings if one.rule == "F126"]
    assert "先取消合并，再各填各的数" in found.todo.zh


def test_what_only_a_change_tells_is_no_gap() -> None:
    data = account()
    data["accounts"]["work_injury"]["interest"] |= {"change": 7}
    agrees(data, "F126")


@pytest.mark.parametrize("fund", ["work_injury", "unemployment"])
def test_a_column_that_is_told_to_be_missing_is_not_told_line_by_line(fund: str) -> None:
    data = consistent(load("2023"), 5, ["work_injury", "unemployment", "resident_pension"])
    for line in data["accounts"][fund].values():
        for measure in ("actual", "completion_rate", "change", "growth_rate"):
            line.pop(measure, None)
    found = [one for one in checked(data).findings if one.kind is Kind.MISSING]
    of_fund = [one for one in found if f"accounts.{fund}." in str([c.key for c in one.cells])]
    assert [one.severity for one in of_fund] == [Severity.ERROR]


@pytest.mark.parametrize(("last", "rules"), [(100, ["F126"]), (80, ["H701"]), (None, ["F126"])])
def test_an_opening_balance_that_last_year_makes_another_is_told_with_that(
    last: float | None, rules: list[str]
) -> None:
    data = account(opening_balance="-")
    data["accounts"]["work_injury"]["closing_balance"] |= {"prior": last} if last else {}
    told = [one.rule for one in checked(data).findings if one.rule in ("F126", "H701")]
    assert told == rules


ASTRAY = [
    ("work_injury", "unemployment"),
    ("unemployment", "enterprise_pension"),
    ("unemployment", "institution_pension"),
    ("employee_medical", "unemployment"),
    ("resident_pension", "enterprise_pension"),
]


@pytest.mark.parametrize(("fund", "sheet"), ASTRAY)
@pytest.mark.parametrize("has_own_people", [False, True])
def test_blanks_of_an_account_on_another_funds_sheet_are_not_asked_about(
    fund: str, sheet: str, has_own_people: bool
) -> None:
    """What the sums of the account have besides stands in lines that this sheet does not have."""
    standard = load("2023")
    data = consistent(standard, 8, [fund])
    lines = {item.key for item in standard.items_of(sheet)}
    account = data["accounts"].pop(fund)
    data["accounts"] = {sheet: {item: row for item, row in account.items() if item in lines}}
    del data["balances"][fund]
    if has_own_people:
        data["headcounts"] = {sheet: {"participants": {"actual": 51000, "prior": 50000}}}
    found = checked(data).findings
    blanks = [one for one in found if one.rule == "F126" or "空白的" in one.message.zh]
    is_told = any(f"像是把{standard.fund(fund).short.zh}的账" in one.message.zh for one in found)
    assert is_told != has_own_people
    assert not blanks or has_own_people
    assert blanks or not has_own_people or (fund, sheet) not in ASTRAY[:2]


def with_changes(blank: tuple[str, ...] = (), word: str | None = None, lines: int = 9) -> Any:
    """Two funds and their total, of which one lacks some columns in its first lines."""
    data = consistent(load("2020"), 7, ["work_injury", "unemployment"])
    for line in [*data["accounts"]["work_injury"].values()][:lines]:
        line |= {name: word for name in blank if name in line}
    return data


@pytest.mark.parametrize("word", [None, "/", "—"])
def test_a_column_of_changes_that_one_sheet_lacks_is_one_remark(word: str | None) -> None:
    blank = ("completion_rate", "change", "growth_rate")
    told = of_blanks(with_changes(blank, word, lines=99))
    ((rule, words),) = {(one.rule, one.message.zh) for one in told}
    assert rule == "F113"
    assert "没有填：工伤的“完成预算%”、“比上年增减额”、“比上年增减%”。" in words


def test_single_blanks_among_the_changes_are_pointed_out_one_by_one() -> None:
    assert not of_blanks(with_changes())
    assert {one.rule for one in of_blanks(with_changes(("change",), lines=3))} == {"B204"}


def of_blanks(data: Any) -> list[Finding]:
    """What is only pointed out of blanks of the accounts."""
    told = (one for one in checked(data).findings if one.severity is Severity.INFO)
    return [one for one in told if one.kind is Kind.MISSING and one.cells[0].key[:8] == "accounts"]


def test_blank_lines_of_a_sheet_that_is_a_copy_go_with_the_copy() -> None:
    data = consistent(load("2020"), 7, ["resident_pension", "work_injury", "unemployment"])
    accounts = data["accounts"]
    of_injury, own = accounts["work_injury"], accounts["unemployment"]
    accounts["unemployment"] = {line: dict(of_injury[line]) for line in own if line in of_injury}
    (lines,) = [one for one in checked(data).findings if one.rule == "F128"]
    assert len(lines.culprits) >= 10
    blank = {line: {} if line in BENEFITS else dict(row) for line, row in own.items()}
    accounts["unemployment"] = blank
    (lines,) = [one for one in checked(data).findings if one.rule == "F128"]
    assert not lines.culprits


BENEFITS = {one.key for one in load("2020").parts_of("unemployment", "benefits")}


# ------------------------------ people and levels beside their change
PEOPLE = {"actual": 31240, "prior": 30515, "change": 725, "growth_rate": 0.0238}
CONTRIBUTORS = {"actual": 27100, "prior": 26800, "change": 300, "growth_rate": 0.0112}
LEVEL = {"before": 4590.2, "after": 4712.7, "increase": 122.5}


def people(**lines: Any) -> Any:
    """An account with people, of whose lines some cells are otherwise."""
    counts = {"participants": PEOPLE, "contributors": CONTRIBUTORS}
    return account() | {
        "headcounts": {"work_injury": {one: counts[one] | lines.get(one, {}) for one in counts}},
        "benefit_levels": {"institution_pension": LEVEL | lines.get("level", {})},
    }


@pytest.mark.parametrize(
    ("line", "measure", "amount"),
    [
        ("participants", "actual", "31,240"),
        ("participants", "prior", "30,515"),
        ("contributors", "actual", "27,100"),
        ("contributors", "prior", "26,800"),
        ("level", "after", "4,712.7"),
        ("level", "before", "4,590.2"),
    ],
)
def test_people_and_levels_that_their_change_shows_are_asked_about(
    line: str, measure: str, amount: str
) -> None:
    fund = "benefit_levels.institution_pension"
    row = fund if line == "level" else f"headcounts.work_injury.{line}"
    found = finds("F126", people(**{line: {measure: "-"}}), at=f"{row}.{measure}")
    assert f"应为 {amount}，不是零" in found.message.zh
    (answered,) = findings(people(**{line: {measure: "-", "note": "市局统一统计"}}), "F126")
    assert answered.explained


def test_blank_people_of_several_funds_and_levels_are_one_question() -> None:
    blank = people(participants={"actual": "-"}, level={"before": "-"})
    (found,) = findings(blank, "F126")
    assert [cell.key.rpartition(".")[2] for cell in found.cells] == ["actual", "before"]


NOBODY_LEFT = {"actual": "-", "prior": 90, "change": -90, "growth_rate": -1}
NEW = {"actual": 90, "prior": "-", "change": 90, "growth_rate": "-"}


@pytest.mark.parametrize(
    "data",
    [
        people(),
        people(participants={"change": "-", "growth_rate": "-"}),
        people(contributors=NOBODY_LEFT),
        people(contributors=NEW),
        people(contributors=dict.fromkeys(("prior", "change", "growth_rate"), "-")),
        people(participants={"prior": "-"}, contributors={"prior": "-"}),
        people(level={"increase": "-"}),
        people(level={"before": "-", "increase": "-"}),
        people(level={"before": 120, "increase": 0, "after": 120}),
    ],
    ids=[
        "all there",
        "no change",
        "nobody left",
        "new this year",
        "no last year",
        "a form without last year",
        "no increase",
        "one level alone",
        "no adjustment",
    ],
)
def test_people_and_levels_that_nothing_shows_stay_blank(data: Any) -> None:
    agrees(data, "F126")
    assert not [one for one in checked(data).findings if one.rule == "F128"]


@pytest.mark.parametrize(
    ("blank", "year"),
    [
        (("actual", "change"), ["actual"]),
        (("prior", "change"), ["prior"]),
        (("actual", "prior"), ["actual", "prior"]),
    ],
)
def test_people_of_which_nothing_but_a_rate_is_left_are_asked_for_without_a_number(
    blank: tuple[str, ...], year: list[str]
) -> None:
    data = people(contributors=dict.fromkeys(blank, "-"))
    agrees(data, "F126")
    told = [one for one in checked(data).findings if one.rule == "F128"]
    assert [cell.key for one in told for cell in one.cells] == [
        f"headcounts.work_injury.contributors.{one}" for one in year
    ]
