"""A fund that was handed over since last year, whose figures of last year the total still has."""

from typing import Any

import pytest
from support import ask_only, checked

FIELD = "narrative.operation"


def fund(income: tuple[float, float], interest: tuple[float, float]) -> Any:
    lines = {"income": income, "interest": interest}
    return {name: {"actual": now, "prior": before} for name, (now, before) in lines.items()}


ACCOUNTS = {
    "resident_pension": fund((1000, 900), (60, 66)),
    "unemployment": fund((500, 480), (30, 34)),
    "work_injury": fund((0, 200), (0, 10)),
    "total": fund((1500, 1580), (90, 110)),
}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("两项基金收入1500万元，利息90万元，占6.0%。", "两项基金收入1050万元，利息90万元。"),
        (
            "利息：居民养老60万元，失业30万元，合计90万元，同比下降18.2%。",
            "利息：居民养老60万元，失业30万元，合计90万元，同比下降12.8%。",
        ),
        (
            "利息：居民养老60万元，失业30万元，合计90万元，同比下降10.0%。",
            "利息：居民养老60万元，失业30万元，合计99万元，同比下降10.0%。",
        ),
    ],
)
def test_as_many_funds_as_have_figures_of_the_year_are_all(
    right: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_only(monkeypatch, "N601", "N606")
    assert not _accused(right)
    assert _accused(wrong)


def _accused(text: str) -> bool:
    data = {"accounts": ACCOUNTS, "narrative": {"operation": text}}
    return any(one.cells[0].key == FIELD for one in checked(data).findings)
