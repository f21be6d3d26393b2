"""A batch through the rules: what is counted, in which order findings stand, what a crash does."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from support import Data, account, beside_gaps, checked, codes, submitted

from sipipeline import catalogue
from sipipeline.checking.batch import check
from sipipeline.core.findings import Kind
from sipipeline.core.relations import Relation
from sipipeline.core.submission import Submission
from sipipeline.core.text import same
from sipipeline.evidence.evidence import Evidence
from sipipeline.rule import Agreed, Judgement, JudgingRule, Problem, RelationRule, Undecidable

WRONG = account(income={"actual": 100}, expenditure={"actual": 60}, surplus={"actual": 70})
RIGHT = account(income={"actual": 100}, expenditure={"actual": 60}, surplus={"actual": 40})
ROUGH = account(income={"actual": 101}, expenditure={"actual": 60}, surplus={"actual": 40})
SURPLUS = "accounts.work_injury.surplus.actual"


JUDGING = next(
    rule for rule in catalogue.rules() if isinstance(rule, JudgingRule) and rule.severity == "error"
)
"""A rule that looks at one submission, whichever comes first."""


def rule(code: str) -> Any:
    return catalogue.by_code()[code]


def judging(monkeypatch: pytest.MonkeyPatch, *judgements: Judgement) -> None:
    """The rules, with one more that judges every submission alike."""

    def judge(_: Evidence) -> Iterator[Judgement]:
        yield from judgements

    more = replace(JUDGING, judge=judge)
    monkeypatch.setattr(catalogue, "judging_rules", lambda _: [more])


# ---------------------------------------------------------------- counts
@pytest.mark.parametrize(
    ("data", "counts"),
    [
        (account(), (1, 1, 0, 0, 0)),
        (RIGHT, (4, 2, 0, 0, 2)),
        (ROUGH, (4, 1, 1, 0, 2)),
        (WRONG, (3, 0, 0, 1, 2)),
        (account(income={"budget": 50, "actual": 49, "completion_rate": "98%"}), (4, 2, 0, 0, 2)),
        (account(income={"budget": 0, "actual": 5, "completion_rate": "98%"}), (4, 1, 0, 0, 3)),
        (account(closing_balance={"actual": 100}, time_deposits={"actual": 100}), (4, 2, 0, 0, 2)),
    ],
)
def test_every_relation_that_is_asked_is_counted_once(
    data: Data, counts: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "judging_rules", lambda _: [])
    names = ("checked", "agree", "within_rounding", "violated", "not_applicable")
    result = checked(data)
    assert tuple(result.counts[name] for name in names) == counts


# ---------------------------------------------------------------- order
def test_errors_come_first_and_each_rule_together() -> None:
    data = account(
        income={"actual": 100, "budget": 50, "completion_rate": "97%"},
        expenditure={"actual": -60},
        surplus={"actual": 70},
        opening_balance={"actual": 500},
        closing_balance={"prior": 550},
    )
    found = [(finding.severity.value, finding.rule) for finding in checked(data).findings]
    rank = {"error": 0, "warning": 1, "info": 2}
    assert found == sorted(found, key=lambda one: (rank[one[0]], one[1]))
    assert {code for _, code in found} >= {"B202", "F107", "R301", "H701"}


def test_submissions_of_two_standards_in_one_batch_keep_their_places() -> None:
    newer = {"standard": "2023", "cover": {"unit": "乙县", "year": 2023, "money_unit": "万元"}}
    found = check([submitted(WRONG), submitted(newer | dict(RIGHT)), submitted(RIGHT)])
    assert [codes(result.findings) for result in found] == [["B202"], [], []]


# ---------------------------------------------------------------- judging rules
def test_a_problem_becomes_a_finding_of_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    judging(monkeypatch, Problem((SURPLUS,), same("wrong"), 70.0, (0.0, 40.0), 30.0))
    result = check([submitted(RIGHT)])[0]
    (found,) = result.findings
    assert (found.rule, found.severity, found.kind) == (JUDGING.code, "error", JUDGING.kind)
    assert (found.message, found.todo) == (same("wrong"), JUDGING.todo)
    assert (found.stated, found.expected, found.difference) == (70.0, (0.0, 40.0), 30.0)
    assert [(cell.key, cell.value) for cell in found.cells] == [(SURPLUS, 40)]
    assert result.counts["violated"] == 1


def test_a_problem_may_have_its_own_severity_advice_and_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    severity, todo = rule("H701").severity, same("look here")
    place = ("某表", "B7", "某值")
    judging(
        monkeypatch,
        Problem((), same("first"), severity=severity, todo=todo, place=place),
        Problem((SURPLUS, SURPLUS), same("second"), place=place),
    )
    second, first = check([submitted(RIGHT)])[0].findings
    assert (first.severity, first.todo) == ("warning", todo)
    assert [(c.key, c.sheet, c.ref, c.value) for c in first.cells] == [("", "某表", "B7", "某值")]
    assert [(c.key, c.sheet, c.value) for c in second.cells] == [
        (SURPLUS, "某表", "某值"),
        (SURPLUS, "", 40),
    ]


def test_what_was_found_right_or_left_open_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    judging(monkeypatch)
    before = check([submitted(RIGHT)])[0]
    judging(monkeypatch, Agreed((SURPLUS,)), Undecidable((SURPLUS,), same("no figure")))
    after = check([submitted(RIGHT)])[0]
    grown = {name: after.counts[name] - before.counts[name] for name in before.counts}
    assert grown == {
        "checked": 2,
        "agree": 1,
        "within_rounding": 0,
        "violated": 0,
        "not_applicable": 1,
    }
    (left,) = [entry for entry in after.undecided if entry.rule == JUDGING.code]
    assert ([cell.key for cell in left.cells], left.reason) == ([SURPLUS], same("no figure"))


# ---------------------------------------------------------------- crash
def test_a_rule_that_crashes_is_a_finding_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def judge(evidence: Evidence) -> Iterator[Judgement]:
        yield Agreed(())
        raise KeyError(evidence.submission.path)

    monkeypatch.setattr(catalogue, "judging_rules", lambda _: [replace(JUDGING, judge=judge)])
    found = check([submitted(WRONG)])[0].findings
    assert [finding.rule for finding in found] == ["B202", "X001"]
    assert found[1].message.zh.startswith(
        f"规则 {JUDGING.code} 运行出错，本文件未按该规则检查（KeyError: "
    )
    assert "(checking/confrontation.py:" in found[1].message.zh
    assert (found[1].kind, found[1].cells, found[1].todo) == (Kind.FILE, (), rule("X001").todo)


def test_relations_that_cannot_be_made_are_a_finding_of_every_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def rows(_: Submission) -> Iterator[Relation]:
        raise ValueError("no rows")
        yield

    broken = replace(rule("B208"), rows=rows)
    assert isinstance(broken, RelationRule)
    monkeypatch.setattr(catalogue, "relation_rules", lambda _: [broken, rule("B202")])
    found = check([submitted(WRONG), submitted(RIGHT)])
    assert [codes(result.findings) for result in found] == [["B202", "X001"], ["X001"]]
    assert "规则 B208 运行出错" in beside_gaps(found[1].findings)[0].message.zh
    assert "ValueError: no rows" in beside_gaps(found[1].findings)[0].message.en
