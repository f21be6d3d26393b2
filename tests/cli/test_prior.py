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
    ("last", "rules", "not_held"),
    [
        ((2019, 300, 500), [], ""),
        ((2019, 300, 450), ["H702"], ""),
        ((2018, 300, 450), [], "2018 年的"),
        ((2020, 300, 450), [], "不是它的下一年度"),
        ((2019, 300, 450, "乙县"), [], "“乙县”的"),
        ((2019, 300, 450, " 甲 县"), ["H702"], ""),
    ],
)
def test_this_year_is_held_to_last_year(
    last: tuple[Any, ...],
    rules: list[str],
    not_held: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "now.xlsx").write_bytes(county(2020, 500, 620))
    (tmp_path / "last.xlsx").write_bytes(county(*last))
    call = ["validate", str(tmp_path / "now.xlsx"), "--prior", str(tmp_path / "last.xlsx")]
    main([*call, "--no-annotate", "--format", "json"])
    shown = capsys.readouterr()
    (file,) = json.loads(shown.out)["files"]
    of_history = [one for one in file["findings"] if one["kind"] == "history"]
    assert [one["rule"] for one in of_history] == rules
    assert {one["severity"] for one in of_history} <= {"warning"}
    why = [one["reason"] for one in file["undecided"] if one["rule"] == "H707"]
    assert len(why) == bool(not_held)
    assert all(not_held in one for one in why)
    assert ("没有与" in shown.err and "now.xlsx" in shown.err) is bool(not_held)


def test_a_prior_that_cannot_be_read_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "now.xlsx").write_bytes(county(2020, 500, 620))
    (tmp_path / "last.xlsx").write_bytes(b"no workbook")
    call = ["validate", str(tmp_path / "now.xlsx"), "--prior", str(tmp_path / "last.xlsx")]
    assert main([*call, "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()
