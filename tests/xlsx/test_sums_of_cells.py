"""What formulas add up, as far as they do nothing else."""

import pytest

from sipipeline.core.formulas import Formula
from sipipeline.xlsx.cells import marks_of
from sipipeline.xlsx.sums_of_cells import as_filled, cells_added

SHEET = "工伤"


def added(formula: Formula) -> str | None:
    """Cells of this sheet by their references, others with their sheets, each with its sign."""
    cells = cells_added(formula, SHEET)
    if cells is None:
        return None
    names = {ref if sheet == SHEET else f"{sheet}!{ref}": n for (sheet, ref), n in cells.items()}
    signs = {1: "+", -1: "-"}
    return " ".join(f"{signs.get(times, f'{times}×')}{name}" for name, times in names.items())


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("D9", "+D9"),
        ("SUM(D9:D12)+D14", "+D9 +D10 +D11 +D12 +D14"),
        ("sum( $D$9 , D10:E10 )", "+D9 +D10 +E10"),
        ("D7-D19", "+D7 -D19"),
        ("D7-(D19-D20)", "+D7 -D19 +D20"),
        ("-D7+D9+D9", "-D7 2×D9"),
        ("D7-D7+D8", "+D8"),
        ("ROUND(SUM(D9:D10),2)", "+D9 +D10"),
        ("ROUND(D9+D10,-2)+D11", "+D9 +D10 +D11"),
        ("企业养老!D9+'失业 保险'!$D$9+D9", "+企业养老!D9 +失业 保险!D9 +D9"),
        ("SUM('甲''乙'!D9:D10)", "+甲'乙!D9 +甲'乙!D10"),
        ("+D9", "+D9"),
    ],
)
def test_cells_that_are_added_and_taken_off(formula: str, cells: str) -> None:
    assert added(Formula(formula)) == cells


@pytest.mark.parametrize(
    "formula",
    [
        "D9/C9",
        "D9*2",
        "D9+100",
        "D9:D10",
        "SUM(D9:D10",
        "SUM(D9:D10))",
        "SUM(D:D)",
        "SUM(D9:XFD1048576)",
        "SUM(企业养老:失业!D9)",
        "IF(D9>0,D9,0)",
        "SUMIF(A9:A12,1,D9:D12)",
        "[1]工伤!D9+D10",
        "总收入",
        "D9 D10",
        '"D9"',
        "#REF!+D9",
        "D9+",
        "",
        "=",
        "-" * 8_000 + "D9",
        "(" * 4_000 + "D9" + ")" * 4_000,
    ],
    ids=lambda formula: formula[:20],
)
def test_what_does_anything_else_is_not_known(formula: str) -> None:
    assert added(Formula(formula)) is None


def test_a_formula_that_was_filled_moves_what_is_not_fixed() -> None:
    assert added(Formula("SUM(D9:D$12)+$C$4+$B5", 2, 1)) == "+E11 +E12 +C4 +B7"
    assert added(Formula("D1+D9", -3)) is None


def test_a_formula_is_shown_as_its_own_cell_has_it() -> None:
    filled = Formula("SUM(D9:D$12)+$C$4-'甲 A1'!B5", 2, 1)
    assert as_filled(filled) == "SUM(E11:E$12)+$C$4-'甲 A1'!C7"


def test_cells_that_share_a_formula_each_have_it() -> None:
    rows = (
        '<row r="7"><c r="C7"><f t="shared" ref="C7:E7" si="4">SUM(C8:C9)</f><v>3</v></c>'
        '<c r="D7"><f t="shared" si="4"/><v>5</v></c><c r="E7"><f>E8&amp;"元"</f><v>2</v></c></row>'
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    usual = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    odd = usual.replace('<c r="E7">', '<c  r="E7">')
    for spelled in (usual, odd):
        marks = marks_of(spelled.encode())
        filled = {ref: marks.formula(ref) for ref in ("C7", "D7", "E7", "F7")}
        assert filled == {
            "C7": Formula("SUM(C8:C9)"),
            "D7": Formula("SUM(C8:C9)", 0, 1),
            "E7": Formula('E8&"元"'),
            "F7": None,
        }
        assert added(Formula("SUM(C8:C9)", 0, 1)) == "+D8 +D9"
