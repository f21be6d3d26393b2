"""What a tool prints may be piped into a program that stops reading, as `| head` does."""

import os
import sys
from collections.abc import Callable


def run(main: Callable[[], int | None]) -> int:
    """The exit status of a tool; it ends quietly where nobody reads what it prints any more."""
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status or 0
