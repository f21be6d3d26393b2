"""A bounded mutation run: `python -m tools.mutants [--room NAME] [--sample N]`.

Each mutant is one small change of one module (see `tools.mutations`). A mutant is killed if a
test of its room fails, a module cannot be imported or time runs out; a survivor shows what no
test pins. The sample depends on the changed lines and the seed alone, so it stays the same while
tests are written.

`--near` runs only the tests that bear the name of the changed module (`b201`, `culprits`): quicker,
and the share killed is then at most what all tests kill.

The process imports the large libraries once and forks for each mutant. The child puts the changed
module in place of the one on disk and runs the tests itself, so tests that start the program
anew do not see the change and have no place in `ROOMS`.
"""

import argparse
import ast
import hashlib
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from time import monotonic
from types import CodeType
from typing import NoReturn

import pytest

from tools.mutations import Mutation, mutations
from tools.pipes import run


@dataclass(frozen=True, slots=True)
class Room:
    modules: tuple[str, ...]
    """Patterns of paths."""
    tests: tuple[str, ...]
    """Arguments of pytest: the files that guard the room, the fastest first."""


ROOMS = {
    "rules": Room(
        modules=("sipipeline/rules/*.py",),
        tests=("tests/rules", "tests/checking", "tests/properties/test_checking.py"),
    ),
    "checking": Room(
        modules=("sipipeline/checking/**/*.py",),
        tests=("tests/checking", "tests/properties/test_checking.py", "tests/rules"),
    ),
    "language": Room(modules=("sipipeline/language/*.py",), tests=("tests/language",)),
}
LIBRARIES = (
    "hypothesis.strategies",
    "lxml.etree",
    "numpy",
    "openpyxl",
    "pandas",
    "pandera.pandas",
    "highspy",
    "xlsxwriter",
)
EQUIVALENTS = Path(__file__).with_name("equivalent_mutants.txt")
"""Mutants that change nothing a test could see, one a line: file, source line, change, reason."""
PYTEST = (
    "-x",
    "-q",
    "--tb=no",
    "-pno:cacheprovider",
    "-pno:xdist",
    "-oaddopts=",
    "-m=not hypothesis",
    "-k=not nonsense and not gets_alone",
)
"""Tests on many examples are left out: they are slow, and a named case says more."""
SHORTEST_LIMIT = 10.0
"""Seconds of computing time that a mutant has at least; else four times what the tests need."""


@dataclass(frozen=True, slots=True)
class Mutant:
    path: Path
    source_line: str
    mutation: Mutation
    tree: ast.Module
    """The module, which the mutation changes when it is put in place."""

    @property
    def identity(self) -> tuple[str, str, str]:
        """Stays the same when lines or files move."""
        return self.path.name, self.source_line, self.mutation.change

    @property
    def text(self) -> str:
        return f"{self.path}:{self.mutation.line}  {self.mutation.change}"

    def ordinal(self, seed: int) -> bytes:
        """Draws lots: mutants sorted by it are in random order."""
        return hashlib.sha256("\t".join((str(seed), *self.identity)).encode()).digest()


class Nearness:
    """Lets the tests that bear the name of the changed module run first, or alone."""

    def __init__(self, mutant: Mutant, alone: bool) -> None:
        self.name = mutant.path.stem.partition("_")[0]
        self.alone = alone

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        near = [item for item in items if self.name in item.nodeid.lower()]
        far = [item for item in items if item not in near]
        items[:] = near if self.alone and near else near + far


class Mutated(SourceFileLoader):
    """Finds and loads the module of a mutant, with the mutation in it."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(_module_name(mutant.path), str(mutant.path))
        self.tree = mutant.tree
        mutant.mutation.put()

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, _: str) -> CodeType:
        return compile(self.tree, self.path, "exec", dont_inherit=True)


@dataclass(frozen=True, slots=True)
class Suite:
    """The tests that a mutant has to get past."""

    tests: tuple[str, ...]
    near: bool
    """Whether tests that bear the name of the changed module run alone, if there are any."""
    limit: float = 0.0
    """Seconds of computing time; 0 for as long as it takes."""

    def start(self, mutant: Mutant | None = None) -> int:
        """The process that runs the tests."""
        child = os.fork()
        if not child:
            self._run(mutant)
        return child

    def timed(self) -> "Suite":
        """The suite with the time limit that becomes it; its tests must pass without a mutant."""
        _, status, used = os.wait4(self.start(), 0)
        if status:
            sys.exit(f"the tests fail without a mutant: pytest {' '.join((*PYTEST, *self.tests))}")
        return replace(self, limit=max(SHORTEST_LIMIT, 4 * used.ru_utime))

    def _run(self, mutant: Mutant | None) -> NoReturn:
        """End this process with 0 if all tests pass, by a signal if time runs out."""
        status = 1
        try:
            signal.setitimer(signal.ITIMER_PROF, self.limit)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.dup2(nowhere, sys.stderr.fileno())
            plugins = []
            if mutant is not None:
                sys.meta_path.insert(0, Mutated(mutant))
                plugins.append(Nearness(mutant, self.near))
            status = pytest.main([*PYTEST, *self.tests], plugins=plugins)
        finally:
            os._exit(status)


def mutants_in(room: Room) -> list[Mutant]:
    mutants = []
    for pattern in room.modules:
        for path in sorted(Path().glob(pattern)):
            mutants += _mutants_of(path)
    return mutants


def survivors(mutants: Sequence[Mutant], suite: Suite, workers: int) -> list[Mutant]:
    """Those that no test notices, line by line, whichever of them was done first."""
    suite = suite.timed()
    alive = []
    running: dict[int, Mutant] = {}
    for number, mutant in enumerate(mutants):
        if len(running) == workers:
            alive += _survivor(running)
        running[suite.start(mutant)] = mutant
        print(f"\r{number + 1} of {len(mutants)}", end="", file=sys.stderr, flush=True)
    while running:
        alive += _survivor(running)
    print(file=sys.stderr)
    order = {id(mutant): place for place, mutant in enumerate(mutants)}
    return sorted(alive, key=lambda one: (one.path, one.mutation.line, order[id(one)]))


def report(name: str, room: Room, options: argparse.Namespace) -> None:
    """Run the mutants of a room and print what survives."""
    started = monotonic()
    mutants = mutants_in(room)
    known = equivalents()
    candidates = [mutant for mutant in mutants if mutant.identity not in known]
    if not candidates or not room.tests:
        sys.exit(f"{name}: no mutants in {', '.join(room.modules)}, or no tests for them")
    candidates.sort(key=lambda mutant: mutant.ordinal(options.seed))
    sample = candidates if options.all else candidates[: options.sample]
    alive = survivors(sample, Suite(room.tests, options.near), options.workers)
    killed = len(sample) - len(alive)
    print(
        f"{name}: {killed} of {len(sample)} mutants killed ({killed / len(sample):.1%}),"
        f" sampled from {len(candidates)}; {len(mutants) - len(candidates)} known as equivalent;"
        f" {monotonic() - started:.0f} s"
    )
    for mutant in alive:
        print(f"  {mutant.text}")


def equivalents() -> frozenset[tuple[str, ...]]:
    lines = EQUIVALENTS.read_text(encoding="utf-8").splitlines()
    entries = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return frozenset((name, line, change) for name, line, change, _ in entries)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    for library in LIBRARIES:
        importlib.import_module(library)
    for name, room in _chosen(options).items():
        report(name, room, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.mutants", description="A bounded mutation run")
    parser.add_argument("--room", choices=ROOMS, help="only this room")
    parser.add_argument("--file", type=Path, help="only this module, with the tests of its room")
    parser.add_argument("--tests", nargs="+", help="other tests than those of the room")
    parser.add_argument(
        "--near", action="store_true", help="only tests that bear the name of the changed module"
    )
    parser.add_argument("--sample", type=int, default=150, help="mutants a room (150)")
    parser.add_argument("--all", action="store_true", help="every mutant")
    parser.add_argument("--seed", type=int, default=0, help="which sample (0)")
    parser.add_argument("--workers", type=int, default=2, help="mutants at once (2)")
    return parser


def _chosen(options: argparse.Namespace) -> dict[str, Room]:
    rooms = {name: room for name, room in ROOMS.items() if options.room in (None, name)}
    if options.file is not None:
        rooms = {str(options.file): Room((str(options.file),), _tests_of(options.file))}
    if options.tests:
        rooms = {name: replace(room, tests=tuple(options.tests)) for name, room in rooms.items()}
    return rooms


def _tests_of(path: Path) -> tuple[str, ...]:
    for room in ROOMS.values():
        if any(map(path.match, room.modules)):
            return room.tests
    return ()


def _mutants_of(path: Path) -> list[Mutant]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    tree = ast.parse(source)
    mutants = []
    for mutation in mutations(tree):
        line = lines[mutation.line - 1].strip()
        mutants.append(Mutant(path, line, mutation, tree))
    return mutants


def _module_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _survivor(running: dict[int, Mutant]) -> list[Mutant]:
    """The next mutant whose tests end, if they all passed."""
    child, status = os.wait()
    mutant = running.pop(child)
    return [] if status else [mutant]


if __name__ == "__main__":
    sys.exit(run(main))
