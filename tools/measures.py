"""Measures of how calm the code of a package is:

    python -m tools.measures [--root DIR]   all of them
    python -m tools.measures --limit N      functions that are more complex, and public ones
                                            that stand below private ones

A function's complexity is 1 plus its decisions: if, for, while, except, ternary, match case,
assert, each further part of and/or, each for and each if of a comprehension. A code line is a
line of a function's body that is not blank, comment or docstring. "Decisions in ten code lines"
is the complexity of all functions over their code lines, times ten.
"""

import argparse
import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tools.order import below_private
from tools.pipes import run

Function = ast.FunctionDef | ast.AsyncFunctionDef

DECISIONS = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.match_case,
    ast.Assert,
)
KEY_SURGERY = re.compile(
    r"""
      \bkeys?(\[\w+\])?\.(r?split|r?partition|startswith|endswith|removeprefix|removesuffix)\(
    | \b(row|rest|field|subject|relation)\.(r?split|r?partition)\("[.#]"
    | "\#"\ (not\ )?in\ \w*key
    | \.startswith\(\(?f?"(accounts|balances|headcounts|benefit_levels|causes|narrative|report)\b
    """,
    re.VERBOSE,
)
"""Code that takes a key apart."""
TAKEN = (
    frozenset({"Submission"}),
    frozenset({"Standard"}),
    frozenset({"Submission", "Standard"}),
    frozenset({"lang"}),
)
"""Names and types of parameters that are counted, alone and together."""
WALK = re.compile(r"^\| (claim|relation) \|.*\n((?:\|.*\n)+)", re.MULTILINE)
"""A table of docs/architecture.md: a row for each function that has a claim or a relation."""
NOT_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """One function of the package."""

    name: str
    line: int
    length: int
    """In lines, from `def` to the end."""
    complexity: int
    parameters: frozenset[str]
    """Their names, and the names in their annotations."""


@dataclass(frozen=True, slots=True)
class Module:
    path: Path
    length: int
    code: tuple[str, ...]
    """Code lines, without their indentation."""
    functions: tuple[Measured, ...]
    cut_keys: int
    """Lines that take a key apart."""


def complexity(function: Function) -> int:
    """One plus the decisions of a function, without those of the functions within."""
    return 1 + sum(map(_decisions, _inside(function)))


def cuts_keys(path: Path) -> bool:
    """Whether a module takes keys apart; most are known not to by their words alone."""
    written = KEY_SURGERY.search(path.read_text(encoding="utf-8"))
    return written is not None and read(path).cut_keys > 0


def read(path: Path) -> Module:
    """What a module is made of."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    numbers: set[int] = set()
    for function in functions:
        numbers.update(range(function.body[0].lineno, _end(function) + 1))
    numbers &= _code_lines(source)
    numbers -= _docstring_lines(tree)
    code = [lines[number - 1].strip() for number in sorted(numbers)]
    cut_keys = [line for line in code if KEY_SURGERY.search(line)]
    return Module(
        path=path,
        length=len(lines),
        code=tuple(code),
        functions=tuple(map(_measured, functions)),
        cut_keys=len(cut_keys),
    )


def report(root: Path) -> Iterator[str]:
    """One line for each measure of the package in a folder."""
    modules = [read(path) for path in sorted(root.rglob("*.py"))]
    functions = [function for module in modules for function in module.functions]
    yield from _density(modules, functions)
    yield from _sizes(root, modules, functions)
    yield from _parameters(functions)
    yield from _cut_keys(root, modules)
    architecture = root.parent / "docs" / "architecture.md"
    if architecture.exists():
        yield from _stays(walks(architecture.read_text(encoding="utf-8")))


def above(root: Path, limit: int) -> Iterator[str]:
    """One line for each function of a folder whose complexity is above a limit."""
    for path in sorted(root.rglob("*.py")):
        for function in read(path).functions:
            if function.complexity > limit:
                yield f"{path}:{function.line} {function.name}: complexity {function.complexity}"


def walks(document: str) -> dict[str, list[str]]:
    """The functions that a claim, and a relation, passes through, by the tables of
    docs/architecture.md."""
    rows = {}
    for heading, table in WALK.findall(document):
        rows[heading] = re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--root", type=Path, default=Path("sipipeline"), metavar="DIR")
    listed = "list functions more complex than N, and public ones below private ones"
    parser.add_argument("--limit", type=int, metavar="N", help=listed)
    given = parser.parse_args(arguments)
    if given.limit is None:
        print("\n".join(report(given.root)))
        return
    found = [*above(given.root, given.limit), *below_private(given.root)]
    print("\n".join(found))
    sys.exit(1 if found else 0)


def _density(modules: list[Module], functions: list[Measured]) -> Iterator[str]:
    code = [line for module in modules for line in module.code]
    decisions = sum(function.complexity for function in functions)
    characters = sum(map(len, code))
    yield f"decisions in ten code lines: {10 * decisions / len(code):.2f}"
    yield f"characters a code line: {characters / len(code):.1f}"
    for limit in (12, 10):
        above = [function for function in functions if function.complexity > limit]
        yield f"functions above complexity {limit}: {len(above)}"


def _sizes(root: Path, modules: list[Module], functions: list[Measured]) -> Iterator[str]:
    top = [path for path in root.glob("*.py") if not path.name.startswith("_")]
    yield f"modules at the top level: {len(top)}"
    yield f"files: {_spread([module.length for module in modules])}"
    yield f"functions: {_spread([function.length for function in functions])}"


def _parameters(functions: list[Measured]) -> Iterator[str]:
    for names in TAKEN:
        taking = [function for function in functions if function.parameters >= names]
        yield f"functions that take {' and '.join(sorted(names))}: {len(taking)}"


def _cut_keys(root: Path, modules: list[Module]) -> Iterator[str]:
    cutting = [module for module in modules if module.cut_keys]
    lines = sum(module.cut_keys for module in cutting)
    yield f"places that take keys apart: {lines}, in {len(cutting)} files"
    for module in cutting:
        yield f"  {module.path.relative_to(root)}"


def _stays(walks: dict[str, list[str]]) -> Iterator[str]:
    for what, functions in walks.items():
        rooms = [function.partition(".")[0] for function in functions]
        stays = [room for room, _ in groupby(rooms)]
        count = len(set(stays))
        yield (
            f"a {what} on its way: {len(stays)} stays in {count} rooms,"
            f" {len(stays) - count} returns"
        )


def _measured(function: Function) -> Measured:
    parameters = [node for node in ast.walk(function.args) if isinstance(node, ast.arg)]
    names = {parameter.arg for parameter in parameters}
    for parameter in parameters:
        names |= _names(parameter.annotation)
    return Measured(
        name=function.name,
        line=function.lineno,
        length=_end(function) - function.lineno + 1,
        complexity=complexity(function),
        parameters=frozenset(names),
    )


def _names(annotation: ast.expr | None) -> set[str]:
    if annotation is None:
        return set()
    return {node.id for node in ast.walk(annotation) if isinstance(node, ast.Name)}


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function):
            yield child
            yield from _inside(child)


def _decisions(node: ast.AST) -> int:
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    if isinstance(node, ast.comprehension):
        return 1 + len(node.ifs)
    return int(isinstance(node, DECISIONS))


def _code_lines(source: str) -> set[int]:
    numbers: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NOT_CODE:
            numbers.update(range(token.start[0], token.end[0] + 1))
    return numbers


def _docstring_lines(tree: ast.Module) -> set[int]:
    numbers: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            numbers.update(range(node.lineno, _end(node) + 1))
    return numbers


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _spread(lengths: list[int]) -> str:
    ordered = sorted(lengths)
    median = ordered[len(ordered) // 2]
    p90 = ordered[len(ordered) * 9 // 10]
    return f"{len(ordered)}, median {median}, p90 {p90}, max {ordered[-1]}"


if __name__ == "__main__":
    sys.exit(run(main))
