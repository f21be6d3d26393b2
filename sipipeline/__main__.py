"""`python -m sipipeline` and the `sipipeline` command."""

import os
import sys


def run() -> None:
    from sipipeline.cli.commands import main

    results_only()
    sys.exit(main(sys.argv[1:]))


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
