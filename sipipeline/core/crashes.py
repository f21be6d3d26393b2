"""What the program says of its own failures: the error, and the place in the code."""

import traceback

_PACKAGE = "sipipeline"
_LONGEST = 200
"""Characters of an error that are told."""


def crash_of(error: BaseException) -> str:
    """The error in one line, with the module and line of ours in which it was raised:
    `KeyError: 'x' (localisation/cuts.py:42)`."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
    frames = traceback.extract_tb(error.__traceback__)
    paths = [(frame.filename.replace("\\", "/"), frame.lineno) for frame in frames]
    ours = [(path, line) for path, line in paths if f"/{_PACKAGE}/" in path]
    if not (ours or paths):
        return said
    path, line = (ours or paths)[-1]
    return f"{said} ({path.rpartition(f'/{_PACKAGE}/')[2]}:{line})"
