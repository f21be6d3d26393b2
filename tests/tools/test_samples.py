"""Samples are the same bytes whenever they are built."""

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from sipipeline import catalogue
from tools import generated, ruleset, samples


@pytest.mark.sampled(5)
@pytest.mark.parametrize("code", samples.EDITS)
def test_an_edited_sample_carries_no_time_of_its_making(code: str) -> None:
    content = samples.broken(catalogue.by_code()[code])
    with ZipFile(io.BytesIO(content)) as package:
        assert {member.date_time[0] for member in package.infolist()} == {1980}
        assert b"<dcterms:modified" in package.read("docProps/core.xml")
        assert samples.EARLIEST + b"</dcterms:modified>" in package.read("docProps/core.xml")


def test_a_sample_is_current_whatever_way_its_parts_are_compressed(tmp_path: Path) -> None:
    content = samples.broken(catalogue.by_code()["B202"])
    stored, other = tmp_path / "stored.xlsx", tmp_path / "other.xlsx"
    with ZipFile(io.BytesIO(content)) as package, ZipFile(stored, "w") as copy:
        for name in package.namelist():
            copy.writestr(name, package.read(name))
    other.write_bytes(samples.broken(catalogue.by_code()["B203"]))
    assert samples.is_current(stored, content)
    assert not samples.is_current(other, content)
    assert not samples.is_current(tmp_path / "none.xlsx", content)


def test_the_consistent_sample_is_one_that_a_clerk_would_believe() -> None:
    """Who pays and who is paid are among the insured; a pension is one that somebody lives on; no
    fund has a balance for decades, or loses most of what came in."""
    data = samples.complete()
    for fund, people in data["headcounts"].items():
        insured, paying = people["participants"]["actual"], people["contributors"]["actual"]
        paid = people.get("retirees", people.get("beneficiaries"))["actual"]
        apart = "retirees" in people
        assert paying + paid <= insured if apart else max(paying, paid) <= insured
        account = {item: row["actual"] for item, row in data["accounts"][fund].items()}
        assert 10 < account["contributions"] * 10_000 / paying < 25_000
        assert account["surplus"] > -0.1 * account["income"]
        assert 2 < data["balances"][fund]["months_payable"] < 72
        if apart:
            level = data["benefit_levels"][fund]["after"]
            average = account["benefits"] * 10_000 / people["average_retirees"]["actual"] / 12
            assert 0.95 < average / level < 1.1


@pytest.mark.parametrize("tool", [samples, generated, ruleset])
@pytest.mark.parametrize("option", ["--help", "--no-such-option"])
def test_a_question_builds_nothing(
    tool: Any, option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tool, "ROOT", Path("no such folder"), raising=False)
    with pytest.raises(SystemExit):
        tool.main([option])
    shown = capsys.readouterr()
    assert "usage: tools." in shown.out + shown.err
