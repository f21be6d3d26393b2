"""What the first file of a process waits for: imports, standards and schemas. Importing this module
does it, in the process from which workers are forked."""

from sipipeline.core import collection


def _warm() -> None:
    """Check a blank form of each standard."""
    from sipipeline.checking.batch import check
    from sipipeline.jobs import validation  # noqa: F401
    from sipipeline.reading.claims import submission_of
    from sipipeline.standards.load import known, load

    for name in known():
        check([submission_of({}, load(name))])


collection.look_seldom()
_warm()
collection.keep_all()
