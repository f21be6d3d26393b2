"""Our own TOML files as tables, kept parsed: to parse them takes longer than all that is made of
them.

What is kept lies where Python keeps its compiled modules, and holds for the very bytes that it was
made of. Where nothing can be kept the file is parsed each time, with the same result.
"""

import json
import os
import sys
import tomllib
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def is_ours(path: Path) -> bool:
    """Whether a file is one of those that come with the program."""
    return FOLDER in path.parents


def table_of(path: Path) -> dict[str, Any]:
    """What one of our own TOML files says."""
    content = path.read_bytes()
    digest, kept = sha256(content).hexdigest(), _kept_in(path)
    table = _kept(kept, digest)
    if table is None:
        table = tomllib.loads(content.decode("utf-8"))
        _keep(table, kept, digest)
    return table


def _kept_in(path: Path) -> Path:
    return Path(cache_from_source(str(path))).with_name(f"{path.stem}.json")


def _kept(path: Path, digest: str) -> dict[str, Any] | None:
    """The table that is kept of a content; None where there is none, or what is there is none."""
    try:
        kept = json.loads(path.read_bytes())
        return dict(kept["table"]) if kept["of"] == digest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(table: dict[str, Any], path: Path, digest: str) -> None:
    """Keep a table, whole or not at all; where that cannot be, nothing is kept."""
    if sys.dont_write_bytecode:
        return
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        beside.write_text(json.dumps({"of": digest, "table": table}), "utf-8")
        beside.replace(path)
    except (OSError, TypeError):
        with suppress(OSError):
            beside.unlink()
