"""The total sheet that the form adds up itself: shown there, stated by nobody."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from support import COVER, codes, edited, filled, read_back

from sipipeline.checking.batch import check
from sipipeline.core.submission import Submission
from sipipeline.jobs.forms import extract_file
from sipipeline.xlsx.own_formulas import difference, is_own, share, sum_of

INCOME = "accounts.total.income.actual"
TOTAL = "基金汇总"


def data(**more: Any) -> dict[str, Any]:
    funds = {
        "work_injury": {"income": {"actual": 1200.5, "prior": 1100}},
        "unemployment": {"income": {"actual": 800, "prior": 900}},
    }
    return {"standard": "2020", "accounts": {**funds, **more}}


def read(edit: Callable[[Workbook], object] | None = None, **more: Any) -> Submission:
    content = filled(data(**more))
    return read_back(content if edit is None else edited(content, edit))


def typed(value: object) -> Callable[[Workbook], None]:
    """Somebody types over the total income of the year."""

    def edit(book: Workbook) -> None:
        book[TOTAL]["D7"] = value

    return edit


def without_formulas(book: Workbook) -> None:
    for row in book[TOTAL]["C6:H40"]:
        for cell in row:
            if cell.value is not None:
                cell.value = None


def test_a_total_that_nobody_typed_over_is_shown_and_not_stated() -> None:
    submission = read()
    assert INCOME in submission.computed
    assert not submission.reports("total")
    assert submission.shows("total")
    assert submission.number(INCOME) == 2000.5
    assert submission.notes == ()
    assert {"F102", "F111", "B204"}.isdisjoint(codes(check([submission])[0].findings))


@pytest.mark.parametrize(
    ("value", "stated", "broken"),
    [
        (2000.5, True, False),
        (2005, True, True),
        ("=居民养老!D7+工伤!D7+1", True, False),
        ('=IF(COUNT(工伤:失业!D7)=0,"",SUM(工伤:失业!D7))', False, False),
        ("=IF(COUNT('工伤:失业'!$D$7:$D$7)=0, \"\", SUM('工伤:失业'!$D$7:$D$7))", False, False),
        ('=IF(COUNT(工伤:失业!D7)=0,"",SUM(工伤:失业!D7))+5', True, False),
        ('=IF(COUNT(工伤:失业!D7)=0,"",SUM(工伤:失业!D8))', True, False),
        ("=SUM(工伤:失业!D7)", True, False),
    ],
)
def test_what_is_typed_over_is_a_statement(value: object, stated: bool, broken: bool) -> None:
    """Other formulas are the submitter's own; without a stored value they are told."""
    submission = read(typed(value))
    assert (INCOME in submission.computed) != stated
    found = codes(check([submission])[0].findings)
    assert ("B204" in found) == broken
    assert ("F102" in found) == (stated and isinstance(value, str))


def test_a_fund_that_leaves_its_part_blank_leaves_the_total_unknown() -> None:
    assert read(work_injury={"expenditure": {"actual": 5}}).number(INCOME) is None


@pytest.mark.parametrize(
    ("edit", "missing"), [(None, False), (typed(2000.5), False), (without_formulas, True)]
)
def test_a_computed_total_is_not_missing(edit: Any, missing: bool) -> None:
    submission = read(edit)
    told = [finding.message.zh for finding in check([submission])[0].findings]
    assert any(text.startswith("缺：基金汇总") for text in told) == missing


def test_a_form_with_last_year_alone_has_nothing_of_the_year() -> None:
    last = {"income": {"prior": 1100}}
    submission = read(work_injury=last, unemployment=last, total=last)
    assert "F111" in codes(check([submission])[0].findings)


def test_a_text_is_held_to_a_computed_total() -> None:
    text = "2020年社会保险基金收入合计{}万元。"
    for figure, wrong in (("2000.5", False), ("2050.5", True)):
        stated = {**data(), "cover": COVER, "narrative": {"operation": text.format(figure)}}
        submission = read_back(filled(stated))
        assert ("N601" in codes(check([submission])[0].findings)) == wrong


@pytest.mark.parametrize("total", [{}, {"total": {"income": {"actual": 2000.5}}}])
def test_extract_gives_back_what_was_filled_in(total: Any, tmp_path: Any) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled(data(**total)))
    extracted, left_out = extract_file(path)
    assert json.dumps(extracted) == json.dumps(data(**total))
    assert left_out == []


def test_own_formulas_are_known_however_they_are_written() -> None:
    own = (sum_of("D7"), difference("D7", "E7"), share("F7", "E7"), sum_of("甲:乙!D7,甲:乙!D9"))
    assert all(is_own(formula) and is_own(formula.replace("7", "$7")) for formula in own)
    assert not any(is_own(f"{formula}*1") or is_own(f"({formula})") for formula in own)
