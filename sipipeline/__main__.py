"""`python -m sipipeline` and the `sipipeline` command."""

import gc
import os
import sys

_CHINESE = "表"
_NEW_OBJECTS = 200_000
"""So many more objects than at the last look, and the collector looks for rubbish again. By default
it is 700: while modules are imported, which are no rubbish, it would look hundreds of times."""


def run() -> None:
    begin_again_in_utf8()
    gc.set_threshold(_NEW_OBJECTS)
    from sipipeline.cli.commands import main

    results_only()
    status = main(sys.argv[1:])
    gc.freeze()  # what is left when a process ends need not be looked through
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
