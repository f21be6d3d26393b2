"""A standard of one's own works with everything: a made-up fund and item touch one file."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support import checked

from sipipeline.cli.commands import main
from sipipeline.standards.load import load

OWN = str(Path(__file__).parents[2] / "samples" / "own-standard.toml")
CARE = "accounts.long_term_care"


def care(**benefits: float) -> dict[str, Any]:
    """Data of a unit that runs the made-up fund, with its made-up item."""
    return {
        "standard": "2020-care",
        "cover": {"unit": "甲县医疗保障局", "year": 2020, "money_unit": "万元"},
        "accounts": {
            "long_term_care": {
                "benefits": {"actual": benefits["whole"]},
                "home_care": {"actual": benefits["home"]},
            }
        },
        "goal": "护理有保障，老有所养",
    }


def filled(tmp_path: Path, data: dict[str, Any]) -> str:
    """The path of a workbook that the command fills from the data."""
    (tmp_path / "data.json").write_text(json.dumps(data), encoding="utf-8")
    path = str(tmp_path / "filled.xlsx")
    call = ["fill", str(tmp_path / "data.json"), "-o", path, "--standard", OWN, "--force"]
    assert main(call) == 0
    return path


def findings(path: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Rule and first key of what `validate` finds; nothing crashed."""
    capsys.readouterr()
    main(["validate", path, "--no-annotate", "--format", "json", "--standard", OWN])
    (result,) = json.loads(capsys.readouterr().out)["files"]
    assert result["standard"] == "2020-care"
    found = [
        (one["rule"], one["cells"][0]["key"] if one["cells"] else "") for one in result["findings"]
    ]
    assert "X001" not in dict(found)
    return found


def test_the_blank_workbook_has_a_sheet_for_the_fund(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "blank.xlsx")
    assert main(["template", "--standard", OWN, "-o", path, "--funds", "long_term_care"]) == 0
    assert "长护" in load_workbook(path).sheetnames
    assert "F111" in dict(findings(path, capsys))


def test_data_come_back_from_a_filled_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path, care(whole=120.5, home=120.5))
    capsys.readouterr()
    assert main(["extract", path, "--standard", OWN]) == 0
    assert json.loads(capsys.readouterr().out) == care(whole=120.5, home=120.5)


def test_the_item_is_a_part_of_its_sum(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = findings(filled(tmp_path, care(whole=120, home=150)), capsys)
    assert ("B201", f"{CARE}.benefits.actual") in wrong
    right = findings(filled(tmp_path, care(whole=150, home=150)), capsys)
    assert "B201" not in dict(right)


def test_the_goal_is_held_to_the_words_of_the_fund(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path, care(whole=150, home=150))
    assert ("I512", "goal") in findings(path, capsys)
    alone = filled(tmp_path, care(whole=150, home=150) | {"goal": "护理有保障"})
    assert "I512" not in dict(findings(alone, capsys))


def test_what_the_file_does_not_say_is_that_of_the_standard_it_extends() -> None:
    standard = load(OWN)
    assert standard.fund("long_term_care").goal_words == ("护理",)
    assert standard.year == 2020
    assert standard.has(f"{CARE}.home_care.actual")
    assert not standard.has("accounts.work_injury.home_care.actual")


@pytest.mark.parametrize("name", ["长期护理保险", "长护险", "长期护理保险基金"])
def test_texts_about_a_fund_of_ones_own_are_held_to_its_account(name: str) -> None:
    account = {"long_term_care": {"income": {"actual": 200}}}
    for amount, rules in ((200, []), (100, ["N601"])):
        text = {"operation": f"{name}收入{amount}万元。"}
        found = checked({"standard": OWN, "accounts": account, "narrative": text}).findings
        assert [one.rule for one in found if one.rule.startswith("N")] == rules
