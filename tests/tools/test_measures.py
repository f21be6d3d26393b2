"""The measures of a package: what counts as a decision and as a code line."""

import ast
import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest

import sipipeline
from sipipeline import catalogue
from sipipeline.intake.sources import collect
from sipipeline.jobs.validation import Options, validate
from tools.measures import above, complexity, cuts_keys, read, walks


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
    cutting = [path for path in root.rglob("*.py") if cuts_keys(path)]
    assert cutting == [root / "core" / "keys.py"]


def test_a_reader_that_stops_reading_ends_the_measures_quietly() -> None:
    root = Path(sipipeline.__file__).parent / "core"
    call = [sys.executable, "-m", "tools.measures", "--root", str(root)]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as measures:
        assert measures.stdout is not None
        assert measures.stderr is not None
        measures.stdout.close()
        assert measures.stderr.read() == b""
    assert measures.returncode == 0


def test_a_claim_and_a_relation_go_the_way_that_the_architecture_shows() -> None:
    ended: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        module = str(frame.f_globals.get("__name__"))
        if event == "return" and module.startswith("sipipeline."):
            ended.append(f"{module.removeprefix('sipipeline.')}.{frame.f_code.co_name}")

    root = Path(sipipeline.__file__).parents[1]
    source = collect([str(root / "samples" / "broken" / "B202-surplus.xlsx")])
    catalogue.relations_of.cache_clear()
    sys.setprofile(note)
    try:
        list(validate(source, Options()))
    finally:
        sys.setprofile(None)
    for functions in walks((root / "docs" / "architecture.md").read_text("utf-8")).values():
        left = iter(ended)
        assert [name for name in functions if name not in left] == []


def test_functions_above_a_limit_are_named_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "fund.py"
    path.write_text("def calm(a):\n    return a\n\n\ndef busy(a):\n    return a or 1 or 2\n")
    assert [*above(tmp_path, 2)] == [f"{path}:5 busy: complexity 3"]
    assert [*above(tmp_path, 3)] == []
