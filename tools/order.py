"""Public names come first: which functions and classes of a module stand below private ones.

A private name may stand above public ones where the module needs it while it is imported: for a
constant, a decorator, a base class, a default value or an annotation. Where a module is divided
by headings (`# --------- pairs`), each part has an order of its own.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef

HEADING = re.compile(r"# -{8,}")


def below_private(root: Path) -> Iterator[str]:
    """One line for each public function or class of a folder that stands below a private one."""
    for path in sorted(root.rglob("*.py")):
        for node in misplaced(path.read_text(encoding="utf-8")):
            yield f"{path}:{node.lineno} {node.name}: below a private name"


def misplaced(source: str) -> list[Definition]:
    """The public functions and classes of a module that stand below private ones."""
    tree = ast.parse(source)
    needed = needed_by_import(tree)
    found: list[Definition] = []
    for part in parts(source, tree):
        private = False
        for node in part:
            if not isinstance(node, Definition):
                continue
            if not node.name.startswith("_"):
                found += [node] if private else []
            elif node.name not in needed:
                private = True
    return found


def parts(source: str, tree: ast.Module) -> list[list[ast.stmt]]:
    """The statements of a module, divided by its headings."""
    headings = [
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and token.start[1] == 0 and HEADING.match(token.string)
    ]
    divided: list[list[ast.stmt]] = [[] for _ in range(len(headings) + 1)]
    for node in tree.body:
        divided[sum(heading < node.lineno for heading in headings)].append(node)
    return divided


def needed_by_import(tree: ast.Module) -> set[str]:
    """The names that a module looks up while it is imported, those of its private functions and
    classes only if something else needs these. A function that may be called is looked up with
    all that it names."""
    definitions = {node.name: node for node in tree.body if isinstance(node, Definition)}
    wanted = [
        name
        for node in tree.body
        if not (isinstance(node, Definition) and node.name.startswith("_")) and not _is_start(node)
        for name in _looked_up(node)
    ]
    needed: set[tuple[str, bool]] = set()
    while wanted:
        name, called = wanted.pop()
        if (name, called) in needed or name not in definitions:
            continue
        needed.add((name, called))
        node = definitions[name]
        wanted += _looked_up(node)
        if called:
            wanted += [(each, True) for each in _names([node])]
    return {name for name, _ in needed}


def _is_start(node: ast.stmt) -> bool:
    """`if __name__ == "__main__":`"""
    return isinstance(node, ast.If) and "__name__" in _names([node.test])


def _looked_up(node: ast.stmt) -> Iterator[tuple[str, bool]]:
    """Names that a statement looks up while its module is imported, and whether it may call
    them."""
    match node:
        case ast.ClassDef():
            yield from _called(node.decorator_list)
            yield from _each([*node.bases, *node.keywords])
            for inner in node.body:
                yield from _looked_up(inner)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            defaults = [default for default in node.args.kw_defaults if default is not None]
            yield from _called(node.decorator_list)
            yield from _each([*node.args.defaults, *defaults])
            yield from _named(_annotations(node))
        case ast.AnnAssign():
            yield from _named([node.annotation])
            yield from _each([node.value] if node.value else [])
        case _:
            yield from _each([node])


def _annotations(function: Function) -> list[ast.expr]:
    parameters = [node for node in ast.walk(function.args) if isinstance(node, ast.arg)]
    annotations = [parameter.annotation for parameter in parameters] + [function.returns]
    return [annotation for annotation in annotations if annotation is not None]


def _each(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, bool]]:
    """The names in nodes that are evaluated; any of them may be called where anything is."""
    for node in nodes:
        calls = any(isinstance(inner, ast.Call) for inner in ast.walk(node))
        yield from _called([node]) if calls else _named([node])


def _called(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, bool]]:
    return ((name, True) for name in _names(nodes))


def _named(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, bool]]:
    return ((name, False) for name in _names(nodes))


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {inner.id for node in nodes for inner in ast.walk(node) if isinstance(inner, ast.Name)}
