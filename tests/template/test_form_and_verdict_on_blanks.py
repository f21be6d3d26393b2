"""What is still missing, by the form as a spreadsheet program computes it, and by the verdict: the
same of every state of a half filled workbook."""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from blank_forms import FUNDS, STANDARD, written
from openpyxl import Workbook
from recalculation import all_messages, errors, recalculated
from support import cases, edited, read_back

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.submission import Submission
from sipipeline.evidence.unfinished_years import lines_of
from sipipeline.standards.data import flatten
from tools.accounts import consistent

TOTAL, INJURY = "基金汇总", "work_injury"
SHEETS = {"resident_pension": "居民养老", INJURY: "工伤"}
NOTHING, UNCHECKED, ADDS_UP = "尚未填写", "已填的数还没有可以相互核对的", "由各险种表自动合计"
Data = dict[str, Any]
Edit = Callable[[Data], object]
BookEdit = Callable[[Workbook], object]


def whole() -> Data:
    """A workbook in which nothing is missing; the form adds up the total."""
    data = copy.deepcopy(consistent(STANDARD, 3, FUNDS, "万元", 2))
    del data["accounts"]["total"]
    indicator = {"level1": "产出指标", "level2": "数量指标", "level3": "工伤保险参保人数"}
    return data | {
        "cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"},
        "indicators": [{**indicator, "target": "≥5500人", "actual": "5600人"}],
        "narrative": {
            "overview": "本中心经办全县工伤保险。",
            "targets": "扩大覆盖面，按时足额支付待遇。",
            "operation": "基金运行平稳。",
            "achievement": "各项指标均已完成。",
            "unmet_reasons": "无",
        },
    }


def only(measure: str, *funds: str) -> Edit:
    """Nothing of the funds but one measure."""

    def edit(data: Data) -> None:
        for fund in funds:
            rows = data["accounts"][fund].items()
            kept = {item: {measure: row[measure]} for item, row in rows if measure in row}
            data["accounts"][fund] = kept
            data.get("balances", {}).pop(fund, None)

    return edit


def account(**items: Data) -> Edit:
    """Nothing of work injury but these lines."""

    def edit(data: Data) -> None:
        data["accounts"][INJURY] = items
        data.get("balances", {}).pop(INJURY, None)

    return edit


def year(keep: Callable[[str], bool], rest: float | None = None) -> Edit:
    """Of work injury this year's figures of some lines, and the rest blank or an amount."""

    def edit(data: Data) -> None:
        data.get("balances", {}).pop(INJURY, None)
        for item, row in data["accounts"][INJURY].items():
            if not keep(item):
                for measure in ("actual", "completion_rate", "change", "growth_rate"):
                    row.pop(measure, None)
                row |= {} if rest is None else {"actual": rest}

    return edit


def people(**items: Data) -> Edit:
    return lambda data: data["headcounts"].update({INJURY: items})


def row(line: str, **cells: Any) -> Edit:
    """Of one line of the people of work injury some cells otherwise; None makes them blank."""

    def edit(data: Data) -> None:
        people = data["headcounts"][INJURY]
        changed = people[line] | cells
        people[line] = {name: value for name, value in changed.items() if value is not None}

    return edit


def levels(**cells: Any) -> Edit:
    return lambda data: data.update(benefit_levels={"resident_pension": cells})


def without(*parts: str) -> Edit:
    return lambda data: [data.pop(part, None) for part in parts]


def text(part: str, field: str, words: str | None) -> Edit:
    return lambda data: data[part].update({field: words})


def both(*edits: Edit) -> Edit:
    return lambda data: [edit(data) for edit in edits]


def not_run(data: Data) -> None:
    data["sheets"] = {INJURY: {"runs": "不经办"}}


NO_ACCOUNT = both(account(), lambda data: data["accounts"].pop(INJURY))
INCOME = lines_of("income", INJURY, STANDARD)
REST = ("balances", "headcounts", "benefit_levels", "indicators", "narrative", "causes", "funding")
ONE_PART = both(without(*REST), lambda data: data["accounts"].clear())
ONE_FIGURE: Data = {INJURY: {"interest": {"actual": 210.19}}}

DATA: dict[str, Edit] = {
    "all there": lambda data: None,
    "one figure and no more": both(ONE_PART, lambda data: data["accounts"].update(ONE_FIGURE)),
    "one head-count and no more": both(
        ONE_PART, lambda data: data.update(headcounts={INJURY: {"participants": {"actual": 500}}})
    ),
    "one benefit level and no more": both(
        ONE_PART, lambda data: data.update(benefit_levels={"resident_pension": {"after": 150}})
    ),
    "one figure of a fund": account(interest={"actual": 210.19}),
    "only zeros of a fund": both(account(income={"actual": 0}), people()),
    "only last year of a fund": both(only("prior", INJURY), people()),
    "only budgets of a fund": only("budget", INJURY),
    "only the opening balance": account(opening_balance={"actual": 33}),
    "only last year of all": only("prior", *FUNDS),
    "only budgets of all": only("budget", *FUNDS),
    "only the income of a fund": year(lambda item: item in INCOME),
    "only one figure of a budgeted fund": year(lambda item: item == "contributions"),
    "no income of a fund": year(lambda item: item not in (*INCOME, "surplus", "closing_balance")),
    "income and surplus of a fund": year(lambda item: item in (*INCOME, "surplus")),
    "nothing but zeros of a budgeted fund": year(lambda item: False, 0),
    "no people": people(),
    "nobody": people(participants={"actual": 0}),
    "nobody, and no money left": both(
        people(participants={"actual": 0}),
        account(income={"actual": 90}, closing_balance={"actual": 0}),
    ),
    "people of last year": people(participants={"prior": 500}),
    "people and no account": NO_ACCOUNT,
    "people and no account, not run": both(NO_ACCOUNT, not_run),
    "last year and no people, not run": both(only("prior", INJURY), people(), not_run),
    "a blank year of people beside its change": row("contributors", actual=None),
    "a blank year of those who take part": row("participants", actual=None),
    "a blank year of people with a note": row("contributors", actual=None, note="待核"),
    "a blank year of people beside a rate": row("contributors", actual=None, change=None),
    "a blank year of people without a change": row(
        "beneficiaries", actual=None, change=None, growth_rate=None
    ),
    "a blank year of people that is nothing": row(
        "beneficiaries", actual=None, prior=90, change=-90, growth_rate=-1
    ),
    "a blank last year of people": row("contributors", prior=None),
    "a blank last year of people beside a rate": row("contributors", prior=None, change=None),
    "a blank last year of people that is nothing": row(
        "beneficiaries", actual=90, prior=None, change=90, growth_rate=None
    ),
    "a blank last year of people without a change": row(
        "contributors", prior=None, change=None, growth_rate=None
    ),
    "both years of people blank": row("contributors", actual=None, prior=None),
    "a blank level after": levels(before=190, increase=5),
    "a blank level before": levels(after=195, increase=5),
    "a blank level with a note": levels(before=190, increase=5, note="待公布"),
    "a blank increase": levels(before=190, after=195),
    "no indicator": without("indicators"),
    "no text": without("narrative"),
    "略 for a text": text("narrative", "operation", "略"),
    "no year on the cover": text("cover", "year", None),
    "XX on the cover": text("cover", "unit", "XX县社会保险中心"),
}
"""States of what was filled in."""


def total_without_formulas(kept: str = "", typed: str = "") -> BookEdit:
    """The formulas of the total are gone, but for those of one column; a figure is typed."""

    def edit(book: Workbook) -> None:
        sheet = book[TOTAL]
        for row in sheet.iter_rows(min_row=6, max_row=39, min_col=3, max_col=8):
            for cell in row:
                if cell.data_type == "f" and cell.column_letter != kept:
                    cell.value = None
        if typed:
            sheet[typed] = 1000

    return edit


TOTALS: dict[str, BookEdit] = {
    "a blank total": total_without_formulas(),
    "a total of budgets": total_without_formulas(kept="C"),
    "a total of last year": total_without_formulas(kept="E"),
    "a total of this year": total_without_formulas(kept="D"),
    "a typed budget of the total": total_without_formulas(typed="C7"),
    "a typed opening of the total": total_without_formulas(typed="D6"),
    "a typed rate of the total": total_without_formulas(typed="F7"),
    "a typed figure of the total": total_without_formulas(typed="D7"),
}
"""States of the total, in a workbook in which all else is there."""
STATES = (*DATA, *TOTALS)


def form(edit: Edit) -> bytes:
    data = whole()
    edit(data)
    return bytes(written(funds=FUNDS, values=flatten(data, STANDARD)))


@pytest.fixture(scope="module")
def contents(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Every state that is asked about, as a filled form."""
    asked = {one["state"] for one in cases(request)} | {"all there"}
    full = form(DATA["all there"])
    made = {state: form(edit) for state, edit in DATA.items() if state in asked}
    return made | {state: edited(full, edit) for state, edit in TOTALS.items() if state in asked}


@pytest.fixture(scope="module")
def books(contents: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every state as a spreadsheet program computes it."""
    folder = tmp_path_factory.mktemp("blanks")
    return dict(zip(contents, recalculated(folder, *contents.values())))


@pytest.fixture(scope="module")
def submissions(contents: dict[str, bytes]) -> dict[str, Submission]:
    return {state: read_back(content) for state, content in contents.items()}


@pytest.fixture(scope="module")
def asked_for(submissions: dict[str, Submission]) -> dict[str, set[str]]:
    """What the verdict asks for, state by state."""
    results = check([*submissions.values()])
    return {
        state: missing_by_verdict(submission, result.findings)
        for (state, submission), result in zip(submissions.items(), results)
    }


SAID_BY_VERDICT = {
    "the year of {}": r"缺：(\w+)的本年实际数",
    "the year of 合计": r"缺：基金汇总",
    "people of {}": r"缺：(\w+)的参保人数|^(\w+)有本年的收支.*人数却都填了 0",
    "the account of {}": r"缺：(\w+)的收支",
    "indicators": r"缺：绩效自评表",
    "{} texts": r"缺：文字说明。.*共 (\d+) 项",
    "the cover": r"^封面",
}
LINES = {
    "income": "收入合计",
    "expenditure": "支出合计",
    "opening_balance": "上年末滚存结余",
    "closing_balance": "年末滚存结余",
}
YEARS_OF_PEOPLE = {"actual": "本年人数", "prior": "上年人数"}
LEVELS = {"before": "调整前月人均待遇", "after": "调整后月人均待遇"}
SAID_BY_FORM = {
    "the year of 合计": r"△缺合计的本年实际数|△已填 \d+ 个险种，本表未填",
    "people of {}": r"△(\w+)缺人数",
    "the account of {}": r"△(\w+)表未填",
    "indicators": r"△还没有一项指标",
}


def missing_by_verdict(submission: Submission, found: Sequence[Finding]) -> set[str]:
    """What the validator asks for; of a workbook without a figure of the year, each account that
    has any."""
    of_blanks = [one for one in found if one.rule in ("F105", "F113", "F111")]
    told = [one for one in of_blanks if one.severity is not Severity.INFO]
    missing = {part for one in told for part in parts(one.message.zh, SAID_BY_VERDICT)}
    for one in found:
        if one.rule == "F127":
            missing |= {f"{keys.item(cell.key)} of {keys.fund(cell.key)}" for cell in one.cells}
        if one.rule in ("F126", "F128") and one.severity is not Severity.INFO:
            blank = [cell.key for cell in one.cells if not keys.is_account(cell.key)]
            missing |= {f"{keys.measure(key)} of {keys.row(key)}" for key in blank}
    if any(one.rule == "F111" for one in told):
        stated = {keys.fund(key) for key in submission.claims if keys.is_account(key)}
        missing |= {f"the year of {SHEETS[fund]}" for fund in stated if fund in SHEETS}
    return missing


def missing_by_form(book: Any) -> set[str]:
    """What the sheets ask for."""
    said = all_messages(book)
    missing = {part for _, text in said for part in parts(text, SAID_BY_FORM)}
    years = {sheet for sheet, text in said if "△缺本年实际数" in text}
    missing |= {
        f"{item} of {fund}"
        for fund, sheet in SHEETS.items()
        for item, words in LINES.items()
        if any(place == sheet and f"△缺本年的{words}" in text for place, text in said)
    }
    missing |= {f"income of {INJURY}" for _, text in said if "工伤的本年实际数全是 0" in text}
    for key, text in said_of_people(book):
        names = LEVELS if key.startswith("benefit_levels") else YEARS_OF_PEOPLE
        missing |= {f"{one} of {key}" for one, name in names.items() if f"△缺{name}" in text}
    texts = re.search(r"还有 (\d+) 项", book["文字说明"]["B4"].value)
    on_cover = "还有" in book["封面"]["B4"].value
    return (
        missing
        | {f"the year of {sheet}" for sheet in years}
        | ({f"{texts[1]} texts"} if texts else set())
        | ({"the cover"} if on_cover else set())
    )


def said_of_people(book: Any) -> Iterator[tuple[str, str]]:
    """What each line of the people is said to have, by the key of the line."""
    sheet = book["参保与待遇"]
    (check,) = (cell.column for cell in sheet[1] if cell.value == "check")
    for row in sheet.iter_rows():
        line, text = row[0].value, row[check].value
        if line and "." in line and text:
            yield line.removesuffix(".*"), text


def parts(message: str, patterns: dict[str, str]) -> Iterator[str]:
    for part, pattern in patterns.items():
        if (found := re.search(pattern, message)) is not None:
            yield part.format(*filter(None, found.groups()))


@pytest.mark.sampled(5)
@pytest.mark.parametrize("state", STATES)
def test_form_and_verdict_ask_for_the_same(
    state: str, asked_for: dict[str, set[str]], books: dict[str, Any]
) -> None:
    assert missing_by_form(books[state]) == asked_for[state]
    assert errors(books[state]) == []


def test_what_is_missing_is_not_nothing(books: dict[str, Any]) -> None:
    """The states are what they are called."""
    assert missing_by_form(books["all there"]) == set()
    complete = {
        "all there",
        "only zeros of a fund",
        "nobody, and no money left",
        "a typed figure of the total",
        "a blank year of people with a note",
        "a blank year of people that is nothing",
        "a blank last year of people that is nothing",
        "a blank last year of people without a change",
        "a blank level with a note",
        "a blank increase",
    }
    complete |= {state for state in STATES if state.endswith("not run")} | {"a total of this year"}
    assert {state for state in books if not missing_by_form(books[state])} == complete & {*books}


def on_cover(book: Any) -> dict[str, str]:
    """What the cover says of each sheet."""
    rows = book["封面"].iter_rows(min_col=2, max_col=3, values_only=True)
    return {name: said for name, said in rows if name in book.sheetnames}


@pytest.mark.sampled(5)
@pytest.mark.parametrize("state", STATES)
def test_the_cover_says_of_no_sheet_with_a_figure_that_it_is_blank(
    state: str, submissions: dict[str, Submission], books: dict[str, Any]
) -> None:
    claims, said = submissions[state].claims, on_cover(books[state])
    for fund, sheet in SHEETS.items():
        tables = ("accounts", "balances")
        is_filled = any(keys.family(key) in tables and keys.fund(key) == fund for key in claims)
        assert not (is_filled and NOTHING in said[sheet])
        assert not (not is_filled and UNCHECKED in said[sheet])
    of_people = any(keys.family(key) in ("headcounts", "benefit_levels") for key in claims)
    assert not (of_people and NOTHING in said["参保与待遇"])


@pytest.mark.sampled(5)
@pytest.mark.parametrize("state", STATES)
def test_the_cover_says_that_the_total_adds_itself_up_where_nothing_is_missing_of_it(
    state: str, asked_for: dict[str, set[str]], books: dict[str, Any]
) -> None:
    lacks = "the year of 合计" in asked_for[state]
    assert not (lacks and ADDS_UP in on_cover(books[state])[TOTAL])
