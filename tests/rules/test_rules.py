"""Every rule, in short loops: codes unique, texts there, and each fires on its failing case and
only there."""

import ast
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from support import submitted

import sipipeline
from sipipeline import catalogue
from sipipeline.arithmetic.evaluation import Code
from sipipeline.checking import batch, confrontation
from sipipeline.core.findings import Finding, Severity
from sipipeline.core.text import Text
from sipipeline.rule import RelationRule, Rule
from sipipeline.standards.load import load

RULES = [rule for rule in catalogue.rules() if rule.failing]
HAN = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile("[A-Z][0-9]{3}")
PACKAGE = Path(sipipeline.__file__).parent

Told = Mapping[str, Sequence[Finding]]
"""The findings of the rule in its own example, by the code of the rule."""


@pytest.fixture(scope="module")
def failing() -> Told:
    return _told([(rule, rule.failing) for rule in RULES])


@pytest.fixture(scope="module")
def passing() -> Told:
    return _told([(rule, rule.passing) for rule in RULES])


def _told(examples: Sequence[tuple[Rule, Any]]) -> Told:
    results = batch.check([submitted(data, rubric=rule.rubric) for rule, data in examples])
    return {
        rule.code: [finding for finding in result.findings if finding.rule == rule.code]
        for (rule, _), result in zip(examples, results)
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_fires_on_its_failing_case_and_not_on_its_passing_one(
    rule: Rule, failing: Told, passing: Told
) -> None:
    assert failing[rule.code]
    assert not passing[rule.code]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_finding_has_the_severity_and_kind_of_its_rule_and_speaks_two_languages(
    rule: Rule, failing: Told
) -> None:
    found = failing[rule.code]
    assert any((f.severity, f.kind) == (rule.severity, rule.kind) for f in found)
    for finding in found:
        assert HAN.search(finding.message.zh)
        assert "{" not in finding.message.zh + finding.message.en


def test_codes_and_names_are_unique_and_stand_in_the_file_name() -> None:
    rules = catalogue.rules()
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    files = {path.stem for path in (PACKAGE / "rules").glob("[a-z]*.py")} - {"__init__"}
    assert files == {f"{rule.code.lower()}_{rule.name.replace('-', '_')}" for rule in rules}


def test_every_code_is_written_in_one_module_only() -> None:
    modules = defaultdict(set)
    sources = {path: path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    for path in (path for path, source in sources.items() if CODE.search(source)):
        for node in ast.walk(ast.parse(sources[path])):
            if isinstance(node, ast.Constant) and CODE.fullmatch(str(node.value)):
                modules[node.value].add(path.name)
    assert {code: names for code, names in modules.items() if len(names) > 1} == {}
    assert modules.keys() == catalogue.by_code().keys()


def test_texts_are_there_in_both_languages() -> None:
    for rule in catalogue.rules():
        for text in (rule.title, rule.why, rule.todo):
            assert isinstance(text, Text)
            assert HAN.search(text.zh)
            assert text.en

            assert len(HAN.findall(text.en)) <= 6  # a word of the form may be quoted


def test_relations_speak_of_figures_that_the_standard_has() -> None:
    for standard in ("2020", "2023"):
        known = load(standard).fields
        for relation in catalogue.relations(load(standard)):
            assert set(relation.keys) <= set(known), relation
            assert len(relation.keys) > 1


def test_a_rule_that_crashes_becomes_a_finding_and_the_batch_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def relations(standard: Any) -> None:
        raise ZeroDivisionError("on purpose")

    def judge(submission: Any) -> None:
        raise KeyError("on purpose")

    broken = RelationRule(
        **{**fields(catalogue.by_code()["B202"]), "relations": relations, "code": "B299"}
    )
    judging = type(catalogue.by_code()["F105"])(
        **{**fields(catalogue.by_code()["F105"]), "judge": judge, "code": "F199"}
    )
    monkeypatch.setattr(catalogue, "relation_rules", lambda one: (*_relation_rules(one), broken))
    monkeypatch.setattr(catalogue, "judging_rules", lambda one: (*_judging_rules(one), judging))
    months = catalogue.by_code()["R304"].failing
    for result in batch.check([submitted(months), submitted(months)]):
        crashed = [finding for finding in result.findings if finding.rule == "X001"]
        assert [finding.severity for finding in crashed] == [Severity.WARNING] * 2
        assert any(
            "B299" in finding.message.zh and "ZeroDivisionError" in finding.message.zh
            for finding in crashed
        )
        assert "R304" in {finding.rule for finding in result.findings}


_relation_rules, _judging_rules = catalogue.relation_rules, catalogue.judging_rules


def fields(rule: Any) -> Any:
    return {name: getattr(rule, name) for name in type(rule).__dataclass_fields__}


def test_every_outcome_is_counted() -> None:
    assert set(confrontation.OUTCOMES) == set(Code) - {Code.OUT_OF_SCOPE, Code.VIOLATED}
    result = batch.check([submitted(catalogue.by_code()["R304"].failing)])[0]
    assert result.counts["checked"] == sum(
        count for name, count in result.counts.items() if name != "checked"
    )
