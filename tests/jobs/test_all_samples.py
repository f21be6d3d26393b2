"""The samples of the repository, checked together: each shows what it is there for, its results are
what the contract says, and its annotated copy says the same again."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from contract import DOCS, SCHEMA, faults, strict
from jsonschema import Draft202012Validator

from sipipeline import catalogue
from sipipeline.core.findings import FileResult
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
from sipipeline.reports.formats import json_document, json_lines
from sipipeline.reports.json_csv import as_json

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
COMPANIONS = {"F124": {"I513"}, "I501": {"I502"}, "I502": {"I501"}, "P404": {"J901"}}
"""Pasted rows have no actual value; a missed target has no reason; a copied budget contradicts the
rates."""
EVERY = 5
"""Every fifth sample is looked at where all of them would take long."""
MONTHS = "balances.resident_pension.months_payable"


def hashes() -> dict[Path, str]:
    """What each sample holds."""
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in SAMPLES.rglob("*.xlsx")}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, FileResult]:
    """What is said of each sample, by its name; `make built` says whether they are current."""
    out = tmp_path_factory.mktemp("samples")
    before = hashes()
    told = validate(collect([str(SAMPLES)]), Options(out=out))
    by_name = {Path(result.path).name: result for result in told}
    assert hashes() == before
    return by_name


def errors(result: FileResult) -> set[str]:
    return {finding.rule for finding in result.findings if finding.severity == "error"}


def test_every_broken_sample_shows_its_rule_and_the_consistent_one_passes(
    results: Mapping[str, FileResult],
) -> None:
    for rule in catalogue.rules():
        if rule.failing and "last_year" not in rule.failing:
            name = f"{rule.code}-{rule.name}.xlsx"
            result = results[name]
            if rule.rubric != Options().rubric:
                sources = collect([str(SAMPLES / "broken" / name)])
                (result,) = validate(sources, Options(rubric=rule.rubric))
            assert rule.code in {finding.rule for finding in result.findings}
            assert errors(result) - {rule.code} <= COMPANIONS.get(rule.code, set())
    clean = results["consistent-2023.xlsx"]
    assert (clean.verdict, clean.findings) == ("pass", ())
    assert clean.counts["agree"] + clean.counts["within_rounding"] > 800


def test_korla_finds_what_is_wrong_and_nothing_that_is_not(
    results: Mapping[str, FileResult],
) -> None:
    result: Any = results["korla-2020.xlsx"]
    expected = [
        ("I501", "indicators.6.actual"),  # K01
        ("I502", "indicators.6.reason"),
        (
            "J901",
            "accounts.total.expenditure.budget",
        ),  # K04: 97 % and 95 % put it between 41 763 and 42 198
        ("N602", "narrative.targets"),  # K02, both targets
        ("N602", "narrative.targets"),
        ("N603", "narrative.achievement"),  # K01: 100 % claimed
        ("N603", "narrative.unmet_reasons"),
        ("R304", MONTHS),  # K03
        ("F113", "accounts.resident_pension.income.budget"),  # no budgets in the report
        ("F113", "headcounts.resident_pension.participants.actual"),  # not in the report
        ("F126", "accounts.resident_pension.benefits.actual"),  # blank, and the total has it
        ("F128", "headcounts.institution_pension.participants.actual"),  # an average alone
        ("I503", "indicators.5.target"),  # K13
        *[
            ("I506", f"indicators.{n}.actual") for n in (2, 3, 4, 12, 13, 14)
        ],  # K11, each of the six
        ("N602", "narrative.targets"),  # K10: working days against days
        ("N602", "narrative.targets"),  # K12: ≥ 90 against > 90, two rows
        ("N602", "narrative.targets"),
        ("N604", "narrative.experience"),  # K12: 100 % against > 90 %
        ("P402", "causes.1.amount"),  # K09
        ("P404", "accounts.total.expenditure.budget"),  # K04
    ]
    serious = [f for f in result.findings if f.severity != "info"]
    assert [(f.rule, f.cells[0].key) for f in serious] == expected
    infos = {f.rule for f in result.findings if f.severity == "info"}
    assert infos == {
        "I505",
        "I506",
        "I511",
        "I512",
        "N605",
        "P404",
        "R303",
    }  # K05 I511, K06 R303, K16, K20 I505
    joint = next(f for f in serious if f.rule == "J901")
    assert [round(end) for end in joint.expected] == [41763, 42198]
    assert joint.stated == 40673
    accused = [culprit for finding in result.findings for culprit in finding.culprits]
    assert [(c.cell.key, c.suggest, c.confidence) for c in accused] == [(MONTHS, 77, "certain")]
    months = next(f for f in serious if f.rule == "R304")
    assert months.stated == 64
    assert [round(end, 2) for end in months.expected] == [76.92, 76.96]
    split = next(f for f in result.findings if f.rule == "F126" and "待遇支出" in f.message.zh)
    assert (split.severity, split.kind) == ("warning", "missing")
    assert "2,238" in split.message.zh
    truncated = next(f for f in result.findings if f.rule == "R303")
    assert truncated.severity == "info"
    assert "去掉了尾数" in truncated.message.zh


def test_the_annotated_copy_validated_again_gives_the_same_findings(
    results: Mapping[str, FileResult],
) -> None:
    chosen = [*list(results.values())[::EVERY]]
    if results["korla-2020.xlsx"] not in chosen:
        chosen.append(results["korla-2020.xlsx"])
    again = validate(collect([str(result.annotated) for result in chosen]), Options())
    for first, second in zip(chosen, again, strict=True):
        assert as_json(first, "zh")["findings"] == as_json(second, "zh")["findings"]


# ---------------------------------------------------------------- the JSON contract
def test_the_results_of_all_samples_follow_the_schema(
    results: Mapping[str, FileResult], tmp_path: Path
) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    (unreadable,) = validate(collect([str(tmp_path)]), Options())
    told = [*results.values(), unreadable]
    assert faults(strict("".join(json_document(told, "zh")))) == []
    for line in json_lines(told[::-EVERY], "en", ascii_only=True):
        assert faults(strict(line), "file") == []


def test_a_result_that_lacks_a_member_or_has_one_more_breaks_the_schema(
    results: Mapping[str, FileResult],
) -> None:
    document = strict("".join(json_document([results["korla-2020.xlsx"]], "zh")))
    (entry,) = document["files"]
    entry["mood"] = "good"
    del entry["findings"][0]["message"]
    assert len(faults(document)) == 2


def test_the_description_of_the_json_shows_what_korla_really_gives(
    results: Mapping[str, FileResult],
) -> None:
    shown = (DOCS / "json.md").read_text("utf-8").split("```json\n")[1].partition("```")[0]
    (described,), korla = strict(shown)["files"], results["korla-2020.xlsx"]
    assert described["rules"] == as_json(korla, "zh")["rules"]
    assert described["sha256"] == f"{korla.sha256[:8]}…"
