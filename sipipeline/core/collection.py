"""The cyclic garbage collector, which scans all that was made so far again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 400_000


def look_seldom() -> None:
    """Have the collector look only when there are many more objects than at its last look. By
    default 700 will do: while modules are imported, which are no rubbish, it looks hundreds of
    times."""
    gc.set_threshold(_MANY)


def keep_all() -> None:
    """Have the collector never look again at what there is now."""
    gc.freeze()


@contextmanager
def paused() -> Iterator[None]:
    """Switch the collector off while many objects are made that are no rubbish; afterwards it is as
    it was."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
