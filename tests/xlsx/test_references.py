"""References are read and written alike, whoever asks."""

import pytest

from sipipeline.xlsx.references import (
    LAST_COLUMN,
    LAST_ROW,
    column_of,
    letters_of,
    place_of,
    quoted,
    reference_of,
)


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("A1", (1, 1)),
        ("$D$12", (12, 4)),
        ("z9", (9, 26)),
        ("AA10", (10, 27)),
        (" B3 ", (3, 2)),
        ("C4:E9", (4, 3)),
        (f"XFD{LAST_ROW}", (LAST_ROW, LAST_COLUMN)),
        (f"XFE{LAST_ROW}", None),
        (f"A{LAST_ROW + 1}", None),
        ("A0", None),
        ("12", None),
        ("", None),
    ],
)
def test_a_reference_names_a_place_that_a_sheet_has(
    reference: str, place: tuple[int, int] | None
) -> None:
    assert place_of(reference) == place


def test_every_column_comes_back_from_its_letters() -> None:
    assert [column_of(letters_of(n)) for n in range(1, LAST_COLUMN + 1)] == list(
        range(1, LAST_COLUMN + 1)
    )
    assert reference_of((12, 703)) == "AAA12"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("工伤", "'工伤'"),
        ("甲 乙", "'甲 乙'"),
        ("It's", "'It''s'"),
        ("a!b", "'a!b'"),
        ("'", "''''"),
    ],
)
def test_the_name_of_a_sheet_stands_in_quotes(name: str, written: str) -> None:
    assert quoted(name) == written
