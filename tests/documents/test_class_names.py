"""One word, one thing: a class has a name of its own, a private one too."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "sipipeline"
ALIKE = "kinds/"
"""Adapters of other workbooks, each of which has the same parts."""


def places_of_classes() -> dict[str, list[str]]:
    """The modules that define each class, `_Quote` as `Quote`."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                places[node.name.removeprefix("_")].append(module)
    return places


def test_no_two_classes_share_a_name() -> None:
    shared = {name: modules for name, modules in places_of_classes().items() if modules[1:]}
    assert {
        name: modules
        for name, modules in shared.items()
        if not all(module.startswith(ALIKE) for module in modules)
    } == {}
