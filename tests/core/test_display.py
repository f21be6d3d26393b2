"""How high a text stands, which the rows and boxes of the copy are made for."""

import pytest

from sipipeline.core.display import lines


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 10, 1),
        ("收入合计", 8, 1),
        ("收入合计", 7, 2),
        ("收入合计\n支出合计", 8, 2),
        ("\n\n", 8, 3),
        ("填 38,429", 8, 2),
        ("应为 3,842,938", 10, 2),
        ("收入合计，", 8, 2),
        ("1234567890" * 3, 10, 3),
        ("长" * 100, 20, 10),
        ("长" * 101, 20, 11),
        ("Change this cell to 38,429", 12, 3),
    ],
)
def test_lines_of_a_text(text: str, width: int, count: int) -> None:
    assert lines(text, width) == count
