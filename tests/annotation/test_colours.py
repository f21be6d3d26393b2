"""Marks in the styles of a workbook: every former look comes back."""

import io

import openpyxl
from copies import COLOURS, SIDES, culprit, finding, looks, parts, result, saved
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color

from sipipeline.annotation.annotate import annotate, strip_marks
from sipipeline.annotation.colours import Look


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(COLOURS, SIDES, COLOURS, st.booleans()), min_size=4, max_size=4),
    st.lists(st.sampled_from(["A1", "B2", "C3", "D4", "E9", "H8"]), min_size=1, max_size=5),
    st.sampled_from(["certain", "likely", "possible"]),
)
def test_any_style_survives_another_program_saving_the_file(
    styles: list[tuple[Color | None, str | None, Color | None, bool]],
    refs: list[str],
    confidence: str,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for number, (fill, edge, colour, bold) in enumerate(styles, 1):
        cell = sheet.cell(number, number, number)
        cell.font = Font(b=bold)
        if fill is not None and fill.value != Look.ERROR:
            cell.fill = PatternFill("solid", fgColor=fill)
        side = Side(style=edge, color=colour)
        cell.border = Border(left=side, right=side, top=side, bottom=side if bold else Side())
        if bold:
            cell.comment = Comment(f"本单位的批注 {number}", "张三")
    source = saved(book)
    said = result(
        *(
            finding(ref, sheet="Sheet", culprits=(culprit(ref, "Sheet", confidence),))
            for ref in refs
        )
    )
    marked = annotate(source, said, "zh")
    assert len(
        {ref for (name, ref), look in looks(marked).items() if name == "Sheet" and look[3]}
    ) >= len(set(refs))
    elsewhere = saved(openpyxl.load_workbook(io.BytesIO(marked)))
    assert looks(strip_marks(marked)) == looks(source)
    assert looks(strip_marks(elsewhere)) == looks(source)
    again = annotate(annotate(elsewhere, said, "zh"), said, "en")
    assert len(parts(again)["xl/styles.xml"]) <= len(
        parts(annotate(elsewhere, said, "en"))["xl/styles.xml"]
    )
