"""Rule sets that contradict themselves, or say a thing twice."""

from sipipeline.core.relations import Relation, Term, total
from tools.lint import lint


def test_lint_names_what_contradicts_follows_or_never_fails() -> None:
    relations = [
        total("A", "a", ["b", "c"]),
        total("B", "b", ["a", "d"]),
        total("C", "x", ["y", "z"]),
        total("D", "x", ["z", "y"]),
        Relation("E", "y", (Term(1, "x"),), op="<="),
        Relation("F", "q", (Term(1, "q"),)),
        Relation("G", "y", (Term(1, "x"),), op="<=", to_explain=True),
    ]
    found = {(smell.kind, smell.relations) for smell in lint(relations)}
    assert {
        ("contradiction", ("A:a", "B:b")),
        ("twice", ("C:x", "D:x")),
        ("twice", ("E:y", "G:y")),
        ("implied", ("D:x",)),
    } <= found
    assert {("implied", ("E:y",)), ("idle", ("F:q",))} <= found
