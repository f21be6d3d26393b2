"""Is this a workbook, and is it safe to read?"""

from sipipeline.intake import archive, limits
from sipipeline.intake.package_check import check_package
from sipipeline.intake.refusals import DAMAGED, EMPTY, PACKED, TOO_LARGE, Refusal, Refused
from sipipeline.intake.signatures import recognise

__all__ = ["Refusal", "inspect"]


def inspect(content: bytes, name: str) -> Refusal | None:
    """None when the content is a workbook that is safe to read; judged by the content, never by the
    name.

    Never raises, whatever the bytes."""
    try:
        _examine(content)
    except Refused as refused:
        return refused.refusal
    except Exception:  # one odd file must not end a batch of thousands
        return DAMAGED
    return None


def _examine(content: bytes) -> None:
    if not content:
        raise Refused(EMPTY)
    if len(content) > limits.FILE:
        raise Refused(TOO_LARGE)
    if content.startswith(archive.EMPTY_MAGIC):
        raise Refused(PACKED)
    if not content.startswith(archive.MAGIC):
        raise Refused(recognise(content))
    check_package(archive.read_archive(content))
