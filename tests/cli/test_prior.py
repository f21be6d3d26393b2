"""Last year's workbook beside this year's, as `validate --prior` takes it."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import filled

from sipipeline.cli.commands import main


def county(year: int, opening: float, closing: float, unit: str = "甲县") -> bytes:
    rows: dict[str, Any] = {
        "opening_balance": {"actual": opening},
        "surplus": {"actual": closing - opening},
        "closing_balance": {"actual": closing, "prior": opening},
    }
    cover = {"unit": unit, "year": year, "money_unit": "万元"}
    return filled({"cover": cover, "accounts": {"work_injury": rows}, "standard": "2020"})


@pytest.mark.parametrize(
    ("last", "rules", "told"),
    [
        (county(2019, 300, 500), [], False),
        (county(2019, 300, 450), ["H702"], False),
        (county(2018, 300, 450), [], True),
        (county(2019, 300, 450, "乙县"), [], True),
        (county(2019, 300, 450, " 甲 县"), ["H702"], False),
    ],
)
def test_this_year_is_held_to_last_year(
    last: bytes, rules: list[str], told: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "now.xlsx").write_bytes(county(2020, 500, 620))
    (tmp_path / "last.xlsx").write_bytes(last)
    call = ["validate", str(tmp_path / "now.xlsx"), "--prior", str(tmp_path / "last.xlsx")]
    main([*call, "--no-annotate", "--format", "json"])
    shown = capsys.readouterr()
    findings = json.loads(shown.out)["files"][0]["findings"]
    of_history = [one for one in findings if one["kind"] == "history"]
    assert [one["rule"] for one in of_history] == rules
    assert {one["severity"] for one in of_history} <= {"warning"}
    assert ("没有与" in shown.err) is told


def test_a_prior_that_cannot_be_read_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "now.xlsx").write_bytes(county(2020, 500, 620))
    (tmp_path / "last.xlsx").write_bytes(b"no workbook")
    call = ["validate", str(tmp_path / "now.xlsx"), "--prior", str(tmp_path / "last.xlsx")]
    assert main([*call, "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()
