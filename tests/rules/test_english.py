"""What the rules say in English, sentence by sentence."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from support import account, beside_gaps, checked, filled, findings

from sipipeline import catalogue
from sipipeline.cli.commands import main

SENTENCES = Path(__file__).with_name("english.tsv")


def sentences() -> Any:
    said = defaultdict(list)
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            rule, sentence = line.split("\t")
            said[rule].append(sentence)
    return said


def test_every_rule_has_its_sentence() -> None:
    assert set(sentences()) == {rule.code for rule in catalogue.rules() if rule.failing}


@pytest.mark.parametrize(("rule", "said"), sentences().items())
def test_the_failing_example_in_english(rule: Any, said: Any) -> None:
    example = catalogue.by_code()[rule]
    found = findings(example.failing, rule, example.rubric)
    assert [finding.message.en for finding in found] == said


def test_a_suspect_and_why_in_english() -> None:
    wrong = account(
        income={"actual": 3002.97}, expenditure={"actual": 2939.29}, surplus={"actual": 36.68}
    )
    (finding,) = beside_gaps(checked(wrong).findings)
    assert finding.message.en == (
        "Work injury: Surplus of the year (Actual) says 36.68; by Total income 3,002.97"
        " − Total expenditure 2,939.29 it should be 63.68: 27 too little."
    )
    assert (
        finding.todo.en
        == "Check total income, total expenditure and surplus, and correct the wrong cell."
    )
    assert [culprit.why.en for culprit in finding.culprits][:1] == ["digits transposed"]


def test_the_command_answers_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cover = {"year": 2020, "money_unit": "万元"}
    data = {"standard": "2020", "cover": cover, **account(income={"actual": -12})}
    (tmp_path / "x.xlsx").write_bytes(filled(data))
    call = ["validate", str(tmp_path / "x.xlsx"), "--no-annotate", "--lang", "en"]
    assert main([*call, "--format", "json"]) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    said = {finding["rule"]: finding["message"] for finding in file["findings"]}
    assert said["F107"] == "Work injury: Total income (Actual) is negative: −12."
    assert said["F105"] == "Cover: Unit is not filled in."
    assert main(call) == 1
    printed = capsys.readouterr().out
    assert "[Please correct]" in printed
    assert "What to do:" in printed
