"""The mutation run: which changes it makes of a module, and which of them it finds unnoticed."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutations import mutations

ROOT = Path(__file__).resolve().parents[2]


def changes(source: str) -> list[str]:
    return [mutation.change for mutation in mutations(ast.parse(source))]


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b", ["a < b → a <= b"]),
        ("a < b == c", ["a < b == c → a <= b == c", "a < b == c → a < b != c"]),
        ("a in b", ["a in b → a not in b"]),
        ("a and b", ["a and b → a or b"]),
        ("not a", ["not a → a"]),
        ("a - b", ["a - b → a + b"]),
        ("a += b", ["a += b → a -= b"]),
        ("a(3)", ["3 → 4", "3 → 2"]),
        ("a(True)", ["True → False"]),
        ("a('rate')", ["'rate' → 'rate~'"]),
        ("a(f'{b}.rate')", ["'.rate' → '.rate~'"]),
        ("a = [b, c]", ["[b, c] → [b]"]),
        ("for a in (b, c): d()", ["(b, c) → (b,)"]),
        ("if a: b()", ["a → True", "a → False"]),
        ("[a for b in c if d]", ["d → True", "d → False"]),
        ("while a: continue", ["continue → break"]),
        ("def a(b=True): return b", ["True → False"]),
        ("def a() -> int | None: return b", ["return b → return None"]),
    ],
)
def test_what_is_changed(source: str, changed: list[str]) -> None:
    assert changes(source) == changed


@pytest.mark.parametrize(
    "source",
    [
        "a: dict[str, 'b'] = c",
        "def a(b: 'c') -> Literal['d']: 'A docstring.'",
        "a('A sentence.')",
        "Text('好', 'good')",
        "RULE = Rule(passing={'a': 1}, failing={'a': 2})",
        "__slots__ = ('a', 'b')",
        "@dataclass(frozen=True)\nclass A: pass",
        "if TYPE_CHECKING: a = 1",
        "def a() -> int: return b",
        "a, b = c, d",
    ],
)
def test_what_is_left_alone(source: str) -> None:
    assert changes(source) == []


def test_a_mutation_changes_the_tree_only_when_it_is_put_in_place() -> None:
    tree = ast.parse("a < 1")
    first, *_ = mutations(tree)
    assert ast.unparse(tree) == "a < 1"
    first.put()
    assert ast.unparse(tree) == "a <= 1"


def test_a_run_names_the_change_that_no_test_notices(tmp_path: Path) -> None:
    (tmp_path / "ages.py").write_text(
        "def grown(age):\n    return age >= 18\n\n\ndef old(age):\n    return age >= 60\n"
    )
    (tmp_path / "test_ages.py").write_text(
        "from ages import grown, old\n\n\n"
        "def test_grown():\n    assert [grown(age) for age in (17, 18)] == [False, True]\n\n\n"
        "def test_old():\n    assert [old(age) for age in (59, 61)] == [False, True]\n"
    )
    run = subprocess.run(
        [sys.executable, "-m", "tools.mutants", "--file", "ages.py", "--tests", "test_ages.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    summary, *survivors = run.stdout.splitlines()
    assert summary.startswith("ages.py: 4 of 6 mutants killed (66.7%)")
    assert survivors == ["  ages.py:6  age >= 60 → age > 60", "  ages.py:6  60 → 61"]
