"""Is this a workbook, and is it safe to read?"""

from sipipeline.intake import limits
from sipipeline.intake.package_check import check_package
from sipipeline.intake.refusals import (
    DAMAGED,
    EMPTY,
    PACKED,
    TOO_LARGE,
    Refusal,
    Refused,
    refusal_of,
)
from sipipeline.intake.signatures import recognise
from sipipeline.xlsx.archive import EMPTY_MAGIC, MAGIC, ArchiveError, read_archive
from sipipeline.xlsx.package import Package, PackageError


def open_workbook(content: bytes) -> Package | Refusal:
    """The package of a workbook that is safe to read, or why there is none; judged by the content,
    never by a name.

    Never raises, whatever the bytes."""
    try:
        return _open(content)
    except (Refused, ArchiveError, PackageError) as error:
        return refusal_of(error)
    except Exception:  # one odd file must not end a batch of thousands
        return DAMAGED


def _open(content: bytes) -> Package:
    if not content:
        raise Refused(EMPTY)
    if len(content) > limits.FILE:
        raise Refused(TOO_LARGE)
    if content.startswith(EMPTY_MAGIC):
        raise Refused(PACKED)
    if not content.startswith(MAGIC):
        raise Refused(recognise(content))
    package = Package(read_archive(content, limits.DIRECTORY))
    check_package(package)
    return package
