"""Nothing is ever half written: write beside, then rename."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sipipeline.core.errors import UsageError
from sipipeline.core.text import Text


def write_beside(target: Path, content: bytes) -> None:
    """Write a file so that it is either whole or not there."""
    write_with(target, lambda file: file.write(content))


def write_with(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file beside the target, and rename it when it is done."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".sipipeline-", suffix=target.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def ensure_parent(target: Path) -> None:
    """Say clearly that a file cannot be written where it is asked for."""
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise UsageError(
            Text(
                zh=f"文件夹 {target.parent} 不存在或无法写入。",
                en=f"The folder {target.parent} does not exist or cannot be written to.",
            )
        )


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
