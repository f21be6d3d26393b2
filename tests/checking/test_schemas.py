"""The two contracts: the claims frame and the gaps frame."""

from dataclasses import replace

import numpy as np
import pytest
from support import submitted

from sipipeline import catalogue
from sipipeline.checking.batch import check
from sipipeline.checking.confrontation import evaluations
from sipipeline.checking.schemas import (
    CLAIMS,
    GAPS,
    claims_frame,
    claims_schema,
    faulty_figures,
    gaps_frame,
    violations,
)
from sipipeline.core.text import Text
from sipipeline.rule import FigureRule, Problem
from sipipeline.standards.load import load

RIGHT = {"accounts": {"work_injury": {"income": {"actual": 1200}, "interest": {"actual": 3.5}}}}
WRONG = {"accounts": {"work_injury": {"income": {"actual": "许多"}, "interest": {"actual": -3}}}}
STRAY = {"notes": [{"what": "unknown_place", "sheet": "工伤", "ref": "C60", "raw": 100}]}


def test_a_claims_frame_has_a_row_for_each_figure_and_text() -> None:
    frame = claims_frame([submitted(RIGHT), submitted(WRONG)], ["a.xlsx", "b.xlsx"])
    assert tuple(frame.columns) == CLAIMS
    income = frame[frame["key"] == "accounts.work_injury.income.actual"]
    assert list(income["submission"]) == ["a.xlsx", "b.xlsx"]
    assert list(income["text"]) == [1200, "许多"]
    assert income["value"].tolist()[0] == 1200
    assert np.isnan(income["half_width"].tolist()[1])
    assert set(frame[frame["key"] == "cover.unit"]["unit"]) == {""}
    assert set(income["unit"]) == {"万元"}


def test_faulty_figures_are_the_failure_cases_of_the_claims_schema() -> None:
    found = faulty_figures([submitted(RIGHT), submitted(WRONG), submitted(STRAY)])
    assert [(rule.code, row, claim.raw) for rule, row, claim in found] == [
        ("F101", 1, "许多"),
        ("F103", 2, 100),
        ("F107", 1, -3),
    ]


def test_a_frame_without_its_columns_is_refused() -> None:
    frame = claims_frame([submitted(RIGHT)]).drop(columns="half_width")
    with pytest.raises(Exception, match="half_width"):
        claims_schema(load("2020")).validate(frame)


def test_a_rule_about_figures_that_fails_to_run_is_told_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def holds(frame: object, standard: object) -> object:
        raise ZeroDivisionError("on purpose")

    rules = catalogue.figure_rules(load("2020"))
    first = rules[0]
    names = (name for kind in FigureRule.__mro__ for name in getattr(kind, "__slots__", ()))
    broken = FigureRule(**{name: getattr(first, name) for name in names} | {"holds": holds})
    monkeypatch.setattr(catalogue, "figure_rules", lambda _: (broken, *rules[1:]))
    codes = [finding.rule for finding in check([submitted(WRONG)])[0].findings]
    assert "X001" in codes
    assert "F107" in codes
    assert broken.code not in codes


def test_a_rule_that_cannot_word_what_it_found_is_told_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def problem(claim: object, standard: object) -> Problem:
        raise ZeroDivisionError("on purpose")

    rules = catalogue.figure_rules(load("2020"))
    broken = [replace(rule, problem=problem) if rule.code == "F107" else rule for rule in rules]
    monkeypatch.setattr(catalogue, "figure_rules", lambda _: broken)
    wrong, right = check([submitted(WRONG), submitted(RIGHT)])
    codes = [finding.rule for finding in wrong.findings]
    assert "X001" in codes
    assert "F101" in codes
    assert "F107" not in codes
    assert "X001" not in [finding.rule for finding in right.findings]


def test_a_rule_about_notes_that_crashes_is_told_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, *more = catalogue.note_rules(load("2020"))
    broken = replace(first, message=Text(zh="{nothing}", en="{nothing}"))
    monkeypatch.setattr(catalogue, "note_rules", lambda _: [broken, *more])
    note = {"what": first.notes, "sheet": "工伤", "ref": "D7", "raw": 1, "key": "goal"}
    codes = [finding.rule for finding in check([submitted({"notes": [note]})])[0].findings]
    assert "X001" in codes
    assert first.code not in codes


def test_violations_are_the_failure_cases_of_the_gaps_frame() -> None:
    account = {"income": {"actual": 100}, "expenditure": {"actual": 60}}
    data = [
        {"accounts": {"work_injury": account | {"surplus": {"actual": surplus}}}}
        for surplus in (40, 30)
    ]
    submissions = [submitted(one) for one in data]
    decided = evaluations(submissions)
    frame = gaps_frame(decided, len(submissions))
    assert tuple(frame.columns) == GAPS
    assert set(frame["gap"] >= 0) == {True}
    broken = [(one.relation.rule, row) for one, row in violations(decided, len(submissions))]
    assert broken == [("B202", 1)]


def test_nothing_decided_contradicts_nothing() -> None:
    assert list(violations([], 3)) == []


def test_a_rule_can_begin_and_end_with_a_standard() -> None:
    rule = catalogue.by_code()["B202"]
    names = [name for kind in type(rule).__mro__ for name in getattr(kind, "__slots__", ())]
    values = {name: getattr(rule, name) for name in names}
    later = type(rule)(**values | {"since": 2023})
    earlier = type(rule)(**values | {"until": 2020})
    assert [later.applies_to(load(name)) for name in ("2020", "2023")] == [False, True]
    assert [earlier.applies_to(load(name)) for name in ("2020", "2023")] == [True, False]
