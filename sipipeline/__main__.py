"""`python -m sipipeline` and the `sipipeline` command."""

import os
import sys

from sipipeline.core import collection

_CHINESE = "表"


def run() -> None:
    begin_again_in_utf8()
    collection.look_seldom()
    from sipipeline.cli.commands import main

    results_only()
    status = main(sys.argv[1:])
    collection.keep_all()  # Python looks through all that is left when it ends
    sys.exit(status)


def begin_again_in_utf8() -> None:
    """Where the system would have no Chinese name of a file, start anew with names in UTF-8; what
    is printed stays in the encoding of the terminal."""
    try:
        os.fsencode(_CHINESE)
    except UnicodeEncodeError:
        if os.environ.get("PYTHONUTF8") == "1":
            return
        encoding = f"{sys.stdout.encoding or 'ascii'}:replace"
        environment = os.environ | {"PYTHONUTF8": "1", "PYTHONIOENCODING": encoding}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)


def results_only() -> None:
    """Standard output is for results: what a library prints past Python (the solver does at times)
    goes to stderr."""
    try:
        if sys.stdout.fileno() != 1 or sys.stdout.isatty():
            return
        own = os.dup(1)
        os.dup2(2, 1)
    except (OSError, AttributeError, ValueError):
        return
    sys.stdout = os.fdopen(own, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors)


if __name__ == "__main__":
    run()
