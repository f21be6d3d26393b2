"""How much time and memory a worker may take for one file: a worker beyond it ends, and its file is
named."""

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sipipeline.core.limits import Limits


@contextmanager
def within_seconds(limits: Limits) -> Iterator[None]:
    """End this process where what is done meanwhile takes too long, whatever it is doing."""
    with open(os.devnull, "w") as nowhere:
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def bound_memory(limits: Limits) -> None:
    """Let this process have no more memory than allowed, where the system can say so: what asks for
    more gets a MemoryError."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = limits.memory if most == resource.RLIM_INFINITY else min(limits.memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
