"""What a library prints past Python is dropped."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

STDOUT, STDERR = 1, 2


@contextmanager
def silence(descriptor: int) -> Iterator[None]:
    """Drop what is written to a descriptor of the process meanwhile."""
    try:
        kept = os.dup(descriptor)
    except OSError:  # it is closed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    try:
        yield
    finally:
        _flush()
        os.dup2(kept, descriptor)
        os.close(kept)
        os.close(nowhere)


def _flush() -> None:
    library = _c_library()
    if library is not None:
        library.fflush(None)


@cache
def _c_library() -> Any:
    """The C library, whose buffer holds what was printed; None where it has another name."""
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
