"""Words that people write stand in the vocabulary and in the standards, never in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "sipipeline"
ROOMS = ("reading", "language", "evidence", "rules")
"""The rooms that read what people write, and those that judge it."""
EXAMPLES = frozenset({"passing", "failing"})
"""What a rule gives as examples are workbooks, with words of people."""
WORDED = frozenset({"Text", "join"})
"""What makes the sentences that a person is told."""

_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def modules() -> dict[str, Path]:
    paths = [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")]
    return {path.relative_to(PACKAGE).as_posix(): path for path in paths}


def words_in(source: str) -> list[str]:
    """Chinese literals of a module outside docstrings, sentences and the examples of a rule."""
    return [word for word in _literals(ast.parse(source)) if _CHINESE.search(word)]


def _literals(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WORDED:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.keyword) and node.arg in EXAMPLES:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _literals(child)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('"""单位。"""\nx = 1', []),
        ('x = Text(zh="无", en="none")', []),
        ('x = join(sheets, "和", " and ")', []),
        ('x = "和".join(sheets)', ["和"]),
        ('x = 1\n"""元"""', []),
        ('def f() -> str:\n    """如 43937万元。"""\n    return "a"', []),
        ('x = "年"', ["年"]),
        ('x = f"{n}元"', ["元"]),
        ('x = {"人": 1}', ["人"]),
        ('x = re.compile("第[0-9]+段")', ["第[0-9]+段"]),
        ('x = Other(zh="无")', ["无"]),
        ('x = Rule(code="A", passing={"unit": "甲县"}, failing={"unit": "无"})', []),
        ('x = Rule(name="无", passing={"unit": "甲县"})', ["无"]),
    ],
)
def test_words_are_found_wherever_they_stand(source: str, words: list[str]) -> None:
    assert words_in(source) == words


@pytest.mark.parametrize("module", sorted(modules()))
def test_no_word_that_people_write_stands_in_code(module: str) -> None:
    assert words_in(modules()[module].read_text("utf-8")) == []
