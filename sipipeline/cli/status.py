"""Exit statuses, as a shell sees them."""

from sipipeline.core.findings import Verdict

OK, WITH_ERRORS, FAILED = 0, 1, 2
INTERRUPTED = 130
"""As shells have it for Ctrl-C."""
OF_VERDICT = {
    Verdict.PASS: OK,
    Verdict.EXPLAIN: OK,
    Verdict.FIX: WITH_ERRORS,
    Verdict.UNREADABLE: FAILED,
}
"""Of a run whose worst file has this verdict."""
