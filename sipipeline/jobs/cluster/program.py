"""Which program this is: what has to be the same on every machine for results to be the same."""

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sipipeline

LIBRARIES = (
    "highspy",
    "lxml",
    "msoffcrypto-tool",
    "numpy",
    "openpyxl",
    "pandas",
    "pandera",
    "python-calamine",
    "xlsxwriter",
)
"""What results and copies are made with."""
_ENDINGS = (".py", ".toml", ".sql", ".html", ".css", ".js")

Program = dict[str, str]
"""Versions by the name of the part; of our own files a hash, too."""


@cache
def program() -> Program:
    """The program that runs here."""
    libraries = {name: _version(name) for name in LIBRARIES}
    ours = f"{sipipeline.__version__} ({_digest()})"
    python = ".".join(platform.python_version_tuple()[:2])
    return {"sipipeline": ours, "Python": python, **libraries}


def first_difference(here: Program, there: Program) -> tuple[str, str, str] | None:
    """Name, version here and version there of the first part that differs; None: all are equal."""
    for name, wanted in here.items():
        if there.get(name, "–") != wanted:
            return name, wanted, there.get(name, "–")
    return None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _digest() -> str:
    """A short hash over our own files, whatever their line ends."""
    root = Path(sipipeline.__file__).parent
    files = (path for path in root.rglob("*") if path.suffix in _ENDINGS)
    total = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.relative_to(root).as_posix()):
        total.update(path.relative_to(root).as_posix().encode())
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:8]
