"""The measures of a package: what counts as a decision and as a code line."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sipipeline
from tools.measures import complexity, read


@pytest.mark.parametrize(
    ("body", "decisions"),
    [
        ("return a", 0),
        ("if a: b()", 1),
        ("return a and b or c", 2),
        ("return a if b else c", 1),
        ("return [a for b in c if d if e]", 3),
        ("assert a", 1),
        ("def inner(): return a if b else c", 0),
    ],
)
def test_decisions(body: str, decisions: int) -> None:
    function = ast.parse(f"def f():\n    {body}").body[0]
    assert isinstance(function, ast.FunctionDef)
    assert complexity(function) == 1 + decisions


def test_code_lines_are_those_of_bodies_without_docstrings_and_comments(tmp_path: Path) -> None:
    path = tmp_path / "fund.py"
    path.write_text(
        '"""Words."""\n\nRATE = 1\n\n\n'
        "def fund(key: str) -> str:\n"
        '    """Words."""\n'
        "    # words\n"
        '    return key.split(".")[1]\n'
    )
    module = read(path)
    assert module.code == ('return key.split(".")[1]',)
    assert module.cut_keys == 1
    assert module.functions[0].parameters == {"key", "str"}


def test_keys_are_taken_apart_in_one_module() -> None:
    root = Path(sipipeline.__file__).parent
    cutting = [path for path in root.rglob("*.py") if read(path).cut_keys]
    assert cutting == [root / "core" / "keys.py"]


def test_a_reader_that_stops_reading_ends_the_measures_quietly() -> None:
    call = [sys.executable, "-m", "tools.measures"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as measures:
        assert measures.stdout is not None
        assert measures.stderr is not None
        measures.stdout.close()
        assert measures.stderr.read() == b""
    assert measures.returncode == 0
