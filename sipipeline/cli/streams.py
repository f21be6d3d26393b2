"""Standard output and error: what they can show, and whether they are a file."""

import os
import signal
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def replace_what_cannot_be_printed() -> None:
    """A console that does not know a character prints a question mark and goes on."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def prints_unicode() -> bool:
    encoding = sys.stdout.encoding or ""
    return encoding.lower().replace("-", "").startswith("utf")


def is_file() -> bool:
    """Whether results go to a file on disk, as with `> results.csv`."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, AttributeError, ValueError):
        return False


def silence() -> None:
    """Let what is still to be printed go nowhere: the other end is closed, or the disk full."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, AttributeError, ValueError):
        return


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended, so that no line is cut in two; a second one does
    not wait."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []

    def wait(number: int, _: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
