"""Is this a workbook, and is it safe to read? What is, of whatever kind, comes out as an .xlsx."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sipipeline.core.limits import DEFAULT, MB, Limits
from sipipeline.core.text import Text
from sipipeline.core.values import frozen
from sipipeline.intake.package_check import check_package, kind_of_package
from sipipeline.intake.refusals import (
    DAMAGED,
    DECLARATION,
    EMPTY,
    ENCRYPTED,
    FRAME_WITHOUT_SHEETS,
    PACKED,
    PAGE_WITHOUT_TABLE,
    PLAIN_TEXT,
    TOO_LARGE,
    TOO_MUCH_INSIDE,
    WEB_PAGE,
    Refusal,
    Refused,
    refusal_of,
)
from sipipeline.intake.signatures import recognise
from sipipeline.intake.sizes import check_workbook, directory_bounds
from sipipeline.kinds.active import active_in
from sipipeline.kinds.adapters import WorkbookKind, read_book
from sipipeline.kinds.book import (
    Active,
    Book,
    Comment,
    EncryptedBook,
    SheetsElsewhere,
    TooMuch,
    UnreadableBook,
    UnsafeBook,
)
from sipipeline.kinds.package import to_xlsx
from sipipeline.rule import ReservedRule
from sipipeline.rules import x010_not_a_workbook, x021_reading_ended
from sipipeline.xlsx.archive import EMPTY_MAGIC, MAGIC, ArchiveError, read_archive
from sipipeline.xlsx.package import Package, PackageError

SAVE_ANEW = x021_reading_ended.RULE.todo
_OTHERWISE = {
    WorkbookKind.WEB_PAGE: WEB_PAGE,
    WorkbookKind.WEB_ARCHIVE: WEB_PAGE,
    WorkbookKind.PLAIN_TEXT: PLAIN_TEXT,
}
"""What a file is of which no part of the form was found."""
_WITHOUT_TABLE = {
    WorkbookKind.WEB_PAGE: PAGE_WITHOUT_TABLE,
    WorkbookKind.WEB_ARCHIVE: PAGE_WITHOUT_TABLE,
    WorkbookKind.PLAIN_TEXT: PLAIN_TEXT,
}
"""What a file is of which no sheet was found."""


@frozen
class Accepted:
    """A workbook that is safe to read."""

    package: Package
    """As it was sent, or what a workbook of another kind holds as an .xlsx."""
    digest: str
    """SHA-256 of the bytes that were sent."""
    kind: WorkbookKind = WorkbookKind.XLSX
    was_encrypted: bool = False
    active: frozenset[Active] = frozenset()
    comments: tuple[tuple[str, Comment], ...] = ()
    """Comments with their sheets, of a workbook of another kind: they are not in the package."""

    def unread(self, rule: ReservedRule, reason: Text) -> Refusal:
        """Why nothing was read; a page or a plain text without any part of the form is no
        workbook."""
        is_foreign = rule is x010_not_a_workbook.RULE and self.kind in _OTHERWISE
        return _OTHERWISE[self.kind] if is_foreign else Refusal(rule, reason, SAVE_ANEW)


def open_workbook(
    content: bytes, limits: Limits = DEFAULT, passwords: Sequence[str] = ()
) -> Accepted | Refusal:
    """A workbook that is safe to read, or why there is none; judged by the content, never by a
    name.

    Never raises, whatever the bytes, but for MemoryError."""
    try:
        return _open(content, limits, passwords)
    except MemoryError:
        raise
    except (Refused, ArchiveError, PackageError) as error:
        return refusal_of(error)
    except Exception:  # one odd file must not end a batch of thousands
        return DAMAGED


def _open(content: bytes, limits: Limits, passwords: Sequence[str]) -> Accepted:
    _check_size(content, limits)
    digest = hashlib.sha256(content).hexdigest()
    try:
        accepted = _accepted(content, limits)
    except _Locked:
        from sipipeline.intake.decryption import decrypted

        content = decrypted(content, passwords, limits)
        accepted = replace(_accepted(content, limits), was_encrypted=True)
    return replace(accepted, digest=digest)


class _Locked(Exception):
    """The content is encrypted."""


def _check_size(content: bytes, limits: Limits) -> None:
    if not content:
        raise Refused(EMPTY)
    if len(content) > limits.file:
        raise Refused(TOO_LARGE.fill(size=limits.file // MB))


def _accepted(content: bytes, limits: Limits) -> Accepted:
    if content.startswith(EMPTY_MAGIC):
        raise Refused(PACKED)
    if content.startswith(MAGIC):
        return _of_archive(content, limits)
    kind = recognise(content)
    if kind is ENCRYPTED:
        raise _Locked
    if isinstance(kind, Refusal):
        raise Refused(kind)
    return _converted(content, kind, limits)


def _of_archive(content: bytes, limits: Limits) -> Accepted:
    package = Package(read_archive(content, directory_bounds(limits)))
    kind = kind_of_package(package)
    if isinstance(kind, Refusal):
        raise Refused(kind)
    if kind is not WorkbookKind.XLSX:
        check_workbook(package.archive, limits)
        return _converted(content, kind, limits)
    check_package(package, limits)
    return Accepted(package, "", active=active_in(package))


def _converted(content: bytes, kind: WorkbookKind, limits: Limits) -> Accepted:
    book = _book(content, kind, limits)
    package = Package(read_archive(to_xlsx(book)))
    check_package(package, limits)
    comments = [(sheet.name, comment) for sheet in book.sheets for comment in sheet.comments]
    return Accepted(package, "", kind, active=book.active, comments=tuple(comments))


def _book(content: bytes, kind: WorkbookKind, limits: Limits) -> Book:
    """The workbook of another kind; raises Refused, _Locked."""
    try:
        return read_book(content, kind, limits)
    except EncryptedBook as error:
        raise _Locked from error
    except UnsafeBook as error:
        raise Refused(DECLARATION) from error
    except TooMuch as error:
        raise Refused(_OTHERWISE.get(kind, TOO_MUCH_INSIDE)) from error
    except SheetsElsewhere as error:
        raise Refused(FRAME_WITHOUT_SHEETS) from error
    except UnreadableBook as error:
        raise Refused(_WITHOUT_TABLE.get(kind, DAMAGED)) from error
