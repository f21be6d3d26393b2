"""Through real workbooks: fill and extract, cells as people write them, tampered templates."""

import io
import re
import string
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import COVER, edited, filled, indicator, read_back, table, told_by

from sipipeline.checking.batch import check
from sipipeline.core import keys
from sipipeline.core.submission import Noted
from sipipeline.reading.claims import read_submission
from sipipeline.reading.frames import load_frames
from sipipeline.reading.typed import typed_values
from sipipeline.standards.data import nest
from sipipeline.standards.load import load
from sipipeline.xlsx.package import open_package
from tools.samples import complete

STANDARD = load("2020")
SMALL = {
    "standard": "2020",
    "cover": {"unit": "甲县社会保险中心", "year": 2020, "money_unit": "万元"},
    "accounts": {
        "work_injury": {
            "income": {"actual": 1200, "budget": 1250, "completion_rate": "96%"},
            "income_subtotal": {"actual": 1200},
            "contributions": {"actual": 1150},
            "interest": {"actual": 50},
        },
        "total": {"income": {"actual": 1200}},
    },
    "indicators": [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": f"指标{n}",
            "target": "≥99%",
            "actual": f"{n}%",
        }
        for n in (97, 98, 99)
    ],
}


def extracted(content: Any, standard: Any = None) -> Any:
    package = open_package(content)
    submission = read_submission(load_frames(package), "x.xlsx", standard)
    return nest(typed_values(package, submission), submission.standard)


def values(content: Any) -> Any:
    submission = read_submission(load_frames(open_package(content)), "x.xlsx")
    return {key: claim.value for key, claim in submission.claims.items()}


# ---------------------------------------------------------------- fill and extract
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.integers(-(10**9), 10**9).map(lambda n: n / 100),
    st.integers(0, 999).map(lambda n: n / 1e4),
)
PERCENTS = st.tuples(st.integers(-99999, 99999), st.integers(0, 3)).map(
    lambda p: f"{p[0] / 10 ** p[1]:.{p[1]}f}%"
)
TYPED = st.sampled_from(
    ["４３，９３７", "43937万元", "（12）", "▲12", "—", "约五千", "=1+1", "-5", "1,234.50", "98％"]
)
WORDS = st.text(
    alphabet=string.ascii_letters + string.digits + "甲乙丙基金 ≥%=+-@'\"<>&，。\n", min_size=1
).filter(lambda t: t.strip())


def value_of(field: Any) -> Any:
    if field.key == "cover.money_unit":
        return st.sampled_from(list(STANDARD.money_units))
    if field.key == "cover.year":
        return st.integers(2000, 2100)
    if field.key == "cover.filled_on":
        return st.dates().filter(lambda d: d.year >= 1901).map(str)
    if field.key in ("causes.#.fund", "causes.#.item"):
        return st.sampled_from(field.column.choices)
    if field.kind == "rate":
        return st.one_of(NUMBERS, PERCENTS, TYPED.filter(lambda t: t != "98％"))
    return st.one_of(NUMBERS, TYPED) if field.numeric else WORDS


FUNDS = [fund.key for fund in STANDARD.funds]
PLACES = {key: field for key, field in STANDARD.fields.items() if "#" not in key}
ROWS = {
    name: [key for key in STANDARD.fields if key.startswith(f"{name}.#.")]
    for name in ("causes", "indicators")
}


@st.composite
def data(draw: Any) -> Any:
    """Data of one or two funds, so that a workbook is small and many are tried."""
    funds = draw(st.lists(st.sampled_from(FUNDS), min_size=1, max_size=2, unique=True))
    places = sorted(key for key in PLACES if keys.fund(key) in (None, "total", *funds))
    stated = draw(st.lists(st.sampled_from(places), min_size=1, max_size=25, unique=True))
    chosen = {key: draw(value_of(PLACES[key])) for key in stated}
    for columns in ROWS.values():
        for number in range(1, draw(st.integers(0, 3)) + 1):
            for key in draw(st.lists(st.sampled_from(columns), min_size=1, unique=True)):
                chosen[key.replace("#", str(number))] = draw(value_of(STANDARD.fields[key]))
    return nest(chosen, STANDARD)


@settings(max_examples=20, deadline=None)
@given(data())
def test_extract_gives_back_what_fill_wrote(given_data: Any) -> None:
    assert extracted(filled(given_data), "2020") == given_data


def test_the_real_report_and_the_large_one_come_back_whole() -> None:
    import json
    from pathlib import Path

    korla = json.loads(
        (Path(__file__).parents[2] / "samples/data/korla-2020.json").read_text(encoding="utf-8")
    )
    for whole in (korla, complete()):
        assert extracted(filled(whole)) == whole


# ---------------------------------------------------------------- tampered templates
def account_sheet(book: Any) -> Any:
    return book["工伤"]


def insert_rows(book: Any) -> None:
    account_sheet(book).insert_rows(3, 2)
    sheet = account_sheet(book)
    row = next(cell.row for cell in sheet["A"] if cell.value == "accounts.work_injury.income.*")
    sheet.insert_rows(row, 3)


def move_sheets(book: Any) -> None:
    book.move_sheet("工伤", -2)
    account_sheet(book).title = "工伤保险（修改）"
    book.create_sheet("底稿", 0)["B2"] = "随便写写"


def insert_column(book: Any) -> None:
    account_sheet(book).insert_cols(3)


@pytest.mark.parametrize(
    "edit", [insert_rows, move_sheets, insert_column], ids=lambda edit: edit.__name__
)
def test_moved_rows_columns_and_sheets_are_survived(edit: Any) -> None:
    content = filled(SMALL)
    assert values(edited(content, edit)) == values(content)


def drop_keys(book: Any) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if row[0].value is not None:
                for cell in row if row[0].value == "#" else row[:1]:
                    cell.value = None


def test_where_keys_are_gone_labels_find_the_places() -> None:
    content = filled(SMALL)
    submission = read_submission(load_frames(open_package(edited(content, drop_keys))), "x.xlsx")
    assert {key: claim.value for key, claim in submission.claims.items()} == values(content)
    assert {note.what for note in submission.notes} == {"keys_gone"}


def test_a_row_added_to_a_list_is_read() -> None:
    def add(book: Any) -> None:
        sheet = book["绩效自评表"]
        rows = [cell.row for cell in sheet["A"] if cell.value == "indicators.#.*"]
        sheet.insert_rows(rows[1])
        columns = {cell.value: cell.column for cell in sheet[rows[0] - 1]} | _columns(sheet)
        sheet.cell(rows[1], columns["level3"], "新加的指标")

    found = values(edited(filled(SMALL), add))
    assert found["indicators.2.level3"] == "新加的指标"
    assert found["indicators.3.level3"] == "指标98"


@pytest.mark.parametrize(("place", "strays"), [("B", []), ("L", [("绩效自评表", 7)])])
def test_the_number_of_an_added_row_is_no_figure_out_of_place(
    place: str, strays: list[tuple[str, int]]
) -> None:
    def add(book: Any) -> None:
        sheet = book["绩效自评表"]
        row = [cell.row for cell in sheet["A"] if cell.value == "indicators.#.*"][1]
        sheet.insert_rows(row)
        sheet.cell(row, 5, "新加的指标")
        sheet[f"{place}{row}"] = 7

    content = edited(filled(SMALL), add)
    submission = read_submission(load_frames(open_package(content)), "x.xlsx")
    noted = [(note.sheet, note.raw) for note in submission.notes if note.what == "unknown_place"]
    assert noted == strays


def _columns(sheet: Any) -> Any:
    rows = [cell.row for cell in sheet["A"] if cell.value == "#"]
    return {cell.value: cell.column for row in rows for cell in sheet[row] if cell.value}


def test_nothing_filled_in_is_dropped_without_a_word() -> None:
    def scatter(book: Any) -> None:
        sheet = account_sheet(book)
        sheet["M60"] = 12.5
        columns = _columns(sheet)
        row = next(
            cell.row
            for cell in sheet["A"]
            if cell.value == "accounts.work_injury.opening_balance.*"
        )
        sheet.cell(row, columns["budget"], 77)
        other = next(
            cell.row for cell in sheet["A"] if cell.value == "accounts.work_injury.interest.*"
        )
        sheet.cell(other, columns["actual"], "五十左右")
        sheet.cell(other, columns["prior"], "=1+1")
        book.create_sheet("底稿")["B2"] = 5

    content = edited(filled(SMALL), scatter)
    submission = read_submission(load_frames(open_package(content)), "x.xlsx")
    notes = {(note.what, note.raw) for note in submission.notes}
    assert notes == {
        ("unknown_place", 12.5),
        ("unknown_place", 77),
        ("unreadable", "五十左右"),
        ("no_value", ""),
        ("unknown_sheet", 1),
    }


def test_an_error_cell_is_named_not_taken_for_blank() -> None:
    content = filled(SMALL)
    import zipfile

    source = zipfile.ZipFile(io.BytesIO(content))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            part = re.sub(
                rb'<c r="(\w+)"([^>]*)><v>1150</v></c>',
                rb'<c r="\1"\2 t="e"><v>#REF!</v></c>',
                part,
            )
            copy.writestr(name, part)
    submission = read_submission(load_frames(open_package(target.getvalue())), "x.xlsx")
    assert [(r.what, r.key, r.raw) for r in submission.notes] == [
        ("unreadable", "accounts.work_injury.contributions.actual", "#REF!")
    ]
    assert "F101" in {finding.rule for finding in check([submission])[0].findings}


def test_a_cell_with_a_formula_is_known_by_it() -> None:
    source, target = zipfile.ZipFile(io.BytesIO(filled(SMALL))), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(
                name, re.sub(rb"<v>1150</v>", b"<f>1100+50</f><v>1150</v>", source.read(name))
            )
    claims = read_submission(load_frames(open_package(target.getvalue())), "x.xlsx").claims
    computed = {key for key, claim in claims.items() if claim.formula}
    assert computed == {"accounts.work_injury.contributions.actual"}


@pytest.mark.parametrize(
    ("strays", "rule", "says"),
    [
        (1, "F103", ["里面的“15”没有参加核对"]),
        (2, "F103", ["里面的“15”没有参加核对", "里面的“15.25”没有参加核对"]),
        (3, "F103", ["有 3 格不是填报位置，里面的数没有参加核对：D60、D61、D62。"]),
        (20, "F103", ["有 20 格不是填报位置，里面的数没有参加核对：D60、D61、D62、D63 等。"]),
        (21, "F119", ["还有 21 个数"]),
        (400, "F119", ["还有 400 个数"]),
    ],
)
def test_several_figures_beside_the_form_are_told_once(
    strays: int, rule: str, says: list[str]
) -> None:
    def paste(book: Any) -> None:
        sheet = account_sheet(book)
        for row in range(60, 60 + strays):
            sheet.cell(row, 4, row / 4)

    content = edited(filled(SMALL), paste)
    submission = read_submission(load_frames(open_package(content)), "x.xlsx")
    found = told_by(submission, "F103", "F119")
    assert [one.rule for one in found] == [rule] * len(says)
    assert all(words in one.message.zh for words, one in zip(says, found))
    assert found[0].cells[0].ref == "D60"


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("typed", "told"), [(0, 0), ("0", 0), ("0.00", 0), (0.0, 0), ("—", 0), (5, 1), ("5", 1)]
)
def test_a_zero_where_nothing_is_asked_for_says_no_more_than_a_dash(
    typed: object, told: int
) -> None:
    def hatch(book: Any) -> None:
        sheet = account_sheet(book)
        keys = [str(cell.value) for cell in sheet["A"]]
        row = next(row for row, key in enumerate(keys, 1) if "opening_balance" in key)
        sheet.cell(row, 3, typed)

    submission = read_back(edited(filled(SMALL), hatch))
    assert [note.what for note in submission.notes] == [Noted.UNKNOWN_PLACE] * told


@pytest.mark.parametrize(("rows", "left_out"), [(1_000, None), (1_300, 300)])
def test_a_list_is_read_to_a_thousand_rows_and_what_follows_is_told(
    rows: int, left_out: int | None
) -> None:
    submission = read_back(filled({"cover": COVER, **table(*map(_row, range(rows)))}))
    told = [note.raw for note in submission.notes if note.what is Noted.LONG_LIST]
    assert told == ([] if left_out is None else [left_out])
    assert sum(key.endswith(".level3") for key in submission.claims) == min(rows, 1_000)
    assert Noted.UNKNOWN_PLACES not in {note.what for note in submission.notes}


def _row(number: int) -> dict[str, object]:
    return indicator(f"指标{number}", "≥1人", "1人")
