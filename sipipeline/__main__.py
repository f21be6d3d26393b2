"""`python -m sipipeline` and the `sipipeline` command."""

import sys


def run() -> None:
    from sipipeline.cli import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
