"""Form and validator side by side on the same slips: what one says, the other says."""

import copy
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import pytest
from blank_forms import FUNDS, STANDARD, written
from recalculation import errors, messages, recalculated
from support import cases, read_back

from sipipeline.checking.batch import check
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.text import Lang
from sipipeline.standards.data import flatten
from tools.accounts import consistent

BOTH = ("B201", "B202", "B203", "B204", "R301", "R302", "R303", "F101")
"""Rules whose errors the form shows as well."""
Edit = Callable[[dict[str, Any]], object]
INJURY = "accounts", "work_injury"


def figure(*path: str, add: float = 0, to: object = None) -> Edit:
    """Add to a figure of the data, or put something else in its place."""

    def edit(data: dict[str, Any]) -> None:
        *way, last = path
        cells = data
        for step in way:
            cells = cells[step]
        cells[last] = round(cells[last] + add, 2) if to is None else to

    return edit


def as_text(*path: str, add: float = 0) -> Edit:
    """Type a figure as a text, with separators and the unit of the cover."""

    def edit(data: dict[str, Any]) -> None:
        figure(*path, add=add)(data)
        *way, last = path
        cells = data
        for step in way:
            cells = cells[step]
        cells[last] = f"{cells[last]:,.2f}万元"

    return edit


def no_total(data: dict[str, Any]) -> None:
    del data["accounts"]["total"]


def total_of(value: float) -> Edit:
    """A form that adds itself up, but for one figure that is typed over, off by so much."""

    def edit(data: dict[str, Any]) -> None:
        stated = data["accounts"]["total"]["income"]["actual"]
        data["accounts"]["total"] = {"income": {"actual": round(stated + value, 2)}}

    return edit


CASES: Mapping[str, Edit] = {
    "everything right": lambda data: None,
    "the form adds itself up": no_total,
    "a total typed over, right": total_of(0),
    "a total typed over, wrong": total_of(55),
    "a part too large": figure(*INJURY, "contributions", "actual", add=270),
    "a surplus too small": figure(*INJURY, "surplus", "actual", add=-50),
    "a wrong rate": figure(*INJURY, "expenditure", "completion_rate", to="14%"),
    "a number as text, right": as_text(*INJURY, "interest", "actual"),
    "a number as text, wrong": as_text(*INJURY, "interest", "actual", add=270),
    "a sum as text, wrong": as_text(*INJURY, "income", "budget", add=-1000),
    "no figure at all": figure(*INJURY, "interest", "actual", to="面议"),
    "a word for none": figure(*INJURY, "interest", "prior", to="—"),
    "a part left blank": lambda data: data["accounts"]["work_injury"].pop("interest"),
    "a balance that does not roll forward": figure(*INJURY, "closing_balance", "actual", add=9),
}


@cache
def content_of(edit: Edit, lang: Lang = "zh") -> bytes:
    data = copy.deepcopy(consistent(STANDARD, 3, FUNDS, "万元", 2))
    edit(data)
    return bytes(written(funds=FUNDS, values=flatten(data, STANDARD), lang=lang))


ENGLISH = "a part too large, in English"
IDLE, EMPTY, OVER = (
    "a fund that is not run, filled in",
    "a fund that is not run, blank",
    "a fund that is not run any more, with last year's figures",
)


REQUIRED = ("overview", "targets", "operation", "achievement", "unmet_reasons")
TEXTS = (
    ("—", "　", "运行平稳。", "略。", "无"),
    ("／", "待补充", "无违规情况。", " ", "待补充"),
    ("无。", "XXX", "N/A", "－", "—"),
    ("收支平衡", "各项目标均已完成", "运行平稳", "见项目概况", "无"),
    ("N／A", "\u00a0", "略\n", "ＸＸ", "待核实"),
    ("____", "暂缺", "TBD", "Ｎ／Ａ", "无\u00a0"),
    ("0", "见附件", "同上", "123", "详见自评报告"),
    ("XX县社保中心", "（略）", "同去年", "请填写。", "0"),
    ("填报单位", "年初确定的总体目标和主要指标", "测试", "OK", "12"),
    ("二〇一中心", "见附件1，收支平衡", "同上年相比持平", "100%按时足额发放", "3项未完成，见附件"),
)
"""What stands in the required texts, and on the cover the first of it."""


def with_texts(texts: tuple[str, ...]) -> bytes:
    cover = {"unit": texts[0], "year": 2020, "money_unit": "万元"}
    data = {"cover": cover, "narrative": dict(zip(REQUIRED, texts))}
    return bytes(written(funds=FUNDS, values=flatten(data, STANDARD)))


def not_run(edit: Edit) -> bytes:
    """A form whose cover says that work injury is not run."""

    def and_not_run(data: dict[str, Any]) -> None:
        edit(data)
        data["sheets"] = {"work_injury": {"runs": "不经办"}}

    return content_of(and_not_run)


def only_last_year(data: dict[str, Any]) -> None:
    """Nothing of work injury but last year's figures; this year's, where 0 is typed."""
    of_sheet = data["accounts"].pop("work_injury")
    kept = {item: {"prior": row["prior"]} for item, row in of_sheet.items() if "prior" in row}
    data["accounts"] = {"resident_pension": data["accounts"]["resident_pension"]}
    data["accounts"]["work_injury"] = kept | {"interest": {"actual": 0}}
    for row in data["headcounts"]["work_injury"].values():
        row.pop("actual", None)


FORMS: Mapping[str, Callable[[], bytes]] = {
    **{name: partial(content_of, edit) for name, edit in CASES.items()},
    **{texts[0]: partial(with_texts, texts) for texts in TEXTS},
    ENGLISH: lambda: content_of(CASES["a part too large"], "en"),
    IDLE: lambda: not_run(no_total),
    EMPTY: lambda: not_run(lambda data: data["accounts"].clear()),
    OVER: lambda: not_run(only_last_year),
}
"""What makes every form of these tests, by what is the matter with it."""
ALWAYS = (
    *("a number as text, right", "the form adds itself up", "a part too large"),
    *(ENGLISH, IDLE, EMPTY, OVER),
)
"""The forms that are looked at one by one."""


@pytest.fixture(scope="module")
def books(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Every form that is asked about as a spreadsheet program computes it."""
    called = cases(request)
    listed = [one["case"] for one in called if "case" in one]
    listed += [one["texts"][0] for one in called if "texts" in one]
    forms = {name: FORMS[name]() for name in dict.fromkeys((*ALWAYS, *listed))}
    return dict(zip(forms, recalculated(tmp_path_factory.mktemp("form"), *forms.values())))


def rows_of_form(book: Any) -> set[tuple[str, str]]:
    """The rows of the accounts in which the form says that something is wrong."""
    return {row for row, text in messages(book).items() if "✗" in text}


def rows_of_verdict(content: bytes, book: Any) -> set[tuple[str, str]]:
    """The rows that the validator finds an error of the same kind in; `book` has the form's
    labels."""
    found = check([read_back(content)])[0].findings
    cells = [
        finding.cells[0]
        for finding in found
        if finding.rule in BOTH and finding.severity is Severity.ERROR
    ]
    return {(cell.sheet, book[cell.sheet].cell(_row(cell.ref), 2).value) for cell in cells}


def _row(ref: str) -> int:
    return int("".join(character for character in ref if character.isdecimal()))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("case", CASES)
def test_form_and_verdict_agree(case: str, books: dict[str, Any]) -> None:
    assert rows_of_form(books[case]) == rows_of_verdict(content_of(CASES[case]), books[case])
    assert errors(books[case]) == []


def is_left_open(finding: Finding) -> bool:
    """Whether a text is filled in, but for a word that waits to be: XX县社保中心."""
    return "还留着没有填的" in finding.message.zh


@pytest.mark.sampled(4)
@pytest.mark.parametrize("texts", TEXTS, ids=lambda texts: texts[0])
def test_form_and_verdict_count_the_same_blank_texts(
    texts: tuple[str, ...], books: dict[str, Any]
) -> None:
    book, told = books[texts[0]], check([read_back(with_texts(texts))])[0].findings
    blanks = [one for one in told if one.rule in ("F105", "F113") and not is_left_open(one)]
    missing = [cell.key for one in blanks for cell in one.cells]
    blank = [key for key in missing if key.startswith("narrative.")]
    says = f"还有 {len(blank)} 项必填内容未填" if blank else "必填内容已填写 ✓"
    assert says in book["文字说明"]["B4"].value
    says = "还有 1 项必填内容未填" if "cover.unit" in missing else "必填内容已填 ✓"
    assert says in book["封面"]["B4"].value


def test_a_figure_typed_as_text_is_marked_at_once(books: dict[str, Any]) -> None:
    said = messages(books["a number as text, right"])
    assert said["工伤", "利息收入"] == "△标色的格是文本，请改成数字"
    assert said["工伤", "收入小计"] == "✓"


def test_the_form_adds_itself_up_and_says_so(books: dict[str, Any]) -> None:
    total = books["the form adds itself up"]["基金汇总"]
    assert total["B4"].value == "本表校验：由各险种表自动合计，无需填写"
    stated = consistent(STANDARD, 3, FUNDS, "万元", 2)["accounts"]["total"]["income"]["actual"]
    assert total["D7"].value == pytest.approx(stated, abs=0.02)


def test_a_fund_that_is_not_run_says_so(books: dict[str, Any]) -> None:
    idle, empty, over = books[IDLE], books[EMPTY], books[OVER]
    assert idle["工伤"]["B4"].value == "本表校验：封面选了不经办，本表却有本年数，请核对"
    assert over["工伤"]["B4"].value == "本表校验：封面选了不经办，本表不用填"
    assert empty["工伤"]["B4"].value == "本表校验：封面选了不经办，本表不用填"
    assert empty["封面"]["C20"].value == "封面选了不经办，本表不用填"


def test_the_verdict_on_a_fund_that_is_not_run() -> None:
    """Figures of the year are told once, with the cells; what is missing of it is not asked for."""
    found = check([read_back(not_run(edit)) for edit in (no_total, only_last_year)])
    filled, over = (
        [one for one in result.findings if any("work_injury" in cell.key for cell in one.cells)]
        for result in found
    )
    assert [one.rule for one in filled] == ["F125"]
    assert filled[0].cells[0].ref == "D20"
    assert filled[0].message.zh == (
        "封面选的是工伤不经办，“工伤”表和“参保与待遇”表却填了它本年的数。"
    )
    assert [one.rule for one in over if one.severity is not Severity.INFO] == []


def test_the_english_form_says_the_same(books: dict[str, Any]) -> None:
    case = "a part too large"
    content, book = content_of(CASES[case], "en"), books[ENGLISH]
    count = len(rows_of_verdict(content_of(CASES[case]), books[case]))
    assert len(rows_of_form(book)) == len(rows_of_verdict(content, book)) == count
    said = messages(book)["Work injury", "Own income"]
    assert said.startswith("✗Actual: Own income is 2")
    assert said.endswith("less than the sum of its parts")
    assert errors(book) == []
