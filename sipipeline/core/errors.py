"""What the operator of the program can put right; what the submitter can put right is a finding."""

from sipipeline.core.text import Text


class SipipelineError(Exception):
    """Stops the call: one clear line for the person who made it, in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class UsageError(SipipelineError):
    """The call itself is wrong: no such file, unknown standard, folder not writable."""


class StandardError(SipipelineError):
    """A standard's data do not hold together; names file and line."""


class DataError(SipipelineError):
    """The data given to `fill` have keys or values that the standard does not know."""
