"""Exit statuses, as a shell sees them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sipipeline.core.findings import Verdict

OK, WITH_ERRORS, FAILED = 0, 1, 2
INTERRUPTED = 130
"""As shells have it for Ctrl-C."""


def of_verdict(verdict: "Verdict") -> int:
    """Of a run whose worst file has this verdict."""
    from sipipeline.core.findings import Verdict

    return {Verdict.FIX: WITH_ERRORS, Verdict.UNREADABLE: FAILED}.get(verdict, OK)
